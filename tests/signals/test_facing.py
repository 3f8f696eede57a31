"""A body seen by a camera whose place is known."""

import numpy as np
import pytest
from lying import lying_body

from footcv.signals.facing import TOO_SMALL, toes_away


@pytest.mark.parametrize("height", [5.0, 15.0, 25.0])
@pytest.mark.parametrize("azimuth", [20.0, 45.0, 75.0, 90.0, 105.0, -45.0, -90.0])
def test_the_trunk_tells_how_far_the_foot_points_away(azimuth: float, height: float) -> None:
    body, heel_to_toe, ankle, away = lying_body(azimuth, height)
    told = toes_away(body, heel_to_toe, ankle, np.ones(len(body.t), bool))
    expected = TOO_SMALL + away
    assert told == pytest.approx(expected, abs=1e-6) if expected > 0 else told is None


@pytest.mark.parametrize("azimuth", [150.0, 165.0, -150.0])
def test_behind_the_head_the_foot_points_towards_the_camera(azimuth: float) -> None:
    body, heel_to_toe, ankle, away = lying_body(azimuth, 10.0)
    told = toes_away(body, heel_to_toe, ankle, np.ones(len(body.t), bool))
    assert told == pytest.approx(TOO_SMALL + away, abs=1e-6)
    assert told < 0


def test_a_foot_further_up_in_the_picture_is_seen_from_further_below() -> None:
    body, heel_to_toe, ankle, _ = lying_body(90.0, 5.0)
    use = np.ones(len(body.t), bool)
    level, up = (toes_away(body, heel_to_toe, ankle - [0, px], use) for px in (0.0, 200.0))
    assert level is not None and up is not None and up > level + 0.1


def test_a_trunk_that_lies_as_none_can_tells_nothing() -> None:
    body, heel_to_toe, ankle, _ = lying_body(45.0, 70.0)
    assert toes_away(body, heel_to_toe, ankle, np.ones(len(body.t), bool)) is None
    unseen, *_ = lying_body(45.0, 15.0)
    unseen.points[:] = np.nan
    assert toes_away(unseen, heel_to_toe, ankle, np.ones(len(unseen.t), bool)) is None
