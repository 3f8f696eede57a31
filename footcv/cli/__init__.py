"""The command line: arguments in, exit status out; nothing else."""

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

import footcv
from footcv.cli.analyze import analyze
from footcv.cli.catalogue import exercises_app, programs_app
from footcv.cli.doctor import doctor
from footcv.cli.export import export
from footcv.cli.frame import frame
from footcv.cli.history import history_app
from footcv.cli.live import live
from footcv.cli.options import Traceback
from footcv.cli.poses import poses
from footcv.cli.printing import print_text, say
from footcv.cli.report import report
from footcv.errors import FootcvError, UsageError, fault_words

# Plain help: rich would cost half of the time that `footcv --help` may take.
app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Count foot exercises and time their holds, before a camera or in a video.",
)
app.command()(analyze)
app.command()(live)
app.command()(doctor)
app.command()(frame)
app.command()(report)
app.command()(poses)
app.command()(export)
app.add_typer(history_app, name="history")
app.add_typer(programs_app, name="programs")
app.add_typer(exercises_app, name="exercises")


def main() -> None:
    """Run footcv and leave with the contract's exit status."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit status; every failure is one line on stderr."""
    # Before numpy is loaded: with a thread for each core its matrices take the cores that pose and feet need, and a count takes five times as much of them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # File names may hold what the terminal cannot show; a message about them must not fail over it.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    before_names = arguments[: arguments.index("--")] if "--" in arguments else arguments
    debug = "--debug" in before_names
    try:
        status = app(list(arguments), standalone_mode=False, prog_name="footcv") or 0
    except Exception as error:
        if debug:
            import traceback

            traceback.print_exc()
        return _fail(error)
    except KeyboardInterrupt:
        status = 130
    if status == 130:
        say("error", "interrupted")
    return int(status)


def _fail(error: Exception) -> int:
    if isinstance(error, FootcvError):
        say("error", str(error))
        return error.exit_code
    if isinstance(error, typer.TyperException):
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "footcv"
        say("error", f"{error.format_message().rstrip('.')}; see `{command} --help`")
        return UsageError.exit_code
    say("error", fault_words(error))
    return 1


def _print_version(wanted: bool) -> None:
    if wanted:
        print_text(f"footcv {footcv.__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _footcv(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")] = False,
    debug: Traceback = False,
) -> None:
    if context.invoked_subcommand is None:
        print_text(context.get_help() + "\n")
