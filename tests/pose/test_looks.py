"""How often an analysis looks at the body: by the clock, whatever the frame rate, more often while it goes along, and seldom where nobody is."""

from collections.abc import Iterator
from typing import cast

import numpy as np
import pytest

from footcv.pose.estimator import PoseEstimator
from footcv.pose.landmarks import Landmark, Pose
from footcv.pose.looks import posed
from footcv.video.frame import Frame


class Looks:
    """An estimator that finds somebody in every look, and knows at what it looked."""

    def __init__(self) -> None:
        self.at_s: list[float] = []

    def detect(self, frame: Frame) -> Pose:
        self.at_s.append(frame.t)
        return Pose(frame.t, np.zeros((33, 2), np.float32), np.zeros((33, 3), np.float32), np.ones(33, np.float32))


def frames_at(fps: int, count: int, first_s: float = 0.0) -> Iterator[Frame]:
    return (Frame(first_s + i / fps, np.zeros((2, 2, 3), np.uint8)) for i in range(count))


@pytest.mark.parametrize(
    ("fps", "hz", "every"), [(15, 16, 1), (25, 16, 2), (30, 16, 2), (60, 16, 4), (240, 16, 15), (30, 6, 5), (24, 6, 4), (20, 6, 4), (30, 8, 4), (25, 8, 4)]
)
def test_the_body_is_looked_at_so_often_at_most(fps: int, hz: float, every: int) -> None:
    frames = list(frames_at(fps, 40, first_s=1.0))
    told = list(posed(iter(frames), cast(PoseEstimator, Looks()), 1 / hz))
    assert [frame.t for frame, _ in told] == [frame.t for frame in frames]
    assert [pose.t for _, pose in told if pose is not None] == [frames[i - i % every].t for i in range(40)]


def test_in_the_beginning_it_is_looked_at_often() -> None:
    looks = Looks()
    list(posed(frames_at(30, 60), cast(PoseEstimator, looks), 1 / 6))
    assert [t for t in looks.at_s if t < 1] == [i / 30 for i in range(0, 30, 2)]
    assert len([t for t in looks.at_s if t >= 1]) == 6


class Empty(Looks):
    """Finds nobody between two times."""

    def __init__(self, from_s: float, to_s: float) -> None:
        super().__init__()
        self.from_s, self.to_s = from_s, to_s

    def detect(self, frame: Frame) -> Pose | None:  # type: ignore[override]
        pose = super().detect(frame)
        return None if self.from_s < pose.t < self.to_s else pose


def test_where_nobody_has_been_for_a_while_it_is_looked_at_seldom_until_somebody_comes() -> None:
    looks = Empty(3.0, 8.0)
    list(posed(frames_at(30, 360), cast(PoseEstimator, looks), 1 / 6))
    gaps = np.diff(looks.at_s)
    at = np.array(looks.at_s[1:])
    assert gaps[(at > 1.5) & (at < 4.9)] == pytest.approx(1 / 6, abs=0.02)
    assert gaps[(at > 5.6) & (at < 8.0)] == pytest.approx(0.5, abs=0.02)
    assert gaps[at > 8.8] == pytest.approx(1 / 6, abs=0.02)


class Walker(Looks):
    """Finds somebody 1 px high, who goes across between two times at half of that a second."""

    def __init__(self, from_s: float, to_s: float) -> None:
        super().__init__()
        self.from_s, self.to_s = from_s, to_s

    def detect(self, frame: Frame) -> Pose:
        pose = super().detect(frame)
        pose.image[Landmark.LEFT_HEEL, 1] = 1.0
        pose.image[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP], 0] = 0.5 * (np.clip(pose.t, self.from_s, self.to_s) - self.from_s)
        return pose


def test_who_goes_along_is_looked_at_often_until_they_have_stood_for_a_second() -> None:
    looks = Walker(3.0, 6.0)
    list(posed(frames_at(48, 480), cast(PoseEstimator, looks), 1 / 8))
    gaps, at = np.diff(looks.at_s), np.array(looks.at_s[1:])
    assert gaps[(at > 1.2) & (at < 3.1)] == pytest.approx(1 / 8, abs=1e-6)
    assert gaps[(at > 3.4) & (at < 6.9)] == pytest.approx(1 / 16, abs=1e-6)
    assert gaps[at > 7.2] == pytest.approx(1 / 8, abs=1e-6)


class Guessed(Walker):
    """Whose hips are out of the picture."""

    def detect(self, frame: Frame) -> Pose:
        pose = super().detect(frame)
        pose.visibility[Landmark.LEFT_HIP] = 0.5
        return pose


def test_hips_that_are_guessed_go_nowhere() -> None:
    looks = Guessed(3.0, 6.0)
    list(posed(frames_at(48, 480), cast(PoseEstimator, looks), 1 / 8))
    assert np.diff([t for t in looks.at_s if t > 1.2]) == pytest.approx(1 / 8, abs=1e-6)
