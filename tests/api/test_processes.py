"""Several processes on one database: nothing that matters lives in memory."""
import concurrent.futures
import contextlib
import uuid

import pytest

from renkei_client import Client
from renkei_server import connect
from rounds import ask, events, make_supplier, publish_sheet


@pytest.fixture
def pair(make_server):
    """Two processes and a tenant of both: (server, server, tenant)."""
    one, two = make_server(), make_server()
    assert one.database == two.database and one.port != two.port
    return one, two, one.add_tenant()


def at_once(calls):
    """Starts all calls together; their results in order."""
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def clients(pair, count):
    """As many clients, one process after the other."""
    one, two, tenant = pair
    return [Client((one, two)[number % 2], tenant.token("admin")) for number in range(count)]


def is_whole(pair, count):
    one, _, tenant = pair
    done = one.run("check", "--tenant", tenant.slug)
    assert (done.returncode, done.stdout) == (0, f"{tenant.slug}: {count} events, the chain is whole\n")


class Held:
    """A supplier's row, locked by somebody else."""

    def __init__(self, server, supplier):
        self.server = server
        self.connection = connect(server.database)
        self.cursor = self.connection.cursor()
        self.cursor.execute("begin; select from app.suppliers where id = %s for update", (supplier,))

    def wait_for_waiter(self, waiting, seconds):
        """Until a session has waited for the lock that long."""
        with contextlib.closing(connect("postgres")) as admin, admin.cursor() as cursor:
            while not waiting.done():
                cursor.execute("select from pg_stat_activity where datname = %s and wait_event_type = 'Lock'"
                               " and clock_timestamp() - state_change > make_interval(secs => %s)",
                               (self.server.database, seconds))
                if cursor.fetchall():
                    return

    def release(self):
        self.cursor.execute("rollback")
        self.connection.close()


@pytest.mark.parametrize("key", [None, "k-1"], ids=["without a key", "with a key"])
def test_a_locked_row_is_waited_for_a_second_with_a_key_or_without(make_server, key):
    server = make_server()
    client = Client(server, server.add_tenant().token())
    supplier = make_supplier(client)

    def change():
        return client.patch(f"/v1/suppliers/{supplier}", json={"owner": "x"}, headers={"If-Match": "*"}) \
            if key is None else client.post(f"/v1/suppliers/{supplier}/archive", key=key, headers={"If-Match": "*"})

    held = Held(server, supplier)
    refused = change()
    assert (refused.status, refused.code, refused.headers["Retry-After"]) == (409, "conflict_busy", "1")
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(change)
        held.wait_for_waiter(waiting, 0.4)
        held.release()
        assert waiting.result().status == 200


def until_settled(client, key, body):
    """What a careful caller does: the same key again while the first try is still running."""
    for _ in range(100):
        reply = client.post("/v1/suppliers", json=body, key=key)
        if reply.code != "idempotency_in_flight":
            return reply
        assert reply.status == 409 and int(reply.headers["Retry-After"]) >= 1
    raise AssertionError(reply)


def test_a_key_is_one_request_on_both(pair):
    """20 keys, each sent four times at once to both processes: 20 suppliers."""
    callers = clients(pair, 4)
    for number in range(20):
        key, body = str(uuid.uuid4()), {"name": f"取引先 {number}"}
        replies = at_once([lambda client=client, key=key, body=body: until_settled(client, key, body)
                           for client in callers])
        assert {reply.status for reply in replies} == {201}
        assert len({reply.raw for reply in replies}) == 1
        assert sum("Idempotency-Replayed" not in reply.headers for reply in replies) == 1
    assert callers[0].get("/v1/suppliers?include_total=true&limit=1").body["total"] == 20
    assert [event["seq"] for event in events(callers[1])] == list(range(1, 21))
    is_whole(pair, 20)


def test_one_of_two_editors_wins(pair):
    callers = clients(pair, 4)
    supplier = make_supplier(callers[0])
    path = f"/v1/suppliers/{supplier}"
    for revision in range(1, 11):
        replies = at_once([lambda client=client, name=name, revision=revision: client.patch(
            path, if_match=f'"{revision}"', json={"owner": f"{name} {revision}"})
            for name, client in enumerate(callers)])
        assert sorted(reply.status for reply in replies) == [200, 412, 412, 412]
        winner = next(reply for reply in replies if reply.status == 200)
        for loser in replies:
            assert loser is winner or loser.body["current"] == winner.body
        assert callers[1].get(path).body == callers[0].get(path).body == winner.body
    is_whole(pair, 11)


def test_one_number_is_one_supplier(pair):
    """The same new vendor from both ends of a cluster of batch jobs."""
    callers = clients(pair, 4)
    for number in range(10):
        path = f"/v1/suppliers/by-external-id/erp/{number}"
        replies = at_once([lambda client=client, path=path: client.put(path, json={"name": "Acme"})
                           for client in callers])
        made = [reply for reply in replies if reply.status == 201]
        assert len(made) == 1, replies
        for reply in replies:
            if reply.status == 409:  # lost the race: the next try finds it
                assert reply.code in ("duplicate", "conflict_busy")
                reply = callers[0].put(path, json={"name": "Acme"})
            assert reply.status == 201 or (reply.status, reply.body["changed"]) == (200, False)
            assert reply.body["id"] == made[0].body["id"]
    is_whole(pair, 10)


def test_one_open_response_for_each_sheet(pair):
    callers = clients(pair, 4)
    supplier, sheet = make_supplier(callers[0]), publish_sheet(callers[1])
    replies = at_once([lambda client=client: client.post("/v1/responses", json={
        "supplier_id": supplier, "questionnaire_id": sheet}) for client in callers])
    assert sorted(reply.status for reply in replies) == [201, 409, 409, 409]
    assert {reply.code for reply in replies} == {None, "already_open"}


def test_numbers_of_events_have_no_gap_whoever_writes(pair):
    """Six writers on both processes; refused writes in between leave no hole."""
    callers = clients(pair, 6)

    def write(client, name):
        for number in range(10):
            made = client.post("/v1/suppliers", json={"name": f"{name} {number}"})
            assert made.status == 201
            refused = client.patch(f"/v1/suppliers/{made.body['id']}", json={"name": "x"}, if_match='"9"')
            assert refused.status == 412
            held = client.post("/v1/suppliers", json={"name": "x", "external_ids": [
                {"source": "same", "id": "1"}]})
            assert held.status in (201, 409)

    at_once([lambda client=client, name=name: write(client, name) for name, client in enumerate(callers)])
    found = events(callers[0])
    assert [event["seq"] for event in found] == list(range(1, 62))  # 60, and one that got the number
    assert found == events(callers[1])
    is_whole(pair, 61)


def test_what_one_process_writes_the_other_reads(pair):
    one, two = clients(pair, 2)
    supplier, sheet = make_supplier(one), publish_sheet(two)
    response = ask(two, supplier, sheet)
    saved = one.put(f"/v1/responses/{response}/answers/B-01", json={"answer": "○"}, if_match='"0"')
    assert saved.status == 200
    assert two.get(f"/v1/responses/{response}/answers/B-01").body == saved.body
    settings = one.patch("/v1/settings", if_match="*", json={"time_zone": "America/New_York"})
    assert two.get("/v1/settings").body == settings.body
    cursor = one.get("/v1/questionnaires?limit=1").body["page"]["next_cursor"]
    assert two.get("/v1/questionnaires", params={"limit": 1, "cursor": cursor}).status == 200


def test_a_process_that_dies_leaves_the_other_whole(pair):
    one, two, _ = pair
    first, second = clients(pair, 2)
    key = str(uuid.uuid4())
    made = first.post("/v1/suppliers", json={"name": "Acme"}, key=key)
    one.kill()
    again = second.post("/v1/suppliers", json={"name": "Acme"}, key=key)
    assert again.raw == made.raw and again.headers["Idempotency-Replayed"] == "true"
    assert second.post("/v1/suppliers", json={"name": "Next"}).status == 201
    assert two.process.poll() is None
    is_whole(pair, 2)
