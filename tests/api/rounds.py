"""What the tests of responses need: suppliers, a sheet of all seven types, rounds of answers."""
import datetime
import uuid

SHEET = {
    "format": "renkei-questionnaire/1", "title_ja": "七つの型", "title_en": "Seven types",
    "sections": [
        {"code": "BASE", "title_ja": "基本", "title_en": "Basics", "questions": [
            {"code": "B-01", "type": "three_state", "text_ja": "更新していますか",
             "text_en": "Do you update?", "weight": 5, "weak_link": True, "na_allowed": True},
            {"code": "B-02", "type": "certification", "text_ja": "ISMS", "text_en": "ISMS",
             "weight": 2},
            {"code": "B-03", "type": "three_state", "text_ja": "方針", "text_en": "Policy",
             "weight": 1},
        ]},
        {"code": "MORE", "title_ja": "詳細", "title_en": "Details", "questions": [
            {"code": "M-01", "type": "free_text", "text_ja": "自由記述", "text_en": "Anything else",
             "required": False},
            {"code": "M-02", "type": "single_choice", "text_ja": "接続", "text_en": "Connection",
             "weight": 3, "choices": [
                 {"code": "none", "text_ja": "なし", "text_en": "None", "gap": 0},
                 {"code": "vpn", "text_ja": "VPN", "text_en": "VPN", "gap": 0.5},
                 {"code": "open", "text_ja": "常時", "text_en": "Always", "gap": 1}]},
            {"code": "M-03", "type": "multi_choice", "text_ja": "方式", "text_en": "Methods",
             "weight": 2, "visible_if": {"question": "M-02", "in": ["vpn", "open"]}, "choices": [
                 {"code": "mfa", "text_ja": "多要素", "text_en": "MFA", "gap": 0},
                 {"code": "password", "text_ja": "パスワード", "text_en": "Password", "gap": 1}]},
            {"code": "M-04", "type": "number", "text_ja": "日数", "text_en": "Days", "weight": 1,
             "na_allowed": True,
             "ranges": [{"min": 0, "max": 7, "gap": 0}, {"min": 7, "max": 365, "gap": 1}]},
            {"code": "M-05", "type": "date", "text_ja": "訓練日", "text_en": "Drill",
             "required": False},
        ]},
    ],
}


PROFILE = {"data_sensitivity": "confidential", "business_dependency": "medium",
           "substitutability": "hard", "supply_chain_stage": "production",
           "remote_connection": "on_demand", "network_connectivity": "limited"}


# What of a respondent's operations is no JSON, or has a body of its own.
SENT = {
    "create_evidence": {"params": {"name": "記録.txt"}, "data": "記録".encode(), "headers": {"Content-Type": "text/plain"}},
    "update_evidence": {"json": {"name": "点検記録.txt"}},
    "create_extension_request": {"json": {"due_on": "2099-06-30", "reason": "確認に時間がかかるため"}},
}


def add_file(client, response_id, code):
    """A file behind an answer. Returns its id."""
    reply = client.post(f"/v1/responses/{response_id}/answers/{code}/evidence", params={"name": "手順.txt"}, data="手順".encode(),
                        headers={"Content-Type": "text/plain"})
    assert reply.status == 201, reply
    return reply.body["id"]


def own_workbook(client, response_id):
    """How the sheet is sent back as it came."""
    sheet = client.get(f"/v1/responses/{response_id}/sheet.xlsx", headers={"Accept": "*/*"})
    assert sheet.status == 200, sheet
    return {"data": sheet.raw, "headers": {"Content-Type": sheet.headers["Content-Type"]}}


def tokyo(day, time="09:00:00"):
    """An instant of that day where the tenants are."""
    return f"{day}T{time}+09:00"


def make_supplier(client, name="株式会社テスト", **members):
    reply = client.post("/v1/suppliers", json={"name": name, **members})
    assert reply.status == 201, reply
    return reply.body["id"]


def publish_sheet(client, sheet=None, code=None):
    """A published version of the sheet, by import. Returns its id."""
    document = {**(sheet or SHEET), "id": code or "seven-" + uuid.uuid4().hex[:8]}
    draft = client.post("/v1/questionnaires/import", json=document)
    assert draft.status == 201, draft
    published = client.post(f"/v1/questionnaires/{draft.body['id']}/publish")
    assert published.status == 200, published
    return published.body["id"]


def in_time(client, due_on):
    """When a request for that day is made: now, or on the day itself where it has passed in Tokyo."""
    now = client.now or datetime.datetime.now(datetime.timezone.utc).isoformat()
    today = datetime.datetime.fromisoformat(now.replace("Z", "+00:00")) + datetime.timedelta(hours=9)
    return f"{due_on}T03:00:00Z" if due_on is not None and due_on < str(today.date()) else None


def ask(client, supplier_id, questionnaire_id, **members):
    reply = client.post("/v1/responses", now=in_time(client, members.get("due_on")), json={
        "supplier_id": supplier_id, "questionnaire_id": questionnaire_id, **members})
    assert reply.status == 201, reply
    return reply.body["id"]


ALL_ANSWERS = {
    "B-01": {"answer": "○"},
    "B-02": {"status": "obtained", "number": "IS 123456", "expires_on": "2028-03-31"},
    "B-03": {"answer": "△", "plan": {"measure": "策定", "due_on": "2027-06-30"}},
    "M-02": {"choice": "vpn"},
    "M-03": {"choices": ["mfa"]},
    "M-04": {"number": 3},
    "M-05": {"date": "2026-09-01"},
    "M-01": {"text": "特になし"},
}


def save(client, response_id, answers, revision=0, **options):
    """Saves a batch of {code: members}."""
    return client.post(f"/v1/responses/{response_id}/answers", json={"answers": [
        {"code": code, "revision": revision, **members} for code, members in answers.items()]},
        **options)


def submit_all(client, response_id, answers=None):
    saved = save(client, response_id, answers or ALL_ANSWERS)
    assert saved.status == 200, saved
    done = client.post(f"/v1/responses/{response_id}/submit")
    assert done.status == 200, done
    return done


def events(client):
    """Every event of the tenant so far."""
    found, cursor = [], None
    while True:
        reply = client.get("/v1/events", params={"limit": 200, **({"cursor": cursor} if cursor else {})})
        assert reply.status == 200, reply
        found += reply.body["data"]
        cursor = reply.body["page"]["next_cursor"]
        if not reply.body["page"]["has_more"]:
            return found


def seq(server, tenant):
    """How many events the tenant has."""
    return server.sql("select value from app.tenant_counters where tenant_id = %s and name = 'events'",
                      tenant.id)[0][0]
