"""Webhooks: what happens is sent to whoever registered for it, in order, signed, and until it has arrived."""
import contextlib
import json
import signal
import subprocess
import threading
import time
import uuid

import psycopg2
import pytest

from renkei_client import Client
from renkei_server import BINARY, Server, cloned_database, connect
from webhook_receiver import Receiver

INSECURE = {"RENKEI_WEBHOOK_INSECURE": "1", "RENKEI_WEBHOOK_PORTS": "443,9443"}


class House:
    """A service that may send to this machine, and its egress worker."""

    def __init__(self, server):
        self.server = server
        self.tenants = {}

    def worker_environment(self, extra=None):
        return self.server.environment({"RENKEI_WORKER_DATABASE_URL": self.server.dsn("renkei_worker"),
                                        **INSECURE, **(extra or {})})

    def deliver(self, extra=None):
        """Everything that is due now."""
        done = subprocess.run([BINARY, "worker", "--kind", "egress", "--once"], capture_output=True, text=True,
                              env=self.worker_environment(extra), timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stderr

    @contextlib.contextmanager
    def working(self):
        """A worker that stays."""
        worker = subprocess.Popen([BINARY, "worker", "--kind", "egress"], env=self.worker_environment(),
                                  stderr=subprocess.PIPE, text=True)
        try:
            yield worker
        finally:
            if worker.poll() is None:
                worker.send_signal(signal.SIGTERM)
            _, log = worker.communicate(timeout=60)
            assert worker.returncode in (0, -signal.SIGKILL), log

    def let_time_pass(self, endpoint):
        """Until its next attempt is due."""
        self.server.sql("update app.webhook_queues set available_at = now() where endpoint_id = %s", endpoint)


@pytest.fixture(scope="module")
def house(tmp_path_factory, keys):
    with cloned_database() as database:
        server = Server(database, tmp_path_factory.mktemp("webhooks"), keys).start(INSECURE)
        yield House(server)
        server.stop()


@pytest.fixture(scope="module")
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def client(house):
    return Client(house.server, house.server.add_tenant().token("admin"))


@pytest.fixture
def path():
    return "/" + uuid.uuid4().hex[:8]


def register(client, url, **members):
    reply = client.post("/v1/webhook-endpoints", json={"url": url, **members})
    assert reply.status == 201, reply
    return reply.body


def shown(client, endpoint):
    reply = client.get(f"/v1/webhook-endpoints/{endpoint['id']}")
    assert reply.status == 200, reply
    return reply.body


def attempts(client, endpoint, **params):
    return client.get(f"/v1/webhook-endpoints/{endpoint['id']}/attempts", params=params).body["data"]


def change(client, count=1):
    """So many suppliers come: an event each."""
    for _ in range(count):
        assert client.post("/v1/suppliers", json={"name": "秘密精機"}).status == 201


def feed(client, **params):
    found, cursor = [], None
    while True:
        reply = client.get("/v1/events", params={"limit": 200, **params, **({"cursor": cursor} if cursor else {})})
        found += reply.body["data"]
        cursor = reply.body["page"]["next_cursor"]
        if not reply.body["page"]["has_more"]:
            return found


def events_of(client, type_):
    return [event["id"] for event in feed(client) if event["type"] == type_]


SUPPLIERS = {"types": ["supplier.created"]}


def test_what_happens_is_sent_in_order_and_signed(house, client, receiver, path):
    change(client, 2)  # before there was anybody to tell
    endpoint = register(client, receiver.url(path))
    change(client, 60)
    house.deliver()
    got, events = receiver.messages(path), feed(client)
    told = events[-61:]  # the registration itself, and what came behind it
    assert [message.id for message in got] == [event["id"] for event in told]
    assert [message.body["data"]["seq"] for message in got] == [event["seq"] for event in told]
    for message, event in zip(got, told):
        assert message.is_signed_by(endpoint["secret"])
        assert message.is_signed_with(endpoint["secrets"][0]["public_key"])
        assert abs(int(message.headers["webhook-timestamp"]) - time.time()) < 120
        assert message.headers["content-type"].startswith("application/json")
        assert (message.body["type"], message.body["timestamp"]) == (event["type"], event["occurred_at"])
        assert message.body["data"]["resource"] == event["resource"]
        assert "秘密精機" not in message.text and "tester" not in message.text
        assert len(message.text) < 20480
    assert got[-1].body["data"]["withheld"] == ["name"]
    assert not got[0].is_signed_by("whsec_" + "A" * 43 + "=")
    assert not got[0].is_signed_with("whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), "that of RFC 8032"
    state = shown(client, endpoint)["delivery"]
    assert (state["position"], state["behind"], state["failures"]) == (events[-1]["seq"], 0, 0)
    assert state["last_delivered_at"]
    log = attempts(client, endpoint, limit=200)
    assert {entry["outcome"] for entry in log} == {"delivered"} and len(log) == 61


def test_the_cursor_of_a_message_leads_on_in_the_feed(house, client, receiver, path):
    register(client, receiver.url(path))
    change(client, 3)
    house.deliver()
    first, *behind = receiver.messages(path)[1:]
    page = client.get("/v1/events", params={"cursor": first.body["data"]["cursor"]})
    assert [event["id"] for event in page.body["data"]] == [message.id for message in behind]


def test_only_chosen_types_and_nothing_that_its_maker_may_not_read(house, receiver, path):
    tenant = house.server.add_tenant()
    admin = Client(house.server, tenant.token("admin"))
    erp = Client(house.server, tenant.token(scopes=["suppliers:read", "events:read", "webhooks:write"]))
    register(admin, receiver.url(path + "some"), types=["supplier.updated", "supplier.archived"])
    seen = register(erp, receiver.url(path + "erp"))
    assert seen["scopes"] == ["suppliers:read", "events:read", "webhooks:write"]
    supplier = admin.post("/v1/suppliers", json={"name": "A"}).body
    admin.post(f"/v1/suppliers/{supplier['id']}/archive")
    assert admin.post("/v1/clients", json={"name": "ERP", "scopes": ["suppliers:read"]}).status == 201
    house.deliver()
    assert [message.body["type"] for message in receiver.messages(path + "some")] == ["supplier.archived"]
    assert [message.body["type"] for message in receiver.messages(path + "erp")] == [
        "supplier.created", "supplier.archived"]
    refused = erp.post("/v1/webhook-endpoints", json={"url": receiver.url(path), "types": ["incident.opened"]})
    assert (refused.status, refused.body["code"]) == (403, "forbidden")
    assert admin.get(f"/v1/webhook-endpoints/{seen['id']}").body["delivery"]["behind"] == 0


def test_a_merge_is_told_with_both_ids(house, client, receiver, path):
    register(client, receiver.url(path), types=["supplier.merged"])
    into, gone = (client.post("/v1/suppliers", json={"name": name}).body["id"] for name in ("残る", "消える"))
    assert client.post(f"/v1/suppliers/{into}/merge", json={"from": gone}).status == 200
    house.deliver()
    message, = receiver.messages(path)
    data = message.body["data"]
    assert (data["resource"]["type"], data["resource"]["id"], data["supplier_id"]) == ("supplier", gone, into)
    assert data["changes"]["merged_into"] == [None, into], "an ERP system follows it from one number to the other"


def test_what_fails_is_tried_again_later_and_nothing_overtakes_it(house, client, receiver, path):
    endpoint = register(client, receiver.url(path), **SUPPLIERS)
    receiver.answers[path] = lambda message, count: (503, {}, "メンテナンス中") if count < 3 else (200, {}, "")
    change(client, 3)
    house.deliver()
    house.deliver()  # it is not due again
    assert len(receiver.messages(path)) == 1
    state = shown(client, endpoint)["delivery"]
    assert state["failures"] == 1 and state["failing_since"] and state["next_attempt_at"] > state["failing_since"]
    [(waiting, since)] = house.server.sql("select queued, oldest_at::text from app.job_backlog where kind = 'webhook'")
    [[written]] = house.server.sql("select min(created_at)::text from app.events where type = 'supplier.created'"
                                   " and tenant_id = %s", house.server.sql(
                                       "select tenant_id from app.webhook_endpoints where id = %s", endpoint["id"])[0][0])
    assert waiting >= 1 and since <= written  # which /readyz tells, for all tenants
    house.let_time_pass(endpoint["id"])
    house.deliver()
    assert shown(client, endpoint)["delivery"]["failures"] == 2
    house.let_time_pass(endpoint["id"])
    house.deliver()
    first, *others = events_of(client, "supplier.created")
    got = receiver.messages(path)
    assert [message.id for message in got] == [first, first, first, *others]
    assert all(message.is_signed_by(endpoint["secret"]) for message in got)
    assert shown(client, endpoint)["delivery"]["failures"] == 0
    refused = attempts(client, endpoint, outcome="refused")
    assert [(entry["status"], entry["answer"], entry["cause"]) for entry in refused] == [
        (503, "メンテナンス中", "feed")] * 2


def test_retry_after_is_respected(house, client, receiver, path):
    endpoint = register(client, receiver.url(path), **SUPPLIERS)
    receiver.answers[path] = lambda message, count: (429, {"Retry-After": "7200"}, "")
    change(client)
    house.deliver()
    (seconds,), = house.server.sql(
        "select extract(epoch from available_at - now()) from app.webhook_queues where endpoint_id = %s",
        endpoint["id"])
    assert 7100 < seconds <= 7200


def test_gone_ends_it_until_somebody_says_otherwise(house, client, receiver, path):
    endpoint = register(client, receiver.url(path), **SUPPLIERS)
    receiver.answers[path] = lambda message, count: (410, {}, "") if count == 1 else (200, {}, "")
    change(client, 2)
    house.deliver()
    change(client)
    house.deliver()
    assert len(receiver.messages(path)) == 1
    now = shown(client, endpoint)
    assert (now["active"], now["disabled_because"]) == (False, "gone")
    disabled, = [event for event in feed(client) if event["type"] == "webhook_endpoint.disabled"]
    assert disabled["changes"] == {"active": [True, False], "disabled_because": [None, "gone"]}
    assert disabled["actor"]["kind"] == "system"
    for step in ("test", "redeliver"):
        reply = client.post(f"/v1/webhook-endpoints/{endpoint['id']}/{step}",
                            **({"json": {"from_seq": 1, "to_seq": 1}} if step == "redeliver" else {}))
        assert (reply.status, reply.body["code"]) == (409, "webhook_inactive")
    reply = client.patch(f"/v1/webhook-endpoints/{endpoint['id']}", if_match="*", json={"active": True})
    assert reply.body["disabled_because"] is None
    house.deliver()
    assert [message.id for message in receiver.messages(path)[1:]] == events_of(client, "supplier.created")


def test_days_of_failure_end_it_too(house, client, receiver, path):
    endpoint = register(client, receiver.url(path), **SUPPLIERS)
    receiver.answers[path] = lambda message, count: (500, {}, "")
    change(client)
    for number in range(10):
        assert shown(client, endpoint)["active"], number
        house.server.sql("update app.webhook_queues set failures = %s where endpoint_id = %s", number, endpoint["id"])
        house.let_time_pass(endpoint["id"])
        if number in (0, 8, 9):
            house.deliver()
    assert shown(client, endpoint)["disabled_because"] == "failing"
    assert len(events_of(client, "webhook_endpoint.disabled")) == 1


def test_redirects_are_not_followed(house, client, receiver, path):
    endpoint = register(client, receiver.url(path), **SUPPLIERS)
    receiver.answers[path] = lambda *_: (307, {"Location": receiver.url(path + "there")}, "")
    change(client)
    house.deliver()
    assert receiver.messages(path + "there") == []
    assert [(entry["outcome"], entry["status"]) for entry in attempts(client, endpoint)] == [("redirected", 307)]


def test_neither_a_slow_nor_a_dead_one_delays_the_others(house, client, receiver, path):
    """The slow one answers when all others have all of theirs."""
    others = [f"{path}-{number}" for number in range(3)]
    done = threading.Event()
    receiver.answers[path] = lambda *_: (done.wait(15) and 200 or 500, {}, "")
    slow = register(client, receiver.url(path), **SUPPLIERS)
    dead = register(client, "http://127.0.0.1:9/", **SUPPLIERS)
    for other in others:
        register(client, receiver.url(other), **SUPPLIERS)
    change(client, 10)
    with house.working():
        for other in others:
            receiver.wait_for(other, 10)
        done.set()
        receiver.wait_for(path, 10)
    assert [message.id for message in receiver.messages(path)] == events_of(client, "supplier.created")
    assert shown(client, slow)["delivery"]["failures"] == 0
    assert {entry["outcome"] for entry in attempts(client, dead)} == {"not_connected"}


def test_killed_workers_lose_nothing_and_keep_the_order(house, client, receiver, path):
    register(client, receiver.url(path), **SUPPLIERS)
    change(client, 60)
    for count in (5, 25, 45):
        with house.working() as worker:
            receiver.wait_for(path, count)
            worker.kill()
        house.server.sql("update app.webhook_queues set available_at = now() where state = 'leased'")  # in a minute
    house.deliver()
    got = [message.id for message in receiver.messages(path)]
    assert list(dict.fromkeys(got)) == events_of(client, "supplier.created")
    assert len(got) > 60  # what was sent and not noted came once more


def test_two_workers_send_to_an_endpoint_one_at_a_time(house, client, receiver, path):
    register(client, receiver.url(path), **SUPPLIERS)
    change(client, 60)
    with house.working(), house.working():
        receiver.wait_for(path, 60)
    assert [message.id for message in receiver.messages(path)] == events_of(client, "supplier.created")
    assert receiver.most_in_flight[path] == 1


def test_a_secret_is_rotated_without_a_lost_delivery(house, client, receiver, path):
    endpoint = register(client, receiver.url(path), **SUPPLIERS)
    rotate = f"/v1/webhook-endpoints/{endpoint['id']}/rotate-secret"
    old = endpoint["secret"]
    change(client)
    house.deliver()
    new = client.post(rotate, json={})
    assert new.status == 201 and new.body["secret"] != old
    assert len(shown(client, endpoint)["secrets"]) == 2
    change(client)
    house.deliver()
    full = client.post(rotate, json={})
    assert (full.status, full.body["code"]) == (409, "webhook_secrets_full")
    latest = client.post(rotate, json={"keep_seconds": 0}).body["secret"]
    keys = [endpoint["secrets"][0]["public_key"], new.body["public_key"], shown(client, endpoint)["secrets"][0]["public_key"]]
    assert len(shown(client, endpoint)["secrets"]) == 1
    change(client)
    house.deliver()
    signed = [[message.is_signed_by(secret) for secret in (old, new.body["secret"], latest)]
              for message in receiver.messages(path)]
    assert signed == [[True, False, False], [True, True, False], [False, False, True]]
    assert signed == [[message.is_signed_with(key) for key in keys] for message in receiver.messages(path)]
    assert len(events_of(client, "webhook_endpoint.secret_rotated")) == 2


def test_the_service_cannot_read_what_signs(house, client, receiver, path):
    register(client, receiver.url(path))
    with contextlib.closing(connect(house.server.database, "renkei_app")) as connection:
        with connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("select secret from app.webhook_secrets")
        with connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("select signing_key from app.webhook_secrets")
    assert "whsec_" not in json.dumps(feed(client)) + house.server.log.read_text()


def test_a_test_message_comes_once_whatever_is_answered(house, client, receiver, path):
    endpoint = register(client, receiver.url(path), **SUPPLIERS)
    receiver.answers[path] = lambda *_: (500, {}, "no")
    reply = client.post(f"/v1/webhook-endpoints/{endpoint['id']}/test")
    again = client.post(f"/v1/webhook-endpoints/{endpoint['id']}/test")
    assert (reply.status, again.body) == (202, reply.body)
    house.deliver()
    house.deliver()
    message, = receiver.messages(path)
    assert (message.id, message.body["type"]) == (reply.body["message_id"], "webhook.test")
    assert message.is_signed_by(endpoint["secret"])
    entry, = attempts(client, endpoint)
    assert (entry["cause"], entry["outcome"], entry["status"], entry["answer"], entry["seq"]) == (
        "test", "refused", 500, "no", None)
    assert shown(client, endpoint)["delivery"]["failures"] == 0  # and the feed goes on
    receiver.answers.pop(path)
    change(client)
    house.deliver()
    assert len(receiver.messages(path)) == 2


def test_events_are_sent_again(house, client, receiver, path):
    endpoint = register(client, receiver.url(path), **SUPPLIERS)
    change(client, 55)
    house.deliver()
    events = [event for event in feed(client) if event["type"] == "supplier.created"]
    redeliver = f"/v1/webhook-endpoints/{endpoint['id']}/redeliver"
    reply = client.post(redeliver, json={"from_seq": events[3]["seq"], "to_seq": events[53]["seq"]})
    assert reply.status == 202 and reply.body["delivery"]["redelivering"]
    busy = client.post(redeliver, json={"from_seq": 1, "to_seq": 1})
    assert (busy.status, busy.body["code"]) == (409, "webhook_redelivering")
    change(client)
    house.deliver()
    got = [message.id for message in receiver.messages(path)]
    ids = [event["id"] for event in events]
    assert got == ids + ids[3:54] + events_of(client, "supplier.created")[-1:]
    assert not shown(client, endpoint)["delivery"]["redelivering"]
    assert len(attempts(client, endpoint, limit=200)) == len(got)
    wrong = client.post(redeliver, json={"from_seq": 2, "to_seq": 1})
    assert (wrong.status, wrong.body["errors"][0]["pointer"]) == (422, "#/to_seq")


def test_cloudevents(house, client, receiver, path):
    register(client, receiver.url(path), format="cloudevents", **SUPPLIERS)
    change(client)
    house.deliver()
    message, = receiver.messages(path)
    assert message.headers["content-type"].startswith("application/cloudevents+json")
    body = message.body
    assert (body["specversion"], body["id"], body["type"]) == ("1.0", message.id, "supplier.created")
    assert body["subject"] == f"supplier/{body['data']['resource']['id']}" and body["source"].startswith("urn:uuid:")


def test_who_changes_an_endpoint_decides_what_it_sees(house, receiver, path):
    tenant = house.server.add_tenant()
    admin = Client(house.server, tenant.token("admin"))
    other = Client(house.server, tenant.token(scopes=["suppliers:read", "events:read", "webhooks:write"]))
    endpoint = register(admin, receiver.url(path))
    reply = other.patch(f"/v1/webhook-endpoints/{endpoint['id']}", if_match="*", json={"url": receiver.url(path + "x")})
    assert reply.body["scopes"] == ["suppliers:read", "events:read", "webhooks:write"]
    assert admin.post("/v1/clients", json={"name": "ERP", "scopes": ["suppliers:read"]}).status == 201
    change(admin)
    house.deliver()
    assert [message.body["type"] for message in receiver.messages(path + "x")] == ["supplier.created"]


def test_a_secret_of_before_there_were_keys_signs_alone_until_it_is_rotated(house, client, receiver, path):
    endpoint = register(client, receiver.url(path), **SUPPLIERS)
    house.server.sql("update app.webhook_secrets set signing_key = null, public_key = null where endpoint_id = %s",
                     endpoint["id"])
    assert shown(client, endpoint)["secrets"][0]["public_key"] is None
    change(client)
    house.deliver()
    message, = receiver.messages(path)
    assert message.is_signed_by(endpoint["secret"]) and " " not in message.headers["webhook-signature"]
    key = client.post(f"/v1/webhook-endpoints/{endpoint['id']}/rotate-secret", json={}).body["public_key"]
    change(client)
    house.deliver()
    message = receiver.messages(path)[1]
    assert message.is_signed_by(endpoint["secret"]) and message.is_signed_with(key)


def test_a_full_message_says_who_and_what_and_an_administrator_wants_it(house, receiver, path):
    tenant = house.server.add_tenant()
    admin = Client(house.server, tenant.token("admin"))
    erp = Client(house.server, tenant.token("integrator"))
    forbidden = erp.post("/v1/webhook-endpoints", json={"url": receiver.url(path), "full": True})
    assert (forbidden.status, forbidden.body["code"]) == (403, "forbidden") and "settings:write" in str(forbidden.body)
    endpoint = register(admin, receiver.url(path), full=True, **SUPPLIERS)
    one = f"/v1/webhook-endpoints/{endpoint['id']}"
    change(admin)
    house.deliver()
    message, = receiver.messages(path)
    event, = [event for event in feed(admin) if event["type"] == "supplier.created"]
    data = message.body["data"]
    assert (data["changes"], data["actor"], data["withheld"]) == (event["changes"], event["actor"], [])
    assert data["changes"]["name"] == [None, "秘密精機"] and data["actor"]["sub"] == "tester"
    assert "salts" not in data and len(message.text) < 20480
    stays = erp.patch(one, if_match="*", json={"description": "購買"})
    assert (stays.status, stays.body["code"]) == (403, "forbidden"), "it would go on with a maker who may not want it"
    assert erp.patch(one, if_match="*", json={"full": False}).body["full"] is False
    change(admin)
    house.deliver()
    assert receiver.messages(path)[-1].body["data"]["withheld"] == ["name"]
    updated, = [event for event in feed(admin) if event["type"] == "webhook_endpoint.updated"]
    assert updated["changes"]["full"] == [True, False]


def test_a_deleted_endpoint_is_sent_nothing(house, client, receiver, path):
    endpoint = register(client, receiver.url(path), **SUPPLIERS)
    change(client)
    assert client.delete(f"/v1/webhook-endpoints/{endpoint['id']}", if_match="*").status == 204
    house.deliver()
    assert receiver.messages(path) == []
    assert client.get(f"/v1/webhook-endpoints/{endpoint['id']}").status == 404
    assert house.server.sql("select count(*) from app.webhook_secrets where endpoint_id = %s", endpoint["id"]) == [(0,)]


def test_a_tenant_has_fifty_at_most(client, receiver, path):
    for number in range(50):
        register(client, receiver.url(f"{path}/{number}"), active=False)
    reply = client.post("/v1/webhook-endpoints", json={"url": receiver.url(path)})
    assert (reply.status, reply.body["code"]) == (409, "webhook_endpoints_full")


REFUSED = {
    "http://hooks.example.co.jp/": "url_not_https", "https://": "url_not_https", "hooks.example.co.jp": "url_not_https",
    "https://user:word@hooks.example.co.jp/": "url_not_https", "https://hooks.example.co.jp/#x": "url_not_https",
    "https://hooks.example.co.jp\\@127.0.0.1/": "url_not_https", "file:///etc/passwd": "url_not_https",
    "https://hooks.example.co.jp:22/": "url_port", "https://hooks.example.co.jp:/": "url_port",
    "https://hooks.example.co.jp:0443/": "url_port",
    "https://localhost/": "url_not_public", "https://db/": "url_not_public", "https://x.internal/": "url_not_public",
    "https://127.0.0.1/": "url_not_public", "https://2130706433/": "url_not_public",
    "https://0x7f.1/": "url_not_public", "https://0177.0.0.1/": "url_not_public", "https://127.1/": "url_not_public",
    "https://10.1.2.3/": "url_not_public", "https://169.254.169.254/latest": "url_not_public",
    "https://100.64.0.1/": "url_not_public", "https://[::1]/": "url_not_public",
    "https://[::ffff:10.0.0.1]/": "url_not_public", "https://[fd00::1]/": "url_not_public",
    "https://[fe80::1]/": "url_not_public", "https://[64:ff9b::7f00:1]/": "url_not_public",
    "https://[::127.0.0.1]/": "url_not_public", "https://hooks.example.co.jp./": "url_not_public",
}


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_that_must_not_be_sent_to_is_refused_at_once(server, tenant, url):
    client = Client(server, tenant.token("admin"))
    reply = client.post("/v1/webhook-endpoints", json={"url": url})
    assert reply.status == 422, reply
    assert [(fault["pointer"], fault["code"]) for fault in reply.body["errors"]] == [("#/url", REFUSED[url])]


@pytest.mark.parametrize("url", ["https://hooks.example.co.jp", "https://hooks.example.co.jp:8443/a?b=c%20d",
                                 "https://93.184.216.34/", "https://[2606:2800:220:1::1]:443/x"])
def test_a_public_one_is_taken_as_it_is(server, tenant, url):
    client = Client(server, tenant.token("admin"))
    reply = client.post("/v1/webhook-endpoints", json={"url": url, "active": False})
    assert (reply.status, reply.body["url"]) == (201, url)


def test_ports_are_those_of_the_configuration(client):
    statuses = [client.post("/v1/webhook-endpoints", json={"url": f"https://hooks.example.co.jp:{port}/", "active": False}).status
                for port in (443, 9443, 8443)]
    assert statuses == [201, 201, 422]


def test_an_address_is_looked_at_again_when_it_is_connected(house, client):
    """Registered while this machine was allowed; the worker does not allow it."""
    endpoint = register(client, "https://127.0.0.1:8443/", **SUPPLIERS)
    change(client)
    house.deliver({"RENKEI_WEBHOOK_INSECURE": "0"})
    assert [entry["outcome"] for entry in attempts(client, endpoint)] == ["address_refused"]
