"""A later due day: asked for by who answers, granted or declined by the asking side, followed by the reminders."""
import pytest

from renkei_client import Client
from rounds import ask, events, make_supplier, publish_sheet, submit_all

NOW = "2027-01-10T03:00:00Z"
DUE, WANTED = "2027-01-20", "2027-01-27"


@pytest.fixture
def asked(client, login, supplier, sheet):
    """(the response, who answers it), due on DUE; asked and answered at NOW."""
    reply = client.post("/v1/responses", now=NOW, json={"supplier_id": supplier, "questionnaire_id": sheet, "due_on": DUE})
    return reply.body["id"], login("respondent", supplier_id=supplier, sub="tanaka@example.co.jp")


def want(person, response, due_on=WANTED, now=NOW, **options):
    return person.post(f"/v1/responses/{response}/extension-requests", now=now,
                       json={"due_on": due_on, "reason": "担当部署の確認に時間がかかるため"}, **options)


def test_a_later_day_is_asked_for_and_granted(client, asked):
    response, person = asked
    assert "request_extension" in person.get(f"/v1/responses/{response}/form").body["permitted_actions"]
    made = want(person, response, key="once")
    assert (made.status, made.body["state"], made.body["due_before"], made.body["due_on"]) == (201, "open", DUE, WANTED)
    assert want(person, response, key="once").body["id"] == made.body["id"]
    assert person.get(f"/v1/responses/{response}").body["due_on"] == DUE  # until it is granted
    again = want(person, response)
    assert (again.status, again.code) == (409, "extension_open")
    waiting = client.get("/v1/extension-requests", params={"state": "open"}).body["data"]
    assert made.body["id"] in [row["id"] for row in waiting]
    path = f"/v1/extension-requests/{made.body['id']}"
    granted = client.post(f"{path}/approve", now=NOW, json={"message": "承知しました。"}, if_match=made.etag)
    assert (granted.body["state"], granted.body["granted_on"]) == ("approved", WANTED)
    assert person.get(f"/v1/responses/{response}").body["due_on"] == WANTED
    seen = person.get(path).body
    assert (seen["requested_by"], seen["decided_by"], seen["message"]) == ("tanaka@example.co.jp", None, "承知しました。")
    [row] = person.get(f"/v1/responses/{response}/extension-requests").body["data"]
    assert row["id"] == made.body["id"]
    for word in ("approve", "decline"):
        late = client.post(f"{path}/{word}", now=NOW, json={"message": "x"})
        assert (late.status, late.code) == (409, "invalid_state")
    told = [event for event in events(client) if response in (event["resource"]["id"], *[
        change[1] for name, change in event["changes"].items() if name == "response_id"])
        or event["resource"]["id"] == made.body["id"]]
    assert [event["type"] for event in told] == [
        "response.requested", "extension_request.created", "response.updated", "extension_request.approved"]
    assert told[2]["changes"]["due_on"] == [DUE, WANTED]


def test_another_day_is_granted_or_none(client, asked):
    response, person = asked
    first = want(person, response).body["id"]
    silent = client.post(f"/v1/extension-requests/{first}/decline", now=NOW, json={})
    assert (silent.status, silent.errors) == (422, {"#/message": "required"})
    declined = client.post(f"/v1/extension-requests/{first}/decline", now=NOW, json={"message": "監査の都合です。"})
    assert (declined.body["state"], declined.body["granted_on"]) == ("declined", None)
    assert person.get(f"/v1/responses/{response}").body["due_on"] == DUE
    second = want(person, response, now="2027-01-10T04:00:00Z").body["id"]
    past = client.post(f"/v1/extension-requests/{second}/approve", now=NOW, json={"due_on": "2027-01-09"})
    assert (past.status, past.errors) == (422, {"#/due_on": "past"})
    granted = client.post(f"/v1/extension-requests/{second}/approve", now=NOW, json={"due_on": "2027-01-24"})
    assert granted.body["granted_on"] == person.get(f"/v1/responses/{response}").body["due_on"] == "2027-01-24"
    states = [row["state"] for row in person.get(f"/v1/responses/{response}/extension-requests").body["data"]]
    assert states == ["approved", "declined"]


def test_a_day_must_be_later_and_not_past(client, asked, login, supplier):
    response, person = asked
    for day in (DUE, "2027-01-12"):
        assert want(person, response, day).errors == {"#/due_on": "not_later"}
    assert want(person, response, "2027-01-21", now="2027-02-01T03:00:00Z").errors == {"#/due_on": "past"}
    late = want(person, response, "2027-02-05", now="2027-02-01T03:00:00Z")  # overdue, and asked for all the same
    assert late.status == 201
    other = make_supplier(client)
    stranger = login("respondent", supplier_id=other)
    assert want(stranger, response).status == 404
    assert stranger.get(f"/v1/extension-requests/{late.body['id']}").status == 404
    assert stranger.get(f"/v1/responses/{response}/extension-requests").status == 404
    assert person.post(f"/v1/extension-requests/{late.body['id']}/approve", json={}).status == 403


def test_without_a_due_day_there_is_none_to_move(client, login, sheet):
    supplier = make_supplier(client)
    response = ask(client, supplier, sheet)
    reply = want(login("respondent", supplier_id=supplier), response)
    assert (reply.status, reply.code) == (409, "no_due_day")


def test_requests_are_bounded(client, asked):
    response, person = asked
    for _ in range(10):
        made = want(person, response).body["id"]
        assert client.post(f"/v1/extension-requests/{made}/decline", now=NOW, json={"message": "x"}).status == 200
    reply = want(person, response)
    assert (reply.status, reply.code) == (409, "extensions_full")


def test_who_submits_needs_no_more_time(client, asked):
    response, person = asked
    made = want(person, response).body["id"]
    submit_all(person, response)
    assert client.get(f"/v1/extension-requests/{made}").body["state"] == "lapsed"
    assert client.post(f"/v1/extension-requests/{made}/approve", json={}).code == "invalid_state"
    assert want(person, response).code == "invalid_state"
    back = client.post(f"/v1/responses/{response}/return", now=NOW, json={"reasons": [{"code": "B-01", "text": "再確認"}]})
    assert back.status == 200
    assert want(person, response, "2027-03-01").status == 201  # asked anew


def test_requests_end_with_their_campaign(client, login, sheet):
    supplier = make_supplier(client)
    campaign = client.post("/v1/campaigns", now=NOW, json={
        "name": "年次", "questionnaire_id": sheet, "due_on": DUE, "suppliers": {"ids": [supplier]}}).body["id"]
    [row] = client.get("/v1/responses", params={"campaign_id": campaign}).body["data"]
    made = want(login("respondent", supplier_id=supplier), row["id"]).body["id"]
    closed = client.post(f"/v1/campaigns/{campaign}/close", now=NOW, json={"responses": "cancel"})
    assert closed.status == 200, closed
    assert client.get(f"/v1/extension-requests/{made}").body["state"] == "lapsed"


def test_reminders_follow_the_day_that_was_granted(make_tenant):
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token("admin"))
    supplier = make_supplier(client)
    sheet = publish_sheet(client)
    response = client.post("/v1/responses", now=NOW, json={
        "supplier_id": supplier, "questionnaire_id": sheet, "due_on": DUE}).body["id"]
    person = Client(tenant.server, tenant.token("respondent", supplier_id=supplier))

    def due_days():
        rows = client.get("/v1/reminders/preview", now=NOW, params={"as_of": DUE, "supplier_id": supplier}).body["data"]
        return {row["due_on"] for row in rows}

    assert due_days() == {DUE}
    made = want(person, response).body["id"]
    assert due_days() == {DUE}
    assert client.post(f"/v1/extension-requests/{made}/approve", now=NOW, json={}).status == 200
    assert due_days() == {WANTED}
