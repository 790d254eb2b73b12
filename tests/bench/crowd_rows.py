"""Rows of ./dev bench about work in one large tenant: claims, accepting, typing meanwhile."""

import statistics
import subprocess
import time

import crowd
import load
import monitoring
from rows import CODES, Result

BATCH = 100
ACCEPTS = 500
WRITERS = 16
SECONDS = 6


def milliseconds(call):
    begin = time.monotonic()
    call()
    return (time.monotonic() - begin) * 1000


class Claim:
    """A reminder job that takes 100 at a time, each with a fresh answer link."""
    name = 'claim'

    def measure(self, stage, rounds):
        tenant = crowd.of(stage, monitoring.SIZES[-2])
        taken = []

        def claim():
            taken.append(len(tenant.ask('POST', '/v1/reminders/claim', {
                'worker_id': 'bench', 'max': BATCH, 'kinds': ['response_due']})['data']))

        first = milliseconds(claim)
        times = [milliseconds(claim) for _ in range(2 * rounds)]
        if set(taken) != {BATCH}:
            raise SystemExit(f'claims of {BATCH} brought {taken}')
        figures = (f'ms for {BATCH} reminders, median; {first:.0f} ms for the first, which queues'
                   f' {crowd.ASKED} of {tenant.size + crowd.ASKED + crowd.SUBMITTED} suppliers')
        return Result(self.name, figures, statistics.median(times), None)


class Accept:
    """Accepting 25 answers each: findings, certificates, a measure, the score, events."""
    name = 'accept'

    def measure(self, stage, rounds):
        del rounds
        tenant = crowd.of(stage, monitoring.SIZES[-1])
        requests = tenant.accept_requests(0, ACCEPTS)
        sent = load.send_once(stage, requests, WRITERS)
        if set(sent.statuses) != {200}:
            raise SystemExit(f'accept answered {dict(sent.statuses)}')
        self.check(stage, tenant, len(requests))
        figures = (f'responses accepted per second by {WRITERS} writers of one tenant, p99'
                   f' {sent.percentile(99) * 1000:.0f} ms')
        return Result(self.name, figures, len(requests) / sent.seconds, None)

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


class Busy:
    """People type while 16 acceptances at a time and the sweep run on the same tenant."""
    name = 'busy tenant'

    def measure(self, stage, rounds):
        del rounds
        tenant = crowd.of(stage, monitoring.SIZES[-1])
        tenant.ask('POST', '/v1/operations/sweep?restart=true')
        sweeping = subprocess.Popen([stage.binary, 'sweep', '--tenant', tenant.id],
                                    env=stage.environment(), stdout=subprocess.DEVNULL)
        accepting = load.Sender(
            stage, tenant.accept_requests(ACCEPTS, crowd.SUBMITTED - ACCEPTS), WRITERS)
        saves = [('PUT', f'/v1/responses/{response}/answers/{code}', tenant.token, '*',
                  load.body({'answer': word}))
                 for word in ('done', 'not_done') for code in CODES for response in tenant.asked(64)]
        try:
            accepting.start()
            saved = load.wrk_figures(stage, saves, SECONDS, WRITERS)
        finally:
            is_swept, is_accepted = sweeping.poll() is not None, accepting.finished()
            accepted = accepting.stop()
            sweeping.terminate()
            sweeping.wait()
        failed = saved.errors + sum(count for status, count in accepted.statuses.items()
                                    if status >= 500)
        during = 'no longer than' if is_swept or is_accepted else 'longer than'
        figures = (f'failures; autosave p99 {saved.p99 / 1000:.0f} ms at {saved.rate:.0f}/s by'
                   f' {WRITERS} people; {len(accepted.times)} accepted meanwhile, {dict(accepted.statuses)};'
                   f' both that and the sweep ran {during} it')
        return Result(self.name, figures, failed, 0, True)


ROWS = [Claim(), Accept(), Busy()]
