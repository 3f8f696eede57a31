"""`footcv programs` and `footcv exercises`."""

from typing import Annotated

import typer

from footcv.cli.options import AsJson
from footcv.cli.printing import print_json, print_text

programs_app = typer.Typer(rich_markup_mode=None, help="The training programs footcv knows.")
exercises_app = typer.Typer(rich_markup_mode=None, help="The exercises footcv knows.")


@programs_app.callback(invoke_without_command=True)
def _programs(context: typer.Context, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is not None:
        return
    from footcv.programs import BUILT_IN, find_program
    from footcv.programs.describe import program_object, schedule

    programs = [find_program(program_id) for program_id in BUILT_IN]
    if as_json:
        print_json([program_object(program) for program in programs])
    else:
        print_text("".join(f"{program.id:<26}{', '.join(filter(None, (program.name, schedule(program))))}\n" for program in programs))


@programs_app.command("show")
def _show_program(program: Annotated[str, typer.Argument(metavar="ID|FILE.toml")], as_json: AsJson = False) -> None:
    """Show what a program asks for."""
    from footcv.programs import find_program
    from footcv.programs.describe import program_object, program_text

    found = find_program(program)
    if as_json:
        print_json(program_object(found))
    else:
        print_text(program_text(found))


@exercises_app.callback(invoke_without_command=True)
def _exercises(context: typer.Context, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is not None:
        return
    from footcv.exercises import EXERCISES
    from footcv.exercises.describe import exercise_object

    if as_json:
        print_json([exercise_object(exercise) for exercise in EXERCISES.values()])
    else:
        print_text("".join(f"{e.id:<17}{e.name}{'' if e.analysable else ' (not counted in videos yet)'}\n" for e in EXERCISES.values()))


@exercises_app.command("show")
def _show_exercise(exercise: Annotated[str, typer.Argument(metavar="ID")], as_json: AsJson = False) -> None:
    """Show how an exercise is done, where to put the camera and what is measured."""
    from footcv.exercises import find_exercise
    from footcv.exercises.describe import exercise_object, exercise_text

    found = find_exercise(exercise)
    if as_json:
        print_json(exercise_object(found))
    else:
        print_text(exercise_text(found))
