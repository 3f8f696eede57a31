"""Where a session stands, and what can be pressed there."""

from dataclasses import dataclass, field
from typing import Literal

from footcv.coach.hold import HoldWatch
from footcv.coach.messages import Action, Phase, Seen
from footcv.coach.picture import Away, Picture
from footcv.coach.steps import Step
from footcv.coach.tally import Tally

Change = Literal["side", "direction"]
Why = Literal["person", "jump"] | Away

OTHER_SIDE = {"left": "right", "right": "left"}


@dataclass
class Situation:
    """The state of a session; the coach alone changes it.

    `steps` are those to do, in their order; `tally` is the set that is next or under way, `ended` those before it. `change` tells a rest between two sets, for
    the change of side or direction, from one in the set, where it is None. `why` is the reason of a pause, `how` the way the session ended.
    """

    steps: list[Step]
    tally: Tally
    hold: HoldWatch
    ended: list[Tally] = field(default_factory=list)
    phase: Phase = "card"
    now_s: float = 0.0
    since_s: float = 0.0
    until_s: float = 0.0
    change: Change | None = None
    why: Why = "person"
    how: Literal["done", "stopped"] = "done"
    over: bool = False
    seen: Seen = field(default_factory=lambda: Seen(0.0))
    picture: Picture = field(default_factory=Picture)

    @property
    def step(self) -> Step:
        """The step of the set that is next or under way."""
        return self.tally.step

    @property
    def can_reopen(self) -> bool:
        """Whether the set before was done to its end, and this one has not begun."""
        return not self.tally.begun and bool(self.ended) and self.ended[-1].how_ended == "done" and bool(self.ended[-1].counted)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What can be pressed now."""
        if self.phase == "summary":
            return () if self.over else ("quit",)
        tally, asked = self.tally, self.step.prescription
        under_way = tally.begun and self.phase in ("exercise", "paused", "rest")
        by_time_only = asked is not None and asked.reps is None and asked.seconds is not None
        offered: dict[Action, bool] = {
            "start": self.phase in ("card", "framing"),
            "pause": self.phase in ("countdown", "exercise", "rest"),
            "resume": self.phase == "paused",
            "undo": bool(tally.counted) or self.can_reopen,
            "add": under_way and not by_time_only,
            "skip": True,
            "repeat": tally.begun or tally.at > 0,
            "change-side": OTHER_SIDE.get(self.step.side or "") in self.step.exercise.sides,
            "swap-feet": self.seen.view == "feet",
            "quit": True,
        }
        return tuple(action for action, is_offered in offered.items() if is_offered)
