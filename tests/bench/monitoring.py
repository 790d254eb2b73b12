"""Rows of ./dev bench that need large tenants: the daily sweep and the reports that count by scan.

A large tenant is one supplier of the demo many times over: profile, 25 answers, score and findings,
settled, so that a sweep looks at everything and finds nothing to write.
"""

import os
import statistics
import subprocess
import time
import urllib.request

from rows import Result

SIZES = (1_000, 10_000, 100_000)

COPY = """
create temp table chosen as
  select s.tenant_id, s.id as supplier_id, s.score_id, r.id as response_id
    from app.tenants t
    join app.suppliers s on s.tenant_id = t.id and s.band_reason = 'computed'
    join app.responses r on r.tenant_id = t.id and r.supplier_id = s.id and r.state = 'accepted'
   where t.slug = 'demo'
   order by s.tier, s.id limit 1;
create temp table place as
  select t.id as tenant_id, q.id as questionnaire_id
    from app.tenants t join app.questionnaires q on q.tenant_id = t.id
   where t.slug = '{slug}';
create temp table made as
  select n, gen_random_uuid() as supplier_id, gen_random_uuid() as response_id,
         gen_random_uuid() as score_id
    from generate_series(1, {size}) n;
insert into app.suppliers
  select x.*
    from chosen c
    join app.suppliers s on s.tenant_id = c.tenant_id and s.id = c.supplier_id
    cross join place p cross join made m
    cross join lateral jsonb_populate_record(s, jsonb_build_object('tenant_id', p.tenant_id,
      'id', m.supplier_id, 'score_id', m.score_id, 'name', 'x' || m.n)) x;
insert into app.responses
  select x.*
    from chosen c
    join app.responses r on r.tenant_id = c.tenant_id and r.id = c.response_id
    cross join place p cross join made m
    cross join lateral jsonb_populate_record(r, jsonb_build_object('tenant_id', p.tenant_id,
      'id', m.response_id, 'supplier_id', m.supplier_id, 'questionnaire_id', p.questionnaire_id)) x;
insert into app.answers (tenant_id, response_id, code, position, type, revision, value, review,
  channel, answered_at, answered_by, updated_at, updated_by)
  select p.tenant_id, m.response_id, a.code, a.position, a.type, a.revision, a.value, a.review,
         a.channel, a.answered_at, a.answered_by, a.updated_at, a.updated_by
    from made m cross join place p cross join chosen c
    join app.answers a on a.tenant_id = c.tenant_id and a.response_id = c.response_id;
insert into app.risk_scores
  select x.*
    from chosen c
    join app.risk_scores r on r.tenant_id = c.tenant_id and r.id = c.score_id
    cross join place p cross join made m
    cross join lateral jsonb_populate_record(r, jsonb_build_object('tenant_id', p.tenant_id,
      'id', m.score_id, 'supplier_id', m.supplier_id, 'response_id', m.response_id,
      'supersedes', null, 'explanation', '{{}}'::jsonb)) x;
insert into app.findings
  select x.*
    from chosen c
    join app.findings f on f.tenant_id = c.tenant_id and f.supplier_id = c.supplier_id
    cross join place p cross join made m
    cross join lateral jsonb_populate_record(f, jsonb_build_object('tenant_id', p.tenant_id,
      'id', gen_random_uuid(), 'supplier_id', m.supplier_id, 'response_id', m.response_id)) x;
drop table chosen, place, made;
"""


def slug(size):
    return f'large-{size}'


def fill(stage):
    """The tenants of every size; once for all rows of a run."""
    if stage.sql(f"select 1 from app.tenants where slug = '{slug(SIZES[0])}'"):
        return
    stage.program('tenant', 'add', 'demo', '--name', 'Demo')
    stage.program('demo')
    for size in SIZES:
        print(f'filling a tenant with {size} suppliers', flush=True)
        stage.program('tenant', 'add', slug(size))
        stage.sql(COPY.format(slug=slug(size), size=size))
    stage.sql('vacuum analyze')


def sweep(stage, size):
    """Seconds, and the peak of resident memory in MB."""
    stage.sql('delete from app.sweeps')
    begin = time.monotonic()
    process = subprocess.Popen([stage.binary, 'sweep', '--tenant', slug(size)],
                               env=stage.environment(), stdout=subprocess.PIPE, text=True)
    told = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0 or f' {size} suppliers, 0 changed' not in told:
        raise SystemExit(f'the sweep of {size} suppliers was not what it should be: {told}')
    return time.monotonic() - begin, usage.ru_maxrss / 1024


class Sweep:
    """The largest tenant in one go; its memory beside that of a tenth of it."""
    name = 'sweep'

    def measure(self, stage, rounds):
        del rounds
        fill(stage)
        _, small = sweep(stage, SIZES[-2])
        seconds, large = sweep(stage, SIZES[-1])
        figures = (f'memory of {SIZES[-1]} suppliers ÷ of {SIZES[-2]}: {large:.1f} / {small:.1f} MB; '
                   f'{SIZES[-1] / seconds:.0f} suppliers per second, {seconds:.0f} s')
        return Result(self.name, figures, large / small, 1.25, True)


class Report:
    """One report at every size: an exact count by scan grows with the tenant, not faster."""

    def __init__(self, name, path):
        self.name, self.path = name, path

    def once(self, stage, size):
        token = stage.program('token', '--tenant', slug(size), '--bundle', 'viewer')
        request = urllib.request.Request(stage.url + self.path,
                                         headers={'Authorization': f'Bearer {token}'})
        begin = time.monotonic()
        with urllib.request.urlopen(request, timeout=30) as reply:
            reply.read()
        return time.monotonic() - begin

    def measure(self, stage, rounds):
        fill(stage)
        times = {size: [] for size in SIZES}
        for _ in range(rounds + 1):
            for size in SIZES:
                times[size].append(self.once(stage, size))
        medians = {size: statistics.median(all_times[1:]) for size, all_times in times.items()}
        figures = 'ms at ' + ', '.join(f'{size}: {seconds * 1000:.1f}'
                                       for size, seconds in medians.items())
        return Result(self.name, figures, medians[SIZES[-1]] / medians[SIZES[-2]], 12, True)


ROWS = [Report('summary', '/v1/reports/summary'), Report('heat map', '/v1/reports/heat-map'),
        Report('threats', '/v1/reports/threats'), Report('trend', '/v1/reports/trend'), Sweep()]
