"""Writers: sixteen callers that write, remember, and ask again when they were not told.

Half of what ended without an answer (or with one that says so) is sent again, with the same
Idempotency-Key or the same If-Match, until it is known; the other half is left as it is.
"""
import collections
import contextlib
import http.client
import json
import random
import threading
import time

from journal import ACKED, REFUSED, UNKNOWN, Journal, Numbers, Operation

PROFILE = {"data_sensitivity": "confidential", "business_dependency": "medium", "substitutability": "hard"}
TAGS = 40  # of one supplier; the contract allows 50
NOT_YET = ("idempotency_in_flight", "conflict_busy", "unavailable", "outcome_unknown", "rate_limited")


class Reply:
    def __init__(self, status, raw, headers):
        self.status, self.raw, self.headers = status, raw, headers

    @property
    def body(self):
        return json.loads(self.raw) if self.raw else {}

    @property
    def code(self):
        """Of a problem; libmicrohttpd below the service answers some faults itself, in HTML."""
        if self.status < 400:
            return ""
        return self.body.get("code", "") if "json" in self.headers.get("Content-Type", "") else "no problem"


class Unsent(Exception):
    """Nobody listens: the request never left."""


class Caller:
    """HTTP to one of the services; the next one after a fault."""

    def __init__(self, services, number, seconds):
        self.services, self.turn, self.seconds, self.connection = services, number, seconds, None

    def send(self, method, path, token, body=None, headers=None):
        """A Reply; Unsent, or OSError and HTTPException when the answer is not known."""
        headers = {"Authorization": f"Bearer {token}", **(headers or {})}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self.connection is None:
            self.connect()
        try:
            self.connection.request(method, path, body, headers)
            reply = self.connection.getresponse()
            found = Reply(reply.status, reply.read(), reply.headers)
        except (OSError, http.client.HTTPException):
            self.drop()
            raise
        if found.headers.get("Connection", "").lower() == "close":
            self.drop()
        return found

    def connect(self):
        service = self.services[self.turn % len(self.services)]
        self.connection = http.client.HTTPConnection(service.host, service.port, timeout=self.seconds)
        try:
            self.connection.connect()
        except OSError as fault:
            self.drop()
            raise Unsent from fault

    def drop(self):
        if self.connection is not None:
            self.connection.close()
        self.connection, self.turn = None, self.turn + 1


class Known:
    """A supplier as its writer last saw it."""

    def __init__(self, id, revision, tags=0):
        self.id, self.revision, self.tags = id, revision, tags


class Writer:
    """One thread. Works on suppliers of its own, so that it knows what each revision must be."""

    def __init__(self, load, number):
        self.load, self.number = load, number
        self.draw = random.Random(f"{load.seed}/{number}")
        self.tenant = number % len(load.tokens)
        self.caller = Caller(load.services, number, load.seconds)
        self.journal = Journal(load.folder / f"w{number}.journal")
        self.known = []  # suppliers to go on with
        self.left = []   # operations that are to be asked for again
        self.thread = threading.Thread(target=self.work, daemon=True)

    @property
    def token(self):
        return self.load.tokens[self.tenant]()

    def work(self):
        while not self.load.ended.is_set():
            draw = self.draw.random()
            if not self.known:
                self.create()
            elif self.draw.random() < self.load.late:
                self.tag_late(self.draw.choice(self.known))
            elif draw < 0.6:
                self.create()
            elif draw < 0.9:
                self.tag(self.draw.choice(self.known))
            else:
                self.remove(self.known.pop(self.draw.randrange(len(self.known))))
            if self.draw.random() < self.load.reads:
                self.look()
            if self.load.pause:
                time.sleep(self.load.pause)

    # --- the writes

    def operation(self, kind, ref, **members):
        number = self.load.numbers.next()
        return Operation(number, kind, self.tenant, f"{ref}-{self.load.seed}-{number}", **members)

    def create(self):
        operation = self.operation("create", "fault")
        operation.key = f"key-{operation.ref}"
        self.run(operation)
        if operation.outcome == ACKED:
            self.known.append(Known(operation.supplier, operation.got))

    def tag(self, supplier):
        operation = self.operation("tag", "tag", supplier=supplier.id, revision=supplier.revision)
        self.run(operation)
        if operation.outcome == ACKED:
            supplier.revision, supplier.tags = operation.got, supplier.tags + 1
        if operation.outcome == UNKNOWN or supplier.tags >= TAGS:
            self.known.remove(supplier)

    def tag_late(self, supplier):
        """With a revision that is no longer true: refused, and without effect."""
        self.run(self.operation("late", "late", supplier=supplier.id, revision=supplier.revision + 100))

    def remove(self, supplier):
        self.run(self.operation("remove", "remove", supplier=supplier.id, revision=supplier.revision))

    def request(self, operation):
        """Method, path, body and headers of an operation: always the same bytes."""
        if operation.kind == "create":
            key = operation.key if self.load.same_key else f"{operation.key}-{operation.tries}"
            return ("POST", "/v1/suppliers", json.dumps({"name": operation.ref}), {"Idempotency-Key": key})
        path, headers = f"/v1/suppliers/{operation.supplier}", {"If-Match": f'"{operation.revision}"'}
        if operation.kind == "remove":
            return "DELETE", path, None, headers
        body = {"add_tags": [operation.ref]}
        if operation.id % 4 == 0:  # a change that is scored, too
            body["profile"] = {**PROFILE, "business_dependency": ("low", "high")[operation.id // 4 % 2]}
        return "PATCH", path, json.dumps(body), headers

    # --- sending until it is known

    def run(self, operation):
        operation.wanted = self.draw.random() < 0.5
        self.journal.intend(operation)
        while not self.attempt(operation) and operation.wanted and not self.load.ended.is_set():
            time.sleep(0.02 + 0.1 * self.draw.random())
        self.journal.tell(operation)
        if operation.wanted and (operation.outcome == UNKNOWN or operation.code in NOT_YET):
            self.left.append(operation)

    def attempt(self, operation):
        """One try; True when there is nothing more to ask."""
        method, path, body, headers = self.request(operation)
        try:
            began = time.monotonic()
            reply = self.caller.send(method, path, self.token, body, headers)
        except Unsent:
            time.sleep(0.05)  # a caller would try again: nothing was sent, so nothing is unknown
            self.load.count("nobody listens")
            operation.outcome = UNKNOWN if operation.doubtful else REFUSED
            operation.code = "unavailable"
            return False
        except (OSError, http.client.HTTPException) as fault:
            operation.tries += 1
            operation.doubtful, operation.outcome, operation.status = True, UNKNOWN, 0
            self.load.count(type(fault).__name__)
            return False
        operation.tries += 1
        self.load.timed(reply, time.monotonic() - began)
        self.judge(operation, reply)
        return operation.outcome != UNKNOWN and operation.code not in NOT_YET

    def judge(self, operation, reply):
        operation.status, operation.code = reply.status, reply.code
        if reply.status in (200, 201) and not reply.raw.startswith(b"{"):
            self.load.complain(f"{operation.kind} answers {reply.status} with {reply.raw[:80]!r}")
            operation.outcome, operation.doubtful = UNKNOWN, True
        elif reply.status in (200, 201, 204):
            operation.outcome = ACKED
            operation.supplier = operation.supplier or reply.body["id"]
            operation.got = reply.body["revision"] if reply.raw else 0
        elif reply.status >= 500 and operation.code != "unavailable":
            operation.outcome, operation.doubtful = UNKNOWN, True
        elif operation.doubtful and operation.kind != "create":
            self.learn(operation, reply)
        else:
            if reply.status == 412 and operation.kind != "late":
                self.load.complain(f"{operation.supplier} has not revision {operation.revision},"
                                   " which its only writer was told")
            operation.outcome = UNKNOWN if operation.doubtful else REFUSED

    @staticmethod
    def learn(operation, reply):
        """A refusal of a repeated If-Match tells what became of the first try."""
        if operation.kind == "remove":
            operation.outcome = {404: ACKED, 412: REFUSED}.get(reply.status, UNKNOWN)
        elif reply.status == 412:
            current = reply.body["current"]
            applied = operation.ref in current["tags"]
            operation.outcome = ACKED if applied else REFUSED
            operation.got = current["revision"] if applied else 0
        else:  # a supplier that is gone has no tag
            operation.outcome = REFUSED if reply.status == 404 else UNKNOWN

    def resolve(self, deadline):
        """What was left and is to be known, asked again until it is."""
        for operation in self.left:
            while time.monotonic() < deadline and not self.attempt(operation):
                time.sleep(0.05)
            self.journal.tell(operation)

    # --- reading

    def look(self):
        """What was acknowledged is seen; what belongs to another tenant is not."""
        with contextlib.suppress(OSError, http.client.HTTPException, Unsent):
            if self.known:
                known = self.draw.choice(self.known)
                reply = self.caller.send("GET", f"/v1/suppliers/{known.id}", self.token)
                self.load.saw(self, known, reply)
            foreign = self.load.foreign(self.tenant, self.draw)
            if foreign:
                reply = self.caller.send("GET", f"/v1/suppliers/{foreign}", self.token)
                if reply.status == 200:
                    self.load.complain(f"tenant {self.tenant} reads supplier {foreign} of another")


class Load:
    """The writers of one stage, between start and stop."""

    def __init__(self, folder, services, tokens, seed, **options):
        self.folder, self.services, self.tokens, self.seed = folder, services, tokens, seed
        self.seconds = options.get("seconds", 20)     # a caller's patience
        self.pause = options.get("pause", 0)          # between the writes of one writer
        self.late = options.get("late", 0.1)          # share of writes with a revision that is not true
        self.reads = options.get("reads", 0.2)
        self.same_key = options.get("same_key", True)  # False: the mistake that a control makes
        self.numbers, self.ended, self.lock = Numbers(), threading.Event(), threading.Lock()
        self.statuses, self.complaints = collections.Counter(), []
        self.waits, self.acks, self.reads_done = [], [], 0
        self.writers = [Writer(self, number) for number in range(options.get("writers", 16))]

    def start(self):
        for writer in self.writers:
            writer.thread.start()
        return self

    def stop(self):
        self.ended.set()
        for writer in self.writers:
            writer.thread.join()

    def resolve(self, seconds=20):
        """After the fault: asks again, all writers at once."""
        deadline = time.monotonic() + seconds
        threads = [threading.Thread(target=writer.resolve, args=(deadline,)) for writer in self.writers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for writer in self.writers:
            writer.journal.close()

    # --- what the writers tell

    def timed(self, reply, seconds):
        with self.lock:
            self.statuses[f"{reply.status} {reply.code}".strip()] += 1
            self.waits.append(seconds)
            if reply.status < 300:
                self.acks.append(time.monotonic())

    def count(self, what):
        with self.lock:
            self.statuses[what] += 1

    def complain(self, text):
        with self.lock:
            self.complaints.append(text)

    def saw(self, writer, known, reply):
        with self.lock:
            self.reads_done += 1
            self.statuses[f"GET {reply.status}"] += 1
        if reply.status == 404 or (reply.status == 200 and reply.body["revision"] < known.revision):
            self.complain(f"writer {writer.number} reads {reply.status} of {known.id}"
                          f" behind revision {known.revision} it was told")

    def foreign(self, tenant, draw):
        """The id of some supplier of another tenant, None when there is no other."""
        others = [writer for writer in self.writers if writer.tenant != tenant and writer.known]
        return draw.choice(draw.choice(others).known).id if others else None

    def gap(self, since=None, until=None):
        """The longest time without an acknowledged write, between two instants or in all."""
        acks = sorted(at for at in self.acks if since is None or at >= since)
        ends = [since or acks[0], *acks] if acks else []
        if until is not None:
            ends = [at for at in ends if at <= until] + [until]
        return max((later - earlier for earlier, later in zip(ends, ends[1:])), default=0.0)

    def first_ack_after(self, instant):
        """Seconds from an instant to the next acknowledged write, None when none came."""
        return min((at - instant for at in self.acks if at >= instant), default=None)

    def worst(self):
        return max(self.waits, default=0.0)
