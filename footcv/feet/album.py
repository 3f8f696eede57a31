"""What is watched of a long recording: that of the beginning in memory, the rest in a file without a name, so that an hour takes no more of it."""

import os
import tempfile
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from footcv.errors import OutputError

# So many bytes stay in memory: what two minutes at ten pictures a second have, or forty seconds at thirty. No picture of anybody comes to a disk for those.
IN_MEMORY = 30_000_000
# For large files that nobody needs tomorrow; /tmp may itself lie in memory (Filesystem Hierarchy Standard, 5.15).
FOLDER = "/var/tmp"


class Kept:
    """An array that lies in the file; numpy reads it when it is asked for it."""

    __slots__ = ("_at", "_file", "_kind", "shape")

    def __init__(self, file: IO[bytes], at: int, like: NDArray[Any]) -> None:
        self._file, self._at = file, at
        self._kind, self.shape = like.dtype, like.shape

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        size = self._kind.itemsize * int(np.prod(self.shape))
        array: NDArray[Any] = np.frombuffer(os.pread(self._file.fileno(), size, self._at), self._kind).reshape(self.shape)
        return array if dtype is None else array.astype(dtype, copy=False)


class Album:
    """Keeps arrays; their file goes with the last of them."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._left = in_memory
        self._file: IO[bytes] | None = None
        self._end = 0

    def keep(self, array: NDArray[Any]) -> NDArray[Any]:
        """The array, or what reads it from where it is to lie. Raises OutputError where the disk is full."""
        if array.nbytes <= self._left:
            self._left -= array.nbytes
            return array
        self._left = 0
        try:
            if self._file is None:
                folder = FOLDER if "TMPDIR" not in os.environ and os.access(FOLDER, os.W_OK) else None
                self._file = tempfile.TemporaryFile(prefix="footcv-", dir=folder, buffering=0)  # noqa: SIM115 - it is closed with the last of what it holds
            if os.pwrite(self._file.fileno(), np.ascontiguousarray(array).tobytes(), self._end) != array.nbytes:
                raise OSError("the disk is full")
        except OSError as error:
            raise OutputError(f"cannot keep the pictures of a long video in {FOLDER}: {error.strerror or error}; TMPDIR names another folder") from error
        kept = Kept(self._file, self._end, array)
        self._end += array.nbytes
        # To numpy it is one.
        return kept  # type: ignore[return-value]
