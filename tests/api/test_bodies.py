"""Bodies: who may send one is settled by the head, and all of them together have a bounded place."""
import contextlib
import json
import re
import socket
import time

import pytest

from renkei_client import Client

MIB = 1024 * 1024
ANSWERS = "/v1/responses/0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01/answers"  # takes the largest body of all but files


def head(path, *headers, token=None, method="POST", media="application/json"):
    who = [] if token is None else [f"Authorization: Bearer {token}"]
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Type: {media}", *who, *headers, "", ""]
    return "\r\n".join(lines).encode()


@contextlib.contextmanager
def connected(server, sent):
    with socket.create_connection((server.host, server.port), timeout=5) as connection:
        connection.sendall(sent)
        yield connection


def reply(connection):
    """Status, headers as text, and the problem of what comes first on a connection."""
    answer = connection.recv(65536)
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65536)
    text, _, body = answer.partition(b"\r\n\r\n")
    return int(text.split()[1]), text.decode(), json.loads(body) if body else None


def resident_mib(server):
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as file:
        return int(re.search(r"VmRSS:\s+(\d+) kB", file.read())[1]) // 1024


@pytest.mark.parametrize("expect", [[], ["Expect: 100-continue"]])
@pytest.mark.parametrize("path, with_token, length, status, code", [
    (ANSWERS, False, 5 * MIB, 401, "unauthorized"),
    (ANSWERS, True, 6 * MIB, 413, "content_too_large"),
    ("/v1/nowhere", False, 5 * MIB, 404, "unknown_path"),
    ("/v1/suppliers?x=1", True, 100, 400, "invalid_query"),
    ("/v1/respondent/session", False, 5 * MIB, 413, "content_too_large"),
])
def test_a_refusal_does_not_wait_for_the_body(server, tenant, expect, path, with_token, length, status, code):
    token = tenant.token() if with_token else None
    with connected(server, head(path, f"Content-Length: {length}", *expect, token=token)) as connection:
        found, headers, problem = reply(connection)
        assert (found, problem["code"]) == (status, code)
        assert "Connection: close" in headers
        assert connection.recv(1) == b""


def test_a_file_of_a_gigabyte_is_refused_before_it_comes(server, tenant):
    with connected(server, head("/v1/imports?source=x", f"Content-Length: {1024 * MIB}", token=tenant.token(),
                                media="text/csv; charset=utf-8")) as connection:
        found, _, problem = reply(connection)
        assert (found, problem["code"]) == (413, "content_too_large"), problem


def test_a_client_that_asks_first_is_told_to_go_on(server, tenant):
    body = b'{"name": "Asked first"}'
    with connected(server, head("/v1/suppliers", f"Content-Length: {len(body)}", "Expect: 100-continue",
                                token=tenant.token())) as connection:
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        assert reply(connection)[0] == 201


def test_a_client_that_sends_on_still_reads_its_refusal(server):
    """A socket closed with unread bytes is reset, and a reset overtakes the reply."""
    for _ in range(20):
        with connected(server, head(ANSWERS, f"Content-Length: {4 * MIB}")) as connection:
            for _ in range(4):
                connection.sendall(b" " * MIB)
            assert reply(connection)[0] == 401


def test_chunks_beyond_the_limit_end_at_once(server, tenant):
    chunk = b"%x\r\n" % 65536 + b" " * 65536 + b"\r\n"
    with connected(server, head("/v1/suppliers", "Transfer-Encoding: chunked", token=tenant.token())) as connection:
        for _ in range(5):
            connection.sendall(chunk)
        found, headers, problem = reply(connection)
        assert (found, problem["code"]) == (413, "content_too_large")
        assert "Connection: close" in headers and "Date: " in headers
        assert connection.recv(1) == b""
    line = json.loads(server.log_lines()[-1])
    assert (line["route"], line["status"]) == ("/v1/suppliers", 413)


def test_bodies_of_strangers_are_not_held(make_server):
    server = make_server()
    before = resident_mib(server)
    with contextlib.ExitStack() as stack:
        for _ in range(40):
            connection = stack.enter_context(connected(server, head(ANSWERS, f"Content-Length: {5 * MIB}")))
            with contextlib.suppress(OSError):
                connection.sendall(b" " * 4 * MIB)
        assert resident_mib(server) - before < 32


def held_bytes(server):
    text = Client(server).get("/metrics").text
    return int(re.search(r"^renkei_http_body_bytes (\d+)$", text, re.M)[1])


def send_most_of(stack, server, token):
    connection = stack.enter_context(connected(server, head(ANSWERS, f"Content-Length: {5 * MIB}", token=token)))
    connection.sendall(b" " * (5 * MIB - 1))
    return connection


FITTING = 6  # bodies of 5 MiB within the share of one tenant, 32 MiB


def test_one_budget_for_all_bodies_and_half_of_it_for_one_tenant(make_server):
    server = make_server(RENKEI_METRICS_LISTEN="public")
    greedy, other = server.add_tenant(), server.add_tenant()
    with contextlib.ExitStack() as stack:
        connections = [send_most_of(stack, server, greedy.token()) for _ in range(FITTING)]
        deadline = time.monotonic() + 10
        while held_bytes(server) < FITTING * 5 * MIB and time.monotonic() < deadline:
            time.sleep(0.02)
        assert held_bytes(server) == FITTING * 5 * MIB
        with contextlib.suppress(OSError):
            connections.append(send_most_of(stack, server, greedy.token()))
        found, headers, problem = reply(connections[FITTING])
        assert (found, problem["code"]) == (503, "unavailable") and "Retry-After: 1" in headers
        assert Client(server, other.token()).post("/v1/suppliers", json={"name": "Others go on"}).status == 201
    deadline = time.monotonic() + 10
    while held_bytes(server) > 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert held_bytes(server) == 0
    assert Client(server, greedy.token()).post("/v1/suppliers", json={"name": "Again"}).status == 201


@pytest.mark.parametrize("body", [b"", b"{}", b" {\n} ", b"\r\n"])
def test_an_action_may_carry_a_body_that_says_nothing(client, body):
    supplier = client.post("/v1/suppliers", json={"name": "Acme"}).body["id"]
    headers = {"Content-Type": "application/json"}
    for action in ("archive", "restore"):  # the one has a body that may be left out, the other has none
        assert client.post(f"/v1/suppliers/{supplier}/{action}", data=body, headers=headers).status == 200


@pytest.mark.parametrize("body", [b"{}{}", b"[]", b"null", b'{"a":1}', b"{", b"}", b"{\0}"])
def test_what_a_body_says_where_none_is_read_is_refused(client, body):
    supplier = client.post("/v1/suppliers", json={"name": "Acme"}).body["id"]
    assert client.post(f"/v1/suppliers/{supplier}/archive").status == 200
    refused = client.post(f"/v1/suppliers/{supplier}/restore", data=body)
    assert (refused.status, refused.code) == (400, "malformed_request")
    assert client.get(f"/v1/suppliers/{supplier}").body["archived_at"] is not None


def test_a_body_on_a_get_is_refused(client):
    assert client.request("GET", "/v1/suppliers", data=b"{}").code == "malformed_request"


def test_chunks_that_bring_nothing_need_no_type(client):
    supplier = client.post("/v1/suppliers", json={"name": "Acme"}).body["id"]
    assert client.post(f"/v1/suppliers/{supplier}/archive", data=iter([])).status == 200
    refused = client.post("/v1/suppliers", data=iter([b"{}"]))
    assert (refused.status, refused.code) == (415, "unsupported_media_type")
