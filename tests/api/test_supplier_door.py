"""The door of a procurement system: upsert by its own numbers, nightly, with retries."""
import concurrent.futures
import socket
import threading
import urllib.parse
import uuid

import pytest

from renkei_client import Client
from rounds import events, seq


@pytest.fixture
def number():
    return uuid.uuid4().hex[:12]


def path(number, source="erp"):
    return f"/v1/suppliers/by-external-id/{source}/{urllib.parse.quote(number, safe='')}"


VENDOR = {"name": "みどり精機株式会社", "name_kana": "ミドリセイキ", "corporate_number": "7000012050002",
          "country": "JP", "kind": "subcontractor",
          "contacts": [{"name": "田中 一郎", "email": "tanaka@example.co.jp", "role": "情報システム部"},
                       {"name": "鈴木 花子", "phone": "03-1234-5678", "locale": "en"}]}


# --- the first night

def test_a_vendor_is_made_with_all_that_the_system_knows(erp, client, number):
    reply = erp.put(path(number), json=VENDOR)
    assert reply.status == 201, reply
    assert (reply.body["created"], reply.body["changed"]) == (True, True)
    assert {name: reply.body[name] for name in VENDOR if name != "contacts"} == {
        name: value for name, value in VENDOR.items() if name != "contacts"}
    assert reply.body["external_ids"] == [{"source": "erp", "id": number}]
    contacts = reply.body["contacts"]
    assert [contact["name"] for contact in contacts] == ["田中 一郎", "鈴木 花子"]
    assert {contact["source"] for contact in contacts} == {"erp"}
    assert contacts[1]["email"] is None and contacts[1]["locale"] == "en"
    # Nobody judged it yet.
    assert reply.body["risk"]["assessment_status"] == "never_asked"
    assert reply.body["risk"]["band"] is None and reply.body["risk"]["score"] is None
    # It is the same row by both names.
    again = client.get(f"/v1/suppliers/{reply.body['id']}")
    assert again.etag == reply.etag
    shown = {name: value for name, value in reply.body.items() if name not in ("created", "changed")}
    assert again.body == shown == client.get(path(number)).body
    told = [event for event in events(client) if event["supplier_id"] == reply.body["id"]]
    assert [event["type"] for event in told] == ["supplier.created"]
    assert told[0]["actor"] == {"sub": "client:erp", "kind": "client"}


def test_a_name_is_needed_to_make_one_and_not_to_change_one(erp, number):
    refused = erp.put(path(number), json={"kind": "partner"})
    assert (refused.status, refused.errors) == (422, {"#/name": "required"})
    assert erp.get(path(number)).status == 404
    assert erp.put(path(number), json={"name": "Acme"}).status == 201
    changed = erp.put(path(number), json={"kind": "individual"})
    assert (changed.status, changed.body["kind"], changed.body["name"]) == (200, "individual", "Acme")


# --- the nights after

def test_a_night_without_change_costs_nothing(erp, client, server, tenant):
    """The same 40 vendors every night: revision, time of change and feed stay as they were."""
    batch = {uuid.uuid4().hex[:8]: {**VENDOR, "name": f"取引先 {index}"} for index in range(40)}
    first = {number: erp.put(path(number), json=body) for number, body in batch.items()}
    assert {reply.status for reply in first.values()} == {201}
    before = seq(server, tenant)
    for night in (1, 2):
        now = f"2027-01-0{night}T20:00:00Z"
        for number, body in batch.items():
            reply = erp.put(path(number), json=body, now=now)
            assert (reply.status, reply.etag) == (200, first[number].etag)
            assert reply.body == {**first[number].body, "created": False, "changed": False}
    assert seq(server, tenant) == before


def test_a_change_raises_the_revision_once_and_is_told(erp, client, number):
    made = erp.put(path(number), json=VENDOR)
    changed = erp.put(path(number), json={**VENDOR, "name": "みどり精機（株）", "country": "VN"})
    assert (changed.status, changed.body["changed"]) == (200, True)
    assert changed.body["revision"] == made.body["revision"] + 1
    event = events(client)[-1]
    assert event["type"] == "supplier.updated"
    assert event["changes"] == {"name": ["みどり精機株式会社", "みどり精機（株）"],
                                "country": ["JP", "VN"]}


def test_members_left_out_stay_and_null_clears(erp, number):
    erp.put(path(number), json=VENDOR)
    kept = erp.put(path(number), json={"name": VENDOR["name"]})
    assert kept.body["changed"] is False and kept.body["name_kana"] == "ミドリセイキ"
    cleared = erp.put(path(number), json={"name_kana": None})
    assert cleared.body["changed"] is True and cleared.body["name_kana"] is None


def test_full_width_digits_are_the_same_number(erp, number):
    made = erp.put(path(number), json={"name": "Acme", "corporate_number": "７００００１２０５０００２"})
    assert made.body["corporate_number"] == "7000012050002"
    again = erp.put(path(number), json={"name": "Acme", "corporate_number": "７００００１２０５０００２"})
    assert again.body["changed"] is False and again.etag == made.etag


def test_decomposed_text_is_the_same_text(erp, number):
    """A system that sends が as two characters does not change the supplier each night."""
    sent = {"name": "か\u3099くせい", "contacts": [{"name": "こ\u3099とう"}]}
    made = erp.put(path(number), json=sent)
    assert made.body["name"] == "\u304cくせい" and made.body["contacts"][0]["name"] == "\u3054とう"
    again = erp.put(path(number), json=sent)
    assert again.body["changed"] is False and again.etag == made.etag


# --- whose data is whose

def test_what_the_risk_team_keeps_is_refused_at_this_door(erp, number):
    made = erp.put(path(number), json={"name": "Acme"})
    for member, value in (("tags", ["x"]), ("owner", "erp"), ("profile", {"remote_connection": "none"}),
                          ("tier", "T1"), ("risk", {}), ("status", "archived"), ("anything", 1)):
        reply = erp.put(path(number), json={"name": "Other", member: value})
        assert (reply.status, reply.errors) == (422, {f"#/{member}": "risk_field"}), reply
    assert erp.get(path(number)).body["revision"] == made.body["revision"]


def test_the_risk_teams_data_survives_every_night(erp, client, number):
    made = erp.put(path(number), json=VENDOR)
    risk = {"tags": ["金型", "重要"], "owner": "risk@example.co.jp",
            "profile": {"data_sensitivity": "personal", "remote_connection": "always_on"}}
    changed = client.patch(f"/v1/suppliers/{made.body['id']}", json=risk, if_match=made.etag)
    assert changed.status == 200
    own = client.post(f"/v1/suppliers/{made.body['id']}/contacts", json={"name": "佐藤（現場）"})
    assert own.status == 201 and own.body["source"] is None
    erp.put(path(number), json={**VENDOR, "name": "改名", "contacts": []})
    now = client.get(f"/v1/suppliers/{made.body['id']}").body
    assert now["name"] == "改名"
    for name in ("tags", "owner", "profile", "tier", "risk"):
        assert now[name] == changed.body[name], name
    assert [contact["name"] for contact in now["contacts"]] == ["佐藤（現場）"]


def test_each_source_has_its_own_contacts(erp, client, number):
    made = erp.put(path(number), json={"name": "Acme", "contacts": [{"name": "ERP 1"}]})
    client.patch(f"/v1/suppliers/{made.body['id']}", if_match="*", json={
        "external_ids": [{"source": "erp", "id": number}, {"source": "crm", "id": number}]})
    crm = erp.put(path(number, "crm"), json={"contacts": [{"name": "CRM 1"}, {"name": "CRM 2"}]})
    assert crm.body["id"] == made.body["id"] and crm.body["changed"] is True

    def names(source):
        contacts = client.get(f"/v1/suppliers/{made.body['id']}").body["contacts"]
        return [contact["name"] for contact in contacts if contact["source"] == source]

    assert (names("erp"), names("crm")) == (["ERP 1"], ["CRM 1", "CRM 2"])
    erp.put(path(number), json={"contacts": [{"name": "ERP 2"}]})
    assert (names("erp"), names("crm")) == (["ERP 2"], ["CRM 1", "CRM 2"])
    erp.put(path(number, "crm"), json={"contacts": []})
    assert (names("erp"), names("crm")) == (["ERP 2"], [])
    erp.put(path(number), json={"name": "Acme"})
    assert names("erp") == ["ERP 2"]
    erp.put(path(number), json={"contacts": None})
    assert names("erp") == []


# --- numbers

def test_a_supplier_may_hold_several_numbers_of_one_system(erp, client, number):
    made = erp.put(path(number), json={"name": "Acme", "external_ids": [
        {"source": "erp", "id": number + "-2"}, {"source": "legacy", "id": number}]})
    assert {(held["source"], held["id"]) for held in made.body["external_ids"]} == {
        ("erp", number), ("erp", number + "-2"), ("legacy", number)}
    for other in (path(number + "-2"), path(number, "legacy")):
        again = erp.put(other, json={"name": "Acme"})
        assert (again.status, again.body["id"], again.body["changed"]) == (200, made.body["id"], False)


def test_a_number_of_another_supplier_is_told_with_its_holder(erp, client, number):
    holder = erp.put(path(number), json={"name": "Holder"}).body["id"]
    ids = [{"source": "free", "id": number}, {"source": "erp", "id": number}]
    for reply in (erp.put(path("new-" + number), json={"name": "New", "external_ids": ids}),
                  client.post("/v1/suppliers", json={"name": "New", "external_ids": ids})):
        assert (reply.status, reply.code) == (409, "duplicate"), reply
        assert reply.errors == {"#/external_ids/1": "duplicate"}
        assert reply.body["errors"][0]["params"] == {"id": holder}
    assert erp.get(path(number, "free")).status == 404
    assert erp.get(path("new-" + number)).status == 404


def test_one_corporation_may_be_several_vendors(erp, number):
    first = erp.put(path(number + "-east"), json=VENDOR)
    second = erp.put(path(number + "-west"), json=VENDOR)
    assert first.status == second.status == 201 and first.body["id"] != second.body["id"]


@pytest.mark.parametrize("name", [" 000123 ", "A/1", "日本 1%", "ＡＢＣ", "a?b#c", "0", "+1", "..x"])
def test_numbers_are_texts_and_stay_as_they_are(erp, name):
    source = "s-" + uuid.uuid4().hex[:8]
    made = erp.put(path(name, source), json={"name": "Acme"})
    assert made.status == 201, made
    assert made.body["external_ids"] == [{"source": source, "id": name}]
    assert erp.get(path(name, source)).body["id"] == made.body["id"]
    assert erp.get(path(name + "0", source)).status == 404


def test_numbers_differ_by_case_width_and_zeros(erp):
    source = "s-" + uuid.uuid4().hex[:8]
    names = ["abc", "ABC", "ＡＢＣ", "0abc", "abc "]
    ids = {erp.put(path(name, source), json={"name": name.strip()}).body["id"] for name in names}
    assert len(ids) == len(names)


def test_another_tenants_numbers_are_its_own(erp, server, make_tenant, number):
    made = erp.put(path(number), json={"name": "Ours"})
    other = Client(server, make_tenant().token("integrator"))
    assert other.get(path(number)).status == 404
    theirs = other.put(path(number), json={"name": "Theirs"})
    assert theirs.status == 201 and theirs.body["id"] != made.body["id"]
    assert erp.get(path(number)).body["name"] == "Ours"


# --- retries

def test_a_retry_after_a_cut_connection_makes_no_second_supplier(erp, client, server):
    """The request arrives, the reply is lost; the system sends the same key again."""
    key, body = str(uuid.uuid4()), f'{{"name":"{uuid.uuid4().hex}"}}'.encode()
    head = (f"POST /v1/suppliers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {erp.token}\r\n"
            f"Idempotency-Key: {key}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n")
    for _ in range(3):
        with socket.create_connection((server.host, server.port)) as connection:
            connection.sendall(head.encode() + body)
    reply = erp.post("/v1/suppliers", data=body, key=key, headers={"Content-Type": "application/json"})
    for _ in range(50):
        if reply.status != 409:
            break
        assert reply.code == "idempotency_in_flight" and int(reply.headers["Retry-After"]) >= 1
        reply = erp.post("/v1/suppliers", data=body, key=key,
                         headers={"Content-Type": "application/json"})
    assert reply.status == 201
    again = erp.post("/v1/suppliers", data=body, key=key, headers={"Content-Type": "application/json"})
    assert again.headers["Idempotency-Replayed"] == "true" and again.raw == reply.raw
    found = client.get("/v1/suppliers", params={"q": reply.body["name"]}).body["data"]
    assert [one["id"] for one in found] == [reply.body["id"]]


def test_a_number_sent_by_many_at_once_is_one_supplier(erp, server, tenant, number):
    """A retry that overtakes its first attempt: whoever comes second meets what the first made."""
    def send(new):
        gate.wait(10)
        return Client(server, erp.token).put(path(new), json=VENDOR)

    for round_ in range(5):
        gate = threading.Barrier(8)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            replies = list(pool.map(send, [f"{number}-{round_}"] * 8))
        assert sorted(reply.status for reply in replies) == [200] * 7 + [201]
        assert len({reply.body["id"] for reply in replies}) == 1
        assert [reply.body["changed"] for reply in replies].count(True) == 1


def test_an_archived_vendor_stays_archived(erp, client, number):
    made = erp.put(path(number), json={"name": "Acme"})
    client.post(f"/v1/suppliers/{made.body['id']}/archive")
    changed = erp.put(path(number), json={"name": "Acme 2"})
    assert (changed.status, changed.body["status"], changed.body["name"]) == (200, "archived", "Acme 2")
