"""Faults of the service's own process: killed, ended, frozen, beside another one, out of handles."""
import contextlib
import os
import pathlib
import random
import resource
import signal
import socket
import threading
import time

from catalogue import fault
from memory import SANITIZED, SLOW_MAIN


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def back_in(stage, instants):
    """A remark: how long after each instant the next write was acknowledged."""
    waits = [wait for wait in map(stage.load.first_ack_after, instants) if wait is not None]
    return f"first write after it p50 {percentile(waits, .5):.2f} s, p99 {percentile(waits, .99):.2f} s"


@fault("F01", "kill -9 of the service", quick=8, long=60)
def kill_service(stage):
    stage.serve()
    draw, kills = random.Random(stage.seed), []
    with stage.writing():
        for now in stage.every(0.3):
            if draw.random() < 0.5:
                stage.service.kill()
                kills.append(now)
    stage.claim(len(kills) >= stage.seconds, f"only {len(kills)} kills: the run shows too little")
    stage.note(f"{len(kills)} kills, {back_in(stage, kills)}")


@fault("F26", "SIGTERM under load, started again", quick=6, long=60)
def drain_service(stage):
    """Whichever of its threads is the first to notice."""
    stage.serve(**({} if SANITIZED else {"LD_PRELOAD": str(SLOW_MAIN)}))
    ends = []
    with stage.writing() as load:
        for now in stage.every(1.0):
            stage.service.signal(signal.SIGTERM)
            ends.append(now)
    statuses = [end.status for end in stage.service.ends]
    stage.claim(set(statuses) == {0}, f"statuses after SIGTERM: {sorted(set(statuses))}")
    unanswered = sum(load.statuses[name] for name in ("TimeoutError", "IncompleteRead"))
    stage.claim(unanswered == 0, f"{unanswered} requests in flight were not finished")
    stage.note(f"{len(statuses)} ends, {back_in(stage, ends)}")


@fault("F02", "one of two processes is frozen and goes on", quick=12, long=25)
def freeze_service(stage):
    """What it holds in the database is released by PostgreSQL after ten seconds; what it does when it
    goes on counts once or not at all."""
    stage.serve(count=2, tenants=2)
    with stage.writing(seconds=3) as load:
        time.sleep(1)
        stage.service.process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        for _ in stage.every(0.5):
            pass
        ended = time.monotonic()
        stage.service.process.send_signal(signal.SIGCONT)
        time.sleep(2)
    gap = load.gap(began, ended)
    stage.claim(gap < 12, f"{gap:.1f} s without a write of the other process")
    stage.note(f"frozen {ended - began:.0f} s, at most {gap:.1f} s without a write of the other process")


@fault("F02b", "two processes, each killed in turn, the same keys at both", quick=6, long=60)
def two_processes(stage):
    stage.serve(count=2, tenants=2)
    kills = 0
    with stage.writing() as load:
        for _ in stage.every(0.7):
            stage.services[kills % 2].kill()
            kills += 1
    stage.note(f"{kills} kills, at most {load.gap():.2f} s without a write")


# --- handles

def few_handles():
    resource.setrlimit(resource.RLIMIT_NOFILE, (120, 120))


def processor_seconds(process):
    fields = (pathlib.Path("/proc") / str(process.pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@fault("F23", "120 file handles, 200 connections that stay", quick=4, long=20)
def handles_exhausted(stage):
    """The database's connections end meanwhile: new ones find no handle until there are some."""
    stage.serve(limits=few_handles)
    with stage.writing(writers=8) as load:
        time.sleep(1)
        load.ended.set()  # nobody but those who stay
        time.sleep(0.5)
        idle = []
        for _ in range(200):
            with contextlib.suppress(OSError):
                idle.append(socket.create_connection((stage.service.host, stage.service.port), timeout=1))
        spent, began = processor_seconds(stage.service.process), time.monotonic()
        stage.cluster.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'renkei_app'")
        for _ in stage.every(0.5):
            pass
        share = (processor_seconds(stage.service.process) - spent) / (time.monotonic() - began)
        for connection in idle:
            connection.close()
    freed = time.monotonic()
    stage.service.wait_until("/readyz", 200, 10)
    stage.claim(share < 0.1, f"the process takes {share:.0%} of a core while it has no handle")
    stage.claim(len(idle) > 100, f"only {len(idle)} connections")
    stage.note(f"{len(idle)} connections, {share:.0%} of a core, ready {time.monotonic() - freed:.1f} s behind them")


# --- the log

@fault("F25", "the reader of the log stops reading", quick=4, long=20)
def log_unread(stage):
    reader, writer = os.pipe()
    stage.closing.callback(os.close, reader)
    stage.closing.callback(os.close, writer)
    stage.serve(tenants=2, output=writer)
    service = stage.service
    with stage.writing(seconds=4) as load, stage.probe(seconds=4) as live:
        for _ in stage.every(0.5):
            pass
    process, began = service.process, time.monotonic()
    service.signal(signal.SIGTERM)
    while process.poll() is None and time.monotonic() - began < 5:
        time.sleep(0.05)
    ended = process.poll()
    threading.Thread(target=read_all, args=(reader,), daemon=True).start()  # the reader is back
    if ended is None:
        service.kill()  # and the supervisor starts it again
    stage.claim(live.worst() < 2, f"/livez waits {live.worst():.1f} s while nobody reads the log")
    stage.claim(ended == 0, f"SIGTERM does not end it: {ended} after {time.monotonic() - began:.0f} s")
    stage.claim(len(load.acks) > 500, f"only {len(load.acks)} writes were acknowledged")
    stage.note(f"/livez at most {live.worst():.2f} s, ended with {ended}")


def read_all(handle):
    with contextlib.suppress(OSError):
        while os.read(handle, 65536):
            pass


# --- a longer while

def size(process):
    """(resident MB, handles, threads)"""
    place = pathlib.Path("/proc") / str(process.pid)
    status = dict(line.split(":", 1) for line in (place / "status").read_text().splitlines())
    return int(status["VmRSS"].split()[0]) / 1024, len(list((place / "fd").iterdir())), int(status["Threads"])


@fault("F27", "nothing happens, for a while", quick=7, long=600)
def soak(stage):
    stage.serve(tenants=4)
    sizes = []
    with stage.writing(reads=1.0, late=0.2) as load:
        for now in stage.every(0.5):
            sizes.append((now, *size(stage.service.process)))
    warm = sizes[len(sizes) // 3]
    last = sizes[-1]
    grown = last[1] - warm[1]
    stage.claim(grown < 4 or SANITIZED, f"it grew by {grown:.1f} MB in {last[0] - warm[0]:.0f} s")
    stage.claim(abs(last[2] - warm[2]) <= 4, f"handles {warm[2]} and then {last[2]}")
    stage.claim(last[3] == warm[3], f"threads {warm[3]} and then {last[3]}")
    stage.claim(not load.statuses["503 unavailable"] and not load.statuses["503 outcome_unknown"],
                f"refused without a fault: {dict(load.statuses)}")
    stage.note(f"{last[1]:.1f} MB, {grown:+.1f} MB in {last[0] - warm[0]:.0f} s; {last[2]} handles,"
               f" {last[3]} threads; p99 {percentile(load.waits, .99):.2f} s")
