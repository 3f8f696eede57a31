"""Somebody who walks to and fro on tiptoe and stands in between."""

import numpy as np
import pytest
from bodies import STANDING, body, person

from footcv.signals.pauses import with_pauses
from footcv.signals.signal import Signal
from footcv.signals.track import Track

SECONDS = 16.0


def to_and_fro(stands: tuple[float, float], walks: bool = True) -> Track:
    """Somebody who walks through the room, but for what lies between `stands` (s)."""
    points = person(SECONDS, STANDING)
    t = np.arange(len(points)) / 30
    moving = ((t < stands[0]) | (t > stands[1])) & walks
    points[..., 0] += np.cumsum(np.where(moving, 120 / 30, 0.0))[:, None]
    return body(points, 0.3)


def heels(seen: Track, stood: float, stand: tuple[float, float]) -> Signal:
    """Heels at 1 in a walk, at `stood` in a stand, of a range from 0 to 1."""
    value = np.where((seen.t > stand[0]) & (seen.t < stand[1]), stood, 1.0)
    return Signal("both", seen.t, value, "m", "landmarks", 0.0, 1.0, 0.9)


STAND = (6.0, 10.0)
DOWN = 0.35


def test_a_stand_with_lower_heels_between_two_walks_is_a_pause() -> None:
    seen = to_and_fro(STAND)
    with_pause = with_pauses(seen, heels(seen, 0.7, STAND), DOWN).value
    assert (with_pause[(seen.t > 6.5) & (seen.t < 9.5)] == 0).all()
    assert (with_pause[(seen.t < 5.5) | (seen.t > 10.5)] == 1).all()


@pytest.mark.parametrize("stand", [(0.0, 3.0), (13.0, SECONDS + 1)], ids=["before the first walk", "after the last one"])
def test_so_is_one_at_either_end(stand: tuple[float, float]) -> None:
    seen = to_and_fro(stand)
    with_pause = with_pauses(seen, heels(seen, 0.7, stand), DOWN).value
    resting = (seen.t > stand[0] + 0.5) & (seen.t < stand[1] - 0.5)
    assert resting.any()
    assert (with_pause[resting] == 0).all()
    assert (with_pause[(seen.t < stand[0] - 0.5) | (seen.t > stand[1] + 0.5)] == 1).all()


@pytest.mark.parametrize(
    ("stood", "stand", "walks"),
    [(0.9, STAND, True), (0.7, (7.5, 8.5), True), (0.7, STAND, False), (0.2, STAND, True)],
    ids=["as high as in the walks", "a turn", "on the spot", "down already"],
)
def test_nothing_else_is(stood: float, stand: tuple[float, float], walks: bool) -> None:
    seen = to_and_fro(stand, walks)
    signal = heels(seen, stood, stand)
    assert (with_pauses(seen, signal, DOWN).value == signal.value).all()
