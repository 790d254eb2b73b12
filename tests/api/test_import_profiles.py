"""How the columns of a tenant's own files are called: import profiles."""
import pytest

from renkei_client import Client
from test_imports import UTF8, brought, counts, work  # noqa: F401

COLUMNS = [{"header": "LIFNR", "member": "external_id"}, {"header": "Name 1", "member": "name"},
           {"header": "KTOKK", "member": "kind", "values": {"Z1": "subcontractor", "X": "partner"}},
           {"header": "担当", "member": "contact_name"}]


@pytest.fixture(scope="module")
def house(make_tenant):
    return make_tenant()


@pytest.fixture(scope="module")
def erp(server, house):
    return Client(server, house.token("integrator", sub="client:erp"))


def make(client, code, columns=COLUMNS, **members):
    reply = client.post("/v1/import-profiles", json={"code": code, "name": "仕入先", "columns": columns, **members})
    assert reply.status == 201, reply
    return reply.body


def test_a_file_with_names_of_its_own_is_understood(erp, work):
    made = make(erp, "sap", constants={"source": "sap", "country": "JP", "contact_role": "営業"})
    assert made["columns"][0] == {"header": "LIFNR", "member": "external_id", "values": None}
    assert made["constants"] == {"source": "sap", "country": "JP", "kind": None, "contact_role": "営業", "contact_locale": None}
    file = ("lifnr,NAME 1,KTOKK,担当,LAND\n0001,みどり,Z1,佐藤,x\n0002,あおば,X,,x\n0003,ひかり,partner,,x\n"
            "0004,つばさ,Z9,,x\n")
    reply = erp.post("/v1/imports", data=file.encode(), headers=UTF8, params={"profile": "sap"})
    erp.patch(f"/v1/import-profiles/{made['id']}", if_match='"1"', json={"columns": COLUMNS[:1]})  # that waits keeps what was said
    work()
    done = erp.get(f"/v1/imports/{reply.body['id']}").body
    assert (done["counts"], done["ignored_columns"], done["profile"]) == (counts(created=3, failed=1), ["LAND"], "sap")
    failed, = erp.get(f"/v1/imports/{done['id']}/rows").body["data"]
    assert (failed["error_code"], failed["error_field"], failed["error_value"]) == ("not_allowed_value", "KTOKK", "Z9")
    one = erp.get("/v1/suppliers/by-external-id/sap/0001").body
    assert (one["name"], one["kind"], one["country"]) == ("みどり", "subcontractor", "JP")
    assert [(each["name"], each["role"]) for each in one["contacts"]] == [("佐藤", "営業")]
    assert erp.get("/v1/suppliers/by-external-id/sap/0002").body["contacts"] == []
    assert brought(erp, work, "sap", "LIFNR\n0001\n", UTF8, profile="sap")["counts"] == counts(unchanged=1)


def test_what_is_built_in_is_listed_and_stays(erp):
    listed = {one["code"]: one for one in erp.get("/v1/import-profiles").body["data"] if one["kind"] == "suppliers"}
    assert listed["renkei"]["built_in"] and listed["generic-ja"]["built_in"]
    assert {"header": "取引先コード", "member": "external_id", "values": None} in listed["generic-ja"]["columns"]
    one = erp.get(f"/v1/import-profiles/{listed['renkei']['id']}")
    assert one.body == listed["renkei"]
    for refused in (erp.patch(one.path, if_match="*", json={"name": "x"}), erp.delete(one.path, if_match="*")):
        assert (refused.status, refused.code) == (409, "built_in")


def test_a_profile_changes_and_goes(erp, work):
    made = make(erp, "freee", constants={"country": "JP", "kind": "partner"})
    path = f"/v1/import-profiles/{made['id']}"
    same = erp.patch(path, if_match='"1"', json={"constants": {"country": "JP"}, "columns": COLUMNS})
    assert (same.status, same.body["revision"]) == (200, 1)
    changed = erp.patch(path, if_match='"1"', json={"name": "freee 会計", "constants": {"country": None}})
    assert (changed.body["revision"], changed.body["name"], changed.body["constants"]["country"],
            changed.body["constants"]["kind"]) == (2, "freee 会計", None, "partner")
    assert erp.patch(path, if_match='"1"', json={"name": "x"}).status == 412
    taken = erp.post("/v1/import-profiles", json={"code": "freee", "name": "x", "columns": COLUMNS})
    assert (taken.status, taken.code) == (409, "duplicate")
    assert erp.delete(path, if_match='"2"').status == 204
    gone = erp.post("/v1/imports", data=b"a\n1\n", headers=UTF8, params={"profile": "freee", "source": "x"})
    assert (gone.status, gone.body["errors"][0]["parameter"], gone.body["errors"][0]["code"]) == (400, "profile", "no_such_profile")


def test_a_header_means_one_thing(erp):
    refused = erp.post("/v1/import-profiles", json={"code": "x", "name": "x", "columns": [
        {"header": "A", "member": "name"}, {"header": "a", "member": "external_id"}]})
    assert [(one["pointer"], one["code"]) for one in refused.body["errors"]] == [("#/columns/1/header", "not_unique")]
    for column, code in (({"header": "A", "member": "tags"}, "not_allowed_value"), ({"header": " ", "member": "name"}, "blank")):
        refused = erp.post("/v1/import-profiles", json={"code": "x", "name": "x", "columns": [column]})
        assert (refused.status, refused.body["errors"][0]["code"]) == (422, code)


def test_a_tenant_has_fifty_of_its_own(make_tenant, server):
    client = Client(server, make_tenant().token("integrator"))
    for number in range(50):
        make(client, f"p-{number}", COLUMNS[:1])
    full = client.post("/v1/import-profiles", json={"code": "x", "name": "x", "columns": COLUMNS})
    assert (full.status, full.code) == (409, "import_profiles_full")
