"""Rows of ./dev bench about neighbours: short reads beside slow reports, and on many connections."""

import statistics

import crowd
import load
from rows import Result, get_requests

REPORT, REPORTERS = '/v1/reports/summary', 32
STAYING, STAYING_TENANTS = 2000, 20


def ratios(alone, beside):
    """Of each round: of the rates, and of the 99th percentiles."""
    return [there.rate / here.rate for here, there in zip(alone, beside)], \
        [there.p99 / here.p99 for here, there in zip(alone, beside)]


class BesideReports:
    """GET by id while 32 clients of another tenant ask for a report of 10 000 suppliers, over and over."""
    name = 'beside reports'

    def measure(self, stage, rounds):
        tenant = crowd.of(stage, sorted(crowd.TENANTS)[-2])
        requests = get_requests(stage)
        alone, beside, reports = [], [], 0
        for _ in range(rounds):
            alone.append(load.wrk_figures(stage, requests))
            sender = load.Sender(stage, [('GET', REPORT, tenant.token, '-', '')] * 10_000, REPORTERS)
            sender.start()
            beside.append(load.wrk_figures(stage, requests))
            reports += sender.stop().statuses[200]
        if any(figures.errors for figures in alone + beside):
            raise SystemExit('a GET failed beside reports')
        kept, slower = ratios(alone, beside)
        figures = (f'of {statistics.median(figures.rate for figures in alone):.0f}/s kept beside {reports / rounds:.0f} reports'
                   f' in {load.SECONDS} s; p99 {statistics.median(slower):.1f} times as long')
        return Result(self.name, figures, statistics.median(kept), 0.7, rounds=kept)


class ManyConnections:
    """Of 20 tenants, since a tenant's lane is as long as what one program may have waiting."""
    name = 'connections'

    def measure(self, stage, rounds):
        requests = get_requests(stage, STAYING_TENANTS)
        few, many = [], []
        for _ in range(rounds):
            few.append(load.wrk_figures(stage, requests))
            many.append(load.wrk_figures(stage, requests, connections=STAYING))
        if any(figures.errors for figures in few + many):
            raise SystemExit('a GET failed on many connections')
        kept, _ = ratios(few, many)
        p99 = [figures.p99 / 1000 for figures in many]
        figures = (f'GETs on {STAYING} connections ÷ on {load.CONNECTIONS}; p99 {statistics.median(p99):.0f} ms'
                   f' ({min(p99):.0f} to {max(p99):.0f}), {stage.resident() / 1e6:.0f} MB resident')
        return Result(self.name, figures, statistics.median(kept), 0.6, rounds=kept)


ROWS = [BesideReports(), ManyConnections()]
