"""Where results go: a file that is complete or untouched, or standard output."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from footcv.errors import OutputError
from footcv.records.atomic import replacing


@contextmanager
def output(target: str) -> Iterator[Callable[[str], None]]:
    """Yield a function that writes text, as UTF-8, to the file `target`, or to standard output where it is `-`; raise OutputError where it cannot."""
    if target == "-":
        yield write_stdout
        return
    with replacing(target) as temporary, open(temporary, "wb") as file:

        def write(text: str) -> None:
            file.write(_bytes(text))

        yield write


def write_stdout(text: str) -> None:
    """Write text to standard output at once, its line ends as they are; raise OutputError where that fails."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(_bytes(text))
        sys.stdout.buffer.flush()
    except OSError as error:
        # What is still buffered has nowhere to go, and Python would complain about it once more at its end.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError(f"cannot write to standard output: {error.strerror}") from error


def _bytes(text: str) -> bytes:
    # File names may hold bytes that are no UTF-8; in JSON, too, \udcff is how they are written.
    return text.encode("utf-8", "backslashreplace")
