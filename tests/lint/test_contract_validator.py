"""The validator of the API tests: what is documented passes, everything else goes red."""
import copy
import json
import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/api"))

from contract_validator import Contract  # noqa: E402

JSON = {"Content-Type": "application/json; charset=utf-8", "ETag": '"3"', "Content-Language": "ja"}
PROBLEM = {"Content-Type": "application/problem+json"}


@pytest.fixture(scope="module")
def contract():
    return Contract(ROOT / "openapi.yaml")


@pytest.fixture
def supplier(contract):
    """The documented example of one supplier."""
    reply = contract.operations["get_supplier"]["responses"]["200"]
    return copy.deepcopy(next(contract.examples(reply["content"]["application/json"])))


@pytest.fixture
def problem():
    return {"type": "/problems/not_found", "title": "対象が見つかりません", "status": 404,
            "detail": "x", "instance": "r", "code": "not_found", "trace_id": None, "errors": []}


def told(contract, body, status=200, headers=None, operation="get_supplier", **more):
    headers = {"X-Request-Id": "r", **(headers or (JSON if status < 400 else PROBLEM))}
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return " | ".join(contract.faults(operation, status, headers, raw, **more))


def test_the_documented_reply_passes(contract, supplier):
    assert told(contract, supplier) == ""


def test_a_member_too_many_goes_red(contract, supplier):
    supplier["password"] = "x"
    assert "#/password: not documented" in told(contract, supplier)


def test_a_nested_member_too_many_goes_red(contract, supplier):
    supplier["risk"]["secret"] = 1
    assert "#/risk/secret: not documented" in told(contract, supplier)


def test_a_missing_member_goes_red(contract, supplier):
    del supplier["archived_at"]
    assert "#/archived_at: required, but absent" in told(contract, supplier)


@pytest.mark.parametrize("member, value, reason", [
    ("revision", "3", "is not integer"),
    ("revision", True, "is not integer"),
    ("revision", 3.0, "is not integer"),
    ("name", None, "is not string"),
    ("name", "", "below minLength"),
    ("name", "x" * 201, "above maxLength"),
    ("id", "0192A6C0-7D1E-7C3A-9B7E-2F6F3A1D5E01", "is no uuid"),
    ("id", "1", "is no uuid"),
    ("created_at", "2026-01-31T00:00:00+09:00", "is no date-time"),
    ("created_at", "2026-02-30T00:00:00Z", "is no date-time"),
    ("next_review_on", "2026-02-30", "is no date"),
    ("status", "gone", "is none of"),
    ("country", "jp", "is no country"),
    ("corporate_number", "7000012050003", "is no corporate-number"),
    ("tags", ["a", "a"], "twice"),
    ("tags", ["a"] * 51, "above maxItems"),
    ("risk", None, "is not object"),
])
def test_a_wrong_value_goes_red(contract, supplier, member, value, reason):
    supplier[member] = value
    assert f"#/{member}" in told(contract, supplier)
    assert reason in told(contract, supplier)


def test_an_undocumented_status_goes_red(contract, supplier):
    assert "201 is not documented" in told(contract, supplier, status=201)


def test_another_media_type_goes_red(contract, supplier):
    headers = {**JSON, "Content-Type": "text/html"}
    assert "'text/html' is not documented" in told(contract, supplier, headers=headers)


def test_a_promised_header_that_is_missing_goes_red(contract, supplier):
    headers = {"Content-Type": "application/json"}
    assert "ETag is missing" in told(contract, supplier, headers=headers)


def test_an_etag_on_a_list_goes_red(contract):
    page = {"data": [], "page": {"next_cursor": None, "has_more": False, "limit": 50}}
    assert "ETag is not documented" in told(contract, page, operation="list_suppliers")
    headers = {"Content-Type": "application/json"}
    assert told(contract, page, operation="list_suppliers", headers=headers) == ""


def test_a_link_is_there_while_there_is_a_next_page(contract):
    for more, headers in ((True, {}), (False, {"Link": '</v1/suppliers?cursor=x>; rel="next"'})):
        page = {"data": [], "page": {"next_cursor": "x" if more else None, "has_more": more, "limit": 50}}
        json_headers = {"Content-Type": "application/json"}
        assert "Link names the next page" in told(contract, page, operation="list_suppliers",
                                                  headers={**json_headers, **headers})


@pytest.mark.parametrize("body", [b"", b"{", b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":"\xff"}'])
def test_json_that_is_not_strict_goes_red(contract, body):
    assert "no strict JSON" in told(contract, body)


def test_a_body_where_none_is_documented_goes_red(contract):
    assert "none is documented" in told(contract, b"{}", status=304)
    assert told(contract, b"", status=304) == ""


def test_head_has_no_body(contract):
    assert told(contract, b"", method="HEAD") == ""


def test_a_problem_passes(contract, problem):
    assert told(contract, problem, status=404) == ""


def test_an_error_that_is_no_problem_document_goes_red(contract, problem):
    assert "an error is" in told(contract, problem, status=404, headers=JSON)
    assert "required, but absent" in told(contract, {"error": "x"}, status=404)


@pytest.mark.parametrize("member, value, reason", [
    ("code", "nope", "is none of"),
    ("status", 400, "not_found is 404"),
    ("title", "Oops", "title"),
    ("type", "about:blank", "type"),
    ("errors", [{"pointer": "#", "code": "nope", "detail": "x"}], "is none of"),
    ("errors", [{"code": "required", "detail": "x"}], "names its place once"),
    ("errors", [{"pointer": "#", "code": "required", "detail": "x", "sql": "y"}], "not documented"),
])
def test_a_problem_with_a_wrong_word_goes_red(contract, problem, member, value, reason):
    problem[member] = value
    assert reason in told(contract, problem, status=404)


def test_an_unknown_path_answers_with_a_problem(contract, problem):
    assert told(contract, problem, status=404, operation=None) == ""
    assert "an error is" in told(contract, b"<html>", status=404, operation=None,
                                 headers={"Content-Type": "text/html"})


def test_a_request_may_not_set_what_the_service_sets(contract):
    schema = {"$ref": "#/components/schemas/SupplierCreate"}
    assert list(contract.schemas.faults(schema, {"name": "x"}, request=True)) == []
    faults = list(contract.schemas.faults(schema, {"name": "x", "revision": 1}, request=True))
    assert faults == ["#/revision: not documented"]


def test_operations_are_found_by_path(contract):
    uuid = "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01"
    assert contract.find("GET", f"/v1/suppliers/{uuid}?x=1") == "get_supplier"
    assert contract.find("HEAD", "/v1/suppliers") == "list_suppliers"
    assert (contract.find("PUT", "/v1/suppliers/by-external-id/erp/1")
            == "put_supplier_by_external_id")
    assert contract.find("POST", "/v1/questionnaires/import") == "import_questionnaire"
    assert contract.find("PUT", "/v1/suppliers") is None
    assert contract.find("GET", "/v2/suppliers") is None


def test_cells_are_the_documented_statuses(contract):
    cells = contract.cells()
    assert {("get_supplier", 200), ("get_supplier", 304), ("get_supplier", 404)} <= cells
    assert all(isinstance(status, int) for _, status in cells)


def test_one_of_chooses_its_branch(tmp_path):
    file = tmp_path / "openapi.yaml"
    text = (ROOT / "tests/unit/contract/openapi.yaml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    schemas = Contract(file).schemas
    shape = {"$ref": "#/components/schemas/Shape"}
    assert list(schemas.faults(shape, {"kind": "circle", "radius": 1})) == []
    assert list(schemas.faults(shape, {"kind": "box", "side": 0})) == [
        "#/side: 0 is below minimum 1"]
    assert list(schemas.faults(shape, {"kind": "star"})) == ["#: `kind` 'star' chooses no branch"]
    thing = {"$ref": "#/components/schemas/Thing"}
    assert list(schemas.faults(thing, {"name": "x", "main_contact": None}, request=True)) == []
    assert list(schemas.faults(thing, {"name": "x", "nope": 1}, request=True)) == [
        "#/nope: not documented"]
