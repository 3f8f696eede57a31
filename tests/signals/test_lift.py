"""A foot that is lifted, with and without a grip."""

import numpy as np
import pytest
from bodies import pulses
from footpoints import FOOT_PX, feet_only
from toepictures import foot_patches, foot_points

from footcv.counting.pulses import Pulse
from footcv.feet.landmarks import FootLandmark
from footcv.signals.forefoot import forefoot
from footcv.signals.lift import gripped, lift_signal

SECONDS = 18.0
LIFT = pulses(SECONDS, (4.0, 6.0), (12.0, 14.0))
GRIP = pulses(SECONDS, (3.4, 6.6), (11.4, 14.6))
STANDING = np.ones(len(LIFT), bool)
LIFTS = [Pulse(a - 0.4, a - 0.1, b + 0.1, b + 0.4, 1.0, None) for a, b in ((4.0, 6.0), (12.0, 14.0))]


def test_the_height_is_in_metres_and_follows_the_foot() -> None:
    signal = lift_signal(feet_only(left=foot_points(0.4 * FOOT_PX * LIFT)), "left", STANDING)
    assert signal is not None and signal.unit == "m"
    assert np.corrcoef(signal.value, LIFT)[0, 1] > 0.98


def test_on_tiptoe_the_foot_is_not_lifted() -> None:
    points = foot_points(np.zeros(len(LIFT)))
    points[:, [FootLandmark.HEEL, FootLandmark.ANKLE], 1] -= 0.4 * FOOT_PX * LIFT[:, None]
    assert lift_signal(feet_only(left=points), "left", STANDING) is None


@pytest.mark.parametrize(("curl", "expected"), [(GRIP, [True, True]), (np.zeros(len(GRIP)), [False, False])], ids=["grip", "no grip"])
def test_a_grip_is_seen_before_the_lift(curl: np.ndarray, expected: list[bool]) -> None:
    lift_px = 0.4 * FOOT_PX * LIFT
    seen = forefoot(feet_only(left=foot_points(lift_px)), foot_patches(curl, lift_px), "left", LIFT == 0)
    assert seen is not None
    assert gripped(seen, LIFTS) == expected


def test_no_lifts_no_grips() -> None:
    seen = forefoot(feet_only(left=foot_points(np.zeros(len(LIFT)))), foot_patches(GRIP), "left", STANDING)
    assert seen is not None and gripped(seen, []) == []
