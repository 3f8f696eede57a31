"""What stands in for a camera, for time and for the networks where a live session is measured."""

import gc
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from footcv.session.watcher import Sight, Watcher
from footcv.video.frame import Frame
from footcv.video.source import Source, open_source

WIDTH, HEIGHT, FPS = 1280, 720, 30


class CountingWatcher(Watcher):
    """Counts what it has seen, by the times of the frames."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.offered_s: list[float] = []
        self.seen_s: list[float] = []

    def offer(self, frame: Frame) -> None:
        self.offered_s.append(frame.t)
        super().offer(frame)

    def sights(self) -> list[Sight]:
        sights = super().sights()
        self.seen_s += [sight.frame.t for sight in sights]
        return sights


class Remembering(Watcher):
    """Sees a clip of so many frames once, and then the same in it again: all but the networks goes on as ever."""

    def __init__(self, model: str, frames: int) -> None:
        super().__init__(model, at_once=True)
        self._first: list[Sight] = []
        self._frames, self._next = frames, 0

    def offer(self, frame: Frame) -> None:
        if len(self._first) < self._frames:
            super().offer(frame)
            # Without its picture, which would take more than all the rest; and a copy, so that what it takes is there from the first minute on.
            self._first += [deepcopy(replace(sight, frame=Frame(sight.frame.t, NOTHING))) for sight in self._sights]
            return
        seen = self._first[self._next % self._frames]
        self._next += 1
        late_s = frame.t - seen.frame.t
        # Made anew, as the networks make it.
        self._sights.append(replace(deepcopy(later(seen, late_s)), frame=frame))


NOTHING = np.zeros((1, 1, 3), np.uint8)


def later(sight: Sight, by_s: float) -> Sight:
    return replace(
        sight,
        pose=sight.pose and replace(sight.pose, t=sight.pose.t + by_s),
        feet=[replace(foot, t=foot.t + by_s) for foot in sight.feet],
        patches=[replace(patch, t=patch.t + by_s) for patch in sight.patches],
    )


class Stepped:
    """Time that passes only when somebody sleeps."""

    s = 0.0

    def sleep(self, seconds: float) -> None:
        self.s += seconds


class Webcam:
    """A camera that gives the frames of a clip in 1280 x 720 px, coded as JPEG like those of a webcam, 30 a second, to and fro for ever."""

    path, fps, duration_s, broken_at_s, width, height = "camera 0", float(FPS), None, None, WIDTH, HEIGHT

    def __init__(self, clip: Path, seconds: float = 20.0) -> None:
        self.warnings: list[str] = []
        self.given = 0
        with open_source(clip) as source:
            self._coded = [cv2.imencode(".jpg", _wide(frame.image))[1] for frame in source.frames() if frame.t < seconds]

    def frames(self) -> Generator[Frame]:
        there = list(range(len(self._coded)))
        order = there + there[-2:0:-1]
        begun_s = time.monotonic()
        for number in count():
            time.sleep(max(0.0, begun_s + number / FPS - time.monotonic()))
            self.given += 1
            yield Frame(time.monotonic() - begun_s, np.asarray(cv2.imdecode(self._coded[order[number % len(order)]], cv2.IMREAD_COLOR), np.uint8))

    @contextmanager
    def open(self) -> Iterator[Source]:
        yield self  # type: ignore[misc]

    def close(self) -> None:
        """It is nothing but memory."""


class Loop:
    """A recording that begins anew whenever it ends, for `seconds`; its times go on."""

    def __init__(self, clip: Path, seconds: float) -> None:
        self._clip, self._seconds = clip, seconds
        self.warnings: list[str] = []

    def frames(self) -> Generator[Frame]:
        offset_s = last_s = 0.0
        while True:
            with open_source(self._clip) as source:
                for frame in source.frames():
                    last_s = offset_s + frame.t
                    if last_s >= self._seconds:
                        return
                    yield Frame(last_s, frame.image)
            offset_s = last_s + 1 / FPS
            # PyAV's first picture of a file and what is asked of it hold one another; no camera begins anew twice a minute.
            gc.collect()


def _wide(image: np.ndarray) -> np.ndarray:
    """The picture as large as it fits into 1280 x 720, on grey."""
    scale = min(WIDTH / image.shape[1], HEIGHT / image.shape[0])
    inner = cv2.resize(image, (round(scale * image.shape[1]), round(scale * image.shape[0])))
    canvas = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    left = (WIDTH - inner.shape[1]) // 2
    canvas[: inner.shape[0], left : left + inner.shape[1]] = inner
    return canvas
