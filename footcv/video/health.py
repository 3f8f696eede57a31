"""Whether a camera gives what a camera should: pictures, new ones, and enough of them. Pure: times in, a verdict out."""

from collections import deque

# A camera gives ten pictures a second at least; one that says nothing, or always the same, for so long is lost.
SILENT_S = 1.5
# One that was lost is back with so many new pictures: the first may be what was left in a buffer.
BACK_AFTER = 5
# A rate is that of the last moments.
RATE_WINDOW_S = 1.5
# Fewer pictures than this show a quick circle, of one second, too coarsely; webcams go below it in the dark.
SLOW_FPS = 10.0


class Health:
    """What the times of its pictures tell of a camera. Holds no clock: every method is told the time, s."""

    def __init__(self, now_s: float) -> None:
        self._recent: deque[float] = deque()
        self._new_s = now_s
        self._since_s: float | None = None
        self._failed = False
        self._fresh = BACK_AFTER

    def saw(self, t: float, *, repeated: bool = False) -> None:
        """A picture came at `t`; `repeated` where it is the same as the one before, to the last bit: no lens ever sees that."""
        self._since_s = t if self._since_s is None else self._since_s
        if not repeated:
            self._fresh = 1 if self._failed or t - self._new_s > SILENT_S else self._fresh + 1
            self._new_s, self._failed = t, False
            self._recent.append(t)

    def failed(self) -> None:
        """It said that it has no more pictures, or cannot be opened."""
        self._failed = True
        self._since_s = None

    def is_lost(self, now_s: float) -> bool:
        """Whether it has failed, or nothing new has come for `SILENT_S`, and since then not enough."""
        return self._failed or now_s - self._new_s > SILENT_S or self._fresh < BACK_AFTER

    def lost_s(self, now_s: float) -> float | None:
        """For how long nothing new has come from a camera that is lost, None where it is not."""
        return now_s - self._new_s if self.is_lost(now_s) else None

    def fps(self, now_s: float) -> float | None:
        """New pictures a second in the last `RATE_WINDOW_S`, None where it has not given any for so long."""
        while self._recent and self._recent[0] <= now_s - RATE_WINDOW_S:
            self._recent.popleft()
        if self._since_s is None or now_s - self._since_s < RATE_WINDOW_S:
            return None
        return len(self._recent) / RATE_WINDOW_S

    def is_slow(self, now_s: float) -> bool:
        fps = self.fps(now_s)
        return fps is not None and fps < SLOW_FPS and not self.is_lost(now_s)
