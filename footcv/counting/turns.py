"""Turns of the foot about the ankle: each has one extreme of flexion, and a movement across it that a foot pumping up and down lacks. Samples in, turns out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from footcv.counting.extremes import Array, Extreme, extremes_of, highs_and_lows, usual_swing
from footcv.counting.rep import ABORTED
from footcv.counting.rests import Mask, as_long_as_the_toes, between_two_rests, but_for_turning_points, rests, toes_rest
from footcv.stretches import Stretch, stretches

# An extreme counts where the path falls off to both sides of it by this share of the session's usual swing: whole turns do by all of it, a pump or a
# third of a turn and back by 0.4 to 0.6; the first and the last of a run, which start and end at rest, by half and more.
SWING_SHARE = 0.72
END_SWING_SHARE = 0.45
WHOLE_SHARE = 0.6
# A turn takes between these: faster is trembling, slower stops on the way.
SHORTEST_TURN_S, LONGEST_TURN_S = 0.7, 5.0
# Extremes, usually half a turn apart, that are further apart than this many turns are of different runs.
RUN_TURNS = 1.2
# So many times from one high or low to the next say how long a turn of a run takes.
SURE_OF_TIME = 4
# There is room for another turn where so much of one is left, in all, between a run's extremes and the rests before and after it, and no more than that on
# either side; where a run goes over those rests by so much there is one too many.
ROOM_TURNS, BESIDE_TURNS = 0.4, 0.75
# Share of the picture's change that comes a quarter of a turn after the flexion: where it is less the foot goes to and fro. Of rendered feet that pump it
# is up to 0.045.
LOOPING_SHARE = 0.047
# The same where the leg's sway is known and taken out, which made most of that: up to 0.005 of feet that pump and 0.016 of one whose landmarks slip from foot
# to foot, 0.021 and more of feet that circle.
SWAYLESS_SHARE = 0.019
# No leg goes down and up again in less; landmarks that do have slipped.
LEG_DOWN_S = 1.5
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


def count_turns(t: Array, flexion: Array, picture: Array, swaying: OnSwayingLeg | None = None, toes: Array | None = None) -> list[Turn]:
    """The turns of a path: `t` (N,) s, `flexion` (N,) its oscillation about 0, `picture` (N, K) all components that change with it.

    A leg that sways while its foot pumps makes that go round: where the sway is known, `swaying` tells whether the foot circles. Where the way of the `toes`
    (N, 2) about the ankle is known, it tells when the foot rests.
    """
    extremes = extremes_of(flexion)
    usual = usual_swing(flexion, extremes)
    extremes = [e for e in extremes if max(falls := _falls(t, flexion, e)) >= SWING_SHARE * usual and min(falls) >= END_SWING_SHARE * usual]
    turn_s = _turn_time(t, extremes)
    if turn_s is None:
        return []
    by_toes = toes_rest(t, toes, picture, turn_s) if toes is not None else np.zeros(len(t), bool)
    resting = as_long_as_the_toes(t, rests(t, flexion, picture, turn_s, usual), by_toes, turn_s)
    parts = stretches(~(but_for_turning_points(t, flexion, extremes, resting, by_toes, usual, turn_s) | by_toes))
    middles = [(stop + start) // 2 for (_, stop), (start, _) in pairwise(parts)]
    runs = _runs(t, extremes, RUN_TURNS * turn_s, between_two_rests(flexion, extremes, parts, usual), by_toes)
    parted = []
    for run in runs:
        within = next(((first, last) for first, last in parts if first <= run[0][0] and run[-1][0] < last), None)
        marks = _marks(run, [max(0.0, min(_falls(t, flexion, e, middles))) / usual for e in (run[0], run[-1])], within)
        if not len(marks):
            continue
        edges = _edges(t, marks, turn_s)
        if within is not None and [other for other in runs if within[0] <= other[0][0] and other[-1][0] < within[1]] == [run]:
            edges = _between_rests(edges, float(t[within[0]]), float(t[within[1] - 1]), _time_within(t, run) or turn_s)
        parted.append(edges)
    if not parted:
        return []
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
    return no_single(t, turns)


def no_single(t: Array, turns: list[Turn]) -> list[Turn]:
    """Nobody circles once, in all or between two times at which the leg is down, where `t` (N,) s has gaps: it is a leg that is put in place, or landmarks that
    slip."""
    gone_down = t[1:][np.diff(t) > LEG_DOWN_S]
    spells = np.searchsorted(gone_down, [(turn.start_s + turn.end_s) / 2 for turn in turns]).tolist()
    whole = [spell for turn, spell in zip(turns, spells, strict=True) if turn.reason is None]
    return [
        replace(turn, reason="a single turn is no set") if turn.reason is None and whole.count(spell) == 1 else turn
        for turn, spell in zip(turns, spells, strict=True)
    ]


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


def _turn_time(t: Array, extremes: list[Extreme]) -> float | None:
    """The usual time of a turn, s: twice the median time from one extreme to the next; None where there is no turn."""
    gaps = np.diff([t[i] for i, _ in extremes])
    gaps = gaps[gaps < LONGEST_TURN_S / 2]
    if not len(gaps):
        return None
    turn_s = 2 * float(np.median(gaps))
    return turn_s if turn_s >= SHORTEST_TURN_S else None


def _time_within(t: Array, run: list[Extreme]) -> float | None:
    """The usual time of a turn within a run, s: from a high or low to the next one, as up takes another time than down; of a short run that of `_turn_time`."""
    both = np.array([t[later] - t[former] for (former, _), (later, _) in zip(run, run[2:], strict=False)])
    return float(np.median(both)) if len(both) >= SURE_OF_TIME else _turn_time(t, run)


def _runs(t: Array, extremes: list[Extreme], longest_s: float, alone: list[Stretch], resting: Mask) -> list[list[Extreme]]:
    """Extremes parted where the foot paused or is `resting` (N,); those within each stretch of `alone` are a run of their own."""
    parted: list[list[Extreme]] = []
    for extreme in extremes:
        before = parted[-1][-1][0] if parted else 0
        leaves = any((first <= before < stop) != (first <= extreme[0] < stop) for first, stop in alone) or resting[before : extreme[0]].any()
        if parted and t[extreme[0]] - t[before] <= longest_s and not leaves:
            parted[-1].append(extreme)
        else:
            parted.append([extreme])
    return parted


def _marks(run: list[Extreme], outer_shares: list[float], within: Stretch | None) -> NDArray[np.intp]:
    """One extreme for each turn of a run that lies `within` a stretch between two rests: the highs or the lows.

    A run that starts and ends with the same kind has one more of it. The two are a turn's ends and no turn where the path came to them from rest, by less
    than a whole swing. Of as many highs as lows those are the turns' middles that lie about the stretch's.
    """
    highs, lows = (np.array(places, np.intp) for places in highs_and_lows(run))
    if len(run) == 1 and max(outer_shares) < ABORTED:
        return np.array([], np.intp)
    if len(highs) == len(lows):
        return highs if within is None or abs(highs.mean() - sum(within) / 2) <= abs(lows.mean() - sum(within) / 2) else lows
    more, fewer = (highs, lows) if len(highs) > len(lows) else (lows, highs)
    from_rest = len(fewer) > 0 and max(outer_shares) < WHOLE_SHARE
    return fewer if from_rest else more


def _edges(t: Array, run: NDArray[np.intp], turn_s: float) -> Array:
    """Where the turns of a run begin and end: half-way between the extremes, half a turn outside the first and the last."""
    middle = (t[run][1:] + t[run][:-1]) / 2
    edges = np.concatenate(([t[run[0]] - turn_s / 2], middle, [t[run[-1]] + turn_s / 2]))
    return np.asarray(edges.clip(t[0], t[-1]))


def _between_rests(edges: Array, start_s: float, end_s: float, turn_s: float) -> Array:
    """The edges of a run's turns, one more or one less where the rests at these times leave room for just that: what began or ended at rest has no extreme of
    its own, or has two."""
    beside = np.array([edges[0] - start_s, end_s - edges[-1]])
    fits, turns = max(1, round((end_s - start_s) / turn_s)), len(edges) - 1
    one_more = fits == turns + 1 and beside.sum() >= ROOM_TURNS * turn_s and np.abs(beside).max() <= BESIDE_TURNS * turn_s
    one_less = fits == turns - 1 and beside.sum() <= -ROOM_TURNS * turn_s
    return np.linspace(start_s, end_s, fits + 1) if one_more or one_less else edges


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
