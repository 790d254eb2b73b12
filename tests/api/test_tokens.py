"""Tokens: what a forger tries, case by case, and what an operator does with keys and subjects.

Cases B131–B221 are those of the catalogue of bad inputs. Tokens are put together here by hand, so
that nothing keeps a forger from writing what the standard forbids.
"""
import base64
import hashlib
import hmac
import json
import os
import re
import signal
import subprocess
import time
import uuid

import jwt
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from renkei_client import Client
from renkei_server import Server, cloned_database

ME = "/v1/me"
GOOD_HEADER = {"alg": "RS256", "typ": "JWT", "kid": "k1"}


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign(text, key, digest):
    return b64(key.sign(text.encode(), padding.PKCS1v15(), digest))


class Forger:
    """Holds the real key, one of their own, and the public key that everybody may know."""

    def __init__(self, tenant, private_key):
        self.tenant = tenant
        self.key = serialization.load_pem_private_key(private_key.encode(), None)
        self.other = rsa.generate_private_key(65537, 3072)
        self.public_pem = self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    def part(self, header=None, claims=None, raw_header=None, raw_claims=None):
        """The signed part; a member None is left out."""
        def members(base, changes):
            merged = {**base, **(changes or {})}
            return json.dumps({k: v for k, v in merged.items() if v is not None}).encode()
        head = raw_header if raw_header is not None else members(GOOD_HEADER, header)
        body = raw_claims if raw_claims is not None else members(self.tenant.claims(), claims)
        return f"{b64(head)}.{b64(body)}"

    def token(self, *, key=None, digest=None, **parts):
        text = self.part(**parts)
        return f"{text}.{sign(text, key or self.key, digest or hashes.SHA256())}"

    def hmac(self, secret, alg="HS256"):
        text = self.part(header={"alg": alg})
        return f"{text}.{b64(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"

    def pieces(self):
        return self.token().split(".")


@pytest.fixture(scope="module")
def forger(tenant, server):
    return Forger(tenant, server.private_key)


def header(**members):
    return lambda forger: forger.token(header=members)


def claims(**members):
    return lambda forger: forger.token(claims=members)


def soon(seconds):
    return int(time.time()) + seconds


def by_hand(pattern):
    """{0}, {1}, {2}: the segments of a good token."""
    return lambda forger: pattern.format(*forger.pieces())


def swapped(forger):
    head, _, signature = forger.pieces()
    body = {**forger.tenant.claims(), "sub": "root"}
    return f"{head}.{b64(json.dumps(body).encode())}.{signature}"


def flipped(forger):
    head, body, signature = forger.pieces()
    return f"{head}.{body}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


def unsigned(alg):
    return lambda forger: forger.part(header={"alg": alg}) + "."


def respelled(forger):
    """Other characters in the middle of what was signed."""
    text = forger.part() + "!!AAAA"
    return f"{text}.{sign(text, forger.key, hashes.SHA256())}"


SIGNATURES = {
    "B131 alg none": unsigned("none"),
    "B133 alg NONE": unsigned("NONE"),
    "alg nOnE": unsigned("nOnE"),
    "B135 alg none with the signature of another token":
        lambda f: f.part(header={"alg": "none"}) + "." + f.pieces()[2],
    "HS256 keyed with the public PEM": lambda f: f.hmac(f.public_pem),
    "B137 HS256 keyed with the PEM without its last newline": lambda f: f.hmac(f.public_pem.rstrip()),
    "B139 HS256 keyed with 'secret'": lambda f: f.hmac(b"secret"),
    "HS256 keyed with nothing": lambda f: f.hmac(b""),
    "HMAC under alg RS256": lambda f: f.hmac(f.public_pem, "RS256"),
    "alg rs256": header(alg="rs256"),
    "B141 RS512 with the right key":
        lambda f: f.token(header={"alg": "RS512"}, digest=hashes.SHA512()),
    "SHA-512 under alg RS256": lambda f: f.token(digest=hashes.SHA512()),
    "B143 signed by an unknown key": lambda f: f.token(key=f.other),
    "signature changed": flipped,
    "B145 payload changed after signing": swapped,
    "signature dropped": by_hand("{0}.{1}."),
    "B147 two segments": by_hand("{0}.{1}"),
    "four segments": by_hand("{0}.{1}.{2}."),
    "B149 five segments": by_hand("{0}.{1}.{2}.a.b"),
    "B151 signature with padding": by_hand("{0}.{1}.{2}=="),
    "signature in the other base64": by_hand("{0}.{1}.{2}+/"),
    "junk after the signature": by_hand("{0}.{1}.{2}AAAA"),
    "B153 payload with other characters": respelled,
    "B155 alg named twice": lambda f: f.token(
        raw_header=b'{"alg":"none","alg":"RS256","typ":"JWT","kid":"k1"}'),
    "claim named twice": lambda f: f.token(
        raw_claims=json.dumps(f.tenant.claims()).encode()[:-1] + b',"sub":"root"}'),
    "B157 crit": header(crit=["exp2"], exp2=1),
    "B159 header jwk": lambda f: f.token(header={"jwk": {"kty": "oct", "k": "AAAA"}}, key=f.other),
    "header jku": lambda f: f.token(header={"jku": "http://127.0.0.1:1/keys"}, key=f.other),
    "B161 header x5u": lambda f: f.token(header={"x5u": "http://127.0.0.1:1/c.pem"}, key=f.other),
    "header zip": header(zip="DEF"),
    "B163 kid is a path": header(kid="../../../../dev/null"),
    "B165 kid is SQL": header(kid="k1' OR '1'='1"),
    "B167 kid is an address": header(kid="http://127.0.0.1/"),
    "B169 kid empty": header(kid=""),
    "B171 kid missing": header(kid=None),
    "kid of no key": header(kid="k9"),
    "typ of another token": header(typ="logout+jwt"),
    "typ missing": header(typ=None),
    "header is no JSON": lambda f: f.token(raw_header=b"{"),
    "header has bytes behind it": lambda f: f.token(
        raw_header=json.dumps(GOOD_HEADER).encode() + b"\0{}"),
}

CLAIMS = {
    "exp missing": claims(exp=None),
    "B179 exp a fraction": claims(exp=1000000000.5),
    "exp a text": lambda f: f.token(claims={"exp": str(soon(300))}),
    "B181 exp 2^63-1": claims(exp=2**63 - 1),
    "exp beyond 64 bits": claims(exp=2**64),
    "lives longer than a day": lambda f: f.token(claims={"exp": soon(86500), "iat": soon(0)}),
    "B183 nbf in the future": lambda f: f.token(claims={"nbf": soon(3600)}),
    "B185 iat in the future": lambda f: f.token(claims={"iat": soon(3600), "exp": soon(7200)}),
    "iat missing": claims(iat=None),
    "B187 wrong iss": claims(iss="https://evil.example"),
    "B189 iss with a slash": claims(iss="renkei/"),
    "iss missing": claims(iss=None),
    "B191 wrong aud": claims(aud="other-service"),
    "B193 aud a prefix of ours": claims(aud="renkei-ap"),
    "B195 aud a list of objects": claims(aud=[{}]),
    "aud missing": claims(aud=None),
    "B197 sub empty": claims(sub=""),
    "sub missing": claims(sub=None),
    "sub with a line break": claims(sub="a\nb"),
    "sub with a NUL": claims(sub="a\0b"),
    "B199 tenant no UUID": claims(tenant="' OR 1=1--"),
    "tenant missing": claims(tenant=None),
    "B201 tenant that does not exist": claims(tenant="11111111-1111-4111-8111-111111111111"),
    "B203 scope a list": claims(scope=["suppliers:read", "suppliers:write"]),
    "supplier_id no UUID": claims(supplier_id="1"),
    "B207 payload is a list": lambda f: f.token(raw_claims=b"[1]"),
    "payload is empty": lambda f: f.token(raw_claims=b""),
    "payload is not UTF-8": lambda f: f.token(
        raw_claims=json.dumps(f.tenant.claims(sub="?")).encode().replace(b"?", b"\xff")),
}


def refused(reply, code="unauthorized"):
    assert (reply.status, reply.code) == (401, code), reply
    assert reply.headers["Content-Type"].startswith("application/problem+json")
    assert re.fullmatch('Bearer realm="renkei"(, error="invalid_token".*)?, resource_metadata="[^"]*"',
                        reply.headers["WWW-Authenticate"])
    return reply


@pytest.mark.parametrize("case", [*SIGNATURES, *CLAIMS])
def test_a_forged_token_opens_nothing(anyone, forger, case):
    token = {**SIGNATURES, **CLAIMS}[case](forger)
    reply = refused(anyone.get(ME, headers={"Authorization": f"Bearer {token}"}))
    assert 'error="invalid_token"' in reply.headers["WWW-Authenticate"]
    assert token[-40:] not in reply.text


def test_the_forgers_own_hand_makes_a_good_token(anyone, forger, tenant):
    """Else the cases above would prove nothing."""
    for typ in ("JWT", "at+jwt"):
        reply = anyone.get(ME, headers={"Authorization": "Bearer " + forger.token(header={"typ": typ})})
        assert (reply.status, reply.body["sub"], reply.body["tenant"]["id"]) == (200, "tester", tenant.id)
    reply = anyone.get(ME, headers={"Authorization": "Bearer " + forger.token(claims={"role": "x"})})
    assert reply.status == 200


def test_a_token_that_was_good_is_called_expired(anyone, forger):
    """B175: 60 seconds of leeway, not one more."""
    token = forger.token(claims={"iat": soon(-900), "exp": soon(-61)})
    reply = anyone.get(ME, headers={"Authorization": f"Bearer {token}"})
    assert "expired" in refused(reply, "token_expired").headers["WWW-Authenticate"]
    token = forger.token(claims={"iat": soon(-900), "exp": soon(-30)})
    assert anyone.get(ME, headers={"Authorization": f"Bearer {token}"}).status == 200
    token = forger.token(claims={"iat": soon(-900), "exp": soon(-61)}, key=forger.other)
    refused(anyone.get(ME, headers={"Authorization": f"Bearer {token}"}))


def test_the_clock_of_a_test_does_not_wake_an_expired_token(anyone, forger):
    token = forger.token(claims={"iat": soon(-900), "exp": soon(-600)})
    then = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(soon(-700)))
    reply = anyone.get(ME, headers={"Authorization": f"Bearer {token}"}, now=then)
    refused(reply, "token_expired")


AUTHORIZATIONS = {
    "B211 Basic": "Basic YTpi",
    "B213 Bearer and spaces only": "Bearer    ",
    "Bearer alone": "Bearer",
    "two spaces": "Bearer  {token}",
    "no scheme": "{token}",
    "another scheme": "Token {token}",
    "quoted": 'Bearer "{token}"',
    "two tokens": "Bearer {token}, Bearer {token}",
    "B219 token with an escaped newline": "Bearer {token}%0a",
}


@pytest.mark.parametrize("case", AUTHORIZATIONS)
def test_only_a_bearer_token_is_taken(anyone, tenant, case):
    value = AUTHORIZATIONS[case].format(token=tenant.token())
    refused(anyone.get(ME, headers={"Authorization": value}))


def test_a_token_counts_only_in_its_header(anyone, tenant):
    refused(anyone.get(ME))
    refused(anyone.get(ME, headers={"Cookie": f"token={tenant.token()}"}))  # B221
    refused(anyone.get(ME, params={"access_token": tenant.token()}))  # B217
    assert anyone.get(ME, headers={"Authorization": f"bearer {tenant.token()}"}).status == 200


def test_two_authorization_headers_are_none(server, tenant):
    """B215."""
    lines = "".join(f"Authorization: Bearer {tenant.token(sub=sub)}\r\n" for sub in "ab")
    answer = server.send_raw(f"GET {ME} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{lines}\r\n".encode())
    assert re.match(rb"HTTP/1.1 40[01] ", answer), answer[:200]


@pytest.mark.parametrize("size", [8000, 20_000, 1_000_000])
def test_a_giant_token_is_cheap_to_refuse(server, forger, size):
    """B173."""
    started = time.monotonic()
    answer = server.send_raw((f"GET {ME} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: "
                              f"Bearer {forger.token()}{'A' * size}\r\n\r\n").encode())
    assert re.match(rb"HTTP/1.1 (400|401|431) ", answer) or answer == b"", answer[:200]
    assert time.monotonic() - started < 5


def test_a_respondent_stays_outside(login):
    """B209: such a token opens no operation of the staff, whatever scopes it claims."""
    supplier = str(uuid.uuid4())
    everything = ["suppliers:read", "suppliers:write", "settings:write", "scores:read"]
    for respondent in (login("respondent", supplier_id=supplier),
                       login(scopes=everything, supplier_id=supplier)):
        for path in ("/v1/suppliers", f"/v1/suppliers/{supplier}", "/v1/settings", "/v1/risk-scores"):
            reply = respondent.get(path)
            assert (reply.status, reply.code) == (403, "forbidden"), reply
            assert 'error="insufficient_scope"' in reply.headers["WWW-Authenticate"]
        assert respondent.get(ME).body["supplier_id"] == supplier


def test_a_respondents_scope_without_a_supplier_is_none(login):
    me = login(scopes=["responses:answer", "measures:report", "suppliers:read"]).get(ME).body
    assert me["scopes"] == ["suppliers:read"]


def test_renkei_token_takes_the_tenant_by_slug_and_by_id(server, tenant):
    for name in (tenant.slug, tenant.id):
        done = server.run("token", "--tenant", name, "--sub", "tanaka", "--bundle", "viewer", "--ttl", "60")
        me = Client(server, done.stdout.strip()).get(ME).body
        assert (me["sub"], me["tenant"]["slug"]) == ("tanaka", tenant.slug)
    supplier = str(uuid.uuid4())
    done = server.run("token", "--tenant", tenant.id, "--supplier", supplier)
    assert Client(server, done.stdout.strip()).get(ME).body["supplier_id"] == supplier
    done = server.run("token", "--tenant", tenant.id, "--scope", "events:read scores:read")
    assert set(Client(server, done.stdout.strip()).get(ME).body["scopes"]) == {"events:read", "scores:read"}


@pytest.mark.parametrize("arguments, status", [
    ([], 64), (["--tenant", "TENANT", "--bundle", "owner"], 64), (["--tenant", "TENANT", "--ttl", "0"], 64),
    (["--tenant", "TENANT", "--ttl", "86401"], 64), (["--tenant", "TENANT", "more"], 64),
    (["--tenant", "TENANT", "--bundle", "respondent"], 64),
    (["--tenant", "TENANT", "--bundle", "viewer", "--scope", "events:read"], 64),
    (["--tenant", "TENANT", "--scope", "events:read event:read"], 64),
    (["--tenant", "no-such-tenant"], 65), (["--tenant", "TENANT", "--sub", ""], 78)])
def test_renkei_token_says_what_is_wrong(server, tenant, arguments, status):
    done = server.run("token", *(tenant.id if word == "TENANT" else word for word in arguments))
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr


def eventually(condition, seconds=10):
    """Waits for what takes up to ten seconds, as promised."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_disabled_subject_is_shut_out_and_let_in_again(server, tenant, login):
    """B205; also a token that was accepted a moment ago."""
    person, other = login("viewer", sub="suzuki"), login("viewer", sub="suzuki2")
    assert person.get(ME).status == 200
    assert server.run("subject", "disable", "suzuki", "--tenant", tenant.slug).returncode == 0
    eventually(lambda: person.get(ME).status == 401)
    refused(login("viewer", sub="suzuki").get(ME))
    assert other.get(ME).status == 200
    assert server.run("subject", "enable", "suzuki", "--tenant", tenant.slug).returncode == 0
    eventually(lambda: person.get(ME).status == 200)


def test_a_single_token_is_revoked_by_its_jti(server, tenant):
    def client(sub, jti):
        return Client(server, tenant.sign({**tenant.claims(sub=sub), "jti": jti}))
    lost, other, namesake = client("kato", "t-1"), client("kato", "t-2"), client("t-1", "t-3")
    assert {one.get(ME).status for one in (lost, other, namesake)} == {200}
    assert server.run("token", "revoke", "t-1", "--tenant", tenant.slug).stdout == "t-1 revoked\n"
    assert server.run("token", "revoke", "t-1", "--tenant", tenant.slug).stdout == "t-1 was already revoked\n"
    eventually(lambda: lost.get(ME).status == 401)
    assert json.loads(server.log_lines()[-1])["auth_reason"] == "revoked"
    assert {one.get(ME).status for one in (other, namesake)} == {200}
    assert server.run("token", "revoke", "--tenant", tenant.slug).returncode == 64
    assert server.run("token", "revoke", "t-1", "--tenant", str(uuid.uuid4())).returncode == 65


def test_who_is_shut_out_is_known_before_the_first_request(make_server):
    server = make_server()
    tenant = server.add_tenant()
    person = Client(server, tenant.token(sub="suzuki"))
    assert server.run("subject", "disable", "suzuki", "--tenant", tenant.slug).returncode == 0
    server.stop()
    server.start(ready=False)
    statuses = [person.get(ME).status for _ in range(20)]
    assert set(statuses) <= {401, 503}  # 503: who is shut out is not known yet
    eventually(lambda: person.get(ME).status == 401)


# Keys of a server of its own: they are changed while it runs.

@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    with cloned_database() as database:
        server = Server(database, tmp_path_factory.mktemp("guarded")).start()
        yield server
        server.stop()


def key_file(server, name, *options):
    file = server.keys / name
    subprocess.run(["openssl", "genpkey", "-quiet", *options, "-out", file], check=True)
    file.chmod(0o600)
    return file.read_text()


def test_keys_rotate_without_a_wrong_refusal(guarded):
    tenant = guarded.add_tenant()
    old = Client(guarded, tenant.token())
    curve = key_file(guarded, "k2.ES256.pem", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
    new = Client(guarded, jwt.encode(tenant.claims(), curve, "ES256", headers={"kid": "k2"}))
    assert (old.get(ME).status, new.get(ME).status) == (200, 401)
    os.kill(guarded.process.pid, signal.SIGHUP)
    eventually(lambda: new.get(ME).status == 200, 2)
    assert old.get(ME).status == 200
    (guarded.keys / "k1.RS256.pem").unlink()
    os.kill(guarded.process.pid, signal.SIGHUP)
    eventually(lambda: old.get(ME).status == 401, 2)
    assert new.get(ME).status == 200


def test_a_bad_key_keeps_the_keys_in_force(guarded):
    tenant = guarded.add_tenant()
    curve = (guarded.keys / "k2.ES256.pem").read_text()
    client = Client(guarded, jwt.encode(tenant.claims(), curve, "ES256", headers={"kid": "k2"}))
    bad = guarded.keys / "k3.RS256.pem"
    bad.write_text("no key")
    os.kill(guarded.process.pid, signal.SIGHUP)
    eventually(lambda: "k3.RS256" in guarded.error_log.read_text(), 2)
    assert client.get(ME).status == 200
    bad.unlink()


@pytest.mark.parametrize("name, content, mode, why", [
    ("k9.RS256.pem", b"no key", 0o600, "no PEM key"),
    ("k9.XS256.pem", b"no key", 0o600, "k9.XS256.pem"),
    ("k9.HS256.key", hashlib.sha256(b"k9").digest(), 0o600, "only key"),
    ("k9.HS256.key", b"x" * 32, 0o600, "can be guessed"),
    ("k9.HS256.key", b"x" * 8, 0o600, "32 random bytes"),
    ("k9.HS256.key", b"x" * 32, 0o644, "chmod 600"),
    ("k9.RS256.pem", None, 0o644, "chmod 600"),
    ("k9.RS256.pem", None, 0o602, "chmod go-w"),
])
def test_an_unsafe_key_folder_is_refused_at_start(server, tmp_path, name, content, mode, why):
    """Exit 78 and a line that says which file and what to do."""
    folder = tmp_path / "keys"
    folder.mkdir()
    for file, data, bits in (("k1.RS256.pem", None, 0o600), (name, content, mode)):
        (folder / file).write_bytes(server.private_key.encode() if data is None else data)
        (folder / file).chmod(bits)
    done = server.run("serve", extra={"RENKEI_KEYS": str(folder)})
    assert (done.returncode, why in done.stderr) == (78, True), done.stderr


def test_a_key_folder_that_others_may_fill_is_refused(server, tmp_path):
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / "k1.RS256.pem").write_text(server.private_key)
    (folder / "k1.RS256.pem").chmod(0o600)
    folder.chmod(0o777)
    done = server.run("serve", extra={"RENKEI_KEYS": str(folder)})
    assert (done.returncode, "chmod o-w" in done.stderr) == (78, True), done.stderr


def test_a_nul_behind_a_good_token_does_not_end_it(server, tenant):
    good = tenant.token()
    for tail, status in (("", 200), ("\0x", 400), ("\0", 400), (" \0", 400)):
        request = f"GET {ME} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {good}{tail}\r\n\r\n"
        assert int(server.send_raw(request.encode("latin1"), quiet=0.1).split()[1]) == status


def test_a_cursor_is_good_for_its_tenant_alone(server, make_tenant):
    one, other = (Client(server, make_tenant().token()) for _ in range(2))
    for client in (one, other):
        for name in ("a", "b"):
            assert client.post("/v1/suppliers", json={"name": name}).status == 201
    for path in ("/v1/suppliers?limit=1", "/v1/events?limit=1"):
        cursor = one.get(path).body["page"]["next_cursor"]
        assert one.get(f"{path}&cursor={cursor}").status == 200
        assert other.get(f"{path}&cursor={cursor}").code == "invalid_cursor"
