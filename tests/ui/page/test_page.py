"""The page's server, asked over real sockets: what goes to and fro."""

import contextlib
import json
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from browsing import until
from scenes import scenes
from sockets import ask, host_of, opened, token_of
from websockets.exceptions import ConnectionClosed, ConnectionClosedError
from websockets.sync.client import ClientConnection

import footcv.ui.page.page as page_module
import footcv.ui.page.server as server_module
from footcv.coach.messages import Cue
from footcv.errors import FootcvError
from footcv.ui.page import Page
from footcv.ui.speech import Speech

SCENES = scenes("en")
EXERCISE, HOLDING, SUMMARY = SCENES["exercise"], SCENES["holding"], SCENES["summary"]
IMAGE = np.full((48, 64, 3), 90, np.uint8)


@pytest.fixture
def page() -> Iterator[Page]:
    with Page(mirror=True) as page:
        yield page


def states(socket: ClientConnection, number: int) -> list[dict[str, Any]]:
    """The next states, each acknowledged; pictures are passed over."""
    got: list[dict[str, Any]] = []
    while len(got) < number:
        if isinstance(data := socket.recv(5), str):
            got.append(json.loads(data))
            socket.send(json.dumps({"told": got[-1]["n"]}))
    return got


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
