"""Everybody can use the answer page: axe-core finds nothing (WCAG 2.2 AA), it fits a telephone and large letters, and
what is pressed is large enough; on every screen, in both languages."""
import urllib.request

import pytest

from conftest import axe_complaints
from desk import EN, JA, SIDEWAYS, SMALL, answer_all, asked, sound

@pytest.mark.parametrize("locale, words", [("ja", JA), ("en", EN)])
def test_every_screen_is_for_everybody(page, client, supplier, locale, words):
    told = {"contact": "調達部 情報セキュリティ窓口", "email": "security@example.co.jp", "phone": "03-0000-0000"}
    assert client.patch("/v1/settings", if_match="*", json={"requester": told}).status == 200
    response, secret = asked(client, supplier, locale=locale, due_on="2099-12-20", why="年に一度お願いしています。")
    page.open(secret).see("年に一度お願いしています。").see("調達部 情報セキュリティ窓口")
    sound(page)  # nothing answered
    page.button(words["submit"])
    page.see(words["blocked"])
    sound(page)  # what is in the way
    theirs = {"answer": "not_done"}
    assert client.put(f"/v1/responses/{response}/answers/B-03", json=theirs, headers={"If-None-Match": "*"}).status == 200
    page.choose("B-03", words["done"])
    page.see(words["conflict"])
    sound(page)  # two values to choose from
    page.button(words["mine"])
    page.saved("B-03")
    page.fill("M-04", "number", "400")
    page.see(words["wrong"])
    sound(page)  # a refused value
    answer_all(page, words)
    page.button(words["submit"])
    page.see(words["sure"])
    sound(page)  # the last question
    page.press(page.find("dialog button.main"))
    page.see(words["receipt"])
    sound(page)
    assert client.post(f"/v1/responses/{response}/return", json={"reasons": [{"code": "B-03", "text": "期日をご確認ください"}]}).status == 200
    page.open(secret).see("期日をご確認ください")
    sound(page)  # sent back
    [link] = client.get(f"/v1/responses/{response}/links").body["data"]
    assert client.delete(f"/v1/responses/{response}/links/{link['id']}", if_match="*").status == 204
    page.open(secret)
    page.press(page.find(f"button[lang={locale}]"))  # nobody knows the language of who opens it
    page.see(words["ended"])
    sound(page)


def test_a_page_with_a_fault_is_found_out(page, client, supplier):
    _, secret = asked(client, supplier)
    page.open(secret).see("更新していますか")
    page.browser.execute_script("document.querySelector('[data-member=number]').removeAttribute('aria-label')")
    assert any(one.startswith("label:") for one in axe_complaints(page.browser))
    page.browser.execute_script("document.querySelector('h1').style.color = '#ccc'")
    assert any(one.startswith("color-contrast:") for one in axe_complaints(page.browser))
    page.browser.execute_script("document.querySelector('h1').style.width = '3000px'")
    assert page.browser.execute_script(SIDEWAYS) > 0
    page.browser.execute_script("document.querySelector('#submit').style.cssText = 'min-height: 0; height: 20px'")
    assert page.browser.execute_script(SMALL) != []


def test_the_page_is_small(house):
    """60 kB in all, so that it opens where the line is thin."""
    sizes = {path: len(urllib.request.urlopen(house.base_url + path).read()) for path in ("/answer", "/answer.js", "/shared.js", "/answer.css")}
    assert sum(sizes.values()) <= 60_000, sizes
