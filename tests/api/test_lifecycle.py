"""Beginning and end of the process: start, signals, drain, a database that goes and comes back."""
import concurrent.futures
import signal
import socket
import time

import pytest

from held import held_table, until, wait_as_long_as_it_takes
from renkei_client import Client
from renkei_server import connect
from rounds import make_supplier


def test_it_is_ready_soon_after_its_start(make_server):
    server = make_server()
    server.stop()
    began = time.monotonic()
    server.start()
    assert time.monotonic() - began < 5  # the figure without sanitizers is the benchmark's
    assert Client(server).get("/readyz").status == 200


class Upload:
    """A request whose body is on its way: in flight for as long as a test wants."""

    def __init__(self, server, tenant):
        self.body = b'{"name":"In flight"}'
        self.connection = socket.create_connection((server.host, server.port), timeout=20)
        self.connection.sendall(
            f"POST /v1/suppliers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {tenant.token()}\r\nContent-Length: {len(self.body)}\r\n\r\n"
            .encode() + self.body[:5])
        time.sleep(0.02)

    def finish(self):
        """Sends the rest and returns the whole reply, up to the end of the connection."""
        self.connection.sendall(self.body[5:])
        answer = b""
        while part := self.connection.recv(65536):
            answer += part
        return answer


def refuses_connections(server):
    try:
        socket.create_connection((server.host, server.port), timeout=1).close()
    except OSError:
        return True
    return False


def test_sigterm_finishes_what_is_in_flight(make_server):
    server = make_server()
    tenant = server.add_tenant()
    idle = socket.create_connection((server.host, server.port))  # delays nothing
    uploads = [Upload(server, tenant) for _ in range(20)]
    server.process.send_signal(signal.SIGTERM)
    until(lambda: refuses_connections(server))
    assert server.process.poll() is None
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(Upload.finish, uploads))
    assert [answer[:12] for answer in answers] == [b"HTTP/1.1 201"] * 20
    assert all(b"Connection: close\r\n" in answer for answer in answers)
    assert server.process.wait(5) == 0
    assert sum('"status":201' in line for line in server.log_lines()) == 20
    assert server.sql("select count(*) from app.suppliers") == [(20,)]
    idle.close()


def test_sigterm_answers_what_waits(make_server):
    """In a worker, in one of reports, and in the lane of either: for a lock, and for their turn."""
    server = make_server(RENKEI_THREADS="4")  # two of a tenant, and one of two of reports
    wait_as_long_as_it_takes(server)
    reader, writer = server.add_tenant().token(), server.add_tenant().token()
    wanted = make_supplier(Client(server, reader))
    changed = [make_supplier(Client(server, writer)) for _ in range(3)]

    def change(supplier):
        return Client(server, writer).patch(f"/v1/suppliers/{supplier}", json={"owner": "sato"}, if_match="*")

    def read(path):
        return Client(server, reader).get(path)

    with concurrent.futures.ThreadPoolExecutor(6) as pool, held_table(server, "suppliers") as table:
        held = [pool.submit(read, path) for path in (f"/v1/suppliers/{wanted}", *["/v1/reports/summary"] * 2)]
        held += [pool.submit(change, supplier) for supplier in changed[:2]]
        table.wait_for(4)
        last = pool.submit(change, changed[2])
        for lane in ("report", "tenant"):
            until(lambda lane=lane: server.metric(f'renkei_http_requests_waiting{{lane="{lane}"}}') == 1)
        server.process.send_signal(signal.SIGTERM)
        until(lambda: refuses_connections(server))
        assert not any(reply.done() for reply in held) and server.process.poll() is None
        table.close()
    assert [reply.result().status for reply in held] == [200] * 5
    assert last.result().status in (200, 503)  # it waited for its turn as long as a change does
    assert all(reply.result().headers["Connection"] == "close" for reply in (*held, last))
    assert server.process.wait(5) == 0


def test_while_draining_it_is_not_ready(make_server):
    server = make_server()
    upload = Upload(server, server.add_tenant())
    client = Client(server)
    client.get("/livez")  # the connection stays open
    server.process.send_signal(signal.SIGTERM)
    until(lambda: refuses_connections(server))
    reply = client.get("/readyz")
    assert (reply.status, reply.code) == (503, "unavailable")
    assert reply.headers["Connection"] == "close" and reply.headers["Retry-After"] == "1"
    assert upload.finish().startswith(b"HTTP/1.1 201")
    assert server.process.wait(5) == 0


def test_a_second_signal_ends_it_at_once(make_server):
    server = make_server()
    upload = Upload(server, server.add_tenant())
    server.process.send_signal(signal.SIGTERM)
    until(lambda: refuses_connections(server))
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(5) == 143
    assert time.monotonic() - began < 1
    upload.connection.close()


def test_ctrl_c_ends_it_in_order(make_server):
    assert make_server().terminate(signal.SIGINT) == 0


def test_readiness_follows_the_database(make_server):
    server = make_server()
    name = server.database
    admin = connect("postgres").cursor()
    admin.execute(f"alter database {name} with allow_connections false")
    admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
    try:
        server.wait_until("/readyz", 503, 5)
        assert Client(server).get("/readyz").code == "unavailable"
        assert Client(server).get("/livez").status == 200
    finally:
        admin.execute(f"alter database {name} with allow_connections true")
    server.wait_until("/readyz", 200, 5)


def test_a_read_only_database_is_not_ready(make_server):
    """As a standby after a failover: what reads is answered, what writes is told why it is not."""
    server = make_server()
    client = Client(server, server.add_tenant().token())
    admin = connect("postgres").cursor()

    def set_read_only(value):
        admin.execute(f"alter database {server.database} set default_transaction_read_only = {value}")
        admin.execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                      " where datname = %s and usename = 'renkei_app'", [server.database])

    set_read_only("on")
    server.wait_until("/readyz", 503, 5)
    assert Client(server).get("/readyz").code == "database_read_only"
    assert client.get("/v1/suppliers").status == 200
    refused = client.post("/v1/suppliers", json={"name": "x"})
    assert (refused.status, refused.code) == (503, "database_read_only")
    assert refused.headers["Retry-After"] == "1"
    set_read_only("off")
    server.wait_until("/readyz", 200, 5)
    assert client.post("/v1/suppliers", json={"name": "x"}).status == 201


def place_of(database):
    """The identifier of the cluster and the timeline that it writes."""
    cursor = connect(database).cursor()
    cursor.execute("select system_identifier::text,"
                   " ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer"
                   " from pg_control_system()")
    return cursor.fetchone()


@pytest.mark.parametrize("seen", ["{system} {newer}", "1 1"], ids=["an old primary", "another cluster"])
def test_a_database_that_was_superseded_is_refused(make_server, tmp_path, seen):
    """What another process saw of a failover, or before a restart, stands in RENKEI_STATE_DIR."""
    state = {"RENKEI_STATE_DIR": str(tmp_path)}
    server = make_server(**state)
    system, timeline = place_of(server.database)
    assert (tmp_path / "database").read_text() == f"{system} {timeline}\n"
    client = Client(server, server.add_tenant().token())
    server.stop()

    (tmp_path / "database").write_text(seen.format(system=system, newer=timeline + 1) + "\n")
    server.start(extra=state, ready=False)
    assert Client(server).get("/readyz").code == "database_timeline"
    assert Client(server).get("/livez").status == 200
    refused = client.post("/v1/suppliers", json={"name": "x"})
    assert (refused.status, refused.code) == (503, "database_timeline")
    assert '"database_timeline"' in server.error_log.read_text()

    (tmp_path / "database").unlink()
    server.restart(state)
    assert client.post("/v1/suppliers", json={"name": "x"}).status == 201


def test_a_failover_that_another_process_saw_ends_the_old_connections(make_server, tmp_path):
    server = make_server(RENKEI_STATE_DIR=str(tmp_path))
    system, timeline = place_of(server.database)
    client = Client(server, server.add_tenant().token())
    assert client.get("/v1/suppliers").status == 200
    (tmp_path / "database").write_text(f"{system} {timeline + 1}\n")
    server.wait_until("/readyz", 503, 5)
    assert client.get("/v1/suppliers").code == "database_timeline"


def test_a_database_that_does_not_tell_its_timeline_is_served(make_server, tmp_path):
    """As managed ones may not."""
    server = make_server(RENKEI_STATE_DIR=str(tmp_path))
    kept = (tmp_path / "database").read_text()
    cursor = connect(server.database).cursor()
    cursor.execute("revoke execute on function pg_walfile_name(pg_lsn) from public")
    server.restart({"RENKEI_STATE_DIR": str(tmp_path)})
    client = Client(server, server.add_tenant().token())
    assert client.post("/v1/suppliers", json={"name": "x"}).status == 201
    assert (tmp_path / "database").read_text() == kept


def test_a_state_folder_that_is_none_is_told(make_server, tmp_path):
    done = make_server().run("serve", extra={"RENKEI_STATE_DIR": str(tmp_path / "none")})
    assert done.returncode == 78 and "RENKEI_STATE_DIR" in done.stderr


def test_it_starts_without_its_database(make_server):
    server = make_server(ready=False, DATABASE_URL="host=127.0.0.1 port=1 user=x dbname=x")
    assert Client(server).get("/livez").status == 200
    assert Client(server).get("/readyz").status == 503
    reply = Client(server, "a.b.c").get("/v1/suppliers")
    assert reply.status == 401


@pytest.mark.parametrize("environment, complaint", [
    ({"DATABASE_URL": ""}, "DATABASE_URL"),
    ({"RENKEI_KEYS": ""}, "RENKEI_KEYS"),
    ({"RENKEI_KEYS": "/nonexistent"}, "/nonexistent"),
    ({"RENKEI_LISTEN": "8080"}, "RENKEI_LISTEN"),
    ({"RENKEI_LISTEN": "192.0.2.1:8080", "RENKEI_TEST_CLOCK": "0"}, "192.0.2.1:8080"),
    ({"RENKEI_LISTEN": "0.0.0.0:8080"}, "RENKEI_TEST_CLOCK"),
    ({"RENKEI_THREADS": "0"}, "RENKEI_THREADS"),
    ({"RENKEI_WEBHOOK_PORTS": "443, 8443"}, "RENKEI_WEBHOOK_PORTS"),
    ({"RENKEI_WEBHOOK_PORTS": "443,65536"}, "RENKEI_WEBHOOK_PORTS"),
    ({"RENKEI_RATE_LIMIT": "many"}, "RENKEI_RATE_LIMIT"),
    ({"RENKEI_DB_RLS": "maybe"}, "RENKEI_DB_RLS"),
])
def test_an_unsafe_configuration_is_refused_with_one_line(server, environment, complaint):
    done = server.run("serve", extra=environment)
    assert done.returncode == 78
    assert complaint in done.stderr and len(done.stderr.splitlines()) == 1


def test_an_address_in_use_is_refused(server):
    done = server.run("serve")
    assert done.returncode == 78
    assert "Address already in use" in done.stderr


def test_a_superuser_is_refused(server):
    done = server.run("serve", extra={"DATABASE_URL": server.dsn("postgres")})
    assert done.returncode == 78
    assert "superuser" in done.stderr


def test_the_role_of_another_job_is_refused(server):
    """It sees rows of all tenants through policies of its own."""
    done = server.run("serve", extra={"DATABASE_URL": server.dsn("renkei_worker")})
    assert done.returncode == 78
    assert "sees rows of all tenants" in done.stderr


def test_new_keys_are_read_on_sighup(make_server, tmp_path):
    server = make_server()
    tenant = server.add_tenant()
    client = Client(server, tenant.token())
    assert client.get("/v1/suppliers").status == 200
    server.process.send_signal(signal.SIGHUP)
    until(lambda: "keys_reloaded" in server.error_log.read_text())
    assert client.get("/v1/suppliers").status == 200


def test_a_tenant_that_does_not_exist_is_no_tenant(server, tenant):
    claims = {**tenant.claims(), "tenant": "11111111-1111-4111-8111-111111111111"}
    reply = Client(server, tenant.sign(claims)).get("/v1/suppliers")
    assert (reply.status, reply.code) == (401, "unauthorized")
