"""Where a signal is now, while a set is under way."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """The signal at time `t` (s, the session's clock) on one of the person's sides (left, right or both).

    `share` is 0 at rest and 1 at the set's own full range; it may go beyond either. `hold_s` is how long the hold now in progress has lasted, 0 outside a hold.
    `warnings` are what the person should know, in plain English.
    """

    t: float
    side: str
    share: float
    hold_s: float
    warnings: tuple[str, ...] = ()
