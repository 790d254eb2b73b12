"""What people see where something is missing: the buyer's profile, answers, or answers that are not old."""
import pytest

from renkei_client import Client
from rounds import ALL_ANSWERS, PROFILE, ask, make_supplier, publish_sheet, save

FIELDS = ("data_sensitivity", "business_dependency", "substitutability", "supply_chain_stage",
          "remote_connection", "network_connectivity")
DAY = "2026-12-01"


def noon(day):
    return f"{day}T03:00:00Z"


def shown(client, supplier):
    body = client.get(f"/v1/suppliers/{supplier}").body
    risk = body["risk"]
    return risk["assessment_status"], risk["band"], risk["band_reason"], body["next_review_on"]


def answered(client, supplier, sheet, answers=None, day=DAY, accept=True, answered_at=None):
    response = client.post("/v1/responses", now=noon(day), json={
        "supplier_id": supplier, "questionnaire_id": sheet}).body["id"]
    given = {code: {**members, **({"answered_at": answered_at} if answered_at else {})}
             for code, members in (answers or ALL_ANSWERS).items()}
    assert save(client, response, given, now=noon(day)).status == 200
    for step in ("submit", "accept")[:1 + accept]:
        done = client.post(f"/v1/responses/{response}/{step}", now=noon(day))
        assert done.status == 200, done
    return response


def sweep(client, day):
    while not client.post("/v1/operations/sweep", now=noon(day)).body["done"]:
        pass


def profile(client, supplier, **fields):
    reply = client.patch(f"/v1/suppliers/{supplier}", if_match="*", now=noon(DAY), json={"profile": fields})
    assert reply.status == 200, reply


# --- answered, and the buyer has entered no profile

@pytest.mark.parametrize("accept", [False, True])
def test_answers_without_a_profile_show_what_it_may_be_at_worst(client, sheet, accept):
    supplier = make_supplier(client)
    answered(client, supplier, sheet, accept=accept)
    status, band, reason, review = shown(client, supplier)
    score = client.get(f"/v1/suppliers/{supplier}/score").body
    assert (status, reason) == ("partial", "profile_incomplete")
    thresholds = (("very_high", 18), ("high", 13.5), ("moderate", 8.5), ("low", 3.5), ("very_low", 0))
    assert band == next(word for word, least in thresholds if score["range"]["high"] >= least)
    assert review is not None
    missing = client.get(f"/v1/suppliers/{supplier}").body["risk"]["profile_missing"]
    assert set(FIELDS) <= set(missing)


def test_with_the_profile_it_is_assessed(client, sheet):
    supplier = make_supplier(client)
    answered(client, supplier, sheet)
    profile(client, supplier, **PROFILE)
    status, band, reason, _ = shown(client, supplier)
    assert (status, reason) == ("assessed", "computed") and band is not None


def test_it_stays_in_sorts_and_is_listed_apart(client, sheet):
    supplier = make_supplier(client)
    answered(client, supplier, sheet)
    found = client.get("/v1/suppliers", params={"assessment_status": "partial", "limit": 200}).body["data"]
    assert supplier in [row["id"] for row in found]
    never = make_supplier(client)
    order = [row["id"] for row in client.get("/v1/suppliers", params={
        "sort": "-risk_score", "limit": 200}).body["data"]]
    assert order.index(supplier) < order.index(never)


def test_a_sheet_left_almost_blank_is_no_waiting_for_an_answer(client):
    """Nothing was required, little was said; the profile is there. Nobody is asked any more."""
    sheet = publish_sheet(client, {
        "format": "renkei-questionnaire/1", "title_ja": "任意", "sections": [{"code": "S", "title_ja": "s", "questions": [
            {"code": f"Q-{n}", "type": "three_state", "text_ja": "q", "weight": 5, "required": False} for n in range(8)]}]})
    supplier = make_supplier(client, profile=PROFILE)
    answered(client, supplier, sheet, {"Q-0": {"answer": "○"}})
    status, band, reason, review = shown(client, supplier)
    assert (status, reason) == ("partial", "answers_incomplete") and band is not None and review is not None


# --- answers that have aged out

def test_old_answers_keep_the_last_band_that_was_known(make_tenant):
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token())
    supplier = make_supplier(client, profile=PROFILE)
    answered(client, supplier, publish_sheet(client))
    known = []
    for day in ("2026-12-02", "2028-06-01", "2029-06-01", "2029-12-01", "2030-06-01", "2033-01-01"):
        sweep(client, day)
        status, band, reason, _ = shown(client, supplier)
        if status == "assessed":
            known.append(band)
        else:
            assert (status, band, reason) == ("stale", known[-1], "stale"), day
    assert status == "stale" and len(known) >= 2
    risk = client.get(f"/v1/suppliers/{supplier}").body["risk"]
    assert risk["computed_band"] is not None and risk["score"] is not None
    order = client.get("/v1/suppliers", params={"sort": "-risk_score"}).body["data"]
    assert order[0]["id"] == supplier


def test_after_years_without_a_job_the_band_is_still_the_one_people_last_saw(make_tenant):
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token())
    supplier = make_supplier(client, profile=PROFILE)
    answered(client, supplier, publish_sheet(client))
    before = shown(client, supplier)[1]
    incident = client.post("/v1/incidents", now=noon(DAY), json={
        "supplier_id": supplier, "title": "x", "severity": "low", "discovered_on": DAY}).body
    assert shown(client, supplier)[1:3] == ("high", "open_incident")
    sweep(client, "2032-10-15")
    assert shown(client, supplier)[:3] == ("stale", "high", "open_incident")
    client.post(f"/v1/incidents/{incident['id']}/close", json={"lessons": "x"}, now=noon("2032-10-16"))
    assert shown(client, supplier)[:3] == ("stale", before, "stale")


def test_answers_that_are_old_on_the_day_they_are_accepted_are_stale_and_never_asked(client, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    answered(client, supplier, sheet, day="2030-06-01", answered_at=noon("2027-06-01"))
    status, band, reason, review = shown(client, supplier)
    assert (status, reason) == ("stale", "stale") and band is not None and review is not None


def test_old_answers_next_to_a_request_nobody_meets_are_silence(make_tenant):
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token())
    sheet = publish_sheet(client)
    supplier = make_supplier(client, profile=PROFILE)
    answered(client, supplier, sheet)
    asked = client.post("/v1/responses", now=noon("2030-01-10"), json={
        "supplier_id": supplier, "questionnaire_id": sheet, "due_on": "2030-02-10"}).body["id"]
    sweep(client, "2030-02-20")
    assert shown(client, supplier)[0] == "stale"
    sweep(client, "2030-02-26")
    assert shown(client, supplier)[:3:2] == ("no_response", "no_response")
    client.post(f"/v1/responses/{asked}/cancel", json={}, now=noon("2030-02-27"))
    assert shown(client, supplier)[:3:2] == ("stale", "stale")


# --- reports

def test_silent_and_partly_known_suppliers_never_mix_with_scored_ones(make_tenant):
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token(), now=noon(DAY))
    sheet = publish_sheet(client)
    scored = make_supplier(client, profile=PROFILE)
    answered(client, scored, sheet)
    silent = make_supplier(client, profile=PROFILE)
    ask(client, silent, sheet, due_on="2026-12-10")
    partial = make_supplier(client)
    answered(client, partial, sheet)
    make_supplier(client)
    later = Client(tenant.server, tenant.token(), now=noon("2026-12-28"))
    sweep(later, "2026-12-28")
    assert [shown(later, one)[0] for one in (scored, silent, partial)] == ["assessed", "no_response", "partial"]
    band, apart = shown(later, scored)[1], {"no_response": 1, "partial": 1, "not_judged": 0}
    summary = later.get("/v1/reports/summary").body
    assert {word: n for word, n in summary["bands"].items() if n} == {band: 1}
    assert (summary["unassessed"], summary["apart"]) == (1, apart)
    assert summary["assessment_status"]["partial"] == summary["band_reasons"]["profile_incomplete"] == 1
    assert sum(tier["apart"]["no_response"] for tier in summary["tiers"].values()) == 1
    for tier in summary["tiers"].values():
        counted = sum(tier[word] for word in (*summary["bands"], "unassessed")) + sum(tier["apart"].values())
        assert counted == tier["total"]
    heat = later.get("/v1/reports/heat-map").body
    assert (heat["assessed"], heat["unassessed"], heat["apart"]) == (1, 1, apart)
    assert [cell["ids"] for cell in heat["cells"] if cell["count"]] == [[scored]]
    month = later.get("/v1/reports/trend").body["months"][-1]
    assert ({word: n for word, n in month["bands"].items() if n}, month["apart"], month["unassessed"]) == (
        {band: 1}, apart, 1)
    assert month["mean_score"] == pytest.approx(later.get(f"/v1/suppliers/{scored}").body["risk"]["score"])
    picture = later.get("/v1/reports/heat-map", headers={"Accept": "image/svg+xml"}, lang="ja").text
    assert "未回答（期限超過）: 1 社" in picture
