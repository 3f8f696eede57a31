"""Output files that are complete or untouched: written beside their target and renamed."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from footcv.errors import OutputError


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Yield an empty file beside `path`, with its suffix, to be written in its place; it replaces `path` when the block ends well.

    When the block raises, it is removed and `path` stays as it was. Links are followed, so that the file they name is replaced.

    Raises OutputError where `path` cannot be written, and for any OSError of the block (a full disk shows only there).
    """
    check_target(path)
    target = Path(path)
    try:
        final = target.resolve()
        temporary = final.with_name(f".{final.stem[:100]}-{secrets.token_hex(4)}{final.suffix}")
        # Not tempfile: its files are private to the user, and these keep the usual rights.
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except (OSError, RuntimeError, ValueError) as error:
        raise OutputError(_why(path, error)) from error
    try:
        yield temporary
        _settle(temporary)
        os.replace(temporary, final)
    except OSError as error:
        raise OutputError(_why(path, error)) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def check_target(path: str | Path) -> None:
    """Raise OutputError where something stands at `path` that no file can replace."""
    if Path(path).is_dir():
        raise OutputError(f"{path} is a folder; name a file in it")
    if Path(path).exists() and not Path(path).is_file():
        raise OutputError(f"{path} is a device or a pipe; name a file")


def _settle(path: Path) -> None:
    """Have what was written on the disk before it takes the place of what was there: else a power cut may leave neither."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _why(path: str | Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError) and not Path(path).parent.exists():
        return f"cannot write {path}: its folder {Path(path).parent} does not exist; make it first"
    if isinstance(error, NotADirectoryError):
        return f"cannot write {path}: {Path(path).parent} is not a folder"
    if isinstance(error, PermissionError):
        return f"cannot write {path}: no permission; choose another folder"
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return f"cannot write {path}: {reason}"
