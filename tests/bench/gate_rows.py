"""Rows of ./dev bench about the order gate, in the tenant of 100 000 suppliers."""

import http.client
import statistics
import threading
import time

import crowd
import load
from rows import Result
from stage import supplier_id

MANY = 500  # as many as a call takes
RATE, SECONDS, CLIENTS = 200, 10, 8  # single checks a second, for how long, on so many connections


def some(tenant, count):
    """Suppliers all over the tenant."""
    return [supplier_id(tenant.number, n * (tenant.size - 10) // count) for n in range(count)]


class Many:
    """What a nightly job asks, and a form with a long list."""
    name = 'gate many'

    def measure(self, stage, rounds):
        tenant = crowd.of(stage, max(crowd.TENANTS))
        requests = [('POST', '/v1/supplier-status', tenant.token, '-', load.body({
            'items': [{'id': supplier} for supplier in some(tenant, MANY)]}))]
        load.send_once(stage, requests * 8, 1)
        sent = load.send_once(stage, requests * 4 * rounds, 1)
        if set(sent.statuses) != {200}:
            raise SystemExit(f'the gate answered {dict(sent.statuses)}')
        figures = f'ms for {MANY} suppliers in one call, median; p99 {sent.percentile(99) * 1000:.0f}'
        return Result(self.name, figures, statistics.median(sent.times) * 1000, 60, True)


class Paced:
    """Sends at a fixed rate, whatever the replies take: a late reply makes none of the others late."""

    def __init__(self, stage, requests, rate):
        self.stage, self.requests, self.rate = stage, requests, rate
        self.times, self.failed = [], 0
        self.begin = time.monotonic() + 0.1

    def work(self, first):
        connection = http.client.HTTPConnection(self.stage.listen, timeout=10)
        for n in range(first, len(self.requests), CLIENTS):
            due = self.begin + n / self.rate
            time.sleep(max(0, due - time.monotonic()))
            path, token = self.requests[n]
            connection.request('GET', path, headers={'Authorization': f'Bearer {token}'})
            reply = connection.getresponse()
            reply.read()
            self.failed += reply.status != 200
            self.times.append(time.monotonic() - due)

    def run(self):
        threads = [threading.Thread(target=self.work, args=(n,)) for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(self.times)


class Single:
    """What a purchase form asks, from many desks at once; a late start counts as late."""
    name = 'gate single'

    def measure(self, stage, rounds):
        del rounds
        tenant = crowd.of(stage, max(crowd.TENANTS))
        requests = [(f'/v1/suppliers/{supplier}/status', tenant.token)
                    for supplier in some(tenant, RATE * SECONDS)]
        Paced(stage, requests[:RATE], RATE).run()
        paced = Paced(stage, requests, RATE)
        times = paced.run()
        if paced.failed:
            raise SystemExit(f'{paced.failed} single checks failed')
        figures = f'ms, p99 of single checks at {RATE}/s; median {statistics.median(times) * 1000:.1f}'
        return Result(self.name, figures, times[len(times) * 99 // 100] * 1000, 10, True)


ROWS = [Many(), Single()]
