"""A foot as it is seen, and which side it is of where no body tells."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footcv.feet.assignment import SAME_FOOT
from footcv.feet.foot_pose import fit_pose, mean_points
from footcv.feet.landmarks import FootLandmark, FootReading

Array = NDArray[np.float64]

SIDES = ("left", "right")
# A foot is found where the network is this sure.
PRESENT = 0.5
# A foot's points say its side by how much better they fit a foot of that side; judged over this many readings at once, as each trembles.
FITTED_TOGETHER = 48
# What the fit weighs beside the network's own word: the log-odds of a right foot go up by this for each log of the ratio of its misfits as a left and a right
# one. Logistic regression on 679 windows of 3 s in 60 rendered clips: by the fit alone 0.81 of the sides are right, by the network's word alone 0.78.
FIT_WEIGHT = 1.9

# Whose feet stand still shows two: what is seen in this share of a proved foot's frames, of its size but for this factor and no more of these sizes away, is
# its other foot. Rendered feet that never proved themselves beside one that did: in all its frames, by a factor of 1.4 and 1.2 sizes away.
TOGETHER_SHARE, LIKE_IN_SIZE, SIZES_APART = 0.5, 1.5, 1.5
# As many readings at most say how large a foot is, and where.
FEW = 50


@dataclass(frozen=True)
class Foot:
    """One foot in one frame: its `side`, what the network read, where it was found: by the `body`, by `search`, or by a `box`, and the number of its track.

    What only looks like a foot is not `sure` to be one before it has moved as one.
    """

    t: float
    side: str
    reading: FootReading
    found_by: str
    track: int = 0
    sure: bool = True


def settled(
    frame: NDArray[np.intp],
    track: NDArray[np.intp],
    sure: NDArray[np.bool_],
    present: Array,
    right: Array,
    points: Callable[[NDArray[np.intp]], Array],
) -> dict[int, str]:
    """The side of each track of a whole source that proved to be a foot, or the other one of such a foot.

    By `frame` (M,) number, `track` (M,), whether it was `sure` (M,), how surely it was `present` (M,) and how much like a `right` foot (M,) it looked for all
    that was told, frame by frame; and `points`, which gives those (K, 8, 3) of the numbers (K,) it is asked for.

    Of two feet seen together the one that looks more like a right one is the right one; a foot seen alone has the side that it looks like. What a body led to,
    track 0, has its side.
    """
    proved = np.isin(track, track[sure]) & (track > 0)
    proved |= np.isin(track, _others_of(frame, track, proved, present, points))
    of_track = {int(number): np.flatnonzero(proved & (track == number)) for number in np.unique(track[proved])}
    together: Counter[frozenset[int]] = Counter()
    numbers, counts = np.unique(frame[proved], return_counts=True)
    for pair in track[proved][np.isin(frame[proved], numbers[counts == 2])].reshape(-1, 2).tolist():
        together[frozenset(pair)] += 1
    # A foot that is hardly seen tells nothing of its side.
    plain = {number: told[present[told] >= PRESENT] for number, told in of_track.items()}
    scores = {number: _right(right[told], told, points) for number, told in plain.items()}
    sides: dict[int, str] = {}
    # The clearest decide first, and leave the other side to whatever was seen beside them: of two sides that are taken, to what was less often.
    clear = {number: abs(score) / (len(plain[number]) + FITTED_TOGETHER) for number, score in scores.items()}
    for number in sorted(scores, key=lambda t: -clear[t]):
        beside = {side: sum(together[frozenset((number, other))] for other in sides if sides[other] == side) for side in SIDES}
        looks = "right" if scores[number] > 0 else "left"
        sides[number] = min(SIDES, key=lambda side: (beside[side], side != looks))
    return sides


def _others_of(
    frame: NDArray[np.intp], track: NDArray[np.intp], proved: NDArray[np.bool_], present: Array, points: Callable[[NDArray[np.intp]], Array]
) -> list[int]:
    """The tracks that look like feet and stand beside one that is `proved` (M,); all else as in `settled`."""
    others = []
    for number in np.unique(track[(track > 0) & ~proved]):
        told = np.flatnonzero(track == number)
        if np.median(present[told]) < PRESENT:
            continue
        middle, size = _place(points(told[:: -(-len(told) // FEW)]))
        for known in np.unique(track[proved]):
            its = np.flatnonzero(track == known)
            if np.isin(frame[its], frame[told]).mean() < TOGETHER_SHARE:
                continue
            its_middle, its_size = _place(points(its[:: -(-len(its) // FEW)]))
            large, small = max(size, its_size), min(size, its_size)
            if large <= LIKE_IN_SIZE * small and SAME_FOOT * large < np.linalg.norm(middle - its_middle) <= SIZES_APART * large:
                others.append(int(number))
                break
    return others


def _place(points: Array) -> tuple[Array, float]:
    """Where the foot of the `points` (K, 8, 3) usually is (2,), and its extent, px."""
    feet = points[:, : FootLandmark.SHIN, :2]
    return np.median(feet.mean(axis=1), axis=0), float(np.median(np.ptp(feet, axis=1).max(axis=1)))


def log_odds(right: float) -> float:
    """How much one reading says that a foot is a right one: its log-odds, of which no reading gives more than 3."""
    return float(_log_odds(np.array(right)))


def _log_odds(right: Array) -> Array:
    return np.asarray(np.clip(np.log(right + 1e-3) - np.log(1 - right + 1e-3), -3, 3))


def _right(right: Array, told: NDArray[np.intp], points: Callable[[NDArray[np.intp]], Array]) -> float:
    """How much all readings of a foot say that it is a right one: their log-odds, by the network's word and by how the points lie."""
    score = float(sum(_log_odds(right).tolist()))
    for i in range(0, len(told), FITTED_TOGETHER):
        some = told[i : i + FITTED_TOGETHER]
        mean = mean_points(points(some))
        as_left, as_right = (fit_pose(mean, side).error for side in SIDES)
        score += FIT_WEIGHT * float(np.log(as_left / as_right)) * len(some)
    return score
