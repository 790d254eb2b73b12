"""Files of other things than suppliers: contacts, certificates. Each row is saved as if somebody had entered it."""
import csv
import io
import json
import uuid

import pytest

from renkei_client import Client
from rounds import ask, events, publish_sheet, save, submit_all
from test_exports import order
from test_imports import LINES, UTF8, counts, work  # noqa: F401
from workbooks import XLSX


@pytest.fixture(scope="module")
def house(make_tenant):
    return make_tenant()


@pytest.fixture(scope="module")
def admin(server, house):
    return Client(server, house.token("admin"))


@pytest.fixture(scope="module")
def suppliers(admin):
    """Two of a system, and one that has no number."""
    made = {}
    for number, name in (("1", "みどり精機"), ("2", "あおば製作所"), (None, "ひかり商事")):
        numbers = [{"source": "sap", "id": number}] if number else []
        made[number] = admin.post("/v1/suppliers", json={"name": name, "external_ids": numbers}).body["id"]
    return made


@pytest.fixture
def sent(admin):
    def run(kind, rows, profile="renkei", headers=UTF8, **params):
        data = rows if isinstance(rows, bytes) else table(rows).encode()
        reply = admin.post("/v1/imports", data=data, headers=headers,
                           params={"kind": kind, "profile": profile, "source": "sap", **params})
        assert reply.status == 202, reply
        return reply.body["id"]
    return run


@pytest.fixture
def bring(admin, sent, work):
    def run(*files, **params):
        """Files as for `sent`, one after the other by one worker."""
        ids = [sent(*file, **params) for file in files]
        work()
        return [seen(admin, id_) for id_ in ids]
    return run


def seen(client, id_):
    done = client.get(f"/v1/imports/{id_}").body
    assert done["error"] is None, done
    done["failed"] = [(row["row"], row["error_code"], row["error_field"], row["error_value"])
                      for row in client.get(f"/v1/imports/{id_}/rows").body["data"]]
    return done


def table(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def told(client, kind):
    return [event["type"] for event in events(client) if event["type"].startswith(kind + ".")]


FORMS = {"csv": UTF8, "xlsx": XLSX}
KINDS = {
    "contacts": {
        "made": [["取引先コード", "担当者", "メール", "電話", "部署", "メモ"],
                 ["1", "佐藤 花子", "sato@example.co.jp", "03-1234-5678", "営業部", "x"],
                 ["1", "鈴木 一郎", "", "", "", ""],
                 ["2", "田中 次郎", "tanaka@example.co.jp", "", "", ""]],
        "changed": [["取引先コード", "担当者", "メール", "部署"],
                    ["1", "佐藤 華子", "SATO@example.co.jp", ""],     # by mail: a new name, the role stays
                    ["1", "鈴木 一郎", "suzuki@example.co.jp", ""],   # by name: a mail address at last
                    ["2", "田中 次郎", "tanaka@example.co.jp", ""],   # what is stored
                    ["2", "高橋 三郎", "", "製造部"]],                # new
        "counts": counts(created=1, updated=2, unchanged=1),
        "wrong": [["取引先コード", "担当者", "メール", "言語"],
                  ["9", "佐藤", "", ""], ["1", "", "nobody@example.co.jp", ""], ["1", "木村", "no mail", ""],
                  ["2", "木村", "k@example.co.jp", "日本語"], ["2", "木村 二", "k@example.co.jp", ""], ["", "x", "", ""]],
        "failed": [(1, "unknown_reference", "取引先コード", "9"), (2, "required", "担当者", ""),
                   (3, "not_email", "メール", "no mail"), (4, "same_entry", "メール", "k@example.co.jp"),
                   (5, "same_entry", "メール", "k@example.co.jp"), (6, "required", "取引先コード", "")],
        "event": "contact",
    },
    "certificates": {
        "made": [["取引先コード", "認証", "認証名称", "登録番号", "取得日", "有効期限", "更新手続き中", "確認方法"],
                 ["1", "ISMS", "", "IS 1234", "令和8年1月5日", "2029/1/4", "無", "資料あり"],
                 ["1", "プライバシーマーク（Pマーク）", "", "10000001", "2026-04-01", "", "", ""],
                 ["2", "その他", "工場認証", "", "", "R9.3.31", "○", ""]],
        "changed": [["取引先コード", "認証", "認証名称", "登録番号", "有効期限"],
                    ["1", "ISMS", "", "IS 1234", "2032-01-04"],     # renewed under its number
                    ["1", "プライバシーマーク", "", "10000002", ""],  # a second one
                    ["1", "プライバシーマーク", "", "10000001", ""],  # what is stored
                    ["2", "その他", "工場認証", "", "2028-03-31"]],   # the only one of its kind and name
        "counts": counts(created=1, updated=2, unchanged=1),
        "wrong": [["取引先コード", "認証", "登録番号", "取得日", "有効期限", "更新中"],
                  ["9", "ISMS", "", "", "", ""], ["2", "謎の認証", "", "", "", ""], ["2", "ISMS", "", "05/01/2026", "", ""],
                  ["2", "TISAX", "1", "2026-02-01", "2026-01-01", ""], ["1", "プライバシーマーク", "", "", "2027-01-01", ""],
                  ["2", "ISMAP", "", "", "", "たぶん"], ["2", "その他", "7", "", "", ""]],
        "failed": [(1, "unknown_reference", "取引先コード", "9"), (2, "not_allowed_value", "認証", "謎の認証"),
                   (3, "ambiguous_date", "取得日", "05/01/2026"), (4, "too_small", "有効期限", "2026-01-01"),
                   (5, "several_match", "認証", "プライバシーマーク"), (6, "wrong_type", "更新中", "たぶん"),
                   (7, "required", "#/name", "")],
        "event": "certificate",
    },
    "links": {
        "made": [["供給元コード", "供給先コード", "種類", "依存度", "侵入度", "品目", "開始日"],
                 ["1", "2", "物品", "4", "1", "ボルト", "R6.4.1"], ["2", "1", "ネットワーク接続", "2", "4", "", ""],
                 ["1", "2", "service", "3", "2", "", ""]],
        "changed": [["供給元コード", "供給先コード", "種類", "依存度", "侵入度", "品目", "開始日"],
                    ["1", "2", "物品", "3", "1", "ボルト", "2024/4/1"], ["2", "1", "ネットワーク接続", "2", "3", "", ""],
                    ["1", "2", "service", "3", "2", "", ""], ["1", "2", "物品", "1", "1", "ねじ", ""]],
        "counts": counts(created=1, updated=2, unchanged=1),
        "wrong": [["供給元コード", "供給先コード", "種類", "依存度", "侵入度", "品目", "終了日"],
                  ["9", "2", "物品", "1", "1", "", ""], ["1", "1", "物品", "1", "1", "", ""], ["1", "2", "謎", "1", "1", "", ""],
                  ["1", "2", "物品", "五", "1", "", ""], ["1", "2", "データ", "5", "1", "", ""], ["2", "1", "データ", "1", "1", "x", ""],
                  ["2", "1", "data", "1", "1", "x", ""], ["1", "", "物品", "1", "1", "", ""], ["2", "1", "物品", "1", "1", "", "05/01/2026"]],
        "failed": [(1, "unknown_reference", "供給元コード", "9"), (2, "link_to_itself", "供給先コード", "1"),
                   (3, "not_allowed_value", "種類", "謎"), (4, "wrong_type", "依存度", "五"), (5, "too_large", "依存度", "5"),
                   (6, "same_entry", "#", ""), (7, "same_entry", "#", ""), (8, "required", "#/to", ""),
                   (9, "ambiguous_date", "終了日", "05/01/2026")],
        "event": "supplier_link",
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_made_changed_in_place_and_refused_one_by_one(admin, sent, work, suppliers, kind):
    of = KINDS[kind]
    before = len(told(admin, of["event"]))
    tried = sent(kind, of["made"], "generic-ja", dry_run="true")
    steps = [sent(kind, of[step], "generic-ja") for step in ("made", "made", "changed", "wrong")]
    work()
    tried, made, again, changed, wrong = (seen(admin, id_) for id_ in (tried, *steps))
    assert (tried["state"], tried["kind"], tried["counts"]) == ("ready", kind, counts(created=3)), tried
    assert (made["counts"], again["counts"]) == (counts(created=3), counts(unchanged=3))
    assert (changed["counts"], changed["failed"]) == (of["counts"], [])
    assert (wrong["failed"], wrong["counts"]) == (of["failed"], counts(failed=len(of["failed"])))
    assert sorted(told(admin, of["event"])[before:]) == sorted([f"{of['event']}.created"] * (3 + of["counts"]["created"])
                                                      + [f"{of['event']}.updated"] * of["counts"]["updated"])


def test_exports_come_back_unchanged_and_are_exported_again_byte_for_byte(admin, sent, work, suppliers):
    def exported():
        return {(kind, form): order(admin, kind, form) for kind in ("contacts", "certificates")
                for form in FORMS}
    alone = suppliers[None]  # has no number: its id says which it is
    sent("contacts", [["supplier.id", "name"], [alone, "番号なし"], [alone, "もう一人"]])
    sent("certificates", [["supplier.id", "kind"], [alone, "isms"], [alone, "tisax"]])
    first = exported()
    work()
    files = {key: admin.get(f"/v1/exports/{id_}/file").raw for key, id_ in first.items()}
    before = len(list(events(admin)))
    back = {(kind, form): sent(kind, file, headers=FORMS[form]) for (kind, form), file in files.items()}
    second = exported()
    work()
    for key, id_ in back.items():
        done = seen(admin, id_)
        assert done["counts"]["unchanged"] == done["progress"]["rows_total"] > 1, (key, done)
    assert {key: admin.get(f"/v1/exports/{id_}/file").raw for key, id_ in second.items()} == files
    assert [one["type"] for one in list(events(admin))[before:]] == ["import.created"] * 4 + ["export.created"] * 4


def test_a_file_of_risk_profiles_is_the_one_that_touches_them(admin, sent, work, suppliers):
    rows = [["取引先コード", "取り扱う情報", "再委託", "サプライチェーンの段階"], ["1", "個人情報", "なし", ""],
            ["2", "confidential", "", "\\N"], ["9", "社内情報", "", ""], ["1 ", "たくさん", "", ""]]
    steps = [sent("profiles", rows[:3], "generic-ja", dry_run="true"), sent("profiles", rows[:3], "generic-ja"),
             sent("profiles", rows[:3], "generic-ja"), sent("profiles", [rows[0], *rows[3:]], "generic-ja")]
    exported = order(admin, "suppliers", "csv", columns=["source", "external_id", "id", "profile.data_sensitivity",
                                                         "profile.subcontracting"])
    work()
    tried, made, again, wrong = (seen(admin, id_) for id_ in steps)
    assert [one["counts"] for one in (tried, made, again)] == [counts(updated=2), counts(updated=2), counts(unchanged=2)]
    assert wrong["failed"] == [(1, "unknown_reference", "取引先コード", "9"), (2, "not_allowed_value", "取り扱う情報", "たくさん")]
    shown = admin.get(f"/v1/suppliers/{suppliers['1']}").body
    assert (shown["profile"]["data_sensitivity"], shown["profile"]["subcontracting"]) == ("personal", "none")
    back = sent("profiles", admin.get(f"/v1/exports/{exported}/file").raw)
    work()
    done = seen(admin, back)
    assert (done["counts"], done["ignored_columns"]) == (counts(unchanged=3), [])
    assert [one["changes"]["profile"][1]["data_sensitivity"] for one in events(admin)
            if one["type"] == "supplier.updated" and "profile" in one["changes"]] == ["personal", "confidential"]


def test_old_sheets_fill_responses_and_overwrite_nothing_that_was_said_later(admin, sent, work, suppliers):
    code = "old-" + uuid.uuid4().hex[:8]
    questionnaire = publish_sheet(admin, code=code)
    head = ["取引先コード", "設問コード", "回答", "コメント", "回答方法", "回答日"]
    one, two = suppliers["1"], suppliers["2"]
    online = ask(admin, two, questionnaire)
    save(admin, online, {"B-01": {"answer": "○"}, "B-03": {"answer": "△"}})
    rows = [head, ["1", "B-01", "〇", "紙で回収", "書面", "令和7年6月1日"], ["1", "B-02", "取得済み", "", "", "2025/6/1"],
            ["1", "M-02", "該当しない手段", "", "", ""], ["1", "B-03", "だいたい", "", "", ""], ["1", "X-99", "○", "", "", ""],
            ["2", "B-01", "×", "", "", "2025-06-01"], ["2", "B-03", "▲", "", "", ""], ["2", "B-02", "×", "", "電話", "2025-06-01"],
            ["9", "B-01", "○", "", "", ""], ["1", "M-03", "mfa", "", "", "05/01/2025"]]
    options = {"profile": "generic-ja", "questionnaire": code}
    tried = sent("answers", rows, dry_run="true", **options)
    work()
    assert seen(admin, tried)["counts"] == counts(created=3, unchanged=1, failed=6)
    assert admin.get("/v1/responses", params={"supplier_id": one, "questionnaire_code": code}).body["data"] == []
    before = len(list(events(admin)))
    ids = [sent("answers", rows, **options), sent("answers", rows, **options)]
    work()
    made, again = (seen(admin, id_) for id_ in ids)
    failed = [(3, "not_allowed_value", "回答", "該当しない手段"), (4, "not_allowed_value", "回答", "だいたい"),
              (5, "question_unknown", "設問コード", "X-99"), (6, "later_answer", "回答", "×"),
              (9, "unknown_reference", "取引先コード", "9"), (10, "ambiguous_date", "回答日", "05/01/2025")]
    assert (made["counts"], made["failed"]) == (counts(created=3, unchanged=1, failed=6), failed)
    assert again["counts"] == counts(unchanged=4, failed=6)
    told = admin.get(f"/v1/imports/{made['id']}/rows").body["data"][3]["problem"]["errors"][0]["params"]
    assert (told["stored"], told["said"]) == ("done", "not_done")
    response, = admin.get("/v1/responses", params={"supplier_id": one, "questionnaire_code": code}).body["data"]
    assert response["state"] == "in_progress"
    answer = admin.get(f"/v1/responses/{response['id']}/answers/B-01").body
    assert (answer["answer"], answer["comment"], answer["channel"], answer["answered_at"]) == (
        "done", "紙で回収", "paper", "2025-05-31T15:00:00.000000Z")
    assert admin.get(f"/v1/responses/{online}/answers/B-02").body["channel"] == "phone"
    types = [one["type"] for one in list(events(admin))[before:]]
    assert types.count("answer.saved") == 2 and types.count("response.requested") == 1  # one for each response, not for each row


def test_answers_of_a_file_are_understood_as_those_of_a_workbook(admin, sent, work, suppliers):
    code = "old-" + uuid.uuid4().hex[:8]
    publish_sheet(admin, code=code)
    rows = [["取引先コード", "設問コード", "回答"], ["1", "B-02", "未"], ["1", "M-02", "２"], ["1", "M-03", "password／MFA"],
            ["1", "M-04", "１，２００"], ["2", "M-02", "4"], ["2", "M-04", "三日"]]
    id_ = sent("answers", rows, profile="generic-ja", questionnaire=code)
    work()
    done = seen(admin, id_)
    assert (done["counts"], [row[:2] for row in done["failed"]]) == (
        counts(created=3, failed=3), [(4, "out_of_range"), (5, "not_allowed_value"), (6, "wrong_type")])
    response, = admin.get("/v1/responses", params={"supplier_id": suppliers["1"], "questionnaire_code": code}).body["data"]
    stored = {one: admin.get(f"/v1/responses/{response['id']}/answers/{one}").body for one in ("B-02", "M-02", "M-03")}
    assert (stored["B-02"]["status"], stored["M-02"]["choice"], stored["M-03"]["choices"]) == (
        "not_obtained", "vpn", ["password", "mfa"])


def test_answers_of_a_campaign_come_back_as_they_went(admin, sent, work, suppliers):
    questionnaire = publish_sheet(admin)
    campaign = admin.post("/v1/campaigns", json={"name": "第1回", "questionnaire_id": questionnaire, "due_on": "2099-01-31",
                                                 "suppliers": {"ids": [suppliers["1"], suppliers["2"]]}})
    assert campaign.status == 201, campaign
    campaign = campaign.body["id"] if "id" in campaign.body else campaign.body["campaign"]["id"]
    response = admin.get("/v1/responses", params={"supplier_id": suppliers["1"], "questionnaire_id": questionnaire}).body["data"][0]["id"]
    submit_all(admin, response)
    first = [order(admin, "answers", form, filter={"campaign_id": [campaign]}) for form in FORMS]
    work()
    files = [admin.get(f"/v1/exports/{id_}/file").raw for id_ in first]
    edited = files[0].replace(b",not_done,", b",done,").replace("策定".encode(), "変更".encode())
    back = [sent("answers", file, headers=headers, campaign=campaign) for file, headers in zip(files, FORMS.values())]
    edited = sent("answers", edited, campaign=campaign)
    other = sent("answers", [["supplier.id", "question", "value"], [suppliers[None], "B-01", "○"], [suppliers["2"], "B-01", "△"]],
                 campaign=campaign)
    work()
    for id_ in back:
        done = seen(admin, id_)
        assert done["counts"] == counts(unchanged=done["progress"]["rows_total"]), done
    assert [(code, field) for _, code, field, _ in seen(admin, edited)["failed"]] == [("response_closed", "answer")]
    other = seen(admin, other)
    assert (other["counts"], [row[1] for row in other["failed"]]) == (counts(created=1, failed=1), ["not_asked"])


def test_a_file_of_answers_says_to_what(admin):
    for wrong, parameter in (({"kind": "answers"}, "questionnaire"), ({"kind": "answers", "questionnaire": "x"}, "questionnaire"),
                             ({"kind": "contacts", "questionnaire": "x"}, "questionnaire"),
                             ({"kind": "answers", "questionnaire": "x", "campaign": str(uuid.uuid4())}, "campaign")):
        refused = admin.post("/v1/imports", data=b"a\n1\n", headers=UTF8, params={"source": "sap", **wrong})
        assert (refused.status, refused.body["errors"][0]["parameter"]) == (400, parameter)


def test_what_people_entered_stays_where_a_file_says_nothing(admin, bring, suppliers):
    path = f"/v1/suppliers/{suppliers['2']}/contacts"
    made = admin.post(path, json={"name": "山本", "email": "y@example.co.jp", "role": "総務", "locale": "en"}).body
    bring(("contacts", [["external_id", "email", "phone", "role"], ["2", "y@example.co.jp", "06-1", "\\N"]]))
    assert admin.get(f"{path}/{made['id']}").body == {**made, "revision": 2, "phone": "06-1", "role": None}


def test_lines_of_json_are_rows_and_a_kind_asks_for_its_scope(admin, bring, suppliers, server, house):
    line = {"supplier_id": suppliers[None], "kind": "ismap", "number": "C-1"}
    bad = {"external_id": "2", "kind": "isms", "colour": "red"}
    done, = bring(("certificates", "\n".join(map(json.dumps, (line, bad))).encode()), headers=LINES)
    assert (done["counts"], [row[1] for row in done["failed"]]) == (counts(created=1, failed=1), ["unknown_member"])
    erp = Client(server, house.token("suppliers:read", "suppliers:write"))
    refused = erp.post("/v1/imports", data=b"external_id,kind\n1,isms\n", headers=UTF8,
                       params={"kind": "certificates", "source": "sap"})
    assert (refused.status, refused.body["required"] if "required" in refused.body else refused.code) == (403, "forbidden")
    assert erp.get(f"/v1/imports/{done['id']}/rows").status == 403
    for wrong, code in (({"kind": "contacts", "snapshot": "true"}, "unsupported_change"), ({"kind": "x"}, "not_allowed_value")):
        refused = admin.post("/v1/imports", data=b"a\n1\n", headers=UTF8, params={"source": "sap", **wrong})
        assert (refused.status, refused.body["errors"][0]["code"]) == (400, code)


def test_a_profile_of_a_kind_maps_its_members(admin, bring, suppliers):
    columns = [{"header": "LIFNR", "member": "external_id"}, {"header": "ART", "member": "kind", "values": {"27001": "isms"}},
               {"header": "NR", "member": "number"}]
    profile = {"kind": "certificates", "code": "sap", "name": "認証台帳", "columns": columns, "constants": {"source": "sap"}}
    made = admin.post("/v1/import-profiles", json=profile)
    assert (made.status, made.body["kind"]) == (201, "certificates")
    done, = bring(("certificates", [["LIFNR", "ART", "NR"], ["2", "27001", "77"]], "sap"))
    assert done["counts"] == counts(created=1)
    for member in ("name_kana", "phone"):
        refused = admin.post("/v1/import-profiles", json={**profile, "code": "x", "columns": [{"header": "A", "member": member}]})
        assert [(one["pointer"], one["code"]) for one in refused.body["errors"]] == [("#/columns/0/member", "member_of_another_kind")]
    gone = admin.post("/v1/imports", data=b"a\n1\n", headers=UTF8, params={"profile": "sap", "kind": "contacts"})
    assert (gone.status, gone.body["errors"][0]["code"]) == (400, "no_such_profile")
    listed = {(one["kind"], one["code"]) for one in admin.get("/v1/import-profiles").body["data"]}
    assert {(kind, code) for kind in ("suppliers", *KINDS) for code in ("renkei", "generic-ja")} <= listed
