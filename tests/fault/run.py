#!/usr/bin/python3
"""Plays the faults one after the other and prints a row for each.

    run.py [--quick] [--seed N] [--only F01,F05] [--list] [--keep]

`./dev fault` starts it with what it needs: a migrated, stopped cluster in RENKEI_FAULT_PLACE and the
program in RENKEI_TEST_BINARY. The seed is printed; with it a run draws the same numbers again. Exits 1
when a row is red that is not expected to be, or green that is.
"""
import argparse
import contextlib
import faulthandler
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import time
import traceback

import checker
import table
from catalogue import FAULTS, Skipped
from service import make_keys
from stage import Stage

# each registers its faults
import faults_process  # noqa: F401
import faults_database  # noqa: F401
import faults_disk  # noqa: F401
import faults_feed  # noqa: F401
import faults_hostile  # noqa: F401
import faults_memory  # noqa: F401
import faults_network  # noqa: F401
import faults_replication  # noqa: F401
import faults_time  # noqa: F401
import faults_upgrade  # noqa: F401
import controls  # noqa: F401


def play(one, options, keys):
    """The row of one fault."""
    base = pathlib.Path(os.environ["RENKEI_FAULT_PLACE"])
    folder = options.folder / one.id
    stage = Stage(folder, base, keys, options.seed, one.quick if options.quick else one.long)
    findings, began = checker.Findings(), time.monotonic()
    try:
        with stage.closing:
            one.play(stage)
            stage.settle()
            checker.judge(stage, findings)
            stage.close_services()
    except Skipped as reason:
        return table.Row(one, findings, f"skipped: {reason}", time.monotonic() - began, skipped=True)
    except Exception as fault:  # the row is red, the other faults are played
        (folder / "traceback").write_text(traceback.format_exc())
        findings.wrong("!", f"{type(fault).__name__}: {str(fault)[:300]}")
    findings.violations += [f"(x) {text}" for text in stage.complaints]
    return table.Row(one, findings, ", ".join(stage.notes), time.monotonic() - began)


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="seconds instead of minutes of each fault")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100000)
    parser.add_argument("--only", help="ids, with commas")
    parser.add_argument("--list", action="store_true", help="the faults, and play none")
    parser.add_argument("--keep", action="store_true", help="keep journals and logs")
    return parser.parse_args(arguments)


def chosen(options):
    if not options.only:
        return [one for one in FAULTS.values() if one.quick or not options.quick]
    unknown = [id for id in options.only.split(",") if id not in FAULTS]
    if unknown:
        sys.exit(f"no fault of that name: {', '.join(unknown)}; --list tells them")
    return [FAULTS[id] for id in options.only.split(",")]


def main(arguments=None):
    options = parse(arguments)
    if options.list:
        for one in FAULTS.values():
            print(f"{one.id:4} {one.title}")
        return 0
    faulthandler.register(signal.SIGUSR1)  # tells where it is
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options.folder = pathlib.Path(tempfile.mkdtemp(prefix="renkei-fault-"))
    options.folder.chmod(0o755)
    keys = make_keys(options.folder)
    rows, began = [], time.monotonic()
    with contextlib.ExitStack() as closing:
        if not options.keep:
            closing.callback(shutil.rmtree, options.folder, ignore_errors=True)
        print(f"seed {options.seed}, {'quick' if options.quick else 'long'}"
              f"{f', journals in {options.folder}' if options.keep else ''}")
        table.head()
        for one in chosen(options):
            rows.append(play(one, options, keys))
            table.line(rows[-1])
    return table.end(rows, time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
