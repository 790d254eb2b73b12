"""The pages ask for nothing that the contract has not."""
import json
import pathlib
import subprocess
import sys

import pytest

from page_calls import Calls, faults

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = sorted([ROOT / "pages/answer.js", *(ROOT / "pages").glob("console*.js")])


@pytest.fixture(scope="module")
def contract(tmp_path_factory):
    """The document as the service tells it."""
    out = tmp_path_factory.mktemp("contract")
    subprocess.run([sys.executable, ROOT / "tools/contract.py", "--openapi", ROOT / "openapi.yaml", "--out", out], check=True)
    document = json.loads((out / "openapi.json").read_text())
    for item in document["paths"].values():
        for operation in item.values():
            operation["parameters"] = [document["components"]["parameters"][one["$ref"].split("/")[-1]] if "$ref" in one else one
                                       for one in operation.get("parameters", [])]
    return document


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_a_page_asks_for_what_there_is(contract, script):
    assert faults(contract, script.read_text()) == []


def test_all_calls_are_read():
    calls = {script.name: Calls(script.read_text()).found for script in SCRIPTS}
    assert {name for name, found in calls.items() if not found} == set()
    asked = {(method, path, *sorted(names)) for found in calls.values() for _, method, path, names in found}
    assert {("GET", "/v1/suppliers/{}/chain", "direction"), ("GET", "/v1/responses/{}/sheet.xlsx", "lang"),
            ("PUT", "/v1/responses/{}/answers/{}/review"), ("DELETE", "/v1/responses/{}/answers/{}/evidence/{}"),
            ("GET", "/v1/findings", "limit", "state", "supplier_id")} <= asked
    assert ("GET", "/v1/suppliers", "assessment_status", "band", "band[is_null]", "cursor", "impact", "include_total", "likelihood", "limit", "q", "sort",
            "status", "tier") in asked


@pytest.mark.parametrize("line, said", [
    ('call("GET", `/v1/supplier/${id}`)', "is no operation"),
    ('call("PUT", `/v1/suppliers/${id}`)', "is no operation"),
    ('read("/v1/suppliers", { teir: 1 })', "no parameter teir"),
    ('call("GET", `/v1/suppliers?limt=${n}`)', "no parameter limt"),
    ('const of = { suplier_id: id };\nread("/v1/findings", { ...of, limit: 1 })', "no parameter suplier_id"),
    ('const path = `/v1/suppliers/${id}`;\ncall("GET", `${path}/scor`)', "is no operation"),
    ('read("/v1/suppliers", given)', "which parameters"),
    ('const there = "/v1/suppliers";\nread(there)', "no call takes"),
    ('call("POST", `/v1/responses/${id}/${action}`)', "is no operation"),
])
def test_what_there_is_not_is_found(contract, line, said):
    assert any(said in fault for fault in faults(contract, line)), faults(contract, line)
