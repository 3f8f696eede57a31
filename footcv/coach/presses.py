"""What each action does that can be pressed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from footcv.coach.course import Course
from footcv.coach.messages import Action
from footcv.coach.situation import OTHER_SIDE
from footcv.coach.steps import Step
from footcv.coach.telling import side_words


def _start(course: Course) -> None:
    course.ready_for = course.now.step.exercise.id
    if course.now.phase == "card":
        course.enter("framing")
    else:
        course.count_down()


def _skip(course: Course) -> None:
    now = course.now
    if now.phase == "rest" and now.change is not None:
        course.into_place()
    elif now.phase == "rest":
        now.tally.skip_rest(now.now_s)
        course.note("rest skipped", now.now_s)
        course.enter("exercise")
    else:
        course.end_set(_how_left(course, "skipped"))


def _repeat(course: Course) -> None:
    at = course.now.tally.at
    if course.now.tally.begun:
        course.close_set("repeated")
    else:
        at -= 1
    course.begin_step(at, directly=True)


def _undo(course: Course) -> None:
    now = course.now
    if not now.tally.counted:
        course.take_up(now.ended.pop())
        now.tally.reopen(now.now_s)
        course.ready_for = now.step.exercise.id
        course.enter("framing")
    now.tally.undo(now.now_s)
    course.said_count = len(now.tally.counted)
    course.cues.say("undone", number=course.said_count)


def _add(course: Course) -> None:
    now = course.now
    now.tally.add(now.now_s)
    course.said_count = len(now.tally.counted)
    course.cues.say("added", number=course.said_count)
    if now.phase == "exercise" and not now.tally.complete:
        course.begin_rest()


def _change_side(course: Course) -> None:
    now, at = course.now, course.now.tally.at
    end = at + len(list(takewhile(lambda step: step.exercise is now.step.exercise, now.steps[at:])))
    now.steps[at:end] = _other_side_first(now.steps[at:end])
    step = now.steps[at]
    course.note("side changed", now.now_s)
    if now.tally.counted:
        course.close_set("side changed")
        course.begin_step(at, directly=True)
    else:
        now.tally.change_step(step, now.now_s)
    course.cues.say("side-changed", side=side_words(step.exercise, step.side or "both", course.words))


def _swap_feet(course: Course) -> None:
    course.note("feet swapped", course.now.now_s)
    course.cues.say("feet-swapped")


def _quit(course: Course) -> None:
    now = course.now
    if now.phase == "summary":
        now.over = True
        return
    how = _how_left(course, "stopped")
    course.close_set(how)
    course.finish("done" if how == "done" and now.tally.at + 1 == len(now.steps) else "stopped")


def _how_left(course: Course, otherwise: str) -> str:
    """How a set ends that the person leaves: one that only the person can end is done then."""
    tally = course.now.tally
    return "done" if tally.begun and tally.complete is not False else otherwise


def _other_side_first(steps: Sequence[Step]) -> list[Step]:
    """The sets that are left of one exercise, those of the other side first; where none is left of it, these on the other side."""
    side = steps[0].side
    if any(step.side != side for step in steps):
        return sorted(steps, key=lambda step: step.side == side)
    return [_mirrored(step) for step in steps]


def _mirrored(step: Step) -> Step:
    side, asked = OTHER_SIDE[step.side or ""], step.prescription
    return replace(step, side=side, prescription=replace(asked, sides=(side,)) if asked is not None and asked.sides else asked)


# Only what is offered is pressed (`Situation.actions`).
PRESSES: Mapping[Action, Callable[[Course], None]] = {
    "start": _start,
    "pause": lambda course: course.pause("person", course.now.now_s),
    "resume": Course.resume,
    "skip": _skip,
    "repeat": _repeat,
    "undo": _undo,
    "add": _add,
    "change-side": _change_side,
    "swap-feet": _swap_feet,
    "quit": _quit,
}
