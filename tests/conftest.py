"""Tiny videos, written when a test asks for them; and the same surroundings on every machine."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from numpy.typing import NDArray

from footcv import cli
from footcv.video.frame import Frame
from footcv.video.source import open_source

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "plantar-flexion.mp4"

MakeVideo = Callable[..., Path]
Run = Callable[..., tuple[int, str, str]]

# The same examples everywhere, and however long a busy machine takes for them.
settings.register_profile("footcv", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("footcv")


@pytest.fixture(autouse=True)
def a_plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What rich and shutil believe about the terminal is not what the machine that runs the tests happens to say."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm", "COLUMNS": "80", "LINES": "25"}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(autouse=True)
def a_log_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the log of whoever runs it; beside tmp_path, which some tests want empty."""
    monkeypatch.setenv("FOOTCV_DATA_DIR", str(tmp_path.with_name(f"{tmp_path.name}-log")))


@pytest.fixture
def footcv_run(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command line in an empty folder and returns its status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = cli.run(arguments)
        captured = capfd.readouterr()
        return status, captured.out, captured.err

    return run


def quarters(width: int, height: int) -> NDArray[np.uint8]:
    """A BGR picture that shows which way is up: blue top left, green top right, red bottom left, white bottom right."""
    image = np.zeros((height, width, 3), np.uint8)
    image[: height // 2, : width // 2] = (255, 0, 0)
    image[: height // 2, width // 2 :] = (0, 255, 0)
    image[height // 2 :, : width // 2] = (0, 0, 255)
    image[height // 2 :, width // 2 :] = (255, 255, 255)
    return image


def write_video(
    path: Path,
    *,
    fps: int = 10,
    count: int = 10,
    times_s: Sequence[float] | None = None,
    size: tuple[int, int] = (64, 48),
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    rotation_deg: int = 0,
    mirrored: bool = False,
    aspect: Fraction | None = None,
    options: dict[str, str] | None = None,
    coding: dict[str, str] | None = None,
) -> Path:
    """Write a video of `quarters` with a bar that moves; `options` are the container's, `coding` the encoder's. Returns its path."""
    width, height = size
    with av.open(f"file:{path}", "w", options=options or {}) as container:
        stream = container.add_stream(codec, rate=fps, options=coding or {})
        stream.width, stream.height, stream.pix_fmt = width, height, pix_fmt
        # AVI, GIF and MPEG-2 know no finer clock than their frame rate's.
        ticks = fps if codec == "mpeg2video" or path.suffix in (".avi", ".gif") else 90_000
        stream.codec_context.time_base = Fraction(1, ticks)
        if aspect is not None:
            stream.codec_context.sample_aspect_ratio = aspect
        if rotation_deg or mirrored:
            stream.set_display_rotation(rotation_deg, hflip=mirrored)
        for index, t in enumerate(times_s or [index / fps for index in range(count)]):
            image = quarters(width, height)
            image[:, index % width] = 128
            picture = av.VideoFrame.from_ndarray(image, format="bgr24").reformat(format=pix_fmt)
            picture.pts, picture.time_base = round(t * ticks), Fraction(1, ticks)
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return path


@pytest.fixture
def make_video(tmp_path: Path) -> MakeVideo:
    """`write_video` into the test's own folder, by name."""

    def make(name: str = "clip.mp4", **options: Any) -> Path:
        return write_video(tmp_path / name, **options)

    return make


@pytest.fixture(scope="session")
def sample_frames() -> list[Frame]:
    """The first second of a sample clip: one person, seated, whole body in view."""
    with open_source(SAMPLE) as source:
        return list(islice(source.frames(), 30))
