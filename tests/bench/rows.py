"""The rows of ./dev bench: what is measured, beside what, and the floor it must keep."""

import pathlib
import statistics
import subprocess
from dataclasses import dataclass

import load
from stage import response_id, supplier_id

ROOT = pathlib.Path(__file__).resolve().parents[2]
INFINITY, LAST_ID = 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'


@dataclass
class Result:
    name: str
    figures: str
    value: float
    floor: float
    at_most: bool = False

    @property
    def verdict(self):
        if self.floor is None:
            return '-'
        good = self.value <= self.floor if self.at_most else self.value >= self.floor
        return 'PASS' if good else 'FAIL'

    def line(self):
        bound = '' if self.floor is None else f' ({"<=" if self.at_most else ">="} {self.floor:g})'
        return f'{self.verdict:5}{self.name:18}{self.value:.3f}{bound}  {self.figures}'


class Ratio:
    """Service per second ÷ pgbench per second, rounds interleaved, medians."""

    def __init__(self, name, floor, scripts, requests, plain=None):
        self.name, self.floor = name, floor
        self.scripts, self.requests, self.plain = scripts, requests, plain

    def measure(self, stage, rounds):
        ours, theirs = [], []
        requests, scripts = self.requests(stage), self.scripts()
        load.wrk(stage, requests, 2)
        load.pgbench(stage, scripts, 2)
        for _ in range(rounds):
            ours.append(load.wrk(stage, requests))
            theirs.append(load.pgbench(stage, scripts))
        figures = f'service {statistics.median(ours):.0f}/s, pgbench {statistics.median(theirs):.0f}/s'
        if self.plain:
            figures += f', plain autocommit {load.pgbench(stage, self.plain()):.0f}/s'
        ratio = statistics.median(ours) / statistics.median(theirs)
        return Result(self.name, figures, ratio, self.floor)


def get_text(number, tenant):
    return load.statement_text(ROOT, 'supplier_get', [supplier_id(number, 7)], tenant)


def get_scripts():
    return load.some_tenants(lambda n, tenant: load.pipeline(tenant, [get_text(n, tenant)]))


def get_plain():
    """Autocommit as a superuser would run it: without transaction and tenant setting."""
    return load.some_tenants(
        lambda n, tenant: f"SET app.tenant_id = '{tenant}';\n"
        + ' '.join(get_text(n, tenant).split()).replace(':micro', '_micro') + ';\n')


def get_requests(stage):
    return load.some_tenants(lambda n, tenant: (
        'GET', f'/v1/suppliers/{supplier_id(n, 7)}', stage.tokens[n], '-', ''))


def list_scripts():
    def script(_, tenant):
        values = [INFINITY, LAST_ID, '51'] + [None] * 40
        text = load.statement_text(ROOT, 'supplier_list', values, tenant)
        return load.pipeline(tenant, [f'select json_agg(page) from ({text}) as page'])
    return load.some_tenants(script)


def list_requests(stage):
    return load.some_tenants(lambda n, tenant: ('GET', '/v1/suppliers', stage.tokens[n], '-', ''))


ROWS = [
    Ratio('get', 0.60, get_scripts, get_requests, get_plain),
    Ratio('list', 1.30, list_scripts, list_requests),
]
