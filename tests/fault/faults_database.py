"""Faults of PostgreSQL: its processes die, it starts again, it refuses, it holds locks."""
import contextlib
import json
import os
import random
import signal
import threading
import time

from catalogue import fault
from stage import DATABASE
from writers import Caller


@fault("F03", "kill -9 of a backend", quick=6, long=60)
def kill_backend(stage):
    """The postmaster then restarts every backend and recovers."""
    stage.serve(tenants=2)
    kills = 0
    with stage.writing() as load:
        for _ in stage.every(2.0, least=2):
            with contextlib.suppress(Exception):  # while it recovers it does not say which there are
                os.kill(stage.cluster.backends()[0], signal.SIGKILL)
                kills += 1
    stage.claim(kills > 0, "no backend was killed")
    stage.claim(load.worst() < 15, f"a request waited {load.worst():.1f} s")
    stage.note(f"{kills} kills, at most {load.gap():.1f} s without a write")


def restart(stage, mode, kind):
    """Ends PostgreSQL and starts it again under load; the process answers meanwhile."""
    stage.serve(tenants=2)
    restarts = 0
    with stage.writing() as load, stage.probe() as live:
        for _ in stage.every(1.5, least=2):
            stage.cluster.stop(mode)
            stage.cluster.start()
            restarts += 1
    stage.claim(live.statuses() == {200}, f"/livez answers {live.statuses()}")
    stage.claim(load.worst() < 15, f"a request waited {load.worst():.1f} s")
    stage.note(f"{restarts} {kind} restarts, at most {load.gap():.1f} s without a write,"
               f" /livez at most {live.worst():.2f} s")


@fault("F04", "PostgreSQL is restarted, fast", quick=6, long=60)
def restart_fast(stage):
    restart(stage, "fast", "fast")


@fault("F04b", "PostgreSQL is restarted, immediately (as by a crash)", quick=6, long=60)
def restart_immediately(stage):
    restart(stage, "immediate", "immediate")


@fault("F04c", "PostgreSQL is away for a while", quick=5, long=30)
def away(stage):
    stage.serve()
    with stage.writing() as load, stage.probe() as live, stage.probe("/readyz") as ready:
        time.sleep(0.5)
        stage.cluster.stop("immediate")
        began = time.monotonic()
        for _ in stage.every(0.5):
            pass
        stage.cluster.start()
        ended = time.monotonic()
        time.sleep(1.5)
    stage.claim(live.statuses() == {200}, f"/livez answers {live.statuses()}")
    stage.claim(ready.statuses(began + 3, ended - 0.5) <= {503}, "/readyz says ready without a database")
    back = load.first_ack_after(ended)
    stage.claim(back is not None and back < 5, f"first write {back} s after PostgreSQL is back")
    tries = stage.service.error_log.read_text().count("database_unreachable")
    stage.claim(tries <= 4 * stage.seconds + 8, f"{tries} attempts to connect: a storm")
    stage.note(f"{tries} attempts to connect, first write {back or 0:.1f} s after it is back")


@fault("F05", "a backend is ended every 200 ms beside refused writes", quick=6, long=60)
def terminate_backends(stage):
    stage.serve(tenants=2)
    ended = 0
    with stage.writing(late=0.5) as load:
        for _ in stage.every(0.2):
            ended += end_backends(stage, 1)
    stage.note(f"{ended} ended, longest wait {load.worst():.2f} s")


def end_backends(stage, count=1000):
    return len(stage.cluster.sql(
        "select pg_terminate_backend(pid) from (select pid from pg_stat_activity"
        " where usename = 'renkei_app' order by random() limit %s) one", count))


@fault("F12", "three connections for the role, all others ended", quick=5, long=30)
def connections_exhausted(stage):
    stage.serve(tenants=2)
    with stage.writing() as load:
        time.sleep(1)
        stage.cluster.sql("alter role renkei_app connection limit 3")
        end_backends(stage)
        began = time.monotonic()
        for _ in stage.every(0.5):
            pass
        stage.cluster.sql("alter role renkei_app connection limit -1")
        ended = time.monotonic()
        time.sleep(1.5)
    refused = stage.cluster.log.read_text().count("too many connections for role")
    stage.claim(refused <= 4 * (ended - began) + 6, f"{refused} attempts to connect: a storm")
    stage.claim(refused > 0, "no connection was refused")
    stage.claim(load.worst() < 8, f"a request waited {load.worst():.1f} s")
    acks = sum(began <= at < ended for at in load.acks)
    stage.note(f"{refused} attempts refused, {acks} writes meanwhile, longest wait {load.worst():.2f} s")


# --- locks

class Crowd:
    """Callers that send the same request again and again."""

    def __init__(self, stage, count, method, path, body, headers):
        self.ended, self.seen = threading.Event(), []
        self.threads = [threading.Thread(target=self.send, args=(
            stage, method, path, body, headers), daemon=True) for _ in range(count)]

    def send(self, stage, *request):
        method, path, body, headers = request
        caller = Caller(stage.services, 0, 30)
        while not self.ended.is_set():
            began = time.monotonic()
            try:
                status = caller.send(method, path, stage.token(0), body, headers).status
            except Exception:  # no answer is what is to be counted here, whatever the reason
                status = None
            self.seen.append((status, time.monotonic() - began))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join(40)

    def worst(self):
        return max((lasted for _, lasted in self.seen), default=0.0)

    def unanswered(self):
        return sum(status is None for status, _ in self.seen)


@contextlib.contextmanager
def held(stage, statement, *values):
    """Somebody's psql with a transaction open."""
    connection = stage.cluster.connect(DATABASE)
    connection.autocommit = False
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
        yield
        connection.rollback()
    finally:
        connection.close()


@fault("F14", "one row is held by psql, and 32 callers want it", quick=5, long=20)
def row_held(stage):
    stage.serve()
    stage.meant.add("held")
    made = stage.caller().send("POST", "/v1/suppliers", stage.token(0), '{"name": "held"}')
    path = f"/v1/suppliers/{made.body['id']}"
    with stage.writing(writers=4) as load:
        with held(stage, "select from app.suppliers where id = %s for update", made.body["id"]):
            with Crowd(stage, 32, "PATCH", path, '{"owner": "x"}', {"If-Match": "*"}) as crowd:
                with stage.probe(pause=0.05) as live:
                    for _ in stage.every(0.5):
                        pass
        time.sleep(1)
    stage.claim(live.worst() < 2, f"/livez waits {live.worst():.1f} s behind requests for a held row")
    stage.claim(load.worst() < 4, f"a write of another row waits {load.worst():.1f} s")
    stage.claim(crowd.unanswered() == 0, f"{crowd.unanswered()} requests closed without an answer")
    stage.note(f"/livez {live.worst():.2f} s, others {load.worst():.2f} s, the held row {crowd.worst():.2f} s")


@fault("F14b", "a whole table is held by psql", quick=5, long=20)
def table_held(stage):
    stage.serve(tenants=2)
    with stage.writing(writers=32) as load:
        time.sleep(0.5)
        with held(stage, "lock table app.suppliers in access exclusive mode"), stage.probe(pause=0.05) as live:
            for _ in stage.every(0.5):
                pass
        ended = time.monotonic()
        time.sleep(2)
    back = load.first_ack_after(ended)
    stage.claim(live.worst() < 2, f"/livez waits {live.worst():.1f} s")
    stage.claim(load.worst() < 5, f"a request waits {load.worst():.1f} s for its refusal")
    stage.claim(back is not None and back < 3, f"first write {back} s after the lock")
    stage.note(f"/livez {live.worst():.2f} s, longest wait {load.worst():.2f} s, first write {back or 0:.2f} s behind it")


@fault("F15", "a statement that takes longer than it may", quick=5, long=20)
def slow_statement(stage):
    stage.serve(tenants=2)
    stage.sql("create function app.fault_sleep() returns trigger language plpgsql as"
              " 'begin if new.name = ''slow'' then perform pg_sleep(30); end if; return new; end'")
    stage.sql("create trigger fault_sleep before insert on app.suppliers for each row"
              " execute function app.fault_sleep()")
    with stage.writing(writers=4) as load, Crowd(stage, 4, "POST", "/v1/suppliers", '{"name": "slow"}', {}) as crowd:
        for _ in stage.every(0.5):
            pass
    statuses = {status for status, _ in crowd.seen}
    stage.claim(statuses == {503}, f"a statement that takes too long is answered {statuses}")
    stage.claim(crowd.worst() < 5, f"it is answered after {crowd.worst():.1f} s")
    left = stage.sql("select count(*) from pg_stat_activity where query like '%suppliers%' and state = 'active'"
                     " and usename = 'renkei_app'")[0][0]
    stage.claim(left == 0, f"{left} statements go on")
    stage.sql("drop trigger fault_sleep on app.suppliers")
    stage.sql("drop function app.fault_sleep()")
    stage.note(f"{len(crowd.seen)} ended by PostgreSQL, answered after {crowd.worst():.1f} s; others {load.worst():.2f} s")


def quarrel(stage, ended, counts):
    """Somebody's psql that takes the tenant's counter first and suppliers behind it: the wrong order."""
    with contextlib.closing(stage.cluster.connect(DATABASE)) as connection:
        connection.autocommit = False
        while not ended.is_set():
            with contextlib.suppress(Exception), connection.cursor() as cursor:
                cursor.execute("select from app.tenant_counters where tenant_id = %s for update", [stage.tenants[0].id])
                time.sleep(0.02)
                cursor.execute("select from app.suppliers where tenant_id = %s for update", [stage.tenants[0].id])
                counts["done"] += 1
            connection.rollback()


@fault("F16", "deadlocks with a session that locks the other way round", quick=5, long=30)
def deadlocks(stage):
    stage.database(deadlock_timeout="'100ms'")
    stage.serve()
    ended, counts = threading.Event(), {"done": 0}
    thread = threading.Thread(target=quarrel, args=(stage, ended, counts), daemon=True)
    with stage.writing(late=0.4) as load:
        time.sleep(0.5)
        thread.start()
        for _ in stage.every(0.5):
            pass
        ended.set()
        thread.join()
    found = stage.sql("select deadlocks from pg_stat_database where datname = current_database()")[0][0]
    stage.claim(found > 0, "no deadlock came about")
    stage.claim(load.worst() < 8, f"a request waited {load.worst():.1f} s")
    stage.note(f"{found} deadlocks, longest wait {load.worst():.2f} s")


# --- many writers of few rows

def rival(stage, path, tag, ended, counts):
    """Changes a supplier as fast as it can; with `tag` "*" whatever its revision is."""
    caller, token, draw = Caller(stage.services, 0, 20), stage.token(0), random.Random()
    while not ended.is_set():
        revision = caller.send("GET", path, token).body["revision"]
        body = json.dumps({"owner": str(draw.random()), "profile": {"business_dependency": draw.choice(("low", "high"))}})
        status = caller.send("PATCH", path, token, body, {"If-Match": tag or f'"{revision}"'}).status
        counts[status] = counts.get(status, 0) + 1


def crowd_on(stage, tag):
    """Eight rivals on one supplier; the path, and what they were answered."""
    name, counts, ended = f"wanted {'whatever' if tag else 'as it is'}", {}, threading.Event()
    stage.meant.add(name)
    made = stage.caller().send("POST", "/v1/suppliers", stage.token(0), json.dumps({"name": name}))
    path = f"/v1/suppliers/{made.body['id']}"
    threads = [threading.Thread(target=rival, args=(stage, path, tag, ended, counts), daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()

    def end():
        ended.set()
        for thread in threads:
            thread.join(30)
        revision = stage.caller().send("GET", path, stage.token(0)).body["revision"]
        stage.claim(revision == 1 + counts.get(200, 0), f"revision {revision} after {counts}")
        stage.claim(set(counts) <= {200, 409, 412, 503}, f"answers {counts}")
        return counts
    return end


@fault("F17", "16 writers of two suppliers, with and without a revision", quick=4, long=20)
def rivals(stage):
    stage.serve()
    ends = [crowd_on(stage, ""), crowd_on(stage, "*")]
    for _ in stage.every(0.5):
        pass
    found = [end() for end in ends]
    stage.note(f"{sum(one.get(200, 0) for one in found)} changes, {found[0].get(412, 0)} came too late")
