"""What a supplier is told beside the questions: who asks and why, how far each section is, what was received."""
import re

import pytest

from renkei_client import Client
from rounds import ALL_ANSWERS, ask, events, make_supplier, publish_sheet, save, submit_all

NOBODY = {"contact": None, "email": None, "phone": None}


@pytest.fixture
def respondent(login, client, supplier, sheet):
    """(a response, the client of who answers it)"""
    response = ask(client, supplier, sheet)
    return response, login("respondent", supplier_id=supplier)


def test_who_asks_is_told_without_names_of_accounts(make_tenant):
    tenant = make_tenant(name="丸の内重工業")
    client = Client(tenant.server, tenant.token("admin"))
    supplier = make_supplier(client)
    response = ask(client, supplier, publish_sheet(client))
    person = Client(tenant.server, tenant.token("respondent", supplier_id=supplier))
    form = person.get(f"/v1/responses/{response}/form")
    assert form.body["requester"] == {"name": "丸の内重工業", **NOBODY}
    told = {"name": "丸の内重工業株式会社", "contact": "調達部 窓口", "email": "security@example.co.jp", "phone": "03-0000-0000"}
    assert client.patch("/v1/settings", if_match="*", json={"requester": told}).body["requester"] == told
    later = person.get(f"/v1/responses/{response}/form", headers={"If-None-Match": form.etag})
    assert later.status == 200 and later.body["requester"] == told  # the tag has moved with the settings
    patched = client.patch("/v1/settings", if_match="*", json={"requester": {"name": None}})
    assert patched.body["requester"] == {**told, "name": None}
    assert person.get(f"/v1/responses/{response}/form").body["requester"]["name"] == "丸の内重工業"
    refused = client.patch("/v1/settings", if_match="*", json={"requester": {"email": "no address"}})
    assert (refused.status, list(refused.errors)) == (422, ["#/requester/email"])


def test_a_response_says_why_and_else_its_campaign_does(client, login, sheet):
    suppliers = [make_supplier(client) for _ in range(2)]
    campaign = client.post("/v1/campaigns", json={
        "name": "年次", "questionnaire_id": sheet, "due_on": "2099-12-20", "why": "年に一度お願いしています。",
        "suppliers": {"ids": suppliers}}).body
    assert campaign["why"] == "年に一度お願いしています。"
    found = client.get("/v1/responses", params={"campaign_id": campaign["id"]}).body["data"]
    assert [one["why"] for one in found] == ["年に一度お願いしています。"] * 2
    own, other = (one["id"] for one in found)
    reply = client.patch(f"/v1/responses/{own}", if_match="*", json={"why": "御社には図面をお預けしているためです。"})
    assert reply.body["why"] == "御社には図面をお預けしているためです。"
    seen = client.get(f"/v1/responses/{other}")
    changed = client.patch(f"/v1/campaigns/{campaign['id']}", if_match="*", json={"why": "法令によります。"})
    assert changed.status == 200
    again = client.get(f"/v1/responses/{other}", headers={"If-None-Match": seen.etag})
    assert (again.status, again.body["why"]) == (200, "法令によります。")
    assert client.get(f"/v1/responses/{own}").body["why"] == "御社には図面をお預けしているためです。"
    back = client.patch(f"/v1/responses/{own}", if_match="*", json={"why": None})
    assert back.body["why"] == "法令によります。"
    for supplier, response in ((one["supplier_id"], one["id"]) for one in found):
        person = login("respondent", supplier_id=supplier)
        assert person.get(f"/v1/responses/{response}/form").body["response"]["why"] == "法令によります。"


def test_each_section_says_how_far_it_is(respondent):
    response, person = respondent

    def progress():
        return [section["progress"] for section in person.get(f"/v1/responses/{response}/form").body["sections"]]

    # Of the second section a question is asked after the choice of another, and two are optional.
    assert progress() == [{"answered": 0, "required": 3, "total": 3}, {"answered": 0, "required": 2, "total": 4}]
    answers = {code: ALL_ANSWERS[code] for code in ("B-01", "M-01", "M-02")}
    assert save(person, response, answers).status == 200
    assert progress() == [{"answered": 1, "required": 3, "total": 3}, {"answered": 2, "required": 3, "total": 5}]
    whole = person.get(f"/v1/responses/{response}/form").body["progress"]
    assert whole == {name: sum(section[name] for section in progress()) for name in whole}


def test_each_submission_has_a_number_that_stays(client, respondent):
    response, person = respondent
    assert person.get(f"/v1/responses/{response}").body["receipt_number"] is None
    first = submit_all(person, response).body["receipt_number"]
    assert re.fullmatch(r"R-[0-9A-F]{5}-[0-9A-F]{5}", first)
    assert client.get(f"/v1/responses/{response}").body["receipt_number"] == first
    back = client.post(f"/v1/responses/{response}/return", json={"reasons": [{"code": "B-01", "text": "再確認"}]})
    assert back.body["receipt_number"] == first
    second = person.post(f"/v1/responses/{response}/submit").body["receipt_number"]
    assert second == first + "-2"
    assert client.post(f"/v1/responses/{response}/accept").body["receipt_number"] == second
    told = [event["changes"].get("receipt_number") for event in events(client)
            if event["type"] == "response.submitted" and event["resource"]["id"] == response]
    assert told == [[None, first], [first, second]]
