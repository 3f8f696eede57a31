"""The sense of ankle circles, as the exerciser sees the foot: by its own landmarks, or by the toes' path in the picture where it is known from where that is
seen."""

from collections.abc import Sequence

import numpy as np

from footcv.counting.turns import Turn
from footcv.signals.circles import FootPath
from footcv.signals.filters import Array
from footcv.signals.round_path import evenness, roundness
from footcv.signals.track import Track, down_the_trunk

# The toes' path tells the sense where it is this round (its minor over its major axis) and turns this evenly (its area over that of the ellipse with its
# axes), and where the picture follows the landmarks this well: on rendered three-quarter views all turns so judged are right.
ROUND = 0.14
EVEN = 0.6
SURE_R = 0.9
# And where it mostly turns this evenly (median over the turns): the toes' own path does by 0.88 and more, what is taken for it in socks and shoes that are
# misread by 0.66 at most, now this way and now that.
MOSTLY_EVEN = 0.75
# Turns too flat for that are told by the mean over their run, where the foot in space and its path in the picture agree, and lean by so much on average.
LEANING = 0.25
# Turns this close together are of one run.
PAUSE_S = 0.3
# How much lower in the picture the hips lie than the shoulders, over the trunk's length, when the camera stands before the feet; less is the side.
BEFORE_THE_FEET = 0.19


def direction_of_turns(body: Track, path: FootPath, turns: Sequence[Turn]) -> list[str | None]:
    """`clockwise` or `counterclockwise` for each turn as the exerciser sees the foot, None where the view does not tell.

    The foot's own landmarks tell it. Where they do not the toes' path in the picture does: seen from before the feet
    a clockwise turn is clockwise in the picture too, seen from behind the head it is the other way round; from the side that path is flat and tells nothing.
    """
    is_toes = bool(turns) and path.followed >= SURE_R and np.median([abs(evenness(_during(path.t, path.toes_px, turn))) for turn in turns]) >= MOSTLY_EVEN
    end = _camera_end(body, path) if is_toes else 0
    told: list[int] = []
    for run in _runs(turns):
        senses = [_sense(path, turn, end) for turn in run]
        told += _as_their_neighbours(senses) if any(senses) else [_agreed(path, run, end)] * len(run)
    return [{1: "clockwise", -1: "counterclockwise", 0: None}[sense] for sense in told]


def _camera_end(body: Track, path: FootPath) -> int:
    """1 with the camera before the feet, -1 behind the head, 0 at the side."""
    trunk = down_the_trunk(body)[np.isin(body.t, path.t)]
    lower = trunk[:, 1] / np.maximum(np.linalg.norm(trunk, axis=1), 1.0)
    middle = float(np.nanmedian(lower)) if np.isfinite(lower).any() else 0.0
    return 0 if abs(middle) < BEFORE_THE_FEET else (1 if middle > 0 else -1)


def _runs(turns: Sequence[Turn]) -> list[list[Turn]]:
    """The turns, parted where the foot paused."""
    runs: list[list[Turn]] = []
    for turn in turns:
        if runs and turn.start_s - runs[-1][-1].end_s <= PAUSE_S:
            runs[-1].append(turn)
        else:
            runs.append([turn])
    return runs


def _sense(path: FootPath, turn: Turn, end: int) -> int:
    """1 for a clockwise turn, -1 for the other way, 0 where neither the foot's own path nor, seen from that end, the toes' in the picture is clear."""
    own = turn.sense or _sense_of(_during(path.t, path.own, turn)) if path.own is not None else 0
    return own or (end * _sense_of(_during(path.t, path.toes_px, turn)) if end else 0)


def _as_their_neighbours(senses: Sequence[int]) -> list[int]:
    """Of one run, with the senses that are not clear (0) as the nearest clear ones before and after, where those agree."""
    told = []
    for i, sense in enumerate(senses):
        before = next((known for known in reversed(senses[:i]) if known), 0)
        after = next((known for known in senses[i + 1 :] if known), 0)
        told.append(sense or int(np.sign(before + after)))
    return told


def _agreed(path: FootPath, run: Sequence[Turn], end: int) -> int:
    """What the foot's own path and the picture's say together of turns of which neither is clear, one by one; 0 where they do not agree."""
    if path.own is None or not end:
        return 0
    leans = [float(np.mean([evenness(_during(path.t, xy, turn)) for turn in run])) for xy in (path.own, path.toes_px * [end, 1])]
    return int(np.sign(sum(leans))) if leans[0] * leans[1] > 0 and abs(sum(leans)) >= 2 * LEANING else 0


def _during(t: Array, path: Array, turn: Turn) -> Array:
    """What a path (N, 2) does in that turn, about its middle there."""
    there = path[(t >= turn.start_s) & (t <= turn.end_s)]
    return there - there.mean(axis=0) if len(there) else there


def _sense_of(path: Array) -> int:
    """1 where the path (N, 2) of one turn, x right and y down, goes clockwise, -1 for the other way, 0 where it is too flat or too uneven."""
    even = evenness(path)
    return 0 if abs(even) < EVEN or roundness(path) < ROUND else (1 if even > 0 else -1)
