"""A file that has all suppliers of a system: those that vanished are archived, never more than was allowed."""

import pytest

from renkei_client import Client
from rounds import events
from test_imports import LINES, UTF8, brought, counts, result, send, work  # noqa: F401

HEAD = "external_id,name,country\r\n"


@pytest.fixture
def house(make_tenant):
    return make_tenant()


@pytest.fixture
def erp(server, house):
    return Client(server, house.token("integrator", sub="client:erp"))


def file(numbers, name="取引先"):
    return HEAD + "".join(f"{number},{name} {number},JP\r\n" for number in numbers)


def snapshot(client, work, numbers, name="取引先", source="erp", **params):
    return brought(client, work, source, file(numbers, name), UTF8, profile="renkei", snapshot="true", **params)


def told(of, **expected):
    return {name: of["snapshot"][name] for name in expected} == expected


def active(client, **params):
    """Numbers of the suppliers that are not archived."""
    found = client.get("/v1/suppliers", params={"status": "active", "limit": 200, **params}).body["data"]
    return sorted(one["id"] for supplier in found for one in supplier["external_ids"] if one["source"] == "erp")


NUMBERS = [f"{number:03d}" for number in range(60)]


def test_what_vanished_is_archived_once_and_comes_back(erp, work, server):
    assert snapshot(erp, work, NUMBERS)["counts"] == counts(created=60)
    byhand = erp.get("/v1/suppliers/by-external-id/erp/007").body
    assert erp.post(f"/v1/suppliers/{byhand['id']}/archive").status == 200
    one = snapshot(erp, work, NUMBERS[1:])
    assert one["state"] == "done" and told(one, active=59, missing=1, allowed=1, archived=1, restored=0), one
    assert active(erp) == [number for number in NUMBERS[1:] if number != "007"]
    gone = erp.get("/v1/suppliers/by-external-id/erp/000").body
    of_it = [(event["type"], event["actor"]["sub"]) for event in events(erp) if event["supplier_id"] == gone["id"]]
    assert ("supplier.archived", "client:erp") in of_it
    assert erp.get(f"/v1/imports/{one['id']}/missing").body["data"] == [
        {"id": gone["id"], "name": "取引先 000", "status": "archived", "offboarding_needed": False,
         "external_ids": gone["external_ids"]}]

    # a worker that died before it could say how far it was, and that the file may go: the next one finds it done
    server.sql("insert into app.job_files select tenant_id, id, 'source', 0, convert_to(%s, 'UTF8') from app.jobs"
               " where id = %s returning 1", file(NUMBERS[1:]), one["id"])
    server.sql("update app.jobs set state = 'queued', available_at = now(), place = place || '{\"archiving\": {}}' where id = %s returning 1", one["id"])
    before = len(events(erp))
    work()
    assert result(erp, one["id"])["state"] == "done" and len(events(erp)) == before

    again = snapshot(erp, work, NUMBERS[1:])
    assert told(again, active=58, missing=0, archived=0)
    back = snapshot(erp, work, NUMBERS)
    assert told(back, archived=0, restored=1) and back["counts"] == counts(unchanged=60)
    assert "000" in active(erp) and "007" not in active(erp)  # what people archived stays so


def test_too_many_are_missing_and_nothing_is_changed(erp, work):
    snapshot(erp, work, NUMBERS)
    one = snapshot(erp, work, NUMBERS[3:], name="改名")
    assert (one["state"], one["error"], one["counts"]) == ("failed", "too_many_missing", counts()), one
    assert told(one, active=60, missing=3, allowed=1, archived=0)
    assert active(erp) == NUMBERS and erp.get("/v1/suppliers/by-external-id/erp/009").body["name"] == "取引先 009"
    page = erp.get(f"/v1/imports/{one['id']}/missing", params={"limit": 2})
    rest = erp.get(f"/v1/imports/{one['id']}/missing", params={"limit": 2, "cursor": page.body["page"]["next_cursor"]})
    assert [(each.body["page"]["has_more"], len(each.body["data"])) for each in (page, rest)] == [(True, 2), (False, 1)]
    assert 'rel="next"' in page.headers["Link"] and "Link" not in rest.headers
    assert [each["external_ids"][0]["id"] for each in page.body["data"] + rest.body["data"]] == NUMBERS[:3]

    tried = snapshot(erp, work, NUMBERS[3:], dry_run="true")
    assert tried["state"] == "ready" and told(tried, missing=3, allowed=1, archived=0)
    refused = erp.post(f"/v1/imports/{tried['id']}/run")
    assert (refused.status, refused.code) == (409, "too_many_missing")
    assert [each["external_ids"][0]["id"] for each in refused.body["missing_suppliers"]] == NUMBERS[:3]
    assert "60" in refused.body["detail"] and "3" in refused.body["detail"]
    assert erp.post(f"/v1/imports/{tried['id']}/run", params={"max_archive_percent": "5"}).status == 202
    work()
    done = result(erp, tried["id"])
    assert done["state"] == "done" and told(done, missing=3, allowed=3, archived=3, max_archive_percent=5), done
    assert active(erp) == NUMBERS[3:]


def test_a_row_whose_number_cannot_be_read_may_be_one_of_the_missing(erp, work):
    snapshot(erp, work, NUMBERS)
    one = brought(erp, work, "erp", file(NUMBERS[1:]) + ",名前,JP\r\n", UTF8, profile="renkei", snapshot="true")
    assert one["state"] == "done" and told(one, unread_rows=1, missing=1, archived=0) and active(erp) == NUMBERS
    lines = "\n".join('{"external_id": "%s", "name": "x"}' % number for number in NUMBERS[2:])
    one = brought(erp, work, "erp", lines + '\n{"external_id": 1, "name": "x"}', LINES, profile="renkei", snapshot="true",
                  max_archive_percent="50")
    assert told(one, unread_rows=1, missing=2, archived=0) and active(erp) == NUMBERS
    bad = file(NUMBERS[1:], name=" ") + "000,x,not a country\r\n"  # rows that fail are there all the same
    one = brought(erp, work, "erp", bad, UTF8, profile="renkei", snapshot="true")
    assert one["counts"]["failed"] > 0 and told(one, unread_rows=0, missing=0) and active(erp) == NUMBERS


def test_only_what_the_file_should_have_is_missing(erp, work, server, house):
    snapshot(erp, work, ["A-1", "A-2", "B-1", "B-2"])
    two = erp.get("/v1/suppliers/by-external-id/erp/B-2").body
    erp.put("/v1/suppliers/by-external-id/erp/C-1", json={"name": "x", "country": "US",
                                                          "external_ids": [{"source": "freee", "id": "1"}]})
    one = snapshot(erp, work, ["A-1"], scope="number:A-", max_archive_percent="50")
    assert told(one, scope="number:A-", active=2, missing=1, archived=1) and active(erp) == ["A-1", "B-1", "B-2", "C-1"]
    one = snapshot(erp, work, ["A-1", "B-1"], scope="country:US", max_archive_percent="100")
    assert told(one, active=1, missing=0)  # another system knows it
    edited = Client(server, house.token("admin")).patch(f"/v1/suppliers/{two['id']}", if_match="*", json={"tags": ["夜間"]})
    assert edited.status == 200
    id_ = send(erp, "erp", file(["A-1"]), UTF8, "renkei", snapshot="true", scope="tag:夜間", max_archive_percent="100")
    work()
    assert told(result(erp, id_), active=1, missing=1, archived=1) and active(erp) == ["A-1", "B-1", "C-1"]
    id_ = send(erp, "erp", file(["A-1", "B-1"]), UTF8, "renkei", snapshot="true", max_archive_percent="100")
    erp.put("/v1/suppliers/by-external-id/erp/D-1", json={"name": "made while the file waits"})
    work()
    assert told(result(erp, id_), missing=0) and "D-1" in active(erp)


@pytest.mark.parametrize("params, parameter, code", [
    ({"snapshot": "true"}, "source", "required"),
    ({"source": "erp", "scope": "tag:a"}, "snapshot", "required"),
    ({"source": "erp", "snapshot": "true", "scope": "band:high"}, "scope", "wrong_pattern"),
    ({"source": "erp", "snapshot": "true", "max_archive_percent": "101"}, "max_archive_percent", "too_large")])
def test_what_is_no_snapshot_is_refused_at_once(erp, params, parameter, code):
    reply = erp.post("/v1/imports", data=b"external_id,name\n1,a\n", headers=UTF8, params=params)
    assert (reply.status, reply.body["errors"][0]["parameter"], reply.body["errors"][0]["code"]) == (400, parameter, code)
