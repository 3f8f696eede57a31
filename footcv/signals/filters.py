"""Filters: arrays in, arrays out, on a common grid of times. Inside this folder a gap is NaN; no NaN leaves it."""

import numpy as np
from numpy.typing import NDArray

from footcv.stretches import stretches

Array = NDArray[np.float64]

# Every source, at 15 or at 240 frames a second, is measured on this grid, so that all give the same repetitions.
RATE_HZ = 30.0
# So many values of windows are sorted at once: those of an hour would fill the memory.
CHUNK = 250_000


def grid(start_s: float, end_s: float) -> Array:
    """The whole thirtieths of a second from about `start_s` up to `end_s`."""
    return np.arange(int(start_s * RATE_HZ + 1e-6), int(end_s * RATE_HZ + 1e-6) + 1) / RATE_HZ


def on_grid(t: Array, values: Array, times: Array, bridge_s: float) -> Array:
    """Values (N, …) at `t` carried to `times` by straight lines; NaN where neighbours are more than `bridge_s` apart.

    Rows of `values` that hold NaN are gaps. Returns (len(times), …).
    """
    flat = values.reshape(len(values), -1)
    known = np.isfinite(flat).all(axis=1)
    out = np.full((len(times), flat.shape[1]), np.nan)
    if known.sum() >= 2:
        tk, vk = t[known], flat[known]
        after = np.searchsorted(tk, times, side="left").clip(1, len(tk) - 1)
        inside = (times >= tk[0] - 1e-9) & (times <= tk[-1] + 1e-9) & (tk[after] - tk[after - 1] <= bridge_s)
        for column in range(flat.shape[1]):
            out[inside, column] = np.interp(times[inside], tk, vk[:, column])
    return out.reshape(len(times), *values.shape[1:])


def smooth(x: Array, seconds: float) -> Array:
    """Centred mean over `seconds`, of what is known there; gaps stay gaps."""
    half = round(seconds * RATE_HZ) // 2
    if half == 0:
        return x
    known = np.isfinite(x)
    kernel = np.ones(2 * half + 1)
    total = np.convolve(np.where(known, x, 0.0), kernel)[half : half + len(x)]
    count = np.convolve(known.astype(float), kernel)[half : half + len(x)]
    return np.where(known, total / np.maximum(count, 1), np.nan)


def median_known(x: Array) -> float:
    """The median of what is known, NaN where nothing is."""
    known = x[np.isfinite(x)]
    return float(np.median(known)) if len(known) else float("nan")


def usual_place(path: Array) -> Array:
    """The median (K,) of what is known of a path (N, K), NaN where nothing is."""
    return np.array([median_known(x) for x in path.T])


def correlation(a: Array, b: Array) -> float:
    """Pearson's correlation of two signals (N,), in [-1, 1]; 0 where one of them does not change: a picture that stands still follows nothing."""
    if len(a) < 2 or not (a.std() > 0 and b.std() > 0):
        return 0.0
    r = float(np.corrcoef(a, b)[0, 1])
    return r if np.isfinite(r) else 0.0


def running_median(x: Array, seconds: float) -> Array:
    """Centred median over `seconds`, of what is known there; gaps stay gaps."""
    return running_quantile(x, seconds, 0.5)


def running_quantile(x: Array, seconds: float, share: float) -> Array:
    """Centred quantile over `seconds`, of what is known there; gaps stay gaps."""
    half = round(seconds * RATE_HZ) // 2
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, half, constant_values=np.nan), 2 * half + 1)
    out = np.full(len(x), np.nan)
    known = np.flatnonzero(np.isfinite(x))
    many = CHUNK // (2 * half + 1) + 1
    for start in range(0, len(known), many):
        part = known[start : start + many]
        ordered = np.sort(windows[part], axis=1)
        count = np.isfinite(ordered).sum(axis=1)
        out[part] = ordered[np.arange(len(ordered)), ((count - 1) * share).round().astype(int)]
    return out


def mostly(flags: NDArray[np.bool_], seconds: float) -> NDArray[np.bool_]:
    """Where more than half of the surrounding `seconds` is true."""
    half = round(seconds * RATE_HZ) // 2
    kernel = np.ones(2 * half + 1)
    share = np.convolve(flags.astype(float), kernel)[half : half + len(flags)] / np.convolve(np.ones(len(flags)), kernel)[half : half + len(flags)]
    return np.asarray(share > 0.5)


def shrunk(flags: NDArray[np.bool_], seconds: float) -> NDArray[np.bool_]:
    """Where all of the surrounding `seconds` (on each side) is true; the ends of the source do no harm."""
    steps = round(seconds * RATE_HZ)
    bad = np.convolve((~flags).astype(float), np.ones(2 * steps + 1))[steps : steps + len(flags)]
    return np.asarray(bad < 0.5)


def closed(flags: NDArray[np.bool_], seconds: float) -> NDArray[np.bool_]:
    """Where it is true, and in what lies between for no longer than `seconds`; the ends of the source stay as they are."""
    out = flags.copy()
    for start, stop in stretches(~flags):
        if start > 0 and stop < len(flags) and stop - start <= seconds * RATE_HZ:
            out[start:stop] = True
    return out


def away_from_usual(place: Array, use: NDArray[np.bool_], seconds: float) -> Array:
    """How far (N,) what is at `place` (N, 2), its median over so long, lies from its median place while `use` (N,) holds; NaN where it is not known."""
    return np.asarray(np.hypot(*(running_median(x, seconds) - median_known(x[use]) for x in place.T)))


def known_mean(rows: Array) -> Array:
    """The mean over the rows (M, N) of what is known in each column; NaN where nothing is."""
    known = np.isfinite(rows)
    return np.asarray(np.where(known.any(axis=0), np.where(known, rows, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1), np.nan))


def lower_half(values: Array) -> Array:
    """What is known of the values and not above their median."""
    known = values[np.isfinite(values)]
    return known[known <= np.median(known)]


def two_levels(x: Array) -> tuple[float, float, float]:
    """Otsu's split (1979) of the values: mean of the lower class, of the upper class, and the share of the variance between them, in [0, 1].

    A steady noise has a share of about 0.64, a clean square wave 1. Needs two values at least.
    """
    values = np.sort(x)
    count, total, k = len(values), np.cumsum(values), np.arange(1, len(values))
    low, high = total[:-1] / k, (total[-1] - total[:-1]) / (count - k)
    between = k * (count - k) / count**2 * (high - low) ** 2
    best = int(between.argmax())
    variance = float(values.var())
    return float(low[best]), float(high[best]), float(between[best] / variance) if variance > 0 else 0.0


def unclear(x: Array) -> float:
    """The share of the variance of the values (N,) that is not between their `two_levels`, in [0, 1]; 1 where it is not known for two moments."""
    known = x[np.isfinite(x)]
    return 1 - two_levels(known)[2] if len(known) > 1 else 1.0
