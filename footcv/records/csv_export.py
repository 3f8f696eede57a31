"""Reps as the contract's CSV: RFC 4180, one row a rep."""

import csv
import io
from collections.abc import Iterable

from footcv.analysis import Analysis
from footcv.coach.verdict import rests_before_s

COLUMNS = (
    "source",
    "exercise",
    "program",
    "set",
    "index",
    "side",
    "direction",
    "start_s",
    "hold_start_s",
    "hold_end_s",
    "end_s",
    "hold_s",
    "rest_before_s",
    "peak",
    "peak_unit",
    "confidence",
    "counted",
    "faults",
)

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_header() -> str:
    """Return the header line, with its line end."""
    return _lines([COLUMNS])


def csv_rows(analysis: Analysis) -> str:
    """Return one line for each rep of `analysis`, with their line ends; a recording is one set."""
    rows = []
    for rep, rest_s in zip(analysis.reps, rests_before_s(analysis.reps), strict=True):
        cells = (_text(analysis.source.path), _text(analysis.exercise), _text(analysis.program), "1", str(rep.index), _text(rep.side), _text(rep.direction))
        times = (rep.start_s, rep.hold_start_s, rep.hold_end_s, rep.end_s, rep.hold_s, rest_s)
        measured = (f"{rep.peak:.4f}", _text(rep.peak_unit), f"{rep.confidence:.3f}")
        rows.append((*cells, *map(_time, times), *measured, str(rep.counted).lower(), _text(";".join(rep.faults))))
    return _lines(rows)


def _lines(rows: Iterable[Iterable[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def _text(value: str | None) -> str:
    """Return a text cell; a leading apostrophe keeps a spreadsheet from running it as a formula."""
    if value is None:
        return ""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def _time(time_s: float | None) -> str:
    return "" if time_s is None else f"{time_s:.3f}"
