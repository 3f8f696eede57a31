"""How commands print: lines for people on stderr, what was asked for on stdout."""

import json

import typer


def say(kind: str, message: str) -> None:
    """Print one line on stderr, whatever the message holds."""
    line = "".join(c if c.isprintable() else "?" for c in " ".join(message.split()))
    typer.echo(f"footcv: {kind}: {line}", err=True)


def print_json(value: object) -> None:
    """Print a value as JSON on stdout."""
    print_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def print_text(text: str) -> None:
    """Print text on stdout; raises OutputError where stdout cannot be written."""
    from footcv.records.output import write_stdout

    write_stdout(text)
