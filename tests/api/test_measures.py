"""Measures: planned, carried out, reported, checked; what each takes away from the risk."""
import concurrent.futures
import uuid

import pytest

from renkei_client import Client
from rounds import (ALL_ANSWERS, PROFILE, ask, events, make_supplier, publish_sheet, save,
                    submit_all)

ROUND = {**ALL_ANSWERS, "B-01": {"answer": "×"}, "B-03": {"answer": "×"}}


@pytest.fixture(scope="module")
def at(server, tenant):
    def make(day, time="01:00:00Z", **options):
        return Client(server, tenant.token(**options), now=f"{day}T{time}")
    return make


@pytest.fixture
def supplier(client, sheet):
    """With an accepted round."""
    supplier = make_supplier(client, profile=PROFILE)
    take_round(client, supplier, sheet, ROUND)
    return supplier


def take_round(client, supplier, sheet, answers):
    response = ask(client, supplier, sheet)
    submit_all(client, response, answers)
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    return response


def finding(client, supplier, question="B-01"):
    return client.get("/v1/findings", params={
        "supplier_id": supplier, "question": question}).body["data"][0]


def plan(client, supplier, **members):
    """A measure against B-01 unless told otherwise."""
    if "finding_ids" not in members:
        members["finding_ids"] = [finding(client, supplier)["id"]]
    body = {"supplier_id": supplier, "title": "自動更新", "effect": 0.8, **members}
    reply = client.post("/v1/measures", json={k: v for k, v in body.items() if v is not None})
    assert reply.status == 201, reply
    return reply.body


def step(client, measure, *names):
    for name in names:
        body = {"json": {"notes": "画面で確認"}} if name == "verify" else {}
        reply = client.post(f"/v1/measures/{measure['id']}/{name}", **body)
        assert reply.status == 200, reply
    return reply.body


def effect(client, supplier, **params):
    reply = client.get(f"/v1/suppliers/{supplier}/effect", params=params)
    assert reply.status == 200, reply
    return reply.body


def score_of(client, supplier):
    return client.get(f"/v1/suppliers/{supplier}/score").body


# --- from plan to verified

def test_a_measure_lowers_what_is_expected_then_what_is_true(client, supplier):
    start = effect(client, supplier)
    assert start["score"] == start["before_measures"] == start["projected"]
    measure = plan(client, supplier, due_on="2027-01-31", assignee="情シス 田中")
    assert (measure["state"], measure["side"], measure["source"]) == ("planned", "supplier", "manual")
    planned = effect(client, supplier)
    assert planned["score"] == start["score"] > planned["projected"]
    assert step(client, measure, "start")["state"] == "in_progress"
    assert effect(client, supplier)["score"] == start["score"]
    body = step(client, measure, "implement")
    assert body["state"] == "implemented" and body["implemented_at"]
    implemented = effect(client, supplier)
    assert start["score"] > implemented["score"] > implemented["projected"]
    body = step(client, measure, "verify")
    assert (body["state"], body["verified_by"]) == ("verified", "tester")
    assert body["verification_notes"] == "画面で確認"
    verified = effect(client, supplier)
    assert verified["score"] == verified["projected"] == planned["projected"]
    assert verified["before_measures"] == start["before_measures"]
    assert [event["type"] for event in events(client) if event["resource"]["id"] == measure["id"]] == [
        "measure.created", "measure.started", "measure.implemented", "measure.verified"]


def test_every_change_is_scored_and_the_stored_score_says_the_same(client, supplier):
    measure = plan(client, supplier)
    step(client, measure, "start", "implement")
    stored, computed = score_of(client, supplier), effect(client, supplier)
    assert stored["cause"] == "measure"
    for name in ("inherent", "before_measures", "score", "projected"):
        assert stored[name] == pytest.approx(computed[name], abs=1e-6)
    assert computed["bands"]["score"] == stored["computed_band"]


def test_what_each_measure_takes_away(client, supplier):
    one = plan(client, supplier, effect=0.5)
    two = plan(client, supplier, title="教育", effect=0.5)
    three = plan(client, supplier, title="代替の調達先", finding_ids=None, impact="A", side="buyer")
    step(client, one, "start", "implement", "verify")
    step(client, three, "start", "implement")
    view = effect(client, supplier)
    taken = {row["id"]: row["takes_away"] for row in view["measures"]}
    assert taken[one["id"]]["score"] > 0 and taken[two["id"]]["score"] == 0
    assert taken[two["id"]]["projected"] > 0 and taken[three["id"]]["score"] > 0
    without = client.post("/v1/risk-scores/simulate", json={
        "supplier_id": supplier, "measures": [
            {"status": "planned", "targets": [{"question": "B-01", "effect": 0.5}]},
            {"status": "implemented", "targets": [{"impact": "A", "effect": 0.8}]}]}).body
    assert without["score"] - view["score"] == pytest.approx(taken[one["id"]]["score"], abs=2e-6)


def test_a_finding_shows_its_measures_and_a_measure_its_findings(client, supplier):
    both = [finding(client, supplier, code)["id"] for code in ("B-01", "B-03")]
    measure = plan(client, supplier, finding_ids=both, effect=1)
    assert [row["question"] for row in measure["findings"]] == ["B-01", "B-03"]
    shown = finding(client, supplier)["measures"]
    assert [(row["id"], row["state"], row["effect"]) for row in shown] == [
        (measure["id"], "planned", 1)]
    listed = client.get("/v1/measures", params={"finding_id": both[1]}).body["data"]
    assert [row["id"] for row in listed] == [measure["id"]]
    step(client, measure, "start", "implement", "verify")
    assert finding(client, supplier)["contribution"] == 0


def test_a_check_may_find_another_effect_or_send_it_back(client, supplier):
    measure = plan(client, supplier, effect=1)
    step(client, measure, "start", "implement")
    back = step(client, measure, "start")
    assert back["state"] == "in_progress" and back["implemented_at"] is None
    step(client, measure, "implement")
    reply = client.post(f"/v1/measures/{measure['id']}/verify",
                        json={"notes": "半数の端末", "effect": 0.5})
    assert reply.body["effect"] == 0.5
    assert effect(client, supplier)["measures"][0]["effect"] == 0.5


def test_a_cancelled_measure_counts_no_more(client, supplier):
    start = effect(client, supplier)
    measure = plan(client, supplier)
    step(client, measure, "start", "implement", "verify")
    reply = client.post(f"/v1/measures/{measure['id']}/cancel", json={"reason": "運用されていない"})
    assert reply.status == 200 and reply.body["cancel_reason"] == "運用されていない"
    after = effect(client, supplier)
    assert (after["score"], after["projected"]) == (start["score"], start["projected"])
    assert after["measures"] == []


def test_a_patch_changes_and_an_equal_one_does_not(client, supplier):
    measure = plan(client, supplier)
    path = f"/v1/measures/{measure['id']}"
    tag = client.get(path).etag
    reply = client.patch(path, if_match=tag, json={"due_on": "2027-02-28", "effect": 0.25})
    assert reply.status == 200 and reply.body["revision"] == 2
    assert (reply.body["due_on"], reply.body["effect"]) == ("2027-02-28", 0.25)
    same = client.patch(path, if_match=reply.etag, json={"effect": 0.25})
    assert same.status == 200 and same.body["revision"] == 2
    stale = client.patch(path, if_match=tag, json={"title": "別の題"})
    assert stale.status == 412 and stale.body["current"]["effect"] == 0.25
    refused = client.patch(path, if_match="*", json={"state": "verified"})
    assert (refused.status, refused.errors) == (422, {"#/state": "read_only_field"})
    cleared = client.patch(path, if_match="*", json={"due_on": None, "description": "全端末"})
    assert cleared.body["due_on"] is None and cleared.body["description"] == "全端末"
    silent = client.patch(path, if_match="*", json={"title": "自動適用"},
                          headers={"Prefer": "return=minimal"})
    assert silent.status == 204 and client.get(path).body["title"] == "自動適用"


def test_measures_of_one_supplier_are_changed_at_once(server, tenant, client, supplier):
    measures = [plan(client, supplier, title=f"対策 {n}", effect=0.2) for n in range(8)]

    def carry_out(measure):
        own = Client(server, tenant.token())
        return [own.post(f"/v1/measures/{measure['id']}/{name}").status
                for name in ("start", "implement")]

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert list(pool.map(carry_out, measures)) == [[200, 200]] * 8
    view, stored = effect(client, supplier), score_of(client, supplier)
    assert {row["state"] for row in view["measures"]} == {"implemented"}
    assert stored["score"] == pytest.approx(view["score"], abs=1e-6)  # the last one saw them all
    shown = finding(client, supplier)
    question = next(one for one in stored["explanation"]["questions"] if one["code"] == "B-01")
    assert shown["contribution"] == pytest.approx(question["contribution"], abs=2e-6)


# --- what is refused

def state_in_database(server, measure):
    return server.sql("select state, revision from app.measures where id = %s", measure["id"]) + \
        server.sql("select count(*) from app.measure_reports where measure_id = %s", measure["id"]) + \
        server.sql("select max(value) from app.tenant_counters where name = 'events'")


@pytest.mark.parametrize("taken, action, allowed", [
    ([], "verify", ["start", "implement", "cancel", "update", "report"]),
    (["start"], "start", ["implement", "cancel", "update", "report"]),
    (["start", "implement"], "implement", ["start", "verify", "cancel", "update"]),
    (["start", "implement"], "report", ["start", "verify", "cancel", "update"]),
    (["start", "implement", "verify"], "verify", ["cancel"]),
    (["cancel"], "start", []),
    (["cancel"], "cancel", []),
])
def test_a_wrong_step_is_409_with_those_allowed_and_nothing_half_done(
        server, client, supplier, taken, action, allowed):
    measure = plan(client, supplier)
    for name in taken:
        if name == "cancel":
            client.post(f"/v1/measures/{measure['id']}/cancel", json={})
        else:
            step(client, measure, name)
    before = state_in_database(server, measure)
    body = {"verify": {"notes": "x"}, "report": {"state": "implemented"}, "cancel": {}}.get(action)
    reply = client.post(f"/v1/measures/{measure['id']}/{action}",
                        **({} if body is None else {"json": body}))
    assert (reply.status, reply.code) == (409, "invalid_state")
    assert reply.body["allowed"] == allowed
    assert state_in_database(server, measure) == before


def test_a_verified_measure_is_not_edited(client, supplier):
    measure = plan(client, supplier)
    step(client, measure, "start", "implement", "verify")
    reply = client.patch(f"/v1/measures/{measure['id']}", if_match="*", json={"effect": 1})
    assert (reply.status, reply.body["allowed"]) == (409, ["cancel"])


def test_a_measure_needs_findings_of_its_supplier_or_a_side_of_impact(client, supplier, sheet):
    stranger = make_supplier(client, profile=PROFILE)
    take_round(client, stranger, sheet, ROUND)
    own, foreign = finding(client, supplier)["id"], finding(client, stranger)["id"]

    def refused(**members):
        reply = client.post("/v1/measures", json={"supplier_id": supplier, "title": "x", "effect": 1,
                                                  **members})
        assert reply.status == 422, reply
        return reply.errors

    assert refused() == {"#/finding_ids": "required"}
    assert refused(finding_ids=[own], impact="C") == {"#/impact": "unsupported_change"}
    assert refused(finding_ids=[own, foreign]) == {"#/finding_ids/1": "unknown_reference"}
    assert refused(supplier_id=str(uuid.uuid4()), impact="C") == {"#/supplier_id": "unknown_reference"}
    assert refused(finding_ids=[own], effect=1.5) == {"#/effect": "too_large"}
    assert refused(finding_ids=[]) == {"#/finding_ids": "too_few"}
    assert client.get("/v1/measures", params={"supplier_id": supplier}).body["data"] == []


def test_only_a_reviewer_verifies_and_with_notes(client, login, supplier):
    measure = plan(client, supplier)
    step(client, measure, "start", "implement")
    path = f"/v1/measures/{measure['id']}/verify"
    assert login("respondent", supplier_id=supplier).post(path, json={"notes": "済"}).status == 403
    assert login("viewer").post(path, json={"notes": "済"}).status == 403
    assert client.post(path, json={}).errors == {"#/notes": "required"}


# --- the supplier's own view

def test_the_respondent_reports_progress_of_its_own_measures(client, login, supplier):
    own = plan(client, supplier, due_on="2027-01-31")
    ours = plan(client, supplier, title="監視", side="buyer")
    respondent = login("respondent", supplier_id=supplier, sub="respondent:tanaka")
    listed = respondent.get("/v1/measures").body["data"]
    assert [row["id"] for row in listed] == [own["id"]]
    assert listed[0]["effect"] is None and listed[0]["title"] == "自動更新"
    path = f"/v1/measures/{own['id']}"
    reply = respondent.post(f"{path}/report", json={"state": "in_progress", "note": "半分まで"})
    assert reply.status == 200 and reply.body["state"] == "in_progress"
    reply = respondent.post(f"{path}/report", json={"state": "in_progress", "note": "あと 3 台"})
    assert reply.body["revision"] == 3
    before = effect(client, supplier)["score"]
    reply = respondent.post(f"{path}/report", json={"state": "implemented"})
    assert reply.body["state"] == "implemented" and reply.body["effect"] is None
    assert [(row["state"], row["note"]) for row in reply.body["reports"]] == [
        ("in_progress", "半分まで"), ("in_progress", "あと 3 台"), ("implemented", None)]
    assert {row["by"] for row in reply.body["reports"]} == {"respondent:tanaka"}
    assert effect(client, supplier)["score"] < before
    again = respondent.post(f"{path}/report", json={"state": "implemented"})
    assert (again.status, again.body["allowed"]) == (409, [])
    for hidden in (ours["id"], str(uuid.uuid4())):
        assert respondent.get(f"/v1/measures/{hidden}").status == 404
        assert respondent.post(f"/v1/measures/{hidden}/report",
                               json={"state": "implemented"}).status == 404
    other = login("respondent", supplier_id=str(uuid.uuid4()))
    assert other.get(path).status == 404 and other.get("/v1/measures").body["data"] == []
    assert respondent.post(f"{path}/report", json={"state": "verified"}).status == 422


# --- plans of answers

def test_plans_become_measures_when_the_response_is_accepted(client, login, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    text = "全端末の自動更新を有効にし、\n未適用の端末を毎週確認します。"
    answers = {**ALL_ANSWERS, "B-01": {"answer": "×", "plan": {
        "measure": text, "owner": "情シス 佐藤", "due_on": "2027-03-31"}},
        "B-03": {"answer": "△", "plan": {"due_on": "2027-06-30"}}}
    response = ask(client, supplier, sheet)
    submit_all(client, response, answers)
    assert client.get("/v1/measures", params={"supplier_id": supplier}).body["data"] == []
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    first, second = client.get("/v1/measures", params={"supplier_id": supplier}).body["data"]
    assert (first["title"], first["description"]) == ("全端末の自動更新を有効にし、", text)
    assert (first["assignee"], first["due_on"]) == ("情シス 佐藤", "2027-03-31")
    assert (first["source"], first["side"], first["state"]) == ("plan", "supplier", "planned")
    assert first["effect"] == 0.58 and [f["question"] for f in first["findings"]] == ["B-01"]
    assert (second["title"], second["due_on"]) == ("方針", "2027-06-30")
    stored = score_of(client, supplier)
    assert stored["cause"] == "final" and stored["projected"] < stored["score"]
    assert stored["projected"] == pytest.approx(effect(client, supplier)["projected"], abs=1e-6)
    created = [event for event in events(client) if event["resource"]["id"] == first["id"]]
    assert [event["type"] for event in created] == ["measure.created"]


def test_a_plan_that_says_nothing_is_none(client, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    take_round(client, supplier, sheet, {
        **ALL_ANSWERS, "B-01": {"answer": "×", "plan": {"owner": "佐藤"}},
        "B-03": {"answer": "△", "plan": {"measure": " \n"}}})
    assert client.get("/v1/measures", params={"supplier_id": supplier}).body["data"] == []


def test_a_plan_is_taken_over_once(client, sheet, at):
    supplier = make_supplier(client, profile=PROFILE)
    answers = {**ALL_ANSWERS, "B-03": {"answer": "△", "plan": {"measure": "策定",
                                                               "due_on": "2027-06-30"}}}
    for day in ("2026-01-10", "2026-07-10"):
        take_round(at(day), supplier, sheet, answers)
    rows = client.get("/v1/measures", params={"supplier_id": supplier}).body["data"]
    assert [row["title"] for row in rows] == ["策定"]
    assert client.post(f"/v1/measures/{rows[0]['id']}/cancel", json={}).status == 200
    take_round(at("2027-01-10"), supplier, sheet, answers)
    rows = client.get("/v1/measures", params={"supplier_id": supplier, "state": "planned"}).body["data"]
    assert len(rows) == 1  # the cancelled one is none


def test_only_the_response_that_is_accepted_brings_its_plans(client, sheet, at):
    supplier, other = make_supplier(client, profile=PROFILE), publish_sheet(client)
    early = ask(at("2026-03-01"), supplier, sheet)
    submit_all(at("2026-03-01"), early, ALL_ANSWERS)
    late = ask(at("2026-03-02"), supplier, other)
    submit_all(at("2026-03-02"), late, ALL_ANSWERS)  # the score rests on this one, still unaccepted
    assert at("2026-03-03").post(f"/v1/responses/{early}/accept").status == 200
    measure, = client.get("/v1/measures", params={"supplier_id": supplier}).body["data"]
    found = client.get(f"/v1/findings/{measure['findings'][0]['id']}").body
    assert found["response_id"] == early and not found["provisional"]


# --- due dates and lists

def test_a_measure_is_overdue_from_midnight_in_tokyo(client, supplier, at):
    measure = plan(client, supplier, due_on="2026-11-30")
    path = f"/v1/measures/{measure['id']}"
    for time, overdue in (("14:59:59Z", False), ("15:00:00Z", True)):
        reply = at("2026-11-30", time).get(path)
        assert reply.body["overdue"] is overdue
        listed = at("2026-11-30", time).get("/v1/measures", params={
            "supplier_id": supplier, "overdue": str(overdue).lower()}).body["data"]
        assert [row["id"] for row in listed] == [measure["id"]]
    assert client.get(path, params={"as_of": "2026-12-01"}).etag.startswith('"1.2026-12-01.')
    step(client, measure, "start", "implement")
    assert at("2027-01-01").get(path).body["overdue"] is False


def test_lists_come_in_order_of_due_dates_with_none_last(client, supplier):
    for title, due_on in (("三", None), ("二", "2027-02-01"), ("一", "2027-01-01")):
        plan(client, supplier, title=title, due_on=due_on)
    rows = client.get("/v1/measures", params={"supplier_id": supplier, "include_total": "true"}).body
    assert [row["title"] for row in rows["data"]] == ["一", "二", "三"] and rows["total"] == 3
    due = client.get("/v1/measures", params={"supplier_id": supplier, "due_on[lt]": "2027-02-01"}).body
    assert [row["title"] for row in due["data"]] == ["一"]
    page = client.get("/v1/measures", params={"supplier_id": supplier, "limit": 2}).body
    rest = client.get("/v1/measures", params={
        "supplier_id": supplier, "limit": 2, "cursor": page["page"]["next_cursor"]}).body
    assert [row["title"] for row in page["data"] + rest["data"]] == ["一", "二", "三"]


def test_the_effect_of_no_supplier_and_of_one_never_asked(client):
    assert client.get(f"/v1/suppliers/{uuid.uuid4()}/effect").status == 404
    supplier = make_supplier(client, profile=PROFILE)
    view = effect(client, supplier, as_of="2026-11-22")
    assert view["as_of"] == "2026-11-22" and view["measures"] == []
    assert view["score"] == view["projected"]


# --- when the gap comes back

def round_of(client, supplier, sheet, word, day="2027-12-01", accept=True, **members):
    """A further round, every answer given anew on that day: B-01 as told, the rest done."""
    response = client.post("/v1/responses", now=day + "T01:00:00Z", json={
        "supplier_id": supplier, "questionnaire_id": sheet}).body["id"]
    save(client, response, {**ALL_ANSWERS, "B-01": {"answer": word, **members}},
         now=day + "T01:00:00Z")
    assert client.post(f"/v1/responses/{response}/submit", now=day + "T02:00:00Z").status == 200
    if accept:
        assert client.post(f"/v1/responses/{response}/accept", now=day + "T03:00:00Z").status == 200
    return response


def told_of(client, measure, type):
    return [event["changes"] for event in events(client)
            if event["type"] == type and event["resource"]["id"] == measure["id"]]


def get_measure(client, measure):
    return client.get(f"/v1/measures/{measure['id']}").body


@pytest.mark.parametrize("steps", [("implement",), ("implement", "verify")])
def test_a_measure_of_a_gap_that_comes_back_counts_no_more(client, supplier, sheet, steps):
    worst = score_of(client, supplier)["score"]
    measure = plan(client, supplier, effect=1, due_on="2027-06-30")
    done = step(client, measure, *steps)
    round_of(client, supplier, sheet, "○")
    round_of(client, supplier, sheet, "×", "2028-12-01", accept=False)
    assert score_of(client, supplier)["score"] == pytest.approx(worst, rel=0.1)
    found = finding(client, supplier)
    assert (found["state"], found["regression"], found["provisional"]) == ("open", True, True)
    now = get_measure(client, measure)
    assert (now["state"], now["due_on"], now["implemented_at"], now["verified_at"]) == (
        "in_progress", None, None, None)
    assert now["reopened"]["from"] == done["state"] and now["revision"] == done["revision"] + 1
    change, = told_of(client, measure, "measure.reopened")
    assert change["state"] == [done["state"], "in_progress"]
    assert change["reason"] == [None, "finding_reopened"] and change["due_on"] == ["2027-06-30", None]


def test_it_counts_again_once_it_is_implemented_and_verified_again(client, supplier, sheet):
    measure = plan(client, supplier, effect=1)
    step(client, measure, "implement", "verify")
    round_of(client, supplier, sheet, "○")
    round_of(client, supplier, sheet, "×", "2028-12-01")
    worst = score_of(client, supplier)["score"]
    assert step(client, measure, "implement")["reopened"] is None
    assert score_of(client, supplier)["score"] < worst
    step(client, measure, "verify")
    assert get_measure(client, measure)["state"] == "verified"


def test_the_plan_of_the_gap_that_came_back_gives_the_measure_its_day(client, supplier, sheet):
    measure = plan(client, supplier, effect=1, due_on="2027-06-30")
    step(client, measure, "implement", "verify")
    round_of(client, supplier, sheet, "○")
    round_of(client, supplier, sheet, "×", "2028-12-01", plan={"measure": "再教育", "due_on": "2029-03-31"})
    assert get_measure(client, measure)["due_on"] == "2029-03-31"


def test_a_gap_that_only_a_returned_response_showed_gives_the_measure_back(client, supplier, sheet):
    measure = plan(client, supplier, effect=1, due_on="2027-06-30")
    before = step(client, measure, "implement", "verify")
    round_of(client, supplier, sheet, "○")
    response = round_of(client, supplier, sheet, "×", "2028-12-01", accept=False)
    assert get_measure(client, measure)["state"] == "in_progress"
    returned = client.post(f"/v1/responses/{response}/return", json={
        "reasons": [{"code": "B-01", "text": "前回は○でした"}]})
    assert returned.status == 200, returned
    now = get_measure(client, measure)
    for name in ("state", "due_on", "implemented_at", "verified_at", "verified_by", "verification_notes"):
        assert now[name] == before[name], name
    assert now["reopened"] is None
    change, = told_of(client, measure, "measure.restored")
    assert change["state"] == ["in_progress", "verified"]


def test_a_measure_that_somebody_took_up_meanwhile_is_not_given_back(client, supplier, sheet):
    measure = plan(client, supplier, effect=1)
    step(client, measure, "implement", "verify")
    round_of(client, supplier, sheet, "○")
    response = round_of(client, supplier, sheet, "×", "2028-12-01", accept=False)
    step(client, measure, "implement")
    assert client.post(f"/v1/responses/{response}/cancel", json={}).status == 200
    assert get_measure(client, measure)["state"] == "implemented"
    assert told_of(client, measure, "measure.restored") == []


def test_a_gap_that_grows_takes_its_measures_back_and_one_that_stays_does_not(client, sheet):
    """△ with a measure that holds; △ again changes nothing, × says that it holds no more."""
    supplier = make_supplier(client, profile=PROFILE)
    take_round(client, supplier, sheet, {**ALL_ANSWERS, "B-01": {"answer": "△"}})
    measure = plan(client, supplier, effect=0.5, side="buyer")
    step(client, measure, "implement", "verify")
    round_of(client, supplier, sheet, "△")
    assert get_measure(client, measure)["state"] == "verified"
    round_of(client, supplier, sheet, "×", "2028-12-01")
    assert get_measure(client, measure)["state"] == "in_progress"


def test_a_certificate_that_expires_again_takes_its_measures_back(client, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    certificate = {"status": "obtained", "number": "IS 1", "expires_on": "2026-06-30"}
    take_round(client, supplier, sheet, {**ALL_ANSWERS, "B-02": certificate})
    measure = plan(client, supplier, effect=1, finding_ids=[finding(client, supplier, "B-02")["id"]])
    step(client, measure, "implement", "verify")
    round_of(client, supplier, sheet, "○", "2027-02-01")  # ALL_ANSWERS: until 2028-03-31
    assert finding(client, supplier, "B-02")["state"] == "closed"
    while not client.post("/v1/operations/sweep", now="2028-04-01T01:00:00Z").body["done"]:
        pass
    assert finding(client, supplier, "B-02")["kind"] == "certificate_expired"
    assert get_measure(client, measure)["state"] == "in_progress"
