"""Heads of requests nobody would send by accident: each is answered or closed at once, and leaves nothing behind."""
import concurrent.futures
import os
import random
import re
import socket
import time

import pytest

from renkei_client import Client

HEADS = 10_000
PATIENCE = 2.0  # seconds in which an answer or an end has to come


def head(line, *headers):
    return "\r\n".join([line, "Host: localhost", *headers, "", ""]).encode("latin1")


def many_arguments(rng):
    return head("GET /livez?" + "&".join(rng.choice(["a", "a=1", "=", "a=%41"]) for _ in range(rng.randint(1, 1500)))
                + " HTTP/1.1")


def many_cookies(rng):
    return head("GET /livez HTTP/1.1", "Cookie: " + rng.choice(["a=1; ", ";", "a=\"b\"; "]) * rng.randint(1, 2500))


def many_headers(rng):
    return head("GET /livez HTTP/1.1", *(f"X-{number}: {'v' * rng.randint(0, 90)}" for number in range(rng.randint(1, 900))))


def long_target(rng):
    return head("GET /" + "a" * rng.randint(1, 70_000) + " HTTP/1.1")


def long_header(rng):
    return head("GET /livez HTTP/1.1", "X-Long: " + "x" * rng.randint(1, 70_000))


def folded(rng):
    name = rng.choice(["Content-Length: 5", "X-A: 1", "Transfer-Encoding: chunked", "Cookie: a=1"])
    return head("POST /v1/suppliers HTTP/1.1", name + "\r\n" + rng.choice([" ", "\t"]) + rng.choice(["0", "", ";x"]))


def odd_length(rng):
    length = rng.choice(["", "-1", "+5", "5 5", "0x5", "9" * 30, "5,5", "5\0", "a"])
    cookies = rng.choice([[], ["Cookie: " + ";" * 5000]])
    return head("POST /v1/suppliers HTTP/1.1", *cookies, f"Content-Length: {length}")


def odd_encoding(rng):
    return head("POST /v1/suppliers HTTP/1.1",
                "Transfer-Encoding: " + rng.choice(["gzip", "chunked, chunked", "identity", "", "chunked\0", "xchunked"]))


def odd_chunks(rng):
    return head("POST /v1/respondent/session HTTP/1.1", "Transfer-Encoding: chunked") + rng.choice(
        [b"zz\r\n", b"-1\r\n", b"f" * 40 + b"\r\n", b"1\r\nab\r\n", b";\r\n"])


def odd_line(rng):
    return rng.choice([
        b"GET /livez\r\n\r\n", b"GET  /livez HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /livez HTTP/9.9\r\n\r\n", b"GET /livez http/1.1\r\n\r\n", b"GET /li\0vez HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /livez HTTP/1.1\r\n\r\n", b"GET /livez HTTP/1.1\r\nno colon\r\n\r\n", b"\r\n\r\nGET\r\n\r\n",
        b"get /livez HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /livez HTTP/1.1\r\n: x\r\nHost: x\r\n\r\n",
        bytes(rng.randrange(256) for _ in range(40)) + b"\r\n\r\n"])


def random_bytes(rng):
    whole = bytearray(head("GET /livez?a=1 HTTP/1.1", "Accept: */*", "Cookie: a=1", "X-A: b"))
    for _ in range(rng.randint(1, 6)):
        whole[rng.randrange(len(whole) - 4)] = rng.randrange(256)
    return bytes(whole) + b"\r\n\r\n"


def unfinished(rng):
    whole = rng.choice([many_arguments, many_cookies, many_headers, folded])(rng)
    return whole[:rng.randrange(1, len(whole) - 3)]


MAY_CLOSE = {odd_line, random_bytes}  # what is not HTTP at all
KINDS = [many_arguments, many_cookies, many_headers, long_target, long_header, folded, odd_length, odd_encoding,
         odd_chunks, odd_line, random_bytes, unfinished]


def exchange(server, request):
    """The answer's bytes; None when neither an answer nor an end came in time."""
    with socket.create_connection((server.host, server.port), timeout=PATIENCE) as connection:
        try:
            connection.sendall(request)
            return connection.recv(65536)
        except TimeoutError:
            return None
        except OSError:
            return b""


def send_kind(server, seed):
    rng = random.Random(seed)
    kind = KINDS[seed % len(KINDS)]
    request = kind(rng)
    if kind is unfinished:
        with socket.create_connection((server.host, server.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
        return None
    answer = exchange(server, request)
    good = answer == b"" and kind in MAY_CLOSE or answer is not None and answer.startswith(b"HTTP/1.1 ")
    return None if good else (kind.__name__, seed, answer, request[:200])


def resident_kib(server):
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as file:
        return int(re.search(r"VmRSS:\s+(\d+) kB", file.read())[1])


def in_flight(server):
    text = Client(server).get("/metrics").text
    return int(re.search(r"^renkei_http_requests_in_flight (\d+)$", text, re.M)[1])


def test_random_heads_leave_nothing_behind(make_server):
    options = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1:thread_local_quarantine_size_kb=16"
    server = make_server(ASAN_OPTIONS=options, RENKEI_METRICS_LISTEN="public")
    bad = []
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        bad += filter(None, pool.map(lambda seed: send_kind(server, seed), range(HEADS // 4)))
        before = resident_kib(server)
        bad += filter(None, pool.map(lambda seed: send_kind(server, seed), range(HEADS // 4, HEADS)))
    assert not bad, bad[:10]
    assert resident_kib(server) - before < 24 * 1024  # the sanitizer keeps some; a leaked connection is 36 KiB
    deadline = time.monotonic() + 10
    while (seen := in_flight(server)) > 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert seen == 1  # the request that asks
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 1.0


@pytest.mark.parametrize("request_head, statuses", [
    (head("GET /livez HTTP/1.1", "Cookie: " + "a=1; " * 1000), {431}),
    (head("GET /livez?" + "a&" * 450 + " HTTP/1.1"), {400}),
    (head("GET /v1/suppliers?" + "&".join(f"p{number}={number}" for number in range(470)) + " HTTP/1.1"), {401}),
    (head("GET /livez HTTP/1.1", "X: " + "x" * 40_000), {431}),
    (head("GET /" + "x" * 40_000 + " HTTP/1.1"), {414}),
    (head("GET /a b HTTP/1.1"), {400}),
    (b"GET /livez HTTP/1.1\r\n\r\n", {400}),
    (head("GET /livez HTTP/1.1", "X-A: b\r\n c"), {400}),
    (head("GET /livez HTTP/1.1", "X-A: b\0c"), {400}),
    (head("POST /v1/suppliers HTTP/1.1", "Content-Length: 5\r\n 0"), {400}),
    (head("POST /v1/suppliers HTTP/1.1", "Transfer-Encoding: gzip"), {400}),
    (head("POST /v1/suppliers HTTP/1.1", "Cookie: " + ";" * 5000, "Content-Length: a"), {431}),
])
def test_a_head_that_cannot_be_read_is_answered_at_once(server, request_head, statuses):
    answer = exchange(server, request_head)
    assert answer, "no reply"
    assert int(answer.split()[1]) in statuses, answer
