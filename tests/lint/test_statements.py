"""Every statement of sql/queries stays with one tenant, and row-level security holds when it fails to.

The rules are those of docs/sql.md. They are read from the catalogue and from plans, tried by rows,
and tried once more on a schema whose tables are partitioned by tenant as a cluster would spread them.
"""
import contextlib
import os
import pathlib
import re
import sys

import psycopg2
import pytest

import distributed
from database import connect, database, rows

ROOT = pathlib.Path(__file__).parents[2]
HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(ROOT / "tools"))
import statements as registry  # noqa: E402  (tools/ is not a package)

PIN = re.compile(r"(?:\w+\.)?tenant_id = \$1(?:::uuid)?")
TENANT_A = "00000000-0000-4000-8000-00000000000a"
TENANT_B = "00000000-0000-4000-8000-00000000000b"
STATEMENTS = registry.load_statements(ROOT / "sql/queries")
OURS = [statement for statement in STATEMENTS if statement.is_tenant]

needs_postgresql = pytest.mark.skipif(
    "RENKEI_TEST_PGHOST" not in os.environ, reason="RENKEI_TEST_PGHOST is not set")
template = os.environ.get("RENKEI_TEST_TEMPLATE", "renkei_template")


def by_name(statement):
    return statement.name.replace(" ", ".")


@pytest.fixture(scope="module")
def lint():
    """A clone of the migrated database with the lint in it."""
    with database(template) as name, contextlib.closing(connect(name)) as connection:
        rows(connection, (HERE / "statements.sql").read_text())
        yield connection


@pytest.fixture(scope="module")
def sample():
    with database() as name, contextlib.closing(connect(name)) as connection:
        rows(connection, (HERE / "sample_schema.sql").read_text())
        rows(connection, (HERE / "statements.sql").read_text())
        yield connection


def problems(connection, text):
    return [problem for problem, in rows(connection, "select lint.stmt_problems(%s)", (text,))]


# The lint itself ---------------------------------------------------------------------------------

def sample_cases():
    lines = (HERE / "sample_statements.txt").read_text().splitlines()
    return [line.split("|", 1) for line in lines]


@needs_postgresql
@pytest.mark.parametrize("verdict, text", sample_cases(),
                         ids=[f"{number:02}-{case[0]}" for number, case in enumerate(sample_cases(), 1)])
def test_the_lint_keeps_its_verdicts(sample, verdict, text):
    found = problems(sample, text)
    assert (verdict == "bad") == bool(found), found


SEEDED = [
    ("create table app.new (id uuid, tenant_id uuid, primary key (tenant_id, id))", "ddl",
     "as the first column"),
    ("create table app.new (id uuid primary key)", "ddl", "no tenant_id uuid NOT NULL"),
    ("create table app.new (tenant_id uuid not null)", "ddl", "no primary key"),
    ("create unique index new on app.suppliers (corporate_number)", "ddl", "without tenant_id"),
    ("create index new on app.suppliers (name)", "ddl", "does not start with tenant_id"),
    ("alter table app.contacts add foreign key (tenant_id, supplier_id)"
     " references app.suppliers on delete set null", "ddl", "SET NULL"),
    ("alter table app.suppliers add column n bigserial", "ddl", "identity or serial"),
    ("create type app.colour as enum ('red'); alter table app.suppliers add c app.colour", "ddl", "enum"),
    ("create function app.f() returns trigger language plpgsql as 'begin return new; end';"
     "create trigger t before update on app.suppliers for each row execute function app.f()", "ddl", "trigger"),
    ("create index a_name_that_is_longer_than_fifty_four_bytes_and_would_be_cut"
     " on app.suppliers (tenant_id, name)", "ddl", "longer than 54"),
    ("alter table app.suppliers no force row level security", "wall", "not enabled and forced"),
    ("drop policy tenant on app.suppliers", "wall", "no policy"),
    ("create policy open on app.suppliers using (true)", "wall", "by the tenant"),
    ("grant update on app.events to renkei_app", "wall", "append-only"),
    ("grant select on app.suppliers to public", "wall", "public may SELECT"),
]


@needs_postgresql
@pytest.mark.parametrize("fault, view, told", SEEDED, ids=[told for _, _, told in SEEDED])
def test_a_seeded_fault_of_the_schema_is_told(lint, fault, view, told):
    lint.autocommit = False
    try:
        rows(lint, fault)
        found = rows(lint, f"select problem from lint.{view}_problems")
    finally:
        lint.rollback()
        lint.autocommit = True
    assert any(told in problem for problem, in found), found


# Our schema and our statements -------------------------------------------------------------------

@needs_postgresql
def test_the_schema_can_be_spread_by_tenant(lint):
    assert rows(lint, "select relname, problem from lint.ddl_problems") == []


@needs_postgresql
def test_row_level_security_and_grants_stand(lint):
    assert rows(lint, "select relname, problem from lint.wall_problems") == []


@needs_postgresql
@pytest.mark.parametrize("statement", OURS, ids=by_name)
def test_a_statement_is_pinned_to_its_tenant(lint, statement):
    assert problems(lint, statement.text) == []


def test_statements_without_a_tenant_are_listed():
    """Each is exempt from all this and has a line in docs/sql.md that says why it may be."""
    rules = re.search(r"^## Rules$(.*?)^## ", (ROOT / "docs/sql.md").read_text(), re.M | re.S)[1]
    lines = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", rules, re.M)
    listed = re.findall(r"`(\w+)`", " ".join(lines))
    assert sorted(listed) == sorted(s.name for s in STATEMENTS if not s.is_tenant)


def unpinned(text):
    """The statement as if its pins had been forgotten; $1 stays in use."""
    return PIN.sub("($1::uuid is not null)", text)


@needs_postgresql
@pytest.mark.parametrize("statement", [s for s in OURS if PIN.search(s.text)], ids=by_name)
def test_a_statement_without_its_pins_is_told(lint, statement):
    found = problems(lint, unpinned(statement.text))
    assert any("is not pinned" in problem for problem in found), found


@pytest.fixture(scope="module")
def catalogue(lint):
    return distributed.Catalogue(lambda query: rows(lint, query))


@needs_postgresql
@pytest.mark.parametrize("statement", STATEMENTS, ids=by_name)
def test_a_statement_has_no_shape_that_a_cluster_refuses(catalogue, statement):
    assert list(distributed.problems(statement.text, statement.is_tenant, catalogue)) == []


@needs_postgresql
@pytest.mark.parametrize("name", distributed.SAMPLES)
def test_a_shape_that_a_cluster_refuses_is_told(catalogue, name):
    text, values = distributed.SAMPLES[name]
    shape = getattr(distributed, name.split(",")[0])
    assert list(shape(distributed.plain(text), catalogue))
    assert list(distributed.problems(text, values is not None, catalogue))


# Row-level security by rows ----------------------------------------------------------------------

VALUES = {  # one value for each type: what the rows hold and what the statements ask for
    "uuid": "'01890000-0000-7000-8000-000000000001'", "text": "'x'", "integer": "1", "bigint": "1",
    "boolean": "true", "date": "'2026-11-22'", "timestamp with time zone": "'2026-11-22T00:00:00Z'",
    "jsonb": "'{}'", "json": "'{}'", "bytea": "'\\x00'", "text[]": "'{x}'", "smallint": "1",
    "numeric": "1", "double precision": "1", "uuid[]": "'{01890000-0000-7000-8000-000000000001}'",
    "integer[]": "'{1}'", "date[]": "'{2026-11-22}'", "interval": "'1 day'",
}
TENANT_TABLES = "select relname from lint.tenant_tables where relname not in" \
                " (select t from lint.open_to_all) order by 1"


def one_row(connection, table, tenant):
    """An INSERT that fills every column of the table; words of a CHECK take its first."""
    checks = dict(rows(connection, """
        select a.attname, substring(pg_get_constraintdef(k.oid) from $r$ARRAY\\['([^']*)'$r$)
          from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
         where k.conrelid = %s::regclass and k.contype = 'c' and cardinality(k.conkey) = 1""",
                       (f"app.{table}",)))
    numbers = dict(rows(connection, """
        select a.attname, substring(pg_get_constraintdef(k.oid) from $r$ARRAY\\[(\\d+)$r$)
          from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
         where k.conrelid = %s::regclass and k.contype = 'c' and cardinality(k.conkey) = 1""",
                        (f"app.{table}",)))
    columns = rows(connection, """
        select attname, format_type(atttypid, atttypmod) from pg_attribute
         where attrelid = %s::regclass and attnum > 0 and not attisdropped and attgenerated = ''
         order by attnum""", (f"app.{table}",))

    def value(name, type_name):
        if name == "tenant_id":
            return f"'{tenant}'"
        if checks.get(name):
            return f"'{checks[name]}'"
        return numbers.get(name) or VALUES[type_name]

    return (f"insert into app.{table} ({', '.join(name for name, _ in columns)})"
            f" values ({', '.join(value(*column) for column in columns)})")


def fill(connection, tenant):
    """A row of the tenant in every tenant table, past the foreign keys."""
    rows(connection, f"insert into app.tenants (id, slug, name) values ('{tenant}', '{tenant}', 'x')")
    rows(connection, "set session_replication_role = replica")
    for table, in rows(connection, TENANT_TABLES):
        rows(connection, one_row(connection, table, tenant))
    rows(connection, "reset session_replication_role")


@needs_postgresql
def test_without_a_tenant_every_table_is_empty(lint):
    tables = [table for table, in rows(lint, TENANT_TABLES)]
    assert "suppliers" in tables
    lint.autocommit = False
    try:
        fill(lint, TENANT_A)
        as_superuser = {table: rows(lint, f"select count(*) from app.{table}")[0][0] for table in tables}
        rows(lint, "set local role renkei_app")
        as_service = {table: rows(lint, f"select count(*) from app.{table}")[0][0] for table in tables}
    finally:
        lint.rollback()
        lint.autocommit = True
    assert set(as_superuser.values()) == {1}
    assert set(as_service.values()) == {0}


def page_values():
    """{symbol: what its parameters are}: a page from its beginning, and no filter."""
    found = {}
    for list_ in OURS:
        nothing = {name: "null" for name, *_ in list_.filters} if list_.filters else {}
        for sort in list_.sorts:
            first = {"after_value": f"'{sort.first_value}'", "after_id": f"'{sort.first_id}'"}
            for symbol in [sort.symbol, sort.filtered, sort.searched, sort.place]:
                found[symbol] = {**nothing, **first}
            for _, symbol, _, place in sort.leads:
                found[symbol] = found[place] = first
        found.update({symbol: nothing for symbol in (list_.total, list_.searched_total)})
    return found


PAGE_VALUES = page_values()


def outcome(connection, statement, role, tenant):
    """What the statement does without its pins when $1 is tenant A: rows, or the SQLSTATE."""
    of_page = PAGE_VALUES.get(statement.symbol, {})
    rows(connection, "savepoint try")
    try:
        rows(connection, "prepare try as " + unpinned(statement.text))
        types, = rows(connection, "select parameter_types::text[] from pg_prepared_statements"
                                  " where name = 'try'")[0]
        values = [f"'{TENANT_A}'"] + [
            of_page.get(name) or VALUES[type_] for name, type_ in zip(statement.parameters[1:], types[1:])]
        rows(connection, f"set local role {role}")
        rows(connection, f"set local app.tenant_id = '{tenant}'")
        with connection.cursor() as cursor:
            cursor.execute(f"execute try({', '.join(values)})")
            return cursor.rowcount, cursor.fetchall() if cursor.description else []
    except psycopg2.Error as error:
        return error.pgcode
    finally:
        rows(connection, "rollback to savepoint try")
        rows(connection, "deallocate all")


@needs_postgresql
def test_without_its_pins_no_statement_shows_another_tenants_rows(lint):
    lint.autocommit = False
    try:
        before = {s.name: outcome(lint, s, "renkei_app", TENANT_B) for s in OURS}
        fill(lint, TENANT_A)
        after = {s.name: outcome(lint, s, "renkei_app", TENANT_B) for s in OURS}
        without_wall = {s.name: outcome(lint, s, "postgres", TENANT_B) for s in OURS}
    finally:
        lint.rollback()
        lint.autocommit = True
    assert after == before
    # Or the test would show nothing: without the wall most statements do find the row.
    differing = [name for name in before if without_wall[name] != before[name]]
    print(f"{len(differing)} of {len(before)} statements would leak without row-level security")
    places = [name for name in before if " place" in name]  # behind so many rows
    assert len(differing) > (len(before) - len(places)) / 2


# The schema spread over four partitions ----------------------------------------------------------

def spread(statement):
    """CREATE TABLE of a tenant table as four hash partitions, as a cluster would shard it."""
    if re.search(r"^alter table app\.\w+ set \(", statement, re.I | re.M):
        return []  # how rows are stored; a partitioned table stores none
    found = re.match(r"create table app\.(\w+) ", registry.strip_comments(statement).strip(), re.I)
    if not found or "tenant_id uuid" not in statement:
        return [statement]
    return [f"{statement} partition by hash (tenant_id)"] + [
        f"create table app.{found[1]}_p{number} partition of app.{found[1]}"
        f" for values with (modulus 4, remainder {number})" for number in range(4)]


@pytest.fixture(scope="module")
def shards():
    with database() as name, contextlib.closing(connect(name)) as connection:
        for _, _, texts in registry.load_migrations(ROOT / "sql/migrations"):
            for text in texts:
                for part in spread(text):
                    rows(connection, part)
        rows(connection, "set plan_cache_mode = force_generic_plan")
        yield connection


def partitions(connection, statement, tenant):
    """The partitions that a run for the tenant reads."""
    rows(connection, "prepare try as " + statement.text)
    count, = rows(connection, "select cardinality(parameter_types) from pg_prepared_statements"
                              " where name = 'try'")[0]
    values = ", ".join([f"'{tenant}'"] + ["null"] * (count - 1))
    plan = str(rows(connection, f"explain (format json, costs off) execute try({values})"))
    rows(connection, "deallocate try")
    scans = re.findall(r"'Node Type': '[\w ]*Scan'[^{}]*?'Relation Name': '\w+_(p\d)'", plan)
    return set(scans)


@needs_postgresql
@pytest.mark.parametrize("statement", OURS, ids=by_name)
def test_a_statement_reads_one_partition(shards, statement):
    assert len(partitions(shards, statement, TENANT_A)) <= 1


@needs_postgresql
def test_statements_do_read_partitions_and_an_unpinned_one_reads_all(shards):
    reading = [s.name for s in OURS if partitions(shards, s, TENANT_A)]
    assert len(reading) > len(OURS) / 2
    forgotten = next(s for s in OURS if s.name in reading and PIN.search(s.text))
    forgotten = type(forgotten)(**{**vars(forgotten), "text": unpinned(forgotten.text)})
    assert len(partitions(shards, forgotten, TENANT_A)) == 4


# The C side --------------------------------------------------------------------------------------

FORBIDDEN = [  # what, where it is allowed
    (r"\bPQexec\w*\(", {"src/db/migrate.c"}),
    (r"\bset_config\b", {"src/db/send.c"}),  # the tenant of a plain PostgreSQL, and nothing else
    (r"PG_DIAG_(CONSTRAINT|TABLE|COLUMN)_NAME", set()),
    (r"\"\s*(listen|notify|unlisten)\b", set()),
    (r"\bpg_advisory", {"src/db/migrate.c"}),
    (r"\"\s*(insert into|update|delete from) ", {"src/db/migrate.c"}),
    (r"\"\s*select (?!set_config)", {"src/db/migrate.c"}),
]


@pytest.mark.parametrize("pattern, allowed", FORBIDDEN, ids=[pattern for pattern, _ in FORBIDDEN])
def test_the_program_keeps_to_the_registry(pattern, allowed):
    found = {str(path.relative_to(ROOT)) for path in (ROOT / "src").rglob("*.[ch]")
             if re.search(pattern, path.read_text(), re.I)}
    assert found <= allowed
