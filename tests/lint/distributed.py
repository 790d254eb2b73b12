"""Shapes of statements that PostgreSQL runs and Citus 13.2 does not.

None is seen in a plan of plain PostgreSQL, so they are read from the text. Each was met on a cluster; the
samples below are tried there by tests/api/test_distributed.py, so that the list does not outlive its reason.
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "tools"))
import statements as registry  # noqa: E402  (tools/ is not a package)

CALL = r"(?<![\w.])(\w+)\("


def closing(text, start):
    """Where the parenthesis at `start` is closed."""
    depth = 0
    for end in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        if depth == 0:
            return end
    return len(text)


def plain(text):
    """Without comments and the content of literals, in one line."""
    text = re.sub(r"'(?:[^']|'')*'", "''", registry.strip_comments(text))
    return re.sub(r"\s+", " ", text)


def clauses(text, begin, behind):
    """What stands after `begin`, up to a word of `behind` on the same level."""
    for found in re.finditer(begin, text):
        end = start = found.end()
        while end < len(text) and text[end] != ")" and not re.match(rf" (?:{behind})\b", text[end:end + 12]):
            end = closing(text, end) + 1 if text[end] == "(" else end + 1
        yield text[start:end]


def set_clauses(text):
    return clauses(text, r"\b(?:update app\.\w+(?: \w+)?|do update) set\b", "where|from|returning")


def update_clauses(text):
    """SET, FROM and WHERE of each update, without the queries in them."""
    for clause in clauses(text, r"\bupdate app\.\w+(?: \w+)? set\b", "returning"):
        while found := re.search(r"\((?:select|with)\b", clause):
            clause = clause[:found.start()] + clause[closing(clause, found.start()) + 1:]
        yield clause


def outer_join_clauses(text):
    return clauses(text, r"\bleft join app\.\w+ (?:as )?\w+ on\b",
                   "left|join|cross|where|group|order|limit|returning|on")


def subquery_in_values(text, catalogue):
    for found in re.finditer(r"\bvalues \(", text):
        if "select " in text[found.end():closing(text, found.end() - 1)]:
            yield "a subquery within INSERT ... VALUES: write INSERT ... SELECT"


def wrapped_set(text, catalogue):
    for clause in set_clauses(text):
        for call in re.finditer(CALL, clause):
            inner = clause[call.end():closing(clause, call.end() - 1)]
            if call[1] not in ("array", "from", "in") and re.match(
                    r"(?:unnest|jsonb_array_elements(?:_text)?|jsonb_each(?:_text)?|generate_series)\(", inner):
                yield f"a set-returning function within {call[1]}() in SET: put it into FROM"


def conditional_parts(clause):
    """CASE ... END and COALESCE(...), whole."""
    for found in re.finditer(r"\bcase\b", clause):
        depth = 0
        for word in re.finditer(r"\b(case|end)\b", clause[found.start():]):
            depth += 1 if word[1] == "case" else -1
            if depth == 0:
                yield clause[found.start():found.start() + word.end()]
                break
    for found in re.finditer(r"\bcoalesce\(", clause):
        yield clause[found.start():closing(clause, found.end() - 1)]


def volatile_in_case(text, catalogue):
    """Casts of a text to a day or instant follow a setting, so they are not immutable either."""
    for clause in set_clauses(text):
        for part in conditional_parts(clause):
            if re.search(r"(?:->> ''\)|#>> ''\))::(?:date|timestamptz|timestamp|time|interval)\b", part):
                yield "a text becomes a day within CASE or COALESCE of SET: take it from jsonb_to_recordset"
            if re.search(r"[+-] (?:\$\d+::interval|interval '')", part):
                yield "an interval is added within CASE or COALESCE of SET: add it before"
            for call in re.findall(CALL, part):
                if call in catalogue.volatile:
                    yield f"{call}() within CASE or COALESCE of SET is not immutable"


def stable_of_column(text, catalogue):
    for clause in update_clauses(text):
        for call in re.finditer(CALL, clause):
            given = re.findall(r"(?<![:$\w])\w+", clause[call.end():closing(clause, call.end() - 1)])
            if call[1] in catalogue.volatile and catalogue.columns & set(given):
                yield f"{call[1]}() of a column in an UPDATE is not immutable"


def simple_case(text, catalogue):
    for clause in set_clauses(text):
        if re.search(r"\bcase (?!when\b)", clause):
            yield "CASE with an operand in SET: write CASE WHEN ... = ..."


def subscript(text, catalogue):
    """The backend of the coordinator ends by signal 11."""
    for clause in set_clauses(text):
        if re.search(r"[\w)]\[(?!\])", re.sub(r"\barray\[", "", clause)):
            yield "a subscript in SET: look the element up in unnest() with ordinality"


def null_in_outer_join(text, catalogue):
    """A parameter that is null makes ON false; in INSERT ... SELECT the backend ends by signal 11."""
    for clause in outer_join_clauses(text):
        if re.search(r"= \$(?!1\b)\d", clause):
            yield "a parameter in ON of an outer join may be null: coalesce(), or a subquery in its place"


def bare_target(text, catalogue):
    for found in re.finditer(r"insert into app\.\w+ \(", text):
        rest = text[closing(text, found.end() - 1) + 1:]
        if re.match(r" select\b", rest) and "returning" in rest and re.search(r"\bfrom app\.", rest):
            yield "INSERT ... SELECT from a table with RETURNING: give the target an alias"


def returns_nothing(text, catalogue):
    for found in re.finditer(r"insert into app\.\w+(?: as \w+)? \(", text):
        rest = text[closing(text, found.end() - 1) + 1:]
        if re.match(r" select\b", rest) and "returning" not in rest and "on conflict" not in rest:
            yield "INSERT ... SELECT without RETURNING runs as COPY, which row-level security refuses"


def recursion_before_insert(text, catalogue):
    """The rows of INSERT ... SELECT are gathered without it."""
    if re.match(r"\s*with recursive\b", text) and re.search(r"\) insert into app\.", text):
        yield "WITH RECURSIVE before INSERT: put it between INSERT and SELECT"


def loose_join(text, catalogue):
    """Of a statement over all tenants: its tables are joined by tenant_id, one to the next."""
    tables = re.findall(r"(?:from|join) app\.(?!tenants\b)\w+ (\w+)", text)
    groups = {alias: alias for alias in tables}
    for left, right in re.findall(r"\b(\w+)\.tenant_id = (\w+)\.tenant_id\b", text):
        if left in groups and right in groups:
            kept, gone = groups[left], groups[right]
            groups = {alias: kept if group == gone else group for alias, group in groups.items()}
    if len(set(groups.values())) > 1:
        yield "tables that are not joined by tenant_id: " + ", ".join(sorted(set(tables)))


SHAPES = [subquery_in_values, wrapped_set, volatile_in_case, stable_of_column, simple_case, subscript,
          null_in_outer_join, bare_target, returns_nothing, recursion_before_insert]


class Catalogue:
    """What a shape must know of the schema: functions that are not immutable, columns of our tables."""

    def __init__(self, ask):
        self.volatile = {name for name, in ask(
            "select proname from pg_proc group by 1 having not bool_or(provolatile = 'i')")}
        self.columns = {name for name, in ask(
            "select attname from pg_attribute where attnum > 0 and attrelid in"
            " (select oid from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r')")}


def problems(text, is_tenant, catalogue):
    """What Citus refuses of the statement."""
    found = plain(text)
    for shape in SHAPES if is_tenant else [*SHAPES, loose_join]:
        yield from shape(found, catalogue)


# One of each shape: (statement, values behind the tenant's). A statement without $1 is over all tenants.
U = "'01890000-0000-7000-8000-000000000001'"
SAMPLES = {
    "subquery_in_values": (
        "insert into app.suppliers (tenant_id, id, name, tags, search, created_at, updated_at)"
        " values ($1::uuid, $2::uuid, 'x', array(select 'a'), '', now(), now())", [U]),
    "wrapped_set": (
        "update app.suppliers s set tags = array(select normalize(jsonb_array_elements_text($3::jsonb)))"
        " where s.tenant_id = $1::uuid and s.id = $2::uuid", [U, "'[]'"]),
    "volatile_in_case, a cast": (
        "update app.certificates set issued_on = case when $3::jsonb ? 'issued_on'"
        " then ($3::jsonb ->> 'issued_on')::date else issued_on end"
        " where tenant_id = $1::uuid and id = $2::uuid", [U, "'{}'"]),
    "volatile_in_case, a function": (
        "update app.certificates set edited_at = coalesce(edited_at, now())"
        " where tenant_id = $1::uuid and id = $2::uuid", [U]),
    "volatile_in_case, an interval": (
        "update app.jobs set expires_at = case when attempts > 0 then $3::timestamptz + $4::interval end"
        " where tenant_id = $1::uuid and id = $2::uuid", [U, "now()", "'1 day'"]),
    "stable_of_column, the condition": (
        "update app.suppliers s set name = 'x'"
        " where s.tenant_id = $1::uuid and concat_ws(',', s.name, s.name_kana) ~* $2::text", ["'x'"]),
    "stable_of_column": (
        "update app.suppliers set name = convert_from(convert_to(name, 'UTF8'), 'UTF8')"
        " where tenant_id = $1::uuid", []),
    "simple_case": (
        "update app.measures set title = case $3::text when 'verified' then 'a' else title end"
        " where tenant_id = $1::uuid and id = $2::uuid", [U, "'x'"]),
    "subscript": (
        "update app.reminder_marks set business_day = ($2::date[])[1] where tenant_id = $1::uuid",
        ["'{2026-11-22}'"]),
    "null_in_outer_join, a query": (
        "select r.id, a.value from app.responses r left join app.answers a on a.tenant_id = $1::uuid"
        " and a.tenant_id = r.tenant_id and a.response_id = r.id and a.code = $2::text"
        " where r.tenant_id = $1::uuid", ["null"]),
    "null_in_outer_join, an insert": (
        "insert into app.supplier_tags as x (tenant_id, tag, supplier_id)"
        " select $1::uuid, coalesce(s.name, 'a'), $2::uuid from unnest($3::text[]) as sent (tag)"
        " left join app.suppliers s on s.tenant_id = $1::uuid and s.id = $2::uuid returning x.tag",
        ["null", "'{a}'"]),
    "bare_target": (
        "insert into app.links (tenant_id, id, response_id, token_hash, created_at, created_by, expires_at)"
        " select r.tenant_id, $2::uuid, r.id, '\\x00', now(), 'x', now() from app.responses r"
        " where r.tenant_id = $1::uuid returning id", [U]),
    "returns_nothing": (
        "insert into app.supplier_tags as x (tenant_id, tag, supplier_id)"
        " select $1::uuid, tag, $2::uuid from unnest($3::text[]) as sent (tag)", [U, "'{a}'"]),
    "recursion_before_insert": (
        "with recursive n as (select s.id, 1 as i from app.suppliers s where s.tenant_id = $1::uuid"
        " union all select n.id, n.i + 1 from n where n.i < 3)"
        " insert into app.supplier_tags as x (tenant_id, tag, supplier_id)"
        " select $1::uuid, n.i::text, n.id from n returning x.tag", []),
    "loose_join": (
        "select t.slug from app.tenants t join app.settings s on s.tenant_id = t.id"
        " join app.reminder_marks k on k.tenant_id = t.id", None),
}
