"""`footcv history`."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footcv.cli.log import DataDir, open_users_log
from footcv.cli.printing import AsJson, print_json, print_text
from footcv.errors import UsageError

if TYPE_CHECKING:
    from footcv.records.history_text import SessionLine
    from footcv.records.log import Log

history_app = typer.Typer(rich_markup_mode=None, help="What was done, against what was prescribed.")

_LAST_SESSIONS = 7

SessionNumber = Annotated[int, typer.Argument(metavar="SESSION", min=1, help="The number of a session, as `footcv history` lists it.")]


@history_app.callback(invoke_without_command=True)
def _history(context: typer.Context, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    if context.invoked_subcommand is not None:
        # Where the log is may be said before or after the command's name.
        context.obj = data_dir
        return
    from datetime import datetime

    from footcv.records.history_text import history_object, history_text
    from footcv.records.tally import read_history

    with open_users_log(data_dir) as log:
        found = read_history(log, datetime.now().astimezone().date())
        last = _last_sessions(log)
        if as_json:
            print_json(history_object(found, last))
        elif not last:
            print_text("Nothing is in the log yet: `footcv live` and `footcv analyze --save` put there what you do.\n")
        else:
            print_text(history_text(found, last, width=shutil.get_terminal_size().columns, colour=sys.stdout.isatty()))


@history_app.command("show")
def _show(context: typer.Context, session: SessionNumber, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Show one session, repetition by repetition."""
    from footcv.records.history_text import session_text
    from footcv.records.log_export import logged_object, session_object

    with open_users_log(data_dir or context.obj) as log:
        found = log.session(session)
        reps = log.reps(session, taken_back=True)
        if as_json:
            print_json({**session_object(log, found), "reps": list(map(logged_object, reps))})
        else:
            print_text(session_text(found, reps, log.notes(session), width=shutil.get_terminal_size().columns, colour=sys.stdout.isatty()))


@history_app.command("delete")
def _delete(
    context: typer.Context,
    session: SessionNumber,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Remove one session from the log; it asks before."""
    with open_users_log(data_dir or context.obj) as log:
        found = log.session(session)
        what = f"session {session} of {found.started_at:%Y-%m-%d %H:%M} with {_number(log.counted(session)[1], 'rep')}"
        if not yes and not _sure(f"Delete {what}? It cannot be undone [y/N] "):
            print_text(f"Kept {what}.\n")
            return
        log.delete(session)
        print_text(f"Deleted {what}.\n")


@history_app.command("import")
def _import(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="What `footcv export` wrote, or a rescue file.")],
    data_dir: DataDir = None,
) -> None:
    """Take back what `footcv export` wrote; what is in the log already is not added twice."""
    from footcv.records.log_import import import_csv

    with open_users_log(data_dir or context.obj) as log:
        done = import_csv(log, file)
    print_text(f"{file}: {_number(done.added, 'rep')} added, {done.known} were there already; {_number(done.sessions, 'session')} made.\n")


def _last_sessions(log: "Log") -> "list[SessionLine]":
    from footcv.records.history_text import SessionLine

    return [SessionLine(session, *log.counted(session.id)) for session in log.last_sessions(_LAST_SESSIONS)]


def _number(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _sure(question: str) -> bool:
    typer.echo(question, err=True, nl=False)
    answer = sys.stdin.readline()
    if not answer:
        raise UsageError("nobody is there to ask; give --yes to delete without asking")
    return answer.strip().lower() in ("y", "yes")
