"""What every API test can ask for.

    server   the running service (session): base_url, host, port, log, sql(), run(), send_raw()
    tenant   a fresh tenant (module): id, slug, token(bundle or scopes=…)
    client   requests as the tenant's admin (module)
    anyone   requests without a token (session)
    sheet    the id of a published sheet of all seven types (module)
    supplier the id of a supplier of which nothing is known
    login    login("viewer"), login(scopes=[…]), login("respondent", supplier_id=…): other clients
    demo     the token of an administrator of the tenant that `renkei demo` fills (session)
    world    rows of every kind in a tenant of its own, for tests over all operations (session)
    make_tenant, make_server: more of them
"""
import itertools
import os
import sys
import uuid

import pytest

from convention_fixtures import World
from renkei_client import Client, seen
from renkei_server import Server, cloned_database, make_keys
from rounds import make_supplier, publish_sheet
from seen_statuses import empty_cells, save, write_empty, write_table


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    return make_keys(tmp_path_factory.mktemp("secrets"))


@pytest.fixture(scope="session")
def server(tmp_path_factory, keys):
    with cloned_database() as database:
        server = Server(database, tmp_path_factory.mktemp("server"), keys).start()
        yield server
        server.stop()


@pytest.fixture
def make_server(tmp_path, keys):
    """make_server(RENKEI_RATE_LIMIT="5"): a server of this test alone, on its own database."""
    numbers, running = itertools.count(), []
    with cloned_database() as database:
        def make(ready=True, **extra):
            folder = tmp_path / f"server{next(numbers)}"
            folder.mkdir()
            running.append(Server(database, folder, keys).start(extra, ready))
            return running[-1]
        yield make
        for server in running:
            if server.process.poll() is None:
                server.stop()


@pytest.fixture(scope="module")
def tenant(server):
    return server.add_tenant()


@pytest.fixture(scope="session")
def make_tenant(server):
    return server.add_tenant


@pytest.fixture(scope="module")
def login(server, tenant):
    def make(*arguments, **options):
        return Client(server, tenant.token(*arguments, **options))
    return make


@pytest.fixture(scope="module")
def client(login):
    return login("admin")


@pytest.fixture
def erp(server, tenant):
    """The client of another system that pushes what it keeps."""
    return Client(server, tenant.token("integrator", sub="client:erp"))


@pytest.fixture
def source():
    """A system of this test alone."""
    return "erp-" + uuid.uuid4().hex[:8]


@pytest.fixture(scope="module")
def sheet(client):
    return publish_sheet(client)


@pytest.fixture
def supplier(client):
    return make_supplier(client)


@pytest.fixture(scope="session")
def anyone(server):
    return Client(server)


@pytest.fixture(scope="session")
def demo(server):
    for arguments in (("tenant", "add", "demo", "--name", "Demo"), ("demo",)):
        done = server.run(*arguments)
        assert done.returncode == 0, done.stderr
    done = server.run("token", "--tenant", "demo", "--sub", "developer", "--bundle", "admin", "--ttl", "3600")
    return done.stdout.strip()


@pytest.fixture(scope="session")
def world(server):
    return World(server)


# The report: which documented status of which operation the run has seen. Of a part of a run it is left
# in a file, to be added up.

SEEN_FILE = os.environ.get("RENKEI_TEST_SEEN")

def is_whole_run(config):
    """Nothing was chosen: neither single tests nor keywords."""
    chosen = config.option.keyword or config.option.markexpr
    return not chosen and any(argument.rstrip("/").endswith("tests/api") for argument in config.args)


def report_bad_inputs(terminalreporter):
    results = getattr(sys.modules.get("test_bad_inputs"), "results", None)
    if not results:
        return
    terminalreporter.section("bad inputs")
    for group, counts in sorted(results.items()):
        terminalreporter.write_line(f"{group:24} " + ", ".join(
            f"{counts[word]} {word}" for word in ("passed", "failed")))


def report_conventions(terminalreporter):
    module = sys.modules.get("test_conventions")
    if module is not None and module.results:
        module.report(terminalreporter)


def pytest_terminal_summary(terminalreporter, config):
    report_bad_inputs(terminalreporter)
    report_conventions(terminalreporter)
    if not seen or SEEN_FILE:
        return
    terminalreporter.section("operation × documented status")
    write_table(seen, terminalreporter.write_line)
    if is_whole_run(config):
        write_empty(seen, terminalreporter.write_line)


def pytest_sessionfinish(session, exitstatus):
    if SEEN_FILE:
        save(seen, SEEN_FILE)
    elif exitstatus == 0 and is_whole_run(session.config) and seen and empty_cells(seen):
        session.exitstatus = 1
