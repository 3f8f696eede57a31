"""The user's log, for the commands that read or write it."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footcv.errors import UsageError

if TYPE_CHECKING:
    from footcv.records.log import Log
    from footcv.words import Words

DataDir = Annotated[Path | None, typer.Option("--data-dir", metavar="DIR", help="Where the log is; else FOOTCV_DATA_DIR, else the user's data folder.")]


def open_users_log(folder: Path | None) -> "Log":
    """Open the log in `folder` (--data-dir) or where it is otherwise; raises OutputError where it cannot be opened."""
    from footcv.records.log import data_dir, log_path, open_log

    return open_log(log_path(data_dir(folder)))


def left_today(log: "Log", program_id: str, words: "Words") -> str:
    """Return what of a program is done today and what is left, in a sentence or two; nothing where the program does not say how often a day."""
    from footcv.records.history_text import today_text
    from footcv.records.tally import read_history

    found = read_history(log, datetime.now().astimezone().date())
    return next((today_text(program, words) for program in found.programs if program.id == program_id), "")


def parse_day(option: str, text: str | None) -> date | None:
    """Return the day that an option names as YYYY-MM-DD; raise UsageError where it names none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{option} {text!r} is no day; write it as 2026-03-29") from error
