"""A camera, played by a stand-in: no machine that runs tests can be relied on to have one."""

from itertools import pairwise

import cv2
import numpy as np
import pytest

from footcv.errors import SourceError
from footcv.video.source import open_source


class Stub:
    """Gives three pictures and then fails."""

    def __init__(self, index: int) -> None:
        self.index, self.left, self.released = index, 4, False
        stubs.append(self)

    def isOpened(self) -> bool:  # noqa: N802
        return self.index == 0

    def read(self) -> tuple[bool, np.ndarray | None]:
        self.left -= 1
        return (True, np.full((48, 64, 3), self.left, np.uint8)) if self.left >= 0 else (False, None)

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
        assert (source.width, source.height, source.fps, source.path) == (64, 48, 30.0, "camera 0")
        assert source.broken_at_s == frames[-1].t
        assert len(source.warnings) == 1
    times = [frame.t for frame in frames]
    assert len(times) == 3
    assert all(before < after for before, after in pairwise(times))
    assert stubs[0].released


def test_no_such_camera() -> None:
    with pytest.raises(SourceError, match="there is no camera 7"), open_source("7"):
        pass
    assert stubs[0].released
