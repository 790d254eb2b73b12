"""Faults of an upgrade: somebody holds a table while `renkei migrate` wants it."""
import contextlib
import hashlib
import pathlib
import subprocess
import threading
import time

from catalogue import fault
from faults_database import held
from service import BINARY
from stage import DATABASE

MIGRATIONS = sorted((pathlib.Path(__file__).resolve().parents[2] / "sql/migrations").glob("*.sql"))
RELEASED = 6  # the schema an older program left behind


def take_back(stage):
    """The stage's database as the first release had it."""
    stage.cluster.sql(f"drop database {DATABASE}")
    stage.cluster.sql(f"create database {DATABASE} owner renkei_owner")
    with contextlib.closing(stage.cluster.connect(DATABASE, "renkei_owner")) as connection:
        with connection.cursor() as cursor:
            cursor.execute("create schema app")
            cursor.execute("create table app.schema_migrations (name text primary key, sha256 text not null,"
                           " applied_at timestamptz not null default now())")
            cursor.execute("grant select on app.schema_migrations to public")
            for path in MIGRATIONS[:RELEASED]:
                cursor.execute(path.read_text())
                cursor.execute("insert into app.schema_migrations (name, sha256) values (%s, %s)",
                               [path.name, hashlib.sha256(path.read_bytes()).hexdigest()])


def write_beside(stage, ended, waits):
    """Somebody's writes of the same table; how long each waits."""
    with contextlib.closing(stage.cluster.connect(DATABASE)) as connection, connection.cursor() as cursor:
        while not ended.is_set():
            began = time.monotonic()
            cursor.execute("update app.suppliers set owner = 'x' where id = gen_random_uuid()")
            waits.append(time.monotonic() - began)
            time.sleep(0.05)


@fault("F45", "a long read holds a table while renkei migrate wants it", quick=6, long=20)
def migrate_behind_a_reader(stage):
    stage.database()
    take_back(stage)
    service = stage.prepare()
    ended, waits = threading.Event(), []
    writer = threading.Thread(target=write_beside, args=(stage, ended, waits), daemon=True)
    with held(stage, "lock table app.suppliers, app.responses in access share mode"):
        writer.start()
        with open(stage.folder / "migrate", "w", encoding="utf-8") as told:
            migrate = subprocess.Popen([BINARY, "migrate"], env=service.environment(), stdout=told, stderr=told)
        for _ in stage.every(0.5):
            pass
        early = migrate.poll()
    ended.set()
    writer.join(30)
    status = migrate.wait(90)
    stage.claim(early in (None, 0), f"renkei migrate gave up: {(stage.folder / 'migrate').read_text()[-200:]}")
    stage.claim(status == 0, f"renkei migrate ends with {status}: {(stage.folder / 'migrate').read_text()[-200:]}")
    stage.claim(max(waits) < 2.5, f"a write waited {max(waits):.1f} s behind renkei migrate")
    stage.serve()
    stage.note(f"the longest of {len(waits)} writes waited {max(waits):.2f} s")
