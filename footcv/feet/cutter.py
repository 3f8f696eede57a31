"""Cuts the picture of each foot out of the frames: where the body's landmarks put it, and where its own do."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footcv.feet.foot import SIDES, Foot
from footcv.feet.landmarks import FootLandmark
from footcv.feet.size import SMALLEST_FOOT_PX, foot_of_body
from footcv.pose.landmarks import Pose
from footcv.video.frame import Frame

# A patch is wide enough that the exact place of the foot can be settled later, when more of it has been seen.
PATCH_PX = 112
# Side of the patch in foot sizes.
PATCH_IN_FEET = 5.0
# The place follows the median of the last moments, and only when the foot has really gone elsewhere: a place that stays makes a picture that stays.
PLACE_WINDOW_S = 1.5
MOVED_FEET = 1.2
MOVED_FOR_S = 0.3
# No exercise here moves faster than 15 pictures a second show.
SHORTEST_STEP_S = 1 / 16
SPELLS = 100_000
# The number of no track.
OWN = 10_000


@dataclass(frozen=True)
class Patch:
    """The picture round one foot in one frame.

    `image` (112, 112) uint8 grey; `x_px`, `y_px` the patch's middle and `width_px` its width in pixels of the frame; `spell` counts the places
    the foot has been at, so that patches of one spell show the same piece of the world. `track` says by what the patch
    was placed: 0 by the body's landmarks, `OWN` by the landmarks of the foot that the body led to, else by those of the foot of that track.
    """

    t: float
    side: str
    image: NDArray[np.uint8]
    x_px: float
    y_px: float
    width_px: float
    spell: int
    track: int = 0


class FootCutter:
    """Follows both feet through the frames of one source and cuts a patch round each."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int], _Place] = {}
        self._last_t = -np.inf

    def update(self, frame: Frame, pose: Pose | None, feet: Sequence[Foot] = ()) -> list[Patch]:
        """The patches of this frame: none where no foot has been seen yet, or where the last patches are younger than a 16th of a second."""
        found: dict[tuple[str, int], tuple[float, float, float]] = {(foot.side, foot.track or OWN): _foot_at(foot) for foot in feet}
        for side in SIDES:
            if pose is not None and (at := _pose_at(pose, side)) is not None:
                found[side, 0] = at
        for key, at in found.items():
            self._places.setdefault(key, _Place()).update(frame.t, *at)
        if frame.t - self._last_t < SHORTEST_STEP_S:
            return []
        self._last_t = frame.t
        # The body's places go on while it is lost for a moment; a foot's own are cut where it is seen.
        return [_cut(frame, *key, place) for key, place in self._places.items() if place.at is not None and (key in found or not key[1])]


class _Place:
    """Where one foot is: (x, y, foot size) in pixels, moved in steps and seldom."""

    def __init__(self) -> None:
        self.at: NDArray[np.float64] | None = None
        self.spell = 0
        self._recent: deque[tuple[float, float, float, float]] = deque()
        self._away_since: float | None = None

    def update(self, t: float, x: float, y: float, size: float) -> None:
        self._recent.append((t, x, y, size))
        while self._recent[0][0] < t - PLACE_WINDOW_S:
            self._recent.popleft()
        # The median, of a few numbers several times faster than numpy's own.
        ordered = np.sort(np.array(self._recent)[:, 1:], axis=0)
        middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
        if self.at is not None and not self._is_away(middle):
            self._away_since = None
            return
        if self._away_since is None:
            self._away_since = t
        if self.at is None or t - self._away_since >= MOVED_FOR_S:
            self.at, self._away_since = middle, None
            self.spell += 1

    def _is_away(self, middle: NDArray[np.float64]) -> bool:
        assert self.at is not None
        x, y, size = self.at
        return bool(np.hypot(middle[0] - x, middle[1] - y) > MOVED_FEET * size or not 0.6 < middle[2] / size < 1.7)


def _pose_at(pose: Pose, side: str) -> tuple[float, float, float] | None:
    found = foot_of_body(pose, side)
    if found is None:
        return None
    (ankle, _, toe), size = found
    x, y = 0.7 * ankle + 0.3 * toe
    return float(x), float(y), size


def _foot_at(foot: Foot) -> tuple[float, float, float]:
    points = foot.reading.points
    x, y = 0.7 * points[FootLandmark.ANKLE] + 0.3 * points[FootLandmark.TOE1]
    length = float(np.linalg.norm(points[FootLandmark.TOE1] - points[FootLandmark.HEEL]))
    return float(x), float(y), max(length, 0.8 * foot.reading.extent_px, SMALLEST_FOOT_PX)


def _cut(frame: Frame, side: str, track: int, place: _Place) -> Patch:
    import cv2

    assert place.at is not None
    # Each track has spells of its own.
    spell = place.spell + SPELLS * track
    x, y, size = place.at
    width = PATCH_IN_FEET * size
    scale = PATCH_PX / width
    # Large feet are averaged down to about the patch's scale first; sampling alone would let noise and edges flicker through.
    half = width / 2 + 2 / scale
    height_px, width_px = frame.image.shape[:2]
    left, top = max(0, int(x - half)), max(0, int(y - half))
    region = frame.image[top : min(height_px, int(y + half) + 1), left : min(width_px, int(x + half) + 1)]
    if region.shape[0] < 2 or region.shape[1] < 2:
        return Patch(frame.t, side, np.zeros((PATCH_PX, PATCH_PX), np.uint8), x, y, width, spell, track)
    grey = cv2.cvtColor(region, cv2.COLOR_BGR2GRAY)
    shrink = min(1.0, scale)
    if shrink < 1:
        grey = cv2.resize(grey, (max(2, round(grey.shape[1] * shrink)), max(2, round(grey.shape[0] * shrink))), interpolation=cv2.INTER_AREA)
    scale_x, scale_y = scale * region.shape[1] / grey.shape[1], scale * region.shape[0] / grey.shape[0]
    warp = np.array([[scale_x, 0, PATCH_PX / 2 - scale * (x - left)], [0, scale_y, PATCH_PX / 2 - scale * (y - top)]], np.float32)
    image = cv2.warpAffine(grey, warp, (PATCH_PX, PATCH_PX), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return Patch(frame.t, side, image.astype(np.uint8, copy=False), x, y, width, spell, track)
