"""The sheet as a list: one set after another, each with its side, its direction, its dose and its rest."""

from dataclasses import dataclass, replace

from footcv.errors import UsageError
from footcv.exercises import EXERCISES
from footcv.exercises.exercise import Exercise
from footcv.programs import prescription_for
from footcv.programs.prescription import Prescription, Program


@dataclass(frozen=True)
class Step:
    """One set. `prescription` is what is asked of this set alone (at most one side and one direction); None without a program: it lasts until the person stops.

    `side` and `direction` are None where any will do.
    """

    exercise: Exercise
    prescription: Prescription | None
    side: str | None
    direction: str | None
    program_id: str | None = None


def steps_of(program: Program | None, exercise: Exercise | None, side: str, rest: bool) -> tuple[Step, ...]:
    """Return the sets of `program`, of its part for `exercise`, or, without a program, the one open set of `exercise`.

    `side` is the side asked for (left, right, both) or `auto`; one asked for outranks the program's where the exercise has it. Without `rest` no rests between
    repetitions are asked for. Raises UsageError where the program does not hold the exercise, or an exercise alone does not have the side.
    """
    if program is None:
        if exercise is None:
            raise UsageError("nothing to do: name an --exercise or a --program")
        if side != "auto" and side not in exercise.sides:
            raise UsageError(f"{exercise.id} has no side {side!r}; use {' or '.join(exercise.sides)}")
        return (Step(exercise, None, None if side == "auto" else side, None),)
    prescriptions = program.prescriptions if exercise is None else (prescription_for(program, exercise.id),)
    return tuple(step for prescription in prescriptions for step in _steps_of_one(program.id, prescription, side, rest))


def _steps_of_one(program_id: str, prescription: Prescription, side: str, rest: bool) -> list[Step]:
    exercise = EXERCISES[prescription.exercise]
    sides: tuple[str | None, ...] = (side,) if side in exercise.sides else _in_order(prescription) or (None,)
    directions: tuple[str | None, ...] = prescription.directions or (None,)
    if not rest:
        prescription = replace(prescription, rest_s=None, rest_max_s=None)
    return [
        Step(exercise, replace(prescription, sides=(one,) if one else (), directions=(way,) if way else (), first_side=None), one, way, program_id)
        for one in sides
        for way in directions
    ]


def _in_order(prescription: Prescription) -> tuple[str, ...]:
    return tuple(sorted(prescription.sides, key=lambda side: side != prescription.first_side)) if prescription.first_side else prescription.sides
