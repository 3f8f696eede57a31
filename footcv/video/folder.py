"""The videos in a folder."""

import os
import re
from pathlib import Path

from footcv.errors import SourceError

# What cameras, phones and programs call their videos.
SUFFIXES = re.compile(r"\.(3g2|3gp|asf|avi|flv|m2ts|m4v|mkv|mov|mp4|mpe?g|mts|mxf|ogv|ts|vob|webm|wmv)", re.IGNORECASE)


def videos_in(folder: str) -> list[str]:
    """Return the paths of the videos in `folder` and in those below it, by their names' endings and in order; hidden ones are left out.

    Raises SourceError where there is none, or a folder cannot be read.
    """

    def fail(error: OSError) -> None:
        raise SourceError(f"cannot read the folder {error.filename}: {error.strerror}") from error

    videos = []
    for where, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        videos += [os.path.join(where, name) for name in sorted(names) if not name.startswith(".") and SUFFIXES.fullmatch(Path(name).suffix)]
    if not videos:
        raise SourceError(f"the folder {folder} holds no video; name one that does, or the files themselves")
    return videos
