"""The parts of a live session, ready to begin."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from footcv.coach.coach import Coach
from footcv.coach.messages import Action, Cue, Progress
from footcv.session.logbook import Logbook
from footcv.session.recorder import Recorder
from footcv.session.running_set import RunningSet
from footcv.session.watcher import Watcher
from footcv.session_clock import SessionClock
from footcv.video.frame import Frame
from footcv.video.newest import Camera
from footcv.words import Words


class Screen(Protocol):
    """Where a session is shown: the page, a window, or lines of text; nothing here waits. `stays` tells whether a summary can be read there."""

    stays: bool

    def show(self, image: NDArray[np.uint8], number: int, captured_s: float) -> None:
        """Show a picture (H, W, 3) BGR, `number` growing, taken at `captured_s` of time.monotonic()."""

    def tell(self, progress: Progress, marks: Mapping[str, Any], cues: Sequence[Cue]) -> None:
        """Show how things stand, with `marks` (footcv.ui.page.marks) over the picture, and give the cues."""

    def pressed(self) -> Sequence[str]:
        """What was pressed since the last call, in its order."""

    def connected(self) -> bool:
        """Whether somebody may be there to see it."""


@dataclass
class Session:
    """Whoever made the parts closes them, but for `camera` and `watcher`, which are open only while the session needs them.

    `at_once` is for a recording: it ends the session, and nobody need be there. `stop` ends it from outside.
    """

    coach: Coach
    camera: Camera
    watcher: Watcher
    running: RunningSet
    screen: Screen
    logbook: Logbook
    clock: SessionClock
    words: Words
    recorder: Recorder | None = None
    camera_timeout_s: float = 60.0
    at_once: bool = False
    stop: threading.Event = field(default_factory=threading.Event)

    def next_frame(self, timeout_s: float) -> Frame | None:
        """The next frame, if one comes within `timeout_s`. A recording waits for who sees it: what was filmed is seen to the last frame, if need be later."""
        if self.at_once and not self.watcher.has_room:
            self.clock.sleep(timeout_s)
            return None
        return self.camera.next(timeout_s)

    def press(self, pressed: str, now_s: float) -> tuple[Cue, ...]:
        """Do what was pressed; what is no action does nothing."""
        action = next((action for action in get_args(Action) if action == pressed), None)
        if action is None:
            return ()
        if action == "swap-feet" and action in self.coach.progress(now_s).actions:
            self.running.swapped = not self.running.swapped
        return self.coach.press(action, now_s)
