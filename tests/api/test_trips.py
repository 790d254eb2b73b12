"""How often a change goes to the database, and with how many statements: what many at once have to wait for."""
from typing import NamedTuple

import pytest

from database_proxy import DatabaseProxy
from renkei_client import Client
from renkei_server import Server, cloned_database
from rounds import ALL_ANSWERS, PROFILE, ask, make_supplier, publish_sheet, submit_all

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


def cost(proxy, change):
    """Of the cheapest of some changes."""
    costs = []
    for _ in range(TIMES):
        call = change()
        before = proxy.sent.copy()
        reply = call()
        assert reply.status == 200, reply
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

    assert cost(proxy, submitted) == Cost(trips=4, statements=19)
