"""Where the toes of a foot go about its ankle, as its picture itself tells: no landmark has to be right for that, and shoes and soles move as bare feet do."""

import numpy as np

from footcv.signals.appearance import WINDOW_IN_FEET, WINDOW_PX, Patches, normalised_window
from footcv.signals.filters import Array

# The foot in its window, in foot lengths from the ankle: along the line to the toes, and to both sides of it.
FROM_FEET, TO_FEET, ASIDE_FEET = -0.55, 1.15, 0.75
# The outermost pixels have no slope of their own.
EDGE = 2
# Where the picture does not show it, next to nothing moves: as a share of what it shows of everything else.
STIFFNESS = 1e-3
# Patches further apart than this do not show how it came from the one to the other.
APART_S = 0.4
CHUNK = 64


def toes_moved(patches: Patches, ankle: Array, toes: Array, foot_px: float) -> Array:
    """(N, 2) the way of the toes about the ankle up to each patch, px of the frame; `ankle` and `toes` (2,) say where they usually are, px.

    Lucas and Kanade's (1981) movement from one patch to the next, here an affine one of the whole foot: it turns about the ankle, grows shorter where it turns
    away, and its leg may sway.
    """
    x, y = (float(c) for c in 0.6 * ankle + 0.4 * toes)
    px = WINDOW_IN_FEET * foot_px / WINDOW_PX
    along = (toes - ankle) / max(float(np.linalg.norm(toes - ankle)), 1e-9)
    basis = np.array([along, [-along[1], along[0]]])
    down, right = (np.mgrid[:WINDOW_PX, :WINDOW_PX] + 0.5 - WINDOW_PX / 2) * px
    place = (np.stack([right + x, down + y], axis=-1) - ankle) @ basis.T / foot_px
    foot = (place[..., 0] > FROM_FEET) & (place[..., 0] < TO_FEET) & (np.abs(place[..., 1]) < ASIDE_FEET)
    foot[:EDGE] = foot[-EDGE:] = foot[:, :EDGE] = foot[:, -EDGE:] = False
    length = float(np.linalg.norm(toes - ankle)) / foot_px
    steps = np.zeros((len(patches.t), 2))
    near = np.diff(patches.t) <= APART_S
    follows = np.flatnonzero(near[1:] & near[:-1] & (patches.spells[2:] == patches.spells[:-2])) + 1
    for start in range(0, len(patches.t), CHUNK):
        chosen = follows[(follows >= start) & (follows < start + CHUNK)]
        if not len(chosen):
            continue
        part = slice(chosen[0] - 1, chosen[-1] + 2)
        seen = normalised_window(patches.where(part), (x, y), foot_px, patches.shifts[part]).reshape(-1, WINDOW_PX, WINDOW_PX)
        before, now, after = (seen[chosen - chosen[0] + k] for k in range(3))
        slopes = np.stack(np.gradient((before + after + 2 * now) / 4, px, axis=(2, 1)), axis=-1)[:, foot] @ basis.T
        steps[chosen] = _moved(slopes, ((after - before) / 2)[:, foot], place[foot]) * length @ basis
    return np.cumsum(steps, axis=0)


def _moved(slopes: Array, change: Array, place: Array) -> Array:
    """(N, 2) how far a place one foot length along the foot moves about its ankle, along the foot and across it, px.

    `slopes` (N, P, 2) of grey along and across the foot, for each px, `change` (N, P) of grey in one step, and `place` (P, 2) of the pixels, foot lengths.
    """
    design = np.concatenate([slopes * place[:, :1], slopes * place[:, 1:], slopes], axis=2, dtype=float)
    square = design.transpose(0, 2, 1) @ design
    stiff = max(STIFFNESS * float(np.trace(square, axis1=1, axis2=2).mean()) / square.shape[1], 1e-9)
    steps = np.linalg.solve(square + stiff * np.eye(square.shape[1]), design.transpose(0, 2, 1) @ change[..., None].astype(float))
    return np.asarray(-steps[:, :2, 0])
