"""Who of the asking side did something is nothing that a respondent sees, wherever it looks.

Staff of distinct names does everything that leaves a name; then every operation that a respondent may use is
called, by the session of a link and by a token of its own, and no reply may hold one of these names.
"""
import io
import zipfile

import pytest

from convention_fixtures import OPERATIONS
from renkei_client import Client
from rounds import ALL_ANSWERS, SENT, add_file, ask, make_supplier, own_workbook, publish_sheet, save, submit_all
from test_links import add_contact, enter, exchange, make_link

OF_RESPONDENTS = ({"responses:answer"}, {"measures:report"})
MAIL, COLLEAGUE = "tanaka@example.co.jp", "sato@example.co.jp"
BODIES = {
    "put_answer": {"number": 5},
    "save_answers": {"answers": [{"code": "B-03", "revision": 0, "answer": "○"},  # somebody has changed it since
                                 {"code": "M-05", "revision": 2, "date": "2026-10-01"}]},
    "confirm_answers": {"codes": ["B-03"]},
    "prefill_response": {},
    "create_link": {"sections": ["BASE"]},
    "report_measure": {"state": "in_progress", "note": "開始"},
}


def visible():
    """What a respondent's token may call, what only reads first, what ends the sheet last."""
    found = [operation for operation in OPERATIONS
             if operation.scopes == [[]] or any(set(needed) in OF_RESPONDENTS for needed in operation.scopes)]
    last = ["delete_evidence", "delete_answer", "submit_response"]
    return sorted(found, key=lambda operation: (operation.method != "GET", operation.name in last,
                                                operation.name == last[-1]))


def accepted_by_staff(tenant, supplier, sheet):
    """A round that several people of the asking side had their hands in."""
    people = {name: Client(tenant.server, tenant.token(sub=f"staff-{name}"))
              for name in ("asker", "typist", "reviewer", "verifier")}
    before = ask(people["asker"], supplier, sheet)
    submit_all(people["typist"], before, {**ALL_ANSWERS, "B-01": {"answer": "×", "plan": {
        "measure": "全台", "due_on": "2030-03-31"}}})
    reviewed = people["reviewer"].put(f"/v1/responses/{before}/answers/B-03/review", if_match="*", json={
        "evidence": "document", "adopted_answer": "not_done", "comment": "根拠なし"})
    assert reviewed.status == 200, reviewed
    assert people["reviewer"].post(f"/v1/responses/{before}/accept").status == 200
    measure = people["asker"].get("/v1/measures", params={"supplier_id": supplier}).body["data"][0]["id"]
    for step, body in (("start", {}), ("implement", {}), ("verify", {"json": {"notes": "現地確認"}})):
        assert people["verifier"].post(f"/v1/measures/{measure}/{step}", **body).status == 200
    planned = people["asker"].post("/v1/measures", json={
        "supplier_id": supplier, "finding_ids": [people["asker"].get("/v1/findings", params={
            "supplier_id": supplier}).body["data"][0]["id"]], "title": "研修", "effect": 0.5})
    assert planned.status == 201, planned
    return people, planned.body["id"]


@pytest.fixture(params=["the session of a link", "a token of its own"])
def respondent(request, server, make_tenant, anyone):
    """(the respondent, the values of paths, the staff): last year's round, this year's prefilled by staff, worked on by
    a colleague, submitted and returned."""
    tenant = make_tenant()
    buyer = Client(server, tenant.token(sub="staff-asker"))
    supplier, sheet = make_supplier(buyer), publish_sheet(buyer)
    people, measure = accepted_by_staff(tenant, supplier, sheet)
    response = ask(buyer, supplier, sheet)
    assert people["typist"].post(f"/v1/responses/{response}/prefill", json={}).status == 200
    codes = {"codes": list(ALL_ANSWERS)}
    assert people["typist"].post(f"/v1/responses/{response}/confirm", json=codes).status == 200
    contacts = {mail: add_contact(buyer, supplier, mail) for mail in (MAIL, COLLEAGUE)}
    links = {mail: make_link(buyer, response, contact_id=contacts[mail]) for mail in contacts}
    colleague = enter(server, exchange(anyone, links[COLLEAGUE]))
    assert save(colleague, response, {"B-03": {"answer": "○"}}, revision=2).status == 200
    assert people["typist"].post(f"/v1/responses/{response}/submit").status == 200
    returned = people["reviewer"].post(f"/v1/responses/{response}/return", json={
        "reasons": [{"code": "B-01", "text": "台数"}], "message": "ご確認ください"})
    assert returned.status == 200, returned
    own = Client(server, tenant.token("respondent", supplier_id=supplier, sub=MAIL))
    client = own if request.param.startswith("a token") else enter(server, exchange(anyone, links[MAIL]))
    handed = make_link(people["asker"], response, sections=["MORE"])["id"]
    file = add_file(people["typist"], response, "M-04")
    wish = people["asker"].post(f"/v1/responses/{response}/extension-requests", **SENT["create_extension_request"])
    assert wish.status == 201, wish
    assert people["reviewer"].post(f"/v1/extension-requests/{wish.body['id']}/decline", json={"message": "期限内でお願いします"}).status == 200
    return client, {"response": response, "measure": measure, "link": handed, "file": file, "wish": wish.body["id"]}, people


def path_of(operation, place):
    of = {"/v1/measures/": "measure", "/v1/extension-requests/": "wish"}
    kind = next((name for start, name in of.items() if operation.route.startswith(start)), "response")
    path = operation.route.replace("{id}", place[kind]).replace("{code}", "M-04")
    return path.replace("{link_id}", place["link"]).replace("{evidence_id}", place["file"])


def unpacked(body):
    """Of a workbook what is in its parts, else the body itself."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def test_no_reply_to_a_respondent_names_staff(respondent):
    client, place, people = respondent
    called = {}
    for operation in visible():
        options = {"json": BODIES[operation.name]} if operation.name in BODIES else dict(SENT.get(operation.name, {}))
        if operation.name == "save_response_workbook":
            options = own_workbook(client, place["response"])
        if operation.header("If-Match"):
            options["if_match"] = "*"
        reply = client.request(operation.method, path_of(operation, place), **options)
        called[operation.name] = reply.status
        assert b"staff-" not in unpacked(reply.raw), (operation.name, reply.raw)
    assert {name for name, status in called.items() if status >= 400} <= {"submit_response"}, called
    assert called["save_answers"] == 207
    history = client.get(f"/v1/responses/{place['response']}/answers/B-03/history")
    assert "staff-" not in history.text
    # The control: the asking side sees them in the same places, so there was something to hide.
    staff = people["asker"]
    for path in (f"/v1/responses/{place['response']}/form", f"/v1/responses/{place['response']}/answers",
                 f"/v1/responses/{place['response']}/answers/B-03/history", "/v1/measures"):
        assert "staff-" in staff.get(path).text, path


def test_people_of_its_own_side_are_named(respondent):
    client, place, _ = respondent
    answers = {row["code"]: row for row in client.get(f"/v1/responses/{place['response']}/answers").body["data"]}
    assert (answers["B-03"]["answered_by"], answers["B-03"]["updated_by"]) == (COLLEAGUE, COLLEAGUE)
    assert (answers["B-01"]["answered_by"], answers["B-01"]["updated_by"]) == (None, None)
    steps = client.get(f"/v1/responses/{place['response']}/answers/B-03/history").body["data"]
    assert [step["by"] for step in steps] == [None, None, COLLEAGUE]
    assert client.post(f"/v1/measures/{place['measure']}/report", json=BODIES["report_measure"]).status == 200
    shown = client.get(f"/v1/measures/{place['measure']}").body
    assert (shown["reports"][0]["by"], shown["created_by"]) == (MAIL, None)
