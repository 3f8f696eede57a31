"""The five built-in programs, line by line as their routines say; a line holds only what its routine says."""

from typing import Any

import pytest

from footcv.errors import UsageError
from footcv.exercises import EXERCISES
from footcv.programs import BUILT_IN, find_program, prescription_for
from footcv.programs.describe import program_text, schedule

CIRCLES_BOTH_WAYS: dict[str, Any] = {"reps": 10, "seconds": 10, "directions": ("clockwise", "counterclockwise"), "sides": ("left", "right")}

ROUTINES: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "four-exercise": [
        ("plantar-flexion", {"hold_s": 5, "reps": 15, "per_day": 2}),
        ("ankle-circles", {**CIRCLES_BOTH_WAYS, "per_day": 3}),
        ("toe-press", {"hold_s": 4, "reps": 10, "per_day": 3}),
        ("toe-walking", {"hold_s": 20, "rest_s": 10, "reps": 6, "per_day": 2}),
    ],
    "three-exercise": [
        ("toe-press", {"hold_s": 3, "reps": 10, "per_day": 3}),
        ("toe-walking", {"hold_s": 20, "rest_s": 10, "rest_max_s": 15, "reps": 6, "per_day": 2}),
        ("ankle-circles", CIRCLES_BOTH_WAYS),
    ],
    "five-exercise": [
        ("toe-press", {"hold_s": 3, "reps": 10, "per_day": 3}),
        ("ankle-circles", {**CIRCLES_BOTH_WAYS, "directions": ("clockwise",)}),
        ("toe-walking", {"hold_s": 20, "rest_s": 15, "reps": 6, "per_day": 2}),
        ("dorsiflexion", {"hold_s": 5, "reps": 10}),
        ("pencil-pickup", {"hold_s": 10, "reps": 5, "sides": ("left", "right")}),
    ],
    "four-exercise-ten-rounds": [
        ("plantar-flexion", {"hold_s": 5, "reps": 10, "sides": ("left", "right"), "first_side": "left"}),
        ("ankle-circles", {**CIRCLES_BOTH_WAYS, "first_side": "left"}),
        ("toe-press", {"hold_s": 5, "reps": 10}),
        ("toe-walking", {"hold_s": 10, "hold_max_s": 20, "rest_s": 10, "reps": 10}),
    ],
    "five-exercise-weekly": [
        ("toe-press", {"hold_s": 3, "reps": 10, "per_day": 3}),
        ("toe-walking", {"hold_s": 20, "rest_s": 10, "rest_max_s": 15, "reps": 6, "per_day": 2}),
        ("ankle-circles", CIRCLES_BOTH_WAYS),
        ("dorsiflexion", {"hold_s": 5, "reps": 10}),
        ("pencil-pickup", {"hold_s": 10, "reps": 5, "sides": ("left", "right")}),
    ],
}
MINUTES_AND_WEEKS = {
    "four-exercise": (None, None, None),
    "three-exercise": (None, None, None),
    "five-exercise": (20, None, None),
    "four-exercise-ten-rounds": (None, None, None),
    "five-exercise-weekly": (20, 2, 3),
}


def test_there_are_five_in_this_order() -> None:
    assert tuple(ROUTINES) == BUILT_IN


@pytest.mark.parametrize("program_id", ROUTINES)
def test_a_program_says_what_its_routine_says_and_nothing_more(program_id: str) -> None:
    program = find_program(program_id)

    without_words = [{key: value for key, value in vars(p).items() if value not in (None, ()) and key != "instructions"} for p in program.prescriptions]
    assert without_words == [{"exercise": exercise, **said} for exercise, said in ROUTINES[program_id]]
    assert (program.minutes, program.per_week, program.per_week_max) == MINUTES_AND_WEEKS[program_id]
    assert program.id == program_id


@pytest.mark.parametrize("program_id", ROUTINES)
def test_every_exercise_has_instructions_and_the_sheet_shows_them(program_id: str) -> None:
    program = find_program(program_id)
    sheet = program_text(program)

    assert max(map(len, sheet.splitlines())) <= 80
    for prescription in program.prescriptions:
        assert prescription.instructions and prescription.instructions in " ".join(sheet.split())
        assert EXERCISES[prescription.exercise].name in sheet


def test_a_schedule_in_words() -> None:
    assert schedule(find_program("five-exercise-weekly")) == "about 20 minutes, 2 to 3 times a week"
    assert schedule(find_program("three-exercise")) == ""


def test_a_program_that_does_not_hold_the_exercise_says_what_it_holds() -> None:
    with pytest.raises(UsageError, match=r"four-exercise has no dorsiflexion; it has plantar-flexion, ankle-circles, toe-press, toe-walking\."):
        prescription_for(find_program("four-exercise"), "dorsiflexion")


def test_the_prescription_of_one_exercise_is_found() -> None:
    assert prescription_for(find_program("four-exercise"), "toe-press").hold_s == 4


@pytest.mark.parametrize("name", ["five-exercises", "", "nonsense", "\0"])
def test_an_unknown_program_lists_those_there_are(name: str) -> None:
    with pytest.raises(UsageError, match=r"choose one of four-exercise, three-exercise, .* or name a \.toml file"):
        find_program(name)


def test_a_near_miss_is_guessed() -> None:
    with pytest.raises(UsageError, match=r"did you mean five-exercise\?"):
        find_program("five-exercises")
