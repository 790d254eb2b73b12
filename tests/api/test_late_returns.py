"""Who has answered once is not silent: returns, their new due day, and requests for days long past."""
import datetime

import pytest

from rounds import ALL_ANSWERS, PROFILE, make_supplier, publish_sheet, save

ASKED, SUBMITTED, DUE, RETURNED = "2026-12-01", "2026-12-10", "2026-12-20", "2027-01-08"


def noon(day):
    return f"{day}T03:00:00Z"


def days_after(day, days):
    return str(datetime.date.fromisoformat(day) + datetime.timedelta(days=days))


@pytest.fixture
def supplier(client):
    return make_supplier(client, profile=PROFILE)


def request(client, supplier, sheet, day=ASKED, **members):
    return client.post("/v1/responses", now=noon(day), json={
        "supplier_id": supplier, "questionnaire_id": sheet, **members})


def answered(client, supplier, sheet, day=SUBMITTED, asked=ASKED, **members):
    response = request(client, supplier, sheet, asked, **members).body["id"]
    assert save(client, response, ALL_ANSWERS, now=noon(day)).status == 200
    assert client.post(f"/v1/responses/{response}/submit", now=noon(day)).status == 200
    return response


def send_back(client, response, day=RETURNED, **members):
    return client.post(f"/v1/responses/{response}/return", now=noon(day), json={
        "reasons": [{"code": "B-01", "text": "台数を教えてください"}], **members})


def sweep(client, day):
    while not client.post("/v1/operations/sweep", now=noon(day)).body["done"]:
        pass


def risk(client, supplier):
    return client.get(f"/v1/suppliers/{supplier}").body["risk"]



@pytest.mark.parametrize("due_on, moved_to", [(DUE, days_after(RETURNED, 14)), ("2027-03-31", "2027-03-31"),
                                              (None, days_after(RETURNED, 14))])
def test_a_return_leaves_days_to_answer_again(client, supplier, sheet, due_on, moved_to):
    response = answered(client, supplier, sheet, due_on=due_on)
    returned = send_back(client, response)
    assert returned.status == 200, returned
    assert (returned.body["due_on"], returned.body["overdue"]) == (moved_to, False)


def test_a_return_may_name_its_day_and_not_one_that_has_passed(client, supplier, sheet):
    response = answered(client, supplier, sheet, due_on=DUE)
    assert send_back(client, response, due_on=days_after(RETURNED, -1)).errors == {"#/due_on": "past"}
    assert send_back(client, response, due_on=days_after(RETURNED, 3)).body["due_on"] == days_after(RETURNED, 3)


def test_the_settings_say_how_many_days(make_tenant, sheet):
    from renkei_client import Client
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token())
    changed = client.patch("/v1/settings", if_match='"1"', json={"return_days": 5})
    assert changed.status == 200 and changed.body["return_days"] == 5
    supplier = make_supplier(client)
    response = answered(client, supplier, publish_sheet(client), due_on=DUE)
    assert send_back(client, response).body["due_on"] == days_after(RETURNED, 5)


def shown(client, supplier):
    now = risk(client, supplier)
    return now["assessment_status"], now["band"], now["band_reason"], now["score"]


def open_findings(client, supplier):
    rows = client.get("/v1/findings", params={"supplier_id": supplier, "state": "open"}).body["data"]
    return [(row["question"]["code"], row["kind"], row["provisional"]) for row in rows]


def test_what_was_submitted_once_goes_on_scoring_while_it_is_with_the_supplier_again(client, supplier, sheet):
    """First round: nothing accepted to fall back to. What the supplier edits counts once it is submitted."""
    response = answered(client, supplier, sheet, due_on=DUE)
    before, findings = shown(client, supplier), open_findings(client, supplier)
    assert before[0] == "assessed" and before[3] is not None
    send_back(client, response)
    assert (shown(client, supplier), open_findings(client, supplier)) == (before, findings)
    save(client, response, {"B-03": {"answer": "×"}}, revision=1, now=noon(RETURNED))
    assert client.delete(f"/v1/responses/{response}/answers/B-01", if_match='"1"', now=noon(RETURNED)).status == 204
    long_after = days_after(RETURNED, 120)
    sweep(client, long_after)
    assert (shown(client, supplier), open_findings(client, supplier)) == (before, findings)
    assert client.get(f"/v1/responses/{response}", params={"as_of": long_after}).body["overdue"] is True
    save(client, response, {"B-01": ALL_ANSWERS["B-01"]}, now=noon(long_after))
    assert client.post(f"/v1/responses/{response}/submit", now=noon(long_after)).status == 200
    assert shown(client, supplier)[3] > before[3]


def test_a_judgement_made_before_the_return_stays_while_it_lies(client, supplier, sheet):
    response = answered(client, supplier, sheet, due_on=DUE)
    assert client.put(f"/v1/responses/{response}/answers/B-03/review", if_match="*", now=noon(SUBMITTED),
                      json={"evidence": "document", "adopted_answer": "not_done"}).status == 200
    before = shown(client, supplier)
    send_back(client, response)
    assert shown(client, supplier) == before


@pytest.mark.parametrize("saved_since", [False, True])
def test_with_the_request_its_returned_answers_go(client, supplier, sheet, saved_since):
    response = answered(client, supplier, sheet, due_on=DUE)
    send_back(client, response)
    if saved_since:
        save(client, response, {"B-03": {"answer": "○"}}, revision=1, now=noon(RETURNED))
    assert client.post(f"/v1/responses/{response}/cancel", json={}, now=noon(RETURNED)).status == 200
    assert shown(client, supplier)[:3] == ("never_asked", None, None)
    assert open_findings(client, supplier) == []


def test_a_campaign_that_gives_up_takes_returned_answers_with_it(client, supplier, sheet):
    campaign = client.post("/v1/campaigns", now=noon(ASKED), json={
        "name": "2026", "questionnaire_id": sheet, "due_on": DUE, "suppliers": {"ids": [supplier]}}).body["id"]
    response = client.get("/v1/responses", params={"supplier_id": supplier}).body["data"][0]["id"]
    save(client, response, ALL_ANSWERS, now=noon(SUBMITTED))
    assert client.post(f"/v1/responses/{response}/submit", now=noon(SUBMITTED)).status == 200
    send_back(client, response)
    assert shown(client, supplier)[0] == "assessed"
    closed = client.post(f"/v1/campaigns/{campaign}/close", json={"responses": "cancel"}, now=noon(RETURNED))
    assert closed.status == 200, closed
    assert shown(client, supplier)[:3] == ("never_asked", None, None)
    assert open_findings(client, supplier) == []


def test_what_was_accepted_before_goes_on_scoring_while_a_return_lies(client, supplier, sheet):
    first = answered(client, supplier, sheet)
    assert client.post(f"/v1/responses/{first}/accept", now=noon(SUBMITTED)).status == 200
    before = risk(client, supplier)
    second = answered(client, supplier, sheet, day="2027-11-20", asked="2027-11-01", due_on="2027-11-30")
    send_back(client, second, day="2027-12-20")
    sweep(client, "2028-02-01")
    now = risk(client, supplier)
    assert (now["assessment_status"], now["band_reason"]) == ("assessed", "computed") and before["band"]


def test_who_never_submitted_is_silent_after_the_days_of_grace(client, supplier, sheet):
    """The control: the same days without a submission."""
    request(client, supplier, sheet, due_on=DUE)
    sweep(client, days_after(DUE, 15))
    assert (risk(client, supplier)["assessment_status"], risk(client, supplier)["band_reason"]) == (
        "no_response", "no_response")


def test_one_silent_request_counts_next_to_one_that_was_returned(client, supplier, sheet):
    response = answered(client, supplier, sheet, due_on=DUE)
    send_back(client, response)
    before = shown(client, supplier)
    request(client, supplier, publish_sheet(client), due_on=days_after(DUE, 5))
    sweep(client, days_after(DUE, 25))
    assert shown(client, supplier)[0] == "assessed" and shown(client, supplier)[3] > before[3]


# --- a due day in the past

def test_nobody_is_asked_for_a_day_that_has_passed(client, supplier, sheet):
    refused = request(client, supplier, sheet, day="2026-12-21", due_on=DUE)
    assert (refused.status, refused.errors) == (422, {"#/due_on": "past"})
    assert request(client, supplier, sheet, day=DUE, due_on=DUE).status == 201


@pytest.mark.parametrize("channel", ["excel", "paper", "phone"])
def test_history_is_entered_with_the_day_it_had(client, supplier, sheet, channel):
    """Old sheets: nobody is waited for, silent or reminded, and the status stays what it was."""
    made = request(client, supplier, sheet, day="2028-12-21", due_on=DUE, channel=channel)
    assert made.status == 201 and made.body["channel"] == channel and made.body["overdue"] is False
    sweep(client, "2028-12-22")
    assert risk(client, supplier)["assessment_status"] == "never_asked"
    assert client.get("/v1/responses", params={"overdue": "true", "supplier_id": supplier}).body["data"] == []
    saved = save(client, made.body["id"], {
        code: {**members, "answered_at": noon("2028-12-10"), "channel": channel}
        for code, members in ALL_ANSWERS.items()}, now=noon("2028-12-21"))
    assert saved.status == 200, saved
    assert client.post(f"/v1/responses/{made.body['id']}/submit", now=noon("2028-12-21")).status == 200
    assert risk(client, supplier)["assessment_status"] == "assessed"


def test_a_day_that_has_passed_is_no_change_where_it_stays(client, supplier, sheet):
    """GET, edit, PATCH of the whole thing goes through; moving the day to another past one does not."""
    response = request(client, supplier, sheet, due_on=DUE).body["id"]
    late = noon("2027-01-15")
    kept = client.patch(f"/v1/responses/{response}", if_match="*", now=late, json={"due_on": DUE, "note": "催促済み"})
    assert kept.status == 200 and kept.body["note"] == "催促済み"
    moved = client.patch(f"/v1/responses/{response}", if_match="*", now=late, json={"due_on": "2027-01-14"})
    assert moved.errors == {"#/due_on": "past"}


def test_an_amendment_is_not_asked_for_a_day_that_has_passed(client, supplier, sheet):
    response = answered(client, supplier, sheet)
    client.post(f"/v1/responses/{response}/accept", now=noon(SUBMITTED))
    refused = client.post(f"/v1/responses/{response}/amend", now=noon(RETURNED), json={
        "codes": ["B-01"], "reason": "訂正", "due_on": DUE})
    assert refused.errors == {"#/due_on": "past"}
