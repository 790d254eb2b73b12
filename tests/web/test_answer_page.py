"""The page behind an answer link, as a person of the supplier uses it, in Chromium."""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from desk import EN, JA, answer_all, asked, sound
from rounds import ALL_ANSWERS, publish_sheet


@pytest.mark.parametrize("locale, words", [("ja", JA), ("en", EN)])
def test_a_sheet_is_answered_and_submitted(page, client, supplier, locale, words):
    response, secret = asked(client, supplier, locale=locale, due_on="2099-12-20")
    page.open(secret).see("丸の内重工業").see("みどり精機株式会社")
    assert secret not in page.browser.current_url
    page.see(words["progress"].format(5, 0))  # the sixth is asked after the choice of another
    page.button(words["submit"])
    page.see(words["blocked"]).see(words["missing"])
    answer_all(page, words)
    page.see(words["progress"].format(6, 6))
    page.button(words["submit"])
    page.see(words["sure"])
    page.press(page.find("dialog button.main"))
    page.see(words["receipt"])
    read = client.get(f"/v1/responses/{response}/form").body
    assert read["response"]["state"] == "submitted"
    stored = {question["code"]: question["answer"] for section in read["sections"] for question in section["questions"]}
    assert stored["B-01"]["answer"] == "done" and stored["B-03"]["plan"] == {"measure": "策定", "owner": None, "due_on": "2027-06-30"}
    assert (stored["B-02"]["number"], stored["B-02"]["expires_on"]) == ("IS 123456", "2028-03-31")
    assert (stored["M-02"]["choice"], stored["M-03"]["choices"], stored["M-04"]["number"], stored["M-05"]["date"]) == ("vpn", ["mfa"], 3, "2026-09-01")
    shown = page.find("main").text
    assert "VPN" in shown and "[object" not in shown  # what was said, to print
    assert page.find("#receipt").text == read["response"]["receipt_number"] == f"R-{response[26:31]}-{response[31:]}".upper()
    assert page.hosts() == {page.house.base_url} and page.complaints() == []
    page.browser.refresh()  # the receipt stays with its tab
    page.see(words["receipt"])


def test_a_colleague_was_faster(page, client, supplier):
    response, secret = asked(client, supplier)
    page.open(secret).see("更新していますか")
    theirs = {"answer": "not_done"}
    assert client.put(f"/v1/responses/{response}/answers/B-01", json=theirs, headers={"If-None-Match": "*"}).status == 200
    page.choose("B-01", JA["done"])
    page.see("ほかの方がこの設問を変更しました。").see("相手の回答: × 未対応").see("ご自身の回答: ○ 対応済み")
    assert client.get(f"/v1/responses/{response}/answers/B-01").body["answer"] == "not_done"
    page.button("自分の回答にする")
    page.saved("B-01")
    assert client.get(f"/v1/responses/{response}/answers/B-01").body["answer"] == "done"


# The token of the first requests has ended; the service itself says so.
SPOIL = """
  const real = window.fetch; let left = arguments[0];
  window.fetch = (path, options) => real(path, path.includes("session") || left-- <= 0 ? options
    : { ...options, headers: { ...options.headers, Authorization: "Bearer e30.e30.e30" } });"""
EXCHANGES = "return performance.getEntriesByType('resource').filter((one) => one.name.endsWith('/v1/respondent/session')).length"


def test_a_token_ends_and_nobody_notices(page, client, supplier):
    """Many saves at once need one exchange, so that the limit of exchanges refuses none of them."""
    response, secret = asked(client, supplier)
    page.open(secret).see("更新していますか")
    assert page.browser.execute_script(EXCHANGES) == 1
    page.browser.execute_script(SPOIL, 6)
    page.browser.execute_script("""
        for (const box of document.querySelectorAll("#q-B-01 input[type=radio], #q-B-02 input[type=radio], #q-B-03 input[type=radio], #q-M-02 input[type=radio]"))
          if (box === box.closest(".choices").querySelector("input")) box.click();
        for (const [code, member, said] of [["M-04", "number", "3"], ["M-01", "text", "なし"]]) {
          const box = document.querySelector(`#q-${code} [data-member=${member}]`);
          box.value = said;
          box.dispatchEvent(new Event("change"));
        }""")
    for code in ("B-01", "B-02", "B-03", "M-01", "M-02", "M-04"):
        page.saved(code)
    assert page.browser.execute_script(EXCHANGES) == 2
    answers = {row["code"]: row for row in client.get(f"/v1/responses/{response}/answers").body["data"]}
    assert (answers["B-01"]["answer"], answers["M-04"]["number"], len(answers)) == ("done", 3, 6)
    assert sum("401" in entry["message"] for entry in page.browser.get_log("browser")) == 6


def test_the_line_is_cut_for_a_while(page, client, supplier):
    response, secret = asked(client, supplier)
    page.open(secret).see("更新していますか")
    condition = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    page.browser.execute_cdp_cmd("Network.enable", {})
    page.browser.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": True, **condition})
    page.choose("B-01", JA["done"])
    page.fill("M-01", "text", "停電中")
    page.see("接続が切れています").see("未保存：再試行しています")
    assert "停電中" in page.browser.execute_script("return Object.values(sessionStorage).join()")
    page.browser.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": False, **condition})
    page.saved("B-01")
    page.saved("M-01")
    assert client.get(f"/v1/responses/{response}/answers/M-01").body["text"] == "停電中"
    assert page.browser.execute_script("return sessionStorage.length") == 0
    assert "接続が切れています" not in page.find("body").text


def test_what_was_sent_back_is_corrected(page, client, supplier):
    response, secret = asked(client, supplier)
    entries = [{"code": code, "revision": 0, **members} for code, members in ALL_ANSWERS.items()]
    assert client.post(f"/v1/responses/{response}/answers", json={"answers": entries}).status == 200
    assert client.post(f"/v1/responses/{response}/submit").status == 200
    assert client.post(f"/v1/responses/{response}/return", json={"reasons": [{"code": "B-03", "text": "期日をご確認ください"}]}).status == 200
    page.open(secret).see("差戻し: 期日をご確認ください")
    page.press(page.browser.find_elements(By.CSS_SELECTOR, "#bar input[type=checkbox]")[1])
    assert [one.get_attribute("data-code") for one in page.browser.find_elements(By.TAG_NAME, "fieldset") if one.is_displayed()] == ["B-03"]
    page.fill("B-03", "plan/due_on", "2027-09-30")
    page.saved("B-03")
    page.button("提出する")
    page.see(JA["sure"])
    page.press(page.find("dialog button.main"))
    page.see(JA["receipt"])
    assert client.get(f"/v1/responses/{response}").body["state"] == "submitted"


def test_next_year_nothing_has_changed(page, client, supplier):
    sheet = publish_sheet(client)
    first, _ = asked(client, supplier, sheet)
    entries = [{"code": code, "revision": 0, **members} for code, members in ALL_ANSWERS.items()]
    assert client.post(f"/v1/responses/{first}/answers", json={"answers": entries}).status == 200
    assert client.post(f"/v1/responses/{first}/submit").status == client.post(f"/v1/responses/{first}/accept").status == 200
    second, secret = asked(client, supplier, sheet)
    page.open(secret).see("前回の回答: △ 対応中 — 策定 / 2027年6月30日")
    page.press(page.find("#q-B-03 .last button"))
    page.saved("B-03")
    assert client.get(f"/v1/responses/{second}/answers/B-03").body["plan"]["measure"] == "策定"


@pytest.mark.parametrize("end, words", [("revoked", "このリンクは終了しています。"), ("unknown", "このリンクは使えません。"), ("none", "もう一度、メールのリンクから開いてください。")])
def test_a_link_that_leads_nowhere_says_why(page, client, supplier, end, words):
    response, secret = asked(client, supplier)
    if end == "revoked":
        [link] = client.get(f"/v1/responses/{response}/links").body["data"]
        assert client.delete(f"/v1/responses/{response}/links/{link['id']}", if_match="*").status == 204
    shown = {"revoked": secret, "unknown": secret[:-4] + "AAAA", "none": ""}[end]
    page.browser.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {}})
    page.open(shown)
    page.press(page.browser.find_element(By.CSS_SELECTOR, "button[lang=ja]"))
    page.see(words)


def test_what_the_service_refuses_is_told_at_the_field(page, client, supplier):
    response, secret = asked(client, supplier)
    page.open(secret).see("更新していますか")
    page.fill("M-04", "number", "400")
    page.see("保存できません")
    box = page.find("#q-M-04 [data-member=number]")
    assert box.get_attribute("aria-invalid") is not None and page.find("#faults-M-04").is_displayed()
    page.fill("M-04", "number", "5")
    page.saved("M-04")
    assert client.get(f"/v1/responses/{response}/answers/M-04").body["number"] == 5


def test_by_keyboard_alone_on_a_telephone(page, client, supplier):
    response, secret = asked(client, supplier)
    page.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": True})
    try:
        page.open(secret).see("更新していますか")
        for _ in range(40):
            focused = page.browser.switch_to.active_element
            if focused.get_attribute("name") == "a-B-01":
                break
            focused.send_keys(Keys.TAB)
        focused.send_keys(Keys.SPACE)
        page.saved("B-01")
        wide, narrow, small = page.browser.execute_script(
            "return [document.documentElement.scrollWidth, document.documentElement.clientWidth,"
            " [...document.querySelectorAll('button, .choices label, summary')].filter((one) => one.checkVisibility())"
            "   .filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.textContent)]")
        assert wide <= narrow and small == []
        assert client.get(f"/v1/responses/{response}/answers/B-01").body["answer"] == "done"
    finally:
        page.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


HAND = {"ja": {"open": "一部を同僚にお願いする", "make": "リンクを作成する", "none": "お願いする項目を選んでください。", "made": "今だけ表示されます", "part": "詳細",
               "told": "提出は回答を依頼された担当の方が行います", "revoke": "無効にする", "revoked": "— 無効", "ended": "このリンクは終了しています。"},
        "en": {"open": "Ask a colleague to answer a part", "make": "Make a link", "none": "Please choose a part.", "made": "shown this once", "part": "Details",
               "told": "The person who was asked to answer submits", "revoke": "Revoke", "revoked": "— revoked", "ended": "This link has ended."}}


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_a_part_is_handed_to_a_colleague(page, client, supplier, locale):
    words, marks = HAND[locale], {"ja": JA, "en": EN}[locale]
    response, secret = asked(client, supplier, locale=locale)
    page.open(secret).see(words["open"])
    page.press(page.find("#hand-over summary"))
    page.button(words["make"])
    page.see(words["none"])
    page.press([label for label in page.browser.find_elements(By.CSS_SELECTOR, "#hand-over label") if label.text == words["part"]][0])
    page.find("#hand-over input[type=text]").send_keys("鈴木さん")
    page.button(words["make"])
    page.see(words["made"]).see("鈴木さん")
    sound(page)
    handed = page.find("#handed").get_attribute("value").partition("#")[2]
    page.open(handed).see(words["told"])
    assert page.browser.find_elements(By.CSS_SELECTOR, "#q-B-01, #submit, #hand-over") == []
    page.choose("M-02", "VPN")
    page.choose("M-03", marks["mfa"])  # asked after the choice before
    page.saved("M-03")
    sound(page)
    assert client.get(f"/v1/responses/{response}/answers/M-02").body["choice"] == "vpn"
    page.open(secret).see(words["open"])
    page.press(page.find("#hand-over summary"))
    page.see("鈴木さん")
    page.button(words["revoke"])
    page.see(words["revoked"])
    assert page.complaints() == []
    page.open(handed)
    page.press(page.find(f"button[lang={locale}]"))
    page.see(words["ended"])


TIME = {"ja": {"open": "回答期限の延長を依頼する", "ask": "依頼する", "none": "希望する期限と理由を入力してください。", "wait": "回答期限の延長を依頼中です",
               "refused": "期限の延長はできないとの回答がありました。", "granted": "回答期限が 2099年12月27日 に延長されました。", "due": "2099年12月27日"},
        "en": {"open": "Ask for a later due day", "ask": "Ask", "none": "Please give a day and the reason.", "wait": "A later due day has been asked for",
               "refused": "The due day could not be moved.", "granted": "The due day was moved to December 27, 2099.", "due": "December 27, 2099"}}


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_more_time_is_asked_for(page, client, supplier, locale):
    words = TIME[locale]
    response, secret = asked(client, supplier, locale=locale, due_on="2099-12-20")

    def ask_for(day):
        page.see(words["open"])
        page.press(page.find("#more-time summary"))
        page.browser.execute_script("document.querySelector('#more-time input').value = arguments[0]", day)
        page.find("#more-time textarea").send_keys("担当部署の確認に時間がかかるため")
        page.button(words["ask"])

    page.open(secret).see(words["open"])
    page.press(page.find("#more-time summary"))
    page.button(words["ask"])
    page.see(words["none"])
    sound(page)
    page.open(secret)
    ask_for("2099-12-27")
    page.see(words["wait"])
    sound(page)
    [row] = client.get(f"/v1/responses/{response}/extension-requests").body["data"]
    assert client.post(f"/v1/extension-requests/{row['id']}/decline", json={"message": "監査の都合です。"}).status == 200
    page.open(secret).see(words["refused"]).see("監査の都合です。")
    ask_for("2099-12-27")
    page.see(words["wait"])
    row = client.get(f"/v1/responses/{response}/extension-requests").body["data"][0]
    assert client.post(f"/v1/extension-requests/{row['id']}/approve", json={}).status == 200
    page.open(secret).see(words["granted"]).see(words["due"])
    sound(page)
    assert page.complaints() == []
