#!/usr/bin/python3
"""A TCP proxy before a PostgreSQL's socket that knows its protocol: slow, lossy, silent, or cutting.

    with Proxy(cluster) as proxy:
        proxy.set(cut=0.05)                 # of the commits of writes
        ... f"host=127.0.0.1 port={proxy.port}" ...
        proxy.told()["cut"]

It runs as a process of its own, so that sixteen writers do not slow it down. Knobs (0 or false: off):

    latency, jitter   seconds that each piece is held, in each direction
    rate              bytes a second in each direction
    reset             odds that a piece from the server is answered with a reset of both sides
    hole              nothing passes, nothing is closed
    cut               odds that the COMMIT of a write ends the connection: before it is forwarded, as soon
                      as it is, or when the server has answered it and nobody hears
    fatal             after so many more messages of the server comes FATAL 57P01 and the end (-1: off);
                      those that begin a connection do not count
"""
import asyncio
import contextlib
import json
import random
import re
import socket
import struct
import subprocess
import sys

KNOBS = {"latency": 0, "jitter": 0, "rate": 0, "reset": 0, "hole": False, "cut": 0, "fatal": -1}
WRITES = re.compile(rb"\b(insert into|update app|delete from)\b", re.I)
GOOD_BYE = b"".join(name + text + b"\0" for name, text in (
    (b"S", b"FATAL"), (b"V", b"FATAL"), (b"C", b"57P01"),
    (b"M", b"terminating connection due to administrator command"))) + b"\0"


class Messages:
    """Cuts a stream into messages of the protocol: (type, bytes with the head)."""

    def __init__(self, startup):
        self.startup, self.buffer = startup, b""  # a client's first message has no type

    def feed(self, data):
        self.buffer += data
        while True:
            head = 0 if self.startup else 1
            if len(self.buffer) < head + 4:
                return
            length = head + struct.unpack_from("!I", self.buffer, head)[0]
            if len(self.buffer) < length:
                return
            message, self.buffer = self.buffer[:length], self.buffer[length:]
            kind = b"" if self.startup else message[:1]
            self.startup = False
            yield kind, message


class Client:
    """What the client side has said: finds the COMMIT of a transaction that wrote."""

    def __init__(self):
        self.messages, self.statements = Messages(startup=True), {}
        self.bound, self.wrote = b"", False

    def commits(self, data):
        """True when this piece holds the COMMIT of a write."""
        found = False
        for kind, message in self.messages.feed(data):
            if kind == b"P":
                name, query = message[5:].split(b"\0", 2)[:2]
                self.statements[name] = query
            elif kind == b"B":
                self.bound = self.statements.get(message[5:].split(b"\0", 2)[1], b"")
            elif kind == b"E":
                self.wrote |= WRITES.search(self.bound) is not None
                if self.bound == b"COMMIT":
                    found |= self.wrote
                    self.wrote = False
        return found


class Cut(Exception):
    """Both sides are to be closed now."""


class Link:
    """One connection and its two directions."""

    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server = proxy, client, server
        self.said = Client()
        self.answers = Messages(startup=False)
        self.begun = False  # the server is ready for the first time
        self.deaf = None  # an Event: the client is to hear nothing more, set when the server answered

    async def run(self):
        pumps = [asyncio.create_task(self.pump(self.client[0], self.server[1], self.to_server)),
                 asyncio.create_task(self.pump(self.server[0], self.client[1], self.to_client))]
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for pump in pumps:
            pump.cancel()
        for _, writer in (self.client, self.server):
            self.close(writer)

    @staticmethod
    def close(writer):
        """At once, with a reset where something is still on its way."""
        with contextlib.suppress(OSError):
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    async def pump(self, reader, writer, judge):
        with contextlib.suppress(OSError, Cut, asyncio.IncompleteReadError):
            while data := await reader.read(65536):
                await self.hold(len(data))
                data = await judge(data)
                writer.write(data)
                await writer.drain()

    async def hold(self, size):
        knobs = self.proxy.knobs
        while knobs["hole"]:
            await asyncio.sleep(0.05)
        wait = knobs["latency"] + random.uniform(-1, 1) * knobs["jitter"]
        wait += size / knobs["rate"] if knobs["rate"] else 0
        if wait > 0:
            await asyncio.sleep(wait)

    async def to_server(self, data):
        if not self.said.commits(data) or random.random() >= self.proxy.knobs["cut"]:
            return data
        self.proxy.count("cut")
        how = random.choice(("before", "at once", "unheard"))
        self.proxy.count(f"cut {how}")
        if how != "before":
            self.deaf = asyncio.Event()
            self.server[1].write(data)
            await self.server[1].drain()
        if how == "unheard":
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.deaf.wait(), 2)
        raise Cut

    async def to_client(self, data):
        if self.deaf is not None:
            if any(kind == b"Z" for kind, _ in self.answers.feed(data)):
                self.deaf.set()
            return b""
        if random.random() < self.proxy.knobs["reset"]:
            self.proxy.count("reset")
            raise Cut
        return await self.farewell(data)

    async def farewell(self, data):
        """Counts down the server's messages; at zero the good-bye follows the last of them."""
        knobs, passed = self.proxy.knobs, b""
        for kind, message in self.answers.feed(data):
            begun, self.begun = self.begun, self.begun or kind == b"Z"
            if not begun or knobs["fatal"] < 0:
                passed += message
                continue
            if knobs["fatal"] == 0:
                knobs["fatal"] = -1
                self.proxy.count("fatal")
                self.client[1].write(passed + b"E" + struct.pack("!I", 4 + len(GOOD_BYE)) + GOOD_BYE)
                await self.client[1].drain()
                self.client[1].write_eof()
                await asyncio.sleep(0.05)  # the end shall come behind the words, not instead of them
                raise Cut
            knobs["fatal"] -= 1
            passed += message
        return data


class Relay:
    """The proxy's own process: takes knobs on stdin, a line of JSON each, and answers with its counts."""

    def __init__(self, target):
        self.target, self.knobs, self.counts = target, dict(KNOBS), {}

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    async def accept(self, reader, writer):
        self.count("connections")
        try:
            server = await asyncio.open_unix_connection(self.target)
        except OSError:
            Link.close(writer)
            return
        await Link(self, (reader, writer), server).run()

    async def obey(self):
        lines = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        while line := await lines.readline():
            self.knobs.update(json.loads(line))
            print(json.dumps(self.counts), flush=True)

    async def run(self):
        server = await asyncio.start_server(self.accept, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await self.obey()  # until the harness closes its end


class Proxy:
    """The harness's hand on the proxy."""

    def __init__(self, cluster, seed=0):
        self.cluster, self.seed = cluster, seed

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(self.cluster.folder / ".s.PGSQL.5432"), str(self.seed)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(10)

    def set(self, **knobs):
        """Turns knobs; the counts so far."""
        assert knobs.keys() <= KNOBS.keys()
        self.process.stdin.write(json.dumps(knobs) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def told(self):
        return self.set()

    def dsn(self, database):
        return (f"host=127.0.0.1 port={self.port} user=renkei_app dbname={database}"
                " sslmode=disable gssencmode=disable")


if __name__ == "__main__":
    random.seed(int(sys.argv[2]))
    asyncio.run(Relay(sys.argv[1]).run())
