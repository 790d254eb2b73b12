"""Hostile requests: 200 at once of each kind, as large as the contract allows. What they cost is bounded in bytes."""
import contextlib
import json
import pathlib
import socket
import threading
import time
import uuid

from catalogue import fault
from memory import SANITIZED

LIMIT_MB = 256  # mem_limit of docker-compose.yml
CROWD = 200
SUPPLIERS, QUESTIONS = 60, 60
TEXT, COMMENT = "あ" * 10_000, "い" * 4_000


def peak(process):
    """The most memory that the process ever had, in MB."""
    status = (pathlib.Path("/proc") / str(process.pid) / "status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def sheet(code, questions=QUESTIONS, text="自由に"):
    return {"format": "renkei-questionnaire/1", "id": code, "version": 1, "title_ja": "大きな質問票", "sections": [
        {"code": "A", "title_ja": "全部", "questions": [
            {"code": f"Q-{number:03}", "type": "free_text", "text_ja": text, "required": False}
            for number in range(questions)]}]}


class Full:
    """A tenant whose suppliers have answered as much as they may."""

    def __init__(self, stage):
        self.stage, self.token, self.caller = stage, stage.token(0), stage.caller(60)
        self.sheet = self.publish(sheet("full"))
        self.suppliers = [self.ask("POST", "/v1/suppliers", {"name": f"hostile {number}"})["id"]
                          for number in range(SUPPLIERS)]
        stage.meant |= {f"hostile {number}" for number in range(SUPPLIERS)}
        self.campaign = self.ask("POST", "/v1/campaigns", {
            "name": "full", "questionnaire_id": self.sheet, "due_on": "2099-12-31",
            "suppliers": {"ids": self.suppliers}})["id"]
        self.responses = [row[0] for row in stage.sql("select id::text from app.responses order by id")]
        self.fill()

    def ask(self, method, path, body=None):
        reply = self.caller.send(method, path, self.token, json.dumps(body) if body is not None else None)
        assert reply.status in (200, 201), f"{method} {path} answers {reply.status} {reply.raw[:300]}"
        return reply.body

    def publish(self, document):
        made = self.ask("POST", "/v1/questionnaires/import", document)
        return self.ask("POST", f"/v1/questionnaires/{made['id']}/publish")["id"]

    def fill(self):
        value = json.dumps({"text": TEXT, "comment": COMMENT}, ensure_ascii=False)
        self.stage.sql(
            "insert into app.answers (tenant_id, response_id, code, position, type, revision, value, answered_at,"
            " answered_by, updated_at, updated_by)"
            " select r.tenant_id, r.id, 'Q-' || lpad(n::text, 3, '0'), n, 'free_text', 1, %s::jsonb, now(), 'x', now(), 'x'"
            " from app.responses r, generate_series(0, %s) n", value, QUESTIONS - 1)

    def save(self, response):
        """All answers of a response at once."""
        return json.dumps({"answers": [
            {"code": f"Q-{number:03}", "revision": 1, "text": TEXT, "comment": COMMENT} for number in range(QUESTIONS)]},
            ensure_ascii=False).encode()


class Burst:
    """Requests that all come at once; `reads` says whether their senders want to know the answer."""

    def __init__(self, service, token, requests, reads=True):
        self.service, self.reads, self.statuses, self.bytes = service, reads, [], 0
        self.ready = threading.Barrier(len(requests))
        self.threads = [threading.Thread(target=self.send, args=(self.head(token, *request),)) for request in requests]

    def head(self, token, method, path, body=b""):
        lines = [f"{method} {path} HTTP/1.1", "Host: x", "Connection: close", "Content-Type: application/json",
                 f"Content-Length: {len(body)}", *([f"Authorization: Bearer {token}"] if token else []), "", ""]
        return "\r\n".join(lines).encode() + body

    def send(self, data):
        with contextlib.suppress(OSError), socket.create_connection((self.service.host, self.service.port), 60) as one:
            self.ready.wait()
            with contextlib.suppress(OSError):
                one.sendall(data)
            if self.reads:
                self.read(one)
            else:
                time.sleep(3)

    def read(self, one):
        head = one.recv(65536)
        self.statuses.append(head[9:12].decode())
        self.bytes += len(head)
        while more := one.recv(1 << 20):
            self.bytes += len(more)

    def play(self):
        for thread in self.threads:
            thread.start()
        for thread in self.threads:
            thread.join()
        return self


def kinds(full):
    """(name, requests, whether the answer is read)"""
    whole, one = f"/v1/campaigns/{full.campaign}/answers", full.responses[0]
    saves = [("POST", f"/v1/responses/{one}/answers", full.save(one))]
    yield "campaign", [("GET", f"{whole}?limit=200")] * CROWD, True
    yield "campaign, not fetched", [("GET", f"{whole}?limit=200")] * CROWD, False
    yield "saves of one response", saves * CROWD, True
    yield "saves of each response", [("POST", f"/v1/responses/{full.responses[n % SUPPLIERS]}/answers", full.save(one))
                                     for n in range(CROWD)], True
    yield "forms", [("GET", f"/v1/responses/{full.responses[n % SUPPLIERS]}/form") for n in range(CROWD)], True
    yield "forms, not fetched", [("GET", f"/v1/responses/{one}/form")] * CROWD, False
    yield "histories", [("GET", f"/v1/responses/{one}/answers?limit=200")] * CROWD, True
    yield "events", [("GET", "/v1/events?limit=200")] * CROWD, True
    yield "searches", [("GET", f"/v1/suppliers?limit=200&include_total=true&q={'+'.join('abcdefgh')}")] * CROWD, True
    yield "imports", [("POST", "/v1/questionnaires/import?dry_run=true", json.dumps(sheet(
        uuid.uuid4().hex, 200, "う" * 1500), ensure_ascii=False).encode()) for _ in range(CROWD)], True
    yield "nobody's bodies", [("POST", f"/v1/responses/{one}/answers", saves[0][2])] * CROWD, True


@fault("F46", "200 hostile requests at once of each kind", quick=1, long=3)
def hostile_requests(stage):
    """`seconds` is how often each kind comes."""
    stage.serve()
    full, seen, most = Full(stage), [], {}
    for _ in range(int(stage.seconds)):
        for name, requests, reads in kinds(full):
            token = None if name == "nobody's bodies" else full.token
            seen += Burst(stage.service, token, requests, reads).play().statuses
            stage.claim(not stage.service.ends, f"it ended by {name}")
            most[name] = peak(stage.service.process)
            stage.claim(most[name] <= LIMIT_MB or SANITIZED, f"{name} took {most[name]:.0f} MB")
    stage.claim("500" not in seen, "some are answered 500")
    stage.note(f"at most {max(most.values()):.0f} MB; {len(seen)} answers, {seen.count('503')} of them 503")
