"""What is latest is what was changed last, whatever the clocks of the processes said."""
import concurrent.futures

import pytest

from renkei_client import Client
from rounds import ALL_ANSWERS, PROFILE, ask, make_supplier, publish_sheet, save, submit_all

GOOD = {**ALL_ANSWERS, "B-03": {"answer": "○"}}
BAD = {**ALL_ANSWERS, "B-01": {"answer": "×"}, "B-03": {"answer": "×"}}
TODAY, FAST = "2026-11-16T03:00:00Z", "2026-11-18T03:00:00Z"


@pytest.fixture
def today(client, tenant):
    return Client(client.server, tenant.token(), now=TODAY)


def take_round(client, supplier, sheet, answers, fast=False):
    """Asked and answered today, submitted by a process whose clock is two days ahead or right."""
    response = ask(client, supplier, sheet)
    assert save(client, response, answers).status == 200
    for step in ("submit", "accept"):
        done = client.post(f"/v1/responses/{response}/{step}", now=FAST if fast and step == "submit" else None)
        assert done.status == 200, done
    return response


def findings(client, supplier):
    found = client.get("/v1/findings", params={"supplier_id": supplier, "state": "open"}).body["data"]
    return {one["question"]["code"] for one in found}


def score(client, supplier):
    return client.get(f"/v1/suppliers/{supplier}/score").body


def test_a_round_submitted_by_a_fast_clock_does_not_outrank_later_ones(today, sheet):
    supplier = make_supplier(today, profile=PROFILE)
    take_round(today, supplier, sheet, GOOD, fast=True)
    before = score(today, supplier)
    second = take_round(today, supplier, sheet, BAD)
    after = score(today, supplier)
    assert after["response_id"] == second and after["score"] > before["score"]
    assert findings(today, supplier) >= {"B-01", "B-03"}


def test_the_form_shows_the_round_accepted_last(today, sheet):
    supplier = make_supplier(today)
    take_round(today, supplier, sheet, GOOD, fast=True)
    second = take_round(today, supplier, sheet, BAD)
    third = ask(today, supplier, sheet)
    filled = today.post(f"/v1/responses/{third}/prefill", json={})
    assert filled.status == 200, filled
    assert today.get(f"/v1/responses/{third}").body["prefilled_from"] == second
    saved = today.get(f"/v1/responses/{third}/answers").body["data"]
    assert {one["code"]: one.get("answer") for one in saved}["B-01"] == "not_done"


def test_the_round_accepted_last_is_the_one_to_amend(today, sheet):
    supplier = make_supplier(today)
    first = take_round(today, supplier, sheet, GOOD, fast=True)
    second = take_round(today, supplier, sheet, BAD)
    reason = {"codes": ["B-01"], "reason": "誤記"}
    assert today.post(f"/v1/responses/{first}/amend", json=reason).status == 409
    assert today.post(f"/v1/responses/{second}/amend", json=reason).status == 201


def test_a_round_returned_and_submitted_again_comes_after_what_was_submitted_meanwhile(today, client):
    """Two sheets: the one returned, and another submitted before it is handed in again."""
    one, other = publish_sheet(client), publish_sheet(client)
    supplier = make_supplier(today, profile=PROFILE)
    first = ask(today, supplier, one)
    submit_all(today, first, BAD)
    returned = today.post(f"/v1/responses/{first}/return", json={"message": "要確認", "reasons": [
        {"code": "B-01", "text": "根拠"}]})
    assert returned.status == 200, returned
    take_round(today, supplier, other, GOOD, fast=True)
    assert today.post(f"/v1/responses/{first}/submit").status == 200
    assert score(today, supplier)["response_id"] == first


def burst(callers, supplier, number):
    """As many measures as callers, all at once."""
    def plan(client, place):
        made = client.post("/v1/measures", json={"supplier_id": supplier["id"], "title": f"{number}/{place}",
                                                 "effect": (place + 1) / 10, "finding_ids": [supplier["finding"]]})
        assert made.status in (201, 409, 503), made
        return made.status == 201
    with concurrent.futures.ThreadPoolExecutor(len(callers)) as pool:
        return sum(pool.map(plan, callers, range(len(callers))))


def history(client, supplier, **params):
    return client.get("/v1/risk-scores", params={"supplier_id": supplier, "limit": 200, **params}).body["data"]


def test_the_newest_score_is_the_current_one_after_bursts_of_measures(client, tenant, sheet):
    callers = [Client(client.server, tenant.token()) for _ in range(8)]
    for number in range(30):
        id = make_supplier(client, profile=PROFILE)
        take_round(client, id, sheet, BAD)
        found = client.get("/v1/findings", params={"supplier_id": id}).body["data"][0]["id"]
        assert burst(callers, {"id": id, "finding": found}, number) >= 2
        current = score(client, id)["id"]
        scores = history(client, id)
        assert scores[0]["id"] == current
        assert [newer["supersedes"] for newer in scores[:-1]] == [older["id"] for older in scores[1:]]
        known = history(client, id, known_at="2099-01-01T00:00:00Z")
        assert [one["id"] for one in known] == [current]


def test_the_history_stands_in_the_order_of_change_after_a_clock_was_fast(today):
    supplier = make_supplier(today, profile=PROFILE)
    for dependency, now in (("high", FAST), ("low", None), ("critical", None)):
        changed = today.patch(f"/v1/suppliers/{supplier}", if_match="*", now=now,
                              json={"profile": {"business_dependency": dependency}})
        assert changed.status == 200, changed
    scores = history(today, supplier)
    assert scores[0]["id"] == score(today, supplier)["id"]
    assert [newer["supersedes"] for newer in scores[:-1]] == [older["id"] for older in scores[1:]]
    known = history(today, supplier, known_at="2099-01-01T00:00:00Z")
    assert [one["id"] for one in known] == [scores[0]["id"]]
