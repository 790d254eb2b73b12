#!/usr/bin/python3
"""Webhook torture: the worker that sends is killed again and again; every event arrives, in order.

    webhook_torture.py [--events 1000] [--kills 50] [--seed 1]

Needs the variables of ./dev test (docs: tests/api/renkei_server.py). Five endpoints of one tenant: two that answer, one
that is slow, one that answers 500 for three hours, one that answers 410. The worker is killed with SIGKILL at
random moments; between two of them all clocks of the queue move on by what the next attempt needs, so that the three
hours pass. Prints counts; exits 1 when a rule is broken.

Negative control: the judge is given what arrived without one event, with two exchanged, and with another id.
"""
import argparse
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "api"))
from renkei_client import Client  # noqa: E402
from renkei_server import BINARY, Server, cloned_database  # noqa: E402
from webhook_receiver import Receiver  # noqa: E402

INSECURE = {"RENKEI_WEBHOOK_INSECURE": "1"}
THREE_HOURS = 4  # attempts: after 0 s, 5 s, 5 min, 30 min comes the one after 2 h
LIVE = ("/plain", "/other", "/slow", "/failing")


def answers(receiver):
    def slow(message, count):
        time.sleep(0.02)
        return 200, {}, ""

    receiver.answers.update({
        "/slow": slow,
        "/failing": lambda message, count: (500 if count <= THREE_HOURS else 200, {}, ""),
        "/gone": lambda message, count: (410 if count > 20 else 200, {}, "")})


def fill(server, token, events):
    def work(numbers):
        client = Client(server, token)
        for number in numbers:
            assert client.post("/v1/suppliers", json={"name": f"S {number}"}).status == 201

    threads = [threading.Thread(target=work, args=(range(first, events, 4),)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Worker:
    def __init__(self, server):
        self.server = server
        self.environment = server.environment({"RENKEI_WORKER_DATABASE_URL": server.dsn("renkei_worker"), **INSECURE})

    def killed_after(self, seconds):
        process = subprocess.Popen([BINARY, "worker", "--kind", "egress"], env=self.environment,
                                   stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def to_the_end(self):
        subprocess.run([BINARY, "worker", "--kind", "egress", "--once"], env=self.environment, check=True,
                       stderr=subprocess.DEVNULL)

    def pass_time(self):
        """Leases of the dead and pauses end."""
        self.server.sql("update app.webhook_queues set available_at = now() where state in ('queued', 'leased')")


def judge(expected, arrived):
    """What is wrong with what arrived at one endpoint."""
    first = list(dict.fromkeys(arrived))
    faults = []
    if set(expected) - set(first):
        faults.append(f"{len(set(expected) - set(first))} lost")
    if set(first) - set(expected):
        faults.append(f"{len(set(first) - set(expected))} with an id that no event has")
    if not faults and first != expected:
        faults.append("not in the order of the feed")
    return faults


def control(expected):
    """The judge must see each of these."""
    spoiled = [expected[:-2] + expected[-1:], expected[1::-1] + expected[2:], expected + ["another"]]
    return sum(1 for one in spoiled if not judge(expected, one))


def feed(client):
    found, cursor = [], None
    while True:
        reply = client.get("/v1/events", params={"limit": 200, "types": "supplier.created",
                                                 **({"cursor": cursor} if cursor else {})})
        found += [event["id"] for event in reply.body["data"]]
        cursor = reply.body["page"]["next_cursor"]
        if not reply.body["page"]["has_more"]:
            return found


def torture(server, receiver, options):
    token = server.add_tenant().token("admin")
    client, worker, chance = Client(server, token), Worker(server), random.Random(options.seed)
    answers(receiver)
    made = {path: client.post("/v1/webhook-endpoints", json={
        "url": receiver.url(path), "types": ["supplier.created"]}).body["id"] for path in (*LIVE, "/gone")}
    filling = threading.Thread(target=fill, args=(server, token, options.events))
    filling.start()
    for _ in range(options.kills):
        worker.killed_after(chance.uniform(0.1, 1.0))
        worker.pass_time()
    filling.join()
    for _ in range(THREE_HOURS + 1):
        worker.pass_time()
        worker.to_the_end()
    expected = feed(client)
    gone = client.get(f"/v1/webhook-endpoints/{made['/gone']}").body
    return expected, gone


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    for name, default in (("events", 1000), ("kills", 50), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    receiver = Receiver()
    with cloned_database() as database, tempfile.TemporaryDirectory() as folder:
        server = Server(database, pathlib.Path(folder)).start(INSECURE)
        try:
            expected, gone = torture(server, receiver, options)
        finally:
            server.terminate()
    faults, sent = [], 0
    for path in LIVE:
        arrived = [message.id for message in receiver.messages(path)]
        sent += len(arrived)
        faults += [f"{path}: {fault}" for fault in judge(expected, arrived)]
    if gone["disabled_because"] != "gone":
        faults.append("the one that is gone was not disabled")
    faults += [f"the judge does not see {count} of 3 spoiled ones" for count in [control(expected)] if count]
    print(f"{len(expected)}  events\n{len(LIVE)}  live endpoints\n{options.kills}  workers killed\n"
          f"{sent - len(LIVE) * len(expected)}  sent more than once")
    for fault in faults:
        print("BROKEN:", fault)
    return 1 if faults or len(expected) != options.events else 0


if __name__ == "__main__":
    sys.exit(main())
