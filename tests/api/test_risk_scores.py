"""Risk scores: what a supplier shows, why, and what it showed before."""
import uuid

import pytest

from renkei_client import Client
from rounds import ALL_ANSWERS, PROFILE, ask, events, make_supplier, save, submit_all

LIST_MEMBERS = {
    "id", "supplier_id", "supplier", "response_id", "basis", "cause", "model_version", "as_of", "created_at", "impact",
    "likelihood", "likelihood_business", "likelihood_software", "likelihood_service", "score", "band", "band_reason", "computed_band", "assessment_status", "confidence",
    "confidence_label", "range", "tier", "tier_provisional", "recommended_star", "inherent",
    "before_measures", "projected", "supersedes"}
SHOWN = ("band", "band_reason", "computed_band", "score", "likelihood", "likelihood_business",
         "likelihood_software", "likelihood_service", "impact", "inherent", "projected",
         "confidence", "confidence_label", "as_of", "assessment_status", "tier_provisional")


@pytest.fixture
def supplier(client):
    return make_supplier(client, profile=PROFILE)


def made_at(client, now, profile):
    reply = client.post("/v1/suppliers", json={"name": "Acme", "profile": profile}, now=now)
    assert reply.status == 201, reply
    return reply.body["id"]


def risk(client, supplier):
    return client.get(f"/v1/suppliers/{supplier}").body["risk"]


def history(client, supplier, **params):
    """Newest first."""
    reply = client.get("/v1/risk-scores", params={"supplier_id": supplier, "limit": 200, **params})
    assert reply.status == 200, reply
    return reply.body["data"]


def score_now(client, supplier, **options):
    reply = client.post("/v1/risk-scores", json={"supplier_id": supplier}, **options)
    assert reply.status == 201, reply
    return reply.body


# --- the words

def test_from_never_asked_to_stale(client, sheet):
    """One supplier through all that can be said of it, by the clock."""
    supplier = made_at(client, "2026-01-05T00:00:00Z", PROFILE)
    assert risk(client, supplier)["assessment_status"] == "never_asked"

    asked = client.post("/v1/responses", now="2026-01-06T00:00:00Z", json={
        "supplier_id": supplier, "questionnaire_id": sheet, "due_on": "2026-02-01"})
    assert (risk(client, supplier)["assessment_status"], risk(client, supplier)["band"]) == ("asked", None)

    # The grace is 14 days: the last of them ends on 15 February in Tokyo.
    assert score_now(client, supplier, now="2026-02-15T14:59:59Z")["assessment_status"] == "asked"
    silent = score_now(client, supplier, now="2026-02-15T15:00:00Z")
    assert (silent["assessment_status"], silent["band_reason"]) == ("no_response", "no_response")
    assert silent["band"] == silent["computed_band"] is not None  # silence is the worst case
    assert silent["explanation"]["likelihood"]["V"] == 1 and silent["response_id"] is None and silent["basis"] == []
    assert risk(client, supplier)["assessment_status"] == "no_response"

    response = asked.body["id"]
    saved = save(client, response, ALL_ANSWERS, now="2026-03-01T00:00:00Z")
    assert saved.status == 200
    assert client.post(f"/v1/responses/{response}/submit", now="2026-03-01T01:00:00Z").status == 200
    known = risk(client, supplier)
    assert (known["assessment_status"], known["band_reason"]) == ("assessed", "computed")
    assert known["band"] == known["computed_band"] and known["score"] < silent["score"]

    # Fresh for 455 days, dead after 1095.
    assert score_now(client, supplier, now="2027-05-01T00:00:00Z")["assessment_status"] == "assessed"
    stale = score_now(client, supplier, now="2029-02-27T00:00:00Z")
    assert (stale["assessment_status"], stale["band_reason"]) == ("stale", "stale") and stale["band"]
    assert stale["computed_band"] and stale["confidence_label"] == "very_low"
    assert stale["score"] > known["score"]


def test_the_unassessed_are_no_band(client, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    for status in ("never_asked", "asked"):
        shown = risk(client, supplier)
        assert (shown["assessment_status"], shown["band"], shown["band_reason"]) == (status, None, None)
        assert shown["computed_band"] and shown["confidence_label"] == "very_low"
        if status == "never_asked":
            ask(client, supplier, sheet)
    found = client.get("/v1/suppliers", params={"band": ["very_high", "high", "moderate", "low", "very_low"],
                                                "limit": 200}).body["data"]
    assert supplier not in [row["id"] for row in found]


def test_a_cancelled_request_was_never_asked(client, supplier, sheet):
    response = ask(client, supplier, sheet)
    assert risk(client, supplier)["assessment_status"] == "asked"
    client.post(f"/v1/responses/{response}/cancel", json={"reason": "誤送信"})
    assert risk(client, supplier)["assessment_status"] == "never_asked"


# --- what appends a score

def test_each_step_of_a_round_appends_its_score(client, supplier, sheet):
    response = ask(client, supplier, sheet)
    submit_all(client, response)
    assert client.post(f"/v1/responses/{response}/return", json={
        "reasons": [{"code": "B-03", "text": "計画を具体的に"}]}).status == 200
    assert save(client, response, {"B-03": {"answer": "○"}}, revision=1).status == 200
    assert client.post(f"/v1/responses/{response}/submit").status == 200
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    assert client.put(f"/v1/responses/{response}/answers/B-01/review", json={"evidence": "verified"}).status == 200
    found = history(client, supplier)
    assert [score["cause"] for score in found] == [
        "review", "final", "provisional", "provisional", "profile"]  # returned, it goes on counting
    assert [score["supersedes"] for score in found] == [score["id"] for score in found[1:]] + [None]
    assert [score["response_id"] for score in found] == [response] * 4 + [None]
    assert found[0]["score"] < found[1]["score"] == found[2]["score"] < found[3]["score"] < found[4]["score"]
    shown = client.get(f"/v1/suppliers/{supplier}").body["risk"]
    assert shown["score_id"] == found[0]["id"]
    assert {name: shown[name] for name in SHOWN} == {name: found[0][name] for name in SHOWN}


def test_a_returned_response_is_forgotten_for_the_last_accepted(client, supplier, sheet):
    first = ask(client, supplier, sheet)
    submit_all(client, first)
    client.post(f"/v1/responses/{first}/accept")
    accepted = risk(client, supplier)
    second = ask(client, supplier, sheet)
    submit_all(client, second, {**ALL_ANSWERS, "B-03": {"answer": "○"}})
    assert risk(client, supplier)["score"] < accepted["score"]  # better answers, not yet looked at
    client.post(f"/v1/responses/{second}/return", json={"reasons": [{"code": "B-03", "text": "証跡を"}]})
    fallen = risk(client, supplier)
    assert {name: fallen[name] for name in SHOWN} == {name: accepted[name] for name in SHOWN}
    newest = history(client, supplier)[0]
    assert (newest["cause"], newest["response_id"]) == ("fallback", first)


def test_an_equal_score_is_not_appended_unless_asked_for(client, supplier):
    before = history(client, supplier)
    client.patch(f"/v1/suppliers/{supplier}", if_match="*", json={"name": "改名", "profile": PROFILE})
    assert [score["id"] for score in history(client, supplier)] == [score["id"] for score in before]
    asked = score_now(client, supplier)
    assert asked["cause"] == "manual" and asked["supersedes"] == before[0]["id"]
    assert (asked["score"], asked["impact"]) == (before[0]["score"], before[0]["impact"])
    assert len(history(client, supplier)) == len(before) + 1


def test_a_score_is_told_and_a_new_band_is_told(client, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    submit_all(client, ask(client, supplier, sheet))
    shown = client.get(f"/v1/suppliers/{supplier}").body
    told = [event for event in events(client) if event["supplier_id"] == supplier
            and event["type"].split(".")[0] in ("response", "risk_score")][-3:]
    assert [event["type"] for event in told] == [
        "response.submitted", "risk_score.created", "risk_score.band_changed"]
    assert told[1]["resource"] == {"type": "risk_score", "id": shown["risk"]["score_id"], "revision": 1}
    assert told[1]["changes"]["score"] == [None, pytest.approx(shown["risk"]["score"], abs=1e-6)]
    assert told[2]["changes"] == {"band": [None, shown["risk"]["band"]], "band_reason": [None, "computed"]}
    assert told[2]["resource"]["revision"] == shown["revision"]


# --- reading

def test_the_current_score_and_why(client, supplier, sheet):
    assert client.get(f"/v1/suppliers/{make_supplier(client)}/score").code == "no_score"
    assert client.get(f"/v1/suppliers/{uuid.uuid4()}/score").code == "not_found"
    response = ask(client, supplier, sheet)
    submit_all(client, response)
    current = client.get(f"/v1/suppliers/{supplier}/score")
    assert set(current.body) == LIST_MEMBERS | {"explanation", "words"}
    assert client.get(f"/v1/risk-scores/{current.body['id']}").body == current.body
    assert current.body["model_version"] == "weakest-link-blend/2"
    why = current.body["explanation"]
    assert why["score"] == current.body["score"] and why["impact"]["I"] == current.body["impact"]
    assert why["likelihood"]["L"] == current.body["likelihood"]
    parts = sum(question["contribution"] for question in why["questions"])
    assert why["contribution_check"]["floor"] + parts == pytest.approx(current.body["score"], abs=1e-5)
    assert current.body["range"]["low"] <= current.body["score"] <= current.body["range"]["high"]
    assert (current.body["inherent"] >= current.body["before_measures"] >= current.body["score"]
            >= current.body["projected"])
    fixes = [step["reduction"] for step in why["fix_first"]]
    assert fixes == sorted(fixes, reverse=True) and len(fixes) <= 5
    known = client.get(f"/v1/suppliers/{supplier}/score", headers={"If-None-Match": current.etag})
    assert (known.status, known.raw) == (304, b"")


def test_a_score_never_changes(client, supplier, sheet):
    submit_all(client, ask(client, supplier, sheet))
    path = f"/v1/risk-scores/{risk(client, supplier)['score_id']}"
    before = client.get(path)
    client.patch(f"/v1/suppliers/{supplier}", if_match="*", json={"profile": {"data_sensitivity": "special"}})
    assert client.get(path).raw == before.raw
    for method in ("PATCH", "PUT", "DELETE"):
        assert client.request(method, path).status == 405


def test_as_of_is_a_day_of_ones_own(client, supplier, sheet):
    submit_all(client, ask(client, supplier, sheet))
    today = risk(client, supplier)
    later = client.post("/v1/risk-scores", json={"supplier_id": supplier, "as_of": "2031-01-01"})
    assert later.status == 201 and later.body["as_of"] == "2031-01-01"
    assert later.body["score"] > today["score"] and later.body["confidence"] < today["confidence"]
    assert later.headers["Location"] == f"/v1/risk-scores/{later.body['id']}"


def test_the_day_is_that_of_the_tenant(client, supplier):
    assert score_now(client, supplier, now="2027-01-31T14:59:59Z")["as_of"] == "2027-01-31"
    assert score_now(client, supplier, now="2027-01-31T15:00:00Z")["as_of"] == "2027-02-01"


@pytest.mark.parametrize("body, status, errors", [
    ({}, 422, {"#/supplier_id": "required"}),
    ({"supplier_id": "7"}, 422, {"#/supplier_id": "not_uuid"}),
    ({"supplier_id": str(uuid.uuid4())}, 404, {}),
    ({"supplier_id": str(uuid.uuid4()), "as_of": "2026-02-30"}, 422, {"#/as_of": "no_such_day"}),
    ({"supplier_id": str(uuid.uuid4()), "cause": "sweep"}, 422, {"#/cause": "unknown_member"}),
])
def test_what_cannot_be_scored(client, body, status, errors):
    reply = client.post("/v1/risk-scores", json=body)
    assert (reply.status, reply.errors) == (status, errors)


# --- the list

@pytest.fixture(scope="module")
def past(make_tenant):
    """Two suppliers with a score in January, February and March each: (client, ids, scores)."""
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token("admin"))
    wide = {**PROFILE, "data_sensitivity": "special", "remote_connection": "always_on",
            "network_connectivity": "flat", "business_dependency": "critical", "substitutability": "none"}
    ids = [made_at(client, "2026-01-10T00:00:00Z", profile) for profile in (PROFILE, wide)]
    scores = {supplier: [history(client, supplier)[0]] for supplier in ids}
    for month in ("02", "03"):
        for supplier in ids:
            scores[supplier].append(score_now(client, supplier, now=f"2026-{month}-10T00:00:00Z"))
    return client, ids, {supplier: [score["id"] for score in rows] for supplier, rows in scores.items()}


def ids_of(client, **params):
    reply = client.get("/v1/risk-scores", params=params)
    assert reply.status == 200, reply
    return [score["id"] for score in reply.body["data"]]


def test_what_was_known_then(past):
    client, (one, two), scores = past
    def at(instant):
        return set(ids_of(client, known_at=instant))
    assert at("2026-01-09T23:59:59Z") == set()
    assert at("2026-01-10T00:00:00Z") == {scores[one][0], scores[two][0]}
    assert at("2026-02-10T00:00:00Z") == at("2026-02-28T09:00:00+09:00") == {scores[one][1], scores[two][1]}
    assert at("2030-01-01T00:00:00Z") == {scores[one][2], scores[two][2]}


def test_current_and_superseded(past):
    client, (one, two), scores = past
    assert set(ids_of(client, current="true")) == {scores[one][2], scores[two][2]}
    assert set(ids_of(client, current="false")) == {*scores[one][:2], *scores[two][:2]}


def test_filters(past):
    client, (one, two), scores = past
    assert ids_of(client, supplier_id=one) == scores[one][::-1]
    assert len(ids_of(client, supplier_id=[one, two])) == 6
    assert len(ids_of(client, supplier_id=f"{one}", cause="manual")) == 2
    assert set(ids_of(client, cause="profile")) == {scores[one][0], scores[two][0]}
    assert set(ids_of(client, tier="T1")) == set(scores[two])
    assert set(ids_of(client, tier=["T2", "T3"])) == set(scores[one])
    assert ids_of(client, band=["very_high", "high", "moderate", "low", "very_low"]) == []  # nobody is assessed
    assert len(ids_of(client, model_version="weakest-link-blend/2")) == 6
    assert ids_of(client, model_version="other") == []
    assert client.get("/v1/risk-scores?as_of=2026-01-01").errors == {"as_of": "unknown_parameter"}


def test_scores_in_order(past, client, supplier, sheet):
    one, _, scores = past
    for sort, word in (("score", 1), ("-score", -1), ("created_at", 1)):
        rows = one.get("/v1/risk-scores", params={"sort": sort}).body["data"]
        values = [row[sort.lstrip("-")] for row in rows]
        assert values == sorted(values)[::word] and len(set(values)) > 1
        first = one.get("/v1/risk-scores", params={"sort": sort, "limit": 2}).body
        rest = one.get("/v1/risk-scores", params={"sort": sort, "cursor": first["page"]["next_cursor"]}).body
        assert first["data"] + rest["data"] == rows
    assert len(ids_of(one, **{"band[is_null]": "true"})) == 6 and ids_of(one, **{"band[is_null]": "false"}) == []
    submit_all(client, ask(client, supplier, sheet))
    assert ids_of(client, supplier_id=supplier, **{"band[is_null]": "false"}) == ids_of(
        client, supplier_id=supplier, current="true")


def test_pages_newest_first(past):
    client, _, scores = past
    found, params = [], {"limit": 4, "include_total": "true"}
    while True:
        page = client.get("/v1/risk-scores", params=params).body
        assert page["total"] == 6
        found += page["data"]
        if not page["page"]["has_more"]:
            break
        params["cursor"] = page["page"]["next_cursor"]
    assert sorted(score["id"] for score in found) == sorted(sum(scores.values(), []))
    times = [score["created_at"] for score in found]
    assert times == sorted(times, reverse=True)
    assert {frozenset(score) for score in found} == {frozenset(LIST_MEMBERS)}
    assert client.get("/v1/risk-scores", params={**params, "current": "true"}).code == "invalid_cursor"


def test_the_demo_of_a_committee(past):
    """The whole round as it stood: every supplier once, by the day of the meeting."""
    client, suppliers, _ = past
    rows = client.get("/v1/risk-scores?known_at=2026-02-15T00:00:00Z").body["data"]
    assert sorted(row["supplier_id"] for row in rows) == sorted(suppliers)
    assert {row["as_of"] for row in rows} == {"2026-02-10"}


def test_who_may(login, client, supplier, server, make_tenant):
    score = risk(client, supplier)["score_id"]
    respondent = login("respondent", supplier_id=supplier)
    for path in ("/v1/risk-scores", f"/v1/risk-scores/{score}", f"/v1/suppliers/{supplier}/score"):
        assert respondent.get(path).status == 403
        assert login("viewer").get(path).status == 200
    assert login("viewer").post("/v1/risk-scores", json={"supplier_id": supplier}).status == 403
    stranger = Client(server, make_tenant().token("admin"))
    assert stranger.get(f"/v1/risk-scores/{score}").status == 404
    assert stranger.get(f"/v1/suppliers/{supplier}/score").status == 404
    assert stranger.get("/v1/risk-scores").body["data"] == []
