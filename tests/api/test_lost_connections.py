"""The end of a database connection is a 503 of the request that had it, at whatever message it comes."""
import concurrent.futures
import contextlib
import threading
import time
import uuid

import pytest

from database_proxy import DatabaseProxy
from renkei_client import Client
from renkei_server import Server, cloned_database, connect
from rounds import ask, make_supplier, publish_sheet

HELD = {"source": "erp", "id": "0001"}


class House:
    """A service behind the proxy, with one worker: all messages come one after the other."""

    def __init__(self, server, proxy, prepared):
        self.proxy = proxy
        self.has_loops = prepared == "on"
        self.server = server.start({"DATABASE_URL": proxy.dsn(server.database), "RENKEI_THREADS": "1",
                                    "RENKEI_DB_PREPARED": prepared})
        self.client = Client(server, server.add_tenant().token())
        self.supplier = make_supplier(self.client, external_ids=[HELD])
        self.response = ask(self.client, self.supplier, publish_sheet(self.client))
        self.replayed = str(uuid.uuid4())
        assert self.create(self.replayed, "Replayed").status == 201

    def create(self, key, name, **members):
        return self.client.post("/v1/suppliers", key=key, json={"name": name, **members})

    def count(self, name):
        return self.server.sql("select count(*) from app.suppliers where name = %s", name)[0][0]


def read(house):
    return house.client.get(f"/v1/suppliers/{house.supplier}")


def change(house):
    return house.client.patch(f"/v1/suppliers/{house.supplier}", json={"owner": uuid.uuid4().hex},
                              headers={"If-Match": "*"})


def save(house):
    return house.client.put(f"/v1/responses/{house.response}/answers/M-01",
                            json={"text": uuid.uuid4().hex}, headers={"If-Match": "*"})


def refused(house):
    """A statement that the database refuses: the transaction is rolled back."""
    return house.create(None, "Held", external_ids=[HELD])


def not_found(house):
    """An open transaction that is rolled back without a refusal."""
    return house.client.post(f"/v1/suppliers/{uuid.uuid4()}/archive", headers={"If-Match": "*"})


def replayed(house):
    """A key that is taken: refused, rolled back, read."""
    return house.create(house.replayed, "Replayed")


PIPELINES = {read: 200, change: 200, save: 200, refused: 409, not_found: 404, replayed: 201}


def ask_again(house, pipeline):
    """A machine with much else to do refuses without any cut, too: what Retry-After asks for, three times."""
    for _ in range(4):
        reply = pipeline(house)
        if reply.status != 503 or house.proxy.has_cut:
            return reply
        time.sleep(1)
    return reply


def cut_once(house, pipeline, count):
    house.proxy.cut_after(count)
    reply = ask_again(house, pipeline)
    house.client.get("/livez")  # the same worker: what it had to roll back is rolled back
    return reply


def cut_everywhere(house, pipeline, tries=1):
    """The reply with a cut after 0, 1, 2 ... messages, until the request needs no more of them."""
    house.client.get("/v1/me")
    for count in range(200):
        for _ in range(tries):  # the cut may have met the deny list, which is read every two seconds
            reply = cut_once(house, pipeline, count)
            if reply.status == 503 or not house.proxy.has_cut:
                break
        if not house.proxy.has_cut:
            return
        assert house.server.process.poll() is None, house.server.error_log.read_text()[-2000:]
        yield reply
        assert read(house).status == 200
    raise AssertionError("the request never ends")


@pytest.fixture(scope="module", params=["on", "off"], ids=["prepared", "unprepared"])
def house(request, keys, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lost")
    with cloned_database() as database, DatabaseProxy(folder) as proxy:
        house = House(Server(database, folder, keys), proxy, request.param)
        yield house
        house.server.stop()


@pytest.mark.parametrize("pipeline", PIPELINES, ids=lambda pipeline: pipeline.__name__)
def test_a_backend_that_ends_after_any_message_costs_one_request(house, pipeline):
    found = {(reply.status, reply.code if reply.status == 503 else None)
             for reply in cut_everywhere(house, pipeline)}
    lost = {(503, "unavailable")} | ({(503, "outcome_unknown")} if pipeline in (change, save) else set())
    if pipeline is read and house.has_loops:
        lost = set()  # what a loop loses a worker reads again
    assert lost <= found <= lost | {(PIPELINES[pipeline], None)}


def test_what_a_create_says_is_what_happened(house):
    """503 unavailable: nothing was written; and the same key again has its effect once."""
    names, found = [], set()

    def create(house):
        names.append(uuid.uuid4().hex)
        return house.create(names[-1], names[-1])

    for reply in cut_everywhere(house, create, tries=4):
        found.add((reply.status, reply.code, house.count(names[-1])))
        assert house.create(names[-1], names[-1]).status == 201
        assert house.count(names[-1]) == 1
    lost = {(503, "unavailable", 0), (503, "outcome_unknown", 0), (503, "outcome_unknown", 1)}
    assert found == lost


def end_backends(database, stopped):
    with contextlib.closing(connect("postgres")) as admin, admin.cursor() as cursor:
        while not stopped.wait(0.003):
            cursor.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                           " where datname = %s and usename = 'renkei_app' order by random() limit 2",
                           (database,))


def test_ended_backends_under_load_cost_requests_and_nothing_else(make_server):
    server = make_server()
    tenant = server.add_tenant()
    supplier = make_supplier(Client(server, tenant.token()), external_ids=[HELD])

    def work(number):
        client, found = Client(server, tenant.token()), set()
        for turn in range(60):
            reply = (client.get(f"/v1/suppliers/{supplier}") if turn % 3 == 0 else
                     client.post("/v1/suppliers", json={
                         "name": f"{number} {turn}", "external_ids": [HELD] if turn % 3 == 1 else []}))
            found.add((reply.status, reply.code))
        return found

    stopped = threading.Event()
    ending = threading.Thread(target=end_backends, args=(server.database, stopped))
    ending.start()
    try:
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            found = set().union(*pool.map(work, range(8)))
    finally:
        stopped.set()
        ending.join()
    assert server.process.poll() is None, server.error_log.read_text()[-2000:]
    assert {status for status, _ in found} <= {200, 201, 409, 503}
    assert {code for status, code in found if status == 503} <= {"unavailable", "outcome_unknown"}
    assert (503, "unavailable") in found
    after = Client(server, tenant.token())
    if after.get(f"/v1/suppliers/{supplier}").status == 503:  # the last to connect was ended twice: half a second's pause
        time.sleep(1)
    assert after.get(f"/v1/suppliers/{supplier}").status == 200
