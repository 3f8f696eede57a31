"""What a measure finds: repetitions and what belongs to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from footcv.counting.edges import sharpened
from footcv.counting.pulses import UNBEGUN, Pulse, begun_unseen, count_pulses
from footcv.counting.rep import ABORTED, Rep
from footcv.exercises.exercise import Exercise
from footcv.signals.circles import FootPath
from footcv.signals.signal import Signal
from footcv.signals.trace import Trace, traces_of

# Where the picture tells how far, a third of the way reads up to this much of it: what is over as soon too, in so much of the usual time, was broken off.
SATURATED, SOON = 0.75, 0.45
# What was under way when a foot was first seen is a repetition beside so many whole ones at least, if it goes as far as they do, but for this factor, and so
# much of their time was seen.
BESIDE, AS_FAR, SEEN_SHARE = 2, 1.33, 0.5


@dataclass(frozen=True)
class Measured:
    """What was measured: repetitions in time order, the signals they were counted in, what was rejected and why, and what the person should know.

    `paths` are those of the feet that circle, empty for all else.
    """

    reps: tuple[Rep, ...]
    signals: tuple[Signal, ...]
    rejected: tuple[dict[str, Any], ...]
    warnings: tuple[str, ...]
    paths: tuple[FootPath, ...] = ()

    @property
    def traces(self) -> tuple[Trace, ...]:
        """The course of all that the repetitions were counted in."""
        return traces_of(self.signals, self.paths)


def pulse_reps(
    signal: Signal, exercise: Exercise, refuse: Callable[[Pulse, Pulse], str | None] = lambda _pulse, _edged: None
) -> tuple[list[Rep], list[dict[str, Any]]]:
    """The repetitions of a signal, each marked at its own edges, and what was rejected; `refuse` says of a pulse, and the same so marked, why it is none."""
    assert exercise.pulses is not None
    reps: list[Rep] = []
    rejected: list[dict[str, Any]] = []

    def reject(movement: Pulse | Rep, reason: str) -> None:
        rejected.append({"side": signal.side, "start_s": movement.start_s, "end_s": movement.end_s, "reason": reason})

    seen = signal.t, signal.value, signal.rest, signal.full, exercise.pulses
    pulses = count_pulses(*seen)
    if pulses and pulses[0].reason == UNBEGUN and (first := begun_unseen(*seen)) is not None and _is_like(first, pulses):
        pulses[0] = first
    for pulse in pulses:
        edged = sharpened(signal.t, signal.value, pulse, exercise.median_s)
        if reason := pulse.reason or refuse(pulse, edged):
            reject(pulse, reason)
            continue
        # What is evened out has edges that are only as sharp as that.
        lasted, shortest = edged.end_s - edged.start_s, exercise.pulses.shortest_s - exercise.median_s
        if lasted < shortest:
            reject(pulse, f"between its edges {lasted:.2f} s, shorter than {shortest:.2f} s")
        else:
            reps.append(_rep_of(signal, edged))
    whole = []
    for rep in reps:
        if reason := _broken_off(rep, reps, signal.source == "picture"):
            reject(rep, reason)
        else:
            whole.append(rep)
    return whole, rejected


def _is_like(first: Pulse, pulses: Sequence[Pulse]) -> bool:
    """Whether a pulse whose beginning was not seen is like the others that are repetitions."""
    whole = [pulse for pulse in pulses if pulse.reason is None]
    if first.reason is not None or len(whole) < BESIDE:
        return False
    far, lasts = median(pulse.peak for pulse in whole), median(pulse.end_s - pulse.start_s for pulse in whole)
    return far / AS_FAR <= first.peak <= far * AS_FAR and first.end_s - first.start_s >= SEEN_SHARE * lasts


def _broken_off(rep: Rep, reps: Sequence[Rep], by_picture: bool) -> str | None:
    """Why a repetition of a set was broken off, None where it was not; `by_picture` is how far it went."""
    far, lasts = median(other.peak for other in reps), median(other.end_s - other.start_s for other in reps)
    if rep.peak < ABORTED * far:
        return f"excursion {rep.peak:.3g} is under {ABORTED} of the typical {far:.3g}"
    if by_picture and rep.peak < SATURATED * far and rep.end_s - rep.start_s < SOON * lasts:
        return f"excursion {rep.peak:.3g} is under {SATURATED} of the typical {far:.3g}, and its time under {SOON} of the typical {lasts:.1f} s"
    return None


def _rep_of(signal: Signal, pulse: Pulse) -> Rep:
    """The repetition that a pulse of a signal is."""
    return Rep(0, signal.side, None, pulse.start_s, pulse.hold_start_s, pulse.hold_end_s, pulse.end_s, pulse.peak, signal.unit, signal.confidence)
