"""`footcv history`."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footcv.cli.log import DataDir, open_users_log
from footcv.cli.options import AsJson, Lang
from footcv.cli.printing import print_json, print_text
from footcv.errors import UsageError

if TYPE_CHECKING:
    from footcv.records.history_text import SessionLine
    from footcv.records.log import Log
    from footcv.words import Words

history_app = typer.Typer(rich_markup_mode=None, help="What was done, against what was prescribed.")

_LAST_SESSIONS = 7

OwnLang = Annotated[str | None, typer.Option("--lang", metavar="CODE", help="The language of all words: en or de.")]
SessionNumber = Annotated[int, typer.Argument(metavar="SESSION", min=1, help="The number of a session, as `footcv history` lists it.")]


@history_app.callback(invoke_without_command=True)
def _history(context: typer.Context, as_json: AsJson = False, lang: Lang = "en", data_dir: DataDir = None) -> None:
    if context.invoked_subcommand is not None:
        # Where the log is, and the language, may be said before or after the command's name.
        context.obj = (data_dir, lang)
        return
    from datetime import datetime

    from footcv.records.history_text import history_object, history_text
    from footcv.records.tally import read_history
    from footcv.words import words_in

    words = words_in(lang)
    with open_users_log(data_dir) as log:
        found = read_history(log, datetime.now().astimezone().date())
        last = _last_sessions(log)
        if as_json:
            print_json(history_object(found, last))
        elif not last:
            print_text(words("history.empty") + "\n")
        else:
            print_text(history_text(found, last, words, width=shutil.get_terminal_size().columns, colour=sys.stdout.isatty()))


@history_app.command("show")
def _show(context: typer.Context, session: SessionNumber, as_json: AsJson = False, lang: OwnLang = None, data_dir: DataDir = None) -> None:
    """Show one session, repetition by repetition."""
    from footcv.records.history_text import session_text
    from footcv.records.log_export import logged_object, session_object

    words, folder = _asked(context, lang, data_dir)
    with open_users_log(folder) as log:
        found = log.session(session)
        reps = log.reps(session, taken_back=True)
        if as_json:
            print_json({**session_object(log, found), "reps": list(map(logged_object, reps))})
        else:
            print_text(session_text(found, reps, log.notes(session), words, width=shutil.get_terminal_size().columns, colour=sys.stdout.isatty()))


@history_app.command("delete")
def _delete(
    context: typer.Context,
    session: SessionNumber,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    lang: OwnLang = None,
    data_dir: DataDir = None,
) -> None:
    """Remove one session from the log, its signals too; it asks before."""
    words, folder = _asked(context, lang, data_dir)
    with open_users_log(folder) as log:
        found = log.session(session)
        reps = words("table.reps", n=log.counted(session)[1])
        what = words("history.delete.what", number=session, time=f"{found.started_at:%Y-%m-%d %H:%M}", reps=reps)
        if not yes and not _sure(words("history.delete.ask", session=what), words):
            print_text(words("history.delete.kept", session=what) + "\n")
            return
        log.delete(session)
        print_text(words("history.delete.done", session=what) + "\n")


@history_app.command("import")
def _import(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `footcv export` wrote, CSV or JSON, or a rescue file.")],
    lang: OwnLang = None,
    data_dir: DataDir = None,
) -> None:
    """Take back what `footcv export` wrote; what is in the log already is not added twice.

    A CSV holds the repetitions that count or were seen, and nothing else: what was taken back, notes, how and when a session ended, what its program asked for
    and its signals are not in it, and do not come back. The JSON of `footcv export --json FILE --signals` holds all of it.
    """
    from footcv.records.log_import import import_file

    words, folder = _asked(context, lang, data_dir)
    with open_users_log(folder) as log:
        done = import_file(log, file)
    reps, sessions = words("table.reps", n=done.added), words("history.sessions", n=done.sessions)
    print_text(words("history.import.done", file=file, reps=reps, known=done.known, sessions=sessions) + "\n")


def _asked(context: typer.Context, lang: str | None, data_dir: Path | None) -> "tuple[Words, Path | None]":
    """The words, and the folder of the log, as they were asked for after the command's name or before it."""
    from footcv.words import words_in

    folder_before, lang_before = context.obj
    return words_in(lang or lang_before), data_dir or folder_before


def _last_sessions(log: "Log") -> "list[SessionLine]":
    from footcv.records.history_text import SessionLine

    return [SessionLine(session, *log.counted(session.id)) for session in log.last_sessions(_LAST_SESSIONS)]


def _sure(question: str, words: "Words") -> bool:
    typer.echo(question, err=True, nl=False)
    answer = sys.stdin.readline()
    if not answer:
        raise UsageError("nobody is there to ask; give --yes to delete without asking")
    return answer.strip().lower() in words("history.delete.yes").split()
