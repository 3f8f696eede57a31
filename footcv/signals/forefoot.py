"""The picture of the forefoot: a window about balls and toes, in which the leg that sways above counts for nothing, and the components of its change."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from footcv.feet.foot_pose import TOES
from footcv.feet.landmarks import FootLandmark
from footcv.signals.appearance import CONTRAST_FLOOR, PIECE, WINDOWS, Array32, Patches, principal_axes, sampled_window
from footcv.signals.filters import Array, away_from_usual, median_known, running_median, shrunk, usual_place
from footcv.signals.track import LEFT_HIP, LEFT_SHOULDER, RIGHT_HIP, RIGHT_SHOULDER, Track, foot_px

WINDOW_PX = 32
# The window's side, and the spread of the weights about its middle, in foot sizes: toes and balls lie within 0.3 of it, the ankle 0.5 away.
WINDOW_IN_FEET = 1.4
SPREAD_FEET = 0.25
COMPONENTS = 3
# A picture needs this many patches to have components.
FEWEST = 20
# The middle of the forefoot and the tips of its toes, from ankle to toes by the body's landmarks, which end at the toes' roots.
FOREFOOT_OF_BODY, TIPS_OF_BODY = 0.85, 1.05
FOREFOOT = [FootLandmark.BALL_IN, FootLandmark.BALL_OUT, *TOES]
# A heel further than this from where it usually stands, in foot sizes, is lifted or has stepped away; that of a resting foot trembles by half as much.
PLANTED_FEET = 0.2
LOW_SHARE = 0.7
CALM_S = 0.3
# The body's heel goes along with a raised one by this share of what the foot's own points go (median of 119 rendered feet on tiptoe; nine tenths of them 0.47
# and more).
HEEL_OF_BODY = 0.7
# Toes that stand are read within half of this of their place, gripping ones too.
TOES_STAY_FEET = 0.12
# Where only feet are seen, an ankle further than this from its usual place, in foot sizes, is bent in a squat (rendered: 0.18, with presses 0.1), and so long
# before and after the leg is on its way.
ANKLE_BENT_FEET, BENT_FOR_S, ON_ITS_WAY_S = 0.14, 0.5, 0.8


def weights(spread_feet: float) -> Array32:
    """The share (32·32,) of each point of the window, which falls off from its middle with a spread of so many foot sizes; 1 in all."""
    at = ((np.arange(WINDOW_PX) + 0.5) / WINDOW_PX - 0.5) * WINDOW_IN_FEET
    spread = np.exp(-(at[:, None] ** 2 + at[None, :] ** 2) / (2 * spread_feet**2)).ravel().astype(np.float32)
    return np.asarray(spread / spread.sum(), np.float32)


WEIGHTS = weights(SPREAD_FEET)


@dataclass(frozen=True)
class ForefootParts:
    """The principal components of the forefoot's change: `scores` (M, 3) at `t` (M,) s, `axes` (3, 32·32) of length 1, and `changes`, which gives for a choice
    (K,) of them their changes (K, 32·32) from the mean."""

    t: Array
    scores: Array
    axes: Array32
    changes: Callable[[NDArray[np.intp]], Array32]

    def mixed(self, mix: Array) -> "ForefootParts":
        """Mixtures of the components in their place: `mix` (K, 3) has their axes of length 1 in those of the components."""
        return replace(self, scores=self.scores @ mix.T, axes=np.asarray(mix @ self.axes, np.float32))

    def likeness(self, part: int, rest: tuple[float, float], moved: tuple[float, float]) -> float:
        """How much of what changes from one time (from, to; s) to the other component `part` stands for: the cosine between the two, in [-1, 1]; NaN where one
        of the times is not seen."""
        first, second = (np.flatnonzero((self.t >= a) & (self.t <= b)) for a, b in (rest, moved))
        if not len(first) or not len(second):
            return float("nan")
        change = np.median(self.changes(second), axis=0) - np.median(self.changes(first), axis=0)
        return float(self.axes[part] @ change / max(float(np.linalg.norm(change)), 1e-9))


@dataclass(frozen=True)
class Forefoot:
    """The forefoot over time: `t` (N,) s, and `rows`, which gives for a choice (M,) of them the (M, 32·32) weighted contrasts, one length of which is the
    contrast of the whole window."""

    t: Array
    rows: Callable[[NDArray[np.intp]], Array32]

    def components(self, use: NDArray[np.bool_]) -> ForefootParts:
        """The principal components of the change of the patches that `use` (N,) marks, but for what a shift of the whole window changes.

        A camera that trembles, or a foot that leans, shifts it; toes change a part of it.
        """
        used = np.flatnonzero(use)
        pieces = [used[start : start + PIECE] for start in range(0, len(used), PIECE)]
        mean = np.asarray(sum(self.rows(piece).sum(axis=0, dtype=float) for piece in pieces) / len(used), np.float32)
        shifted = shift_axes(mean)

        def changes(chosen: NDArray[np.intp]) -> Array32:
            return np.asarray(without(self.rows(chosen) - mean, shifted), np.float32)

        axes = principal_axes(changes(used[:: -(-len(used) // 800)]), COMPONENTS)
        scores = np.concatenate([changes(piece) @ axes.T for piece in pieces]).astype(float)
        return ForefootParts(self.t[used], scores, axes, lambda chosen: changes(used[chosen]))


def foot_size(body: Track, side: str) -> float:
    """The extent in px of a foot by its own points, by the body's where those are not known; NaN where neither is."""
    if side in body.feet:
        return median_known(np.ptp(body.feet[side][:, : FootLandmark.SHIN], axis=1).max(axis=1))
    seen = np.isfinite(body.leg(side)[2][:, 0])
    return foot_px(body, side, seen) if seen.any() else float("nan")


def heel_and_toes(body: Track, side: str) -> tuple[Array, Array]:
    """The paths (N, 2) px of heel and toes: by the foot's own points, by the body's where and while those are not known."""
    _, _, _, heel, toe = body.leg(side)
    if side not in body.feet:
        return heel, toe
    foot = body.feet[side]
    return bridged(foot[:, FootLandmark.HEEL], heel), bridged(foot[:, TOES].mean(axis=1), toe)


def toe_tips(body: Track, side: str) -> Array:
    """The path (N, 2) px of the tips of a foot's toes: by its own points, by the body's where and while those are not known."""
    return heel_and_toes(body, side)[1] if side in body.feet else _along_the_foot(body, side, TIPS_OF_BODY)


def _along_the_foot(body: Track, side: str, share: float) -> Array:
    """The path (N, 2) px of what lies at such a share of the way from a foot's ankle to its toes, by the body's landmarks."""
    _, _, ankle, _, toe = body.leg(side)
    return ankle + share * (toe - ankle)


def bridged(own: Array, coarse: Array) -> Array:
    """`own` (N, ...), and while it is not known `coarse` (N, ...), laid on it where both are; NaN where that is not known either.

    The foot that is lifted before the other one is lost, or taken for it, just then; the body's landmarks stay on it.
    """
    off = np.apply_along_axis(median_known, 0, own - coarse)
    return np.where(np.isfinite(own), own, coarse + off)


def planted(body: Track, side: str, standing: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where (N,) the heel is in its usual place while the person is `standing` (N,)."""
    heel, _ = heel_and_toes(body, side)
    size = foot_size(body, side)
    if not np.isfinite(size) or not np.isfinite(heel[standing]).any():
        return np.zeros(len(body.t), bool)
    known = heel[standing & np.isfinite(heel[:, 0])]
    # On tiptoe for half of the time, the heel still stands where it is lowest.
    place = float(np.median(known[:, 0])), float(np.quantile(known[:, 1], LOW_SHARE))
    away = np.hypot(*(running_median(heel[:, k], CALM_S) - place[k] for k in range(2)))
    return np.asarray(standing & (away <= PLANTED_FEET * size))


def toes_stay(body: Track, side: str, still: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where (N,) the toes are in the place that they have while the foot is `still` (N,)."""
    _, toes = heel_and_toes(body, side)
    away = np.hypot(*(running_median(toes[:, k], CALM_S) - median_known(toes[still, k]) for k in range(2)))
    return np.asarray(away <= TOES_STAY_FEET * foot_size(body, side))


def ankle_rests(body: Track, side: str, standing: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where (N,) the ankle is about its usual place while the person is `standing` (N,); where it is not known it is taken to rest."""
    ankle = body.leg(side)[2]
    size = foot_size(body, side)
    if not np.isfinite(size) or not np.isfinite(ankle[standing]).any():
        return np.ones(len(body.t), bool)
    return shrunk(~(away_from_usual(ankle, standing, BENT_FOR_S) > ANKLE_BENT_FEET * size), ON_ITS_WAY_S)


def heel_moved(body: Track, side: str, rest: tuple[float, float], held: tuple[float, float]) -> float:
    """How far the heel lies from one time (from, to; s) to another, in foot sizes; 0 where it was not seen in both.

    The foot's own heel is read somewhere else for a while where another foot hides it, or where it is small; what a body's heel does not follow did not happen.
    """
    heel, _ = heel_and_toes(body, side)
    moved = _moved(body.t, heel, rest, held)
    if body.has_body and side in body.feet:
        by_body = _moved(body.t, body.leg(side)[3], rest, held) / HEEL_OF_BODY
        moved = min(moved, by_body) if np.isfinite(by_body) else moved
    return moved / foot_size(body, side) if np.isfinite(moved) else 0.0


def trunk_rose(body: Track, side: str, rest: tuple[float, float], held: tuple[float, float]) -> float:
    """How much higher the trunk is in the picture at one time than at another (from, to; s), in sizes of that side's foot; 0 where it was not seen in both."""
    down = body.points[:, [LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP], 1].mean(axis=1)
    before, during = (median_known(down[(body.t >= a) & (body.t <= b)]) for a, b in (rest, held))
    return (before - during) / foot_size(body, side) if np.isfinite(before - during) else 0.0


def _moved(t: Array, path: Array, first: tuple[float, float], second: tuple[float, float]) -> float:
    """How far the median place of a `path` (N, 2) px at `t` (N,) s lies from one time (from, to; s) to another, px; NaN where it is not known in both."""
    places = [np.array([median_known(path[(t >= a) & (t <= b), k]) for k in range(2)]) for a, b in (first, second)]
    return float(np.linalg.norm(places[1] - places[0]))


def forefoot(body: Track, patches: Patches | None, side: str, use: NDArray[np.bool_], *, about_tips: bool = False) -> Forefoot | None:
    """The forefoot at the place it has where `use` (N,) holds on the body's grid, in every patch, about its middle or about the tips of its toes; None where
    there is too little to see."""
    if patches is None or len(patches.t) < FEWEST or not use.any():
        return None
    middle, size = _middle(body, side, use, about_tips), foot_size(body, side)
    if not np.isfinite([*middle, size]).all():
        return None
    shifts = patches.shifts

    def rows(chosen: NDArray[np.intp]) -> Array32:
        window = sampled_window(patches.where(chosen), (float(middle[0]), float(middle[1])), WINDOW_IN_FEET * size, WINDOW_PX, shifts[chosen])
        off = window - (window @ WEIGHTS)[:, None]
        contrast = np.sqrt((off**2) @ WEIGHTS)[:, None]
        return np.asarray(off / (contrast + CONTRAST_FLOOR) * np.sqrt(WEIGHTS), np.float32)

    return Forefoot(patches.t, rows if len(patches.t) > WINDOWS else rows(np.arange(len(patches.t))).__getitem__)


def brightness(body: Track, patches: Patches, side: str, use: NDArray[np.bool_]) -> float:
    """How bright the forefoot usually is at the place it has where `use` (N,) holds: a grey level in [0, 255]; NaN where that is not known."""
    middle, size = _middle(body, side, use, about_tips=False), foot_size(body, side)
    if not np.isfinite([*middle, size]).all():
        return float("nan")
    some = np.linspace(0, len(patches.t) - 1, min(FEWEST, len(patches.t))).round().astype(int)
    windows = sampled_window(patches.where(some), (float(middle[0]), float(middle[1])), WINDOW_IN_FEET * size, WINDOW_PX, np.zeros((len(some), 2)))
    return float(np.median(windows @ WEIGHTS))


def shift_axes(mean: NDArray[np.floating]) -> Array:
    """The two axes (32·32, 2) along which a small shift changes weighted contrasts whose `mean` (32·32,) is: its slopes, orthogonal and of length 1."""
    slopes = np.stack(np.gradient((mean / np.sqrt(WEIGHTS)).reshape(WINDOW_PX, WINDOW_PX))).reshape(2, -1)
    return np.asarray(np.linalg.qr((slopes * np.sqrt(WEIGHTS)).T)[0])


def without(changes: NDArray[np.floating], axes: Array) -> NDArray[np.floating]:
    """Changes (M, 32·32) but for their parts along `axes` (32·32, K)."""
    return np.asarray(changes - (changes @ axes) @ axes.T)


def _middle(body: Track, side: str, use: NDArray[np.bool_], about_tips: bool) -> Array:
    """The middle (2,) px of the forefoot, or of the tips of its toes, over the time that `use` marks."""
    if about_tips:
        points = toe_tips(body, side)[use]
    elif side in body.feet:
        points = body.feet[side][use][:, FOREFOOT].mean(axis=1)
    else:
        points = _along_the_foot(body, side, FOREFOOT_OF_BODY)[use]
    return usual_place(points)
