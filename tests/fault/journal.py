"""What the writers meant to do and what they were told, line by line, on disk before it is sent.

A line `intent` is written and synced before its request leaves; `outcome` lines follow, the
last one counts. A run is judged from these files alone.
"""
import dataclasses
import json
import os
import threading
import time

ACKED, REFUSED, UNKNOWN = "acked", "refused", "unknown"


@dataclasses.dataclass
class Operation:
    """One write: create a supplier, put a tag on one, try so with a wrong revision, remove one."""

    id: int
    kind: str            # create, tag, late, remove
    tenant: int          # which of the stage's tenants
    ref: str             # the name of the supplier, or the tag: unique in the run
    key: str = ""        # Idempotency-Key of a create
    supplier: str = ""   # of tag and remove; of a create once it is known
    revision: int = 0    # sent as If-Match, or 0
    outcome: str = UNKNOWN
    status: int = 0      # of the last reply, 0: none came
    code: str = ""       # of a problem
    got: int = 0         # the revision that the reply showed
    doubtful: bool = False  # some try ended without an answer, or with one that said so
    wanted: bool = False    # the writer asks again until it knows
    tries: int = 0
    at: float = 0.0      # when the last word came (monotonic)


class Journal:
    """A file of one writer."""

    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def write(self, kind, operation):
        line = json.dumps({"line": kind, **dataclasses.asdict(operation)}) + "\n"
        os.write(self.file, line.encode())

    def intend(self, operation):
        self.write("intent", operation)
        os.fdatasync(self.file)

    def tell(self, operation):
        operation.at = time.monotonic()
        self.write("outcome", operation)

    def close(self):
        os.close(self.file)


def read(folder):
    """Every operation as its last line tells it."""
    found = {}
    for path in sorted(folder.glob("*.journal")):
        for line in path.read_text().splitlines():
            members = json.loads(line)
            members.pop("line")
            found[members["id"]] = Operation(**members)
    return list(found.values())


class Numbers:
    """Numbers that no two threads share."""

    def __init__(self):
        self.lock, self.last = threading.Lock(), 0

    def next(self):
        with self.lock:
            self.last += 1
            return self.last
