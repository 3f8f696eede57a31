from dataclasses import replace

import numpy as np
import pytest
from people import foot_at as a_foot
from people import pose_of

from footcv.pose.landmarks import Pose
from footcv.ui.between import following, foot_at, pose_at


def moved(pose: Pose, t: float, by_px: float) -> Pose:
    return replace(pose, t=t, image=pose.image + np.float32(by_px))


FIRST = pose_of("standing", 0.0)
SECOND, LAST = moved(FIRST, 0.2, 10.0), moved(FIRST, 0.4, 30.0)


def test_a_look_is_followed_by_the_next_one() -> None:
    assert following([FIRST, FIRST, SECOND, SECOND, LAST, LAST]) == [SECOND, SECOND, LAST, LAST, None, None]


def test_behind_a_gap_nothing_follows() -> None:
    assert following([FIRST, None, SECOND]) == [None, None, None]
    assert following([FIRST, moved(FIRST, 1.0, 5.0)]) == [None, None]
    assert following([]) == []


@pytest.mark.parametrize(("t", "by_px"), [(0.0, 0.0), (0.1, 5.0), (0.2, 10.0), (0.3, 10.0)])
def test_a_pose_goes_straight_from_one_look_to_the_next(t: float, by_px: float) -> None:
    shown = pose_at(t, FIRST, SECOND)
    assert shown is not None
    assert shown.image == pytest.approx(FIRST.image + by_px, abs=1e-3)


def test_what_nothing_follows_stays_where_it_was_seen() -> None:
    foot = a_foot(100, 100)
    assert pose_at(0.5, LAST, None) is LAST
    assert pose_at(0.5, None, None) is None
    assert foot_at(0.5, foot, None) is foot


def test_a_foot_keeps_the_time_at_which_it_was_read() -> None:
    shown = foot_at(0.1, a_foot(100, 100, t=0.0), a_foot(120, 100, t=0.2))
    assert shown.t == 0.0
    assert shown.reading.centre[0] == pytest.approx(a_foot(110, 100).reading.centre[0])
