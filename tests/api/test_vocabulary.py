"""What forms and filters are made of: words, threats, attack kinds, and who I am."""
import json
import pathlib

import pytest

from renkei_client import contract

ROOT = pathlib.Path(__file__).parents[2]
THREATS = json.loads((ROOT / "data/threats.json").read_text())["threats"]
KINDS = json.loads((ROOT / "data/sheet.json").read_text())["attack_kinds"]


def words(client, name, lang):
    reply = client.get("/v1/vocabulary", lang=lang)
    assert reply.headers["Content-Language"] == lang == reply.body["language"]
    found, = [one for one in reply.body["enumerations"] if one["name"] == name]
    return found


def test_bands_have_labels_in_both_languages(client):
    assert words(client, "Band", "ja")["words"][0] == {"value": "very_high", "label": "極めて高い"}
    assert words(client, "Band", "ja")["words"][-1] == {"value": None, "label": "未評価"}
    assert words(client, "Band", "en")["words"][0]["label"] == "Very high"
    assert words(client, "Band", "en")["help"] == "Risk band of the score"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_labelled_enumeration_is_there_with_every_word(client, lang):
    schemas = contract.document["components"]["schemas"]
    labelled = {name: schema for name, schema in schemas.items() if "x-labels" in schema}
    shown = {one["name"]: one["words"]
             for one in client.get("/v1/vocabulary", params={"lang": lang}).body["enumerations"]}
    assert shown == {name: [{"value": value, "label": schema["x-labels"][value or "null"][lang]}
                            for value in [*schema["enum"], *([None] if "null" in schema["x-labels"] else [])]] for name, schema in labelled.items()}


def test_any_token_may_read_it_and_nobody_without(login, anyone):
    assert login(scopes=[]).get("/v1/vocabulary").status == 200
    assert anyone.get("/v1/vocabulary").status == 401


def test_the_threat_catalogue(client):
    reply = client.get("/v1/threats", lang="ja")
    assert reply.headers["Content-Language"] == "ja"
    assert reply.body["data"] == [
        {"code": one["code"], "rank": one["rank"], "name": one["name_ja"],
         "intensity": one["default_intensity"], "edition": "ipa-2024"} for one in THREATS]
    english = client.get("/v1/threats?lang=en").body["data"]
    assert [one["name"] for one in english] == [one["name_en"] for one in THREATS]


def test_the_attack_kinds(client):
    assert client.get("/v1/attack-kinds?lang=en").body["data"] == [
        {"code": one["code"], "name": one["name_en"], "description": one["description_en"]} for one in KINDS]
    assert client.get("/v1/attack-kinds?lang=ja").body["data"][0]["name"] == KINDS[0]["name_ja"]


@pytest.mark.parametrize("place, size", [("/v1/threats", 10), ("/v1/attack-kinds", 3)])
def test_small_lists_are_paged_too(client, place, size):
    codes, cursor = [], None
    while True:
        page = client.get(place, params={"limit": 2, **({"cursor": cursor} if cursor else {})}).body
        codes += [one["code"] for one in page["data"]]
        cursor = page["page"]["next_cursor"]
        if cursor is None:
            break
    assert len(codes) == len(set(codes)) == size
    other = "/v1/threats" if place == "/v1/attack-kinds" else "/v1/attack-kinds"
    foreign = client.get(place, params={"limit": 2}).body["page"]["next_cursor"]
    assert client.get(other, params={"limit": 2, "cursor": foreign}).code == "invalid_cursor"


def test_me(client, tenant, login):
    mine = client.get("/v1/me").body
    assert mine["sub"] == "tester" and mine["supplier_id"] is None
    assert mine["tenant"] == {"id": tenant.id, "slug": tenant.slug, "name": "Test"}
    assert "settings:write" in mine["scopes"] and len(mine["scopes"]) == len(set(mine["scopes"]))
    few = login(scopes=["events:read", "suppliers:read", "of:another-service"]).get("/v1/me").body
    assert sorted(few["scopes"]) == ["events:read", "suppliers:read"]


def test_me_as_a_respondent(login):
    supplier = "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01"
    mine = login("respondent", supplier_id=supplier).get("/v1/me").body
    assert mine["supplier_id"] == supplier and "responses:answer" in mine["scopes"]
    assert mine["expires_at"].endswith("Z")
