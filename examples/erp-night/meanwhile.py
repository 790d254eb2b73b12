"""What goes on beside a night: somebody who answers a questionnaire, memory that is looked at, processes that are killed."""
import http.client
import json
import os
import random
import shlex
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid


class Service:
    """Asks, and asks again where the service is busy; where it is not there, for `patience` seconds."""

    def __init__(self, url, token, patience=0):
        self.url, self.token, self.patience, self.repeated = url.rstrip("/"), token, patience, 0

    def once(self, method, path, body, headers):
        request = urllib.request.Request(self.url + path, body, {
            **({"Authorization": f"Bearer {self.token}"} if self.token else {}), **headers}, method=method)
        with urllib.request.urlopen(request, timeout=120) as reply:
            return json.load(reply)

    def ask(self, method, path, body=None, kind="application/json", **headers):
        headers = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
        end, busy = time.monotonic() + self.patience, 0
        while True:
            try:
                return self.once(method, path, body, headers)
            except urllib.error.HTTPError as fault:
                busy += 1
                if fault.code not in (429, 503) or busy > 20:
                    raise Refused(method, path, fault) from None
                time.sleep(float(fault.headers.get("Retry-After", 1)))
            except (OSError, http.client.HTTPException) as fault:
                if time.monotonic() > end:
                    raise SystemExit(f"{method} {path}: {fault}") from None
                self.repeated += 1
                time.sleep(0.02)


class Refused(SystemExit):
    def __init__(self, method, path, fault):
        self.status, self.text = fault.code, fault.read().decode()
        super().__init__(f"{method} {path}: {self.status} {self.text}")


def as_json(**members):
    return json.dumps(members).encode()


class Person:
    """A supplier's person at the answer page: every click saves an answer, and how long each took is kept."""

    def __init__(self, service):
        supplier = service.ask("POST", "/v1/suppliers", as_json(name=f"人 {uuid.uuid4()}"))
        sheet = service.ask("GET", "/v1/questionnaires?state=published&code=motex-scrm-2024")["data"][0]
        response = service.ask("POST", "/v1/responses", as_json(supplier_id=supplier["id"], questionnaire_id=sheet["id"]))
        link = service.ask("POST", f"/v1/responses/{response['id']}/links", as_json())
        self.service, self.secret = Service(service.url, None, service.patience), link["url"].partition("#")[2]
        self.exchange()
        form = self.service.ask("GET", f"/v1/responses/{response['id']}/form")
        code = next(question["code"] for section in form["sections"] for question in section["questions"]
                    if question["type"] == "three_state")
        self.path, self.answer, self.saves = f"/v1/responses/{response['id']}/answers/{code}", None, 0
        self.seconds, self.fault, self.over = [], None, threading.Event()
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def exchange(self):
        self.service.token = None
        self.service.token = self.service.ask("POST", "/v1/respondent/session", as_json(token=self.secret))["access_token"]

    def work(self):
        try:
            while not self.over.wait(0.05):
                begin = time.monotonic()
                self.save("done" if self.saves % 2 else "not_done")
                self.seconds.append(time.monotonic() - begin)
                self.saves += 1
        except SystemExit as fault:
            self.fault = str(fault)

    def save(self, word):
        """As the page does it: with the revision that was seen, and what is stored where the reply was lost."""
        seen = {"If_Match": f'"{self.answer["revision"]}"'} if self.answer else {"If_None_Match": "*"}
        try:
            self.answer = self.service.ask("PUT", self.path, as_json(type="three_state", answer=word), **seen)
        except Refused as refused:
            if refused.status == 401:
                self.exchange()
                self.save(word)
            elif refused.status == 412:
                self.answer = json.loads(refused.text)["current"]
            else:
                raise
        if self.answer["answer"] != word:
            raise SystemExit(f"{word} was to be saved, and stored is {self.answer}")

    def p99(self):
        """In ms, of the saves so far, which are forgotten."""
        taken, self.seconds = sorted(self.seconds), []
        return 1000 * taken[int(0.99 * (len(taken) - 1))] if taken else 0.0

    def faults(self):
        """At the end: every save is there, and none twice."""
        self.over.set()
        self.thread.join(60)
        stored = self.service.ask("GET", self.path)
        if self.fault:
            return [self.fault]
        return [] if (stored["revision"], stored["answer"]) == (self.saves, self.answer["answer"]) else [
            f"{self.saves} answers were saved, and the last is revision {stored['revision']}, {stored['answer']}"]


class Memory:
    """The most that processes and their children held, in MiB, looked at every 50 ms."""

    def __init__(self, pids):
        """pids() has the process of each name."""
        self.pids, self.most = pids, {}
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        while True:
            for name, pid in self.pids().items():
                for whose, one in ((name, pid), *((f"{name}'s child", child) for child in children(pid))):
                    self.most[whose] = max(self.most.get(whose, 0), resident(one))
            time.sleep(0.05)

    def text(self):
        return "".join(f", {name} {most:.0f} MiB" for name, most in sorted(self.most.items()))


def resident(pid):
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, IndexError):
        return 0


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return file.read().split()
    except OSError:
        return []


class Machine:
    """Service and files worker on a port of their own, started again whenever they are killed."""

    def __init__(self, commands):
        """commands: {name: command line}; the environment is this program's."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.listen = f"127.0.0.1:{probe.getsockname()[1]}"
        self.url, self.folder = f"http://{self.listen}", tempfile.TemporaryDirectory()
        self.commands, self.processes, self.kills = commands, {}, 0
        for name in commands:
            self.start(name)

    def start(self, name):
        with open(os.path.join(self.folder.name, name), "ab") as log:
            self.processes[name] = subprocess.Popen(
                shlex.split(self.commands[name]), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**{key: value for key, value in os.environ.items() if key != "RENKEI_METRICS_LISTEN"},
                     "RENKEI_LISTEN": self.listen})

    def pids(self):
        return {name: process.pid for name, process in self.processes.items()}

    def kill(self):
        """All at once, without a word, as a machine dies."""
        for process in self.processes.values():
            process.send_signal(signal.SIGKILL)
        for name, process in list(self.processes.items()):
            process.wait()
            self.start(name)
        self.kills += 1

    def close(self):
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(60)
        self.folder.cleanup()


class Killer:
    """Kills the machine `times` times, a part of the night apart and a moment later."""

    def __init__(self, machine, times, rows, done):
        """done() is how many of the night's rows are worked off."""
        self.over, self.at = threading.Event(), []
        self.work = lambda: self.kill_at(machine, [rows * one // (times + 1) for one in range(1, times + 1)], done)
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def kill_at(self, machine, places, done):
        for place in places:
            while done() < place:
                if self.over.wait(0.002):
                    return
            time.sleep(random.uniform(0, 0.05))
            machine.kill()
            self.at.append(done())

    def end(self):
        self.over.set()
        self.thread.join()
        return f", killed at row {', '.join(map(str, self.at)) or 'none'}"
