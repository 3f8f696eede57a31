"""What is wrong with the picture of somebody who is about to exercise, or does. Pure: values in, codes out; the words are the catalogue's."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from footcv.coach.messages import FramingCode, View
from footcv.exercises.exercise import Exercise
from footcv.feet.foot import SIDES, Foot
from footcv.feet.landmarks import FootLandmark
from footcv.feet.size import SMALLEST_FOOT_PX, foot_of_body
from footcv.pose.landmarks import Landmark, Pose
from footcv.signals.track import VISIBLE, posture, track

# In the order in which they are to be mended.
CODES: tuple[FramingCode, ...] = get_args(FramingCode)

# What is seen in most of the last second is so.
WINDOW_S = 1.0
MOST = 0.6
# Mean grey in [0, 255]. Of six sample clips darkened step by step, with a camera's grain, all are seen as well at 32 as in full light; at 23 the first is lost.
DARK = 30.0
# Shoulders and hips this near to square on to the camera, degrees: rendered people seen from 36 degrees off are read as from 26 and more.
FRONTAL_DEG = 20.0
# A pose tells the posture when it has been seen for so long; fewer poses tell nothing.
POSTURE_S = 1.0
FEWEST = 5
# Judging the posture takes some milliseconds.
JUDGE_EVERY_S = 0.3
# A foot that touches the picture's edge is not all there, shares of its shorter side.
EDGE = 0.01
# A foot that has been there for so long and is gone for so long has left; after the last it is no longer waited for.
STAYED_S, GONE_S, FORGOTTEN_S = 1.0, 1.0, 10.0

Size = tuple[int, int]


@dataclass(frozen=True)
class Look:
    """One frame at `t` s: who and what is seen in it, its mean grey `brightness` in [0, 255], its `size_px` (width, height), and whether others are in view."""

    t: float
    pose: Pose | None
    feet: Sequence[Foot]
    brightness: float
    size_px: Size
    crowded: bool = False

    @property
    def view(self) -> View:
        """`feet` where they were found without a body, `body`, or `none`. What MediaPipe imagines round feet is no body."""
        if any(foot.track for foot in self.feet):
            return "feet"
        return "body" if self.pose is not None else "none"


class Framing:
    """What has been wrong with the picture for most of the last second. Holds no clock: looks come in the order of their times."""

    def __init__(self) -> None:
        self._looks: deque[tuple[Look, tuple[FramingCode, ...]]] = deque()
        self._feet = _FeetSeen()
        self._is_wrong, self._judged_s = False, -np.inf

    @property
    def view(self) -> View:
        """What is in view: `body`, `feet` or `none`."""
        views = Counter(look.view for look, _ in self._looks)
        return max(views, key=lambda view: views[view], default="none")

    def update(self, look: Look, exercise: Exercise, side: str | None = None) -> tuple[FramingCode, ...]:
        """The codes of what is wrong for `exercise`, done with `side` (None: any), the most pressing first; none where all is well, or little has been seen."""
        self._looks.append((look, wrong_with(look, exercise, side)))
        while self._looks[0][0].t < look.t - WINDOW_S:
            self._looks.popleft()
        self._feet.update(look.t, sum(bool(foot.track) for foot in look.feet))
        if len(self._looks) < FEWEST:
            return ()
        told = Counter(code for _, wrong in self._looks for code in wrong)
        codes: set[FramingCode] = {code for code, times in told.items() if times >= MOST * len(self._looks)}
        if self.view == "body" and not codes & {"too-dark", "nobody", "step-back"}:
            if look.t - self._judged_s >= JUDGE_EVERY_S:
                self._is_wrong, self._judged_s = self._is_wrong_posture(exercise), look.t
            if self._is_wrong:
                codes.add("wrong-posture")
            elif not codes:
                # Who stepped back, so that the whole body is seen, has taken the feet along.
                self._feet = _FeetSeen()
        if self._feet.expected:
            codes.discard("nobody")
            codes |= {"feet-left"} if self._feet.have_left(look.t) else set()
        return tuple(code for code in CODES if code in codes)

    def _is_wrong_posture(self, exercise: Exercise) -> bool:
        looks = [look for look, _ in self._looks if look.view == "body"]
        if looks[-1].t - looks[0].t < 0.8 * POSTURE_S:
            return False
        poses = [(look.t, look.pose) for look in looks if look.pose is not None]
        images, visibilities = (np.stack([getattr(pose, name) for _, pose in poses]) for name in ("image", "visibility"))
        body = track(np.array([t for t, _ in poses]), images, visibilities, looks[-1].size_px)
        seen = posture(body)
        shown = {"standing": seen.standing, "seated": np.logical_or(*seen.seated_out.values()), "lying": np.logical_or(*seen.lying_up.values())}
        return float(shown[exercise.posture].mean()) < 1 - MOST


def wrong_with(look: Look, exercise: Exercise, side: str | None = None) -> tuple[FramingCode, ...]:
    """What is wrong with one frame by itself: all codes but those that take time to tell (`feet-left`, `wrong-posture`)."""
    if look.brightness < DARK:
        return ("too-dark",)
    if look.view == "none":
        return ("nobody",)
    codes = _wrong_with_feet(look, exercise) if look.view == "feet" else _wrong_with_body(look, exercise, side)
    return (*codes, "several-people") if look.crowded else codes


def _wrong_with_body(look: Look, exercise: Exercise, side: str | None) -> tuple[FramingCode, ...]:
    assert look.pose is not None
    pose = look.pose
    legs = [side] if side in SIDES else list(SIDES)
    # One leg will do where either may exercise: from the side the other is often behind it.
    leg = max(legs, key=lambda one: float(pose.visibility[_marks(one)].min()))
    codes: list[FramingCode] = []
    if _is_outside(pose, leg, look.size_px):
        codes.append("step-back")
    elif hidden := _hidden(pose, leg, exercise):
        codes.append(hidden)
    elif (found := foot_of_body(pose, leg)) is not None and found[1] <= _least_px(exercise):
        codes.append("come-closer")
    if _is_frontal(pose):
        codes.append("turn-sideways")
    return tuple(codes)


def _wrong_with_feet(look: Look, exercise: Exercise) -> tuple[FramingCode, ...]:
    feet = [foot for foot in look.feet if foot.track]
    margin = EDGE * min(look.size_px)
    points = np.concatenate([foot.reading.points[: FootLandmark.SHIN] for foot in feet])
    if (points < margin).any() or (points > np.array(look.size_px) - margin).any():
        return ("step-back",)
    return ("come-closer",) if max(foot.reading.extent_px for foot in feet) <= _least_px(exercise) else ()


def _marks(side: str) -> list[Landmark]:
    """Ankle, heel and toe of one leg."""
    return [Landmark[f"{side.upper()}_{name}"] for name in ("ANKLE", "HEEL", "FOOT_INDEX")]


def _is_outside(pose: Pose, side: str, size: Size) -> bool:
    points = pose.image[_marks(side)]
    return bool((points < 0).any() or (points > size).any())


def _hidden(pose: Pose, side: str, exercise: Exercise) -> FramingCode | None:
    ankle, heel, toe = (bool(pose.visibility[mark] >= VISIBLE) for mark in _marks(side))
    if ankle and toe and not heel and exercise.measure == "heel height":
        return "heels-hidden"
    return None if ankle and heel and toe else "feet-hidden"


def _least_px(exercise: Exercise) -> float:
    return exercise.smallest_foot_px or SMALLEST_FOOT_PX


def _is_frontal(pose: Pose) -> bool:
    """Whether somebody faces the camera, or turns the back to it: by how shoulders and hips lie in space."""
    across = np.zeros(3)
    for left, right in ((Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER), (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)):
        across += pose.world[left] - pose.world[right]
    return bool(np.degrees(np.arctan2(abs(across[2]), np.hypot(across[0], across[1]))) < FRONTAL_DEG)


class _FeetSeen:
    """How many feet are there without a body, and whether one of them has left."""

    def __init__(self) -> None:
        self.expected = 0
        self._since: list[float | None] = [None, None]
        self._all_there_s = -np.inf

    def update(self, t: float, count: int) -> None:
        for i in range(len(self._since)):
            self._since[i] = None if count <= i else t if self._since[i] is None else self._since[i]
        stay = sum(since is not None and t - since >= STAYED_S for since in self._since)
        if stay >= self.expected or (stay and t - self._all_there_s > FORGOTTEN_S):
            self.expected, self._all_there_s = stay, t
        elif count >= self.expected:
            self._all_there_s = t

    def have_left(self, t: float) -> bool:
        return bool(self.expected) and t - self._all_there_s > GONE_S
