"""Whose toes moved, where the picture shows the toes of both feet close together: the change belongs to the foot whose own toes lie there."""

from collections.abc import Mapping

import numpy as np

from footcv.feet.foot import SIDES
from footcv.signals.appearance import PIECE, Patches, sampled_window
from footcv.signals.filters import Array, median_known
from footcv.signals.forefoot import foot_size, heel_and_toes
from footcv.signals.signal import Signal
from footcv.signals.track import Track

# Toes further apart than this, in foot sizes, do not reach into each other's picture.
CLOSE_FEET = 0.6
# Each foot owns what lies this close to its toes and closer to them than to the other's.
REACH_FEET = 0.15
WINDOW_PX = 64
# What changes with a press about the heel is at most as much as about the toes (0.1 to 1.1, rendered); with a raised heel it is 2.7 times and more.
LARGEST_HEEL_SHARE = 1.6
# Resting toes beside pressing ones change their own ground by 0.15 of what those change theirs, 0.3 where they hide them, pressing toes by 0.5 and more, half
# hidden ones too (rendered).
BYSTANDER_SHARE = 0.4
# The body's toe points lie at the toes' roots: the tips are this far along from the ankle.
TIPS_OF_BODY = 1.05


def bystanders(body: Track, patches: Mapping[str, Patches], signals: Mapping[str, Signal]) -> list[str]:
    """Sides whose toes rested while those of the other side moved through their picture; none where the feet stand apart."""
    if not signals or (toes := _toes(body)) is None:
        return []
    tips, size = toes
    if np.linalg.norm(tips["left"] - tips["right"]) > CLOSE_FEET * size:
        return []
    changes = np.max([_changes(patches[side], signal, tips, size) for side, signal in signals.items()], axis=0)
    return [side for side, change in zip(SIDES, changes, strict=True) if side in signals and change < BYSTANDER_SHARE * changes.max()]


def side_of(body: Track, patches: Patches, signal: Signal) -> str:
    """Whose toes a signal found in one foot's picture alone is, by where that picture changes with it: left, right, or both."""
    if (toes := _toes(body)) is None:
        return signal.side
    changes = dict(zip(SIDES, _changes(patches, signal, *toes), strict=True))
    moving = [side for side in SIDES if changes[side] >= BYSTANDER_SHARE * max(changes.values())]
    return moving[0] if len(moving) == 1 else "both"


def at_the_toes(body: Track, patches: Patches, signal: Signal) -> bool:
    """Whether the picture changes about the toes with the signal, and not as much or more about the heel: then the foot moves, not the toes."""
    heel, _ = heel_and_toes(body, signal.side)
    places = np.array([median_known(heel[:, 0]), median_known(heel[:, 1])]), _tips(body, signal.side)
    size = foot_size(body, signal.side)
    if not np.isfinite([*places[0], *places[1], size]).all():
        return False
    about_heel, about_toes = _changes(patches, signal, {"left": places[0], "right": places[1]}, size)
    return about_heel <= LARGEST_HEEL_SHARE * about_toes


def _toes(body: Track) -> tuple[dict[str, Array], float] | None:
    """Where the tips of each side's toes usually lie, and how large the feet are, px; None where that is not known."""
    tips, size = {side: _tips(body, side) for side in SIDES}, float(np.mean([foot_size(body, side) for side in SIDES]))
    return (tips, size) if np.isfinite([*tips["left"], *tips["right"], size]).all() else None


def _tips(body: Track, side: str) -> Array:
    """Where the tips of the toes usually lie, (2,) px."""
    _, toes = heel_and_toes(body, side)
    if side not in body.feet:
        _, _, ankle, _, toe = body.leg(side)
        toes = ankle + TIPS_OF_BODY * (toe - ankle)
    return np.array([median_known(toes[:, 0]), median_known(toes[:, 1])])


def _changes(patches: Patches, signal: Signal, tips: Mapping[str, Array], size: float) -> tuple[float, float]:
    """How much the grey levels about two places (of left and right toes, or of heel and toes) go along with the signal."""
    middle = (tips["left"] + tips["right"]) / 2
    side_px = 2 * size + float(np.linalg.norm(tips["left"] - tips["right"]))
    shifts = patches.shifts
    level = np.interp(patches.t, signal.t, signal.value)
    level = level - level.mean()
    total = np.zeros(WINDOW_PX**2)
    # About the level's mean the pictures' own mean is of no matter.
    for start in range(0, len(level), PIECE):
        part = slice(start, start + PIECE)
        total += level[part] @ sampled_window(patches.where(part), (float(middle[0]), float(middle[1])), side_px, WINDOW_PX, shifts[part])
    change = np.abs(total).reshape(WINDOW_PX, WINDOW_PX)
    at = ((np.arange(WINDOW_PX) + 0.5) / WINDOW_PX - 0.5) * side_px
    left, right = (np.hypot(middle[0] + at[None, :] - tips[side][0], middle[1] + at[:, None] - tips[side][1]) for side in SIDES)
    own = [(near <= REACH_FEET * size) & (near < far) for near, far in ((left, right), (right, left))]
    scale = float(np.sqrt((level**2).sum() * len(level))) or 1.0
    first, second = (float(change[ground].mean()) / scale if ground.any() else 0.0 for ground in own)
    return first, second
