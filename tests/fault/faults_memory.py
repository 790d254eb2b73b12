"""Memory that is refused: once at each place, and at random under load.

The program's rule is that it ends (SIGABRT, "out of memory") and is started again, or refuses the
request. It never crashes in code of its own, never answers what is not so, never applies half.
"""
import collections
import contextlib
import http.client
import signal
import subprocess
import time

from catalogue import fault
from memory import Orders
from service import BINARY
from writers import Load, Unsent


def end_of(stage, before):
    """The status with which the service ended since there were `before` ends, None when it did not."""
    time.sleep(0.002)
    with contextlib.suppress(OSError, http.client.HTTPException, Unsent):
        stage.caller(5).send("GET", "/livez", "")
        if len(stage.service.ends) == before:
            return None
    if not wait_for_end(stage, before):
        return None
    stage.service.ends[-1].meant = True  # it was made to
    status = stage.service.ends[-1].status
    stage.service.wait_until("/readyz", 200, 20)
    return status


def wait_for_end(stage, before):
    """Until the service has ended once more than `before` times; False: it did not."""
    deadline = time.monotonic() + 10
    while len(stage.service.ends) <= before and time.monotonic() < deadline:
        time.sleep(0.005)
    return len(stage.service.ends) > before


def kinds(writer, page):
    """{name: a request of that kind}, each told to the journal when it writes."""
    def read(path):
        reply = writer.caller.send("GET", path, writer.token)
        assert reply.status in (200, 500, 503), f"GET {path} answers {reply.status}"
        assert reply.status != 200 or path != page or reply.raw == kinds.shown, "a page is shown in another way"

    return {
        "create": writer.create,
        "change": lambda: writer.tag(writer.known[-1]) if writer.known else writer.create(),
        "late change": lambda: writer.tag_late(writer.known[-1]) if writer.known else writer.create(),
        "remove": lambda: writer.remove(writer.known.pop()) if writer.known else writer.create(),
        "read": lambda: read(page),
        "readiness": lambda: read("/readyz"),
    }


def fail_each(stage, orders, name, send, own, stride):
    """Sends with the 1st, 2nd, … allocation failing until none did. {how it ended: count}"""
    found = collections.Counter()
    for number in range(1, 4000, stride):
        before = len(stage.service.ends)
        orders.write(countdown=number, own=own)
        with contextlib.suppress(OSError, http.client.HTTPException, Unsent):
            send()
        failed = orders.disarm()
        status = end_of(stage, before)
        place = orders.crashed_in
        found["answered" if status is None else signal.Signals(-status).name] += failed
        stage.claim(status in (None, -signal.SIGABRT, -signal.SIGSEGV),
                    f"{name}, allocation {number}: the service ends with {status}")
        stage.claim(not place.endswith("/renkei"), f"{name}, allocation {number} at {orders.failed_at}: crash in code of ours")
        if not failed:
            return found
    raise AssertionError(f"{name} has no last allocation")


def torture(stage, own, stride):
    """Each kind of request with allocations failing one at a time."""
    orders = Orders(stage.folder / "malloc")
    stage.serve(RENKEI_THREADS="2", **orders.environment)
    stage.allowed.add("500 internal")  # of the request whose memory was refused
    load = Load(stage.folder, stage.services, stage.tokens, stage.seed, writers=1)
    stage.loads.append(load)
    writer, found = load.writers[0], collections.Counter()
    for _ in range(3):
        writer.create()
    page = f"/v1/suppliers/{writer.known.pop(0).id}"
    kinds.shown = writer.caller.send("GET", page, writer.token).raw
    for name, send in kinds(writer, page).items():
        found += fail_each(stage, orders, name, send, own, stride)
    return found


@fault("F24", "allocations of the program itself fail, one at a time: start, first requests, commands", quick=9, long=1)
def own_allocations(stage):
    """`seconds` is the stride here."""
    orders = Orders(stage.folder / "malloc")
    stage.serve(RENKEI_THREADS="2", **orders.environment)
    found = fail_each_start(stage, orders, int(stage.seconds))
    found += fail_each_command(stage, Orders(stage.folder / "malloc of commands"), 11 * int(stage.seconds))
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


@fault("F24b", "allocations of the whole process fail, one at a time", quick=29, long=2)
def all_allocations(stage):
    """`seconds` is the stride here."""
    found = torture(stage, own=0, stride=int(stage.seconds))
    stage.note(", ".join(f"{count} {name}" for name, count in found.items() if count))


@fault("F24c", "one allocation in 5 000 fails, under load", quick=6, long=60)
def random_allocations(stage):
    orders = Orders(stage.folder / "malloc")
    stage.serve(tenants=2, **orders.environment)
    stage.allowed.add("500 internal")
    with stage.writing() as load:
        time.sleep(0.5)
        orders.write(every=5000)
        for _ in stage.every(0.2):
            stage.claim(not orders.crashed_in.endswith("/renkei"), "crash in code of ours")
        orders.write()
        time.sleep(1)
    for end in stage.service.ends:
        end.meant |= end.status in (-signal.SIGABRT, -signal.SIGSEGV, 78)  # 78: a start that found no memory
    ends = collections.Counter(name_of(end.status) for end in stage.service.ends)
    stage.note(f"ends: {dict(ends)}, at most {load.gap():.2f} s without a write")
