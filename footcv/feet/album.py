"""The pictures of the feet of a long recording: the first minutes' in memory, the others in a file without a name, so that an hour takes no more of it."""

import os
import tempfile
from dataclasses import replace
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from footcv.errors import OutputError
from footcv.feet.cutter import PATCH_PX, Patch

# So many stay in memory, 50 MB: what most recordings have. No picture of anybody comes to a disk for those.
IN_MEMORY = 4096
# For large files that nobody needs tomorrow; /tmp may itself lie in memory (Filesystem Hierarchy Standard, 5.15).
FOLDER = "/var/tmp"
BYTES = PATCH_PX * PATCH_PX


class Kept:
    """A picture (112, 112) uint8 that lies in the file; numpy reads it when it is asked for it."""

    __slots__ = ("_at", "_file")

    shape = (PATCH_PX, PATCH_PX)

    def __init__(self, file: IO[bytes], at: int) -> None:
        self._file, self._at = file, at

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[np.uint8]:
        image = np.frombuffer(os.pread(self._file.fileno(), BYTES, self._at), np.uint8).reshape(self.shape)
        return image if dtype is None else image.astype(dtype, copy=False)


class Album:
    """Keeps patches; their file goes with the last of them."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._left = in_memory
        self._file: IO[bytes] | None = None
        self._end = 0

    def keep(self, patch: Patch) -> Patch:
        """The patch, with its picture where it is to lie. Raises OutputError where the disk is full."""
        if self._left > 0:
            self._left -= 1
            return patch
        try:
            if self._file is None:
                folder = FOLDER if "TMPDIR" not in os.environ and os.access(FOLDER, os.W_OK) else None
                self._file = tempfile.TemporaryFile(prefix="footcv-", dir=folder, buffering=0)  # noqa: SIM115 - it is closed with the last of its pictures
            if os.pwrite(self._file.fileno(), np.ascontiguousarray(patch.image).tobytes(), self._end) != BYTES:
                raise OSError("the disk is full")
        except OSError as error:
            raise OutputError(f"cannot keep the pictures of a long video in {FOLDER}: {error.strerror or error}; TMPDIR names another folder") from error
        self._end += BYTES
        # To numpy it is one.
        return replace(patch, image=Kept(self._file, self._end - BYTES))  # type: ignore[arg-type]
