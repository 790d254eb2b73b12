"""Faults between the service and PostgreSQL: cut, slow, lossy and silent links, a pooler."""
import contextlib
import http.client
import json
import os
import pathlib
import subprocess
import time

from catalogue import Skipped, fault
from cluster import ACCOUNT
from faults_process import percentile
from proxy import Proxy
from stage import DATABASE
from writers import Caller, Unsent


@contextlib.contextmanager
def proxied(stage, **options):
    """The service behind a proxy, which is clean again at the end."""
    stage.database()
    proxy = stage.closing.enter_context(Proxy(stage.cluster, stage.seed))
    stage.serve(dsn=proxy.dsn(DATABASE), **options)
    yield proxy
    proxy.set(latency=0, jitter=0, rate=0, reset=0, hole=False, cut=0, fatal=-1)


@fault("F06", "one commit in ten is cut: before, at, behind it", quick=8, long=90)
def cut_commits(stage):
    with proxied(stage, tenants=2) as proxy:
        proxy.set(cut=0.1)
        with stage.writing():
            for _ in stage.every(1):
                pass
        told = proxy.told()
    stage.claim(all(told.get(f"cut {how}") for how in ("before", "at once", "unheard")),
                f"too few cuts: {told}")
    stage.note(f"{told.get('cut', 0)} commits cut")


# --- FATAL after each message of each kind of request

def make_requests(stage, caller):
    """(name, status when nothing is wrong, how to send it), on two suppliers made for it."""
    token, made = stage.token(0), []
    for number in range(2):
        stage.meant.add(f"given {number}")
        body = {"name": f"given {number}", "external_ids": [{"source": "given", "id": str(number)}]}
        reply = caller.send("POST", "/v1/suppliers", token, json.dumps(body), {"Idempotency-Key": f"given-{number}"})
        assert reply.status == 201, reply.raw
        made.append(reply.body["id"])
    path, stale = f"/v1/suppliers/{made[0]}", {"If-Match": '"99"'}
    owner = json.dumps({"owner": "somebody"})
    given = json.dumps({"name": "given 1", "external_ids": [{"source": "given", "id": "1"}]})
    refused = json.dumps({"name": "given 2", "external_ids": [{"source": "given", "id": "1"}]})
    return [
        ("read one", 200, ("GET", path, token)),
        ("read none", 404, ("GET", path[:-12] + "0" * 12, token)),
        ("list", 200, ("GET", "/v1/suppliers?include_total=true", token)),
        ("change with an old revision", 412, ("PATCH", path, token, owner, stale)),
        ("remove with an old revision", 412, ("DELETE", path, token, None, stale)),
        ("change", 200, ("PATCH", path, token, owner, {"If-Match": "*"})),
        ("create refused", 409, ("POST", "/v1/suppliers", token, refused, {"Idempotency-Key": "given-2"})),
        ("repeat of a key", 201, ("POST", "/v1/suppliers", token, given, {"Idempotency-Key": "given-1"})),
        ("readiness", 200, ("GET", "/readyz", token)),
    ]


def end_once(stage, caller, proxy, request, count):
    """The status of one request, None: no reply; and whether the end came behind its `count` messages."""
    before, status = proxy.set(fatal=count).get("fatal", 0), None
    with contextlib.suppress(OSError, http.client.HTTPException, Unsent):
        status = caller.send(*request).status
    return status, proxy.set(fatal=-1).get("fatal", 0) > before


def end_after_each(stage, caller, proxy, name, wanted, request):
    """Sends the request with an end of the connection behind the 1st, 2nd, … message until none comes."""
    count = refused = 0
    while count < 80:
        if name == "readiness":
            time.sleep(1.01)  # what it found last is kept for a second
        status, fired = end_once(stage, caller, proxy, request, count)
        if not fired and status == 503 and refused < 3:
            refused += 1  # a machine with much else to do, no connection in time: what Retry-After asks for
            time.sleep(1)
            continue
        stage.claim(status in (wanted, 503), f"{name}, end behind message {count}: {status}")
        if not fired:
            stage.claim(status == wanted, f"{name} without an end answers {status}; the service says:"
                                          f" {stage.service.last_words()}")
            return count
        if status is None:
            stage.service.wait_until("/livez", 200, 10)
        count += 1
    raise AssertionError(f"{name} has no last message")


@fault("F05b", "FATAL 57P01 behind each message of each kind of request", quick=1, long=1)
def end_behind_each_message(stage):
    with proxied(stage, RENKEI_THREADS="1") as proxy:
        caller = Caller(stage.services, 0, 10)
        counts = {}
        for name, wanted, request in make_requests(stage, caller):
            counts[name] = end_after_each(stage, caller, proxy, name, wanted, request)
    stage.claim(min(counts.values()) >= 3, f"too few messages: {counts}")
    stage.note(f"{sum(counts.values())} ends in {len(counts)} kinds of request")


@fault("F18", "a link of 60 ± 30 ms and 2 Mbit/s", quick=6, long=60)
def slow_link(stage):
    with proxied(stage, tenants=4) as proxy:
        proxy.set(latency=0.06, jitter=0.03, rate=250_000)
        with stage.writing() as load:
            for _ in stage.every(1):
                pass
    stage.claim(load.worst() < 12, f"a request waited {load.worst():.1f} s")
    stage.note(f"p50 {percentile(load.waits, .5):.2f} s, longest {load.worst():.2f} s")


@fault("F18b", "one piece in fifty is answered with a reset", quick=6, long=60)
def lossy_link(stage):
    with proxied(stage, tenants=2) as proxy:
        proxy.set(reset=0.02)
        with stage.writing() as load:
            for _ in stage.every(1):
                pass
        resets = proxy.told().get("reset", 0)
    stage.claim(resets >= 10, f"only {resets} resets")
    stage.note(f"{resets} resets, longest wait {load.worst():.2f} s")


@fault("F19", "a link that swallows everything for a while", quick=7, long=30)
def black_hole(stage):
    with proxied(stage, tenants=2) as proxy:
        with stage.writing(), stage.probe(seconds=20) as probe:
            time.sleep(1)
            proxy.set(hole=True)
            began = time.monotonic()
            for _ in stage.every(1):
                pass
            proxy.set(hole=False)
            ended = time.monotonic()
            time.sleep(3)
    hung = stage.load.gap(began, None)
    stage.claim(stage.load.worst() < 15, f"a request waited {stage.load.worst():.1f} s")
    back = stage.load.first_ack_after(ended)
    stage.claim(back is not None, "no write after the link was back")
    stage.note(f"longest request {stage.load.worst():.1f} s, /livez {probe.worst(began, ended):.1f} s,"
               f" first write {back or 0:.1f} s after the link; {hung:.1f} s without a write")


# --- a pooler

PGBOUNCER = "/usr/sbin/pgbouncer"
POOLER = """[databases]
{database} = host={place} port=5432 dbname={database}
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = 6432
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 4
max_client_conn = 200
query_wait_timeout = 5
ignore_startup_parameters = extra_float_digits
logfile = {folder}/pgbouncer.log
"""


@contextlib.contextmanager
def pooler(stage):
    """pgbouncer in transaction mode, four connections to the server for everybody."""
    if not os.path.exists(PGBOUNCER):
        raise Skipped("pgbouncer is not installed")
    folder = stage.cluster.folder
    (folder / "users").write_text('"renkei_app" ""\n')
    (folder / "pooler.ini").write_text(POOLER.format(database=DATABASE, place=folder, folder=folder))
    for name in ("users", "pooler.ini"):
        (folder / name).chmod(0o644)
    process = subprocess.Popen([PGBOUNCER, "-q", str(folder / "pooler.ini")], user=ACCOUNT, group=ACCOUNT,
                               extra_groups=[] if ACCOUNT else None, cwd="/", stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while not pathlib.Path(folder / ".s.PGSQL.6432").exists():
            assert process.poll() is None and time.monotonic() < deadline, "pgbouncer does not start"
            time.sleep(0.02)
        yield f"host={folder} port=6432 user=renkei_app dbname={DATABASE}"
    finally:
        process.terminate()
        process.wait(10)


@fault("F21", "pgbouncer 1.18, transaction mode, 20 tenants, 4 connections, ended at random", quick=7, long=90)
def transaction_pooler(stage):
    stage.database()
    dsn = stage.closing.enter_context(pooler(stage))
    stage.serve(dsn=dsn, tenants=20, RENKEI_DB_PREPARED="off")
    ended = 0
    with stage.writing(writers=20, reads=1.0) as load:
        for _ in stage.every(0.5):
            ended += len(stage.cluster.sql(
                "select pg_terminate_backend(pid) from (select pid from pg_stat_activity"
                " where usename = 'renkei_app' order by random() limit 1) one"))
    stage.claim(load.reads_done >= 100, f"only {load.reads_done} reads")
    stage.note(f"{ended} ended, {load.reads_done} reads of own and foreign suppliers")
