"""Turns of the foot about the ankle: each has one extreme of flexion, and a movement across it that a foot pumping up and down lacks. Samples in, turns out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# An extreme counts where the path falls off to both sides of it by this share of the session's usual swing: whole turns do by all of it, a pump or a
# third of a turn and back by 0.4 to 0.6, the half swing from rest by 0.5.
SWING_SHARE = 0.66
# A turn takes between these: faster is trembling, slower stops on the way.
SHORTEST_TURN_S, LONGEST_TURN_S = 0.7, 5.0
# Two turns further apart than this many turns' time are of different runs.
RUN_TURNS = 1.45
# Share of the picture's change that comes a quarter of a turn after the flexion: less, and the foot goes to and fro.
LOOPING_SHARE = 0.047


@dataclass(frozen=True)
class Turn:
    """One movement about an extreme of flexion: a full turn, or none for the `reason`. Times in s."""

    start_s: float
    end_s: float
    looping: float
    reason: str | None


def count_turns(t: Array, flexion: Array, picture: Array) -> list[Turn]:
    """The turns of a path: `t` (N,) s, `flexion` (N,) its oscillation about 0, `picture` (N, K) all components that change with it."""
    highs, lows = _extremes(t, flexion)
    usual = _usual_swing(flexion[highs], flexion[lows])
    highs, lows = (_prominent(t, sign * flexion, marks, SWING_SHARE * usual) for sign, marks in ((1, highs), (-1, lows)))
    marks = highs if len(highs) >= len(lows) else lows
    if not len(marks):
        return []
    gaps = np.diff(t[marks])
    turn_s = float(np.median(gaps[gaps < LONGEST_TURN_S])) if (gaps < LONGEST_TURN_S).any() else 2 * _half_swing(t, flexion, marks[0])
    if not SHORTEST_TURN_S <= turn_s <= LONGEST_TURN_S:
        return []
    looping = _looping(t, flexion, picture, turn_s)
    turns = []
    for run in np.split(marks, np.flatnonzero(gaps > RUN_TURNS * turn_s) + 1):
        edges = _edges(t, run, turn_s)
        whole = float(np.median(looping[(t >= edges[0]) & (t <= edges[-1])]))
        for a, b in zip(edges, edges[1:], strict=False):
            own = min(whole, 2 * float(np.median(looping[(t >= a) & (t <= b)])))
            reason = None if own >= LOOPING_SHARE else f"to and fro: {own:.3f} of the change comes a quarter of a turn later, under {LOOPING_SHARE}"
            turns.append(Turn(float(a), float(b), own, reason))
    return turns


def _extremes(t: Array, x: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices of highs and lows in turn, by hysteresis: a high counts once the path has fallen by the standard deviation below it."""
    highs: list[int] = []
    lows: list[int] = []
    threshold, best, rising = float(x.std()), 0, True
    for i in range(1, len(x)):
        better = x[i] > x[best] if rising else x[i] < x[best]
        if better:
            best = i
        elif abs(x[i] - x[best]) > threshold:
            (highs if rising else lows).append(best)
            best, rising = i, not rising
    return np.array(highs, np.intp), np.array(lows, np.intp)


def _usual_swing(highs: Array, lows: Array) -> float:
    """The usual distance from high to low: the median of the upper half of each."""
    if not len(highs) or not len(lows):
        return float("inf")
    return float(np.median(highs[highs >= np.median(highs)]) - np.median(lows[lows <= np.median(lows)]))


def _prominent(t: Array, x: Array, marks: NDArray[np.intp], swing: float) -> NDArray[np.intp]:
    """The marks from which x falls by `swing` on at least one side and by half of it on the other, before it rises higher and within one longest turn."""
    kept = []
    for mark in marks:
        falls = []
        for side in (np.arange(mark, len(x)), np.arange(mark, -1, -1)):
            near = side[np.abs(t[side] - t[mark]) < LONGEST_TURN_S / 2]
            higher = np.flatnonzero(x[near] > x[mark])
            near = near[: higher[0]] if len(higher) else near
            falls.append(float(x[mark] - x[near].min()))
        if max(falls) >= swing and min(falls) >= swing / 2:
            kept.append(mark)
    return np.array(kept, np.intp)


def _half_swing(t: Array, x: Array, mark: np.intp) -> float:
    """From a lone high to the nearer of its lows, s."""
    near = np.abs(t - t[mark]) < LONGEST_TURN_S / 2
    return float(abs(t[near][np.argmin(np.sign(x[mark]) * x[near])] - t[mark]))


def _edges(t: Array, run: NDArray[np.intp], turn_s: float) -> Array:
    """Where the turns of a run begin and end: half-way between the extremes, half a turn outside the first and the last."""
    middle = (t[run][1:] + t[run][:-1]) / 2
    edges = np.concatenate(([t[run[0]] - turn_s / 2], middle, [t[run[-1]] + turn_s / 2]))
    return np.asarray(edges.clip(t[0], t[-1]))


def _looping(t: Array, flexion: Array, picture: Array, turn_s: float) -> Array:
    """(N,) the share of the picture's change within two turns that follows the flexion's speed and that the flexion itself (to the third power) cannot explain."""
    step = float(np.median(np.diff(t)))
    half = max(2, int(turn_s / step))
    speed = np.gradient(flexion, step) * turn_s / (2 * np.pi)
    own = np.column_stack([np.ones(len(flexion)), flexion, flexion**2, flexion**3])
    rest = picture - own @ np.linalg.lstsq(own, picture, rcond=None)[0]
    total = _windowed((picture**2).sum(axis=1), half)
    crossed = np.stack([_windowed(speed * x, half) for x in rest.T], axis=1)
    return np.asarray((crossed**2).sum(axis=1) / np.maximum(_windowed(speed**2, half) * total, 1e-12))


def _windowed(x: Array, half: int) -> Array:
    """Centred sums over 2 half + 1 samples."""
    padded = np.concatenate(([0.0], np.cumsum(x)))
    upper, lower = np.minimum(np.arange(len(x)) + half + 1, len(x)), np.maximum(np.arange(len(x)) - half, 0)
    return np.asarray(padded[upper] - padded[lower])
