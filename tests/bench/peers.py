"""./dev bench peers: the service beside what a good user of Go's net/http and pgx would write for the same read.

The same PostgreSQL, role, rows, row-level security, statement, token and JSON, a line of log each; 64
connections of wrk, rounds that alternate, medians. Exits with 1 where the service is not ahead.
"""

import datetime
import http.client
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

import load
import rows
from stage import Stage, free_port, supplier_id

HERE = pathlib.Path(__file__).resolve().parent
ROUNDS = 5


class Peer:
    """Built and started; `listen` and `url` as of a stage, so that the same loads run against it."""

    def __init__(self, stage):
        self.listen = f'127.0.0.1:{free_port()}'
        self.url = f'http://{self.listen}'
        program = stage.folder / 'peer-go'
        subprocess.run(['go', 'build', '-o', program, '.'], cwd=HERE / 'peers' / 'go', check=True)
        self.log = open(stage.folder / 'peer.log', 'wb')
        self.process = subprocess.Popen([program], stdout=self.log, stderr=self.log, env={
            **os.environ, 'PEER_LISTEN': self.listen, 'PEER_DATABASE': stage.dsn('renkei_app'),
            'PEER_KEY': self.public_key(stage), 'PEER_STATEMENT': self.statement()})

    @staticmethod
    def statement():
        sys.path.insert(0, str(HERE.parents[1] / 'tools'))
        import statements
        return statements.load_file(HERE.parents[1] / 'sql' / 'queries' / 'supplier_get.sql')[0].text

    @staticmethod
    def public_key(stage):
        file = stage.folder / 'peer.pem'
        subprocess.run(['openssl', 'pkey', '-in', stage.folder / 'keys' / 'bench.RS256.pem', '-pubout', '-out', file],
                       check=True)
        return str(file)

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        self.log.close()


def plain(value):
    """Instants are written with and without their zeros, and mean the same."""
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [plain(member) for member in value]
    try:
        return datetime.datetime.fromisoformat(value) if isinstance(value, str) and 'T' in value else value
    except ValueError:
        return value


def ask(place, token):
    connection = http.client.HTTPConnection(place.listen, timeout=10)
    connection.request('GET', f'/v1/suppliers/{supplier_id(0, 7)}', headers={'Authorization': f'Bearer {token}'})
    reply = connection.getresponse()
    return reply.status, json.loads(reply.read())


def same_reply(stage, peer):
    """What is measured is the same work, and the peer refuses what it must."""
    for _ in range(200):
        try:
            status, body = ask(peer, stage.tokens[0])
            break
        except OSError:
            time.sleep(0.05)
    if status != 200 or plain(body) != plain(ask(stage, stage.tokens[0])[1]):
        raise SystemExit(f'peers: {status} {body}')
    if ask(peer, stage.tokens[0] + 'x')[0] != 401 or ask(peer, stage.tokens[1])[0] != 404:
        raise SystemExit('peers: a forged token or another tenant is let in')


def main():
    stage = Stage()
    peer = Peer(stage)
    ours, theirs = [], []
    try:
        same_reply(stage, peer)
        requests = rows.get_requests(stage)
        for place in (stage, peer):
            load.wrk(place, requests, 2)
        for _ in range(ROUNDS):
            ours.append(load.wrk(stage, requests))
            theirs.append(load.wrk(peer, requests))
    finally:
        peer.close()
        stage.close()
    ratio = statistics.median(our / their for our, their in zip(ours, theirs))
    result = rows.Result('get ÷ Go', f'service {statistics.median(ours):.0f}/s, Go {statistics.median(theirs):.0f}/s, '
                         f'ratios {min(our / their for our, their in zip(ours, theirs)):.2f} to '
                         f'{max(our / their for our, their in zip(ours, theirs)):.2f}', ratio, 1)
    print(result.line())
    return 0 if result.verdict == 'PASS' else 1


if __name__ == '__main__':
    sys.exit(main())
