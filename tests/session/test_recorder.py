"""The recording that a person asked for."""

from pathlib import Path

import numpy as np
import pytest

from footcv.errors import OutputError
from footcv.session.recorder import Recorder
from footcv.video.frame import Frame
from footcv.video.source import open_source
from footcv.video.writer import VideoWriter


def frames(count: int, start_s: float = 0.0) -> list[Frame]:
    return [Frame(start_s + i / 10, np.full((48, 64, 3), 10 * i, np.uint8)) for i in range(count)]


def test_frames_become_a_video_with_their_own_times(tmp_path: Path) -> None:
    with Recorder(tmp_path / "me.mp4") as recorder:
        for frame in frames(10, start_s=5.0):
            recorder.write(frame)
    with open_source(tmp_path / "me.mp4") as source:
        assert [frame.t for frame in source.frames()] == pytest.approx([i / 10 for i in range(10)], abs=1e-3)


def test_what_was_recorded_is_kept_where_the_session_breaks_off(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), Recorder(tmp_path / "me.mp4") as recorder:
        for frame in frames(10):
            recorder.write(frame)
        raise ZeroDivisionError
    with open_source(tmp_path / "me.mp4") as source:
        assert len(list(source.frames())) == 10


def test_a_place_that_cannot_be_written_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="does not exist"), Recorder(tmp_path / "nowhere" / "me.mp4"):
        raise AssertionError("it was entered")


def test_a_disk_that_fills_is_told_at_the_end_and_not_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: VideoWriter, frame: Frame) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(VideoWriter, "write", full)
    with pytest.raises(OutputError, match="No space left"), Recorder(tmp_path / "me.mp4") as recorder:
        for frame in frames(10):
            recorder.write(frame)
    assert list(tmp_path.iterdir()) == []
