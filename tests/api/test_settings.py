"""A tenant's settings."""
import pytest

from renkei_client import Client

DEFAULTS = {"revision": 1, "time_zone": "Asia/Tokyo", "locale": "ja", "expiring_days": 60,
            "no_response_grace_days": 14, "return_days": 14,
            "review_months": {"very_high": 3, "high": 6, "moderate": 12, "low": 24, "very_low": 36},
            "scoring_model": "weakest-link-blend/2", "allow_unscanned_evidence": False,
            "requester": {"name": None, "contact": None, "email": None, "phone": None}, "cors_origins": [], "attributes": []}


@pytest.fixture
def client(make_tenant):
    tenant = make_tenant()
    return Client(tenant.server, tenant.token("admin"))


def events(client):
    return client.get("/v1/events").body["data"]


def test_a_new_tenant_has_the_defaults(client):
    reply = client.get("/v1/settings")
    assert reply.body == DEFAULTS and reply.etag == '"1"'
    assert client.get("/v1/settings", headers={"If-None-Match": 'W/"1"'}).status == 304


def test_what_is_sent_changes_and_nothing_else(client):
    reply = client.patch("/v1/settings", if_match='"1"', json={
        "time_zone": "Europe/Berlin", "no_response_grace_days": 0, "review_months": {"high": 4}})
    assert reply.status == 200 and reply.etag == '"2"'
    expected = {**DEFAULTS, "revision": 2, "time_zone": "Europe/Berlin", "no_response_grace_days": 0,
                "review_months": {**DEFAULTS["review_months"], "high": 4}}
    assert reply.body == expected == client.get("/v1/settings").body
    event, = events(client)
    assert event["type"] == "settings.updated"
    assert event["changes"] == {
        "time_zone": ["Asia/Tokyo", "Europe/Berlin"], "no_response_grace_days": [14, 0],
        "review_months": [DEFAULTS["review_months"], expected["review_months"]]}


def test_merge_patch_is_a_media_type_of_its_own(client):
    reply = client.patch("/v1/settings", if_match='"1"', json={"locale": "en"},
                         headers={"Content-Type": "application/merge-patch+json"})
    assert reply.status == 200 and reply.body["locale"] == "en"


def test_a_patch_without_effect_is_no_change(client):
    reply = client.patch("/v1/settings", if_match='"1"', json={"locale": "ja"})
    assert reply.status == 200 and reply.body == DEFAULTS and events(client) == []


def test_a_reply_can_be_spared(client):
    reply = client.patch("/v1/settings", if_match='"1"', json={"locale": "en"},
                         headers={"Prefer": "return=minimal"})
    assert (reply.status, reply.raw, reply.etag) == (204, b"", '"2"')


@pytest.mark.parametrize("patch, errors", [
    ({"time_zone": "Asia/Tokio"}, {"#/time_zone": "not_time_zone"}),
    ({"time_zone": "../../etc/passwd"}, {"#/time_zone": "not_time_zone"}),
    ({"time_zone": None}, {"#/time_zone": "not_null"}),
    ({"locale": "fr"}, {"#/locale": "not_allowed_value"}),
    ({"expiring_days": -1}, {"#/expiring_days": "too_small"}),
    ({"review_months": {"high": 0}}, {"#/review_months/high": "too_small"}),
    ({"review_months": {"hihg": 3}}, {"#/review_months/hihg": "unknown_member"}),
    ({"revision": 9}, {"#/revision": "read_only_field"}),
    ({"timezone": "UTC", "expiring_days": 999}, {"#/timezone": "unknown_member", "#/expiring_days": "too_large"}),
])
def test_what_does_not_fit_is_refused(client, patch, errors):
    reply = client.patch("/v1/settings", if_match='"1"', json=patch)
    assert reply.status == 422 and reply.errors == errors
    assert client.get("/v1/settings").body == DEFAULTS


def test_two_people_do_not_overwrite_each_other(client):
    assert client.patch("/v1/settings", json={"locale": "en"}).status == 428
    client.patch("/v1/settings", if_match='"1"', json={"locale": "en"})
    reply = client.patch("/v1/settings", if_match='"1"', json={"expiring_days": 30})
    assert reply.status == 412
    assert reply.body["current"] == {**DEFAULTS, "revision": 2, "locale": "en"}


def test_a_viewer_reads_but_does_not_write(login, anyone):
    assert anyone.get("/v1/settings").status == 401
    viewer = login("viewer")
    assert viewer.get("/v1/settings").status == 200
    reply = viewer.patch("/v1/settings", if_match='"1"', json={"locale": "en"})
    assert reply.status == 403 and reply.code == "forbidden"


def test_the_database_knows_the_zones_we_take(client, server):
    """The program checks names itself; dates are computed by PostgreSQL."""
    zones = ["Asia/Tokyo", "UTC", "America/Argentina/Buenos_Aires", "Asia/Kolkata", "Australia/Lord_Howe"]
    for number, zone in enumerate(zones[1:], 1):
        assert client.patch("/v1/settings", if_match=f'"{number}"', json={"time_zone": zone}).status == 200
    known = server.sql("select name from pg_timezone_names where name = any (%s)", zones)
    assert {name for name, in known} == set(zones)
