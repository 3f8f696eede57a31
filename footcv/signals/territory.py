"""Whose toes moved, where the picture shows the toes of both feet close together: the change belongs to the foot whose own toes lie there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from footcv.feet.foot import SIDES
from footcv.signals.appearance import PIECE, Patches, sampled_window
from footcv.signals.filters import RATE_HZ, Array, usual_place
from footcv.signals.forefoot import foot_size, heel_and_toes, toe_tips
from footcv.signals.signal import Signal
from footcv.signals.track import Track

# Toes further apart than this, in foot sizes, do not reach into each other's picture.
CLOSE_FEET = 0.6
# Each foot owns what lies this close to its toes and closer to them than to the other's.
REACH_FEET = 0.15
WINDOW_PX = 64
# What changes with a press about the heel is up to 1.3 times as much as about the toes (rendered); with a raised heel it is 2.7 times and more.
LARGEST_HEEL_SHARE = 1.4
# In contrasts of the forefoot that is 0.15 at most with presses, but for what the foot's lift changes; with steps, pumps and raised heels 0.29 and more
# (rendered).
LARGEST_HEEL_CHANGE = 0.2
# Toes and balls lie this close to the tips; what is further than that and half as far again is elsewhere. With a press it changes at most 0.42 times as much (a
# mean over all of it, rendered), with a squat 1.1 times, with a raised heel, a shifted weight, or a step at the start of the source mostly as much.
FOREFOOT_FEET, ELSEWHERE_FEET = 0.35, 0.45
LARGEST_ELSEWHERE_SHARE = 0.6
# Resting toes close beside pressing ones change their own ground by up to 0.3 of what those change theirs, pressing toes by 0.44 and more, half hidden ones too
# (rendered).
BYSTANDER_SHARE = 0.4
# Toes that press lift the foot behind them by up to 0.05 of its size, which explains 0.47 and more of what changes there; where walking, steps or a shifted
# weight do it explains at most 0.4, and with raised heels it is more. Without it the toes, which stay down, change as much as with it: 0.9 times and more
# (rendered).
LARGEST_LIFT_FEET, LIFT_EXPLAINS, REAR_FEET, TOES_STAY_SHARE = 0.06, 0.43, 0.7, 0.8
# Grey levels that change by less than this do not change.
LEAST_SPREAD = 0.1


def bystanders(body: Track, patches: Mapping[str, Patches], signals: Mapping[str, Signal]) -> list[str]:
    """Sides whose toes rested while those of the other side moved through their picture; none where the feet stand apart."""
    if not signals or (toes := _toes(body)) is None:
        return []
    tips, size = toes
    if np.linalg.norm(tips["left"] - tips["right"]) > CLOSE_FEET * size:
        return []
    changes = np.max([_about_toes(patches[side], signal, tips, size) for side, signal in signals.items()], axis=0)
    return [side for side, change in zip(SIDES, changes, strict=True) if side in signals and change < BYSTANDER_SHARE * changes.max()]


def side_of(body: Track, patches: Patches, signal: Signal) -> str:
    """Whose toes a signal found in one foot's picture alone is, by where that picture changes with it: left, right, or both."""
    if (toes := _toes(body)) is None:
        return signal.side
    changes = dict(zip(SIDES, _about_toes(patches, signal, *toes), strict=True))
    moving = [side for side in SIDES if changes[side] >= BYSTANDER_SHARE * max(changes.values())]
    return moving[0] if len(moving) == 1 else "both"


def at_the_toes(body: Track, patches: Patches, signal: Signal, contrasts: float) -> bool:
    """Whether the picture changes with the signal about the toes of its side, by so many contrasts of the forefoot, and not as much or more about the heel or
    all over: then foot or leg move, not the toes.

    Toes that press may lift the foot behind them a little: what that changes about the heel does not count.
    """
    heel, _ = heel_and_toes(body, signal.side)
    rear, tips = usual_place(heel), usual_place(toe_tips(body, signal.side))
    size = foot_size(body, signal.side)
    if not np.isfinite([*rear, *tips, size]).all():
        return False
    change = _change(patches, signal, rear, tips, size)
    from_heel, from_tips = change.from_places
    behind = (from_tips > FOREFOOT_FEET * size) & (from_heel < REAR_FEET * size)
    about_heel, about_toes = change.about_each(REACH_FEET * size)
    without_lift = change.without_shift(behind, LARGEST_LIFT_FEET * size).about_each(REACH_FEET * size)
    if without_lift[1] >= TOES_STAY_SHARE * about_toes:
        about_heel, about_toes = without_lift
    forefoot, elsewhere = (change.mean_where(where) for where in (from_tips <= FOREFOOT_FEET * size, from_tips > ELSEWHERE_FEET * size))
    at_heel = contrasts * about_heel / max(about_toes, 1e-9)
    return about_heel <= LARGEST_HEEL_SHARE * about_toes and at_heel <= LARGEST_HEEL_CHANGE and elsewhere <= LARGEST_ELSEWHERE_SHARE * forefoot


def _toes(body: Track) -> tuple[dict[str, Array], float] | None:
    """Where the tips of each side's toes usually lie, and how large the feet are, px; None where that is not known."""
    tips, size = {side: usual_place(toe_tips(body, side)) for side in SIDES}, float(np.mean([foot_size(body, side) for side in SIDES]))
    return (tips, size) if np.isfinite([*tips["left"], *tips["right"], size]).all() else None


@dataclass(frozen=True)
class _Change:
    """How the grey levels of a picture, on average `mean` (64, 64), go along with a signal: `slope` (64, 64) by so many where that goes from 0 to 1, the square
    of which counts by `weight` (64, 64). `from_places`, two of (64, 64), is how far each lies from two places, px; `px` are from one to the next."""

    mean: Array
    slope: Array
    weight: Array
    from_places: tuple[Array, Array]
    px: float

    @property
    def levels(self) -> Array:
        return self.slope**2 * self.weight

    def without_shift(self, where: NDArray[np.bool_], most_px: float) -> "_Change":
        """But for what a shift of the whole picture changes, if the one that fits the change `where` is no larger and explains it well."""
        down, right = np.gradient(self.mean, self.px)
        slopes = np.stack([down, right], axis=-1)
        shift, *_ = np.linalg.lstsq(slopes[where], self.slope[where])
        rest = self.slope - slopes @ shift
        explained = 1 - float((rest[where] ** 2).sum()) / max(float((self.slope[where] ** 2).sum()), 1e-9)
        return replace(self, slope=rest) if explained >= LIFT_EXPLAINS and float(np.linalg.norm(shift)) <= most_px else self

    def mean_where(self, where: NDArray[np.bool_]) -> float:
        return float(self.levels[where].mean()) if where.any() else 0.0

    def about_each(self, reach_px: float) -> tuple[float, float]:
        """About the two places: as far as `reach_px`, and closer to the one than to the other."""
        first, second = self.from_places
        return self.mean_where((first <= reach_px) & (first < second)), self.mean_where((second <= reach_px) & (second < first))


def _about_toes(patches: Patches, signal: Signal, tips: Mapping[str, Array], size: float) -> tuple[float, float]:
    """How much the picture changes with the signal about the left toes and about the right ones."""
    return _change(patches, signal, tips["left"], tips["right"], size).about_each(REACH_FEET * size)


def _change(patches: Patches, signal: Signal, first: Array, second: Array, size: float) -> _Change:
    """How the grey levels about two places (of left and right toes, or of heel and toes) go along with the signal, while that is known.

    Light that changes all over the picture is no part of it, and what changes by much of its own, as a leg that sways does, counts by how much of that is the
    signal's.
    """
    middle = (first + second) / 2
    side_px = 2 * size + float(np.linalg.norm(first - second))
    # Elsewhen the foot is on its way, and all of its picture changes.
    patches, shifts = patches.where(known := _known(patches.t, signal.t)), patches.shifts[known]
    level = np.interp(patches.t, signal.t, signal.value)
    level = level - level.mean()
    with_level, summed, squares = np.zeros((3, WINDOW_PX**2))
    for start in range(0, len(level), PIECE):
        part = slice(start, start + PIECE)
        window = sampled_window(patches.where(part), (float(middle[0]), float(middle[1])), side_px, WINDOW_PX, shifts[part])
        window -= np.median(window, axis=1, keepdims=True)
        # About the level's mean the pictures' own mean is of no matter.
        with_level += level[part] @ window
        summed += window.sum(axis=0, dtype=float)
        squares += (window**2).sum(axis=0, dtype=float)
    at = ((np.arange(WINDOW_PX) + 0.5) / WINDOW_PX - 0.5) * side_px
    from_first, from_second = (np.hypot(middle[0] + at[None, :] - place[0], middle[1] + at[:, None] - place[1]) for place in (first, second))
    # The change that the signal explains, in grey levels, by its correlation with what changes there.
    spread = np.sqrt(np.maximum(squares - summed**2 / len(level), LEAST_SPREAD**2 * len(level)))
    variation = float((level**2).sum()) or 1.0
    mean, slope, weight = (
        values.reshape(WINDOW_PX, WINDOW_PX) for values in (summed / len(level), with_level / variation, variation / spread / np.sqrt(len(level)))
    )
    return _Change(mean, slope, weight, (from_first, from_second), side_px / WINDOW_PX)


def _known(t: Array, known_t: Array) -> NDArray[np.bool_]:
    """Which of the times (N,) lie between two of the signal's that are neighbours on its grid."""
    after = np.searchsorted(known_t, t, side="left").clip(1, len(known_t) - 1)
    return np.asarray((t >= known_t[0]) & (t <= known_t[-1]) & (known_t[after] - known_t[after - 1] <= 1.5 / RATE_HZ))
