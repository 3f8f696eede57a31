"""A video is of the day it was recorded."""

import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from conftest import MakeVideo

from footcv.video.recorded import recorded_at


@pytest.fixture(autouse=True)
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def stamped(make_video: MakeVideo, tmp_path: Path, moment: str) -> Path:
    """A video into which a camera wrote that moment."""
    import av

    path = tmp_path / "stamped.mp4"
    with av.open(str(make_video())) as source, av.open(str(path), "w") as target:
        target.metadata["creation_time"] = moment
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    return path


@pytest.mark.parametrize(
    ("written", "lived"),
    [
        ("2026-03-28T23:30:00.000000Z", "2026-03-29T00:30:00+01:00"),
        # After the change to summer time of that night.
        ("2026-03-29T22:30:00.000000Z", "2026-03-30T00:30:00+02:00"),
    ],
)
def test_what_the_camera_wrote_on_the_clock_of_that_day(written: str, lived: str, make_video: MakeVideo, tmp_path: Path) -> None:
    found = recorded_at(stamped(make_video, tmp_path, written), 10.0)
    assert found.isoformat() == lived


@pytest.mark.parametrize("written", [None, "1970-01-01T00:00:00.000000Z"])
def test_without_a_camera_that_knows_the_files_own_time(written: str | None, make_video: MakeVideo, tmp_path: Path) -> None:
    path = make_video() if written is None else stamped(make_video, tmp_path, written)
    os.utime(path, (0, datetime.fromisoformat("2026-07-01T12:00:00+00:00").timestamp()))
    assert recorded_at(path, 60.0) == datetime.fromisoformat("2026-07-01T14:00:00+02:00") - timedelta(minutes=1)
