"""`footcv report`."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footcv.cli.log import DataDir, open_users_log
from footcv.cli.options import Lang
from footcv.cli.printing import print_text
from footcv.cli.targets import check_target
from footcv.errors import UsageError

if TYPE_CHECKING:
    from footcv.report.contents import Report
    from footcv.words import Words


def report(
    what: Annotated[
        str | None, typer.Argument(metavar="SESSION|FILE.json", help="A session's number, as `footcv history` lists it, or what `footcv analyze --json` wrote.")
    ] = None,
    last: Annotated[bool, typer.Option("--last", help="The last session.")] = False,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE.html", help="Where the page goes; else into this folder.")] = None,
    lang: Lang = "en",
    data_dir: DataDir = None,
) -> None:
    """Write a page that shows what was done: one HTML file to open, to print or to pass on; it needs no network."""
    if (what is None) != last:
        raise UsageError("name a session, --last, or the JSON of an analysis, and only one of them; see `footcv report --help`")
    if output is not None:
        check_target("-o", output, ".html", what, "what it is made of")
    from footcv.words import words_in

    today, words = datetime.now().astimezone().date(), words_in(lang)
    if what is None or (what.isdecimal() and not os.path.exists(what)):
        made, name = _of_session(None if what is None else int(what), data_dir, today, words)
    else:
        made, name = _of_file(what, today, words), Path(what).stem
    target = output if output is not None else f"{name}.report.html"

    from footcv.records.output import output as open_output
    from footcv.report.document import page_text

    with open_output(target) as write:
        write(page_text(made))
    print_text(f"{target}: open it in a browser, or print it from there\n")


def _of_file(file: str, today: date, words: "Words") -> "Report":
    from footcv.records.analysis_read import read_analyses
    from footcv.report.contents import report_of, section_of

    return report_of([section_of(analysis, prescription, words) for analysis, prescription in read_analyses(file)], today)


def _of_session(number: int | None, data_dir: Path | None, today: date, words: "Words") -> "tuple[Report, str]":
    """The report of a session, or of the last one, and the name of its file."""
    from footcv.records.tally import program_of, tallies
    from footcv.records.traces import traces_by_set
    from footcv.report.contents import session_report
    from footcv.report.weeks import first_day, weeks_of

    with open_users_log(data_dir) as log:
        session = log.session(number) if number is not None else next(iter(log.last_sessions(1)), None)
        if session is None:
            raise UsageError("nothing is in the log yet: `footcv live` and `footcv analyze --save` put there what you do")
        program = program_of(log, session.program_id) if session.program_id is not None else None
        weeks = weeks_of(tallies(log, first_day(today)), session.program_id, program, today)
        traces = traces_by_set(log.traces(session.id))
        made = session_report(session, log.reps(session.id), traces, log.notes(session.id), weeks, today, words)
        return made, f"session-{session.id}"
