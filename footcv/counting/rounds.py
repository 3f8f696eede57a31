"""Turns of the foot about the ankle where it is known how far it has gone round. Samples in, turns out."""

from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from footcv.counting.turns import Turn, no_single

Array = NDArray[np.float64]

# A foot that comes back by this much of a turn has changed its sense.
BACK = 0.25
# A foot that goes no further for this long pauses.
PAUSE_S = 1.0
# Less of a turn than this is none. What is lost where a run begins and ends at rest makes turns that are whole up to so much short.
LEAST = 0.7
SHORT = 0.45
# The runs are most of all that the foot has gone to and fro: less is landmarks that tremble.
COHERENT = 0.9
# At rest before and after a run a foot wanders by this much of a turn.
WANDER = 0.05
# The turns of a run take like times, but for this share (standard deviation), and are whole but for what is lost at rest, down to so much less and up to so
# much more: where neither is so, part of one was not seen. On rendered feet runs of which a turn was missed were over by 0.23 or short by 0.46, and off in
# time by 0.09 and more; those of which all were found, and the flexion, which is asked then, would tell another number, were one or the other.
UNEVEN = 0.08
WHOLE = (-0.3, 0.2)


def count_rounds(t: Array, gone_round: Array) -> list[Turn]:
    """The turns of a foot that at `t` (N,) s has gone round `gone_round` (N,) times so far, clockwise positive; none where it wanders rather than turns, rests
    within one, or part of a turn was not seen."""
    runs = [run for run in _runs(t, gone_round) if abs(_gone(gone_round, run)) >= LEAST]
    if sum(abs(_gone(gone_round, run)) for run in runs) < COHERENT * float(np.abs(np.diff(gone_round)).sum()):
        return []
    turns: list[Turn] = []
    off: list[float] = []
    over: list[float] = []
    for first, last in runs:
        gone = gone_round[first : last + 1] - gone_round[first]
        sense = 1 if gone[-1] > 0 else -1
        count = max(1, int(abs(gone[-1]) + SHORT))
        forth = np.maximum.accumulate(sense * gone)
        edges = np.interp(np.linspace(WANDER, forth[-1] - WANDER, count + 1), forth + 1e-9 * np.arange(len(forth)), t[first : last + 1])
        turns += [Turn(float(start), float(end), None, sense) for start, end in pairwise(edges)]
        times_s = np.diff(edges)
        off += (times_s / times_s.mean() - 1).tolist()
        over.append(forth[-1] - count)
    partly = bool(turns) and float(np.std(off)) > UNEVEN and not all(WHOLE[0] <= more <= WHOLE[1] for more in over)
    return [] if partly or _rests_within(t, gone_round, turns) else no_single(turns)


def _rests_within(t: Array, gone_round: Array, turns: list[Turn]) -> bool:
    """Whether the foot pauses within one of the turns, but for what it wanders: what is before the pause and after it is not of one turn."""
    width = max(2, round(PAUSE_S / float(np.median(np.diff(t)))))
    if len(t) < width:
        return False
    starts = np.flatnonzero(np.ptp(sliding_window_view(gone_round, width), axis=1) < WANDER)
    return any(bool(((t[starts] >= turn.start_s) & (t[starts + width - 1] <= turn.end_s)).any()) for turn in turns)


def _gone(gone_round: Array, run: tuple[int, int]) -> float:
    return float(gone_round[run[1]] - gone_round[run[0]])


def _runs(t: Array, gone_round: Array) -> list[tuple[int, int]]:
    """First and last sample of each stretch in which the foot goes round one way without a pause."""
    found = []
    start = furthest = 0
    for i in range(1, len(t)):
        sense = np.sign(gone_round[furthest] - gone_round[start])
        ahead = (gone_round[i] - gone_round[furthest]) * (sense or np.sign(gone_round[i] - gone_round[start]))
        if ahead > 0:
            if t[i] - t[furthest] > PAUSE_S and gone_round[furthest] != gone_round[start]:
                found.append((start, furthest))
                start = i - 1
            elif gone_round[furthest] == gone_round[start]:
                start = i - 1
            furthest = i
        elif ahead < -BACK:
            found.append((start, furthest))
            start, furthest = furthest, i
    return [*found, (start, furthest)]
