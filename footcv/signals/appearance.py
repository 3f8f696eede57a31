"""What the foot's own picture says: a window of its patches, held still, and the components of its change over time.

Nothing is trained: the principal components (Pearson 1901; "eigen-pictures", Sirovich and Kirby 1987) of a still window over one set are the
movement itself, in units of the set's own range.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from footcv.rows import Rows

Array32 = NDArray[np.float32]

WINDOW_PX = 48
# The window in foot sizes: the whole foot in every position of the ankle, and a piece of shank.
WINDOW_IN_FEET = 2.4
# Grey levels that count as contrast of an empty picture, so that noise in a dark room is not blown up.
CONTRAST_FLOOR = 8.0
# A shift this small, in patch pixels, is the estimate's own noise: the camera stands still (rendered, of cameras that do: 0.02 to 0.07). What trembles by twice
# as much hides the toes of a foot of 50 px.
STEADY_PX = 0.1
# A step this small, in patch pixels, leaves a shift as it is.
SETTLED_PX = 0.035
# As many patches say whether the camera stands still at all.
FEW = 48
CHUNK = 64
# So many pixels at most tell how much most of a picture differs.
SPREAD_OF = 2048
# As many windows are held at once, 19 MB: of longer recordings they are made twice, so many at a time.
WINDOWS, PIECE = 2048, 512

Chosen = slice | NDArray[np.bool_] | NDArray[np.intp]


class Images:
    """Pictures of one size that are kept as `rows`, which may lie anywhere: those of the numbers `own` (N,) are read, and stacked, when they are asked for."""

    def __init__(self, rows: Rows, own: NDArray[np.intp]) -> None:
        self._rows, self._own = rows, own

    @property
    def shape(self) -> tuple[int, ...]:
        return len(self._own), *self._rows.shape[1:]

    def where(self, chosen: Chosen) -> "Images":
        return Images(self._rows, self._own[chosen])

    def __getitem__(self, chosen: Chosen) -> NDArray[np.uint8]:
        return self._rows.read(self._own[chosen])


# A place that is less than this away from the one before it, in widths of the patch (5 feet), is the same: seen from its end a foot is shorter, not elsewhere.
SAME_PLACE = 0.1


@dataclass(frozen=True)
class Patches:
    """The patches of one foot: `t` (N,) s, `images` (N, 112, 112) uint8 or such `Images`, `places` (N, 3) middle x, y and width in px, `spells` (N,)."""

    t: NDArray[np.float64]
    images: NDArray[np.uint8] | Images
    places: NDArray[np.float64]
    spells: NDArray[np.int64]

    def where(self, chosen: Chosen) -> "Patches":
        images = self.images.where(chosen) if isinstance(self.images, Images) else self.images[chosen]
        return Patches(self.t[chosen], images, self.places[chosen], self.spells[chosen])

    @cached_property
    def shifts(self) -> NDArray[np.float64]:
        """Their `steadied` shifts (N, 2), px of a patch."""
        return steadied(self)


@dataclass(frozen=True)
class Components:
    """`scores` (N, K) of each patch, `pictures` (K, 48, 48) what each component changes, `mean` (48, 48), `left_px`, `top_px`, `px` of one window pixel."""

    scores: NDArray[np.float64]
    pictures: Array32
    mean: Array32
    left_px: float
    top_px: float
    px: float


def lasting(patches: Patches, seconds: float) -> Patches:
    """The patches of the places that last so long: of a spell, and those that follow it at the same place, where only the foot's size is seen anew."""
    if not len(patches.t):
        return patches
    moved = np.linalg.norm(np.diff(patches.places[:, :2], axis=0), axis=1) > SAME_PLACE * np.maximum(patches.places[1:, 2], patches.places[:-1, 2])
    stay = np.concatenate(([0], np.cumsum((np.diff(patches.spells) != 0) & moved)))
    lasts = np.array([np.ptp(patches.t[stay == number]) >= seconds for number in range(stay[-1] + 1)], bool)
    return patches.where(lasts[stay])


def components(patches: Patches, centre: tuple[float, float], foot_px: float, count: int = 3, shifts: NDArray[np.float64] | None = None) -> Components:
    """Principal components of the window round `centre` (px of the frame), `foot_px` the foot's size.

    `shifts` (N, 2) patch px lay each patch on what shall rest in it; without them that is what most of it shows. Needs two patches at least. The components are
    fitted on at most 800 patches, evenly drawn, and read off all of them.
    """
    shifts = patches.shifts if shifts is None else shifts
    many = len(patches.t)
    parts = [slice(start, start + PIECE) for start in range(0, many, PIECE)]
    held = [normalised_window(patches, centre, foot_px, shifts)] if many <= WINDOWS else None

    def windows() -> Iterable[Array32]:
        return held or (normalised_window(patches.where(part), centre, foot_px, shifts[part]) for part in parts)

    mean = np.asarray(sum(rows.sum(axis=0, dtype=float) for rows in windows()) / many, np.float32)
    every = slice(None, None, -(-many // 800))
    sample = (held[0][every] if held else normalised_window(patches.where(every), centre, foot_px, shifts[every])) - mean
    axes = principal_axes(sample, count)
    px = WINDOW_IN_FEET * foot_px / WINDOW_PX
    left, top = (c - WINDOW_IN_FEET * foot_px / 2 for c in centre)
    shape = (WINDOW_PX, WINDOW_PX)
    scores = np.concatenate([((rows - mean) @ axes.T).astype(float) for rows in windows()])
    return Components(scores, axes.reshape(-1, *shape), mean.reshape(shape), left, top, px)


def principal_axes(changes: Array32, count: int) -> Array32:
    """The first `count` principal axes (count, P), of length 1, of what N pictures of P pixels change: `changes` (N, P), N far smaller than P."""
    # The few pictures span what the many pixels can show: their Gram matrix has the same components, and is far smaller ("snapshots", Sirovich 1987).
    powers, mixes = np.linalg.eigh((exact := changes.astype(float)) @ exact.T)
    del exact
    largest = slice(None, -count - 1, -1)
    return np.asarray((mixes[:, largest] / np.sqrt(np.maximum(powers[largest], 1e-9))).T @ changes, np.float32)


def change_near(parts: Components, points: NDArray[np.float64], radius_px: float) -> float:
    """How much the first component changes the picture about `points` (M, 2) px of the frame: the mean over the discs of `radius_px`; 0 outside the window."""
    y, x = np.mgrid[:WINDOW_PX, :WINDOW_PX] + 0.5
    x, y = parts.left_px + x * parts.px, parts.top_px + y * parts.px
    near = np.zeros(x.shape, bool)
    for px, py in points:
        near |= np.hypot(x - px, y - py) <= radius_px
    return float(np.abs(parts.pictures[0][near]).mean() * parts.scores[:, 0].std()) if near.any() else 0.0


def normalised_window(patches: Patches, centre: tuple[float, float], foot_px: float, shifts: NDArray[np.float64]) -> Array32:
    """(N, 48·48) brightness-normalised, softened windows, each sampled at its own patch's place and shift."""
    flat = sampled_window(patches, centre, WINDOW_IN_FEET * foot_px, WINDOW_PX, shifts)
    for start in range(0, len(flat), CHUNK):
        part = flat[start : start + CHUNK]
        part[:] = (part - part.mean(axis=1, keepdims=True)) / (part.std(axis=1, keepdims=True) + CONTRAST_FLOOR)
    return flat


def sampled_window(patches: Patches, centre: tuple[float, float], side_px: float, count: int, shifts: NDArray[np.float64]) -> Array32:
    """(N, count·count) softened grey levels of the square of `side_px` about `centre` (px of the frame), each sampled at its own patch's place and shift."""
    steps = (np.arange(count) + 0.5) / count - 0.5
    out = np.empty((len(patches.t), count * count), np.float32)
    for start in range(0, len(patches.t), CHUNK):
        part = slice(start, start + CHUNK)
        scale = patches.images.shape[1] / patches.places[part, 2]
        at = [
            (c + steps[None, :] * side_px - patches.places[part, axis, None] + patches.places[part, 2, None] / 2) * scale[:, None] - 0.5
            for axis, c in enumerate(centre)
        ]
        picture = _softened(_sample(patches.images[part], at[0] + shifts[part, :1], at[1] + shifts[part, 1:]))
        out[part] = picture.reshape(len(picture), -1)
    return out


def _sample(images: NDArray[np.uint8], x: NDArray[np.float64], y: NDArray[np.float64]) -> Array32:
    """Bilinear samples of images (N, H, W) on the product of x (N, M) and y (N, M): (N, M, M), edges repeated."""
    last = images.shape[1] - 1
    x, y = x.clip(0, last), y.clip(0, last)
    x0, y0 = np.minimum(x.astype(np.intp), last - 1), np.minimum(y.astype(np.intp), last - 1)
    fx, fy = (x - x0).astype(np.float32)[:, None, :], (y - y0).astype(np.float32)[:, :, None]
    # Where the upper left neighbour of each lies in one long row of pixels: several times faster than three numbers for each.
    wide = images.shape[2]
    first = (np.arange(len(images))[:, None, None] * images.shape[1] + y0[:, :, None]) * wide + x0[:, None, :]
    pixels = images.reshape(-1)
    upper = pixels.take(first) * (1 - fx) + pixels.take(first + 1) * fx
    lower = pixels.take(first + wide) * (1 - fx) + pixels.take(first + wide + 1) * fx
    return np.asarray(upper * (1 - fy) + lower * fy, np.float32)


def _softened(pictures: Array32) -> Array32:
    """Twice a 1-2-1 mean along both axes (a Gaussian of 1 px): what moves by less than a pixel changes smoothly."""
    for axis in (1, 2, 1, 2):
        padded = np.pad(pictures, [(0, 0) if k != axis else (1, 1) for k in range(3)], mode="edge").swapaxes(axis, 2)
        pictures = ((padded[..., :-2] + 2 * padded[..., 1:-1] + padded[..., 2:]) * np.float32(0.25)).swapaxes(axis, 2).astype(np.float32, copy=False)
    return pictures


def steadied(patches: Patches) -> NDArray[np.float64]:
    """(N, 2) shifts in patch pixels that lay each patch on the median patch of its spell; zero where the camera stands still."""
    shifts = np.zeros((len(patches.t), 2))
    for spell in np.unique(patches.spells):
        members = np.flatnonzero(patches.spells == spell)
        own = patches.where(members)
        few = own.images[:: max(1, len(members) // FEW)]
        template = _softened(np.median(few, axis=0).astype(np.float32)[None])[0]
        if len(few) < 3 or np.std(_shifts(few, template)) <= STEADY_PX:
            continue
        found = _shifts(own.images, template)
        if np.std(np.diff(found, axis=0)) > STEADY_PX:
            shifts[members] = found.clip(-template.shape[0] / 8, template.shape[0] / 8)
    return shifts


def _shifts(images: NDArray[np.uint8] | Images, template: Array32) -> NDArray[np.float64]:
    """(N, 2) how far each image (N, S, S) is shifted against `template` (S, S), px.

    Lucas and Kanade's (1981) translation with Tukey-like weights, so that the resting part of the picture decides and not the moving foot.
    """
    gy, gx, level = (np.asarray(part)[4:-4, 4:-4].ravel() for part in (*np.gradient(template), template))
    axis = np.arange(template.shape[0], dtype=float)[None, :]
    found = np.zeros((images.shape[0], 2))
    for start in range(0, images.shape[0], CHUNK):
        part = slice(start, start + CHUNK)
        seen = images[part]
        for _ in range(4):
            moved = _softened(_sample(seen, axis + found[part, :1], axis + found[part, 1:]))[:, 4:-4, 4:-4].reshape(-1, len(level))
            off = level - (moved - (moved.mean(axis=1, keepdims=True) - level.mean()))
            weight = weighing(off)
            a, b, c = (weight @ (gx * gx), weight @ (gx * gy), weight @ (gy * gy))
            p, q = (weight * off) @ gx, (weight * off) @ gy
            determinant = np.maximum(a * c - b * b, 1e-6)
            step = np.stack([(c * p - b * q) / determinant, (a * q - b * p) / determinant], axis=1).clip(-2, 2)
            found[part] += step
            if np.abs(step).max() < SETTLED_PX:
                break
    return found


def weighing(off: NDArray[np.floating]) -> NDArray[np.floating]:
    """The weights (N, M) of differences in grey levels: what differs by much more than most in its row is something else that moves (Tukey-like)."""
    some = off[:, :: -(-off.shape[1] // SPREAD_OF)]
    spread = 1.5 * np.median(np.abs(some), axis=1, keepdims=True) + 1.0
    return np.asarray(1 / (1 + (off / spread) ** 2) ** 2)
