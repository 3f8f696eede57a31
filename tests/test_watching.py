"""A recording of a foot that no body leads to, and that is hardly seen at first."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from following import HZ, LENGTH
from standin import Doubting, Oval, is_red, picture, use

from footcv import watching
from footcv.recording import Recording
from footcv.video.frame import Frame

SECONDS = 8.0


class NoBody:
    """A pose network that sees nobody."""

    def __init__(self, model: str) -> None: ...

    def __enter__(self) -> "NoBody":
        return self

    def __exit__(self, *_: object) -> None: ...

    def detect(self, frame: Frame) -> None: ...


class Drawn:
    """A source that shows the feet that lie at `at`."""

    path, width, height, fps, duration_s, broken_at_s = "drawn.mp4", 320, 240, HZ, SECONDS, None

    def __init__(self, at: Callable[[float], list[Oval]]) -> None:
        self.at, self.warnings = at, list[str]()

    def frames(self) -> Generator[Frame]:
        for t in np.arange(0.0, SECONDS, 1 / HZ).tolist():
            yield Frame(t, picture(self.at(t)))


Watch = Callable[[Callable[[float], list[Oval]]], tuple[Recording, int]]


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Watch what is drawn, which is a file, and count how often it was opened. What is red is not found, but followed where it is known to be a foot."""
    use(monkeypatch, Doubting(is_red, 0.84))
    monkeypatch.setattr(watching, "PoseEstimator", NoBody)

    def watched(at: Callable[[float], list[Oval]]) -> tuple[Recording, int]:
        opened: list[str] = []

        @contextmanager
        def open_drawn(source: str) -> Iterator[Drawn]:
            opened.append(source)
            yield Drawn(at)

        monkeypatch.setattr(watching, "open_source", open_drawn)
        file = tmp_path / "drawn.mp4"
        file.touch()
        return watching.watch_source(str(file), (), "full", None, 1 / 16, 1 / 16), len(opened)

    return watched


def told_s(recording: Recording) -> list[float]:
    """When a foot is told."""
    return [t for t, feet in zip(recording.watched.times, recording.watched.feet, strict=True) if feet]


def clear_from(t0: float, from_s: float = 0.0) -> Callable[[float], list[Oval]]:
    """A foot that is there `from_s` on, and clearly one from `t0` on; it moves a little."""
    return lambda t: [Oval(160 + 5 * np.sin(4 * t), 120, LENGTH, "left" if t >= t0 else "right")] if t >= from_s else []


def test_a_foot_that_is_found_late_is_followed_from_when_it_came_into_the_picture(watch: Watch) -> None:
    recording, opened = watch(clear_from(2.5, from_s=1.0))
    assert opened == 2
    assert 1.0 <= told_s(recording)[0] <= 1.0 + watching.FOUND_S
    assert len(told_s(recording)) > 0.95 * (SECONDS - told_s(recording)[0]) * HZ


def test_a_foot_that_came_into_the_picture_late_was_nowhere_before(watch: Watch) -> None:
    recording, opened = watch(clear_from(2.0, from_s=2.0))
    assert opened == 2
    assert told_s(recording)[0] >= 2.0


def goes_by(t: float) -> list[Oval]:
    """Something that looks like a foot for two seconds of eight."""
    return clear_from(3.0)(t) if t < 5.0 else []


@pytest.mark.parametrize("at", [clear_from(0.0), lambda t: [], goes_by], ids=["found at once", "none", "goes by"])
def test_what_is_found_at_once_or_never_or_goes_by_is_watched_once(watch: Watch, at: Callable[[float], list[Oval]]) -> None:
    assert watch(at)[1] == 1
