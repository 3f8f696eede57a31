"""What the table, the history and the report say alike, in the language of their words."""

from pathlib import PurePath

from footcv.exercises import EXERCISES
from footcv.programs.dose import least_to_most
from footcv.records.entries import How
from footcv.words import Words

# How a peak is shown: the factor to what people say, and its decimals.
SHOWN = {"m": (100.0, 1), "deg": (1.0, 0), "share": (100.0, 0)}


def bare_amount(value: float, unit: str, words: Words) -> str:
    """A peak without its unit: `31`, of metres `7.1`."""
    factor, decimals = SHOWN[unit]
    return words.number(factor * value, decimals)


def amount(value: float, unit: str, words: Words) -> str:
    """A peak as people say it: `31°`, `7.1 cm`, `98%`."""
    return words(f"amount.{unit}", figure=bare_amount(value, unit, words))


def reps_or_turns(exercise: str, number: int, words: Words) -> str:
    """How many of what that exercise is done in: `12 reps`, `8 turns`."""
    return words("dose.turns" if EXERCISES[exercise].in_turns else "table.reps", n=number)


def seconds(value: float, words: Words) -> str:
    """A duration: `4.8 s`."""
    return words("amount.s", figure=words.number(value, 1))


def share(value: float, words: Words) -> str:
    """A share of something: `83%`."""
    return words("amount.share", figure=words.number(100 * value))


def clock(t_s: float, words: Words, decimals: int = 0) -> str:
    """A time as players show it: `1:08`, with one decimal `1:08.2`."""
    minutes, rest_s = divmod(round(t_s, decimals), 60)
    return f"{minutes:.0f}:{'0' if rest_s < 10 else ''}{words.number(rest_s, decimals)}"


def range_of(least_s: float | None, most_s: float | None, words: Words) -> str:
    """What is asked of a hold or a rest: `5 s`, `10 to 15 s`, or nothing."""
    return "" if least_s is None else words("amount.s", figure=least_to_most(least_s, most_s, words))


def source_name(source: str) -> str:
    """What was looked at, without the folder it lies in: who reads a page or a list need not know how somebody keeps his files."""
    return source if "://" in source else PurePath(source).name or source


def ending_words(how: How | None, words: Words) -> str:
    """How a session ended, in a word or two; None is one that broke off."""
    return words(f"ending.{(how or 'broke off').replace(' ', '-')}")
