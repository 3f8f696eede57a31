"""What a camera's frames show, found while they come: the body in one thread, the feet in another. What comes faster than it can be seen is left out."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, Full, Queue
from types import TracebackType
from typing import Literal, Self, TypeVar

import numpy as np

from footcv.feet.cutter import FootCutter, Patch
from footcv.feet.follower import FootFollower
from footcv.feet.foot import Foot
from footcv.pose.estimator import PoseEstimator
from footcv.pose.landmarks import Pose
from footcv.pose.looks import POSE_STEP_S
from footcv.session.framing import Look
from footcv.video.frame import Frame

View = Literal["auto", "body", "feet"]
T = TypeVar("T")

# How long a thread waits before it looks whether the session has ended, s, and how long the session waits for a thread.
IDLE_S = 0.2
# One pixel in so many, each way, tells how bright a picture is.
BRIGHTNESS_STEP = 8
JOIN_S = 5.0


@dataclass(frozen=True)
class Sight:
    """What one frame shows: the pose seen then or last, the feet, their pictures, and whether somebody else is in view."""

    frame: Frame
    pose: Pose | None
    feet: Sequence[Foot]
    patches: Sequence[Patch]
    crowded: bool

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the frame."""
        return self.frame.image.shape[1], self.frame.image.shape[0]

    @property
    def look(self) -> Look:
        """What it shows of how well the picture is framed."""
        brightness = float(self.frame.image[::BRIGHTNESS_STEP, ::BRIGHTNESS_STEP].mean())
        return Look(self.frame.t, self.pose, self.feet, brightness, self.size_px, self.crowded)


class Watcher:
    """Sees what frames show; a context manager. `view` is what is looked for: a `body` and its feet, `feet` alone, or what is there.

    `offer` takes a frame and never waits; `sights` returns what has been seen since it was called last, in order. Of the frames that wait to be seen the
    newest `waiting` are kept: one where what was is of no use, more where nothing shall be missed. With `at_once`, for tests and for files faster than life,
    `offer` itself sees the frame. Entering raises ModelError where a model is missing or damaged.
    """

    def __init__(self, model: str, view: View = "auto", *, waiting: int = 1, at_once: bool = False) -> None:
        self._model, self._view = model, view
        self._estimator: PoseEstimator | None = None
        self._follower, self._cutter = FootFollower(), FootCutter()
        self._pose: Pose | None = None
        self._looked_s = -np.inf
        self._at_once = at_once
        self._offered: Queue[Frame] = Queue(maxsize=waiting)
        self._posed: Queue[tuple[Frame, Pose | None, bool]] = Queue(maxsize=1)
        self._sights: deque[Sight] = deque()
        # Whether anybody, or a foot, has been seen at all.
        self.has_seen = False
        self._left = threading.Event()
        self._error: BaseException | None = None
        self._threads: list[threading.Thread] = []

    def offer(self, frame: Frame) -> None:
        """Have `frame` looked at, in place of the oldest where too many wait."""
        if self._at_once:
            self._sights.append(self._with_feet(self._with_pose(frame)))
            return
        if self._offered.full() and _taken(self._offered) is not None:
            self._offered.task_done()
        self._offered.put_nowait(frame)

    @property
    def has_room(self) -> bool:
        """Whether another frame can be offered in place of none."""
        return not self._offered.full()

    def sights(self) -> list[Sight]:
        """What has been seen since the last call; raises what went wrong in the threads."""
        if self._error is not None:
            raise self._error
        return [self._sights.popleft() for _ in range(len(self._sights))]

    def is_idle(self) -> bool:
        """Whether all that was offered has been seen."""
        return self._error is not None or not (self._offered.unfinished_tasks or self._posed.unfinished_tasks)

    def __enter__(self) -> Self:
        self._estimator = PoseEstimator(self._model) if self._view != "feet" else None
        if not self._at_once:
            self._threads = [
                threading.Thread(target=self._run, args=(step,), name="footcv-watcher", daemon=True) for step in (self._pose_next, self._feet_next)
            ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._left.set()
        for thread in self._threads:
            thread.join(JOIN_S)
        if self._estimator is not None and not any(thread.is_alive() for thread in self._threads):
            self._estimator.close()

    def _run(self, step: Callable[[], None]) -> None:
        try:
            while not self._left.is_set():
                step()
        except BaseException as error:
            self._error = error

    def _pose_next(self) -> None:
        if (frame := _taken(self._offered, IDLE_S)) is not None:
            posed = self._with_pose(frame)
            # The feet of this frame are read while the next pose is found; a body that is ahead by more than that waits.
            while not self._left.is_set():
                try:
                    self._posed.put(posed, timeout=IDLE_S)
                    break
                except Full:
                    continue
            self._offered.task_done()

    def _feet_next(self) -> None:
        if (posed := _taken(self._posed, IDLE_S)) is not None:
            self._sights.append(self._with_feet(posed))
            self._posed.task_done()

    def _with_pose(self, frame: Frame) -> tuple[Frame, Pose | None, bool]:
        if self._estimator is None:
            return frame, None, False
        if frame.t - self._looked_s >= POSE_STEP_S:
            self._pose, self._looked_s = self._estimator.detect(frame), frame.t
        return frame, self._pose, self._estimator.is_crowded

    def _with_feet(self, posed: tuple[Frame, Pose | None, bool]) -> Sight:
        frame, pose, crowded = posed
        feet = self._follower.update(frame, pose)
        if self._view == "body":
            feet = [foot for foot in feet if foot.found_by == "body"]
        self.has_seen = self.has_seen or pose is not None or bool(feet)
        pose = self._follower.pose
        return Sight(frame, pose, feet, self._cutter.update(frame, pose, feet), crowded)


def _taken(queue: Queue[T], seconds: float = 0.0) -> T | None:
    """What is next in `queue`, None where nothing comes within so many seconds."""
    try:
        return queue.get(timeout=seconds) if seconds else queue.get_nowait()
    except Empty:
        return None
