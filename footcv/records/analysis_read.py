"""Analyses read back from the contract's JSON: the reverse of analysis_json.py."""

import json
import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from footcv.analysis import Analysis, SourceInfo
from footcv.coach.verdict import summary
from footcv.counting.rep import FAULTS, PEAK_UNITS, SIDES, Rep
from footcv.errors import SourceError
from footcv.exercises import EXERCISES
from footcv.programs import BUILT_IN, find_program
from footcv.programs.loader import DIRECTIONS
from footcv.programs.prescription import Prescription
from footcv.records import strict_json
from footcv.records.analysis_json import SCHEMA


class _DamagedError(ValueError):
    """What is missing or wrong, and where."""


def read_analyses(file: str) -> list[tuple[Analysis, Prescription | None]]:
    """Return what `footcv analyze --json` wrote to `file`: each analysis, and what it was held against, one or, line by line, several.

    The JSON names only some of a prescription; of a built-in program the rest is looked up, where it still asks the same. Raises SourceError, one line, where
    the file cannot be read, is no JSON, has another schema, or is damaged.
    """
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = "it does not exist" if isinstance(error, FileNotFoundError) else getattr(error, "strerror", None) or "it is no text, so no analysis"
        raise SourceError(f"cannot read {file}: {reason}") from error
    try:
        objects = _objects(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{file} is no analysis: it is no JSON; name what `footcv analyze --json` wrote") from error
    analyses = []
    for number, data in enumerate(objects, start=1):
        line = f" (line {number})" if len(objects) > 1 else ""
        schema = data.get("schema") if isinstance(data, dict) else None
        if schema != SCHEMA:
            raise SourceError(f"{file}{line} is no analysis: its schema is {json.dumps(schema)[:60]}, not {SCHEMA}; name what `footcv analyze --json` wrote")
        try:
            analysis = analysis_of(data)
            analyses.append((analysis, _prescription(analysis, _field(data, "summary", dict))))
        except _DamagedError as error:
            raise SourceError(f"{file}{line} is damaged: {error}; write it anew with `footcv analyze --json`") from error
    return analyses


def _objects(text: str) -> list[Any]:
    """The one object of the text, or one for each line."""
    try:
        return [strict_json.loads(text)]
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        return [strict_json.loads(line) for line in lines]


def analysis_of(data: dict[str, Any]) -> Analysis:
    """Return the analysis that an object of `SCHEMA` tells of, its numbers as they were rounded. Raises ValueError, which says what is missing or wrong."""
    source = _field(data, "source", dict)
    info = SourceInfo(
        _field(source, "path", str),
        _field(source, "width", int),
        _field(source, "height", int),
        _number(source, "fps"),
        _number(source, "duration_s"),
        _field(source, "frames", int),
    )
    exercise = _one_of(data, "exercise", tuple(EXERCISES))
    reps = tuple(_rep(rep) for rep in _field(data, "reps", list))
    if any(later.start_s < earlier.start_s for earlier, later in pairwise(reps)):
        raise _DamagedError("reps are not in the order of their times")
    warnings = _field(data, "warnings", list)
    if not all(isinstance(warning, str) for warning in warnings):
        raise _DamagedError("warnings are no texts")
    program = _field(data, "program", str) if data.get("program") is not None else None
    model, detected = _field(data, "model", str), _number(data, "detected_fraction")
    return Analysis(info, exercise, program, model, detected, reps, tuple(warnings))


def _prescription(analysis: Analysis, told: dict[str, Any]) -> Prescription | None:
    if told.get("prescribed") is None:
        return None
    prescribed = _field(told, "prescribed", dict)
    if analysis.program in BUILT_IN:
        for prescription in find_program(analysis.program).prescriptions:
            if prescription.exercise == analysis.exercise and summary(analysis, prescription)["prescribed"] == prescribed:
                return prescription
    reps = _field(prescribed, "reps", int) if prescribed.get("reps") is not None else None
    return Prescription(exercise=analysis.exercise, reps=reps, hold_s=_number_or_none(prescribed, "hold_s"), rest_s=_number_or_none(prescribed, "rest_s"))


def _rep(data: Any) -> Rep:
    if not isinstance(data, dict):
        raise _DamagedError("a rep is no object")
    start_s, end_s = _number(data, "start_s"), _number(data, "end_s")
    hold_start_s, hold_end_s = _number_or_none(data, "hold_start_s"), _number_or_none(data, "hold_end_s")
    times = [t for t in (start_s, hold_start_s, hold_end_s, end_s) if t is not None]
    if times != sorted(times) or (hold_start_s is None) != (hold_end_s is None):
        raise _DamagedError("the times of a rep do not follow each other")
    faults = _field(data, "faults", list)
    if not all(fault in FAULTS for fault in faults):
        raise _DamagedError("a rep has a fault that this footcv does not know")
    return Rep(
        index=_field(data, "index", int),
        side=_one_of(data, "side", SIDES),
        direction=_one_of(data, "direction", DIRECTIONS) if data.get("direction") is not None else None,
        start_s=start_s,
        hold_start_s=hold_start_s,
        hold_end_s=hold_end_s,
        end_s=end_s,
        peak=_number(data, "peak"),
        peak_unit=_one_of(data, "peak_unit", PEAK_UNITS),
        confidence=_number(data, "confidence"),
        counted=_field(data, "counted", bool),
        faults=tuple(faults),
    )


def _field(data: dict[str, Any], name: str, kind: type[Any]) -> Any:
    value = data.get(name)
    # True is an int for Python, and for nobody else.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _DamagedError(f"{name} is missing" if name not in data else f"{name} is not what it should be")
    return value


def _number(data: dict[str, Any], name: str) -> float:
    value = _field(data, name, (int, float))  # type: ignore[arg-type]
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if isinstance(value, bool) or not 0 <= number < 1e9:
        raise _DamagedError(f"{name} is no number that can be")
    return number


def _number_or_none(data: dict[str, Any], name: str) -> float | None:
    return None if data.get(name) is None else _number(data, name)


def _one_of(data: dict[str, Any], name: str, words: Sequence[str]) -> str:
    value = _field(data, name, str)
    if value not in words:
        raise _DamagedError(f"{name} is {value[:40]!r}, none of {', '.join(words)}")
    return str(value)
