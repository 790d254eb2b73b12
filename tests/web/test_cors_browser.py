"""What CORS promises (docs/http.md), judged by Chromium: a page on a listed origin answers a questionnaire, a page on
another one gets nothing."""
import json
import time
import urllib.parse

import pytest

from conftest import pages
from renkei_client import Client
from renkei_server import Server, cloned_database
from rounds import ALL_ANSWERS, ask, make_supplier, publish_sheet


@pytest.fixture(scope="module")
def origins():
    """Of the service's list, of the tenant's, of nobody's."""
    with pages() as listed, pages() as theirs, pages() as other:
        yield {"service": listed, "tenant": theirs, "nobody": other}


@pytest.fixture(scope="module")
def house(tmp_path_factory, origins):
    with cloned_database() as database:
        server = Server(database, tmp_path_factory.mktemp("browser-server"))
        server.start(extra={"RENKEI_CORS_ORIGINS": origins["service"]})
        yield server
        server.stop()


@pytest.fixture
def asked(house):
    """(the asking side, a response, the secret of its link)"""
    client = Client(house, house.add_tenant().token())
    response = ask(client, make_supplier(client), publish_sheet(client))
    link = client.post(f"/v1/responses/{response}/links", json={}).body
    return client, response, link["url"].partition("#")[2]


def visit(browser, house, origin, secret):
    """What the page made of it, and what the browser says about it."""
    answers = [{"code": code, "revision": 0, **members} for code, members in ALL_ANSWERS.items()]
    query = urllib.parse.urlencode({"service": house.base_url, "answers": json.dumps(answers)})
    browser.get("about:blank")
    browser.get_log("browser")
    browser.get(f"{origin}/answer.html?{query}#{secret}")
    deadline = time.monotonic() + 20
    while (outcome := browser.execute_script("return window.outcome")) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    return outcome, "\n".join(entry["message"] for entry in browser.get_log("browser"))


def let_in(house, client, origin):
    """By the tenant; the list is read again every two seconds."""
    assert client.patch("/v1/settings", if_match="*", json={"cors_origins": [origin]}).status == 200
    told, deadline = {}, time.monotonic() + 20
    while "Access-Control-Allow-Origin" not in told and time.monotonic() < deadline:
        told = client.get("/v1/me", headers={"Origin": origin}).headers


@pytest.mark.parametrize("lister", ["service", "tenant"])
def test_a_page_on_a_listed_origin_answers(browser, house, origins, asked, lister):
    client, response, secret = asked
    if lister == "tenant":
        let_in(house, client, origins[lister])
    outcome, said = visit(browser, house, origins[lister], secret)
    assert "fault" not in outcome, (outcome, said)
    assert (outcome["section"], outcome["hidden"]) == ("Basics", None)
    assert outcome["etag"] and outcome["changed"] and outcome["etag"] != outcome["changed"]
    assert outcome["request"]
    read = client.get(f"/v1/responses/{response}").body
    assert read["state"] == "submitted"


def test_a_page_on_another_origin_gets_nothing(browser, house, origins, asked):
    client, response, secret = asked
    outcome, said = visit(browser, house, origins["nobody"], secret)
    assert outcome == {"fault": "TypeError: Failed to fetch"}
    assert "blocked by CORS policy" in said
    assert client.get(f"/v1/responses/{response}").body["state"] == "requested"
    assert house.sql("select count(*) from app.answers where response_id = %s", response) == [(0,)]
