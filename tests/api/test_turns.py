"""Whose turn it is: whatever one tenant, one row or the database waits for, workers are left for the others."""
import threading
import types

import pytest

from held import held_suppliers
from renkei_client import Client


class Crowd:
    """Callers that want to change suppliers, one each, again and again until the end."""

    def __init__(self, client, suppliers):
        self.replies, self.ended = [], threading.Event()
        self.threads = [threading.Thread(target=self.ask, args=(client, supplier)) for supplier in suppliers]

    def ask(self, client, supplier):
        caller = Client(client.server, client.token)
        while not self.ended.is_set():
            self.replies.append(caller.patch(f"/v1/suppliers/{supplier}", json={"owner": "crowd"}, if_match="*"))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def refused(self):
        return [reply for reply in self.replies if reply.status != 200]


@pytest.fixture
def serve(make_server):
    """serve(4): a service with so many workers."""
    return lambda workers: make_server(RENKEI_THREADS=str(workers))


def new_client(server):
    return Client(server, server.add_tenant().token("admin"))


def make_suppliers(client, count):
    return [client.post("/v1/suppliers", json={"name": f"S{number}"}).body["id"] for number in range(count)]


def test_a_tenant_that_waits_for_locks_has_half_of_the_workers(serve):
    server = serve(4)
    busy, other = new_client(server), new_client(server)
    suppliers = make_suppliers(busy, 6)
    with held_suppliers(server, suppliers) as rows, Crowd(busy, suppliers) as crowd:
        rows.wait_for(2)
        for number in range(20):
            assert other.post("/v1/suppliers", json={"name": f"T{number}"}).status == 201
            assert other.get("/v1/suppliers").status == 200
            assert rows.waiting() <= 2
    assert {reply.status for reply in crowd.refused()} <= {409, 503}
    assert all("Retry-After" in reply.headers for reply in crowd.refused())


def test_who_wants_one_row_does_not_keep_the_tenant_from_the_others(serve):
    server = serve(8)
    client = new_client(server)
    wanted, free = make_suppliers(client, 2)
    with held_suppliers(server, [wanted]) as rows, Crowd(client, [wanted] * 8) as crowd:
        rows.wait_for(2)
        for number in range(20):
            assert client.patch(f"/v1/suppliers/{free}", json={"owner": str(number)}, if_match="*").status == 200
            assert client.get(f"/v1/suppliers/{wanted}").status == 200
            assert rows.waiting() <= 2
    assert {(reply.status, reply.code) for reply in crowd.refused()} == {(409, "conflict_busy")}
    assert all("Retry-After" in reply.headers for reply in crowd.refused())


def test_health_answers_while_every_worker_waits(serve):
    server = serve(2)
    tenants = [new_client(server), new_client(server)]
    suppliers = [make_suppliers(client, 1)[0] for client in tenants]
    caller = Client(server)
    metrics = Client(types.SimpleNamespace(host=server.host, port=server.metrics_port))
    with held_suppliers(server, suppliers) as rows, Crowd(tenants[0], suppliers[:1]), Crowd(tenants[1], suppliers[1:]):
        rows.wait_for(2)
        for _ in range(20):
            assert caller.get("/livez").status == 200
            assert caller.get("/readyz").status == 200
            assert caller.get("/openapi.json").status == 200
            assert "renkei_http_requests_waiting" in metrics.get("/metrics").text


def test_short_reads_go_on_while_every_worker_waits(serve):
    server = serve(2)
    tenants = [new_client(server), new_client(server)]
    suppliers = [make_suppliers(client, 1)[0] for client in tenants]
    with held_suppliers(server, suppliers) as rows, Crowd(tenants[0], suppliers[:1]), Crowd(tenants[1], suppliers[1:]):
        rows.wait_for(2)
        for client, supplier in zip(tenants * 10, suppliers * 10, strict=True):
            assert client.get(f"/v1/suppliers/{supplier}").status == 200
            assert client.get(f"/v1/suppliers/{supplier}/status").status == 200


def test_who_is_not_served_in_time_is_told_so(serve):
    server = serve(1)
    client = new_client(server)
    suppliers = make_suppliers(client, 6)
    with held_suppliers(server, suppliers) as rows, Crowd(client, suppliers) as crowd:
        rows.wait_for(1)
        while not any(reply.code == "unavailable" for reply in crowd.replies):
            assert rows.waiting() <= 1
        late = Client(server, client.token).get("/v1/suppliers")
    assert late.status in (200, 503)
    for reply in crowd.refused():
        assert (reply.status, reply.code) in {(409, "conflict_busy"), (503, "unavailable")}
        assert reply.headers["Retry-After"] == "1"
