"""Which of several people is measured: the largest in view at the start, then the same one, kept by overlap. Boxes in, boxes out."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

# Left, top, right, bottom; px of the upright picture.
Box = tuple[float, float, float, float]

# How often the picture is searched for other people: seldom while the person is alone, because a look costs as much as two frames, and the tracker
# lets go of somebody it sees only when that person is gone, which asks for a look at once.
LOOK_ALONE_EVERY_S = 4.0
LOOK_CROWDED_EVERY_S = 2.0
# While the person measured so far is not to be found, the picture is searched this often.
SEARCH_EVERY_S = 0.5
# Somebody away for longer may be taken for gone, and another one measured instead.
FORGOTTEN_AFTER_S = 2.0
# Intersection over union. From one frame to the next a person keeps well over half; two people side by side share next to nothing.
SAME = 0.2
# Two finds that share more are one person found twice.
TWICE = 0.6
# A landmark below this visibility says nothing of where the person is.
SEEN = 0.3
# The tracker may look this far beyond the person's box, in parts of its longer side: room for an arm, and for the way to the next frame.
MARGIN = 0.25


def box_of(points: NDArray[np.float32], visibility: NDArray[np.float32]) -> Box | None:
    """The box round the seen ones of `points` (33, 2) px with `visibility` (33,); None where none is seen."""
    seen = points[visibility >= SEEN]
    if len(seen) == 0:
        return None
    (left, top), (right, bottom) = seen.min(axis=0), seen.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes, in [0, 1]."""
    shared = area((max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])))
    union = area(one) + area(other) - shared
    return shared / union if union > 0 else 0.0


def grown(box: Box, margin: float = MARGIN) -> Box:
    """`box` with `margin` times its longer side added all round."""
    by = margin * max(box[2] - box[0], box[3] - box[1])
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def closest(box: Box, boxes: list[Box]) -> Box | None:
    """The one of `boxes` that is the same person as `box`, None where none is."""
    best = max(boxes, key=lambda other: overlap(box, other), default=None)
    return best if best is not None and overlap(box, best) >= SAME else None


@dataclass
class Person:
    """The one who is measured, and whether others are in view. Holds no clock: every method is told the time, in seconds.

    `box` is where the person was last seen, at `seen_s`; `crowded` tells whether the last look found somebody else too.
    """

    box: Box | None = None
    seen_s: float = -np.inf
    crowded: bool = False
    _looked_s: float = field(default=-np.inf, repr=False)

    def is_followed_by(self, tracked: Box) -> bool:
        """Whether the tracker's box is still this person's."""
        return self.box is not None and overlap(self.box, tracked) >= SAME

    def wants_look(self, t: float, tracked: Box) -> bool:
        """Whether the picture at `t`, in which the tracker follows `tracked`, is to be searched for everybody in it."""
        if not self.is_followed_by(tracked):
            return t - self._looked_s >= SEARCH_EVERY_S
        return t - self._looked_s >= (LOOK_CROWDED_EVERY_S if self.crowded else LOOK_ALONE_EVERY_S)

    def looked(self, t: float, found: list[Box], tracked: Box) -> bool:
        """Take in who was found at `t`; returns whether the tracker, which follows `tracked`, follows the right one.

        Where it does not, `box` is where it should; `seen_s` is older than `t` where the person was not found at all.
        """
        self._looked_s = t
        # The search may miss somebody whom the tracker holds, lying down for instance.
        follows = closest(tracked, found) or tracked
        people = found if follows in found else [*found, tracked]
        chosen = self._choose(t, people)
        if chosen is not None:
            self.seen(t, chosen)
        self.crowded = any(self.box is None or overlap(self.box, other) < TWICE for other in people if other != chosen)
        return follows == chosen

    def seen(self, t: float, box: Box) -> None:
        self.box, self.seen_s = box, t

    def view(self, t: float) -> Box | None:
        """The part of the picture at `t` in which the tracker may look, None for all of it."""
        if self.box is None or not self.crowded or t - self.seen_s > SEARCH_EVERY_S:
            return None
        return grown(self.box)

    def _choose(self, t: float, people: list[Box]) -> Box | None:
        if self.box is not None and (same := closest(self.box, people)):
            return same
        came_back = self.box is not None and len(people) == 1 and not self.crowded
        if self.box is None or came_back or t - self.seen_s > FORGOTTEN_AFTER_S:
            return max(people, key=area, default=None)
        return None
