"""./dev bench peers: the service beside what good users of other stacks would write for the same requests.

Go with net/http and pgx, Node.js with Fastify and pg (tests/bench/peers). The same PostgreSQL, role, rows,
row-level security, statements, tokens and JSON, a line of log each; 64 connections of wrk, rounds that
alternate, medians. Rows: a supplier by id (get), a page of 50 (list), a supplier by the number of another
system with a change (upsert), an answer (save). First the same requests are sent to all of them, and what they
reply and leave in the tables is compared (same.py). Beside the rates stands what a request cost in CPU, of the
service or the peer and of PostgreSQL, which says more than a rate where the machine has other work, too. Exits
with 1 where the service is not ahead. `./dev bench peers go save` measures beside one of them, or some rows.
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import NamedTuple

import cpu
import load
import rows
import same
from stage import DATABASE, Stage, free_port

HERE = pathlib.Path(__file__).resolve().parent
ROUNDS = 5
STATEMENTS = ('supplier_get', 'supplier_list', 'supplier_get_by_external_id', 'supplier_rows_lock', 'supplier_rows_update',
              'supplier_rows_get', 'response_lock', 'answer_open', 'questionnaire_document',
              'response_saved', 'answer_save', 'event_append')


def build_go(folder):
    subprocess.run(['go', 'build', '-o', folder / 'peer-go', '.'], cwd=HERE / 'peers' / 'go', check=True)
    return [folder / 'peer-go']


def build_fastify(folder):
    place = folder / 'peer-fastify'
    shutil.copytree(HERE / 'peers' / 'fastify', place, dirs_exist_ok=True)
    subprocess.run(['npm', 'ci', '--no-audit', '--no-fund', '--silent'], cwd=place, check=True)
    return ['node', place / 'server.js']


PEERS = {'go': build_go, 'fastify': build_fastify}


def write_key(folder):
    key = folder / 'peer.pem'
    subprocess.run(['openssl', 'pkey', '-in', folder / 'keys' / 'bench.RS256.pem', '-pubout', '-out', key], check=True)
    return key


def write_statements(folder):
    """By their names; of the list the one of its own order without a filter."""
    file = folder / 'peer-statements.json'
    file.write_text(json.dumps({name: load.statement(rows.ROOT, name).text for name in STATEMENTS}))
    return file


class Peer:
    """Built and started; `listen` and `url` as of a stage, so that the same loads run against it."""

    def __init__(self, stage, name):
        self.listen = f'127.0.0.1:{free_port()}'
        self.url = f'http://{self.listen}'
        command = PEERS[name](stage.folder)
        self.log = open(stage.folder / f'peer-{name}.log', 'wb')
        self.service = subprocess.Popen(command, stdout=self.log, stderr=self.log, env={
            **os.environ, 'PEER_LISTEN': self.listen, 'PEER_KEY': str(write_key(stage.folder)),
            'PEER_STATEMENTS': str(write_statements(stage.folder)), 'NODE_ENV': 'production', 'PGHOST': stage.host,
            'PGPORT': '5432', 'PGUSER': 'renkei_app', 'PGDATABASE': DATABASE})
        self.wait()

    def wait(self):
        for _ in range(200):
            try:
                urllib.request.urlopen(f'{self.url}/v1/suppliers', timeout=1).close()
            except urllib.error.HTTPError:
                return  # 401
            except OSError:
                time.sleep(0.05)
        raise SystemExit('peers: one does not start')

    def close(self):
        self.service.terminate()
        self.service.wait(10)
        self.log.close()


SUPPLIERS_PUT = 64


def upsert_requests(stage):
    """Every request changes the address of the pages."""
    def requests(number, _):
        return [same.put(f'V-{supplier}', stage.tokens[number], name=f'取引先 {supplier}', corporate_number='7000012050002',
                         country='JP', kind='partner', website=f'https://supplier.example/{load.TURN}')
                for supplier in range(SUPPLIERS_PUT)]
    return rows.interleave(load.some_tenants(requests, 20))


ROWS = {'get': rows.get_requests, 'list': rows.list_requests, 'upsert': upsert_requests, 'save': rows.save_requests}


def events(stage):
    return stage.sql('select count(*) from app.events')[0][0]


class Round(NamedTuple):
    rate: float  # requests a second
    own: float  # microseconds of CPU a request
    database: float  # the same of PostgreSQL


def one_round(stage, place, requests):
    pids = place.service.pid, cpu.postmaster(stage)
    before = [cpu.spent(pid) for pid in pids]
    rate = load.wrk(place, requests)
    return Round(rate, *((cpu.spent(pid) - start) / (rate * load.SECONDS) for pid, start in zip(pids, before)))


def measure(stage, row, places):
    """The rounds of each place."""
    requests, rounds, before = ROWS[row](stage), {name: [] for name in places}, events(stage)
    for place in places.values():
        load.wrk(place, requests, 2)
    for _ in range(ROUNDS):
        for name, place in places.items():
            rounds[name].append(one_round(stage, place, requests))
    changes, sent = events(stage) - before, load.SECONDS * sum(each.rate for some in rounds.values() for each in some)
    if requests[0][0] != 'GET' and changes < sent:
        raise SystemExit(f'peers: {row} changed something {changes} times only, of {sent:.0f} requests')
    return rounds


def middle(rounds):
    return Round(*map(statistics.median, zip(*rounds)))


def figures(name, rounds):
    rate, own, database = middle(rounds)
    return f'{name} {rate:.0f}/s ({own:.0f} + {database:.0f} µs)'


def result(row, name, ours, theirs):
    ratios = [our.rate / their.rate for our, their in zip(ours, theirs)]
    work = [sum(middle(rounds)[1:]) for rounds in (theirs, ours)]
    return rows.Result(f'{row} ÷ {name}', f'{figures("service", ours)}, {figures(name, theirs)}, ratios {min(ratios):.2f} to '
                       f'{max(ratios):.2f}, of CPU {work[0] / work[1]:.2f}', statistics.median(ratios), 1)


def main(wanted):
    stage = Stage()
    places = {'service': stage}
    results = []
    try:
        places |= {name: Peer(stage, name) for name in PEERS if name in wanted or not set(wanted) & set(PEERS)}
        same.check(stage, places)
        load.send_once(stage, [[part.replace(load.TURN, '0') for part in request] for request in upsert_requests(stage)], 16)
        for row in [row for row in ROWS if row in wanted or not set(wanted) & set(ROWS)]:
            rounds = measure(stage, row, places)
            ours = rounds.pop('service')
            for name, theirs in rounds.items():
                results.append(result(row, name, ours, theirs))
                print(results[-1].line(), flush=True)
    finally:
        for place in places.values():
            place.close()
    return 0 if all(each.verdict == 'PASS' for each in results) else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
