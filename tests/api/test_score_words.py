"""A score in words: whoever hears the sentences knows the open door, what to ask for, and how sure the number is."""
import json
import pathlib
import re

import pytest

from renkei_client import Client
from rounds import PROFILE, ask, make_supplier, save

CODE = re.compile(r"[A-Z]+-\d\d|\b(not_done|in_progress|very_high|weakest)\b")


@pytest.fixture(scope="module")
def house(server):
    client = Client(server, server.add_tenant(name="言葉株式会社").token("admin"))
    sheet = client.get("/v1/questionnaires?code=motex-scrm-2024&state=published").body["data"][0]["id"]
    document = client.get(f"/v1/questionnaires/{sheet}/export").body
    return client, sheet, [question for section in document["sections"] for question in section["questions"]]


def answered(house, name, otherwise, profile=PROFILE):
    """A supplier that says ○ to everything but `otherwise`: {code: answer}, seen by the reviewer."""
    client, sheet, questions = house
    supplier = make_supplier(client, name, profile=profile)
    response = ask(client, supplier, sheet)
    answers = {question["code"]: {"answer": "done"} if question["type"] == "three_state" else {"status": "not_obtained"}
               for question in questions if not question["bonus_only"]}
    reply = save(client, response, {**answers, **otherwise})
    assert reply.status == 200, reply
    assert client.post(f"/v1/responses/{response}/submit").status == 200
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    return supplier


def words(house, supplier, language):
    """(the score, its sentences, the texts of its questions by their codes)"""
    reply = house[0].get(f"/v1/suppliers/{supplier}/score?lang={language}")
    assert reply.status == 200 and reply.headers["Content-Language"] == language, reply
    told = reply.body["words"]
    assert 3 <= len(told) <= 6 and all(sentence.endswith(("。", ".")) for sentence in told), told
    assert not CODE.search("".join(told)), told
    texts = {question["code"]: question[f"text_{language}"] for question in house[2]}
    explained = reply.body["explanation"]["questions"]
    assert {one["code"]: one["text"] for one in explained} == texts
    return reply.body, told, texts


SAID = {
    "ja": {"small": "「{}」（× 未対応）が残っていますが、リスク値への影響はわずかです。", "door": "最も大きな弱点は「{}」（× 未対応）", "one": "全 24 問中 1 問だけですが", "open": "まず「{}」への対応を依頼してください。",
           "proof": "まず「{}」の対応を示す資料の提示を依頼してください。"},
    "en": {"small": "“{}” (× Not done) is open, but hardly moves the score.", "door": "The widest open door is “{}” (× Not done)", "one": "Only 1 of 24 questions is open,", "open": "Ask first for “{}”.",
           "proof": "Ask first for proof of “{}”."}}


CASES = json.loads((pathlib.Path(__file__).parents[1] / "data/score_words.json").read_text(encoding="utf-8"))


def tried(house, case, language):
    """What the simulation says of a supplier written down in the file: (its words, the texts of its questions by their codes)."""
    client, sheet, questions = house
    answers = {}
    if "all" in case:
        answers = {question["code"]: case["all"] if question["type"] == "three_state" else {"status": "not_obtained"}
                   for question in questions if not question["bonus_only"]}
    answers |= case["input"].get("answers", {})
    reply = client.post("/v1/risk-scores/simulate", params={"lang": language}, json={
        "as_of": "2026-11-22", "questionnaire_id": sheet, **case["input"],
        "answers": {code: answer for code, answer in answers.items() if answer is not None}})
    assert reply.status == 200 and reply.headers["Content-Language"] == language, reply
    texts = {one["code"]: one["text"] for one in reply.body["questions"]}
    assert texts == {question["code"]: question[f"text_{language}"] for question in questions}
    return reply.body["words"], texts


@pytest.mark.parametrize("case", CASES, ids=[case["name"][:50] for case in CASES])
def test_a_supplier_one_knows_is_told_as_a_person_would(house, case):
    """Every sentence was read aloud by people who buy; who changes one reads all of them again."""
    for language in ("ja", "en"):
        told, texts = tried(house, case, language)
        assert told == case[language]
        assert 3 <= len(told) <= 6 and not CODE.search(" ".join(told)), told
        if case["door"] is not None:
            assert any(sentence.startswith(SAID[language]["door"].split("{}")[0] + texts[case["door"]]) for sentence in told)


def test_what_is_stored_and_what_is_tried_are_told_alike(house):
    """And what else is accepted of a risk changes no sentence: the door stays open."""
    client = house[0]
    supplier = answered(house, "受容", {"CYB-07": {"answer": "not_done"}})
    score, told, _ = words(house, supplier, "en")
    same = client.post("/v1/risk-scores/simulate", params={"lang": "en"}, json={"supplier_id": supplier})
    assert same.body["words"] == told and same.body["questions"] == score["explanation"]["questions"]
    better = client.post("/v1/risk-scores/simulate", params={"lang": "en"}, json={
        "supplier_id": supplier, "answers": {"CYB-07": {"answer": "done", "evidence": "verified"}}}).body["words"]
    assert not any(sentence.startswith("The widest open door") for sentence in better)


def test_a_questionnaire_that_nobody_has_stored_is_told_by_its_texts(house):
    document = {"format": "renkei-questionnaire/1", "sections": [{"code": "S", "questions": [
        {"code": "S-01", "type": "three_state", "weight": 5, "weak_link": True, "text_ja": "鍵を掛けていますか", "text_en": "Do you lock the door?"},
        {"code": "S-02", "type": "three_state", "weight": 2, "text_ja": "窓を閉めていますか"}]}]}
    for language, text in (("ja", "「鍵を掛けていますか」"), ("en", "“Do you lock the door?”")):
        told = house[0].post("/v1/risk-scores/simulate", params={"lang": language}, json={
            "as_of": "2026-11-22", "profile": PROFILE, "sheets": [{"code": "own", "questionnaire": document, "answers": {
                "S-01": {"answer": "not_done"}, "S-02": {"answer": "done", "evidence": "verified"}}}]})
        assert told.status == 200, told
        assert any(text in sentence for sentence in told.body["words"]) and not CODE.search(" ".join(told.body["words"]))


def test_the_one_open_door_is_named_whichever_it_is(house):
    """Also where an unproven ○ weighs more: a word is no door."""
    doors = [question["code"] for question in house[2] if question["type"] == "three_state"]
    assert len(doors) == 22
    asked_for = []
    for code in doors:
        supplier = answered(house, f"{code} だけ未対応", {code: {"answer": "not_done"}})
        for language, said in SAID.items():
            score, told, texts = words(house, supplier, language)
            explained = {one["code"]: one for one in score["explanation"]["questions"]}
            if explained[code]["contribution"] > 0.05:
                alone = explained[code]["contribution"] >= 1
                assert sum(sentence.startswith(said["door"].format(texts[code])) and (said["one"] in sentence) is alone for sentence in told) == 1, told
            else:
                assert sum(sentence.startswith(said["small"].format(texts[code])) for sentence in told) == 1, told
            first = next(fix["question"] for fix in score["explanation"]["fix_first"] if explained[fix["question"]]["state"] != "not_obtained")
            asked_for.append("proof" if explained[first]["state"] == "done" else "open")
            assert sum(sentence.startswith(said[asked_for[-1]].format(texts[first])) for sentence in told) == 1, told
    assert set(asked_for) == {"open", "proof"}


def test_a_word_that_nobody_proved_is_not_called_a_door(house):
    score, told, texts = words(house, answered(house, "すべて対応済み", {}), "ja")
    claim = max((one for one in score["explanation"]["questions"] if one["state"] == "done"), key=lambda one: one["contribution"])
    assert any(sentence.startswith(f"「{texts[claim['code']]}」は対応済みとの回答ですが、確認が取れていないため") for sentence in told), told
    assert not any("弱点は" in sentence for sentence in told)


def test_what_a_certificate_changed_is_said(house):
    valid = answered(house, "ISMS 取得", {"CERT-02": {"status": "obtained", "number": "IS 123456", "expires_on": "2099-03-31"}})
    expired = answered(house, "ISMS 失効", {"CERT-02": {"status": "obtained", "number": "IS 123456", "expires_on": "2020-03-31"}})
    assert "ISMS（ISO/IEC 27001）の証明書は有効とのことですが、証明書を確認していないため、一部だけ評価に入れています。" in words(house, valid, "ja")[1]
    assert "The ISMS (ISO/IEC 27001) certificate has expired and does not count." in words(house, expired, "en")[1]


def test_who_said_nothing_has_no_band_and_no_door(house):
    client = house[0]
    supplier = make_supplier(client, "未依頼", profile=PROFILE)
    score = client.post("/v1/risk-scores?lang=ja", json={"supplier_id": supplier})
    assert score.status == 201 and score.body["band"] is None
    told = score.body["words"]
    assert told[0].startswith("判断材料が少ないため、リスクの区分は示していません") and told[-1].endswith("まず質問票への回答を依頼してください。")
    assert not any("弱点は「" in sentence or CODE.search(sentence) for sentence in told), told


def test_another_band_than_the_computed_one_is_said_with_its_reason(house):
    client = house[0]
    supplier = answered(house, "上書き", {})
    assert client.post("/v1/incidents", json={"supplier_id": supplier, "title": "侵入", "severity": "critical", "discovered_on": "2026-11-01"}).status == 201
    score, told, _ = words(house, supplier, "ja")
    assert score["band"] != score["computed_band"]
    assert "計算上は「" in told[0] and "「未解決のインシデント」のためこの区分としています。" in told[0]
