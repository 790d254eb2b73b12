"""./dev bench peers: the service beside what good users of other stacks would write for the same read.

Go with net/http and pgx, Node.js with Fastify and pg. The same PostgreSQL, role, rows, row-level
security, statement, token and JSON, a line of log each; 64 connections of wrk, rounds that alternate,
medians. Exits with 1 where the service is not ahead. `peers.py go` measures beside one of them.
"""

import datetime
import http.client
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import load
import rows
from stage import DATABASE, Stage, free_port, supplier_id

HERE = pathlib.Path(__file__).resolve().parent
ROUNDS = 5


STATEMENT = HERE.parents[1] / 'sql' / 'queries' / 'supplier_get.sql'


def build_go(folder):
    subprocess.run(['go', 'build', '-o', folder / 'peer-go', '.'], cwd=HERE / 'peers' / 'go', check=True)
    return [folder / 'peer-go']


def build_fastify(folder):
    place = folder / 'peer-fastify'
    shutil.copytree(HERE / 'peers' / 'fastify', place, dirs_exist_ok=True)
    subprocess.run(['npm', 'ci', '--no-audit', '--no-fund', '--silent'], cwd=place, check=True)
    return ['node', place / 'server.js']


PEERS = {'go': build_go, 'fastify': build_fastify}


def statement():
    sys.path.insert(0, str(HERE.parents[1] / 'tools'))
    import statements
    return statements.load_file(STATEMENT)[0].text


class Peer:
    """Built and started; `listen` and `url` as of a stage, so that the same loads run against it."""

    def __init__(self, stage, build):
        self.listen = f'127.0.0.1:{free_port()}'
        self.url = f'http://{self.listen}'
        command = build(stage.folder)
        key = stage.folder / 'peer.pem'
        subprocess.run(['openssl', 'pkey', '-in', stage.folder / 'keys' / 'bench.RS256.pem', '-pubout', '-out', key],
                       check=True)
        self.log = open(stage.folder / 'peer.log', 'wb')
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, env={
            **os.environ, 'PEER_LISTEN': self.listen, 'PEER_KEY': str(key), 'PEER_STATEMENT': statement(),
            'NODE_ENV': 'production', 'PGHOST': stage.host, 'PGPORT': '5432', 'PGUSER': 'renkei_app',
            'PGDATABASE': DATABASE})

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
    token = stage.tokens[0]
    forged = token[:-9] + ('A' if token[-9] != 'A' else 'B') + token[-8:]
    refused = ask(peer, forged)[0], ask(peer, stage.tokens[1])[0]
    if refused != (401, 404):
        raise SystemExit(f'peers: a forged token and another tenant are answered with {refused}')


def beside(stage, name):
    """The ratio of each round; the median counts."""
    peer = Peer(stage, PEERS[name])
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
    ratios = [our / their for our, their in zip(ours, theirs)]
    return rows.Result(f'get ÷ {name}', f'service {statistics.median(ours):.0f}/s, {name} {statistics.median(theirs):.0f}/s, '
                       f'ratios {min(ratios):.2f} to {max(ratios):.2f}', statistics.median(ratios), 1)


def main(wanted):
    stage = Stage()
    try:
        results = [beside(stage, name) for name in wanted or PEERS]
    finally:
        stage.close()
    for result in results:
        print(result.line())
    return 0 if all(result.verdict == 'PASS' for result in results) else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
