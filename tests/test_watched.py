"""What was watched of a stick figure and of feet alone, and what it comes to."""

from dataclasses import replace

import numpy as np
import pytest
from bodies import HEIGHT, SEATED_LEG_OUT, WIDTH, person
from footpoints import pictured

from footcv.exercises import EXERCISES
from footcv.feet.cutter import Patch
from footcv.feet.foot import Foot
from footcv.feet.landmarks import FootReading
from footcv.pose.landmarks import Pose
from footcv.signals.filters import RATE_HZ
from footcv.watched import Watched, understood

IMAGE = np.zeros((112, 112), np.uint8)


def a_foot(t: float, side: str, track: int = 0, sureness: float = 0.9) -> Foot:
    points = pictured(side, 60.0, 10.0, 0.0)
    sure = np.full(8, sureness)
    return Foot(t, side, FootReading(points[:, :2], sure, 1.0, float(side == "right"), 0.8, 0.0, 1.0, points[:, 2]), "search" if track else "body", track)


def a_pose(t: float, points: np.ndarray) -> Pose:
    return Pose(t, points.astype(np.float32), np.zeros((33, 3), np.float32), np.isfinite(points[:, 0]).astype(np.float32))


def watched(seconds: float, *, body: bool = True, **feet: Foot) -> Watched:
    """A body that sits, and feet, seen fifteen times a second in every other frame."""
    points = person(seconds, SEATED_LEG_OUT)
    seen = Watched((WIDTH, HEIGHT))
    pose, now = None, []
    for i in range(len(points)):
        t = i / RATE_HZ
        if i % 2 == 0:
            pose = a_pose(t, points[i]) if body else None
            now = [replace(foot, t=t) for foot in feet.values()]
        seen.add(t, pose, now, [Patch(t, foot.side, IMAGE, 50.0, 60.0, 100.0, 1, foot.track) for foot in now] if i % 2 == 0 else [])
    return seen


def test_a_body_is_measured_and_keeps_its_poses() -> None:
    seen = understood(watched(4.0))
    assert seen.is_enough and seen.share == pytest.approx(1.0)
    assert seen.body.has_body and seen.poses[0] is not None
    assert seen.measured(EXERCISES["dorsiflexion"]).reps == ()


def test_feet_alone_are_measured_with_the_sides_they_look_like() -> None:
    seen = understood(watched(4.0, body=False, a=a_foot(0.0, "right", 1), b=a_foot(0.0, "left", 2)))
    assert seen.is_enough and not seen.body.has_body
    assert set(seen.body.feet) == set(seen.pictures) == {"left", "right"}
    assert seen.toes == {"left": 0.8, "right": 0.8}
    assert len(seen.pictures["left"].t) == 61


def test_feet_in_boxes_are_measured_without_the_body() -> None:
    seen = understood(watched(4.0, a=a_foot(0.0, "right", 1)), boxed=True)
    assert not seen.body.has_body
    assert set(seen.poses) == {None}


def test_what_is_told_again_between_two_looks_is_not_counted_twice() -> None:
    seen = watched(4.0, a=a_foot(0.0, "left"))
    assert len(seen.times) == 121
    # The pictures were cut in every other frame.
    assert len(understood(seen, boxed=False).body.feet["left"]) == 121 and len(seen.patches) == 61


@pytest.mark.parametrize(("sureness", "measured"), [(0.9, True), (0.2, False)])
def test_a_foot_that_is_hardly_made_out_is_not_measured(sureness: float, measured: bool) -> None:
    seen = understood(watched(4.0, body=False, a=a_foot(0.0, "left", 1, sureness)))
    assert seen.is_enough is measured


def test_nothing_seen_is_not_enough() -> None:
    assert not understood(watched(4.0, body=False)).is_enough
    assert not understood(Watched((WIDTH, HEIGHT))).is_enough


def test_what_was_seen_since_is_a_part_with_times_of_its_own() -> None:
    whole = watched(4.0, a=a_foot(0.0, "left"))
    part = whole.since(3.0)
    assert part.times[0] == pytest.approx(3.0) and part.times[-1] == whole.times[-1]
    assert len(part.times) == len(part.poses) == len(part.feet) == 31
    assert min(patch.t for patch in part.patches) >= 3.0
    part.add(9.0, None, (), ())
    assert whole.times[-1] == pytest.approx(4.0)
    assert understood(part).body.t[0] == pytest.approx(3.0)
