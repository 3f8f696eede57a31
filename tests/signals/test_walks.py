"""People made of sticks who walk to and fro, and stand in between."""

from collections.abc import Sequence

import numpy as np
import pytest
from bodies import STANDING, body, person
from footpoints import feet_only, moving
from numpy.typing import NDArray

from footcv.counting.pulses import Pulse
from footcv.signals.signal import Signal
from footcv.signals.track import LEG_M, Track
from footcv.signals.walks import mostly_in, tiptoe_walks, walks_to_and_fro
from footcv.stretches import stretches

Array = NDArray[np.float64]
Times = Sequence[tuple[float, float]]

SECONDS = 26.0
WALKS: Times = [(2.0, 8.0), (11.0, 17.0), (19.5, 24.0)]
# Hip to ankle is 200 px.
PX_PER_M = 200 / LEG_M
TIPTOE_M = 0.07
PX_A_SECOND = 120.0
STEP_PX, STRIDE_S = 30.0, 1.1


def during(t: Array, times: Times) -> NDArray[np.bool_]:
    return np.logical_or.reduce([np.zeros(len(t), bool), *((t >= a) & (t < b) for a, b in times)])


def walker(walks: Times, tiptoe: Times, flat: Times = (), gone: Times = ()) -> Track:
    """Somebody who walks there and back, heels and all above them up in `tiptoe`; in `flat` the heels alone seem to come down, in `gone` nobody is seen."""
    points = person(SECONDS, STANDING)
    t = np.arange(len(points)) / 30
    for k, walk in enumerate(walks):
        points[..., 0] += np.cumsum(during(t, [walk]) * PX_A_SECOND * (-1) ** k / 30)[:, None]
    swing = np.where(during(t, walks), STEP_PX * np.sin(2 * np.pi * t / STRIDE_S), 0.0)
    points[:, [27, 29, 31], 0] += swing[:, None]
    points[:, [28, 30, 32], 0] -= swing[:, None]
    up = TIPTOE_M * PX_PER_M * np.convolve(during(t, tiptoe).astype(float), np.full(15, 1 / 15), "same")
    points[:, [11, 12, 23, 24, 25, 26], 1] -= up[:, None]
    points[:, 27:31, 1] -= np.where(during(t, flat), 0.0, up)[:, None]
    points[during(t, gone)] = np.nan
    return body(points, 0.5)


def walked(seen: Track) -> Signal | None:
    standing = np.ones(len(seen.t), bool)
    return tiptoe_walks(seen, walks_to_and_fro(seen, standing), standing, 1.1)


def ups(signal: Signal | None) -> Array:
    """(K, 2) when the heels are up by half, s."""
    assert signal is not None
    return np.array([(signal.t[first], signal.t[last - 1]) for first, last in stretches(signal.shares > 0.5)])


def test_each_walk_on_tiptoe_is_one() -> None:
    signal = walked(walker(WALKS, WALKS))
    assert signal is not None
    assert (signal.side, signal.unit) == ("both", "m")
    assert signal.full == pytest.approx(TIPTOE_M, rel=0.25)
    assert ups(signal) == pytest.approx(np.array(WALKS), abs=0.5)


def test_heels_that_seem_to_come_down_in_mid_walk_stay_up() -> None:
    signal = walked(walker(WALKS, WALKS, flat=[(4.0, 5.8), (13.0, 14.5)]))
    assert ups(signal) == pytest.approx(np.array(WALKS), abs=0.5)


def test_so_do_those_of_somebody_who_is_not_seen_for_two_seconds() -> None:
    assert ups(walked(walker(WALKS, WALKS, gone=[(4.0, 6.0)]))) == pytest.approx(np.array(WALKS), abs=0.5)


def test_a_stand_on_tiptoe_belongs_to_its_walk() -> None:
    assert ups(walked(walker(WALKS, [(2.0, 9.5), *WALKS[1:]])))[0, 1] == pytest.approx(9.5, abs=0.5)


def test_a_way_back_on_flat_feet_is_none() -> None:
    assert ups(walked(walker(WALKS, [WALKS[0], WALKS[2]]))) == pytest.approx(np.array([WALKS[0], WALKS[2]]), abs=0.5)


@pytest.mark.parametrize(
    ("walks", "tiptoe"),
    [(WALKS, []), ([], WALKS), (WALKS[:1], WALKS[:1])],
    ids=["on flat feet", "on the spot", "once"],
)
def test_nothing_else_is_told(walks: Times, tiptoe: Times) -> None:
    assert walked(walker(walks, tiptoe)) is None


def test_nor_of_feet_alone() -> None:
    assert walked(feet_only(left=moving("left", 90.0, np.zeros(600)))) is None


def test_where_somebody_walks_is_told_on_flat_feet_too() -> None:
    seen = walker(WALKS, [])
    walks = walks_to_and_fro(seen, np.ones(len(seen.t), bool))
    assert mostly_in(walks, seen.t, Pulse(3.0, 3.5, 7.0, 7.5, 0.05, None))
    assert not mostly_in(walks, seen.t, Pulse(7.5, 8.5, 10.0, 11.5, 0.05, None))
