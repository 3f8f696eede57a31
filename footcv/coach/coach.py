"""Leads a person through the steps of a program: a state machine over what is seen and the clock. Pure: values in, values out.

    card → framing → countdown → exercise ⇄ rest → (change of side or direction → countdown | next card) … → summary

and from countdown, exercise and rest to a pause and back. Only the set that is open in `exercise` and `rest` takes reps (see `Tally`).
"""

from collections.abc import Callable, Mapping, Sequence
from math import ceil

from footcv.coach.course import Course
from footcv.coach.messages import Action, Cue, Event, Phase, Progress, Seen
from footcv.coach.picture import AWAY_S
from footcv.coach.presses import PRESSES
from footcv.coach.screen import count_key, hold_key, notice, progress_of
from footcv.coach.steps import Step
from footcv.coach.telling import card_aloud, fault_words, framing_words, most_pressing, move
from footcv.words import Words

# A clock that jumps by this much stood still: the computer slept.
JUMP_S = 5.0
# Seen as asked for this long, the person is in place; then the countdown.
IN_PLACE_S = 3.0
AWAY_IN_COUNTDOWN_S = 1.0
# Advice is given when it has stood so long, and again after so long.
ADVICE_S: Mapping[Phase, tuple[float, float]] = {"framing": (1.0, 8.0), "exercise": (3.0, 15.0)}
# Nothing was seen for so long: the person, who may not see the screen, hears that all is well.
WAITING_S = 20.0
# A count that was told is corrected when it has been less for so long.
CORRECTED_AFTER_S = 3.0


class Coach:
    """One session of `steps`, in the language of `words`. `at_once` is for recordings: no card, no countdown, no pause by itself.

    Call `update` often (ten times a second or more) and `press` when something is pressed: both return what to tell the person, of which at most one is said.
    `press` ignores what `progress().actions` does not offer. Times are seconds on one clock; one that goes back is taken to stand still.
    """

    def __init__(self, steps: Sequence[Step], words: Words, *, at_once: bool = False) -> None:
        if not steps:
            raise ValueError("a session needs at least one step")
        self._words = words
        self._course = Course(steps, words, at_once=at_once)
        self._now, self._cues = self._course.now, self._course.cues
        self._started = False
        self._fewer_since_s: float | None = None

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
        if self._course.announce_s is not None and now.now_s >= self._course.announce_s:
            self._course.announce_s = None
            self._announce()
        _PHASES[now.phase](self)
        return self._cues.take()

    def press(self, action: Action, now_s: float) -> tuple[Cue, ...]:
        """Do what was pressed, where it is offered; return what to tell the person."""
        self._tick(now_s)
        if action in self._now.actions:
            PRESSES[action](self._course)
        return self._cues.take()

    def take_events(self) -> tuple[Event, ...]:
        """Return what the log is to keep, since the last call."""
        return self._course.take_events()

    def progress(self, now_s: float) -> Progress:
        """Return all that a screen shows at `now_s`."""
        return progress_of(self._now, self._words, max(now_s, self._now.now_s))

    # The clock

    def _tick(self, now_s: float) -> None:
        """Take the time; pause where it has jumped."""
        now = self._now
        if not self._started:
            self._started, now.now_s = True, now_s
            if self._course.at_once:
                # All of a recording is the exercise, what comes before the first update too.
                now.tally.open(float("-inf"))
                self._course.enter("exercise")
            else:
                self._course.enter("card")
            return
        before_s, now.now_s = now.now_s, max(now_s, now.now_s)
        if now.now_s - before_s <= JUMP_S or self._course.at_once:
            return
        now.picture.forget()
        if now.phase in ("countdown", "exercise", "rest"):
            self._course.pause("jump", before_s)
        elif now.phase == "paused" and now.why in AWAY_S:
            now.why, self._course.announce_s = "jump", now.now_s

    # What happens in each phase while nothing is pressed

    def _in_framing(self) -> None:
        well_s = self._now.picture.well_s
        if well_s is None:
            self._advise()
        elif min(well_s, self._now.now_s - self._now.since_s) >= IN_PLACE_S:
            self._course.count_down()
        elif well_s >= IN_PLACE_S / 3 and self._cues.once("in place"):
            self._cues.say("framing.good")

    def _in_countdown(self) -> None:
        left = ceil(self._now.until_s - self._now.now_s)
        if self._now.picture.away(AWAY_IN_COUNTDOWN_S):
            self._course.enter("framing")
        elif left <= 0:
            self._course.go()
        elif self._cues.once(f"countdown {left}"):
            self._cues.say("number", number=left)

    def _in_exercise(self) -> None:
        now = self._now
        if not self._course.at_once and (why := now.picture.away()):
            self._course.pause(why, now.now_s)
            return
        self._take_reps()
        if now.tally.complete:
            self._course.end_set("done")
        elif not self._course.begin_rest():
            self._tell_hold()
            self._advise()
            idle_s = now.now_s - max(now.since_s, now.hold.seen_s, now.tally.last_end_s or now.since_s)
            if idle_s >= WAITING_S and not self._cues.speaking and self._cues.once("waiting"):
                self._cues.say("exercise.waiting")

    def _in_rest(self) -> None:
        now = self._now
        if now.change is not None:
            if now.now_s >= now.until_s:
                self._course.into_place()
            return
        self._take_reps()
        if now.tally.complete:
            self._course.end_set("done")
        elif self._course.begin_rest():
            return
        elif now.now_s >= now.until_s:
            self._course.enter("exercise")
        else:
            self._tell_early_hold()

    def _in_pause(self) -> None:
        # What was done before the pause may be seen late.
        self._take_reps()
        if self._now.why in AWAY_S and (self._now.picture.well_s or 0.0) >= IN_PLACE_S / 2:
            self._course.resume()

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
            fault = most_pressing(faulty.faults)[0]
            self._cues.put("say", f"fault.{fault}", fault_words(fault, tally.step, self._words))
        elif done > self._course.said_count:
            self._cues.tone("count")
            self._cues.say(count_key(self._now), number=done)
        self._tell_fewer(done, is_faulted=faulty is not None)

    def _tell_fewer(self, done: int, *, is_faulted: bool) -> None:
        """Correct a count that was told and is less now, once that has stood for a while: a look may lose a rep and the next one find it again.

        One less because of a fault has been told with the fault.
        """
        now, course = self._now, self._course
        if done >= course.said_count or is_faulted:
            course.said_count, self._fewer_since_s = done, None
            return
        self._fewer_since_s = now.now_s if self._fewer_since_s is None else self._fewer_since_s
        if now.now_s - self._fewer_since_s >= CORRECTED_AFTER_S and not self._cues.speaking:
            self._cues.say("corrected", number=done)
            course.said_count, self._fewer_since_s = done, None

    def _tell_hold(self) -> None:
        now, asked = self._now, self._now.step.prescription
        told = now.hold.update(now.seen.level, now.now_s, now.since_s) if not now.step.exercise.in_turns else None
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
        if now.step.exercise.in_turns:
            return
        now.hold.update(now.seen.level, now.now_s, now.until_s)
        left_s = now.until_s - now.now_s
        if now.hold.since_s is not None and now.hold.since_s > now.since_s and left_s > 1 and self._cues.once("rest early"):
            self._cues.say("rest.early", n=round(left_s))

    def _advise(self) -> None:
        if self._cues.speaking or self._course.at_once:
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


_PHASES: Mapping[Phase, Callable[[Coach], None]] = {
    "card": Coach._stay,
    "framing": Coach._in_framing,
    "countdown": Coach._in_countdown,
    "exercise": Coach._in_exercise,
    "rest": Coach._in_rest,
    "paused": Coach._in_pause,
    "summary": Coach._stay,
}
