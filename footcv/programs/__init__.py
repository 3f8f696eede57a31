"""What is prescribed: the built-in programs and the user's own."""

import os
from importlib import resources
from pathlib import Path

from footcv.errors import UsageError
from footcv.nearest import did_you_mean
from footcv.programs.loader import parse_program, read_program_file
from footcv.programs.prescription import Prescription, Program

BUILT_IN = ("four-exercise", "three-exercise", "five-exercise", "four-exercise-ten-rounds", "five-exercise-weekly")


def find_program(name_or_path: str) -> Program:
    """Return the built-in program of that id, or the one in the TOML file of that path.

    Raises UsageError where there is neither, or the file is no valid program.
    """
    if name_or_path in BUILT_IN:
        file = resources.files("footcv.programs") / f"{name_or_path}.toml"
        return parse_program(file.read_bytes(), program_id=name_or_path, file=f"{name_or_path}.toml")
    if name_or_path.endswith(".toml") or os.path.isfile(name_or_path):
        return parse_program(read_program_file(name_or_path), program_id=Path(name_or_path).stem, file=name_or_path)
    known = ", ".join(BUILT_IN)
    raise UsageError(f"unknown program {name_or_path!r}{did_you_mean(name_or_path, BUILT_IN)}; choose one of {known}, or name a .toml file of your own")


def prescription_for(program: Program, exercise_id: str) -> Prescription:
    """Return what `program` asks of that exercise; raise UsageError where it does not hold it."""
    for prescription in program.prescriptions:
        if prescription.exercise == exercise_id:
            return prescription
    held = ", ".join(prescription.exercise for prescription in program.prescriptions)
    raise UsageError(f"program {program.id} has no {exercise_id}; it has {held}. Choose one of these, or leave --program out")
