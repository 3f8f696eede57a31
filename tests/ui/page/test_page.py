"""The page's server, asked over real sockets: who is let in, and what goes to and fro."""

import contextlib
import json
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import cv2
import numpy as np
import pytest
from browsing import until
from scenes import scenes
from websockets.exceptions import ConnectionClosed, ConnectionClosedError
from websockets.sync.client import ClientConnection, connect

import footcv.ui.page.page as page_module
import footcv.ui.page.server as server_module
from footcv.coach.messages import Cue
from footcv.errors import FootcvError
from footcv.ui.page import Page
from footcv.ui.speech import Speech

UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw=="}
SCENES = scenes("en")
EXERCISE, HOLDING, SUMMARY = SCENES["exercise"], SCENES["holding"], SCENES["summary"]
IMAGE = np.full((48, 64, 3), 90, np.uint8)


@pytest.fixture
def page() -> Iterator[Page]:
    with Page(mirror=True) as page:
        yield page


@pytest.fixture(scope="module")
def closed_to_others() -> Iterator[Page]:
    """One page for all who are refused."""
    with Page(mirror=True) as page:
        yield page


def host_of(page: Page) -> str:
    return urlsplit(page.url).netloc


def token_of(page: Page) -> str:
    return urlsplit(page.url).query


def ask(page: Page, path: str, *, host: str | None = None, method: str = "GET", **headers: str) -> HTTPResponse:
    connection = HTTPConnection(host_of(page), timeout=5)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or host_of(page))
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()


@contextlib.contextmanager
def opened(page: Page) -> Iterator[ClientConnection]:
    """The page's WebSocket, its settings read."""
    with connect(f"ws://{host_of(page)}/live?{token_of(page)}", origin=f"http://{host_of(page)}", open_timeout=5) as socket:  # type: ignore[arg-type]
        assert "settings" in json.loads(socket.recv(5))
        yield socket


def states(socket: ClientConnection, number: int) -> list[dict[str, Any]]:
    """The next states, each acknowledged; pictures are passed over."""
    got: list[dict[str, Any]] = []
    while len(got) < number:
        if isinstance(data := socket.recv(5), str):
            got.append(json.loads(data))
            socket.send(json.dumps({"told": got[-1]["n"]}))
    return got


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


def test_state_marks_and_cues_arrive(page: Page) -> None:
    marks = {"left": {"points": [[0.5, 0.5]], "leg": [], "foot": [], "outline": []}}
    with opened(page) as socket:
        page.tell(HOLDING, marks, [Cue("say", "hold", "Hold"), Cue("tone", "hold-start")])
        (state,) = states(socket, 1)
    assert (state["progress"]["done"], state["progress"]["hold_s"], state["progress"]["actions"]) == (6, 3.2, list(HOLDING.actions))
    assert state["marks"] == marks
    assert [(cue["kind"], cue["key"], cue["text"]) for cue in state["cues"]] == [("say", "hold", "Hold"), ("tone", "hold-start", "")]


def test_a_picture_arrives_with_its_number_and_its_delay_is_known(page: Page) -> None:
    with opened(page) as socket:
        page.show(IMAGE, 2**33 + 7, time.monotonic() - 0.5)
        data = socket.recv(5)
        assert isinstance(data, bytes) and int.from_bytes(data[:8], "big") == 2**33 + 7
        assert cv2.imdecode(np.frombuffer(data[8:], np.uint8), cv2.IMREAD_COLOR).shape == IMAGE.shape
        assert page.delays_s() == []
        socket.send(json.dumps({"shown": 2**33 + 7}))
        ((number, delay_s),) = until(page.delays_s)
    assert number == 2**33 + 7 and 0.5 <= delay_s < 5
    assert page.delays_s() == []


def test_a_huge_picture_is_made_smaller(page: Page) -> None:
    with opened(page) as socket:
        page.show(np.zeros((2160, 3840, 3), np.uint8), 1, 0.0)
        data = socket.recv(5)
    assert isinstance(data, bytes)
    assert cv2.imdecode(np.frombuffer(data[8:], np.uint8), cv2.IMREAD_COLOR).shape == (720, 1280, 3)


def test_a_page_that_draws_slowly_gets_the_newest_and_nothing_piles_up(page: Page) -> None:
    with opened(page) as socket:
        for number in range(1, 50):
            page.show(IMAGE, number, 0.0)
            page.tell(EXERCISE, {}, [Cue("say", str(number), str(number))])
            time.sleep(0.002)
        got: list[int | dict[str, Any]] = []
        with contextlib.suppress(TimeoutError):
            while True:
                data = socket.recv(0.3)
                got.append(int.from_bytes(data[:8], "big") if isinstance(data, bytes) else json.loads(data))
        pictures, told = [one for one in got if isinstance(one, int)], [one for one in got if isinstance(one, dict)]
        assert len(pictures) == 2 and len(told) == 2
        socket.send(json.dumps({"shown": pictures[-1]}))
        socket.send(json.dumps({"told": told[-1]["n"]}))
        rest = [socket.recv(5), socket.recv(5)]
    (picture,) = (data for data in rest if isinstance(data, bytes))
    (state,) = (json.loads(data) for data in rest if isinstance(data, str))
    assert int.from_bytes(picture[:8], "big") == 49
    assert [cue["text"] for cue in state["cues"]] == ["49"]


def test_what_is_pressed_is_told_once_and_in_its_order(page: Page) -> None:
    with opened(page) as socket:
        for message in ('{"action": "pause"}', '{"action": "undo"}', '{"action": "rm -rf"}', '{"action": 3}', "no json", "[1]", '{"told": "x"}', b"\x00"):
            socket.send(message)
        socket.send('{"action": "quit"}')
        pressed: list[str] = []
        until(lambda: pressed.extend(page.pressed()) or "quit" in pressed)
    assert pressed == ["pause", "undo", "quit"]
    assert page.pressed() == []


def test_it_knows_whether_a_page_is_there(page: Page) -> None:
    assert not page.connected()
    with opened(page):
        until(page.connected)
    until(lambda: not page.connected())


def test_a_page_that_answers_nothing_is_none(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "_ANSWERS_WITHIN_S", 0.2)
    with opened(page) as socket:
        page.tell(EXERCISE, {}, [])
        until(lambda: not page.connected())
        states(socket, 1)
        until(page.connected)


def test_a_page_that_comes_back_is_told_how_things_stand(page: Page) -> None:
    with opened(page) as socket:
        page.tell(HOLDING, {}, [Cue("say", "hold", "Hold")])
        states(socket, 1)
    with opened(page) as socket:
        (state,) = states(socket, 1)
    assert state["progress"]["done"] == 6 and state["cues"] == []


def test_a_second_page_takes_over(page: Page) -> None:
    with opened(page) as first, opened(page) as second:
        with pytest.raises(ConnectionClosedError) as closed:
            first.recv(5)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == server_module.SHOWN_ELSEWHERE
        page.tell(EXERCISE, {}, [])
        assert states(second, 1)
        assert page.connected()


def test_the_end_is_told_after_the_last_state() -> None:
    with contextlib.ExitStack() as stack:
        with Page(mirror=True) as page:
            socket = stack.enter_context(opened(page))
            until(page.connected)
            page.tell(SUMMARY, {}, [])
        assert json.loads(socket.recv(5))["progress"]["phase"] == "summary"
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(5)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == server_module.SESSION_OVER


def test_after_the_end_nothing_is_served_and_nothing_fails() -> None:
    with Page(mirror=True) as page:
        pass
    with pytest.raises(OSError):
        ask(page, "/")
    page.show(IMAGE, 1, 0.0)
    page.tell(EXERCISE, {}, [])
    assert not page.connected()


def test_without_a_port_it_says_what_else_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "_ADDRESS", "192.0.2.1")
    with pytest.raises(FootcvError, match=r"cannot serve the page .* --ui window"), Page(mirror=True):
        pass


def test_words_are_rendered_for_a_browser_without_voices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Speech, "wav", lambda self, text: f"wav of {text}".encode())
    with Page(mirror=True) as page, opened(page) as socket:
        page.tell(EXERCISE, {}, [Cue("say", "count", "Seven")])
        (state,) = states(socket, 1)
        answer = ask(page, f"/speech/{state['cues'][0]['id']}?{token_of(page)}")
        assert (answer.status, answer.headers["Content-Type"], answer.read()) == (200, "audio/wav", b"wav of Seven")
        assert ask(page, f"/speech/999?{token_of(page)}").status == 404


def test_without_voice_nothing_is_rendered() -> None:
    with Page(mirror=True, voice=False) as page, opened(page) as socket:
        page.tell(EXERCISE, {}, [Cue("say", "count", "Seven")])
        (state,) = states(socket, 1)
        assert ask(page, f"/speech/{state['cues'][0]['id']}?{token_of(page)}").status == 404


def test_a_hung_speech_engine_delays_no_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = tmp_path / "engine"
    hanging.write_text("#!/bin/sh\nexec sleep 60")
    hanging.chmod(0o755)
    monkeypatch.setattr(page_module, "Speech", lambda lang: Speech(lang, engine=str(hanging), limit_s=1.0))
    with Page(mirror=True) as page, opened(page) as socket:
        page.tell(EXERCISE, {}, [Cue("say", "count", "Seven")])
        (state,) = states(socket, 1)
        waiting = HTTPConnection(host_of(page), timeout=5)
        waiting.request("GET", f"/speech/{state['cues'][0]['id']}?{token_of(page)}")
        since_s = time.monotonic()
        for number in range(1, 11):
            page.show(IMAGE, number, time.monotonic())
            assert isinstance(socket.recv(5), bytes)
            socket.send(json.dumps({"shown": number}))
        shown_s = time.monotonic() - since_s
        assert waiting.getresponse().status == 503
        assert shown_s < time.monotonic() - since_s
    # All ten were there before the engine was given up.
    assert shown_s < 0.9


def test_the_page_is_told_the_end_as_the_end_and_not_as_a_server_that_begins_anew() -> None:
    with contextlib.ExitStack() as stack:
        page = stack.enter_context(Page(mirror=False, voice=False))
        socket = stack.enter_context(opened(page))
        # The server's own thread is busy with something else when the session ends.
        page._call(time.sleep, 0.3)
        page.__exit__(None, None, None)
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                socket.recv(5)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 1001
