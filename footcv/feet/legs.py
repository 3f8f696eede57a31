"""Whose leg is whose where one is raised: the network exchanges a person's legs then, for long, and the feet that are followed know better. Pure."""

from collections.abc import Mapping
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from footcv.feet.assignment import Place, exchanged
from footcv.pose.landmarks import Landmark, Pose

# Legs whose ways from the hips to the ankle part by more than this are not side by side: one is raised, or stretched out.
APART_DEG = 45.0
# Legs that the body exchanges for a moment keep their feet; what lasts longer is for the body to say, whose knees and hips go with them.
EXCHANGED_S = 2.0
# But not of a leg apart from the other, where the body agreed with the feet for so long while they lay side by side: it is then that it exchanges them.
AGREED_S = 0.5
# Where legs lie side by side, the body's have not been exchanged, but the feet, if its hips lie as they did when it last agreed with the feet, within this much
# of their distance, and that is so much of a thigh's length (of who sits at a slant 0.57; of who lies it is 0.37 at most, and of who sits side on none: there
# they do not tell). Of legs apart it tells nothing: those it exchanges by themselves.
HIPS_APART, HIPS_STAY = 0.45, 0.5
# After a pause longer than this no more than this has passed.
LONGEST_STEP_S = 0.4

Told = Literal["as told", "exchanged", "insists"]
T = TypeVar("T")


def side_by_side(pose: Pose, last: Mapping[str, Place]) -> bool:
    """Whether both legs go about the same way from the hips: to both feet where they were seen `last`, else to the body's ankles, of which one is put beside
    the other now and then."""
    hips = pose.image[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    ends = [centre for centre, _ in last.values()] if len(last) == 2 else pose.image[[Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]]
    left, right = (np.asarray(end) - hips for end in ends)
    cosine = float(left @ right) / max(float(np.linalg.norm(left) * np.linalg.norm(right)), 1e-9)
    return bool(cosine > np.cos(np.radians(APART_DEG)))


def other_sides(by_side: Mapping[str, T]) -> dict[str, T]:
    """With the other side's name each."""
    return {other: by_side[side] for side, other in (("left", "right"), ("right", "left")) if side in by_side}


class LegKeeper:
    """Holds a body's legs against the feet that are followed, look by look."""

    def __init__(self) -> None:
        self._told: Told = "as told"
        self._agreed_s = self._exchanged_s = 0.0
        self._last_t: float | None = None
        self._across: NDArray[np.float64] | None = None

    def update(self, t: float, places: Mapping[str, Place], last: Mapping[str, Place], together: bool, across: NDArray[np.float64]) -> Told:
        """Whether the body, which puts its feet at `places`, has its legs as the feet have them that were seen `last`, or exchanged, or insists on having them
        exchanged; `together` is whether the legs are side by side, `across` (2,) how its hips lie. Where the feet do not tell, it is as it was.
        """
        step_s = min(t - self._last_t, LONGEST_STEP_S) if self._last_t is not None else 0.0
        self._last_t = t
        # Beside the other leg one foot alone may be either's.
        if exchanged(places, last) and (len(last) == 2 or not together):
            self._told = "exchanged"
            if together and self._lie_as_before(across):
                self._exchanged_s = np.inf
            elif together or self._agreed_s < AGREED_S:
                self._exchanged_s += step_s
        elif exchanged(other_sides(places), last):
            self._told, self._exchanged_s, self._across = "as told", 0.0, across
            if together:
                self._agreed_s += step_s
        if self._exchanged_s <= EXCHANGED_S:
            return self._told
        self._told, self._agreed_s, self._exchanged_s = "as told", 0.0, 0.0
        return "insists"

    def _lie_as_before(self, across: NDArray[np.float64]) -> bool:
        """Whether the hips lie clearly apart, and as they did when the body last agreed with the feet."""
        before = self._across
        return before is not None and bool(np.linalg.norm(before) >= HIPS_APART and np.linalg.norm(across - before) < HIPS_STAY * np.linalg.norm(before))


def hips_across(pose: Pose) -> NDArray[np.float64]:
    """From the right hip to the left one in the picture (2,), in lengths of the longer thigh."""
    left, right, left_knee, right_knee = pose.image[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP, Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]].astype(float)
    thigh_px = max(float(np.linalg.norm(left_knee - left)), float(np.linalg.norm(right_knee - right)), 1.0)
    return np.asarray((left - right) / thigh_px)
