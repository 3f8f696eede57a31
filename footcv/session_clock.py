"""The clock of a live session: seconds that only go forward, in which a machine that slept has not lived through an hour."""

import threading
import time
from collections.abc import Callable

# Whoever asks for the time does so many times a second. A longer step than this is no step of theirs: the machine slept, or the program was halted. It is
# more than the jump by which the coach knows that, and pauses (footcv.coach.coach.JUMP_S).
LONGEST_STEP_S = 6.0


class SessionClock:
    """Seconds since `restart`. `raw` (s, monotonic, going on while the machine sleeps) and `sleep` may be given by tests, which let time pass as they like.

    A step of more than `LONGEST_STEP_S` passes as that long. May be asked from several threads.
    """

    def __init__(self, raw: Callable[[], float] | None = None, sleep: Callable[[float], None] = time.sleep) -> None:
        self._raw = raw or _machine_s
        self._sleep = sleep
        self._lock = threading.Lock()
        self.restart()

    def restart(self) -> None:
        """Begin at zero again."""
        with self._lock:
            self._last_raw_s, self._now_s = self._raw(), 0.0

    def now(self) -> float:
        with self._lock:
            raw_s = self._raw()
            step_s = raw_s - self._last_raw_s
            self._last_raw_s = raw_s
            self._now_s += min(max(step_s, 0.0), LONGEST_STEP_S)
            return self._now_s

    def sleep(self, seconds: float) -> None:
        if seconds > 0:
            self._sleep(seconds)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Whether `event` is set within so many seconds."""
        return event.wait(seconds)


def _machine_s() -> float:
    """Seconds since some start, those included in which the machine slept.

    Python's monotonic clock leaves them out on Linux and macOS; Linux counts them in its boot time, macOS in what its clock_gettime calls monotonic.
    """
    clock = getattr(time, "CLOCK_BOOTTIME", None) or getattr(time, "CLOCK_MONOTONIC", None)
    return time.clock_gettime(clock) if clock is not None else time.monotonic()
