"""Rows of numbers of one kind, kept one after the other: however long a recording is, they take the room of the numbers, and may lie anywhere. Pure."""

from collections.abc import Callable, Iterator
from typing import Any, Self

import numpy as np
from numpy.typing import DTypeLike, NDArray

# So many rows are one piece; only the last one still changes.
BLOCK = 64

Numbers = NDArray[np.intp]
# Takes a piece that is full, and gives what numpy reads it from later: itself, or where it lies.
Put = Callable[[NDArray[Any]], NDArray[Any]]


def as_it_is(block: NDArray[Any]) -> NDArray[Any]:
    """Leave a piece in memory."""
    return block


class Rows:
    """Rows of the numpy type `kind`, told in their order; `put` says where each full piece of `BLOCK` rows is to lie."""

    def __init__(self, kind: DTypeLike, put: Put = as_it_is) -> None:
        self.kind = np.dtype(kind)
        self._put = put
        self._full: list[NDArray[Any]] = []
        self._last: NDArray[Any] = np.empty(BLOCK, self.kind)
        self._used = 0
        # So many of the first piece belong to others.
        self._skipped = 0
        self._read: tuple[int, NDArray[Any]] = (-1, self._last)

    @property
    def shape(self) -> tuple[int, ...]:
        return len(self), *self.kind.shape

    def __len__(self) -> int:
        return len(self._full) * BLOCK + self._used - self._skipped

    def append(self, row: Any) -> None:
        """Add one row: an array, or a tuple of its fields."""
        self._last[self._used] = row
        self._used += 1
        if self._used == BLOCK:
            self._full.append(self._put(self._last))
            self._last, self._used = np.empty(BLOCK, self.kind), 0

    @classmethod
    def of(cls, rows: NDArray[Any]) -> Self:
        """Those of an array (N, …) that is there already."""
        found = cls(np.dtype((rows.dtype, rows.shape[1:])))
        whole = len(rows) // BLOCK * BLOCK
        found._full = [rows[start : start + BLOCK] for start in range(0, whole, BLOCK)]
        found._used = len(rows) - whole
        found._last[: found._used] = rows[whole:]
        return found

    def blocks(self) -> Iterator[NDArray[Any]]:
        """All rows (N, …), piece by piece."""
        for start in range(0, len(self), BLOCK):
            yield self.read(np.arange(start, min(start + BLOCK, len(self))))

    def since(self, first: int) -> "Rows":
        """The rows from number `first` on, as they are now; what is full is shared."""
        skipped = self._skipped + first
        whole = min(skipped // BLOCK, len(self._full))
        part = Rows(self.kind, self._put)
        part._full, part._used, part._skipped = self._full[whole:], self._used, skipped - whole * BLOCK
        part._last[: self._used] = self._last[: self._used]
        return part

    def __getitem__(self, number: int) -> Any:
        """One row, a copy."""
        block, at = divmod(number + self._skipped, BLOCK)
        return self._block(block)[at].copy()

    def read(self, chosen: Numbers | None = None, field: str | None = None) -> NDArray[Any]:
        """The rows of the numbers `chosen` (M,), or all, as one array (M, …), or one `field` of them."""
        places = (np.arange(len(self)) if chosen is None else chosen) + self._skipped
        kind = self.kind if field is None else self.kind[field]
        out: NDArray[Any] = np.empty(len(places), kind)
        order = None if (np.diff(places) >= 0).all() else np.argsort(places, kind="stable")
        rising = places if order is None else places[order]
        edges = np.flatnonzero(np.diff(rising // BLOCK, prepend=-1, append=-1)) if len(rising) else np.zeros(1, int)
        for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            block, here = int(rising[first]) // BLOCK, rising[first:last] % BLOCK
            rows = self._block(block)
            out[slice(first, last) if order is None else order[first:last]] = (rows if field is None else rows[field])[here]
        return out

    def __getstate__(self) -> dict[str, Any]:
        """A copy in another process has all of it in memory."""
        return {**vars(self), "_full": [np.asarray(block) for block in self._full], "_put": as_it_is, "_read": (-1, self._last)}

    def _block(self, number: int) -> NDArray[Any]:
        if number >= len(self._full):
            return self._last
        if isinstance(self._full[number], np.ndarray):
            return self._full[number]
        # What lies elsewhere is mostly asked for row by row.
        held = self._read
        if held[0] != number:
            held = self._read = number, np.asarray(self._full[number])
        return held[1]
