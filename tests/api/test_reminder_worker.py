"""The example worker, as it ships, against a mail server on loopback."""
import email
import email.policy
import os
import pathlib
import re
import subprocess
import sys
import threading

import pytest

from renkei_client import Client
from rounds import ask, make_supplier

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "examples/reminder-worker"
sys.path.insert(0, str(FOLDER))
from sink import Sink  # noqa: E402  (examples/ is no package)


@pytest.fixture
def sink():
    server = Sink()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def tenant(make_tenant):
    return make_tenant()


@pytest.fixture
def client(server, tenant):
    return Client(server, tenant.token())


@pytest.fixture
def work(server, tenant, sink, tmp_path):
    """Runs the worker until nothing waits; returns the outcomes it printed."""
    token = tmp_path / "token"
    token.write_text(tenant.token("reminder-worker"))

    def run():
        done = subprocess.run(
            [FOLDER / "reminder_worker.py", "--once"], capture_output=True, text=True, timeout=60,
            env={**os.environ, "RENKEI_URL": server.base_url, "RENKEI_TOKEN_FILE": str(token),
                 "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(sink.server_address[1]),
                 "MAIL_FROM": "risk@buyer.example"})
        assert done.returncode == 0, done.stderr
        return re.findall(r'"outcome": "(\w+)"', done.stdout)
    return run


def overdue(client, company, address, **contact):
    supplier = make_supplier(client, company, owner="owner@buyer.example")
    made = client.post(f"/v1/suppliers/{supplier}/contacts",
                       json={"name": "田中 一郎", "email": address, **contact})
    assert made.status == 201
    sheet = client.get("/v1/questionnaires?state=published&code=motex-scrm-2024").body["data"][0]["id"]
    return supplier, ask(client, supplier, sheet, due_on="2026-01-05")


def only_overdue(client):
    for rule in client.get("/v1/reminder-rules").body["data"]:
        if rule["kind"] != "response_overdue":
            client.delete(f"/v1/reminder-rules/{rule['id']}", if_match="*")


def states(client):
    return sorted((r["recipient"]["email"], r["state"], r["blocker"])
                  for r in client.get("/v1/reminders").body["data"])


def test_one_mail_for_one_person_with_a_link_for_each_sheet(client, work, sink, anyone):
    only_overdue(client)
    overdue(client, "みどり精機株式会社", "tanaka@example.co.jp")
    overdue(client, "あおい化学株式会社", "tanaka@example.co.jp")
    assert work() == ["sent"]
    (recipients, raw), = sink.mails
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert recipients == ["tanaka@example.co.jp", "owner@buyer.example"]  # the rule has escalated
    assert message["Subject"] == "【再送】セキュリティ対策状況ご回答のお願い"
    assert message["To"] == "tanaka@example.co.jp" and message["Cc"] == "owner@buyer.example"
    assert re.fullmatch(r"<[0-9a-f]{64}@buyer\.example>", message["Message-ID"])
    text = message.get_content()
    assert "田中 一郎 様" in text and "みどり精機株式会社" in text and "あおい化学株式会社" in text
    links = re.findall(r"https?://\S+#(\S+)", text)
    assert len(links) == 2
    assert anyone.post("/v1/respondent/session", json={"token": links[0]}).status == 200
    assert work() == [] and len(sink.mails) == 1
    assert [state for _, state, _ in states(client)] == ["sent", "sent"]


def test_what_the_mail_server_says_decides(client, work, sink):
    only_overdue(client)
    supplier, _ = overdue(client, "いち商事", "gone@example.co.jp")
    overdue(client, "に商事", "busy@example.co.jp")
    overdue(client, "Three Ltd", "smith@example.com", name="Ann Smith", locale="en")
    assert sorted(work()) == ["failed", "failed", "sent"]
    assert states(client) == [("busy@example.co.jp", "queued", None),
                              ("gone@example.co.jp", "queued", "undeliverable"),
                              ("smith@example.com", "sent", None)]
    contact, = client.get(f"/v1/suppliers/{supplier}").body["contacts"]
    assert contact["deliverable"] is False
    message = email.message_from_bytes(sink.mails[0][1], policy=email.policy.default)
    assert message["Subject"] == "Reminder: your answers on security measures"
    assert "Dear Ann Smith," in message.get_content()


def test_without_a_mail_server_nothing_is_lost(client, work, sink):
    only_overdue(client)
    overdue(client, "みどり精機株式会社", "tanaka@example.co.jp")
    sink.shutdown()
    sink.server_close()
    assert work() == ["failed"]
    shown, = client.get("/v1/reminders").body["data"]
    assert shown["state"] == "queued" and shown["blocker"] is None and "refused" in shown["last_error"]
