"""The newest wins: what waits to be sent never piles up."""

from typing import Any

import numpy as np
import pytest

from footcv.ui.page.outbox import CUE_LIFE_S, Outbox, Picture


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(clock: Clock) -> Outbox:
    return Outbox(clock)


def say(text: str) -> dict[str, str]:
    return {"kind": "say", "key": text, "text": text}


def show(text: str) -> dict[str, str]:
    return {"kind": "show", "key": text, "text": text}


def tone(key: str) -> dict[str, str]:
    return {"kind": "tone", "key": key, "text": ""}


def cues(outbox: Outbox) -> list[str]:
    state = outbox.take_state()
    assert state is not None
    return [cue["key"] for cue in state["cues"]]


def picture(number: int) -> Picture:
    return Picture(np.zeros((2, 2, 3), np.uint8), number, 0.0)


def test_of_pictures_and_states_the_newest_is_sent_once(outbox: Outbox) -> None:
    for number in (1, 2, 3):
        outbox.put_picture(picture(number))
        outbox.put_state({"number": number}, [])
    taken: Any = outbox.take_picture()
    assert taken.number == 3 and outbox.take_state() == {"number": 3, "cues": []}
    assert outbox.take_picture() is None and outbox.take_state() is None


@pytest.mark.parametrize(
    ("told", "sent"),
    [
        ([[say("one")]], ["one"]),
        ([[say("one")], [say("two")]], ["two"]),
        ([[say("one")], []], ["one"]),
        # What comes together belongs together.
        ([[say("one")], [say("two"), say("hold on")]], ["two", "hold on"]),
        ([[show("come closer")], [say("two")]], ["come closer", "two"]),
        ([[tone("hold-start")], [say("two")], [tone("hold-end")]], ["hold-start", "two", "hold-end"]),
        ([[tone(str(n))] for n in range(9)], ["5", "6", "7", "8"]),
    ],
)
def test_a_newer_cue_replaces_an_unsent_older_one(outbox: Outbox, told: list[list[dict[str, str]]], sent: list[str]) -> None:
    for together in told:
        outbox.put_state({}, together)
    assert cues(outbox) == sent


def test_a_cue_is_given_once(outbox: Outbox) -> None:
    outbox.put_state({}, [say("one")])
    assert cues(outbox) == ["one"]
    outbox.put_state({}, [])
    assert cues(outbox) == []


def test_a_cue_that_waited_too_long_is_not_given(outbox: Outbox, clock: Clock) -> None:
    outbox.put_state({}, [say("hold")])
    clock.now_s = CUE_LIFE_S + 0.1
    outbox.put_state({}, [tone("hold-end")])
    assert cues(outbox) == ["hold-end"]


def test_a_page_that_comes_back_is_told_how_things_stand_but_not_what_was_said(outbox: Outbox) -> None:
    outbox.put_state({"done": 3}, [say("three")])
    outbox.take_state()
    outbox.start_anew()
    assert outbox.take_state() == {"done": 3, "cues": []}


def test_nothing_is_told_before_anything_happened(outbox: Outbox) -> None:
    outbox.start_anew()
    assert outbox.take_state() is None


def test_what_is_to_be_said_is_known_by_its_number_for_a_while(outbox: Outbox) -> None:
    numbers = []
    for n in range(40):
        outbox.put_state({}, [say(str(n)), tone("count")])
        state: Any = outbox.take_state()
        numbers.append(state["cues"][0]["id"])
        assert "id" not in state["cues"][1]
    assert outbox.said(numbers[-1]) == "39" and outbox.said(numbers[-10]) == "30"
    assert outbox.said(numbers[0]) is None and outbox.said(-1) is None
