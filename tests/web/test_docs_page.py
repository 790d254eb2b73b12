"""/docs in Chromium: read and try the contract with the token that ./dev run gives, under the policy of the page."""
import json
import time
import urllib.parse

import pytest
from selenium.webdriver.common.by import By

from renkei_client import Client
from renkei_server import Server, cloned_database


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with cloned_database() as database:
        server = Server(database, tmp_path_factory.mktemp("docs-server"))
        server.start()
        yield server
        server.stop()


def wait(browser, selector, seconds=20):
    deadline = time.monotonic() + seconds
    while not (found := browser.find_elements(By.CSS_SELECTOR, selector)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert found, browser.find_element(By.TAG_NAME, "body").text[:500]
    return found[0]


def press(browser, element):
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    browser.execute_script("arguments[0].click()", element)


def open_docs(browser, house, language):
    browser.get("about:blank")
    browser.get_log("browser")
    browser.get(f"{house.base_url}/docs?lang={language}")
    wait(browser, ".opblock-tag")


def clean(browser, house):
    """No complaint of the policy or of a script, and no other host."""
    assert [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
    asked = browser.execute_script("return performance.getEntriesByType('resource').map((one) => one.name)")
    assert {urllib.parse.urlsplit(one).netloc for one in asked if one.startswith("http")} == {urllib.parse.urlsplit(house.base_url).netloc}


def test_an_operation_is_tried_with_a_token(browser, house):
    token = house.add_tenant(name="試用株式会社").token()
    supplier = Client(house, token).post("/v1/suppliers", json={"name": "みどり精機株式会社"}).body
    open_docs(browser, house, "en")
    press(browser, browser.find_element(By.CSS_SELECTOR, ".btn.authorize"))
    wait(browser, ".modal-ux input").send_keys(token)
    press(browser, wait(browser, ".modal-ux .btn.authorize"))
    press(browser, wait(browser, ".modal-ux .btn-done"))
    press(browser, wait(browser, "#operations-tag-suppliers"))
    press(browser, wait(browser, "#operations-suppliers-list_suppliers .opblock-summary-control"))
    press(browser, wait(browser, "#operations-suppliers-list_suppliers .try-out__btn"))
    press(browser, wait(browser, "#operations-suppliers-list_suppliers .execute"))
    shown = wait(browser, "#operations-suppliers-list_suppliers .live-responses-table .highlight-code code").text
    assert supplier["name"] in shown and supplier["id"] in shown
    clean(browser, house)


def test_the_document_is_japanese_where_it_is_asked_for(browser, house):
    open_docs(browser, house, "ja")
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "ja"
    shown = browser.find_element(By.TAG_NAME, "body").text
    assert "取引先とその担当者" in shown and "はじめに" in shown
    press(browser, wait(browser, "#operations-tag-suppliers"))
    assert wait(browser, "#operations-suppliers-list_suppliers .opblock-summary-description").text == "取引先の一覧"
    press(browser, next(one for one in browser.find_elements(By.CSS_SELECTOR, "#head button") if one.text == "English"))
    # the address says which tag is open: the other language opens there
    assert wait(browser, "html[lang=en] #operations-suppliers-list_suppliers .opblock-summary-description").text == "List suppliers"
    clean(browser, house)


def test_the_page_says_what_is_wrong_when_the_document_cannot_be_read(browser, house):
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/openapi.json*"]})
    try:
        browser.get(f"{house.base_url}/docs?lang=ja")
        assert "文書を読み込めませんでした" in wait(browser, "#head p").text
    finally:
        browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
