"""Rows of ./dev bench about what must not grow with a tenant: pages of lists, totals, a nightly push.

What the database spends is read from the kernel's account of the service's backends, so that what else
the machine does hardly counts; its clock ticks 100 times a second, so each page is asked for often.
"""

import pathlib
import statistics

import crowd
import load
from rows import Result

REPEATS = 60  # of a page: 3 ms of CPU each are 18 ticks
PUSHED = 1_000
CLIENTS = 4

FILTERS = {  # of a list: one filter each, common and absent
    'suppliers': [
        'status=active', 'status=archived', 'assessment_status=assessed',
        'assessment_status=stale', 'tag=none', 'country=JP', 'country=FR', 'kind=partner', 'tier=T1', 'tier=T4',
        'recommended_star=3', 'band=moderate', 'band=very_high', 'score[gte]=1', 'score[lte]=0.5',
        'owner=nobody', 'corporate_number=7000012050002', 'data_sensitivity=personal',
        'supply_chain_stage=service', 'record_volume=over_100000', 'access_level=administrator',
        'updated_at[gte]=2020-01-01T00:00:00Z', 'updated_at[lt]=2020-01-01T00:00:00Z',
        'external_source=erp', 'external_id=E-1'],
    'findings': ['state=open', 'state=closed', 'kind=not_done', 'kind=unanswered', 'question=CYB-04',
                 'question=none', 'regression=true', 'provisional=true'],
    'responses': ['state=requested', 'state=returned', 'overdue=true', 'due_on[lt]=2020-01-01'],
    'risk-scores': ['band=moderate', 'tier=T4', 'cause=final', 'cause=incident', 'current=true'],
    'certificates': ['kind=isms', 'kind=tisax', 'state=valid', 'state=expired', 'expiring_within=30'],
}
SORTS = {
    'suppliers': ['created_at', '-created_at', 'updated_at', '-updated_at', 'name', '-name', 'name_kana',
                  '-name_kana', 'risk_score', '-risk_score'],
    'findings': ['reduction', '-reduction', 'contribution', '-contribution', 'last_seen_at', '-last_seen_at'],
}


SEARCHES = ['/v1/suppliers?limit=50&q=supplier', '/v1/suppliers?limit=50&q=nowhere']


def paths():
    for name, filters in FILTERS.items():
        yield from (f'/v1/{name}?limit=50&{each}' for each in filters)
        yield from (f'/v1/{name}?limit=50&sort={each}' for each in SORTS.get(name, ['']) if each)
        yield f'/v1/{name}?limit=50&include_total=true'


def spent(stage):
    """CPU of the service's backends so far, in ms."""
    pids = stage.sql("select pid from pg_stat_activity where usename = 'renkei_app'")
    return {pid: sum(map(int, pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()[11:13])) * 10
            for (pid,) in pids}


def page_cost(stage, tenant, path):
    """ms of database CPU of one page."""
    requests = [('GET', path, tenant.token, '-', '')]
    load.send_once(stage, requests * 2 * CLIENTS, CLIENTS)  # prepared, in memory
    before = spent(stage)
    sent = load.send_once(stage, requests * REPEATS, CLIENTS)
    after = spent(stage)
    if set(sent.statuses) != {200}:
        raise SystemExit(f'{path} answered {dict(sent.statuses)}')
    return sum(after[pid] - before.get(pid, 0) for pid in after) / REPEATS


class Pages:
    """Pages of 50 of the tenant of 100 000: no filter and no sort may cost more than this."""
    name = 'page'

    def measure(self, stage, rounds):
        del rounds
        tenant = crowd.of(stage, max(crowd.TENANTS))
        costs = sorted((page_cost(stage, tenant, path), path) for path in paths())
        worst = ', '.join(f'{path} {cost:.1f}' for cost, path in costs[-3:])
        figures = (f'ms of database CPU for the dearest of {len(costs)} pages of 50 of {tenant.size} suppliers;'
                   f' median {statistics.median(cost for cost, _ in costs):.2f}; {worst}')
        return Result(self.name, figures, costs[-1][0], 3, True)


class Search:
    """Looks at 20 000 suppliers for a page, whatever it finds; no index can answer it."""
    name = 'search'

    def measure(self, stage, rounds):
        del rounds
        tenant = crowd.of(stage, max(crowd.TENANTS))
        costs = [page_cost(stage, tenant, path) for path in SEARCHES]
        figures = f'ms of database CPU for a page of a search that finds nothing; {costs[0]:.1f} where all are found'
        return Result(self.name, figures, costs[-1], None)


class Push:
    """A purchasing system sends suppliers that are new, as in its first night: PUT by its own number."""
    name = 'push'

    def measure(self, stage, rounds):
        del rounds
        times = {}
        for tenant in (crowd.of(stage, size) for size in (min(crowd.TENANTS), max(crowd.TENANTS))):
            self.push(stage, tenant, range(PUSHED // 10))
            times[tenant.size] = self.push(stage, tenant, range(PUSHED // 10, PUSHED))
        small, large = times[min(times)], times[max(times)]
        figures = (f'ms of database CPU for a new supplier by its external id at {max(times)} suppliers ÷ at'
                   f' {min(times)}: {large:.2f} ÷ {small:.2f}')
        return Result(self.name, figures, large / small, 1.5, True)

    def push(self, stage, tenant, numbers):
        requests = [('PUT', f'/v1/suppliers/by-external-id/bench/P-{n}', tenant.token, '-', load.body({
            'name': f'株式会社 {n}', 'contacts': [{'name': '担当', 'email': f'p{n}@example.co.jp'}]}))
            for n in numbers]
        before = spent(stage)
        sent = load.send_once(stage, requests, CLIENTS)
        after = spent(stage)
        if set(sent.statuses) != {201}:
            raise SystemExit(f'a push answered {dict(sent.statuses)}')
        return sum(after[pid] - before.get(pid, 0) for pid in after) / len(requests)


ROWS = [Pages(), Search(), Push()]
