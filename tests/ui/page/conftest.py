import os
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browsing import CHROMIUM, Tab

from footcv.ui.page import Page

# The longest of these tests takes ten seconds, many times as long where a dozen others want the same processor.
LIMIT_S = 150.0


@pytest.fixture(scope="module")
def launch() -> Iterator[Callable[[], Any]]:
    """The browser, launched anew where the one before has ended."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browsers: list[Any] = []

        def running() -> Any:
            if not browsers or not browsers[-1].is_connected():
                browsers.append(playwright.chromium.launch(executable_path=CHROMIUM, args=["--autoplay-policy=no-user-gesture-required"]))
            return browsers[-1]

        yield running
        for browser in browsers:
            browser.close()


@pytest.fixture
def browser(launch: Callable[[], Any]) -> Iterator[Any]:
    """The browser, ended where a test takes too long: what it evaluates in a page has no limit of its own, and a page that hangs shall be a failure."""
    browser = launch()
    [process] = [one for one in browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"] if one["type"] == "browser"]
    limit = threading.Timer(LIMIT_S, os.kill, (process["id"], signal.SIGKILL))
    limit.start()
    yield browser
    limit.cancel()


@pytest.fixture
def page() -> Iterator[Page]:
    with Page(mirror=False) as page:
        yield page


@pytest.fixture
def open_tab(browser: Any, page: Page) -> Iterator[Callable[..., Tab]]:
    tabs: list[Tab] = []

    def opened(**options: Any) -> Tab:
        tabs.append(Tab(browser, page, **options))
        return tabs[-1]

    yield opened
    for tab in tabs:
        tab.close()
