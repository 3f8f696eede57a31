"""Toe presses: how far the toes curl, from the picture of the forefoot of a foot that stays where it stands.

Landmarks end where the toes begin to curl; the first component of the forefoot's picture follows the curl down to feet of 39 px. It knows neither unit nor
sense: the peak is a share of the set's own range, and a set starts and ends with the toes at rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from footcv.signals.appearance import Patches
from footcv.signals.filters import RATE_HZ, Array, on_grid, running_median, smooth, two_levels
from footcv.signals.flexion import leg_rests
from footcv.signals.forefoot import FEWEST, Forefoot, ForefootParts, ankle_rests, forefoot, planted
from footcv.signals.signal import Marked, Signal
from footcv.signals.track import Track

SMOOTH_S = 0.2
BRIDGE_S = 0.35
SHORTEST_S = 2.0
# A source starts and ends at rest for so long; toes that are seen later only are asked at once how they are, before they move.
EDGE_S, AT_ONCE_S = 0.7, 0.2
# The component's range, in contrasts of the forefoot, below which the toes rest; rendered toes that press reach 0.06 to 0.3, and 0.56 if they uncover a ball.
SMALLEST_CHANGE = 0.04
# Share of the variance between rest and grip (Otsu): rendered presses have 0.88 and more, sway 0.7.
CLEAR_SPLIT = 0.78
# What changes more than the first parts as clearly as the second: presses that do have 0.92 and more, and 0.94; of shadows that a shifted weight leads over the
# toes most have 0.91 at most, and steps on the spot 0.92 (rendered).
LARGE_CHANGES = ((0.2, 0.915), (0.33, 0.93))
# Where components are mixed to part as clearly as they can, resting feet have up to 0.84, but for two of 0.94 that the place of their change tells; rendered
# presses that no component parts by itself have 0.94.
CLEAR_MIXED = 0.9
# A mixture that parts by no more than this more clearly than the last one is not looked for; nor are more than so many.
LEAST_GAIN, MOST_STEPS = 1e-4, 20
# A step of this share of the range from one picture to the next is a key frame of the video or a light; toes take a third of a second.
JUMP_SHARE = 0.75
# What a movement changes is read over this long beside its changes, this far from them at rest.
LEVEL_S, OFF_S = 0.5, 0.1


@dataclass(frozen=True)
class Toes:
    """The toes of one foot or of both: their signal, the range of their picture in contrasts of the forefoot, and the times (s) at which it jumped.
    `likeness` says of a time of curled toes how much of what it changes in the picture the signal stands for."""

    signal: Signal
    change: float
    jumps_s: Array
    likeness: Callable[[Marked], float]


def toe_signals(body: Track, patches: Patches | None, side: str, standing: NDArray[np.bool_]) -> list[Toes]:
    """The curl of one foot's toes, rising from rest into the grip, as each component that parts rest from grip has it, the likeliest first.

    What sways about as much as the toes curl shares the components with them: where none of these parts rest from grip by itself, mixtures of them may. Where
    one does it is left as it is, as a mixture that parts more clearly takes half a curl for a whole one. About the tips the toes outweigh a foot that leans or
    rises with them, and are lost where their place is misread: there they are looked for last.

    None where the toes rest, or where the foot does not stand still long enough.
    """
    use = planted(body, side, standing)
    # In a squat the shin comes down over the toes.
    use &= leg_rests(body, side, standing) if body.has_body else ankle_rests(body, side, standing)
    if use.sum() < SHORTEST_S * RATE_HZ:
        return []
    return [toes for about_tips in (False, True) for toes in _signals(body, side, use, forefoot(body, patches, side, use, about_tips=about_tips))]


def _signals(body: Track, side: str, use: NDArray[np.bool_], seen: Forefoot | None) -> list[Toes]:
    """The toes as `seen`, for `toe_signals`; none where there is nothing to see."""
    if seen is None:
        return []
    still = use[np.searchsorted(body.t, seen.t).clip(0, len(body.t) - 1)]
    if still.sum() < FEWEST:
        return []
    parts = seen.components(still)
    if _is_shaded(parts.scores):
        return []
    return _parted(body, side, use, parts, CLEAR_SPLIT) or _parted(body, side, use, parts.mixed(parting_axes(parts.scores)), CLEAR_MIXED)


def _is_shaded(scores: Array) -> bool:
    """Whether what changes most in the picture, its first component, parts rest from something, but not as clearly as toes that change so much."""
    changed = _changes(scores)[0]
    least_clear = max((clear for change, clear in LARGE_CHANGES if changed > change), default=0.0)
    return CLEAR_SPLIT <= two_levels(scores[:, 0])[2] < least_clear


def _changes(scores: Array) -> Array:
    """The range (K,) that each component goes through, in contrasts of the forefoot, of its `scores` (N, K)."""
    return np.asarray(np.ptp(np.percentile(scores, [5, 95], axis=0), axis=0))


def _parted(body: Track, side: str, use: NDArray[np.bool_], parts: ForefootParts, least_clear: float) -> list[Toes]:
    """The toes by each component that parts rest from grip at least so clearly, the likeliest first."""
    changes = _changes(parts.scores)
    levels = [two_levels(score) for score in parts.scores.T]
    clears = np.array([clear for _, _, clear in levels])
    # The likeliest of the components that part rest from grip clearly changes much, too; what sways may change more.
    likely = clears * np.sqrt(changes)
    parting = np.flatnonzero((changes >= SMALLEST_CHANGE) & (clears >= least_clear))
    found = [_toes(body, side, use, parts, int(k), levels[k], float(changes[k])) for k in parting[np.argsort(-likely[parting])]]
    return [toes for toes in found if toes is not None]


def parting_axes(scores: Array) -> Array:
    """(K, K) axes of length 1 along which the scores (N, K) of components part into two levels as clearly as they can, one found from each component.

    The linear discriminant (Fisher 1936) of the two levels of each axis is the next one, while it parts them more clearly.
    """
    return np.stack([_parting_axis(scores, first) for first in np.eye(scores.shape[1])])


def _parting_axis(scores: Array, axis: Array) -> Array:
    best, clearest = axis, 0.0
    for _ in range(MOST_STEPS):
        score = scores @ axis
        low, high, clear = two_levels(score)
        if clear < clearest + LEAST_GAIN:
            break
        best, clearest = axis, clear
        up = score > (low + high) / 2
        levels = np.where(up[:, None], scores[up].mean(axis=0), scores[~up].mean(axis=0))
        within = scores - levels
        axis = np.linalg.lstsq(within.T @ within, scores[up].mean(axis=0) - scores[~up].mean(axis=0))[0]
        axis = axis / max(float(np.linalg.norm(axis)), 1e-9)
    return best


def _toes(body: Track, side: str, use: NDArray[np.bool_], parts: ForefootParts, part: int, levels: tuple[float, float, float], change: float) -> Toes | None:
    """The toes by component `part` and its two levels; None where it is known for too short a time while `use` (N,) holds."""
    t, score = parts.t, parts.scores[:, part]
    low, high, clear = levels
    steps = np.abs(np.diff(score)) > JUMP_SHARE * (high - low)
    value = np.where(use, smooth(running_median(on_grid(t, score, body.t, BRIDGE_S), SMOOTH_S), SMOOTH_S), np.nan)
    known = np.isfinite(value)
    if known.sum() < SHORTEST_S * 30:
        return None
    value = (value[known] - low) / (high - low)
    value = value if _rests_low(body.t[known], value, float(body.t[0])) else 1.0 - value
    signal = Signal(side, body.t[known], value, "share", "picture", 0.0, 1.0, float(np.clip(clear, 0, 1)))
    return Toes(signal, change, (t[:-1][steps] + t[1:][steps]) / 2, partial(_likeness, parts, part))


def _likeness(parts: ForefootParts, part: int, curl: Marked) -> float:
    """How much of what comes and goes with a time of curled toes is component `part`, in [0, 1]; 1 where neither is seen."""
    comes = parts.likeness(
        part,
        (curl.start_s - OFF_S - LEVEL_S, curl.start_s - OFF_S),
        (curl.hold_start_s, min(curl.hold_start_s + LEVEL_S, curl.hold_end_s)),
    )
    goes = parts.likeness(
        part,
        (curl.end_s + OFF_S, curl.end_s + OFF_S + LEVEL_S),
        (max(curl.hold_end_s - LEVEL_S, curl.hold_start_s), curl.hold_end_s),
    )
    seen = [like for like in (comes, goes) if np.isfinite(like)]
    return float(abs(np.mean(seen))) if seen else 1.0


def _rests_low(t: Array, value: Array, start_s: float) -> bool:
    """Whether the toes rest where the signal of a source that starts at `start_s` is low, in shares of the levels; else they do where it is high.

    They rest when the source starts; it may end in the middle of a press, as every one does while it is watched. Where they are seen later only, it is what
    two of three say: how they are seen first and last, and most of the time.
    """
    edge, at_once = round(EDGE_S * RATE_HZ), round(AT_ONCE_S * RATE_HZ)
    first, at_first, last, mostly = (float(np.median(part)) < 0.5 for part in (value[:edge], value[:at_once], value[-edge:], value))
    return first if t[0] - start_s <= EDGE_S else at_first + last + mostly >= 2
