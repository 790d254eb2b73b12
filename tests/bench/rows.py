"""The rows of ./dev bench: what is measured, beside what, and the floor it must keep."""

import pathlib
import statistics
import subprocess
from dataclasses import dataclass, field

import load
from stage import response_id, supplier_id

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOW = '2026-11-22'
INFINITY, LAST_ID = 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'


@dataclass
class Result:
    name: str
    figures: str
    value: float
    floor: float
    at_most: bool = False
    rounds: list = field(default_factory=list)  # what each round gave; empty: there was one

    @property
    def verdict(self):
        if self.floor is None:
            return '-'
        good = self.value <= self.floor if self.at_most else self.value >= self.floor
        return 'PASS' if good else 'FAIL'

    def line(self):
        bound = '' if self.floor is None else f' ({"<=" if self.at_most else ">="} {self.floor:g})'
        spread = f' [{min(self.rounds):.3g} to {max(self.rounds):.3g}]' if self.rounds else ''
        return f'{self.verdict:5}{self.name:18}{self.value:.3f}{bound}{spread}  {self.figures}'


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
        return Result(self.name, figures, ratio, self.floor,
                      rounds=[our / their for our, their in zip(ours, theirs)])


def get_text(number, tenant):
    return load.statement_text(ROOT, 'supplier_get', [supplier_id(number, 7)], tenant)


def get_scripts():
    return load.some_tenants(lambda n, tenant: load.read(tenant, get_text(n, tenant)))


def get_plain():
    """Autocommit as a superuser would run it: without transaction and tenant setting."""
    return load.some_tenants(
        lambda n, tenant: f"SET app.tenant_id = '{tenant}';\n"
        + load.one_line(get_text(n, tenant)) + '\n')


def get_requests(stage, tenants=4):
    return load.some_tenants(lambda n, tenant: (
        'GET', f'/v1/suppliers/{supplier_id(n, 7)}', stage.tokens[n], '-', ''), tenants)


def list_scripts():
    def script(_, tenant):
        values = {'as_table': 'false', 'after_value': INFINITY, 'after_id': LAST_ID, 'limit': '51'}
        text = load.statement_text(ROOT, 'supplier_list', values, tenant)
        return load.read(tenant, f'select json_agg(page) from ({text}) as page')
    return load.some_tenants(script)


def list_requests(stage):
    return load.some_tenants(lambda n, tenant: ('GET', '/v1/suppliers', stage.tokens[n], '-', ''))


RESPONSES = 64
CODES = [f'CYB-{number:02d}' for number in range(1, 16)]


def save_scripts():
    """What saving one answer runs, without the trip back between reading and writing."""
    def script(number, tenant):
        response = load.Expression(f"('00000000-0000-7000-a000-{number:06d}'"
                                   " || lpad((:r)::text, 6, '0'))")
        code = load.Expression("('CYB-' || lpad((:c)::text, 2, '0'))")
        answer = ('[{"code":"CYB-%s","position": 12,"type":"three_state","revision": %s,'
                  '"value":{"answer":"done"},"channel":"online","answered_by":"bench",'
                  '"answered_at":"2026-11-22","prefilled": false,"confirmed": true}]')
        # The history keeps each revision of an answer, so that each save needs one of its own.
        answers = load.Expression(f"format('{answer}', lpad((:c)::text, 2, '0'), 1000 + floor(random() * 5e7)::integer)")
        texts = [load.statement_text(ROOT, name, values, tenant) for name, values in (
            ('response_lock', {'id': response}),
            ('answer_open', {'response_id': response, 'code': code, 'body': '{"answer":"done"}'}),
            ('response_saved', {'id': response, 'state': 'in_progress', 'answered': '12', 'required': '24', 'total': '25',
                                'answer_floor': '0', 'now': NOW}),
            ('answer_save', {'response_id': response, 'answers': answers, 'now': NOW, 'by': 'bench', 'action': 'saved'}),
            ('event_append', {'id': load.Expression('gen_random_uuid()'), 'type': 'answer.saved', 'head': '{"seq":',
                              'tail': ',"type":"answer.saved"}', 'personal': '{}', 'now': NOW}))]
        return load.pipeline(tenant, texts, [f'\\set r random(0, {RESPONSES - 1})',
                                             f'\\set c random(1, {len(CODES)})'])
    return load.some_tenants(script, 20)


def save_requests(stage, tenants=20):
    """Every request changes the comment, every second time over the answers the word too."""
    def requests(number, _):
        return [('PUT', f'/v1/responses/{response_id(number, response)}/answers/{code}',
                 stage.tokens[number], '*', load.body({'answer': word, 'comment': f'確認 {load.TURN}'}))
                for word in ('done', 'not_done') for code in CODES
                for response in range(RESPONSES)]
    return interleave(load.some_tenants(requests, tenants))


def interleave(lists):
    return [request for requests in zip(*lists) for request in requests]


class OneTenant:
    """16 writers of one tenant: its chain of events orders them."""
    name = 'one tenant'

    def measure(self, stage, rounds):
        requests = save_requests(stage, 1)
        rates = [load.wrk(stage, requests, connections=16) for _ in range(rounds)]
        return Result(self.name, 'answers saved per second by 16 writers', statistics.median(rates),
                      2000, rounds=rates)


class Memory:
    name = 'memory'

    def measure(self, stage, rounds):
        del rounds
        load.wrk(stage, get_requests(stage))
        return Result(self.name, 'MB resident after the load', stage.resident() / 1e6, 40, True)


class Ready:
    name = 'ready'

    def measure(self, stage, rounds):
        times = []
        for _ in range(rounds):
            stage.stop()
            times.append(stage.start())
        return Result(self.name, 'ms from start to readyz 200, median',
                      statistics.median(times) * 1000, 150, True, [time * 1000 for time in times])


class Scoring:
    """The scoring room's own benchmark, which knows its floors."""
    name = 'scoring'

    def measure(self, stage, rounds):
        del rounds
        program = pathlib.Path(stage.binary).parent / 'score_bench'
        done = subprocess.run([program], capture_output=True, text=True)
        print(done.stdout, end='')
        return Result(self.name, 'floors of score_bench kept (1) or not (0)',
                      float(done.returncode == 0), 1)


ROWS = [
    Ratio('get', 0.65, get_scripts, get_requests, get_plain),
    Ratio('list', 1.60, list_scripts, list_requests),
    Ratio('save', 0.55, save_scripts, save_requests),
    OneTenant(),
    Memory(),
    Ready(),
    Scoring(),
]
