"""Databases of tests on a Citus cluster, instead of clones on one PostgreSQL.

    RENKEI_TEST_CITUS   a DSN of the coordinator, as a superuser; its database has the extension and
                        knows its nodes (citus_add_node). Throwaway: roles of sql/roles.sql are set up.
"""
import contextlib
import os
import subprocess
import uuid

import psycopg2
from psycopg2.extensions import parse_dsn

DSN = os.environ.get("RENKEI_TEST_CITUS")
ROLES = """
alter role renkei_app set citus.propagate_set_commands = 'local';
alter role renkei_worker set citus.propagate_set_commands = 'local';
alter role renkei_app set plan_cache_mode = auto
"""  # what sql/citus.sql does where the owner may


def environment():
    """How tests/api reach the coordinator."""
    parts = parse_dsn(DSN)
    return {"RENKEI_TEST_PGHOST": parts["host"], "RENKEI_TEST_PGPORT": parts.get("port", "5432"),
            "RENKEI_TEST_SUPERUSER": parts.get("user", "postgres"), "RENKEI_TEST_DISTRIBUTED": "1"}


def run(statements, **where):
    with contextlib.closing(psycopg2.connect(DSN, **where)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def nodes():
    """(host, port) of each node, the coordinator first."""
    return run(["select nodename, nodeport from pg_dist_node order by groupid"])


@contextlib.contextmanager
def distributed_database(binary):
    """The name of a migrated database whose tables lie on all nodes."""
    name = "renkei_test_" + uuid.uuid4().hex[:12]
    (coordinator, *workers) = places = nodes()
    try:
        for host, port in places:
            run([f"create database {name} owner renkei_owner"], host=host, port=port, dbname="postgres")
            run(["create extension citus"], host=host, port=port, dbname=name)
        run([f"select citus_set_coordinator_host('{coordinator[0]}', {coordinator[1]})"]
            + [f"select citus_add_node('{host}', {port})" for host, port in workers], dbname=name)
        run([ROLES], dbname=name)
        subprocess.run([binary, "migrate"], check=True, capture_output=True, env={
            **os.environ, "RENKEI_ADMIN_DATABASE_URL":
            f"host={coordinator[0]} port={coordinator[1]} user=renkei_owner dbname={name}"})
        yield name
    finally:
        for host, port in places:
            run([f"drop database if exists {name} with (force)"], host=host, port=port, dbname="postgres")
