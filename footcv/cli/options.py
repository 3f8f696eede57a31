"""Options and arguments that several commands take."""

from typing import Annotated, Literal

import typer

Video = Annotated[str, typer.Argument(metavar="VIDEO", help="A video file.")]

Feet = Annotated[list[str] | None, typer.Option(metavar="SIDE:X,Y,W,H", help="A rough box round a foot at the start, where no body is seen.")]

Model = Annotated[Literal["lite", "full", "heavy"], typer.Option(help="The pose model: lite is faster, heavy is steadier.")]

Lang = Annotated[str, typer.Option("--lang", metavar="CODE", help="The language of all words: en or de.")]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]

Traceback = Annotated[bool, typer.Option("--debug", help="Print a traceback when something fails.")]
