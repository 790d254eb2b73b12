"""The service under a supervisor: a process that ends is started again at once, as systemd would."""
import contextlib
import dataclasses
import http.client
import pathlib
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "api"))
from renkei_server import BINARY, Server, make_keys  # noqa: E402,F401


@dataclasses.dataclass
class End:
    """One end of the process; `meant` by the harness, or the service's own."""

    at: float
    status: int
    meant: bool


class Service(Server):
    """One process of the service on a cluster, kept alive.

    `dsn` replaces the service's own way to the database (a proxy, two hosts); administration goes to
    the cluster directly.
    """

    def __init__(self, cluster, database, folder, keys, dsn=None):
        super().__init__(database, folder, keys)
        self.cluster, self.own_dsn = cluster, dsn
        self.extra, self.limits, self.output = {}, None, None
        self.ends, self.starts = [], []
        self.stopping, self.meant = threading.Event(), threading.Event()
        self.keeper = None

    def dsn(self, user):
        return self.own_dsn if user == "renkei_app" and self.own_dsn else self.cluster.dsn(user, self.database)

    def environment(self, extra=None):
        """The cursors' key lies beside the keys, the same for all processes of a stage."""
        return {**super().environment(extra), "RENKEI_RATE_LIMIT": "0"}

    def sql(self, statement, *values):
        return self.cluster.sql(statement, *values, database=self.database)

    # --- the supervisor

    def spawn(self):
        self.meant.clear()
        with open(self.log, "ab") as log, open(self.error_log, "ab") as error_log:
            self.process = subprocess.Popen(
                [BINARY, "serve"], env=self.environment(self.extra), stdin=subprocess.DEVNULL,
                stdout=self.output or log, stderr=error_log, preexec_fn=self.limits)
        self.starts.append(time.monotonic())

    def keep(self):
        while True:
            process = self.process
            status = process.wait()
            self.ends.append(End(time.monotonic(), status, self.meant.is_set()))
            if self.stopping.is_set():
                return
            if time.monotonic() - self.starts[-1] < 0.05:
                time.sleep(0.05)  # it ends at once: no storm
            self.spawn()

    def start(self, extra=None, ready=True):
        self.extra = extra or {}
        self.stopping.clear()
        self.spawn()
        self.keeper = threading.Thread(target=self.keep, daemon=True)
        self.keeper.start()
        self.wait_until("/readyz" if ready else "/livez")
        return self

    def wait_until(self, path, status=200, seconds=20):
        """Unlike a test's server this one may end and come back meanwhile."""
        deadline = time.monotonic() + seconds
        while self.ask(path, 2) != status:
            assert time.monotonic() < deadline, f"{path} never answered {status}: {self.last_words()}"
            time.sleep(0.02)

    def ask(self, path, seconds):
        """The status of one GET on a connection of its own, None without an answer."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(self.host, self.port, timeout=seconds)
            with contextlib.closing(connection):
                connection.request("GET", path)
                return connection.getresponse().status
        return None

    def last_words(self):
        """The last line that tells of a fault."""
        lines = self.error_log.read_text(errors="replace").splitlines() if self.error_log.exists() else []
        bad = [line for line in lines if '"level":"error"' in line or not line.startswith("{")]
        return (bad or lines or ["nothing"])[-1]

    def signal(self, number):
        """A signal that ends the process, by intention."""
        self.meant.set()
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)

    def kill(self):
        self.signal(signal.SIGKILL)

    def stop(self, seconds=35):
        """SIGTERM, at last SIGKILL. Returns the status, None when it had to be killed."""
        self.stopping.set()
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        self.keeper.join(seconds)
        if self.keeper.is_alive():
            self.kill()
            self.keeper.join()
            return None
        return self.ends[-1].status

    def unmeant(self):
        """Statuses of the ends that nobody asked for."""
        return [end.status for end in self.ends if not end.meant]

    def metrics(self):
        """{name: value} of the metrics without labels."""
        connection = http.client.HTTPConnection(self.host, self.metrics_port, timeout=5)
        with contextlib.closing(connection):
            connection.request("GET", "/metrics")
            text = connection.getresponse().read().decode()
        return {name: float(value) for name, _, value in
                (line.partition(" ") for line in text.splitlines()) if "{" not in name and name != "#"}


class Probe:
    """Asks one path again and again, each time on a new connection, and keeps what it saw."""

    def __init__(self, service, path, pause=0.1, seconds=30):
        self.service, self.path, self.pause, self.seconds = service, path, pause, seconds
        self.seen = []  # (began, lasted, status or None)
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def watch(self):
        while not self.ended.wait(self.pause):
            began = time.monotonic()
            status = self.service.ask(self.path, self.seconds)
            self.seen.append((began, time.monotonic() - began, status))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join(self.seconds)

    def worst(self, since=0.0, until=float("inf")):
        """The longest wait for an answer, in seconds."""
        return max((lasted for began, lasted, _ in self.seen if since <= began < until), default=0.0)

    def statuses(self, since=0.0, until=float("inf")):
        return {status for began, _, status in self.seen if since <= began < until}
