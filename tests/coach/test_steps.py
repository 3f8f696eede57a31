"""The sheet as a list of sets, held against the five built-in programs."""

import pytest
from scene import steps

from footcv.errors import UsageError
from footcv.programs import BUILT_IN

# exercise, side, direction, reps, seconds, hold, rest
SHEETS = {
    "four-exercise": [
        ("plantar-flexion", None, None, 15, None, 5, None),
        ("ankle-circles", "left", "clockwise", 10, 10, None, None),
        ("ankle-circles", "left", "counterclockwise", 10, 10, None, None),
        ("ankle-circles", "right", "clockwise", 10, 10, None, None),
        ("ankle-circles", "right", "counterclockwise", 10, 10, None, None),
        ("toe-press", None, None, 10, None, 4, None),
        ("toe-walking", None, None, 6, None, 20, 10),
    ],
    "three-exercise": [
        ("toe-press", None, None, 10, None, 3, None),
        ("toe-walking", None, None, 6, None, 20, 10),
        ("ankle-circles", "left", "clockwise", 10, 10, None, None),
        ("ankle-circles", "left", "counterclockwise", 10, 10, None, None),
        ("ankle-circles", "right", "clockwise", 10, 10, None, None),
        ("ankle-circles", "right", "counterclockwise", 10, 10, None, None),
    ],
    "five-exercise": [
        ("toe-press", None, None, 10, None, 3, None),
        ("ankle-circles", "left", "clockwise", 10, 10, None, None),
        ("ankle-circles", "right", "clockwise", 10, 10, None, None),
        ("toe-walking", None, None, 6, None, 20, 15),
        ("dorsiflexion", None, None, 10, None, 5, None),
        ("pencil-pickup", "left", None, 5, None, 10, None),
        ("pencil-pickup", "right", None, 5, None, 10, None),
    ],
    "four-exercise-ten-rounds": [
        ("plantar-flexion", "left", None, 10, None, 5, None),
        ("plantar-flexion", "right", None, 10, None, 5, None),
        ("ankle-circles", "left", "clockwise", 10, 10, None, None),
        ("ankle-circles", "left", "counterclockwise", 10, 10, None, None),
        ("ankle-circles", "right", "clockwise", 10, 10, None, None),
        ("ankle-circles", "right", "counterclockwise", 10, 10, None, None),
        ("toe-press", None, None, 10, None, 5, None),
        ("toe-walking", None, None, 10, None, 10, 10),
    ],
    "five-exercise-weekly": [
        ("toe-press", None, None, 10, None, 3, None),
        ("toe-walking", None, None, 6, None, 20, 10),
        ("ankle-circles", "left", "clockwise", 10, 10, None, None),
        ("ankle-circles", "left", "counterclockwise", 10, 10, None, None),
        ("ankle-circles", "right", "clockwise", 10, 10, None, None),
        ("ankle-circles", "right", "counterclockwise", 10, 10, None, None),
        ("dorsiflexion", None, None, 10, None, 5, None),
        ("pencil-pickup", "left", None, 5, None, 10, None),
        ("pencil-pickup", "right", None, 5, None, 10, None),
    ],
}


@pytest.mark.parametrize("program", BUILT_IN)
def test_a_program_set_by_set(program: str) -> None:
    sets = [(step, step.prescription) for step in steps(program=program)]
    assert [(step.exercise.id, step.side, step.direction, asked.reps, asked.seconds, asked.hold_s, asked.rest_s) for step, asked in sets if asked] == (
        SHEETS[program]
    )
    for step, asked in sets:
        assert asked is not None
        assert (asked.sides, asked.directions) == ((step.side,) if step.side else (), (step.direction,) if step.direction else ())


def test_an_exercise_alone_is_one_open_set() -> None:
    (step,) = steps("ankle-circles", side="right")
    assert (step.exercise.id, step.prescription, step.side, step.direction) == ("ankle-circles", None, "right", None)


def test_one_exercise_of_a_program() -> None:
    assert [step.side for step in steps("pencil-pickup", "five-exercise")] == ["left", "right"]


def test_the_side_that_is_asked_for_outranks_the_program_where_the_exercise_has_it() -> None:
    assert [(step.exercise.id, step.side) for step in steps(program="five-exercise", side="right")] == [
        ("toe-press", "right"),
        ("ankle-circles", "right"),
        ("toe-walking", None),
        ("dorsiflexion", "right"),
        ("pencil-pickup", "right"),
    ]


def test_without_rest_none_is_prescribed() -> None:
    assert {step.prescription.rest_s for step in steps(program="five-exercise", rest=False) if step.prescription} == {None}


def test_the_side_to_begin_with_comes_first() -> None:
    assert [step.side for step in steps("plantar-flexion", "four-exercise-ten-rounds")] == ["left", "right"]


def test_what_cannot_be_done_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="toe-walking has no side 'left'; use both"):
        steps("toe-walking", side="left")
    with pytest.raises(UsageError, match="four-exercise has no pencil-pickup"):
        steps("pencil-pickup", "four-exercise")
    with pytest.raises(UsageError, match="name an --exercise or a --program"):
        steps()
