"""Signing in to the console at an identity provider: OpenID Connect's code flow with PKCE, in Chromium. The provider
is one of ours: it asks who one is, checks what RFC 7636 asks of it, and signs tokens as test_issuers.py knows them."""
import base64
import hashlib
import http.server
import json
import threading
import time
import urllib.parse

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from renkei_server import Server, cloned_database
from test_access import sound
from test_console import Console

CLIENT, AUDIENCE = "renkei-console", "renkei-api"


class Provider(http.server.ThreadingHTTPServer):
    """An identity provider on this machine, in as much as a page needs one."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Desk)
        self.origin = f"http://127.0.0.1:{self.server_port}"
        self.key = rsa.generate_private_key(65537, 2048)
        self.asked, self.codes, self.grants, self.allowed = [], {}, [], True

    def published(self):
        return {"keys": [{**json.loads(RSAAlgorithm.to_jwk(self.key.public_key())), "kid": "p1", "use": "sig", "alg": "RS256"}]}

    def token(self):
        now = int(time.time())
        return jwt.encode({"iss": self.origin, "aud": AUDIENCE, "sub": "hanako", "iat": now, "exp": now + 300,
                           "scope": "suppliers:read scores:read reports:read"}, self.key, "RS256", headers={"kid": "p1"})

    def grant(self, form):
        """RFC 6749 4.1.3, RFC 7636 4.6: each code once, by who began, at the place where it was sent."""
        begun = self.codes.pop(form.get("code"), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        same = begun and (form["client_id"], form["redirect_uri"], proof) == (begun["client_id"], begun["redirect_uri"], begun["code_challenge"])
        self.grants.append(bool(same))
        return {"access_token": self.token(), "token_type": "Bearer", "expires_in": 300} if same else {"error": "invalid_grant", "error_description": "The code is used up."}


class Desk(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": len(body)}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        where = urllib.parse.urlsplit(self.path)
        query, provider = dict(urllib.parse.parse_qsl(where.query)), self.server
        if where.path != "/authorize":
            return self.answer(404)
        provider.asked.append(query)
        code = f"code {len(provider.asked)}/+"  # a code may have any letter
        provider.codes[code] = query
        back = {"code": code, "state": query["state"], "iss": provider.origin, "session_state": "x"} if provider.allowed \
            else {"error": "access_denied", "error_description": "担当者の登録がありません", "state": query["state"]}
        link = f"{query['redirect_uri']}?{urllib.parse.urlencode(back)}".replace("&", "&amp;")
        self.answer(200, f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><a href="{link}">I am Hanako</a>'.encode(), Content_Type="text/html")

    def do_POST(self):
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        told = self.server.grant(form)
        self.answer(200 if "access_token" in told else 400, json.dumps(told).encode(), Content_Type="application/json",
                    Access_Control_Allow_Origin=self.headers["Origin"])


@pytest.fixture(scope="module")
def provider():
    with Provider() as provider:
        threading.Thread(target=provider.serve_forever, daemon=True).start()
        yield provider
        provider.shutdown()


@pytest.fixture(scope="module")
def house(tmp_path_factory, provider):
    folder = tmp_path_factory.mktemp("login")
    (folder / "keys.json").write_text(json.dumps(provider.published()))
    with cloned_database() as database:
        server = Server(database, folder)
        server.tenant = server.add_tenant(name="丸の内重工業")
        (folder / "issuers.json").write_text(json.dumps({"issuers": [{
            "issuer": provider.origin, "audience": AUDIENCE, "jwks_file": "keys.json", "tenant": {"constant": server.tenant.id},
            "login": {"client_id": CLIENT, "authorization_endpoint": f"{provider.origin}/authorize",
                      "token_endpoint": f"{provider.origin}/token", "scope": "openid renkei", "title": "社員ID"}}]}))
        server.start(extra={"RENKEI_ISSUERS": str(folder / "issuers.json")})
        yield server
        server.stop()


@pytest.fixture
def console(browser, house, provider):
    browser.set_window_size(1200, 900)
    console = Console(browser, house)
    provider.allowed = True
    yield console
    browser.execute_script("sessionStorage.clear()")
    said, hosts = console.complaints(), console.hosts()
    browser.get("about:blank")
    assert [one for one in said if "400" not in one] == [] and hosts <= {house.base_url, provider.origin}


def visit(console, address=""):
    console.browser.get("about:blank")
    console.browser.get_log("browser")
    console.browser.get(f"{console.house.base_url}/console{address}")
    return console.see("Sign in with 社員ID")


def test_people_sign_in_where_they_always_do(console, provider):
    visit(console, "#/reports")
    sound(console)
    console.button("Sign in with 社員ID")
    console.see("I am Hanako").follow("I am Hanako")
    console.see("Risk map")
    assert console.browser.current_url == f"{console.house.base_url}/console#/reports"
    asked = provider.asked[-1]
    assert asked.pop("state") and len(asked.pop("code_challenge")) == 43
    assert asked == {"response_type": "code", "client_id": CLIENT, "redirect_uri": f"{console.house.base_url}/console",
                     "scope": "openid renkei", "code_challenge_method": "S256"}
    assert provider.grants[-1] is True
    console.browser.refresh()
    console.see("Risk map")
    console.button("Sign out")
    console.see("Sign in with 社員ID")


def test_the_page_may_ask_its_service_and_the_provider_and_nobody_else(console, provider, house):
    visit(console)
    refused = console.browser.execute_async_script(
        "const done = arguments[0]; fetch('http://127.0.0.1:9/').catch((fault) => done(String(fault)));")
    assert "Failed to fetch" in refused
    assert any("Content Security Policy" in one and f"connect-src 'self' {provider.origin}" in one for one in console.complaints())


@pytest.mark.parametrize("how", ["another state", "another issuer", "nothing begun"])
def test_what_comes_back_to_another_sign_in_is_refused(console, provider, how):
    visit(console)
    before = len(provider.grants)
    if how == "nothing begun":
        console.browser.get(f"{console.house.base_url}/console?code=stolen&state=x")
    else:
        console.button("Sign in with 社員ID")
        link = console.see("I am Hanako").find("a").get_attribute("href")
        console.browser.get(link.replace("state=", "state=x") if how == "another state" else link.replace("&iss=http", "&iss=https"))
    console.see("This sign-in was not begun in this tab.")
    assert len(provider.grants) == before and console.browser.current_url.startswith(f"{console.house.base_url}/console")
    assert "code=" not in console.browser.current_url


def test_a_provider_that_says_no_is_quoted(console, provider):
    visit(console)
    provider.allowed = False
    console.button("Sign in with 社員ID")
    console.see("I am Hanako").follow("I am Hanako")
    console.see("You could not be signed in. 担当者の登録がありません")


def test_a_code_that_is_used_up_is_told(console, provider):
    visit(console)
    console.button("Sign in with 社員ID")
    console.see("I am Hanako")
    provider.codes.clear()
    console.follow("I am Hanako")
    console.see("You could not be signed in. The code is used up.")
    assert provider.grants[-1] is False


def test_a_token_can_be_pasted_beside_it(console, house):
    visit(console)
    console.press(console.find("details summary"))
    console.paste(house.tenant.token("viewer"))
    console.button("Sign in")
    console.see("Suppliers")
