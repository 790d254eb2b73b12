"""Security schemes: their self-check, what of them a supplier was asked, and what is known of each requirement."""
import json
import pathlib

import pytest

from renkei_client import Client
from rounds import PROFILE, make_supplier, save

DATA = pathlib.Path(__file__).parents[2] / "data"
SELFCHECK = json.loads((DATA / "scs_star3_selfcheck.json").read_text())
CODES = [question["code"] for section in SELFCHECK["sections"] for question in section["questions"]]


@pytest.fixture(scope="module")
def buyer(make_tenant):
    tenant = make_tenant()
    return Client(tenant.server, tenant.token("admin"))


def published(client, code):
    [sheet] = client.get("/v1/questionnaires", params={"code": code, "state": "published"}).body["data"]
    return sheet["id"]


def test_the_self_check_is_asked_in_a_campaign_and_counted(buyer):
    sheet = published(buyer, SELFCHECK["id"])
    supplier = make_supplier(buyer, "株式会社自己点検", profile=PROFILE)
    made = buyer.post("/v1/campaigns", json={"name": "★3 自己チェック", "questionnaire_id": sheet,
                                             "due_on": "2099-01-31", "suppliers": {"ids": [supplier]}})
    assert made.status == 201, made
    [row] = buyer.get(f"/v1/campaigns/{made.body['id']}/answers").body["data"]
    response = row["response_id"]
    form = buyer.get(f"/v1/responses/{response}/form").body
    asked = [question for section in form["sections"] for question in section["questions"]]
    assert [question["code"] for question in asked] == CODES and len(CODES) == 26
    assert {question["type"] for question in asked} == {"three_state"}
    assert save(buyer, response, {code: {"answer": "○"} for code in CODES}).status == 200
    for step in ("submit", "accept"):
        done = buyer.post(f"/v1/responses/{response}/{step}")
        assert done.status == 200, done
    risk = buyer.get(f"/v1/suppliers/{supplier}").body["risk"]
    assert risk["assessment_status"] == "assessed", risk


def test_what_is_built_in_can_be_exported_and_drafted_anew(buyer):
    sheet = published(buyer, SELFCHECK["id"])
    exported = buyer.get(f"/v1/questionnaires/{sheet}/export").body
    assert [section["questions"] for section in exported["sections"]] == [
        section["questions"] for section in SELFCHECK["sections"]]
    draft = buyer.post(f"/v1/questionnaires/{sheet}/versions")
    assert draft.status == 201, draft
    again = buyer.post(f"/v1/questionnaires/{draft.body['id']}/publish")
    assert again.status == 200 and again.body["warnings"] == [], again
