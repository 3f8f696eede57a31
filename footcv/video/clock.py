"""The source's clock: a container's timestamps, which may be missing, repeated or turned back, as seconds that only go forward."""

# A step back longer than this is a new start of the clock (joined recordings); a shorter one is disorder.
RESTART_S = 1.0
# So is a longer step forward: no camera waits so long between two pictures, and damaged files claim years.
JUMP_S = 60.0
# So many repeats in a row are no repeats: the clock stands still.
STUCK_AFTER = 8
# Two times nearer than this are one: the difference is rounding.
SAME_S = 1e-6


class Clock:
    """Turns raw timestamps into strictly increasing seconds since the first picture.

    `interval_s` is the nominal time between two pictures; it stands in where the container gives no time. `jumps` are the times at which the container's
    clock was found to have started anew.
    """

    def __init__(self, interval_s: float) -> None:
        self.interval_s = interval_s
        self.last_s: float | None = None
        self.jumps: list[float] = []
        self._offset_s: float | None = None
        self._repeats = 0

    def tick(self, raw_s: float | None) -> float | None:
        """The time of the next picture, or None where it is to be dropped because its time is already past."""
        if raw_s is None or self._offset_s is None or self.last_s is None:
            return self._step(raw_s)
        t = raw_s + self._offset_s
        if not -RESTART_S <= t - self.last_s <= JUMP_S:
            self._repeats = 0
            t = self._step(raw_s)
            self.jumps.append(t)
            return t
        if t > self.last_s + SAME_S:
            self._repeats = 0
            self.last_s = t
            return t
        self._repeats += 1
        return self._step(raw_s) if self._repeats > STUCK_AFTER else None

    def _step(self, raw_s: float | None) -> float:
        """Start at zero or go on by one nominal interval; later timestamps count from there."""
        self.last_s = 0.0 if self.last_s is None else self.last_s + self.interval_s
        if raw_s is not None:
            self._offset_s = self.last_s - raw_s
        return self.last_s
