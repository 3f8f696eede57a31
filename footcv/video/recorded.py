"""When a video was recorded."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import av


def recorded_at(path: Path, duration_s: float) -> datetime:
    """Return when the recording in the file `path` began, on this machine's clock of that day, with its offset from UTC.

    That is what the camera wrote into it, else when the file was last written to, less what it lasts. Raises OSError where the file is gone.
    """
    with suppress(av.FFmpegError, ValueError), av.open(str(path)) as container:
        written = datetime.fromisoformat(container.metadata["creation_time"]) if "creation_time" in container.metadata else None
        # Cameras without a clock say 1904 or 1970.
        if written is not None and written.year > 1970:
            return written.astimezone()
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone() - timedelta(seconds=duration_s)
