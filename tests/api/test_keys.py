"""renkei key: keys of tokens come, sign and go while the service works."""
import os
import signal
import subprocess
import threading
import time

import jwt
import pytest

from renkei_client import Client
from renkei_server import Server, cloned_database
from rounds import ask, make_supplier, publish_sheet
from test_oauth import TOKEN, by_basic, registered, secret_of


def key(server, *arguments, status=0, extra=None):
    done = server.run("key", *arguments, extra=extra)
    assert done.returncode == status, done
    return done.stdout + done.stderr


def listed(server):
    """{kid: what it does}."""
    return {line.split("\t")[0]: line.split("\t")[3] for line in key(server, "list").splitlines()}


def reload(server):
    """SIGHUP, and until the keys are those of the folder."""
    before = server.error_log.read_text().count("keys_loaded")
    server.process.send_signal(signal.SIGHUP)
    while server.error_log.read_text().count("keys_loaded") == before:
        time.sleep(0.01)


def published(server):
    return {one["kid"] for one in Client(server).get("/.well-known/jwks.json").body["keys"]}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with cloned_database() as database:
        server = Server(database, tmp_path_factory.mktemp("keys"))
        server.start(extra={"RENKEI_TOKEN_RATE": "0"})
        yield server
        server.stop()


class Caller(threading.Thread):
    """Gets a token now and then and works with it, as fast as it can; each reply that is not 200 is kept."""

    def __init__(self, house, secret):
        super().__init__()
        self.house, self.secret = house, secret
        self.ends, self.replies, self.faults, self.kid = False, 0, [], None

    def note(self, reply):
        self.replies += 1
        if reply.status != 200:
            self.faults.append(reply)
        return reply

    def run(self):
        while not self.ends:
            token = self.note(by_basic(self.house, self.secret)).body.get("access_token")
            caller = Client(self.house, token)
            self.kid = jwt.get_unverified_header(token)["kid"]
            for _ in range(10):
                self.note(caller.get("/v1/me"))


def test_keys_rotate_under_load_without_one_401(house):
    admin = Client(house, house.add_tenant().token("admin"))
    secret = secret_of(admin, registered(admin))
    callers = [Caller(house, secret) for _ in range(3)]
    for caller in callers:
        caller.start()
    try:
        for new, old in (("k2", "k1"), ("k0", "k2")):  # k0 comes first by name, and does not sign for that
            key(house, "add", new)
            assert listed(house)[new] == "published"
            reload(house)
            assert published(house) >= {new, old}
            assert "five minutes" in key(house, "promote", new, status=65)
            key(house, "promote", new, "--now")
            reload(house)
            deadline = time.monotonic() + 20
            while {caller.kid for caller in callers} != {new} and time.monotonic() < deadline:
                time.sleep(0.01)
            assert {caller.kid for caller in callers} == {new}
            assert "24 hours" in key(house, "retire", old, status=65)
            if old != "k1":  # with which the tests sign
                key(house, "retire", old, "--now")
                reload(house)
                assert old not in published(house)
    finally:
        for caller in callers:
            caller.ends = True
            caller.join()
    assert [caller.faults for caller in callers] == [[], [], []]
    assert min(caller.replies for caller in callers) > 30
    assert listed(house) == {"k0": "signs", "k1": "published"}
    assert by_basic(house, secret).status == 200, TOKEN


def test_what_a_key_may_not_is_said(house, tmp_path):
    keys = {"RENKEI_KEYS": str(tmp_path)}
    ask = lambda *arguments, status=65: key(house, *arguments, status=status, extra=keys)
    assert "added" in ask("add", "one", status=0)  # the first one signs: nobody waits for it
    assert ask("list", status=0).split("\t")[:2] == ["one", "ES256"] and "signs" in ask("list", status=0)
    assert (os.stat(tmp_path / "one.ES256.pem").st_mode & 0o777) == 0o600
    assert "already" in ask("add", "one")
    assert "1 to 64" in ask("add", "a/b")
    assert "1 to 64" in ask("add", "x" * 65)
    assert "algorithms" in ask("add", "two", "--alg", "HS256")
    assert "algorithms" in ask("add", "two", "--alg", "none")
    assert "no key" in ask("promote", "two")
    assert "signs already" in ask("promote", "one")
    assert "signs" in ask("retire", "one")
    ask("add", "--alg", "RS256", status=0)
    rsa = next(tmp_path.glob("20*.RS256.pem"))
    assert b"PRIVATE" in rsa.read_bytes()
    public = subprocess.run(["openssl", "pkey", "-in", rsa, "-pubout"], check=True, capture_output=True).stdout
    rsa.write_bytes(public)
    assert "public" in ask("promote", rsa.name.split(".")[0], "--now")
    for wrong in (["promote"], ["retire"], ["list", "x"], ["add", "a", "b"], ["rotate", "x"], []):
        ask(*wrong, status=64)
    (tmp_path / "signing").write_text("nobody\n")
    assert "names a key that is not there" in ask("list", status=78)
    assert sorted(file.name for file in tmp_path.iterdir() if file.name.startswith(".")) == []


def test_keys_of_answer_sessions_have_a_folder_of_their_own(make_server, tmp_path):
    folder = tmp_path / "sessions"
    folder.mkdir()
    extra = {"RENKEI_SESSION_KEYS": str(folder)}
    server = make_server()
    assert "RENKEI_SESSION_KEYS" in key(server, "list", "--sessions", status=78)
    for kid in ("s1", "s0"):  # the second comes first by name, and waits
        key(server, "add", kid, "--sessions", extra=extra)
    assert listed(server) == {"k1": "signs"}
    server.restart(extra=extra)
    client = Client(server, server.add_tenant().token())
    response = ask(client, make_supplier(client), publish_sheet(client))
    secret = client.post(f"/v1/responses/{response}/links", json={}).body["url"].partition("#")[2]
    exchange = lambda: Client(server).post("/v1/respondent/session", json={"token": secret}).body["access_token"]
    first = exchange()
    assert jwt.get_unverified_header(first)["kid"] == "s1"
    assert published(server) == {"k1", "s0", "s1"}
    key(server, "promote", "s0", "--sessions", "--now", extra=extra)
    reload(server)
    second = exchange()
    assert jwt.get_unverified_header(second)["kid"] == "s0"
    for token in (first, second):
        assert Client(server, token).get(f"/v1/responses/{response}/form").status == 200
    key(server, "retire", "s1", "--sessions", "--now", extra=extra)
    reload(server)
    assert [Client(server, token).get(f"/v1/responses/{response}/form").status for token in (first, second)] == [401, 200]


def test_a_folder_that_names_no_key_keeps_the_old_ones(house):
    signing = house.keys / "signing"
    before = signing.read_text()
    signing.write_text("\n")
    refused = house.error_log.read_text().count("keys_refused")
    house.process.send_signal(signal.SIGHUP)
    while house.error_log.read_text().count("keys_refused") == refused:
        time.sleep(0.01)
    assert "k0" in published(house)
    signing.write_text(before)
    reload(house)
