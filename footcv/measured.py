"""What a measure finds: repetitions and what belongs to them."""

from dataclasses import dataclass
from typing import Any

from footcv.counting.pulses import Pulse
from footcv.counting.rep import Rep
from footcv.signals.circles import FootPath
from footcv.signals.signal import Signal
from footcv.signals.trace import Trace, traces_of


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


def rep_of(signal: Signal, pulse: Pulse) -> Rep:
    """The repetition that a pulse of a signal is."""
    return Rep(0, signal.side, None, pulse.start_s, pulse.hold_start_s, pulse.hold_end_s, pulse.end_s, pulse.peak, signal.unit, signal.confidence)
