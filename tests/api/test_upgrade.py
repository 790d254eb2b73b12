"""A database of the first release, with rows, under today's `renkei migrate`."""
import contextlib
import hashlib
import pathlib
import re
import uuid

import pytest

from renkei_server import Server, connect

MIGRATIONS = sorted((pathlib.Path(__file__).resolve().parents[2] / "sql/migrations").glob("*.sql"))
RELEASED = 6
TENANT, SUPPLIER, SHEET = (str(uuid.UUID(int=number)) for number in (1, 2, 3))


def apply(database, paths):
    """Files as `renkei migrate` of that time left them behind."""
    with contextlib.closing(connect(database, "renkei_owner")) as connection, connection.cursor() as cursor:
        cursor.execute("create schema app")
        cursor.execute("create table app.schema_migrations (name text primary key, sha256 text not null,"
                       " applied_at timestamptz not null default now())")
        cursor.execute("grant select on app.schema_migrations to public")
        for path in paths:
            cursor.execute(path.read_text())
            cursor.execute("insert into app.schema_migrations (name, sha256) values (%s, %s)",
                           [path.name, hashlib.sha256(path.read_bytes()).hexdigest()])


@pytest.fixture
def released(tmp_path, keys):
    """A server, not started, on a database of the first release with one tenant and one supplier."""
    name = "renkei_test_" + uuid.uuid4().hex[:12]
    with contextlib.closing(connect("postgres")) as admin, admin.cursor() as cursor:
        cursor.execute(f"create database {name} owner renkei_owner")
        apply(name, MIGRATIONS[:RELEASED])
        server = Server(name, tmp_path, keys)
        server.sql("insert into app.tenants (id, slug, name) values (%s, 'acme', 'Acme')", TENANT)
        server.sql("insert into app.settings (tenant_id) values (%s)", TENANT)
        server.sql("insert into app.suppliers (tenant_id, id, name, search, created_at, updated_at)"
                   " values (%s, %s, 'Ａｃｍｅ', 'acme', now(), now())", TENANT, SUPPLIER)
        server.sql("insert into app.questionnaires (tenant_id, id, code, version, state, title_ja, document,"
                   " question_count, required_count, created_at, updated_at) values"
                   " (%s, %s, 's', 1, 'published', 't', '{}', 1, 1, now(), now())", TENANT, SHEET)
        try:
            yield server
        finally:
            cursor.execute(f"drop database {name} with (force)")


def add_score(server, number, supersedes, minute):
    server.sql(
        "insert into app.risk_scores (tenant_id, id, supplier_id, cause, model_version, as_of, created_at, impact_micro,"
        " likelihood_micro, score_micro, computed_band, assessment_status, confidence_micro, confidence_label,"
        " range_low_micro, range_high_micro, tier, tier_provisional, recommended_star, inherent_micro,"
        " before_measures_micro, projected_micro, supersedes, explanation) values (%s, %s, %s, 'manual', 'm',"
        " '2026-01-01', %s, 1, 1, 1, 'low', 'assessed', 1, 'low', 1, 1, 'T1', true, 3, 1, 1, 1, %s, '{}')",
        TENANT, str(uuid.UUID(int=number)), SUPPLIER, f"2026-01-01T00:{minute:02}:00Z",
        supersedes and str(uuid.UUID(int=supersedes)))


def add_round(server, number, submitted):
    server.sql("insert into app.responses (tenant_id, id, supplier_id, questionnaire_id, questionnaire_code, state,"
               " progress_required, progress_total, requested_at, updated_at, submitted_at) values"
               " (%s, %s, %s, %s, %s, %s, 1, 1, now(), now(), %s)", TENANT, str(uuid.UUID(int=number)), SUPPLIER,
               SHEET, f"s{number}", "accepted" if submitted else "requested", submitted)


def test_what_was_latest_by_its_clock_is_latest_in_order(released):
    """Scores whose clocks contradict what they supersede are put right; the others stay as they are."""
    for number, supersedes, minute in ((11, None, 5), (12, 11, 4), (13, 12, 9), (14, 13, 9)):
        add_score(released, number, supersedes, minute)
    for number, submitted in ((21, "2026-02-02T00:00:00Z"), (22, "2026-02-01T00:00:00Z"), (23, None)):
        add_round(released, number, submitted)
    done = released.run("migrate")
    assert done.returncode == 0, done.stderr
    scores = released.sql("select id, to_char(created_at, 'MI:SS.US') from app.risk_scores order by created_at, id")
    assert [(uuid.UUID(id).int, at) for id, at in scores] == [
        (11, "05:00.000000"), (12, "05:00.000001"), (13, "09:00.000000"), (14, "09:00.000001")]
    rounds = released.sql("select id, round from app.responses order by id")
    assert [(uuid.UUID(id).int, round) for id, round in rounds] == [(21, 2), (22, 1), (23, None)]


def test_rows_of_before_are_filled_in(released):
    """An answer has its history; a response that was returned is not silent."""
    add_round(released, 31, None)
    response = str(uuid.UUID(int=31))
    released.sql("update app.responses set state = 'returned', return_reasons = '[{}]' where id = %s", response)
    released.sql("insert into app.answers (tenant_id, response_id, code, position, type, revision, value, answered_at,"
                 " answered_by, updated_at, updated_by) values (%s, %s, 'A', 1, 'free_text', 2, '{\"text\": \"x\"}', now(),"
                 " 'me', now(), 'me')", TENANT, response)
    assert released.run("migrate").returncode == 0
    assert released.sql("select action, revision, value ->> 'text' from app.answer_history") == [("saved", 2, "x")]
    assert released.sql("select first_submitted_at is not null from app.responses") == [(True,)]
    assert released.sql("select relname from pg_class where relnamespace = 'app'::regnamespace and relrowsecurity"
                        " and not relforcerowsecurity") == []


DATA = re.compile(r"^\s*(?:with\b|update\b|delete\b|insert into [^;]*?\bselect\b)", re.I | re.S)
FIRST_HELD = 14  # 0007, 0010 and 0012 were not; 0015 does it again


@pytest.mark.parametrize("path", MIGRATIONS[FIRST_HELD - 1:], ids=lambda path: path.name)
def test_a_statement_over_all_tenants_sees_their_rows(path):
    """Forced row-level security holds the owner: without NO FORCE such a statement finds nothing, in silence."""
    freed = set()
    for statement in re.sub(r"--[^\n]*", "", path.read_text()).split(";"):
        freed |= set(re.findall(r"alter table (app\.\w+) no force row level security", statement))
        freed -= set(re.findall(r"alter table (app\.\w+) force row level security", statement))
        if DATA.match(statement):
            assert set(re.findall(r"\bapp\.\w+", statement)) - {"app.tenants"} <= freed, statement
