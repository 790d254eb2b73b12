"""examples/erp-night with 300 rows: by bulk and by file, three nights each."""
import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parents[2]


@pytest.mark.parametrize("way", ["bulk", "import", "xlsx"])
def test_three_nights(server, make_tenant, way):
    tenant = make_tenant()
    worker = None
    if way != "bulk":
        worker = subprocess.Popen([server.binary if hasattr(server, "binary") else os.environ["RENKEI_TEST_BINARY"],
                                   "worker", "--kind", "files"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
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
    nights = [json.loads(line[line.index("{"):]) for line in done.stdout.splitlines()]
    assert [(one["created"], one["updated"], one["unchanged"], one["failed"]) for one in nights] == [
        (298, 0, 0, 2), (0, 0, 298, 2), (0, 3, 294, 2)]
    told = dict(server.sql("select type, count(*) from app.events where tenant_id = %s group by 1", tenant.id))
    assert told == {"supplier.created": 298, "supplier.updated": 3, **({} if way == "bulk" else {
        "import.created": 3, "supplier.archived": 1, "supplier_status.changed": 1})}
