"""Files of every kind come out as upright BGR frames with true times."""

import gc
import os
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from conftest import MakeVideo, quarters

from footcv.errors import SourceError
from footcv.video.container import THREADS
from footcv.video.source import open_source

BLUE, GREEN, RED, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
FASTSTART = {"movflags": "+faststart"}


def corners(image: np.ndarray) -> list[tuple[int, ...]]:
    """The colours of the four quarters (top left, top right, bottom left, bottom right), each channel rounded to 0 or 255."""
    height, width = image.shape[:2]
    rows, columns = (height // 4, height * 3 // 4), (width // 4 + 3, width * 3 // 4 + 3)
    return [tuple(255 if value > 128 else 0 for value in image[y, x]) for y in rows for x in columns]


def damage(path: Path, start: float, length: int) -> Path:
    """Zeros over `length` bytes from the share `start` of the file on."""
    data = bytearray(path.read_bytes())
    at = round(start * len(data))
    data[at : at + length] = bytes(len(data[at : at + length]))
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("rotation_deg", "mirrored", "expected"),
    [
        (0, False, [BLUE, GREEN, RED, WHITE]),
        (90, False, [GREEN, WHITE, BLUE, RED]),
        (180, False, [WHITE, RED, GREEN, BLUE]),
        (270, False, [RED, BLUE, WHITE, GREEN]),
        (0, True, [GREEN, BLUE, WHITE, RED]),
        (90, True, [WHITE, GREEN, RED, BLUE]),
    ],
)
def test_frames_are_upright(make_video: MakeVideo, rotation_deg: int, mirrored: bool, expected: list[tuple[int, ...]]) -> None:
    path = make_video(rotation_deg=rotation_deg, mirrored=mirrored, pix_fmt="yuv444p")
    with open_source(path) as source:
        image = next(source.frames()).image
        assert (source.width, source.height) == ((64, 48) if rotation_deg % 180 == 0 else (48, 64))
        assert image.shape == (source.height, source.width, 3)
    assert corners(image) == expected


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt", "coloured"),
    [
        ("grey.mp4", "libx264", "gray", False),
        ("ten-bit.mp4", "libx264", "yuv420p10le", True),
        ("rgba.mov", "png", "rgba", True),
        ("palette.mov", "qtrle", "argb", True),
        ("matroska.mkv", "libx264", "yuv420p", True),
        ("vp8.webm", "libvpx", "yuv420p", True),
        ("motion-jpeg.avi", "mjpeg", "yuvj420p", True),
    ],
)
def test_every_pixel_format_comes_out_as_bgr(make_video: MakeVideo, name: str, codec: str, pix_fmt: str, coloured: bool) -> None:
    with open_source(make_video(name, codec=codec, pix_fmt=pix_fmt)) as source:
        frames = list(source.frames())
        assert source.broken_at_s is None
        assert source.warnings == []
    assert len(frames) == 10
    assert all(frame.image.shape == (48, 64, 3) and frame.image.dtype == np.uint8 for frame in frames)
    if coloured:
        assert corners(frames[0].image) == [BLUE, GREEN, RED, WHITE]


@pytest.mark.parametrize(
    ("fps", "times_s"),
    [
        (1, [0.0, 1.0, 2.0, 3.0]),
        (240, [index / 240 for index in range(48)]),
        (30, [0.0, 0.1, 0.15, 0.5, 0.5333, 1.9]),
        (30, [5.0, 5.1, 5.3]),
    ],
)
@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_times_are_the_containers_own_from_the_first_frame(make_video: MakeVideo, fps: int, times_s: list[float], ending: str) -> None:
    with open_source(make_video(f"clip.{ending}", fps=fps, times_s=times_s)) as source:
        found = [frame.t for frame in source.frames()]
    assert found == pytest.approx([t - times_s[0] for t in times_s], abs=1.1e-3)  # Matroska's clock ticks in milliseconds


@pytest.mark.parametrize(("aspect", "expected"), [(Fraction(2, 1), (128, 48)), (Fraction(1, 2), (64, 96)), (Fraction(50, 1), (64, 48))])
def test_pixels_are_square(make_video: MakeVideo, aspect: Fraction, expected: tuple[int, int]) -> None:
    with open_source(make_video(aspect=aspect)) as source:
        assert (source.width, source.height) == expected
        image = next(source.frames()).image
    assert image.shape[1::-1] == expected


def test_a_portrait_of_4k_keeps_its_size(make_video: MakeVideo) -> None:
    with open_source(make_video(size=(2160, 3840), count=2, options={})) as source:
        assert next(source.frames()).image.shape == (3840, 2160, 3)


def test_says_what_the_container_says(make_video: MakeVideo) -> None:
    path = make_video(fps=10, count=20)
    with open_source(path) as source:
        assert source.path == str(path)
        assert source.fps == pytest.approx(10)
        assert source.duration_s == pytest.approx(2.0)


@contextmanager
def one_core() -> Iterator[None]:
    """FFmpeg finds a single core here, where the system lets itself be told."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cut(path: Path, share: float) -> list[float]:
    """Keep the first `share` of the file's bytes; returns the times (s) of the pictures that are whole."""
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with av.open(str(path)) as container:
        packets = container.demux(container.streams.video[0])
        times = sorted(float(packet.pts * packet.time_base) for packet in packets if packet.pts is not None and not packet.is_corrupt)
    return [t - times[0] for t in times]


@pytest.mark.parametrize("cores", [one_core, nullcontext], ids=["one", "all"])
@pytest.mark.parametrize("share", [0.55, 0.6, 0.7, 0.8])
def test_a_file_that_is_cut_off_is_read_up_to_there(make_video: MakeVideo, share: float, cores: Callable[[], AbstractContextManager[None]]) -> None:
    path = make_video(fps=10, count=100, options=FASTSTART)
    whole = cut(path, share)
    with cores(), open_source(path) as source:
        times = [frame.t for frame in source.frames()]
    assert 2 < times[-1] < 9
    assert times == pytest.approx(whole)
    assert source.broken_at_s == times[-1]
    assert source.warnings[-1] == f"the video breaks off at {times[-1]:.1f} s of 10.0 s; analysed up to there"
    # The half picture may be one that others, which came before it, are shown after.
    assert len(source.warnings) == (1 if len(times) == round(times[-1] * 10) + 1 else 2)


def test_a_large_video_that_is_cut_off_is_read_the_same_on_every_machine(make_video: MakeVideo) -> None:
    path = make_video(fps=10, count=30, size=(2048, 1152), options=FASTSTART)
    whole = cut(path, 0.7)
    with one_core(), open_source(path) as source:
        on_one = [frame.t for frame in source.frames()], source.warnings
    with open_source(path) as source:
        on_all = [frame.t for frame in source.frames()], source.warnings
    assert on_one == on_all
    assert len(on_all[0]) >= len(whole) - THREADS
    assert on_all[1][-1].startswith("the video breaks off at ")


def test_nothing_decodable_behind_the_break(make_video: MakeVideo) -> None:
    path = damage(make_video(fps=10, count=100, options=FASTSTART), 0.7, 1_000_000)
    with open_source(path) as source:
        times = [frame.t for frame in source.frames()]
        assert 2 < times[-1] < 9
        assert source.broken_at_s == times[-1]


def test_damage_in_the_middle_is_passed_over(make_video: MakeVideo) -> None:
    # Every picture stands for itself in Motion JPEG inside an index: what follows the damage is whole.
    path = damage(make_video("clip.mov", codec="png", pix_fmt="rgb24", fps=10, count=100, options=FASTSTART), 0.5, 700)
    with open_source(path) as source:
        times = [frame.t for frame in source.frames()]
        assert 90 <= len(times) < 100
        assert times[-1] == pytest.approx(9.9)
        assert source.broken_at_s is None
        assert len(source.warnings) == 1
        assert source.warnings[0].startswith("the video is damaged at ")


def test_the_reading_thread_ends_however_the_frames_are_left(make_video: MakeVideo) -> None:
    path = make_video(count=100)
    with open_source(path) as source:
        next(source.frames())
    with pytest.raises(ZeroDivisionError), open_source(path) as source:
        for _ in source.frames():
            _ = 1 / 0
    with open_source(path) as source:
        assert len(list(source.frames())) == 100
    assert not [thread for thread in threading.enumerate() if thread.name == "footcv-ahead"]


def bad_sources(folder: Path, video: Path) -> dict[str, Path]:
    (folder / "text.mp4").write_text("not a video\n" * 100)
    (folder / "empty.mp4").touch()
    (folder / "no-index.mp4").write_bytes(video.read_bytes()[:600])
    cv2.imwrite(str(folder / "picture.jpg"), quarters(64, 48))
    (folder / "picture.jpg").rename(folder / "jpeg.mp4")
    cv2.imwrite(str(folder / "picture.png"), quarters(64, 48))
    (folder / "picture.png").rename(folder / "png.mp4")
    with av.open(str(folder / "sound.mp4"), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        sound.sample_rate = 8000
        container.mux(stream.encode(sound))
        container.mux(stream.encode(None))
    zeros = bytearray(video.read_bytes())
    at = zeros.index(b"mdat") + 4
    zeros[at:] = bytes(len(zeros) - at)
    (folder / "undecodable.mp4").write_bytes(zeros)
    return {name: folder / f"{name}.mp4" for name in ("text", "empty", "no-index", "jpeg", "png", "sound", "undecodable", "missing")} | {"folder": folder}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing", "does not exist"),
        ("folder", "is a folder"),
        ("empty", "is empty"),
        ("text", "is not a video"),
        ("no-index", "is incomplete"),
        ("jpeg", "is a picture, not a video"),
        ("png", "is a picture, not a video"),
        ("sound", "holds only sound"),
        ("undecodable", "no picture in"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(make_video: MakeVideo, tmp_path: Path, name: str, says: str) -> None:
    bad = bad_sources(tmp_path, make_video(options=FASTSTART))[name]
    with pytest.raises(SourceError, match=says) as failure, open_source(bad):
        pass
    assert "\n" not in str(failure.value)
    assert str(bad) in str(failure.value)


def test_a_single_frame_is_a_picture(make_video: MakeVideo) -> None:
    with pytest.raises(SourceError, match="is a picture"), open_source(make_video(count=1)):
        pass


def test_no_permission(make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_video()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(av, "open", refuse)  # root may read everything, so that modes would prove nothing
    with pytest.raises(SourceError, match="no permission"), open_source(path):
        pass


@pytest.mark.parametrize("name", ["12", "a:b.mp4", "übung 1.mp4", "-x.mp4"])
def test_odd_names_are_files(make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    try:
        make_video().rename(tmp_path / name)
    except UnicodeEncodeError:
        pytest.skip("this machine's file names are ASCII")
    monkeypatch.chdir(tmp_path)
    with open_source(name) as source:
        assert len(list(source.frames())) == 10


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/clip.mp4", "rtsp://user:secret@127.0.0.1:9/clip"])
def test_a_stream_that_does_not_answer(url: str) -> None:
    with pytest.raises(SourceError, match=r"cannot open the stream .*127\.0\.0\.1:9") as failure, open_source(url):
        pass
    assert "secret" not in str(failure.value)


def test_a_playlist_cannot_reach_out(tmp_path: Path) -> None:
    path = tmp_path / "list.m3u8"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")
    with pytest.raises(SourceError), open_source(path):
        pass


def test_a_source_that_is_closed_is_out_of_memory_at_once(make_video: MakeVideo) -> None:
    with open_source(make_video()) as source:
        for _ in source.frames():
            break
        left = weakref.ref(source)
    gc.disable()
    try:
        del source
        assert left() is None
    finally:
        gc.enable()
