"""The edge: what a request may look like, what is refused before anybody looks at its meaning."""
import concurrent.futures
import gzip
import http.client
import json
import os
import re
import socket
import subprocess
import time
import types
import uuid

import pytest

from renkei_client import Client, contract
from renkei_server import BINARY, Server

TITLES = {code: entry["title"] for code, entry in contract.document["x-problems"].items()}
UUID7 = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def request(line, *headers, body=b""):
    return "\r\n".join([line, "Host: localhost", *headers, "", ""]).encode("latin1") + body


def status(answer):
    return int(re.match(rb"HTTP/1\.1 (\d{3})", answer)[1])


def replies(answer):
    return len(re.findall(rb"HTTP/1\.1 \d{3}", answer))


# Paths and methods

@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS", "TRACE"])
def test_a_path_that_leads_nowhere(anyone, method, lang):
    reply = anyone.request(method, "/v1/nowhere", lang=lang)
    assert (reply.status, reply.code) == (404, "unknown_path")
    assert reply.body["title"] == TITLES["unknown_path"][lang]
    assert reply.headers["Content-Language"] == lang
    assert reply.varies == "Accept-Language"
    assert reply.headers["Content-Type"] == "application/problem+json; charset=utf-8"


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("method", ["PUT", "TRACE", "PROPFIND"])
def test_a_method_that_a_path_does_not_know(anyone, method, lang):
    reply = anyone.request(method, "/v1/suppliers", lang=lang)
    assert (reply.status, reply.code) == (405, "method_not_allowed")
    assert reply.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert reply.body["title"] == TITLES["method_not_allowed"][lang]


def test_options_names_the_methods(anyone):
    reply = anyone.options("/v1/suppliers/" + str(uuid.uuid4()))
    assert (reply.status, reply.raw) == (204, b"")
    assert reply.headers["Allow"] == "GET, HEAD, PATCH, DELETE, OPTIONS"
    assert "Access-Control-Allow-Origin" not in reply.headers


def test_head_is_get_without_a_body(anyone):
    get, head = anyone.get("/livez"), anyone.head("/livez")
    assert (head.status, head.raw) == (200, b"")
    for name in ("Content-Type", "Content-Length", "Cache-Control", "X-Content-Type-Options"):
        assert head.headers[name] == get.headers[name]


def test_a_slash_belongs_into_an_external_id_and_nowhere_else(client):
    path = "/v1/suppliers/by-external-id/sap/A%2F1"
    assert client.put(path, json={"name": "Acme"}).status == 201
    assert client.get(path).body["external_ids"] == [{"source": "sap", "id": "A/1"}]
    assert client.get("/v1%2Fsuppliers").status == 400
    assert client.get(f"/v1/suppliers/{uuid.uuid4()}%2Fcontacts").status == 400


def test_a_client_may_do_without_the_body_of_a_change(client):
    minimal = {"Prefer": "return=minimal"}
    path = "/v1/suppliers/by-external-id/sap/minimal"
    created = client.put(path, json={"name": "Acme"}, headers=minimal)  # tells what was created
    assert created.status == 201 and created.body["created"]
    changed = client.patch(f"/v1/suppliers/{created.body['id']}", json={"name": "Acme 2"},
                           if_match=created.etag, headers=minimal)
    assert (changed.status, changed.raw) == (204, b"")
    assert changed.headers["Preference-Applied"] == "return=minimal"
    assert client.get(path).etag == changed.etag != created.etag


# Limits

def test_the_longest_target(server, client):
    longest = "/v1/suppliers/" + "9" * (8192 - len("/v1/suppliers/"))
    assert client.get(longest).status == 404
    reply = client.get(longest + "9")
    assert (reply.status, reply.code) == (414, "uri_too_long")
    assert reply.headers["Connection"] == "close"


def test_too_many_and_too_large_headers(anyone):
    few = {f"X-{number}": "1" for number in range(60)}
    assert anyone.get("/livez", headers=few).status == 200
    many = {f"X-{number}": "1" for number in range(65)}
    assert anyone.get("/livez", headers=many).code == "headers_too_large"
    assert anyone.get("/livez", headers={"X-Large": "x" * 16384}).code == "headers_too_large"


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_beyond_the_limit(client, chunked):
    body = b'{"name":"Padded"}' + b" " * (256 * 1024)
    sent = {"Content-Type": "application/json"}
    reply = client.post("/v1/suppliers", data=iter([body]) if chunked else body, headers=sent)
    assert (reply.status, reply.code) == (413, "content_too_large")
    assert client.get("/v1/suppliers?q=Padded").body["data"] == []


def test_a_body_of_megabytes_is_still_told_as_too_large(client):
    reply = client.post("/v1/suppliers", data=b"[" * (12 * 1024 * 1024),
                        headers={"Content-Type": "application/json"})
    assert reply.code == "content_too_large"


def test_a_body_where_none_is_read(client):
    supplier = client.post("/v1/suppliers", json={"name": "Acme"}).body["id"]
    reply = client.post(f"/v1/suppliers/{supplier}/restore", json={"reason": "x"})
    assert (reply.status, reply.code) == (400, "malformed_request")
    assert client.post(f"/v1/suppliers/{supplier}/archive").status == 200


# Framing: whoever may see another end of the request than we do gets no second answer

@pytest.mark.parametrize("headers", [
    ["Content-Length: 2", "Transfer-Encoding: chunked"],
    ["Content-Length: 2", "Content-Length: 68"],
    ["Content-Length: 2", "CONTENT-LENGTH: 2"],
])
def test_smuggling_gets_one_answer_and_a_closed_connection(server, headers):
    hidden = request("GET /livez?smuggled HTTP/1.1")
    answer = server.send_raw(request("POST /v1/suppliers HTTP/1.1", *headers, body=b"{}" + hidden))
    assert (status(answer), replies(answer)) == (400, 1)
    assert b"Connection: close" in answer


@pytest.mark.parametrize("name", ["Authorization", "Idempotency-Key", "Content-Type", "Host"])
def test_a_header_that_stands_twice(server, name):
    first = [] if name == "Host" else [f"{name}: a"]
    answer = server.send_raw(request("GET /livez HTTP/1.1", *first, f"{name.upper()}: b"))
    problem = json.loads(answer.split(b"\r\n\r\n", 1)[1])
    assert problem["code"] == "invalid_header"
    assert problem["errors"][0]["header"] == name
    assert problem["errors"][0]["code"] == "repeated_header"


def test_requests_in_a_row_are_answered_in_order(server):
    wanted = [("livez", 200), ("nowhere", 404), ("readyz", 200), ("v1/me", 401)] * 5
    answer = server.send_raw(b"".join(request(f"GET /{path} HTTP/1.1") for path, _ in wanted))
    found = [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3})", answer)]
    assert found == [code for _, code in wanted]


# Odd, but HTTP: what is legal is understood, and what everyday clients and proxies make of it, too

@pytest.mark.parametrize("accept", [
    "", " ", ",", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "application/json;charset=utf-8",
    'text/html;level="1,application/xml", application/*;q=0.1', "*/*;q=0.001"])
def test_an_accept_header_of_the_wild(client, accept):
    assert client.get("/v1/suppliers?limit=1", headers={"Accept": accept}).status == 200


@pytest.mark.parametrize("kind", [
    "application/json;", "application/json; ; charset=\"UTF-8\"", "application/json;odata=verbose",
    "APPLICATION/JSON ;charset=utf8"])
def test_a_content_type_of_the_wild(client, kind):
    reply = client.post("/v1/suppliers", data=b'{"name": "Odd"}', headers={"Content-Type": kind})
    assert reply.status == 201


@pytest.mark.parametrize("form", ['"{0}"', 'W/"{0}"', '"{0}-gzip"', '"{0}--gzip"', 'W/"{0};br"', '"0", "{0}"',
                                  ', W/"{0}-gzip" ,', '"other" , "{0}"\t', "*"])
def test_an_entity_tag_comes_back_through_proxies(client, form):
    supplier = client.post("/v1/suppliers", json={"name": "Tagged"}).body
    path, revision = f"/v1/suppliers/{supplier['id']}", supplier["revision"]
    changed = client.patch(path, json={"name": "Changed"}, if_match=form.format(revision))
    assert (changed.status, changed.body["revision"]) == (200, revision + 1)
    assert client.patch(path, json={"name": "Late"}, if_match='"0", W/"%d-gzip"' % revision).status == 412
    if form != "*":
        known = client.get(path, headers={"If-None-Match": form.format(changed.body["revision"])})
        assert (known.status, known.raw) == (304, b"")


def test_a_list_may_come_in_several_lines(server, client, tenant):
    supplier = client.post("/v1/suppliers", json={"name": "Lines"}).body
    head = request(f"PATCH /v1/suppliers/{supplier['id']} HTTP/1.1", f"Authorization: Bearer {tenant.token()}",
                   'If-Match: "77"', f'If-Match: "{supplier["revision"]}"', "Prefer: wait=1", "Prefer: return=minimal",
                   "Accept: text/html", "Accept: application/json", "Accept-Language: fr", "Accept-Language: en;q=.5",
                   "Content-Type: application/merge-patch+json", "Content-Length: 14", body=b'{"name": "New"}'[:14])
    answer = server.send_raw(head[:-14] + b'{"name": "Ne"}')
    assert status(answer) == 204
    wrong = server.send_raw(head[:-14] + b'{"nome": "Ne"}')
    assert status(wrong) == 422 and b"Content-Language: en" in wrong


@pytest.mark.parametrize("tag", ["7", "W/7", '"7', '"7" x', '"7""8"', ",", "** "])
def test_what_is_no_entity_tag_is_told(client, tag):
    supplier = client.post("/v1/suppliers", json={"name": "Tagged"}).body
    refused = client.patch(f"/v1/suppliers/{supplier['id']}", json={"name": "x"}, if_match=tag)
    assert (refused.status, refused.errors) == (400, {"If-Match": "not_entity_tag"})


def test_a_body_in_a_coding_is_refused_whole(client):
    packed = gzip.compress(b'{"name": "Packed"}')
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    refused = client.post("/v1/suppliers", data=packed, headers=headers)
    assert (refused.status, refused.code) == (415, "unsupported_media_type")
    assert refused.headers["Accept-Encoding"] == "identity" and "Content-Encoding" in refused.body["detail"]
    headers["Content-Encoding"] = "identity"
    assert client.post("/v1/suppliers", data=b'{"name": "Plain"}', headers=headers).status == 201


# Numbers, days and lists

def test_a_whole_number_may_have_a_point(client):
    assert len(client.get("/v1/suppliers?limit=1.0").body["data"]) == 1
    rule = client.get("/v1/reminder-rules").body["data"][0]
    changed = client.patch(f"/v1/reminder-rules/{rule['id']}", json={"offsets": [-3.0, 2.0]}, if_match=f'"{rule["revision"]}"')
    assert (changed.status, changed.body["offsets"]) == (200, [-3, 2])
    assert all(type(day) is int for day in changed.body["offsets"])


def test_a_number_that_no_integer_holds_is_too_large(client):
    rule = client.get("/v1/reminder-rules").body["data"][0]
    sent = {"if_match": f'"{rule["revision"]}"', "headers": {"Content-Type": "application/json"}}
    for number, code in (("18446744073709551616", "too_large"), ("-18446744073709551616", "too_small"),
                         ("1e30", "too_large"), ("0.5", "wrong_type")):
        refused = client.patch(f"/v1/reminder-rules/{rule['id']}", data=('{"offsets": [%s]}' % number).encode(), **sent)
        assert (refused.status, refused.errors) == (422, {"#/offsets/0": code})
    assert client.get("/v1/suppliers?limit=18446744073709551616").errors == {"limit": "too_large"}


@pytest.mark.parametrize("separator", ["&supplier_id=", ","])
def test_a_list_takes_as_many_as_it_says(client, separator):
    ids = [str(uuid.uuid4()) for _ in range(101)]
    assert client.get("/v1/responses?supplier_id=" + separator.join(ids[:100])).status == 200
    refused = client.get("/v1/responses?supplier_id=" + separator.join(ids))
    assert (refused.status, refused.errors) == (400, {"supplier_id": "too_many"})


@pytest.mark.parametrize("value, code", [
    ("0001-01-01T00:00:00%2B09:00", "date_out_of_range"), ("1899-12-31T23:59:59Z", "date_out_of_range"),
    ("9999-12-31T23:59:59-01:00", "date_out_of_range"), ("2027-02-30T00:00:00Z", "no_such_day"),
    ("2027-02-28T00:00:00", "not_date_time")])
def test_instants_are_bounded(client, value, code):
    refused = client.get(f"/v1/suppliers?updated_at[gte]={value}", lang="en")
    assert (refused.status, refused.errors) == (400, {"updated_at[gte]": code})
    if code == "date_out_of_range":
        assert refused.body["errors"][0]["detail"] == "Use a date between 1900-01-01 and 9999-12-31 (UTC)."
    for end in ("1900-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"):
        assert client.get(f"/v1/suppliers?updated_at[gte]={end}").status == 200


# Names of requests

def test_a_request_has_an_id_of_ours_or_of_the_caller(anyone):
    reply = anyone.get("/nowhere")
    assert re.fullmatch(UUID7, reply.headers["X-Request-Id"])
    assert reply.body["instance"] == reply.headers["X-Request-Id"]
    given = anyone.get("/nowhere", headers={"X-Request-Id": "Job_42-a"})
    assert given.headers["X-Request-Id"] == given.body["instance"] == "Job_42-a"
    unsafe = anyone.get("/nowhere", headers={"X-Request-Id": 'a"b'})
    assert re.fullmatch(UUID7, unsafe.headers["X-Request-Id"])


def test_the_trace_of_the_caller_goes_on(anyone):
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    reply = anyone.get("/nowhere", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    assert reply.body["trace_id"] == trace
    broken = anyone.get("/nowhere", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7"})
    assert re.fullmatch("[0-9a-f]{32}", broken.body["trace_id"]) and broken.body["trace_id"] != trace


def test_replies_are_not_kept_or_guessed_at(anyone):
    reply = anyone.get("/livez")
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert "Server" not in reply.headers


# Who is asking

def test_challenges_follow_rfc_6750(anyone, server, tenant, login):
    metadata = f', resource_metadata="{server.base_url}/.well-known/oauth-protected-resource"'
    nobody = anyone.get("/v1/me")
    assert nobody.headers["WWW-Authenticate"] == 'Bearer realm="renkei"' + metadata
    wrong = Client(server, "no-token").get("/v1/me")
    assert wrong.headers["WWW-Authenticate"] == 'Bearer realm="renkei", error="invalid_token"' + metadata
    late = Client(server, tenant.token(ttl=-120)).get("/v1/me")
    assert (late.code, "has expired" in late.headers["WWW-Authenticate"]) == ("token_expired", True)
    lacking = login(scopes=["scores:read"]).get("/v1/suppliers")
    assert (lacking.status, lacking.code) == (403, "forbidden")
    assert lacking.headers["WWW-Authenticate"] == (
        'Bearer realm="renkei", error="insufficient_scope", scope="suppliers:read"' + metadata)
    assert "suppliers:read" in lacking.body["detail"]


def test_refusals_come_in_their_order(anyone, login):
    """A request with every fault at once is told the first that the next layer would not see."""
    bad = {"headers": {"Content-Type": "text/plain", "Accept": "text/html"}, "data": b"{"}
    viewer, editor = login("viewer"), login("editor")
    assert anyone.post("/v1/nowhere?x=1", **bad).status == 404
    assert anyone.put("/v1/suppliers?x=1", **bad).status == 405
    assert anyone.post("/v1/suppliers?x=1", **bad).status == 401
    assert viewer.post("/v1/suppliers?x=1", **bad).status == 403
    assert editor.post("/v1/suppliers?x=1", **bad).status == 415
    bad["headers"]["Content-Type"] = "application/json"
    assert editor.post("/v1/suppliers?x=1", **bad).status == 406
    del bad["headers"]["Accept"]
    assert editor.post("/v1/suppliers?x=1", **bad).code == "invalid_query"
    bad["headers"]["Idempotency-Key"] = "a b"
    assert editor.post("/v1/suppliers", **bad).code == "invalid_header"
    del bad["headers"]["Idempotency-Key"]
    assert editor.post("/v1/suppliers", **bad).code == "invalid_json"
    assert editor.post("/v1/suppliers", json={}).code == "validation_failed"
    unknown = f"/v1/suppliers/{uuid.uuid4()}"
    assert editor.patch(unknown, json={"name": "x"}).status == 428
    assert editor.patch(unknown, json={"name": 1}, if_match='"1"').status == 422
    assert editor.patch(unknown, json={"name": "x"}, if_match='"1"').status == 404


# The clock of a test

def test_the_clock_can_be_set(client):
    at = "2031-02-03T04:05:06.000007Z"
    reply = client.post("/v1/suppliers", json={"name": "Later"}, now=at)
    assert reply.body["created_at"] == at
    refused = client.get("/v1/suppliers", now="tomorrow")
    assert (refused.status, refused.errors) == (400, {"X-Renkei-Now": "not_date_time"})


def test_the_clock_is_nobodys_without_the_switch(make_server):
    server = make_server(RENKEI_TEST_CLOCK="0")
    client = Client(server, server.add_tenant().token())
    reply = client.post("/v1/suppliers", json={"name": "Now"}, now="2031-02-03T04:05:06Z")
    assert not reply.body["created_at"].startswith("2031")


# Limits of one client

def until_limited(client):
    replies = (client.get("/v1/suppliers?limit=1") for _ in range(2000))
    return next(reply for reply in replies if reply.status != 200)


def test_a_subject_has_a_budget_whatever_token_it_uses(make_server):
    server = make_server(RENKEI_RATE_LIMIT="3")
    tenant, stranger = server.add_tenant(), server.add_tenant()
    client, other = (Client(server, tenant.token(sub=name)) for name in ("one", "two"))
    assert [client.get("/v1/suppliers?limit=1").status for _ in range(6)] == [200] * 6
    refused = until_limited(client)
    assert (refused.status, refused.code) == (429, "rate_limited")
    assert int(refused.headers["Retry-After"]) >= 1
    again = Client(server, tenant.token(sub="one", ttl=2999))  # another token of the same subject
    assert again.get("/v1/suppliers?limit=1").status == 429
    assert client.get("/v1/suppliers?limit=1", headers={"X-Anything": "else"}).status == 429
    assert other.get("/v1/suppliers?limit=1").status == 200
    assert Client(server, stranger.token(sub="one")).get("/v1/suppliers?limit=1").status == 200
    time.sleep(0.7)
    assert client.get("/v1/suppliers?limit=1").status == 200


def budget(reply):
    """(the budget, seconds in which it fills, what is left, seconds until it is whole)"""
    policy = re.fullmatch('"subject";q=([0-9]+);w=([0-9]+)', reply.headers["RateLimit-Policy"])
    left = re.fullmatch('"subject";r=([0-9]+);t=([0-9]+)', reply.headers["RateLimit"])
    return tuple(map(int, (*policy.groups(), *left.groups())))


def test_replies_say_what_is_left_of_the_budget(make_server):
    server = make_server(RENKEI_RATE_LIMIT="1")
    client = Client(server, server.add_tenant().token())
    assert budget(client.get("/v1/me")) == (2, 2, 1, 1)
    refused = until_limited(client)
    assert refused.status == 429 and budget(refused) in ((2, 2, 0, 1), (2, 2, 0, 2))
    for reply in (Client(server).get("/livez"), Client(server).get("/v1/me")):
        assert "RateLimit" not in reply.headers and "RateLimit-Policy" not in reply.headers


def test_the_budget_is_on_by_default(make_server):
    server = make_server(RENKEI_RATE_LIMIT="")
    client = Client(server, server.add_tenant().token())
    assert {client.get("/v1/me").status for _ in range(200)} == {200}
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        clients = [Client(server, client.token) for _ in range(8)]
        statuses = set().union(*pool.map(lambda one: {one.get("/v1/me").status for _ in range(300)}, clients))
    assert statuses == {200, 429}


# Who is asking, behind a proxy

def addresses(server, *headers, path="/nowhere"):
    server.send_raw(request(f"GET {path} HTTP/1.1", *headers), quiet=0.05)
    return json.loads(server.log_lines()[-1])["ip"]


def test_a_trusted_proxy_says_who_is_asking(make_server):
    server = make_server(RENKEI_TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8")
    for headers, address in (
            ([], "127.0.0.1"),
            (["X-Forwarded-For: 203.0.113.7"], "203.0.113.7"),
            (["X-Forwarded-For: 203.0.113.7:4711"], "203.0.113.7"),
            (["X-Forwarded-For: [2001:db8::7]:4711"], "2001:db8::7"),
            (["X-Forwarded-For: 2001:db8::7"], "2001:db8::7"),
            (["X-Forwarded-For: 198.51.100.1, 203.0.113.7, 10.1.2.3"], "203.0.113.7"),  # the left one is a claim
            (["X-Forwarded-For: 198.51.100.1", "X-Forwarded-For: 203.0.113.7 ,, 10.1.2.3 ,"], "203.0.113.7"),
            (["X-Forwarded-For: 10.9.9.9, 10.1.2.3"], "10.9.9.9"),
            (["X-Forwarded-For: 203.0.113.7, unknown"], "127.0.0.1"),
            (["X-Forwarded-For: 203.0.113.7, 10.1.2.3, ' or 1=1"], "127.0.0.1")):
        assert addresses(server, *headers) == address, headers


def test_nobody_else_is_believed(server):
    assert addresses(server, "X-Forwarded-For: 203.0.113.7") == "127.0.0.1"


def test_links_are_limited_by_the_address_behind_the_proxy(make_server):
    server = make_server(RENKEI_TRUSTED_PROXIES="127.0.0.0/8", RENKEI_SESSION_RATE="1")
    anyone = Client(server)
    def guess(address, number):
        return anyone.post("/v1/respondent/session", json={"token": f"guess-{number}"},
                           headers={"X-Forwarded-For": address}).status
    first = [guess("203.0.113.7", number) for number in range(20)]
    assert first[0] == 404 and first[-1] == 429
    assert guess("203.0.113.8", 99) == 404


@pytest.mark.parametrize("value", ["10.0.0.0/33", "localhost", "::1/129", "10.0.0.1/", "1.2.3.4/8x", ", ".join(["::1"] * 33)])
def test_a_list_of_proxies_that_makes_no_sense_is_refused(server, value):
    done = server.run("serve", extra={"RENKEI_TRUSTED_PROXIES": value})
    assert done.returncode == 78 and "RENKEI_TRUSTED_PROXIES" in done.stderr


# A log that nobody reads

def test_a_log_that_nobody_reads_holds_nobody_up(server, tmp_path):
    """Its reader has stopped: requests go on, lines are dropped and counted, SIGTERM ends it at once."""
    house = Server(server.database, tmp_path, (server.keys, server.private_key))
    reader, writer = os.pipe()
    with open(house.error_log, "ab") as error_log:
        house.process = subprocess.Popen([BINARY, "serve"], env=house.environment(), stdin=subprocess.DEVNULL,
                                         stdout=writer, stderr=error_log)
    os.close(writer)
    try:
        house.wait_until("/readyz")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            clients = [Client(house) for _ in range(4)]
            statuses = set().union(*pool.map(lambda one: {one.get("/livez").status for _ in range(1500)}, clients))
        assert statuses == {200}
        metrics = Client(types.SimpleNamespace(host=house.host, port=house.metrics_port))
        counted = re.search(r"^renkei_log_lines_dropped_total (\d+)$", metrics.get("/metrics").text, re.M)
        assert int(counted[1]) > 100
        began = time.monotonic()
        house.stop()
        assert time.monotonic() - began < 3
    finally:
        house.kill()
        os.close(reader)


# Slow clients

def test_slow_clients_do_not_hold_up_the_others(server, tenant):
    slow, token = [], tenant.token()
    for _ in range(40):
        connection = socket.create_connection((server.host, server.port))
        connection.sendall(request("POST /v1/suppliers HTTP/1.1", f"Authorization: Bearer {token}",
                                   "Content-Type: application/json", "Content-Length: 100", body=b"{"))
        slow.append(connection)
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: Client(server).get("/readyz").status, range(64))) == {200}
    assert time.monotonic() - began < 10
    for connection in slow:
        connection.close()


def test_a_client_that_trickles_is_cut_off(server, tenant):
    """One byte a second never was inactive; the deadline of a whole request ends it all the same."""
    with socket.create_connection((server.host, server.port)) as connection:
        connection.sendall(request("POST /v1/suppliers HTTP/1.1", f"Authorization: Bearer {tenant.token()}",
                                   "Content-Type: application/json", "Content-Length: 1000"))
        connection.settimeout(0.01)
        began = time.monotonic()
        while time.monotonic() - began < 45:
            try:
                connection.sendall(b" ")
                if connection.recv(1) == b"":
                    break
            except TimeoutError:
                time.sleep(1)
            except OSError:
                break
    assert 25 < time.monotonic() - began < 40


# The access log

def test_every_request_is_one_line(server, client, tenant):
    before = len(server.log_lines())
    supplier = client.post("/v1/suppliers", json={"name": "Geheim Ltd"}).body["id"]
    client.get(f"/v1/suppliers/{supplier}?x=geheim", headers={"X-Request-Id": "line-3"})
    client.request("TRACE", "/geheim")
    lines = [json.loads(line) for line in server.log_lines()[before:]]
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("POST", "/v1/suppliers", 201), ("GET", "/v1/suppliers/{id}", 400), ("other", None, 404)]
    for line in lines:
        assert list(line) == ["time", "request_id", "trace_id", "method", "route", "status",
                              "duration_us", "bytes", "tenant", "sub", "ip"]
        assert line["ip"] == "127.0.0.1" and line["duration_us"] > 0 and line["bytes"] > 0
    assert lines[1]["request_id"] == "line-3"
    assert (lines[0]["tenant"], lines[0]["sub"]) == (tenant.id, "tester")
    text = "\n".join(server.log_lines())
    assert "geheim" not in text.lower() and client.token not in text


def test_a_subject_cannot_break_its_line(server, tenant):
    sub = 'x","forged":"1' + "長" * 70
    Client(server, tenant.token(sub=sub)).get("/v1/suppliers")
    line = json.loads(server.log_lines()[-1])
    assert sub.startswith(line["sub"]) and 30 < len(line["sub"]) < len(sub)


def test_http_1_0_is_answered_and_closed(server):
    answer = server.send_raw(b"GET /livez HTTP/1.0\r\nHost: x\r\n\r\n")
    assert status(answer) == 200 and answer.endswith(b'{"status":"ok"}')


def test_a_connection_serves_many_requests(server):
    connection = http.client.HTTPConnection(server.host, server.port)
    for _ in range(50):
        connection.request("GET", "/livez")
        assert connection.getresponse().read() == b'{"status":"ok"}'
    connection.close()
