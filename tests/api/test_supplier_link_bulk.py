"""Links between suppliers in bulk: each row by itself, a system's own links beside those that people keep."""
import json
import uuid

import pytest

from renkei_client import Client
from rounds import events, make_supplier, seq

BULK = "/v1/supplier-links/bulk"


@pytest.fixture
def numbered(client, source):
    """Suppliers that the system knows by 1, 2 and 3."""
    return [client.post("/v1/suppliers", json={"name": f"取引先 {number}", "external_ids": [{"source": source, "id": number}]})
            .body["id"] for number in ("1", "2", "3")]


def row(one, other, **members):
    return {"from": one, "to": other, "kind": "goods", "dependency": 3, "penetration": 1, **members}


def pushed(source, one, other, **members):
    return {"source": source, "from_external_id": one, "to_external_id": other, "kind": "goods", "dependency": 3,
            "penetration": 1, **members}


def send(client, rows, **params):
    reply = client.post(BULK, json={"items": rows}, params=params)
    assert reply.status == 207, reply
    return reply.body


def outcomes(told):
    return [one["outcome"] for one in told["data"]]


def refused(told):
    return [one["problem"] and (one["status"], one["problem"]["code"], [
        (fault["pointer"], fault["code"]) for fault in one["problem"]["errors"]]) for one in told["data"]]


def links_of(client, supplier):
    return {one["id"]: one for one in client.get("/v1/supplier-links", params={"supplier_id": supplier}).body["data"]}


def test_a_night_of_links_comes_in_once(erp, client, server, tenant, source, numbered):
    rows = [pushed(source, "1", "2", item="ボルト", since="2024-04-01"), pushed(source, "2", "3", kind="network", penetration=4),
            pushed(source, "3", "1", to_external_id=None, to="self"), pushed(source, "3", "1")]  # a circle
    made = erp.post(BULK, data="\n".join(map(json.dumps, rows)).encode(), headers={"Content-Type": "application/x-ndjson"})
    assert (made.status, made.body["summary"]) == (207, {"created": 4, "updated": 0, "unchanged": 0, "failed": 0, "ended": 0}), made
    first = made.body["data"][0]
    assert (first["from"], first["to"], first["status"]) == (numbered[0], numbered[1], 201)
    assert made.body["data"][2]["to"] == "self"
    stored = client.get(f"/v1/supplier-links/{first['id']}").body
    assert (stored["source"], stored["item"], stored["since"]) == (source, "ボルト", "2024-04-01")
    told = [one for one in events(client) if one["resource"]["id"] == first["id"]]
    assert [(one["type"], one["supplier_id"], one["changes"]) for one in told] == [
        ("supplier_link.created", numbered[0], {"from": [None, numbered[0]], "to": [None, numbered[1]]})]
    assert server.sql("select count(*) from app.chain_states where tenant_id = %s", tenant.id) == [(1,)]
    before = seq(server, tenant)
    again = send(erp, rows)
    assert (outcomes(again), seq(server, tenant)) == (["unchanged"] * 4, before)
    assert [(one["id"], one["revision"]) for one in again["data"]] == [
        (one["id"], one["revision"]) for one in made.body["data"]]
    rows[1]["penetration"] = 3
    changed = send(erp, rows)
    assert (outcomes(changed)[1], changed["data"][1]["revision"]) == ("updated", 2)
    assert events(client)[-1]["changes"] == {"penetration": [4, 3]}


def test_what_is_no_link_is_said_of_its_row(erp, client, make_tenant, server, source, numbered):
    one, other, _ = numbered
    archived, gone = make_supplier(client), make_supplier(client)
    assert client.post(f"/v1/suppliers/{archived}/archive").status == 200
    assert client.post(f"/v1/suppliers/{one}/merge", json={"from": gone}).status == 200
    foreign = make_supplier(Client(server, make_tenant().token()))
    told = send(erp, [
        row(one, one), row(foreign, one), row(one, archived), row(gone, other), pushed(source, "9", "2"),
        {**pushed(source, "1", "2"), "source": None}, {"kind": "goods", "dependency": 3, "penetration": 1},
        row(one, other, dependency=5, until="2026-13-01"), row(one, other, kind="goods", item="歯車"),
        pushed(source, "1", "2", item="歯車"), pushed(source, "2", "2"), "text",
        row(one, other, item="箱", since="2026-04-01", until="2026-03-31"), row(one, "self")])
    invalid = "validation_failed"
    assert refused(told) == [
        (422, invalid, [("#/to", "link_to_itself")]), (422, invalid, [("#/from", "unknown_reference")]),
        (409, "supplier_archived", [("#/to", "archived_supplier")]), (409, "supplier_merged", [("#/from", "merged_supplier")]),
        (422, invalid, [("#/from_external_id", "unknown_reference")]),
        (422, invalid, [("#/from_source", "required"), ("#/to_source", "required")]),
        (422, invalid, [("#/from", "required"), ("#/to", "required")]),
        (422, invalid, [("#/dependency", "too_large"), ("#/until", "no_such_day")]),
        (409, "duplicate", [("#", "same_entry")]), (409, "duplicate", [("#", "same_entry")]),
        (422, invalid, [("#/to_external_id", "link_to_itself")]), (422, invalid, [("#", "wrong_type")]),
        (422, invalid, [("#/until", "too_small")]), None]
    assert told["data"][3]["problem"]["merged_into"] == one
    assert told["data"][8]["problem"]["errors"][0]["params"] == {"row": 9}  # by id and by number it is one link
    assert told["summary"]["created"] == 1 and len(links_of(client, one)) == 1


def test_what_people_set_stays_and_what_they_keep_is_no_systems(erp, client, source, numbered):
    one, other, third = numbered
    theirs = send(client, [row(one, other)])["data"][0]["id"]
    sent = [pushed(source, "1", "2"), pushed(source, "1", "3")]
    assert outcomes(send(erp, sent)) == ["unchanged", "created"]  # the first says what people said
    assert client.get(f"/v1/supplier-links/{theirs}").body["source"] is None
    sent[0]["dependency"] = 4
    told = send(erp, sent)
    assert refused(told)[0] == (409, "duplicate", [("#", "duplicate")])
    assert told["data"][0]["problem"]["errors"][0]["params"] == {"id": theirs}
    own = f"/v1/supplier-links/{told['data'][1]['id']}"
    assert client.patch(own, if_match="*", json={"dependency": 1}).status == 200
    assert outcomes(send(erp, [{**sent[1], "penetration": 2}])) == ["updated"]
    assert (client.get(own).body["dependency"], client.get(own).body["penetration"]) == (1, 2)
    # as if somebody had entered it: what a row does not say stays
    assert outcomes(send(client, [row(one, third, penetration=3, until="2099-12-31")])) == ["updated"]
    assert (client.get(own).body["until"], client.get(own).body["source"]) == ("2099-12-31", source)


def test_what_a_system_no_longer_sends_ends(erp, client, source, numbered):
    one, other, third = numbered
    kept = send(client, [row(one, "self")])["data"][0]["id"]
    all_of_one = [pushed(source, "1", "2"), pushed(source, "1", "3"), pushed(source, "1", "3", item="明日から", since="2099-01-01")]
    made = [line["id"] for line in send(erp, [*all_of_one, pushed(source, "2", "3")])["data"]]
    assert send(erp, all_of_one[:1])["summary"]["ended"] == 0  # unless it says that these are all
    assert send(erp, [*all_of_one[:1], pushed(source, "1", "9")], complete="true")["summary"]["ended"] == 0
    assert send(erp, [*all_of_one[:1], pushed(source, "8", "2")], complete="true")["summary"]["ended"] == 0
    assert send(erp, all_of_one[:1], complete="true")["summary"]["ended"] == 2
    left = links_of(client, one)
    assert set(left) == {kept, made[0], made[1]} and left[kept]["until"] is None is left[made[0]]["until"]
    assert left[made[1]]["until"] is not None and links_of(client, other)[made[3]]["until"] is None
    assert [(told["type"], sorted(told["changes"])) for told in events(client)[-2:]] == [
        ("supplier_link.updated", ["until"]), ("supplier_link.deleted", ["from", "to"])]
    assert send(erp, all_of_one[:1], complete="true")["summary"] == {
        "created": 0, "updated": 0, "unchanged": 1, "failed": 0, "ended": 0}
    assert outcomes(send(erp, all_of_one[:2], complete="true")) == ["unchanged", "updated"]  # it goes on
    assert links_of(client, one)[made[1]]["until"] is None


def test_all_or_none_a_dry_run_and_the_same_key(erp, client, source, numbered):
    rows = [pushed(source, "1", "2"), pushed(source, "1", "9")]
    told = send(erp, rows, mode="atomic")
    assert [line["status"] for line in told["data"]] == [424, 422] and links_of(client, numbered[0]) == {}
    tried = send(erp, rows, dry_run="true")
    assert (outcomes(tried), tried["data"][0]["id"]) == (["created", "failed"], None) and links_of(client, numbered[0]) == {}
    key = {"Idempotency-Key": uuid.uuid4().hex}
    first, again = (erp.post(BULK, json={"items": rows[:1]}, params={"mode": "atomic"}, headers=key) for _ in range(2))
    assert first.body["summary"]["created"] == 1 and again.body == first.body
    many = [pushed(source, "1", "2", item=str(number)) for number in range(450)]
    assert send(erp, many)["summary"]["created"] == 450
    assert send(erp, many)["summary"]["unchanged"] == 450
