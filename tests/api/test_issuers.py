"""Tokens of identity providers, by configuration alone. The configurations are those of docs/identity.md, so
that the page cannot drift from what works; the tokens are signed here, in each provider's shape.
"""
import base64
import itertools
import json
import os
import pathlib
import re
import signal
import time
import uuid

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from renkei_client import Client
from renkei_server import Server, cloned_database

ME = "/v1/me"
PAGE = pathlib.Path(__file__).parents[2] / "docs" / "identity.md"
TENANT_OF_PAGE = "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01"
PROVIDERS = ("Entra ID", "Keycloak", "Auth0", "Cognito")
EDITOR = {"suppliers:write", "responses:write"}


def page_configuration(provider, tenant_id):
    section = re.split(r"^## ", PAGE.read_text(), flags=re.M)
    section = next(text for text in section if text.startswith(provider + "\n"))
    block = re.search(r"```json\n(.*?)```", section, re.S)[1]
    issuers = json.loads(block.replace(TENANT_OF_PAGE, tenant_id))["issuers"]
    for issuer in issuers:  # what the worker fetches from there is in a file here (test_issuer_keys.py tries the address)
        assert issuer.pop("jwks_url").startswith("https://")
        issuer["jwks_file"] = provider.split()[0].lower() + ".jwks.json"
    return issuers


def key_with_a_short_coordinate():
    """Its x begins with a zero, which what publishes it leaves out."""
    keys = (ec.derive_private_key(number, ec.SECP256R1()) for number in itertools.count(1))
    return next(key for key in keys if key.public_key().public_numbers().x < 1 << 248)


class Provider:
    """Holds the private keys whose public ones it publishes."""

    def __init__(self):
        self.rsa = rsa.generate_private_key(65537, 2048)
        self.curve = key_with_a_short_coordinate()
        self.edwards = ed25519.Ed25519PrivateKey.generate()

    def published(self, **more):
        keys = [{**json.loads(RSAAlgorithm.to_jwk(self.rsa.public_key())), "kid": "nOo3ZDrODXEK1jKWhXslHR_KXEg"},
                {**json.loads(ECAlgorithm.to_jwk(self.curve.public_key())), "kid": "curve="},
                {**json.loads(OKPAlgorithm.to_jwk(self.edwards.public_key())), "kid": "edwards+/"},
                {**json.loads(RSAAlgorithm.to_jwk(self.rsa.public_key())), "kid": "enc", "use": "enc"},
                {"kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA", "kid": "of-another-kind"}]
        for key in keys[:3]:
            key.pop("key_ops", None)
        return {"keys": keys, **more}

    def sign(self, claims, alg="RS256", kid=None, headers=None, key=None):
        key = key or {"ES": self.curve, "Ed": self.edwards}.get(alg[:2], self.rsa)
        names = {"ES": "curve=", "Ed": "edwards+/"}
        head = {"kid": kid or names.get(alg[:2], "nOo3ZDrODXEK1jKWhXslHR_KXEg"), **(headers or {})}
        return jwt.encode(claims, key, alg, headers=head)


@pytest.fixture(scope="module")
def provider():
    return Provider()


def write(folder, provider, issuers):
    for name in {issuer["jwks_file"] for issuer in issuers}:
        (folder / name).write_text(json.dumps(provider.published()))
    file = folder / "issuers.json"
    file.write_text(json.dumps({"issuers": issuers}))
    return file


@pytest.fixture(scope="module")
def house(tmp_path_factory, provider):
    """A service that knows the four providers of the page."""
    folder = tmp_path_factory.mktemp("issuers")
    with cloned_database() as database:
        server = Server(database, folder)
        tenant = server.add_tenant()
        issuers = [issuer for name in PROVIDERS for issuer in page_configuration(name, tenant.id)]
        server.issuers = issuers
        server.start(extra={"RENKEI_ISSUERS": str(write(folder, provider, issuers))})
        server.tenant = tenant
        yield server
        server.stop()


def now():
    return int(time.time())


def shapes(tenant_id):
    """What each provider's access tokens look like: header, claims, and who it is with which scopes."""
    entra = {"aud": "66666666-7777-4888-9999-aaaaaaaaaaaa", "tid": "11111111-2222-4333-8444-555555555555",
             "iss": "https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/v2.0",
             "iat": now() - 5, "nbf": now() - 5, "exp": now() + 3599, "aio": "E2ZgYGi", "azp": "c", "azpacr": "1",
             "oid": "f5a3", "rh": "0.A", "sub": "pairwise", "uti": "u", "ver": "2.0"}
    old = {**entra, "iss": "https://sts.windows.net/11111111-2222-4333-8444-555555555555/", "aud": "api://renkei",
           "appid": "c", "appidacr": "1", "ver": "1.0"}
    keycloak = {"iss": "https://id.example.co.jp/realms/suppliers", "aud": ["renkei-api", "account"],
                "iat": now() - 5, "exp": now() + 300, "jti": "onrtac:" + str(uuid.uuid4()), "sub": str(uuid.uuid4()),
                "typ": "Bearer", "azp": "erp", "acr": "1", "allowed-origins": ["https://erp.example.co.jp"],
                "realm_access": {"roles": ["offline_access", "renkei-editor", "uma_authorization"]},
                "resource_access": {"account": {"roles": ["view-profile"]}}, "scope": "openid profile email",
                "email_verified": False, "preferred_username": "service-account-erp", "renkei_tenant": tenant_id}
    auth0 = {"iss": "https://example.jp.auth0.com/", "sub": "auth0|65f0", "iat": now() - 5, "exp": now() + 86395,
             "aud": ["https://renkei.example.co.jp/api", "https://example.jp.auth0.com/userinfo"],
             "azp": "c", "scope": "openid profile", "permissions": ["suppliers:read", "scores:read"],
             "https://renkei.example.co.jp/tenant": tenant_id}
    cognito = {"sub": "4v2erpnightexample0client", "token_use": "access", "auth_time": now() - 5, "version": 2,
               "iss": "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_AbCdEfGhI",
               "scope": "renkei/suppliers:read renkei/suppliers:write other/suppliers:admin events:read",
               "iat": now() - 5, "exp": now() + 3595, "jti": str(uuid.uuid4()), "client_id": "4v2erpnightexample0client"}
    return {
        "Entra ID v2, a program": ({}, {**entra, "roles": ["Renkei.Editor", "Other"]}, "entra:f5a3", EDITOR),
        "Entra ID v2, a person": ({}, {**entra, "scp": "suppliers:read scores:read"}, "entra:f5a3",
                                  {"suppliers:read", "scores:read"}),
        "Entra ID v2, 28 hours": ({}, {**entra, "exp": now() + 28 * 3600, "scp": "suppliers:read"}, "entra:f5a3",
                                  {"suppliers:read"}),
        "Entra ID v1": ({"x5t": "nOo3ZDrODXEK1jKWhXslHR_KXEg"}, {**old, "scp": "suppliers:read"}, "entra:f5a3",
                        {"suppliers:read"}),
        "Keycloak": ({}, keycloak, "service-account-erp", EDITOR),
        "Auth0": ({}, auth0, "auth0|65f0", {"suppliers:read", "scores:read"}),
        "Auth0, RFC 9068": ({"typ": "at+jwt"}, auth0, "auth0|65f0", {"suppliers:read", "scores:read"}),
        "Okta's list of scp": ({"typ": "application/at+jwt"}, {**entra, "scp": ["suppliers:read"]}, "entra:f5a3",
                               {"suppliers:read"}),
        "Cognito, a program": ({"typ": None}, cognito, "cognito:4v2erpnightexample0client",
                               {"suppliers:read", "suppliers:write"}),
        "Cognito, a person": ({"typ": None}, {**cognito, "cognito:groups": ["renkei-readers", "x"], "scope": "openid"},
                              "cognito:4v2erpnightexample0client", {"suppliers:read"}),
        "times with a fraction": ({}, {**keycloak, "iat": now() - 5.25, "exp": now() + 299.75}, "service-account-erp",
                                  EDITOR),
        "a certificate in the header": ({"x5c": ["MIIC" + "A" * 1500], "x5u": "http://127.0.0.1:1/",
                                         "jku": "http://127.0.0.1:1/", "jwk": {"kty": "oct", "k": "AA"}}, keycloak,
                                        "service-account-erp", EDITOR),
    }


@pytest.mark.parametrize("name", shapes(""))
def test_a_providers_token_is_good_as_it_comes(house, provider, name):
    headers, claims, subject, scopes = shapes(house.tenant.id)[name]
    client = Client(house, provider.sign(claims, headers=headers))
    for _ in range(2):  # judged, then remembered
        me = client.get(ME)
        assert me.status == 200, house.log_lines()[-1]
        assert (me.body["sub"], me.body["tenant"]["id"]) == (subject, house.tenant.id)
        assert scopes <= set(me.body["scopes"])
        assert not {"settings:write", "responses:answer"} & set(me.body["scopes"])
    if scopes != EDITOR and "person" not in name:
        assert set(me.body["scopes"]) == scopes


@pytest.mark.parametrize("alg", ["RS256", "PS256", "ES256", "EdDSA"])
def test_a_provider_signs_with_what_it_is_allowed(house, provider, alg):
    claims = shapes(house.tenant.id)["Keycloak"][1]
    assert Client(house, provider.sign(claims, alg)).get(ME).status == 200
    head, body, signature = provider.sign(claims, alg).split(".")
    turned = ("B" if signature[9] == "A" else "A").join((signature[:9], signature[10:]))
    refused(house, f"{head}.{body}.{turned}", "bad_signature")


def refused(house, token, reason, code="unauthorized"):
    reply = Client(house, token).get(ME)
    assert (reply.status, reply.code) == (401, code), reply
    line = json.loads(house.log_lines()[-1])
    assert (line["status"], line["auth_reason"]) == (401, reason)
    assert reason not in reply.text + str(reply.headers) or reason == "expired"
    assert token.rsplit(".", 1)[-1] not in house.log.read_text()


OTHERS = Provider()
REFUSED = {
    "another key of this name": ("bad_signature", {}, {}, {"key": OTHERS.rsa}),
    "a kid nobody has": ("unknown_kid", {}, {}, {"kid": "new-key"}),
    "an algorithm that is not listed": ("wrong_alg", {}, {}, {"alg": "RS512"}),
    "the curve's algorithm with the RSA key": ("wrong_alg", {"alg": "ES256"}, {}, {}),
    "HMAC": ("wrong_alg", {}, {}, {"alg": "HS256", "key": "k" * 64, "kid": "nOo3ZDrODXEK1jKWhXslHR_KXEg"}),
    "crit": ("bad_header", {"crit": ["exp"], "exp": 1}, {}, {}),
    "typ of another kind": ("bad_header", {"typ": "logout+jwt"}, {}, {}),
    "an issuer without its slash": ("wrong_issuer", {}, {"iss": "https://id.example.co.jp/realms/suppliers/"}, {}),
    "no issuer": ("wrong_issuer", {}, {"iss": None}, {}),
    "an issuer that is no text": ("wrong_issuer", {}, {"iss": 1}, {}),
    "for somebody else": ("wrong_audience", {}, {"aud": ["account"]}, {}),
    "for nobody": ("wrong_audience", {}, {"aud": None}, {}),
    "an ID token": ("wrong_kind", {}, {"typ": "ID"}, {}),
    "no kind": ("wrong_kind", {}, {"typ": None}, {}),
    "no tenant": ("no_tenant", {}, {"renkei_tenant": None}, {}),
    "a tenant that is no UUID": ("no_tenant", {}, {"renkei_tenant": "acme"}, {}),
    "a tenant that does not exist": ("unknown_tenant", {}, {"renkei_tenant": str(uuid.uuid4())}, {}),
    "no name": ("no_subject", {}, {"preferred_username": None}, {}),
    "a name of 300 bytes": ("no_subject", {}, {"preferred_username": "x" * 300}, {}),
    "a respondent": ("bad_supplier", {}, {"supplier_id": str(uuid.uuid4())}, {}),
    "a jti that is a number": ("bad_token_id", {}, {"jti": 1}, {}),
    "two days": ("lives_too_long", {}, {"exp": now() + 48 * 3600}, {}),
    "no end": ("bad_times", {}, {"exp": None}, {}),
    "an end that is a text": ("bad_times", {}, {"exp": str(now() + 300)}, {}),
    "an end beyond every calendar": ("bad_times", {}, {"exp": 1e300}, {}),
    "from tomorrow": ("not_yet_valid", {}, {"iat": now() + 86400, "exp": now() + 86700}, {}),
    "over": ("expired", {}, {"iat": now() - 900, "exp": now() - 100.5}, {}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_explained_in_the_log_alone(house, provider, name):
    reason, headers, changes, options = REFUSED[name]
    claims = {**shapes(house.tenant.id)["Keycloak"][1], **changes}
    token = provider.sign({k: v for k, v in claims.items() if v is not None}, **{"headers": headers, **options}) \
        if "alg" not in headers else relabelled(provider, claims, headers)
    refused(house, token, reason, "token_expired" if reason == "expired" else "unauthorized")


def relabelled(provider, claims, headers):
    head, body, signature = provider.sign(claims).split(".")
    text = json.dumps({"kid": "nOo3ZDrODXEK1jKWhXslHR_KXEg", "typ": "JWT", **headers}).encode()
    return ".".join((base64.urlsafe_b64encode(text).rstrip(b"=").decode(), body, signature))


def test_a_providers_key_makes_nobody_of_another_issuer(house, provider):
    """Neither with our name nor with that of a provider whose rules are others."""
    mine = {**house.tenant.claims(), "iat": now() - 5}
    refused(house, provider.sign(mine), "wrong_issuer")
    ours = jwt.encode(shapes(house.tenant.id)["Keycloak"][1], house.private_key, "RS256", headers={"kid": "k1"})
    refused(house, ours, "wrong_issuer")


def test_our_own_tokens_keep_the_strict_rules(house):
    good = house.tenant.claims()
    assert Client(house, jwt.encode(good, house.private_key, "RS256", headers={"kid": "k1"})).get(ME).status == 200
    for header, claims, reason in (({"x5t": "k1"}, good, "bad_header"), ({"typ": None}, good, "bad_header"),
                                   ({}, {**good, "exp": good["exp"] + 0.5}, "bad_times")):
        token = jwt.encode(claims, house.private_key, "RS256", headers={"kid": "k1", **header})
        refused(house, token, reason)


def test_a_missing_or_disabled_one_is_told_in_the_log(house, provider):
    assert Client(house, None).get(ME).status == 401
    assert json.loads(house.log_lines()[-1])["auth_reason"] == "no_token"
    person = {**shapes(house.tenant.id)["Keycloak"][1], "preferred_username": "suzuki"}
    client = Client(house, provider.sign(person))
    assert client.get(ME).status == 200
    assert "auth_reason" not in json.loads(house.log_lines()[-1])
    assert house.run("subject", "disable", "suzuki", "--tenant", house.tenant.slug).returncode == 0
    deadline = time.monotonic() + 10
    while client.get(ME).status == 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert json.loads(house.log_lines()[-1])["auth_reason"] == "disabled"


def test_new_keys_count_from_the_signal_on_and_bad_ones_never(house, provider):
    folder = house.folder
    claims = shapes(house.tenant.id)["Auth0"][1]
    fresh = Provider()
    old, new = Client(house, provider.sign(claims)), Client(house, fresh.sign(claims))
    (folder / "auth0.jwks.json").write_text("{")
    os.kill(house.process.pid, signal.SIGHUP)
    deadline = time.monotonic() + 10
    while "issuers[3].jwks_file" not in house.error_log.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert (old.get(ME).status, new.get(ME).status) == (200, 401)
    (folder / "auth0.jwks.json").write_text(json.dumps(fresh.published()))
    os.kill(house.process.pid, signal.SIGHUP)
    while new.get(ME).status != 200:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert old.get(ME).status == 401
    (folder / "auth0.jwks.json").write_text(json.dumps(provider.published()))
    os.kill(house.process.pid, signal.SIGHUP)
    while old.get(ME).status != 200:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def changed(**members):
    def change(issuer):
        for name, value in members.items():
            issuer.pop(name) if value is None else issuer.update({name: value})
    return change


def login(_={}, **members):
    """The page's own `login` with a fault; None: no object at all."""
    def change(issuer):
        issuer["login"] = None if _ is None else {name: value for name, value in {**issuer["login"], **members}.items() if value is not None}
    return change


FAULTS = {
    "issuers[0].issuer": changed(issuer=None),
    "issuers[0].audience": changed(audience=[]),
    "issuers[0].audience_claim": changed(audience_claim=1),
    "issuers[0].jwks_url": changed(jwks_url="https://id.example.co.jp/certs"),
    "issuers[0].jwks_file": changed(jwks_file="missing.json"),
    "issuers[0].algorithms": changed(algorithms=["HS256"]),
    "issuers[0].algorithms must": changed(algorithms="RS256"),
    "issuers[0].lifetime_max": changed(lifetime_max=10 ** 9),
    "issuers[0].lifetime_max must": changed(lifetime_max="1h"),
    "issuers[0].required": changed(required=["typ"]),
    "issuers[0].required.typ": changed(required={"typ": True}),
    "issuers[0].tenant": changed(tenant=None),
    "issuers[0].tenant must have either": changed(tenant={}),
    "issuers[0].tenant.constant": changed(tenant={"constant": "acme"}),
    "issuers[0].tenant.values.a": changed(tenant={"claim": "t", "values": {"a": "acme"}}),
    "issuers[0].tenant.claim": changed(tenant={"claim": []}),
    "issuers[0].tenant.clam": changed(tenant={"clam": "t"}),
    "issuers[0].scopes must": changed(scopes=[]),
    "issuers[0].scopes[1].claim": changed(scopes=[{"claim": "scp"}, {}]),
    "issuers[0].scopes[0].prefix": changed(scopes=[{"claim": "scp", "prefix": 1}]),
    "issuers[0].scopes[0].values.r": changed(scopes=[{"claim": "roles", "values": {"r": "owner"}}]),
    "issuers[0].scopes[0].values.s": changed(scopes=[{"claim": "roles", "values": {"s": "respondent"}}]),
    "issuers[0].subject.claim": changed(subject={"claim": 1}),
    "issuers[0].client_secret": changed(client_secret="x"),
    "issuers[0].login must": login(None),
    "issuers[0].login.client_id is": login(client_id=None),
    "issuers[0].login.client_id must": login(client_id=""),
    "issuers[0].login.client_secret": login(client_secret="x"),  # a page keeps none
    "issuers[0].login.title": login(title="x" * 81),
    "issuers[0].login.scope": login(scope=["openid"]),
    "issuers[0].login.authorization_endpoint": login(authorization_endpoint="javascript:alert(1)"),
    "issuers[0].login.token_endpoint": login(token_endpoint=None),
    "issuers[0].login.token_endpoint must": login(token_endpoint="http://id.example.co.jp/token"),
    "issuers[0].login.token_endpoint must be": login(token_endpoint="http://127.0.0.1.example.co.jp/token"),
    "issuers[0].login.token_endpoint must be an": login(token_endpoint="https://id.example.co.jp;script-src/token"),
    "issuers[0].login.token_endpoint must be an https": login(token_endpoint="https:///token"),
    "issuers[1].issuer": lambda issuer: None,
}


@pytest.mark.parametrize("place", FAULTS)
def test_a_fault_of_the_configuration_names_its_member(house, provider, tmp_path, place):
    issuer = page_configuration("Keycloak", house.tenant.id)[0]
    file = write(tmp_path, provider, [issuer])
    FAULTS[place](issuer)
    file.write_text(json.dumps({"issuers": [issuer] * (2 if place == "issuers[1].issuer" else 1)}))
    done = house.run("serve", extra={"RENKEI_ISSUERS": str(file)})
    assert (done.returncode, f": {place} " in done.stderr) == (78, True), done.stderr


def tampered(provider):
    published = provider.published()
    weak = json.loads(RSAAlgorithm.to_jwk(rsa.generate_private_key(65537, 1024).public_key()))
    return {
        "secret key": {"keys": [{**json.loads(RSAAlgorithm.to_jwk(provider.rsa)), "kid": "a"}]},
        "two keys with one kid": {"keys": published["keys"][:1] * 2},
        "2048 bits": {"keys": [{**weak, "kid": "a"}]},
        "malformed": {"keys": [{**published["keys"][0], "n": "!"}]},
        "not sound": {"keys": [{**published["keys"][1], "x": published["keys"][1]["y"]}]},
        "no JWK set": [],
        "no key for signatures": {"keys": published["keys"][3:]},
        "more than 32": {"keys": [{**published["keys"][0], "kid": str(i)} for i in range(33)]},
    }


@pytest.mark.parametrize("why", tampered(OTHERS))
def test_keys_that_cannot_be_right_are_refused_at_start(house, provider, tmp_path, why):
    file = write(tmp_path, provider, page_configuration("Keycloak", house.tenant.id))
    (tmp_path / "keycloak.jwks.json").write_text(json.dumps(tampered(provider)[why]))
    done = house.run("serve", extra={"RENKEI_ISSUERS": str(file)})
    assert done.returncode == 78, done.stderr
    assert why in done.stderr or (why == "not sound" and "malformed" in done.stderr), done.stderr


@pytest.mark.parametrize("content, why", [("", "empty"), ("{", "line 1"), ('{"issuers": []}', "1 to 16"), ("[]", "object"),
                                          ('{"issuers": [], "issuers": []}', "duplicate"), (" " * 70000, "64 KiB")])
def test_a_file_that_is_none_is_refused_at_start(house, tmp_path, content, why):
    file = tmp_path / "issuers.json"
    file.write_text(content)
    done = house.run("serve", extra={"RENKEI_ISSUERS": str(file)})
    assert (done.returncode, why in done.stderr) == (78, True), done.stderr


def test_a_file_that_others_may_change_is_refused(house, provider, tmp_path):
    for name in ("issuers.json", "keycloak.jwks.json"):
        file = write(tmp_path, provider, page_configuration("Keycloak", house.tenant.id))
        (tmp_path / name).chmod(0o666)
        done = house.run("serve", extra={"RENKEI_ISSUERS": str(file)})
        assert (done.returncode, "chmod go-w" in done.stderr) == (78, True), done.stderr
        (tmp_path / name).chmod(0o600)


def test_an_issuer_with_our_name_needs_other_keys_for_sessions(house, provider, tmp_path):
    """Else a respondent's session would be judged by the rules of a provider, and refused."""
    published = json.loads(RSAAlgorithm.to_jwk(house_key(house).public_key()))
    issuer = {"issuer": "renkei", "audience": "renkei-api", "jwks_file": "own.json", "tenant": {"claim": "tenant"}}
    file = write(tmp_path, provider, [issuer])
    (tmp_path / "own.json").write_text(json.dumps({"keys": [{**published, "kid": "k1"}]}))
    done = house.run("serve", extra={"RENKEI_ISSUERS": str(file)})
    assert (done.returncode, "RENKEI_SESSION_KEYS" in done.stderr) == (78, True), done.stderr


def house_key(house):
    from renkei_server import parsed
    return parsed(house.private_key)
