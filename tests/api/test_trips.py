"""How often a change goes to the database, and with how many statements: what many at once have to wait for."""
import itertools
from typing import NamedTuple

import pytest

from database_proxy import DatabaseProxy
from renkei_client import Client
from renkei_server import Server, cloned_database
from rounds import ALL_ANSWERS, PROFILE, SHEET, ask, make_supplier, publish_sheet, submit_all

TIMES = 4  # the deny list, read every two seconds, may be counted beside one of them


class Cost(NamedTuple):
    trips: int
    statements: int  # with BEGIN, the tenant and COMMIT


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    with DatabaseProxy(tmp_path_factory.mktemp("trips")) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def house(keys, tmp_path_factory, proxy):
    with cloned_database() as database:
        server = Server(database, tmp_path_factory.mktemp("house"), keys)
        server.start({"DATABASE_URL": proxy.dsn(database), "RENKEI_THREADS": "1"})
        yield Client(server, server.add_tenant().token())
        server.stop()


def cost(proxy, change, status=200):
    """Of the cheapest of some changes."""
    costs = []
    for _ in range(TIMES):
        call = change()
        before = proxy.sent.copy()
        reply = call()
        assert reply.status == status, reply
        sent = proxy.sent - before
        costs.append(Cost(sent[b"H"] + sent[b"S"], sent[b"E"]))
    return min(costs)


def test_acceptance(house, proxy):
    """Of answers with a gap, a plan and a certificate: findings, a measure, the score, seven events and more."""
    sheet = publish_sheet(house)

    def submitted():
        response = ask(house, make_supplier(house, profile=PROFILE), sheet)
        submit_all(house, response, ALL_ANSWERS)
        return lambda: house.post(f"/v1/responses/{response}/accept")

    assert cost(proxy, submitted) == Cost(trips=4, statements=17)


def test_upsert(house, proxy):
    """Of a supplier that is there, with another name: one statement updates it, one reads it as it is then."""
    path = "/v1/suppliers/by-external-id/erp/trips"
    names = (f"Acme {count}" for count in itertools.count())
    assert house.put(path, json={"name": "Acme"}).status == 201

    def renamed():
        return lambda: house.put(path, json={"name": next(names)})

    assert cost(proxy, renamed) == Cost(trips=4, statements=8)
    assert house.get(path).body["revision"] == 1 + TIMES


def test_upsert_of_a_new_one(house, proxy):
    numbers = (f"new-{count}" for count in itertools.count())

    def new():
        return lambda: house.put(f"/v1/suppliers/by-external-id/erp/{next(numbers)}", json={"name": "Acme"})

    assert cost(proxy, new, status=201) == Cost(trips=3, statements=9)


def test_upsert_without_change(house, proxy):
    """Nothing is written; that what it found is on disk is asked for in the trip that commits."""
    path = "/v1/suppliers/by-external-id/erp/still"
    assert house.put(path, json={"name": "Acme"}).status == 201

    def again():
        return lambda: house.put(path, json={"name": "Acme"})

    assert cost(proxy, again) == Cost(trips=2, statements=5)


def test_save(house, proxy):
    """Of a sheet in which no question depends on another."""
    response = ask(house, make_supplier(house), publish_sheet(house, {**SHEET, "sections": SHEET["sections"][:1]}))
    comments = (f"since {year}" for year in itertools.count(1900))

    def typed():
        return lambda: house.put(f"/v1/responses/{response}/answers/B-01", if_match="*",
                                 json={"answer": "○", "comment": next(comments)})

    assert cost(proxy, typed) == Cost(trips=2, statements=8)
