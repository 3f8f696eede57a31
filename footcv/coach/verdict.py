"""Which repetitions count, and what a set comes to.

Without a prescription only what stands without one can be faulted: a rep on a side that was not asked for, and one far smaller than the person's own others.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Any

from footcv.analysis import Analysis
from footcv.counting.rep import Rep
from footcv.programs.prescription import Prescription

# Holds and rests are measured to 0.1 to 0.2 s: nobody is faulted for what may be the camera's error.
TOLERANCE_S = 0.25
TOLERANCE_SHARE = 0.05

# The contract drops movements under 0.4 of the typical excursion; those between the two are reps, but shallow ones.
SHALLOW_SHARE = 0.6

# Of two reps nobody can say which is the typical one.
_LEAST_REPS_FOR_TYPICAL = 3

# How many repetitions, and how many seconds they took.
Amount = tuple[int, float]


def judge(reps: Sequence[Rep], prescription: Prescription | None, side: str) -> tuple[Rep, ...]:
    """Return `reps`, in time order, with `counted` and `faults` set.

    `side` is the side asked for, or `auto`; one asked for outranks those of the prescription. A rep of a side not asked for is faulted also
    where it holds the asked foot: `both` is not `left`. The order of sides and directions is free, and a turn whose direction the view cannot
    tell is never faulted for it. Nor is a hold or a rest longer than prescribed.
    """
    typical = _typical_peaks(reps)
    judged = []
    for rep, rest_s in zip(reps, rests_before_s(reps), strict=True):
        faults = tuple(_faults(rep, rest_s, typical.get((rep.side, rep.peak_unit)), prescription, side))
        judged.append(replace(rep, counted=not faults, faults=faults))
    return tuple(judged)


def rests_before_s(reps: Sequence[Rep]) -> tuple[float | None, ...]:
    """Return for each rep the seconds since the one before it ended, on whichever side: at least 0, None for the first."""
    rests: list[float | None] = [max(0.0, rep.start_s - before.end_s) for before, rep in pairwise(reps)]
    return (None, *rests) if reps else ()


def summary(analysis: Analysis, prescription: Prescription | None) -> dict[str, Any]:
    """Return the contract's `summary` of judged reps. `by_side` holds the counted ones; `completed` is None without a prescription that says how many."""
    counted = [rep for rep in analysis.reps if rep.counted]
    return {
        "reps": len(analysis.reps),
        "counted": len(counted),
        "by_side": dict(Counter(rep.side for rep in counted)),
        "prescribed": None
        if prescription is None
        else {"reps": prescription.reps, "hold_s": _plain(prescription.hold_s), "rest_s": _plain(prescription.rest_s)},
        "completed": None if prescription is None else completed(counted, prescription),
    }


def completed(counted: Sequence[Rep], prescription: Prescription) -> float | None:
    """Return the share done, in [0, 1] with 3 decimals, of what the prescription asks: `share_done` of counted reps."""
    done: dict[tuple[str, str | None], Amount] = {}
    for rep in counted:
        number, seconds = done.get((rep.side, rep.direction), (0, 0.0))
        done[rep.side, rep.direction] = number + 1, seconds + rep.end_s - rep.start_s
    share = share_done(done, prescription)
    return None if share is None else round(share, 3)


def share_done(done: Mapping[tuple[str, str | None], Amount], prescription: Prescription) -> float | None:
    """Return the share done, in [0, 1], of what the prescription asks on all its sides and in all its directions together.

    `done` holds what counted by side and direction. More than asked on one side does not make up for another. None where the prescription says neither reps
    nor seconds.
    """
    if prescription.reps is None and prescription.seconds is None:
        return None
    if not prescription.sides:
        return _share_of_side(done, prescription)
    shares = [_share_of_side({key: amount for key, amount in done.items() if key[0] == side}, prescription) for side in prescription.sides]
    return sum(shares) / len(shares)


def dose_done(reps: Sequence[Rep], prescription: Prescription) -> float:
    """Return how much of one side's and one direction's dose `reps` are: 1 is all of it, by their number or by their seconds, whichever is more."""
    return _dose_done([(len(reps), seconds_done(reps))], prescription)


def seconds_done(reps: Sequence[Rep]) -> float:
    """Return how long `reps` took together, without what lies between them."""
    return sum(rep.end_s - rep.start_s for rep in reps)


def _faults(rep: Rep, rest_s: float | None, typical_peak: float | None, prescription: Prescription | None, side: str) -> Iterable[str]:
    if prescription is not None and _is_short(rep.hold_s, prescription.hold_s):
        yield "short-hold"
    if typical_peak is not None and rep.peak < SHALLOW_SHARE * typical_peak:
        yield "shallow"
    asked = (side,) if side != "auto" else prescription.sides if prescription is not None else ()
    if asked and rep.side not in asked:
        yield "wrong-side"
    if prescription is not None and prescription.directions and rep.direction is not None and rep.direction not in prescription.directions:
        yield "wrong-direction"
    if prescription is not None and _is_short(rest_s, prescription.rest_s):
        yield "short-rest"


def _is_short(done_s: float | None, asked_s: float | None) -> bool:
    return done_s is not None and asked_s is not None and done_s < asked_s - max(TOLERANCE_S, TOLERANCE_SHARE * asked_s)


def _typical_peaks(reps: Sequence[Rep]) -> dict[tuple[str, str], float]:
    """Return the median peak of each side, and of each unit: a view that changes midway may change the unit."""
    peaks: dict[tuple[str, str], list[float]] = {}
    for rep in reps:
        peaks.setdefault((rep.side, rep.peak_unit), []).append(rep.peak)
    return {key: median(values) for key, values in peaks.items() if len(values) >= _LEAST_REPS_FOR_TYPICAL}


def _share_of_side(done: Mapping[tuple[str, str | None], Amount], prescription: Prescription) -> float:
    def dose(*directions: str | None) -> float:
        return _dose_done([amount for (_, way), amount in done.items() if not directions or way in directions], prescription)

    if not prescription.directions:
        return min(1.0, dose())
    share = sum(min(1.0, dose(way)) for way in prescription.directions)
    # Turns of unknown direction fill what is missing, wherever that is.
    share += dose(None)
    return min(1.0, share / len(prescription.directions))


def _dose_done(amounts: Sequence[Amount], prescription: Prescription) -> float:
    by_reps = sum(number for number, _ in amounts) / prescription.reps if prescription.reps else 0.0
    by_time = sum(seconds for _, seconds in amounts) / prescription.seconds if prescription.seconds else 0.0
    return max(by_reps, by_time)


def _plain(value: float | None) -> float | None:
    """Return 20 for 20.0, as the program says it."""
    return int(value) if value is not None and float(value).is_integer() else value
