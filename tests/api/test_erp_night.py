"""examples/erp-night with few rows: by bulk and by file, three nights each, and with processes that are killed meanwhile."""
import json
import os
import pathlib
import shlex
import subprocess
import sys

import pytest

from renkei_server import BINARY

ROOT = pathlib.Path(__file__).parents[2]


@pytest.mark.parametrize("way", ["bulk", "import", "xlsx"])
def test_three_nights(server, make_tenant, way):
    tenant = make_tenant()
    worker = None
    if way != "bulk":
        worker = subprocess.Popen([BINARY, "worker", "--kind", "files"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  env=server.environment({"RENKEI_WORKER_DATABASE_URL": server.dsn("renkei_worker")}))
    try:
        done = subprocess.run([sys.executable, ROOT / "examples/erp-night/erp_night.py", "--rows", "300", "--way", way],
                              env={**os.environ, "RENKEI_URL": server.base_url, "RENKEI_TOKEN": tenant.token("integrator")},
                              capture_output=True, text=True, timeout=60)
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait(20)
    assert done.returncode == 0, done.stdout + done.stderr
    nights = [json.loads(line[line.index("{"):]) for line in done.stdout.splitlines() if line.startswith("night")]
    assert [(one["created"], one["updated"], one["unchanged"], one["failed"]) for one in nights] == [
        (298, 0, 0, 2), (0, 0, 298, 2), (0, 3, 294, 2)]
    told = dict(server.sql("select type, count(*) from app.events where tenant_id = %s group by 1", tenant.id))
    assert told == {"supplier.created": 298, "supplier.updated": 3, **({} if way == "bulk" else {
        "import.created": 3, "supplier.archived": 1, "supplier_status.changed": 1})}


# What a worker that was killed had leased is another one's after a minute; here at once.
WORKER = """
import os, sys
sys.path.insert(0, sys.argv[1])
import renkei_server
with renkei_server.connect(sys.argv[2]) as database, database.cursor() as cursor:
    cursor.execute("update app.jobs set available_at = now() where state = 'leased'")
os.execv(sys.argv[3], [sys.argv[3], "worker", "--kind", "files"])
"""


@pytest.mark.parametrize("way", ["bulk", "import"])
def test_service_and_worker_are_killed_in_the_middle_and_nothing_is_lost_or_doubled(server, make_tenant, tmp_path, way):
    tenant, source = make_tenant(), f"killed-{way}"
    (tmp_path / "worker.py").write_text(WORKER)
    done = subprocess.run(
        [sys.executable, ROOT / "examples/erp-night/erp_night.py", "--rows", "1200", "--way", way, "--source", source,
         "--program", BINARY, "--kills", "1", "--person",
         "--worker", shlex.join(map(str, [sys.executable, tmp_path / "worker.py", ROOT / "tests/api", server.database, BINARY]))],
        env=server.environment({"RENKEI_TOKEN": tenant.token("integrator"), "RENKEI_PERSON_TOKEN": tenant.token("admin"),
                                "RENKEI_WORKER_DATABASE_URL": server.dsn("renkei_worker")}),
        capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("killed at row") == 3 and "none" not in done.stdout, done.stdout
    good, gone = 1194, 4
    assert f"{good} suppliers are stored under {good} numbers" in done.stdout
    assert server.sql("select count(*), count(distinct external_id) from app.supplier_external_ids where source = %s",
                      source) == [(good, good)]
    told = dict(server.sql("select type, count(*) from app.events where tenant_id = %s and type like 'supplier.%%'"
                           " group by 1", tenant.id))
    assert told == {"supplier.created": good + 1, "supplier.updated": 12,
                    **({"supplier.archived": gone} if way == "import" else {})}, "one supplier is that of the person"
    assert server.run("check", "--tenant", tenant.id).returncode == 0
