"""The real server of the tests: the binary under test on a database of its own.

    RENKEI_TEST_BINARY     the program
    RENKEI_TEST_PGHOST     socket folder (or host) of a throwaway PostgreSQL
    RENKEI_TEST_PGPORT     its port, default 5432
    RENKEI_TEST_SUPERUSER  its superuser, default postgres
    RENKEI_TEST_TEMPLATE   a migrated database to clone, default renkei_template

`./dev test` sets them all.
"""
import contextlib
import functools
import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import time
import uuid

import jwt
import psycopg2
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from distributed_database import distributed_database

BINARY = os.environ.get("RENKEI_TEST_BINARY", "build/dev/renkei")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def connect(database, user=None):
    """A connection of the superuser, or of another role, that commits each statement."""
    connection = psycopg2.connect(
        host=os.environ["RENKEI_TEST_PGHOST"], port=os.environ.get("RENKEI_TEST_PGPORT", "5432"),
        user=user or os.environ.get("RENKEI_TEST_SUPERUSER", "postgres"), dbname=database)
    connection.autocommit = True
    return connection


@contextlib.contextmanager
def cloned_database():
    """The name of a fresh clone of the migrated template, dropped afterwards."""
    if "RENKEI_TEST_DISTRIBUTED" in os.environ:
        with distributed_database(BINARY) as name:
            yield name
        return
    name = "renkei_test_" + uuid.uuid4().hex[:12]
    template = os.environ.get("RENKEI_TEST_TEMPLATE", "renkei_template")
    with contextlib.closing(connect("postgres")) as admin, admin.cursor() as cursor:
        cursor.execute(f"create database {name} template {template} owner renkei_owner")
        try:
            yield name
        finally:
            cursor.execute(f"drop database {name} with (force)")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_keys(folder):
    """One RS256 key as RENKEI_KEYS wants it. Returns the folder and the private key's text."""
    keys = folder / "keys"
    keys.mkdir(mode=0o700)
    file = keys / "k1.RS256.pem"
    subprocess.run(["openssl", "genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt",
                    "rsa_keygen_bits:3072", "-out", file], check=True)
    file.chmod(0o600)
    cursor = folder / "cursor.key"
    cursor.write_bytes(secrets.token_bytes(32))
    cursor.chmod(0o600)
    return keys, file.read_text()


@functools.lru_cache(maxsize=None)
def parsed(private_key):
    """Reading a key checks it, which takes longer than a hundred signatures."""
    return load_pem_private_key(private_key.encode(), None)


class Server:
    """One process of the service. `environment` of start() comes on top of the usual one."""

    def __init__(self, database, folder, keys=None):
        self.database = database
        self.folder = folder
        self.keys, self.private_key = keys or make_keys(folder)
        self.host = "127.0.0.1"
        self.port = free_port()
        self.metrics_port = free_port()
        self.log = folder / "access.log"
        self.error_log = folder / "error.log"
        self.process = None

    @property
    def base_url(self):
        return f"http://{self.host}:{self.port}"

    def dsn(self, user):
        host, port = os.environ["RENKEI_TEST_PGHOST"], os.environ.get("RENKEI_TEST_PGPORT", "5432")
        return f"host={host} port={port} user={user} dbname={self.database}"

    def environment(self, extra=None):
        """Of the service and of every other subcommand."""
        return {
            **os.environ,
            "DATABASE_URL": self.dsn("renkei_app"),
            "RENKEI_ADMIN_DATABASE_URL": self.dsn("renkei_owner"),
            "RENKEI_LISTEN": f"{self.host}:{self.port}",
            "RENKEI_ANSWER_URL": f"{self.base_url}/answer",
            "RENKEI_METRICS_LISTEN": f"{self.host}:{self.metrics_port}",
            "RENKEI_KEYS": str(self.keys),
            "RENKEI_CURSOR_KEY_FILE": str(self.keys.parent / "cursor.key"),
            "RENKEI_TEST_CLOCK": "1",
            "RENKEI_RATE_LIMIT": "0",  # a test asks as fast as it can,
            "RENKEI_SESSION_RATE": "0",  # and opens links so, too
            **(extra or {}),
        }

    def run(self, *arguments, extra=None, **options):
        """Runs another subcommand, e.g. run("tenant", "add", "acme")."""
        return subprocess.run([BINARY, *map(str, arguments)], env=self.environment(extra),
                              capture_output=True, text=True, timeout=60, **options)

    def start(self, extra=None, ready=True):
        with open(self.log, "ab") as log, open(self.error_log, "ab") as error_log:
            self.process = subprocess.Popen([BINARY, "serve"], env=self.environment(extra),
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=error_log)
        self.wait_until("/readyz" if ready else "/livez")
        return self

    def wait_until(self, path, status=200, seconds=20):
        """Waits until GET `path` answers `status`; an end of the process is told at once."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.error_log.read_text()[-4000:]
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection(self.host, self.port, timeout=5)
                connection.request("GET", path)
                if connection.getresponse().status == status:
                    return
            time.sleep(0.02)
        raise AssertionError(f"{path} never answered {status}: {self.error_log.read_text()[-4000:]}")

    def terminate(self, number=signal.SIGTERM, seconds=40):
        """Sends a signal and returns the exit status."""
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def stop(self):
        """As terminate; what it said is shown where it does not end well."""
        status = self.terminate()
        assert status == 0, self.error_log.read_text()[-4000:]

    def kill(self):
        self.process.kill()
        self.process.wait()

    def restart(self, extra=None):
        self.stop()
        return self.start(extra)

    def log_lines(self):
        """The access log; it is written by a thread of its own, so what was asked for is waited for."""
        size, quiet = -1, 0
        while quiet < 3:
            size, before = self.log.stat().st_size, size
            quiet = quiet + 1 if size == before else 0
            time.sleep(0.01)
        return self.log.read_text().splitlines()

    def send_raw(self, request, seconds=10, quiet=0.5):
        """Sends bytes as they are; returns what came until the other side closed or fell silent."""
        answer = b""
        with socket.create_connection((self.host, self.port), timeout=seconds) as connection:
            with contextlib.suppress(OSError):
                connection.sendall(request)
            with contextlib.suppress(OSError):
                while part := connection.recv(65536):
                    answer += part
                    connection.settimeout(quiet)
        return answer

    def metric(self, series):
        """What /metrics says now of a series, which is named with its labels."""
        connection = http.client.HTTPConnection(self.host, self.metrics_port, timeout=60)
        with contextlib.closing(connection):
            connection.request("GET", "/metrics")
            page = connection.getresponse().read().decode()
        return float(re.search(rf"^{re.escape(series)} (\S+)$", page, re.M)[1])

    def sql(self, statement, *values):
        """Rows of a statement run by the superuser, for whom row-level security does not count."""
        with contextlib.closing(connect(self.database)) as connection:
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall() if cursor.description else []

    def add_tenant(self, slug=None, name="Test"):
        slug = slug or "t-" + uuid.uuid4().hex[:12]
        done = self.run("tenant", "add", slug, "--name", name)
        assert done.returncode == 0, done.stderr
        return Tenant(self, UUID.search(done.stdout)[0], slug)


class Tenant:
    """A tenant and tokens for it. The tokens are made by PyJWT: an issuer that is not ours."""

    def __init__(self, server, tenant_id, slug):
        self.server = server
        self.id = tenant_id
        self.slug = slug
        self.bundles = {}

    def bundle(self, name):
        """The scopes of a bundle, as `renkei token` gives them."""
        if name not in self.bundles:
            supplier = ["--supplier", str(uuid.uuid4())] if name == "respondent" else []
            done = self.server.run("token", "--tenant", self.id, "--bundle", name, *supplier)
            assert done.returncode == 0, done.stderr
            claims = jwt.decode(done.stdout.strip(), options={"verify_signature": False})
            self.bundles[name] = claims["scope"]
        return self.bundles[name]

    def claims(self, bundle="admin", scopes=None, sub="tester", supplier_id=None, ttl=3000):
        now = int(time.time())
        claims = {"iss": "renkei", "aud": "renkei-api", "iat": min(now, now + ttl - 60),
                  "exp": now + ttl, "sub": sub,
                  "tenant": self.id,
                  "scope": self.bundle(bundle) if scopes is None else " ".join(scopes)}
        return claims if supplier_id is None else {**claims, "supplier_id": supplier_id}

    def token(self, *arguments, **options):
        """token("viewer"), token(scopes=["suppliers:read"]), token("respondent", supplier_id=…)."""
        return self.sign(self.claims(*arguments, **options))

    def sign(self, claims):
        return jwt.encode(claims, parsed(self.server.private_key), "RS256", headers={"kid": "k1"})
