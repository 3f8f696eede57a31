"""What an exercise is: the words people read about it, and the settings by which it is measured."""

from dataclasses import dataclass
from typing import Literal

from footcv.counting.pulse_settings import PulseSettings

Posture = Literal["standing", "seated", "lying"]
Measure = Literal["plantar flexion", "dorsiflexion", "heel height", "foot path", "toe curl", "foot lift"]


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise.

    The texts are for the person who does it; `seen` says what of the picture decides. `sides` are the sides that may be asked for; `measure` is the signal it
    is counted by, None where footcv cannot see it yet; `pulses` says when that signal is a repetition, None for turns; `on_the_spot` asks the feet to stay
    where they are, and `median_s` is the window that takes steps and tremor out of heel heights. On a foot shorter than `smallest_foot_px` in the picture
    nothing is counted. `pose_hz` and `feet_hz` are how often a second the body in a recording is looked for while it stays on the spot, and the feet that
    it leads to are read: the least that keeps counts and holds, as benchmarks/rates.py measures it.
    """

    id: str
    name: str
    rep: str
    position: str
    equipment: str
    camera: str
    measured: str
    seen: str
    posture: Posture
    sides: tuple[str, ...]
    pose_hz: float
    feet_hz: float
    measure: Measure | None = None
    pulses: PulseSettings | None = None
    median_s: float = 0.0
    on_the_spot: bool = False
    smallest_foot_px: float = 0.0

    @property
    def analysable(self) -> bool:
        """Whether footcv can count it in a video."""
        return self.measure is not None

    @property
    def in_turns(self) -> bool:
        """Whether it is done in turns, which have no hold and no range, and not in repetitions."""
        return self.measure == "foot path"
