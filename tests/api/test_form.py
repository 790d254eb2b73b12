"""The form: one call shows a respondent the whole sheet in its language."""
import json
import pathlib

import pytest

from rounds import ALL_ANSWERS, ask, save, submit_all

SHEET_25 = json.loads((pathlib.Path(__file__).parents[2] / "data/sheet.json").read_text())


@pytest.fixture
def response(client, supplier, sheet):
    return ask(client, supplier, sheet, due_on="2026-12-20")


@pytest.fixture
def form(response):
    return f"/v1/responses/{response}/form"


def questions(body):
    return {question["code"]: question for section in body["sections"]
            for question in section["questions"]}


def test_the_built_in_sheet_verbatim_in_both_languages(client, login, supplier):
    versions = client.get("/v1/questionnaires", params={"code": SHEET_25["id"]}).body["data"]
    response = ask(client, supplier, versions[0]["id"])
    tanaka = login("respondent", supplier_id=supplier)
    texts = {question["code"]: question for section in SHEET_25["sections"]
             for question in section["questions"]}
    for language in ("ja", "en"):
        reply = tanaka.get(f"/v1/responses/{response}/form", lang=language)
        assert reply.status == 200 and reply.headers["Content-Language"] == language
        assert reply.varies == "Accept-Language" and reply.body["language"] == language
        shown = questions(reply.body)
        assert list(shown) == list(texts)
        for code, question in shown.items():
            assert question["text"] == texts[code][f"text_{language}"]
        assert shown["CYB-07"]["text"] == texts["CYB-07"][f"text_{language}"]
        asked = tanaka.get(f"/v1/responses/{response}/form", params={"lang": language})
        assert asked.body == reply.body
    assert reply.body["progress"] == {"answered": 0, "required": 24, "total": 25}
    assert "CERT-03" not in {blocker["code"] for blocker in reply.body["blockers"]}
    fallback = tanaka.get(f"/v1/responses/{response}/form", lang="fr")
    assert fallback.headers["Content-Language"] == "ja"


def test_respondents_see_neither_weights_nor_judgements(client, login, supplier, response, form):
    tanaka = login("respondent", supplier_id=supplier)
    assert client.patch(f"/v1/responses/{response}", json={"note": "内部"}, if_match="*").status == 200
    submit_all(client, response)
    assert client.put(f"/v1/responses/{response}/answers/B-01/review",
                      json={"evidence": "document", "comment": "内部"}).status == 200
    seen = tanaka.get(form)
    for word in ("weight", "weak_link", "gap", "threats", "evidence", "review", "内部"):
        assert word not in seen.text
    own = questions(client.get(form).body)
    assert own["B-01"]["weight"] == 5 and own["B-01"]["weak_link"] is True
    assert own["B-01"]["answer"]["review"]["comment"] == "内部"


def test_what_is_asked_follows_the_answers(client, response, form):
    before = client.get(form).body
    assert questions(before)["M-03"]["visible"] is False
    assert before["progress"]["total"] == 7
    assert "M-03" not in {blocker["code"] for blocker in before["blockers"]}
    answers = f"/v1/responses/{response}/answers"
    assert client.put(f"{answers}/M-02", json={"choice": "vpn"}, if_match='"0"').status == 200
    shown = client.get(form).body
    assert questions(shown)["M-03"]["visible"] is True
    assert shown["progress"] == {"answered": 1, "required": 6, "total": 8}
    assert "M-03" in {blocker["code"] for blocker in shown["blockers"]}
    assert client.put(f"{answers}/M-03", json={"choices": ["mfa"]}, if_match='"0"').status == 200
    assert client.get(form).body["progress"]["answered"] == 2
    # Hidden again, its answer is kept but counts no more.
    assert client.put(f"{answers}/M-02", json={"choice": "none"}, if_match='"1"').status == 200
    hidden = client.get(form).body
    assert hidden["progress"] == {"answered": 1, "required": 5, "total": 7}
    assert questions(hidden)["M-03"]["answer"]["choices"] == ["mfa"]
    assert client.delete(f"{answers}/M-02", if_match='"2"').status == 204
    assert client.get(form).body["progress"] == {"answered": 0, "required": 5, "total": 7}


def test_a_hidden_question_is_left_out_of_blockers_and_score(client, supplier, response):
    answers = {code: members for code, members in ALL_ANSWERS.items() if code != "M-03"}
    submit_all(client, response, {**answers, "M-02": {"choice": "none"}})
    explanation = client.get(f"/v1/suppliers/{supplier}/score").body["explanation"]
    scored = [question["code"] for question in explanation["questions"]]
    assert scored == ["B-01", "B-02", "B-03", "M-02", "M-04"]


def test_the_earlier_round_stands_beside(client, supplier, sheet, response, form):
    submit_all(client, response)
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    assert questions(client.get(form).body)["B-01"]["previous"] is None
    following = ask(client, supplier, sheet)
    path = f"/v1/responses/{following}/form"
    first = client.get(path)
    shown = questions(first.body)
    assert shown["B-01"]["answer"] is None and shown["B-01"]["previous"]["answer"] == "done"
    assert shown["M-04"]["previous"]["number"] == 3
    # A judgement of the earlier round changes what is shown, so the ETag moves.
    assert client.put(f"/v1/responses/{response}/answers/B-01/review",
                      json={"evidence": "document"}).status == 200
    assert client.get(path, headers={"If-None-Match": first.etag}).status == 200


def test_the_etag_follows_revision_and_day(client, response, form):
    first = client.get(form, params={"as_of": "2026-12-20"})
    assert first.etag.startswith('"1.2026-12-20.') and first.body["response"]["overdue"] is False
    same = client.get(form, params={"as_of": "2026-12-20"}, headers={"If-None-Match": first.etag})
    assert same.status == 304
    later = client.get(form, params={"as_of": "2026-12-21"}, headers={"If-None-Match": first.etag})
    assert later.status == 200 and later.body["response"]["overdue"] is True
    # In Tokyo it is the 21st already.
    tokyo = client.get(form, now="2026-12-20T15:00:00Z")
    assert tokyo.etag.startswith('"1.2026-12-21.') and tokyo.body["response"]["overdue"] is True
    assert save(client, response, {"B-01": {"answer": "○"}}).status == 200
    assert client.get(form, params={"as_of": "2026-12-20"}).etag.startswith('"2.2026-12-20.')


def test_permitted_actions_follow_token_and_state(client, login, supplier, response, form):
    tanaka, viewer, sato = (login("respondent", supplier_id=supplier), login("viewer"),
                            login("reviewer"))

    def actions(someone):
        return someone.get(form).body["permitted_actions"]

    assert actions(tanaka) == ["save", "prefill", "confirm", "submit", "request_extension"]
    assert actions(viewer) == []
    assert set(actions(client)) == {"save", "prefill", "confirm", "submit", "update", "cancel", "request_extension"}
    submit_all(client, response)
    assert actions(tanaka) == []
    assert actions(sato) == ["review", "return", "accept"]
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    assert actions(sato) == ["review"]
    assert client.get(form).body["blockers"] == []
