"""A live session without a screen: what is to be told is printed, one line each."""

import select
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TextIO

import numpy as np
from numpy.typing import NDArray

from footcv.coach.messages import Action, Cue, Progress
from footcv.ui.keys import action_of


class Console:
    """Prints every cue that has words. On a terminal a key of `footcv.ui.keys` and Enter, or Enter alone, is an action."""

    stays = False

    def __init__(self, out: TextIO | None = None, keys: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._keys = keys if keys is not None else sys.stdin
        self._progress: Progress | None = None

    def show(self, image: NDArray[np.uint8], number: int, captured_s: float) -> None:
        """Nothing is shown."""

    def tell(self, progress: Progress, marks: Mapping[str, Any], cues: Sequence[Cue]) -> None:
        self._progress = progress
        for cue in cues:
            if cue.text:
                print(cue.text, file=self._out, flush=True)

    def pressed(self) -> list[Action]:
        if self._progress is None or self._keys is None or not self._keys.isatty() or not select.select([self._keys], [], [], 0)[0]:
            return []
        line = self._keys.readline()
        action = action_of(line.rstrip("\n") or "Enter", self._progress.actions) if line else None
        return [action] if action else []

    def connected(self) -> bool:
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """There is nothing to close."""
