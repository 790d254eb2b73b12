"""Every change is told in the feed, and nothing else is: by the tenant's `seq`."""
import re
import uuid

import pytest

from convention_fixtures import OPERATIONS, answered_response

CHANGES = [operation for operation in OPERATIONS if operation.method != "GET" and not operation.is_form]

# Answers 2xx and changes nothing of what the feed is about.
SILENT = {"simulate_risk_score": "nothing is stored", "check_supplier_status": "nothing is stored",
          "test_webhook_endpoint": "what is sent is no event; /attempts tells of it",
          "redeliver_webhook": "events are sent again; /attempts tells of it"}


@pytest.mark.parametrize("operation", CHANGES, ids=lambda operation: operation.name)
def test_what_an_operation_does_is_told(world, operation):
    done = world.success(operation)
    told = done.seq_after - done.seq_before
    if operation.name in SILENT:
        assert told == 0
    else:
        assert told >= 1
    written = {row[0] for row in world.server.sql(
        "select type from app.events where tenant_id = %s and seq > %s and seq <= %s",
        world.tenant.id, done.seq_before, done.seq_after)}
    assert written <= set(re.findall(r"\b[a-z_]+\.[a-z_]+\b", operation.entry["description"]))
    if done.replay is not None:
        assert done.seq_replayed == done.seq_after


@pytest.mark.parametrize("operation", [
    operation for operation in CHANGES if operation.method in ("PATCH", "PUT")],
    ids=lambda operation: operation.name)
def test_a_change_to_what_is_there_already_is_none(world, operation):
    done = world.success(operation)
    before = world.seq()
    again = world.call(operation, path=done.path, json=done.body)
    assert again.status == 200, again
    assert again.body["revision"] == world.call(operation, path=done.path, json=done.body).body["revision"]
    assert world.seq() == before


@pytest.mark.parametrize("operation", [
    operation for operation in CHANGES if "dry_run" in operation.query_names and not operation.is_file],
    ids=lambda operation: operation.name)
def test_a_dry_run_does_nothing(world, operation):
    path = world.path(operation, fresh=True)
    body = world.body(operation, fresh=True)
    before = world.seq()
    reply = world.call(operation, path=path, json=body, params={"dry_run": "true"})
    assert 200 <= reply.status < 300, reply
    assert world.seq() == before


def test_an_equal_upsert_does_nothing(world):
    path = f"/v1/suppliers/by-external-id/erp/{uuid.uuid4().hex}"
    body = {"name": "みどり精機株式会社", "contacts": [{"name": "田中 一郎", "email": "t@example.co.jp"}]}
    first = world.client.put(path, json=body)
    before = world.seq()
    again = world.client.put(path, json=body)
    assert (first.status, again.status, again.body["changed"]) == (201, 200, False)
    assert again.body == {**first.body, "created": False, "changed": False}
    assert world.seq() == before


@pytest.mark.parametrize("step", ["archive", "restore"])
def test_a_step_that_was_taken_already_does_nothing(world, step):
    supplier = world.client.post("/v1/suppliers", json={"name": "Acme"}).body["id"]
    world.client.post(f"/v1/suppliers/{supplier}/archive")
    first = world.client.post(f"/v1/suppliers/{supplier}/{step}")
    before = world.seq()
    again = world.client.post(f"/v1/suppliers/{supplier}/{step}")
    assert (again.status, again.body) == (200, first.body)
    assert world.seq() == before


def test_what_is_refused_is_not_told(world):
    response = world.row(answered_response, False)["id"]
    before = world.seq()
    assert world.client.post("/v1/suppliers", json={}).status == 422
    assert world.client.patch(f"/v1/suppliers/{uuid.uuid4()}", json={"name": "x"}, if_match="*").status == 404
    assert world.client.post(f"/v1/responses/{response}/accept").status == 409
    assert world.seq() == before
