"""Rows of ./dev bench about large tenants: reports, claims, the sweep, accepting, typing meanwhile."""

import pathlib
import statistics
import subprocess
import time

import crowd
import load
from rows import CODES, Result

BATCH = 100
ACCEPTS = 750
WARMING = 160  # before them, ten for each writer
WRITERS = 16
SECONDS = 6


def milliseconds(call):
    begin = time.monotonic()
    call()
    return (time.monotonic() - begin) * 1000


class Report:
    """An exact count by scan: its time may grow with the tenant from 10 000 suppliers, not faster."""

    def __init__(self, name, path):
        self.name, self.path = name, path

    def measure(self, stage, rounds):
        tenants = [crowd.of(stage, size) for size in sorted(crowd.TENANTS)]
        times = {tenant.size: [] for tenant in tenants}
        for tenant in tenants:
            self.warm(tenant)
        for _ in range(2 * rounds + 1):  # interleaved: what else the machine does hits each alike
            for tenant in tenants:
                times[tenant.size].append(
                    milliseconds(lambda tenant=tenant: tenant.ask('GET', self.path)))
        times = {size: statistics.median(all_times) for size, all_times in times.items()}
        *_, middle, large = sorted(times)
        figures = ', '.join(f'{size}: {time:.1f}' for size, time in sorted(times.items()))
        return Result(self.name, f'exact count by scan, ms at {figures}',
                      times[large] / times[middle], 12, True)

    def warm(self, tenant):
        for _ in range(8):  # every worker thread has its statement prepared
            tenant.ask('GET', self.path)


class Claim:
    """A reminder job that takes 100 at a time, each with a fresh answer link."""
    name = 'claim'

    def measure(self, stage, rounds):
        tenant = crowd.of(stage, sorted(crowd.TENANTS)[-2])
        taken = []

        def claim():
            taken.append(len(tenant.ask('POST', '/v1/reminders/claim', {
                'worker_id': 'bench', 'max': BATCH, 'kinds': ['response_due']})['data']))

        first = milliseconds(claim)
        times = [milliseconds(claim) for _ in range(2 * rounds)]
        if set(taken) != {BATCH}:
            raise SystemExit(f'claims of {BATCH} brought {taken}')
        figures = (f'ms for {BATCH} reminders, median; {first:.0f} ms for the first, which builds'
                   f' the queue of {tenant.size} suppliers')
        return Result(self.name, figures, statistics.median(times), None, rounds=times)


class Accept:
    """Accepting 25 answers each: findings, certificates, a measure, the score, events."""
    name = 'accept'

    def measure(self, stage, rounds):
        tenant = crowd.of(stage, max(crowd.TENANTS))
        self.send(stage, tenant.accept_requests(0, WARMING))  # statements are planned once a connection
        each = ACCEPTS // rounds
        parts = [self.send(stage, tenant.accept_requests(WARMING + n * each, each)) for n in range(rounds)]
        self.check(stage, tenant, WARMING + rounds * each)
        p99 = [sent.percentile(99) * 1000 for sent in parts]
        figures = (f'responses accepted per second by {WRITERS} writers of one tenant, p99'
                   f' {statistics.median(p99):.0f} ms ({min(p99):.0f} to {max(p99):.0f})')
        rates = [each / sent.seconds for sent in parts]
        return Result(self.name, figures, statistics.median(rates), 300, rounds=rates)

    def send(self, stage, requests):
        sent = load.send_once(stage, requests, WRITERS)
        if set(sent.statuses) != {200}:
            raise SystemExit(f'accept answered {dict(sent.statuses)}')
        return sent

    def check(self, stage, tenant, count):
        """Each acceptance left its findings, its certificates, its measure and its score."""
        left = stage.sql(f"""
            select (select count(*) from app.findings f where f.tenant_id = r.tenant_id
                      and f.response_id = r.id and f.state = 'open' and not f.provisional),
                   (select count(*) from app.certificates c where c.tenant_id = r.tenant_id
                      and c.supplier_id = r.supplier_id),
                   (select count(*) from app.measures m where m.tenant_id = r.tenant_id
                      and m.supplier_id = r.supplier_id),
                   (select count(*) from app.risk_scores s where s.tenant_id = r.tenant_id
                      and s.response_id = r.id and s.cause = 'final'), count(*)
              from app.responses r
             where r.tenant_id = '{tenant.id}' and r.state = 'accepted'
               and r.id between '{tenant.response(0)}' and '{tenant.response(count - 1)}'
             group by 1, 2, 3, 4""")
        if left != [(len(crowd.GAPS), 2, 1, 1, count)]:
            raise SystemExit(f'accepting left {left}')


class Sweeping:
    """A running `renkei sweep` of one tenant."""

    def __init__(self, stage, tenant):
        self.stage, self.tenant = stage, tenant
        self.process = subprocess.Popen([stage.binary, 'sweep', '--tenant', tenant.id],
                                        env=stage.environment(), stdout=subprocess.PIPE, text=True)

    def progress(self):
        """The share of suppliers looked at so far."""
        rows = self.stage.sql(f"select suppliers from app.sweeps where tenant_id = '{self.tenant.id}'"
                              ' and finished_at is null')
        return rows[0][0] / self.tenant.size if rows else 0

    def resident(self):
        status = pathlib.Path(f'/proc/{self.process.pid}/status').read_text()
        return int(status.split('VmRSS:')[1].split()[0]) / 1024

    def running(self):
        return self.process.poll() is None

    def stop(self):
        self.process.terminate()
        self.process.communicate()


class Sweep:
    name = 'sweep'

    def measure(self, stage, rounds):
        del rounds
        tenant = crowd.of(stage, max(crowd.TENANTS))
        samples = []
        begin = time.monotonic()
        sweeping = Sweeping(stage, tenant)
        while sweeping.running():
            share = sweeping.progress()
            if share >= 0.05 and sweeping.running():
                samples.append(sweeping.resident())
            time.sleep(0.1)
        seconds = time.monotonic() - begin
        told = sweeping.process.communicate()[0]
        if sweeping.process.returncode != 0:
            raise SystemExit(f'the sweep failed: {told}')
        counts = told.strip().split(': ', 2)[2]
        return Result(self.name, f'MB grown from the first twentieth to the end ({samples[0]:.1f} to'
                      f' {samples[-1]:.1f}); {tenant.size / seconds:.0f} suppliers/s: {counts}',
                      max(samples) - samples[0], 2, True)


class Busy:
    """People type while 16 acceptances at a time and the sweep run on the same tenant."""
    name = 'busy tenant'

    def measure(self, stage, rounds):
        del rounds
        tenant = crowd.of(stage, max(crowd.TENANTS))
        tenant.ask('POST', '/v1/operations/sweep?restart=true')
        sweeping = Sweeping(stage, tenant)
        taken = WARMING + ACCEPTS
        accepting = load.Sender(
            stage, tenant.accept_requests(taken, tenant.submitted - taken), WRITERS)
        saves = [('PUT', f'/v1/responses/{response}/answers/{code}', tenant.token, '*',
                  load.body({'answer': word}))
                 for word in ('done', 'not_done') for code in CODES for response in tenant.asked(64)]
        try:
            accepting.start()
            saved = load.wrk_figures(stage, saves, SECONDS, WRITERS)
        finally:
            is_swept, is_accepted = not sweeping.running(), accepting.finished()
            accepted = accepting.stop()
            sweeping.stop()
        failed = saved.errors + sum(count for status, count in accepted.statuses.items()
                                    if status >= 500)
        during = 'no longer than' if is_swept or is_accepted else 'longer than'
        figures = (f'failures; autosave p99 {saved.p99 / 1000:.0f} ms at {saved.rate:.0f}/s by'
                   f' {WRITERS} people; {dict(accepted.statuses)} accepted meanwhile;'
                   f' both that and the sweep ran {during} it')
        return Result(self.name, figures, failed, 0, True)


ROWS = [
    Report('summary', '/v1/reports/summary'),
    Report('heat map', '/v1/reports/heat-map'),
    Report('threats', '/v1/reports/threats'),
    Report('trend', '/v1/reports/trend'),
    Claim(),
    Sweep(),
    Accept(),
    Busy(),
]
