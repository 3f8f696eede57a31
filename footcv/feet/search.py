"""A search for feet over the whole picture, for pictures that show no body: coarse windows first, then each find looked at closely."""

from dataclasses import dataclass, replace
from itertools import product
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from footcv.feet.landmarks import CROP_IN_FEET, CROP_PX, FootLandmark, FootReading, Image, median_reading, read_feet
from footcv.feet.size import SMALLEST_FOOT_PX

# Sides of the windows, in the picture's shorter side, and their distance, in their own side: the network takes feet of so much of a window, off by 0.2.
WINDOWS = (0.25, 0.5, 1.0, 1.6)
FILLED = (0.28, 0.82)
STEP = 0.36
# One foot of a person is at most so many times as long in the picture as the other.
OTHER_FOOT = 2.5
# The search needs no more of the picture than this, px of its shorter side.
ENOUGH_PX = 480
LIKELY = 0.6
# As many of the likeliest windows are looked at closely.
CLOSE_LOOKS = 12
# The close looks: how much larger, and how far to the right and down, in sides. What moves with the crop is no foot.
LOOKS = ((0.85, 0.0, 0.0), (1.0, 0.1, -0.06), (1.2, -0.08, 0.08))
# A find: the network is this sure in every look, its points are there, and lie within this much of a foot of one another in all looks. The second pair is for
# finds to be believed as they are, if they are this large, and with the last one less sure of the points of what is larger; the first for those that must prove
# themselves by moving. Of 237 likely finds in the first frames of rendered legs and feet alone 209 are sure, the smallest of 46 px; of 392 pictures without
# feet (250 drawn rooms, 142 of bodies with the feet painted over) four have a sure find, of 49 to 75 px. What is smaller is found only where the network is as
# sure of the points, and must move too: a car's light, 42 px, was likely one, and went.
LIKELY_SURE, LIKELY_CONFIDENT = 0.9, 0.65
SURE, CONFIDENT, SURE_PX = 0.95, 0.9, 45.0
LESS_CONFIDENT, LARGE_PX = 0.85, 60.0
AGREE = 0.12
APART = 0.5
# Two finds that are a pair of feet vouch for one another: this sure, their sides this likely one and the other, so near, in the longer one's extent, and of so
# like a size. Of 24 pairs in 42 first frames of rendered clips from the waist down and of feet alone 19 are such, of 10 in 140 pictures without feet none.
PAIR_SURE, PAIR_SIDED, PAIR_APART, PAIR_LIKE = 0.85, 0.7, 1.5, 1.5
BATCH = 64


@dataclass(frozen=True)
class Find:
    """What was read where a foot was found, and whether it is surely one: else it only is likely."""

    reading: FootReading
    sure: bool


def find_feet(image: Image, stirred: NDArray[np.bool_] | None = None, beside_px: float | None = None) -> list[Find]:
    """The feet in `image` (H, W, 3) BGR, the surest first; none where nothing holds against a second look.

    `stirred` (N, N), cells laid over the whole picture: only windows with one of them in their middle half are looked at, the largest, as many as go at once.
    Where the other foot is known, whose extent is `beside_px`, only windows in which this one would be of a like size.
    """
    import cv2

    shrink = min(1.0, ENOUGH_PX / min(image.shape[:2]))
    small = np.asarray(cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8) if shrink < 1 else image
    windows = _windows(small.shape[1], small.shape[0])
    if beside_px is not None:
        # The sizes double: of those that the smallest such foot fills enough the largest will do.
        least, most = beside_px * shrink / OTHER_FOOT / FILLED[0] / 2, beside_px * shrink * OTHER_FOOT / FILLED[0]
        windows = [window for window in windows if least <= window[2] <= most]
    if stirred is not None:
        windows = [window for window in reversed(windows) if _is_stirred(window, stirred, small.shape[1], small.shape[0])][:BATCH]
    likely = []
    for start in range(0, len(windows), BATCH):
        likely += [reading for reading in read_feet(small, windows[start : start + BATCH]) if reading.present >= LIKELY]
    found: list[Find] = []
    looks = 0
    for reading in sorted(likely, key=attrgetter("sureness"), reverse=True):
        x, y = reading.centre / shrink
        if looks == CLOSE_LOOKS or any(np.linalg.norm(find.reading.centre - (x, y)) < APART * find.reading.extent_px for find in found):
            continue
        looks += 1
        close = _close_look(image, (float(x), float(y)), reading.extent_px / shrink)
        if close is not None and not any(_overlap(close.reading, other.reading) for other in found):
            found.append(close)
    paired = [replace(find, sure=find.sure or any(_is_pair(find.reading, other.reading) for other in found)) for find in found]
    return sorted(paired, key=lambda find: find.reading.sureness, reverse=True)


def _is_pair(a: FootReading, b: FootReading) -> bool:
    """Whether both look like feet, one left and one right, as a person has them beside one another."""
    longer, shorter = max(a.extent_px, b.extent_px), min(a.extent_px, b.extent_px)
    sided = max(a.right, b.right) >= PAIR_SIDED and min(a.right, b.right) <= 1 - PAIR_SIDED
    near = np.linalg.norm(a.centre - b.centre) <= PAIR_APART * longer and longer <= PAIR_LIKE * shorter
    return bool(sided and near and min(a.sureness, b.sureness) >= PAIR_SURE)


def _is_stirred(window: tuple[float, float, float], stirred: NDArray[np.bool_], width: int, height: int) -> bool:
    x, y, side = window
    rows, columns = stirred.shape
    across = slice(max(0, int((x - side / 4) / width * columns)), int((x + side / 4) / width * columns) + 1)
    down = slice(max(0, int((y - side / 4) / height * rows)), int((y + side / 4) / height * rows) + 1)
    return bool(stirred[down, across].any())


def _overlap(a: FootReading, b: FootReading) -> bool:
    return bool(np.linalg.norm(a.centre - b.centre) < APART * max(a.extent_px, b.extent_px))


def _windows(width: int, height: int) -> list[tuple[float, float, float]]:
    windows = []
    for share in WINDOWS:
        side = share * min(width, height)
        if side < SMALLEST_FOOT_PX * CROP_IN_FEET / 2:
            continue
        xs, ys = (np.linspace(side / 4, length - side / 4, 1 + max(1, int(np.ceil((length - side / 2) / (STEP * side))))) for length in (width, height))
        windows += [(float(x), float(y), side) for x, y in product(xs, ys)]
    return windows


def _close_look(image: Image, centre: tuple[float, float], extent_px: float) -> Find | None:
    """The foot about `centre`, looked at in several sizes twice; None where the looks do not agree."""
    for _ in range(2):
        side = CROP_IN_FEET * max(extent_px, CROP_PX / 16)
        looks = read_feet(image, [(centre[0] + right * side, centre[1] + down * side, look * side) for look, right, down in LOOKS], mirrored_below=1.0)
        reading = median_reading(looks)
        centre, extent_px = (float(reading.centre[0]), float(reading.centre[1])), reading.extent_px
    foot = slice(FootLandmark.ANKLE, FootLandmark.SHIN)
    apart = np.median([np.linalg.norm(look.points[foot] - reading.points[foot], axis=1) for look in looks]) / max(extent_px, 1.0)
    present, confidence = min(look.present for look in looks), float(reading.confidence[foot].mean())
    likely = present >= LIKELY_SURE and confidence >= LIKELY_CONFIDENT
    surely = present >= SURE and confidence >= CONFIDENT
    if not likely or apart > AGREE or extent_px < (SMALLEST_FOOT_PX if surely else SURE_PX):
        return None
    surely |= present >= SURE and confidence >= LESS_CONFIDENT and extent_px >= LARGE_PX
    return Find(reading, surely and extent_px >= SURE_PX)
