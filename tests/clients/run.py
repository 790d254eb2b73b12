#!/usr/bin/python3
"""Generates clients from the served document, compiles them and lets each make a journey.

usage: run.py --work FOLDER --server FOLDER [CLIENT...]

`./dev clients` calls it with a PostgreSQL and a program under test in the environment (RENKEI_TEST_…).
A word of warning from a generator is a failure. Each generator must also complain about a document
that is spoiled for it: one that never complains judges nothing. Exit 0 when all holds.
"""
import argparse
import concurrent.futures
import http.client
import json
import os
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "api"))

from clients import CLIENTS, Failed  # noqa: E402
from renkei_client import Client  # noqa: E402
from renkei_server import Server, cloned_database  # noqa: E402
from rounds import publish_sheet  # noqa: E402

COLUMNS = ("install", "generate", "control", "build", "journey")


class Trial:
    """One client from its tools to the end of its journey."""

    def __init__(self, kind, work, document, server):
        self.client = kind(work)
        self.document = document
        self.spoiled = work / f"spoiled-{kind.name}.json"
        self.server = server
        self.results = {}
        self.failure = None

    def go(self):
        for column in COLUMNS:
            started = time.monotonic()
            try:
                getattr(self, column)()
                self.results[column] = f"ok {time.monotonic() - started:.0f} s"
            except Failed as failed:
                self.results[column] = "FAILED"
                self.failure = f"{self.client.name}, {column}: {failed}"
                return self
        return self

    def install(self):
        self.client.prepare()

    def generate(self):
        complaints = self.client.complaints(self.client.generate(self.document, "generated"))
        if complaints:
            raise Failed("the generator complains:\n" + "\n".join(complaints))

    def control(self):
        """A spoiled document must bring a complaint, or an end with one."""
        if not self.client.has_control:
            return
        document = json.loads(self.document.read_text())
        self.client.spoil(document)
        self.spoiled.write_text(json.dumps(document, ensure_ascii=False))
        try:
            complaints = self.client.complaints(self.client.generate(self.spoiled, "spoiled"))
        except Failed:
            return
        if not complaints:
            raise Failed(f"no complaint about {self.spoiled}")

    def build(self):
        self.client.build()

    def journey(self):
        faults = self.client.travel(self)
        if faults:
            raise Failed("\n".join(faults))

    def tenant(self):
        """A new one, with the questionnaire of all types."""
        tenant = self.server.add_tenant()
        publish_sheet(Client(self.server, tenant.token()), code="seven-types")
        return tenant


def fetch_document(server, file):
    """What anybody gets who asks the service for its contract."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=30)
    connection.request("GET", "/openapi.json")
    reply = connection.getresponse()
    if reply.status != 200:
        raise SystemExit(f"GET /openapi.json answered {reply.status}")
    file.write_bytes(reply.read())


def run(kinds, work, folder):
    """All clients, two at a time: they wait for the network as long as for the processor."""
    with cloned_database() as database:
        server = Server(database, folder).start()
        try:
            document = work / "openapi.json"
            fetch_document(server, document)
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                return list(pool.map(lambda kind: Trial(kind, work, document, server).go(), kinds))
        finally:
            server.terminate()


def report(trials):
    for trial in trials:
        if trial.failure:
            print(f"\n{trial.failure}\n(all of it: {trial.client.log})")
    print(f"\n{'client':20}" + "".join(f"{column:12}" for column in COLUMNS))
    for trial in trials:
        print(f"{trial.client.name:20}"
              + "".join(f"{trial.results.get(column, '-'):12}" for column in COLUMNS))
    failed = sum(trial.failure is not None for trial in trials)
    print(f"{len(trials) - failed} passed, {failed} failed")
    return failed


def main():
    arguments = argparse.ArgumentParser(description="Generated clients against the real service.")
    arguments.add_argument("--work", required=True, type=pathlib.Path)
    arguments.add_argument("--server", required=True, type=pathlib.Path,
                           help="an empty folder for the service's keys and logs")
    arguments.add_argument("clients", nargs="*", metavar="CLIENT", help=" ".join(CLIENTS))
    options = arguments.parse_args()
    if unknown := [name for name in options.clients if name not in CLIENTS]:
        arguments.error(f"no client {', '.join(unknown)}; there are {', '.join(CLIENTS)}")
    trials = run([CLIENTS[name] for name in options.clients or CLIENTS], options.work, options.server)
    return 1 if report(trials) else 0


if __name__ == "__main__":
    os.environ.pop("PYTHONPATH", None)
    sys.exit(main())
