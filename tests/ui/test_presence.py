"""A page that comes and goes."""

from typing import Any, cast

from footcv.coach.messages import Progress
from footcv.ui.presence import AWAY_S, Presence


class Shown:
    def __init__(self, phase: str, *actions: str) -> None:
        self.phase, self.actions = phase, actions


def shown(phase: str, *actions: str) -> Progress:
    return cast(Any, Shown(phase, *actions))


EXERCISE, PAUSED, CARD = shown("exercise", "pause"), shown("paused", "resume"), shown("card", "start")


def test_a_page_that_stays_away_pauses_once_and_its_return_goes_on() -> None:
    presence = Presence()
    assert presence.update(True, EXERCISE, 0.0) == []
    assert presence.update(False, EXERCISE, 1.0) == []
    assert presence.update(False, EXERCISE, AWAY_S) == []
    assert presence.update(False, EXERCISE, 1.0 + AWAY_S) == ["pause"]
    assert presence.update(False, PAUSED, 2.0 + AWAY_S) == []
    assert presence.update(True, PAUSED, 3.0 + AWAY_S) == ["resume"]
    assert presence.update(True, EXERCISE, 4.0 + AWAY_S) == []


def test_one_that_is_loaded_again_does_nothing() -> None:
    presence = Presence()
    for i in range(20):
        assert presence.update(i % 2 == 0, EXERCISE, float(i)) == []


def test_a_pause_of_the_persons_own_stays() -> None:
    presence = Presence()
    assert presence.update(False, PAUSED, 0.0) == []
    assert presence.update(False, PAUSED, 2 * AWAY_S) == []
    assert presence.update(True, PAUSED, 2 * AWAY_S) == []


def test_where_nothing_can_be_paused_it_only_is_away() -> None:
    presence = Presence()
    assert not presence.is_away(100.0)
    assert presence.update(False, CARD, 0.0) == []
    assert presence.update(False, CARD, AWAY_S) == []
    assert presence.is_away(AWAY_S)
