"""Questionnaires from the built-in sheet to a published one of our own."""
import copy
import itertools
import json
import pathlib
import uuid

import pytest

from renkei_client import Client

SHEET = json.loads((pathlib.Path(__file__).parents[2] / "data/sheet.json").read_text())
numbers = itertools.count(1)


def question(code, **members):
    return {"code": code, "type": "three_state", "text_ja": f"{code} は済んでいますか",
            "text_en": f"Is {code} done?", "weight": 3, **members}


def every_type():
    """All seven types, each scored in its way, one of them shown only after a ○ or △."""
    return [
        question("Q1", weak_link=True, threats=[{"rank": 1, "relation": "primary"}],
                 attack_kinds=["business"]),
        question("Q2", type="certification", threats=[{"code": "INSIDER", "relation": "supporting"}]),
        question("Q3", type="free_text", bonus_only=True, threats=[{"rank": 2, "relation": "supporting"}]),
        question("Q4", type="single_choice", threats=[{"rank": 1, "relation": "supporting"}], choices=[
            {"code": "all", "text_ja": "全台", "text_en": "All", "gap": 0},
            {"code": "some", "text_ja": "一部", "gap": 0.5},
            {"code": "none", "text_ja": "なし", "gap": 1}],
            visible_if={"question": "Q1", "in": ["done", "in_progress"]}),
        question("Q5", type="multi_choice", combine="best", threats=[{"rank": 3, "relation": "primary"}],
                 choices=[{"code": "a", "text_ja": "甲", "gap": 0}, {"code": "b", "text_ja": "乙", "gap": 1}]),
        question("Q6", type="number", threats=[{"rank": 4, "relation": "primary"}],
                 ranges=[{"min": 0, "max": 30, "gap": 0}, {"min": 31, "gap": 0.75}],
                 visible_if={"question": "Q4", "in": ["some"]}),
        question("Q7", type="date", weight=None),
    ]


def sections(questions, code="S1"):
    return [{"code": code, "title_ja": "対策", "title_en": "Measures", "questions": [
        {name: value for name, value in one.items() if value is not None} for one in questions]}]


@pytest.fixture
def new_code():
    return f"check-{next(numbers)}"


@pytest.fixture
def draft(client, new_code):
    """draft(): a new draft of all seven types; draft(questions) of those."""
    def make(questions=None, **members):
        reply = client.post("/v1/questionnaires", json={
            "code": new_code, "title_ja": "年次点検", "title_en": "Annual check",
            "sections": sections(every_type() if questions is None else questions), **members})
        assert reply.status == 201, reply
        return reply.body
    return make


@pytest.fixture
def builtin(client):
    return client.get("/v1/questionnaires", params={"code": "motex-scrm-2024"}).body["data"][0]


def path(questionnaire, *more):
    return "/".join(["/v1/questionnaires", questionnaire["id"], *more])


def events_since(client, cursor):
    return client.get("/v1/events", params={"cursor": cursor, "limit": 200}).body["data"]


def latest(client):
    return client.get("/v1/events?cursor=latest").body["page"]["next_cursor"]


def published(client, questionnaire):
    reply = client.post(path(questionnaire, "publish"))
    assert reply.status == 200, reply
    return reply.body


# The built-in sheet ------------------------------------------------------------------------------

def test_a_new_tenant_has_the_sheet_published(client, builtin):
    assert builtin["state"] == "published" and builtin["version"] == 1
    assert builtin["question_count"] == 25
    assert builtin["published_at"] == builtin["created_at"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_sheets_texts_are_verbatim(client, builtin, lang):
    reply = client.get(path(builtin), params={"lang": lang})
    assert reply.headers["Content-Language"] == lang and reply.varies == "Accept-Language"
    assert reply.body["language"] == lang and reply.body["title"] == SHEET["title_" + lang]
    shown = {one["code"]: one["text"] for section in reply.body["sections"] for one in section["questions"]}
    assert shown == {one["code"]: one["text_" + lang]
                     for section in SHEET["sections"] for one in section["questions"]}
    assert [section["title"] for section in reply.body["sections"]] == [
        section["title_" + lang] for section in SHEET["sections"]]


def test_cyb_07_in_both_languages(client, builtin):
    sheet = next(one for section in SHEET["sections"] for one in section["questions"]
                 if one["code"] == "CYB-07")
    for lang in ("ja", "en"):
        sections_ = client.get(path(builtin), lang=lang).body["sections"]
        ours = next(one for section in sections_ for one in section["questions"] if one["code"] == "CYB-07")
        assert ours["text"] == sheet["text_" + lang]
    assert ours["order"] == 17 and ours["weak_link"] is True and ours["weight"] == sheet["weight"]
    assert {"code": "RANSOMWARE", "relation": "primary"} in ours["threats"]
    assert ours["required"] is True and ours["scored"] is True


def test_a_bonus_need_not_be_answered(client, builtin):
    bonus = next(one for one in client.get(path(builtin)).body["sections"][0]["questions"]
                 if one["code"] == "CERT-03")
    assert bonus["bonus_only"] is True and bonus["required"] is False and bonus["scored"] is True


def test_the_sheet_exported_is_the_sheet(client, builtin):
    reply = client.get(path(builtin, "export"))
    assert reply.etag == f'"{builtin["revision"]}"'
    expected = {**SHEET, "code": "motex-scrm-2024", "version": 1}
    assert reply.body == expected


def test_known_replies_are_not_sent_again(client, builtin):
    for place in (path(builtin), path(builtin, "export")):
        first = client.get(place)
        again = client.get(place, headers={"If-None-Match": first.etag})
        assert (again.status, again.raw) == (304, b"")


# Drafts ------------------------------------------------------------------------------------------

def test_a_draft_from_nothing_to_published(client, new_code):
    made = client.post("/v1/questionnaires", json={"code": new_code, "title_ja": "年次点検"})
    assert made.status == 201 and made.headers["Location"] == path(made.body)
    assert made.body["state"] == "draft" and made.body["sections"] == []

    refused = client.post(path(made.body, "publish"))
    assert refused.status == 422 and refused.errors == {"#/sections": "too_few"}

    filled = client.patch(path(made.body), if_match=made.etag,
                          json={"sections": sections(every_type()), "title_en": "Annual check"})
    assert filled.status == 200 and filled.body["revision"] == 2
    assert filled.body["question_count"] == 7

    done = client.post(path(made.body, "publish"))
    assert done.status == 200 and done.body["state"] == "published"
    assert done.body["published_at"] is not None and done.body["revision"] == 3


def test_every_member_is_present_whatever_was_left_out(client, draft):
    plain = {"code": "Q1", "type": "number", "text_ja": "台数"}
    shown = draft([plain])["sections"][0]["questions"][0]
    assert shown == {
        "code": "Q1", "order": 1, "type": "number", "text": "台数", "help": None, "required": True,
        "scored": True, "weight": 0, "weak_link": False, "na_allowed": False, "bonus_only": False,
        "threats": [], "attack_kinds": [], "choices": [], "combine": None, "ranges": [], "visible_if": None}


def test_a_text_without_english_is_shown_in_japanese(client, draft):
    made = draft([question("Q1", text_en=None), question("Q2")])
    reply = client.get(path(made), lang="en")
    texts = [one["text"] for one in reply.body["sections"][0]["questions"]]
    assert texts == ["Q1 は済んでいますか", "Is Q2 done?"]
    assert reply.headers["Content-Language"] == "en"

    client.patch(path(made), if_match='"1"', json={"title_en": None})
    reply = client.get(path(made), lang="en")
    assert reply.body["title"] == "年次点検" and reply.body["language"] == "ja"
    assert reply.headers["Content-Language"] == "ja"


def test_text_is_stored_composed(client, draft):
    made = draft([question("Q1", text_ja="ハ\u309aスワート\u3099")])
    assert made["sections"][0]["questions"][0]["text"] == "パスワード"


def test_a_patch_replaces_sections_whole(client, draft):
    made = draft()
    reply = client.patch(path(made), if_match='"1"', json={"sections": sections([question("N1")], "NEW")})
    assert [section["code"] for section in reply.body["sections"]] == ["NEW"]
    assert reply.body["title"] == "年次点検" and reply.body["question_count"] == 1


def test_an_event_tells_which_questions_changed(client, draft):
    made = draft([question("Q1"), question("Q2")])
    cursor = latest(client)
    client.patch(path(made), if_match='"1"', json={
        "title_ja": "月次点検", "sections": sections([question("Q1"), question("Q3")])})
    event, = events_since(client, cursor)
    assert event["type"] == "questionnaire.updated"
    assert event["resource"] == {"type": "questionnaire", "id": made["id"], "revision": 2}
    assert event["changes"] == {"title_ja": ["年次点検", "月次点検"], "questions": [["Q2"], ["Q3"]]}


def test_a_patch_without_effect_leaves_everything(client, draft):
    made = draft()
    cursor = latest(client)
    reply = client.patch(path(made), if_match='"1"', json={"title_ja": "年次点検"})
    assert reply.status == 200 and reply.body == made
    assert events_since(client, cursor) == []


def test_a_stale_patch_is_told_what_is_there(client, draft):
    made = draft()
    client.patch(path(made), if_match='"1"', json={"title_ja": "月次点検"})
    reply = client.patch(path(made), if_match='"1"', json={"title_ja": "週次点検"})
    assert reply.status == 412 and reply.code == "stale"
    assert reply.body["current"]["revision"] == 2 and reply.body["current"]["title"] == "月次点検"


def test_a_code_is_taken_once(client, draft):
    made = draft()
    reply = client.post("/v1/questionnaires", json={"code": made["code"], "title_ja": "別"})
    assert reply.status == 409 and reply.code == "duplicate"
    error, = reply.body["errors"]
    assert error["pointer"] == "#/code" and error["params"] == {"id": made["id"]}


def test_a_draft_can_be_deleted(client, draft):
    made = draft()
    cursor = latest(client)
    assert client.delete(path(made), if_match='"1"').status == 204
    assert client.get(path(made)).status == 404
    event, = events_since(client, cursor)
    assert event["type"] == "questionnaire.deleted" and event["resource"]["id"] == made["id"]


# Publishing --------------------------------------------------------------------------------------

CHOICES = [{"code": "a", "text_ja": "甲", "gap": 0}]
FAULTS = [
    ("a code stands twice", {"code": "Q1"}, {"/code": "not_unique"}),
    ("a threat that is not in the catalogue", {"threats": [{"rank": 31, "relation": "primary"}]},
     {"/threats/0": "unknown_reference"}),
    ("a threat by an unknown code", {"threats": [{"code": "MOON", "relation": "primary"}]},
     {"/threats/0": "unknown_reference"}),
    ("a threat twice", {"threats": [{"rank": 1, "relation": "primary"},
                                    {"code": "RANSOMWARE", "relation": "supporting"}]},
     {"/threats/1": "not_unique"}),
    ("an unknown attack kind", {"attack_kinds": ["business", "magic"]},
     {"/attack_kinds/1": "unknown_reference"}),
    ("a choice without choices", {"type": "single_choice"}, {"/choices": "required"}),
    ("no choices at all", {"type": "multi_choice", "choices": []}, {"/choices": "too_few"}),
    ("a choice without its gap", {"type": "single_choice", "choices": CHOICES + [
        {"code": "b", "text_ja": "乙"}]}, {"/choices/1/gap": "required"}),
    ("a choice twice", {"type": "single_choice", "choices": CHOICES * 2}, {"/choices/1/code": "not_unique"}),
    ("a number without ranges", {"type": "number"}, {"/ranges": "required"}),
    ("a range upside down", {"type": "number", "ranges": [{"min": 5, "max": 1, "gap": 0}]},
     {"/ranges/0/max": "too_small"}),
    ("a scored question without a weight", {"weight": None}, {"/weight": "required"}),
    ("shown after itself", {"visible_if": {"question": "Q2", "in": ["done"]}},
     {"/visible_if/question": "unknown_reference"}),
    ("shown after a question that never comes", {"visible_if": {"question": "Q9", "in": ["done"]}},
     {"/visible_if/question": "unknown_reference"}),
    ("shown after an answer nobody can give", {"visible_if": {"question": "Q1", "in": ["done", "perhaps"]}},
     {"/visible_if/in/1": "not_allowed_value"}),
]


@pytest.mark.parametrize("members, errors", [fault[1:] for fault in FAULTS],
                         ids=[fault[0].replace(" ", "-") for fault in FAULTS])
def test_publishing_refuses(client, draft, members, errors):
    named = {"threats": [{"rank": 1, "relation": "primary"}]} if "threats" in members else {}
    made = draft([question("Q1", **named), {**question("Q2"), **members}])
    cursor = latest(client)
    reply = client.post(path(made, "publish"))
    assert reply.status == 422 and reply.code == "validation_failed"
    assert reply.errors == {"#/sections/0/questions/1" + place: code for place, code in errors.items()}
    assert client.get(path(made)).body["state"] == "draft" and events_since(client, cursor) == []


def test_a_condition_on_a_number_takes_numbers(client, draft):
    made = draft([question("Q1", type="number", ranges=[{"min": 0, "gap": 0}]),
                  question("Q2", visible_if={"question": "Q1", "in": [1, "two"]})])
    reply = client.post(path(made, "publish"))
    assert reply.errors == {"#/sections/0/questions/1/visible_if/in/1": "wrong_type"}


def test_all_faults_are_told_at_once(client, draft):
    made = draft([question("Q1", threats=[{"rank": 30, "relation": "primary"}]),
                  question("Q1", type="single_choice"), question("Q3", attack_kinds=["magic"])])
    reply = client.post(path(made, "publish"))
    assert reply.errors == {
        "#/sections/0/questions/0/threats/0": "unknown_reference",
        "#/sections/0/questions/1/code": "not_unique",
        "#/sections/0/questions/1/threats": "required",
        "#/sections/0/questions/2/attack_kinds/0": "unknown_reference",
        "#/sections/0/questions/2/threats": "required"}


def test_sections_have_codes_of_their_own(client, draft):
    made = draft(sections=sections([question("Q1")]) + sections([question("Q2")]))
    assert client.post(path(made, "publish")).errors == {"#/sections/1/code": "not_unique"}


def test_either_all_scored_questions_name_threats_or_none(client, draft):
    named = question("Q1", threats=[{"rank": 1, "relation": "primary"}])
    made = draft([question("Q0"), named, question("Q2"), question("Q3", type="date")])
    assert client.post(path(made, "publish")).errors == {
        "#/sections/0/questions/0/threats": "required", "#/sections/0/questions/2/threats": "required"}
    unscored = sections([named, question("Q2", scored=False)])
    client.patch(path(made), if_match='"1"', json={"sections": unscored})
    assert client.post(path(made, "publish")).status == 200


def test_more_questions_than_the_scorer_takes(client, draft):
    made = draft(sections=sections([question(f"A{n}") for n in range(450)], "A")
                 + sections([question(f"B{n}") for n in range(51)], "B"))
    reply = client.post(path(made, "publish"))
    error, = reply.body["errors"]
    assert error["pointer"] == "#/sections/1/questions/50" and error["code"] == "too_many"
    assert error["params"] == {"max": 500}


def test_what_is_published_never_changes(client, draft):
    made = published(client, draft())
    for reply in (client.patch(path(made), if_match='"2"', json={"title_ja": "別"}),
                  client.delete(path(made), if_match='"2"')):
        assert reply.status == 409 and reply.code == "not_draft"
    again = client.post(path(made, "publish"))
    assert again.status == 409 and again.code == "invalid_state"
    assert again.body["allowed"] == ["retire", "create_version"]


def test_publishing_honours_if_match(client, draft):
    made = draft()
    assert client.post(path(made, "publish"), if_match='"7"').status == 412
    assert client.post(path(made, "publish"), if_match='"1"').status == 200


def test_events_of_a_life(client, draft):
    cursor = latest(client)
    made = published(client, draft())
    client.post(path(made, "retire"))
    found = events_since(client, cursor)
    assert [event["type"] for event in found] == [
        "questionnaire.created", "questionnaire.published", "questionnaire.retired"]
    assert found[2]["changes"] == {"state": ["published", "retired"]}
    assert [event["resource"]["revision"] for event in found] == [1, 2, 3]


def test_a_retired_version_stays_and_is_not_retired_again(client, draft):
    made = published(client, draft())
    done = client.post(path(made, "retire"))
    assert done.status == 200 and done.body["state"] == "retired"
    assert done.body["published_at"] == made["published_at"]
    again = client.post(path(made, "retire"))
    assert again.status == 409 and again.body["allowed"] == ["create_version"]
    assert client.get(path(made)).body == done.body


def test_a_draft_cannot_be_retired(client, draft):
    reply = client.post(path(draft(), "retire"))
    assert reply.status == 409 and reply.body["allowed"] == ["update", "publish", "delete"]


# Versions ----------------------------------------------------------------------------------------

def test_the_next_version_is_a_copy(client, draft):
    first = published(client, draft())
    second = client.post(path(first, "versions"))
    assert second.status == 201 and second.headers["Location"] == path(second.body)
    assert second.body["version"] == 2 and second.body["state"] == "draft"
    assert second.body["sections"] == first["sections"] and second.body["published_at"] is None

    taken = client.post(path(first, "versions"))
    assert taken.status == 409 and taken.code == "draft_exists"
    assert taken.body["errors"][0]["params"] == {"id": second.body["id"]}

    published(client, second.body)
    assert client.post(path(first, "versions")).body["version"] == 3


def test_the_built_in_sheet_can_be_drafted_anew(make_tenant):
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token("admin"))
    sheet = client.get("/v1/questionnaires?code=motex-scrm-2024").body["data"][0]
    made = client.post(path(sheet, "versions")).body
    assert published(client, made)["version"] == 2


def test_the_same_key_makes_one_version(client, draft):
    first = published(client, draft())
    one = client.post(path(first, "versions"), key="again")
    two = client.post(path(first, "versions"), key="again")
    assert one.raw == two.raw and two.headers["Idempotency-Replayed"] == "true"


# Export and import -------------------------------------------------------------------------------

def test_an_export_can_be_imported_unchanged(client, draft):
    made = published(client, draft())
    document = client.get(path(made, "export")).body
    assert document["format"] == "renkei-questionnaire/1" and document["version"] == 1

    reply = client.post("/v1/questionnaires/import", json=document)
    assert reply.status == 201 and reply.body["dry_run"] is False
    assert (reply.body["code"], reply.body["version"], reply.body["state"]) == (made["code"], 2, "draft")
    assert client.get(path(reply.body)).body["sections"] == made["sections"]
    copied = client.get(path(reply.body, "export")).body
    assert copied == {**document, "version": 2}

    again = client.post("/v1/questionnaires/import", json=document)
    assert again.status == 409 and again.code == "draft_exists"


def test_the_sheet_can_be_imported_under_another_code(client, new_code):
    reply = client.post("/v1/questionnaires/import", json={**SHEET, "id": new_code})
    assert reply.status == 201 and reply.body["code"] == new_code and reply.body["version"] == 1
    assert client.post(path(reply.body, "publish")).status == 200


def test_a_dry_run_says_what_would_be_and_stores_nothing(client, server, new_code):
    tables = "select count(*), (select count(*) from app.idempotency_keys) from app.questionnaires"
    cursor, before = latest(client), server.sql(tables)
    reply = client.post("/v1/questionnaires/import?dry_run=true", json={**SHEET, "id": new_code}, key="dry")
    assert reply.status == 200 and reply.body["dry_run"] is True and reply.body["id"] is None
    assert reply.body["version"] == 1 and reply.body["question_count"] == 25
    assert server.sql(tables) == before and events_since(client, cursor) == []


def test_a_dry_run_finds_the_same_faults(client, draft):
    made = draft()
    document = client.get(path(made, "export")).body
    reply = client.post("/v1/questionnaires/import?dry_run=true", json=document)
    assert reply.status == 409 and reply.code == "draft_exists"


def test_an_import_needs_a_code(client):
    document = {"format": "renkei-questionnaire/1", "title_ja": "点検", "sections": []}
    assert client.post("/v1/questionnaires/import", json=document).errors == {"#/code": "required"}
    refused = client.post("/v1/questionnaires/import", json={**document, "id": "a b"})
    assert refused.status == 422 and refused.errors == {"#/id": "wrong_pattern"}


def test_members_of_the_catalogue_are_kept(client, new_code):
    document = {"format": "renkei-questionnaire/1", "code": new_code, "title_ja": "点検", "sections": [],
                "source": "our own", "steps": [{"step": 1}]}
    made = client.post("/v1/questionnaires/import", json=document).body
    assert client.get(path(made, "export")).body == {**document, "version": 1}


# The list ----------------------------------------------------------------------------------------

def test_the_list_is_paged_and_filtered(make_tenant):
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token("admin"))
    for number in range(4):
        client.post("/v1/questionnaires", json={"code": f"c{number}", "title_ja": "点検"})
    first = client.get("/v1/questionnaires?limit=4&include_total=true")
    assert [one["code"] for one in first.body["data"]] == ["c3", "c2", "c1", "c0"]
    assert first.body["total"] == 7 and first.body["page"]["has_more"] is True
    rest = client.get("/v1/questionnaires", params={
        "limit": 4, "include_total": "true", "cursor": first.body["page"]["next_cursor"]})
    assert [one["code"] for one in rest.body["data"]] == [
        "incident-inquiry", "scs-star3-selfcheck", "motex-scrm-2024"]
    assert rest.body["page"]["next_cursor"] is None

    drafts = client.get("/v1/questionnaires?state=draft&code=c1,c2&include_total=true").body
    assert [one["code"] for one in drafts["data"]] == ["c2", "c1"] and drafts["total"] == 2
    assert client.get("/v1/questionnaires?version=2").body["data"] == []


def test_the_list_speaks_the_language_asked(client):
    listed = client.get("/v1/questionnaires?code=motex-scrm-2024&lang=en")
    assert listed.headers["Content-Language"] == "en"
    assert listed.body["data"][0]["title"] == SHEET["title_en"]


# Who may -----------------------------------------------------------------------------------------

def test_respondents_and_other_tenants_see_nothing(client, login, make_tenant, builtin):
    respondent = login("respondent", supplier_id=str(uuid.uuid4()))
    for place in ("/v1/questionnaires", path(builtin), path(builtin, "export"), "/v1/threats"):
        assert respondent.get(place).status == 403
    other = make_tenant()
    stranger = Client(other.server, other.token("admin"))
    assert stranger.get(path(builtin)).status == 404
    assert stranger.post(path(builtin, "versions")).status == 404


def test_malformed_documents_are_refused_with_their_place(client, new_code):
    questions = [question("Q1", threats=[{"relation": "primary", "weigth": 1}]), question("q/2"),
                 question("Q3", type="riddle")]
    reply = client.post("/v1/questionnaires", json={
        "code": new_code, "title_ja": "点検", "sections": sections(questions)})
    assert reply.status == 422 and reply.errors == {
        "#/sections/0/questions/0/threats/0/weigth": "unknown_member",
        "#/sections/0/questions/1/code": "wrong_pattern",
        "#/sections/0/questions/2/type": "not_allowed_value"}


def test_all_seven_types_are_shown_as_they_were_given(client, draft):
    shown = {one["code"]: one for one in published(client, draft())["sections"][0]["questions"]}
    given = {one["code"]: one for one in copy.deepcopy(every_type())}
    assert [shown[code]["type"] for code in given] == [one["type"] for one in given.values()]
    assert shown["Q4"]["choices"][0] == {"code": "all", "text": "全台", "gap": 0}
    assert shown["Q4"]["visible_if"] == given["Q4"]["visible_if"]
    assert shown["Q5"]["combine"] == "best" and shown["Q4"]["combine"] is None
    assert shown["Q6"]["ranges"][1] == {"min": 31, "max": None, "gap": 0.75}
    assert shown["Q7"]["scored"] is False and shown["Q3"]["scored"] is True
    assert shown["Q2"]["threats"] == [{"code": "INSIDER", "relation": "supporting"}]
