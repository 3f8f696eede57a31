"""Where a signal is now, for somebody who watches it while moving."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """The signal of `side` at `t` s: `share` of the set's own range (0 at rest, 1 full, beyond too), and how long a hold has been going on, 0 outside one.

    `warnings` are what the person should know of how well it is seen.
    """

    t: float
    side: str
    share: float
    hold_s: float
    warnings: tuple[str, ...] = ()
