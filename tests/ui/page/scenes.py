"""Moments of a session as the coach would tell them, for the page to show: the fourth set of a program, in the catalogue's own words."""

from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path

from footcv.coach.messages import Cue, Progress, SummaryRow
from footcv.coach.steps import steps_of
from footcv.coach.telling import card_of, fault_words, framing_words, move, title
from footcv.programs import find_program
from footcv.video.frame import Frame
from footcv.video.source import open_source
from footcv.words import words_in

SAMPLES = Path(__file__).parents[3] / "sample_videos"


def scenes(lang: str) -> dict[str, Progress]:
    """Progress of each moment, by its name, in the language."""
    words, steps = words_in(lang), steps_of(find_program("five-exercise"), None, "auto", True)
    flex, after = next((step, after) for step, after in pairwise(steps) if step.exercise.id == "dorsiflexion")
    circles = next(step for step in steps if step.exercise.id == "ankle-circles" and step.side == "right")
    circles = replace(circles, direction="counterclockwise")
    card = Progress(
        phase="card",
        exercise_id=flex.exercise.id,
        exercise_name=words.of(flex.exercise.name),
        in_turns=flex.exercise.in_turns,
        side="both",
        direction=None,
        step=4,
        steps=7,
        set_index=3,
        done=0,
        asked=10,
        seconds_done=None,
        seconds_asked=None,
        hold_s=0.0,
        hold_asked_s=5.0,
        left_s=None,
        level=None,
        band=None,
        headline=title(flex, words),
        advice=(),
        card=card_of(flex, words),
        faults=(),
        upcoming=title(after, words),
        actions=("start", "skip", "quit"),
        summary=(),
    )
    wrong = tuple(framing_words(code, flex, words) for code in ("heels-hidden", "turn-sideways"))
    framing = replace(card, phase="framing", headline=wrong[0], advice=wrong, actions=("pause", "skip", "quit"))
    countdown = replace(framing, phase="countdown", headline=words("countdown"), card=None, advice=(), left_s=2.4)
    exercise = replace(
        countdown,
        phase="exercise",
        headline=words("exercise.go", move=move(flex, words)),
        left_s=None,
        done=6,
        level=0.15,
        band=(0.8, 1.0),
        actions=("pause", "undo", "add", "repeat", "skip", "quit"),
    )
    holding = replace(exercise, headline=words("hold"), hold_s=3.2, level=0.94)
    return {
        "card": card,
        "framing": framing,
        "countdown": countdown,
        "exercise": exercise,
        "learning": replace(exercise, headline=words("exercise.learn", move=move(flex, words)), done=0, level=None),
        "holding": holding,
        "held": replace(holding, headline=words("release.dorsiflexion"), hold_s=5.3),
        "fault": replace(exercise, faults=(fault_words("short-hold", flex, words),)),
        "resting": replace(exercise, phase="rest", headline=words("resting"), left_s=11.3, done=10, actions=("pause", "undo", "add", "skip", "quit")),
        "lost": replace(exercise, phase="paused", headline=words("paused.camera"), actions=("resume", "undo", "add", "skip", "quit")),
        "turns": replace(
            exercise,
            exercise_id=circles.exercise.id,
            exercise_name=words.of(circles.exercise.name),
            in_turns=circles.exercise.in_turns,
            side=circles.side,
            direction=circles.direction,
            headline=words("exercise.go", move=move(circles, words)),
            hold_asked_s=None,
            level=None,
            band=None,
            seconds_done=6.4,
            seconds_asked=10.0,
            actions=("pause", "undo", "add", "repeat", "skip", "change-side", "swap-feet", "quit"),
        ),
        "summary": replace(
            card,
            phase="summary",
            step=7,
            headline=words("summary.done"),
            card=None,
            upcoming=None,
            actions=("quit",),
            summary=tuple(
                SummaryRow(step.exercise.id, words.of(step.exercise.name), step.side, step.direction, *figures)
                for step, figures in zip(
                    steps,
                    (
                        (10, 10, None, None, 10, None, True),
                        (10, 10, 9.1, 10.0, None, None, True),
                        (9, 10, 10.4, 10.0, None, None, True),
                        (6, 6, None, None, 5, "6.1 cm", True),
                        (8, 10, None, None, 7, "24°", False),
                        (5, 5, None, None, 5, None, True),
                        (0, 5, None, None, 0, None, False),
                    ),
                    strict=True,
                )
            ),
        ),
    }


def say(text: str) -> Cue:
    return Cue("say", "number", text)


def sample_frame(name: str, at_s: float) -> Frame:
    """The frame of a sample clip at `at_s`."""
    with open_source(SAMPLES / f"{name}.mp4") as source:
        return next(islice(source.frames(), round(at_s * 30), None))
