"""A camera, played by a stand-in: no machine that runs tests can be relied on to have one."""

import sys
from itertools import pairwise

import cv2
import numpy as np
import pytest

from footcv.errors import SourceError
from footcv.video.source import open_source


class Stub:
    """Gives three pictures of the size that it is asked for, and then fails. Camera 2 fails once it is asked for anything, camera 3 has one size."""

    def __init__(self, index: int) -> None:
        self.index, self.left, self.released = index, 4, False
        self.asked: dict[int, float] = {}
        stubs.append(self)

    def isOpened(self) -> bool:  # noqa: N802
        return self.index in (0, 2, 3)

    def read(self) -> tuple[bool, np.ndarray | None]:
        self.left -= 1
        if self.left < 0 or (self.index == 2 and self.asked):
            return False, None
        width, height = (int(self.asked.get(key, 0)) for key in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
        size = (height, width) if width and self.index == 0 else (48, 64)
        return True, np.full((*size, 3), self.left, np.uint8)

    def set(self, key: int, value: float) -> bool:
        self.asked[key] = value
        return True

    def get(self, _: int) -> float:
        return 30.0

    def release(self) -> None:
        self.released = True


stubs: list[Stub] = []


@pytest.fixture(autouse=True)
def stub_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    stubs.clear()
    monkeypatch.setattr(cv2, "VideoCapture", Stub)


def test_a_number_is_a_camera() -> None:
    with open_source("0") as source:
        frames = list(source.frames())
        assert (source.width, source.height, source.fps, source.path) == (1280, 720, 30.0, "camera 0")
        assert source.broken_at_s == frames[-1].t
        assert len(source.warnings) == 1
    times = [frame.t for frame in frames]
    assert len(times) == 3
    assert all(before < after for before, after in pairwise(times))
    assert stubs[0].released


def test_a_camera_is_asked_for_what_the_feet_need() -> None:
    with open_source("0"):
        asked = stubs[0].asked
        assert [asked[key] for key in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT, cv2.CAP_PROP_FPS)] == [1280, 720, 30]
        if sys.platform == "linux":
            # Before the size: with the other coding the camera may not have it at this rate.
            assert next(iter(asked.items())) == (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))


def test_one_that_cannot_gives_what_it_can() -> None:
    with open_source("3") as source:
        assert (source.width, source.height) == (64, 48)


def test_one_that_takes_offence_is_opened_again_and_asked_for_nothing() -> None:
    with open_source("2") as source:
        assert (source.width, source.height) == (64, 48)
    assert [stub.released for stub in stubs] == [True, True]
    assert stubs[1].asked == {}


def test_no_such_camera() -> None:
    with pytest.raises(SourceError, match="there is no camera 7"), open_source("7"):
        pass
    assert stubs[0].released
