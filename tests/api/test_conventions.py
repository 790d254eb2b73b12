"""The conventions, held by every operation of openapi.yaml: operation × rule.

Nothing here names an operation but EXEMPT: a new one is held to every rule by being documented. A
rule that does not concern an operation says why, by what the contract says of it; the end of the run
prints the matrix. Rows and states: convention_fixtures.py.
"""
import copy
import io
import json
import re
import string
import zipfile

import pytest

from convention_fixtures import EXAMPLE_ID, OPERATIONS, QUERIES
from renkei_client import contract

PROBLEMS, FAULTS = contract.document["x-problems"], contract.document["x-faults"]
SCOPES = list(contract.document["x-scopes"])
PATH_METHODS = {
    route: [method for method in ("GET", "POST", "PUT", "PATCH", "DELETE") if method.lower() in item]
    for route, item in contract.document["paths"].items()}
PER_REPLY = {"Date", "X-Request-Id"}  # headers that differ between two equal replies
FAR = "zzqqxx"  # a name that is close to none

# (operation, rule): why the operation does not follow the rule although the contract lets expect it.
EXEMPT = {
    ("put_supplier_by_external_id", "if_match"): "an upsert, safe to repeat without",
    ("put_supplier_by_external_id", "other_tenant"): "an upsert makes the row that it does not find",
    ("create_import", "other_tenant"): "its query names no row",
    ("put_supplier_links", "other_tenant"): "each row says it, unknown_reference (test_supplier_link_bulk.py)",
    ("attach_evidence", "if_match"): "says where a file stands; twice is once",
    ("put_user", "if_match"): "an upsert, safe to repeat without",
    ("put_user", "other_tenant"): "an upsert makes the row that it does not find",
    ("review_answer", "if_match"): "optional: the judgement stands beside the answer",
    ("claim_reminders", "replay"): "its links are never stored; what a lost reply leased comes again",
    ("claim_reminders", "key_reuse"): "its links are never stored; what a lost reply leased comes again",
    ("erase_person", "key_reuse"): "it may be repeated, and a kept fingerprint would be one of the person",
    ("erase_person", "replay"): "it may be repeated, and a kept fingerprint would be one of the person",
    ("create_link", "key_reuse"): "a kept reply would keep the link's secret",
    ("create_link", "replay"): "a kept reply would keep the link's secret",
    ("create_respondent_session", "key_reuse"): "nothing is stored",
    ("create_respondent_session", "replay"): "nothing is stored",
    ("create_client_secret", "key_reuse"): "a kept reply would keep the secret",
    ("create_client_secret", "replay"): "a kept reply would keep the secret",
    ("check_supplier_status", "other_tenant"): "what another tenant has is told as unknown",
    ("check_supplier_status", "replay"): "nothing is stored",
    ("check_supplier_status", "key_reuse"): "nothing is stored",
    ("create_webhook_endpoint", "key_reuse"): "a kept reply would keep the secret",
    ("create_webhook_endpoint", "replay"): "a kept reply would keep the secret",
    ("rotate_webhook_secret", "key_reuse"): "a kept reply would keep the secret",
    ("rotate_webhook_secret", "replay"): "a kept reply would keep the secret",
    ("simulate_risk_score", "replay"): "nothing is stored",
    ("simulate_risk_score", "key_reuse"): "nothing is stored",
}

# (operation, member): shown in another form than it is written in; a PATCH leaves it out or has that form.
OTHERWISE = {("update_questionnaire", "sections")}

results = {}


class NotApplicable(Exception):
    """The contract says that the rule does not concern the operation."""


def unless(condition, reason):
    if not condition:
        raise NotApplicable(reason)


def promised(operation, rule, header, reason):
    """A header that the method lets expect is declared, or its absence is exempted by name."""
    if operation.header(header) is not None:
        return operation.header(header)
    unless((operation.name, rule) not in EXEMPT, EXEMPT.get((operation.name, rule)))
    unless(False, reason) if reason else pytest.fail(
        f"{operation.method} {operation.route} does not declare {header}")
    return None


# --- refusals and their words

def languages(world, operation):
    """A refusal speaks the language asked for; its code does not."""
    told = {}
    for lang in ("ja", "en"):
        reply = world.call(operation, params={FAR: "1"}, lang=lang)
        assert reply.status >= 400, reply
        assert reply.headers["Content-Type"].startswith("application/problem+json")
        assert reply.headers["Content-Language"] == lang
        # Origin too, once some tenant has listed a page.
        assert reply.varies in ("Accept-Language", "Accept, Accept-Language")
        assert reply.body["title"] == PROBLEMS[reply.code]["title"][lang]
        told[lang] = reply.body
    assert told["ja"]["code"] == told["en"]["code"]
    assert told["ja"]["title"] != told["en"]["title"]
    assert told["ja"]["detail"] != told["en"]["detail"]
    for ja, en in zip(told["ja"]["errors"], told["en"]["errors"], strict=True):
        assert ja["code"] == en["code"]
        for lang, fault in (("ja", ja), ("en", en)):
            assert fault["detail"].startswith(re.split(r"\{|\[\[", FAULTS[ja["code"]][lang])[0])


def unknown_parameter(world, operation):
    """An unknown parameter is refused, and the one that was meant is named."""
    params = {FAR: "1"}
    near = operation.query_names[0] + "x" if operation.query_names else None
    if near:
        params[near] = "1"
    reply = world.call(operation, params=params)
    assert (reply.status, reply.code) == (400, "invalid_query"), reply
    assert reply.errors == dict.fromkeys(params, "unknown_parameter")
    told = {fault["parameter"]: fault.get("params", {}) for fault in reply.body["errors"]}
    assert "did_you_mean" not in told[FAR]
    if near:
        assert told[near]["did_you_mean"] == operation.query_names[0]


def closed_object(schema, value, at="#"):
    """The first object of a body that takes no members beyond its schema: its place and schema."""
    schema = contract.schemas.resolve(schema)
    if "oneOf" in schema:
        name = schema.get("discriminator", {}).get("propertyName")
        schema = next(branch for word, branch in contract.schemas.branches(schema, name)
                      if word == value[name]) if name else schema["oneOf"][0]
        return closed_object(schema, value, at)
    if "allOf" in schema:
        schema = contract.schemas.merged(schema)
    if isinstance(value, dict):
        if schema.get("additionalProperties") is False:
            return at, value, schema
        items = [(name, child, schema.get("properties", {}).get(name)) for name, child in value.items()]
    else:
        items = [(index, child, schema.get("items")) for index, child in enumerate(value)]
    for name, child, inner in items:
        if inner is not None and isinstance(child, (dict, list)):
            found = closed_object(inner, child, f"{at}/{name}")
            if found is not None:
                return found
    return None


def settable(schema):
    return list(schema["properties"])


def unknown_member(world, operation):
    """An unknown member is refused at its place, and the one that was meant is named."""
    unless(operation.media is not None, "no body")
    body = world.body(operation)
    found = closed_object(operation.media["schema"], body)
    unless(found is not None, "the body takes members of any name")
    at, inner, schema = found
    meant = max(settable(schema), key=len)
    inner.update({FAR: 1, meant + "x": 1})
    reply = world.call(operation, json=body)
    assert (reply.status, reply.code) == (422, "validation_failed"), reply
    code = schema.get("x-unknown-fault", "unknown_member")
    told = {fault["pointer"]: fault for fault in reply.body["errors"] if fault["code"] == code}
    assert set(told) == {f"{at}/{FAR}", f"{at}/{meant}x"}
    assert told[f"{at}/{meant}x"]["params"]["did_you_mean"] == meant
    assert "did_you_mean" not in told[f"{at}/{FAR}"].get("params", {})


def blanked(schema, value, at, places):
    """The body with what nobody can see in the place of each text that must be seen."""
    schema = contract.schemas.resolve(schema)
    if "oneOf" in schema or "allOf" in schema:
        schema = contract.schemas.merged(schema) if "allOf" in schema else next(
            branch for branch in map(contract.schemas.resolve, schema["oneOf"]) if branch.get("type") != "null")
    if isinstance(value, list):
        return [blanked(schema.get("items", {}), item, f"{at}/{index}", places)
                for index, item in enumerate(value)]
    if isinstance(value, dict):
        assert not [name for name in schema.get("required", ()) if is_free_text(schema, name)
                    and not contract.schemas.resolve(schema["properties"][name]).get("minLength")], at
        return {name: blanked(schema.get("properties", {}).get(name, {}), child, f"{at}/{name}", places)
                for name, child in value.items()}
    if isinstance(value, str) and schema.get("minLength") and is_text(schema):
        places.append(at)
        return "\u3000\u200b"
    return value


def is_text(schema):
    return (not {"enum", "const", "pattern"} & set(schema)
            and schema.get("format", "line") in ("line", "text") and "string" in schema.get("type", []))


def is_free_text(schema, name):
    member = contract.schemas.resolve(schema.get("properties", {}).get(name, {}))
    return is_text(member)


def told_faults(operation, reply):
    """(place, code) of each fault; of rows that stand alone each says its own."""
    rows = operation.entry.get("x-body-rows")
    if rows is None:
        assert (reply.status, reply.code) == (422, "validation_failed"), reply
        return [(error["pointer"], error["code"]) for error in reply.body["errors"]]
    assert reply.status == 207, reply
    return [(f"#/{rows}/{row['index']}{error['pointer'][1:]}", error["code"])
            for row in reply.body["data"] if row["problem"] for error in row["problem"]["errors"]]


def blank(world, operation):
    """A text that people must see is not one of blanks."""
    unless(operation.media is not None, "no body")
    places = []
    body = blanked(operation.media["schema"], world.body(operation), "#", places)
    unless(places, "the body has no text that must be there")
    reply = world.call(operation, json=body)
    assert {at for at, code in told_faults(operation, reply) if code == "blank"} == set(places)


def another(value):
    """A value of the same kind that differs; None of a member whose value cannot be told."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, str):
        return value + "x"
    return {"list": [value], "dict": [value], "NoneType": "x"}[type(value).__name__]


def round_trip(world, operation):
    """What was read comes back whole; of what only the service writes, each change is refused."""
    unless(operation.method == "PATCH", "no PATCH")
    path = world.path(operation)
    row = world.client.get(path)
    assert row.status == 200, row
    sent = {name: value for name, value in row.body.items() if (operation.name, name) not in OTHERWISE}
    written = set(settable(contract.schemas.resolve(operation.media["schema"])))
    before = world.seq()
    reply = world.call(operation, path=path, json=sent, if_match=row.etag)
    assert (reply.status, reply.body) == (200, row.body), reply
    assert (reply.etag, world.seq()) == (row.etag, before)
    read_only = [name for name in sent if name not in written]
    assert "id" in read_only or "revision" in read_only
    changed = {**sent, **{name: another(sent[name]) for name in read_only}}
    for tag in (row.etag, "*"):
        reply = world.call(operation, path=path, json=changed, if_match=tag)
        assert (reply.status, reply.code) == (422, "validation_failed"), reply
        assert reply.errors == {f"#/{name}": "read_only_field" for name in read_only}
    reply = world.call(operation, path=path, json=changed, if_match='"999999"')
    assert (reply.status, reply.code) == (412, "stale"), reply
    assert world.seq() == before


# --- preconditions

def changes_a_row(operation):
    return operation.method in ("PATCH", "PUT", "DELETE")


def if_match(world, operation):
    """A change of a row needs the revision that the caller saw."""
    header = promised(operation, "if_match", "If-Match",
                      "" if changes_a_row(operation) else "changes no row by its id")
    unless(header["required"] or (operation.name, "if_match") not in EXEMPT,
           EXEMPT.get((operation.name, "if_match")))
    if not header["required"]:
        assert operation.method == "POST", "If-Match is optional for steps of a row alone"
        raise NotApplicable("a step of a row: optional")
    reply = world.call(operation, if_match=None)
    assert (reply.status, reply.code) == (428, "precondition_required"), reply


def reads_the_row(route):
    """Whether GET of the path has the row itself, and not the bytes of a file."""
    return any(one.method == "GET" and one.route == route and "application/json" in one.entry["responses"]["200"]["content"]
               for one in OPERATIONS)


def stale(world, operation):
    """Another revision than the current one is refused with the current row, on steps too."""
    unless(operation.header("If-Match") is not None, "takes no If-Match")
    path = world.path(operation)
    reply = world.call(operation, path=path, if_match='"999999"')
    assert (reply.status, reply.code) == (412, "stale"), reply
    assert reply.body["current"]["revision"] < 999999
    if reads_the_row(operation.route):
        current = world.client.get(path)
        assert reply.body["current"]["revision"] == current.body["revision"]


def minimal(world, operation):
    """Who does not want the row back gets its tag alone."""
    header = operation.header("If-Match") or {"required": False}
    follows = operation.method in ("PATCH", "PUT") and header["required"]
    assert follows == ("204" in operation.entry["responses"] and operation.has_content)
    unless(follows, "no change of a row that the caller has seen")
    done = world.success(operation)
    plain = world.call(operation, path=done.path, json=done.body)
    reply = world.call(operation, path=done.path, json=done.body, headers={"Prefer": "return=minimal"})
    assert (reply.status, reply.raw, reply.etag) == (204, b"", plain.etag), reply
    assert reply.headers["Preference-Applied"] == "return=minimal"


# --- keys

def keyed(operation, rule):
    promised(operation, rule, "Idempotency-Key",
             "" if operation.method == "POST" else f"{operation.method} takes no key")


def replay(world, operation):
    """The same key and body give the same bytes and do nothing."""
    keyed(operation, "replay")
    done = world.success(operation)
    first, second = done.reply, done.replay
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert (second.status, second.raw) == (first.status, first.raw)
    for name in ("ETag", "Location", "Content-Type", "Content-Language"):
        assert second.headers[name] == first.headers[name], name
    assert done.seq_replayed == done.seq_after


def another_text(schema, value):
    """The same body with another free text in it, or None."""
    schema = contract.schemas.resolve(schema)
    if "allOf" in schema:
        schema = contract.schemas.merged(schema)
    if isinstance(value, str):
        free = not {"enum", "const", "pattern"} & set(schema) and schema.get("format", "text") in (
            "text", "line")
        return value + "!" if free and "string" in schema.get("type", []) else None
    if isinstance(value, list):
        places = [(index, schema.get("items", {})) for index in range(len(value))]
    elif isinstance(value, dict):
        places = [(name, schema.get("properties", {}).get(name, {})) for name in value]
    else:
        return None
    for place, inner in places:
        changed = another_text(inner, value[place])
        if changed is not None:
            result = copy.copy(value)
            result[place] = changed
            return result
    return None


def key_reuse(world, operation):
    """A key belongs to one request: another body under it is refused, and nothing happens."""
    keyed(operation, "key_reuse")
    done = world.perform(operation)  # a key of now: an erasure may have taken what one of before was about
    sent = {"path": done.path, "key": done.key, "json": done.body}
    if done.body is not None:
        changed = another_text(operation.media["schema"], done.body)
        if changed is None:  # no free text: other bytes of the same value are another body, too
            sent = {"path": done.path, "key": done.key, "data": json.dumps(done.body, indent=1).encode(),
                    "headers": {"Content-Type": "application/json"}}
        else:
            sent["json"] = changed
    else:
        unless("lang" in operation.query_names, "nothing beside the path can differ")
        sent["params"] = {"lang": "en"}
    before = world.seq()
    reply = world.call(operation, **sent)
    assert (reply.status, reply.code) == (422, "idempotency_key_reused"), reply
    assert world.seq() == before


# --- reading

def entity_tag(world, operation):
    """What is tagged is not sent again to who has it."""
    unless(operation.method == "GET", "no GET")
    headers = contract.schemas.resolve(operation.entry["responses"]["200"]).get("headers", {})
    assert ("ETag" in headers) == ("304" in operation.entry["responses"])
    unless("ETag" in headers, "a list or a view without a tag")
    path = world.path(operation)
    first = world.call(operation, path=path)
    assert first.status == 200, first
    for tag in (first.etag, "W/" + first.etag, f'"other", {first.etag}', "*"):
        again = world.call(operation, path=path, headers={"If-None-Match": tag})
        assert (again.status, again.raw, again.etag) == (304, b"", first.etag), again
    other = world.call(operation, path=path, headers={"If-None-Match": '"other"'})
    assert (other.status, other.raw) == (200, first.raw)


def retreats(world):
    text = world.monitor.get("/metrics").text
    return int(re.search(r"^renkei_http_retreats_total (\d+)$", text, re.MULTILINE)[1])


def fast_lane(world, operation):
    """A short read is done by the loop that begins it: beginning it twice would be slower than before."""
    unless(operation.entry.get("x-lane") == "fast", "a worker does it")
    for _ in range(20):  # a loop has no connection before a worker has seen that the database is there
        before = retreats(world)
        assert world.call(operation).status == 200
        if retreats(world) == before:
            return
    pytest.fail("it is always begun by a loop and done by a worker")


def head(world, operation):
    """HEAD is GET without its body."""
    unless(operation.method == "GET", "no GET")
    path = world.path(operation)
    get, reply = world.client.get(path), world.client.head(path)
    assert (reply.status, reply.raw) == (get.status, b"")
    shown = [{name: value for name, value in one.headers.items() if name not in PER_REPLY}
             for one in (get, reply)]
    assert shown[0] == shown[1]
    assert int(reply.headers["Content-Length"]) == len(get.raw) > 0


def allow(operation):
    return ["GET, HEAD" if method == "GET" else method for method in PATH_METHODS[operation.route]]


def options(world, operation):
    """OPTIONS names what the path can do, to anybody."""
    reply = world.at(operation, world.nobody).options(world.path(operation))
    assert (reply.status, reply.raw) == (204, b"")
    assert reply.headers["Allow"] == ", ".join([*allow(operation), "OPTIONS"])


def other_methods(world, operation):
    """A method that the path does not know is refused with those that it knows."""
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - set(PATH_METHODS[operation.route]):
        reply = world.at(operation, world.client).request(method, world.path(operation))
        assert (reply.status, reply.code) == (405, "method_not_allowed"), reply
        assert reply.headers["Allow"] == ", ".join([*allow(operation), "OPTIONS"])


# --- who asks

def no_token(world, operation):
    """Without a token, nothing."""
    unless(not operation.is_public, "for anybody")
    reply = world.call(operation, world.nobody)
    assert (reply.status, reply.code) == (401, "unauthorized")
    assert re.fullmatch('Bearer realm="renkei", resource_metadata="http[^"]*"', reply.headers["WWW-Authenticate"])


def broken_token(world, operation):
    """With a token that nobody signed, nothing."""
    unless(not operation.is_public, "for anybody")
    reply = world.call(operation, world.broken())
    assert (reply.status, reply.code) == (401, "unauthorized")
    assert 'error="invalid_token"' in reply.headers["WWW-Authenticate"]


def scope(world, operation):
    """Every scope but the needed ones is not enough, and the missing one is named."""
    unless(not operation.is_public, "for anybody")
    unless(all(operation.scopes), "any token will do")
    needed = {name for names in operation.scopes for name in names}
    assert needed <= set(SCOPES)
    reply = world.call(operation, world.with_scopes([name for name in SCOPES if name not in needed]))
    assert (reply.status, reply.code) == (403, "forbidden"), reply
    named = " ".join(operation.scopes[0])
    assert f'error="insufficient_scope", scope="{named}"' in reply.headers["WWW-Authenticate"]
    assert all(name in reply.body["detail"] for name in operation.scopes[0])


def other_tenant(world, operation):
    """A row of another tenant does not exist, whatever the scopes."""
    unless(not operation.is_public, "for anybody")
    body = world.body(operation)
    names_row = operation.path_parameters or operation.name in QUERIES \
        or EXAMPLE_ID.search(json.dumps(operation.examples))
    if not names_row and operation.method == "GET":
        ours = json.dumps(list(world.shared.values()))
        reply = world.call(operation, world.stranger)
        assert reply.status == 200, reply
        if reply.raw.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(reply.raw)) as book:
                told = "".join(book.read(name).decode() for name in book.namelist())
            assert world.tenant.id not in told and not [one for one in re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", told) if one in ours]
            return
        assert not [one["id"] for one in reply.body.get("data", [])
                    if isinstance(one, dict) and one.get("id", "?") in ours]
        assert world.tenant.id not in reply.text
        return
    unless(names_row, "names no row")
    unless((operation.name, "other_tenant") not in EXEMPT, EXEMPT.get((operation.name, "other_tenant")))
    path, before = world.path(operation), world.seq()
    reply = world.call(operation, world.stranger, path=path, json=body)
    if reply.status == 422 and not operation.path_parameters:
        assert set(reply.errors.values()) == {"unknown_reference"}, reply
    else:
        assert (reply.status, reply.code) == (404, "not_found"), reply
    assert world.seq() == before


# --- media types

def accept(world, operation):
    """A form that is not offered is refused."""
    assert operation.is_public or operation.has_content == ("406" in operation.entry["responses"])
    unless(operation.has_content, "answers without a body")
    reply = world.call(operation, headers={"Accept": "application/x-none"})
    assert (reply.status, reply.code) == (406, "not_acceptable"), reply


def media_type(world, operation):
    """A body in another form is refused."""
    unless(operation.media is not None, "no body")
    reply = world.call(operation, data=b"{}", headers={"Content-Type": "text/plain"})
    assert (reply.status, reply.code) == (415, "unsupported_media_type"), reply


RULES = {rule.__name__: rule for rule in (
    languages, unknown_parameter, unknown_member, blank, round_trip, if_match, stale, minimal, replay, key_reuse, entity_tag, head, fast_lane,
    options, other_methods, no_token, broken_token, scope, other_tenant, accept, media_type)}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
@pytest.mark.parametrize("rule", RULES)
def test_convention(world, operation, rule):
    cell = operation.name, rule
    results[cell] = "FAILED"
    try:
        unless(not operation.is_form, "RFC 6749 has rules of its own (test_oauth.py)")
        RULES[rule](world, operation)
        results[cell] = "ok"
    except NotApplicable as reason:
        results[cell] = str(reason)


def test_no_cell_is_empty():
    cells = {(operation.name, rule) for operation in OPERATIONS for rule in RULES}
    assert cells - set(results) == set()
    assert not [cell for cell in cells if results[cell] == ""]


def test_an_exemption_is_used(world):
    """Each names an operation that exists, and is what the matrix shows."""
    assert {cell: results[cell] for cell in EXEMPT} == EXEMPT


def report(terminalreporter):
    """The matrix: `ok`, or a letter for each reason."""
    reasons = sorted({word for word in results.values() if word not in ("ok", "FAILED")})
    letters = dict(zip(reasons, string.ascii_letters))
    letters.update(ok="ok", FAILED="FAILED")
    terminalreporter.section("operation × rule")
    for index, rule in enumerate(RULES):
        terminalreporter.write_line(f"{'':32} " + "    " * index + rule)
    for operation in OPERATIONS:
        cells = (letters.get(results.get((operation.name, rule)), "") for rule in RULES)
        terminalreporter.write_line(
            f"{operation.name:32} " + "".join(f"{cell:4}" for cell in cells))
    for word in reasons:
        terminalreporter.write_line(f"{letters[word]}: not applicable: {word}")
