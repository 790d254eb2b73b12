"""Memory that is refused: once at each place, and at random under load.

The program's rule is that it ends (SIGABRT, "out of memory") and is started again, or refuses the
request. It never crashes in code of its own, never answers what is not so, never applies half.
"""
import collections
import contextlib
import http.client
import re
import signal
import subprocess
import time

from catalogue import fault
from memory import Orders
from service import BINARY
from writers import Load, Unsent


ENDS = (-signal.SIGABRT, -signal.SIGSEGV, 78)  # 78: a start that found no memory


def end_of(stage, before):
    """How the service ended since there were `before` ends, None when it goes on."""
    time.sleep(0.005)  # what belongs to a request is cleared away behind its answer
    with contextlib.suppress(OSError, http.client.HTTPException, Unsent):
        statuses = list(answers(stage, until=200))
        if len(stage.service.ends) == before and stage.service.process.poll() is None:
            stage.claim(statuses[-1] == 200, f"then every request answers {statuses[-1]}; it failed at {way(stage.service)}")
            return None
    if not wait_for_end(stage, before):
        return None
    stage.service.wait_until("/readyz", 200, 20)
    ends = stage.service.ends[before:]
    for end in ends:
        end.meant = end.status in ENDS  # it was made to
    return ends[0].status


def answers(stage, until, tries=8):
    """Statuses of the same good request, sent until it is answered as it should."""
    for _ in range(tries):
        yield (status := stage.caller(5).send("GET", "/v1/me", stage.token(0)).status)
        if status == until:
            return
        time.sleep(0.3)


def wait_for_end(stage, before):
    """Until the service has ended once more than `before` times; False: it did not."""
    deadline = time.monotonic() + 10
    while len(stage.service.ends) <= before and time.monotonic() < deadline:
        time.sleep(0.005)
    return len(stage.service.ends) > before


class Wrong(Exception):
    """An answer that is not so."""


class Kinds:
    """A request of each kind; those that write are told to the journal."""

    def __init__(self, writer):
        self.writer = writer
        for _ in range(3):
            writer.create()
        self.page = f"/v1/suppliers/{writer.known.pop(0).id}"
        self.shown = self.get(self.page).raw

    def get(self, path):
        return self.writer.caller.send("GET", path, self.writer.token)

    def read(self):
        reply = self.get(self.page)
        if reply.status not in (200, 500, 503):
            raise Wrong(f"a page answers {reply.status}")
        if reply.status == 200 and reply.raw != self.shown:
            raise Wrong(f"a page is shown in another way: {reply.raw[:200]}")

    def each(self):
        """(name, what comes before, how to send it)"""
        writer = self.writer

        def known(use, take=lambda: writer.known[-1]):
            return lambda: use(take()) if writer.known else writer.create()
        sends = {"create": writer.create, "change": known(writer.tag), "late change": known(writer.tag_late),
                 "remove": known(writer.remove, lambda: writer.known.pop()), "read": self.read,
                 "readiness": lambda: self.get("/readyz")}
        return [(name, lambda: None, send) for name, send in sends.items()]


def way(service):
    """The functions on the way to the allocation that failed last, innermost first."""
    told = service.error_log.read_text(errors="replace").rpartition("failed by order:\n")[2]
    frames = re.findall(r"([^/\s]+)\(([^)]*)\)\[", told)[3:12]
    return " < ".join(f"{name.split('.')[0]}:{place}" for name, place in frames)


def fail_each(stage, orders, kind, stride):
    """Sends with the 1st, 2nd, … allocation failing until none did. {how it ended: count}"""
    name, prepare, send = kind
    found = collections.Counter()
    for number in range(1, 4000, stride):
        prepare()
        before = len(stage.service.ends)
        orders.write(countdown=number)
        try:
            send()
        except Wrong as wrong:
            stage.claim(False, f"{name}, allocation {number}: {wrong}; it failed at {way(stage.service)}")
        except (OSError, http.client.HTTPException, Unsent):
            pass  # no answer is right, too
        failed = orders.disarm()
        stage.loads[0].writers[0].caller.drop()
        status = end_of(stage, before)
        found["answered" if status is None else name_of(status)] += failed
        stage.claim(status is None or status in ENDS,
                    f"{name}, allocation {number}: the service ends with {status}")
        stage.claim(not orders.crashed_in.endswith("/renkei"),
                    f"{name}, allocation {number} at {orders.failed_at}: crash in code of ours")
        if not failed:
            return found
    raise AssertionError(f"{name} has no last allocation")


def torture(stage, stride):
    """Each kind of request with allocations failing one at a time, each on a connection of its own."""
    orders = Orders(stage.folder / "malloc")
    stage.serve(RENKEI_THREADS="2", **orders.environment)
    stage.allows_500 = True  # of the request whose memory was refused
    load = Load(stage.folder, stage.services, stage.tokens, stage.seed, writers=1)
    stage.loads.append(load)
    load.ended.set()  # one try each; what is unknown is asked for at the end
    found = collections.Counter()
    for kind in [*Kinds(load.writers[0]).each(), first_token(stage)]:
        found += fail_each(stage, orders, kind, stride)
    return found


def first_token(stage):
    """A process judges its first token: libraries set up then what they need for ever."""
    def start_anew():
        before = len(stage.service.ends)
        stage.service.kill()
        wait_for_end(stage, before)
        stage.service.wait_until("/livez", 200, 20)
    return "first token", start_anew, lambda: stage.caller(5).send("GET", "/v1/me", stage.token(0))


@fault("F24", "allocations of the program itself fail, one at a time: start, first requests, commands", quick=9, long=1)
def own_allocations(stage):
    """`seconds` is the stride here."""
    orders = Orders(stage.folder / "malloc")
    stage.serve(RENKEI_THREADS="2", **orders.environment)
    found = fail_each_start(stage, orders, int(stage.seconds))
    found += fail_each_command(stage, Orders(stage.folder / "malloc of commands"), 11 * int(stage.seconds))
    for end in stage.service.ends:  # also one that was noted after its start had been counted
        end.meant |= end.status in ENDS
    stage.note(", ".join(f"{count} {name}" for name, count in found.items() if count))


def fail_each_start(stage, orders, stride):
    """A process is started anew for each allocation up to its first answers. {how it ended: count}"""
    found = collections.Counter()
    for number in range(1, 4000, stride):
        before = len(stage.service.ends) + 1  # one more is the end that starts it anew
        orders.write(countdown=number, own=1)
        stage.service.kill()
        wait_for_end(stage, before - 1)
        stage.service.wait_until("/readyz", 200, 20)
        with contextlib.suppress(OSError, http.client.HTTPException, Unsent):  # it ends in this one
            status = stage.caller().send("GET", "/v1/suppliers", stage.token(0)).status
            stage.claim(status == 200, f"start, allocation {number}: then a list answers {status}")
        failed = orders.disarm()
        stage.claim(not orders.crashed_in.endswith("/renkei"), f"start, allocation {number} at {orders.failed_at}: crash")
        ends = stage.service.ends[before:]
        for end in ends:
            end.meant = True
        found["start " + (name_of(ends[0].status) if ends else "goes on")] += failed
        if not failed:
            return found
    raise AssertionError("the start has no last allocation")


def name_of(status):
    return signal.Signals(-status).name if status < 0 else f"status {status}"


COMMANDS = [["version"], ["token", "--tenant", "{tenant}"], ["check"], ["score", "--brief"], ["tenant", "list"]]
LINE = '{"profile": {"data_sensitivity": "confidential"}, "answers": {"CYB-01": {"answer": "done"}}}\n'


def fail_each_command(stage, orders, stride):
    """A command says what is wrong or ends; it never crashes in our code, never says that all is well."""
    environment = {**stage.service.environment(), **orders.environment}
    found = collections.Counter()
    for command in COMMANDS:
        command = [word.format(tenant=stage.tenants[0].id) for word in command]
        for number in range(1, 9000, stride):
            orders.write(countdown=number, own=1)
            done = subprocess.run([BINARY, *command], env=environment, input=LINE, capture_output=True, text=True,
                                  timeout=30, check=False)
            failed = orders.disarm()
            if not failed:
                break
            found["command " + name_of(done.returncode)] += 1
            stage.claim(done.returncode != 0, f"{command[0]}, allocation {number} at {orders.failed_at}: success")
            stage.claim(not orders.crashed_in.endswith("/renkei"), f"{command[0]}, allocation {number} at {orders.failed_at}: crash")
    return found


@fault("F24b", "allocations of the whole process fail, one at a time", quick=29, long=1)
def all_allocations(stage):
    """`seconds` is the stride here."""
    found = torture(stage, int(stage.seconds))
    stage.note(", ".join(f"{count} {name}" for name, count in found.items() if count))


@fault("F24c", "one allocation in 5 000 fails, under load", quick=6, long=60)
def random_allocations(stage):
    orders = Orders(stage.folder / "malloc")
    stage.serve(tenants=2, **orders.environment)
    stage.allows_500 = True
    with stage.writing() as load:
        time.sleep(0.5)
        orders.write(every=5000)
        for _ in stage.every(0.2):
            stage.claim(not orders.crashed_in.endswith("/renkei"), "crash in code of ours")
        orders.write()
        time.sleep(1)
    for end in stage.service.ends:
        end.meant |= end.status in ENDS
    ends = collections.Counter(name_of(end.status) for end in stage.service.ends)
    stage.note(f"ends: {dict(ends)}, at most {load.gap():.2f} s without a write")
