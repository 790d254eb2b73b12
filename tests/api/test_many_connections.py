"""Thousands of connections: those that stay and ask now and then, and those that say nothing."""
import contextlib
import resource
import socket

import pytest

from held import until
from renkei_client import Client
from rounds import make_supplier

STAYING, SILENT = 2000, 1500  # the service takes 2 048,
OF_ONE_ADDRESS = 256  # and so many of one address (docs/http.md)
AT_ONCE = 50  # requests on their way


class Connection:
    """One from an address of this machine. The service ends what is idle for 15 s: then it is made anew."""

    def __init__(self, server, address):
        self.server, self.address, self.request = server, address, b""
        self.open()

    def open(self):
        self.socket = socket.create_connection((self.server.host, self.server.port), timeout=60,
                                               source_address=(self.address, 0))

    def close(self):
        self.socket.close()

    def send(self, request):
        self.request = request
        with contextlib.suppress(ConnectionError):
            self.socket.sendall(request)

    def receive(self):
        with contextlib.suppress(ConnectionError):
            return self.socket.recv(65536)
        return b""

    def reply(self):
        """The status and the body."""
        answer = self.receive()
        if answer == b"":
            self.close()
            self.open()
            self.socket.sendall(self.request)
        while b"\r\n\r\n" not in answer:
            answer += self.more()
        head, _, body = answer.partition(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length"))
        while len(body) < length:
            body += self.more()
        return int(head.split(b" ")[1]), body

    def more(self):
        part = self.receive()
        assert part, "closed in the middle of a reply"
        return part


@pytest.fixture
def handles():
    """As many as this process may have: of an account that may not have enough nothing is learnt."""
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < 2 * STAYING:
        pytest.skip(f"only {most} open files (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))


@pytest.fixture
def crowd(make_server, handles):
    """The service, and enter(count): so many connections, which stay until the end of the test."""
    server = make_server()
    with contextlib.ExitStack() as stack:
        def enter(count):
            """From as many addresses as it takes: 250 of each."""
            connections = [stack.enter_context(contextlib.closing(Connection(server, f"127.0.1.{1 + number // 250}")))
                           for number in range(count)]
            until(lambda: server.metric("renkei_http_connections") > count)
            return connections
        yield server, enter


def get(client, path):
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {client.token}\r\n\r\n".encode()


def test_connections_that_stay_are_all_answered(crowd):
    server, enter = crowd
    client = Client(server, server.add_tenant().token())
    path = f"/v1/suppliers/{make_supplier(client)}"
    expected, connections = (200, client.get(path).raw), enter(STAYING)
    for first in [*range(0, STAYING, AT_ONCE)] * 2:
        some = connections[first:first + AT_ONCE]
        for connection in some:
            connection.send(get(client, path))
        assert {connection.reply() for connection in some} == {expected}


def test_connections_that_say_nothing_keep_nobody_out_and_do_not_stay(crowd):
    server, enter = crowd
    enter(SILENT)
    client = Client(server, server.add_tenant().token())
    supplier = make_supplier(client)
    for number in range(20):
        assert client.get(f"/v1/suppliers/{supplier}").status == 200
        assert client.patch(f"/v1/suppliers/{supplier}", json={"owner": str(number)}, if_match="*").status == 200
    until(lambda: server.metric("renkei_http_connections") <= 2)  # the client's, and the one that asks


def test_an_address_has_its_share_and_the_others_theirs(crowd):
    server, enter = crowd
    first, *_ = enter(250)
    for _ in range(OF_ONE_ADDRESS - 250):
        enter(1)
    with contextlib.closing(Connection(server, "127.0.1.1")) as beyond:
        assert beyond.receive() == b""
    assert Client(server).get("/livez").status == 200
    first.close()
    until(lambda: is_served(server, "127.0.1.1"))


def is_served(server, address):
    with contextlib.closing(Connection(server, address)) as connection:
        connection.send(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return connection.receive() != b""
