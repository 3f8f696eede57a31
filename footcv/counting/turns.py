"""Turns of the foot about the ankle: each has one extreme of flexion, and a movement across it that a foot pumping up and down lacks. Samples in, turns out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[np.float64]
# Where it is in the path, and whether it is a high.
Extreme = tuple[int, bool]

# An extreme counts where the path falls off to both sides of it by this share of the session's usual swing: whole turns do by all of it, a pump or a
# third of a turn and back by 0.4 to 0.6; the first and the last of a run, which start and end at rest, by half and more.
SWING_SHARE = 0.72
END_SWING_SHARE = 0.45
WHOLE_SHARE = 0.6
# A turn takes between these: faster is trembling, slower stops on the way.
SHORTEST_TURN_S, LONGEST_TURN_S = 0.7, 5.0
# Extremes, usually half a turn apart, that are further apart than this many turns are of different runs.
RUN_TURNS = 1.2
# A foot rests where its flexion stays within this share of the usual swing for this share of a turn; or for the shorter one, where its picture changes at less
# than this share of the speed that it has in a turn. Seen from the side what is furthest up or down looks like a rest, too, but for a shorter time.
REST_SWING, REST_TURNS, SLOW_TURNS, SLOW = 0.15, 0.6, 0.3, 0.4
# Where it is fastest as it goes round, half-way between high and low, a rest is one: within this share of the usual swing.
HALF_WAY = 0.25
# There is room for another turn where so much of one is left, in all, between a run's extremes and the rests before and after it, and no more than that on
# either side.
ROOM_TURNS, BESIDE_TURNS = 0.4, 0.75
# Share of the picture's change that comes a quarter of a turn after the flexion: where it is less the foot goes to and fro. Of rendered feet that pump it
# is up to 0.045.
LOOPING_SHARE = 0.047
# The same where the leg's sway is known and taken out, which made most of that: up to 0.005 of feet that pump and 0.016 of one whose landmarks slip from foot
# to foot, 0.035 and more of feet that circle.
SWAYLESS_SHARE = 0.024
# A leg so much of whose sway goes in step with the foot is moved by it, and tells nothing of it; of rendered legs, which sway by themselves, up to 0.85 does.
IN_STEP = 0.9


@dataclass(frozen=True)
class Turn:
    """One movement about an extreme of flexion, or once round: a full turn, or none for the `reason`. Times in s; `sense` 1 is clockwise, -1 the other way, 0
    not known."""

    start_s: float
    end_s: float
    reason: str | None
    sense: int = 0


@dataclass(frozen=True)
class OnSwayingLeg:
    """A foot in pictures that are laid on its leg: `flexion` (N,) and `picture` (N, K) as `count_turns` takes them, and `sway` (N,) of the leg, about 0 with
    standard deviation 1: what the pictures do not lay quite right changes with it."""

    flexion: Array
    picture: Array
    sway: Array


def count_turns(t: Array, flexion: Array, picture: Array, swaying: OnSwayingLeg | None = None) -> list[Turn]:
    """The turns of a path: `t` (N,) s, `flexion` (N,) its oscillation about 0, `picture` (N, K) all components that change with it.

    A leg that sways while its foot pumps makes that go round: where the sway is known, `swaying` tells whether the foot circles.
    """
    extremes = _extremes(flexion)
    usual = _usual_swing(flexion, extremes)
    extremes = [e for e in extremes if max(falls := _falls(t, flexion, e)) >= SWING_SHARE * usual and min(falls) >= END_SWING_SHARE * usual]
    turn_s = _turn_time(t, extremes)
    if turn_s is None:
        return []
    stretches = _stretches(t, flexion, picture, turn_s, usual)
    rests = [(stop + start) // 2 for (_, stop), (start, _) in pairwise(stretches)]
    runs = _runs(t, extremes, RUN_TURNS * turn_s, _between_two_rests(flexion, extremes, stretches, usual))
    parted = []
    for run in runs:
        marks = _marks(run, [max(0.0, min(_falls(t, flexion, e, rests))) / usual for e in (run[0], run[-1])])
        edges = _edges(t, marks, turn_s)
        for first, last in stretches:
            if [other for other in runs if first <= other[0][0] and other[-1][0] < last] == [run]:
                edges = _between_rests(edges, float(t[first]), float(t[last - 1]), _turn_time(t, run) or turn_s)
        parted.append(edges)
    inside = [(t >= edges[0]) & (t <= edges[-1]) for edges in parted]
    if swaying is None or _in_step(t, swaying, inside) > IN_STEP:
        least, looping = LOOPING_SHARE, _looping(t, flexion, picture, turn_s)
    else:
        least, looping = SWAYLESS_SHARE, _looping(t, swaying.flexion, swaying.picture, turn_s, swaying.sway)
    # A foot that circles at all circles in all its runs.
    usually = float(np.median(looping[np.logical_or.reduce(inside)]))
    turns = []
    for edges, run_inside in zip(parted, inside, strict=True):
        whole = min(usually, float(np.median(looping[run_inside])))
        for start, end in pairwise(edges):
            own = min(whole, 2 * float(np.median(looping[(t >= start) & (t <= end)])))
            reason = None if own >= least else f"to and fro: {own:.3f} of the change comes a quarter of a turn later, under {least}"
            turns.append(Turn(float(start), float(end), reason))
    return no_single(turns)


def no_single(turns: list[Turn]) -> list[Turn]:
    """Nobody circles once: it is a leg that is put in place, or landmarks that slip."""
    whole = [turn for turn in turns if turn.reason is None]
    return turns if len(whole) > 1 else [turn if turn.reason else replace(turn, reason="a single turn is no set") for turn in turns]


def _extremes(x: Array) -> list[Extreme]:
    """Highs and lows in turn, by hysteresis: one counts once the path has come back from it by the standard deviation."""
    found: list[Extreme] = []
    threshold, best, high = float(x.std()), 0, True
    for i in range(1, len(x)):
        if x[i] > x[best] if high else x[i] < x[best]:
            best = i
        elif abs(x[i] - x[best]) > threshold:
            found.append((best, high))
            best, high = i, not high
    return found


def _usual_swing(x: Array, extremes: list[Extreme]) -> float:
    """The usual distance from high to low: the median of the upper half of each."""
    highs, lows = (np.array([x[i] for i, high in extremes if high is kind]) for kind in (True, False))
    if not len(highs) or not len(lows):
        return float("inf")
    return float(np.median(highs[highs >= np.median(highs)]) - np.median(lows[lows <= np.median(lows)]))


def _falls(t: Array, x: Array, extreme: Extreme, rests: Sequence[int] = ()) -> tuple[float, float]:
    """How far the path falls off before and after an extreme, until it comes as far again or to one of the `rests`, within half of the longest turn."""
    mark, high = extreme
    first, last = np.searchsorted(t, [t[mark] - LONGEST_TURN_S / 2, t[mark] + LONGEST_TURN_S / 2])
    first, last = max([first, *(rest for rest in rests if rest <= mark)]), min([last, *(rest + 1 for rest in rests if rest > mark)])
    y = x if high else -x
    falls = []
    for near in (np.arange(mark, first - 1, -1), np.arange(mark, last)):
        beyond = np.flatnonzero(y[near] > y[mark])
        near = near[: beyond[0]] if len(beyond) else near
        falls.append(float(y[mark] - y[near].min()))
    return falls[0], falls[1]


def _stretches(t: Array, flexion: Array, picture: Array, turn_s: float, usual: float) -> list[tuple[int, int]]:
    """The first sample of each stretch between two rests of the foot, and that after its last one."""
    step = float(np.median(np.diff(t)))
    speed = np.linalg.norm(np.gradient(picture, t, axis=0), axis=1)
    fast = speed >= SLOW * np.percentile(speed, 80)
    rests = np.zeros(len(t), bool)
    for turns, may_be_fast in ((REST_TURNS, True), (SLOW_TURNS, False)):
        width = max(2, round(turns * turn_s / step))
        if len(t) < width:
            continue
        still = np.ptp(sliding_window_view(flexion, width), axis=1) < REST_SWING * usual
        if not may_be_fast:
            still &= ~sliding_window_view(fast, width).any(axis=1)
        for start in np.flatnonzero(still):
            rests[start : start + width] = True
    edges = np.flatnonzero(np.diff(~rests, prepend=False, append=False))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _turn_time(t: Array, extremes: list[Extreme]) -> float | None:
    """The usual time of a turn, s: twice the median time from one extreme to the next; None where there is no turn."""
    gaps = np.diff([t[i] for i, _ in extremes])
    gaps = gaps[gaps < LONGEST_TURN_S / 2]
    if not len(gaps):
        return None
    turn_s = 2 * float(np.median(gaps))
    return turn_s if turn_s >= SHORTEST_TURN_S else None


def _between_two_rests(flexion: Array, extremes: list[Extreme], stretches: list[tuple[int, int]], usual: float) -> list[tuple[int, int]]:
    """The stretches before and after which the foot rests half-way between high and low."""
    highs, lows = ([flexion[i] for i, high in extremes if high is kind] for kind in (True, False))
    if not highs or not lows:
        return []
    middle = (np.median(highs) + np.median(lows)) / 2
    rests = [bool(np.abs(flexion[stop:start] - middle).max() < HALF_WAY * usual) for (_, stop), (start, _) in pairwise(stretches)]
    return [stretch for stretch, before, after in zip(stretches[1:], rests, rests[1:], strict=False) if before and after]


def _runs(t: Array, extremes: list[Extreme], longest_s: float, alone: list[tuple[int, int]]) -> list[list[Extreme]]:
    """Extremes parted where the foot paused; those within each stretch of `alone`, samples from its first up to its last, are a run of their own."""
    parted: list[list[Extreme]] = []
    for extreme in extremes:
        before = parted[-1][-1][0] if parted else 0
        leaves = any((first <= before < stop) != (first <= extreme[0] < stop) for first, stop in alone)
        if parted and t[extreme[0]] - t[before] <= longest_s and not leaves:
            parted[-1].append(extreme)
        else:
            parted.append([extreme])
    return parted


def _marks(run: list[Extreme], outer_shares: list[float]) -> NDArray[np.intp]:
    """One extreme for each turn of a run: the highs or the lows.

    A run that starts and ends with the same kind has one more of it. The two are a turn's ends and no turn where the path came to them from rest, by less
    than a whole swing.
    """
    highs, lows = ([i for i, high in run if high is kind] for kind in (True, False))
    more, fewer = (highs, lows) if len(highs) >= len(lows) else (lows, highs)
    from_rest = len(more) > len(fewer) > 0 and max(outer_shares) < WHOLE_SHARE
    return np.array(fewer if from_rest else more, np.intp)


def _edges(t: Array, run: NDArray[np.intp], turn_s: float) -> Array:
    """Where the turns of a run begin and end: half-way between the extremes, half a turn outside the first and the last."""
    middle = (t[run][1:] + t[run][:-1]) / 2
    edges = np.concatenate(([t[run[0]] - turn_s / 2], middle, [t[run[-1]] + turn_s / 2]))
    return np.asarray(edges.clip(t[0], t[-1]))


def _between_rests(edges: Array, start_s: float, end_s: float, turn_s: float) -> Array:
    """The edges of a run's turns, one more where the rests at these times leave room for just that: what began or ended at rest has no extreme of its own."""
    beside = np.array([edges[0] - start_s, end_s - edges[-1]])
    fits = round((end_s - start_s) / turn_s)
    has_room = beside.sum() >= ROOM_TURNS * turn_s and np.abs(beside).max() <= BESIDE_TURNS * turn_s
    return np.linspace(start_s, end_s, fits + 1) if has_room and fits == len(edges) else edges


def _looping(t: Array, flexion: Array, picture: Array, turn_s: float, sway: Array | None = None) -> Array:
    """(N,) the share of the picture's change, within two turns, that follows the flexion's speed.

    What the flexion itself (to its cube) explains, and the leg's sway where that is known, does not count.
    """
    step = float(np.median(np.diff(t)))
    half = max(2, int(turn_s / step))
    speed = np.gradient(flexion, t) * turn_s / (2 * np.pi)
    own = np.column_stack([np.ones(len(flexion)), flexion, flexion**2, flexion**3])
    if sway is not None:
        own = np.column_stack([own, sway, sway**2, sway * flexion])
    rest = picture - own @ np.linalg.lstsq(own, picture, rcond=None)[0]
    total = _windowed((picture**2).sum(axis=1), half)
    crossed = np.stack([_windowed(speed * x, half) for x in rest.T], axis=1)
    return np.asarray((crossed**2).sum(axis=1) / np.maximum(_windowed(speed**2, half) * total, 1e-12))


def _in_step(t: Array, foot: OnSwayingLeg, inside: list[NDArray[np.bool_]]) -> float:
    """The share of the leg's sway, in [0, 1], that the foot's flexion and its speed explain within each of the runs `inside` (N,)."""
    speed = np.gradient(foot.flexion, t)
    power = left = 0.0
    for run in inside:
        design = np.column_stack([np.ones(run.sum()), foot.flexion[run], speed[run]])
        sway = foot.sway[run]
        power += float(((sway - sway.mean()) ** 2).sum())
        left += float(((sway - design @ np.linalg.lstsq(design, sway, rcond=None)[0]) ** 2).sum())
    return 1 - left / power if power > 0 else 1.0


def _windowed(x: Array, half: int) -> Array:
    """Centred sums over 2 half + 1 samples."""
    padded = np.concatenate(([0.0], np.cumsum(x)))
    upper, lower = np.minimum(np.arange(len(x)) + half + 1, len(x)), np.maximum(np.arange(len(x)) - half, 0)
    return np.asarray(padded[upper] - padded[lower])
