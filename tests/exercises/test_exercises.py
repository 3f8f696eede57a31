import pytest

from footcv.errors import UsageError
from footcv.exercises import EXERCISES, find_exercise
from footcv.exercises.describe import exercise_object, exercise_text

SIDES = {
    "toe-press": ("left", "right", "both"),
    "toe-walking": ("both",),
    "ankle-circles": ("left", "right"),
    "plantar-flexion": ("left", "right"),
    "dorsiflexion": ("left", "right", "both"),
    "pencil-pickup": ("left", "right"),
    "heel-raise": ("left", "right", "both"),
}


def test_the_exercises_and_their_sides_are_those_of_the_contract() -> None:
    assert {exercise.id: exercise.sides for exercise in EXERCISES.values()} == SIDES


def test_all_exercises_can_be_counted() -> None:
    assert all(exercise.analysable for exercise in EXERCISES.values())


def test_only_circles_are_done_in_turns_and_all_else_has_pulses() -> None:
    assert [exercise.id for exercise in EXERCISES.values() if exercise.in_turns] == ["ankle-circles"]
    assert all((exercise.pulses is None) == exercise.in_turns for exercise in EXERCISES.values())


@pytest.mark.parametrize("exercise_id", SIDES)
def test_an_exercise_is_found_by_its_id_and_says_all_there_is_to_say(exercise_id: str) -> None:
    exercise = find_exercise(exercise_id)

    assert exercise.id == exercise_id
    assert all(exercise_object(exercise)[key] for key in ("name", "rep", "position", "equipment", "camera", "measured", "sides"))
    # The sheet is wrapped; unwrapped, it holds each text whole.
    sheet = " ".join(exercise_text(exercise).split())
    assert all(text in sheet for text in (exercise.rep, exercise.position, exercise.equipment, exercise.camera, exercise.measured))


@pytest.mark.parametrize("exercise_id", SIDES)
def test_the_sheet_fits_80_columns(exercise_id: str) -> None:
    assert max(map(len, exercise_text(EXERCISES[exercise_id]).splitlines())) <= 80


@pytest.mark.parametrize(
    ("word", "hint"),
    [("toe-wlking", "did you mean toe-walking?"), ("Heel-Raise", "did you mean heel-raise?"), ("squat", "choose one of toe-press, toe-walking")],
)
def test_an_unknown_exercise_names_the_nearest_and_all_of_them(word: str, hint: str) -> None:
    with pytest.raises(UsageError, match="unknown exercise") as caught:
        find_exercise(word)
    assert hint in str(caught.value)
    assert all(exercise_id in str(caught.value) for exercise_id in SIDES)
