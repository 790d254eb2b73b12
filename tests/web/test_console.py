"""The buyer's console, as somebody uses it who looks after suppliers, in Chromium on the tenant of the demo."""
import csv
import io
import json
import sys
import time
import urllib.request

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from desk import Page
from renkei_client import Client
from rounds import ALL_ANSWERS, add_file, ask, publish_sheet, save, submit_all
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

    def pick_scheme(self, code):
        self.press(self.find(f"#scheme option[value='{code}']"))

    def taken_to(self, folder):
        """Where downloads go."""
        self.browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
        return self

    def file(self, path):
        """A download, when it is there."""
        deadline = time.monotonic() + 10
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.03)
        return path

    def rows(self):
        return [row.text for row in self.browser.find_elements(By.CSS_SELECTOR, "main th[scope=row]")]

    def follow(self, words):
        self.press(self.browser.find_element(By.LINK_TEXT, words))

    def wait(self, script, seconds=20):
        """When what the script asks was true."""
        deadline = time.monotonic() + seconds
        while not self.browser.execute_script(script) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert self.browser.execute_script(script)
        return time.monotonic()

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
def desk(browser, house):
    """desk(token): somebody who has signed in."""
    browser.set_window_size(1200, 900)
    yield lambda token: Console(browser, house).sign_in(token).see("Suppliers")
    browser.execute_script("sessionStorage.clear()")
    console = Console(browser, house)
    said, hosts = console.complaints(), console.hosts()
    browser.get("about:blank")
    assert said == [] and hosts == {house.base_url}


@pytest.fixture
def console(desk, token):
    return desk(token)


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
    console.taken_to(tmp_path).pick("tier", "T1")
    console.see("5 of 5 suppliers shown")
    console.button("Download CSV")
    console.see("Making the CSV")
    house.run("worker", "--kind", "files", "--once", extra={"RENKEI_WORKER_DATABASE_URL": house.dsn("renkei_worker")})
    console.see("The CSV was downloaded (5 rows).")
    found = list(csv.DictReader(io.StringIO(console.file(tmp_path / "suppliers.csv").read_text("utf-8-sig"))))
    assert len(found) == 5 and {row["tier"] for row in found} == {"T1"}


def test_one_supplier_says_why(console, client):
    late = supplier(client, "クラウド給与")
    for kind, number, expires_on in (("p_mark", "10820001", "2020-03-31"), ("iso27017", "IC 1", "2099-03-31")):
        made = {"supplier_id": late["id"], "kind": kind, "number": number, "expires_on": expires_on}
        assert client.post("/v1/certificates", json=made).status == 201
    console.speak("ja").go(f"#/suppliers/{late['id']}")
    console.see("クラウド給与株式会社").see("発注の可否").see("優先して対応する項目").see("IC 1")
    score = client.get(f"/v1/suppliers/{late['id']}/score", params={"lang": "ja"}).body
    for sentence in score["words"][1:]:
        console.see(sentence)
    console.see(f"{score['score']:.1f} / 25").see(f"{score['impact']:.2f} × 発生確率 {score['likelihood']:.2f}").see("中程度")
    first = score["explanation"]["fix_first"][0]
    console.see(f"{first['reduction']:.2f}").see(first["question"])
    states = [one.text for one in console.browser.find_elements(By.CSS_SELECTOR, "table td[data-label=状態] > span")]
    assert states[0] == "期限切れ" and "有効" in states
    sound(console)
    asked = supplier(client, "ABC")
    console.go(f"#/suppliers/{asked['id']}").see("まだ評価していません（回答待ち）")  # what is only supposed is no number
    assert "/ 25" not in console.find("main").text


def test_one_supplier_shows_what_it_lacks_of_a_scheme_and_its_chain(console, client):
    machining = supplier(client, "みどり精機")
    gap = client.get(f"/v1/suppliers/{machining['id']}/scheme-gap").body
    console.speak("ja").go(f"#/suppliers/{machining['id']}").see("評価制度との差分").see(f"★{gap['recommended_star']}").see("確認・対応が必要な要求事項")
    console.see("サプライチェーン").see("上流 1").see("下流 1")
    wanted = [client.get(f"/v1/suppliers/{machining['id']}/chain?direction={way}").body for way in ("upstream", "downstream")]
    names = [one["supplier"]["name"] for side in wanted for one in side["suppliers"][1:]]
    shown = [row.text for row in console.browser.find_elements(By.CSS_SELECTOR, "main > section:last-child tbody th")]
    assert shown == names and names, "the table says what the picture shows"
    boxes = console.browser.execute_script("return [...document.querySelectorAll('.chain text')].map((one) => one.textContent)")
    assert len(boxes) == len(names) + 1 + any(link["to"] == "self" for link in wanted[1]["links"])
    assert len(console.browser.find_elements(By.CSS_SELECTOR, ".chain path")) == sum(len(side["links"]) for side in wanted)
    sound(console)
    open_ = console.find("main > section:nth-last-child(2) summary").text
    console.pick_scheme("scs_4")
    console.see("★4").gone(open_)
    console.speak("en").see("Gap to a security scheme").see("upstream 1")
    sound(console)
    alone = next(one for one in client.get("/v1/suppliers?limit=200&band=moderate&band=low").body["data"]
                 if not any(client.get(f"/v1/suppliers/{one['id']}/chain?direction={way}").body["links"] for way in ("upstream", "downstream")))
    console.go(f"#/suppliers/{alone['id']}").see("No links to other suppliers are registered.")


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


def submitted(client, asked, sheet, behind=None, **changed):
    response = ask(client, asked, sheet)
    if behind:
        add_file(client, response, behind)
    submit_all(client, response, {**ALL_ANSWERS, **changed})
    return response


def focused(console):
    return console.browser.switch_to.active_element


def test_answers_are_reviewed_beside_last_years_by_keyboard(desk, house, tmp_path):
    tenant = house.add_tenant(name="丸の内重工業")
    client = Client(house, tenant.token("admin"))
    sheet = publish_sheet(client)
    midori, aoba = (client.post("/v1/suppliers", json={"name": name}).body["id"] for name in ("みどり精機株式会社", "あおば電子工業株式会社"))
    first, good = submitted(client, aoba, sheet), submitted(client, midori, sheet)
    assert client.patch("/v1/settings", if_match="*", json={"allow_unscanned_evidence": True}).status == 200
    assert client.post(f"/v1/responses/{first}/accept").status == 200
    bad = submitted(client, aoba, sheet, "B-03", **{"B-01": {"answer": "×"}})  # worse than last year
    house.run("worker", "--kind", "files", "--once", extra={"RENKEI_WORKER_DATABASE_URL": house.dsn("renkei_worker")})
    console = desk(tenant.token("admin")).speak("ja").go("#/review")
    console.see("みどり精機株式会社").see("あおば電子工業株式会社").see("七つの型")
    console.follow("あおば電子工業株式会社")
    console.see("× 未対応").see("○ 対応済み 変更あり").see("△ 対応中 / 策定 / 2027/06/30").see("手順.txt — ウイルス未検査")
    console.taken_to(tmp_path).button("ダウンロード")
    assert console.file(tmp_path / "手順.txt").read_text() == "手順"
    console.press(console.find("main .tick input"))
    assert [one.get_attribute("id") for one in console.browser.find_elements(By.TAG_NAME, "article") if one.is_displayed()] == ["q-B-01"]
    console.press(console.find("main .tick input"))
    console.browser.execute_script("document.getElementById('q-B-01').focus()")
    focused(console).send_keys("jv")
    console.see("B-02: 確認済み")
    assert client.get(f"/v1/responses/{bad}/answers/B-02").body["review"]["evidence"] == "verified"
    assert focused(console).get_attribute("id") == "q-B-02"
    focused(console).send_keys("kr")
    focused(console).send_keys("対応時期をご記入ください。j", Keys.ESCAPE)
    console.see("1 問を差戻す")
    sound(console)
    console.button("1 問を差戻す")
    console.see("1 問を差戻しますか。").button("はい")
    console.gone("あおば電子工業株式会社").see("みどり精機株式会社")
    sent = client.get(f"/v1/responses/{bad}").body
    assert sent["state"] == "returned" and sent["return_reasons"] == [{"code": "B-01", "text": "対応時期をご記入ください。j"}]
    console.go(f"#/review/{good}").see("なし（初回）")
    # Meanwhile a colleague returns it, and it comes back with another answer: nobody accepts that unseen.
    assert client.post(f"/v1/responses/{good}/return", json={"reasons": [{"code": "B-01", "text": "?"}]}).status == 200
    assert save(client, good, {"B-01": {"answer": "△"}}, revision=1).status == 200
    assert client.post(f"/v1/responses/{good}/submit").status == 200
    console.button("確認完了にする")
    console.see("根拠を確認していない設問: 8 問").button("はい")
    console.see("ほかの利用者が先に更新しました")
    assert client.get(f"/v1/responses/{good}").body["state"] == "submitted"
    console.wait("return document.querySelector('#q-B-01 .m-in_progress') !== null")  # it is shown as it is now
    console.button("確認完了にする")
    console.see("この回答を確認完了にしますか。").button("はい")
    console.see("該当するものはありません。")
    assert client.get(f"/v1/responses/{good}").body["state"] == "accepted"


def fill_round(house, client, tenant, size):
    """A campaign of so many suppliers, all of the built-in sheet answered: filled in bulk, for the look of it."""
    items = [{"source": "erp", "external_id": f"V-{n}", "name": f"取引先 {n:03} 株式会社"} for n in range(size)]
    items[0]["name"] += "<img src=/x onerror=alert(1)>"
    made = client.post("/v1/suppliers/bulk", json={"items": items}).body["data"]
    sheet = client.get("/v1/questionnaires?code=motex-scrm-2024&state=published").body["data"][0]["id"]
    round_ = client.post("/v1/campaigns", json={"name": "2026年度 セキュリティ調査", "questionnaire_id": sheet, "due_on": "2099-12-20",
                                                "suppliers": {"ids": [row["id"] for row in made]}})
    assert round_.status == 201, round_
    questions = [{"code": one["code"], "type": one["type"]} for section in client.get(f"/v1/questionnaires/{sheet}").body["sections"] for one in section["questions"]]
    house.sql("""
        insert into app.answers (tenant_id, response_id, code, position, type, revision, value, answered_at, answered_by, updated_at, updated_by)
        select r.tenant_id, r.id, q.one->>'code', q.place, q.one->>'type', 1,
               case q.one->>'type' when 'certification' then '{"status": "not_obtained"}'::jsonb
                    else jsonb_build_object('answer', (array['done', 'done', 'done', 'in_progress', 'not_done'])[1 + (q.place * 7 + r.row) %% 5]) end,
               now(), 'x', now(), 'x'
          from (select tenant_id, id, row_number() over (order by id) as row from app.responses where tenant_id = %s) r,
               jsonb_array_elements(%s) with ordinality q (one, place)""", tenant.id, json.dumps(questions))
    return round_.body["id"], [one["code"] for one in questions]


def test_a_round_of_400_suppliers_is_one_table(desk, house):
    tenant = house.add_tenant(name="丸の内重工業")
    client = Client(house, tenant.token("admin"))
    campaign, codes = fill_round(house, client, tenant, 400)
    console = desk(tenant.token("admin")).speak("ja").go("#/rounds").see("2026年度 セキュリティ調査")
    begun = time.monotonic()
    console.go(f"#/rounds/{campaign}")
    first = console.wait("return document.querySelectorAll('#round tbody tr').length > 0")
    console.wait("return document.querySelectorAll('#round tbody tr').length === 400 && !document.querySelector('#round thead').innerText.includes('…')")
    print(f"\nround of 400 × {len(codes)}: first rows after {first - begun:.2f} s, all after {time.monotonic() - begun:.2f} s", file=sys.__stderr__)
    heads, cells, crosses = console.browser.execute_script("""
        const table = document.getElementById("round");
        return [[...table.tHead.rows[0].cells].slice(3).map((one) => one.innerText), [...table.tBodies[0].rows].map((row) => row.cells.length),
                [...table.tHead.rows[1].cells].slice(2).map((one) => Number(one.innerText))]""")
    assert heads == codes and set(cells) == {3 + len(codes)}
    [[stored]] = house.sql("select count(*) from app.answers where tenant_id = %s and value->>'answer' = 'not_done'", tenant.id)
    assert sum(crosses) == stored
    console.see("<img src=/x")  # what others wrote is text
    assert console.browser.find_elements(By.TAG_NAME, "img") == []
    place, head, name = console.browser.execute_script("""
        const box = document.querySelector(".grid"); box.scrollTo(400, 2000);
        const top = (one) => one.getBoundingClientRect(), table = document.getElementById("round");
        return [[top(box).top, top(box).left], top(table.tHead.rows[0].cells[9]).top, top(table.tBodies[0].rows[80].cells[0]).left]""")
    assert abs(head - place[0]) < 3 and abs(name - place[1]) < 3  # heads stay in sight
    console.browser.execute_script("[...document.getElementById('round').tBodies[0].rows].slice(9).forEach((row) => row.remove())")
    sound(console)  # the others are like these


def test_reports_lead_to_the_suppliers(console, client):
    console.speak("ja").go("#/reports").see("リスクマップ").see("リスクの推移").see("脅威別リスク").see("ランサムウェアによる被害")
    sound(console)
    cell = next(one for one in client.get("/v1/reports/heat-map").body["cells"] if one["count"] == 2)
    console.press(console.find(f".heat a[href*='impact={cell['impact']}&likelihood={cell['likelihood']}']"))
    console.see("2 社のうち 2 社を表示").see(f"影響の大きさ {cell['impact']} × 発生確率 {cell['likelihood']}")
    assert len(console.rows()) == 2


def size(house, *paths):
    return sum(len(urllib.request.urlopen(house.base_url + path).read()) for path in paths)


def test_the_console_is_small(house):
    """So that it opens where the line is thin: what the list of suppliers needs, and what a screen brings when it is opened."""
    assert size(house, "/console", "/console.css", "/console.js", "/shared.js", "/console_base.js", "/console_login.js") <= 45_000
    assert size(house, "/console_supplier.js") <= 20_000
    assert size(house, "/console_rounds.js") <= 22_000


LOADED = "return performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname).filter((one) => one.endsWith('.js')).sort()"


def test_a_screen_brings_its_module_when_it_is_opened(console, client):
    console.see("12 of 12")
    first = ["/console.js", "/console_base.js", "/console_login.js", "/shared.js"]
    assert console.browser.execute_script(LOADED) == first
    console.go(f"#/suppliers/{supplier(client, 'みどり精機')['id']}").see("Supply chain")
    assert console.browser.execute_script(LOADED) == sorted([*first, "/console_supplier.js"])
