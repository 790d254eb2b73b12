"""A supplier as the frontend and the risk team keep it."""
import uuid

import pytest

from renkei_client import Client
from rounds import PROFILE, ask, events, make_supplier, publish_sheet, submit_all

FULL = {"name": "みどり精機株式会社", "name_kana": "ミドリセイキ", "corporate_number": "7000012050002",
        "country": "JP", "kind": "subcontractor", "tags": ["重要", "金型"], "owner": "risk@example.co.jp",
        "external_ids": [{"source": "crm", "id": "7"}],
        "profile": PROFILE | {"record_volume": "up_to_100000", "access_level": None, "subcontracting": "one_level"}}


@pytest.fixture
def own(make_tenant):
    """A client in a tenant of this test alone."""
    tenant = make_tenant()
    return Client(tenant.server, tenant.token("admin"))


def told(client, supplier):
    return [event for event in events(client) if event["supplier_id"] == supplier]


# --- made, changed

def test_a_supplier_with_everything(own):
    made = own.post("/v1/suppliers", json=FULL)
    assert made.status == 201
    assert made.headers["Location"] == f"/v1/suppliers/{made.body['id']}"
    assert {name: made.body[name] for name in FULL} == FULL
    assert made.body["tier"] == "T3" and made.body["recommended_star"] == 4
    risk = made.body["risk"]
    assert (risk["assessment_status"], risk["band"], risk["confidence"]) == ("never_asked", None, 0)
    assert risk["profile_missing"] == ["access_level"] and risk["tier_provisional"] is False
    assert risk["score"] == pytest.approx(risk["impact"] * risk["likelihood"], abs=1e-5)
    read = own.get(f"/v1/suppliers/{made.body['id']}")
    assert (read.body, read.etag) == (made.body, made.etag)
    # The supplier first, then the score that follows from its profile.
    assert [event["type"] for event in told(own, made.body["id"])] == [
        "supplier.created", "risk_score.created"]


def test_a_name_is_enough(own):
    made = own.post("/v1/suppliers", json={"name": "Acme"}).body
    assert (made["country"], made["kind"], made["status"]) == ("JP", "partner", "active")
    assert made["name_kana"] is made["corporate_number"] is made["owner"] is made["archived_at"] is None
    assert made["tags"] == made["contacts"] == made["external_ids"] == []
    assert set(made["profile"].values()) == {None} and set(made["profile"]) == set(FULL["profile"])
    assert made["risk"]["profile_missing"] == list(FULL["profile"])
    assert made["risk"]["tier_provisional"] is True and made["risk"]["score"] is None
    assert own.get(f"/v1/suppliers/{made['id']}/score").code == "no_score"


@pytest.mark.parametrize("body, errors", [
    ({}, {"#/name": "required"}),
    ({"name": " \n"}, None),
    ({"name": "x", "corporate_number": "7000012050003"}, {"#/corporate_number": "corporate_number"}),
    ({"name": "x", "country": "Japan"}, {"#/country": "not_country"}),
    ({"name": "x", "kind": "friend"}, {"#/kind": "not_allowed_value"}),
    ({"name": "x", "tags": ["a"] * 2}, {"#/tags/1": "not_unique"}),
    ({"name": "x", "tags": [str(n) for n in range(51)]}, {"#/tags": "too_many"}),
    ({"name": "x", "profile": {"data_sensitivity": "secret", "remote": "none"}},
     {"#/profile/data_sensitivity": "not_allowed_value", "#/profile/remote": "unknown_member"}),
    ({"name": "x", "id": str(uuid.uuid4()), "risk": {}, "created_at": "2026-01-01T00:00:00Z"},
     {"#/id": "read_only_field", "#/risk": "read_only_field", "#/created_at": "read_only_field"}),
    ({"name": "x", "add_tags": ["a"]}, {"#/add_tags": "unknown_member"}),
    ({"name": "x" * 201}, {"#/name": "too_long"}),
])
def test_every_fault_is_told_at_its_place(client, body, errors):
    reply = client.post("/v1/suppliers", json=body)
    assert (reply.status, reply.code) == (422, "validation_failed"), reply
    assert errors is None or reply.errors == errors


def test_a_change_touches_what_it_names(own):
    made = own.post("/v1/suppliers", json=FULL)
    path = f"/v1/suppliers/{made.body['id']}"
    changed = own.patch(path, if_match=made.etag, json={"owner": None, "name": "みどり精機（株）"})
    assert changed.status == 200
    expected = {**made.body, "owner": None, "name": "みどり精機（株）",
                "revision": made.body["revision"] + 1, "updated_at": changed.body["updated_at"]}
    assert changed.body == expected and changed.body["updated_at"] > made.body["updated_at"]
    event = told(own, made.body["id"])[-1]
    assert event["type"] == "supplier.updated" and event["resource"]["revision"] == changed.body["revision"]
    assert event["changes"] == {"owner": ["risk@example.co.jp", None],
                                "name": ["みどり精機株式会社", "みどり精機（株）"]}


def test_a_change_without_effect_is_none(own):
    made = own.post("/v1/suppliers", json=FULL)
    before = len(events(own))
    again = own.patch(f"/v1/suppliers/{made.body['id']}", if_match=made.etag, json=FULL)
    assert (again.status, again.body) == (200, made.body) and len(events(own)) == before


def test_tags_are_edited_one_by_one_or_replaced(client):
    path = "/v1/suppliers/" + make_supplier(client, tags=["a", "b"])

    def tags(**body):
        reply = client.patch(path, if_match="*", json=body)
        assert reply.status == 200, reply
        return sorted(reply.body["tags"])

    assert tags(add_tags=["c", "a"]) == ["a", "b", "c"]
    assert tags(remove_tags=["b", "zz"]) == ["a", "c"]
    assert tags(add_tags=["d"], remove_tags=["a"]) == ["c", "d"]
    assert tags(tags=["x"]) == ["x"]
    assert tags(tags=[]) == [] and tags(add_tags=["y"]) == ["y"] and tags(tags=None) == []
    assert tags(add_tags=None, remove_tags=None) == []
    full = client.patch(path, if_match="*", json={"add_tags": [f"t{n}" for n in range(50)]})
    assert len(full.body["tags"]) == 50
    beyond = client.patch(path, if_match="*", json={"add_tags": ["one more"]})
    assert (beyond.status, beyond.errors) == (422, {"#/add_tags": "too_many"})
    assert len(client.get(path).body["tags"]) == 50


def test_two_editors_do_not_lose_each_others_tags(client):
    """add_tags needs no knowledge of the others: both arrive, with the retry that 412 asks for."""
    path = "/v1/suppliers/" + make_supplier(client)
    seen = client.get(path).etag
    assert client.patch(path, if_match=seen, json={"add_tags": ["one"]}).status == 200
    stale = client.patch(path, if_match=seen, json={"add_tags": ["two"]})
    assert (stale.status, stale.body["current"]["tags"]) == (412, ["one"])
    retry = client.patch(path, if_match=f'"{stale.body["current"]["revision"]}"', json={"add_tags": ["two"]})
    assert sorted(retry.body["tags"]) == ["one", "two"]


def test_a_profile_is_scored_at_once(own):
    supplier = make_supplier(own)
    path = f"/v1/suppliers/{supplier}"
    before = own.get(path)
    changed = own.patch(path, if_match=before.etag, json={"profile": {"data_sensitivity": "special"}})
    assert changed.body["revision"] == before.body["revision"] + 1
    assert changed.body["profile"] == {**before.body["profile"], "data_sensitivity": "special"}
    assert changed.body["risk"]["score_id"] and "data_sensitivity" not in changed.body["risk"]["profile_missing"]
    # A change of the profile is told before the score that follows from it.
    assert [event["type"] for event in told(own, supplier)] == [
        "supplier.created", "supplier.updated", "risk_score.created"]
    lower = own.patch(path, if_match="*", json={"profile": PROFILE}).body
    assert lower["risk"]["score"] < changed.body["risk"]["score"] and lower["risk"]["tier_provisional"] is False
    scores = own.get("/v1/risk-scores", params={"supplier_id": supplier}).body["data"]
    assert [score["cause"] for score in scores] == ["profile", "profile"]
    assert scores[0]["supersedes"] == scores[1]["id"] and scores[1]["supersedes"] is None
    cleared = own.patch(path, if_match="*", json={"profile": {"remote_connection": None}}).body
    # how many persons' data it is does not matter where they are confidential, not personal
    assert cleared["risk"]["profile_missing"] == ["remote_connection", "access_level", "subcontracting"]
    assert cleared["risk"]["tier_provisional"] is True
    assert cleared["risk"]["score"] >= lower["risk"]["score"]
    for profile, missing in (({"access_level": "user", "subcontracting": "none"}, ["remote_connection"]),
                             ({"remote_connection": "none"}, [])):
        told_now = own.patch(path, if_match="*", json={"profile": profile})
        assert told_now.status == 200 and told_now.body["risk"]["profile_missing"] == missing


def test_external_ids_are_replaced_and_held_once(own):
    one = make_supplier(own, external_ids=[{"source": "erp", "id": "1"}])
    two = make_supplier(own, external_ids=[{"source": "erp", "id": "2"}])
    taken = own.patch(f"/v1/suppliers/{two}", if_match="*", json={
        "external_ids": [{"source": "erp", "id": "3"}, {"source": "erp", "id": "1"}]})
    assert (taken.status, taken.errors) == (409, {"#/external_ids/1": "duplicate"})
    assert taken.body["errors"][0]["params"]["id"] == one
    assert own.get(f"/v1/suppliers/{two}").body["external_ids"] == [{"source": "erp", "id": "2"}]
    moved = own.patch(f"/v1/suppliers/{one}", if_match="*", json={"external_ids": []})
    assert moved.body["external_ids"] == []
    assert own.patch(f"/v1/suppliers/{two}", if_match="*", json={
        "external_ids": [{"source": "erp", "id": "1"}]}).status == 200
    assert own.get("/v1/suppliers/by-external-id/erp/1").body["id"] == two


# --- put away, taken back, deleted

def test_archiving_and_restoring_can_be_repeated(own):
    supplier = make_supplier(own)
    path = f"/v1/suppliers/{supplier}"
    first = own.post(f"{path}/archive")
    assert (first.status, first.body["status"]) == (200, "archived") and first.body["archived_at"]
    again = own.post(f"{path}/archive")
    assert (again.status, again.body) == (200, first.body)
    restored = own.post(f"{path}/restore", if_match=first.etag)
    assert (restored.body["status"], restored.body["archived_at"]) == ("active", None)
    assert own.post(f"{path}/restore").body == restored.body
    stale = own.post(f"{path}/archive", if_match=first.etag)
    assert (stale.status, stale.body["current"]["status"]) == (412, "active")
    assert [event["type"] for event in told(own, supplier)] == [
        "supplier.created", "supplier.archived", "supplier_status.changed", "supplier.restored",
        "supplier_status.changed"]


def test_nobody_asks_an_archived_supplier(client):
    supplier, sheet = make_supplier(client), publish_sheet(client)
    client.post(f"/v1/suppliers/{supplier}/archive")
    asked = {"supplier_id": supplier, "questionnaire_id": sheet}
    refused = client.post("/v1/responses", json=asked)
    assert (refused.status, refused.code) == (409, "supplier_archived")
    client.post(f"/v1/suppliers/{supplier}/restore")
    assert client.post("/v1/responses", json=asked).status == 201


def test_deleting_leaves_no_trace_but_in_the_feed(own, server):
    supplier = make_supplier(own, external_ids=[{"source": "erp", "id": "9"}], profile=PROFILE)
    own.post(f"/v1/suppliers/{supplier}/contacts", json={"name": "田中"})
    path = f"/v1/suppliers/{supplier}"
    assert own.delete(path).status == 428
    etag = own.get(path).etag
    assert own.delete(path, if_match='"0"').status == 412
    gone = own.delete(path, if_match=etag)
    assert (gone.status, gone.raw) == (204, b"")
    assert own.get(path).status == own.delete(path, if_match="*").status == 404
    assert own.get("/v1/suppliers/by-external-id/erp/9").status == 404
    for table in ("contacts", "supplier_external_ids", "risk_scores"):
        assert server.sql(f"select count(*) from app.{table} where supplier_id = %s", supplier) == [(0,)]
    assert told(own, supplier)[-1]["type"] == "supplier.deleted"
    assert own.put("/v1/suppliers/by-external-id/erp/9", json={"name": "New"}).status == 201


def test_what_was_asked_is_not_deleted(client):
    sheet = publish_sheet(client)
    asked, answered = make_supplier(client), make_supplier(client)
    ask(client, asked, sheet)
    submit_all(client, ask(client, answered, sheet))
    for supplier in (asked, answered):
        refused = client.delete(f"/v1/suppliers/{supplier}", if_match="*")
        assert (refused.status, refused.code) == (409, "in_use")
        assert client.get(f"/v1/suppliers/{supplier}").status == 200


def test_who_may(login, client):
    supplier = make_supplier(client)
    viewer = login("viewer")
    path = f"/v1/suppliers/{supplier}"
    assert viewer.get(path).status == 200
    for reply in (viewer.post("/v1/suppliers", json={"name": "x"}), viewer.post(f"{path}/archive"),
                  viewer.patch(path, json={"name": "x"}, if_match="*"),
                  viewer.delete(path, if_match="*")):
        assert (reply.status, reply.code) == (403, "forbidden")
    respondent = login("respondent", supplier_id=supplier)
    assert respondent.get(path).status == respondent.get("/v1/suppliers").status == 403
