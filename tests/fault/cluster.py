"""Private PostgreSQL clusters of the fault harness: made from one base, started, stopped, hurt.

The base is a cluster that was migrated and stopped (`./dev fault` makes it); each fault works on a
copy, so that what one breaks never meets the next. Sockets lie in the cluster's folder, no TCP.
"""
import contextlib
import os
import pathlib
import pwd
import signal
import subprocess
import time

import psycopg2

BIN = pathlib.Path(os.environ.get("RENKEI_PG_BIN", "/usr/lib/postgresql/15/bin"))
ACCOUNT = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
TEMPLATE = "renkei_template"
SETTINGS = {"shared_buffers": "32MB", "max_connections": "60", "max_wal_size": "128MB", "min_wal_size": "32MB"}


def run(program, *arguments, check=True, seconds=60):
    """A program of PostgreSQL, as the account that owns the clusters."""
    done = subprocess.run([BIN / program, *map(str, arguments)], user=ACCOUNT, group=ACCOUNT,
                          extra_groups=[] if ACCOUNT else None, cwd="/", env={"LC_ALL": "C.UTF-8"},
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=seconds, check=False)
    assert not check or done.returncode == 0, f"{program} {arguments}: {done.stdout}"
    return done


def own(path):
    """Gives a folder to the account of the clusters."""
    if ACCOUNT:
        entry = pwd.getpwnam(ACCOUNT)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def make_folder(path):
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    own(path)
    return path


class Cluster:
    """One PostgreSQL 15. `folder` holds data/, server.log and the socket."""

    def __init__(self, folder, data=None):
        self.folder = make_folder(folder)
        self.data = data or folder / "data"
        self.log = folder / "server.log"

    @classmethod
    def copy_of(cls, base, folder, data=None, **settings):
        """A stopped copy of a stopped cluster."""
        cluster = cls(folder, data)
        subprocess.run(["cp", "-a", "--reflink=auto", base / "data", cluster.data], check=True)
        cluster.configure(unix_socket_directories=f"'{folder}'", **{**SETTINGS, **settings})
        return cluster

    def configure(self, **settings):
        """Appends to the configuration; the last line counts. A server that runs reads it again."""
        with open(self.data / "postgresql.conf", "a", encoding="utf-8") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())
        if self.running():
            self.ctl("reload")

    # --- start and end

    def ctl(self, verb, *arguments, check=True, seconds=60):
        return run("pg_ctl", verb, "-D", self.data, "-s", *arguments, check=check, seconds=seconds)

    def start(self, wait=True):
        """True when it accepts connections; without `wait` it is only begun."""
        return self.ctl("start", "-l", self.log, "-w" if wait else "-W", "-t", "30", check=wait).returncode == 0

    def stop(self, mode="fast"):
        if (self.data / "postmaster.pid").exists():
            self.ctl("stop", "-m", mode, "-w", "-t", "30", check=False)

    def postmaster(self):
        """Its process id, None when there is none."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        return None

    def running(self):
        pid = self.postmaster()
        return pid is not None and pathlib.Path(f"/proc/{pid}").exists()

    def kill(self):
        """SIGKILL of the postmaster and all its children, as when the machine is gone."""
        pid = self.postmaster()
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for one in (pid, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while any(pathlib.Path(f"/proc/{child}").exists() for child in children):
            assert time.monotonic() < deadline, "backends do not end"
            time.sleep(0.01)

    def wait(self, seconds=20):
        """Until it accepts connections."""
        deadline = time.monotonic() + seconds
        while run("pg_isready", "-q", "-h", self.folder, check=False).returncode != 0:
            assert time.monotonic() < deadline, f"PostgreSQL is not back: {self.log.read_text()[-2000:]}"
            time.sleep(0.02)

    # --- replication

    def standby(self, folder, **settings):
        """A streaming standby of this cluster, running."""
        copy = Cluster(folder)
        run("pg_basebackup", "-h", self.folder, "-U", "postgres", "-D", copy.data, "-R", "-c", "fast",
            "-X", "stream")
        copy.configure(unix_socket_directories=f"'{folder}'", **settings)
        copy.start()
        return copy

    def promote(self):
        self.ctl("promote", "-w", "-t", "30")

    # --- questions

    def connect(self, database="postgres", user="postgres", **options):
        """A connection that commits each statement."""
        connection = psycopg2.connect(host=str(self.folder), port=5432, user=user, dbname=database,
                                      connect_timeout=5, **options)
        connection.autocommit = True
        return connection

    def sql(self, statement, *values, database="postgres", user="postgres"):
        """The rows of one statement run by the superuser."""
        with contextlib.closing(self.connect(database, user)) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def backends(self, user="renkei_app"):
        """Process ids of the service's backends."""
        return [pid for (pid,) in self.sql(
            "select pid from pg_stat_activity where usename = %s and backend_type = 'client backend'", user)]

    def dsn(self, user, database):
        return f"host={self.folder} port=5432 user={user} dbname={database}"
