"""Feet that circle, pump or twitch, on paths whose turns are known: (flexion, sideways) over time, as `signals.circles` hands them over."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from footcv.counting.turns import OnSwayingLeg, Turn, count_turns

Array = NDArray[np.float64]

HZ = 30.0
# Pieces of a path: a turn's sense (+1, -1), how many turns and how long one takes; or a rest in s.
Circles = tuple[float, float, float]


def still(path: list[Array], seconds: float) -> None:
    path.append(np.full(round(seconds * HZ), path[-1][-1] if path else 0.0))


def phases(pieces: Sequence[Circles | float]) -> tuple[Array, list[tuple[float, float]]]:
    """The angle over time, rad, and (start, end) of each whole turn, s."""
    path: list[Array] = []
    truth, t = [], 0.0
    for piece in pieces:
        if isinstance(piece, tuple):
            sense, turns, turn_s = piece
            start = path[-1][-1] if path else 0.0
            path.append(start + sense * 2 * np.pi * np.arange(1, round(turns * turn_s * HZ) + 1) / (turn_s * HZ))
            truth += [(t + i * turn_s, t + (i + 1) * turn_s) for i in range(int(turns))]
            t += turns * turn_s
        else:
            still(path, piece)
            t += piece
    return np.concatenate(path), truth


def circling(pieces: Sequence[Circles | float], sideways: float = 0.7) -> tuple[Array, Array, Array, list[tuple[float, float]]]:
    """A foot that starts at the near end of its circle: flexion is -cos, sideways a quarter of a turn later."""
    angle, truth = phases(pieces)
    return (*seen(-np.cos(angle), sideways * np.sin(angle)), truth)


def seen(flexion: Array, sideways: Array, noise: float = 0.03) -> tuple[Array, Array, Array]:
    """What the counter is given: times, the flexion about 0 with standard deviation 1, and the picture's components of unit spread together."""
    rng = np.random.default_rng(7)
    flexion = flexion - flexion.mean()
    picture = np.column_stack([flexion, sideways - sideways.mean(), 0.2 * flexion**2])
    picture = picture - picture.mean(axis=0) + rng.normal(0, noise, picture.shape)
    return np.arange(len(flexion)) / HZ, flexion / flexion.std(), picture / np.linalg.norm(picture.std(axis=0))


def turns(t: Array, flexion: Array, picture: Array) -> list[Turn]:
    return [turn for turn in count_turns(t, flexion, picture) if turn.reason is None]


def circles_and_pumps(circles: float, pumps: float) -> list[str | None]:
    """What becomes of each movement of a foot that circles, rests and pumps."""
    angle, _ = phases([1.0, (1, circles, 2.0), 5.0, (1, pumps, 2.0), 1.0])
    circling_still = np.arange(len(angle)) / HZ < 3.0 + circles * 2.0
    return [turn.reason for turn in count_turns(*seen(-np.cos(angle), 0.7 * np.sin(angle) * circling_still))]


def test_pumps_after_circles_are_no_turns() -> None:
    assert [reason is None for reason in circles_and_pumps(4, 2)] == [True] * 4 + [False] * 2


def test_a_foot_that_mostly_pumps_does_not_circle() -> None:
    assert None not in circles_and_pumps(2, 4)


@pytest.mark.parametrize("turn_s", [1.0, 2.0, 3.5])
@pytest.mark.parametrize("n", [2, 3, 5, 8])
def test_n_circles_are_n_turns(n: int, turn_s: float) -> None:
    *path, truth = circling([2.0, (1, n, turn_s), 2.0])
    found = turns(*path)
    assert len(found) == n
    for turn, (start, end) in zip(found, truth, strict=True):
        assert (turn.start_s, turn.end_s) == pytest.approx((start, end), abs=0.15 * turn_s)


@pytest.mark.parametrize("up", [0.3, 0.4, 0.6, 0.7])
def test_a_foot_that_goes_up_faster_than_down_makes_no_more_turns_for_it(up: float) -> None:
    """Five turns of 1.8 s, a rest, and five more, after which the leg drifts on for a second: by twice the shorter way there is room for one more."""
    turn = np.arange(0, 1, 1 / (1.8 * HZ))
    angle = np.concatenate([2 * np.pi * k + np.interp(turn, [0, up, 1], [0, np.pi, 2 * np.pi]) for k in range(5)])
    steps, rest, drift = np.arange(len(angle)), np.zeros(45), np.arange(30) / 30
    out = np.minimum(np.minimum(steps, steps[::-1]) / 8, 1)
    flexion, sideways = (np.concatenate([rest[:20], way, rest, way]) for way in (-out * np.cos(angle), 0.7 * out * np.sin(angle)))
    assert len(turns(*seen(np.append(flexion, 0.8 * drift), np.append(sideways, 0 * drift)))) == 10


def test_turns_of_a_run_follow_each_other() -> None:
    found = turns(*circling([2.0, (1, 5, 2.0), 2.0])[:3])
    assert [a.end_s for a in found[:-1]] == [b.start_s for b in found[1:]]


def test_a_pump_is_no_turn() -> None:
    t = np.arange(0, 20, 1 / HZ)
    pump = np.where((t > 2) & (t < 16), -np.cos(2 * np.pi * (t - 2) / 2), -1.0)
    found = count_turns(*seen(pump, 0.4 * pump))
    assert found
    assert all(turn.reason is not None and turn.reason.startswith("to and fro") for turn in found)


def on_swaying_leg(flexion: Array, sideways: Array, sway_s: float) -> tuple[tuple[Array, Array, Array], OnSwayingLeg]:
    """A foot seen on a leg that sways once in `sway_s`, and the same laid on that leg but for a third of the sway."""
    sway = np.sin(2 * np.pi * np.arange(len(flexion)) / HZ / sway_s)
    path, laid = (seen(flexion, sideways + share * sway) for share in (0.9, 0.3))
    return path, OnSwayingLeg(laid[1], laid[2], sway / sway.std())


def test_a_pump_on_a_leg_that_sways_is_no_turn_where_the_sway_is_known() -> None:
    angle, _ = phases([2.0, (1, 4, 2.0), 2.0])
    path, swaying = on_swaying_leg(-np.cos(angle), -0.3 * np.cos(angle), 2.4)
    assert turns(*path)
    found = count_turns(*path, swaying)
    assert found
    assert all(turn.reason is not None and turn.reason.startswith("to and fro") for turn in found)


@pytest.mark.parametrize("sway_s", [2.0, 2.4], ids=["in step with the foot, which moves it", "by itself"])
def test_circles_on_a_leg_that_sways_are_turns(sway_s: float) -> None:
    angle, _ = phases([2.0, (1, 4, 2.0), 2.0])
    path, swaying = on_swaying_leg(-np.cos(angle), 0.7 * np.sin(angle), sway_s)
    assert [turn.reason for turn in count_turns(*path, swaying)] == [None] * 4


TWITCH = [(1, 1 / 3, 2.0), (-1, 1 / 3, 2.0)]
SMALLER_TWITCH = [(1, 1 / 4, 2.0), (-1, 1 / 4, 2.0)]


@pytest.mark.parametrize(
    "pieces",
    [[2.0, (1, 3, 2.0), 1.5, *TWITCH, 1.5, *TWITCH, 2.0], [2.0, *TWITCH, *TWITCH, 4.0, (1, 4, 2.0), 2.0], [2.0, (1, 4, 2.0), *SMALLER_TWITCH, 4.0]],
    ids=["after a rest", "before", "at once"],
)
def test_part_of_a_turn_and_back_is_none(pieces: list[Circles | float]) -> None:
    *path, _ = circling(pieces)
    whole = sum(piece[1] for piece in pieces if isinstance(piece, tuple) and piece[1] >= 1)
    assert len(turns(*path)) == whole


def test_what_a_foot_does_between_two_rests_is_measured_by_itself() -> None:
    """Two turns, a rest of a second in the middle of the circle, a third of a turn and back, the same rest, and two turns the other way."""
    gone, out = [np.zeros(60)], [np.zeros(60)]
    for way in (2 * np.pi * np.linspace(0, 2, 114), 2 / 3 * np.pi * np.sin(np.linspace(0, np.pi, 72)) ** 2, -2 * np.pi * np.linspace(0, 2, 114)):
        steps = np.arange(len(way))
        gone += [way, np.full(30, way[-1])]
        out += [np.minimum(np.minimum(steps, steps[::-1]) / 8, 1), np.zeros(30)]
    angle, radius = np.concatenate(gone), np.concatenate(out)
    found = turns(*seen(-radius * np.cos(angle), 0.7 * radius * np.sin(angle)))
    ends = [(turn.start_s, turn.end_s) for turn in found]
    assert ends == [pytest.approx((start, start + 1.9), abs=0.25) for start in (2.0, 3.9, 10.2, 12.1)]


@pytest.mark.parametrize("pump_s", [0.8, 1.0, 1.3])
def test_a_pump_after_a_rest_adds_no_turn_to_the_run_before_it(pump_s: float) -> None:
    """Three turns each way, each from a rest in the middle of the circle to one of a second, and two pumps."""
    flexion, sideways = [np.zeros(60)], [np.zeros(60)]
    for sense in (1, -1):
        way = 2 * np.pi * np.linspace(0, 3, 171)
        steps = np.arange(len(way))
        radius = np.minimum(np.minimum(steps, steps[::-1]) / 8, 1)
        flexion += [-radius * np.cos(way), np.zeros(30)]
        sideways += [0.7 * sense * radius * np.sin(way), np.zeros(30)]
    pump = np.sin(np.linspace(0, np.pi, round(pump_s * HZ))) ** 2
    flexion += [pump, pump, np.zeros(30)]
    sideways.append(np.zeros(2 * len(pump) + 30))
    assert len(turns(*seen(np.concatenate(flexion), np.concatenate(sideways)))) == 6


def from_rest_to_rest(
    turns_of_runs: Sequence[float], rest_s: float, phase: float = 0.0, out_s: float = 8 / HZ
) -> tuple[Array, Array, list[tuple[float, float]]]:
    """Flexion, sideways and (start, end) of each turn, s, of runs that begin and end at rest in the middle of the circle; less than a turn turns back.

    Turns begin at the near end of the circle, or by a `phase` (in turns) further round; it takes `out_s` to get out to it, and back.
    """
    turn_s = 2.0
    rest = np.zeros(round(rest_s * HZ))
    flexion, sideways, truth = [rest], [rest], []
    for turns_of_run in turns_of_runs:
        start_s = sum(map(len, flexion)) / HZ
        steps = np.arange(round(turns_of_run * turn_s * HZ))
        way = 2 * np.pi * (phase + steps / (turn_s * HZ))
        if turns_of_run < 1:
            way = 2 / 3 * np.pi * np.sin(np.pi * steps / steps[-1]) ** 2
        radius = np.minimum(np.minimum(steps, steps[::-1]) / (out_s * HZ), 1)
        flexion += [-radius * np.cos(way), rest]
        sideways += [0.7 * radius * np.sin(way), rest]
        truth += [(start_s + i * turn_s, start_s + (i + 1) * turn_s) for i in range(int(turns_of_run))]
    return np.concatenate(flexion), np.concatenate(sideways), truth


@pytest.mark.parametrize("sway_s", [1.8, 3.1])
@pytest.mark.parametrize("rest_s", [0.8, 1.0, 1.4])
@pytest.mark.parametrize("turns_of_runs", [(3, 3), (2, 0.9, 2), (4, 0.9, 0.9, 3)])
def test_toes_tell_the_runs_apart_where_the_leg_sways(turns_of_runs: tuple[float, ...], rest_s: float, sway_s: float) -> None:
    """The sway, a quarter of the circle, leaves no rest in the flexion."""
    flexion, sideways, truth = from_rest_to_rest(turns_of_runs, rest_s)
    path = seen(flexion + 0.25 * np.sin(2 * np.pi * np.arange(len(flexion)) / HZ / sway_s), sideways)
    found = [turn for turn in count_turns(*path, toes=np.column_stack([flexion, sideways])) if turn.reason is None]
    assert [(turn.start_s, turn.end_s) for turn in found] == [pytest.approx(ends, abs=0.2) for ends in truth]


@pytest.mark.parametrize("phase", [0.15, 0.35, 0.5, 0.65, 0.85])
def test_turns_between_two_rests_may_begin_anywhere_on_the_circle(phase: float) -> None:
    flexion, sideways, truth = from_rest_to_rest((3, 4), 1.4, phase)
    found = count_turns(*seen(flexion, sideways), toes=np.column_stack([flexion, sideways]))
    assert [(turn.start_s, turn.end_s) for turn in found] == [pytest.approx(ends, abs=0.35) for ends in truth]


@pytest.mark.parametrize("phase", [0.0, 0.05, 0.5, 0.55])
def test_a_foot_may_take_its_time_to_get_out_to_its_circle(phase: float) -> None:
    """Nearly half a turn: its flexion goes through little meanwhile, which is neither a rest nor an end of a turn."""
    flexion, sideways, truth = from_rest_to_rest((3, 3), 1.4, phase, out_s=0.8)
    found = count_turns(*seen(flexion, sideways), toes=np.column_stack([flexion, sideways]))
    assert [(turn.start_s, turn.end_s) for turn in found] == [pytest.approx(ends, abs=0.5) for ends in truth]


@pytest.mark.parametrize("moved_s", [3.2, 3.6, 4.0])
def test_a_leg_that_is_moved_round_while_its_toes_rest_adds_no_turn(moved_s: float) -> None:
    flexion, sideways, truth = from_rest_to_rest((3, 3), 1.3)
    angle, rest = 2 * np.pi * np.linspace(0, 1, round(moved_s * HZ)), np.zeros(15)
    leg = np.column_stack([0.75 * (1 - np.cos(angle)), 0.5 * np.sin(angle)])
    toes = np.column_stack([flexion, sideways])
    path = seen(np.concatenate([flexion, leg[:, 0], rest]), np.concatenate([sideways, leg[:, 1], rest]))
    found = count_turns(*path, toes=np.concatenate([toes, 0 * leg, np.zeros((15, 2))]))
    assert len([turn for turn in found if turn.reason is None]) == len(truth)


@pytest.mark.parametrize("lost_s", [5.0, 6.0, 7.0, 9.0])
def test_a_foot_that_was_not_seen_for_a_moment_circles_on(lost_s: float) -> None:
    *path, truth = circling([2.0, (1, 5, 2.0), 2.0], sideways=0.35)
    known = (path[0] < lost_s) | (path[0] > lost_s + 1.0)
    assert len(turns(*(rows[known] for rows in path))) == len(truth)


def test_a_pause_splits_runs() -> None:
    *path, truth = circling([2.0, (1, 3, 2.0), 3.0, (1, 2, 2.0), 2.0])
    found = turns(*path)
    assert len(found) == 5
    pause_starts, pause_ends = truth[2][1], truth[3][0]
    assert found[2].end_s == pytest.approx(pause_starts, abs=0.3)
    assert found[3].start_s == pytest.approx(pause_ends, abs=0.3)


@pytest.mark.parametrize("rest_s", [1.2, 3.0])
def test_both_senses_count(rest_s: float) -> None:
    *path, truth = circling([2.0, (1, 5, 2.0), rest_s, (-1, 5, 2.0), 2.0])
    found = turns(*path)
    assert len(found) == 10
    for turn, (start, end) in zip(found, truth, strict=True):
        assert (turn.start_s + turn.end_s) / 2 == pytest.approx((start + end) / 2, abs=0.4)


@pytest.mark.parametrize(
    "flexion",
    [np.sin(2 * np.pi * np.arange(600) / HZ / 0.4), np.random.default_rng(3).normal(0, 1, 600), np.linspace(-1, 1, 600)],
    ids=["trembling", "noise", "drift"],
)
def test_what_no_foot_can_circle_is_no_turn(flexion: Array) -> None:
    assert turns(*seen(flexion, np.roll(flexion, 3))) == []


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 6), st.floats(1.0, 3.5), st.floats(0.35, 1.0), st.floats(-100, 100), st.sampled_from([-1.0, 1.0]))
def test_when_it_was_which_way_round_and_which_end_is_up_do_not_matter(n: int, turn_s: float, sideways: float, later_s: float, sense: float) -> None:
    t, flexion, picture, _ = circling([2.0, (sense, n, turn_s), 2.0], sideways)
    found = turns(t, flexion, picture)
    assert len(found) == n
    moved = turns(t + later_s, flexion, -3 * picture)
    assert [(turn.start_s, turn.end_s) for turn in moved] == [(pytest.approx(turn.start_s + later_s), pytest.approx(turn.end_s + later_s)) for turn in found]
