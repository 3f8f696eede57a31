"""Which of the feet read in one frame is the body's left one and which its right."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from footcv.feet.landmarks import FootLandmark, FootReading

# Where a foot is: its middle and its length, px.
Place = tuple[NDArray[np.float64], float]
# The body's own landmarks of a foot are off by up to this many foot lengths: further away, it is another foot, if it is not the one that was followed there.
BODY_REACH_FEET = 1.3
# A reading is of another size than the body's foot by less than this.
SMALLEST_SHARE, LARGEST_SHARE = 0.5, 2.0
# No foot looks as much smaller from one frame to the next: it is a piece of it, the heel for instance, that is taken for one.
SHRUNK_SHARE = 0.55
# Two readings closer than this, in foot lengths, are of one foot.
SAME_FOOT = 0.35
# What speaks against a reading being a side's foot, each in foot lengths from where the body puts it: as many for each length from where it was last, or for
# not having been followed; for the network's doubt whether it is a foot there; and for its look of the other side. A side is rather left without a foot than
# given one at a higher price.
LAST_PRICE, NEW_PRICE, DOUBT_PRICE, SIDE_PRICE, NONE_PRICE = 1.0, 0.5, 1.0, 0.2, 2.0
FURTHEST = 1.0
# The body has exchanged its legs where its feet lie so much closer to the other one's last place than to their own.
BETTER = 0.5
OWN_PLACES, OTHER_PLACES = [("left", "left"), ("right", "right")], [("left", "right"), ("right", "left")]


def assigned(readings: Sequence[FootReading], places: Mapping[str, Place], last: Mapping[str, Place]) -> dict[str, FootReading]:
    """The foot of each side among `readings`, no two sides on one foot; `places` say where the body puts them, `last` where they were seen last."""
    sides = list(places)
    best: tuple[float, dict[str, FootReading]] = (np.inf, {})
    for choice in product([None, *readings], repeat=len(sides)):
        chosen = {side: reading for side, reading in zip(sides, choice, strict=True) if reading is not None}
        if len(chosen) == 2 and same_foot(*chosen.values()):
            continue
        price = NONE_PRICE * (len(sides) - len(chosen)) + sum(_price(reading, side, places[side], last.get(side)) for side, reading in chosen.items())
        if price < best[0]:
            best = price, chosen
    return best[1]


def exchanged(places: Mapping[str, Place], last: Mapping[str, Place]) -> bool:
    """Whether the body puts each foot where the other one was seen last, or, where one was seen, the other one about there."""
    if len(places) < 2 or not last:
        return False
    as_is, crossed = (sum(float(np.linalg.norm(places[a][0] - last[b][0])) for a, b in pairs if b in last) for pairs in (OWN_PLACES, OTHER_PLACES))
    about_there = len(last) == 2 or crossed < BODY_REACH_FEET * max(size for _, size in last.values())
    return crossed < BETTER * as_is and about_there


def same_foot(a: FootReading, b: FootReading, *, of_smaller: bool = False) -> bool:
    """Whether two readings are of one foot: their points lie together, in lengths of the larger one, as a piece of it may be taken for a foot, or `of_smaller`
    in those of the smaller one."""
    foot = slice(FootLandmark.ANKLE, FootLandmark.SHIN)
    apart = float(np.median(np.linalg.norm(a.points[foot] - b.points[foot], axis=1)))
    return apart < SAME_FOOT * (min if of_smaller else max)(a.extent_px, b.extent_px)


def look_price(reading: FootReading, right: bool) -> float:
    """What the network's doubt and its look of the other side speak against a reading being of a right foot, or of a left one, in foot lengths."""
    return DOUBT_PRICE * (1 - reading.sureness) + SIDE_PRICE * (1 - reading.right if right else reading.right)


def _price(reading: FootReading, side: str, place: Place, last: Place | None) -> float:
    centre, size = place
    off = float(np.linalg.norm(reading.centre - centre)) / size
    moved = float(np.linalg.norm(reading.centre - last[0])) / last[1] if last is not None else None
    followed = moved is not None and moved < SAME_FOOT
    piece = last is not None and reading.extent_px < SHRUNK_SHARE * last[1]
    if piece or (off > BODY_REACH_FEET and not followed) or not SMALLEST_SHARE < reading.extent_px / size < LARGEST_SHARE:
        return np.inf
    change = NEW_PRICE if moved is None else LAST_PRICE * min(moved, FURTHEST)
    return min(off, BODY_REACH_FEET) + change + look_price(reading, side == "right")
