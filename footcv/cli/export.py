"""`footcv export`."""

import os
from contextlib import ExitStack
from typing import Annotated

import typer

from footcv.cli.log import DataDir, open_users_log, parse_day
from footcv.cli.printing import print_text
from footcv.errors import UsageError


def export(
    csv_to: Annotated[str | None, typer.Option("--csv", metavar="FILE|-", help="Write one row for each rep; - is stdout, and the default.")] = None,
    json_to: Annotated[str | None, typer.Option("--json", metavar="FILE|-", help="Write all that is logged as JSON; - is stdout.")] = None,
    signals: Annotated[bool, typer.Option("--signals", help="In the JSON, what the reps were counted in, too: with it the JSON is all of the log.")] = False,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only sessions that began on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only sessions that began on this day or earlier.")] = None,
    exercise: Annotated[str | None, typer.Option(metavar="ID", help="Only this exercise.")] = None,
    program: Annotated[str | None, typer.Option(metavar="ID", help="Only sessions of this program.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Write the log to a file that a spreadsheet opens, or that `footcv history import` takes back.

    The CSV holds every repetition that was not taken back; the JSON also what was, notes, how a session ended and what its program asked for.
    """
    from footcv.exercises import find_exercise
    from footcv.records.entries import Wanted
    from footcv.records.log_export import log_csv, log_json
    from footcv.records.output import output

    if csv_to is None and json_to is None:
        csv_to = "-"
    if signals and json_to is None:
        raise UsageError("--signals are for the JSON, for which a CSV has no column; name it with --json FILE")
    if csv_to is not None and json_to is not None and (csv_to == json_to or os.path.realpath(csv_to) == os.path.realpath(json_to)):
        raise UsageError(f"--csv and --json cannot both go to {csv_to}; choose another file for one of them")
    wanted = Wanted(parse_day("--since", since), parse_day("--until", until), program, find_exercise(exercise).id if exercise is not None else None)
    if wanted.since is not None and wanted.until is not None and wanted.until < wanted.since:
        raise UsageError(f"--until {until} is before --since {since}; exchange them")
    with ExitStack() as stack:
        log = stack.enter_context(open_users_log(data_dir))
        for target, made in ((csv_to, log_csv(log, wanted)), (json_to, log_json(log, wanted, signals=signals))):
            if target is not None:
                write = stack.enter_context(output(target))
                for text in made:
                    write(text)
    if "-" not in (csv_to, json_to):
        print_text(f"Written: {', '.join(target for target in (csv_to, json_to) if target is not None)}\n")
