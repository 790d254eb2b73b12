"""Rows of ./dev bench about a vendor master: many suppliers in one call, and people who type meanwhile."""

import concurrent.futures
import contextlib
import io
import json
import statistics
import threading
import time
import urllib.request

import psycopg2

import load
from rows import CODES, Result
from stage import response_id, tenant_id

VENDORS, CALL = 30_000, 1_000
TENANT = 301
NIGHT_CALLS, TYPING_TENANT, WRITERS = 30, 30, 8


def vendor(number):
    return {'source': 'erp', 'external_id': f'{number:08d}', 'name': f'取引先 {number}', 'name_kana': 'トリヒキサキ',
            'corporate_number': '7000012050002', 'country': 'JP',
            'contacts': [{'name': f'担当 {number}', 'email': f'v{number}@example.co.jp'}]}


def calls(vendors, **changes):
    """Bodies of 1 000 lines each."""
    return ['\n'.join(json.dumps({**vendor(number), **changes}, ensure_ascii=False)
                      for number in range(first, first + CALL)).encode() for first in range(0, vendors, CALL)]


def send(stage, token, body):
    """The summary of one call."""
    request = urllib.request.Request(f'{stage.url}/v1/suppliers/bulk', body, {
        'Authorization': f'Bearer {token}', 'Content-Type': 'application/x-ndjson'})
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)['summary']


def night(stage, token, bodies, outcome):
    """Rows per second of one sender; every row must have this outcome."""
    begin = time.monotonic()
    counts = [send(stage, token, body)[outcome] for body in bodies]
    seconds = time.monotonic() - begin
    if sum(counts) != CALL * len(bodies):
        raise SystemExit(f'{sum(counts)} of {CALL * len(bodies)} rows were {outcome}')
    return sum(counts) / seconds


class Vendors:
    """Shared by the rows: a tenant that 30 000 vendors were sent to once."""
    first = None

    @classmethod
    def of(cls, stage):
        if cls.first is None:
            stage.program('tenant', 'add', 'vendors', '--id', tenant_id(TENANT))
            cls.token = stage.program('token', '--tenant', tenant_id(TENANT), '--sub', 'bench',
                                      '--bundle', 'admin', '--ttl', '43200')
            cls.bodies = calls(VENDORS)
            cls.first = night(stage, cls.token, cls.bodies, 'created')
        return cls


def copy_rate(stage):
    """Suppliers per second of COPY of the very rows that the bulk made: table, contacts and numbers."""
    other, seconds = tenant_id(TENANT + 1), 0
    stage.program('tenant', 'add', f'copied-{TENANT}', '--id', other)
    for table in ('suppliers', 'contacts', 'supplier_external_ids'):
        columns = stage.sql("select string_agg(column_name, ', ' order by ordinal_position) from"
                            f" information_schema.columns where table_schema = 'app' and table_name = '{table}'"
                            " and is_generated = 'NEVER'")[0][0]
        given = columns.replace('tenant_id', f"'{other}'", 1)
        rows = io.BytesIO()
        with contextlib.closing(psycopg2.connect(stage.dsn('postgres'))) as database, database.cursor() as cursor:
            cursor.copy_expert(f"copy (select {given} from app.{table} where tenant_id = '{tenant_id(TENANT)}')"
                               ' to stdout', rows)
            rows.seek(0)
            begin = time.monotonic()
            cursor.copy_expert(f'copy app.{table} ({columns}) from stdin', rows)
            database.commit()
            seconds += time.monotonic() - begin
    return VENDORS / seconds


class BulkNew:
    name = 'bulk new'

    def measure(self, stage, rounds):
        del rounds
        rate, copied = Vendors.of(stage).first, copy_rate(stage)
        return Result(self.name, f'new suppliers/s by one sender, 1 000 a call, each with a contact; COPY of the same'
                      f' rows {copied:.0f}/s: {rate / copied:.2f} of it', rate, 3_000)


class BulkUnchanged:
    name = 'bulk unchanged'

    def measure(self, stage, rounds):
        tenant = Vendors.of(stage)
        before = stage.sql(f"select value from app.tenant_counters where tenant_id = '{tenant_id(TENANT)}'")
        rates = [night(stage, tenant.token, tenant.bodies, 'unchanged') for _ in range(min(rounds, 3))]
        if stage.sql(f"select value from app.tenant_counters where tenant_id = '{tenant_id(TENANT)}'") != before:
            raise SystemExit('a night without change wrote events')
        return Result(self.name, 'rows/s by one sender',
                      statistics.median(rates), 8_000, rounds=rates)


class BulkTyping:
    """People of one tenant type while 30 calls of 1 000 new rows come to it."""
    name = 'bulk typing'

    def measure(self, stage, rounds):
        del rounds
        token = stage.tokens[TYPING_TENANT]
        saves = [('PUT', f'/v1/responses/{response_id(TYPING_TENANT, response)}/answers/{code}', token, '*',
                  load.body({'answer': word}))
                 for word in ('done', 'not_done') for code in CODES for response in range(64)]
        idle = load.wrk_figures(stage, saves, 6, WRITERS)
        over, sent, faults = threading.Event(), [], []

        def send_all():
            for body in calls(NIGHT_CALLS * CALL):
                if over.is_set():
                    break
                try:
                    sent.append(send(stage, token, body)['created'])
                except OSError as fault:
                    faults.append(str(fault))
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            sending = pool.submit(send_all)
            busy = load.wrk_figures(stage, saves, 6, WRITERS)
            over.set()
            sending.result()
        if busy.errors or idle.errors or faults:
            raise SystemExit(f'{busy.errors} saves and {len(faults)} calls failed: {faults[:1]}')
        return Result(self.name, f'autosave p99 beside bulks ÷ idle: {busy.p99 / 1000:.0f} ÷ {idle.p99 / 1000:.0f} ms at'
                      f' {busy.rate:.0f} and {idle.rate:.0f}/s by {WRITERS} people; {sum(sent)} suppliers came meanwhile,'
                      ' no failure', busy.p99 / idle.p99, 2, True)


ROWS = [BulkNew(), BulkUnchanged(), BulkTyping()]
