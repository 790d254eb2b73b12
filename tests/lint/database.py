"""Databases of the lints: clones of the migrated template, dropped again."""
import contextlib
import os
import uuid

import psycopg2


def connect(database, role=None):
    connection = psycopg2.connect(
        host=os.environ["RENKEI_TEST_PGHOST"], port=os.environ.get("RENKEI_TEST_PGPORT", "5432"),
        user=role or os.environ.get("RENKEI_TEST_SUPERUSER", "postgres"), dbname=database)
    connection.autocommit = True
    return connection


@contextlib.contextmanager
def database(template="template0"):
    """A new database; `template` None: the migrated one of the test run."""
    name = "lint_" + uuid.uuid4().hex[:12]
    with contextlib.closing(connect("postgres")) as admin, admin.cursor() as cursor:
        cursor.execute(f"create database {name} template {template}")
        try:
            yield name
        finally:
            cursor.execute(f"drop database {name} with (force)")


def rows(connection, query, values=None):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []
