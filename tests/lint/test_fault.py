"""The harness of faults without any fault: what its table says, what its proxy understands."""
import pathlib
import struct
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "fault"))
import checker  # noqa: E402
import faults_hostile  # noqa: E402
import proxy  # noqa: E402
import table  # noqa: E402
import writers  # noqa: E402
from catalogue import Fault  # noqa: E402
from journal import ACKED, REFUSED, UNKNOWN, Operation  # noqa: E402


def row(violations=(), expected="", control="", **figures):
    findings = checker.Findings(violations=list(violations), **figures)
    return table.Row(Fault("F0", "a fault", None, 1, 1, expected, control), findings, "", 1.0)


@pytest.mark.parametrize("one, verdict, good", [
    (row(), "holds", True),
    (row(["(a) lost"]), "FAILS", False),
    (row(["(a) lost"], expected="known to be wrong"), "known", True),
    (row(expected="known to be wrong"), "MENDED", False),
    (row(["(!) the harness broke"], expected="known to be wrong"), "FAILS", False),
    (row(["(a) lost"], control="lost", lost=1), "found", True),
    (row(["(a) twice"], control="doubled", doubled=1), "found", True),
    (row(["(h) chain"], control="(h)"), "found", True),
    (row(["(a) lost"], control="(h)"), "NOT FOUND", False),
    (row(control="lost"), "NOT FOUND", False),
])
def test_a_row_says_what_came_of_it(one, verdict, good):
    assert (one.verdict, one.good) == (verdict, good)


def message(kind, body):
    return kind + struct.pack("!I", len(body) + 4) + body


def parse(name, query):
    return message(b"P", name + b"\0" + query + b"\0\0\0")


def execute(name):
    return message(b"B", b"\0" + name + b"\0\0\0\0\0\0\0") + message(b"E", b"\0\0\0\0\0")


def test_the_proxy_finds_the_commit_of_a_write_alone():
    client = proxy.Client()
    assert not client.commits(message(b"", struct.pack("!I", 196608) + b"user\0x\0\0"))
    assert not client.commits(parse(b"c", b"COMMIT") + parse(b"r", b"select 1") + parse(b"w", b"insert into app.x"))
    assert not client.commits(execute(b"r") + execute(b"c"))  # it only read
    piece = execute(b"w") + execute(b"c")
    assert not client.commits(piece[:30]) and client.commits(piece[30:])  # cut anywhere
    assert not client.commits(execute(b"c"))  # another one, that wrote nothing


def reply(status, body=b""):
    return writers.Reply(status, body, {"Content-Type": "application/problem+json"})


def judged(kind, doubtful, *answer):
    one = Operation(1, kind, 0, "ref", supplier="s", revision=3, doubtful=doubtful)
    writer = writers.Writer.__new__(writers.Writer)
    writer.judge(one, reply(*answer))
    return one.outcome


@pytest.mark.parametrize("kind, doubtful, answer, outcome", [
    ("create", False, (201, b'{"id": "s", "revision": 1}'), ACKED),
    ("create", False, (409, b'{"code": "conflict_busy"}'), REFUSED),
    ("create", False, (503, b'{"code": "unavailable"}'), REFUSED),
    ("create", False, (503, b'{"code": "outcome_unknown"}'), UNKNOWN),
    ("create", False, (500, b'{"code": "internal"}'), UNKNOWN),
    ("create", True, (503, b'{"code": "unavailable"}'), UNKNOWN),
    ("create", True, (409, b'{"code": "idempotency_in_flight"}'), UNKNOWN),
    ("late", False, (412, b'{"code": "stale", "current": {}}'), REFUSED),
    ("tag", True, (412, b'{"code": "stale", "current": {"tags": ["ref"], "revision": 4}}'), ACKED),
    ("tag", True, (412, b'{"code": "stale", "current": {"tags": [], "revision": 3}}'), REFUSED),
    ("remove", True, (404, b'{"code": "not_found"}'), ACKED),
])
def test_a_writer_knows_what_it_was_told(kind, doubtful, answer, outcome):
    assert judged(kind, doubtful, *answer) == outcome


class Rows:
    """What checker.State holds, without a database."""

    def __init__(self, rows, events, keys):
        self.rows, self.events, self.keys, self.named = rows, events, keys, {}
        for id, (name, _, _) in rows.items():
            self.named.setdefault(name, []).append(id)

    def count(self, id, kind):
        return sum(found == kind for found, _ in self.events.get(id, []))


def created(outcome=ACKED):
    return Operation(1, "create", 0, "name", key="k", supplier="s" if outcome == ACKED else "", outcome=outcome)


GOOD = Rows({"s": ("name", 1, [])}, {"s": [("supplier.created", 1)]}, {"k": 201})
TWICE = Rows({"s": ("name", 1, []), "t": ("name", 1, [])}, {"s": [("supplier.created", 1)]}, {"k": 201})
NONE = Rows({}, {}, {"k": 201})


@pytest.mark.parametrize("state, outcome, lost, doubled, checks", [
    (GOOD, ACKED, 0, 0, ""), (GOOD, UNKNOWN, 0, 0, ""), (NONE, UNKNOWN, 0, 0, ""), (NONE, REFUSED, 0, 0, ""),
    (NONE, ACKED, 1, 0, "ag"), (TWICE, ACKED, 0, 1, "a"), (GOOD, REFUSED, 0, 0, "b"),
    (Rows(GOOD.rows, {}, GOOD.keys), ACKED, 0, 0, "g"), (Rows(GOOD.rows, GOOD.events, {}), ACKED, 0, 0, "g"),
])
def test_creates_are_judged(state, outcome, lost, doubled, checks):
    findings = checker.Findings()
    checker.check_creates(state, [created(outcome)], findings)
    assert (findings.lost, findings.doubled) == (lost, doubled)
    assert sorted({text[1] for text in findings.violations}) == sorted(checks)


def test_the_most_memory_that_a_process_had_is_seen_after_it_gave_it_back():
    program = "import sys; one = b'x' * 300_000_000; del one; print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        assert 286 < faults_hostile.peak(process) < 330
        process.stdin.close()
