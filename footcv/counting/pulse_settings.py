"""How a pulse is told: values alone, so that whoever only names exercises, as the history does, need not load what counts them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PulseSettings:
    """When a movement is a repetition. Levels are shares of the session's range (0 rest, 1 full), times seconds.

    It begins over `up` and is over below `down`, for `settle_s` at least: shorter dips belong to it. `least` and `shortest_s` bound a repetition
    from below, a gap in the signal longer than `gap_s` ends it. Where the top is a plateau under noise (steps), `plateau` takes a high quantile of what lies
    over `up` for the peak in place of the maximum.
    """

    up: float
    down: float
    least: float
    shortest_s: float
    settle_s: float
    gap_s: float = 1.0
    plateau: bool = False
    rest_window_s: float = 0.5
