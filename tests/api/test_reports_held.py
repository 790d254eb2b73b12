"""Reports that take long have workers of their own: nobody who wants something short waits behind them."""
import concurrent.futures
import time

import pytest

from held import held_table, until, wait_as_long_as_it_takes
from renkei_client import Client

WAITING_OF_ONE_TENANT = 32  # docs/http.md, "Whose turn it is"
HELD = "/v1/reports/trend"  # the only one that reads app.model_changes


@pytest.fixture
def server(make_server):
    """Four workers and two of reports."""
    server = make_server(RENKEI_THREADS="4")
    wait_as_long_as_it_takes(server)
    return server


def waiting(server):
    """How many reports wait for a worker."""
    return server.metric('renkei_http_requests_waiting{lane="report"}')


def ask_until_it_is_there(server, token):
    """As a client does that obeys Retry-After."""
    client = Client(server, token)
    while (reply := client.get(HELD)).status == 503:
        time.sleep(int(reply.headers["Retry-After"]))
    return reply


def test_reports_of_one_tenant_wait_for_each_other_and_nobody_for_them(server):
    busy, other = server.add_tenant(), server.add_tenant()
    token = busy.token()
    mine, theirs = Client(server, token), Client(server, other.token())
    supplier = mine.post("/v1/suppliers", json={"name": "Mine"}).body["id"]
    with concurrent.futures.ThreadPoolExecutor(WAITING_OF_ONE_TENANT + 1) as pool:
        with held_table(server, "model_changes") as table:
            asked = [pool.submit(ask_until_it_is_there, server, token) for _ in range(WAITING_OF_ONE_TENANT + 1)]
            until(lambda: waiting(server) >= WAITING_OF_ONE_TENANT)
            late = Client(server, token).get(HELD)
            for number in range(10):
                assert mine.get(f"/v1/suppliers/{supplier}").status == 200
                assert mine.patch(f"/v1/suppliers/{supplier}", json={"owner": str(number)}, if_match="*").status == 200
                assert theirs.post("/v1/suppliers", json={"name": f"T{number}"}).status == 201
                assert theirs.get("/v1/reports/summary").body["suppliers"]["active"] == number + 1
            assert table.waiting() <= 1
            assert not any(report.done() for report in asked)
        replies = [report.result() for report in asked]
    assert (late.status, late.code, late.headers["Retry-After"]) == (503, "unavailable", "1")
    assert [reply.status for reply in replies] == [200] * len(asked)
    assert {reply.raw for reply in replies} == {mine.get(HELD).raw}


def test_a_list_as_a_table_waits_with_the_reports(server):
    token = server.add_tenant().token()
    Client(server, token).post("/v1/suppliers", json={"name": "Row"})
    with concurrent.futures.ThreadPoolExecutor(4) as pool, held_table(server, "model_changes") as table:
        reports = [pool.submit(ask_until_it_is_there, server, token) for _ in range(3)]
        until(lambda: waiting(server) == 2)
        asked = pool.submit(Client(server, token).get, "/v1/suppliers", headers={"Accept": "text/csv"})
        until(lambda: waiting(server) == 3)
        assert not asked.done()
        table.close()
    assert [reply.result().status for reply in (*reports, asked)] == [200] * 4
    assert len(asked.result().text.splitlines()) == 2
