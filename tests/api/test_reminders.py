"""The reminder job's user: what is due is handed out once, to one worker at a time, and forgotten never."""
import hashlib
import json
import pathlib
import time
import uuid

import pytest

from renkei_client import Client
from renkei_server import connect
from rounds import PROFILE, ask, events, make_supplier, publish_sheet, save, submit_all

NOON = "2026-11-16T03:00:00Z"  # Monday, 12:00 in Tokyo


@pytest.fixture
def tenant(make_tenant):
    """A queue of its own for each test."""
    return make_tenant()


@pytest.fixture
def client(server, tenant):
    return Client(server, tenant.token(), now=NOON)


@pytest.fixture
def sheet(client):
    return publish_sheet(client)


def contact(client, supplier, name="田中 一郎", **members):
    members.setdefault("email", f"{uuid.uuid4().hex[:8]}@example.co.jp")
    reply = client.post(f"/v1/suppliers/{supplier}/contacts", json={"name": name, **members})
    assert reply.status == 201, reply
    return reply.body


def asked(client, sheet, due_on, name="みどり精機", email=None, **members):
    """(supplier, response) of a supplier with one contact, asked to answer by `due_on`."""
    supplier = make_supplier(client, name, owner="owner@buyer.example", **members)
    contact(client, supplier, **({"email": email} if email else {}))
    return supplier, ask(client, supplier, sheet, due_on=due_on)


def claim(client, now=NOON, **members):
    reply = client.post("/v1/reminders/claim", now=now,
                        json={"worker_id": "w1", "max": 100, **members})
    assert reply.status == 200, reply
    return reply.body["data"]


def ack(client, item, **options):
    return client.post(f"/v1/reminders/{item['id']}/ack",
                       json={"lease_token": item["lease_token"]}, **options)


def send_all(client, now):
    """Claims and acks what is due; returns (kind, stage) of each subject."""
    items = claim(client, now)
    assert all(ack(client, item).status == 200 for item in items)
    return [(subject["kind"], subject["stage"]) for item in items for subject in item["subjects"]]


def listed(client, **params):
    return client.get("/v1/reminders", params=params).body["data"]


def expire(server, tenant):
    """The leases of the tenant end now."""
    server.sql("update app.reminders set available_at = now() where tenant_id = %s"
               " and state = 'leased'", tenant.id)


# --- the job's own day

def test_a_response_that_is_due_soon_is_handed_out_with_all_a_mail_needs(client, sheet):
    supplier, response = asked(client, sheet, "2026-11-23", email="tanaka@example.co.jp")
    item, = claim(client)
    assert item["recipient"]["email"] == "tanaka@example.co.jp" and item["locale"] == "ja"
    assert item["subject"] == "【ご回答期限のお知らせ】セキュリティ対策状況ご回答のお願い"
    subject, = item["subjects"]
    assert (subject["kind"], subject["stage"], subject["due_on"]) == ("response_due", -7, "2026-11-23")
    assert subject["id"] == response and subject["title"] == "七つの型"
    assert subject["supplier"] == {"id": supplier, "name": "みどり精機"}
    assert item["dedupe_key"] == item["id"] == subject["reminder_id"]
    assert claim(client) == []  # leased
    assert ack(client, item).body == {"id": item["id"], "state": "sent", "available_at": None}
    assert claim(client) == []  # sent
    shown = client.get(f"/v1/reminders/{item['id']}").body
    assert shown["state"] == "sent" and shown["worker_id"] == "w1" and shown["attempts"] == 1


def test_each_stage_comes_once_and_the_overdue_ones_begin_at_midnight_in_tokyo(client, sheet):
    asked(client, sheet, "2026-11-30")
    assert send_all(client, "2026-11-16T03:00:00Z") == [("response_due", -14)]
    assert send_all(client, "2026-11-22T14:59:59Z") == []
    # -7 is Monday 23 November, a public holiday: it waits for the 24th.
    assert send_all(client, "2026-11-22T15:00:00Z") == []
    assert send_all(client, "2026-11-23T15:00:00Z") == [("response_due", -7)]
    assert send_all(client, "2026-11-29T14:59:59Z") == []
    assert send_all(client, "2026-11-29T15:00:00Z") == [("response_due", 0)]
    assert send_all(client, "2026-11-30T14:59:00Z") == []
    assert send_all(client, "2026-11-30T15:00:00Z") == [("response_overdue", 1)]
    assert send_all(client, "2026-11-30T15:00:00Z") == []
