"""What the log holds: sessions, their repetitions, and what happened besides."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from footcv.counting.rep import Rep
from footcv.programs.prescription import Program

if TYPE_CHECKING:
    from footcv.signals.trace import Kind

How = Literal["done", "stopped", "camera lost"]

# An exercise, and which set of the day.
SetOfDay = tuple[str, int]

# The signal of a set is kept, and shown, with this much before its first repetition and after its last.
MARGIN_S = 2.0


@dataclass(frozen=True)
class LoggedSession:
    """One session. `started_at` is the person's own clock with its offset, and its date the day she lived; `how` is None where the session broke off.

    `program` is what was prescribed then, None where only the id is known; `content` is the SHA-256 of a video's bytes.
    """

    id: int
    started_at: datetime
    source: str
    program_id: str | None
    program: Program | None
    content: str | None
    ended_at: datetime | None
    how: How | None

    @property
    def day(self) -> date:
        """The day on which it began, where the person was."""
        return self.started_at.date()


@dataclass(frozen=True)
class LoggedRep:
    """One repetition as it was logged: in a set of the day, added by hand or seen, taken back (by hand, or by a later look) or not."""

    id: int
    exercise: str
    set_index: int
    rep: Rep
    rest_before_s: float | None
    by_hand: bool
    taken_back: bool = False
    undone_by_hand: bool = False


@dataclass(frozen=True)
class Note:
    """What happened in a session besides repetitions (`paused`, `camera lost`), `at_s` seconds after its start."""

    at_s: float
    what: str


@dataclass(frozen=True)
class KeptTrace:
    """What was measured of one side in a set, as bytes: see traces.py. `kind` and `unit` are those of a Trace; `first` counts its steps from the start."""

    side: str
    kind: "Kind"
    unit: str | None
    source: str
    first: int
    samples: bytes


@dataclass(frozen=True)
class Wanted:
    """Which sessions are asked for, None for all: those that began between two days (both included), of a program, with a repetition of an exercise."""

    since: date | None = None
    until: date | None = None
    program: str | None = None
    exercise: str | None = None


ALL = Wanted()


def as_logged(rep: Rep, *, by_hand: bool) -> Rep:
    """Return `rep` as the log keeps it: with the contract's decimals; confidence is 0 where a person added it, whom no camera saw, else at least 0.001."""
    return replace(
        rep,
        start_s=round(rep.start_s, 3),
        hold_start_s=None if rep.hold_start_s is None else round(rep.hold_start_s, 3),
        hold_end_s=None if rep.hold_end_s is None else round(rep.hold_end_s, 3),
        end_s=round(rep.end_s, 3),
        peak=round(rep.peak, 4),
        confidence=0.0 if by_hand else max(0.001, round(rep.confidence, 3)),
    )


def iso(moment: datetime) -> str:
    """Return a time as the log keeps it: ISO 8601, to the millisecond, with its offset. Raises ValueError where it does not know that."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} does not say its offset from UTC")
    return moment.isoformat(timespec="milliseconds")
