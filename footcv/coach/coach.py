"""Leads a person through the steps of a program: a state machine over what is seen and the clock. Pure: values in, values out.

    card → framing → countdown → exercise ⇄ rest → (change of side or direction → countdown | next card) … → summary

and from countdown, exercise and rest to a pause and back. Only the set that is open in `exercise` and `rest` takes reps (see `Tally`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import count, takewhile
from math import ceil
from typing import Literal

from footcv.coach.cues import Cues
from footcv.coach.hold import HoldWatch
from footcv.coach.messages import Action, Cue, Done, Phase, Progress, Seen
from footcv.coach.picture import AWAY_S
from footcv.coach.screen import count_key, hold_key, notice, progress_of
from footcv.coach.situation import OTHER_SIDE, Change, Situation, Why
from footcv.coach.steps import Step
from footcv.coach.tally import Tally
from footcv.coach.telling import card_aloud, fault_words, framing_words, move, side_words
from footcv.words import Words

# A clock that jumps by this much stood still: the computer slept.
JUMP_S = 5.0
# Seen as asked for this long, the person is in place; then the countdown.
IN_PLACE_S = 3.0
COUNTDOWN_S = 3.0
AWAY_IN_COUNTDOWN_S = 1.0
# To change legs, lying or with a band; to turn round in one's mind.
CHANGE_S: Mapping[Change, float] = {"side": 8.0, "direction": 4.0}
# After a count the next sentence waits, so that both are heard.
BREATH_S = 1.5
# Advice is given when it has stood so long, and again after so long.
ADVICE_S: Mapping[Phase, tuple[float, float]] = {"framing": (1.0, 8.0), "exercise": (3.0, 15.0)}
# Nothing was seen for so long: the person, who may not see the screen, hears that all is well.
WAITING_S = 20.0
# A later look may move the end of a rep by so much.
SAME_END_S = 0.5

_PAUSE_NOTES: Mapping[Why, str] = {
    "person": "paused",
    "jump": "clock jumped",
    "camera": "camera lost",
    "nobody": "nobody seen",
    "feet-left": "feet left",
}


class Coach:
    """One session of `steps`, in the language of `words`. `at_once` is for recordings: no card, no countdown, no pause by itself.

    Call `update` often (ten times a second or more) and `press` when something is pressed: both return what to tell the person, of which at most one is said.
    `press` ignores what `progress().actions` does not offer. Times are seconds on one clock; one that goes back is taken to stand still.
    """

    def __init__(self, steps: Sequence[Step], words: Words, *, at_once: bool = False) -> None:
        if not steps:
            raise ValueError("a session needs at least one step")
        self._words, self._at_once = words, at_once
        self._cues = Cues(words)
        self._done: list[Done] = []
        self._numbers = count(1)
        first = Tally(steps[0], 0, 1, self._numbers)
        self._now = Situation(list(steps), first, _hold_watch(first.step))
        self._started = False
        self._announce_s: float | None = None
        self._paused_from: Phase = "exercise"
        self._left_s = 0.0
        self._rested_from_s: float | None = None
        self._said_count = 0
        # The exercise that the person has set up for.
        self._ready_for = ""

    @property
    def over(self) -> bool:
        """Whether the person has left the summary too."""
        return self._now.over

    def update(self, seen: Seen) -> tuple[Cue, ...]:
        """Take what is seen now; return what to tell the person."""
        self._tick(seen.now_s)
        now = self._now
        now.seen = seen
        now.picture.update(seen, now.now_s)
        if seen.view == "feet" and now.phase != "summary" and self._cues.once("feet view"):
            self._cues.show("view.feet")
        if self._announce_s is not None and now.now_s >= self._announce_s:
            self._announce_s = None
            self._announce()
        _PHASES[now.phase](self)
        return self._cues.take()

    def press(self, action: Action, now_s: float) -> tuple[Cue, ...]:
        """Do what was pressed, where it is offered; return what to tell the person."""
        self._tick(now_s)
        if action in self._now.actions:
            _PRESSES[action](self)
        return self._cues.take()

    def take_done(self) -> tuple[Done, ...]:
        """Return what the log is to keep, since the last call."""
        self._collect()
        done, self._done = tuple(self._done), []
        return done

    def progress(self, now_s: float) -> Progress:
        """Return all that a screen shows at `now_s`."""
        return progress_of(self._now, self._words, max(now_s, self._now.now_s))

    # The clock

    def _tick(self, now_s: float) -> None:
        """Take the time; pause where it has jumped."""
        now = self._now
        if not self._started:
            self._started, now.now_s = True, now_s
            if self._at_once:
                # All of a recording is the exercise, what comes before the first update too.
                now.tally.open(float("-inf"))
                self._enter("exercise")
            else:
                self._enter("card")
            return
        before_s, now.now_s = now.now_s, max(now_s, now.now_s)
        if now.now_s - before_s <= JUMP_S or self._at_once:
            return
        now.picture.forget()
        if now.phase in ("countdown", "exercise", "rest"):
            self._pause("jump", before_s)
        elif now.phase == "paused" and now.why in AWAY_S:
            now.why, self._announce_s = "jump", now.now_s

    # What happens in each phase while nothing is pressed

    def _in_framing(self) -> None:
        well_s = self._now.picture.well_s
        if well_s is None:
            self._advise()
        elif min(well_s, self._now.now_s - self._now.since_s) >= IN_PLACE_S:
            self._count_down()
        elif well_s >= IN_PLACE_S / 3 and self._cues.once("in place"):
            self._cues.say("framing.good")

    def _in_countdown(self) -> None:
        left = ceil(self._now.until_s - self._now.now_s)
        if self._now.picture.away(AWAY_IN_COUNTDOWN_S):
            self._enter("framing")
        elif left <= 0:
            self._go()
        elif self._cues.once(f"countdown {left}"):
            self._cues.say("number", number=left)

    def _in_exercise(self) -> None:
        now = self._now
        if not self._at_once and (why := now.picture.away()):
            self._pause(why, now.now_s)
            return
        self._take_reps()
        if now.tally.complete:
            self._end_set("done")
        elif not self._begin_rest():
            self._tell_hold()
            self._advise()
            idle_s = now.now_s - max(now.since_s, now.hold.seen_s, now.tally.last_end_s or now.since_s)
            if idle_s >= WAITING_S and not self._cues.speaking and self._cues.once("waiting"):
                self._cues.say("exercise.waiting")

    def _in_rest(self) -> None:
        now = self._now
        if now.change is not None:
            if now.now_s >= now.until_s:
                self._into_place()
            return
        self._take_reps()
        if now.tally.complete:
            self._end_set("done")
        elif self._begin_rest():
            return
        elif now.now_s >= now.until_s:
            self._enter("exercise")
        else:
            self._tell_early_hold()

    def _in_pause(self) -> None:
        # What was done before the pause may be seen late.
        self._take_reps()
        if self._now.why in AWAY_S and (self._now.picture.well_s or 0.0) >= IN_PLACE_S / 2:
            self._resume()

    def _stay(self) -> None:
        """The card stays until the person is ready, the summary for good."""

    # Reps, rests, holds, advice

    def _take_reps(self) -> None:
        """Look at the reps anew and tell what is new: a fault before a count."""
        tally = self._now.tally
        tally.look(self._now.seen.reps, self._now.now_s)
        done = len(tally.counted)
        if tally.began_early() and self._cues.once("early"):
            self._cues.say("exercise.early")
        faulty = tally.untold_fault()
        if faulty is not None:
            self._cues.tone("fault")
            self._cues.put("say", f"fault.{faulty.faults[0]}", fault_words(faulty.faults[0], tally.step, self._words))
        elif done > self._said_count:
            self._cues.tone("count")
            self._cues.say(count_key(self._now), number=done)
        self._said_count = done

    def _begin_rest(self) -> bool:
        """Rest where a rep has ended and a rest is asked for; rest anew where one was done in the rest. Returns whether it has."""
        asked, ended_s = self._now.step.prescription, self._now.tally.last_end_s
        if asked is None or asked.rest_s is None or ended_s is None:
            return False
        if self._rested_from_s is not None and ended_s - self._rested_from_s < SAME_END_S:
            return False
        self._rested_from_s = ended_s
        if ended_s + asked.rest_s <= self._now.now_s:
            return False
        self._enter("rest", until_s=ended_s + asked.rest_s, breath_s=BREATH_S)
        return True

    def _tell_hold(self) -> None:
        now, asked = self._now, self._now.step.prescription
        told = now.hold.update(now.seen.level, now.now_s, now.since_s) if now.step.exercise.pulses is not None else None
        if told is None:
            return
        moment, left = told
        if moment == "begun":
            self._cues.again("waiting")
            self._cues.tone("hold-start")
            self._cues.say(hold_key(now))
        elif moment == "ten-left":
            self._cues.say("hold.left", n=left)
        elif moment == "second":
            self._cues.say("number", number=left)
        else:
            self._cues.tone("hold-end")
            if moment == "enough" and asked is not None and asked.hold_max_s is not None:
                self._cues.say("hold.enough", n=round(asked.hold_max_s))
            else:
                self._cues.say(f"release.{now.step.exercise.id}")

    def _tell_early_hold(self) -> None:
        """Who begins in the rest hears it at once, not at the end of a hold that cannot count."""
        now = self._now
        if now.step.exercise.pulses is None:
            return
        now.hold.update(now.seen.level, now.now_s, now.until_s)
        left_s = now.until_s - now.now_s
        if now.hold.since_s is not None and now.hold.since_s > now.since_s and left_s > 1 and self._cues.once("rest early"):
            self._cues.say("rest.early", n=round(left_s))

    def _advise(self) -> None:
        if self._cues.speaking or self._at_once:
            return
        code = self._now.picture.advice(*ADVICE_S[self._now.phase])
        if code is not None:
            self._cues.put("say", f"framing.{code}", framing_words(code, self._now.step, self._words))

    def _announce(self) -> None:
        """Say what belongs to the phase that was entered; framing and countdown speak for themselves."""
        now = self._now
        if now.phase == "card":
            self._cues.put("say", "card", card_aloud(now.step, self._words))
        elif now.phase == "exercise" and now.seen.level is not None and now.seen.level.hold_s > 0:
            return
        elif now.phase == "exercise":
            first = not now.tally.counted and self._cues.once(f"learn {now.step.exercise.id}")
            key = "exercise.again" if now.tally.counted else "exercise.learn" if first else "exercise.go"
            self._cues.say(key, move=move(now.step, self._words))
        elif now.phase == "rest" and now.change is None:
            self._cues.say("rest", n=max(1, round(now.until_s - now.now_s)))
        elif now.phase in ("rest", "paused", "summary"):
            key, values = notice(now, self._words)
            self._cues.say(key, **values)

    # From phase to phase

    def _enter(self, phase: Phase, *, until_s: float = 0.0, breath_s: float = 0.0, change: Change | None = None) -> None:
        now = self._now
        now.phase, now.since_s, now.until_s, now.change = phase, now.now_s, until_s, change
        now.hold.reset()
        self._announce_s = now.now_s + breath_s
        self._cues.again("in place", "rest early", "waiting", "countdown 1", "countdown 2", "countdown 3")
        if phase == "framing":
            now.picture.advise_anew()

    def _into_place(self) -> None:
        """To the countdown, by way of the framing check where something is wrong."""
        if self._now.picture.wrong:
            self._enter("framing")
        else:
            self._count_down()

    def _count_down(self) -> None:
        self._enter("countdown", until_s=self._now.now_s + COUNTDOWN_S)

    def _go(self) -> None:
        self._now.tally.open(self._now.now_s)
        self._cues.again("early")
        self._enter("exercise")

    def _pause(self, why: Why, at_s: float) -> None:
        now = self._now
        self._paused_from, self._left_s, now.why = now.phase, max(0.0, now.until_s - at_s), why
        now.tally.close(at_s)
        self._note(_PAUSE_NOTES[why], at_s)
        self._enter("paused", change=now.change)

    def _resume(self) -> None:
        now = self._now
        self._note("resumed", now.now_s)
        if now.tally.complete:
            self._end_set("done")
        elif self._paused_from == "rest":
            if now.change is None:
                now.tally.open(now.now_s)
            self._enter("rest", until_s=now.now_s + self._left_s, change=now.change)
        elif self._at_once:
            self._go()
        elif now.why in AWAY_S:
            self._into_place()
        else:
            self._enter("framing")

    def _end_set(self, how: str) -> None:
        self._close_set(how)
        if self._now.tally.at + 1 < len(self._now.steps):
            self._begin_step(self._now.tally.at + 1)
        else:
            self._finish("done")

    def _close_set(self, how: str) -> None:
        self._now.tally.finish(how, self._now.now_s)
        self._collect()
        self._now.ended.append(self._now.tally)

    def _begin_step(self, at: int, *, directly: bool = False) -> None:
        """Begin a set of step `at`: with its card, with the change to another side or direction, or `directly` with the framing check."""
        now, before, step = self._now, self._now.step, self._now.steps[at]
        breath_s = BREATH_S if self._cues.speaking else 0.0
        self._take_up(Tally(step, at, 1 + sum(tally.begun for tally in now.ended), self._numbers))
        if self._at_once:
            self._go()
        elif step.exercise.id != self._ready_for:
            self._enter("card", breath_s=breath_s)
        elif directly:
            self._enter("framing")
        else:
            change: Change = "side" if step.side != before.side else "direction"
            self._enter("rest", until_s=now.now_s + CHANGE_S[change], breath_s=breath_s, change=change)

    def _take_up(self, tally: Tally) -> None:
        self._now.tally, self._now.hold = tally, _hold_watch(tally.step)
        self._rested_from_s = tally.last_end_s
        self._said_count = len(tally.counted)

    def _finish(self, how: Literal["done", "stopped"]) -> None:
        """To the summary, which names the steps that were never begun too."""
        now = self._now
        now.ended += [Tally(step, at, 0, self._numbers) for at, step in enumerate(now.steps) if at > now.tally.at]
        now.how = how
        self._done.append(Done("session", now.now_s, now.tally.index, now.step.exercise.id, how))
        self._enter("summary", breath_s=BREATH_S if self._cues.speaking else 0.0)

    # What is pressed

    def _press_start(self) -> None:
        self._ready_for = self._now.step.exercise.id
        if self._now.phase == "card":
            self._enter("framing")
        else:
            self._count_down()

    def _press_pause(self) -> None:
        self._pause("person", self._now.now_s)

    def _press_skip(self) -> None:
        now = self._now
        if now.phase == "rest" and now.change is not None:
            self._into_place()
        elif now.phase == "rest":
            now.tally.skip_rest(now.now_s)
            self._note("rest skipped", now.now_s)
            self._enter("exercise")
        else:
            self._end_set(self._how_left("skipped"))

    def _press_repeat(self) -> None:
        at = self._now.tally.at
        if self._now.tally.begun:
            self._close_set("repeated")
        else:
            at -= 1
        self._begin_step(at, directly=True)

    def _press_undo(self) -> None:
        now = self._now
        if not now.tally.counted:
            self._take_up(now.ended.pop())
            now.tally.reopen(now.now_s)
            self._ready_for = now.step.exercise.id
            self._enter("framing")
        now.tally.undo(now.now_s)
        self._said_count = len(now.tally.counted)
        self._cues.say("undone", number=self._said_count)

    def _press_add(self) -> None:
        now = self._now
        now.tally.add(now.now_s)
        self._said_count = len(now.tally.counted)
        self._cues.say("added", number=self._said_count)
        if now.phase == "exercise" and not now.tally.complete:
            self._begin_rest()

    def _press_change_side(self) -> None:
        now, at = self._now, self._now.tally.at
        end = at + len(list(takewhile(lambda step: step.exercise is now.step.exercise, now.steps[at:])))
        now.steps[at:end] = _other_side_first(now.steps[at:end])
        step = now.steps[at]
        self._note("side changed", now.now_s)
        if now.tally.counted:
            self._close_set("side changed")
            self._begin_step(at, directly=True)
        else:
            now.tally.change_step(step, now.now_s)
        self._cues.say("side-changed", side=side_words(step.exercise, step.side or "both", self._words))

    def _press_swap_feet(self) -> None:
        self._note("feet swapped", self._now.now_s)
        self._cues.say("feet-swapped")

    def _press_quit(self) -> None:
        now = self._now
        if now.phase == "summary":
            now.over = True
            return
        how = self._how_left("stopped")
        self._close_set(how)
        self._finish("done" if how == "done" and now.tally.at + 1 == len(now.steps) else "stopped")

    def _how_left(self, otherwise: str) -> str:
        """How a set ends that the person leaves: one that only the person can end is done then."""
        tally = self._now.tally
        return "done" if tally.begun and tally.complete is not False else otherwise

    # For the log

    def _note(self, what: str, at_s: float) -> None:
        self._collect()
        self._done.append(Done("note", at_s, self._now.tally.index, self._now.step.exercise.id, what))

    def _collect(self) -> None:
        self._done += self._now.tally.news
        self._now.tally.news.clear()


def _hold_watch(step: Step) -> HoldWatch:
    asked = step.prescription
    return HoldWatch(None, None) if asked is None else HoldWatch(asked.hold_s, asked.hold_max_s)


def _other_side_first(steps: Sequence[Step]) -> list[Step]:
    """The sets that are left of one exercise, those of the other side first; where none is left of it, these on the other side."""
    side = steps[0].side
    if any(step.side != side for step in steps):
        return sorted(steps, key=lambda step: step.side == side)
    return [_mirrored(step) for step in steps]


def _mirrored(step: Step) -> Step:
    side, asked = OTHER_SIDE[step.side or ""], step.prescription
    return replace(step, side=side, prescription=replace(asked, sides=(side,)) if asked is not None and asked.sides else asked)


_PHASES: Mapping[Phase, Callable[[Coach], None]] = {
    "card": Coach._stay,
    "framing": Coach._in_framing,
    "countdown": Coach._in_countdown,
    "exercise": Coach._in_exercise,
    "rest": Coach._in_rest,
    "paused": Coach._in_pause,
    "summary": Coach._stay,
}

_PRESSES: Mapping[Action, Callable[[Coach], None]] = {
    "start": Coach._press_start,
    "pause": Coach._press_pause,
    "resume": Coach._resume,
    "skip": Coach._press_skip,
    "repeat": Coach._press_repeat,
    "undo": Coach._press_undo,
    "add": Coach._press_add,
    "change-side": Coach._press_change_side,
    "swap-feet": Coach._press_swap_feet,
    "quit": Coach._press_quit,
}
