"""A dose in words, as the coach, the report and a program's sheet tell it: in the language of their words."""

from footcv.exercises import EXERCISES
from footcv.programs.prescription import Prescription
from footcv.words import Words


def dose(asked: Prescription, words: Words) -> str:
    """The whole dose on one line, such as `15 repetitions, hold for 5 seconds, twice a day`; what the program does not say is left out."""
    parts = dose_of_set(asked, words)
    parts.insert(1 if asked.reps is not None or asked.seconds is not None else 0, ways(asked, words))
    if asked.sides:
        parts.append(words("dose.sides.each" if len(asked.sides) > 1 else f"dose.sides.{asked.sides[0]}"))
    if asked.first_side is not None:
        parts.append(words(f"dose.first.{asked.first_side}"))
    return ", ".join(filter(None, [*parts, times_a_day(asked.per_day, words)]))


def dose_of_set(asked: Prescription, words: Words) -> list[str]:
    """What is asked of one set: how many or how long, the hold, the rest; what the program does not say is left out."""
    by_reps = words("dose.turns" if EXERCISES[asked.exercise].in_turns else "dose.reps", n=asked.reps) if asked.reps is not None else None
    by_time = words("dose.seconds", seconds=least_to_most(asked.seconds, None, words)) if asked.seconds is not None else None
    parts = [words("dose.or", one=by_reps, other=by_time)] if by_reps and by_time else [part for part in (by_reps, by_time) if part]
    if asked.hold_s is not None:
        parts.append(words("dose.hold", seconds=least_to_most(asked.hold_s, asked.hold_max_s, words)))
    if asked.rest_s is not None:
        parts.append(words("dose.rest", seconds=least_to_most(asked.rest_s, asked.rest_max_s, words)))
    return parts


def ways(asked: Prescription, words: Words) -> str:
    """The directions asked for, in their order; nothing where any will do."""
    told = [words(f"direction.{direction}") for direction in asked.directions]
    return words("dose.then", first=told[0], second=told[1]) if len(told) == 2 else "".join(told)


def times_a_day(number: int | None, words: Words) -> str:
    """`twice a day`; nothing for None."""
    if number is None:
        return ""
    return words({1: "dose.once-a-day", 2: "dose.twice-a-day"}[number]) if number < 3 else words("dose.times-a-day", n=number)


def least_to_most(least: float, most: float | None, words: Words) -> str:
    """`5`, or, where a most is asked for too, `10 to 15`: with as many decimals as they need."""
    told = words.number(least, None)
    return told if most is None else words("dose.range", least=told, most=words.number(most, None))
