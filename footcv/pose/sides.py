"""Keeps left and right apart: the network exchanges a person's legs now and then, mostly where one is raised or lies behind the other."""

from collections import deque
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from footcv.pose.landmarks import Landmark, Pose

# Knees and ankles, left and right; the hips lie too close together to tell.
LEFT = [Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE]
RIGHT = [Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE]
# Legs are told apart by where they were over this long, and only where they lay clearly apart (in lengths of a shank).
MEMORY_S = 1.5
APART_SHANKS = 1.0
# Exchanged legs fit the memory this much better than the network's.
BETTER = 0.5
# An exchange that lasts longer than this, and longer than the legs were the other way before, was the network putting itself right.
LONGEST_S = 6.0
EXCHANGED = np.array([i + 1 if i % 2 else i - 1 for i in range(Landmark.LEFT_HIP, Landmark.RIGHT_FOOT_INDEX + 1)])


class SideKeeper:
    """Gives the legs of successive poses the sides they had; `reset` forgets them."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._memory: deque[tuple[float, NDArray[np.float32]]] = deque()
        self._kept_s = self._exchanged_s = 0.0
        self._last_t: float | None = None

    def update(self, pose: Pose) -> Pose:
        """The pose with the legs' landmarks exchanged where that fits the last moments clearly better."""
        while self._memory and self._memory[0][0] < pose.t - MEMORY_S:
            self._memory.popleft()
        step = min(pose.t - self._last_t, MEMORY_S) if self._last_t is not None else 0.0
        self._last_t = pose.t
        exchanged = len(self._memory) > 2 and self._fits_exchanged(pose)
        if exchanged:
            self._exchanged_s += step
        else:
            self._kept_s, self._exchanged_s = self._kept_s + self._exchanged_s + step, 0.0
        if self._exchanged_s > max(LONGEST_S, self._kept_s):
            self.reset()
            exchanged = False
        kept = with_legs_exchanged(pose) if exchanged else pose
        self._memory.append((kept.t, np.stack([kept.image[LEFT], kept.image[RIGHT]])))
        return kept

    def _fits_exchanged(self, pose: Pose) -> bool:
        were = np.median([legs for _, legs in self._memory], axis=0)
        now = np.stack([pose.image[LEFT], pose.image[RIGHT]])
        shank_px = float(np.median(np.linalg.norm(were[:, 0] - were[:, 1], axis=1)))
        if np.linalg.norm(were[0] - were[1], axis=1).mean() < APART_SHANKS * shank_px:
            return False
        as_is, exchanged = (float(np.linalg.norm(legs - were, axis=2).sum()) for legs in (now, now[::-1]))
        return exchanged < BETTER * as_is


def with_legs_exchanged(pose: Pose) -> Pose:
    """The pose with hips, knees and feet of the other side each."""
    image, world, visibility = pose.image.copy(), pose.world.copy(), pose.visibility.copy()
    legs = slice(Landmark.LEFT_HIP, Landmark.RIGHT_FOOT_INDEX + 1)
    image[legs], world[legs], visibility[legs] = pose.image[EXCHANGED], pose.world[EXCHANGED], pose.visibility[EXCHANGED]
    return replace(pose, image=image, world=world, visibility=visibility)
