"""What must hold after a fault, judged from the writers' journals, the database and the service.

    (a) every acknowledged create is there exactly once, under the id that was told
    (b) what was refused is not there          (c) what is unknown is there once or not at all
    (d) nothing is there that nobody meant     (e) every acknowledged tag is there, revisions in order
    (f) revision = 1 + changes applied         (g) one event for each change, one reply for each key
    (h) the chain of events is whole           (i) each kept key answers with the same bytes again
    (j) paging shows what the table holds      (k) the history of scores stands in the order of change
    (l) without a tenant the service's role sees no row
    (m) logs are whole lines and hold neither token nor name
"""
import collections
import dataclasses
import json
import re

from journal import ACKED, REFUSED, UNKNOWN, read


@dataclasses.dataclass
class Findings:
    acked: int = 0
    lost: int = 0
    doubled: int = 0
    unknown: int = 0
    resolved: int = 0
    violations: list = dataclasses.field(default_factory=list)

    def wrong(self, check, text):
        self.violations.append(f"({check}) {text}")


class State:
    """The rows of one tenant, read once."""

    def __init__(self, service, tenant_id):
        self.rows = {str(id): (name, revision, tags) for id, name, revision, tags in service.sql(
            "select id, name, revision, tags from app.suppliers where tenant_id = %s", tenant_id)}
        self.named = collections.defaultdict(list)
        for id, (name, _, _) in self.rows.items():
            self.named[name].append(id)
        self.events = collections.defaultdict(list)
        for id, kind, revision in service.sql(
                "select body::json -> 'resource' ->> 'id', type, (body::json -> 'resource' ->> 'revision')::int"
                " from app.events where tenant_id = %s order by seq", tenant_id):
            self.events[id].append((kind, revision))
        self.keys = {key: status for key, status in service.sql(
            "select key, status from app.idempotency_keys where tenant_id = %s", tenant_id)}

    def count(self, id, kind):
        return sum(1 for found, _ in self.events[id] if found == kind)


def removed(operations):
    """Suppliers that somebody asked to remove, by what came of it."""
    return {one.supplier: one for one in operations if one.kind == "remove"}


def check_creates(state, operations, findings):
    gone = removed(operations)
    for one in (one for one in operations if one.kind == "create"):
        ids = state.named.get(one.ref, [])
        if len(ids) > 1:
            findings.doubled += 1
            findings.wrong("a", f"{one.ref} is there {len(ids)} times")
        if one.outcome == REFUSED and ids:
            findings.wrong("b", f"{one.ref} was refused ({one.status} {one.code}) and is there")
        if one.outcome == ACKED and one.supplier not in ids and one.supplier not in gone:
            findings.lost += 1
            findings.wrong("a", f"{one.ref} was acknowledged as {one.supplier} and is not there")
        if one.outcome == ACKED and state.count(one.supplier, "supplier.created") != 1:
            findings.wrong("g", f"{one.ref} has {state.count(one.supplier, 'supplier.created')} events")
        if one.outcome == ACKED and state.keys.get(one.key) != 201:
            findings.wrong("g", f"the key of {one.ref} keeps {state.keys.get(one.key)}")


def check_removes(state, operations, findings):
    for one in removed(operations).values():
        there, told = one.supplier in state.rows, state.count(one.supplier, "supplier.deleted")
        if one.outcome == ACKED and there:
            findings.lost += 1
            findings.wrong("a", f"{one.supplier} was removed and is there")
        if one.outcome == REFUSED and not there:
            findings.wrong("b", f"{one.supplier} is gone though its removal was refused")
        if told != (0 if there else 1):
            findings.wrong("g", f"{one.supplier}: {told} events of its removal")


def check_tags(state, operations, findings):
    last = collections.defaultdict(int)
    for one in sorted((one for one in operations if one.kind in ("tag", "late")), key=lambda one: one.id):
        row = state.rows.get(one.supplier)
        there = row is not None and one.ref in row[2]
        if one.outcome == ACKED:
            if row is not None and not there:
                findings.lost += 1
                findings.wrong("e", f"tag {one.ref} was acknowledged and is not there")
            if one.got <= last[one.supplier] or (row is not None and one.got > row[1]):
                findings.wrong("e", f"tag {one.ref} has revision {one.got} after {last[one.supplier]}")
            last[one.supplier] = one.got
        if (one.kind == "late" or one.outcome == REFUSED) and there:
            findings.wrong("b", f"tag {one.ref} was refused ({one.status} {one.code}) and is there")


def check_rows(state, operations, also, findings):
    meant = {one.ref for one in operations if one.kind == "create"}
    tags = {one.ref for one in operations if one.kind == "tag"}
    for id, (name, revision, found) in state.rows.items():
        if name in also:
            continue
        if name not in meant:
            findings.wrong("d", f"{name} is there and nobody meant it")
        if set(found) - tags or len(found) != len(set(found)):
            findings.wrong("d", f"{name} has tags that nobody meant")
        if revision != 1 + len(found):
            findings.wrong("f", f"{name} has revision {revision} after {len(found)} changes")
        told = [number for kind, number in state.events[id] if kind == "supplier.updated"]
        if told != list(range(2, revision + 1)):
            findings.wrong("g", f"{name}: events of revisions {told}, the row has {revision}")


def check_keys(state, findings):
    open_keys = [key for key, status in state.keys.items() if status is None]
    if open_keys:
        findings.wrong("g", f"{len(open_keys)} keys without a reply, e.g. {open_keys[0]}")


def check_chain(service, slugs, findings):
    for slug in slugs:
        done = service.run("check", "--tenant", slug)
        if done.returncode != 0:
            first = (done.stdout + done.stderr).strip().splitlines()[:1]
            findings.wrong("h", f"renkei check: {first}")


def check_replays(caller, token, operations, findings, at_most):
    """The same request again: the same id comes back, marked as a replay, and nothing is made."""
    known = [one for one in operations if one.kind == "create" and one.outcome == ACKED]
    for one in known[::max(1, len(known) // at_most)]:
        body = json.dumps({"name": one.ref})
        replies = [caller.send("POST", "/v1/suppliers", token, body, {"Idempotency-Key": one.key}) for _ in "12"]
        if {reply.status for reply in replies} != {201} or replies[0].raw != replies[1].raw \
                or replies[0].body["id"] != one.supplier or "Idempotency-Replayed" not in replies[0].headers:
            findings.wrong("i", f"the key of {one.ref} answers {[reply.status for reply in replies]}")


def check_paging(caller, token, state, findings):
    seen, cursor = [], ""
    while True:
        reply = caller.send("GET", f"/v1/suppliers?limit=200{cursor}", token)
        if reply.status != 200:
            findings.wrong("j", f"a page answers {reply.status}")
            return
        seen += [row["id"] for row in reply.body["data"]]
        if not reply.body["page"]["has_more"]:
            break
        cursor = "&cursor=" + reply.body["page"]["next_cursor"]
    if sorted(seen) != sorted(state.rows):
        findings.wrong("j", f"paging shows {len(seen)} suppliers, the table holds {len(state.rows)}")


def check_scores(caller, token, service, tenant_id, findings, at_most=30):
    """The history begins with the score the supplier carries, and each supersedes the next."""
    for id, score in service.sql(
            "select id::text, score_id::text from app.suppliers where tenant_id = %s and score_id is not null"
            " order by id limit %s", tenant_id, at_most):
        reply = caller.send("GET", f"/v1/risk-scores?supplier_id={id}&limit=200", token)
        scores = reply.body["data"] if reply.status == 200 else []
        if not scores or scores[0]["id"] != score:
            findings.wrong("k", f"the newest score of {id} in the history is not its current one")
        wrong = sum(newer["supersedes"] != older["id"] for newer, older in zip(scores, scores[1:]))
        if wrong:
            findings.wrong("k", f"{wrong} of {len(scores)} scores of {id} do not stand in the order of change")


def check_walls(service, findings):
    """As the service's own role without a tenant: every table is empty."""
    cluster, database = service.cluster, service.database
    tables = [table for (table,) in cluster.sql(
        "select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid"
        " where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and a.attname = 'tenant_id'"
        " and has_table_privilege('renkei_app', c.oid, 'select')", database=database)]
    assert len(tables) > 10, "the walls are checked on too few tables"
    for table in tables:
        seen = cluster.sql(f"select count(*) from {table}", database=database, user="renkei_app")[0][0]
        if seen:
            findings.wrong("l", f"the service's role sees {seen} rows of {table} without a tenant")


def check_logs(service, tokens, findings):
    told = re.compile("|".join([r"\b(fault|tag|late)-\d+-\d+", *map(re.escape, tokens)]))
    for path in (service.log, service.error_log):
        for line in path.read_text(errors="replace").splitlines():
            if path == service.log and not (line.startswith('{"time"') and line.endswith("}")):
                findings.wrong("m", f"not a line of the access log: {line[:120]}")
                break
            if told.search(line):
                findings.wrong("m", f"{path.name} tells a name or a token: {line[:160]}")
                break


def count(operations, findings):
    findings.acked = sum(one.outcome == ACKED for one in operations)
    findings.unknown = sum(one.doubtful for one in operations)
    findings.resolved = sum(one.doubtful and one.outcome != UNKNOWN for one in operations)
    for one in operations:
        if one.wanted and one.outcome == UNKNOWN:
            findings.wrong("c", f"{one.kind} {one.ref} was asked {one.tries} times and is still unknown"
                                f" ({one.status} {one.code})")


def check_database(service, tenants, operations, also, findings):
    """(a)-(h), (l): what the tables say."""
    for number, tenant in enumerate(tenants):
        mine = [one for one in operations if one.tenant == number]
        state = State(service, tenant.id)
        check_creates(state, mine, findings)
        check_removes(state, mine, findings)
        check_tags(state, mine, findings)
        check_rows(state, mine, also, findings)
        check_keys(state, findings)
    check_chain(service, [tenant.slug for tenant in tenants], findings)
    check_walls(service, findings)


def check_service(service, caller, tenants, tokens, operations, findings, replays):
    """(i)-(k), (m): what the service says about it."""
    for number, tenant in enumerate(tenants):
        mine = [one for one in operations if one.tenant == number]
        check_paging(caller, tokens[number](), State(service, tenant.id), findings)
        check_replays(caller, tokens[number](), mine, findings, replays)
        check_scores(caller, tokens[number](), service, tenant.id, findings)
    check_logs(service, [token() for token in tokens], findings)


def judge(stage, findings, replays=40):
    """Reads the journals of a stage and fills the findings."""
    operations = read(stage.folder)
    count(operations, findings)
    service = stage.services[0]
    check_database(service, stage.tenants, operations, stage.meant, findings)
    check_service(service, stage.caller(), stage.tenants, stage.tokens, operations, findings, replays)
    return findings
