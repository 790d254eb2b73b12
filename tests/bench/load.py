"""The loads: pgbench with the service's own messages, wrk with 64 connections, each request once."""

import collections
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
from typing import NamedTuple

from stage import TENANTS, tenant_id

SECONDS = 3
CLIENTS = 16
CONNECTIONS = 64
TURN = '@' * 12  # in a body: wrk puts a number there that it never put there before, so that each request is a change


class Expression(str):
    """SQL that stands where a value would."""


def literal(value):
    if isinstance(value, Expression):
        return value
    return 'null' if value is None else "'" + value.replace("'", "''") + "'"


def statement(root, name):
    """That of a file in sql/queries; of a list the one of its first order without a filter."""
    sys.path.insert(0, str(root / 'tools'))
    import statements
    return statements.load_file(root / 'sql' / 'queries' / f'{name}.sql')[0]


def statement_text(root, name, values, tenant):
    """The statement with literals for its parameters: in their order, or by name."""
    found = statement(root, name)
    if isinstance(values, dict):
        values = [values.get(parameter) for parameter in found.parameters[1:]]
    values = [tenant, *values]
    return re.sub(r'\$(\d+)', lambda hit: literal(values[int(hit[1]) - 1]), found.text)


def one_line(text):
    """A statement for pgbench, which would take `:micro` or `:SS` for variables; ours are r and c."""
    return re.sub(r'(?<!:):(?=\w)(?![rc]\b)', '_', ' '.join(text.split())) + ';'


def pipeline(tenant, texts, settings=(), begin='BEGIN;', end='COMMIT;'):
    """One transaction as the service sends it."""
    lines = [*settings, '\\startpipeline', begin, f"select set_config('app.tenant_id', '{tenant}', true);"]
    lines += [one_line(text) for text in texts]
    return '\n'.join(line for line in [*lines, end, '\\endpipeline'] if line) + '\n'


def read(tenant, text):
    """A read as the service sends it: up to the sync PostgreSQL takes it for one transaction."""
    return pipeline(tenant, [text], begin='', end='')


def pgbench(stage, scripts, seconds=SECONDS):
    """Transactions per second of 16 clients; scripts are chosen by chance."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, script in enumerate(scripts):
            file = pathlib.Path(folder, f'{number}.sql')
            file.write_text(script, encoding='utf-8')
            files += ['-f', str(file)]
        done = subprocess.run(
            [f"{os.environ.get('RENKEI_PG_BIN', '/usr/lib/postgresql/15/bin')}/pgbench", '-n', '-M', 'prepared', '-c', str(CLIENTS),
             '-j', '2', '-T', str(seconds), *files, stage.dsn('renkei_app')],
            capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f'pgbench: {done.stderr[-2000:]}')
    return float(re.search(r'tps = ([\d.]+) \(without', done.stdout)[1])


LUA = '''
local requests = {}
local position = 0
local thread_count = 0
local turn = 0

function setup(thread)
  thread:set("offset", thread_count)
  thread_count = thread_count + 1
end

function init(arguments)
  for line in io.lines(arguments[1]) do
    local method, path, token, match, body = line:match("^(%S+)\\t(%S+)\\t(%S+)\\t(%S+)\\t(.*)$")
    local headers = {["Host"] = "127.0.0.1", ["Authorization"] = "Bearer " .. token}
    if match ~= "-" then headers["If-Match"] = match end
    if body ~= "" then headers["Content-Type"] = "application/json" end
    local text = wrk.format(method, path, headers, body ~= "" and body or nil)
    local from, to = text:find(arguments[2], 1, true)
    table.insert(requests, {text, from and text:sub(1, from - 1), from and text:sub(to + 1)})
  end
  position = offset * 7
  turn = arguments[3] + offset * 5e11
end

function request()
  position = position % #requests + 1
  local text, head, tail = unpack(requests[position])
  if not head then return text end
  turn = turn + 1
  return string.format("%s%012.0f%s", head, turn, tail)
end

function done(summary, latency)
  io.write(string.format("rate %f errors %d p99 %f\\n",
    summary.requests * 1000000 / summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
      + summary.errors.timeout, latency:percentile(99)))
end
'''


class Figures(NamedTuple):
    rate: float  # requests per second
    errors: int
    p99: float  # microseconds


def wrk_figures(stage, requests, seconds=SECONDS, connections=CONNECTIONS):
    """What wrk saw; requests are (method, path, token, if_match or '-', body)."""
    with tempfile.TemporaryDirectory() as folder:
        script, file = pathlib.Path(folder, 'load.lua'), pathlib.Path(folder, 'requests')
        script.write_text(LUA)
        file.write_text(''.join('\t'.join(request) + '\n' for request in requests),
                        encoding='utf-8')
        done = subprocess.run(['wrk', '-t2', f'-c{connections}', f'-d{seconds}s', '--timeout', '10s', '-s', script,
                               stage.url, '--', file, TURN, str(time.time_ns() // 10_000 % (5 * 10**11))],
                              check=True, capture_output=True, text=True)
    found = re.search(r'rate ([\d.]+) errors (\d+) p99 ([\d.]+)', done.stdout)
    return Figures(float(found[1]), int(found[2]), float(found[3]))


def wrk(stage, requests, seconds=SECONDS, connections=CONNECTIONS):
    """Requests per second, all of them answered well."""
    figures = wrk_figures(stage, requests, seconds, connections)
    if figures.errors:
        raise SystemExit(f'wrk saw {figures.errors} errors of {stage.url}')
    return figures.rate


class Sent(NamedTuple):
    seconds: float
    statuses: collections.Counter
    times: list  # seconds of each request, ascending

    def percentile(self, share):
        return self.times[min(len(self.times) - 1, len(self.times) * share // 100)]


class Sender:
    """Sends each request once, by so many clients at a time: for what cannot be done twice."""

    def __init__(self, stage, requests, clients):
        self.stage = stage
        self.waiting = collections.deque(requests)
        self.statuses, self.times = collections.Counter(), []
        self.threads = [threading.Thread(target=self.work) for _ in range(clients)]

    def start(self):
        self.begin = time.monotonic()
        for thread in self.threads:
            thread.start()

    def work(self):
        connection = http.client.HTTPConnection(self.stage.listen, timeout=60)
        while True:
            try:
                method, path, token, match, body = self.waiting.popleft()
            except IndexError:
                return
            headers = {'Authorization': f'Bearer {token}'}
            headers |= {'If-Match': match} if match != '-' else {}
            headers |= {'Content-Type': 'application/json'} if body else {}
            begin = time.monotonic()
            connection.request(method, path, body=body.encode() or None, headers=headers)
            reply = connection.getresponse()
            reply.read()
            self.times.append(time.monotonic() - begin)
            self.statuses[reply.status] += 1

    def finished(self):
        return not self.waiting

    def wait(self):
        for thread in self.threads:
            thread.join()
        return Sent(time.monotonic() - self.begin, self.statuses, sorted(self.times))

    def stop(self):
        """What waits is not sent any more."""
        self.waiting.clear()
        return self.wait()


def send_once(stage, requests, clients):
    sender = Sender(stage, requests, clients)
    sender.start()
    return sender.wait()


def some_tenants(make, count=4):
    """Few, so that every client of pgbench soon has all of its statements prepared."""
    return [make(number, tenant_id(number)) for number in range(0, TENANTS, TENANTS // count)]


def body(value):
    return json.dumps(value, ensure_ascii=False, separators=(',', ':'))
