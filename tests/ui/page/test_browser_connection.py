"""Pages that come and go: reloaded, opened twice, left open at the end, or somebody else's."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from browsing import BROWSER, Tab, until
from conftest import quarters
from scenes import scenes

from footcv.ui.page import Page

pytestmark = BROWSER

SCENES = scenes("en")
EXERCISE, HOLDING, SUMMARY = SCENES["exercise"], SCENES["holding"], SCENES["summary"]


def test_reloading_and_closing_lose_nothing(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    tab.tell(HOLDING, image=quarters(64, 48))
    tab.tab.reload()
    tab.wait("document.getElementById('count').textContent === '6'")
    until(tab.page.connected)
    tab.tab.close()
    until(lambda: not tab.page.connected())
    again = open_tab()
    again.wait("document.getElementById('count').textContent === '6'")
    assert again.complaints == []


def test_a_second_tab_takes_over_and_gives_back(open_tab: Callable[..., Tab]) -> None:
    first = open_tab()
    first.tell(EXERCISE)
    second = open_tab()
    first.tab.get_by_text("now shown on another page").wait_for()
    assert first.says("document.querySelectorAll('#actions button:not([hidden])').length") == 0
    first.tab.get_by_role("button", name="Show it here").click()
    second.tab.get_by_text("now shown on another page").wait_for()
    first.tab.wait_for_selector("#notice[hidden]", state="attached")
    first.tab.wait_for_selector("[data-action=pause]")


def test_the_end_is_said_and_the_summary_stays(browser: Any) -> None:
    with Page(mirror=False) as page:
        tab = Tab(browser, page)
        tab.tell(SUMMARY)
    tab.tab.get_by_text("The session is over").wait_for()
    assert tab.tab.get_by_role("row").count() == 1 + len(SUMMARY.summary)
    assert tab.complaints == []
    tab.close()


class Elsewhere(BaseHTTPRequestHandler):
    """Another web page, which tries to reach footcv's."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>elsewhere</title>")

    def log_message(self, *arguments: Any) -> None:
        pass


def test_a_page_from_elsewhere_gets_nothing_even_with_the_token(open_tab: Callable[..., Tab], page: Page) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tab = open_tab(goes_to=f"http://127.0.0.1:{server.server_port}/")
    fetched = tab.tab.evaluate("(url) => fetch(url).then((answer) => answer.status, () => 'refused')", page.url)
    framed = tab.tab.evaluate(
        """(url) => new Promise((done) => { const frame = document.createElement("iframe"); frame.src = url; frame.onload = () => {
            try { done(frame.contentDocument?.title ?? "closed"); } catch { done("closed"); } }; document.body.append(frame); })""",
        page.url,
    )
    socket = tab.tab.evaluate(
        "(url) => new Promise((done) => { const socket = new WebSocket(url); socket.onopen = () => done('open'); socket.onerror = () => done('refused'); })",
        page.url.replace("http:", "ws:").replace("/?", "/live?"),
    )
    server.shutdown()
    server.server_close()
    assert (fetched, framed, socket) == ("refused", "closed", "refused")
    assert not page.connected()
