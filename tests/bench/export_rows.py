"""Rows of ./dev bench about exports: a large tenant as one file, in bounded memory."""

import json
import pathlib
import subprocess
import time
import urllib.request

from rows import Result
from stage import tenant_id

LARGE, SMALL = 200_000, 20_000
TENANT = 311


def fill(stage, number, size):
    stage.program('tenant', 'add', f'export-{number}', '--id', tenant_id(number))
    stage.sql(f"""
        insert into app.suppliers (tenant_id, id, name, name_kana, search, tags, external_ids, contacts, created_at,
          updated_at)
        select '{tenant_id(number)}', gen_random_uuid(), '株式会社取引先製作所 ' || s, 'トリヒキサキ',
               'supplier ' || s, array['material'], json_build_array(json_build_object('source', 'erp', 'id', s::text)),
               json_build_array(json_build_object('id', gen_random_uuid(), 'name', '田中 ' || s,
                 'email', 'v' || s || '@example.co.jp')), now(), now()
          from generate_series(1, {size}) s;
        analyze app.suppliers;""")


def ask(stage, token, path, body=None):
    request = urllib.request.Request(stage.url + path, body and json.dumps(body).encode(), {
        'Authorization': f'Bearer {token}', 'Content-Type': 'application/json'})
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


def peak(pid):
    """The most that a process and its children held so far, in MiB."""
    pids = [pid, *map(int, pathlib.Path(f'/proc/{pid}/task/{pid}/children').read_text().split())]
    found = 0
    for each in pids:
        for line in pathlib.Path(f'/proc/{each}/status').read_text().splitlines():
            found = max(found, int(line.split()[1]) / 1024 if line.startswith('VmHWM') else 0)
    return found


def work(stage):
    """(seconds until a worker of files has done all, MiB of the larger of worker and child)."""
    begin, most = time.monotonic(), 0
    worker = subprocess.Popen([stage.binary, 'worker', '--kind', 'files', '--once'], stderr=subprocess.DEVNULL, env={
        **stage.environment(), 'RENKEI_WORKER_DATABASE_URL': stage.dsn('renkei_worker')})
    while worker.poll() is None:
        try:
            most = max(most, peak(worker.pid))
        except OSError:
            pass
        time.sleep(0.02)
    return time.monotonic() - begin, most


def export(stage, number, form):
    """(seconds of the worker, MiB of the larger of worker and child, what it made)."""
    token = stage.program('token', '--tenant', tenant_id(number), '--bundle', 'admin', '--ttl', '43200')
    made = ask(stage, token, '/v1/exports', {'kind': 'suppliers', 'format': form})['id']
    seconds, most = work(stage)
    done = ask(stage, token, f'/v1/exports/{made}')
    if done['state'] != 'done':
        raise SystemExit(f'the export is {done["state"]}: {done["error"]}')
    return seconds, most, done['file']


class Export:
    """200 000 suppliers as CSV and as XLSX."""

    name = 'export'

    def measure(self, stage, rounds):
        fill(stage, TENANT, LARGE)
        fill(stage, TENANT + 1, SMALL)
        seconds, most, file = export(stage, TENANT, 'csv')
        _, small, _ = export(stage, TENANT + 1, 'csv')
        book_seconds, book_most, book = export(stage, TENANT, 'xlsx')
        return Result(self.name, f'seconds for {file["rows"]} suppliers as CSV of {file["bytes"] / 1e6:.0f} MB, at most '
                      f'{most:.0f} MiB of worker and child each ({small:.0f} MiB for {SMALL}); XLSX of '
                      f'{book["bytes"] / 1e6:.0f} MB in {book_seconds:.1f} s, {book_most:.0f} MiB', seconds, 20, at_most=True)


ROWS = [Export()]
