"""The sense of ankle circles, as the exerciser sees the foot: by its own landmarks, and by the toes' path in the picture where it is known from which end that
is seen."""

from collections.abc import Sequence

import numpy as np

from footcv.counting.turns import Turn
from footcv.signals.circles import FootPath
from footcv.signals.filters import Array
from footcv.signals.round_path import evenness, roundness

# The foot's own path tells the sense where it is this round (its minor over its major axis), and either path where it turns this evenly (its area over that of
# the ellipse with its axes).
ROUND = 0.14
EVEN = 0.6
# The picture's where it mostly turns this evenly, median over the turns: on 76 recordings of 39 rendered clips most do so by 0.8 and more, in shoes too, where
# the foot is not seen edge-on.
MOSTLY_EVEN = 0.75
# So much of the foot's length points away from the camera, or towards it, where the picture's path is heard, unless it is flatter than this (its minor over its
# major axis): of 12 such sets of shoes and bare feet that were at least 0.12 all are right, of three flatter ones two are wrong, both of shoes. A little less
# will do where that path is as round as the last of these, which it is not of a foot that is seen edge-on: in 55 rendered sets of whole bodies no such path is
# wrong; five are at up to 0.26 and a roundness of up to 0.21, the last of them of the leg that is further from the camera.
AWAY, FLAT = 0.3, 0.1
NEARLY_AWAY, ROUND_IN_PICTURE = 0.24, 0.25
# Turns this close together are of one run.
PAUSE_S = 0.3


def direction_of_turns(path: FootPath, turns: Sequence[Turn]) -> list[str | None]:
    """`clockwise` or `counterclockwise` for each turn as the exerciser sees the foot, None where the view does not tell.

    The foot's own landmarks tell it, and so does the toes' path as the picture moves: where the toes point away from the camera a clockwise turn is clockwise
    in the picture too, where they point towards it it is the other way round. Where both tell it and do not agree neither is believed.
    """
    own = [turn.sense or _sense_of(_during(path.t, path.own, turn), ROUND) for turn in turns] if path.own is not None else [0] * len(turns)
    pictured = _by_picture(path, turns) if turns and abs(path.away) >= NEARLY_AWAY else [0] * len(turns)
    if np.dot(own, pictured) < 0:
        return [None] * len(turns)
    senses = iter([a or b for a, b in zip(own, pictured, strict=True)])
    told = [sense for run in _runs(turns) for sense in _as_their_neighbours([next(senses) for _ in run])]
    return [{1: "clockwise", -1: "counterclockwise", 0: None}[sense] for sense in told]


def _by_picture(path: FootPath, turns: Sequence[Turn]) -> list[int]:
    """1 for a clockwise turn, -1 for the other way, 0 where the toes' path in the picture does not tell it."""
    moved = path.moved()
    seen = [_during(path.t, moved, turn) for turn in turns]
    is_clear = np.median([abs(evenness(way)) for way in seen]) >= MOSTLY_EVEN
    from_an_end = roundness(moved) >= (FLAT if abs(path.away) >= AWAY else ROUND_IN_PICTURE)
    return [int(np.sign(path.away)) * _sense_of(way) if is_clear and from_an_end else 0 for way in seen]


def _runs(turns: Sequence[Turn]) -> list[list[Turn]]:
    """The turns, parted where the foot paused."""
    runs: list[list[Turn]] = []
    for turn in turns:
        if runs and turn.start_s - runs[-1][-1].end_s <= PAUSE_S:
            runs[-1].append(turn)
        else:
            runs.append([turn])
    return runs


def _as_their_neighbours(senses: Sequence[int]) -> list[int]:
    """Of one run, with the senses that are not clear (0) as the nearest clear ones before and after, where those agree."""
    told = []
    for i, sense in enumerate(senses):
        before = next((known for known in reversed(senses[:i]) if known), 0)
        after = next((known for known in senses[i + 1 :] if known), 0)
        told.append(sense or int(np.sign(before + after)))
    return told


def _during(t: Array, path: Array, turn: Turn) -> Array:
    """What a path (N, 2) does in that turn, about its middle there."""
    there = path[(t >= turn.start_s) & (t <= turn.end_s)]
    return there - there.mean(axis=0) if len(there) else there


def _sense_of(path: Array, least_round: float = 0.0) -> int:
    """1 where the path (N, 2) of one turn, x right and y down, goes clockwise, -1 for the other way, 0 where it is too flat or too uneven."""
    even = evenness(path)
    return 0 if abs(even) < EVEN or roundness(path) < least_round else (1 if even > 0 else -1)
