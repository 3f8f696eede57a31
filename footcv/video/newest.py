"""A camera as a live session wants it: only its newest frame, at once, and the plain word when it is lost. It is read in a thread of its own."""

import math
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from footcv.session_clock import SessionClock
from footcv.video.frame import Frame
from footcv.video.health import Health
from footcv.video.source import Source

OpenSource = Callable[[], AbstractContextManager[Source]]

# A lost camera is asked for again this often, s.
RETRY_S = 1.0
# A read that hangs for so long is left to itself, and the camera opened anew. Streams, and the drivers under Linux, give up by themselves after ten.
HUNG_S = 12.0
# A source whose own times are further than this from those of arrival has a clock of another kind, or the machine slept.
DRIFT_S = 1.0
# Times rise.
LEAST_STEP_S = 1e-3
# No thread is waited for longer when the session ends: one that hangs in a driver ends with the program.
JOIN_S = 1.0


class Camera(Protocol):
    """What a live session asks of where its frames come from: `Newest` for a camera, `Playback` for a recording. Times are those of the session's clock, s."""

    ended: bool

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...

    def next(self, timeout_s: float) -> Frame | None:
        """The newest frame, if one came since the last call or within `timeout_s`."""

    def lost_s(self) -> float | None:
        """For how long the camera has been lost, None where it is not."""

    def is_slow(self) -> bool:
        """Whether it gives too few pictures a second."""


class Newest:
    """The newest frame of the camera that `open_camera` opens; lost, it is opened again and again, and its frames keep the size of the first one.

    It is opened first on entering, which raises SourceError where there is none, and read from the first call of `next` on.
    """

    ended = False
    # What goes wrong with a camera is told while it does.
    warnings: Sequence[str] = ()

    def __init__(self, open_camera: OpenSource, clock: SessionClock) -> None:
        self._open = open_camera
        self._clock = clock
        self._lock = threading.Lock()
        self._came = threading.Event()
        self._newest: Frame | None = None
        self._last: NDArray[np.uint8] | None = None
        self._size: tuple[int, int] | None = None
        self._opened = ExitStack()
        self._first: Source | None = None
        self._health = Health(0.0)
        self._left, self._done = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._renewed_s = 0.0

    def next(self, timeout_s: float) -> Frame | None:
        if self._thread is None:
            self._health = Health(self._clock.now())
            self._start(self._first, self._opened.pop_all())
        self._renew()
        self._clock.wait(self._came, timeout_s)
        with self._lock:
            self._came.clear()
            frame, self._newest = self._newest, None
            return frame

    def lost_s(self) -> float | None:
        now_s = self._clock.now()
        with self._lock:
            return self._health.lost_s(now_s)

    def is_slow(self) -> bool:
        now_s = self._clock.now()
        with self._lock:
            return self._health.is_slow(now_s)

    def fps(self) -> float | None:
        now_s = self._clock.now()
        with self._lock:
            return self._health.fps(now_s)

    def __enter__(self) -> Self:
        self._first = self._opened.enter_context(self._open())
        self._size = self._first.width, self._first.height
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._left.set()
        if self._thread is not None:
            self._clock.wait(self._done, JOIN_S)
        self._opened.close()

    def _start(self, source: Source | None = None, opened: ExitStack | None = None) -> None:
        self._left, self._done = threading.Event(), threading.Event()
        self._renewed_s = self._clock.now()
        self._thread = threading.Thread(target=self._read, args=(self._left, self._done, source, opened), name="footcv-camera", daemon=True)
        self._thread.start()

    def _renew(self) -> None:
        """Leave a thread that hangs in a read to itself, and read in a new one."""
        now_s = self._clock.now()
        lost_s = self.lost_s()
        if lost_s is not None and lost_s > HUNG_S and now_s - self._renewed_s > HUNG_S:
            self._left.set()
            self._start()

    def _read(self, left: threading.Event, done: threading.Event, source: Source | None, opened: ExitStack | None) -> None:
        """Take frames until `left`, and say when it is `done`; what fails is tried again after a while."""
        while not left.is_set():
            try:
                with opened or ExitStack() as stack:
                    opened = None
                    source = source or stack.enter_context(self._open())
                    self._take_all(source, left)
            # A driver may raise anything; all of it means that there is no picture.
            except Exception:
                pass
            source = None
            if not left.is_set():
                with self._lock:
                    self._health.failed()
                self._clock.wait(left, RETRY_S)
        done.set()

    def _take_all(self, source: Source, left: threading.Event) -> None:
        offset_s, last_s = math.inf, -math.inf
        for frame in source.frames():
            if left.is_set():
                return
            now_s = self._clock.now()
            # The source's own times are evener than those of arrival; the frame that came with the least delay tells how the two clocks lie.
            early_s = now_s - frame.t
            offset_s = early_s if abs(early_s - offset_s) > DRIFT_S else min(offset_s, early_s)
            last_s = max(frame.t + offset_s, last_s + LEAST_STEP_S)
            repeated = self._last is not None and _is_same(self._last, frame.image)
            image = _fitted(frame.image, self._size)
            with self._lock:
                self._health.saw(now_s, repeated=repeated)
                self._last = frame.image
                if not repeated:
                    self._newest = Frame(last_s, image)
                    self._came.set()


def _is_same(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    """Whether two pictures are the same to the last bit. A picture of one colour is that of a covered lens, not of a camera that repeats itself."""
    if one.shape != other.shape or not np.array_equal(one[::16], other[::16]):
        return False
    return bool((other != other[0, 0]).any() and np.array_equal(one, other))


def _fitted(image: NDArray[np.uint8], size: tuple[int, int] | None) -> NDArray[np.uint8]:
    """The picture in `size` (width, height), its proportions kept and the rest black."""
    height, width = image.shape[:2]
    if size is None or (width, height) == size:
        return image
    import cv2

    scale = min(size[0] / width, size[1] / height)
    inner = cv2.resize(image, (max(1, round(scale * width)), max(1, round(scale * height))), interpolation=cv2.INTER_AREA)
    canvas = np.zeros((size[1], size[0], 3), np.uint8)
    top, left = (size[1] - inner.shape[0]) // 2, (size[0] - inner.shape[1]) // 2
    canvas[top : top + inner.shape[0], left : left + inner.shape[1]] = inner
    return canvas
