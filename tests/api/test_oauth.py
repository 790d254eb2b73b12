"""Clients and the token endpoint: what a library of OAuth does with its defaults, and what a thief is refused."""
import base64
import hashlib
import json
import subprocess
import time
import urllib.parse
import uuid

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from renkei_client import Client
from renkei_server import Server, cloned_database, parsed

TOKEN, FORM = "/oauth/token", "application/x-www-form-urlencoded"
SCOPES = ["suppliers:read", "suppliers:write"]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Without limits: a test asks as fast as it can."""
    with cloned_database() as database:
        server = Server(database, tmp_path_factory.mktemp("oauth"))
        server.start(extra={"RENKEI_TOKEN_RATE": "0", "RENKEI_ISSUER": "renkei"})
        yield server
        server.stop()


@pytest.fixture
def admin(house):
    return Client(house, house.add_tenant().token("admin", sub="tanaka"))


def registered(admin, scopes=SCOPES, **more):
    made = admin.post("/v1/clients", json={"name": "ERP", "scopes": scopes, **more})
    assert made.status == 201, made
    return made.body


def secret_of(admin, client):
    made = admin.post(f"/v1/clients/{client['id']}/secrets")
    assert made.status == 201, made
    assert made.body["client_id"] == client["client_id"]
    return made.body


def ask(house, form=None, basic=None, headers=None, **members):
    body = urllib.parse.urlencode({"grant_type": "client_credentials", **members}) if form is None else form
    sent = {"Content-Type": FORM, **(headers or {})}
    if basic is not None:
        pair = ":".join(urllib.parse.quote_plus(part) for part in basic)
        sent["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    return Client(house).post(TOKEN, data=body.encode(), headers=sent)


def error_of(reply):
    assert reply.headers["Content-Type"].startswith("application/json")
    assert reply.headers["Cache-Control"] == "no-store"
    assert set(reply.body) == {"error", "error_description"}
    assert all(" " <= sign <= "~" and sign not in '"\\' for sign in reply.body["error_description"])
    return reply.status, reply.body["error"]


def by_basic(house, secret, **members):
    return ask(house, basic=(secret["client_id"], secret["client_secret"]), **members)


def by_form(house, secret, **members):
    return ask(house, client_id=secret["client_id"], client_secret=secret["client_secret"], **members)


@pytest.mark.parametrize("way", [by_basic, by_form])
def test_a_client_gets_a_token_and_works_with_it(house, admin, way):
    client = registered(admin)
    reply = way(house, secret_of(admin, client))
    assert (reply.status, reply.headers["Cache-Control"]) == (200, "no-store")
    assert (reply.body["token_type"], reply.body["expires_in"]) == ("Bearer", 900)
    assert reply.body["scope"] == " ".join(SCOPES)
    erp = Client(house, reply.body["access_token"])
    me = erp.get("/v1/me").body
    assert (me["sub"], me["scopes"], me["supplier_id"]) == (f"client:{client['id']}", SCOPES, None)
    assert erp.put("/v1/suppliers/by-external-id/erp/4711", json={"name": "A"}).status == 201
    event = admin.get("/v1/events").body["data"][-1]
    assert event["actor"]["sub"] == f"client:{client['id']}"
    assert erp.get("/v1/clients").status == 403


def test_the_token_has_the_claims_of_rfc_9068(house, admin):
    client = registered(admin)
    token = by_basic(house, secret_of(admin, client)).body["access_token"]
    assert jwt.get_unverified_header(token) == {"alg": "RS256", "typ": "at+jwt", "kid": "k1"}
    claims = jwt.decode(token, parsed(house.private_key).public_key(), ["RS256"], audience="renkei-api", issuer="renkei")
    assert claims["client_id"] == client["client_id"]
    assert claims["exp"] - claims["iat"] == 900
    assert {"jti", "sub", "scope", "tenant"} <= set(claims)


def test_a_client_asks_for_less_and_never_for_more(house, admin):
    secret = secret_of(admin, registered(admin))
    less = by_basic(house, secret, scope="suppliers:read").body
    assert less["scope"] == "suppliers:read"
    assert Client(house, less["access_token"]).get("/v1/me").body["scopes"] == ["suppliers:read"]
    for more in ("settings:write", "suppliers:read scores:read", "x", "suppliers:read  suppliers:write", '"'):
        assert error_of(by_basic(house, secret, scope=more)) == (400, "invalid_scope")


def test_what_the_form_has_beside_is_ignored(house, admin):
    secret = secret_of(admin, registered(admin))
    assert by_basic(house, secret, resource="https://x", audience="y", scope="").status == 200
    assert by_basic(house, secret, client_id=secret["client_id"]).status == 200
    assert ask(house, form="grant_type=client_credentials&&x", basic=(secret["client_id"], secret["client_secret"])).status == 200
    typed = {"Content-Type": FORM + ";charset=UTF-8", "Accept": "application/json, text/plain, */*"}
    assert by_basic(house, secret).status == ask(house, basic=(secret["client_id"], secret["client_secret"]), headers=typed).status == 200


REFUSED = {
    "no grant type": ({"form": "x=1"}, (400, "invalid_request")),
    "another grant type": ({"form": "grant_type=password&username=a&password=b"}, (400, "unsupported_grant_type")),
    "an empty body": ({"form": ""}, (400, "invalid_request")),
    "a broken escape": ({"form": "grant_type=%zz"}, (400, "invalid_request")),
    "a NUL": ({"form": "grant_type=client_credentials%00"}, (400, "invalid_request")),
    "what is not UTF-8": ({"form": "grant_type=%ff"}, (400, "invalid_request")),
    "a parameter twice": ({"form": "grant_type=client_credentials&scope=a&scope=a"}, (400, "invalid_request")),
    "nobody": ({}, (401, "invalid_client")),
    "a secret alone": ({"client_secret": "x"}, (401, "invalid_client")),
    "no form": ({"headers": {"Content-Type": "application/json"}, "form": "{}"}, (415, "invalid_request")),
    "another answer": ({"headers": {"Accept": "text/html"}}, (406, "invalid_request")),
    "a query": ({"headers": {"X-Renkei-Now": "never"}}, (400, "invalid_request")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_errors_are_those_of_rfc_6749(house, case):
    sent, expected = REFUSED[case]
    reply = ask(house, **sent)
    assert error_of(reply) == expected
    assert "WWW-Authenticate" not in reply.headers


def test_a_wrong_client_is_told_no_more_than_that(house, admin):
    client = registered(admin)
    secret = secret_of(admin, client)
    other = secret_of(admin, registered(admin))
    wrong = [(secret["client_id"], other["client_secret"]), (other["client_id"], secret["client_secret"]),
             (secret["client_id"], ""), (secret["client_id"], secret["client_secret"] + "x"), ("", ""), ("x", "y"),
             (client["id"], secret["client_secret"]), (f"{uuid.uuid4()}.{uuid.uuid4()}", secret["client_secret"]),
             (secret["client_id"].replace(".", ":"), secret["client_secret"]), ("a:b", "c%d ü")]
    told = set()
    for basic in wrong:
        reply = ask(house, basic=basic)
        assert error_of(reply) == (401, "invalid_client")
        assert reply.headers["WWW-Authenticate"].startswith("Basic ")
        told.add(reply.text)
    assert len(told) == 1
    for broken in ("Basic", "Basic ", "Basic !!!!", "Basic YTpi=", "Basic YWI=", "Basic " + "A" * 4000):
        assert ask(house, headers={"Authorization": broken}).status == 401
    both = ask(house, basic=(secret["client_id"], secret["client_secret"]), client_secret=secret["client_secret"])
    assert error_of(both) == (400, "invalid_request")


def test_secrets_rotate_without_a_gap(house, admin):
    client = registered(admin)
    path = f"/v1/clients/{client['id']}"
    first, second = secret_of(admin, client), secret_of(admin, client)
    full = admin.post(f"{path}/secrets")
    assert (full.status, full.code) == (409, "client_secrets_full")
    assert by_basic(house, first).status == by_basic(house, second).status == 200
    shown = admin.get(path)
    assert [one["id"] for one in shown.body["secrets"]] == [first["id"], second["id"]]
    assert all(one["last_used_at"] for one in shown.body["secrets"])
    assert first["client_secret"] not in shown.text + admin.get("/v1/clients").text + admin.get("/v1/events").text
    stale = admin.delete(f"{path}/secrets/{first['id']}", if_match='"1"')
    assert (stale.status, stale.code) == (412, "stale")
    assert admin.delete(f"{path}/secrets/{first['id']}", if_match=shown.etag).status == 204
    assert by_basic(house, first).status == 401
    assert by_basic(house, second).status == 200
    assert admin.delete(f"{path}/secrets/{first['id']}", if_match="*").status == 404
    kinds = [event["type"] for event in admin.get("/v1/events").body["data"]]
    assert kinds == ["client.created", "client.secret_created", "client.secret_created", "client.secret_deleted"]


def test_a_secret_is_stored_as_its_hash_and_logged_nowhere(house, admin):
    secret = secret_of(admin, registered(admin))
    by_basic(house, secret), by_form(house, secret), by_form(house, {**secret, "client_secret": secret["client_secret"][:-1]})
    digest = hashlib.sha256(secret["client_secret"].encode()).hexdigest()
    rows = house.sql("select encode(secret_hash, 'hex'), s::text from app.client_secrets s where id = %s", secret["id"])
    assert rows[0][0] == digest and secret["client_secret"] not in rows[0][1]
    assert len(secret["client_secret"]) == 47 and secret["client_secret"].startswith("rks_")
    lines = "\n".join(house.log_lines())
    text = lines + house.error_log.read_text()
    assert secret["client_secret"][:-1] not in text and digest not in text and "eyJ" not in text
    last = json.loads(lines.splitlines()[-1])
    assert (last["route"], last["status"], last["tenant"]) == (TOKEN, 401, secret["client_id"].split(".")[1])


def test_a_client_that_is_not_active_gets_nothing(house, admin):
    client = registered(admin, active=False)
    secret = secret_of(admin, client)
    assert by_basic(house, secret).status == 401
    path = f"/v1/clients/{client['id']}"
    assert admin.patch(path, json={"active": True}, if_match="*").body["active"] is True
    assert by_basic(house, secret).status == 200
    changed = admin.patch(path, json={"scopes": ["suppliers:read"], "name": "ERP2"}, if_match="*").body
    assert by_basic(house, secret).body["scope"] == "suppliers:read"
    again = admin.patch(path, json={"scopes": ["suppliers:read"]}, if_match="*").body
    assert again == changed  # nothing is different
    assert error_of(by_basic(house, secret, scope="suppliers:write")) == (400, "invalid_scope")


def test_nobody_makes_a_client_that_may_more_than_its_maker(house):
    tenant = house.add_tenant()
    clerk = Client(house, tenant.token(scopes=["settings:write", "suppliers:read"]))
    reply = clerk.post("/v1/clients", json={"name": "x", "scopes": ["suppliers:read", "scores:write"]})
    assert (reply.status, reply.code) == (403, "forbidden")
    assert "scores:write" in reply.body["detail"]
    client = registered(clerk, ["suppliers:read"])
    reply = clerk.patch(f"/v1/clients/{client['id']}", json={"scopes": ["responses:answer"]}, if_match="*")
    assert (reply.status, reply.code) == (403, "forbidden")
    for scopes in ([], ["suppliers:read"] * 2, ["owner"]):
        assert clerk.post("/v1/clients", json={"name": "x", "scopes": scopes}).status == 422


def test_tries_are_limited_per_client_and_address(make_server):
    server = make_server(RENKEI_TOKEN_RATE="1")
    admin = Client(server, server.add_tenant().token("admin"))
    secret = secret_of(admin, registered(admin))
    replies = [by_basic(server, {**secret, "client_secret": "x"}) for _ in range(30)]
    assert {reply.status for reply in replies} == {401, 429}
    last = next(reply for reply in replies if reply.status == 429)
    assert error_of(last) == (429, "temporarily_unavailable")
    assert int(last.headers["Retry-After"]) >= 1


def test_the_metadata_leads_to_the_keys_and_the_token(house, admin):
    reply = Client(house).get("/.well-known/oauth-authorization-server")
    assert reply.headers["Cache-Control"] == "public, max-age=300"
    told = reply.body
    assert (told["issuer"], told["token_endpoint"]) == ("renkei", house.base_url + TOKEN)
    assert set(told["token_endpoint_auth_methods_supported"]) == {"client_secret_basic", "client_secret_post", "private_key_jwt"}
    keys = Client(house).get(told["jwks_uri"].removeprefix(house.base_url))
    assert keys.headers["Cache-Control"] == "public, max-age=300"
    key = next(one for one in keys.body["keys"] if one["kid"] == "k1")
    token = by_basic(house, secret_of(admin, registered(admin))).body["access_token"]
    public = RSAAlgorithm.from_jwk(json.dumps(key))
    assert jwt.decode(token, public, ["RS256"], audience="renkei-api")["iss"] == "renkei"


def test_a_refusal_leads_to_the_token(house, admin):
    """RFC 9728: from a 401 to the metadata of the resource, from there to the server that gives tokens."""
    refused = Client(house).get("/v1/me").headers["WWW-Authenticate"]
    where = refused.partition('resource_metadata="')[2].removesuffix('"')
    assert where == house.base_url + "/.well-known/oauth-protected-resource"
    resource = Client(house).get(where.removeprefix(house.base_url)).body
    server = Client(house).get("/.well-known/oauth-authorization-server").body
    assert (resource["resource"], resource["authorization_servers"]) == (house.base_url, [server["issuer"]])
    assert (resource["jwks_uri"], resource["scopes_supported"]) == (server["jwks_uri"], server["scopes_supported"])


def test_no_private_number_is_published(house):
    curve = house.keys / "k2.ES256.pem"
    subprocess.run(["openssl", "genpkey", "-quiet", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", curve],
                   check=True)
    curve.chmod(0o600)
    assert house.restart(extra={"RENKEI_TOKEN_RATE": "0"})
    keys = Client(house).get("/.well-known/jwks.json").body["keys"]
    assert {key["kid"]: sorted(key) for key in keys} == {
        "k1": ["alg", "e", "kid", "kty", "n", "use"], "k2": ["alg", "crv", "kid", "kty", "use", "x", "y"]}
    public = ECAlgorithm.from_jwk(json.dumps(next(key for key in keys if key["kid"] == "k2")))
    assert public.public_numbers() == parsed(curve.read_text()).public_key().public_numbers()
    curve.unlink()


def test_a_service_without_a_private_key_says_so(tmp_path):
    with cloned_database() as database:
        server = Server(database, tmp_path).start()
        admin = Client(server, server.add_tenant().token("admin"))
        secret = secret_of(admin, registered(admin))
        public = parsed(server.private_key).public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        (server.keys / "k1.RS256.pem").write_bytes(public)
        server.restart()
        assert error_of(by_basic(server, secret)) == (503, "temporarily_unavailable")
        server.stop()


# A client that signs who it is

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
MAKERS = {
    "RS256": lambda: rsa.generate_private_key(65537, 2048), "PS384": lambda: rsa.generate_private_key(65537, 2048),
    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()), "ES384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate}
KEYS = {algorithm: make() for algorithm, make in MAKERS.items()}


def jwk_of(algorithm, kid, **more):
    kind = jwt.get_algorithm_by_name(algorithm)
    told = json.loads(kind.to_jwk(KEYS[algorithm].public_key()))
    return {name: value for name, value in told.items() if name != "key_ops"} | {"kid": kid, **more}


def signed(house, client, algorithm="ES256", headers=None, key=None, **claims):
    now = int(time.time())
    told = {"iss": client["client_id"], "sub": client["client_id"], "aud": house.base_url + TOKEN, "iat": now,
            "exp": now + 60, "jti": str(uuid.uuid4()), **claims}
    return jwt.encode({name: value for name, value in told.items() if value is not None}, key or KEYS[algorithm],
                      algorithm, headers={"kid": "a"} if headers is None else headers)


def by_assertion(house, assertion, **members):
    return ask(house, client_assertion_type=ASSERTION, client_assertion=assertion, **members)


@pytest.fixture
def signer(admin):
    return registered(admin, keys=[jwk_of("ES256", "a", use="sig")])


@pytest.mark.parametrize("algorithm", MAKERS)
def test_a_client_signs_instead_of_telling_a_secret(house, admin, algorithm):
    client = registered(admin, keys=[jwk_of(algorithm, "a", use="sig", alg=algorithm)])
    assert client["keys"][0]["kid"] == "a"
    reply = by_assertion(house, signed(house, client, algorithm), scope="suppliers:read")
    assert (reply.status, reply.body["scope"]) == (200, "suppliers:read"), reply
    assert Client(house, reply.body["access_token"]).get("/v1/me").body["sub"] == f"client:{client['id']}"


def test_what_libraries_write_into_an_assertion_is_understood(house, signer):
    for claims in ({"aud": "renkei"}, {"aud": house.base_url}, {"aud": ["https://x", house.base_url + TOKEN]}, {"iat": None},
                   {"nbf": int(time.time())}, {"exp": time.time() + 299.5}):
        assert by_assertion(house, signed(house, signer, **claims)).status == 200, claims
    for headers in ({}, {"typ": None, "kid": "a"}, {"kid": "a", "typ": "client-authentication+jwt"}, {"kid": "a", "x5t": "?"}):
        assert by_assertion(house, signed(house, signer, headers=headers)).status == 200, headers
    assert by_assertion(house, signed(house, signer), client_id=signer["client_id"]).status == 200


NOW = time.time
FORGED = {
    "for somebody else": ("wrong_audience", lambda: {"aud": "https://other.example/oauth/token"}),
    "for a list of others": ("wrong_audience", lambda: {"aud": ["a", "b"]}),
    "for nobody": ("wrong_audience", lambda: {"aud": None}),
    "ended": ("expired", lambda: {"iat": int(NOW()) - 300, "exp": int(NOW()) - 61}),
    "for an hour": ("lives_too_long", lambda: {"exp": int(NOW()) + 3600}),
    "for an hour, said without iat": ("lives_too_long", lambda: {"iat": None, "exp": int(NOW()) + 3600}),
    "of the future": ("not_yet_valid", lambda: {"iat": int(NOW()) + 120, "exp": int(NOW()) + 180}),
    "without an end": ("bad_times", lambda: {"exp": None}),
    "without jti": ("bad_token_id", lambda: {"jti": None}),
    "with jti of another kind": ("bad_token_id", lambda: {"jti": ""}),
    "with a key of another": ("bad_signature", lambda: {"key": ec.generate_private_key(ec.SECP256R1())}),
    "with another algorithm": ("bad_signature", lambda: {"algorithm": "RS256"}),
    "with another kid": ("bad_signature", lambda: {"headers": {"kid": "b"}}),
}


@pytest.mark.parametrize("case", FORGED)
def test_an_assertion_that_does_not_hold_opens_nothing(house, signer, case):
    reason, change = FORGED[case]
    assert error_of(by_assertion(house, signed(house, signer, **change()))) == (401, "invalid_client")
    last = json.loads(house.log_lines()[-1])
    assert (last["route"], last["auth_reason"]) == (TOKEN, reason)


def test_an_assertion_counts_once(house, signer):
    first = signed(house, signer)
    assert [by_assertion(house, first).status for _ in range(3)] == [200, 401, 401]
    again = {"jti": "the same"}
    assert [by_assertion(house, signed(house, signer, **again)).status for _ in range(2)] == [200, 401]
    house.sql("update app.client_assertions set ends_at = now() - interval '1 hour' where client_id = %s", signer["id"])
    assert by_assertion(house, signed(house, signer)).status == 200
    assert house.sql("select count(*) from app.client_assertions where client_id = %s", signer["id"]) == [(1,)]


def test_what_is_no_assertion_of_the_client_is_refused(house, admin, signer):
    other = registered(admin, keys=[jwk_of("RS256", "a")])
    secret = secret_of(admin, signer)
    good = lambda **more: signed(house, signer, **more)
    for assertion in (good(iss=other["client_id"]), good(sub=other["client_id"]), good(iss=None), good(sub=None), "x", "a.b.c",
                      good(headers={"kid": "a", "typ": "at+jwt"}), good(headers={"kid": "a", "crit": ["x"]}),
                      jwt.encode({"sub": signer["client_id"]}, "secret" * 8, "HS256"), good()[:-4] + "AAAA",
                      admin.token, by_form(house, secret).body["access_token"],
                      signed(house, other), signed(house, {"client_id": f"{signer['id']}.{uuid.uuid4()}"})):
        assert error_of(by_assertion(house, assertion)) == (401, "invalid_client"), assertion
    assert by_assertion(house, good(), client_id=other["client_id"]).status == 401
    assert error_of(ask(house, client_assertion=good())) == (400, "invalid_request")
    assert error_of(ask(house, client_assertion=good(), client_assertion_type="saml")) == (400, "invalid_request")
    assert by_assertion(house, good(), client_secret=secret["client_secret"]).status == 400
    basic = (secret["client_id"], secret["client_secret"])
    assert error_of(ask(house, basic=basic, client_assertion=good(), client_assertion_type=ASSERTION)) == (400, "invalid_request")


def test_keys_of_a_client_rotate_without_a_gap(house, admin, signer):
    path, new = f"/v1/clients/{signer['id']}", jwk_of("RS256", "b")
    both = admin.patch(path, json={"keys": [*signer["keys"], new]}, if_match="*").body
    assert [key["kid"] for key in both["keys"]] == ["a", "b"]
    assert by_assertion(house, signed(house, signer)).status == 200
    assert by_assertion(house, signed(house, signer, "RS256", headers={"kid": "b"})).status == 200
    assert by_assertion(house, signed(house, signer, "RS256", headers={})).status == 200  # by whichever key it is
    assert admin.patch(path, json={"keys": [new]}, if_match="*").body["keys"] == [new]
    assert by_assertion(house, signed(house, signer)).status == 401
    assert admin.patch(path, json={"keys": [new]}, if_match="*").body["revision"] == both["revision"] + 1
    assert admin.patch(path, json={"keys": None}, if_match="*").body["keys"] == []
    assert by_assertion(house, signed(house, signer, "RS256", headers={"kid": "b"})).status == 401


def test_keys_that_verify_nothing_are_refused(admin):
    good = jwk_of("ES256", "a")
    private = json.loads(jwt.get_algorithm_by_name("ES256").to_jwk(KEYS["ES256"]))["d"]
    short = json.loads(jwt.get_algorithm_by_name("RS256").to_jwk(rsa.generate_private_key(65537, 1024).public_key()))
    short.pop("key_ops")
    for keys, place, code in (
            ([good, {**good, "d": private}], "#/keys/1/d", "unknown_member"), ([{**good, "kid": "b"}, {"kty": "EC", "kid": "c"}],
             "#/keys/1", "key_unusable"), ([{**short, "kid": "x"}], "#/keys/0", "key_unusable"),
            ([{**good, "x": good["y"]}], "#/keys/0", "key_unusable"), ([good, {**jwk_of("RS256", "a")}], "#/keys/1", "not_unique"),
            ([{**good, "kty": "OKP"}], "#/keys/0", "key_unusable"), ([{**good, "use": "enc"}], "#/keys/0/use", "not_allowed_value"),
            ([{"kty": "oct", "kid": "a"}], "#/keys/0/kty", "not_allowed_value"), ([good] * 5, "#/keys", "too_many")):
        reply = admin.post("/v1/clients", json={"name": "x", "scopes": SCOPES, "keys": keys})
        assert reply.status == 422, reply
        assert [(fault["pointer"], fault["code"]) for fault in reply.body["errors"]] == [(place, code)], reply.body


def test_a_secret_may_hold_any_sign(house, admin):
    """Ours never do; what comes from elsewhere is form-url-encoded before Basic (RFC 6749 2.3.1)."""
    client, odd = registered(admin), "a:b%2F+ c/ü&="
    known = secret_of(admin, client)
    house.sql("update app.client_secrets set secret_hash = sha256(convert_to(%s, 'UTF8')) where id = %s", odd, known["id"])
    secret = {**known, "client_secret": odd}
    assert by_basic(house, secret).status == by_form(house, secret).status == 200
    plain = base64.b64encode(f"{secret['client_id']}:{odd}".encode()).decode()
    assert ask(house, headers={"Authorization": f"Basic {plain}"}).status == 401
