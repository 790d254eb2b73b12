"""Tests in a real browser: Debian's Chromium without a window, steered by Selenium. `./dev web` runs them."""
import contextlib
import functools
import http.server
import pathlib
import shutil
import sys
import threading

import pytest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "api"))

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
