"""What waits to be sent to the page: the newest state, the newest picture, and cues while they are still true."""

import itertools
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
State = dict[str, Any]

# A cue says what is so now: "hold" three seconds late is wrong.
CUE_LIFE_S = 3.0
# Tones are short and each means something; more than these are noise.
_MOST_TONES = 4
# A page asks for the WAV of a cue as soon as it is told it.
_MOST_SAID = 16


@dataclass(frozen=True)
class Picture:
    """One picture to be shown: (H, W, 3) BGR, its number, and when it was taken, s."""

    image: Image
    number: int
    captured_s: float


class Outbox:
    """Filled by the session's loop and emptied by the server, each in its thread; `clock` tells seconds. Neither ever waits for the other."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._picture: Picture | None = None
        self._state: State | None = None
        self._news = False
        self._cues: list[tuple[float, State]] = []
        self._said: OrderedDict[int, str] = OrderedDict()
        self._ids = itertools.count(1)

    def put_picture(self, picture: Picture) -> None:
        """Let `picture` be the next that is sent, in place of any that still waits."""
        with self._lock:
            self._picture = picture

    def put_state(self, state: State, cues: Sequence[Mapping[str, str]]) -> None:
        """Let `state` be the next that is sent; new words to say replace those that were not sent yet, and so do words to show; a few tones are kept."""
        now_s = self._clock()
        with self._lock:
            self._state, self._news = state, True
            fresh = {cue["kind"] for cue in cues} - {"tone"}
            self._cues = [(since_s, cue) for since_s, cue in self._cues if cue["kind"] not in fresh]
            for cue in cues:
                told: State = dict(cue)
                if cue["kind"] == "say":
                    told["id"] = next(self._ids)
                    self._said[told["id"]] = cue["text"]
                self._cues.append((now_s, told))
            tones = [cue for _, cue in self._cues if cue["kind"] == "tone"]
            self._cues = [(since_s, cue) for since_s, cue in self._cues if cue not in tones[:-_MOST_TONES]]
            while len(self._said) > _MOST_SAID:
                self._said.popitem(last=False)

    def take_picture(self) -> Picture | None:
        """The newest picture that was not taken yet."""
        with self._lock:
            picture, self._picture = self._picture, None
            return picture

    def take_state(self) -> State | None:
        """The newest state with the cues that wait, or None where nothing is new."""
        with self._lock:
            if self._state is None or not self._news:
                return None
            now_s = self._clock()
            cues = [cue for since_s, cue in self._cues if now_s - since_s <= CUE_LIFE_S]
            self._news, self._cues = False, []
            return {**self._state, "cues": cues}

    def start_anew(self) -> None:
        """Let the last state be sent again: a new page has seen nothing yet."""
        with self._lock:
            self._news = True

    def said(self, number: int) -> str | None:
        """The text of the cue with this id, None where it is long gone."""
        with self._lock:
            return self._said.get(number)
