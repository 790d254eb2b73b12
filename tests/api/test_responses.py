"""The journey of a response: asked, answered, sent back, accepted, asked again."""
import copy
import uuid

import pytest

from renkei_client import Client
from rounds import (ALL_ANSWERS, PROFILE, SHEET, ask, events, make_supplier, publish_sheet, save, seq,
                    submit_all)


@pytest.fixture
def supplier(client):
    return make_supplier(client, profile=PROFILE)


@pytest.fixture
def response(client, supplier, sheet):
    return ask(client, supplier, sheet, due_on="2026-12-20")


def respondent(login, supplier_id):
    return login("respondent", supplier_id=supplier_id, sub="respondent:tanaka")


def state_of(client, response_id):
    return client.get(f"/v1/responses/{response_id}").body["state"]


def assessment(client, supplier_id):
    return client.get(f"/v1/suppliers/{supplier_id}").body["risk"]["assessment_status"]


# --- asking

def test_a_supplier_is_asked(client, supplier, sheet):
    reply = client.post("/v1/responses", json={
        "supplier_id": supplier, "questionnaire_id": sheet, "due_on": "2026-12-20", "note": "急ぎ"})
    assert reply.status == 201
    body = reply.body
    assert body["state"] == "requested" and body["revision"] == 1 and body["locale"] == "ja"
    # M-03 is hidden until M-02 says otherwise; M-01 and M-05 are voluntary.
    assert body["progress"] == {"answered": 0, "required": 5, "total": 7}
    assert body["questionnaire"]["title"] == "七つの型" and body["note"] == "急ぎ"
    assert reply.headers["Location"] == f"/v1/responses/{body['id']}"
    assert reply.headers["Content-Language"] == "ja"
    got = client.get(reply.headers["Location"], lang="en")
    assert got.etag == reply.etag and got.body["questionnaire"]["title"] == "Seven types"
    assert assessment(client, supplier) == "asked"
    assert client.get(f"/v1/responses/{body['id']}", headers={"If-None-Match": got.etag}).status == 304


def test_asking_twice_names_the_open_response(client, supplier, sheet, response):
    reply = client.post("/v1/responses", json={"supplier_id": supplier, "questionnaire_id": sheet})
    assert (reply.status, reply.code) == (409, "already_open")
    assert reply.body["errors"][0]["params"] == {"id": response}
    assert client.post(f"/v1/responses/{response}/cancel", json={}).status == 200
    assert client.post("/v1/responses",
                       json={"supplier_id": supplier, "questionnaire_id": sheet}).status == 201


def test_what_does_not_exist_cannot_be_asked(client, supplier, sheet):
    reply = client.post("/v1/responses", json={
        "supplier_id": str(uuid.uuid4()), "questionnaire_id": str(uuid.uuid4())})
    assert reply.status == 422
    assert reply.errors == {"#/supplier_id": "unknown_reference",
                            "#/questionnaire_id": "unknown_reference"}
    draft = client.post(f"/v1/questionnaires/{sheet}/versions")
    assert draft.status == 201, draft
    reply = client.post("/v1/responses", json={
        "supplier_id": supplier, "questionnaire_id": draft.body["id"]})
    assert (reply.status, reply.errors) == (422, {"#/questionnaire_id": "not_published"})


def test_an_archived_supplier_is_not_asked(client, supplier, sheet):
    assert client.post(f"/v1/suppliers/{supplier}/archive").status == 200
    reply = client.post("/v1/responses", json={"supplier_id": supplier, "questionnaire_id": sheet})
    assert (reply.status, reply.code) == (409, "supplier_archived")


def test_a_repeated_request_is_asked_once(client, supplier, sheet):
    body = {"supplier_id": supplier, "questionnaire_id": sheet}
    key = uuid.uuid4().hex
    first = client.post("/v1/responses", json=body, key=key)
    again = client.post("/v1/responses", json=body, key=key)
    assert first.status == again.status == 201 and first.raw == again.raw
    assert again.headers["Idempotency-Replayed"] == "true"


# --- changing the request

def test_due_date_language_and_note(client, response):
    path = f"/v1/responses/{response}"
    before = client.get(path, params={"as_of": "2026-12-21"})
    assert before.body["overdue"] is True and before.etag.startswith('"1.2026-12-21.')
    reply = client.patch(path, json={"due_on": "2027-01-15", "locale": "en", "note": "延長"},
                         if_match=before.etag)
    assert reply.status == 200 and reply.body["revision"] == 2
    assert (reply.body["due_on"], reply.body["locale"], reply.body["note"]) == (
        "2027-01-15", "en", "延長")
    assert client.get(path, params={"as_of": "2026-12-21"}).body["overdue"] is False
    stale = client.patch(path, json={"note": None}, if_match=before.etag)
    assert (stale.status, stale.code) == (412, "stale")
    assert stale.body["current"]["revision"] == 2
    assert client.patch(path, json={"note": None}).status == 428
    minimal = client.patch(path, json={"note": None}, if_match='"2"',
                           headers={"Prefer": "return=minimal"})
    assert minimal.status == 204 and client.get(path).body["note"] is None


def test_an_equal_patch_changes_nothing(client, server, tenant, response):
    before = seq(server, tenant)
    reply = client.patch(f"/v1/responses/{response}", json={"due_on": "2026-12-20"}, if_match="*")
    assert reply.status == 200 and reply.body["revision"] == 1
    assert seq(server, tenant) == before


def test_read_only_and_unknown_members_are_refused(client, response):
    reply = client.patch(f"/v1/responses/{response}", if_match="*",
                         json={"dueon": "2027-01-01", "due_on": "31.12.2026"})
    assert reply.status == 422
    assert reply.errors == {"#/dueon": "unknown_member", "#/due_on": "not_date"}
    reply = client.patch(f"/v1/responses/{response}", if_match="*", json={"state": "accepted"})
    assert (reply.status, reply.errors) == (422, {"#/state": "read_only_field"})


# --- the whole journey

def test_from_request_to_acceptance(client, login, server, tenant, supplier, response):
    path = f"/v1/responses/{response}"
    tanaka = respondent(login, supplier)

    # Answered in part by the supplier, which sees no internal note.
    assert client.patch(path, json={"note": "内部メモ"}, if_match="*").status == 200
    assert tanaka.get(path).body["note"] is None
    first = tanaka.put(f"{path}/answers/B-01", json={"answer": "△"}, if_match='"0"')
    assert first.status == 200 and first.body["answer"] == "in_progress"
    assert "evidence" not in first.body and "review" not in first.body
    assert state_of(client, response) == "in_progress"

    # Submitting too early names every blocker.
    blocked = tanaka.post(f"{path}/submit")
    assert (blocked.status, blocked.code) == (409, "blocked")
    assert blocked.errors == {f"#/answers/{code}": "answer_missing"
                              for code in ("B-02", "B-03", "M-02", "M-04")}
    rest = {code: members for code, members in ALL_ANSWERS.items() if code != "B-01"}
    saved = save(tanaka, response, rest)
    assert saved.status == 200, saved
    assert saved.body["response"]["progress"] == {"answered": 8, "required": 6, "total": 8}
    submitted = tanaka.post(f"{path}/submit", if_match=f"\"{saved.body['response']['revision']}\"")
    assert submitted.status == 200 and submitted.body["state"] == "submitted"
    assert submitted.body["submitted_at"] is not None
    assert assessment(client, supplier) == "assessed"
    assert client.get(f"/v1/suppliers/{supplier}").body["risk"]["score"] is not None

    # Submitted: the supplier can change nothing.
    locked = tanaka.put(f"{path}/answers/B-01", json={"answer": "○"}, if_match='"1"')
    assert (locked.status, locked.code) == (409, "invalid_state")
    assert locked.body["allowed"] == []

    # Sent back with a reason per question, put right, submitted again.
    returned = client.post(f"{path}/return", json={
        "reasons": [{"code": "B-01", "text": "対象の台数をご記入ください"}], "message": "ご確認ください"})
    assert returned.status == 200 and returned.body["state"] == "returned"
    assert returned.body["submitted_at"] is None
    assert tanaka.get(path).body["return_reasons"] == [
        {"code": "B-01", "text": "対象の台数をご記入ください"}]
    fixed = tanaka.put(f"{path}/answers/B-01", if_match='"1"', json={
        "answer": "△", "comment": "12 台中 9 台", "plan": {"due_on": "2027-03-31"}})
    assert fixed.status == 200 and fixed.body["revision"] == 2
    assert state_of(client, response) == "in_progress"
    again = tanaka.post(f"{path}/submit")
    assert again.status == 200 and again.body["return_reasons"] == []

    # Judged, accepted, frozen.
    judged = client.put(f"{path}/answers/B-01/review", json={
        "evidence": "document", "adopted_answer": "not_done", "comment": "資料では未着手"})
    assert judged.status == 200 and judged.body["evidence"] == "document"
    assert judged.body["answer"] == "in_progress" and judged.body["revision"] == 3
    accepted = client.post(f"{path}/accept")
    assert accepted.status == 200 and accepted.body["state"] == "accepted"
    for reply in (client.put(f"{path}/answers/B-01", json={"answer": "○"}, if_match='"3"'),
                  client.delete(f"{path}/answers/B-01", if_match='"3"'),
                  client.patch(path, json={"note": "x"}, if_match="*"),
                  client.post(f"{path}/accept"), client.post(f"{path}/cancel", json={}),
                  client.post(f"{path}/submit"), client.post(f"{path}/prefill", json={})):
        assert (reply.status, reply.code) == (409, "invalid_state")
        assert reply.body["allowed"] == ["review", "amend"]

    # What happened is told in order, without a word of the answers.
    told = [event for event in events(client) if event["resource"]["id"] == response]
    assert [event["type"] for event in told] == [
        "response.requested", "response.updated", "response.started", "answer.saved",
        "answer.saved", "response.submitted", "response.returned", "response.started",
        "answer.saved", "response.submitted", "response.reviewed", "response.accepted"]
    assert told[3]["changes"] == {"B-01": [0, 1]} and told[3]["actor"]["kind"] == "respondent"
    assert {event["supplier_id"] for event in told} == {supplier}


def test_the_next_round_is_prefilled_and_confirmed(client, login, supplier, sheet, response):
    tanaka = respondent(login, supplier)
    old = "2026-03-01T00:00:00Z"
    assert save(client, response, {code: {**members, "answered_at": old, "channel": "paper"}
                                   for code, members in ALL_ANSWERS.items()}).status == 200
    assert client.post(f"/v1/responses/{response}/submit").status == 200
    assert client.post(f"/v1/responses/{response}/accept").status == 200

    following = ask(client, supplier, sheet)
    path = f"/v1/responses/{following}"
    own = tanaka.put(f"{path}/answers/B-01", json={"answer": "×"}, headers={"If-None-Match": "*"})
    assert own.status == 200
    filled = tanaka.post(f"{path}/prefill", json={"from_response_id": None})
    assert filled.status == 200 and filled.body["prefilled_from"] == response
    assert filled.body["progress"]["answered"] == 1
    answers = {answer["code"]: answer for answer in client.get(f"{path}/answers").body["data"]}
    assert answers["B-01"]["answer"] == "not_done" and answers["B-01"]["confirmed"] is True
    policy = answers["B-03"]
    assert policy["prefilled"] is True and policy["confirmed"] is False
    assert policy["answered_at"] == "2026-03-01T00:00:00.000000Z" and policy["channel"] == "paper"

    blocked = tanaka.post(f"{path}/submit")
    assert (blocked.status, blocked.code) == (409, "blocked")
    assert set(blocked.errors.values()) == {"unconfirmed"} and len(blocked.errors) == 7
    assert tanaka.post(f"{path}/confirm", json={"codes": ["B-02", "B-03"]}).status == 200
    assert tanaka.post(f"{path}/confirm", json={"section": "MORE"}).status == 200
    assert tanaka.get(f"{path}/blockers").body["data"] == []
    confirmed = tanaka.get(f"{path}/answers/B-03").body
    assert confirmed["answered_at"] > "2026-03-02" and confirmed["channel"] == "online"
    assert tanaka.post(f"{path}/submit").status == 200


def test_prefill_without_an_earlier_round_changes_nothing(client, server, tenant, response):
    before = seq(server, tenant)
    reply = client.post(f"/v1/responses/{response}/prefill", json={})
    assert reply.status == 200 and reply.body["revision"] == 1 and reply.body["state"] == "requested"
    assert seq(server, tenant) == before


def test_prefill_takes_only_what_still_fits(client, supplier):
    changed = publish_sheet(client)  # another code, so named by its id
    source = ask(client, supplier, changed)
    assert save(client, source, {"M-02": {"choice": "vpn"}, "M-04": {"number": 3},
                                 "B-01": {"answer": "N/A", "reason": "端末なし"}}).status == 200
    sheet = copy.deepcopy(SHEET)
    sheet["sections"][0]["questions"][0]["na_allowed"] = False
    sheet["sections"][1]["questions"][1]["choices"].pop(1)  # no vpn any more
    sheet["sections"][1]["questions"][2]["visible_if"]["in"] = ["open"]
    target = ask(client, supplier, publish_sheet(client, sheet))
    filled = client.post(f"/v1/responses/{target}/prefill", json={"from_response_id": source})
    assert filled.status == 200, filled
    codes = [answer["code"] for answer in client.get(f"/v1/responses/{target}/answers").body["data"]]
    assert codes == ["M-04"]


def test_prefill_only_from_the_same_supplier(client, sheet, response):
    other = ask(client, make_supplier(client), sheet)
    for source in (other, str(uuid.uuid4()), response):
        reply = client.post(f"/v1/responses/{response}/prefill", json={"from_response_id": source})
        assert (reply.status, reply.errors) == (422, {"#/from_response_id": "unknown_reference"})


@pytest.mark.parametrize("body, errors", [
    ({}, {"#/codes": "required"}),
    ({"codes": ["B-01"], "section": "BASE"}, {"#/section": "unsupported_change"}),
    ({"codes": ["B-01", "Z-99"]}, {"#/codes/1": "question_unknown"}),
    ({"section": "NONE"}, {"#/section": "unknown_reference"}),
])
def test_confirm_names_codes_or_a_section(client, response, body, errors):
    reply = client.post(f"/v1/responses/{response}/confirm", json=body)
    assert (reply.status, reply.errors) == (422, errors)


def test_confirming_nothing_changes_nothing(client, server, tenant, response):
    before = seq(server, tenant)
    reply = client.post(f"/v1/responses/{response}/confirm", json={"section": "BASE"})
    assert reply.status == 200 and reply.body["revision"] == 1 and seq(server, tenant) == before


# --- returning, cancelling, scores

def test_a_return_needs_known_questions(client, response):
    early = client.post(f"/v1/responses/{response}/return", json={
        "reasons": [{"code": "B-01", "text": "?"}]})
    assert (early.status, early.code) == (409, "invalid_state")
    submit_all(client, response)
    reply = client.post(f"/v1/responses/{response}/return", json={
        "reasons": [{"code": "Z-99", "text": "?"}]})
    assert (reply.status, reply.errors) == (422, {"#/reasons/0/code": "question_unknown"})
    assert client.post(f"/v1/responses/{response}/return", json={"reasons": []}).status == 422


def test_returning_falls_back_to_what_was_known_before(client, supplier, sheet, response):
    submit_all(client, response)
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    accepted = client.get(f"/v1/suppliers/{supplier}").body["risk"]
    worse = ask(client, supplier, sheet)
    submit_all(client, worse, {**ALL_ANSWERS, "B-01": {"answer": "×"}})
    submitted = client.get(f"/v1/suppliers/{supplier}").body["risk"]
    assert submitted["score"] > accepted["score"]
    assert client.post(f"/v1/responses/{worse}/return", json={
        "reasons": [{"code": "B-01", "text": "ご確認ください"}]}).status == 200
    assert client.get(f"/v1/suppliers/{supplier}").body["risk"]["score"] == accepted["score"]
    causes = [score["cause"] for score in client.get(
        "/v1/risk-scores", params={"supplier_id": supplier}).body["data"]]
    assert causes[0] == "fallback" and causes[1] == "provisional"


def test_cancelling_what_was_submitted_drops_its_score(client, supplier, response):
    submit_all(client, response)
    refused = client.post(f"/v1/responses/{response}/cancel", json={"reason": 1})
    assert (refused.status, refused.errors) == (422, {"#/reason": "wrong_type"})
    cancelled = client.post(f"/v1/responses/{response}/cancel", json={"reason": "取引終了"})
    assert cancelled.status == 200 and cancelled.body["state"] == "cancelled"
    assert cancelled.body["cancelled_at"] is not None
    assert assessment(client, supplier) == "never_asked"
    again = client.post(f"/v1/responses/{response}/cancel", json={})
    assert (again.status, again.code) == (409, "invalid_state") and again.body["allowed"] == []


def test_a_judgement_after_acceptance_is_scored(client, supplier, response):
    submit_all(client, response)
    path = f"/v1/responses/{response}/answers/B-01/review"
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    before = client.get(f"/v1/suppliers/{supplier}").body["risk"]["score"]
    reply = client.put(path, json={"evidence": "self", "adopted_answer": "not_done"})
    assert reply.status == 200, reply
    after = client.get(f"/v1/suppliers/{supplier}").body["risk"]["score"]
    assert after > before
    newest = client.get("/v1/risk-scores", params={"supplier_id": supplier}).body["data"][0]
    assert newest["cause"] == "review" and newest["response_id"] == response


def test_submit_scores_all_seven_types(client, supplier, response):
    submit_all(client, response)
    score = client.get(f"/v1/suppliers/{supplier}/score")
    assert score.status == 200, score
    questions = score.body["explanation"]["questions"]
    assert {question["code"]: question["state"] for question in questions} == {
        "B-01": "done", "B-02": "valid", "B-03": "in_progress", "M-02": "in_progress",
        "M-03": "done", "M-04": "done"}  # texts and dates do not score
    parts = sum(question["contribution"] for question in questions)
    floor = score.body["explanation"]["contribution_check"]["floor"]
    assert abs(floor + parts - score.body["score"]) < 1e-5
    assert 1 < score.body["score"] < 25


def test_an_empty_voluntary_sheet_may_be_submitted_unread(client, supplier):
    sheet = {"format": "renkei-questionnaire/1", "title_ja": "任意", "sections": [
        {"code": "A", "title_ja": "任意", "questions": [
            {"code": "A-01", "type": "three_state", "text_ja": "任意の設問", "weight": 1,
             "required": False}]}]}
    response = ask(client, supplier, publish_sheet(client, sheet))
    assert client.post(f"/v1/responses/{response}/submit").body["state"] == "submitted"


def test_stale_steps_are_refused(client, response):
    assert save(client, response, ALL_ANSWERS).status == 200
    stale = client.post(f"/v1/responses/{response}/submit", if_match='"1"')
    assert (stale.status, stale.body["current"]["revision"]) == (412, 2)
    for step, body in (("prefill", {}), ("confirm", {"section": "BASE"}), ("cancel", {})):
        reply = client.post(f"/v1/responses/{response}/{step}", json=body, if_match='"1"')
        assert reply.status == 412, reply
    assert client.post(f"/v1/responses/{response}/submit", if_match='"2"').status == 200
    for step, body in (("return", {"reasons": [{"code": "B-01", "text": "?"}]}), ("accept", None)):
        reply = client.post(f"/v1/responses/{response}/{step}", if_match='"2"',
                            **({} if body is None else {"json": body}))
        assert reply.status == 412, reply


# --- who sees what

def test_a_respondent_sees_its_supplier_only(client, login, response):
    stranger = respondent(login, make_supplier(client))
    path = f"/v1/responses/{response}"
    for reply in (stranger.get(path), stranger.get(f"{path}/form"), stranger.get(f"{path}/answers"),
                  stranger.get(f"{path}/blockers"), stranger.get(f"{path}/answers/B-01"),
                  stranger.put(f"{path}/answers/B-01", json={"answer": "○"}, if_match='"0"'),
                  stranger.delete(f"{path}/answers/B-01", if_match='"0"'),
                  save(stranger, response, {"B-01": {"answer": "○"}}),
                  stranger.post(f"{path}/prefill", json={}),
                  stranger.post(f"{path}/confirm", json={"section": "BASE"}),
                  stranger.post(f"{path}/submit")):
        assert (reply.status, reply.code) == (404, "not_found")
    assert stranger.get("/v1/responses").status == 403


def test_another_tenant_does_not_exist(make_tenant, server, response):
    other = Client(server, make_tenant().token("admin"))
    assert other.get(f"/v1/responses/{response}").status == 404
    assert other.post(f"/v1/responses/{response}/cancel", json={}).status == 404


def test_scopes_decide(login, response):
    viewer = login("viewer")
    path = f"/v1/responses/{response}"
    assert viewer.get(path).status == 200
    for reply in (viewer.post(f"{path}/submit"), viewer.post(f"{path}/accept"),
                  viewer.post(f"{path}/cancel", json={}),
                  viewer.post(f"{path}/return", json={"reasons": [{"code": "B-01", "text": "?"}]}),
                  viewer.patch(path, json={"note": "x"}, if_match="*")):
        assert (reply.status, reply.code) == (403, "forbidden")


# --- lists

def test_lists_are_filtered_and_paged(client, sheet):
    suppliers = [make_supplier(client) for _ in range(3)]
    days = ["2026-11-30", "2026-12-10", "2026-12-20"]
    responses = [ask(client, supplier, sheet, due_on=day)
                 for supplier, day in zip(suppliers, days)]
    mine = {"supplier_id": suppliers}

    def ids(**filters):
        reply = client.get("/v1/responses", params={**mine, **filters})
        assert reply.status == 200, reply
        return [row["id"] for row in reply.body["data"]]

    assert ids() == responses[::-1]
    assert ids(**{"due_on[lte]": "2026-12-10"}) == [responses[1], responses[0]]
    assert ids(**{"due_on[gt]": "2026-12-10"}) == [responses[2]]
    assert ids(**{"due_on[lt]": "2026-12-10"}) == [responses[0]]
    assert ids(**{"due_on[gte]": "2026-12-10"}) == [responses[2], responses[1]]
    assert ids(due_on="2026-12-10") == [responses[1]]
    assert ids(overdue="true", as_of="2026-12-15") == [responses[1], responses[0]]
    assert ids(overdue="false", as_of="2026-12-15") == [responses[2]]
    assert ids(questionnaire_id=str(uuid.uuid4())) == []
    assert client.post(f"/v1/responses/{responses[0]}/cancel", json={}).status == 200
    assert ids(state="cancelled") == [responses[0]]
    assert ids(state=["requested", "cancelled"]) == responses[::-1]

    first = client.get("/v1/responses", params={**mine, "limit": 2, "include_total": "true"})
    assert first.body["total"] == 3 and first.body["page"]["has_more"] is True
    assert 'rel="next"' in first.headers["Link"]
    second = client.get("/v1/responses", params={
        **mine, "limit": 2, "cursor": first.body["page"]["next_cursor"]})
    assert [row["id"] for row in first.body["data"] + second.body["data"]] == responses[::-1]
    assert client.get("/v1/responses", params={"status": "requested"}).status == 400
    assert client.get("/v1/responses", params={"state": "open"}).status == 400
