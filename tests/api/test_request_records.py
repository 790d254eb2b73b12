"""What suppliers were asked for, kept as a buyer tells it, and shown beside a hold where there is nothing of it."""
import csv
import io

import pytest

from renkei_client import Client
from rounds import events, make_supplier, tokyo

NOBODY = "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5eff"


@pytest.fixture
def buyer(make_tenant, server):
    return Client(server, make_tenant().token("admin"), now=tokyo("2026-11-20"))


def body(reply, status=200):
    assert reply.status == status, reply
    return reply.body


def record(client, supplier, status=201, **members):
    reply = client.post("/v1/request-records", json={"supplier_id": supplier, "reason": "多要素認証の導入", **members})
    assert reply.status == status, reply
    return reply.body if status == 201 else reply.errors


def hold(client):
    policy = body(client.post("/v1/gate-policies", json={
        "code": "purchasing", "title": "基準", "rules": [{"condition": "incident_open", "severity": "hold", "actions": ["order"]},
                                                        {"condition": "incident_open", "severity": "confirm"}]}), 201)
    body(client.post(f"/v1/gate-policies/{policy['id']}/publish"))


def test_a_buyer_asks_talks_it_over_and_keeps_what_was_said(buyer):
    """From the first letter to the result of the talk, and what the order desk sees of it."""
    hold(buyer)
    supplier = make_supplier(buyer, "みどり精機")
    body(buyer.post("/v1/incidents", json={"supplier_id": supplier, "title": "不正アクセス", "severity": "high",
                                           "discovered_on": "2026-11-18"}), 201)

    def told(action="order", lang="ja"):
        return body(buyer.get(f"/v1/suppliers/{supplier}/status", params={"action": action, "lang": lang}))

    before = told()
    assert before["decision"] == "hold" and before["information"] == [
        {"code": "no_request_record", "text": "この取引先には、直近12か月以内の要請の記録も、進行中の調査や対策についての記録もありません。協議の状況は、記録からは確認できません。"}]
    assert "no record" in told(lang="en")["information"][0]["text"].lower()
    assert told("connect")["decision"] == "confirm" and told("connect")["information"] == [], "beside a hold alone"
    [item, unknown] = body(buyer.post("/v1/supplier-status", json={"items": [{"id": supplier}, {"id": NOBODY}]}))["items"]
    assert [one["code"] for one in item["information"]] == ["no_request_record"] and unknown["information"] == []

    measure = body(buyer.post("/v1/measures", json={"supplier_id": supplier, "title": "多要素認証", "impact": "N", "effect": 0.5}), 201)
    made = record(buyer, supplier, measure_id=measure["id"])
    assert (made["requested_on"], made["cost_bearer"], made["price_talk_on"]) == ("2026-11-20", "not_discussed", None)
    assert made["supplier"] == {"id": supplier, "name": "みどり精機"} and made["created_by"]
    after = told()
    assert after["information"] == [] and {**after, "evaluated_at": 0} == {**before, "information": [], "evaluated_at": 0}

    place = f"/v1/request-records/{made['id']}"
    talked = {"explanation": "接続要件と期限", "explained_on": "2026-11-19", "explained_by": "佐藤", "cost_bearer": "shared",
              "cost_note": "初期費用は当社", "price_talk_on": "2026-11-20", "price_talk_result": "月額を改定",
              "supplier_statement": "3 月までに導入する"}
    later = body(buyer.patch(place, if_match='"1"', json=talked))
    assert later.items() >= talked.items() and later["revision"] == 2
    assert body(buyer.patch(place, if_match='"2"', json={"explained_by": "佐藤"}))["revision"] == 2, "equal"
    assert buyer.patch(place, if_match='"1"', json={"cost_note": None}).status == 412
    assert body(buyer.get(place)) == later
    assert buyer.delete(place, if_match='"2"').status == 204 and buyer.get(place).status == 404
    what = [event for event in events(buyer) if event["resource"]["type"] == "request_record"]
    assert [event["type"] for event in what] == ["request_record.created", "request_record.updated", "request_record.deleted"]
    assert what[1]["changes"]["cost_bearer"] == ["not_discussed", "shared"]
    assert {event["supplier_id"] for event in what} == {supplier}


def test_a_record_speaks_for_a_year_or_while_what_it_is_about_goes_on(buyer):
    """Through three years: a talk that is taken up again, a measure in hand, and nothing any more."""
    hold(buyer)
    supplier = make_supplier(buyer, "長い付き合い")
    body(buyer.post("/v1/incidents", json={"supplier_id": supplier, "title": "侵入", "severity": "high", "discovered_on": "2026-11-18"}), 201)

    def is_silent(day):
        told = body(buyer.get(f"/v1/suppliers/{supplier}/status", params={"action": "order"}, now=tokyo(day)))
        assert told["decision"] == "hold"
        return told["information"] == []

    made = record(buyer, supplier)
    place = f"/v1/request-records/{made['id']}"
    assert is_silent("2026-11-20") and is_silent("2027-11-19") and not is_silent("2027-11-20")
    body(buyer.patch(place, if_match="*", json={"price_talk_on": "2027-06-01", "price_talk_result": "改定"}, now=tokyo("2027-06-01")))
    assert is_silent("2028-05-31") and not is_silent("2028-06-01")
    measure = body(buyer.post("/v1/measures", json={"supplier_id": supplier, "title": "多要素認証", "impact": "N", "effect": 0.5}), 201)["id"]
    body(buyer.patch(place, if_match="*", json={"measure_id": measure}))
    assert is_silent("2029-11-20"), "it is still being carried out"
    body(buyer.post(f"/v1/measures/{measure}/cancel", json={"reason": "取りやめ"}, now=tokyo("2029-11-21")))
    assert not is_silent("2029-11-22")

    sheet = body(buyer.get("/v1/questionnaires?code=motex-scrm-2024&state=published"))["data"][0]["id"]
    campaign = body(buyer.post("/v1/campaigns", now=tokyo("2027-12-01"), json={
        "name": "定期調査", "questionnaire_id": sheet, "due_on": "2028-01-31", "suppliers": {"ids": [supplier]}}), 201)["id"]
    record(buyer, supplier, campaign_id=campaign)
    assert is_silent("2029-11-22"), "it is still being asked"
    body(buyer.post(f"/v1/campaigns/{campaign}/close", json={"responses": "cancel", "reason": "終了"}, now=tokyo("2029-11-23")))
    assert not is_silent("2029-11-24")


def test_what_does_not_fit_is_refused_at_its_place(buyer):
    supplier, other = make_supplier(buyer), make_supplier(buyer)
    theirs = body(buyer.post("/v1/measures", json={"supplier_id": other, "title": "x", "impact": "N", "effect": 0.5}), 201)["id"]
    assert record(buyer, supplier, 422, measure_id=theirs, campaign_id=NOBODY, explained_on="2026-11-21",
                  price_talk_on="2027-01-01", requested_on="2026-11-21") == {
        "#/measure_id": "unknown_reference", "#/campaign_id": "unknown_reference", "#/explained_on": "future",
        "#/price_talk_on": "future", "#/requested_on": "future"}
    assert record(buyer, NOBODY, 422) == {"#/supplier_id": "unknown_reference"}
    assert record(buyer, supplier, 422, explanation="要件", explained_by="佐藤", price_talk_result="改定") == {
        "#/explained_on": "required", "#/price_talk_on": "required"}
    assert record(buyer, supplier, 422, cost_bearer="nobody") == {"#/cost_bearer": "not_allowed_value"}
    made = record(buyer, supplier, price_talk_on="2026-11-01", price_talk_result="改定")
    refused = buyer.patch(f"/v1/request-records/{made['id']}", if_match="*", json={"price_talk_on": None})
    assert (refused.status, refused.errors) == (422, {"#/price_talk_on": "required"})
    refused = buyer.patch(f"/v1/request-records/{made['id']}", if_match="*", json={"measure_id": theirs})
    assert (refused.status, refused.errors) == (422, {"#/measure_id": "unknown_reference"})
    assert body(buyer.get(f"/v1/request-records/{made['id']}")) == made


def test_lists_find_with_whom_nobody_has_talked_and_go_out_as_a_file(buyer):
    one, other = make_supplier(buyer, "一"), make_supplier(buyer, "二")
    for supplier, reason, members in (
            (one, "A", {"requested_on": "2026-11-01", "cost_bearer": "buyer", "price_talk_on": "2026-11-02"}),
            (other, "B", {"requested_on": "2026-11-03"}), (one, "C", {"requested_on": "2026-11-02", "cost_bearer": "supplier"})):
        record(buyer, supplier, reason=reason, **members)

    def found(**params):
        return "".join(row["reason"] for row in body(buyer.get("/v1/request-records", params=params))["data"])

    assert found() == "BCA" and found(sort="requested_on") == "ACB"
    assert found(supplier_id=one) == "CA" and found(cost_bearer=["buyer", "not_discussed"]) == "BA"
    assert found(**{"price_talk_on[is_null]": "true"}) == "BC" and found(**{"price_talk_on[is_null]": "false"}) == "A"
    assert found(**{"requested_on[gte]": "2026-11-02"}) == "BC" and found(**{"requested_on[lte]": "2026-11-02"}) == "CA"
    file = buyer.get("/v1/request-records", params={"supplier_id": one}, headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(file.raw.decode("utf-8-sig"), newline="")))
    assert [(row["reason"], row["supplier.name"], row["cost_bearer"]) for row in rows] == [("C", "一", "supplier"), ("A", "一", "buyer")]
