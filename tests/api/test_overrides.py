"""Overrides: a band that two people decided on, beside the computed one."""
import datetime
import uuid

import pytest

from renkei_client import Client
from rounds import PROFILE, ask, events, make_supplier, seq, submit_all, tokyo

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9))).date()
LATER = str(TODAY + datetime.timedelta(days=90))


@pytest.fixture(scope="module")
def second(login):
    return login("admin", sub="second")


@pytest.fixture
def supplier(client, sheet):
    """Assessed, by its own answers."""
    supplier = make_supplier(client, profile=PROFILE)
    submit_all(client, ask(client, supplier, sheet))
    return supplier


def propose(client, supplier, **members):
    return client.post("/v1/overrides", json={
        "supplier_id": supplier, "band": "very_low", "reason": "現地で確認したため", "until": LATER,
        **members})


def risk(client, supplier, **options):
    return client.get(f"/v1/suppliers/{supplier}", **options).body["risk"]


def approved(client, second, supplier, **members):
    override = propose(client, supplier, **members)
    assert override.status == 201, override
    done = second.post(f"/v1/overrides/{override.body['id']}/approve")
    assert done.status == 200, done
    return override.body["id"]


def new_events(client, before):
    return [event["type"] for event in events(client)[before:]]


def test_an_override_counts_when_a_second_person_agrees(client, second, server, tenant, supplier):
    computed = risk(client, supplier)
    proposed = propose(client, supplier)
    assert proposed.status == 201 and proposed.headers["Location"].endswith(proposed.body["id"])
    assert proposed.body["state"] == "proposed" and proposed.body["requested_by"] == "tester"
    assert risk(client, supplier) == computed, "a proposal alone changes nothing"

    before = seq(server, tenant)
    reply = second.post(f"/v1/overrides/{proposed.body['id']}/approve", if_match=proposed.etag)
    assert reply.status == 200 and reply.body["state"] == "active"
    assert reply.body["approved_by"] == "second" and reply.etag.startswith('"2.')
    shown = risk(client, supplier)
    assert (shown["band"], shown["band_reason"]) == ("very_low", "override")
    assert shown["computed_band"] == computed["computed_band"] != "very_low"
    assert shown["score"] == computed["score"], "the number stays what it is"
    assert new_events(client, before) == [
        "override.approved", "risk_score.created", "risk_score.band_changed"]
    score = client.get(f"/v1/suppliers/{supplier}/score").body
    assert (score["cause"], score["band"], score["band_reason"], score["computed_band"]) == (
        "override", "very_low", "override", computed["computed_band"])


def test_who_proposed_it_cannot_approve_it(client, server, tenant, supplier):
    override = propose(client, supplier).body
    before, shown = seq(server, tenant), risk(client, supplier)
    reply = client.post(f"/v1/overrides/{override['id']}/approve", lang="ja")
    assert (reply.status, reply.code) == (409, "second_person_needed")
    assert "申請者以外" in reply.body["detail"]
    assert client.get(f"/v1/overrides/{override['id']}").body == override
    assert seq(server, tenant) == before and risk(client, supplier) == shown


def test_ended_early_the_computed_band_is_shown_again(client, second, supplier):
    computed = risk(client, supplier)
    override = approved(client, second, supplier)
    reply = client.post(f"/v1/overrides/{override}/end", json={"reason": "再評価したため"})
    assert reply.status == 200 and reply.body["state"] == "ended"
    assert (reply.body["end_cause"], reply.body["ended_by"]) == ("ended", "tester")
    assert reply.body["end_note"] == "再評価したため"
    after = risk(client, supplier)
    assert (after["band"], after["band_reason"]) == (computed["band"], "computed")


def test_it_ends_with_its_last_day(client, second, supplier):
    computed = risk(client, supplier)
    approved(client, second, supplier, until=str(TODAY + datetime.timedelta(days=3)))
    on_the_day = tokyo(TODAY + datetime.timedelta(days=3), "23:59:59")
    sweep(client, now=on_the_day)
    assert risk(client, supplier)["band_reason"] == "override"
    swept = sweep(client, now=tokyo(TODAY + datetime.timedelta(days=4), "00:00:00"))
    assert swept["overrides_ended"] == 1
    assert risk(client, supplier)["band"] == computed["band"]
    ended, = client.get("/v1/overrides", params={"supplier_id": supplier}).body["data"]
    assert (ended["state"], ended["end_cause"]) == ("ended", "expired")


def sweep(client, **options):
    while True:
        reply = client.post("/v1/operations/sweep", **options)
        assert reply.status == 200, reply
        if reply.body["done"]:
            return reply.body


def test_one_override_is_open_per_supplier(client, second, supplier):
    first = propose(client, supplier).body["id"]
    again = propose(client, supplier, band="low")
    assert (again.status, again.code) == (409, "duplicate")
    assert again.body["errors"][0]["params"] == {"id": first}
    assert second.post(f"/v1/overrides/{first}/approve").status == 200
    assert propose(client, supplier).status == 409
    assert client.post(f"/v1/overrides/{first}/end", json={}).status == 200
    assert propose(client, supplier).status == 201


def test_a_proposal_can_be_withdrawn(client, server, supplier):
    override = propose(client, supplier).body["id"]
    reply = client.post(f"/v1/overrides/{override}/end", json={})
    assert (reply.body["state"], reply.body["end_cause"], reply.body["approved_by"]) == (
        "ended", "withdrawn", None)


def test_wrong_states_say_what_is_allowed(client, second, server, tenant, supplier):
    override = approved(client, second, supplier)
    again = second.post(f"/v1/overrides/{override}/approve")
    assert (again.status, again.code, again.body["allowed"]) == (409, "invalid_state", ["end"])
    assert client.post(f"/v1/overrides/{override}/end", json={}).status == 200
    before = server.sql("select * from app.overrides where id = %s", override)
    count = seq(server, tenant)
    for path, body in (("approve", {}), ("end", {"json": {}})):
        reply = second.post(f"/v1/overrides/{override}/{path}", **body)
        assert (reply.status, reply.code, reply.body["allowed"]) == (409, "invalid_state", [])
    assert server.sql("select * from app.overrides where id = %s", override) == before
    assert seq(server, tenant) == count


def test_a_proposal_past_its_last_day_cannot_be_approved(client, second, supplier):
    override = propose(client, supplier, until=str(TODAY)).body["id"]
    tomorrow = tokyo(TODAY + datetime.timedelta(days=1))
    reply = second.post(f"/v1/overrides/{override}/approve", now=tomorrow)
    assert (reply.status, reply.body["allowed"]) == (409, ["end"])
    assert client.post(f"/v1/overrides/{override}/end", json={}).status == 200


def test_a_stale_tag_is_refused(client, second, supplier):
    override = propose(client, supplier)
    assert second.post(f"/v1/overrides/{override.body['id']}/approve", if_match='"7"').status == 412
    done = second.post(f"/v1/overrides/{override.body['id']}/approve", if_match=override.etag)
    assert done.status == 200
    reply = client.post(f"/v1/overrides/{override.body['id']}/end", json={}, if_match=override.etag)
    assert reply.status == 412 and reply.body["current"]["state"] == "active"


@pytest.mark.parametrize("members, errors", [
    ({"until": "2020-01-01"}, {"#/until": "past"}),
    ({"until": str(TODAY.replace(day=1) + datetime.timedelta(days=762))}, {"#/until": "too_large"}),
    ({"until": "tomorrow"}, {"#/until": "not_date"}),
    ({"band": "unknown"}, {"#/band": "not_allowed_value"}),
    ({"reason": ""}, {"#/reason": "too_short"}),
    ({"approved_by": "me"}, {"#/approved_by": "unknown_member"}),
])
def test_a_proposal_with_faults(client, supplier, members, errors):
    reply = propose(client, supplier, **members)
    assert reply.status == 422 and reply.errors == errors


def test_of_no_or_an_archived_supplier(client, supplier):
    assert propose(client, str(uuid.uuid4())).status == 404
    assert client.post(f"/v1/suppliers/{supplier}/archive").status == 200
    reply = propose(client, supplier)
    assert (reply.status, reply.code) == (409, "supplier_archived")


def test_a_supplier_nobody_asked_can_be_overridden(client, second):
    supplier = make_supplier(client)
    override = approved(client, second, supplier, band="moderate")
    shown = risk(client, supplier)
    assert (shown["band"], shown["band_reason"], shown["assessment_status"]) == (
        "moderate", "override", "never_asked")
    assert client.post(f"/v1/overrides/{override}/end", json={}).status == 200
    assert (risk(client, supplier)["band"], risk(client, supplier)["band_reason"]) == (None, None)


def test_the_list_is_filtered_and_counted(client, second, supplier):
    override = approved(client, second, supplier)
    reply = client.get("/v1/overrides", params={
        "supplier_id": supplier, "state": "active", "band": "very_low", "until[gte]": LATER,
        "until[lte]": LATER, "include_total": "true"})
    assert [row["id"] for row in reply.body["data"]] == [override] and reply.body["total"] == 1
    got = client.get(f"/v1/overrides/{override}")
    assert got.body == reply.body["data"][0]
    assert client.get(f"/v1/overrides/{override}", headers={"If-None-Match": got.etag}).status == 304
    assert client.get("/v1/overrides", params={"supplier_id": supplier, "state": "ended"}).body["data"] == []


def test_only_those_who_may(client, login, supplier):
    viewer = login("viewer")
    assert viewer.get("/v1/overrides").status == 200
    assert propose(viewer, supplier).status == 403
    assert login("respondent", supplier_id=supplier).get("/v1/overrides").status == 403


def test_another_tenants_override_does_not_exist(client, make_tenant, supplier):
    override = propose(client, supplier).body["id"]
    other = make_tenant()
    stranger = Client(other.server, other.token())
    assert stranger.get(f"/v1/overrides/{override}").status == 404
    assert stranger.post(f"/v1/overrides/{override}/approve").status == 404
    assert stranger.post(f"/v1/overrides/{override}/end", json={}).status == 404


def test_a_key_proposes_once(client, supplier):
    body = {"supplier_id": supplier, "band": "low", "reason": "r", "until": LATER}
    first = client.post("/v1/overrides", json=body, key="override-1")
    again = client.post("/v1/overrides", json=body, key="override-1")
    assert (first.status, again.status) == (201, 201) and first.body == again.body
    assert again.headers["Idempotency-Replayed"] == "true"
