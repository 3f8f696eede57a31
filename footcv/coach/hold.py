"""The hold in progress: when it begins, how long it has lasted, when it is long enough."""

from collections.abc import Iterator
from typing import Literal

from footcv.counting.level import Level

HoldMoment = Literal["begun", "ten-left", "second", "enough", "longest"]

# A hold that is seen for this long is one; a signal that dips for less than this has not left it.
_BEGUN_S = 0.2
_GAP_S = 0.7
# The last seconds are counted down, as long as a breath stays between "hold" and the first of them.
_COUNTED_DOWN_S = 3
_BREATH_S = 2


class HoldWatch:
    """Follows one hold after another; `asked_s` and `most_s` are what is asked of each, None where nothing is.

    A hold that began before it could count is followed in silence.
    """

    def __init__(self, asked_s: float | None, most_s: float | None) -> None:
        self._asked_s, self._most_s = asked_s, most_s
        # When anybody was last seen to hold.
        self.seen_s = float("-inf")
        self.reset()

    def reset(self) -> None:
        """There is no hold now."""
        self.since_s: float | None = None
        self._said: set[tuple[HoldMoment, int]] = set()

    def held_s(self, now_s: float) -> float:
        """How long the hold in progress has lasted, 0 outside one."""
        return 0.0 if self.since_s is None else max(0.0, now_s - self.since_s)

    @property
    def enough(self) -> bool:
        """Whether the person has been told that it is enough."""
        return any(moment in ("enough", "longest") for moment, _ in self._said)

    def update(self, level: Level | None, now_s: float, counts_from_s: float) -> tuple[HoldMoment, int] | None:
        """Return the newest moment that has come since the last update, with the whole seconds that are left of what is asked; None where none has."""
        if level is not None and level.hold_s > 0:
            if self.since_s is None:
                self.since_s = now_s - level.hold_s
            self.seen_s = now_s
        elif self.since_s is not None and now_s - self.seen_s > _GAP_S:
            self.reset()
        if self.since_s is None or self.held_s(now_s) < _BEGUN_S or self.since_s < counts_from_s - _BEGUN_S:
            return None
        come = [moment for moment in self._moments(self.held_s(now_s)) if moment not in self._said]
        self._said.update(come)
        return come[-1] if come else None

    def _moments(self, held_s: float) -> Iterator[tuple[HoldMoment, int]]:
        """All moments up to now, in their order."""
        yield "begun", 0
        asked_s = self._asked_s
        if asked_s is None:
            return
        if held_s >= asked_s - 10 and asked_s >= 15:
            yield "ten-left", 10
        for left in range(_COUNTED_DOWN_S, 0, -1):
            if asked_s - left >= _BREATH_S and held_s >= asked_s - left:
                yield "second", left
        if held_s >= asked_s:
            yield "enough", 0
        if self._most_s is not None and held_s >= self._most_s:
            yield "longest", 0
