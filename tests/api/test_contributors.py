"""A section handed to a colleague: who has its link answers it, and sees and does nothing else."""
import io

import openpyxl
import pytest

from convention_fixtures import OPERATIONS
from renkei_client import contract
from rounds import ALL_ANSWERS, ask, events, make_supplier, own_workbook, publish_sheet, save, submit_all
from test_links import add_contact, enter, exchange, make_link
from workbooks import XLSX, bytes_of

MAIL = "tanaka@example.co.jp"
BASE, MORE = ("B-01", "B-02", "B-03"), ("M-01", "M-02", "M-03", "M-04", "M-05")


@pytest.fixture
def owner(server, client, anyone, supplier, sheet):
    """(the response, who was asked to answer it, the link)"""
    response = ask(client, supplier, sheet)
    link = make_link(client, response, contact_id=add_contact(client, supplier, MAIL))
    return response, enter(server, exchange(anyone, link)), link


def hand_over(person, response, **members):
    reply = person.post(f"/v1/responses/{response}/links", json={"sections": ["MORE"], **members})
    assert reply.status == 201, reply
    return reply.body


@pytest.fixture
def colleague(server, anyone, owner):
    """(the response, who answers the second section, the link)"""
    response, tanaka, _ = owner
    link = hand_over(tanaka, response, label="情報システム部 鈴木さん")
    return response, enter(server, exchange(anyone, link)), link


def test_an_owner_hands_a_section_on_and_takes_it_back(client, anyone, owner):
    response, tanaka, own = owner
    link = hand_over(tanaka, response, label="情報システム部 鈴木さん", valid_days=365)
    assert (link["role"], link["sections"], link["label"]) == ("contributor", ["MORE"], "情報システム部 鈴木さん")
    assert link["expires_at"] == own["expires_at"]  # no longer than its own
    session = exchange(anyone, link).body
    assert (session["role"], session["sections"], session["handed_by"]) == ("contributor", ["MORE"], MAIL)
    assert exchange(anyone, own).body["role"] == "owner"
    path = f"/v1/responses/{response}/links"
    [mine] = tanaka.get(path).body["data"]  # not the one that the asking side made
    assert (mine["id"], mine["created_by"], mine["state"]) == (link["id"], MAIL, "active")
    assert {row["role"] for row in client.get(path).body["data"]} == {"owner", "contributor"}
    assert tanaka.delete(f"{path}/{own['id']}", if_match="*").status == 404
    assert tanaka.delete(f"{path}/{link['id']}", if_match='"1"').status == 204
    assert exchange(anyone, link).status == 410
    told = [event for event in events(client) if event["resource"]["id"] == link["id"]]
    assert [event["type"] for event in told] == ["link.created", "link.used", "link.revoked"]
    assert told[0]["changes"]["sections"] == [None, ["MORE"]] and told[0]["actor"]["sub"] == MAIL


def test_it_ends_with_the_link_it_was_made_with(client, anyone, owner, colleague):
    response, suzuki, link = colleague
    assert suzuki.get(f"/v1/responses/{response}/form").status == 200
    assert client.delete(f"/v1/responses/{response}/links/{owner[2]['id']}", if_match="*").status == 204
    assert exchange(anyone, link).status == 410
    assert suzuki.get(f"/v1/responses/{response}/form").status == 401
    states = {row["id"]: row["state"] for row in client.get(f"/v1/responses/{response}/links").body["data"]}
    assert states[link["id"]] == "revoked"


def test_the_asking_side_makes_such_links_as_well(server, client, anyone, owner):
    response, _, _ = owner
    link = make_link(client, response, sections=["BASE"])
    assert exchange(anyone, link).body["handed_by"] is None
    someone = enter(server, exchange(anyone, link))
    form = someone.get(f"/v1/responses/{response}/form").body
    assert [section["code"] for section in form["sections"]] == ["BASE"]


@pytest.mark.parametrize("body, errors", [
    ({}, {"#/sections": "required"}), ({"sections": None}, {"#/sections": "required"}),
    ({"sections": []}, {"#/sections": "too_few"}),
    ({"sections": ["MORE", "NONE"]}, {"#/sections/1": "unknown_reference"}),
    ({"sections": ["MORE"], "contact_id": "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e02"}, {"#/contact_id": "unknown_reference"})])
def test_what_an_owner_cannot_hand_on(owner, body, errors):
    response, tanaka, _ = owner
    reply = tanaka.post(f"/v1/responses/{response}/links", json=body)
    assert (reply.status, reply.errors) == (422, errors)


def test_links_of_a_response_are_bounded(owner):
    response, tanaka, _ = owner
    made = [hand_over(tanaka, response) for _ in range(20)]
    reply = tanaka.post(f"/v1/responses/{response}/links", json={"sections": ["MORE"]})
    assert (reply.status, reply.code) == (409, "contributor_links_full")
    assert tanaka.delete(f"/v1/responses/{response}/links/{made[0]['id']}", if_match="*").status == 204
    hand_over(tanaka, response)


def test_others_responses_are_not_reached(client, owner, sheet):
    _, tanaka, _ = owner
    other = ask(client, make_supplier(client), sheet)
    path = f"/v1/responses/{other}/links"
    made = make_link(client, other, sections=["BASE"])
    assert tanaka.get(path).status == 404
    assert tanaka.post(path, json={"sections": ["BASE"]}).status == 404
    assert tanaka.delete(f"{path}/{made['id']}", if_match="*").status == 404


def test_who_has_a_section_sees_and_saves_it_alone(client, owner, colleague):
    response, tanaka, _ = owner
    _, suzuki, _ = colleague
    assert save(tanaka, response, {code: ALL_ANSWERS[code] for code in BASE}).status == 200
    form = suzuki.get(f"/v1/responses/{response}/form").body
    assert [question["code"] for section in form["sections"] for question in section["questions"]] == list(MORE)
    assert {blocker["section"] for blocker in form["blockers"]} == {"MORE"}
    assert form["permitted_actions"] == ["save", "confirm"]
    assert [row["section"] for row in suzuki.get(f"/v1/responses/{response}/blockers").body["data"]] == ["MORE"] * 2
    assert suzuki.get(f"/v1/responses/{response}/answers").body["data"] == []
    path = f"/v1/responses/{response}/answers"
    for reply in (suzuki.get(f"{path}/B-01"), suzuki.get(f"{path}/B-01/history"),
                  suzuki.put(f"{path}/B-01", json={"answer": "done"}, if_match="*"),
                  suzuki.delete(f"{path}/B-01", if_match="*")):
        assert (reply.status, reply.code) == (404, "unknown_question")
    both = save(suzuki, response, {"B-01": {"answer": "×"}, "M-02": {"choice": "none"}})
    assert (both.status, [one["code"] for one in both.body["data"]]) == (207, ["M-02"])
    assert [fault["code"] for fault in both.body["errors"]] == ["question_unknown"]
    assert suzuki.put(f"{path}/M-04", json={"number": 3}, headers={"If-None-Match": "*"}).status == 200
    assert [row["code"] for row in suzuki.get(path).body["data"]] == ["M-02", "M-04"]
    assert tanaka.get(f"{path}/B-01").body["answer"] == "done"
    assert tanaka.get(f"{path}/M-04").body["answered_by"].startswith("link:")


def test_who_has_a_section_takes_and_sends_the_sheet_of_it(client, owner, colleague):
    response, tanaka, _ = owner
    _, suzuki, _ = colleague
    assert save(tanaka, response, {"B-01": {"answer": "○"}}).status == 200

    def book(person):
        return openpyxl.load_workbook(io.BytesIO(own_workbook(person, response)["data"]))

    def send(person, made):
        return person.post(f"/v1/responses/{response}/sheet", data=bytes_of(made), headers={**XLSX, "Accept": "*/*"})
    part, whole = book(suzuki), book(tanaka)
    assert [cell.value for cell in part.worksheets[0]["A"] if cell.value][1:] == list(MORE)
    assert "更新していますか" not in str(list(part.worksheets[0].values))
    for made in (part, whole):
        for row in made.worksheets[0].iter_rows():
            if row[0].value in ("B-01", "M-04"):
                row[4].value = "×" if row[0].value == "B-01" else 3
    sent = send(suzuki, whole).body
    assert {row["question"]: row["outcome"] for row in sent["data"]} == {code: "unchanged" for code in MORE} | {"M-04": "saved"}
    assert (sent["passed_over"], tanaka.get(f"/v1/responses/{response}/answers/B-01").body["answer"]) == (3, "done")
    assert {row["outcome"] for row in send(suzuki, part).body["data"]} == {"unchanged"}
    assert {row["outcome"] for row in send(tanaka, part).body["data"]} == {"unchanged"}


def test_taken_over_answers_are_confirmed_by_section(client, server, anyone, supplier, sheet):
    last = ask(client, supplier, sheet)
    submit_all(client, last)
    assert client.post(f"/v1/responses/{last}/accept").status == 200
    response = ask(client, supplier, sheet)
    assert client.post(f"/v1/responses/{response}/prefill", json={}).status == 200
    suzuki = enter(server, exchange(anyone, make_link(client, response, sections=["MORE"])))
    refused = suzuki.post(f"/v1/responses/{response}/confirm", json={"section": "BASE"})
    assert refused.errors == {"#/section": "unknown_reference"}
    refused = suzuki.post(f"/v1/responses/{response}/confirm", json={"codes": ["M-02", "B-01"]})
    assert refused.errors == {"#/codes/1": "question_unknown"}
    assert suzuki.post(f"/v1/responses/{response}/confirm", json={"section": "MORE"}).status == 200
    left = client.get(f"/v1/responses/{response}/blockers").body["data"]
    assert {(row["section"], row["reason"]) for row in left} == {("BASE", "unconfirmed")}
    returned = [{"code": code, "text": code} for code in ("B-01", "M-02")]
    assert client.post(f"/v1/responses/{response}/confirm", json={"section": "BASE"}).status == 200
    assert client.post(f"/v1/responses/{response}/submit").status == 200
    assert client.post(f"/v1/responses/{response}/return", json={"reasons": returned}).status == 200
    assert suzuki.get(f"/v1/responses/{response}").body["return_reasons"] == returned[1:]


def refused_operations():
    """All that a token asks for a scope for, but for what the contract says a contributor does."""
    return [operation for operation in OPERATIONS
            if operation.scopes and operation.scopes != [[]] and not operation.entry.get("x-contributor")]


CONTRIBUTES = {"get_response", "get_response_form", "list_blockers", "list_answers", "save_answers", "get_answer", "put_answer", "delete_answer",
               "list_answer_history", "confirm_answers", "list_evidence", "create_evidence", "list_answer_evidence", "attach_evidence",
               "delete_evidence", "get_evidence", "update_evidence", "get_response_workbook", "save_response_workbook"}


def test_nothing_else_is_done_with_such_a_link(client, colleague):
    """Whatever operation: one that is new is refused until the contract says otherwise."""
    response, suzuki, link = colleague
    refused = refused_operations()
    assert {"submit_response", "prefill_response", "create_link", "list_links", "revoke_link",
            "list_measures"} <= {operation.name for operation in refused}
    for operation in refused:
        path = operation.route.replace("{id}", response).replace("{link_id}", link["id"])
        path = path.replace("{code}", "M-02").replace("{", "x").replace("}", "x")
        reply = suzuki.request(operation.method, path, if_match="*")
        assert reply.status in (403, 404, 406, 415), (operation.name, reply)
    for lang, words in (("ja", "回答を依頼された担当の方"), ("en", "who was asked to answer")):
        reply = suzuki.post(f"/v1/responses/{response}/submit", lang=lang)
        assert (reply.status, reply.code) == (403, "contributor") and words in reply.body["detail"]
    assert client.get(f"/v1/responses/{response}").body["state"] == "requested"
    assert len(client.get(f"/v1/responses/{response}/links").body["data"]) == 2
    marked = {name for name, entry in contract.operations.items() if entry.get("x-contributor")}
    assert marked == CONTRIBUTES


def test_who_a_link_is_for_is_forgotten(server, make_tenant, anyone):
    from renkei_client import Client

    tenant = make_tenant()
    client = Client(server, tenant.token("admin"))
    supplier = make_supplier(client)
    response = ask(client, supplier, publish_sheet(client))
    contact = add_contact(client, supplier, MAIL)
    link = make_link(client, response, sections=["BASE"], label=f"{MAIL} さん")
    assert client.post("/v1/erasures", json={"contact_id": contact}).body["done"]
    [row] = [row for row in client.get(f"/v1/responses/{response}/links").body["data"] if row["id"] == link["id"]]
    assert MAIL not in row["label"] and row["label"].startswith("erased:")
