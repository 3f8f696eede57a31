"""Reps as the contract's CSV: RFC 4180, one row a rep. The rules of a cell are here, for writing and for reading back."""

import csv
import io
from collections.abc import Iterable
from functools import lru_cache

from footcv.analysis import Analysis
from footcv.coach.verdict import rests_before_s
from footcv.counting.rep import Rep

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

# What `footcv export` writes, of all that was ever logged.
LOG_COLUMNS = ("session_id", "started_at", *COLUMNS)

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Row = tuple[str, ...]


def csv_header() -> str:
    """Return the header line, with its line end."""
    return csv_lines([COLUMNS])


def csv_rows(analysis: Analysis) -> str:
    """Return one line for each rep of `analysis`, with their line ends; a recording is one set."""
    rests_s = rests_before_s(analysis.reps)
    return csv_lines(
        rep_row(analysis.source.path, analysis.exercise, analysis.program, 1, rep, rest_s) for rep, rest_s in zip(analysis.reps, rests_s, strict=True)
    )


def csv_lines(rows: Iterable[Iterable[str]]) -> str:
    """Return rows of cells as lines, with their line ends."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def rep_row(source: str, exercise: str, program: str | None, set_index: int, rep: Rep, rest_s: float | None) -> Row:
    """Return the cells of COLUMNS for one rep."""
    times = (rep.start_s, rep.hold_start_s, rep.hold_end_s, rep.end_s, rep.hold_s, rest_s)
    return (
        text_cell(source),
        text_cell(exercise),
        text_cell(program),
        str(set_index),
        str(rep.index),
        text_cell(rep.side),
        text_cell(rep.direction),
        *map(_time, times),
        f"{rep.peak:.4f}",
        text_cell(rep.peak_unit),
        f"{rep.confidence:.3f}",
        "true" if rep.counted else "false",
        text_cell(";".join(rep.faults)),
    )


# A log of a million rows holds few different texts.
@lru_cache(maxsize=1024)
def text_cell(value: str | None) -> str:
    """Return a text cell; a leading apostrophe keeps a spreadsheet from running it as a formula."""
    if value is None:
        return ""
    return f"'{value}" if _looks_neutralised(value) else value


def cell_text(cell: str) -> str | None:
    """Return the text that `text_cell` made a cell of; None for an empty one."""
    if not cell:
        return None
    return cell[1:] if cell.startswith("'") and _looks_neutralised(cell[1:]) else cell


def _looks_neutralised(value: str) -> bool:
    # Apostrophes before a formula are the text's own: one more is put before them, so that one can be taken off again.
    return value.lstrip("'").startswith(_FORMULA_STARTS)


def _time(time_s: float | None) -> str:
    return "" if time_s is None else f"{time_s:.3f}"
