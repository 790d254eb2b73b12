"""Attributes of suppliers by a tenant's own schema: defined in the settings, checked, found, exported."""
import pytest

from rounds import events, make_supplier

SCHEMA = [
    {"key": "cost_center", "type": "text", "label_ja": "原価センター", "label_en": "Cost center"},
    {"key": "spend", "type": "number", "label_ja": "年間取引額"},
    {"key": "since", "type": "date", "label_ja": "取引開始日"},
    {"key": "grade", "type": "choice", "label_ja": "社内区分", "choices": [
        {"value": "a", "label_ja": "重要", "label_en": "Key"}, {"value": "b", "label_ja": "一般"}]}]


@pytest.fixture(scope="module")
def buyer(client):
    define(client, SCHEMA)
    return client


def define(client, schema, status=200):
    reply = client.patch("/v1/settings", if_match="*", json={"attributes": schema})
    assert reply.status == status, reply
    return reply


def change(client, supplier, status=200, **attributes):
    reply = client.patch(f"/v1/suppliers/{supplier}", if_match="*", json={"attributes": attributes})
    assert reply.status == status, reply
    return reply if status != 200 else reply.body


def found(client, *terms, **params):
    page = client.get("/v1/suppliers", params={"attribute": list(terms), **params})
    assert page.status == 200, page
    return {row["name"] for row in page.body["data"]}


def test_values_are_kept_by_key_and_told(buyer):
    supplier = make_supplier(buyer, attributes={"cost_center": "4711", "spend": "0012.50", "grade": "a"})
    made = buyer.get(f"/v1/suppliers/{supplier}").body
    assert made["attributes"] == {"cost_center": "4711", "spend": "12.5", "grade": "a"}
    after = change(buyer, supplier, spend="-0", since="2026-04-01", grade=None)
    assert after["attributes"] == {"cost_center": "4711", "spend": "0", "since": "2026-04-01"}
    assert change(buyer, supplier, spend="0.00")["revision"] == after["revision"]  # the same number
    told = events(buyer)[-1]
    assert told["type"] == "supplier.updated" and told["changes"] == {
        "attributes": [made["attributes"], after["attributes"]]}
    # A system of procurement leaves them alone, and may not set them.
    door = f"/v1/suppliers/by-external-id/erp/{supplier}"
    assert buyer.patch(f"/v1/suppliers/{supplier}", if_match="*",
                       json={"external_ids": [{"source": "erp", "id": supplier}]}).status == 200
    assert buyer.put(door, json={"name": "夜間"}).body["attributes"] == after["attributes"]
    assert buyer.put(door, json={"attributes": {}}).errors == {"#/attributes": "risk_field"}


def test_null_clears_them_all_and_an_empty_object_none(buyer):
    supplier = make_supplier(buyer, name="全消去", attributes={"cost_center": "0815", "grade": "a"})
    assert change(buyer, supplier)["attributes"] == {"cost_center": "0815", "grade": "a"}
    assert found(buyer, "cost_center:0815") == {"全消去"}
    cleared = buyer.patch(f"/v1/suppliers/{supplier}", if_match="*", json={"attributes": None})
    assert (cleared.status, cleared.body["attributes"]) == (200, {})
    assert found(buyer, "cost_center:0815") == set()
    assert buyer.get(f"/v1/suppliers/{make_supplier(buyer, attributes=None)}").body["attributes"] == {}


def test_what_does_not_fit_its_definition_is_refused_at_its_place(buyer):
    supplier = make_supplier(buyer, attributes={"spend": "1"})
    refused = change(buyer, supplier, 422, spend="1,000", since="2026-02-30", grade="c", cost_centre="1",
                     **{"a/b": "x"})
    assert refused.errors == {
        "#/attributes/spend": "not_decimal", "#/attributes/since": "not_date", "#/attributes/grade": "not_allowed_value",
        "#/attributes/cost_centre": "unknown_member", "#/attributes": "unknown_member"}
    hint, = [fault for fault in refused.body["errors"] if fault["pointer"] == "#/attributes/cost_centre"]
    assert hint["params"]["did_you_mean"] == "cost_center"
    assert change(buyer, supplier, nobody_knows=None)["attributes"] == {"spend": "1"}
    for number in ("1e3", "+1", "1.", ".5", "1234567890123456", "0.1234567", "１"):
        assert change(buyer, supplier, 422, spend=number).errors == {"#/attributes/spend": "not_decimal"}, number
    assert change(buyer, supplier, 422, cost_center="x" * 501).errors == {"#/attributes/cost_center": "too_long"}


def test_suppliers_are_found_by_them(buyer):
    for name, attributes in (("一", {"grade": "a", "cost_center": "A:1,x"}), ("二", {"grade": "b", "spend": "7.10"}),
                             ("三", {"grade": "b", "cost_center": "z"})):
        make_supplier(buyer, name, tags=["found"], attributes=attributes)

    def ours(*terms):
        return found(buyer, *terms, tag="found")
    assert ours("grade:a") == {"一"} and ours("grade:b") == {"二", "三"} and ours("grade:a", "spend:7.1") == {"一", "二"}
    assert ours("cost_center:A:1,x") == {"一"} and ours("grade:c") == ours("none:1") == set()
    for wrong in ("grade", ":ab", "Grade:a"):
        assert buyer.get("/v1/suppliers", params={"attribute": wrong}).errors == {"attribute": "wrong_pattern"}
    row, = buyer.get("/v1/suppliers", params={"attribute": "spend:7.1"}).body["data"]
    change(buyer, row["id"], spend=None, grade="a")
    assert ours("spend:7.1") == set() and ours("grade:a") == {"一", "二"}


def test_definitions_are_checked_and_what_is_in_use_stays(buyer):
    supplier = make_supplier(buyer, attributes={"cost_center": "1", "grade": "b"})
    text, number, since, grade = SCHEMA
    for schema, faults in (
            ([text, text], {"#/attributes/1/key": "not_unique"}),
            ([{**text, "choices": grade["choices"]}, {**grade, "choices": []}],
             {"#/attributes/0/choices": "wrong_member_for_type", "#/attributes/1/choices": "required"}),
            ([{**grade, "choices": [grade["choices"][0]] * 2}], {"#/attributes/0/choices/1/value": "not_unique"}),
            ([{**text, "key": "Kostenstelle"}], {"#/attributes/0/key": "wrong_pattern"}),
            ([number, since, grade], {"#/attributes": "attribute_in_use"}),
            ([{**text, "type": "number"}, number, since, grade], {"#/attributes": "attribute_in_use"}),
            ([text, number, since, {**grade, "choices": grade["choices"][:1]}], {"#/attributes": "attribute_in_use"})):
        assert define(buyer, schema, 422).errors == faults
    more = {**grade, "label_en": "Grade", "choices": [*grade["choices"], {"value": "c", "label_ja": "新規"}]}
    kept = define(buyer, [more, text, number, since]).body["attributes"]  # another order and more choices
    assert [one["key"] for one in kept] == ["grade", "cost_center", "spend", "since"]
    assert kept[1] == {"key": "cost_center", "type": "text", "label_ja": "原価センター", "label_en": "Cost center",
                       "choices": []}
    assert change(buyer, supplier, grade="c")["attributes"]["grade"] == "c"
    for row in buyer.get("/v1/suppliers", params={"limit": 200}).body["data"]:
        change(buyer, row["id"], since=None)
    assert len(define(buyer, [more, text, number]).body["attributes"]) == 3
    assert change(buyer, supplier, 422, since="2026-04-01").errors == {"#/attributes/since": "unknown_member"}
