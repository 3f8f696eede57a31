"""Program files: TOML in, a checked Program out."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from footcv.errors import UsageError
from footcv.exercises import EXERCISES
from footcv.nearest import did_you_mean
from footcv.programs.prescription import Prescription, Program

DIRECTIONS = ("clockwise", "counterclockwise")

# A program is a page of text; a megabyte is a mistake, such as the path of a video or a device.
_MAX_FILE_BYTES = 1_000_000

_Reader = Callable[[object], Any]


class _InvalidError(Exception):
    """What is wrong with one value; the file and the key are put before it on the way out."""


def read_program_file(path: str) -> bytes:
    """Return the bytes of a program file; raise UsageError where it cannot be read."""
    try:
        with open(path, "rb") as file:
            data = file.read(_MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UsageError(f"cannot read program file {path}: {reason}; check the path") from error
    if len(data) > _MAX_FILE_BYTES:
        raise UsageError(f"{path} is too large for a program file; name the TOML file of a program")
    return data


def parse_program(data: bytes, *, program_id: str, file: str) -> Program:
    """Return the program written in `data` (TOML, UTF-8); raise UsageError that names `file`, the key and the remedy where it is not valid."""
    try:
        return _program(_parse_toml(data), program_id)
    except _InvalidError as wrong:
        raise UsageError(f"{file}: {wrong}") from None


def _parse_toml(data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _InvalidError(f"byte {error.start} is not UTF-8; save the file as UTF-8 text") from error
    except RecursionError as error:
        raise _InvalidError("is nested too deeply for a program; remove the nesting") from error
    except ValueError as error:
        raise _InvalidError(f"is not valid TOML: {error}; mend it there") from error


def _program(table: Mapping[str, Any], program_id: str) -> Program:
    values = _read_keys(table, _PROGRAM_KEYS, required=("name", "exercise"))
    values["prescriptions"] = values.pop("exercise")
    if "per_week_max" not in values:
        values["per_week_max"] = values.get("per_week")
    _check_range(values, "per_week", "per_week_max")
    return Program(id=program_id, **values)


def _prescriptions(value: object) -> tuple[Prescription, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise _InvalidError(f"must be tables headed [[exercise]], not {_shown(value)}")
    if not value:
        raise _InvalidError("is empty; add at least one [[exercise]]")
    prescriptions: list[Prescription] = []
    for number, entry in enumerate(value, start=1):
        try:
            prescription = _prescription(entry)
        except _InvalidError as wrong:
            raise _InvalidError(f"number {number}: {wrong}") from None
        if any(prescription.exercise == earlier.exercise for earlier in prescriptions):
            raise _InvalidError(f"number {number}: id: {prescription.exercise} is there twice; give each exercise one entry")
        prescriptions.append(prescription)
    return tuple(prescriptions)


def _prescription(table: Mapping[str, Any]) -> Prescription:
    values = _read_keys(table, _EXERCISE_KEYS, required=("id",))
    exercise = EXERCISES[values.pop("id")]
    for key in ("hold_s", "hold_max_s") if exercise.in_turns else ("seconds", "directions"):
        if key in values:
            raise _InvalidError(f"{key}: {exercise.id} has none; remove it")
    for side in values.get("sides", ()):
        if side not in exercise.sides:
            raise _InvalidError(f"sides: {exercise.id} has no side {side!r}; use {' or '.join(exercise.sides)}")
    if "first_side" in values and values["first_side"] not in values.get("sides", ()):
        raise _InvalidError(f"first_side: {values['first_side']!r} is not among sides; add it there")
    _check_range(values, "hold_s", "hold_max_s")
    _check_range(values, "rest_s", "rest_max_s")
    return Prescription(exercise=exercise.id, **values)


def _read_keys(table: Mapping[str, Any], readers: Mapping[str, _Reader], required: Iterable[str]) -> dict[str, Any]:
    for key in table:
        if key not in readers:
            raise _InvalidError(f"unknown key {_shown(key)}{did_you_mean(key[:80], readers)}; the keys are {', '.join(readers)}")
    for key in required:
        if key not in table:
            raise _InvalidError(f"{key} is missing; add it")
    values = {}
    for key, value in table.items():
        try:
            values[key] = readers[key](value)
        except _InvalidError as wrong:
            raise _InvalidError(f"{key}: {wrong}") from None
    return values


def _check_range(values: Mapping[str, Any], low: str, high: str) -> None:
    if values.get(high) is None:
        return
    if values.get(low) is None:
        raise _InvalidError(f"{high}: needs {low} beside it; add {low}")
    if values[high] < values[low]:
        raise _InvalidError(f"{high}: {values[high]:g} is less than {low}; make it at least {values[low]:g}")


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable() or len(value) > 500:
        raise _InvalidError(f"must be one line of plain text in quotes, at most 500 characters, not {_shown(value)}")
    return value


def _whole(value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise _InvalidError(f"must be a whole number from 1 to {most}, not {_shown(value)}")
    return value


def _seconds(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= 3600:
        raise _InvalidError(f"must be seconds, more than 0 and at most 3600, not {_shown(value)}")
    return float(value)


def _exercise_id(value: object) -> str:
    if not isinstance(value, str) or value not in EXERCISES:
        hint = did_you_mean(value[:80], EXERCISES) if isinstance(value, str) else ""
        raise _InvalidError(f"unknown exercise {_shown(value)}{hint}; choose one of {', '.join(EXERCISES)}")
    return value


def _choice(value: object, choices: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in choices:
        raise _InvalidError(f"must be one of {', '.join(choices)}, not {_shown(value)}")
    return value


def _choices(value: object, choices: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise _InvalidError(f"must be a list of {', '.join(choices)} in square brackets, not {_shown(value)}")
    chosen = tuple(_choice(item, choices) for item in value)
    if len(set(chosen)) < len(chosen):
        raise _InvalidError("names one twice; name each once")
    return chosen


def _shown(value: object) -> str:
    """Return `value` for a message, never long: an error stays one line to read."""
    if isinstance(value, list | dict):
        return f"{'a' if value else 'an empty'} {'list' if isinstance(value, list) else 'table'}"
    # Python refuses to write out the largest of them.
    if isinstance(value, int) and abs(value) > 10**12:
        return "a huge number"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


_SIDES = ("left", "right", "both")

_PROGRAM_KEYS: Mapping[str, _Reader] = {
    "name": _text,
    "minutes": partial(_whole, most=600),
    "per_week": partial(_whole, most=50),
    "per_week_max": partial(_whole, most=50),
    "exercise": _prescriptions,
}

_EXERCISE_KEYS: Mapping[str, _Reader] = {
    "id": _exercise_id,
    "instructions": _text,
    "reps": partial(_whole, most=1000),
    "hold_s": _seconds,
    "hold_max_s": _seconds,
    "rest_s": _seconds,
    "rest_max_s": _seconds,
    "seconds": _seconds,
    "directions": partial(_choices, choices=DIRECTIONS),
    "sides": partial(_choices, choices=_SIDES),
    "first_side": partial(_choice, choices=_SIDES),
    "per_day": partial(_whole, most=50),
}
