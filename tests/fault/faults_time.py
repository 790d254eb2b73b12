"""Clocks that jump (libfaketime) and the queue of reminders."""
import json
import os
import pathlib
import subprocess
import sys
import time

from catalogue import Skipped, fault
from memory import preloads

FAKETIME = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
JUMPS = [("one hour on", 3600), ("one hour back", -3600), ("two days back", -2 * 86400),
         ("into 2038", 11.5 * 365.25 * 86400), ("a leap day", None), ("the truth", 0)]


def leap_day():
    """Seconds from now to noon of the next 29 February."""
    year = time.gmtime().tm_year
    while year % 4 or (year % 100 == 0 and year % 400):
        year += 1
    return time.mktime((year, 2, 29, 12, 0, 0, 0, 0, 0)) - time.time()


@fault("F22", "the clock of the service jumps", quick=8, long=60)
def clock_jumps(stage):
    """Tokens are judged by the wall clock; timeouts and waits are not moved by it."""
    preloads()
    if not FAKETIME.exists():
        raise Skipped("faketime is not installed")
    setting = stage.folder / "clock"
    setting.write_text("+0\n")
    stage.serve(LD_PRELOAD=str(FAKETIME), FAKETIME_TIMESTAMP_FILE=str(setting), FAKETIME_NO_CACHE="1",
                FAKETIME_DONT_FAKE_MONOTONIC="1", DONT_FAKE_MONOTONIC="1")
    plain, told = stage.tokens[0], []
    stage.meant.add("scored at each jump")
    made = stage.caller().send("POST", "/v1/suppliers", plain(), '{"name": "scored at each jump"}').body
    with stage.writing() as load, stage.probe() as live:
        for name, seconds in JUMPS:
            seconds = leap_day() if seconds is None else seconds
            setting.write_text(f"{seconds:+.0f}\n")
            time.sleep(0.1)
            answers = {kind: stage.caller().send("GET", "/v1/suppliers?limit=1", token).status
                       for kind, token in (("now", plain()), ("then", stage.token(0, int(seconds))))}
            stage.claim(answers["then"] == 200, f"{name}: a token of that time answers {answers['then']}")
            wanted = 200 if -60 < seconds < 5 * 3600 else 401
            stage.claim(answers["now"] == wanted, f"{name}: a token of now answers {answers['now']}")
            stage.tokens[0] = load.tokens[0] = lambda shift=int(seconds): stage.token(0, shift)
            scored = stage.caller().send("PATCH", f"/v1/suppliers/{made['id']}", stage.token(0, int(seconds)), json.dumps(
                {"profile": {"business_dependency": ("low", "high")[len(told) % 2]}}), {"If-Match": "*"})
            stage.claim(scored.status == 200, f"{name}: a change answers {scored.status}")
            before = len(load.acks)
            time.sleep(stage.seconds / len(JUMPS))
            told.append(len(load.acks) - before)
            stage.claim(told[-1] > 0, f"{name}: no write was acknowledged")
    stage.tokens[0] = plain
    stage.claim(live.statuses() == {200} and live.worst() < 2, f"/livez {live.statuses()} {live.worst():.1f} s")
    stage.note(f"writes between the jumps: {told}")


@fault("F33", "workers of the reminder queue are killed, clocks jump, an outage", quick=0, long=300)
def reminders(stage):
    """tests/fault/reminder_torture.py, which has its own rules and its own negative control; in short it
    is part of ./dev test."""
    stage.serve()
    environment = {**os.environ, "RENKEI_TEST_PGHOST": str(stage.cluster.folder), "RENKEI_TEST_PGPORT": "5432",
                   "RENKEI_TEST_SUPERUSER": "postgres"}
    # The template must not be in use while it is cloned.
    stage.service.stop()
    done = subprocess.run([sys.executable, pathlib.Path(__file__).with_name("reminder_torture.py"),
                           "--seed", str(stage.seed)], env=environment, capture_output=True, text=True,
                          timeout=900, check=False)
    stage.service.start(stage.service.extra)
    stage.claim(done.returncode == 0, done.stdout[-600:] + done.stderr[-600:])
    figures = {line.split(None, 1)[1]: line.split()[0] for line in done.stdout.splitlines() if "  " in line}
    stage.note(", ".join(f"{figures.get(name, '?')} {name}" for name in
                         ("reminders", "mails", "workers killed", "sent more than once", "stale acks accepted")))
