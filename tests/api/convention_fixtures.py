"""The rows that the convention tests stand on, found by the path of an operation.

A new operation under a path that is known here needs nothing. A new kind of path, or an operation
that wants its row in a certain state, gets one line:

    PATHS      path prefix -> maker of the row its parameters name (the longest prefix wins)
    STATES     operationId -> maker, where the plain row of the path would be refused
    QUERIES    operationId -> maker of the parameters of the query that it cannot do without
    BODIES     operationId -> change of the contract's example before it is sent
    EXAMPLES   end of an id in the contract's examples -> maker of the row that it stands for

A maker takes the World and returns {path parameter: value}. Rows made for a rule that changes
nothing are made once and shared; a rule that needs a success gets rows of its own.
"""
import copy
import dataclasses
import datetime
import functools
import io
import json
import re
import types
import urllib.parse
import uuid

import jwt
import openpyxl

from renkei_client import Client, contract
from rounds import PROFILE, SHEET, ask, publish_sheet, save, seq
from workbooks import bytes_of

EXAMPLE_ID = re.compile(r"0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e([0-9a-f]{2})")
FORM = "application/x-www-form-urlencoded"
CODE = "CYB-07"  # the question that the contract's examples speak of


@dataclasses.dataclass(frozen=True)
class Operation:
    name: str
    method: str
    route: str
    entry: dict

    @property
    def path_parameters(self):
        return re.findall(r"\{(\w+)\}", self.route)

    @property
    def parameters(self):
        return [contract.schemas.resolve(one) for one in self.entry.get("parameters", [])]

    def header(self, name):
        """The declared header parameter, or None."""
        return next((one for one in self.parameters
                     if one["in"] == "header" and one["name"] == name), None)

    @property
    def query_names(self):
        return [one["name"] for one in self.parameters if one["in"] == "query"]

    @property
    def media(self):
        """The one media type of the body: {schema, examples}, or None."""
        content = self.entry.get("requestBody", {}).get("content", {})
        return None if self.is_file else next(iter(content.values()), None)

    @property
    def is_file(self):
        """The body is taken as it comes; a worker reads it."""
        return self.entry.get("x-body-file", False)

    @property
    def file(self):
        """(media type, bytes) of the contract's example."""
        kind, media = next(iter(self.entry["requestBody"]["content"].items()))
        return kind, media["example"].encode()

    @property
    def is_form(self):
        """Of OAuth: RFC 6749 has rules of its own."""
        return FORM in self.entry.get("requestBody", {}).get("content", {})

    @property
    def examples(self):
        return list(contract.examples(self.media)) if self.media else []

    @property
    def scopes(self):
        """Alternatives, each a list of scopes. [] needs no token, [[]] takes any."""
        given = self.entry.get("security", contract.document["security"])
        return [one["bearer"] for one in given]

    @property
    def is_public(self):
        return not self.scopes

    @property
    def has_content(self):
        return any("content" in contract.schemas.resolve(reply)
                   for status, reply in self.entry["responses"].items() if status.startswith("2"))


OPERATIONS = [
    Operation(item[method]["operationId"], method.upper(), route, item[method])
    for route, item in contract.document["paths"].items()
    for method in ("get", "post", "put", "patch", "delete") if method in item
]


@dataclasses.dataclass
class Done:
    """A call that was answered 2xx, and the same call with the same key once more."""
    reply: object
    path: str
    body: object
    key: str
    seq_before: int
    seq_after: int
    replay: object = None
    seq_replayed: int = None


class World:
    """A tenant with one row of each kind, and a stranger with every scope in another tenant."""

    def __init__(self, server):
        self.server = server
        self.tenant = server.add_tenant()
        self.client = Client(server, self.tenant.token("admin"))
        self.stranger = Client(server, server.add_tenant().token("admin"))
        self.nobody = Client(server)
        self.monitor = Client(types.SimpleNamespace(host=server.host, port=server.metrics_port))
        self.shared = {}
        self.done = {}

    def with_scopes(self, scopes):
        return Client(self.server, self.tenant.token(scopes=scopes))

    def broken(self):
        """A token of ours whose signature is another's."""
        claims = jwt.decode(self.client.token, options={"verify_signature": False})
        head, body, _ = self.client.token.split(".")
        assert claims["tenant"] == self.tenant.id
        _, _, signature = self.stranger.token.split(".")
        return Client(self.server, f"{head}.{body}.{signature}")

    # places

    def row(self, maker, fresh):
        if fresh:
            return maker(self)
        if maker not in self.shared:
            self.shared[maker] = maker(self)
        return self.shared[maker]

    def path(self, operation, fresh=False):
        """The operation's path with every parameter filled in."""
        return self.fill(operation, self.values(operation, fresh)) + self.query(operation, fresh)

    def query(self, operation, fresh):
        """The parameters of the query that the operation cannot do without."""
        if operation.name not in QUERIES:
            return ""
        return "?" + urllib.parse.urlencode(self.row(QUERIES[operation.name], fresh))

    @staticmethod
    def fill(operation, values):
        missing = [name for name in operation.path_parameters if name not in values]
        assert not missing, (
            f"{operation.name}: no fixture gives {missing} of {operation.route}; add a maker to "
            "PATHS or STATES of tests/api/convention_fixtures.py")
        return operation.route.format(**values)

    def values(self, operation, fresh):
        if fresh and operation.name in STATES:
            return self.row(STATES[operation.name], fresh)
        if not operation.path_parameters:
            return {}
        prefixes = [prefix for prefix in PATHS if operation.route.startswith(prefix)]
        return self.row(PATHS[max(prefixes, key=len)], fresh) if prefixes else {}

    # bodies

    def body(self, operation, fresh=False, values=None):
        """The contract's example, its ids replaced by those of rows that exist."""
        if operation.media is None:
            return None
        fullest_last = operation.examples
        example = next((body for body in reversed(fullest_last) if EXAMPLE_ID.search(json.dumps(body))),
                       fullest_last[-1])
        body = self.put_rows(operation, copy.deepcopy(example), fresh)
        change = BODIES.get(operation.name)
        return body if change is None else change(self, body, values or {})

    def put_rows(self, operation, example, fresh):
        made = {}

        def replace(match):
            end = match[1]
            assert end in EXAMPLES, (
                f"{operation.name}: no fixture stands for the id …{end} of its example; add a "
                "maker to EXAMPLES of tests/api/convention_fixtures.py")
            if end not in made:
                made[end] = self.row(EXAMPLES[end], fresh)["id"]
            return made[end]

        return json.loads(EXAMPLE_ID.sub(replace, json.dumps(example)))

    # calls

    def at(self, operation, client):
        """The client; metrics have an address of their own."""
        return self.monitor if operation.name == "metrics" else client

    def call(self, operation, client=None, *, path=None, fresh=False, **options):
        """Sends the operation with its example; `json=None` sends no body."""
        path = self.path(operation, fresh) if path is None else path
        if "data" not in options and "json" not in options:
            options["json"] = self.body(operation)
        if options.get("json", 1) is None:
            del options["json"]
        if operation.is_file and "data" not in options and "json" not in options:
            kind, options["data"] = operation.file
            if operation.name in FILES:
                options["data"] = FILES[operation.name](self)
            options["headers"] = {"Content-Type": kind, **options.get("headers", {})}
        if operation.header("If-Match") and "if_match" not in options:
            options["if_match"] = "*"
        return self.at(operation, client or self.client).request(operation.method, path, **options)

    def seq(self):
        return seq(self.server, self.tenant)

    def success(self, operation):
        """The operation done once on rows of its own; with a key, repeated once."""
        if operation.name not in self.done:
            self.done[operation.name] = self.perform(operation)
        return self.done[operation.name]

    def perform(self, operation):
        values = self.values(operation, fresh=True)
        path = self.fill(operation, values) + self.query(operation, fresh=True)
        body = self.body(operation, fresh=True, values=values)
        keyed = operation.header("Idempotency-Key") is not None
        key = str(uuid.uuid4()) if keyed else None
        before = self.seq()
        reply = self.call(operation, path=path, json=body, key=key)
        assert reply.status < 300, (
            f"{reply}\n{operation.name} is refused; give it a row in the state that it needs in "
            "STATES of tests/api/convention_fixtures.py")
        done = Done(reply, path, body, key, before, self.seq())
        if keyed:
            done.replay = self.call(operation, path=path, json=body, key=key)
            done.seq_replayed = self.seq()
        return done


# --- makers

def made(reply, status=201):
    assert reply.status == status, reply
    return reply.body


def supplier(world):
    name = f"取引先 {uuid.uuid4().hex[:8]}"
    external = {"source": "erp", "id": uuid.uuid4().hex}
    body = made(world.client.post("/v1/suppliers", json={
        "name": name, "external_ids": [external], "profile": PROFILE}))
    return {"id": body["id"], "source": external["source"], "external_id": external["id"]}


def other_supplier(world):
    return supplier(world)


def archived_supplier(world):
    row = supplier(world)
    made(world.client.post(f"/v1/suppliers/{row['id']}/archive"), 200)
    return row


def contact(world):
    row = supplier(world)
    body = made(world.client.post(f"/v1/suppliers/{row['id']}/contacts", json={"name": "田中"}))
    return {"id": row["id"], "contact_id": body["id"]}


def somebody(world):
    """A contact by its own id."""
    return {"id": contact(world)["contact_id"]}


def new_external_id(world):
    return {"source": "erp", "external_id": uuid.uuid4().hex}


def draft(world):
    document = {**SHEET, "code": "draft-" + uuid.uuid4().hex[:8]}
    return {"id": made(world.client.post("/v1/questionnaires/import", json=document))["id"]}


def published(world):
    return {"id": publish_sheet(world.client)}


def built_in(world):
    rows = world.client.get("/v1/questionnaires?code=motex-scrm-2024&state=published").body["data"]
    return {"id": rows[0]["id"]}


def response(world):
    """Requested, of the built-in sheet."""
    row = supplier(world)
    asked = ask(world.client, row["id"], world.row(built_in, False)["id"])
    return {"id": asked, "code": CODE, "supplier_id": row["id"]}


def due_response(world):
    """With a due day that may be moved."""
    row = response(world)
    due_on = str(datetime.date.today() + datetime.timedelta(days=30))
    made(world.client.patch(f"/v1/responses/{row['id']}", if_match="*", json={"due_on": due_on}), 200)
    return row


def answers(world, response_id):
    """{code: answer} of every question of a response."""
    form = world.client.get(f"/v1/responses/{response_id}/form").body
    return {question["code"]: ANSWERS[question["type"]]
            for section in form["sections"] for question in section["questions"]
            if question["type"] in ANSWERS}


ANSWERS = {"three_state": {"answer": "×"},
           "certification": {"status": "obtained", "number": "10823456", "expires_on": "2035-03-31"}}


def answered_response(world):
    row = response(world)
    made(save(world.client, row["id"], answers(world, row["id"])), 200)
    return row


def submitted_response(world):
    row = answered_response(world)
    made(world.client.post(f"/v1/responses/{row['id']}/submit"), 200)
    return row


def accepted_response(world):
    row = submitted_response(world)
    made(world.client.post(f"/v1/responses/{row['id']}/accept"), 200)
    return row


def next_response(world):
    """Requested, of a supplier that has an accepted one."""
    row = accepted_response(world)
    return {**row, "id": ask(world.client, row["supplier_id"], world.row(built_in, False)["id"])}


def prefilled_response(world):
    row = next_response(world)
    made(world.client.post(f"/v1/responses/{row['id']}/prefill", json={}), 200)
    return row


def link(world):
    row = response(world)
    body = made(world.client.post(f"/v1/responses/{row['id']}/links", json={}))
    return {"id": row["id"], "link_id": body["id"], "token": body["url"].partition("#")[2]}


def campaign(world):
    return {"id": made(world.client.post("/v1/campaigns", json={
        "name": "調査", "questionnaire_id": world.row(built_in, False)["id"],
        "due_on": "2099-12-20", "suppliers": {"ids": [supplier(world)["id"]]}}))["id"]}


def score(world):
    row = supplier(world)
    return {"id": made(world.client.post("/v1/risk-scores", json={"supplier_id": row["id"]}))["id"]}


def in_a_year():
    return str(datetime.date.today() + datetime.timedelta(days=365))


def open_finding(world):
    row = accepted_response(world)
    found = world.client.get("/v1/findings", params={
        "supplier_id": row["supplier_id"], "question": CODE}).body["data"]
    return {"id": found[0]["id"], "supplier_id": row["supplier_id"]}


def accepted_finding(world):
    row = open_finding(world)
    made(world.client.post(f"/v1/findings/{row['id']}/accept", json={
        "reason": "代替策あり", "until": in_a_year()}), 200)
    return row


def proposed_acceptance(world):
    """By somebody else, so that the world's client may approve it."""
    row = open_finding(world)
    proposer = Client(world.server, world.tenant.token("admin", sub="proposer"))
    made(proposer.post(f"/v1/findings/{row['id']}/accept", json={
        "reason": "代替策あり", "until": in_a_year()}), 200)
    return row


def measure(world, *steps):
    """Planned, against a finding; the steps are taken one after the other."""
    row = open_finding(world)
    body = made(world.client.post("/v1/measures", json={
        "supplier_id": row["supplier_id"], "finding_ids": [row["id"]], "title": "対策",
        "effect": 0.5}))
    for step in steps:
        made(world.client.post(f"/v1/measures/{body['id']}/{step}"), 200)
    return {"id": body["id"]}


def implemented_measure(world):
    return measure(world, "start", "implement")


def certificate(world):
    body = made(world.client.post("/v1/certificates", json={
        "supplier_id": supplier(world)["id"], "kind": "isms", "number": "IS 1",
        "expires_on": "2030-03-31"}))
    return {"id": body["id"]}


def supplier_contract(world):
    body = made(world.client.post("/v1/contracts", json={
        "supplier_id": supplier(world)["id"], "number": "K-1", "ends_on": "2030-03-31"}))
    return {"id": body["id"]}


def request_record(world):
    body = made(world.client.post("/v1/request-records", json={
        "supplier_id": supplier(world)["id"], "reason": "多要素認証の導入"}))
    return {"id": body["id"]}


def offboarding(world):
    return {"id": made(world.client.post(f"/v1/suppliers/{supplier(world)['id']}/offboarding"))["id"]}


def finished_offboarding(world):
    """Nothing of it is open."""
    items = ["access_removed", "accounts_closed", "network_link_ended", "data_returned", "contracts_ended"]
    return {"id": made(world.client.post(f"/v1/suppliers/{supplier(world)['id']}/offboarding", json={
        "items": {name: {"state": "done", "proof": "証明書"} for name in items}}))["id"]}


def supplier_link(world):
    return {"id": made(world.client.post("/v1/supplier-links", json={
        "from": supplier(world)["id"], "to": "self", "kind": "goods", "dependency": 3, "penetration": 1}))["id"]}


def override(world):
    """Proposed by somebody else, so that the world's client may approve it."""
    proposer = Client(world.server, world.tenant.token("admin", sub="proposer"))
    body = made(proposer.post("/v1/overrides", json={
        "supplier_id": supplier(world)["id"], "band": "low", "reason": "現地確認",
        "until": in_a_year()}))
    return {"id": body["id"]}


def incident(world):
    body = made(world.client.post("/v1/incidents", json={
        "supplier_id": supplier(world)["id"], "title": "不正アクセス", "severity": "high",
        "discovered_on": "2026-11-20"}))
    return {"id": body["id"]}


def connected_incident(world):
    """At a supplier that somebody depends on."""
    row = incident(world)
    at = world.client.get(f"/v1/incidents/{row['id']}").body["supplier_id"]
    made(world.client.post("/v1/supplier-links", json={
        "from": at, "to": supplier(world)["id"], "kind": "goods", "dependency": 3, "penetration": 1}))
    return row


def review(world):
    body = made(world.client.post("/v1/reviews", json={
        "supplier_id": supplier(world)["id"], "outcome": "continue"}))
    return {"id": body["id"]}


def gate_policy(world):
    """A draft of a code of its own."""
    return {"id": made(world.client.post("/v1/gate-policies", json={
        "code": "p-" + uuid.uuid4().hex[:8], "title": "基準",
        "rules": [{"condition": "archived", "severity": "notice"}]}))["id"]}


def published_gate_policy(world):
    row = gate_policy(world)
    made(world.client.post(f"/v1/gate-policies/{row['id']}/publish"), 200)
    return row


def held_supplier(world):
    """With an open incident, by a policy that holds for it."""
    policy = made(world.client.post("/v1/gate-policies", json={
        "code": "p-" + uuid.uuid4().hex[:8], "title": "基準", "second_person": True,
        "rules": [{"condition": "incident_open", "severity": "hold"}]}))
    made(world.client.post(f"/v1/gate-policies/{policy['id']}/publish"), 200)
    row = supplier(world)
    made(world.client.post("/v1/incidents", json={
        "supplier_id": row["id"], "title": "不正アクセス", "severity": "high", "discovered_on": "2026-11-20"}))
    return row


def release(world):
    """Asked for by somebody else, so that the world's client may approve it."""
    asker = Client(world.server, world.tenant.token("admin", sub="asker"))
    body = made(asker.post(f"/v1/suppliers/{held_supplier(world)['id']}/releases", json={
        "action": "order", "reason": "現地確認", "until": in_a_year()}))
    return {"id": body["id"]}


def extension_request(world):
    row = due_response(world)
    return {"id": made(world.client.post(f"/v1/responses/{row['id']}/extension-requests", json={
        "due_on": in_a_year(), "reason": "確認に時間がかかるため"}))["id"]}


def reminder_rule(world):
    return {"id": made(world.client.post("/v1/reminder-rules", json={
        "kind": "response_due", "offsets": [-365], "recipient": "owner", "enabled": False}))["id"]}


def overdue_response(world):
    """Nobody has claimed its reminders yet."""
    row = supplier(world)
    made(world.client.post(f"/v1/suppliers/{row['id']}/contacts", json={
        "name": "田中", "email": "tanaka@example.co.jp"}))
    asked = ask(world.client, row["id"], world.row(built_in, False)["id"], due_on="2026-01-05")
    return {"id": asked}


def leased_reminder(world):
    asked = overdue_response(world)["id"]
    items = made(world.client.post("/v1/reminders/claim", json={
        "worker_id": "fixture", "max": 100, "kinds": ["response_overdue"]}), 200)["data"]
    return next({"id": item["id"], "lease_token": item["lease_token"]}
                for item in items if item["subjects"][0]["id"] == asked)


def dead_reminder(world):
    row = leased_reminder(world)
    world.server.sql("update app.reminders set attempts = 8 where id = %s", row["id"])
    made(world.client.post(f"/v1/reminders/{row['id']}/nack", json={
        "lease_token": row["lease_token"], "error": "451"}), 200)
    return row


def two_rounds(world):
    row = next_response(world)
    earlier = world.client.get("/v1/responses", params={
        "supplier_id": row["supplier_id"], "state": "accepted"}).body["data"]
    return {"response_id": row["id"], "with": earlier[0]["id"]}


def user(world):
    subject = "user-" + uuid.uuid4().hex[:8]
    body = made(world.client.put(f"/v1/users/{subject}", json={"display_name": "佐藤"}))
    return {"id": body["id"], "subject": subject}


def new_subject(world):
    return {"subject": "user-" + uuid.uuid4().hex[:8]}
def client(world):
    return {"id": made(world.client.post("/v1/clients", json={
        "name": "会計", "scopes": ["suppliers:read"]}))["id"]}


def client_with_secret(world):
    row = client(world)
    return {**row, "secret_id": made(world.client.post(f"/v1/clients/{row['id']}/secrets"))["id"]}


def webhook_endpoint(world):
    return {"id": made(world.client.post("/v1/webhook-endpoints", json={
        "url": f"https://hooks.example.co.jp/{uuid.uuid4().hex}"}))["id"]}


def export(world):
    """One that is done."""
    row = made(world.client.post("/v1/exports", json={"kind": "suppliers", "format": "csv"}), 202)
    done = world.server.run("worker", "--kind", "files", "--once",
                            extra={"RENKEI_WORKER_DATABASE_URL": world.server.dsn("renkei_worker")})
    assert done.returncode == 0, done.stderr
    return {"id": row["id"]}


def problem(world):
    return {"code": "not_found"}


# --- the registry

def supplier_import(world, **params):
    """One that waits for a worker."""
    reply = world.client.post("/v1/imports", data=b"external_id,name\n1,a\n", headers={"Content-Type": "text/csv"},
                              params={"source": "erp", **params})
    return made(reply, 202)


def tried_import(world):
    """One that a worker tried without saving."""
    row = supplier_import(world, dry_run="true")
    world.server.run("worker", "--kind", "files", "--once",
                     extra={"RENKEI_WORKER_DATABASE_URL": world.server.dsn("renkei_worker")})
    return {"id": row["id"]}


def import_profile(world):
    return {"id": made(world.client.post("/v1/import-profiles", json={
        "code": "p-" + uuid.uuid4().hex[:8], "name": "仕入先マスタ",
        "columns": [{"header": "番号", "member": "external_id"}]}))["id"]}


def evidence(world):
    """A file behind an answer, which waits for a worker."""
    row = response(world)
    sent = world.client.post(f"/v1/responses/{row['id']}/answers/{CODE}/evidence", data=b"%PDF-1.7\n" + uuid.uuid4().bytes,
                             headers={"Content-Type": "application/pdf"}, params={"name": "a.pdf"})
    return {"id": row["id"], "code": CODE, "evidence_id": made(sent)["id"]}


def evidence_id(world):
    """A file by its own id."""
    return {"id": evidence(world)["evidence_id"]}


def known_evidence(world):
    """A file of the response, and another question of it."""
    return {**evidence(world), "code": "CYB-08"}


def looked_at_evidence(world):
    """A file that a worker looked at, and nobody scanned; the settings let it out."""
    row = evidence(world)
    made(world.client.patch("/v1/settings", if_match="*", json={"allow_unscanned_evidence": True}), 200)
    world.server.run("worker", "--kind", "files", "--once",
                     extra={"RENKEI_WORKER_DATABASE_URL": world.server.dsn("renkei_worker")})
    return row


def scheme(world):
    """One of the tenant's own."""
    known = made(world.client.get("/v1/schemes/scs_3"), 200)
    return {"code": made(world.client.post("/v1/schemes", json={**known, "code": "own-" + uuid.uuid4().hex[:8]}))["code"]}


PATHS = {
    "/v1/schemes/{code}": scheme,
    "/problems/{code}": problem,
    "/v1/users/{subject}": user,
    "/v1/users/{id}": user,
    "/v1/suppliers/{id}": supplier,
    "/v1/suppliers/{id}/contacts/{contact_id}": contact,
    "/v1/suppliers/by-external-id/": supplier,
    "/v1/imports/{id}": supplier_import,
    "/v1/import-profiles/{id}": import_profile,
    "/v1/questionnaires/{id}": draft,
    "/v1/responses/{id}": response,
    "/v1/responses/{id}/answers/{code}": answered_response,
    "/v1/responses/{id}/answers/{code}/evidence": evidence,
    "/v1/responses/{id}/evidence": evidence,
    "/v1/responses/{id}/links/{link_id}": link,
    "/v1/clients/{id}": client,
    "/v1/clients/{id}/secrets/{secret_id}": client_with_secret,
    "/v1/webhook-endpoints/{id}": webhook_endpoint,
    "/v1/campaigns/{id}": campaign,
    "/v1/risk-scores/{id}": score,
    "/v1/reminder-rules/{id}": reminder_rule,
    "/v1/gate-policies/{id}": gate_policy,
    "/v1/releases/{id}": release,
    "/v1/extension-requests/{id}": extension_request,
    "/v1/reminders/{id}": leased_reminder,
    "/v1/findings/{id}": open_finding,
    "/v1/measures/{id}": measure,
    "/v1/certificates/{id}": certificate,
    "/v1/contracts/{id}": supplier_contract,
    "/v1/request-records/{id}": request_record,
    "/v1/offboardings/{id}": offboarding,
    "/v1/supplier-links/{id}": supplier_link,
    "/v1/overrides/{id}": override,
    "/v1/incidents/{id}": incident,
    "/v1/reviews/{id}": review,
    "/v1/exports/{id}": export,
}

@functools.cache
def filled_workbook(world):
    """The built-in sheet with one answer."""
    blank = world.client.get(f"/v1/questionnaires/{world.row(built_in, False)['id']}/sheet.xlsx",
                             headers={"Accept": "*/*"}).raw
    book = openpyxl.load_workbook(io.BytesIO(blank))
    page = book.worksheets[0]
    row = next(row for row in range(2, page.max_row) if page.cell(row, 1).value == CODE)
    page.cell(row, 5).value = "○"
    return bytes_of(book)


# Files of operations that look into them.
FILES = {"save_response_workbook": filled_workbook}

STATES = {
    "create_incident_inquiry": connected_incident,
    "save_response_workbook": response,
    "run_import": tried_import,
    "put_supplier_by_external_id": new_external_id,
    "put_user": new_subject,
    "restore_supplier": archived_supplier,
    "retire_questionnaire": published,
    "retire_gate_policy": published_gate_policy,
    "create_release": held_supplier,
    "complete_offboarding": finished_offboarding,
    "create_extension_request": due_response,
    "create_questionnaire_version": published,
    "create_evidence": response,
    "attach_evidence": known_evidence,
    "get_evidence_content": looked_at_evidence,
    "put_answer": response,
    "save_answers": response,
    "prefill_response": next_response,
    "confirm_answers": prefilled_response,
    "submit_response": answered_response,
    "return_response": submitted_response,
    "accept_response": submitted_response,
    "review_answer": submitted_response,
    "claim_reminders": overdue_response,
    "ack_reminders": leased_reminder,
    "requeue_reminder": dead_reminder,
    "reopen_finding": accepted_finding,
    "approve_finding": proposed_acceptance,
    "verify_measure": implemented_measure,
    "amend_response": accepted_response,
}


def own_code(world, body, values):
    return {**body, "code": "code-" + uuid.uuid4().hex[:8]}


def own_rows(world, body, values):
    for row in body["items"]:
        row["external_id"] = uuid.uuid4().hex
    return body


def own_links(world, body, values):
    for row in body["items"]:
        row["item"] = uuid.uuid4().hex
    return body


def own_attributes(world, body, values):
    """The tenant has those that the example names, as the example of the settings defines them."""
    made(world.client.patch("/v1/settings", if_match="*", json={"attributes": [
        {"key": "cost_center", "type": "text", "label_ja": "原価センター", "label_en": "Cost center"},
        {"key": "grade", "type": "choice", "label_ja": "社内区分", "choices": [
            {"value": "a", "label_ja": "重要", "label_en": "Key"}]}]}), 200)
    return body


def own_external_ids(world, body, values):
    own_attributes(world, body, values)
    return {**body, "external_ids": [{"source": "erp", "id": uuid.uuid4().hex}]}


def unanswered(world, body, values):
    """Answers of the example, as if nobody had answered yet."""
    return {"answers": [{**answer, "revision": 0} for answer in body["answers"]]}


def own_finding(world, body, values):
    """Against a finding of the same supplier."""
    row = world.row(open_finding, False)
    return {**body, "supplier_id": row["supplier_id"], "finding_ids": [row["id"]]}


def about_nothing(world, body, values):
    """The example's measure and campaign are somebody else's."""
    return {**body, "measure_id": None, "campaign_id": None}


def until_later(world, body, values):
    return {**body, "until": in_a_year()}


def leased(world, body, values):
    return {**body, "lease_token": values.get("lease_token", 1)}


def leased_items(world, body, values):
    return {"items": [values or {"id": str(uuid.uuid4()), "lease_token": 1}]}


def token_of_a_link(world, body, values):
    return {"token": world.row(link, True)["token"]}


BODIES = {
    "merge_supplier": lambda world, body, values: {**body, "dry_run": False},
    "ack_reminder": leased,
    "nack_reminder": leased,
    "extend_reminder": leased,
    "ack_reminders": leased_items,
    "create_measure": own_finding,
    "create_request_record": about_nothing,
    "update_request_record": about_nothing,
    "accept_finding": until_later,
    "create_override": until_later,
    "create_release": until_later,
    "create_respondent_session": token_of_a_link,
    "create_supplier": own_external_ids,
    "update_supplier": own_attributes,
    "put_suppliers": own_rows,
    "put_supplier_links": own_links,
    "create_questionnaire": own_code,
    "create_gate_policy": own_code,
    "create_import_profile": own_code,
    "create_scheme": own_code,
    "import_questionnaire": own_code,
    "save_answers": unanswered,
}

QUERIES = {
    "create_import": lambda world: {"source": "erp-" + uuid.uuid4().hex[:8]},
    "create_evidence": lambda world: {"name": "a.pdf"},
    "report_comparison": two_rounds,
}

EXAMPLES = {
    "01": supplier,
    "02": somebody,
    "03": built_in,
    "04": response,
    "05": score,
    "09": measure,
    "21": other_supplier,
    "30": supplier_import,
    "31": open_finding,
    "33": evidence_id,
}
