"""Incidents: an open one shows at least "high" until its review is closed."""
import datetime
import uuid

import pytest

from rounds import ALL_ANSWERS, PROFILE, ask, events, make_supplier, seq, submit_all

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9))).date()
LATER = str(TODAY + datetime.timedelta(days=90))
SEVERE = {**PROFILE, "data_sensitivity": "special", "business_dependency": "critical",
          "remote_connection": "always_on", "network_connectivity": "flat"}
BAD = {**ALL_ANSWERS, "B-01": {"answer": "×"}, "B-02": {"status": "not_obtained"},
       "B-03": {"answer": "×"}, "M-02": {"choice": "open"}, "M-03": {"choices": ["password"]},
       "M-04": {"number": 300}}


@pytest.fixture(scope="module")
def second(login):
    return login("admin", sub="second")


@pytest.fixture
def supplier(client, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    submit_all(client, ask(client, supplier, sheet))
    assert risk(client, supplier)["band"] in ("moderate", "low")
    return supplier


def tell(client, supplier, **members):
    return client.post("/v1/incidents", json={
        "supplier_id": supplier, "title": "不正アクセス", "discovered_on": str(TODAY),
        "severity": "high", **members})


def opened(client, supplier, **members):
    reply = tell(client, supplier, **members)
    assert reply.status == 201, reply
    return reply.body["id"]


def close(client, incident, **members):
    return client.post(f"/v1/incidents/{incident}/close", json={"lessons": "手順を見直した", **members})


def risk(client, supplier):
    return client.get(f"/v1/suppliers/{supplier}").body["risk"]


def shown(client, supplier):
    return risk(client, supplier)["band"], risk(client, supplier)["band_reason"]


def test_from_incident_to_the_lessons_of_its_review(client, server, tenant, supplier):
    computed = risk(client, supplier)
    before = seq(server, tenant)
    told = tell(client, supplier, occurred_on=str(TODAY - datetime.timedelta(days=2)),
                attack_kind="business", description="保守用 VPN から\n侵入された")
    assert told.status == 201 and told.body["state"] == "open"
    assert told.body["reported_by"] == "tester" and told.body["attack_kind"] == "business"
    during = risk(client, supplier)
    assert (during["band"], during["band_reason"]) == ("high", "open_incident")
    assert during["computed_band"] == computed["computed_band"]
    assert [event["type"] for event in events(client)[before:]] == [
        "incident.opened", "risk_score.created", "risk_score.band_changed", "supplier_status.changed"]

    patched = client.patch(told.headers["Location"], if_match=told.etag, json={"severity": "critical"})
    assert patched.status == 200 and patched.body["severity"] == "critical"
    assert shown(client, supplier) == ("high", "open_incident")

    closed = close(client, told.body["id"])
    assert closed.status == 200 and closed.body["state"] == "closed"
    assert (closed.body["lessons"], closed.body["closed_on"], closed.body["closed_by"]) == (
        "手順を見直した", str(TODAY), "tester")
    assert shown(client, supplier) == (computed["band"], "computed")


def test_one_of_two_is_enough(client, supplier):
    first, other = opened(client, supplier), opened(client, supplier, title="別件")
    assert close(client, first).status == 200
    assert shown(client, supplier) == ("high", "open_incident")
    assert close(client, other).status == 200
    assert shown(client, supplier)[1] == "computed"


def test_very_high_stays_what_it_was_computed_as(client, sheet):
    supplier = make_supplier(client, profile=SEVERE)
    submit_all(client, ask(client, supplier, sheet), BAD)
    assert shown(client, supplier) == ("very_high", "computed")
    opened(client, supplier)
    assert shown(client, supplier) == ("very_high", "computed")


def test_of_a_supplier_nobody_asked(client):
    supplier = make_supplier(client)
    incident = opened(client, supplier)
    assert shown(client, supplier) == ("high", "open_incident")
    assert risk(client, supplier)["assessment_status"] == "never_asked"
    assert close(client, incident).status == 200
    assert shown(client, supplier) == (None, None)


@pytest.mark.parametrize("override, expected", [
    ({"band": "low"}, ("high", "open_incident")),
    ({"band": "low", "despite_incident": True}, ("low", "override")),
    ({"band": "very_high"}, ("very_high", "override")),
    ({"band": "high"}, ("high", "override")),
])
def test_an_override_beside_an_open_incident(client, second, supplier, override, expected):
    made = client.post("/v1/overrides", json={"supplier_id": supplier, "reason": "r", "until": LATER,
                                              **override})
    assert second.post(f"/v1/overrides/{made.body['id']}/approve").status == 200
    assert shown(client, supplier) == (override["band"], "override")
    incident = opened(client, supplier)
    assert shown(client, supplier) == expected
    assert close(client, incident).status == 200
    assert shown(client, supplier) == (override["band"], "override")


def test_a_closed_incident_stays_as_it_is(client, server, tenant, supplier):
    incident = opened(client, supplier)
    done = close(client, incident)
    before, count = server.sql("select * from app.incidents where id = %s", incident), seq(server, tenant)
    again = close(client, incident)
    assert (again.status, again.code, again.body["allowed"]) == (409, "invalid_state", [])
    patch = client.patch(f"/v1/incidents/{incident}", if_match=done.etag, json={"title": "x"})
    assert (patch.status, patch.body["allowed"]) == (409, [])
    assert server.sql("select * from app.incidents where id = %s", incident) == before
    assert seq(server, tenant) == count


@pytest.mark.parametrize("members, errors", [
    ({"discovered_on": str(TODAY + datetime.timedelta(days=1))}, {"#/discovered_on": "too_large"}),
    ({"occurred_on": str(TODAY), "discovered_on": "2026-01-01"}, {"#/occurred_on": "too_large"}),
    ({"attack_kind": "unheard-of"}, {"#/attack_kind": "unknown_reference"}),
    ({"severity": "fatal"}, {"#/severity": "not_allowed_value"}),
    ({"title": ""}, {"#/title": "too_short"}),
    ({"lessons": "x"}, {"#/lessons": "read_only_field"}),
])
def test_faults_of_an_incident(client, supplier, members, errors):
    reply = tell(client, supplier, **members)
    assert reply.status == 422 and reply.errors == errors
    assert shown(client, supplier)[1] == "computed"


def test_faults_of_a_change_and_of_closing(client, supplier):
    incident = opened(client, supplier, occurred_on=str(TODAY))
    url = f"/v1/incidents/{incident}"
    early = {"discovered_on": str(TODAY - datetime.timedelta(days=1))}
    assert client.patch(url, if_match='"1"', json=early).errors == {"#/occurred_on": "too_large"}
    assert client.patch(url, if_match='"1"', json={**early, "occurred_on": None}).status == 200
    assert close(client, incident, closed_on="2020-01-01").errors == {"#/closed_on": "too_small"}
    assert close(client, incident, closed_on="2999-01-01").errors == {"#/closed_on": "too_large"}
    assert client.post(f"{url}/close", json={}).errors == {"#/lessons": "required"}


def test_a_patch_without_effect_is_no_change(client, server, tenant, supplier):
    incident = opened(client, supplier)
    before = seq(server, tenant)
    reply = client.patch(f"/v1/incidents/{incident}", if_match='"1"', json={"severity": "high"})
    assert (reply.status, reply.body["revision"]) == (200, 1) and seq(server, tenant) == before
    spared = client.patch(f"/v1/incidents/{incident}", if_match='"1"', json={"severity": "low"},
                          headers={"Prefer": "return=minimal"})
    assert spared.status == 204 and spared.etag.startswith('"2.')
    assert client.patch(f"/v1/incidents/{incident}", if_match='"1"', json={}).status == 412
    assert client.patch(f"/v1/incidents/{incident}", json={}).status == 428


def test_the_list_is_filtered_and_counted(client, supplier):
    incident = opened(client, supplier, attack_kind="service", discovered_on="2026-05-01")
    opened(client, supplier, severity="low")
    reply = client.get("/v1/incidents", params={
        "supplier_id": supplier, "state": "open", "severity": "high", "attack_kind": "service",
        "discovered_on[gte]": "2026-05-01", "discovered_on[lte]": "2026-05-01",
        "include_total": "true"})
    assert [row["id"] for row in reply.body["data"]] == [incident] and reply.body["total"] == 1
    got = client.get(f"/v1/incidents/{incident}")
    assert got.body == reply.body["data"][0]
    assert client.get(f"/v1/incidents/{incident}", headers={"If-None-Match": got.etag}).status == 304
    both = client.get("/v1/incidents", params={"supplier_id": supplier, "limit": 1})
    assert both.body["data"][0]["severity"] == "low", "the newest first"
    rest = client.get("/v1/incidents", params={"supplier_id": supplier, "limit": 1,
                                               "cursor": both.body["page"]["next_cursor"]})
    assert [row["id"] for row in rest.body["data"]] == [incident]


def test_of_no_supplier_and_without_the_scope(client, login, supplier):
    assert tell(client, str(uuid.uuid4())).status == 404
    viewer = login("viewer")
    assert viewer.get("/v1/incidents").status == 200 and tell(viewer, supplier).status == 403
    assert client.get(f"/v1/incidents/{uuid.uuid4()}").status == 404


def test_a_supplier_with_an_incident_is_archived_rather_than_deleted(client, supplier):
    fresh = make_supplier(client)
    opened(client, fresh)
    reply = client.delete(f"/v1/suppliers/{fresh}", if_match="*")
    assert (reply.status, reply.code) == (409, "in_use")
