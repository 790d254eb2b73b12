"""One supplier through five years, as docs/five-years.md tells them.

The page is the expectation: each row of its table is a day, what happened on it, and what the service
says in the evening, after the jobs of that day. A test walks the days over HTTP and compares; what it
found is printed as the same table.
"""
import datetime
import pathlib

import pytest

from renkei_client import Client

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "five-years.md"
COLUMNS = ("day", "what happens", "status", "risk", "why", "findings", "mails", "next review")
PROFILE = {"data_sensitivity": "confidential", "business_dependency": "high", "substitutability": "hard",
           "supply_chain_stage": "production", "remote_connection": "on_demand",
           "network_connectivity": "limited"}
MARKS = {"not_done": "×", "in_progress": "△", "certificate_expired": "expired"}
CLOUD = {
    "format": "renkei-questionnaire/1", "code": "cloud", "title_ja": "クラウド利用の確認",
    "title_en": "Cloud services",
    "sections": [{"code": "CL", "title_ja": "クラウド", "questions": [
        {"code": "CL-01", "type": "three_state", "text_ja": "多要素認証を必須にしていますか",
         "weight": 5, "weak_link": True},
        {"code": "CYB-07", "type": "three_state", "text_ja": "クラウドの設定を見直していますか",
         "weight": 3}]}]}
CODES = [f"CONF-{n:02}" for n in range(1, 8)] + [f"CYB-{n:02}" for n in range(1, 16)]
ALL_DONE = {
    **{code: {"answer": "done"} for code in CODES},
    "CERT-01": {"status": "not_obtained"},
    "CERT-02": {"status": "obtained", "number": "IS 700001", "expires_on": "2028-06-30"}}


def told_days():
    """The rows of the page's table."""
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| 20")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def mondays_between(before, day):
    """Neither of the two."""
    first, last = (datetime.date.fromisoformat(date) for date in (before, day))
    days = (first + datetime.timedelta(days=past) for past in range(1, (last - first).days))
    return [str(date) for date in days if date.weekday() == 0]


def ok(reply):
    assert reply.status < 300, reply
    return reply.body


class Walk:
    """The supplier and everybody around it; `now` is the hour of the day that is being walked."""

    def __init__(self, tenant):
        self.tenant = tenant
        self.buyer = Client(tenant.server, tenant.token())
        self.second = Client(tenant.server, tenant.token(sub="second"))
        self.supplier = None
        self.rounds = {}   # questionnaire code -> the open response
        self.questionnaires = {}
        self.measures = {}
        self.jobs_run = True
        self.respondent = None

    # --- who does what

    def at(self, day):
        now = f"{day}T10:00:00+09:00"
        for client in (self.buyer, self.second, self.respondent):
            if client is not None:
                client.now = now

    def post(self, path, body=None, client=None):
        options = {} if body is None else {"json": body}
        return ok((client or self.buyer).post(path, **options))

    def ask(self, code, due_on):
        if code not in self.questionnaires:
            found = self.buyer.get("/v1/questionnaires", params={"code": code, "state": "published"})
            self.questionnaires[code] = found.body["data"][0]["id"]
        self.rounds[code] = self.post("/v1/responses", {
            "supplier_id": self.supplier, "questionnaire_id": self.questionnaires[code],
            "due_on": due_on})["id"]

    def answer(self, code, answers):
        form = self.respondent.get(f"/v1/responses/{self.rounds[code]}/answers",
                                   params={"limit": 200}).body["data"]
        held = {row["code"]: row["revision"] for row in form}
        body = {"answers": [{"code": name, "revision": held.get(name, 0), **members}
                            for name, members in answers.items()]}
        ok(self.respondent.post(f"/v1/responses/{self.rounds[code]}/answers", json=body))

    def step(self, code, action, body=None, client=None):
        return self.post(f"/v1/responses/{self.rounds[code]}/{action}", body, client)

    def prefill_and_confirm(self, code, but=()):
        """The supplier takes last year's answers over, changes some, confirms the others."""
        filled = self.step(code, "prefill", {}, self.respondent)
        assert filled["progress"]["answered"] == 0, filled["progress"]
        if but:
            self.answer(code, but)
        form = ok(self.respondent.get(f"/v1/responses/{self.rounds[code]}/form"))
        rest = [question["code"] for section in form["sections"] for question in section["questions"]
                if question["answer"] and question["answer"]["prefilled"]
                and not question["answer"]["confirmed"]]
        done = self.step(code, "confirm", {"codes": rest}, self.respondent)
        assert done["progress"]["answered"] == filled["progress"]["required"], done["progress"]

    def finding(self, question):
        rows = self.buyer.get("/v1/findings", params={
            "supplier_id": self.supplier, "question": question}).body["data"]
        return next(row for row in rows if row["state"] != "closed")

    def review(self):
        self.post("/v1/reviews", {"supplier_id": self.supplier, "outcome": "continue"})

    # --- the jobs of the day, and what is there in the evening

    def sweep(self):
        while not self.post("/v1/operations/sweep")["done"]:
            pass

    def mail(self):
        sent = []
        for item in self.post("/v1/reminders/claim", {"worker_id": "mailer", "max": 100})["data"]:
            self.post(f"/v1/reminders/{item['id']}/ack", {"lease_token": item["lease_token"]})
            sent += [f"{subject['kind']} {subject['stage']:+}" for subject in item["subjects"]]
        return sorted(sent)

    def findings(self):
        rows = self.buyer.get("/v1/findings", params={
            "supplier_id": self.supplier, "state": ["open", "accepted"], "limit": 200}).body["data"]
        old = sum(row["kind"] == "stale_answer" for row in rows)
        told = sorted(row["question"]["code"] + " " + MARKS[row["kind"]] + (" again" if row["regression"] else "")
                      + (" accepted" if row["state"] == "accepted" else "") + ("?" if row["provisional"] else "")
                      for row in rows if row["kind"] != "stale_answer")
        return told + ([f"{old} old"] if old > 0 else [])

    def jobs(self, *days):
        """The sweep and the mailer of these days, and what was mailed."""
        mails = []
        for day in days if self.jobs_run else ():
            self.at(day)
            self.sweep()
            mails += [f"{day[5:]} {mail}" for mail in self.mail()]
        return mails

    def walk(self, before, day, step):
        """Everything the table says of the day: after what happens on it and its jobs."""
        mails = [] if before is None else self.jobs(*mondays_between(before, day))
        self.at(day)
        step(self)
        mails += self.jobs(day)
        return self.shown(mails)

    def shown(self, mails):
        supplier = ok(self.buyer.get(f"/v1/suppliers/{self.supplier}"))
        risk = supplier["risk"]
        band = risk["band"] and f"{risk['band']} {risk['score']:.1f}"
        shown = (risk["assessment_status"], band, risk["band_reason"],
                 ", ".join(self.findings()), ", ".join(mails), supplier["next_review_on"])
        return tuple(word or "–" for word in shown)

    # --- the days, in the order of the table

    def enters_it(self):
        self.supplier = ok(self.buyer.put("/v1/suppliers/by-external-id/erp/V-100", json={
            "name": "青葉精密株式会社",
            "contacts": [{"name": "佐藤 花子", "email": "sato@aoba.example"}]}))["id"]
        self.respondent = Client(self.tenant.server,
                                 self.tenant.token("respondent", supplier_id=self.supplier, sub="sato"))
        revision = ok(self.buyer.get(f"/v1/suppliers/{self.supplier}"))["revision"]
        ok(self.buyer.patch(f"/v1/suppliers/{self.supplier}", if_match=f'"{revision}"',
                            json={"owner": "owner@buyer.example"}))

    def asks_the_sheet(self):
        self.ask("motex-scrm-2024", "2027-01-15")

    def nothing(self):
        pass

    def submits_first(self):
        self.answer("motex-scrm-2024", {
            **ALL_DONE, "CYB-03": {"answer": "not_done"},
            "CYB-07": {"answer": "in_progress",
                       "plan": {"measure": "毎月全台にパッチを適用", "due_on": "2027-03-31"}}})
        self.step("motex-scrm-2024", "submit", client=self.respondent)

    def enters_profile(self):
        supplier = ok(self.buyer.get(f"/v1/suppliers/{self.supplier}"))
        assert set(supplier["risk"]["profile_missing"]) >= set(PROFILE)
        ok(self.buyer.patch(f"/v1/suppliers/{self.supplier}", if_match=f'"{supplier["revision"]}"',
                            json={"profile": PROFILE}))

    def returns_late(self):
        returned = self.step("motex-scrm-2024", "return", {
            "reasons": [{"code": "CYB-07", "text": "対象のサーバーを教えてください"}]})
        assert returned["due_on"] == "2027-02-22" and not returned["overdue"]

    def submits_again(self):
        self.step("motex-scrm-2024", "submit", client=self.respondent)

    def accepts(self):
        self.step("motex-scrm-2024", "accept")

    def plans_measure(self):
        planned = self.finding("CYB-07")["measures"][0]
        self.measures["patches"] = planned["id"]
        self.measures["training"] = self.post("/v1/measures", {
            "supplier_id": self.supplier, "finding_ids": [self.finding("CYB-03")["id"]],
            "title": "全社員の研修", "effect": 1, "due_on": "2027-06-30"})["id"]

    def implements(self, name):
        self.post(f"/v1/measures/{self.measures[name]}/implement")

    def verifies(self, name):
        self.post(f"/v1/measures/{self.measures[name]}/verify", {"notes": "記録を確認"})

    def patches_are_done(self):
        self.implements("patches")
        self.verifies("patches")

    def training_is_done(self):
        self.implements("training")
        self.verifies("training")

    def asks_second_round(self):
        self.ask("motex-scrm-2024", "2028-01-14")

    def submits_second_round(self):
        self.prefill_and_confirm("motex-scrm-2024", {
            "CYB-03": {"answer": "done"}, "CYB-07": {"answer": "done"}})
        self.step("motex-scrm-2024", "submit", client=self.respondent)

    def accepts_and_reviews(self):
        self.accepts()
        self.review()

    def asks_cloud(self):
        draft = self.post("/v1/questionnaires/import", CLOUD)
        self.post(f"/v1/questionnaires/{draft['id']}/publish")
        self.ask("cloud", "2028-03-01")

    def submits_cloud(self):
        self.answer("cloud", {"CL-01": {"answer": "not_done"}, "CYB-07": {"answer": "done"}})
        self.step("cloud", "submit", client=self.respondent)

    def accepts_cloud(self):
        self.step("cloud", "accept")

    def enters_new_certificate(self):
        held = self.buyer.get("/v1/certificates", params={"supplier_id": self.supplier}).body["data"]
        isms = next(row for row in held if row["kind"] == "isms")
        ok(self.buyer.patch(f"/v1/certificates/{isms['id']}", if_match=f'"{isms["revision"]}"', json={
            "number": "IS 700002", "issued_on": "2028-07-01", "expires_on": "2031-06-30"}))

    def accepts_the_risk(self):
        finding = self.finding("CL-01")
        body = {"reason": "来年度の更改まで利用", "until": "2029-09-30"}
        proposed = self.post(f"/v1/findings/{finding['id']}/accept", body)
        assert proposed["state"] == "open", proposed
        refused = self.buyer.post(f"/v1/findings/{finding['id']}/approve")
        assert (refused.status, refused.code) == (409, "second_person_needed")
        self.post(f"/v1/findings/{finding['id']}/approve", client=self.second)

    def submits_third_round(self):
        for code in ("motex-scrm-2024", "cloud"):
            self.ask(code, "2029-01-19")
            self.prefill_and_confirm(code)
            self.step(code, "submit", client=self.respondent)

    def accepts_third_round(self):
        self.accepts()
        self.step("cloud", "accept")
        self.review()

    def opens_incident(self):
        self.incident = self.post("/v1/incidents", {
            "supplier_id": self.supplier, "title": "フィッシングによる侵入", "severity": "high",
            "discovered_on": "2029-03-05"})["id"]

    def closes_incident(self):
        self.post(f"/v1/incidents/{self.incident}/close", {"lessons": "訓練の対象を拡大"})

    def submits_fourth_round(self):
        self.ask("motex-scrm-2024", "2030-01-18")
        self.prefill_and_confirm("motex-scrm-2024", {"CYB-03": {"answer": "not_done"}})
        self.step("motex-scrm-2024", "submit", client=self.respondent)
        measure = ok(self.buyer.get(f"/v1/measures/{self.measures['training']}"))
        assert (measure["state"], measure["due_on"]) == ("in_progress", None)

    def judges_before_accepting(self):
        before = ok(self.buyer.get(f"/v1/suppliers/{self.supplier}"))["risk"]["score"]
        ok(self.buyer.put(f"/v1/responses/{self.rounds['motex-scrm-2024']}/answers/CYB-05/review",
                          if_match="*", json={"evidence": "document", "adopted_answer": "not_done"}))
        assert ok(self.buyer.get(f"/v1/suppliers/{self.supplier}"))["risk"]["score"] > before

    def cancels_nothing_asks_again(self):
        self.ask("motex-scrm-2024", "2031-01-17")

    def jobs_stop(self):
        self.jobs_run = False

    def jobs_come_back(self):
        self.jobs_run = True

    def cancels_the_request(self):
        self.step("motex-scrm-2024", "cancel", {"reason": "取引終了の見込み"})

    STEPS = (
        enters_it, asks_the_sheet, nothing, submits_first, enters_profile, returns_late, submits_again,
        accepts, plans_measure, nothing, nothing, patches_are_done, training_is_done,
        asks_second_round, submits_second_round, accepts_and_reviews,
        asks_cloud, submits_cloud, accepts_cloud, nothing, nothing, enters_new_certificate,
        accepts_the_risk, submits_third_round, accepts_third_round, opens_incident, closes_incident,
        nothing, submits_fourth_round, judges_before_accepting, accepts_and_reviews,
        cancels_nothing_asks_again, jobs_stop, jobs_come_back, nothing, nothing, cancels_the_request)


def line(row):
    return "| " + " | ".join(row) + " |"


def test_five_years_are_as_the_page_tells_them(make_tenant):
    told, found, before = told_days(), [], None
    walk = Walk(make_tenant())
    assert len(told) == len(Walk.STEPS)
    for row, step in zip(told, Walk.STEPS):
        found.append((row[0], row[1], *walk.walk(before, row[0], step)))
        before = row[0]
    print("\n".join(map(line, (COLUMNS, *found))))
    assert found == told


