"""How a session goes from phase to phase, and from set to set. Pure: the clock is told, and what is to be said is gathered."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Literal

from footcv.coach.cues import Cues
from footcv.coach.hold import HoldWatch
from footcv.coach.messages import Event, Phase
from footcv.coach.picture import AWAY_S
from footcv.coach.situation import Change, Situation, Why
from footcv.coach.steps import Step
from footcv.coach.tally import Tally
from footcv.words import Words

COUNTDOWN_S = 3.0
# To change legs, lying or with a band; to turn round in one's mind.
CHANGE_S: Mapping[Change, float] = {"side": 8.0, "direction": 4.0}
# After a count the next sentence waits, so that both are heard.
BREATH_S = 1.5
# A later look may move the end of a rep by so much.
SAME_END_S = 0.5

_PAUSE_NOTES: Mapping[Why, str] = {
    "person": "paused",
    "jump": "clock jumped",
    "camera": "camera lost",
    "nobody": "nobody seen",
    "feet-left": "feet left",
}


class Course:
    """The way of one session through `steps`: its transitions, each of which leaves `now` in another place.

    `cues` is what is to be told, `announce_s` when the phase that was entered is to be announced (None: it has been), `said_count` the count that the person
    knows, `ready_for` the exercise that they have set up for. `at_once` is for recordings: no card, no countdown.
    """

    def __init__(self, steps: Sequence[Step], words: Words, *, at_once: bool) -> None:
        self.words, self.at_once = words, at_once
        self.cues = Cues(words)
        self._events: list[Event] = []
        self._numbers = count(1)
        first = Tally(steps[0], 0, 1, self._numbers)
        self.now = Situation(list(steps), first, _hold_watch(first.step))
        self.announce_s: float | None = None
        self.said_count = 0
        self.ready_for = ""
        self._paused_from: Phase = "exercise"
        self._left_s = 0.0
        self._rested_from_s: float | None = None

    def enter(self, phase: Phase, *, until_s: float = 0.0, breath_s: float = 0.0, change: Change | None = None) -> None:
        """Begin a phase: one that ends at `until_s`, is announced `breath_s` from now, and, as a rest between two sets, is for `change`."""
        now = self.now
        now.phase, now.since_s, now.until_s, now.change = phase, now.now_s, until_s, change
        now.hold.reset()
        self.announce_s = now.now_s + breath_s
        self.cues.again("in place", "rest early", "waiting", "countdown 1", "countdown 2", "countdown 3")
        if phase == "framing":
            now.picture.advise_anew()

    def into_place(self) -> None:
        """To the countdown, by way of the framing check where something is wrong."""
        if self.now.picture.wrong:
            self.enter("framing")
        else:
            self.count_down()

    def count_down(self) -> None:
        """To the countdown."""
        self.enter("countdown", until_s=self.now.now_s + COUNTDOWN_S)

    def go(self) -> None:
        """To the exercise, in which reps count from now on."""
        self.now.tally.open(self.now.now_s)
        self.cues.again("early")
        self.enter("exercise")

    def pause(self, why: Why, at_s: float) -> None:
        """Stop where things stand at `at_s`: from then on nothing counts."""
        now = self.now
        self._paused_from, self._left_s, now.why = now.phase, max(0.0, now.until_s - at_s), why
        now.tally.close(at_s)
        self.note(_PAUSE_NOTES[why], at_s)
        self.enter("paused", change=now.change)

    def resume(self) -> None:
        """Go on after a pause: with the rest that it broke off, else with getting into place."""
        now = self.now
        self.note("resumed", now.now_s)
        if now.tally.complete:
            self.end_set("done")
        elif self._paused_from == "rest":
            if now.change is None:
                now.tally.open(now.now_s)
            self.enter("rest", until_s=now.now_s + self._left_s, change=now.change)
        elif self.at_once:
            self.go()
        elif now.why in AWAY_S:
            self.into_place()
        else:
            self.enter("framing")

    def end_set(self, how: str) -> None:
        """End the set, `how` as in the log, and go on with the next step or to the summary."""
        self.close_set(how)
        if self.now.tally.at + 1 < len(self.now.steps):
            self.begin_step(self.now.tally.at + 1)
        else:
            self.finish("done")

    def close_set(self, how: str) -> None:
        """End the set and put it with those before it."""
        self.now.tally.finish(how, self.now.now_s)
        self._collect()
        self.now.ended.append(self.now.tally)

    def begin_step(self, at: int, *, directly: bool = False) -> None:
        """Begin a set of step `at`: with its card, with the change to another side or direction, or `directly` with the framing check."""
        now, before, step = self.now, self.now.step, self.now.steps[at]
        breath_s = BREATH_S if self.cues.speaking else 0.0
        self.take_up(Tally(step, at, 1 + sum(tally.begun for tally in now.ended), self._numbers))
        if self.at_once:
            self.go()
        elif step.exercise.id != self.ready_for:
            self.enter("card", breath_s=breath_s)
        elif directly:
            self.enter("framing")
        else:
            change: Change = "side" if step.side != before.side else "direction"
            self.enter("rest", until_s=now.now_s + CHANGE_S[change], breath_s=breath_s, change=change)

    def take_up(self, tally: Tally) -> None:
        """Go on with the set of `tally`, a new one or one of before."""
        self.now.tally, self.now.hold = tally, _hold_watch(tally.step)
        self._rested_from_s = tally.last_end_s
        self.said_count = len(tally.counted)

    def finish(self, how: Literal["done", "stopped"]) -> None:
        """To the summary, which names the steps that were never begun too."""
        now = self.now
        now.ended += [Tally(step, at, 0, self._numbers) for at, step in enumerate(now.steps) if at > now.tally.at]
        now.how = how
        self._events.append(Event("session", now.now_s, now.tally.index, now.step.exercise.id, how))
        self.enter("summary", breath_s=BREATH_S if self.cues.speaking else 0.0)

    def begin_rest(self) -> bool:
        """Rest where a rep has ended and a rest is asked for; rest anew where one was done in the rest. Returns whether it has."""
        asked, ended_s = self.now.step.prescription, self.now.tally.last_end_s
        if asked is None or asked.rest_s is None or ended_s is None:
            return False
        if self._rested_from_s is not None and ended_s - self._rested_from_s < SAME_END_S:
            return False
        self._rested_from_s = ended_s
        if ended_s + asked.rest_s <= self.now.now_s:
            return False
        self.enter("rest", until_s=ended_s + asked.rest_s, breath_s=BREATH_S)
        return True

    def note(self, what: str, at_s: float) -> None:
        """Have the log keep `what` happened at `at_s`."""
        self._collect()
        self._events.append(Event("note", at_s, self.now.tally.index, self.now.step.exercise.id, what))

    def take_events(self) -> tuple[Event, ...]:
        """Return what the log is to keep, since the last call."""
        self._collect()
        events, self._events = tuple(self._events), []
        return events

    def _collect(self) -> None:
        self._events += self.now.tally.events
        self.now.tally.events.clear()


def _hold_watch(step: Step) -> HoldWatch:
    asked = step.prescription
    return HoldWatch(None, None) if asked is None else HoldWatch(asked.hold_s, asked.hold_max_s)
