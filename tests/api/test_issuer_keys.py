"""Keys of other issuers by an address: the egress worker fetches them, the service takes the last good ones."""
import contextlib
import datetime
import http.server
import ipaddress
import json
import os
import signal
import ssl
import threading
import time
import uuid

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from renkei_client import Client
from renkei_server import Server, cloned_database

ISSUER = "https://id.example.co.jp/realms/suppliers"


class Provider(http.server.ThreadingHTTPServer):
    """Publishes its keys by https, in whatever way it is told to."""

    def __init__(self, certificate):
        super().__init__(("127.0.0.1", 0), Answer)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.keys, self.asked = {}, 0
        self.answer = lambda: (200, self.published(), {})
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"https://127.0.0.1:{self.server_address[1]}/certs"

    def new_key(self, kid):
        self.keys[kid] = ec.generate_private_key(ec.SECP256R1())

    def jwk(self, kid):
        told = json.loads(ECAlgorithm.to_jwk(self.keys[kid].public_key()))
        return {**{name: value for name, value in told.items() if name != "key_ops"}, "kid": kid}

    def published(self):
        return json.dumps({"keys": [self.jwk(kid) for kid in self.keys]}).encode()

    def token(self, kid, tenant):
        now = int(time.time())
        return jwt.encode({"iss": ISSUER, "aud": "renkei-api", "sub": "sato", "iat": now, "exp": now + 600, "jti": str(uuid.uuid4()),
                           "tenant": tenant.id, "scope": "suppliers:read"}, self.keys[kid], "ES256", headers={"kid": kid})

    def handle_error(self, *arguments):
        """A caller that does not trust it."""


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked += 1
        status, body, headers = self.server.answer()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "id")])
    now = datetime.datetime.utcnow()
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
            .sign(key, hashes.SHA256()))
    (folder / "ca.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    both = folder / "server.pem"
    both.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                       serialization.NoEncryption()) + (folder / "ca.pem").read_bytes())
    return both


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    folder = tmp_path_factory.mktemp("provider")
    with Provider(certificate(folder)) as provider:
        provider.folder = folder
        provider.new_key("a")
        yield provider
        provider.shutdown()


@pytest.fixture(scope="module")
def house(tmp_path_factory, provider):
    file = provider.folder / "issuers.json"
    file.write_text(json.dumps({"issuers": [{"issuer": ISSUER, "audience": "renkei-api", "jwks_url": provider.url,
                                             "algorithms": ["ES256"], "tenant": {"claim": "tenant"}}]}))
    os.chmod(file, 0o644)
    with cloned_database() as database:
        server = Server(database, tmp_path_factory.mktemp("issuer-keys"))
        server.extra = {"RENKEI_ISSUERS": str(file), "RENKEI_CA_FILE": str(provider.folder / "ca.pem"),
                        "RENKEI_WORKER_DATABASE_URL": server.dsn("renkei_worker")}
        server.start(extra=server.extra)
        server.tenant = server.add_tenant()
        yield server
        server.stop()


def fetch(house, why="", **extra):
    """What the worker says; `why` nothing could be fetched."""
    done = house.run("worker", "--kind", "egress", "--once", extra={**house.extra, **extra})
    assert done.returncode == 0, done.stderr
    assert why in done.stderr and ("issuer_keys_failed" in done.stderr) == (why != ""), done.stderr
    return done.stderr


def let_pass(house, seconds=61):
    """Time, for what is counted by the database's clock."""
    house.sql("update app.issuer_keys set " + ", ".join(
        f"{column} = {column} - make_interval(secs => {seconds})" for column in ("tried_at", "fetched_at", "wanted_at")))


def call(house, token):
    return Client(house, token).get("/v1/me").status


def until(house, token, status):
    """The service looks every two seconds."""
    deadline = time.monotonic() + 20
    while (got := call(house, token)) != status and time.monotonic() < deadline:
        time.sleep(0.05)
    assert got == status


@pytest.fixture(scope="module")
def known(house, provider):
    """The first key is known."""
    token = provider.token("a", house.tenant)
    assert call(house, token) == 401
    assert json.loads(house.log_lines()[-1])["auth_reason"] == "unknown_kid"
    fetch(house)
    until(house, token, 200)
    return token


def test_keys_are_fetched_and_rotate(house, provider, known):
    asked = provider.asked
    fetch(house)  # nothing is due
    assert provider.asked == asked == 1
    provider.new_key("b")
    new = provider.token("b", house.tenant)
    assert {call(house, new) for _ in range(20)} == {401}
    fetch(house)  # at most once a minute, whatever is asked
    assert provider.asked == asked
    let_pass(house)
    deadline = time.monotonic() + 20
    while provider.asked == asked and time.monotonic() < deadline:
        assert call(house, new) == 401  # which says that the key is missed
        fetch(house)
    assert provider.asked == asked + 1
    until(house, new, 200)
    assert call(house, known) == 200
    let_it_rest(house, provider)
    asked = provider.asked
    let_pass(house, 3600)
    fetch(house)
    assert provider.asked == asked + 1


def let_it_rest(house, provider):
    """Until nobody asks any more: then nothing is fetched within the hour."""
    for _ in range(6):
        let_pass(house)
        asked = provider.asked
        fetch(house)
        if provider.asked == asked:
            return
        time.sleep(1)
    raise AssertionError("it goes on and on")


def faults(provider):
    secret = json.loads(ECAlgorithm.to_jwk(provider.keys["a"]))
    key = provider.jwk("a")
    many = [{**key, "kid": f"k{number}"} for number in range(33)]
    return {
        "it answers 500": (500, b"{}", {}),
        "it answers 302": (302, b"", {"Location": provider.url + "/other"}),
        "too large": (200, b" " * 65537, {}),
        "is no JSON of": (200, b"<html>", {}),
        "is no JSON": (200, b'{"keys":\0[]}', {}),
        "is no JWK set": (200, b"[]", {}),
        "no key for signatures": (200, b'{"keys":[]}', {}),
        "secret key": (200, json.dumps({"keys": [{**secret, "kid": "a"}]}).encode(), {}),
        "more than 32": (200, json.dumps({"keys": many}).encode(), {}),
    }


def test_the_last_good_keys_stay(house, provider, known):
    good = provider.answer
    for why, answer in faults(provider).items():
        let_pass(house, 3700)
        asked = provider.asked
        provider.answer = lambda answer=answer: answer
        fetch(house, why)
        assert provider.asked == asked + 1  # what it points to is not followed
        [[fault, fetched]] = house.sql("select fault, jwks from app.issuer_keys")
        assert why in fault and json.loads(fetched)["keys"]
        assert call(house, known) == 200
    provider.answer = good
    fetch(house)  # a failure is tried again, but not at once
    assert house.sql("select fault is null from app.issuer_keys") == [(False,)]
    let_pass(house)
    fetch(house)
    assert house.sql("select fault from app.issuer_keys") == [(None,)]


def test_whom_nobody_trusts_is_not_believed(house, provider, known):
    let_pass(house, 3700)
    fetch(house, provider.url, RENKEI_CA_FILE="/etc/ssl/certs/ca-certificates.crt" if os.path.exists(
        "/etc/ssl/certs/ca-certificates.crt") else "/dev/null")
    assert call(house, known) == 200


def test_keys_outlive_a_reload_and_a_restart(house, provider, known):
    loaded = house.error_log.read_text().count("keys_loaded")
    house.process.send_signal(signal.SIGHUP)
    while house.error_log.read_text().count("keys_loaded") == loaded:
        time.sleep(0.01)
    assert call(house, known) == 200
    house.restart(extra=house.extra)
    assert call(house, known) == 200  # readiness waits for them


def test_the_service_may_not_write_keys(house):
    """Whoever gets hold of it makes no key count."""
    may = "has_table_privilege('renkei_app', 'app.issuer_keys', %s)"
    assert [house.sql(f"select {may}", right) for right in ("select", "insert", "delete")] == [[(True,)], [(False,)], [(False,)]]
    columns = house.sql("select attname::text, has_column_privilege('renkei_app', attrelid, attnum, 'update') "
                        "from pg_attribute where attrelid = 'app.issuer_keys'::regclass and attnum > 0")
    assert [name for name, writable in columns if writable] == ["wanted_at"]


@pytest.mark.parametrize("url", ["http://id.example.co.jp/certs", "https://", "https:///certs", "https://a b/", "file:///etc/passwd",
                                 "https://user:secret@id.example.co.jp/", "https://id.example.co.jp/#x", "", 7])
def test_an_address_that_is_none_is_refused_at_start(house, provider, tmp_path, url):
    file = tmp_path / "issuers.json"
    file.write_text(json.dumps({"issuers": [{"issuer": ISSUER, "audience": "renkei-api", "jwks_url": url,
                                             "tenant": {"claim": "tenant"}}]}))
    done = house.run("serve", extra={**house.extra, "RENKEI_ISSUERS": str(file)})
    assert (done.returncode, "issuers[0].jwks_url" in done.stderr) == (78, True), done.stderr
