"""Which recording a file is: what tells it from any other, and when it was made."""

import hashlib
from datetime import datetime
from pathlib import Path

from footcv.records.poses_file import is_poses_file, read_poses
from footcv.video.recorded import recorded_at


def content_of(path: Path) -> str:
    """Return what tells a file from any other whatever its name: the SHA-256 of its bytes, in hexadecimal. Raises OSError where it cannot be read."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def origin_of(video: str, duration_s: float) -> tuple[datetime, str | None]:
    """Return when the file `video` was recorded, and its content; a file of poses tells of the video that it was made of.

    Raises OSError where it cannot be read.
    """
    if is_poses_file(video):
        recording = read_poses(video)
        if recording.recorded_at is not None:
            return recording.recorded_at, recording.content
    return recorded_at(Path(video), duration_s), content_of(Path(video))
