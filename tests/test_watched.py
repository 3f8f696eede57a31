"""What was watched of a stick figure and of feet alone, and what it comes to."""

import tracemalloc
from array import array
from dataclasses import replace

import numpy as np
import pytest
from bodies import HEIGHT, LYING_LEG_UP, SEATED_LEG_OUT, WIDTH, person
from footpoints import pictured

from footcv.exercises import EXERCISES
from footcv.feet.cutter import Patch
from footcv.feet.foot import Foot
from footcv.feet.landmarks import FootReading
from footcv.pose.landmarks import Pose
from footcv.rows import Rows
from footcv.signals.filters import RATE_HZ
from footcv.watched import Watched, understood
from footcv.watched_rows import IMAGE as PICTURE

IMAGE = np.zeros((112, 112), np.uint8)


def a_foot(t: float, side: str, track: int = 0, sureness: float = 0.9) -> Foot:
    points = pictured(side, 60.0, 10.0, 0.0)
    sure = np.full(8, sureness)
    return Foot(t, side, FootReading(points[:, :2], sure, 1.0, float(side == "right"), 0.8, 0.0, 1.0, points[:, 2]), "search" if track else "body", track)


def a_pose(t: float, points: np.ndarray) -> Pose:
    return Pose(t, points.astype(np.float32), np.zeros((33, 3), np.float32), np.isfinite(points[:, 0]).astype(np.float32))


def watched(seconds: float, *, body: bool = True, posture: tuple[float, float, float] = SEATED_LEG_OUT, **feet: Foot) -> Watched:
    """A body that sits, and feet, seen fifteen times a second in every other frame."""
    points = person(seconds, posture)
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


@pytest.mark.parametrize(("sureness", "measured"), [(0.9, True), (0.4, True), (0.1, False)])
def test_a_foot_without_a_body_is_measured_though_it_is_hardly_made_out_but_not_where_nothing_is(sureness: float, measured: bool) -> None:
    seen = understood(watched(4.0, body=False, a=a_foot(0.0, "left", 1, sureness)))
    assert seen.is_enough is measured


@pytest.mark.parametrize(("sureness", "asked"), [(0.9, True), (0.4, False)])
def test_the_points_of_a_foot_that_is_hardly_made_out_are_not_asked_beside_a_body(sureness: float, asked: bool) -> None:
    assert ("left" in understood(watched(4.0, a=a_foot(0.0, "left", 0, sureness))).body.feet) is asked


def test_of_two_that_are_told_as_one_side_the_one_that_was_followed_for_longer_is_measured() -> None:
    seen = watched(4.0, body=False, a=a_foot(0.0, "left", 1))
    far = a_foot(0.0, "left", 2)
    far = replace(far, reading=replace(far.reading, points=far.reading.points + 100.0))
    for t in (4.1, 4.2):
        seen.add(t, None, [replace(foot, t=t) for foot in (far, a_foot(0.0, "left", 1), a_foot(0.0, "right", 3))], [])
    left = understood(seen).body.feet["left"]
    assert np.ptp(left[np.isfinite(left[:, 0, 0]), 0, 0]) < 1.0


def test_a_body_that_is_none_says_nothing_of_how_well_feet_were_followed() -> None:
    seen = watched(5.0, body=False, a=a_foot(0.0, "left", 1))
    # Ankles are imagined for long after the foot has left.
    for i in range(180):
        points = np.full((33, 2), np.nan)
        points[[27, 28]] = 100.0
        seen.add(5.0 + (i + 1) / RATE_HZ, a_pose(5.0 + (i + 1) / RATE_HZ, points), [], [])
    body = understood(seen).body
    assert not body.has_body and set(body.feet) == {"left"}


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


def again_and_again(once: Watched, minutes: float) -> Watched:
    """What was watched `once`, over and over for so many minutes; its pictures are the same few, which take no room."""
    lasts_s, many = once.times[-1] + 1 / RATE_HZ, round(60 * minutes / once.times[-1])
    found = Watched(once.size_px)
    for name, numbers in (("times", once.times), ("pose", once.pose), ("foot", once.foot)):
        step = {"times": lasts_s, "pose": len(once.pose_rows), "foot": len(once.foot_rows)}[name]
        kind = numbers.typecode
        told = np.arange(many)[:, None] * step + np.array(numbers)
        setattr(found, name, array(kind, told.ravel().astype(kind).tobytes()))
    found.counts = once.counts * many
    for name in ("pose_rows", "foot_rows", "patch_rows"):
        rows = np.tile(getattr(once, name).read(), many)
        rows["t"] += np.repeat(np.arange(many) * lasts_s, len(rows) // many)
        setattr(found, name, Rows.of(rows))
    # Something comes and goes before a wall that stays.
    few = np.tile(np.random.default_rng(0).integers(80, 120, (112, 112)).astype(np.uint8), (64, 1, 1))
    few[16:40, 50:70, 50:70] = 200
    found.image_rows = Rows(PICTURE, lambda _: few)
    for number in range(len(found.patch_rows)):
        found.image_rows.append(few[number % 64])
    return found


@pytest.mark.parametrize(("exercise", "posture"), [("dorsiflexion", SEATED_LEG_OUT), ("ankle-circles", LYING_LEG_UP)])
def test_a_minute_more_takes_little_memory(exercise: str, posture: tuple[float, float, float]) -> None:
    once = watched(20.0, posture=posture, left=a_foot(0.0, "left"), right=a_foot(0.0, "right"))
    peaks_mb = []
    for minutes in (1, 3):
        long = again_and_again(once, minutes)
        tracemalloc.start()
        understood(long).measured(EXERCISES[exercise])
        peaks_mb.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
    # The windows of a minute's pictures alone are 8 MB of each foot.
    assert peaks_mb[1] - peaks_mb[0] < 2 * 4.0
