"""The scoring model of a tenant: its setting, and what counts under weakest-link-blend/2."""
import datetime
import json

import pytest

from renkei_client import Client
from rounds import PROFILE, ask, make_supplier, publish_sheet, save
from test_scoring_vectors import VECTORS, differences, named
from test_simulate import numbers_alone

FIRST, SECOND = "weakest-link-blend/1", "weakest-link-blend/2"


def three(code, **members):
    return {"code": code, "type": "three_state", "text_ja": code, "weight": 3, "na_allowed": True, **members}


def sheet(*questions, code="S"):
    return {"format": "renkei-questionnaire/1", "title_ja": "表",
            "sections": [{"code": code, "title_ja": "節", "questions": list(questions)}]}


def big():
    return sheet(*(three(f"Q-{number}", weak_link=number == 1) for number in range(1, 11)))


@pytest.fixture(name="client")
def client_on_the_second_model(make_tenant):
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token("admin"))
    settings = client.get("/v1/settings")
    if settings.body["scoring_model"] != SECOND:
        changed = client.patch("/v1/settings", if_match=settings.etag, json={"scoring_model": SECOND})
        assert changed.status == 200, changed
    return client


def answer_all(client, response, word, **members):
    form = client.get(f"/v1/responses/{response}/form").body
    codes = [question["code"] for section in form["sections"] for question in section["questions"]]
    saved = save(client, response, {code: {"answer": word, **members} for code in codes})
    assert saved.status == 200, saved


def submit(client, supplier, questionnaire, word, accept=False, **members):
    response = ask(client, supplier, questionnaire)
    answer_all(client, response, word, **members)
    for step in ["submit", *(["accept"] if accept else [])]:
        assert client.post(f"/v1/responses/{response}/{step}").status == 200
    return response


def risk(client, supplier):
    return client.get(f"/v1/suppliers/{supplier}").body["risk"]


def score(client, supplier):
    return client.get(f"/v1/suppliers/{supplier}/score").body


# ---- the setting

def test_the_setting_needs_the_revision_and_a_model_there_is(client):
    assert client.patch("/v1/settings", json={"scoring_model": FIRST}).status == 428
    etag = client.get("/v1/settings").etag
    wrong = client.patch("/v1/settings", if_match=etag, json={"scoring_model": "weakest-link-blend/3"})
    assert wrong.errors == {"#/scoring_model": "not_allowed_value"}
    back = client.patch("/v1/settings", if_match=etag, json={"scoring_model": FIRST})
    assert back.status == 200 and back.body["scoring_model"] == FIRST
    event = client.get("/v1/events?cursor=latest&limit=1")
    assert event.status == 200


# ---- simulating

@pytest.mark.parametrize("model", ["1", "2"])
def test_a_vector_comes_out_by_the_model_asked_for(client, model):
    for vector in VECTORS[model]:
        for name in (model, f"weakest-link-blend/{model}"):
            got = client.post(f"/v1/risk-scores/simulate?model={name}", json=vector["input"])
            assert got.status == 200, got
            tried = got.body
            if "nodes" not in vector["input"]:
                numbers_alone(tried)
            expected = json.loads(json.dumps(named(vector, model), sort_keys=True))
            assert list(differences(expected, json.loads(json.dumps(tried, sort_keys=True)))) == []


def test_what_the_contract_shows_is_what_comes_back(client, anyone):
    shown = anyone.get("/openapi.json").body["components"]
    given = next(body for body in shown["schemas"]["SimulateInput"]["examples"] if "sheets" in body)
    got = client.post("/v1/risk-scores/simulate?model=2&lang=en", json=given)
    assert got.status == 200, got
    assert got.body == shown["examples"]["Simulation"]["value"]


def test_a_measure_and_a_chain_that_the_contract_shows_are_answered(client, anyone):
    shown = anyone.get("/openapi.json").body["components"]["schemas"]["SimulateInput"]["examples"]
    measures = next(body for body in shown if "measures" in body)
    measures["questionnaire_id"] = client.get("/v1/questionnaires?code=motex-scrm-2024").body["data"][0]["id"]
    planned = client.post("/v1/risk-scores/simulate", json=measures)
    assert planned.status == 200, planned
    assert planned.body["projected"]["score"] < planned.body["score"]
    chain = client.post("/v1/risk-scores/simulate", json=next(body for body in shown if "nodes" in body))
    assert chain.status == 200, chain
    assert chain.body["maker"]["score"] > chain.body["maker"]["own_score"]


def test_without_a_model_it_is_the_tenants(client):
    given = {"as_of": "2026-11-22", "answers": {}}
    assert client.post("/v1/risk-scores/simulate", json=given).body["model"] == SECOND
    assert client.post("/v1/risk-scores/simulate?model=1", json=given).body["model"] == FIRST
    assert client.post("/v1/risk-scores/simulate?model=3", json=given).status == 400


def test_what_if_over_two_questionnaires(client):
    supplier = make_supplier(client, profile=PROFILE)
    submit(client, supplier, publish_sheet(client, big(), code="first"), "not_done")
    submit(client, supplier, publish_sheet(client, sheet(three("Q-1"), three("R-1")), code="second"), "not_done")
    before = risk(client, supplier)["score"]

    def tried(status=200, **members):
        reply = client.post("/v1/risk-scores/simulate", json={"supplier_id": supplier, **members})
        assert reply.status == status, reply
        return reply
    assert tried().body["score"] == before
    done = {"answer": "done", "evidence": "verified"}
    named_question = tried(answers={"R-1": done}).body
    assert named_question["score"] < before
    assert tried(answers={"second/R-1": done}).body == named_question
    assert tried(sheets=[{"code": "second", "answers": {"R-1": done}}]).body == named_question
    assert tried(422, answers={"Q-1": done}).errors == {"#/answers/Q-1": "not_unique"}
    assert tried(422, answers={"X-1": done}).errors == {"#/answers/X-1": "question_unknown"}
    assert tried(422, answers={"R-1": {"answer": "perhaps"}}).errors == {"#/answers/R-1/answer": "not_allowed_value"}
    assert tried(422, sheets=[{"code": "third"}]).errors == {"#/sheets/0/code": "unknown_reference"}
    more = tried(sheets=[{"code": "third", "questionnaire": sheet(three("T-1")), "answers": {"T-1": done}}]).body
    assert [item["code"] for item in more["questions"]][-1] == "T-1"
    assert more["score"] < before


# ---- all questionnaires together

def test_a_small_second_sheet_does_not_replace_the_first(client):
    supplier = make_supplier(client, profile=PROFILE)
    submit(client, supplier, publish_sheet(client, big()), "not_done", accept=True)
    before = risk(client, supplier)
    submit(client, supplier, publish_sheet(client, sheet(three("ONE"))), "done")
    after = risk(client, supplier)
    assert after["band"] == before["band"]
    assert after["score"] > before["score"] - 0.5
    open_findings = client.get(f"/v1/findings?supplier_id={supplier}&state=open&limit=200").body["data"]
    assert {finding["question"]["code"] for finding in open_findings} == {f"Q-{number}" for number in range(1, 11)}


def test_the_order_of_the_sheets_makes_no_difference(client):
    first, second = publish_sheet(client, big()), publish_sheet(client, sheet(three("ONE", weak_link=True)))
    one, other = make_supplier(client, "一", profile=PROFILE), make_supplier(client, "二", profile=PROFILE)
    for questionnaire, word in ((first, "in_progress"), (second, "not_done")):
        submit(client, one, questionnaire, word, accept=True)
    for questionnaire, word in ((second, "not_done"), (first, "in_progress")):
        submit(client, other, questionnaire, word, accept=True)
    assert risk(client, one)["score"] == risk(client, other)["score"]


def test_the_basis_lists_the_responses(client):
    supplier = make_supplier(client, profile=PROFILE)
    first = submit(client, supplier, publish_sheet(client, big(), code="zz-first"), "done", accept=True)
    second = submit(client, supplier, publish_sheet(client, sheet(three("ONE")), code="aa-second"), "done")
    current = score(client, supplier)
    assert current["model_version"] == SECOND == current["explanation"]["model"]
    assert current["response_id"] == second
    assert current["basis"] == [
        {"response_id": second, "questionnaire": {"code": "aa-second", "version": 1}},
        {"response_id": first, "questionnaire": {"code": "zz-first", "version": 1}}]
    assert len(current["explanation"]["questions"]) == 11
    listed = client.get(f"/v1/risk-scores?supplier_id={supplier}").body["data"]
    assert [len(row["basis"]) for row in listed] == [2, 1, 1, 0]


def test_a_returned_one_goes_on_counting_and_a_cancelled_one_leaves_the_others(client):
    supplier = make_supplier(client, profile=PROFILE)
    submit(client, supplier, publish_sheet(client, big()), "in_progress", accept=True)
    before = risk(client, supplier)
    second = submit(client, supplier, publish_sheet(client, sheet(three("ONE"))), "not_done")
    worse = risk(client, supplier)["score"]
    assert worse > before["score"]
    returned = client.post(f"/v1/responses/{second}/return", json={"reasons": [{"code": "ONE", "text": "資料を添えてください"}]})
    assert returned.status == 200, returned
    assert risk(client, supplier)["score"] == worse
    assert client.post(f"/v1/responses/{second}/cancel", json={"reason": "中止"}).status == 200
    assert risk(client, supplier)["score"] == before["score"]
    assert client.get(f"/v1/findings?supplier_id={supplier}&state=open&limit=200").body["data"] != []


def test_an_amended_one_stands_in_the_place_of_its_own_and_nothing_else(client):
    supplier = make_supplier(client, profile=PROFILE)
    first = submit(client, supplier, publish_sheet(client, big(), code="first"), "done", accept=True)
    second = submit(client, supplier, publish_sheet(client, big(), code="second"), "in_progress", accept=True)
    before = risk(client, supplier)
    amended = client.post(f"/v1/responses/{first}/amend", json={"codes": ["Q-2"], "reason": "台数の誤り"}).body["id"]
    assert risk(client, supplier) == before
    assert save(client, amended, {"Q-2": {"answer": "not_done"}}, revision=1).status == 200
    assert client.post(f"/v1/responses/{amended}/submit").status == 200
    assert risk(client, supplier)["score"] > before["score"]
    current = score(client, supplier)
    assert [item["response_id"] for item in current["basis"]] == [amended, second]
    states = {item["code"]: item["state"] for item in current["explanation"]["questions"]}
    assert [states[code] for code in ("first/Q-1", "first/Q-2", "second/Q-2")] == ["done", "not_done", "in_progress"]


def test_next_year_is_filled_with_the_same_questionnaire_alone(client):
    supplier = make_supplier(client, profile=PROFILE)
    first = publish_sheet(client, big(), code="first")
    submit(client, supplier, first, "done", accept=True)
    submit(client, supplier, publish_sheet(client, big(), code="second"), "not_done", accept=True)
    before = score(client, supplier)
    again = ask(client, supplier, first)
    assert client.post(f"/v1/responses/{again}/prefill", json={}).status == 200
    form = client.get(f"/v1/responses/{again}/form").body
    assert {question["answer"]["answer"] for section in form["sections"] for question in section["questions"]} == {"done"}
    assert score(client, supplier) == before


def test_an_informational_sheet_changes_nothing(client):
    supplier = make_supplier(client, profile=PROFILE)
    submit(client, supplier, publish_sheet(client, big()), "in_progress", accept=True)
    before = score(client, supplier)
    submit(client, supplier, publish_sheet(client, sheet(three("INFO", scored=False))), "not_done", accept=True)
    after = score(client, supplier)
    assert {**after["explanation"]} == {**before["explanation"]}
    assert risk(client, supplier)["score"] == before["score"]


def test_measures_count_in_their_own_sheet(client):
    supplier = make_supplier(client, profile=PROFILE)
    submit(client, supplier, publish_sheet(client, big(), code="m-first"), "not_done", accept=True)
    submit(client, supplier, publish_sheet(client, sheet(three("Q-1")), code="m-second"), "not_done", accept=True)
    found = client.get(f"/v1/findings?supplier_id={supplier}&limit=200").body["data"]
    finding = next(item for item in found
                   if item["question"]["code"] == "Q-1" and item["questionnaire_code"] == "m-second")
    made = client.post("/v1/measures", json={"supplier_id": supplier, "finding_ids": [finding["id"]],
                                             "title": "対策", "effect": 1, "due_on": "2099-01-01"})
    assert made.status == 201, made
    assert client.post(f"/v1/measures/{made.body['id']}/implement").status == 200
    assert client.post(f"/v1/measures/{made.body['id']}/verify", json={"notes": "確認"}).status == 200
    gaps = {item["code"]: item["gap"] for item in score(client, supplier)["explanation"]["questions"]}
    assert gaps["m-second/Q-1"] == 0 and gaps["m-first/Q-1"] == 1


def test_a_retired_code_leaves_as_soon_as_another_counts(client):
    supplier = make_supplier(client, profile=PROFILE)
    old = publish_sheet(client, big(), code="old")
    submit(client, supplier, old, "not_done", accept=True)
    assert client.post(f"/v1/questionnaires/{old}/retire").status == 200
    assert client.post("/v1/risk-scores", json={"supplier_id": supplier}).body["basis"][0]["questionnaire"]["code"] == "old"
    submit(client, supplier, publish_sheet(client, sheet(three("ONE")), code="new"), "done", accept=True)
    assert [item["questionnaire"]["code"] for item in score(client, supplier)["basis"]] == ["new"]
    assert client.get(f"/v1/findings?supplier_id={supplier}&state=open").body["data"] == []


def test_beyond_a_thousand_questions_those_answered_longest_ago_leave(client):
    supplier = make_supplier(client, profile=PROFILE)
    small = submit(client, supplier, publish_sheet(client, sheet(three("ONE")), code="small"), "not_done", accept=True)
    sheets = {code: sheet(*(three(f"Q-{number}") for number in range(1, 501))) for code in ("big-1", "big-2")}
    responses = [submit(client, supplier, publish_sheet(client, document, code=code), "done")
                 for code, document in sheets.items()]
    current = score(client, supplier)
    assert [item["response_id"] for item in current["basis"]] == responses
    assert len(current["explanation"]["questions"]) == 1000
    assert client.get(f"/v1/findings?supplier_id={supplier}&state=open&questionnaire_code=small").body["data"] == []
    returned = client.post(f"/v1/responses/{responses[0]}/return",
                           json={"reasons": [{"code": "Q-1", "text": "資料を添えてください"}]})
    assert returned.status == 200, returned
    assert [item["response_id"] for item in score(client, supplier)["basis"]] == [responses[1], small]


# ---- claims and their check

def test_a_refuted_claim_costs_the_others_credit(client):
    supplier = make_supplier(client, profile=PROFILE)
    response = submit(client, supplier, publish_sheet(client, big()), "done")
    before = score(client, supplier)
    assert before["explanation"]["confidence"]["held"] == 1
    review = client.put(f"/v1/responses/{response}/answers/Q-5/review",
                        json={"adopted_answer": "not_done", "evidence": "verified"})
    assert review.status == 200, review
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    after = score(client, supplier)
    assert after["explanation"]["confidence"]["held"] == 0.5
    gaps = {item["code"]: item["gap"] for item in after["explanation"]["questions"]}
    assert gaps["Q-5"] == 1 and gaps["Q-1"] > 0.6


# ---- nothing judged

def test_all_not_applicable_is_no_good_result(client):
    supplier = make_supplier(client, profile=PROFILE)
    submit(client, supplier, publish_sheet(client, big()), "not_applicable", accept=True, reason="対象の業務なし")
    shown = risk(client, supplier)
    assert (shown["assessment_status"], shown["band"], shown["score"], shown["computed_band"]) == (
        "not_judged", None, None, None)
    assert shown["impact"] is not None
    current = score(client, supplier)
    assert current["score"] is None and current["explanation"]["reason"] == "nothing_judged"
    assert client.get(f"/v1/suppliers?assessment_status=not_judged").body["data"][0]["id"] == supplier
    summary = client.get("/v1/reports/summary").body
    assert summary["assessment_status"]["not_judged"] == summary["apart"]["not_judged"] == 1
    heat = client.get("/v1/reports/heat-map").body
    assert (heat["assessed"], heat["unassessed"], heat["apart"]["not_judged"]) == (0, 0, 1)
    assert client.get(f"/v1/suppliers/{supplier}/effect").code == "no_score"


def test_more_than_half_not_applicable_is_told_by_the_confidence(client):
    supplier = make_supplier(client, profile=PROFILE)
    response = ask(client, supplier, publish_sheet(client, big()))
    answers = {f"Q-{number}": {"answer": "not_applicable", "reason": "対象なし"} for number in range(1, 8)}
    answers.update({f"Q-{number}": {"answer": "done"} for number in range(8, 11)})
    assert save(client, response, answers).status == 200
    assert client.post(f"/v1/responses/{response}/submit").status == 200
    assert risk(client, supplier)["confidence_label"] == "low"
    assert score(client, supplier)["explanation"]["confidence"]["counted"] == 0.3


# ---- the new fields

def test_a_new_field_moves_its_supplier_by_what_it_says(client):
    supplier = make_supplier(client, profile={**PROFILE, "data_sensitivity": "personal"})
    submit(client, supplier, publish_sheet(client, big()), "in_progress", accept=True)
    before = client.get(f"/v1/suppliers/{supplier}")
    assert before.body["risk"]["profile_missing"] == ["record_volume", "access_level", "subcontracting"]
    assert before.body["risk"]["tier_provisional"] is False
    after = client.patch(f"/v1/suppliers/{supplier}", if_match=before.etag, json={"profile": {
        "record_volume": "over_100000", "access_level": "administrator", "subcontracting": "nested"}})
    assert after.status == 200, after
    assert after.body["risk"]["score"] > before.body["risk"]["score"]
    assert after.body["risk"]["profile_missing"] == []
    for name, word in (("record_volume", "over_100000"), ("access_level", "administrator"),
                       ("subcontracting", "nested")):
        assert client.get(f"/v1/suppliers?{name}={word}").body["data"][0]["id"] == supplier
        assert client.get(f"/v1/suppliers?{name}={'not_counted' if name == 'record_volume' else 'none'}").body["data"] == []


def test_under_the_first_model_they_move_nothing(client):
    etag = client.get("/v1/settings").etag
    assert client.patch("/v1/settings", if_match=etag, json={"scoring_model": FIRST}).status == 200
    supplier = make_supplier(client, profile=PROFILE)
    submit(client, supplier, publish_sheet(client, big()), "in_progress", accept=True)
    before = client.get(f"/v1/suppliers/{supplier}")
    assert before.body["risk"]["profile_missing"] == []
    after = client.patch(f"/v1/suppliers/{supplier}", if_match=before.etag,
                         json={"profile": {"access_level": "administrator"}})
    assert after.body["risk"]["score"] == before.body["risk"]["score"]
    assert score(client, supplier)["model_version"] == FIRST


# ---- the day after the switch

@pytest.fixture(name="first")
def client_on_the_first_model(make_tenant):
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token("admin"))
    set_model(client, FIRST)
    return client


def set_model(client, model):
    settings = client.get("/v1/settings")
    if settings.body["scoring_model"] != model:
        changed = client.patch("/v1/settings", if_match=settings.etag, json={"scoring_model": model})
        assert changed.status == 200, changed


def sweep(client, **options):
    while not (body := client.post("/v1/operations/sweep", **options).body)["done"]:
        pass
    return body


def shown(client, supplier):
    body = client.get(f"/v1/suppliers/{supplier}").body
    risk_shown = {name: value for name, value in body["risk"].items() if name != "profile_missing"}
    return {**risk_shown, "next_review_on": body["next_review_on"]}


def history(client, supplier):
    return client.get(f"/v1/risk-scores?supplier_id={supplier}").body["data"]


def crowd(client):
    """Suppliers whose band rises, stays and falls with the model, as their profile says."""
    questionnaire = publish_sheet(client, big())
    tied = {**PROFILE, "business_dependency": "critical", "remote_connection": "always_on",
            "network_connectivity": "flat", "substitutability": "none"}
    loose = {**PROFILE, "business_dependency": "low", "remote_connection": "none", "network_connectivity": "none",
             "data_sensitivity": "internal"}
    suppliers = []
    for number, profile in enumerate((tied, PROFILE, loose)):
        for word in ("done", "in_progress", "not_done"):
            suppliers.append(make_supplier(client, f"取引先{number}{word}", profile=profile))
            submit(client, suppliers[-1], questionnaire, word, accept=True)
    return suppliers


def test_the_sweep_after_the_switch_scores_everybody_once(first):
    suppliers = crowd(first)
    sweep(first)
    before = {supplier: shown(first, supplier) for supplier in suppliers}
    counts = {supplier: len(history(first, supplier)) for supplier in suppliers}
    set_model(first, SECOND)
    assert {supplier: shown(first, supplier) for supplier in suppliers} == before, "nothing moves by the setting alone"
    since = first.get("/v1/events?cursor=latest").body["page"]["next_cursor"]
    body = sweep(first, params={"restart": "true"})
    assert body["scores_appended"] == len(suppliers)
    moves = {}
    for supplier in suppliers:
        now, rows = shown(first, supplier), history(first, supplier)
        assert len(rows) == counts[supplier] + 1
        assert (rows[0]["cause"], rows[0]["model_version"]) == ("model", SECOND)
        assert {row["model_version"] for row in rows[1:]} == {FIRST}
        assert now["next_review_on"] <= before[supplier]["next_review_on"]
        pair = (before[supplier]["band"], now["band"])
        moves[pair] = moves.get(pair, 0) + 1
    assert any(old != new for old, new in moves)
    told = first.get("/v1/events", params={"cursor": since, "limit": 200}).body["data"]
    types = [event["type"] for event in told]
    assert types.count("risk_score.created") == len(suppliers)
    assert "risk_score.band_changed" not in types
    summary, = [event for event in told if event["type"] == "scoring_model.applied"]
    assert summary["changes"]["scoring_model"] == [FIRST, SECOND]
    assert summary["changes"]["suppliers"] == [None, len(suppliers)]
    assert {(row["from"], row["to"]): row["suppliers"] for row in summary["changes"]["bands"][1]} == moves
    assert sweep(first, params={"restart": "true"})["scores_appended"] == 0


def test_a_promised_review_is_not_put_off(first):
    suppliers = crowd(first)
    sweep(first)
    before = {supplier: shown(first, supplier)["next_review_on"] for supplier in suppliers}
    set_model(first, SECOND)
    sweep(first, params={"restart": "true"})
    kept = {supplier: shown(first, supplier)["next_review_on"] for supplier in suppliers}
    tomorrow = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)).isoformat()
    sweep(first, now=tomorrow)
    later = {supplier: shown(first, supplier)["next_review_on"] for supplier in suppliers}
    assert later == kept and all(later[supplier] <= before[supplier] for supplier in suppliers)
    better = [supplier for supplier in suppliers if shown(first, supplier)["band"] in ("low", "very_low")]
    review = first.post("/v1/reviews", json={"supplier_id": better[0], "outcome": "continue"})
    assert review.status == 201, review
    assert shown(first, better[0])["next_review_on"] >= kept[better[0]]


def test_there_is_a_way_back(first):
    suppliers = crowd(first)
    before = {supplier: shown(first, supplier)["score"] for supplier in suppliers}
    set_model(first, SECOND)
    sweep(first)
    set_model(first, FIRST)
    sweep(first, params={"restart": "true"})
    assert {supplier: shown(first, supplier)["score"] for supplier in suppliers} == before
    assert [row["model_version"] for row in history(first, suppliers[0])][:3] == [FIRST, SECOND, FIRST]


def test_who_moves_on_the_same_day_is_scored_by_the_new_model_at_once(first):
    supplier = crowd(first)[1]
    set_model(first, SECOND)
    profile = first.get(f"/v1/suppliers/{supplier}")
    first.patch(f"/v1/suppliers/{supplier}", if_match=profile.etag, json={"profile": {"access_level": "user"}})
    row = history(first, supplier)[0]
    assert (row["cause"], row["model_version"]) == ("profile", SECOND)


def test_the_trend_marks_the_day(first):
    suppliers = crowd(first)
    month = first.get("/v1/reports/trend?months=2").body["months"][-1]
    assert (month["model_version"], month["model_changes"]) == (FIRST, [])
    set_model(first, SECOND)
    body = sweep(first)
    earlier, month = first.get("/v1/reports/trend?months=2").body["months"]
    assert (earlier["model_version"], earlier["model_changes"]) == (FIRST, [])
    assert month["model_version"] == SECOND
    assert month["model_changes"] == [{"day": body["day"], "from": FIRST, "to": SECOND, "suppliers": len(suppliers)}]
