"""Whose link it is: bound to a person's mail address, to one response, and to the life of the link."""
import urllib.parse

import pytest

from convention_fixtures import OPERATIONS
from renkei_client import Client
from rounds import ALL_ANSWERS, SENT, add_file, ask, events, make_supplier, own_workbook, publish_sheet, save, submit_all
from test_links import SESSION, add_contact, enter, exchange, make_link, states, token_of

MAIL = "tanaka@example.co.jp"


@pytest.fixture
def response(client, supplier, sheet):
    return ask(client, supplier, sheet, due_on="2027-06-30")


@pytest.fixture
def link(client, supplier, response):
    return make_link(client, response, contact_id=add_contact(client, supplier, MAIL))


def contact_of(client, supplier):
    return client.get(f"/v1/suppliers/{supplier}/contacts").body["data"][0]


def change_mail(client, supplier, mail):
    path = f"/v1/suppliers/{supplier}/contacts/{contact_of(client, supplier)['id']}"
    assert client.patch(path, if_match="*", json={"email": mail}).status == 200


def told(client, link):
    return [(event["type"], event["changes"].get("revocation_reason")) for event in events(client)
            if event["resource"]["id"] == link["id"]]


# --- bound to the mail address

def test_another_mail_address_takes_the_link_along(server, client, anyone, supplier, response, link, sheet):
    """Or its old holder would come in as the new person, and read what that one may read elsewhere."""
    tanaka = enter(server, exchange(anyone, link))
    other = make_supplier(client, "乙")
    add_contact(client, other, "sato@example.co.jp")
    elsewhere = ask(client, other, sheet)
    change_mail(client, supplier, "sato@example.co.jp")
    assert exchange(anyone, link).code == "link_closed"
    assert exchange(anyone, link, supplier_id=other).code == "link_closed"
    for path in (f"/v1/responses/{response}/form", f"/v1/responses/{elsewhere}/form", "/v1/me"):
        assert tanaka.get(path).status == 401, path
    assert states(client, response) == ["revoked"]
    assert client.get(f"/v1/responses/{response}/links").body["data"][0]["revocation_reason"] == "mail_changed"
    assert told(client, link)[-1] == ("link.revoked", [None, "mail_changed"])


def test_the_same_address_in_other_letters_is_the_same_person(client, anyone, supplier, link):
    change_mail(client, supplier, MAIL.upper())
    assert exchange(anyone, link).status == 200


def test_another_name_or_phone_is_the_same_person(client, anyone, supplier, link):
    path = f"/v1/suppliers/{supplier}/contacts/{contact_of(client, supplier)['id']}"
    assert client.patch(path, if_match="*", json={"name": "田中 一郎", "phone": "03-0000-0000"}).status == 200
    assert exchange(anyone, link).status == 200


def test_a_contact_without_an_address_gets_one(client, anyone, supplier, response):
    made = client.post(f"/v1/suppliers/{supplier}/contacts", json={"name": "窓口"}).body["id"]
    link = make_link(client, response, contact_id=made)
    assert exchange(anyone, link).body["sub"] == f"link:{link['id']}"
    change_mail(client, supplier, "sato@example.co.jp")
    assert exchange(anyone, link).status == 410


def test_an_address_changed_behind_the_service_closes_it_as_well(server, client, anyone, supplier, link):
    server.sql("update app.contacts set email = 'sato@example.co.jp' where id = %s",
               contact_of(client, supplier)["id"])
    assert exchange(anyone, link).status == 410


@pytest.mark.parametrize("pushed, reason", [
    ([{"name": "田中", "email": "sato@example.co.jp"}], "mail_changed"),
    ([], "contact_removed"),
    ([{"name": "田中", "email": MAIL, "phone": "2"}], None)])
def test_what_an_erp_system_says_of_its_contacts(client, anyone, sheet, pushed, reason):
    path = "/v1/suppliers/by-external-id/erp/" + sheet[-6:] + str(reason)
    before = {"name": "甲", "contacts": [{"name": "田中", "email": MAIL}, {"name": "鈴木", "email": "s@example.co.jp"}]}
    made = client.put(path, json=before).body
    contacts = {contact["name"]: contact["id"] for contact in made["contacts"]}
    response = ask(client, made["id"], sheet)
    links = {name: make_link(client, response, contact_id=contact) for name, contact in contacts.items()}
    assert client.put(path, json={"name": "甲", "contacts": [*pushed, before["contacts"][1]]}).status == 200
    assert exchange(anyone, links["田中"]).status == (410 if reason else 200)
    assert exchange(anyone, links["鈴木"]).status == 200
    assert [change for kind, change in told(client, links["田中"]) if kind == "link.revoked"] == (
        [[None, reason]] if reason else [])


# --- reaches its response, and what it leads to

def of_responses():
    """Every operation on a response that a respondent may use."""
    return [operation for operation in OPERATIONS if ["responses:answer"] in operation.scopes
            and operation.route.startswith("/v1/responses/{id}")]


@pytest.fixture
def two_requests(client, supplier, response, link):
    """The link's response, and another of the same supplier that was asked by another sheet."""
    other = ask(client, supplier, publish_sheet(client))
    assert save(client, other, {"B-01": {"answer": "×"}}).status == 200
    return response, other


@pytest.mark.parametrize("operation", of_responses(), ids=lambda operation: operation.name)
def test_a_session_does_not_reach_other_responses_of_its_supplier(
        server, client, anyone, two_requests, link, operation):
    mine, other = two_requests
    tanaka = enter(server, exchange(anyone, link))
    body = {"put_answer": {"answer": "done"}, "save_answers": {"answers": [
        {"code": "B-03", "revision": 0, "answer": "done"}]}, "confirm_answers": {"codes": ["B-01"]},
        "prefill_response": {}, "create_link": {"sections": ["BASE"]}}.get(operation.name)
    options = {"json": body} if body is not None else dict(SENT.get(operation.name, {}))
    if operation.name == "save_response_workbook":
        options = own_workbook(client, mine)
    file = add_file(client, mine, "B-01")
    if operation.header("If-Match"):
        options["if_match"] = "*"
    for response, reached in ((mine, True), (other, False)):
        path = operation.route.replace("{id}", response).replace("{code}", "B-01").replace("{link_id}", link["id"]).replace("{evidence_id}", file)
        reply = tanaka.request(operation.method, path, **options)
        assert (reply.status == 404) is (not reached or operation.name in ("delete_answer", "revoke_link")), reply
    assert client.get(f"/v1/responses/{other}").body["revision"] == 2  # nothing was done there


def test_lists_name_what_the_link_leads_to(server, client, anyone, supplier, two_requests, link):
    mine, other = two_requests
    session = exchange(anyone, link)
    tanaka = enter(server, session)
    for entry, *_ in (session.body["suppliers"], tanaka.get("/v1/me").body["suppliers"]):
        assert entry["id"] == supplier and [response["id"] for response in entry["responses"]] == [mine]
    colleague = enter(server, exchange(anyone, make_link(client, other)))
    assert colleague.get(f"/v1/responses/{other}/form").status == 200
    assert colleague.get(f"/v1/responses/{mine}/form").status == 404


def test_measures_are_those_of_the_links_questionnaire(server, client, anyone, supplier, response, link):
    mine, other = response, ask(client, supplier, publish_sheet(client))
    made = {}
    for response in (mine, other):
        submit_all(client, response, {**ALL_ANSWERS, "B-03": {"answer": "×"}})
        code = client.get(f"/v1/responses/{response}").body["questionnaire"]["code"]
        found = client.get("/v1/findings", params={"supplier_id": supplier, "question": "B-03"}).body["data"]
        finding = next(row["id"] for row in found if row["questionnaire_code"] == code)
        made[response] = client.post("/v1/measures", json={
            "supplier_id": supplier, "finding_ids": [finding], "title": code, "effect": 0.5,
            "side": "supplier"}).body["id"]
    tanaka = enter(server, exchange(anyone, link))
    assert [row["id"] for row in tanaka.get("/v1/measures").body["data"]] == [made[mine]]
    assert tanaka.get(f"/v1/measures/{made[mine]}").status == 200
    assert tanaka.get(f"/v1/measures/{made[other]}").status == 404
    report = {"state": "in_progress", "note": "開始"}
    assert tanaka.post(f"/v1/measures/{made[other]}/report", json=report).status == 404
    assert tanaka.post(f"/v1/measures/{made[mine]}/report", json=report).status == 200


def test_answers_are_taken_over_from_the_same_questionnaire_alone(server, client, anyone, supplier, sheet):
    """An accepted round of the link's own sheet is what its form shows as last year's."""
    last_year, unrelated = ask(client, supplier, sheet), ask(client, supplier, publish_sheet(client))
    for response in (last_year, unrelated):
        submit_all(client, response)
        assert client.post(f"/v1/responses/{response}/accept").status == 200
    now = ask(client, supplier, sheet)
    tanaka = enter(server, exchange(anyone, make_link(client, now)))
    refused = tanaka.post(f"/v1/responses/{now}/prefill", json={"from_response_id": unrelated})
    assert refused.errors == {"#/from_response_id": "unknown_reference"}
    assert tanaka.post(f"/v1/responses/{now}/prefill", json={"from_response_id": last_year}).status == 200


# --- ends with its link

def revoke(client, supplier, response, link):
    return client.delete(f"/v1/responses/{response}/links/{link['id']}", if_match='"1"')


def remove_contact(client, supplier, response, link):
    return client.delete(f"/v1/suppliers/{supplier}/contacts/{link['contact_id']}", if_match="*")


def archive(client, supplier, response, link):
    return client.post(f"/v1/suppliers/{supplier}/archive")


def cancel(client, supplier, response, link):
    return client.post(f"/v1/responses/{response}/cancel", json={"reason": "中止"})


def accept(client, supplier, response, link):
    submit_all(client, response)
    return client.post(f"/v1/responses/{response}/accept")


@pytest.mark.parametrize("end", [revoke, remove_contact, archive, cancel, accept])
def test_a_session_ends_with_its_link(server, client, anyone, supplier, response, link, end):
    tanaka = enter(server, exchange(anyone, link))
    assert tanaka.get(f"/v1/responses/{response}/form").status == 200
    assert end(client, supplier, response, link).status in (200, 204)
    ended = tanaka.get(f"/v1/responses/{response}/form")
    assert (ended.status, ended.code) == (401, "unauthorized")
    assert save(tanaka, response, {"B-03": {"answer": "○"}}).status == 401
    assert tanaka.get("/v1/measures").status == 401
    assert exchange(anyone, link).code == "link_closed"


def test_a_session_ends_when_its_link_expires(server, client, anyone, response):
    link = make_link(client, response, valid_days=1)
    tanaka = enter(server, exchange(anyone, link))
    day = link["expires_at"]
    assert tanaka.get(f"/v1/responses/{response}/form").status == 200
    assert tanaka.get(f"/v1/responses/{response}/form", now=day).status == 401


def test_a_restored_supplier_answers_again(client, anyone, supplier, response, link):
    assert client.post(f"/v1/suppliers/{supplier}/archive").status == 200
    assert states(client, response) == ["closed"] and exchange(anyone, link).status == 410
    assert client.post(f"/v1/suppliers/{supplier}/restore").status == 200
    assert states(client, response) == ["active"] and exchange(anyone, link).status == 200


def test_at_the_other_supplier_a_session_ends_with_what_is_open_there(server, client, anyone, supplier, link, sheet):
    other = make_supplier(client, "乙")
    add_contact(client, other, MAIL)
    elsewhere = ask(client, other, sheet)
    there = enter(server, exchange(anyone, link, supplier_id=other))
    assert there.get(f"/v1/responses/{elsewhere}/form").status == 200
    assert client.post(f"/v1/responses/{elsewhere}/cancel", json={"reason": "中止"}).status == 200
    assert there.get(f"/v1/responses/{elsewhere}/form").status in (401, 404)
    assert exchange(anyone, link, supplier_id=other).status == 404


# --- its use is told

def test_a_visit_is_told_once(client, anyone, link, response):
    hours = ["2027-01-05T01:00:00Z", "2027-01-05T01:14:59Z", "2027-01-05T01:15:00Z", "2027-01-06T01:00:00Z"]
    for hour in hours:
        assert anyone.post(SESSION, json={"token": token_of(link)}, now=hour).status == 200
    used = [event for event in events(client) if event["resource"]["id"] == link["id"]][1:]
    assert [(event["type"], event["changes"]["used_at"][1]) for event in used] == [
        ("link.used", hour.replace("Z", ".000000Z")) for hour in (hours[0], hours[2], hours[3])]
    assert {(event["actor"]["kind"], event["actor"]["sub"]) for event in used} == {("respondent", MAIL)}
    shown, = client.get(f"/v1/responses/{response}/links").body["data"]
    assert (shown["used_at"], shown["revision"]) == ("2027-01-06T01:00:00.000000Z", 1)


def test_a_closed_link_is_not_used(client, anyone, supplier, response, link):
    assert revoke(client, supplier, response, link).status == 204
    assert exchange(anyone, link).status == 410
    assert [kind for kind, _ in told(client, link)] == ["link.created", "link.revoked"]
