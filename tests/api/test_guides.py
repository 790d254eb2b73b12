"""docs/guides are true: what they show is what comes, on a service with its workers."""
import contextlib
import pathlib
import subprocess

import pytest

from renkei_server import BINARY, Server, cloned_database, free_port
from tours import blocks, make_checkout, paste

ROOT = pathlib.Path(__file__).parents[2]


@contextlib.contextmanager
def worker(server, kind):
    process = subprocess.Popen([BINARY, "worker", "--kind", kind], env=server.environment(server.extra),
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        assert process.wait(20) == 0


@contextlib.contextmanager
def running(tmp_path, kinds):
    """A checkout after RENKEI_WEBHOOK_INSECURE=1 ./dev run; of the workers those that a guide needs."""
    (tmp_path / "server").mkdir()
    with cloned_database() as database:
        server = Server(database, tmp_path / "server")
        server.extra = {"RENKEI_WEBHOOK_INSECURE": "1", "RENKEI_WORKER_DATABASE_URL": server.dsn("renkei_worker")}
        assert [server.run(*verb).returncode for verb in (("tenant", "add", "demo"), ("demo",))] == [0, 0]
        token = server.run("token", "--tenant", "demo", "--sub", "developer", "--bundle", "admin", "--ttl", "3600").stdout.strip()
        server.start(extra=server.extra)
        checkout = make_checkout(tmp_path / "checkout", server, token)
        with contextlib.ExitStack() as workers:
            for kind in kinds:
                workers.enter_context(worker(server, kind))
            yield checkout
        server.stop()


def test_a_procurement_system_meets_renkei(tmp_path):
    page = (ROOT / "docs/guides/erp.md").read_text()
    assert page.count("\nport=9000\n") == 1
    tour = blocks(page.replace("\nport=9000\n", f"\nport={free_port()}\n"))
    assert len(tour) == 10
    with running(tmp_path, ("files", "egress")) as checkout:
        paste(checkout, tour)


@pytest.mark.parametrize("page", ["frontend", "reminder-job", "risk-team"])
def test_a_guide_prints_what_it_shows(page, tmp_path):
    tour = blocks((ROOT / f"docs/guides/{page}.md").read_text())
    assert len([shown for _, shown in tour if shown]) >= 6
    with running(tmp_path, ()) as checkout:
        paste(checkout, tour)
