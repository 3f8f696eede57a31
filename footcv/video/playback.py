"""A recording played as a camera would give it: each frame when its time has come; but none is left out for somebody who is late."""

from collections.abc import Generator
from types import TracebackType
from typing import Self

from footcv.session_clock import SessionClock
from footcv.video.frame import Frame
from footcv.video.source import Source


class Playback:
    """The frames of `source` by its own times, from the session clock's zero on; `ended` once the last has been given. A context manager."""

    def __init__(self, source: Source, clock: SessionClock) -> None:
        self._clock = clock
        # Known once it has ended.
        self.warnings = source.warnings
        self._frames: Generator[Frame] = source.frames()
        self._following = next(self._frames, None)
        self.ended = self._following is None

    def next(self, timeout_s: float) -> Frame | None:
        if self._following is None:
            return None
        early_s = self._following.t - self._clock.now()
        self._clock.sleep(min(early_s, timeout_s))
        if early_s > timeout_s:
            return None
        frame, self._following = self._following, next(self._frames, None)
        self.ended = self._following is None
        return frame

    def lost_s(self) -> float | None:
        """A file is never lost: where it breaks off, it ends."""
        return None

    def is_slow(self) -> bool:
        """A file is as it was filmed."""
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._frames.close()
