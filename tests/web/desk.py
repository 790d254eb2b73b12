"""A person of the supplier in front of the answer page."""
import time

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from conftest import axe_complaints
from rounds import ALL_ANSWERS, ask, publish_sheet


class Page:
    """What somebody in front of the screen sees and does."""

    def __init__(self, browser, house):
        self.browser, self.house = browser, house

    def open(self, secret):
        self.browser.get("about:blank")
        self.browser.get_log("browser")
        self.browser.get(f"{self.house.base_url}/answer#{secret}")
        return self

    def see(self, words, seconds=15):
        """Waits until the words stand there."""
        deadline = time.monotonic() + seconds
        while words not in (shown := self.browser.find_element(By.TAG_NAME, "body").text) and time.monotonic() < deadline:
            time.sleep(0.03)
        assert words in shown, shown
        return self

    def gone(self, words, seconds=15):
        """Waits until the words stand there no more."""
        deadline = time.monotonic() + seconds
        while words in (shown := self.browser.find_element(By.TAG_NAME, "body").text) and time.monotonic() < deadline:
            time.sleep(0.03)
        assert words not in shown, shown

    def find(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def press(self, element):
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def choose(self, code, words):
        """A mark or a choice of a question, by its words."""
        for label in self.browser.find_elements(By.CSS_SELECTOR, f"#q-{code} .choices label"):
            if label.text == words:
                return self.press(label)
        raise AssertionError(f"{code} has no {words}")

    def fill(self, code, member, said):
        box = self.find(f"#q-{code} [data-member='{member}']")
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", box)
        if box.get_attribute("type") == "date":  # what a date field takes depends on the language of the browser
            self.browser.execute_script("arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change'))", box, said)
        else:
            box.clear()
            box.send_keys(said, Keys.TAB)

    def saved(self, code):
        deadline = time.monotonic() + 15
        while "good" not in (state := self.find(f"#state-{code}")).get_attribute("class") and time.monotonic() < deadline:
            time.sleep(0.03)
        assert "good" in state.get_attribute("class"), state.text

    def button(self, words):
        for button in self.browser.find_elements(By.TAG_NAME, "button"):
            if button.text == words and button.is_displayed():
                return self.press(button)
        raise AssertionError(f"no button {words}")

    def complaints(self):
        """What the browser says: refused by the policy, not found, a script that failed."""
        return [entry["message"] for entry in self.browser.get_log("browser") if "412" not in entry["message"] and "401" not in entry["message"]]

    def hosts(self):
        return set(self.browser.execute_script("return performance.getEntriesByType('resource').map((one) => new URL(one.name).origin)"))


def asked(client, supplier, sheet=None, **members):
    """(the response, the secret of its link)"""
    response = ask(client, supplier, sheet or publish_sheet(client), **members)
    return response, client.post(f"/v1/responses/{response}/links", json={}).body["url"].partition("#")[2]


def answer_all(page, words):
    page.choose("B-01", words["done"])
    page.choose("B-02", words["obtained"])
    page.fill("B-02", "number", "IS 123456")
    page.fill("B-02", "expires_on", "2028-03-31")
    page.choose("B-03", words["in_progress"])
    page.fill("B-03", "plan/measure", "策定")
    page.fill("B-03", "plan/due_on", "2027-06-30")
    page.choose("M-02", "VPN")
    page.choose("M-03", words["mfa"])
    page.fill("M-04", "number", "3")
    page.fill("M-05", "date", "2026-09-01")
    page.fill("M-01", "text", "特になし")
    for code in ALL_ANSWERS:
        page.saved(code)


JA = {"done": "○ 対応済み", "obtained": "取得済み", "in_progress": "△ 対応中", "mfa": "多要素", "submit": "提出する", "receipt": "提出を受け付けました",
      "blocked": "提出の前に、次の設問をご確認ください。", "sure": "この内容で提出しますか。", "progress": "必須 {} 問中 {} 問 回答済み", "missing": "未回答です", "conflict": "ほかの方がこの設問を変更しました。", "mine": "自分の回答にする", "wrong": "保存できません",
      "ended": "このリンクは終了しています。"}
EN = {"done": "○ Done", "obtained": "Obtained", "in_progress": "△ In progress", "mfa": "MFA", "submit": "Submit", "receipt": "Your answers have been submitted",
      "blocked": "Please look at these questions before you submit.", "sure": "Submit these answers?", "progress": "{1} of {0} required questions answered",
      "missing": "not answered", "conflict": "Somebody else has changed this answer.", "mine": "Keep mine", "wrong": "Cannot be saved",
      "ended": "This link has ended."}

NARROW = {"width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": True}
LARGE = {"width": 640, "height": 800, "deviceScaleFactor": 1, "mobile": False}

# Targets of a finger, by WCAG 2.5.5; links in running text are exempt there, and none stands in any here.
SMALL = """return [...document.querySelectorAll("button, summary, a[href], .choices label, input:not([type=radio], [type=checkbox]), textarea")]
  .filter((one) => one.checkVisibility() && !one.matches(".skip"))
  .filter((one) => { const box = one.getBoundingClientRect(); return box.height < 44 || box.width < 44; })
  .map((one) => one.outerHTML.slice(0, 120))"""
SIDEWAYS = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"


def sound(page):
    """The screen as it stands holds all rules."""
    assert axe_complaints(page.browser) == []
    assert page.browser.execute_script(SMALL) == []
    try:
        page.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", NARROW)
        assert page.browser.execute_script(SIDEWAYS) <= 0
        assert page.browser.execute_script(SMALL) == []
        page.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", LARGE)
        page.browser.execute_script("document.documentElement.style.fontSize = '200%'")
        assert page.browser.execute_script(SIDEWAYS) <= 0
    finally:
        page.browser.execute_script("document.documentElement.style.fontSize = ''")
        page.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
