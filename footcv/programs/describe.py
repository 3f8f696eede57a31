"""A program in plain words, and as data."""

import textwrap
from dataclasses import asdict

from footcv.exercises import EXERCISES
from footcv.programs.dose import dose
from footcv.programs.prescription import Program
from footcv.words import words_in


def program_text(program: Program) -> str:
    """Return the whole program as a sheet to follow, in lines of at most 80 columns."""
    lines = [f"{program.name} ({program.id})"]
    if schedule(program):
        lines.append(schedule(program))
    for number, prescription in enumerate(program.prescriptions, start=1):
        lines += ["", f"{number}. {EXERCISES[prescription.exercise].name} ({prescription.exercise})"]
        for text in (dose(prescription, words_in("en")), prescription.instructions):
            if text:
                lines.append(textwrap.fill(text, 80, initial_indent="   ", subsequent_indent="   "))
    return "\n".join(lines) + "\n"


def program_object(program: Program) -> dict[str, object]:
    """Return `program` as a JSON object; null, or an empty list, is what the routine does not say."""
    return asdict(program)


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


def _number_of(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
