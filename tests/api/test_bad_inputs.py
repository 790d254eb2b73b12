"""216 hostile requests (bad_inputs.json), sent byte by byte and adapted by bad_inputs_mapping.py.

After each the service must still answer. The end of the run prints passed and failed per list.
"""
import base64
import collections
import concurrent.futures
import hashlib
import hmac
import http.client
import io
import json
import pathlib
import re
import subprocess
import time
import uuid

import pytest

from bad_inputs_mapping import CLAIMS, adapt, adapt_supplier_body
from renkei_client import Client, contract

CASES = json.loads(pathlib.Path(__file__).with_name("bad_inputs.json").read_text(encoding="utf-8"))
LEAK = re.compile(rb"SELECT |INSERT |pg_|PGRES|libpq|SQLSTATE|\w+\.c:\d+|/home/|/usr/lib|0x[0-9a-f]{8,}"
                  rb"|password", re.I)
RUN = uuid.uuid4().hex[:8]
results = collections.defaultdict(collections.Counter)


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


class World:
    """The fixtures that the cases name: {{A.supplier_id}} and so on."""

    def __init__(self, server, folder):
        self.server = server
        self.tenant = {"A": server.add_tenant(), "B": server.add_tenant()}
        self.client = {name: Client(server, tenant.token()) for name, tenant in self.tenant.items()}
        self.fixed = {"run": RUN, "iss": "renkei", "aud": "renkei-api", "disabled_sub": "left"}
        for name in self.tenant:
            self.populate(name)
        self.add_respondents()
        self.make_keys(folder)
        done = server.run("subject", "disable", "left", "--tenant", self.tenant["A"].id)
        assert done.returncode == 0, done.stderr
        self.disabled_at = time.monotonic()

    def populate(self, name):
        client = self.client[name]
        questionnaire = client.get("/v1/questionnaires?state=published&code=motex-scrm-2024").body["data"][0]["id"]
        supplier = self.add_supplier(name)
        second = self.add_supplier(name)
        for number in range(3):  # its entity tag is another than the first one's for all of the run
            client.patch(f"/v1/suppliers/{second}", json={"owner": f"Owner {number}"}, if_match="*")
        response = client.post("/v1/responses", json={"supplier_id": supplier,
                                                      "questionnaire_id": questionnaire}).body["id"]
        file = client.post(f"/v1/responses/{response}/answers/CYB-07/evidence", data=b"%PDF-1.7\n",
                           headers={"Content-Type": "application/pdf"}, params={"name": "a.pdf"}).body["id"]
        self.fixed.update({f"{name}.evidence_id": file, f"{name}.supplier_id": supplier, f"{name}.questionnaire_id": questionnaire,
                           f"{name}.supplier2_id": second, f"{name}.response_id": response,
                           f"{name}.tenant_id": self.tenant[name].id,
                           f"{name}.token": self.tenant[name].token(),
                           f"{name}.external_ref": f"ref-{supplier}"})

    def add_supplier(self, name):
        reply = self.client[name].post("/v1/suppliers", json={"name": "Acme"})
        supplier = reply.body["id"]
        self.client[name].patch(f"/v1/suppliers/{supplier}", if_match=reply.etag, json={
            "external_ids": [{"source": "test", "id": f"ref-{supplier}"}]})
        return supplier

    def add_respondents(self):
        tenant, client = self.tenant["A"], self.client["A"]
        questionnaire = self.fixed["A.questionnaire_id"]
        for name in ("R1", "R2"):
            supplier = self.add_supplier("A")
            sent = {"supplier_id": supplier, "questionnaire_id": questionnaire}
            closed = client.post("/v1/responses", json=sent).body["id"]
            client.post(f"/v1/responses/{closed}/cancel", json={"reason": "closed"})
            reply = client.post("/v1/responses", json=sent)
            self.fixed.update({
                f"{name}.closed_response_id": closed, f"{name}.response_id": reply.body["id"],
                f"{name}.response_etag": reply.etag,
                f"{name}.token": tenant.token("respondent", supplier_id=supplier)})
        self.fixed["A.viewer_token"] = tenant.token("viewer")

    def make_keys(self, folder):
        self.keys = {"k1": self.server.keys / "k1.RS256.pem", "other": folder / "other.pem"}
        subprocess.run(["openssl", "genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt",
                        "rsa_keygen_bits:3072", "-out", self.keys["other"]], check=True)
        self.public_pem = subprocess.run(["openssl", "pkey", "-in", self.keys["k1"], "-pubout"],
                                         capture_output=True, check=True).stdout

    def value(self, name):
        """What changes during the run is looked up when it is needed."""
        if name == "uuid":
            return str(uuid.uuid4())
        if name == "new_supplier_id":
            return self.add_supplier("A")
        if name in ("A.supplier_etag", "A.supplier2_etag"):
            which = self.fixed[name.replace("etag", "id")]
            return self.client["A"].get(f"/v1/suppliers/{which}").etag
        if name == "A.cursor":
            return self.client["A"].get("/v1/suppliers?limit=1").body["page"]["next_cursor"]
        return self.fixed[name]

    def expand(self, text):
        changes = {"upper": str.upper, "nodash": lambda value: value.replace("-", ""),
                   "flip": lambda value: ("A" if value[:1] != "A" else "B") + value[1:],
                   "chop": lambda value: value[:-1]}

        def fixture(match):
            name, *steps = match[1].split("|")
            value = str(self.value(name))
            for step in steps:
                value = changes[step](value)
            return value

        text = re.sub(r"\{\{((?!jwt)[A-Za-z][\w.]*(?:\|\w+)*)\}\}", fixture, text)
        text = re.sub(r"\{\{repeatn:(.*?):(\d+)\}\}",
                      lambda match: "".join(match[1] % n for n in range(int(match[2]))), text, flags=re.S)
        return re.sub(r"\{\{repeat:(.*?):(\d+)\}\}", lambda match: match[1] * int(match[2]), text,
                      flags=re.S)

    # forged tokens

    def signature(self, recipe, message):
        kind, _, name = recipe.partition(":")
        if kind == "none":
            return b""
        if kind == "borrow":
            return encode(b"x" * 384)
        if kind == "hs256":
            secret = {"public_pem_chomp": self.public_pem.rstrip(b"\n"), "secret": b"secret"}[name]
            return encode(hmac.new(secret, message, hashlib.sha256).digest())
        digest = {"rs256": "-sha256", "rs512": "-sha512"}[kind]
        return encode(subprocess.run(["openssl", "dgst", digest, "-sign", self.keys[name]],
                                     input=message, capture_output=True, check=True).stdout)

    def claim(self, name, value):
        if isinstance(value, str):
            value = self.expand(value)
            instant = re.fullmatch(r"now([+-]\d+)?", value)
            if name in ("exp", "nbf", "iat") and instant:
                return int(time.time()) + int(instant[1] or 0)
        return value

    def forge(self, recipe, claims):
        """A token by a recipe: header, claims, signature and what is done to it afterwards."""
        header = {"alg": "RS256", "typ": "JWT", "kid": "k1", **recipe.get("header", {})}
        payload = self.tenant["A"].claims()
        for name, value in {**recipe.get("claims", {}), **claims}.items():
            name = CLAIMS.get(name, name)
            payload[name] = self.claim(name, value)
        parts = [{key: value for key, value in part.items() if value is not None}
                 for part in (header, payload)]
        head = recipe.get("raw_header", json.dumps(parts[0])).encode()
        body = recipe.get("raw_payload", json.dumps(parts[1])).encode()
        message = encode(head) + b"." + encode(body) + recipe.get("payload_suffix", "").encode()
        signature = self.signature(recipe["sign"], message)
        done = recipe.get("post", "")
        if done == "swap_payload":
            message = message.split(b".")[0] + b"." + encode(
                json.dumps({**parts[1], "scope": "settings:write"}).encode())
        if done == "two_segments":
            return message
        if done.startswith("append:"):
            signature += self.expand(done[7:]).encode()
        return message + b"." + signature

    # requests

    def build(self, case, ours):
        if "raw" in case:
            return self.expand(case["raw"]).encode("latin1")
        body = base64.b64decode(case["body_base64"]) if "body_base64" in case else None
        if body is None and ours["body"] is not None:
            body = ours["body"] if isinstance(ours["body"], bytes) else self.expand(ours["body"]).encode()
        if body is not None and ours["path"] == "/v1/suppliers":
            body = adapt_supplier_body(body)
        token = self.forge(case["jwt"], ours.get("claims", {})) if "jwt" in case else b""
        lines = [f"{ours['method']} {self.expand(ours['path'])} HTTP/1.1".encode(),
                 b"Host: localhost", b"Connection: close"]
        lines += [name.encode() + b": " + self.expand(value).encode("latin1").replace(b"{{jwt}}", token)
                  for name, value in ours["headers"]]
        if body is not None:
            lines.append(b"Content-Length: %d" % len(body))
        return b"\r\n".join(lines) + b"\r\n\r\n" + (body or b"")


class Answer:
    """The first reply in what came back; status 0: closed without one."""

    def __init__(self, raw):
        self.raw = raw
        self.count = len(re.findall(rb"HTTP/1\.[01] \d{3}", raw))
        self.status, self.headers, self.body = 0, {}, b""
        if raw.startswith(b"HTTP/"):
            response = http.client.HTTPResponse(Stream(raw))
            response.begin()
            self.status, self.headers, self.body = response.status, response.headers, response.read()


class Stream:
    """Bytes that http.client takes for a socket."""

    def __init__(self, raw):
        self.raw = raw

    def makefile(self, *_):
        return io.BytesIO(self.raw)


@pytest.fixture(scope="module")
def world(server, tmp_path_factory):
    return World(server, tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def framing_answers(world):
    """The raw requests all at once: two of them keep the server waiting until its timeout."""
    raw = {case["id"]: world.expand(case["raw"]).encode("latin1") for case in CASES if "raw" in case}
    with concurrent.futures.ThreadPoolExecutor(len(raw)) as pool:
        answers = pool.map(lambda data: world.server.send_raw(data, seconds=35), raw.values())
        return dict(zip(raw, answers))


def after(world, case):
    """What must have happened before a case."""
    if case["id"] == "B205":
        time.sleep(max(0, world.disabled_at + 10 - time.monotonic()))  # the stated delay
    if case.get("after") == "same key, same body, twice" and "Idem" not in world.fixed:
        body = {"name": "Idem", "external_ids": [{"source": "test", "id": f"idem-{RUN}"}]}
        first, second = (world.client["A"].post("/v1/suppliers", json=body, key=f"fixed-{RUN}-1")
                         for _ in range(2))
        assert (first.status, second.status) == (201, 201) and first.raw == second.raw
        assert second.headers["Idempotency-Replayed"] == "true"
        world.fixed["Idem"] = first.body["id"]


def afterwards(world, case, answer):
    """What a case says beyond its status."""
    name = case["id"]
    if name == "B031":
        assert not world.client["A"].get("/v1/suppliers?q=Padded").body["data"]
    elif name == "B051":
        assert json.loads(answer.body)["name"] == "\U0001f600 Ltda"
    elif name == "B055":
        assert json.loads(answer.body)["name"] == "Caf\u00e9"
    elif name == "B265":
        assert json.loads(answer.body)["id"] != world.fixed["Idem"]
    elif name == "B271":
        again = world.client["A"].post("/v1/suppliers", json={"name": "Acme"}, key=f"fix-{RUN}")
        assert again.status == 201
    elif case.get("path") == "/v1/webhooks":
        assert {fault["pointer"] for fault in json.loads(answer.body)["errors"]} == {"#/url"}
    elif case["group"].startswith("19") and answer.status == 201:
        stored = json.loads(answer.body)
        sent = json.loads(case["body"].replace("{{uuid}}", ""))["name"]
        assert world.client["A"].get(f"/v1/suppliers/{stored['id']}").body["name"] == sent
        assert all(json.loads(line) for line in world.server.log_lines()[-3:])


def judge(world, case, ours, answer):
    assert answer.status in ours["status"], (case["why"], answer.raw[:600])
    limit = case.get("max_responses", 1)
    assert answer.count <= limit, f"{answer.count} replies, at most {limit}"
    if answer.status >= 400:
        assert not LEAK.search(answer.body), answer.body
    if "X-Request-Id" not in answer.headers:
        # The library below refused the head of the request before it came to us.
        assert answer.status in (0, 400, 413, 431, 505)
    elif "raw" not in case:
        operation = contract.find(ours["method"], world.expand(ours["path"]))
        faults = contract.faults(operation, answer.status, answer.headers, answer.body)
        assert not faults, faults
    afterwards(world, case, answer)
    assert world.client["A"].get("/v1/suppliers?limit=1").status == 200, "not healthy after this case"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}-{case['name'][:40]}")
def test_bad_input(world, framing_answers, case):
    counts = results[case["group"]]
    counts["failed"] += 1
    ours = adapt(case)
    after(world, case)
    raw = (framing_answers[case["id"]] if "raw" in case
           else world.server.send_raw(world.build(case, ours)))
    judge(world, case, ours, Answer(raw))
    counts["failed"] -= 1
    counts["passed"] += 1
