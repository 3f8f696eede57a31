"""Shoes, built about a foot at rest: a sole and an upper of level sections, wider than the foot, rounded at the toes and open round the ankle."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Corners of a section, and sections from the sole to the rim.
AROUND, SECTIONS = 48, 14
# The leg's own section at some height is that of its vertices from there to so much higher, dm, and of so many at least.
WITHIN, LEAST = 0.3, 24
# A vertex of a shoe follows the bones as the nearest ones of the foot do.
NEAREST = 4


@dataclass(frozen=True)
class Style:
    """How a pair of shoes looks: lengths in dm, colours (3,).

    `rim` is the height of its edge above the sole, and that rises to the front by `tongue` and to the heel by `counter`; `room` lies before the toes, `box` is
    how high they stand in, `snug` how far the upper lies off the foot, `welt` how far the sole stands out; `spring` lifts the sole's tip, `waist` its middle.
    """

    sole: float
    rim: float
    tongue: float
    counter: float
    room: float
    box: float
    snug: float
    welt: float
    spring: float
    waist: float
    pointed: float
    capped: float
    backed: float
    striped: tuple[float, float, float] | None
    laced: float | None
    under: Array
    upper: Array
    trim: Array
    lining: Array


@dataclass(frozen=True)
class Shoe:
    """A shoe at rest: `vertices` (M, 3), the bones' `weights` (M, B), `triangles` (T, 3), `paints` (M, 3), and the colour of its `lining` (3,)."""

    vertices: Array
    weights: Array
    triangles: NDArray[np.int32]
    paints: Array
    lining: Array


def shoe(style: Style, skin: Array, weights: Array, forward: Array, outwards: Array) -> Shoe:
    """The shoe of that style about the leg `skin` (V, 3) at rest, whose foot points `forward` (3,)."""
    along, across, height = skin @ forward, skin @ outwards, skin[:, 1] - skin[:, 1].min()
    levels = np.linspace(0, style.rim, SECTIONS)
    spans = np.array([[*_span(along, height, level), *_span(across, height, level)] for level in levels])
    back, front, low, high = spans.T
    # The shoe is no narrower below than above, as the foot is where it is rounded.
    back, front = np.minimum.accumulate(back[::-1])[::-1], np.maximum.accumulate(front[::-1])[::-1]
    up = np.clip(levels / style.box, 0, 1)
    front = np.where(up < 1, front.max() - (front.max() - np.interp(style.box, levels, front)) * 0.35 * up**2, front)
    room = style.room * np.clip(1.6 - up**2, 0, 1) * (levels < 1.3 * style.box)
    outline, round_share = _outline(along[height < WITHIN], across[height < WITHIN], style.pointed), np.clip((levels - 0.25) / 0.5, 0, 1)
    angle = np.linspace(0, 2 * np.pi, AROUND, endpoint=False)
    rings, tints = [], []

    def ring(number: int, heights: Array, more: float, paint: Array) -> None:
        reach = outline + (1 - outline) * round_share[number]
        wide = (high[number] - low[number]) / 2 + style.snug + more
        tip, heel = front[number] + style.snug + room[number] + more, back[number] - style.snug - more
        a = (tip + heel) / 2 + (tip - heel) / 2 * reach * np.cos(angle)
        b = (high[number] + low[number]) / 2 + wide * reach * np.sin(angle)
        rings.append(a[:, None] * forward + b[:, None] * outwards + (heights + skin[:, 1].min())[:, None] * [0, 1, 0])
        tints.append(np.broadcast_to(paint, (AROUND, 3)))

    share = (1 + np.cos(angle)) / 2
    bottom = -style.sole + style.spring * np.clip((share - 0.7) / 0.3, 0, 1) ** 2 + style.waist * np.exp(-(((share - 0.4) / 0.12) ** 2))
    ring(0, np.minimum(bottom, -0.02), style.welt - 0.05, style.under)
    ring(0, np.minimum(bottom + 0.06, 0), style.welt, style.under)
    ring(0, np.full(AROUND, 0.08), style.welt, style.under)
    edge = style.rim + style.tongue * np.clip(np.cos(angle), 0, 1) + style.counter * np.clip(-np.cos(angle), 0, 1)
    for number in range(1, SECTIONS):
        level = levels[number] * (1 + (edge / style.rim - 1) * (number / (SECTIONS - 1)) ** 2)
        ring(number, np.maximum(level, 0.08), 0.0, _painted(style, share, np.abs(np.sin(angle)), levels[number]))
    ring(SECTIONS - 1, edge - 0.02, -0.05, style.lining)
    ring(SECTIONS - 1, np.maximum(edge - 0.3, 0), -0.05, style.lining)
    vertices, paints = np.concatenate([*rings, rings[0].mean(axis=0)[None]]), np.concatenate([*tints, style.under[None]])
    # The square of the distance, but for what is the same for all of the skin.
    near = np.argpartition((skin**2).sum(axis=1) - 2 * vertices @ skin.T, NEAREST)[:, :NEAREST]
    # Of a right foot the sections run the other way round.
    sole = [(corner, len(rings) * AROUND, (corner + 1) % AROUND) for corner in range(AROUND)]
    triangles = np.concatenate([tube(len(rings), AROUND), np.array(sole, np.int32)])
    return Shoe(vertices, weights[near].mean(axis=1), triangles if np.cross(forward, outwards)[1] > 0 else triangles[:, ::-1], paints, style.lining)


def tube(rings: int, around: int) -> NDArray[np.int32]:
    """Triangles (T, 3) of a tube of rings of so many corners each, one ring after the other."""
    at = np.arange(rings * around).reshape(rings, around)
    low, high, next_low, next_high = at[:-1], at[1:], np.roll(at, -1, 1)[:-1], np.roll(at, -1, 1)[1:]
    return np.concatenate([np.stack(three, axis=-1).reshape(-1, 3) for three in ((low, next_low, high), (next_low, next_high, high))]).astype(np.int32)


def _span(values: Array, height: Array, level: float) -> tuple[float, float]:
    above = height >= level
    near = values[above & (height <= max(level + WITHIN, np.partition(height[above], LEAST)[LEAST]))]
    return float(near.min()), float(near.max())


def _outline(along: Array, across: Array, pointed: float) -> Array:
    """(AROUND,) how far the sole reaches in each direction, 1 where it fills its box as an ellipse would: the hull of the foot's own."""
    places = np.column_stack([2 * (along - along.min()) / np.ptp(along) - 1, 2 * (across - across.min()) / np.ptp(across) - 1])
    hull = cv2.convexHull(places.astype(np.float32))[:, 0].astype(float)
    angle = np.linspace(0, 2 * np.pi, AROUND, endpoint=False)
    ahead = np.column_stack([np.cos(angle), np.sin(angle)])
    # Where each ray leaves the hull: the nearest of its edges' lines.
    edges = np.roll(hull, -1, axis=0) - hull
    outside = np.column_stack([edges[:, 1], -edges[:, 0]])
    outside *= np.sign((outside * hull).sum(axis=1))[:, None]
    rate = ahead @ outside.T
    reach = np.min(np.where(rate > 1e-9, (outside * hull).sum(axis=1) / np.maximum(rate, 1e-9), np.inf), axis=1)
    smooth = np.fft.irfft(np.fft.rfft(reach) * (np.arange(AROUND // 2 + 1) < 9), AROUND)
    return np.asarray(smooth * (1 - pointed * 0.25 * np.clip(np.cos(angle), 0, 1) ** 2 * np.abs(np.sin(angle))))


def _painted(style: Style, share: Array, aside: Array, level: float) -> Array:
    """(AROUND, 3) colours of a section's corners, `share` of the way from heel to toe and `aside` of its middle line."""
    paints = np.tile(style.upper, (AROUND, 1))
    if style.striped:
        waves, slant, least = style.striped
        paints[(np.sin(share * waves + level * slant * 5) > least) & (share > 0.25) & (share < 0.7)] = style.trim
    paints[(share > style.capped) | (share < style.backed)] = style.trim
    if style.laced and level > 0.3 * style.box and np.sin(level * style.laced) > 0:
        paints[(aside < 0.45) & (share > 0.5)] = style.trim
    return paints
