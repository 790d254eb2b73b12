"""Upgrades: a database of an older program becomes this program's, with its rows and beside its users."""
import contextlib
import hashlib
import pathlib
import subprocess
import threading
import uuid

import pytest

from renkei_client import Client
from renkei_server import BINARY, Server, connect

MIGRATIONS = sorted((pathlib.Path(__file__).resolve().parents[2] / "sql/migrations").glob("*.sql"))
RELEASED = 6  # of the first release
TENANT, SUPPLIER = "00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b"


def owner(name):
    return contextlib.closing(connect(name, "renkei_owner"))


def fill_as_first_release(name):
    """The tables of the first release, and a supplier in them."""
    with owner(name) as connection, connection.cursor() as cursor:
        cursor.execute("create schema app; create table app.schema_migrations (name text primary key,"
                       " sha256 text not null, applied_at timestamptz not null default now());"
                       " grant select on app.schema_migrations to public")
        for path in MIGRATIONS[:RELEASED]:
            cursor.execute(path.read_text())
            cursor.execute("insert into app.schema_migrations (name, sha256) values (%s, %s)",
                           (path.name, hashlib.sha256(path.read_bytes()).hexdigest()))
    with contextlib.closing(connect(name)) as connection, connection.cursor() as cursor:
        cursor.execute("insert into app.tenants values (%s, 'old', 'Old')", (TENANT,))
        cursor.execute("insert into app.settings (tenant_id) values (%s)", (TENANT,))
        cursor.execute("insert into app.tenant_counters (tenant_id, name) values (%s, 'events')", (TENANT,))
        cursor.execute(
            "insert into app.suppliers (tenant_id, id, name, tags, search, data_sensitivity, created_at,"
            " updated_at) values (%s, %s, '渡邊製作所', '{金型,重要}', '渡邊製作所', 'special', now(), now())",
            (TENANT, SUPPLIER))


@pytest.fixture
def old_server(tmp_path, keys):
    name = "renkei_old_" + uuid.uuid4().hex[:12]
    with contextlib.closing(connect("postgres")) as admin, admin.cursor() as cursor:
        cursor.execute(f"create database {name} owner renkei_owner")
        try:
            fill_as_first_release(name)
            yield Server(name, tmp_path, keys)
        finally:
            cursor.execute(f"drop database {name} with (force)")


def test_rows_of_an_older_database_are_brought_along(old_server):
    done = old_server.run("migrate")
    assert done.returncode == 0, done.stderr
    assert old_server.run("migrate").stdout == ""  # once more does nothing
    assert [row[0] for row in old_server.sql("select code from app.questionnaires where tenant_id = %s"
                                             " order by published_at, id", TENANT)] == [
        "motex-scrm-2024", "scs-star3-selfcheck", "incident-inquiry"]
    old_server.start()
    tenant = old_server.add_tenant()
    tenant.id = TENANT
    client = Client(old_server, tenant.token())
    for params in ({"q": "渡辺"}, {"tag": "金型"}, {"data_sensitivity": "special"}):
        found = client.get("/v1/suppliers", params=params).body["data"]
        assert [supplier["id"] for supplier in found] == [SUPPLIER], params
    assert found[0]["tags"] == ["金型", "重要"]
    old_server.stop()


def write_until(name, ended, count):
    with contextlib.closing(connect(name)) as connection, connection.cursor() as cursor:
        while not ended.is_set():
            cursor.execute("update app.suppliers set owner = 'x' where id = %s", (SUPPLIER,))
            count.append(1)
            ended.wait(0.02)


def test_a_table_in_use_is_waited_for_without_holding_up_its_users(old_server):
    """A long read of the table: whoever writes it goes on beside the migration that wants it."""
    ended, count = threading.Event(), []
    writer = threading.Thread(target=write_until, args=(old_server.database, ended, count))
    with contextlib.closing(connect(old_server.database)) as reader, reader.cursor() as cursor:
        cursor.execute("begin; lock table app.suppliers in access share mode")
        with open(old_server.error_log, "wb") as told:
            migrate = subprocess.Popen([BINARY, "migrate"], env=old_server.environment(), stdout=told, stderr=told)
        while "a table is in use" not in old_server.error_log.read_text():
            assert migrate.poll() is None
        writer.start()
        before = len(count)
        while len(count) < before + 50:
            assert migrate.poll() is None
        cursor.execute("rollback")
    assert migrate.wait(60) == 0, old_server.error_log.read_text()
    ended.set()
    writer.join()
    assert f"{MIGRATIONS[-1].name} applied" in old_server.error_log.read_text()


def test_a_database_that_is_not_migrated_is_no_fault_of_the_program(old_server, tenant):
    old_server.start(ready=False)
    reply = Client(old_server).get("/readyz")
    assert (reply.status, reply.code) == (503, "not_migrated")
    claims = {**tenant.claims(), "tenant": TENANT}
    client = Client(old_server, tenant.sign(claims))
    for reply in (client.get("/v1/suppliers"), client.post("/v1/suppliers", json={"name": "x"})):
        assert (reply.status, reply.code) == (503, "not_migrated"), reply
    assert old_server.run("migrate").returncode == 0
    old_server.wait_until("/readyz", 200)
    assert client.get("/v1/suppliers").status == 200
    old_server.stop()


def test_an_empty_database_is_told(make_server, tenant):
    server = make_server()
    server.stop()
    server.sql("drop schema app cascade")
    server.start(ready=False)
    reply = Client(server).get("/readyz")
    assert (reply.status, reply.code) == (503, "not_migrated")
    assert Client(server, tenant.token()).get("/v1/suppliers").code == "not_migrated"
