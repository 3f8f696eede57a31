"""The video written is one that browsers and phones play, with the frames' own times."""

from pathlib import Path

import av
import numpy as np
import pytest
from conftest import quarters

from footcv.errors import OutputError
from footcv.video.frame import Frame
from footcv.video.source import open_source
from footcv.video.writer import open_writer

TIMES_S = [0.0, 0.1, 0.15, 0.5, 0.5333, 1.9]


def write(path: Path, times_s: list[float], width: int = 64, height: int = 48) -> None:
    with open_writer(path) as writer:
        for t in times_s:
            writer.write(Frame(t, quarters(width, height)))


def test_pictures_and_times_come_back(tmp_path: Path) -> None:
    write(tmp_path / "out.mp4", TIMES_S)
    with open_source(tmp_path / "out.mp4") as source:
        frames = list(source.frames())
        assert source.warnings == []
        assert source.duration_s is not None
        assert source.duration_s >= TIMES_S[-1]
    assert [frame.t for frame in frames] == pytest.approx(TIMES_S, abs=1e-4)
    away_from_edges = np.abs(frames[0].image[4:20, 4:28].astype(int) - quarters(64, 48)[4:20, 4:28]).max()
    assert away_from_edges <= 12


def test_it_is_h264_that_starts_before_it_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    write(path, TIMES_S)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_odd_sides_lose_a_pixel(tmp_path: Path) -> None:
    write(tmp_path / "out.mp4", TIMES_S, width=65, height=49)
    with open_source(tmp_path / "out.mp4") as source:
        assert (source.width, source.height) == (64, 48)


def test_a_failure_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), open_writer(path) as writer:
        writer.write(Frame(0.0, quarters(64, 48)))
        raise KeyboardInterrupt
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_no_frame_is_no_video(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no frame"), open_writer(tmp_path / "out.mp4"):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "says"), [("missing/out.mp4", "does not exist"), ("out.avi", "ends in .mp4"), ("folder.mp4", "is a folder")])
def test_where_it_cannot_be_written(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "folder.mp4").mkdir()
    with pytest.raises(OutputError, match=says), open_writer(tmp_path / name):
        pass
