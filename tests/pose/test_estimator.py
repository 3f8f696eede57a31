"""The estimator finds the person, stays with that person, and says nothing on stderr."""

import subprocess
import sys

import cv2
import numpy as np
import pytest
from conftest import SAMPLE

from footcv.pose.estimator import PoseEstimator
from footcv.pose.landmarks import Landmark, Pose
from footcv.video.frame import Frame

QUIET = """
import sys
from itertools import islice
from footcv.pose.estimator import PoseEstimator
from footcv.video.source import open_source
with open_source(sys.argv[1]) as source, PoseEstimator("lite") as estimator:
    assert all(estimator.detect(frame) for frame in islice(source.frames(), 5))
print("written after", file=sys.stderr)
"""


def side_by_side(frame: Frame, left_size: float, right_size: float) -> Frame:
    """The same person twice, the one on the right mirrored, at sizes from 0 (nobody) to 1, standing on the same ground."""
    height, width = frame.image.shape[:2]
    both = np.full((height, 2 * width, 3), 127, np.uint8)
    for size, left, image in ((left_size, 0, frame.image), (right_size, width, frame.image[:, ::-1])):
        if size:
            small = cv2.resize(image, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
            both[height - small.shape[0] :, left : left + small.shape[1]] = small
    return Frame(frame.t, both)


def is_left(pose: Pose, frame: Frame) -> bool:
    hips = pose.image[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP], 0].mean()
    return bool(hips < frame.image.shape[1] / 2)


def test_a_pose_is_in_pixels_metres_and_shares(sample_frames: list[Frame]) -> None:
    with PoseEstimator("lite") as estimator:
        pose = estimator.detect(sample_frames[0])
    assert pose is not None
    height, width = sample_frames[0].image.shape[:2]
    assert (pose.image.shape, pose.world.shape, pose.visibility.shape) == ((33, 2), (33, 3), (33,))
    assert (pose.image[Landmark.NOSE] > 1).all()
    assert (pose.image[Landmark.NOSE] < (width, height)).all()
    assert 0 <= pose.visibility.min() <= pose.visibility.max() <= 1
    assert np.abs(pose.world).max() < 2
    assert pose.t == sample_frames[0].t


def test_nobody_is_none() -> None:
    with PoseEstimator("lite") as estimator:
        assert [estimator.detect(Frame(index / 10, np.full((120, 160, 3), 127, np.uint8))) for index in range(3)] == [None] * 3


def test_two_frames_within_a_millisecond(sample_frames: list[Frame]) -> None:
    with PoseEstimator("lite") as estimator:
        assert all(estimator.detect(Frame(index * 0.0004, frame.image)) for index, frame in enumerate(sample_frames[:4]))


def test_closed_is_closed(sample_frames: list[Frame]) -> None:
    with PoseEstimator("lite") as estimator:
        pass
    with pytest.raises(RuntimeError, match="closed"):
        estimator.detect(sample_frames[0])


@pytest.mark.parametrize(("left_size", "right_size", "left_is_larger"), [(1.0, 0.75, True), (0.75, 1.0, False)])
def test_the_larger_of_two_is_measured(sample_frames: list[Frame], left_size: float, right_size: float, left_is_larger: bool) -> None:
    frames = [side_by_side(frame, left_size, right_size) for frame in sample_frames[:10]]
    with PoseEstimator("lite") as estimator:
        poses = list(zip(map(estimator.detect, frames), frames, strict=True))
    assert [pose is not None and is_left(pose, frame) for pose, frame in poses] == [left_is_larger] * 10
    assert all(pose is not None for pose, _ in poses)


def test_it_waits_for_who_has_left_before_it_takes_another(sample_frames: list[Frame]) -> None:
    """The larger one, on the left, goes after a second; four frames a second."""
    times_s = [index / 4 for index in range(20)]
    frames = [Frame(t, side_by_side(sample_frames[0], 1.0 if t < 1 else 0.0, 0.75).image) for t in times_s]
    with PoseEstimator("lite") as estimator:
        poses = zip(map(estimator.detect, frames), frames, strict=True)
        sides = ["nobody" if pose is None else "left" if is_left(pose, frame) else "right" for pose, frame in poses]
    assert sides[:4] == ["left"] * 4
    assert sides[4:11] == ["nobody"] * 7
    assert sides[-4:] == ["right"] * 4


def test_stderr_stays_quiet_and_comes_back() -> None:
    done = subprocess.run([sys.executable, "-c", QUIET, str(SAMPLE)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "written after\n")
