"""What a vendor master knows of a supplier besides its name: pages, addresses, services. By people and by night."""
import unicodedata
import uuid

import pytest

from rounds import events, make_supplier

OTA = {"kind": "factory", "country": "JP", "postal_code": "144-0035", "region": "東京都", "locality": "大田区",
       "lines": ["南蒲田1-2-3"]}
MOULDS = {"name": "金型の加工", "data_handled": "confidential", "country": "JP", "location": "大田工場"}
MASTER = {"name": "みどり精機株式会社", "website": "https://midori.example/会社", "addresses": [OTA], "services": [MOULDS]}


def change(client, supplier, status=200, **members):
    reply = client.patch(f"/v1/suppliers/{supplier}", if_match="*", json=members)
    assert reply.status == status, reply
    return reply.body if status == 200 else reply


@pytest.fixture(params=["put", "bulk"])
def night(request, erp):
    """Sends what a system knows of one supplier, by either door: (outcome, the supplier)."""
    number = uuid.uuid4().hex

    def send(**members):
        if request.param == "put":
            reply = erp.put(f"/v1/suppliers/by-external-id/erp/{number}", json=members)
            assert reply.status in (200, 201), reply
            outcome = "created" if reply.body["created"] else "updated" if reply.body["changed"] else "unchanged"
        else:
            row = {"source": "erp", "external_id": number, **members}
            saved, = erp.post("/v1/suppliers/bulk", json={"items": [row]}).body["data"]
            assert saved["status"] in (200, 201), saved
            outcome = saved["outcome"]
        return outcome, erp.get(f"/v1/suppliers/by-external-id/erp/{number}").body
    return send


def test_people_keep_where_a_supplier_is_and_what_it_supplies(client):
    supplier = make_supplier(client, addresses=[{"lines": ["南蒲田1-2-3"]}], services=[{"name": "保守"}])
    made = client.get(f"/v1/suppliers/{supplier}").body
    assert made["website"] is None
    assert made["addresses"] == [{"kind": "head_office", "country": "JP", "postal_code": None, "region": None,
                                  "locality": None, "lines": ["南蒲田1-2-3"]}]
    assert made["services"] == [{"name": "保守", "data_handled": None, "country": None, "location": None}]
    after = change(client, supplier, website="https://midori.example", addresses=[OTA], services=[MOULDS])
    assert (after["website"], after["addresses"], after["services"]) == ("https://midori.example", [OTA], [MOULDS])
    told = events(client)[-1]
    assert told["type"] == "supplier.updated" and set(told["changes"]) == {"website", "addresses", "services"}
    same = change(client, supplier, website="https://midori.example", services=[{"name": "金型の加工", **MOULDS}])
    assert same["revision"] == after["revision"]
    gone = change(client, supplier, website=None, addresses=[], services=None)
    assert (gone["website"], gone["addresses"], gone["services"]) == (None, [], [])


@pytest.mark.parametrize("written, stored", [
    ("〒144-0035", "144-0035"), ("1440035", "144-0035"), ("１４４－００３５", "144-0035"), ("〒 144 0035", "144-0035"),
    ("144-003", None), ("144-00355", None), ("14A-0035", None), ("〒", None)])
def test_a_japanese_postal_code_has_one_form(client, written, stored):
    reply = client.post("/v1/suppliers", json={"name": "x", "addresses": [{}, {"postal_code": written}]})
    if stored is None:
        assert (reply.status, reply.errors) == (422, {"#/addresses/1/postal_code": "postal_code"})
    else:
        assert reply.status == 201 and reply.body["addresses"][1]["postal_code"] == stored


def test_elsewhere_it_stays_as_written_and_what_does_not_fit_is_refused(client):
    supplier = make_supplier(client, addresses=[{"country": "GB", "postal_code": "SW1A 1AA"}])
    assert client.get(f"/v1/suppliers/{supplier}").body["addresses"][0]["postal_code"] == "SW1A 1AA"
    for members, fault in (
            ({"website": "javascript:alert(1)"}, {"#/website": "wrong_pattern"}),
            ({"website": "www.midori.example"}, {"#/website": "wrong_pattern"}),
            ({"addresses": [OTA] * 21}, {"#/addresses": "too_many"}),
            ({"addresses": [{"lines": ["x"] * 5, "country": "XX"}]},
             {"#/addresses/0/lines": "too_many", "#/addresses/0/country": "not_country"}),
            ({"services": [{"data_handled": "secret"}]},
             {"#/services/0/name": "required", "#/services/0/data_handled": "not_allowed_value"})):
        assert change(client, supplier, 422, **members).errors == fault


def test_a_night_that_says_the_same_writes_nothing(night, client):
    outcome, made = night(**MASTER)
    assert outcome == "created" and {name: made[name] for name in MASTER} == MASTER
    before = len(events(client))
    for addresses in ([OTA], [{**OTA, "postal_code": "〒１４４００３５"}]):
        outcome, again = night(**{**MASTER, "addresses": addresses, "services": [{**MOULDS}]})
        assert (outcome, again["revision"]) == ("unchanged", made["revision"])
    # Nor does decomposed kana.
    garage = {**MASTER, "services": [{**MOULDS, "location": "ガレージ"}]}
    assert night(**garage)[0] == "updated"
    assert night(**{**garage, "services": [{**MOULDS, "location": unicodedata.normalize("NFD", "ガレージ")}]})[
        0] == "unchanged"
    assert len(events(client)) == before + 1


def test_what_people_set_survives_the_nights_that_do_not_send_it(night, client):
    supplier = night(name="みどり精機株式会社")[1]["id"]
    change(client, supplier, website="https://midori.example", addresses=[OTA], services=[MOULDS])
    outcome, after = night(name="みどり精機株式会社（新）")
    assert outcome == "updated" and (after["website"], after["addresses"], after["services"]) == (
        "https://midori.example", [OTA], [MOULDS])
    assert night(name="みどり精機株式会社（新）", addresses=[])[1]["addresses"] == []


def test_a_contact_that_people_changed_survives_the_nights_of_either_door(night, client, server):
    sato = {"name": "佐藤", "email": "sato@example.co.jp", "phone": "1"}
    mori = {"name": "森", "email": "mori@example.co.jp"}
    supplier = night(name="x", contacts=[sato, mori])[1]
    contact = supplier["contacts"][0]
    changed = client.patch(f"/v1/suppliers/{supplier['id']}/contacts/{contact['id']}", if_match="*",
                           json={"locale": "en", "role": "CISO"})
    assert changed.status == 200, changed
    server.sql("update app.contacts set deliverable = false where id = %s", contact["id"])
    outcome, after = night(name="x", contacts=[mori, {**sato, "phone": "2", "role": "総務"}])
    assert outcome == "updated"
    kept = after["contacts"][0]
    assert [one["id"] for one in after["contacts"]] == [one["id"] for one in supplier["contacts"]]
    assert (kept["locale"], kept["role"], kept["phone"], kept["deliverable"]) == ("en", "CISO", "2", False)
    assert night(name="x", contacts=[mori, {**sato, "phone": "2", "role": "総務"}])[0] == "unchanged"


def test_a_row_with_a_postal_code_that_is_none_fails_alone(erp):
    rows = [{"source": "erp", "external_id": uuid.uuid4().hex, "name": "x", "addresses": [{"postal_code": code}]}
            for code in ("1", "1440035")]
    saved = erp.post("/v1/suppliers/bulk", json={"items": rows}).body["data"]
    assert [row["status"] for row in saved] == [422, 201]
    fault, = saved[0]["problem"]["errors"]
    assert (fault["pointer"], fault["code"]) == ("#/addresses/0/postal_code", "postal_code")
