"""The exercises footcv knows: one module each, found here by their ids."""

from collections.abc import Mapping
from types import MappingProxyType

from footcv.errors import UsageError
from footcv.exercises import ankle_circles, dorsiflexion, heel_raise, pencil_pickup, plantar_flexion, toe_press, toe_walking
from footcv.exercises.exercise import Exercise
from footcv.nearest import did_you_mean

_MODULES = (toe_press, toe_walking, ankle_circles, plantar_flexion, dorsiflexion, pencil_pickup, heel_raise)

EXERCISES: Mapping[str, Exercise] = MappingProxyType({module.EXERCISE.id: module.EXERCISE for module in _MODULES})


def find_exercise(exercise_id: str) -> Exercise:
    """Return the exercise of that id; raise UsageError, naming the nearest one and all of them, where there is none."""
    if exercise_id in EXERCISES:
        return EXERCISES[exercise_id]
    raise UsageError(f"unknown exercise {exercise_id!r}{did_you_mean(exercise_id, EXERCISES)}; choose one of {', '.join(EXERCISES)}")
