"""One foot that is followed: where it is, how surely, of which side it looks, and whether it is a foot at all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footcv.feet.assignment import SHRUNK_SHARE, look_price
from footcv.feet.foot import PRESENT, log_odds
from footcv.feet.glance import changed, glance
from footcv.feet.landmarks import CROP_IN_FEET, FootLandmark, FootReading
from footcv.feet.size import SMALLEST_FOOT_PX
from footcv.video.frame import Frame

# A foot is gone when it has not been seen for so long.
LOST_S = 0.4
# A crop follows its foot this fast; points that tremble shall not shake the picture they are read from.
FOLLOW_S = 0.15
# One that no body leads to goes along at once further than this, in the foot's extent, and shrinks so slowly: where a foot is hardly seen its points gather,
# and a crop that shrank with them would lose it.
GOES_FEET, SHRINKS_S = 0.1, 1.0
# How large a foot usually is, is evened out over so long: its points run over to another foot that comes before it within a few pictures.
USUAL_S = 1.0
# A foot that has grown by so much was not seen whole before.
GROWN = 1.25
# One that is read this near to where it was, in its usual extent, has stayed there.
STAYS_FEET = 0.15
# A find is a foot once it has been followed for this long.
CONFIRMED_S = 0.25
# What only looks like a foot is one once its points have moved against one another by this much of its extent, and the picture with them: heads and tables
# do not. Points move in pictures that stand still too, while the crop settles on what it follows.
MOVED_FEET = 0.2
# A foot looks long enough like one of its side that a second of doubt does not change it.
SURE_SIDE = 60.0

Crop = tuple[float, float, float]


@dataclass(eq=False)
class Follow:
    """A foot being followed: where it was last and how surely it was seen there, how sure its side is (log-odds of a right foot, summed), when it was looked
    at in other crops, whether it is `sure` to be a foot, and how far its points have moved against one another so far: `shape` (7, 2), evened out, and its
    bounds, in the foot's extent, and where it was found and what was seen there then. `usual_px` is its extent, evened out; `mean_sureness` is over all `looks`
    at it; `shift` is how far below its middle the crop lies in which it is read best, in its extent."""

    centre: NDArray[np.float64]
    extent_px: float
    since: float
    seen: float
    found_by: str
    track: int = 0
    right: float = 0.0
    doubted: float = -np.inf
    sure: bool = True
    sureness: float = 0.0
    mean_sureness: float = 0.0
    looks: int = 0
    shape: NDArray[np.float64] | None = None
    bounds: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
    found: tuple[Crop, NDArray[np.float32]] | None = None
    usual_px: float = 0.0
    shift: float = 0.0

    def __post_init__(self) -> None:
        self.usual_px = self.usual_px or self.extent_px

    def crop(self, shift: float | None = None) -> Crop:
        """Where to read it, with its own shift or another one."""
        down = (self.shift if shift is None else shift) * self.extent_px
        return crop_about(self.centre + np.array([0.0, down]), self.extent_px)

    @property
    def is_led(self) -> bool:
        """Whether a body leads to it: what is hardly seen is better looked for anew, where the body puts it."""
        return self.found_by == "body" and not self.track

    def is_whole(self, reading: FootReading) -> bool:
        """Whether a reading is of the whole foot, and not of a piece taken for one."""
        return reading.extent_px > SHRUNK_SHARE * self.extent_px

    def stays(self, reading: FootReading) -> bool:
        """Whether a reading lies where the foot was."""
        return bool(np.linalg.norm(reading.centre - self.centre) < STAYS_FEET * self.usual_px)

    def change(self, reading: FootReading) -> float:
        """How much speaks against a reading being of this foot: how far it has moved and how much it has grown or shrunk, in its usual extent; the network's
        doubt whether it is a foot; and its look of the other side.

        A foot that is lifted past another one keeps its size and its look while it moves; the other one, hidden, seems to turn into it.
        """
        moved = float(np.linalg.norm(reading.centre - self.centre)) / self.usual_px
        grown = abs(float(np.log(reading.extent_px / self.usual_px)))
        return moved + grown + look_price(reading, self.right > 0)

    def update(self, t: float, reading: FootReading) -> None:
        passed_s = max(t - self.seen, 0.0)
        off = reading.centre - self.centre
        goes = not self.is_led and np.linalg.norm(off) > GOES_FEET * self.extent_px
        self.centre = self.centre + (1.0 if goes else max(_weight(passed_s, FOLLOW_S), 0.3)) * off
        # Whole again after a piece of it was taken for the foot: the crop must be wide enough at once.
        grown = reading.extent_px > GROWN * self.extent_px
        weight = 1.0 if grown else _weight(passed_s, FOLLOW_S if self.is_led or reading.extent_px > self.extent_px else SHRINKS_S)
        self.extent_px = max(self.extent_px + weight * (reading.extent_px - self.extent_px), SMALLEST_FOOT_PX)
        self.usual_px = max(self.usual_px + _weight(passed_s, USUAL_S) * (reading.extent_px - self.usual_px), SMALLEST_FOOT_PX)
        if reading.present >= PRESENT:
            self.right = float(np.clip(self.right + log_odds(reading.right), -SURE_SIDE, SURE_SIDE))
        self.sureness = reading.sureness
        self.looks += 1
        self.mean_sureness += (reading.sureness - self.mean_sureness) / self.looks
        self.seen = t

    def prove(self, frame: Frame, reading: FootReading) -> None:
        """See whether what was found by search moves as a foot does; before `update`."""
        if self.sure or frame.t - self.since < CONFIRMED_S:
            return
        weight = max(_weight(max(frame.t - self.seen, 0.0), FOLLOW_S), 0.1)
        shape = (reading.points[: FootLandmark.SHIN] - reading.centre) / self.extent_px
        self.shape = shape if self.shape is None else self.shape + weight * (shape - self.shape)
        low, high = self.bounds or (self.shape, self.shape)
        self.bounds = np.minimum(low, self.shape), np.maximum(high, self.shape)
        crop, before = self.found = self.found or (self.crop(), glance(frame.image, *self.crop()))
        moved = np.linalg.norm(self.bounds[1] - self.bounds[0], axis=1).max() > MOVED_FEET
        self.sure = bool(moved) and bool(changed(before, glance(frame.image, *crop)).any())


def crop_about(centre: NDArray[np.float64], extent_px: float) -> Crop:
    return float(centre[0]), float(centre[1]), CROP_IN_FEET * extent_px


def _weight(passed_s: float, over_s: float) -> float:
    """What share of the way to a new value is gone in that time, of one that follows over so long."""
    return 1 - float(np.exp(-passed_s / over_s))
