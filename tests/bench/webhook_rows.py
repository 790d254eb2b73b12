"""Rows of ./dev bench about webhooks: how fast the events of a feed come to a receiver on this machine."""

import asyncio
import json
import multiprocessing
import subprocess
import time
import urllib.request

import bulk_rows
from rows import Result
from stage import tenant_id

TENANT, EVENTS, ENDPOINTS = 321, 10_000, 5


class Connection(asyncio.Protocol):
    """Counts the messages of one connection of the worker and answers each with 204."""

    count = multiprocessing.Value('l', 0)

    def connection_made(self, transport):
        self.transport, self.bytes = transport, b''

    def data_received(self, data):
        self.bytes += data
        while (end := self.bytes.find(b'\r\n\r\n')) >= 0:
            head = self.bytes[:end].lower()
            length = int(head.partition(b'content-length:')[2].split(b'\r\n', 1)[0])
            if len(self.bytes) < end + 4 + length:
                return
            self.bytes = self.bytes[end + 4 + length:]
            self.count.value += 1
            self.transport.write(b'HTTP/1.1 204 No Content\r\n\r\n')


def receive(port):
    async def serve():
        server = await asyncio.get_running_loop().create_server(Connection, '127.0.0.1', 0)
        port.value = server.sockets[0].getsockname()[1]
        await server.serve_forever()
    asyncio.run(serve())


class Receiver:
    def __enter__(self):
        self.port = multiprocessing.Value('i', 0)
        self.process = multiprocessing.Process(target=receive, args=(self.port,), daemon=True)
        self.process.start()
        while self.port.value == 0:
            time.sleep(0.01)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.join()

    def url(self, number):
        return f'http://127.0.0.1:{self.port.value}/{number}'


def ask(stage, token, path, body):
    request = urllib.request.Request(stage.url + path, json.dumps(body).encode(), {
        'Authorization': f'Bearer {token}', 'Content-Type': 'application/json'})
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


def deliver(stage):
    """Seconds that one worker needs for all that is to be sent."""
    begin = time.monotonic()
    subprocess.run([stage.binary, 'worker', '--kind', 'egress', '--once'], check=True, stderr=subprocess.DEVNULL, env={
        **stage.environment(), 'RENKEI_WEBHOOK_INSECURE': '1', 'RENKEI_WORKER_DATABASE_URL': stage.dsn('renkei_worker')})
    return time.monotonic() - begin


class Webhooks:
    """The events of 10 000 new suppliers to one endpoint, in order, and to five at once."""
    name = 'webhooks'

    def rate(self, stage, token, receiver, endpoints, first):
        for number in range(endpoints):
            ask(stage, token, '/v1/webhook-endpoints', {'url': receiver.url(number), 'types': ['supplier.created']})
        for body in bulk_rows.calls(EVENTS // endpoints, source=f'erp-{first}'):
            bulk_rows.send(stage, token, body)
        before = Connection.count.value
        seconds = deliver(stage)
        came = Connection.count.value - before
        if came != EVENTS // endpoints * endpoints:
            raise SystemExit(f'{came} of {EVENTS} messages came')
        return came / seconds

    def measure(self, stage, rounds):
        del rounds
        stage.program('tenant', 'add', 'webhooks', '--id', tenant_id(TENANT))
        stage.program('tenant', 'add', 'webhook', '--id', tenant_id(TENANT + 1))
        tokens = [stage.program('token', '--tenant', tenant_id(TENANT + n), '--sub', 'bench', '--bundle', 'admin',
                                '--ttl', '43200') for n in range(2)]
        with Receiver() as receiver:
            one = self.rate(stage, tokens[1], receiver, 1, 1)
            many = self.rate(stage, tokens[0], receiver, ENDPOINTS, 2)
        return Result(self.name, f'deliveries/s by one worker to one endpoint, one after the other; {many:.0f}/s to'
                      f' {ENDPOINTS} endpoints', one, 1_000)


ROWS = [Webhooks()]
