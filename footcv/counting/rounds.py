"""Turns of the foot about the ankle where it is known how far it has gone round. Samples in, turns out."""

from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from footcv.counting.rests import lasting, samples_in
from footcv.counting.turns import Turn, no_single
from footcv.stretches import stretches

Array = NDArray[np.float64]
# The first sample of a stretch, and its last.
Run = tuple[int, int]

# A foot that comes back by this much of a turn has changed its sense.
BACK = 0.25
# One that goes no further than it wanders at rest, by this much of a turn, for so long pauses. It was misread, and turns on, where it then goes the same way
# sooner than this; and where it was not seen for so long it may have done anything.
WANDER, PAUSE_S, GOES_ON_S = 0.05, 0.6, 1.0
# Less of a turn than this is none. What is lost where a run begins and ends at rest makes turns that are whole up to so much short.
LEAST = 0.7
SHORT = 0.45
# A foot that pumps may seem to go round less than so far, to and fro.
ONCE = 1.5
# Beside a run, with no rest between, the foot goes this much of a turn elsewhere at most, and within it the run is most of all that the foot has gone: more is
# landmarks that tremble.
ASIDE, COHERENT = 0.2, 0.9
# The turns of a run take like times, but for this share (standard deviation), or are whole but for what is lost at rest, down to so much less and up to so much
# more: where neither is so, part of one was not seen. On rendered feet runs of which a turn was missed were over by 0.23 and more or short by 0.35, and off in
# time by 0.09 and more. What is over by more than the last of these may be another turn.
UNEVEN = 0.08
WHOLE, OVER = (-0.3, 0.2), 0.4


def count_rounds(t: Array, gone_round: Array) -> list[Turn]:
    """The turns of a foot that at `t` (N,) s has gone round `gone_round` (N,) times so far, clockwise positive; none where it wanders rather than turns, or
    part of a turn was not seen."""
    runs = _whole_runs(t, gone_round)
    if sum(abs(_gone(gone_round, run)) for run in runs) < COHERENT * sum(float(np.abs(np.diff(gone_round[first : last + 1])).sum()) for first, last in runs):
        return []
    turns: list[Turn] = []
    for first, last in runs:
        gone = gone_round[first : last + 1] - gone_round[first]
        sense = 1 if gone[-1] > 0 else -1
        count = max(1, int(abs(gone[-1]) + SHORT))
        forth = np.maximum.accumulate(sense * gone)
        edges = np.interp(np.linspace(0.0, forth[-1], count + 1), forth + 1e-9 * np.arange(len(forth)), t[first : last + 1])
        times_s, over = np.diff(edges), forth[-1] - count
        if over > OVER or (times_s.std() > UNEVEN * times_s.mean() and not WHOLE[0] <= over <= WHOLE[1]):
            return []
        turns += [Turn(float(start), float(end), None, sense) for start, end in pairwise(edges)]
    return no_single(t, turns)


def _gone(gone_round: Array, run: Run) -> float:
    return float(gone_round[run[1]] - gone_round[run[0]])


def _whole_runs(t: Array, gone_round: Array) -> list[Run]:
    """Each stretch in which the foot goes round one way; none where it also goes elsewhere, but for turns or less to and fro between two rests."""
    runs: list[Run] = []
    out = 0.0
    for stretch in _between_rests(t, gone_round):
        ways = [(way, _gone(gone_round, way)) for way in _one_way(gone_round, stretch)]
        pumps = len(ways) > 1 and all(abs(gone) < ONCE for _, gone in ways)
        whole = [way for way, gone in ways if abs(gone) >= LEAST and not pumps]
        if whole and (abs(out) > BACK or any(ASIDE < abs(gone) < LEAST for _, gone in ways)):
            return []
        out = 0.0 if whole else out + _gone(gone_round, stretch)
        runs += whole
    return runs if abs(out) <= BACK else []


def _between_rests(t: Array, gone_round: Array) -> list[Run]:
    """Each stretch without a pause; where the foot goes on the same way soon after one it is the same stretch."""
    moving = ~_rests(t, gone_round)
    moving[1:][np.diff(t) > GOES_ON_S] = False
    found: list[Run] = []
    for start, stop in stretches(moving):
        part = max(start - 1, 0), min(stop, len(t) - 1)
        if found and t[part[0]] - t[found[-1][1]] < GOES_ON_S and _go_one_way(_gone(gone_round, found[-1]), _gone(gone_round, part)):
            found[-1] = found[-1][0], part[1]
        else:
            found.append(part)
    return found


def _go_one_way(before: float, after: float) -> bool:
    return before * after > 0 and min(abs(before), abs(after)) > BACK


def _rests(t: Array, gone_round: Array) -> NDArray[np.bool_]:
    """(N,) whether the foot goes round no further for a while, but for what it wanders."""
    width = samples_in(t, PAUSE_S)
    return lasting(np.ptp(sliding_window_view(gone_round, width), axis=1) < WANDER, width) if len(t) >= width else np.zeros(len(t), bool)


def _one_way(gone_round: Array, stretch: Run) -> list[Run]:
    """A stretch without a pause, parted where the foot has changed its sense."""
    found = []
    start = furthest = stretch[0]
    for i in range(stretch[0] + 1, stretch[1] + 1):
        sense = np.sign(gone_round[furthest] - gone_round[start])
        ahead = (gone_round[i] - gone_round[furthest]) * (sense or np.sign(gone_round[i] - gone_round[start]))
        if ahead > 0:
            furthest = i
        elif ahead < -BACK:
            found.append((start, furthest))
            start, furthest = furthest, i
    return [*found, (start, furthest)]
