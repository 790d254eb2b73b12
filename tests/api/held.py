"""What a transaction of somebody else holds, and who of the service waits for it."""
import contextlib
import time

from renkei_server import connect


def until(condition, seconds=60):
    """Waits for what comes soon, and longer on a machine that is busy."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Held:
    """What `statement` locks, until it is closed."""

    def __init__(self, server, statement, *values):
        self.holder, self.watcher = connect(server.database), connect(server.database)
        with self.holder.cursor() as cursor:
            cursor.execute("begin; " + statement, values)

    def waiting(self):
        with self.watcher.cursor() as cursor:
            cursor.execute("select count(*) from pg_stat_activity where usename = 'renkei_app'"
                           " and datname = current_database() and wait_event_type = 'Lock'")
            return cursor.fetchone()[0]

    def wait_for(self, count):
        until(lambda: self.waiting() >= count)

    def close(self):
        self.holder.close()
        self.watcher.close()


def wait_as_long_as_it_takes(server):
    """Who waits for a lock does so until it is there; only the service itself ends a trip, after 5 s."""
    for setting in ("lock_timeout", "statement_timeout"):
        server.sql(f"alter role renkei_app in database {server.database} set {setting} = 0")
    # A connection of before has the limits of before, and the service makes another where one is ended.
    server.sql("select pg_terminate_backend(pid, 5000) from pg_stat_activity"
               " where datname = current_database() and usename = 'renkei_app'")
    server.wait_until("/readyz")


def held_suppliers(server, suppliers):
    return contextlib.closing(Held(
        server, "select from app.suppliers where id = any(%s::uuid[]) for update", list(suppliers)))


def held_table(server, table):
    return contextlib.closing(Held(server, f"lock table app.{table} in access exclusive mode"))
