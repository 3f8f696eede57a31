"""What the coach is told, and what it tells: values that cross its border, all frozen."""

from dataclasses import dataclass
from typing import Literal

from footcv.counting.level import Level
from footcv.counting.rep import Rep

Action = Literal["start", "pause", "resume", "skip", "repeat", "undo", "add", "change-side", "quit", "swap-feet"]
Phase = Literal["card", "framing", "countdown", "exercise", "paused", "rest", "summary"]
View = Literal["body", "feet", "none"]
# What can be wrong with the picture, the most pressing first: of several the first is said, all are shown.
FramingCode = Literal[
    "too-dark", "nobody", "several-people", "feet-left", "wrong-posture", "turn-sideways", "step-back", "come-closer", "feet-hidden", "heels-hidden"
]


@dataclass(frozen=True)
class Seen:
    """What one tick tells the coach; times are seconds on the session's clock, which never goes back.

    `reps` are all repetitions of the set in progress so far, unjudged, as the live counter finds them anew each time: one may appear late, one may go again.
    `framing` is what is wrong with the picture now, empty when all is well.
    """

    now_s: float
    reps: tuple[Rep, ...] = ()
    level: Level | None = None
    framing: tuple[FramingCode, ...] = ()
    view: View = "none"
    camera: Literal["ok", "lost"] = "ok"


@dataclass(frozen=True)
class Cue:
    """What to tell the person now. `key` is the catalogue's id of the message, or the tone: `hold-start`, `hold-end`, `count` or `fault`.

    What is said is meant to be heard and may be shown too; what is only shown needs no voice. `text` is translated, empty for tones.
    """

    kind: Literal["say", "show", "tone"]
    key: str
    text: str = ""


@dataclass(frozen=True)
class Card:
    """How to set up for an exercise, in words. `instructions` are the program's own, None where it has none."""

    how: str
    position: str
    equipment: str
    camera: str
    dose: str
    instructions: str | None


@dataclass(frozen=True)
class SummaryRow:
    """What one set came to, or a step that was never begun. `full_holds` is None where no hold is asked for; `best_range` is in words, None where unknown.

    `complete` is None where nothing tells how much is enough. `seconds_done` and `seconds_asked` are for circles that are dosed by time, too.
    """

    exercise_id: str
    exercise_name: str
    side: str | None
    direction: str | None
    done: int
    asked: int | None
    seconds_done: float | None
    seconds_asked: float | None
    full_holds: int | None
    best_range: str | None
    complete: bool | None


@dataclass(frozen=True)
class Progress:
    """All that a screen shows; `dataclasses.asdict` makes it JSON.

    `step` of `steps` counts through the whole program from 1, `set_index` the sets that were begun, of which a repeated step has more: a live counter is for
    one pair of the two. `done` are counted reps of `asked`, or, `in_turns`, turns; `seconds_done` of `seconds_asked` where time will do in their place.
    `hold_s` is the hold in progress, `left_s` what is left of the countdown or the rest. `level` is the signal as a share of its range, `band` where the hold
    counts. `side` and `direction` are ids (left, right, both; clockwise, counterclockwise); all other texts are translated.
    """

    phase: Phase
    exercise_id: str
    exercise_name: str
    in_turns: bool
    side: str | None
    direction: str | None
    step: int
    steps: int
    set_index: int
    done: int
    asked: int | None
    seconds_done: float | None
    seconds_asked: float | None
    hold_s: float
    hold_asked_s: float | None
    left_s: float | None
    level: float | None
    band: tuple[float, float] | None
    headline: str
    advice: tuple[str, ...]
    card: Card | None
    faults: tuple[str, ...]
    upcoming: str | None
    actions: tuple[Action, ...]
    summary: tuple[SummaryRow, ...]


EventKind = Literal["rep", "taken-back", "set", "note", "session"]


@dataclass(frozen=True)
class Event:
    """What happened in a session, for the log to keep, in its order.

    - `rep`: a judged repetition, or one added `by_hand`; `number` (from 1, through the session) names it, `rest_before_s` is the rest before it.
    - `taken-back`: repetition `number` is not to count: undone `by_hand`, or found by a later look to be none, or to be another, which follows as a new `rep`.
    - `set`: the set ended, `what` says how: done, skipped, repeated, stopped, side changed.
    - `note`: `what` happened: paused, camera lost, nobody seen, feet left, clock jumped (all of them pause), resumed, rest skipped, side changed, feet swapped,
      set reopened (by an undo after its end).
    - `session`: it is over, `what` says how: done or stopped.
    """

    kind: EventKind
    at_s: float
    set_index: int
    exercise_id: str
    what: str = ""
    number: int = 0
    rep: Rep | None = None
    rest_before_s: float | None = None
    by_hand: bool = False
