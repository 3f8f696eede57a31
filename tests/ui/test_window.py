"""The plain window, without a screen: OpenCV's own functions are played by a stand-in."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import pytest

from footcv.coach.messages import Cue, Progress
from footcv.ui.overlay import DESIGN_PX, LEG_COLOURS
from footcv.ui.window import HIGHEST, STRIP, WIDEST, Window, composed, fitting
from footcv.words import words_in

WORDS = words_in("en")
BLANK = np.full((480, 640, 3), 90, np.uint8)
# A shin in the left half of the picture.
MARKS = {"left": {"points": [], "leg": [[[0.25, 0.5], [0.25, 0.8]]], "foot": [], "outline": []}}


def progress(**changes: Any) -> Progress:
    values: dict[str, Any] = {
        "phase": "exercise",
        "exercise_id": "plantar-flexion",
        "exercise_name": "Resisted plantar flexion",
        "in_turns": False,
        "side": "left",
        "direction": None,
        "step": 1,
        "steps": 2,
        "set_index": 1,
        "done": 3,
        "asked": 15,
        "seconds_done": None,
        "seconds_asked": None,
        "hold_s": 0.0,
        "hold_asked_s": 5.0,
        "left_s": None,
        "level": 0.5,
        "band": (0.8, 1.0),
        "headline": "Press your foot away.",
        "advice": (),
        "card": None,
        "faults": (),
        "upcoming": None,
        "actions": ("pause", "quit"),
        "summary": (),
    }
    return Progress(**(values | changes))


def shown(told: str = "", *, mirror: bool = False, **changes: Any) -> np.ndarray:
    return composed(BLANK, progress(**changes), MARKS, told, WORDS, mirror=mirror)


def strip(picture: np.ndarray) -> np.ndarray:
    return picture[len(BLANK) :]


def test_the_words_stand_below_the_picture_in_a_strip_that_keeps_its_height() -> None:
    pictures = [shown(), shown("Well done."), shown(advice=("Come closer. " * 30,)), shown(phase="rest", left_s=9.0, headline="Rest.")]
    assert {picture.shape for picture in pictures} == {(480 + STRIP, 640, 3)}
    assert all((strip(one) != strip(other)).any() for one, other in pairwise(pictures))


def test_the_keys_stand_there_however_much_is_said() -> None:
    few, many = (shown(advice=("Come closer. " * 60,), actions=actions) for actions in ((), ("pause", "quit")))
    assert (strip(few) != strip(many)).any()


def test_legs_are_drawn_where_they_are_and_mirrored_with_the_picture() -> None:
    for mirror, x in ((False, 160), (True, 479)):
        column = shown(mirror=mirror)[240:384, x - 2 : x + 3].reshape(-1, 3)
        assert (column == LEG_COLOURS["left"]).all(axis=1).any()


def test_small_and_large_pictures_are_drawn_alike() -> None:
    large = composed(np.full((1080, 1920, 3), 90, np.uint8), progress(), MARKS, "", WORDS)
    assert large.shape == (1080 + round(STRIP * 1080 / DESIGN_PX), 1920, 3)


@pytest.mark.parametrize("size", [(640, 630), (1280, 945), (3840, 2600), (480, 790)])
def test_the_window_opens_on_any_screen(size: tuple[int, int]) -> None:
    width, height = fitting(*size)
    assert width <= WIDEST and height <= HIGHEST
    assert width / height == pytest.approx(size[0] / size[1], rel=0.01)


class FakeCv:
    keys: list[int]
    visible = 1.0


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeCv]:
    fake = FakeCv()
    fake.keys = []
    monkeypatch.setenv("DISPLAY", ":1")
    for name in ("namedWindow", "imshow", "destroyAllWindows", "resizeWindow"):
        monkeypatch.setattr(cv2, name, lambda *arguments: None)
    monkeypatch.setattr(cv2, "pollKey", lambda: fake.keys.pop(0) if fake.keys else -1)
    monkeypatch.setattr(cv2, "getWindowProperty", lambda *arguments: fake.visible)
    return fake


def test_keys_do_what_is_offered(screen: FakeCv) -> None:
    with Window(WORDS, mirror=False) as window:
        window.tell(progress(actions=("pause", "undo", "quit")), MARKS, (Cue("say", "number", "3"),))
        screen.keys = [ord(" "), ord("U"), 8, ord("x"), 27]
        for number in range(5):
            window.show(BLANK, number, 0.0)
        assert window.pressed() == ["pause", "undo", "undo", "quit"]
        assert window.pressed() == []
        assert window.connected()


def test_closing_the_window_quits(screen: FakeCv) -> None:
    with Window(WORDS, mirror=False) as window:
        window.tell(progress(), MARKS, ())
        screen.visible = 0.0
        window.show(BLANK, 1, 0.0)
        assert window.pressed() == ["quit"]
        assert not window.connected()
