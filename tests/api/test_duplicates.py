"""Suppliers that may be one and the same: what they are found by, and what is no sign."""
import pytest

from renkei_client import Client

NUMBER = "7000012050002"


@pytest.fixture(scope="module")
def shop(make_tenant):
    """(client, add): a tenant and a way to add suppliers to it; the name is what tests tell them by."""
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token("admin"))

    def add(name, mail=None, **members):
        reply = client.post("/v1/suppliers", json={"name": name, **members})
        assert reply.status == 201, reply
        if mail is not None:
            contact = client.post(f"/v1/suppliers/{reply.body['id']}/contacts",
                                  json={"name": "窓口", "email": mail})
            assert contact.status == 201, contact
        return reply.body
    return client, add


@pytest.fixture(scope="module")
def found(shop):
    """{value: group} of all pages."""
    client, add = shop
    add("みどり精機株式会社", corporate_number=NUMBER, external_ids=[{"source": "erp", "id": "000123"}])
    add("㈱みどり精機", corporate_number=NUMBER)
    add("緑精機東京営業所", corporate_number=NUMBER)
    for name in ("ＡＢＣ商事㈱", "ABC商事 (株)", "株式会社 abc 商事", "エービーシー商事株式会社"):
        add(name)
    for name in ("Aoba Electronics Co., Ltd.", "AOBA ELECTRONICS", "aoba electronics Corporation"):
        add(name)
    add("髙橋製作所有限会社")
    add("高橋製作所㈲")
    add("ｶ)ﾀﾅｶｼｮｳﾃﾝ")
    add("たなかしょうてん")
    add("株式会社", "a@nameless.example.co.jp")
    add("有限会社")
    add("あさひ運輸", "tanaka@asahi-unyu.example.co.jp")
    add("あさひ運輸 大阪支店", "sato@ASAHI-UNYU.example.co.jp")
    add("旭物流センター", "kato@asahi-unyu.example.co.jp")
    for name in ("さくら塗装", "さくら塗装店"):
        add(name, "sakura@gmail.com")
    gone = add("みどり精機")
    assert client.post(f"/v1/suppliers/{gone['id']}/archive").status == 200
    return groups(client)


def groups(client, **params):
    """{value: group} of all pages."""
    told, page = {}, {"next_cursor": None, "has_more": True}
    while page["has_more"]:
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else {}
        reply = client.get("/v1/suppliers/duplicates", params={"limit": 2, **params, **cursor})
        assert reply.status == 200, reply
        page = reply.body["page"]
        told |= {group["value"]: group for group in reply.body["data"]}
    return told


def names(group):
    return [supplier["name"] for supplier in group["suppliers"]]


def test_all_that_is_found_and_nothing_else(found):
    assert {value: (group["reasons"], len(names(group)), group["total"]) for value, group in found.items()} == {
        NUMBER: (["corporate_number"], 3, 3),
        "abc商事": (["name"], 3, 3),
        "aobaelectronics": (["name"], 3, 3),
        "高橋製作所": (["name"], 2, 2),
        "タナカショウテン": (["name"], 2, 2),
        "asahi-unyu.example.co.jp": (["mail_domain"], 2, 2),
    }


def test_a_group_tells_what_helps_to_decide(found):
    first = found[NUMBER]["suppliers"][0]
    assert first["name"] == "みどり精機株式会社" and first["revision"] == 1
    assert first["external_ids"] == [{"source": "erp", "id": "000123"}]
    assert first["assessment_status"] == "never_asked" and first["name_kana"] is None
    assert names(found["asahi-unyu.example.co.jp"]) == ["あさひ運輸", "あさひ運輸 大阪支店"]


def test_one_reason_alone_leaves_out_nothing(shop, found):
    client, _ = shop
    assert set(groups(client, reason="corporate_number")) == {NUMBER}
    by_name = groups(client, reason="name")
    assert set(by_name) == set(found) - {NUMBER, "asahi-unyu.example.co.jp"} | {"ミドリ精機"}
    assert by_name["ミドリ精機"]["reasons"] == ["corporate_number", "name"]
    assert set(groups(client, reason="mail_domain")) == {"asahi-unyu.example.co.jp"}


def test_a_page_has_as_many_groups_as_asked_for_and_a_cursor_is_its_own(shop, found):
    client, _ = shop
    page = client.get("/v1/suppliers/duplicates?limit=3")
    assert len(page.body["data"]) == 3 and page.body["page"]["has_more"] and 'rel="next"' in page.headers["Link"]
    cursor = page.body["page"]["next_cursor"]
    for wrong in (f"/v1/suppliers/duplicates?reason=name&cursor={cursor}", f"/v1/suppliers?cursor={cursor}",
                  "/v1/suppliers/duplicates?cursor=x"):
        assert client.get(wrong).code == "invalid_cursor", wrong


def test_a_name_that_changes_makes_another_group(shop, found):
    client, add = shop
    one, other = add("ひまわり食品"), add("向日葵フーズ")
    assert client.patch(f"/v1/suppliers/{other['id']}", json={"name": "ひまわり食品合同会社"}, if_match="*").status == 200
    assert [s["id"] for s in groups(client)["ヒマワリ食品"]["suppliers"]] == [one["id"], other["id"]]


def test_a_tenant_sees_its_own(shop, found, make_tenant):
    stranger = make_tenant()
    assert groups(Client(stranger.server, stranger.token("admin"))) == {}
