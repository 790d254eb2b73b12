"""Erasing a person: nothing that names them is left in any table, and the chain of the feed is whole."""
import contextlib
import hashlib
import urllib.parse

import pytest

from renkei_client import Client
from renkei_server import connect
from rounds import ALL_ANSWERS, ask, events, make_supplier, publish_sheet, save, seq
from test_events import canonical, check

NAME, MAIL, PHONE = "田中 一郎", "tanaka@midori.example.co.jp", "03-1234-5678"
FORMER_NAME, FORMER_MAIL = "鈴木 一郎", "suzuki@midori.example.co.jp"


@pytest.fixture
def tenant(make_tenant):
    return make_tenant()


@pytest.fixture
def login(server, tenant):
    def make(*arguments, **options):
        return Client(server, tenant.token(*arguments, **options))
    return make


@pytest.fixture
def client(login):
    return login("admin")


def erase(client, **whom):
    reply = client.post("/v1/erasures", json=whom)
    assert reply.status == 200, reply
    return reply.body


def left(server, tenant, *texts):
    """{table: rows} in which one of the texts stands, whatever the column."""
    tables = server.sql("select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
                        " where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'"
                        " and a.attname = 'tenant_id'")
    assert len(tables) > 25
    found = {}
    for [table] in tables:
        rows = server.sql(f"select x::text from app.{table} x where tenant_id = %s", tenant.id)
        hits = [row for [row] in rows if any(text in row for text in texts)]
        if hits:
            found[table] = hits
    return found


@pytest.fixture
def supplier(client):
    return make_supplier(client, owner="sato@example.com", external_ids=[{"source": "erp", "id": "V-1"}])


@pytest.fixture
def contact(client, supplier):
    reply = client.post(f"/v1/suppliers/{supplier}/contacts", key="new-contact", json={
        "name": FORMER_NAME, "email": FORMER_MAIL, "phone": PHONE, "role": "情報セキュリティ責任者"})
    changed = client.patch(f"/v1/suppliers/{supplier}/contacts/{reply.body['id']}", if_match=reply.etag,
                           json={"name": NAME, "email": MAIL})
    assert changed.status == 200, changed
    return reply.body["id"]


def live(server, client, supplier, contact):
    """All that a contact leaves behind: answers, texts about her, reminders, a measure, a decision."""
    other = client.post(f"/v1/suppliers/{supplier}/contacts", json={
        "name": "佐々木 花子", "email": "sasaki@midori.example.co.jp", "phone": "03-1234-9999"})
    assert other.status == 201
    response = ask(client, supplier, publish_sheet(client), due_on="2027-06-30",
                   note=f"{NAME} 様 ({MAIL}) へ")
    link = client.post(f"/v1/responses/{response}/links", json={"contact_id": contact}).body
    session = Client(server).post("/v1/respondent/session", json={
        "token": urllib.parse.urlsplit(link["url"]).fragment})
    person = Client(server, session.body["access_token"])
    answers = {**ALL_ANSWERS, "M-01": {"text": f"窓口は {NAME} です。\n{MAIL}", "comment": f"内線 {PHONE}"},
               "B-03": {"answer": "△", "plan": {"measure": "策定", "owner": NAME, "due_on": "2027-06-30"}}}
    assert save(person, response, answers, key="saved").status == 200
    handed = person.post(f"/v1/responses/{response}/links", json={"sections": ["MORE"], "label": f"{NAME} の代理"})
    assert handed.status == 201, handed
    later = person.post(f"/v1/responses/{response}/extension-requests", json={
        "due_on": "2027-07-31", "reason": f"{NAME} が不在のため"})
    assert later.status == 201, later
    assert person.post(f"/v1/responses/{response}/submit", key="sent").status == 200
    assert client.post(f"/v1/responses/{response}/return", json={
        "reasons": [{"code": "B-01", "message": f"{NAME} 様、ご確認ください"}]}).status in (200, 422)
    measure = client.post("/v1/measures", json={
        "supplier_id": supplier, "title": f"{NAME} が更新", "impact": "A", "side": "supplier",
        "assignee": NAME, "effect": 0.5})
    assert measure.status == 201, measure
    reported = person.post(f"/v1/measures/{measure.body['id']}/report", json={
        "state": "in_progress", "note": f"{NAME} より"})
    assert reported.status == 200, reported
    client.post("/v1/incidents", json={"supplier_id": supplier, "title": "誤送信", "severity": "low",
                                       "discovered_on": "2026-11-01", "description": f"連絡先 {PHONE}"})
    client.post("/v1/contracts", json={"supplier_id": supplier, "number": "K-1", "title": f"{NAME} 様との覚書"})
    client.post("/v1/request-records", json={"supplier_id": supplier, "reason": "多要素認証", "supplier_statement": f"{NAME} 様: 導入する"})
    for item in (NAME, MAIL):  # once erased they would be one
        made = client.post("/v1/supplier-links", json={
            "from": supplier, "to": "self", "kind": "data", "dependency": 1, "penetration": 1, "item": item})
        assert made.status == 201, made
    client.post(f"/v1/suppliers/{supplier}/offboarding", json={"items": {"access_removed": {"state": "done", "done_by": NAME, "proof": MAIL}}})
    assert client.patch("/v1/settings", if_match="*", json={"attributes": [
        {"key": "buyer", "type": "text", "label_ja": "窓口"}]}).status == 200
    master = client.patch(f"/v1/suppliers/{supplier}", if_match="*", json={
        "attributes": {"buyer": f"{NAME} 経由"}, "addresses": [{"lines": [f"{NAME} 気付"]}], "services": [{"name": "保守", "location": f"連絡は {MAIL}"}]})
    assert master.status == 200, master
    claimed = client.post("/v1/reminders/claim", now="2027-06-30T03:00:00Z", json={"worker_id": "w", "max": 10})
    assert claimed.status == 200, claimed
    return response, measure.body["id"], person


def test_nothing_of_a_contact_is_left_and_the_chain_is_whole(server, client, tenant, supplier, contact):
    response, measure, person = live(server, client, supplier, contact)
    texts = (NAME, MAIL, PHONE, FORMER_NAME, FORMER_MAIL)
    before = left(server, tenant, *texts)
    assert {"contacts", "suppliers", "responses", "answers", "answer_history", "measures", "measure_reports",
            "incidents", "contracts", "request_records", "offboardings", "supplier_links", "supplier_attributes", "idempotency_keys", "events"} <= set(before), set(before)
    told = len(events(client))
    done = erase(client, contact_id=contact)
    assert done["done"] is True and done["finished_at"] and done["counts"]["contacts"] == 1
    assert done["counts"]["answers"] > 0 and done["counts"]["events"] > 0
    assert left(server, tenant, *texts) == {}

    # Who did it is told by one name in all places, and the chain is whole for everybody who reads it.
    checked = check(server, tenant)
    assert checked.returncode == 0, checked.stdout
    found = events(client)
    previous = hashlib.sha256(b"").hexdigest()
    for event in found:
        assert event["prev_hash"] == previous
        link = bytes.fromhex(previous) + event["seq"].to_bytes(8, "big") + canonical(event)
        previous = hashlib.sha256(link).hexdigest()
        assert event["hash"] == previous
    assert [event["type"] for event in found[told:] if event["type"] != "link.revoked"] == [
        "erasure.started", "contact.deleted", "erasure.completed"]
    assert server.sql("select distinct mail_hash from app.links where tenant_id = %s", tenant.id) == [(None,)]
    assert found[-1]["changes"]["counts"][1]["events"] == done["counts"]["events"]
    name = done["pseudonym"]
    [submitted] = [event for event in found if event["type"] == "response.submitted"]
    assert submitted["actor"]["sub"] == name and submitted["erased_by"] == done["id"]
    assert set(submitted["erased"]) == {"/actor/sub"}
    made = found[[event["type"] for event in found].index("contact.created")]
    assert made["changes"]["name"] is None and made["changes"]["locale"] == [None, "ja"]
    answers = {answer["code"]: answer for answer in client.get(f"/v1/responses/{response}/answers").body["data"]}
    assert answers["B-01"]["answered_by"] == name and answers["B-01"]["answer"] == "done"
    assert answers["M-01"]["text"] == f"窓口は {name} です。\n{name}"
    assert client.get(f"/v1/measures/{measure}").body["assignee"] == name

    # Others are as they were.
    kept = client.get(f"/v1/suppliers/{supplier}").body
    assert [one["name"] for one in kept["contacts"]] == ["佐々木 花子"] and kept["owner"] == "sato@example.com"
    # A repeat of what was kept is not carried out again.
    again = client.post(f"/v1/suppliers/{supplier}/contacts", key="new-contact", json={"name": "x"})
    assert (again.status, again.code) == (409, "reply_not_kept")


def test_erasing_again_does_no_harm(server, client, tenant, supplier, contact):
    done = erase(client, contact_id=contact)
    before = seq(server, tenant)
    assert erase(client, contact_id=contact) == done
    assert seq(server, tenant) == before
    again = erase(client, subject=MAIL)
    assert again["done"] and set(again["counts"].values()) == {0}
    assert check(server, tenant).returncode == 0


def test_all_contacts_with_the_mail_address_are_one_person(server, client, tenant, supplier, contact):
    second = make_supplier(client)
    client.post(f"/v1/suppliers/{second}/contacts", json={"name": "Ichiro Tanaka", "email": MAIL.upper()})
    assert erase(client, subject=MAIL)["counts"]["contacts"] == 2
    assert left(server, tenant, NAME, "Ichiro Tanaka", MAIL, MAIL.upper()) == {}


def test_a_member_of_staff_becomes_a_pseudonym_and_two_people_stay_two(server, client, tenant, login, supplier):
    yamada, sato = login("admin", sub="yamada"), login("admin", sub="sato")
    proposed = yamada.post("/v1/overrides", json={
        "supplier_id": supplier, "band": "low", "reason": "訪問して確認", "until": "2027-03-31"})
    assert proposed.status == 201, proposed
    assert sato.post(f"/v1/overrides/{proposed.body['id']}/approve", if_match=proposed.etag).status == 200
    review = yamada.post("/v1/reviews", json={"supplier_id": supplier, "outcome": "continue", "notes": "yamada"})
    owned = client.get(f"/v1/suppliers/{supplier}")
    client.patch(f"/v1/suppliers/{supplier}", if_match=owned.etag, json={"owner": "yamada"})
    done = erase(client, subject="yamada")
    assert left(server, tenant, "yamada") == {}
    shown = client.get(f"/v1/overrides/{proposed.body['id']}").body
    assert (shown["requested_by"], shown["approved_by"]) == (done["pseudonym"], "sato")
    assert client.get(f"/v1/reviews/{review.body['id']}").body["performed_by"] == done["pseudonym"]
    assert client.get(f"/v1/suppliers/{supplier}").body["owner"] is None
    assert server.sql("select count(*) from app.users where tenant_id = %s and subject = 'yamada'",
                      tenant.id) == [(0,)]
    assert [event["actor"]["sub"] for event in events(client) if event["type"] == "override.proposed"] == [
        done["pseudonym"]]
    assert check(server, tenant).returncode == 0


def test_others_of_a_similar_name_stay(server, client, tenant, supplier):
    for number, (name, mail) in enumerate([("Bo Li", "bo@x.example"), ("Bo Lian", "bo@x.example.com"),
                                           ("Jumbo Li", "jumbo@x.example")]):
        made = client.post(f"/v1/suppliers/{supplier}/contacts", json={"name": name, "email": mail})
        first = made.body["id"] if number == 0 else first
    response = ask(client, supplier, publish_sheet(client), note="Bo Li, bo@x.example; Bo Lian, bo@x.example.com.")
    name = erase(client, contact_id=first)["pseudonym"]
    assert client.get(f"/v1/responses/{response}").body["note"] == f"{name}, {name}; Bo Lian, bo@x.example.com."
    contacts = client.get(f"/v1/suppliers/{supplier}").body["contacts"]
    assert [one["email"] for one in contacts] == ["bo@x.example.com", "jumbo@x.example"]


def test_patterns_in_names_are_no_patterns(server, client, tenant, supplier):
    name = 'O"Neil (.*) \\ [x]'
    made = client.post(f"/v1/suppliers/{supplier}/contacts", json={"name": name, "email": "a+b@x.example"})
    response = ask(client, supplier, publish_sheet(client), note=f"{name} だけ")
    assert erase(client, contact_id=made.body["id"])["done"]
    assert client.get(f"/v1/responses/{response}").body["note"].startswith("erased:")
    assert left(server, tenant, name, "O\"Neil", 'O\\"Neil', "a+b@x.example") == {}


def test_a_large_tenant_takes_several_calls(server, client, tenant):
    server.sql("insert into app.events (tenant_id, seq, id, type, body, prev_hash, hash, created_at)"
               " select %s, n, gen_random_uuid(), 'settings.updated', '{}', '', '', now()"
               " from generate_series(100, 20000) n", tenant.id)
    first = erase(client, subject="yamada")
    assert first["done"] is False and first["finished_at"] is None
    assert "yamada" in str(left(server, tenant, "yamada")["erasures"])
    second = erase(client, subject="yamada")
    assert second["id"] == first["id"] and second["done"] is True
    assert left(server, tenant, "yamada") == {}


def test_what_is_refused(server, client, tenant, login, supplier):
    assert client.post("/v1/erasures", json={}).errors == {"#": "one_person"}
    both = {"contact_id": supplier, "subject": "x"}
    assert client.post("/v1/erasures", json=both).errors == {"#": "one_person"}
    for service in ("system", "client:erp"):
        assert client.post("/v1/erasures", json={"subject": service}).errors == {"#/subject": "no_person"}
    assert client.post("/v1/erasures", json={"contact_id": supplier}).status == 404
    assert login("editor").post("/v1/erasures", json={"subject": "x"}).status == 403
    assert seq(server, tenant) == 1


def test_one_call_at_a_time(server, client, tenant):
    server.sql("insert into app.events (tenant_id, seq, id, type, body, prev_hash, hash, created_at)"
               " select %s, n, gen_random_uuid(), 'settings.updated', '{}', '', '', now()"
               " from generate_series(100, 20000) n", tenant.id)
    assert erase(client, subject="yamada")["done"] is False
    with contextlib.closing(connect(server.database)) as connection:
        connection.autocommit = False
        cursor = connection.cursor()
        cursor.execute("select from app.erasures where tenant_id = %s for update", [tenant.id])
        busy = client.post("/v1/erasures", json={"subject": "yamada"})
        assert (busy.status, busy.code) == (409, "conflict_busy")


def test_an_erasure_hides_no_tampering(server, client, tenant, supplier, contact):
    done = erase(client, contact_id=contact)
    assert check(server, tenant).returncode == 0
    server.sql("update app.events set personal = replace(personal, 'テスト', '別会社')"
               " where tenant_id = %s and type = 'supplier.created'", tenant.id)
    checked = check(server, tenant)
    assert checked.returncode == 1 and "does not fit its commitment" in checked.stdout
    assert done["id"] not in checked.stdout


def test_events_of_before_there_were_commitments_are_erased_too(server, client, tenant, supplier, contact):
    [[number, text]] = server.sql("select seq, body from app.events where tenant_id = %s and type = 'contact.created'",
                                  tenant.id)
    old = text.split('"changes":')[0].split('"sub":')[0] + f'"sub":"{MAIL}"}},"changes":{{"name":[null,"{NAME}"]}}' \
        + text[text.index(',"id":"'):]
    server.sql("update app.events set personal = %s, body = '{\"id\":\"' || id || '\",\"seq\":' || seq || ',\"type\":\"'"
               " || type || '\"}' where tenant_id = %s and seq = %s", old, tenant.id, number)
    assert f"event {number}: its hash does not fit its text" in check(server, tenant).stdout
    done = erase(client, contact_id=contact)
    assert left(server, tenant, NAME, MAIL, FORMER_NAME, PHONE) == {}
    event = events(client)[number - 1]
    assert event["changes"]["name"] == [None, done["pseudonym"]] and event["erased_by"] == done["id"]
    assert check(server, tenant).returncode == 0  # by its links, and by the erasure that is told
