"""What a program asks for. None, or an empty tuple, stands for what the routine does not say."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Prescription:
    """The dose of one exercise.

    `reps` are repetitions, or turns of ankle circles, for each of `sides` and each of `directions`. `hold_s` is the time to hold one
    repetition and `rest_s` the pause between two, in seconds; each is the least that will do where `hold_max_s` or `rest_max_s` names a most.
    `seconds` is for circles dosed by a count: that long may be circled in place of `reps` turns.
    `sides` are those to be done one after the other; `first_side` is the one to begin with, where the routine says.
    `directions` are in the order they are done. `per_day` is how often a day.
    """

    exercise: str
    instructions: str | None = None
    reps: int | None = None
    hold_s: float | None = None
    hold_max_s: float | None = None
    rest_s: float | None = None
    rest_max_s: float | None = None
    seconds: float | None = None
    directions: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    first_side: str | None = None
    per_day: int | None = None

    @property
    def sets_a_day(self) -> int:
        """How many sets a day it asks for: one where the routine does not say."""
        return self.per_day or 1


@dataclass(frozen=True, kw_only=True)
class Program:
    """Exercises in their order. `minutes` is what one round takes, `per_week` to `per_week_max` how often a week; the two are equal for a fixed number."""

    id: str
    name: str
    minutes: int | None = None
    per_week: int | None = None
    per_week_max: int | None = None
    prescriptions: tuple[Prescription, ...] = ()

    @property
    def days_a_week(self) -> tuple[int, int]:
        """On how many days of a week it is to be done, at least and at most: on every day where it names no number."""
        return (7, 7) if self.per_week is None else (self.per_week, self.per_week_max or self.per_week)


def program_from(told: dict[str, Any]) -> Program:
    """Return the program whose `asdict` JSON holds. Raises KeyError, TypeError or AttributeError for what is none."""
    prescriptions = tuple(Prescription(**{key: _frozen(value) for key, value in entry.items()}) for entry in told["prescriptions"])
    return Program(**{**told, "prescriptions": prescriptions})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
