"""An event is shown to whoever may read its resource, as the contract's scopes say. What is expected is computed
here from the contract and from the resource that each event names."""
import pytest

import convention_fixtures as rows
from convention_fixtures import OPERATIONS
from renkei_client import contract

WORDS = contract.document["components"]["schemas"]
CALLERS = [
    ["suppliers:read", "suppliers:write", "scores:read", "events:read"],  # the bundle of an ERP system
    *[["events:read", scope] for scope in sorted(contract.document["x-scopes"])
      if scope.endswith(":read") and scope != "events:read"],
    ["events:read"],
    sorted(set(contract.document["x-scopes"]) - {"responses:answer", "measures:report"})]


def reading(resource):
    """The operation that reads a resource."""
    told = WORDS["ResourceType"]["x-read-with"].get(resource)
    names = [told] if told else [f"get_{resource}", f"list_{resource}s"]
    return next(operation for name in names for operation in OPERATIONS if operation.name == name)


def may_read(scopes, event):
    return any(set(needed) <= set(scopes) for needed in reading(event["resource"]["type"]).scopes)


def follow(client, cursor, **params):
    """Everything behind the cursor, page by page, and where the feed goes on."""
    found = []
    while True:
        reply = client.get("/v1/events", params={"cursor": cursor, **params})
        assert reply.status == 200, reply
        found += reply.body["data"]
        cursor = reply.body["page"]["next_cursor"]
        if not reply.body["page"]["has_more"]:
            return found, cursor


@pytest.fixture(scope="module")
def told(world):
    """(where it began, what was told then): something of nearly every resource."""
    cursor = world.client.get("/v1/events", params={"cursor": "latest"}).body["page"]["next_cursor"]
    for maker in (rows.supplier, rows.contact, rows.published, rows.accepted_response, rows.link, rows.campaign,
                  rows.score, rows.implemented_measure, rows.certificate, rows.supplier_contract, rows.request_record, rows.supplier_link,
                  rows.offboarding, rows.override, rows.incident,
                  rows.review, rows.reminder_rule, rows.leased_reminder, rows.gate_policy, rows.release, rows.extension_request, rows.user,
                  rows.client, rows.webhook_endpoint, rows.export, rows.supplier_import,
                  rows.import_profile, rows.evidence, rows.scheme):
        maker(world)
    person = {"contact_id": rows.contact(world)["contact_id"]}
    while not rows.made(world.client.post("/v1/erasures", json=person), 200)["done"]:
        pass
    swept = world.client.post("/v1/operations/sweep", params={"restart": "true"})
    while not rows.made(swept, 200)["done"]:
        swept = world.client.post("/v1/operations/sweep")
    assert world.client.patch("/v1/settings", if_match="*", json={"return_days": 21}).status == 200
    return cursor, follow(world.client, cursor, limit=200)[0]


def test_every_resource_is_in_it(told):
    """Or what follows says nothing of it. An event of a type names the resource that the contract says."""
    _, events = told
    assert {event["resource"]["type"] for event in events} == set(WORDS["ResourceType"]["enum"])
    resources = WORDS["EventType"]["x-resources"]
    for event in events:
        assert event["resource"]["type"] == resources.get(event["type"], event["type"].partition(".")[0])


@pytest.mark.parametrize("scopes", CALLERS, ids=" ".join)
def test_who_may_read_the_resource_sees_its_events(world, told, scopes):
    cursor, events = told
    client = world.with_scopes(scopes)
    shown, behind = follow(client, cursor, limit=200)
    assert shown == [event for event in events if may_read(scopes, event)]
    assert follow(client, behind)[0] == []


def test_what_is_hidden_is_passed_over_page_by_page(world, told):
    cursor, events = told
    scopes = ["events:read", "suppliers:read"]
    shown, _ = follow(world.with_scopes(scopes), cursor, limit=1)
    assert shown == [event for event in events if may_read(scopes, event)]


def test_asking_for_a_hidden_type_shows_nothing(world, told):
    cursor, events = told
    asked = ["override.proposed", "supplier.created"]
    assert {event["type"] for event in events} > set(asked)
    shown, _ = follow(world.with_scopes(["events:read", "suppliers:read"]), cursor, types=asked)
    assert {event["type"] for event in shown} == {"supplier.created"}
    none, _ = follow(world.with_scopes(["events:read", "suppliers:read"]), cursor, types=asked[:1])
    assert none == []
