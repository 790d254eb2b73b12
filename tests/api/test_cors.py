"""Pages on other origins: which replies a browser gives them, and what it lets them send."""
import time
import uuid

import pytest

from renkei_client import Client
from renkei_server import Server, cloned_database
from rounds import ask, make_supplier, publish_sheet

PAGE, OTHER = "https://app.example.co.jp", "http://localhost:5173"
NEITHER = [f"{PAGE}/", f"{PAGE}:443", f"{PAGE}.evil.example", "https://APP.example.co.jp", "http://app.example.co.jp",
           "https://app.example.co", "null", "*", f"{PAGE}, {OTHER}", ""]
READABLE = {"ETag", "Link", "Location", "Retry-After", "RateLimit", "RateLimit-Policy", "X-Request-Id",
            "Idempotency-Replayed"}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with cloned_database() as database:
        server = Server(database, tmp_path_factory.mktemp("cors"))
        server.start(extra={"RENKEI_CORS_ORIGINS": f"{PAGE}, {OTHER}"})
        server.tenant = server.add_tenant()
        yield server
        server.stop()


def words(value):
    return set(value.split(", "))


def ask_first(house, path, method, origin=PAGE, headers="authorization, content-type, if-match"):
    return Client(house).request("OPTIONS", path, headers={
        "Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers})


@pytest.mark.parametrize("origin", [PAGE, OTHER])
def test_a_listed_page_reads_replies_and_refusals(house, origin):
    person = Client(house, house.tenant.token())
    replies = [person.get("/v1/suppliers", headers={"Origin": origin}),
               person.post("/v1/suppliers", json={"name": "A"}, headers={"Origin": origin}),
               person.post("/v1/suppliers", json={}, headers={"Origin": origin}),
               person.get(f"/v1/suppliers/{uuid.uuid4()}", headers={"Origin": origin}),
               Client(house).get("/v1/suppliers", headers={"Origin": origin}),
               person.get("/no/such/path", headers={"Origin": origin}),
               person.get("/v1/suppliers?x=1", headers={"Origin": origin})]
    assert [reply.status for reply in replies] == [200, 201, 422, 404, 401, 404, 400]
    for reply in replies:
        assert reply.headers["Access-Control-Allow-Origin"] == origin
        assert words(reply.headers["Access-Control-Expose-Headers"]) == READABLE
        assert "Origin" in words(reply.headers["Vary"])
        assert "Access-Control-Allow-Credentials" not in reply.headers
        assert "Access-Control-Allow-Methods" not in reply.headers


@pytest.mark.parametrize("origin", NEITHER)
def test_another_page_is_told_nothing(house, origin):
    person = Client(house, house.tenant.token())
    for reply in (person.get("/v1/suppliers", headers={"Origin": origin}), ask_first(house, "/v1/suppliers", "GET", origin)):
        assert not [name for name in reply.headers if name.lower().startswith("access-control-")]
        assert "Origin" in words(reply.headers["Vary"])  # a cache must not give this one to the page that is listed


def test_a_browser_asks_first_without_a_token(house):
    supplier = f"/v1/suppliers/{uuid.uuid4()}"
    for path, method in (("/v1/suppliers", "POST"), (supplier, "PATCH"), ("/v1/respondent/session", "POST")):
        reply = ask_first(house, path, method)
        assert (reply.status, reply.raw) == (204, b"")
        assert reply.headers["Access-Control-Allow-Origin"] == PAGE
        assert method in words(reply.headers["Access-Control-Allow-Methods"])
        allowed = {name.lower() for name in words(reply.headers["Access-Control-Allow-Headers"])}
        assert {"authorization", "content-type", "if-match", "if-none-match", "idempotency-key", "prefer"} <= allowed
        assert "*" not in allowed
        assert int(reply.headers["Access-Control-Max-Age"]) == 7200
        assert "Access-Control-Allow-Credentials" not in reply.headers
    assert "DELETE" not in words(ask_first(house, "/v1/suppliers", "DELETE").headers["Access-Control-Allow-Methods"])


def test_options_that_no_browser_sent_is_as_before(house):
    reply = Client(house).request("OPTIONS", "/v1/suppliers", headers={"Origin": PAGE})
    assert (reply.status, "Access-Control-Allow-Methods" in reply.headers) == (204, False)
    assert reply.headers["Access-Control-Allow-Origin"] == PAGE


def test_without_a_list_nothing_is_said(make_server):
    reply = Client(make_server()).get("/livez", headers={"Origin": PAGE})
    assert (reply.status, "Access-Control-Allow-Origin" in reply.headers, "Vary" in reply.headers) == (200, False, False)


THEIRS = "https://portal.example.co.jp"


def lists(client, *origins):
    reply = client.patch("/v1/settings", if_match="*", json={"cors_origins": list(origins)})
    assert reply.status == 200, reply
    return reply.body["cors_origins"]


def until(house, origin, allowed):
    """The list is read again every two seconds."""
    deadline = time.monotonic() + 20
    while ("Access-Control-Allow-Origin" in ask_first(house, "/v1/suppliers", "GET", origin).headers) != allowed:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def reads(client, origin):
    return client.get("/v1/me", headers={"Origin": origin}).headers.get("Access-Control-Allow-Origin") == origin


def test_a_tenant_lists_pages_of_its_own(house):
    ours, others = (Client(house, house.add_tenant().token("admin")) for _ in range(2))
    assert not reads(ours, THEIRS)
    assert lists(ours, THEIRS, "http://localhost:3000") == ["http://localhost:3000", THEIRS]
    until(house, THEIRS, True)  # a browser asks without a token, so for any tenant
    assert reads(ours, THEIRS) and reads(ours, PAGE) and not reads(others, THEIRS)
    assert reads(Client(house, "x"), THEIRS)  # a refusal belongs to no tenant
    lists(others, "https://other.example.co.jp")
    until(house, "https://other.example.co.jp", True)
    assert not reads(ours, "https://other.example.co.jp") and not reads(others, THEIRS)
    before = ours.get("/v1/settings").body
    assert ours.patch("/v1/settings", if_match="*", json={"cors_origins": [THEIRS, "http://localhost:3000"]}).body == before
    event = [event for event in ours.get("/v1/events").body["data"] if event["type"] == "settings.updated"][-1]
    assert event["changes"] == {"cors_origins": [[], ["http://localhost:3000", THEIRS]]}
    assert ours.patch("/v1/settings", if_match="*", json={"cors_origins": None}).body["cors_origins"] == []
    until(house, THEIRS, False)
    assert not reads(ours, THEIRS)


def test_a_listed_page_exchanges_the_links_of_its_tenant(house):
    ours, others = (Client(house, house.add_tenant().token("admin")) for _ in range(2))
    lists(ours, "https://answers.example.co.jp")
    until(house, "https://answers.example.co.jp", True)
    for client, allowed in ((ours, True), (others, False)):
        response = ask(client, make_supplier(client), publish_sheet(client))
        secret = client.post(f"/v1/responses/{response}/links", json={}).body["url"].partition("#")[2]
        reply = Client(house).post("/v1/respondent/session", json={"token": secret},
                                   headers={"Origin": "https://answers.example.co.jp"})
        assert (reply.status, "Access-Control-Allow-Origin" in reply.headers) == (200, allowed)
        person = Client(house, reply.body["access_token"])
        assert reads(person, "https://answers.example.co.jp") == allowed


@pytest.mark.parametrize("origin", ["*", "null", f"{PAGE}/", "app.example.co.jp", "https://App.example.co.jp", "https://*.example.co.jp"])
def test_what_is_no_origin_is_refused_in_settings(house, origin):
    client = Client(house, house.tenant.token("admin"))
    reply = client.patch("/v1/settings", if_match="*", json={"cors_origins": [origin]})
    assert (reply.status, reply.body["errors"][0]["pointer"]) == (422, "#/cors_origins/0")


@pytest.mark.parametrize("value", ["*", "https://*.example.co.jp", "app.example.co.jp", f"{PAGE}/", "https://", "null",
                                   f"{PAGE};{OTHER}", "ftp://app.example.co.jp", f" {PAGE}", f"{PAGE}\r\nX: y",
                                   "https://App.example.co.jp", ", ".join(f"https://a{i}.example" for i in range(33))])
def test_a_list_that_is_none_is_refused_at_start(server, value):
    done = server.run("serve", extra={"RENKEI_CORS_ORIGINS": value})
    assert (done.returncode, "RENKEI_CORS_ORIGINS" in done.stderr) == (78, True), done.stderr
