"""Tests in a real browser: Debian's Chromium without a window, steered by Selenium. `./dev web` runs them."""
import contextlib
import functools
import http.server
import os
import pathlib
import shutil
import sys
import threading

import pytest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "api"))

from renkei_client import Client  # noqa: E402
from renkei_server import Server, cloned_database  # noqa: E402
from rounds import make_supplier  # noqa: E402

WANTED = {"chromium": "/usr/bin/chromium", "chromium-driver": "/usr/bin/chromedriver"}


def missing():
    names = [name for name, file in WANTED.items() if shutil.which(file) is None]
    try:
        import selenium  # noqa: F401
    except ImportError:
        names.append("python3-selenium")
    return names


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    if names := missing():
        print(f"\nNOT TRIED in a browser: {', '.join(names)} not installed", file=sys.__stderr__)
        pytest.skip("no browser")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = WANTED["chromium"]
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                     "--disable-background-networking", "--accept-lang=en", f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(service=Service(WANTED["chromium-driver"]), options=options)
    driver.set_script_timeout(30)
    yield driver
    driver.quit()


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_complaints(browser):
    """What axe-core finds wrong with the page as it stands: the rule and where."""
    browser.execute_script(pathlib.Path(os.environ["RENKEI_TEST_AXE"]).read_text())
    found = browser.execute_async_script("""
        const [rules, done] = arguments;
        axe.run(document, { runOnly: { type: "tag", values: rules } }).then((report) => done(report.violations));""", RULES)
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    with cloned_database() as database:
        server = Server(database, tmp_path_factory.mktemp("page-server"))
        server.start()
        yield server
        server.stop()


@pytest.fixture
def client(house):
    return Client(house, house.add_tenant(name="丸の内重工業").token("admin"))


@pytest.fixture
def supplier(client):
    return make_supplier(client, "みどり精機株式会社")


@pytest.fixture
def page(browser, house):
    browser.set_window_size(1000, 900)
    from desk import Page  # needs selenium

    yield Page(browser, house)
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
    browser.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {}})
    browser.get("about:blank")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def pages():
    """The files beside this one on an origin of their own."""
    handler = functools.partial(Quiet, directory=str(HERE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}"
        server.shutdown()
