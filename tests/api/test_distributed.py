"""The service on Citus: the README's tour, the journeys, every statement. Needs RENKEI_TEST_CITUS."""
import contextlib
import os
import pathlib
import subprocess
import sys
import time

import psycopg2
import pytest

from distributed_database import DSN, distributed_database, environment
from renkei_server import BINARY

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "tools"), str(ROOT / "tests/lint")]
import distributed  # noqa: E402  (tests/lint is not a package)
import statements as registry  # noqa: E402

TENANT = "00000000-0000-4000-8000-00000000000a"
VALUES = {
    "uuid": "01890000-0000-7000-8000-000000000001", "text": "x", "integer": "1", "bigint": "1", "boolean": "true",
    "date": "2026-11-22", "timestamp with time zone": "2026-11-22T00:00:00Z", "jsonb": "{}", "json": "{}",
    "bytea": "\\x00", "text[]": "{x}", "numeric": "1", "uuid[]": "{01890000-0000-7000-8000-000000000001}",
    "integer[]": "{1}", "date[]": "{2026-11-22}", "interval": "1 day"}
KEYED_BEHIND = {  # those with a key behind $2, which is never null
    "answer_confirm", "answer_delete", "answer_review", "reminder_extend", "reminder_nack"}

if DSN is None:
    print("tests/api/test_distributed.py is skipped: RENKEI_TEST_CITUS names no cluster", file=sys.stderr)
    pytest.skip("RENKEI_TEST_CITUS is not set", allow_module_level=True)


@pytest.fixture(scope="module")
def cluster():
    with distributed_database(BINARY) as name:
        yield name


@contextlib.contextmanager
def transaction(name):
    """One of the service, undone afterwards. A backend that ends takes its connection with it."""
    connection = psycopg2.connect(DSN, dbname=name, user="renkei_app")
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"set local app.tenant_id = '{TENANT}'")
            cursor.execute("set local statement_timeout = 0")  # how fast a cluster is, is not tried
            yield cursor
    finally:
        with contextlib.suppress(psycopg2.Error):
            connection.close()


def execute(cursor, text, values=None, given=VALUES):
    """Planned once and run; without `values` with what is `given` for each type, else null."""
    cursor.execute("prepare try as " + text)
    cursor.execute("select parameter_types::text[] from pg_prepared_statements where name = 'try'")
    if values is None:
        types = cursor.fetchone()[0]
        values = [f"'{VALUES[type_]}'" for type_ in types[:2]]  # $1 and $2 say what it is about
        values += [f"'{given[type_]}'" if type_ in given else "null" for type_ in types[2:]]
        values[:1] = [f"'{TENANT}'"] if "$1::uuid" in text or "tenant_id = $1" in text else values[:1]
    cursor.execute(f"execute try({', '.join(values)})" if values else "execute try")


def statements():
    return [s for s in registry.load_statements(ROOT / "sql/queries")
            if not s.text.lower().startswith("set local")]


def is_ours(error, statement):
    code = error.pgcode or ""
    return code[:2] in ("22", "23") or (code == "42501" and not statement.is_tenant)


# What is left out is null, which Citus plans in another way.
@pytest.mark.parametrize("given", [VALUES, {}], ids=["values", "nulls"])
@pytest.mark.parametrize("statement", statements(), ids=lambda s: s.name.replace(" ", "."))
def test_a_statement_runs(cluster, statement, given):
    if not given and statement.name in KEYED_BEHIND:
        return
    with transaction(cluster) as cursor:
        try:
            execute(cursor, statement.text, given=given)
        except psycopg2.Error as error:
            # Values that do not fit together are refused everywhere, and some statements are the
            # owner's; anything else is the cluster's.
            assert is_ours(error, statement), error


@pytest.mark.parametrize("name", distributed.SAMPLES)
def test_a_shape_of_the_lint_is_refused(cluster, name):
    """Or the lint forbids what a newer cluster runs."""
    text, values = distributed.SAMPLES[name]
    with transaction(cluster) as cursor, pytest.raises(psycopg2.Error) as error:
        execute(cursor, text, [] if values is None else [f"'{TENANT}'", *values])
    assert (error.value.pgcode or "")[:2] not in ("22", "23")
    wait_for(cluster)


def wait_for(name):
    """A backend that ended by a signal takes the server with it for a moment."""
    for _ in range(300):
        with contextlib.suppress(psycopg2.OperationalError):
            with transaction(name):
                return
        time.sleep(0.1)
    raise AssertionError("the coordinator does not come back")


@pytest.mark.parametrize("file", ["test_journeys.py", "test_readme.py"])
def test_on_a_cluster(file):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(ROOT / "tests/api" / file)],
        env={**os.environ, **environment()}, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout[-6000:]
