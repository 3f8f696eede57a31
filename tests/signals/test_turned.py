"""Heels that rise on feet alone, seen from before and then from behind by a camera above them."""

import numpy as np
import pytest
from bodies import pulses
from footpoints import Array, feet_only, moving

from footcv.signals.heel import heel_signal
from footcv.signals.track import Track
from footcv.signals.turned import facing_of, feet_facing, in_profile, without_turns

HOLDS = ((2.0, 4.0), (7.0, 9.0), (13.0, 15.0), (18.0, 20.0))
SECONDS = 22.0
MOVEMENT = pulses(SECONDS, *HOLDS)
TIPTOE_DEG = 35.0
CAMERA_DEG = 20.0


def tiptoe(azimuths: list[float], noise: float = 0.01) -> Track:
    """A foot that rises onto its toes, seen from each azimuth in turn for the same time."""
    parts = np.array_split(MOVEMENT, len(azimuths))
    points = np.concatenate([moving("left", azimuth, TIPTOE_DEG * part, height=CAMERA_DEG, noise=noise) for azimuth, part in zip(azimuths, parts, strict=True)])
    return feet_only(left=points)


def known(values: Array) -> Array:
    return values[np.isfinite(values)]


@pytest.mark.parametrize(("azimuth", "facing"), [(0.0, 1.0), (180.0, -1.0), (90.0, 0.0)], ids=["before", "behind", "beside"])
def test_feet_say_where_they_point(azimuth: float, facing: float) -> None:
    seen = known(feet_facing(tiptoe([azimuth])))
    assert np.median(seen) == pytest.approx(facing, abs=0.2)
    assert in_profile(seen) == (facing == 0.0)


@pytest.mark.parametrize("azimuths", [[0.0], [0.0, 180.0], [180.0, 0.0]])
def test_each_raise_stands_out_from_whichever_side_it_is_seen(azimuths: list[float]) -> None:
    seen = tiptoe(azimuths)
    [signal] = heel_signal(seen, np.ones(len(seen.t), bool), 0.25)
    assert np.corrcoef(signal.value, MOVEMENT[np.isin(seen.t, signal.t)])[0, 1] > 0.95


def test_nobody_who_stays_as_he_is_turns() -> None:
    seen = tiptoe([0.0])
    assert without_turns(seen, facing_of(seen), MOVEMENT) is MOVEMENT


def test_feet_that_rise_slowly_only_seem_to_turn() -> None:
    """For longer than it takes to say where they usually point: their toes come nearer as their heels swing forward, and less clearly."""
    seen, height = tiptoe([0.0]), 0.08 * pulses(SECONDS, (2.0, 6.0), (9.0, 13.0), (16.0, 20.0))
    facing = 0.4 * height / 0.08 + 0.3 * np.sin(2 * seen.t)
    assert without_turns(seen, facing, height) is height


def test_without_feet_nothing_points_anywhere() -> None:
    seen = feet_only(left=np.full((60, 8, 3), np.nan))
    assert not np.isfinite(feet_facing(seen)).any()
