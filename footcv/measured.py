"""What a measure finds: repetitions and what belongs to them."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from footcv.counting.edges import sharpened
from footcv.counting.pulses import Pulse, count_pulses
from footcv.counting.rep import Rep
from footcv.exercises.exercise import Exercise
from footcv.signals.circles import FootPath
from footcv.signals.signal import Signal
from footcv.signals.trace import Trace, traces_of

# The contract's: what goes less far, as a share of the session's typical excursion, was broken off.
ABORTED = 0.4


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


def pulse_reps(signal: Signal, exercise: Exercise, refuse: Callable[[Pulse], str | None] = lambda _: None) -> tuple[list[Rep], list[dict[str, Any]]]:
    """The repetitions of a signal, each marked at its own edges, and what was rejected; `refuse` tells of a pulse why it is none."""
    assert exercise.pulses is not None
    reps: list[Rep] = []
    rejected: list[dict[str, Any]] = []

    def reject(movement: Pulse | Rep, reason: str) -> None:
        rejected.append({"side": signal.side, "start_s": movement.start_s, "end_s": movement.end_s, "reason": reason})

    for pulse in count_pulses(signal.t, signal.value, signal.rest, signal.full, exercise.pulses):
        if reason := pulse.reason or refuse(pulse):
            reject(pulse, reason)
            continue
        edged = sharpened(signal.t, signal.value, pulse, exercise.median_s)
        # What is evened out has edges that are only as sharp as that.
        lasted, shortest = edged.end_s - edged.start_s, exercise.pulses.shortest_s - exercise.median_s
        if lasted < shortest:
            reject(pulse, f"between its edges {lasted:.2f} s, shorter than {shortest:.2f} s")
        else:
            reps.append(_rep_of(signal, edged))
    typical = median(rep.peak for rep in reps) if reps else 0.0
    for rep in reps:
        if rep.peak < ABORTED * typical:
            reject(rep, f"excursion {rep.peak:.3g} is under {ABORTED} of the typical {typical:.3g}")
    return [rep for rep in reps if rep.peak >= ABORTED * typical], rejected


def _rep_of(signal: Signal, pulse: Pulse) -> Rep:
    """The repetition that a pulse of a signal is."""
    return Rep(0, signal.side, None, pulse.start_s, pulse.hold_start_s, pulse.hold_end_s, pulse.end_s, pulse.peak, signal.unit, signal.confidence)
