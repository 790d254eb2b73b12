"""Faults of the feed: what a reader was told of it stays true when the database loses what was not on disk."""
import contextlib
import http.client
import os
import signal
import threading
import time

from catalogue import control, fault
from writers import Caller, Unsent

HANDED_ON = ("select count(*) from pg_stat_activity where usename = 'renkei_app'"
             " and query like '%pg_logical_emit_message%' and query not like '%pg_current_wal%'")


class FeedReader:
    """Follows the feed page by page, as a consumer with a cursor does, and remembers what it was told."""

    def __init__(self, stage, number):
        self.caller, self.token = Caller(stage.services, number, 20), stage.tokens[0]
        self.told, self.cursor, self.ahead = [], "", 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.work, daemon=True)

    def work(self):
        while not self.ended.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException, Unsent):
                self.read_page()

    def read_page(self):
        reply = self.caller.send("GET", f"/v1/events?limit=200{self.cursor}", self.token())
        self.ahead += reply.status == 410
        if reply.status == 200:
            self.told += reply.body["data"]
            self.cursor = "&cursor=" + reply.body["page"]["next_cursor"]
        return reply.status == 200 and reply.body["page"]["has_more"]

    def stop(self):
        self.ended.set()
        self.thread.join()


@contextlib.contextmanager
def reading(stage, count=4):
    readers = [FeedReader(stage, number) for number in range(count)]
    for reader in readers:
        reader.thread.start()
    try:
        yield readers
    finally:
        for reader in readers:
            reader.stop()


def stop_log_writer(stage):
    """The process that brings the log to the disk when nobody waits for it."""
    found = []
    while not found:  # it comes a moment behind the first connection
        found = stage.cluster.sql("select pid from pg_stat_activity where backend_type = 'walwriter'")
    os.kill(found[0][0], signal.SIGSTOP)


def crash_again_and_again(stage):
    """How many crashes there were, and how many of the writers' commits were seen handed on."""
    crashes = handed = 0
    for _ in stage.every(1.0, least=2):
        with contextlib.suppress(Exception):  # it has just been started
            handed += stage.cluster.sql(HANDED_ON)[0][0]
        stage.cluster.kill()
        stage.cluster.start()
        stop_log_writer(stage)
        crashes += 1
    return crashes, handed


def compare(stage, readers):
    """What each reader was told must be how the feed begins."""
    final = FeedReader(stage, 0)
    while final.read_page():
        pass
    told = sum(len(reader.told) for reader in readers)
    ahead = sum(reader.ahead for reader in readers)
    other = sum(one != there for reader in readers for one, there in zip(reader.told, final.told))
    missing = sum(max(0, len(reader.told) - len(final.told)) for reader in readers)
    stage.claim(told > 0, "no reader was told of any event")
    stage.claim(other == 0 and missing == 0 and ahead == 0,
                f"of {told} events that readers were told of, {other} are others now and {missing} are gone;"
                f" {ahead} times a cursor was ahead of the feed")
    return told


def play(stage, **settings):
    stage.database(wal_buffers="16MB", **settings)
    stage.serve(count=2)
    stage.cluster.sql("checkpoint")  # the tenant stays
    stop_log_writer(stage)
    with stage.writing(), reading(stage) as readers:
        crashes, handed = crash_again_and_again(stage)
        time.sleep(0.5)
    stage.cluster.wait()
    for service in stage.services:
        service.wait_until("/readyz", 200, 30)
    told = compare(stage, readers)
    return crashes, handed, told


@fault("F48", "crashes while 16 writers of one tenant number its feed and four follow it", quick=6, long=60)
def feed_survives(stage):
    """Two processes; what is not on disk when it crashes is lost, since nobody else brings it there."""
    crashes, handed, told = play(stage)
    stage.claim(handed > 0, "no commit was seen handed on to the next writer: the fault shows nothing")
    stage.note(f"{crashes} crashes, {told} events told, {handed} commits seen handed on")


@control("N8", "readers of the feed do not wait for the disk", quick=3, long=6, shows="(x)")
def feed_not_waited_for(stage):
    play(stage, synchronous_commit="off")
