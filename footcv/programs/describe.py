"""A program in plain words, and as data."""

import textwrap
from dataclasses import asdict

from footcv.exercises import EXERCISES
from footcv.programs.prescription import Prescription, Program


def program_text(program: Program) -> str:
    """Return the whole program as a sheet to follow, in lines of at most 80 columns."""
    lines = [f"{program.name} ({program.id})"]
    if schedule(program):
        lines.append(schedule(program))
    for number, prescription in enumerate(program.prescriptions, start=1):
        lines += ["", f"{number}. {EXERCISES[prescription.exercise].name} ({prescription.exercise})"]
        for text in (dose(prescription), prescription.instructions):
            if text:
                lines.append(textwrap.fill(text, 80, initial_indent="   ", subsequent_indent="   "))
    return "\n".join(lines) + "\n"


def program_object(program: Program) -> dict[str, object]:
    """Return `program` as a JSON object; null, or an empty list, is what the routine does not say."""
    return asdict(program)


def dose(prescription: Prescription) -> str:
    """Return the dose on one line, such as `15 reps, hold 5 s, twice a day`; what the routine does not say is left out."""
    unit = "turn" if EXERCISES[prescription.exercise].in_turns else "rep"
    parts = []
    if prescription.reps is not None:
        amount = _number_of(prescription.reps, unit)
        parts.append(amount if prescription.seconds is None else f"{amount} or {prescription.seconds:g} s")
    elif prescription.seconds is not None:
        parts.append(f"{prescription.seconds:g} s")
    if prescription.directions:
        parts.append(" then ".join(prescription.directions))
    if prescription.hold_s is not None:
        parts.append(f"hold {_range(prescription.hold_s, prescription.hold_max_s)} s")
    if prescription.rest_s is not None:
        parts.append(f"rest {_range(prescription.rest_s, prescription.rest_max_s)} s")
    if prescription.sides:
        parts.append(_sides(prescription))
    if prescription.per_day is not None:
        parts.append(f"{_times(prescription.per_day)} a day")
    return ", ".join(parts)


def schedule(program: Program) -> str:
    """Return how long a round takes and how often a week it is done, or nothing where the routine does not say."""
    parts = []
    if program.minutes is not None:
        parts.append(f"about {_number_of(program.minutes, 'minute')}")
    if program.per_week is not None and program.per_week_max == program.per_week:
        parts.append(f"{_times(program.per_week)} a week")
    elif program.per_week is not None:
        parts.append(f"{program.per_week} to {program.per_week_max} times a week")
    return ", ".join(parts)


def _sides(prescription: Prescription) -> str:
    if prescription.sides == ("both",):
        return "both feet together"
    words = "each foot" if len(prescription.sides) > 1 else f"{prescription.sides[0]} foot"
    return words if prescription.first_side is None else f"{words}, {prescription.first_side} first"


def _range(least: float, most: float | None) -> str:
    return f"{least:g}" if most is None else f"{least:g} to {most:g}"


def _number_of(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
