import hashlib
import os
from datetime import datetime
from pathlib import Path

import pytest

from footcv.records.origin import content_of, origin_of

ENDED = datetime.fromisoformat("2026-03-28T08:13:00+00:00")


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"video")
    os.utime(path, (0, ENDED.timestamp()))
    return path


def test_content_tells_a_file_whatever_its_name(video: Path) -> None:
    assert content_of(video) == hashlib.sha256(b"video").hexdigest()
    assert content_of(video.rename(video.with_name("b.mp4"))) == hashlib.sha256(b"video").hexdigest()


def test_a_video_began_as_long_before_it_was_written_as_it_lasts(video: Path) -> None:
    began, content = origin_of(str(video), 60.0)
    assert (ENDED - began).total_seconds() == 60
    assert content == content_of(video)


def test_a_file_that_is_gone_has_no_origin(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        origin_of(str(tmp_path / "gone.mp4"), 60.0)
