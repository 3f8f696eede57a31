"""Who is let in by the page's server, asked over real sockets."""

from collections.abc import Iterator
from http.client import HTTPConnection

import pytest
from sockets import ask, host_of, token_of

import footcv.ui.page.server as server_module
from footcv.ui.page import Page

UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw=="}


@pytest.fixture(scope="module")
def closed_to_others() -> Iterator[Page]:
    """One page for all who are refused."""
    with Page(mirror=True) as page:
        yield page


def test_the_page_is_served_to_whoever_has_the_token(closed_to_others: Page) -> None:
    answer = ask(closed_to_others, f"/?{token_of(closed_to_others)}")
    assert answer.status == 200 and b"<!doctype html>" in answer.read()
    assert closed_to_others.url.startswith("http://127.0.0.1:")


def test_it_listens_on_this_machine_only(closed_to_others: Page) -> None:
    with pytest.raises(OSError):
        HTTPConnection("127.0.0.2", int(host_of(closed_to_others).split(":")[1]), timeout=1).request("GET", "/")


@pytest.mark.parametrize("path", ["/", "/speech/1", "/live"])
@pytest.mark.parametrize("query", ["", "?token=", "?token=guessed", "?token=gu%C3%A9ssed"])
def test_a_wrong_token_is_refused(closed_to_others: Page, path: str, query: str) -> None:
    headers = UPGRADE | {"Origin": f"http://{host_of(closed_to_others)}"} if path == "/live" else {}
    assert ask(closed_to_others, path + query, **headers).status == 403
    assert not closed_to_others.connected()


def test_tokens_are_not_used_twice() -> None:
    with Page(mirror=True) as one, Page(mirror=True) as other:
        assert token_of(one) != token_of(other)
        assert ask(one, f"/?{token_of(other)}").status == 403


@pytest.mark.parametrize("path", ["/", "/static/main.js", "/speech/1", "/live"])
@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}"])
def test_a_foreign_host_is_refused(closed_to_others: Page, path: str, host: str) -> None:
    headers = UPGRADE | {"Origin": f"http://{host_of(closed_to_others)}"} if path == "/live" else {}
    answer = ask(closed_to_others, f"{path}?{token_of(closed_to_others)}", host=host.format(port=host_of(closed_to_others).split(":")[1]), **headers)
    assert answer.status == 403


@pytest.mark.parametrize("path", ["/", "/static/main.js", "/speech/1", "/live"])
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://{host}", "http://localhost:{port}", "http://127.0.0.1:1"])
def test_a_page_of_another_origin_is_refused(closed_to_others: Page, path: str, origin: str) -> None:
    origin = origin.format(host=host_of(closed_to_others), port=host_of(closed_to_others).split(":")[1])
    answer = ask(closed_to_others, f"{path}?{token_of(closed_to_others)}", Origin=origin, **(UPGRADE if path == "/live" else {}))
    assert answer.status == 403


def test_a_web_socket_without_an_origin_is_refused_and_its_own_is_let_in(closed_to_others: Page) -> None:
    assert ask(closed_to_others, f"/live?{token_of(closed_to_others)}", **UPGRADE).status == 403
    assert ask(closed_to_others, f"/live?{token_of(closed_to_others)}", Origin=f"http://{host_of(closed_to_others)}", **UPGRADE).status == 101


@pytest.mark.parametrize("path", ["/?{token}", "/static/style.css", "/static/main.js", "/nowhere"])
def test_every_answer_binds_the_browser_to_this_server(closed_to_others: Page, path: str) -> None:
    headers = ask(closed_to_others, path.format(token=token_of(closed_to_others))).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and f"ws://{host_of(closed_to_others)}" in policy
    assert "unsafe" not in policy and "http:" not in policy and "*" not in policy
    assert headers["Referrer-Policy"] == "no-referrer" and headers["X-Content-Type-Options"] == "nosniff" and headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/static/../page.py", "/static/%2e%2e/page.py", "/static/..%2fpage.py", "/static//etc/passwd"])
def test_nothing_but_the_pages_files_is_served(closed_to_others: Page, path: str) -> None:
    assert ask(closed_to_others, path).status == 404


def test_only_reading_is_allowed(closed_to_others: Page) -> None:
    assert ask(closed_to_others, f"/?{token_of(closed_to_others)}", method="POST").status == 405


def test_the_pages_files_ask_for_nothing_from_outside() -> None:
    for file in server_module.STATIC.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text and "https://" not in text and "//cdn" not in text, file.name
