"""Gaps become findings, follow the rounds, and may be lived with until a day."""
import pytest

from renkei_client import Client
from rounds import ALL_ANSWERS, PROFILE, SHEET, ask, events, make_supplier, publish_sheet, submit_all

ROUND = {**ALL_ANSWERS, "B-01": {"answer": "×"}, "M-04": {"number": 100}}
ALL_DONE = {**ALL_ANSWERS, "B-03": {"answer": "○"}, "M-02": {"choice": "none"}}
del ALL_DONE["M-03"]  # hidden then


@pytest.fixture(scope="module")
def at(server, tenant):
    """The tenant's admin on a day."""
    def make(day, time="01:00:00Z", **options):
        return Client(server, tenant.token(**options), now=f"{day}T{time}")
    return make


@pytest.fixture
def supplier(client):
    return make_supplier(client, profile=PROFILE)


def findings(client, supplier, **filters):
    """{question: finding} of a supplier."""
    reply = client.get("/v1/findings", params={"supplier_id": supplier, "limit": 200, **filters})
    assert reply.status == 200, reply
    return {row["question"]["code"]: row for row in reply.body["data"]}


def accept(client, response):
    done = client.post(f"/v1/responses/{response}/accept")
    assert done.status == 200, done


def take_round(client, supplier, sheet, answers):
    """Asked, answered, accepted. Returns the response."""
    response = ask(client, supplier, sheet)
    submit_all(client, response, answers)
    accept(client, response)
    return response


def score_of(client, supplier):
    reply = client.get(f"/v1/suppliers/{supplier}/score")
    assert reply.status == 200, reply
    return reply.body


def finding_events(client, finding):
    return [event["type"] for event in events(client) if event["resource"]["id"] == finding["id"]]


# --- from submit to accept

def test_a_submitted_response_opens_provisional_findings_and_acceptance_confirms_them(
        client, supplier, sheet):
    response = ask(client, supplier, sheet)
    submit_all(client, response, ROUND)
    found = findings(client, supplier)
    assert {code: row["kind"] for code, row in found.items()} == {
        "B-01": "not_done", "B-03": "in_progress", "M-02": "in_progress", "M-04": "not_done"}
    assert all(row["provisional"] and row["state"] == "open" for row in found.values())
    accept(client, response)
    found = findings(client, supplier)
    assert len(found) == 4 and not any(row["provisional"] for row in found.values())
    row = client.get(f"/v1/findings/{found['B-01']['id']}").body
    assert [step["action"] for step in row["history"]] == ["opened", "updated"]
    assert [step["provisional"] for step in row["history"]] == [True, False]
    assert finding_events(client, row) == ["finding.opened", "finding.updated"]
    assert row["response_id"] == response and row["question"]["text"] == "更新していますか"
    english = client.get(f"/v1/findings/{row['id']}", lang="en")
    assert english.body["question"]["text"] == "Do you update?"
    assert english.headers["Content-Language"] == "en"


def test_numbers_are_those_of_the_current_score(client, supplier, sheet):
    take_round(client, supplier, sheet, ROUND)
    found = findings(client, supplier)
    explanation = score_of(client, supplier)["explanation"]
    for question in explanation["questions"]:
        if question["code"] in found:
            assert found[question["code"]]["contribution"] == pytest.approx(
                question["contribution"], abs=2e-6)
    for fix in explanation["fix_first"]:
        if fix["question"] in found:
            assert found[fix["question"]]["reduction"] == pytest.approx(fix["reduction"], abs=2e-6)
    before = found["B-01"]
    reply = client.patch(f"/v1/suppliers/{supplier}", if_match="*",
                         json={"profile": {"data_sensitivity": "special"}})
    assert reply.status == 200, reply
    after = findings(client, supplier)["B-01"]
    assert after["contribution"] > before["contribution"]
    assert after["revision"] == before["revision"] + 1
    assert finding_events(client, after)[-1] == "finding.updated"  # numbers are no step
    assert len(client.get(f"/v1/findings/{after['id']}").body["history"]) == 2


@pytest.mark.parametrize("end", ["return", "cancel"])
def test_a_response_taken_back_takes_its_findings_back(client, supplier, sheet, at, end):
    """What only it showed; the round before counts again."""
    take_round(client, supplier, sheet, ALL_DONE)
    later = at("2027-11-30")
    response = ask(later, supplier, sheet)
    submit_all(later, response, ROUND)
    opened = findings(client, supplier, state="open")["B-01"]
    body = {"reasons": [{"code": "B-01", "text": "根拠をご記入ください"}]} if end == "return" else {}
    assert later.post(f"/v1/responses/{response}/{end}", json=body).status == 200
    assert findings(client, supplier, state="open") == {}
    row = client.get(f"/v1/findings/{opened['id']}").body
    assert (row["state"], row["closed_reason"]) == ("closed", "withdrawn")
    assert row["closed_at"] is not None and row["contribution"] == 0
    if end == "return":
        submit_all_again(later, response)
        again = findings(client, supplier, state="open")
        assert again["B-01"]["id"] == opened["id"] and again["B-01"]["provisional"]


def submit_all_again(client, response):
    assert client.post(f"/v1/responses/{response}/submit").status == 200


def test_a_later_submission_leaves_confirmed_findings_until_it_is_accepted(
        client, supplier, sheet, at):
    take_round(client, supplier, sheet, ROUND)
    before = findings(client, supplier)
    later = at("2027-11-30")
    response = ask(later, supplier, sheet)
    submit_all(later, response, ALL_DONE)
    during = findings(client, supplier)
    assert {code: (row["state"], row["kind"]) for code, row in during.items()} == {
        code: ("open", row["kind"]) for code, row in before.items()}
    assert during["B-01"]["contribution"] < before["B-01"]["contribution"]
    assert later.post(f"/v1/responses/{response}/return", json={
        "reasons": [{"code": "B-01", "text": "確認できません"}]}).status == 200
    assert findings(client, supplier)["B-01"]["contribution"] == pytest.approx(
        before["B-01"]["contribution"])
    submit_all_again(later, response)
    accept(later, response)
    closed = findings(client, supplier)
    assert {row["state"] for row in closed.values()} == {"closed"}
    assert {row["closed_reason"] for row in closed.values()} == {"answered"}


# --- round after round

def test_rounds_close_reopen_and_mark_what_became_worse(supplier, sheet, at):
    first, second, third = at("2026-01-10"), at("2026-07-10"), at("2027-01-10")
    take_round(first, supplier, sheet, {**ALL_DONE, "B-03": {"answer": "×"}})
    assert not findings(first, supplier)["B-03"]["regression"]
    take_round(second, supplier, sheet, {**ALL_DONE, "B-01": {"answer": "△"}})
    found = findings(second, supplier)
    assert found["B-03"]["state"] == "closed" and found["B-01"]["regression"]
    response = take_round(third, supplier, sheet, {**ALL_DONE, "B-01": {"answer": "×"},
                                                   "B-03": {"answer": "△"}})
    now = findings(third, supplier)
    assert now["B-03"]["id"] == found["B-03"]["id"] and now["B-03"]["state"] == "open"
    assert now["B-03"]["regression"] and now["B-03"]["first_seen_at"].startswith("2026-01-10")
    assert now["B-03"]["last_seen_at"].startswith("2027-01-10")
    # △ last time is no ○, so × is worse and still no regression.
    assert (now["B-01"]["kind"], now["B-01"]["regression"]) == ("not_done", False)
    assert now["B-01"]["response_id"] == response and now["B-01"]["closed_at"] is None
    history = third.get(f"/v1/findings/{now['B-03']['id']}").body["history"]
    assert [step["action"] for step in history] == [
        "opened", "updated", "closed", "reopened", "updated"]
    assert list(findings(third, supplier, regression="true")) == ["B-03"]


def test_the_reviewers_word_closes_a_finding(client, supplier, sheet):
    response = take_round(client, supplier, sheet, ROUND)
    reply = client.put(f"/v1/responses/{response}/answers/B-01/review", if_match="*",
                       json={"evidence": "verified", "adopted_answer": "done"})
    assert reply.status == 200, reply
    assert findings(client, supplier)["B-01"]["state"] == "closed"


def test_an_answer_that_grew_old_is_found_once(supplier, sheet, at):
    take_round(at("2026-01-10"), supplier, sheet, ALL_DONE)
    later = at("2027-05-01")
    assert later.post("/v1/operations/sweep").status == 200
    found = findings(later, supplier)
    assert {row["kind"] for row in found.values()} == {"stale_answer"} and "B-01" in found
    assert not found["B-01"]["regression"]
    assert at("2027-05-02").post("/v1/operations/sweep").status == 200
    row = later.get(f"/v1/findings/{found['B-01']['id']}").body
    assert [step["action"] for step in row["history"]] == ["opened"]
    take_round(at("2027-05-03"), supplier, sheet, ALL_DONE)
    assert findings(later, supplier, state="open") == {}


def certificate_sheet(client, **members):
    sheet = {**SHEET, "sections": [{**SHEET["sections"][0], "questions": [
        {**question, **(members if question["code"] == "B-02" else {})}
        for question in SHEET["sections"][0]["questions"]]}]}
    return publish_sheet(client, sheet)


@pytest.mark.parametrize("answer, kind", [
    ({"status": "obtained", "number": "IS 1", "expires_on": "2026-06-30"}, "certificate_expired"),
    ({"status": "obtained", "number": "IS 1", "expires_on": "2027-06-30"}, None),
    ({"status": "not_obtained"}, None),
])
def test_certificates_open_findings_by_their_expiry(client, supplier, at, answer, kind):
    answers = {"B-01": {"answer": "○"}, "B-03": {"answer": "○"}, "B-02": answer}
    now = at("2026-11-30")
    take_round(now, supplier, certificate_sheet(client), answers)
    assert {row["kind"] for row in findings(now, supplier).values()} == ({kind} if kind else set())


def test_a_certificate_that_expires_later_is_found_by_the_sweep(client, supplier, at):
    answers = {"B-01": {"answer": "○"}, "B-03": {"answer": "○"},
               "B-02": {"status": "obtained", "number": "IS 1", "expires_on": "2026-12-31"}}
    take_round(at("2026-11-30"), supplier, certificate_sheet(client), answers)
    last_day = at("2026-12-31", "14:59:59Z")
    assert last_day.post("/v1/operations/sweep").status == 200
    assert findings(last_day, supplier) == {}
    midnight = at("2026-12-31", "15:00:00Z")  # in Tokyo
    assert midnight.post("/v1/operations/sweep").status == 200
    assert findings(midnight, supplier)["B-02"]["kind"] == "certificate_expired"


def test_not_obtained_is_found_where_the_questionnaire_says_so(client, supplier):
    sheet = certificate_sheet(client, finding_if_not_obtained=True)
    take_round(client, supplier, sheet, {"B-01": {"answer": "○"}, "B-03": {"answer": "○"},
                                         "B-02": {"status": "not_obtained"}})
    assert {code: row["kind"] for code, row in findings(client, supplier).items()} == {
        "B-02": "not_done"}


def test_a_question_left_open_or_no_longer_asked(client, supplier):
    voluntary = certificate_sheet(client, required=False)
    take_round(client, supplier, voluntary, {"B-01": {"answer": "○"}, "B-03": {"answer": "○"}})
    found = findings(client, supplier)
    assert {code: row["kind"] for code, row in found.items()} == {"B-02": "unanswered"}


def test_two_questionnaires_of_one_supplier_stand_side_by_side(client, supplier, sheet, at):
    other = publish_sheet(client)
    first, second, third = at("2026-03-01"), at("2026-03-02"), at("2026-03-03")
    early = ask(first, supplier, sheet)
    submit_all(first, early, ROUND)
    take_round(second, supplier, other, ALL_DONE)  # the score rests on this one
    assert findings(third, supplier, provisional="true")["B-01"]["state"] == "open"
    accept(third, early)
    found = findings(third, supplier)
    assert found["B-01"]["state"] == "open" and not found["B-01"]["provisional"]


def test_what_a_response_beside_the_score_showed_is_taken_back(client, supplier, sheet, at):
    other = publish_sheet(client)
    first, second = at("2026-03-01"), at("2026-03-02")
    early = ask(first, supplier, sheet)
    submit_all(first, early, ROUND)
    take_round(second, supplier, other, ALL_DONE)
    assert second.post(f"/v1/responses/{early}/cancel", json={}).status == 200
    assert findings(second, supplier, state="open") == {}


# --- lists

def test_lists_are_filtered_and_sorted(client, supplier, sheet):
    take_round(client, supplier, sheet, ROUND)
    other = make_supplier(client, profile=PROFILE)
    take_round(client, other, sheet, ROUND)
    assert set(findings(client, supplier, kind="not_done")) == {"B-01", "M-04"}
    assert set(findings(client, supplier, kind=["not_done", "in_progress"],
                        question=["B-01", "B-03"])) == {
        "B-01", "B-03"}
    assert findings(client, supplier, provisional="true") == {}
    code = findings(client, supplier)["B-01"]["questionnaire_code"]
    assert len(findings(client, supplier, questionnaire_code=code)) == 4
    for member in ("reduction", "contribution"):
        whole = client.get("/v1/findings", params={
            "sort": f"-{member}", "limit": 200, "include_total": "true"}).body
        numbers = [row[member] for row in whole["data"]]
        assert numbers == sorted(numbers, reverse=True) and whole["total"] == len(numbers)
        page = client.get("/v1/findings", params={"sort": f"-{member}", "limit": 3}).body
        rest = client.get("/v1/findings", params={
            "sort": f"-{member}", "limit": 200, "cursor": page["page"]["next_cursor"]}).body
        assert page["data"] + rest["data"] == whole["data"]


def test_threats_of_the_built_in_sheet_are_named_and_filter(client, supplier):
    sheet = client.get("/v1/questionnaires?code=motex-scrm-2024&state=published").body["data"][0]
    response = ask(client, supplier, sheet["id"])
    form = client.get(f"/v1/responses/{response}/form").body
    answers = {question["code"]: {"answer": "×"} for section in form["sections"]
               for question in section["questions"] if question["type"] == "three_state"}
    answers |= {code: {"status": "not_obtained"} for code in ("CERT-01", "CERT-02")}
    submit_all(client, response, answers)
    accept(client, response)
    found = findings(client, supplier)
    assert len(found) == 22 and "CERT-01" not in found
    codes = [row["code"] for row in client.get("/v1/threats").body["data"]]
    ranks = [codes.index(code) + 1 for code in found["CYB-12"]["threats"]]
    assert ranks == [1, 2, 4, 9, 10]  # as sheet.json says
    by_threat = findings(client, supplier, threat=codes[7])
    assert set(by_threat) == {"CYB-03", "CYB-05", "CYB-08"}


# --- living with a risk

def risk(until="2027-03-31"):
    return {"reason": "更改まで監視で補う", "approver": "CISO 佐藤", "until": until}


def accepted(client, second, finding, until="2027-03-31"):
    """Proposed by one, approved by another."""
    proposed = client.post(f"/v1/findings/{finding['id']}/accept", json=risk(until))
    assert proposed.status == 200, proposed
    reply = second.post(f"/v1/findings/{finding['id']}/approve", now=client.now)
    assert reply.status == 200, reply
    return reply.body


@pytest.fixture
def second(login):
    return login("admin", sub="second")


@pytest.fixture
def finding(at, supplier, sheet):
    take_round(at("2026-11-01"), supplier, sheet, ROUND)
    return findings(at("2026-11-01"), supplier)["B-01"]


def test_a_risk_is_accepted_until_a_day_and_opens_again_after_it(at, second, supplier, finding):
    now = at("2026-11-22")
    before = score_of(now, supplier)
    reply = now.post(f"/v1/findings/{finding['id']}/accept", json=risk(),
                     if_match=f'"{finding["revision"]}"')
    assert reply.status == 200, reply
    assert (reply.body["state"], reply.body["acceptance"]["state"]) == ("open", "proposed")
    body = second.post(f"/v1/findings/{finding['id']}/approve", now=now.now).body
    assert body["state"] == "accepted" and body["acceptance"]["until"] == "2027-03-31"
    told = body["acceptance"]
    assert (told["requested_by"], told["approved_by"], told["approver"]) == ("tester", "second", "CISO 佐藤")
    assert told["state"] == "active" and told["ended_at"] is None
    assert score_of(now, supplier)["id"] == before["id"]  # an accepted risk is still a risk
    assert findings(now, supplier, state="accepted")["B-01"]["acceptance"]["reason"] == "更改まで監視で補う"
    last_day = at("2027-03-31", "14:59:00Z")
    assert last_day.post("/v1/operations/sweep").status == 200
    assert findings(last_day, supplier)["B-01"]["state"] == "accepted"
    after = at("2027-03-31", "15:00:00Z")  # 1 April in Tokyo
    assert after.post("/v1/operations/sweep").status == 200
    row = after.get(f"/v1/findings/{finding['id']}").body
    assert row["state"] == "open" and row["acceptance"] is None
    assert row["acceptances"][0]["ended_reason"] == "expired"
    assert [step["action"] for step in row["history"]][-3:] == ["acceptance_proposed", "accepted", "reopened"]
    assert finding_events(after, row)[-3:] == ["finding.acceptance_proposed", "finding.accepted", "finding.reopened"]


def test_who_proposes_to_accept_a_risk_cannot_approve_it(at, second, supplier, finding):
    """Any name could be typed in as the approver; now it takes two people."""
    now, path = at("2026-11-22"), f"/v1/findings/{finding['id']}"
    assert now.post(f"{path}/approve").body["allowed"] == ["accept"]
    assert now.post(f"{path}/accept", json={"reason": "r", "until": "2027-03-31"}).status == 200
    refused = now.post(f"{path}/approve")
    assert (refused.status, refused.code) == (409, "second_person_needed")
    assert findings(now, supplier)["B-01"]["state"] == "open"
    again = second.post(f"{path}/accept", json=risk(), now=now.now)
    assert (again.status, again.body["allowed"]) == (409, ["approve", "reopen"])
    assert second.post(f"{path}/approve", now=now.now).body["state"] == "accepted"


def test_a_proposal_is_withdrawn_lapses_or_ends_with_its_finding(at, second, supplier, sheet, finding):
    path = f"/v1/findings/{finding['id']}"
    now = at("2026-11-22")
    assert now.post(f"{path}/accept", json=risk()).status == 200
    withdrawn = now.post(f"{path}/reopen", json={"note": "取下げ"}).body
    assert (withdrawn["state"], withdrawn["acceptance"]) == ("open", None)
    assert at("2026-11-23").post(f"{path}/accept", json=risk("2026-11-30")).status == 200
    late = at("2026-12-01")
    refused = second.post(f"{path}/approve", now=late.now)
    assert (refused.status, refused.body["allowed"]) == (409, ["reopen"])
    while not late.post("/v1/operations/sweep").body["done"]:
        pass
    assert late.get(path).body["acceptance"] is None
    assert late.post(f"{path}/accept", json=risk()).status == 200
    take_round(at("2026-12-02"), supplier, sheet, ALL_DONE)
    row = late.get(path).body
    assert row["state"] == "closed"
    assert [one["ended_reason"] for one in row["acceptances"]] == ["withdrawn", "expired", "closed"]
    assert {one["approved_at"] for one in row["acceptances"]} == {None}


@pytest.mark.parametrize("until, fits", [("2028-11-22", True), ("2028-11-23", False), ("2099-01-01", False)])
def test_a_risk_is_accepted_for_24_months_at_most(at, finding, until, fits):
    reply = at("2026-11-22").post(f"/v1/findings/{finding['id']}/accept", json=risk(until))
    assert (reply.status == 200) is fits
    if not fits:
        fault, = reply.body["errors"]
        assert (fault["pointer"], fault["code"], fault["params"]) == (
            "#/until", "too_large", {"max": "2028-11-22"})


def test_an_acceptance_is_ended_by_a_person_or_by_the_next_answer(at, second, supplier, sheet, finding):
    now = at("2026-11-22")
    path = f"/v1/findings/{finding['id']}"
    accepted(now, second, finding)
    reply = now.post(f"{path}/reopen", json={"note": "前提が変わった"})
    assert reply.status == 200 and reply.body["state"] == "open"
    assert reply.body["acceptances"][0]["ended_reason"] == "reopened"
    assert reply.body["history"][-1]["note"] == "前提が変わった"
    accepted(at("2026-11-23"), second, finding)
    take_round(at("2026-12-01"), supplier, sheet, ALL_DONE)
    row = now.get(path).body
    assert row["state"] == "closed" and row["acceptance"] is None
    assert [one["ended_reason"] for one in row["acceptances"]] == ["reopened", "closed"]


def state_in_database(server, finding):
    return server.sql("select state, revision from app.findings where id = %s", finding["id"]) + \
        server.sql("select count(*) from app.risk_acceptances where finding_id = %s", finding["id"]) + \
        server.sql("select count(*) from app.finding_history where finding_id = %s", finding["id"]) + \
        server.sql("select max(value) from app.tenant_counters where name = 'events'")


def test_a_wrong_state_is_409_with_what_is_allowed_and_nothing_half_done(server, at, second, finding):
    now = at("2026-11-22")
    path = f"/v1/findings/{finding['id']}"
    before = state_in_database(server, finding)
    reply = now.post(f"{path}/reopen", json={})
    assert (reply.status, reply.code, reply.body["allowed"]) == (409, "invalid_state", ["accept"])
    assert state_in_database(server, finding) == before
    accepted(now, second, finding)
    before = state_in_database(server, finding)
    reply = now.post(f"{path}/accept", json=risk("2028-01-01"))
    assert (reply.status, reply.body["allowed"]) == (409, ["reopen"])
    stale = now.post(f"{path}/reopen", json={}, if_match='"1"')
    assert stale.status == 412 and stale.body["current"]["state"] == "accepted"
    assert state_in_database(server, finding) == before


@pytest.mark.parametrize("until", ["2026-11-22", "2020-01-01"])
def test_a_risk_is_accepted_for_the_future_only(server, at, finding, until):
    before = state_in_database(server, finding)
    reply = at("2026-11-22").post(f"/v1/findings/{finding['id']}/accept", json=risk(until))
    assert (reply.status, reply.errors) == (422, {"#/until": "not_future"})
    assert state_in_database(server, finding) == before


def test_what_is_not_confirmed_cannot_be_accepted(client, supplier, sheet):
    response = ask(client, supplier, sheet)
    submit_all(client, response, ROUND)
    finding = findings(client, supplier)["B-01"]
    reply = client.post(f"/v1/findings/{finding['id']}/accept", json=risk("2028-01-01"))
    assert (reply.status, reply.body["allowed"]) == (409, [])


def test_respondents_and_writers_without_the_scope_see_no_findings(login, supplier):
    assert login("respondent", supplier_id=supplier).get("/v1/findings").status == 403
    assert login(scopes=["risks:read"]).post(f"/v1/findings/{supplier}/reopen", json={}).status == 403


def test_the_tag_moves_with_what_is_shown(client, at, supplier, finding):
    path = f"/v1/findings/{finding['id']}"
    tag = client.get(path).etag
    assert client.get(path, headers={"If-None-Match": tag}).status == 304
    reply = client.post("/v1/measures", json={"supplier_id": supplier, "title": "対策", "effect": 0,
                                              "finding_ids": [finding["id"]]})
    assert reply.status == 201, reply
    changed = client.get(path, headers={"If-None-Match": tag})
    assert changed.status == 200 and changed.body["measures"][0]["title"] == "対策"
