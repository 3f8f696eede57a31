"""The analysis of one source: what `footcv analyze` found, before it is written anywhere."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from footcv.counting.rep import Rep

if TYPE_CHECKING:
    from footcv.signals.trace import Trace


@dataclass(frozen=True)
class SourceInfo:
    """What a source says of itself. `fps` is the measured mean rate; `frames` and `duration_s` count what was decoded."""

    path: str
    width: int
    height: int
    fps: float
    duration_s: float
    frames: int


@dataclass(frozen=True)
class Analysis:
    """One analysed source. `detected_fraction` is the share of frames in which the exercising feet were measured.

    `traces` are what the repetitions were counted in, none where it is known from its JSON alone.
    """

    source: SourceInfo
    exercise: str
    program: str | None
    model: str
    detected_fraction: float
    reps: tuple[Rep, ...]
    warnings: tuple[str, ...]
    traces: "tuple[Trace, ...]" = field(default=(), repr=False, compare=False)
