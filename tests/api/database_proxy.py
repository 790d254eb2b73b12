"""A proxy between the service and PostgreSQL that counts messages, and can end a connection at an exact one.

    with DatabaseProxy(folder) as proxy:
        server = make_server(DATABASE_URL=proxy.dsn(database))
        proxy.cut_after(3)   # three messages from now on are answered, and no further one
        ...
        proxy.has_cut
    proxy.sent           # how many messages of each kind came from the service

A message is what the service's database room counts: a Parse, an Execute or a Sync. Those before the
cut are answered by the real backend, whole and in order; the next gets FATAL 57P01 and the end of the
stream, as from pg_terminate_backend.
"""
import collections
import contextlib
import os
import socket
import struct
import threading

ANSWERS = {b"P": b"1", b"B": b"2", b"D": b"Tn", b"E": b"CIs", b"S": b"Z", b"C": b"3"}
COUNTED = b"PES"


def message(kind, body=b""):
    return kind + struct.pack("!i", len(body) + 4) + body


FATAL = message(b"E", b"".join(field + b"\0" for field in (
    b"SFATAL", b"VFATAL", b"C57P01", b"Mterminating connection due to administrator command")) + b"\0")


class Ended(Exception):
    """One side closed its stream."""


def receive(stream, size):
    data = b""
    while len(data) < size:
        part = stream.recv(size - len(data))
        if not part:
            raise Ended
        data += part
    return data


def read_message(stream):
    """(kind, the whole message)"""
    head = receive(stream, 5)
    return head[:1], head + receive(stream, struct.unpack("!i", head[1:])[0] - 4)


def connect_database():
    host, port = os.environ["RENKEI_TEST_PGHOST"], int(os.environ.get("RENKEI_TEST_PGPORT", "5432"))
    if not host.startswith("/"):
        return socket.create_connection((host, port))
    stream = socket.socket(socket.AF_UNIX)
    stream.connect(f"{host}/.s.PGSQL.{port}")
    return stream


class Link:
    """One connection of the service and the backend behind it."""

    def __init__(self, proxy, client):
        self.proxy = proxy
        self.client = client
        self.server = connect_database()
        self.changed = threading.Condition()
        self.waiting = collections.deque()  # messages the backend has not answered yet
        self.is_refused = False  # an error came: the backend passes over all up to the next Sync

    def run(self):
        with contextlib.suppress(Ended, OSError):
            size = receive(self.client, 4)  # the startup message has no kind
            self.server.sendall(size + receive(self.client, struct.unpack("!i", size)[0] - 4))
            self.waiting.append(b"S")  # the startup is answered by the same Z
            threading.Thread(target=self.answer, daemon=True).start()
            while self.forward():
                pass
        self.close()

    def forward(self):
        kind, text = read_message(self.client)
        self.proxy.count(kind)
        if kind in COUNTED and self.proxy.is_its_turn():
            return self.end()
        with self.changed:
            if kind in ANSWERS:
                self.waiting.append(kind)
        self.server.sendall(text)
        return True

    def answer(self):
        with contextlib.suppress(Ended, OSError):
            while True:
                kind, text = read_message(self.server)
                self.client.sendall(text)
                with self.changed:
                    self.settle(kind)
                    self.changed.notify()
        self.close()

    def settle(self, kind):
        """Takes from `waiting` what this answers: after an error nothing more up to the next Sync."""
        if kind == b"Z":
            while self.waiting.popleft() != b"S":
                pass
        elif self.waiting and kind in ANSWERS[self.waiting[0]]:
            self.waiting.popleft()
        self.is_refused = kind == b"E" or (self.is_refused and kind != b"Z")

    def all_answered(self):
        return not self.waiting or (self.is_refused and b"S" not in self.waiting)

    def end(self):
        """Lets the backend answer what it has got, and ends it."""
        self.server.sendall(message(b"H"))
        with self.changed:
            assert self.changed.wait_for(self.all_answered, 10)
        self.client.sendall(FATAL)
        return False

    def close(self):
        for stream in (self.client, self.server):
            with contextlib.suppress(OSError):
                stream.shutdown(socket.SHUT_RDWR)


class DatabaseProxy:
    def __init__(self, folder):
        self.folder = folder
        self.lock = threading.Lock()
        self.left = None  # messages until the cut; None: no cut
        self.sent = collections.Counter()
        self.listener = socket.socket(socket.AF_UNIX)

    def __enter__(self):
        self.listener.bind(f"{self.folder}/.s.PGSQL.5432")
        self.listener.listen(64)
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.listener.close()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=Link(self, client).run, daemon=True).start()

    def dsn(self, database, user="renkei_app"):
        return f"host={self.folder} port=5432 user={user} dbname={database}"

    def cut_after(self, count):
        """The next `count` messages are answered, of whatever connection."""
        with self.lock:
            self.left = count

    def count(self, kind):
        with self.lock:
            self.sent[kind] += 1

    def is_its_turn(self):
        """Whether this is the message to cut at."""
        with self.lock:
            if self.left is None:
                return False
            self.left -= 1
            if self.left < 0:
                self.left = None
                return True
            return False

    @property
    def has_cut(self):
        with self.lock:
            return self.left is None
