"""A client that goes away, wherever its request stands: its neighbours are served, and nothing of it stays."""
import concurrent.futures
import contextlib
import socket
import struct
import threading

import pytest

from held import held_suppliers, until
from renkei_client import Client
from rounds import make_supplier

# What is there of requests when nobody asks but for this.
NOTHING = {"renkei_http_connections": 1, "renkei_http_requests_in_flight": 1, "renkei_http_body_bytes": 0,
           "renkei_http_reply_bytes": 0}
CUTS = 20  # connections that are cut in each way


class Neighbours:
    """Clients that read one supplier over and over; every reply has to be right."""

    def __init__(self, server, token, supplier):
        self.path, self.ended, self.replies = f"/v1/suppliers/{supplier}", threading.Event(), 0
        self.clients = [Client(server, token) for _ in range(4)]
        self.pool = concurrent.futures.ThreadPoolExecutor(len(self.clients))

    def read(self, client):
        while not self.ended.is_set():
            assert client.get(self.path).status == 200
            self.replies += 1
        client.connection.close()

    def __enter__(self):
        self.reading = [self.pool.submit(self.read, client) for client in self.clients]
        return self

    def go_on(self):
        """Some more replies come."""
        target = self.replies + 2 * len(self.clients)
        until(lambda: self.replies > target or any(reading.done() for reading in self.reading))

    def __exit__(self, *_):
        self.ended.set()
        for reading in self.reading:
            reading.result()
        self.pool.shutdown()


def head(token, line, *headers):
    return "\r\n".join([line, "Host: localhost", f"Authorization: Bearer {token}", *headers, "", ""]).encode()


def half_of_a_head(token, supplier):
    whole = head(token, f"GET /v1/suppliers/{supplier} HTTP/1.1")
    return whole[:len(whole) // 2]


def half_of_a_body(token, _):
    return head(token, "POST /v1/suppliers HTTP/1.1", "Content-Type: application/json", "Content-Length: 20") + b'{"name":"'


def half_of_a_chunk(token, _):
    return head(token, "POST /v1/suppliers HTTP/1.1", "Content-Type: application/json",
                "Transfer-Encoding: chunked") + b'14\r\n{"name":"'


def a_short_read(token, supplier):
    return head(token, f"GET /v1/suppliers/{supplier} HTTP/1.1")


def a_report(token, _):
    return head(token, "GET /v1/reports/summary HTTP/1.1")


def a_change_that_waits(token, supplier):
    """For a row that somebody else has."""
    return head(token, f"PATCH /v1/suppliers/{supplier} HTTP/1.1", "Content-Type: application/json", "If-Match: *",
                "Content-Length: 17") + b'{"owner":"sato"} '


def a_large_reply(token, _):
    return head(token, "GET /openapi.json HTTP/1.1")


def cut(server, request, resets, waits_for_reply):
    """Sends, and goes away: in order, or with a reset."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # so that a reply does not fit
        connection.connect((server.host, server.port))
        if resets:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.sendall(request)
        if waits_for_reply:
            connection.settimeout(20)
            assert connection.recv(1) == b"H"


def held(server):
    return {name: server.metric(name) for name in NOTHING}


@pytest.mark.parametrize("stage", [half_of_a_head, half_of_a_body, half_of_a_chunk, a_short_read, a_report,
                                   a_change_that_waits, a_large_reply], ids=lambda stage: stage.__name__)
def test_who_is_cut_off_harms_nobody_and_leaves_nothing(make_server, stage):
    server = make_server(RENKEI_THREADS="4")
    token = server.add_tenant().token()
    supplier = make_supplier(Client(server, token))
    until(lambda: held(server) == NOTHING)
    with contextlib.ExitStack() as stack:
        if stage is a_change_that_waits:
            stack.enter_context(held_suppliers(server, [supplier]))
        with Neighbours(server, token, supplier) as neighbours:
            for number in range(2 * CUTS):
                cut(server, stage(token, supplier), resets=number % 2 == 1, waits_for_reply=stage is a_large_reply)
            neighbours.go_on()
    until(lambda: held(server) == NOTHING)
    assert Client(server, token).patch(f"/v1/suppliers/{supplier}", json={"owner": "abe"}, if_match="*").status == 200
