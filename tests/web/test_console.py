"""The buyer's console, as somebody uses it who looks after suppliers, in Chromium on the tenant of the demo."""
import csv
import io
import time

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from desk import Page
from renkei_client import Client
from test_access import sound


class Console(Page):
    def go(self, address):
        self.browser.execute_script("location.hash = arguments[0]", address)
        return self

    def sign_in(self, token):
        self.browser.get("about:blank")
        self.browser.get_log("browser")
        self.browser.get(f"{self.house.base_url}/console")
        self.see("Sign in")
        self.paste(token)
        self.button("Sign in")
        return self

    def paste(self, token):
        self.browser.execute_script("document.getElementById('token').value = arguments[0]", token)

    def speak(self, language):
        self.press(self.find(f"header button[lang={language}]"))
        return self

    def pick(self, name, value):
        """One of a list of the filters."""
        self.press(self.find(f"#f-{name} option[value='{value}']"))

    def rows(self):
        return [row.text for row in self.browser.find_elements(By.CSS_SELECTOR, "main th[scope=row]")]

    def gone(self, words, seconds=15):
        """Waits until the words are away."""
        deadline = time.monotonic() + seconds
        while words in (shown := self.find("main").text) and time.monotonic() < deadline:
            time.sleep(0.03)
        assert words not in shown
        return self


@pytest.fixture(scope="module")
def token(house):
    assert [house.run(*verb).returncode for verb in (("tenant", "add", "demo", "--name", "Demo Manufacturing"), ("demo",))] == [0, 0]
    return house.run("token", "--tenant", "demo", "--sub", "developer", "--bundle", "admin", "--ttl", "3600").stdout.strip()


@pytest.fixture(scope="module")
def client(house, token):
    return Client(house, token)


@pytest.fixture
def console(browser, house, token):
    browser.set_window_size(1200, 900)
    console = Console(browser, house).sign_in(token)
    console.see("Suppliers")
    yield console
    browser.execute_script("sessionStorage.clear()")
    said, hosts = console.complaints(), console.hosts()
    browser.get("about:blank")
    assert said == [] and hosts == {house.base_url}


def supplier(client, name):
    return next(one for one in client.get("/v1/suppliers?limit=200").body["data"] if one["name"].startswith(name))


def test_suppliers_are_found_and_sorted(console):
    console.see("12 of 12 suppliers shown").see("Look first")
    assert console.rows()[0].startswith("Renkei Manufacturing Vietnam")  # the largest risk first
    console.speak("ja").see("12 社のうち 12 社を表示").see("要確認")
    console.pick("band", "high_up")
    console.see("4 社のうち")
    assert len(console.rows()) == 4
    console.pick("band", "null")
    console.see("CSV には").gone("極めて高い 2")
    assert sorted(console.rows()) == ["ABC商事株式会社", "株式会社新星デザイン"]
    assert not console.find("#csv").is_enabled()
    console.pick("band", "")
    console.see("12 社のうち")
    console.pick("sort", "name_kana")
    console.see("ア行").see("ラ行")
    sound(console)
    assert console.rows()[:2] == ["あさひ鋼材株式会社", "ABC商事株式会社"]
    console.button("マ行")
    assert console.browser.switch_to.active_element.text == "マ行"
    console.find("#f-q").send_keys("光電子", Keys.ENTER)
    console.see("1 社のうち")
    assert console.rows() == ["株式会社光電子部品"]
    console.browser.back()  # the address says what is shown
    console.see("12 社のうち")
    assert "eyJ" not in console.browser.current_url


def test_the_list_is_taken_along_as_csv(console, house, tmp_path):
    console.browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    console.pick("tier", "T1")
    console.see("5 of 5 suppliers shown")
    console.button("Download CSV")
    console.see("Making the CSV")
    house.run("worker", "--kind", "files", "--once", extra={"RENKEI_WORKER_DATABASE_URL": house.dsn("renkei_worker")})
    console.see("The CSV was downloaded (5 rows).")
    deadline = time.monotonic() + 10
    while not (file := tmp_path / "suppliers.csv").exists() and time.monotonic() < deadline:
        time.sleep(0.03)
    found = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    assert len(found) == 5 and {row["tier"] for row in found} == {"T1"}


def test_one_supplier_says_why(console, client):
    late = supplier(client, "クラウド給与")
    for kind, number, expires_on in (("p_mark", "10820001", "2020-03-31"), ("iso27017", "IC 1", "2099-03-31")):
        made = {"supplier_id": late["id"], "kind": kind, "number": number, "expires_on": expires_on}
        assert client.post("/v1/certificates", json=made).status == 201
    console.speak("ja").go(f"#/suppliers/{late['id']}")
    console.see("クラウド給与株式会社").see("発注の可否").see("優先して対応する項目").see("IC 1")
    score = client.get(f"/v1/suppliers/{late['id']}/score").body
    console.see(f"{score['score']:.1f} / 25").see(f"{score['impact']:.2f} × 発生確率 {score['likelihood']:.2f}").see("中程度")
    first = score["explanation"]["fix_first"][0]
    console.see(f"{first['reduction']:.2f}").see(first["question"])
    states = [one.text for one in console.browser.find_elements(By.CSS_SELECTOR, "table td[data-label=状態] > span")]
    assert states[0] == "期限切れ" and "有効" in states
    sound(console)
    asked = supplier(client, "ABC")
    console.go(f"#/suppliers/{asked['id']}").see("まだ評価していません（回答待ち）")  # what is only supposed is no number
    assert "/ 25" not in console.find("main").text


def test_a_token_ends_and_the_place_is_kept(console, client, token):
    one = supplier(client, "みどり精機")
    console.browser.execute_cdp_cmd("Network.enable", {})
    console.browser.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {"Authorization": "Bearer ended"}})
    console.go(f"#/suppliers/{one['id']}").see("Your session has ended.")
    console.browser.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {}})
    assert console.browser.execute_script("return sessionStorage.length") == 0
    console.paste("no token")
    console.button("Sign in")
    console.see("This token cannot be used.")
    console.paste(token)
    console.button("Sign in")
    console.see("みどり精機株式会社").see("Fix first")
    console.button("Sign out")
    console.see("Access token")
    assert console.browser.execute_script("return sessionStorage.length") == 0


def test_by_keyboard_alone(console):
    console.see("12 of 12")
    assert console.browser.switch_to.active_element.tag_name == "h1"
    for _ in range(30):
        console.browser.switch_to.active_element.send_keys(Keys.TAB)
        if (focused := console.browser.switch_to.active_element).text.startswith("Renkei Manufacturing"):
            break
    focused.send_keys(Keys.ENTER)
    console.see("May I order?")
    assert console.browser.switch_to.active_element.text.startswith("Renkei Manufacturing")
