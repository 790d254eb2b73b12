"""The door of a procurement system for many rows: each as its PUT would be, or why it is not."""
import concurrent.futures
import json
import threading
import uuid

import pytest

from renkei_client import Client
from rounds import events, seq

BULK = "/v1/suppliers/bulk"


def row(source, number, **members):
    return {"source": source, "external_id": str(number), "name": f"取引先 {number}", **members}


def vendors(source, count, **members):
    return [row(source, f"{number:06d}", corporate_number="7000012050002", country="JP",
                contacts=[{"name": f"担当 {number}", "email": f"v{number}@example.co.jp"}], **members)
            for number in range(count)]


def send(client, rows, **options):
    return client.post(BULK, json={"items": rows}, **options)


def outcomes(reply):
    assert reply.status == 207, reply
    assert [one["index"] for one in reply.body["data"]] == list(range(len(reply.body["data"])))
    return [one["outcome"] for one in reply.body["data"]]


def by_number(client, source, number):
    return client.get(f"/v1/suppliers/by-external-id/{source}/{number}")


def lines(rows):
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in rows).encode()


# --- what PUT of one does, for many

def test_a_vendor_master_comes_in_and_is_what_single_puts_make(erp, client, source):
    rows = vendors(source, 450)
    reply = send(erp, rows)
    assert reply.body["summary"] == {"created": 450, "updated": 0, "unchanged": 0, "failed": 0}
    assert {(one["status"], one["revision"], one["problem"]) for one in reply.body["data"]} == {
        (201, 1, None)}
    bulk = by_number(client, source, "000007").body
    body = {name: value for name, value in rows[7].items() if name not in ("source", "external_id")}
    single = erp.put(f"/v1/suppliers/by-external-id/{source}/single", json=body).body
    assert reply.body["data"][7]["id"] == bulk["id"]
    own = {"id", "external_ids", "contacts", "created_at", "updated_at", "created", "changed"}
    assert {k: v for k, v in bulk.items() if k not in own} == {
        k: v for k, v in single.items() if k not in own}
    assert bulk["external_ids"] == [{"source": source, "id": "000007"}]
    assert [{k: v for k, v in one.items() if k != "id"} for one in bulk["contacts"]] == [
        {k: v for k, v in one.items() if k != "id"} for one in single["contacts"]]
    assert client.get("/v1/suppliers", params={"q": "取引先 000007", "external_source": source, "external_id": "000007"}).body["data"][0]["id"] == bulk["id"]


def test_a_night_without_change_writes_nothing(erp, server, tenant, source):
    rows = vendors(source, 250)
    first = send(erp, rows)
    before = seq(server, tenant)
    rows_before = written(server, tenant)
    again = send(erp, rows, now="2099-01-01T00:00:00Z")
    assert set(outcomes(again)) == {"unchanged"}
    assert [(one["id"], one["revision"]) for one in again.body["data"]] == [
        (one["id"], one["revision"]) for one in first.body["data"]]
    assert (seq(server, tenant), written(server, tenant)) == (before, rows_before)


def written(server, tenant):
    """The versions of the tenant's rows: a row that was only locked has another xmax."""
    return server.sql(
        "select md5(string_agg(t::text, '' order by t::text)) from ("
        f" select 's', id::text, xmin::text, xmax::text from app.suppliers where tenant_id = '{tenant.id}'"
        f" union all select 'c', id::text, xmin::text, xmax::text from app.contacts where tenant_id = '{tenant.id}'"
        " union all select 'n', external_id, xmin::text, xmax::text from app.supplier_external_ids"
        f" where tenant_id = '{tenant.id}') t")


def test_what_changed_is_told_once_for_each_supplier(erp, client, source):
    rows = vendors(source, 30)
    made = send(erp, rows)
    rows[3]["name"], rows[4]["kind"] = "改名", "individual"
    rows[5]["external_ids"] = [{"source": "crm-" + source, "id": "5"}]
    rows[6]["contacts"].append({"name": "新任"})
    rows[7]["contacts"] = []
    rows.append(row(source, "new"))
    last = events(client)[-1]["seq"]
    reply = send(erp, rows)
    assert reply.body["summary"] == {"created": 1, "updated": 5, "unchanged": 25, "failed": 0}
    assert [one["revision"] for one in reply.body["data"][3:8]] == [2] * 5
    told = {event["supplier_id"]: event for event in events(client) if event["seq"] > last}
    assert len(told) == 6
    changes = [told[made.body["data"][index]["id"]]["changes"] for index in range(3, 8)]
    assert [sorted(one) for one in changes] == [["name"], ["kind"], ["external_ids"], ["contacts"], ["contacts"]]
    assert changes[0] == {"name": ["取引先 000003", "改名"]}
    assert told[reply.body["data"][30]["id"]]["type"] == "supplier.created"
    assert by_number(client, "crm-" + source, "5").body["id"] == made.body["data"][5]["id"]
    assert by_number(client, source, "000007").body["contacts"] == []
    assert set(outcomes(send(erp, rows))) == {"unchanged"}


def test_the_chain_of_events_holds_behind_many_at_once(erp, server, tenant, source):
    send(erp, vendors(source, 300))
    assert server.run("check", "--tenant", tenant.slug).returncode == 0


def test_lines_are_the_same_as_a_list(erp, source):
    rows = vendors(source, 5)
    reply = erp.post(BULK, data=b"\n" + lines(rows) + b"\r\n\n",
                     headers={"Content-Type": "application/x-ndjson"})
    assert outcomes(reply) == ["created"] * 5
    assert outcomes(send(erp, rows)) == ["unchanged"] * 5


# --- what is wrong with a row is said of that row

def test_rows_stand_alone_and_say_what_is_wrong(erp, client, source):
    blank = send(erp, [{"source": source + " ", "external_id": "\u3000 ", "name": "x"}]).body["data"][0]
    assert (blank["status"], blank["source"]) == (422, source)
    held = send(erp, [row(source, "held"), row(source, "seen")]).body["data"][0]["id"]
    reply = send(erp, [
        row(source, "good"),
        {"source": source, "external_id": "nameless"},
        row(source, "risky", tags=["x"]),
        row(source, "wrong", country="XX", corporate_number="7000012050003",
            contacts=[{"name": "a"}, {"email": "no"}]),
        {"external_id": "of nobody", "name": "x"},
        "text",
        row(source, "thief", external_ids=[{"source": source, "id": "free"}, {"source": source, "id": "held"}]),
        row(source, "seen", revision=9.0),
        row(source, "unseen", revision=1)])
    data = reply.body["data"]
    assert [one["status"] for one in data] == [201, 422, 422, 422, 422, 422, 409, 412, 412]
    assert reply.body["summary"] == {"created": 1, "updated": 0, "unchanged": 0, "failed": 8}

    def faults(index):
        return {fault["pointer"]: fault["code"] for fault in data[index]["problem"]["errors"]}

    assert faults(1) == {"#/name": "required"}
    assert faults(2) == {"#/tags": "risk_field"}
    assert faults(3) == {"#/country": "not_country", "#/corporate_number": "corporate_number",
                         "#/contacts/1/name": "required", "#/contacts/1/email": "not_email"}
    assert faults(4) == {"#/source": "required"}
    assert (data[4]["source"], data[4]["external_id"]) == (None, "of nobody")
    assert faults(5) == {"#": "wrong_type"}
    assert faults(6) == {"#/external_ids/1": "duplicate"}
    assert data[6]["problem"]["errors"][0]["params"] == {"id": held}
    assert data[7]["problem"]["code"] == "stale" and data[7]["problem"]["current"]["revision"] == 1
    assert {one["id"] for one in data[1:]} == {None}
    assert by_number(client, source, "free").status == 404


def test_the_same_number_twice_in_a_call_refuses_both_and_each_names_the_other(erp, client, source):
    reply = send(erp, [row(source, "a"), row(source, "twice"), row(source, "b"),
                       row(source, "twice", name="Another"),
                       row(source, "c", external_ids=[{"source": source, "id": "b"}]),
                       row(source, "か\u3099"), row(source, "\u304c")])
    assert [one["status"] for one in reply.body["data"]] == [201, 409, 409, 409, 409, 409, 409]
    errors = [one["problem"] and one["problem"]["errors"][0] for one in reply.body["data"]]
    assert [one and (one["pointer"], one["code"], one["params"]["row"]) for one in errors] == [
        None, ("#/external_id", "same_number", 3), ("#/external_id", "same_number", 4),
        ("#/external_id", "same_number", 1), ("#/external_ids/0", "same_number", 2),
        ("#/external_id", "same_number", 6), ("#/external_id", "same_number", 5)]
    assert by_number(client, source, "twice").status == 404


@pytest.mark.parametrize("body, media, status, code", [
    (b'{"items": []}', "application/json", 422, "validation_failed"),
    (b'{}', "application/json", 422, "validation_failed"),
    (b'{"items": [{}], "more": 1}', "application/json", 422, "validation_failed"),
    (b'{"items": {}}', "application/json", 422, "validation_failed"),
    (b'[]', "application/json", 422, "validation_failed"),
    (json.dumps({"items": [{}] * 1001}).encode(), "application/json", 422, "validation_failed"),
    (b"{}\n" * 1001, "application/x-ndjson", 422, "validation_failed"),
    (b"\n\n", "application/x-ndjson", 422, "validation_failed"),
    (b'{"source": "a"}\n{"source":', "application/x-ndjson", 400, "invalid_json"),
    (b'{"source": "a"} {"source": "b"}', "application/x-ndjson", 400, "invalid_json"),
    (b'{"source": "a", "source": "b"}', "application/x-ndjson", 400, "duplicate_key"),
    (b'[' * 40, "application/x-ndjson", 400, "too_deep"),
    (b'[' + b'1,' * 210_000 + b'1]', "application/x-ndjson", 400, "too_many_nodes"),
    (b"a;b", "text/csv", 415, "unsupported_media_type"),
    (b" " * 5_300_000, "application/x-ndjson", 413, "content_too_large"),
])
def test_what_is_no_call_at_all_is_refused_whole(erp, body, media, status, code):
    reply = erp.post(BULK, data=body, headers={"Content-Type": media})
    assert (reply.status, reply.code) == (status, code), reply


def test_a_broken_line_is_named_by_its_place(erp):
    reply = erp.post(BULK, data=b'{"source": "a"}\n\n{"source" "b"}\n', headers={
        "Content-Type": "application/x-ndjson"})
    assert reply.body["errors"][0]["params"] == {"line": 3, "column": 13}


# --- all or none, and none at all

def test_all_or_none(erp, client, server, tenant, source):
    good, bad = vendors(source, 205), {"source": source, "external_id": "bad"}
    before = seq(server, tenant)
    refused = send(erp, [*good, bad], params={"mode": "atomic"})
    assert [one["status"] for one in refused.body["data"]] == [424] * 205 + [422]
    assert refused.body["data"][0]["problem"]["code"] == "other_rows_failed"
    assert seq(server, tenant) == before and by_number(client, source, "000000").status == 404
    assert set(outcomes(send(erp, good, params={"mode": "atomic"}))) == {"created"}
    good[1]["name"] = "改名"
    assert outcomes(send(erp, good[:3], params={"mode": "atomic"})) == ["unchanged", "updated", "unchanged"]


@pytest.mark.parametrize("mode", ["partial", "atomic"])
def test_a_dry_run_says_what_would_be_and_stores_nothing(erp, client, server, tenant, source, mode):
    rows = vendors(source, 3)
    made = send(erp, rows).body["data"]
    rows[1]["name"] = "改名"
    before = seq(server, tenant), written(server, tenant)
    asked = [*rows, *([] if mode == "atomic" else [{"source": source, "external_id": "bad"}]), row(source, "new")]
    reply = send(erp, asked, params={"mode": mode, "dry_run": "true"}, key=str(uuid.uuid4()))
    data = reply.body["data"]
    assert outcomes(reply)[:3] == ["unchanged", "updated", "unchanged"]
    assert (data[-1]["status"], data[-1]["id"], data[-1]["revision"]) == (201, None, None)
    assert (data[1]["id"], data[1]["revision"]) == (made[1]["id"], 2)
    assert seq(server, tenant) == before[0]
    assert by_number(client, source, "new").status == 404
    assert by_number(client, source, "000001").body["revision"] == 1


# --- the same request again

def test_a_key_replays_what_was_answered(erp, server, tenant, source):
    rows, key = [*vendors(source, 420), {"source": source, "external_id": "bad"}], str(uuid.uuid4())
    first = send(erp, rows, key=key)
    assert first.body["summary"] == {"created": 420, "updated": 0, "unchanged": 0, "failed": 1}
    before = seq(server, tenant)
    again = send(erp, rows, key=key)
    assert again.raw == first.raw and again.headers["Idempotency-Replayed"] == "true"
    assert seq(server, tenant) == before
    other = send(erp, rows[:2], key=key)
    assert (other.status, other.code) == (422, "idempotency_key_reused")


def test_what_many_send_at_once_is_made_once(erp, client, server, source):
    """The same rows in every order: nobody waits in a circle, each supplier is made by one of them."""
    rows = vendors(source, 24)

    def run(turn):
        gate.wait(10)
        return send(Client(server, erp.token), rows[turn * 6:] + rows[:turn * 6])

    gate = threading.Barrier(4)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(run, range(4)))
    assert sum(reply.body["summary"]["created"] for reply in replies) == 24
    assert {one["outcome"] for reply in replies for one in reply.body["data"]} <= {"created", "unchanged"}
    assert len({one["id"] for reply in replies for one in reply.body["data"]}) == 24
    told = [event for event in events(client) if event["type"] == "supplier.created"
            and event["supplier_id"] in {one["id"] for one in replies[0].body["data"]}]
    assert len(told) == 24


# --- who else is there

def test_another_tenants_rows_are_its_own(erp, server, make_tenant, source):
    rows = vendors(source, 3)
    ours = send(erp, rows)
    theirs = send(Client(server, make_tenant().token("integrator")), rows)
    assert outcomes(theirs) == ["created"] * 3
    assert not {one["id"] for one in ours.body["data"]} & {one["id"] for one in theirs.body["data"]}


def test_many_rows_count_as_several_requests(make_server):
    server = make_server(RENKEI_RATE_LIMIT="1")
    client = Client(server, server.add_tenant().token("integrator"))
    assert set(outcomes(send(client, vendors("erp", 600)))) == {"created"}
    refused = client.get("/v1/me")
    assert (refused.status, refused.code) == (429, "rate_limited")
