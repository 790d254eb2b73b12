"""Levels and numbers are answers like ○ △ ×: with a plan, a reviewer's value, and codes as catalogues write theirs."""
import urllib.parse
import uuid

import pytest

from rounds import PROFILE, ask, make_supplier, publish_sheet, save

LEVELS = [{"code": str(level), "text_ja": f"レベル {level}", "gap": gap}
          for level, gap in ((0, 1), (1, 0.67), (2, 0.33), (3, 0))]
SHEET = {"format": "renkei-questionnaire/1", "title_ja": "成熟度", "sections": [
    {"code": "S", "title_ja": "s", "questions": [
        {"code": "L-1", "type": "single_choice", "text_ja": "レベル", "weight": 5, "choices": LEVELS, "na_allowed": True},
        {"code": "M-1", "type": "multi_choice", "text_ja": "方式", "weight": 3, "choices": [
            {"code": "mfa", "text_ja": "多要素", "gap": 0}, {"code": "password", "text_ja": "パスワード", "gap": 1}]},
        {"code": "N-1", "type": "number", "text_ja": "適用率 %", "weight": 3, "ranges": [
            {"min": 0, "max": 79, "gap": 1}, {"min": 80, "max": 100, "gap": 0}]},
        {"code": "T-1", "type": "three_state", "text_ja": "方針", "weight": 1}]}]}
PLAN = {"measure": "段階的に引き上げる", "owner": "情シス", "due_on": "2099-03-31"}
BEST = {"L-1": {"choice": "3"}, "M-1": {"choices": ["mfa"]}, "N-1": {"number": 95}, "T-1": {"answer": "○"}}


@pytest.fixture(scope="module")
def sheet(client):
    return publish_sheet(client, SHEET)


@pytest.fixture
def supplier(client):
    return make_supplier(client, profile=PROFILE)


@pytest.fixture
def response(client, supplier, sheet):
    return ask(client, supplier, sheet)


def put(client, response, code, **members):
    return client.put(f"/v1/responses/{response}/answers/{code}", json=members, if_match="*")


def judge(client, response, code, **members):
    return client.put(f"/v1/responses/{response}/answers/{code}/review", if_match="*",
                      json={"evidence": "verified", **members})


def score(client, supplier):
    return client.get(f"/v1/suppliers/{supplier}").body["risk"]["score"]


def submitted(client, response, answers=None):
    assert save(client, response, answers or BEST).status == 200
    assert client.post(f"/v1/responses/{response}/submit").status == 200


# --- plans

@pytest.mark.parametrize("code, members", [
    ("L-1", {"choice": "1"}), ("L-1", {"choice": "0"}), ("M-1", {"choices": ["password"]}), ("N-1", {"number": 12})])
def test_a_level_that_leaves_a_gap_takes_a_plan(client, response, code, members):
    reply = put(client, response, code, **members, plan=PLAN)
    assert reply.status == 200 and reply.body["plan"] == PLAN


@pytest.mark.parametrize("code, members", [
    ("L-1", {"choice": "3"}), ("L-1", {"answer": "not_applicable", "reason": "-"}), ("L-1", {}),
    ("M-1", {"choices": ["mfa"]}), ("N-1", {"number": 95})])
def test_a_level_that_leaves_none_takes_no_plan(client, response, code, members):
    reply = put(client, response, code, **members, plan=PLAN)
    assert (reply.status, reply.errors) == (422, {"#/plan": "unsupported_change"})


def test_a_plan_becomes_a_measure_when_it_is_accepted(client, supplier, response):
    submitted(client, response, {**BEST, "L-1": {"choice": "1", "plan": PLAN}})
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    finding, = client.get("/v1/findings", params={"supplier_id": supplier, "question": "L-1"}).body["data"]
    assert finding["kind"] == "in_progress" and finding["measures"][0]["due_on"] == "2099-03-31"


def test_a_live_plan_lowers_what_a_gap_counts(client, sheet):
    def scored(plan):
        supplier = make_supplier(client, profile=PROFILE)
        submitted(client, ask(client, supplier, sheet), {**BEST, "L-1": {"choice": "0", **plan}})
        return score(client, supplier)
    assert scored({"plan": PLAN}) < scored({})


# --- the reviewer's value

@pytest.mark.parametrize("code, adopted, shown", [
    ("L-1", {"adopted_answer": "1"}, "in_progress"), ("L-1", {"adopted_answer": "0"}, "not_done"),
    ("M-1", {"adopted_choices": ["mfa", "password"]}, "not_done"), ("N-1", {"adopted_number": 40}, "not_done"),
    ("T-1", {"adopted_answer": "△"}, "in_progress")])
def test_a_reviewer_lowers_a_level(client, supplier, response, code, adopted, shown):
    submitted(client, response)
    before = score(client, supplier)
    reply = judge(client, response, code, **adopted)
    assert reply.status == 200, reply
    assert reply.body["review"] | adopted == reply.body["review"]
    assert {"adopted", "gap"}.isdisjoint(reply.body["review"])
    assert score(client, supplier) > before
    states = {row["code"]: row["state"] for row in client.get(
        f"/v1/suppliers/{supplier}/score").body["explanation"]["questions"]}
    assert states[code] == shown
    own = client.get(f"/v1/responses/{response}/answers/{code}").body
    given = {"answer": "done"} if code == "T-1" else BEST[code]
    assert own | given == own  # the supplier's own answer stays


def test_a_level_may_be_judged_not_applicable(client, supplier, response):
    submitted(client, response, {**BEST, "L-1": {"choice": "0", "reason": "対象外の拠点のみ"}})
    before = score(client, supplier)
    assert judge(client, response, "L-1", adopted_answer="not_applicable").status == 200
    assert score(client, supplier) < before


@pytest.mark.parametrize("code, adopted, errors", [
    ("L-1", {"adopted_answer": "4"}, {"#/adopted_answer": "not_allowed_value"}),
    ("L-1", {"adopted_number": 1}, {"#/adopted_number": "wrong_member_for_type"}),
    ("M-1", {"adopted_choices": ["mfa", "x"]}, {"#/adopted_choices/1": "not_allowed_value"}),
    ("M-1", {"adopted_answer": "not_applicable"}, {"#/adopted_answer": "not_applicable_refused"}),
    ("N-1", {"adopted_number": 101}, {"#/adopted_number": "out_of_range"}),
    ("N-1", {"adopted_answer": "done"}, {"#/adopted_answer": "not_allowed_value"}),
    ("T-1", {"adopted_answer": "maybe"}, {"#/adopted_answer": "not_allowed_value"})])
def test_what_is_no_value_of_the_question_is_refused(client, supplier, response, code, adopted, errors):
    submitted(client, response)
    before = score(client, supplier)
    reply = judge(client, response, code, **adopted)
    assert (reply.status, reply.errors) == (422, errors)
    assert score(client, supplier) == before


def test_the_whole_round_shows_the_levels_that_count(client, supplier, sheet):
    campaign = client.post("/v1/campaigns", json={
        "name": "成熟度", "questionnaire_id": sheet, "due_on": "2099-01-31", "suppliers": {"ids": [supplier]}}).body
    response = client.get("/v1/responses", params={"supplier_id": supplier}).body["data"][0]["id"]
    submitted(client, response)
    judge(client, response, "L-1", adopted_answer="1")
    row, = client.get(f"/v1/campaigns/{campaign['id']}/answers").body["data"]
    assert row["answers"][0]["adopted"] == "1"


# --- ranges

def test_a_number_in_a_hole_counts_as_the_worse_neighbour(client, sheet):
    def scored(number):
        supplier = make_supplier(client, profile=PROFILE)
        submitted(client, ask(client, supplier, sheet), {**BEST, "N-1": {"number": number}})
        return score(client, supplier)
    assert scored(79.5) == scored(79) > scored(80)


def test_what_is_outside_of_all_ranges_is_refused(client, response):
    for number in (-1, 100.5):
        assert put(client, response, "N-1", number=number).errors == {"#/number": "out_of_range"}


@pytest.mark.parametrize("ranges, warnings", [
    ([(0, 79, 1), (80, 100, 0)], [("range_hole", 79, 80)]),
    ([(80, 100, 0), (0, 79, 1)], [("range_hole", 79, 80)]),
    ([(0, 50, 1), (50, 100, 0)], []),
    ([(None, 50, 1), (50, None, 0)], []),
    ([(0, 60, 1), (50, 100, 0)], [("range_overlap", 50, 60)]),
    ([(0, 100, 1), (20, 30, 0.5), (120, 130, 0)], [("range_overlap", 20, 30), ("range_hole", 100, 120)]),
])
def test_publish_names_holes_and_overlaps(client, ranges, warnings):
    question = {"code": "N-1", "type": "number", "text_ja": "%", "weight": 1, "ranges": [
        {**({"min": low} if low is not None else {}), **({"max": high} if high is not None else {}), "gap": gap}
        for low, high, gap in ranges]}
    draft = client.post("/v1/questionnaires/import", json={
        **SHEET, "id": "r-" + uuid.uuid4().hex[:8],
        "sections": [{"code": "S", "title_ja": "s", "questions": [question]}]}).body["id"]
    published = client.post(f"/v1/questionnaires/{draft}/publish", lang="en")
    assert published.status == 200, published
    found = published.body["warnings"]
    assert [(one["code"], one["from"], one["to"]) for one in found] == warnings
    assert {one["pointer"] for one in found} <= {"#/sections/0/questions/0/ranges"}
    assert all(one["text"].startswith("Numbers") for one in found)


# --- codes

CODES = ["A&A-01", "CEK-03.1", "IAM-14", "GV.OC-01", "PR.AA-05", "AC-2(1)", "SC-7(21)", "AC-02(01)", "A.5.1",
         "A.8.28", "5.23", "AC-1a.1", "1.2.3"]


def test_codes_are_written_as_the_known_catalogues_write_them(client, supplier):
    """CSA CCM and CAIQ, NIST CSF 2.0, NIST SP 800-53, ISO/IEC 27001 Annex A, CIS controls."""
    sheet = publish_sheet(client, {**SHEET, "sections": [{"code": "A&A", "title_ja": "s", "questions": [
        {"code": code, "type": "three_state", "text_ja": code, "weight": 1} for code in CODES]}]})
    response = ask(client, supplier, sheet)
    assert save(client, response, {code: {"answer": "×"} for code in CODES[1:]}).status == 200
    path = f"/v1/responses/{response}/answers/{urllib.parse.quote(CODES[0])}"
    assert client.put(path, json={"answer": "○"}, if_match='"0"').status == 200
    assert client.get(path).body["code"] == "A&A-01"
    assert client.post(f"/v1/responses/{response}/submit").status == 200
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    found = client.get("/v1/findings", params={"supplier_id": supplier, "question": "AC-2(1)"}).body["data"]
    assert [row["question"]["code"] for row in found] == ["AC-2(1)"]
    later = ask(client, supplier, sheet)
    client.post(f"/v1/responses/{later}/prefill", json={})
    confirmed = client.post(f"/v1/responses/{later}/confirm", json={"codes": CODES})
    assert confirmed.status == 200 and confirmed.body["progress"]["answered"] == len(CODES)
    returned = client.post(f"/v1/responses/{later}/submit")
    assert returned.status == 200
    assert client.post(f"/v1/responses/{later}/return", json={
        "reasons": [{"code": "SC-7(21)", "text": "x"}]}).status == 200


@pytest.mark.parametrize("code", ["", "A/B", "A B", "-A", ".5", 'A"B', "A,B", "A{B}", "あ", "A" * 33])
def test_codes_that_would_not_stand_in_a_path_or_a_list_are_refused(client, code):
    reply = client.post("/v1/questionnaires/import", json={
        **SHEET, "id": "c-" + uuid.uuid4().hex[:8], "sections": [{"code": "S", "title_ja": "s", "questions": [
            {"code": code, "type": "three_state", "text_ja": "q"}]}]})
    assert reply.status == 422, reply
