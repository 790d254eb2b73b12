"""The order gate: may I order from this supplier, and what would I conclude as the buyer?"""
import datetime
import uuid

import pytest

from renkei_client import Client
from rounds import PROFILE, ask, events, make_supplier, publish_sheet, submit_all, tokyo

DAY = datetime.timedelta(days=1)
TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9))).date()
ACTIONS = ("requisition", "order", "share_data", "connect")


@pytest.fixture
def tenant(make_tenant):
    return make_tenant()


@pytest.fixture
def client(tenant):
    return Client(tenant.server, tenant.token())


@pytest.fixture
def sheet(client):
    return publish_sheet(client)


def status(client, supplier, action="order", **options):
    reply = client.get(f"/v1/suppliers/{supplier}/status", params={"action": action, **options.pop("params", {})},
                       **options)
    assert reply.status == 200, reply
    return reply.body


def codes(answer):
    return [(reason["code"], reason["severity"]) for reason in answer["reasons"]]


def draft(client, rules, **members):
    reply = client.post("/v1/gate-policies", json={
        "code": "purchasing", "title": "購買の基準", "rules": rules, **members})
    assert reply.status == 201, reply
    return reply


def publish(client, rules, **members):
    policy = draft(client, rules, **members).body
    reply = client.post(f"/v1/gate-policies/{policy['id']}/publish")
    assert reply.status == 200 and reply.body["state"] == "published", reply
    return reply.body


def open_incident(client, supplier):
    reply = client.post("/v1/incidents", json={
        "supplier_id": supplier, "title": "不正アクセス", "severity": "high", "discovered_on": str(TODAY)})
    assert reply.status == 201, reply
    return reply.body


def sweep(client, day):
    while True:
        reply = client.post("/v1/operations/sweep", now=tokyo(day))
        assert reply.status == 200, reply
        if reply.body["done"]:
            return


def changes(client):
    """What the feed told of decisions: {action: [from, to], reasons: [before, after]}, in order."""
    return [event["changes"] for event in events(client) if event["type"] == "supplier_status.changed"]


def test_nobody_is_held_by_default_and_who_is_not_assessed_may_be_ordered_from(client, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    for action in ACTIONS:
        answer = status(client, supplier, action)
        assert (answer["decision"], codes(answer)) == ("allow", [("not_assessed", "notice")])
        assert answer["policy"] == {"code": "built-in", "version": 1}
        assert answer["assessment_status"] == "never_asked" and answer["valid_until"] is None
    ask(client, supplier, sheet, due_on=str(TODAY + 10 * DAY))
    open_incident(client, supplier)
    sweep(client, TODAY + 40 * DAY)
    later = tokyo(TODAY + 40 * DAY)
    for action in ACTIONS:
        answer = status(client, supplier, action, now=later)
        assert answer["decision"] == "confirm", "the worst that can be said of it, and still no hold"
        assert codes(answer) == [("incident_open", "confirm"), ("no_response", "confirm")]


def test_a_buyer_reads_what_to_do_in_both_languages(client, supplier):
    open_incident(client, supplier)
    answer = status(client, supplier, lang="ja")
    assert answer["text"] == "「発注」の前に下記の理由をご確認ください。進めるかどうかは、確認のうえご担当者が判断します。"
    assert [reason["text"] for reason in answer["reasons"]] == [
        f"未解決のインシデント（{TODAY} から）", "評価前（回答が不足）"]
    answer = status(client, supplier, "connect", lang="en")
    assert answer["text"] == ("Before “Network connection”, look at the reasons below. "
                              "Whether it goes ahead is yours to decide.")
    assert answer["reasons"][0]["text"] == f"Open incident (since {TODAY})"
    assert status(client, make_supplier(client), lang="en")["text"] == "“Order” may go ahead."


def test_a_draft_decides_nothing_until_it_is_published(client, supplier):
    open_incident(client, supplier)
    made = draft(client, [{"condition": "incident_open", "severity": "hold", "actions": ["order"]}])
    assert made.headers["Location"] == f"/v1/gate-policies/{made.body['id']}"
    assert made.body["state"] == "draft" and made.body["rules"] == [
        {"condition": "incident_open", "severity": "hold", "band": None, "certificate_kind": None,
         "actions": ["order"], "tiers": [], "kinds": []}]
    assert status(client, supplier)["decision"] == "confirm"
    assert client.post(f"/v1/gate-policies/{made.body['id']}/publish", if_match=made.etag).status == 200
    answer = status(client, supplier)
    assert answer["decision"] == "hold" and answer["policy"] == {"code": "purchasing", "version": 1}
    assert status(client, supplier, "connect")["decision"] == "allow", "the rule is about orders alone"


def test_versions_follow_each_other_and_one_is_in_force(client, supplier):
    first = publish(client, [{"condition": "not_assessed", "severity": "hold"}])
    assert status(client, supplier)["decision"] == "hold", "a tenant's own policy may"
    second = publish(client, [{"condition": "not_assessed", "severity": "confirm"}])
    assert (second["code"], second["version"]) == ("purchasing", 2)
    assert client.get(f"/v1/gate-policies/{first['id']}").body["state"] == "retired"
    assert status(client, supplier)["decision"] == "confirm"
    other = publish(client, [], code="it", title="IT")
    states = {row["code"] + str(row["version"]): row["state"]
              for row in client.get("/v1/gate-policies").body["data"]}
    assert states == {"purchasing1": "retired", "purchasing2": "retired", "it1": "published"}
    assert codes(status(client, supplier)) == [], "no rule, no reason"
    retired = client.post(f"/v1/gate-policies/{other['id']}/retire")
    assert retired.body["state"] == "retired"
    again = client.post(f"/v1/gate-policies/{other['id']}/retire")
    assert (again.status, again.code) == (409, "invalid_state")
    assert status(client, supplier)["policy"]["code"] == "built-in"


def test_a_draft_is_changed_and_deleted_and_what_was_published_never(client):
    made = draft(client, [])
    again = client.post("/v1/gate-policies", json={"code": "purchasing", "title": "x", "rules": []})
    assert (again.status, again.code) == (409, "draft_exists")
    assert again.body["errors"][0]["params"]["id"] == made.body["id"]
    path = f"/v1/gate-policies/{made.body['id']}"
    same = client.patch(path, if_match=made.etag, json={"title": "購買の基準", "rules": []})
    assert same.status == 200 and same.etag == made.etag, "nothing changed"
    other = client.patch(path, if_match=made.etag, json={"second_person": True})
    assert other.body["second_person"] is True and other.body["revision"] == 2
    assert client.delete(path, if_match=other.etag).status == 204
    assert client.get(path).status == 404
    policy = publish(client, [])
    for refused in (client.patch(f"/v1/gate-policies/{policy['id']}", if_match="*", json={"title": "x"}),
                    client.delete(f"/v1/gate-policies/{policy['id']}", if_match="*"),
                    client.post(f"/v1/gate-policies/{policy['id']}/publish")):
        assert (refused.status, refused.code) == (409, "invalid_state")
        assert refused.body["allowed"] == ["retire"]


def test_a_rule_that_makes_no_sense_is_refused_at_its_place(client):
    reply = client.post("/v1/gate-policies", json={"code": "x", "title": "x", "rules": [
        {"condition": "incident_open", "severity": "hold", "band": "high"},
        {"condition": "band_at_least", "severity": "hold"},
        {"condition": "band_at_least", "severity": "hold", "band": "high", "certificate_kind": "isms"}]})
    assert (reply.status, reply.code) == (422, "validation_failed")
    assert reply.errors == {"#/rules/0/band": "wrong_member_for_condition", "#/rules/1/band": "required",
                            "#/rules/2/certificate_kind": "wrong_member_for_condition"}
    for rule in ({"condition": "star", "severity": "hold"}, {"condition": "archived", "severity": "block"},
                 {"condition": "archived", "severity": "hold", "actions": ["pay"]}):
        assert client.post("/v1/gate-policies", json={
            "code": "x", "title": "x", "rules": [rule]}).status == 422


def test_rules_are_narrowed_by_tier_and_kind(client, sheet):
    publish(client, [{"condition": "not_assessed", "severity": "hold", "tiers": ["T1"]},
                     {"condition": "not_assessed", "severity": "confirm", "kinds": ["subcontractor"]}])
    known = make_supplier(client, kind="subcontractor", profile=PROFILE)
    unknown = make_supplier(client)
    assert status(client, known)["decision"] == "confirm" and status(client, known)["tier"] == "T3"
    assert status(client, unknown)["decision"] == "allow" and status(client, unknown)["tier"] == "T1", (
        "of a tier that is provisional nobody is held")


def test_rescoring_changes_the_decision_and_the_feed_tells(client, sheet):
    publish(client, [{"condition": "band_at_least", "band": "very_low", "severity": "confirm"},
                     {"condition": "incident_open", "severity": "hold", "actions": ["order", "connect"]}])
    supplier = make_supplier(client, profile=PROFILE)
    assert status(client, supplier)["decision"] == "allow" and changes(client) == []
    submit_all(client, ask(client, supplier, sheet))
    answer = status(client, supplier)
    assert answer["decision"] == "confirm" and answer["assessment_status"] == "assessed"
    assert answer["reasons"][0]["detail"] == answer["band"]
    incident = open_incident(client, supplier)
    assert status(client, supplier)["decision"] == "hold"
    assert client.post(f"/v1/incidents/{incident['id']}/close", json={"lessons": "x"}).status == 200
    moves = [["allow", "confirm"], ["confirm", "hold"], ["hold", "confirm"]]
    told = changes(client)
    assert [change["order"] for change in told] == moves
    assert [change.get("requisition") for change in told] == [["allow", "confirm"], None, None]
    assert [sorted(codes) for codes in told[1]["reasons"]] == [["band_at_least"], ["band_at_least", "incident_open"]]
    event = [event for event in events(client) if event["type"] == "supplier_status.changed"][-1]
    assert event["resource"] == {"type": "supplier_status", "id": supplier, "revision": 3}
    assert event["supplier_id"] == supplier and set(event["salts"]) == {"/actor/sub"}, "words of the contract, no person"


def test_time_changes_the_decision_on_the_day_that_was_foretold(client, supplier):
    publish(client, [{"condition": "certificate_expired", "certificate_kind": "isms", "severity": "hold"},
                     {"condition": "certificate_expired", "severity": "notice"}])
    last = TODAY + 20 * DAY
    for kind, day in (("isms", last), ("tisax", TODAY + 5 * DAY)):
        made = client.post("/v1/certificates", json={
            "supplier_id": supplier, "kind": kind, "number": "1", "expires_on": str(day)})
        assert made.status == 201, made
    answer = status(client, supplier)
    assert answer["decision"] == "allow" and answer["valid_until"] == str(last + DAY), "a notice changes nothing"
    foretold = status(client, supplier, params={"as_of": str(last + DAY)})
    assert foretold["decision"] == "hold" and foretold["valid_until"] is None
    assert codes(foretold) == [("certificate_expired", "hold"), ("certificate_expired", "notice")]
    assert [reason["detail"] for reason in foretold["reasons"]] == ["isms", "tisax"]
    assert foretold["reasons"][0]["since"] == str(last + DAY)
    sweep(client, last)
    assert changes(client) == []
    sweep(client, last + DAY)
    sweep(client, last + 2 * DAY)
    assert [change["order"] for change in changes(client)] == [["allow", "hold"]], "told once"
    renewed = client.post("/v1/certificates", now=tokyo(last + 2 * DAY), json={
        "supplier_id": supplier, "kind": "isms", "number": "1", "expires_on": str(last + 900 * DAY)})
    assert renewed.status == 201
    assert status(client, supplier, now=tokyo(last + 2 * DAY))["decision"] == "allow", "a later one took its place"


def test_a_late_measure_on_a_question_of_weight_and_a_late_review(client, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    answers = {"B-01": {"answer": "×"}, "B-02": {"status": "not_obtained"}, "B-03": {"answer": "×"},
               "M-02": {"choice": "none"}, "M-04": {"number": 3}}
    submit_all(client, ask(client, supplier, sheet), answers)
    found = {row["question"]["code"]: row["id"] for row in client.get(
        "/v1/findings", params={"supplier_id": supplier}).body["data"]}
    due = TODAY + 30 * DAY
    publish(client, [{"condition": "weak_measure_overdue", "severity": "hold"},
                     {"condition": "review_overdue", "severity": "confirm"}])
    light = client.post("/v1/measures", json={"supplier_id": supplier, "finding_ids": [found["B-03"]],
                                              "title": "方針", "effect": 0.5, "due_on": str(due - 10 * DAY)})
    assert light.status == 201, light
    review = client.get(f"/v1/suppliers/{supplier}").body["next_review_on"]
    next_review = str(datetime.date.fromisoformat(review) + DAY)
    assert status(client, supplier)["valid_until"] == next_review, "the question weighs little"
    heavy = client.post("/v1/measures", json={"supplier_id": supplier, "finding_ids": [found["B-01"]],
                                              "title": "更新", "effect": 0.5, "due_on": str(due)})
    assert heavy.status == 201, heavy
    assert status(client, supplier)["valid_until"] == str(due + DAY)
    assert status(client, supplier, params={"as_of": str(due + DAY)})["decision"] == "hold"
    assert codes(status(client, supplier, params={"as_of": next_review})) == [
        ("weak_measure_overdue", "hold"), ("review_overdue", "confirm")]


def test_five_hundred_in_one_call_in_their_order_and_unknown_ones_listed(client, tenant):
    known = make_supplier(client, external_ids=[{"source": "erp", "id": "000123"}])
    other = make_supplier(client, external_ids=[{"source": "erp", "id": "１２/3%"}])
    stranger = str(uuid.uuid4())
    items = [{"source": "erp", "external_id": "000123"}, {"id": other}, {"id": stranger},
             {"source": "erp", "external_id": "123"}] * 124 + [
            {"source": "erp", "external_id": "１２/3%"}, {"id": known}, {"id": known}, {"id": other}]
    assert len(items) == 500
    reply = client.post("/v1/supplier-status", json={"items": items, "action": "connect"})
    assert reply.status == 200 and reply.body["action"] == "connect"
    expected = [known, other, None, None] * 124 + [other, known, known, other]
    assert [answer["id"] for answer in reply.body["items"]] == expected
    assert [answer["index"] for answer in reply.body["items"]] == list(range(500))
    assert {answer["decision"] for answer in reply.body["items"]} == {"allow", None}
    assert [one["index"] for one in reply.body["unknown"]] == [
        index for index, supplier in enumerate(expected) if supplier is None]
    assert reply.body["unknown"][0] == {"index": 2, "id": stranger, "source": None, "external_id": None}
    assert reply.body["unknown"][1] == {"index": 3, "id": None, "source": "erp", "external_id": "123"}
    again = client.post("/v1/supplier-status", json={"items": items, "action": "connect"})
    assert again.body["items"] == reply.body["items"] and changes(client) == [], "asking stores nothing"
    assert client.post("/v1/supplier-status", json={"items": items + items[:1]}).status == 422


def test_by_the_number_of_another_system(client):
    number = "000/12%3"
    supplier = make_supplier(client, external_ids=[{"source": "erp", "id": number}])
    reply = client.get("/v1/suppliers/by-external-id/erp/000%2F12%253/status", params={"action": "requisition"})
    assert reply.status == 200, reply
    assert (reply.body["id"], reply.body["external_id"], reply.body["action"]) == (supplier, number, "requisition")
    assert client.get("/v1/suppliers/by-external-id/erp/nobody/status").status == 404
    assert client.get(f"/v1/suppliers/{uuid.uuid4()}/status").status == 404


@pytest.mark.parametrize("item", [{}, {"source": "erp"}, {"external_id": "1"},
                                  {"id": str(uuid.uuid4()), "source": "erp", "external_id": "1"}])
def test_an_item_says_which_supplier_in_one_way(client, item):
    reply = client.post("/v1/supplier-status", json={"items": [{"source": "erp", "external_id": "1"}, item]})
    assert (reply.status, reply.errors) == (422, {"#/items/1": "one_supplier"})


def test_a_day_that_has_passed_is_not_answered(client, supplier):
    yesterday = str(TODAY - DAY)
    reply = client.post("/v1/supplier-status", json={"items": [{"id": supplier}], "as_of": yesterday})
    assert (reply.status, reply.errors) == (422, {"#/as_of": "past"})
    reply = client.get(f"/v1/suppliers/{supplier}/status", params={"as_of": yesterday})
    assert (reply.status, reply.errors) == (400, {"as_of": "past"})
    assert status(client, supplier, params={"as_of": str(TODAY)})["as_of"] == str(TODAY)


def test_an_archived_supplier_is_looked_at_before_an_order(client, supplier):
    assert client.post(f"/v1/suppliers/{supplier}/archive").status == 200
    answer = status(client, supplier)
    assert answer["decision"] == "confirm" and codes(answer)[0] == ("archived", "confirm")
    assert client.post(f"/v1/suppliers/{supplier}/restore").status == 200
    assert [change["order"] for change in changes(client)] == [["allow", "confirm"], ["confirm", "allow"]]


def test_an_override_of_two_people_counts_and_its_end_is_foretold(client, tenant, sheet):
    publish(client, [{"condition": "band_at_least", "band": "high", "severity": "hold"}])
    supplier = make_supplier(client)
    until = TODAY + 60 * DAY
    override = client.post("/v1/overrides", json={
        "supplier_id": supplier, "band": "high", "reason": "現地確認", "until": str(until)})
    second = Client(tenant.server, tenant.token("admin", sub="second"))
    assert second.post(f"/v1/overrides/{override.body['id']}/approve").status == 200
    answer = status(client, supplier)
    assert answer["decision"] == "hold" and answer["valid_until"] == str(until + DAY)
    sweep(client, until + DAY)
    assert status(client, supplier, now=tokyo(until + DAY))["decision"] == "allow"


def test_what_another_tenant_has_is_unknown(client, make_tenant):
    stranger = make_tenant()
    supplier = make_supplier(Client(stranger.server, stranger.token()),
                             external_ids=[{"source": "erp", "id": "1"}])
    reply = client.post("/v1/supplier-status", json={
        "items": [{"id": supplier}, {"source": "erp", "external_id": "1"}]})
    assert [answer["found"] for answer in reply.body["items"]] == [False, False]


# --- releases

HOLDS = [{"condition": "incident_open", "severity": "hold"},
         {"condition": "certificate_expired", "severity": "hold", "actions": ["order"]}]


@pytest.fixture
def second(tenant):
    return Client(tenant.server, tenant.token("admin", sub="second"))


def ask_release(client, supplier, **members):
    return client.post(f"/v1/suppliers/{supplier}/releases", **{"json": {
        "action": "order", "reason": "代替先がないため", "until": str(TODAY + 30 * DAY), **members}})


def test_a_second_person_releases_a_hold_where_the_policy_says_so(client, second, supplier):
    publish(client, HOLDS, second_person=True)
    open_incident(client, supplier)
    asked = ask_release(client, supplier, reference="PO-123")
    assert asked.status == 201 and asked.headers["Location"] == f"/v1/releases/{asked.body['id']}"
    assert asked.body["state"] == "proposed" and status(client, supplier)["decision"] == "hold"
    own = client.post(f"/v1/releases/{asked.body['id']}/approve")
    assert (own.status, own.code) == (409, "second_person_needed")
    approved = second.post(f"/v1/releases/{asked.body['id']}/approve", if_match=asked.etag)
    assert approved.status == 200 and approved.body["approved_by"] == "second"
    answer = status(client, supplier)
    assert answer["decision"] == "allow" and answer["valid_until"] == str(TODAY + 31 * DAY)
    assert answer["released"] == {"id": asked.body["id"], "by": "second", "reason": "代替先がないため",
                                  "reference": "PO-123", "until": str(TODAY + 30 * DAY)}
    assert [(reason["severity"], reason["released"]) for reason in answer["reasons"]] == [
        ("hold", True)], "what was released is still said"
    assert status(client, supplier, "connect")["decision"] == "hold", "for the one action"
    ended = client.post(f"/v1/releases/{asked.body['id']}/end", json={"reason": "完了"})
    assert (ended.status, ended.body["end_cause"]) == (200, "ended")
    assert status(client, supplier)["decision"] == "hold"
    assert [change["order"] for change in changes(client) if "order" in change] == [
        ["allow", "hold"], ["hold", "allow"], ["allow", "hold"]]
    again = second.post(f"/v1/releases/{asked.body['id']}/approve")
    assert (again.status, again.code) == (409, "invalid_state")


def test_a_release_ends_by_day_and_covers_what_held_when_it_was_given(client, supplier):
    publish(client, HOLDS)
    nothing = ask_release(client, supplier)
    assert (nothing.status, nothing.code) == (409, "nothing_held")
    open_incident(client, supplier)
    given = ask_release(client, supplier)
    assert (given.status, given.body["state"], given.body["approved_by"]) == (201, "active", None)
    assert status(client, supplier)["decision"] == "allow"
    assert ask_release(client, supplier).code == "nothing_held", "it is released already"
    other = open_incident(client, supplier)
    answer = status(client, supplier)
    assert answer["decision"] == "hold" and answer["reasons"][0]["released"] is False, "another incident holds again"
    assert client.post(f"/v1/incidents/{other['id']}/close", json={"lessons": "x"}).status == 200
    assert status(client, supplier)["decision"] == "allow"
    last = TODAY + 30 * DAY
    sweep(client, last)
    assert status(client, supplier, now=tokyo(last))["decision"] == "allow"
    assert status(client, supplier, now=tokyo(last + DAY))["decision"] == "hold", "before the sweep, too"
    sweep(client, last + DAY)
    row = client.get("/v1/releases", params={"supplier_id": supplier}).body["data"][0]
    assert (row["state"], row["end_cause"]) == ("ended", "expired")
    assert changes(client)[-1]["order"] == ["allow", "hold"]


def test_a_release_is_refused_beyond_its_bounds(client, supplier):
    publish(client, HOLDS)
    open_incident(client, supplier)
    for until, code in ((TODAY - DAY, "past"), (TODAY + 800 * DAY, "too_large")):
        reply = ask_release(client, supplier, until=str(until))
        assert (reply.status, reply.errors) == (422, {"#/until": code})
    assert ask_release(client, str(uuid.uuid4())).status == 404


def test_a_release_withdrawn_before_it_was_approved(client, supplier):
    publish(client, HOLDS, second_person=True)
    open_incident(client, supplier)
    asked = ask_release(client, supplier).body
    ended = client.post(f"/v1/releases/{asked['id']}/end", json={})
    assert (ended.body["state"], ended.body["end_cause"]) == ("ended", "withdrawn")
    assert client.get("/v1/releases?state=ended").body["data"][0]["id"] == asked["id"]
    assert client.get(f"/v1/releases/{asked['id']}").body == ended.body
    again = client.post(f"/v1/releases/{asked['id']}/end", json={})
    assert (again.status, again.code) == (409, "invalid_state")


# --- who was told what

def test_who_was_told_what_is_kept_where_it_is_asked_for(client, supplier):
    publish(client, HOLDS)
    open_incident(client, supplier)
    given = ask_release(client, supplier).body
    items = {"items": [{"id": supplier}, {"source": "erp", "external_id": "nobody"}]}
    assert client.post("/v1/supplier-status", json=items).status == 200
    assert client.get("/v1/status-checks").body["data"] == []
    told = client.post("/v1/supplier-status", json=items, params={"log": "true", "reference": "PO-123"})
    assert told.status == 200 and told.body["items"][0]["decision"] == "allow"
    row, = client.get("/v1/status-checks", params={"reference": "PO-123"}).body["data"]
    assert (row["supplier_id"], row["action"], row["decision"], row["asked_by"]) == (supplier, "order", "allow", "tester")
    assert row["reasons"] == ["incident_open"] and row["release_id"] == given["id"]
    assert row["policy"] == {"code": "purchasing", "version": 1} and row["as_of"] == str(TODAY)
    assert client.get("/v1/status-checks", params={"reference": "PO-1"}).body["data"] == []
    alone = client.post("/v1/supplier-status", json=items, params={"reference": "PO-123"})
    assert (alone.status, alone.errors) == (400, {"log": "required"})


def test_a_person_leaves_releases_and_the_log(client, tenant, supplier):
    publish(client, HOLDS)
    open_incident(client, supplier)
    buyer = Client(tenant.server, tenant.token("admin", sub="kato@example.co.jp"))
    given = ask_release(buyer, supplier, reason="kato@example.co.jp が確認").body
    assert buyer.post("/v1/supplier-status", json={"items": [{"id": supplier}]},
                      params={"log": "true", "reference": "kato@example.co.jp"}).status == 200
    reply = client.post("/v1/erasures", json={"subject": "kato@example.co.jp"})
    while not reply.body["done"]:
        reply = client.post("/v1/erasures", json={"subject": "kato@example.co.jp"})
    assert reply.body["counts"]["releases"] == 1 and reply.body["counts"]["status_checks"] == 1
    shown = str(client.get(f"/v1/releases/{given['id']}").body) + str(client.get("/v1/status-checks").body)
    assert "kato" not in shown and reply.body["pseudonym"] in shown
