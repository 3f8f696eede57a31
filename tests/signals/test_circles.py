"""A raised leg made of sticks whose toes go round, and its picture."""

from dataclasses import replace

import numpy as np
import pytest
from bodies import pulses
from circling import BEGIN_S, RAISED, SECONDS, TURN_S, TURNS, angle, filmed, lying
from footpoints import FOOT_PX, feet_only, moving
from lying import drawn_foot

from footcv.counting.rounds import count_rounds
from footcv.counting.turns import Turn, count_turns
from footcv.signals.circles import FootPath, foot_path
from footcv.signals.round_path import evenness
from footcv.signals.sense import direction_of_turns
from footcv.signals.track import ANKLE, KNEE, TOE, Track


def path_of(seen: Track, loop: float = 1.0) -> FootPath:
    path = foot_path(seen, filmed(seen, loop), "left", RAISED)
    assert path is not None
    return path


def turns_of(path: FootPath) -> list[Turn]:
    turns = count_turns(path.t, path.flexion, path.picture, path.swaying()) if path.gone_round is None else count_rounds(path.t, path.gone_round)
    return [turn for turn in turns if turn.reason is None]


def test_the_path_follows_the_foot() -> None:
    seen = lying(1, 40)
    path = path_of(seen)
    assert path.side == "left"
    assert path.followed > 0.9
    assert path.flexion.std() == pytest.approx(1)
    turning = (path.t > BEGIN_S + TURN_S / 2) & (path.t < BEGIN_S + (TURNS - 0.5) * TURN_S)
    assert abs(np.corrcoef(path.flexion[turning], np.cos(np.interp(path.t, seen.t, angle())[turning]))[0, 1]) > 0.9


def test_the_sway_of_the_leg_is_told_where_its_knee_is_seen() -> None:
    path = path_of(lying(1, 40))
    swaying = path.swaying()
    assert swaying is not None
    assert swaying.picture.shape == path.picture.shape
    assert swaying.sway.std() == pytest.approx(1)
    assert np.corrcoef(swaying.flexion, path.flexion)[0, 1] > 0.9


def test_each_time_round_is_a_turn_and_a_pump_is_none() -> None:
    assert len(turns_of(path_of(lying(1, 40)))) == TURNS
    assert turns_of(path_of(lying(1, 40, loop=0.0), loop=0.0)) == []


def test_a_leg_that_is_down_has_no_path() -> None:
    seen = lying(1, 40)
    assert foot_path(seen, filmed(seen), "left", ~RAISED) is None


# The foot's own points

# From before the toes (0) by the side (90) to behind the heel; the foot's own left is positive.
AZIMUTHS = [60.0, -60.0, 90.0, -90.0, 45.0, -45.0, 15.0, 120.0]


def circling(side: str, sense: int, azimuth: float, noise: float = 0.02, radius_deg: float = 14.0) -> Track:
    """A foot alone whose toes go to the shin, to the person's right (where `sense` is 1), away and to the left."""
    rightwards = sense * radius_deg * np.sin(angle())
    outwards = rightwards if side == "right" else -rightwards
    return feet_only(**{side: moving(side, azimuth, 15 - radius_deg * np.cos(angle()), outwards, noise=noise)})


@pytest.mark.parametrize("azimuth", AZIMUTHS)
@pytest.mark.parametrize(("sense", "expected"), [(1, "clockwise"), (-1, "counterclockwise")])
@pytest.mark.parametrize("side", ["left", "right"])
def test_own_points_tell_the_direction_from_any_side(side: str, sense: int, expected: str, azimuth: float) -> None:
    seen = circling(side, sense, azimuth)
    path = foot_path(seen, filmed(seen, side=side), side, RAISED)
    assert path is not None and path.gone_round is not None
    turns = turns_of(path)
    assert len(turns) == TURNS
    # In these patches grey levels change, and nothing moves.
    path = replace(path, away=0.0)
    assert direction_of_turns(path, turns) == [expected] * TURNS
    # Turns that were counted by the picture, which knows no sense.
    assert set(direction_of_turns(path, [replace(turn, sense=0) for turn in turns])) == {expected}


@pytest.mark.parametrize(("toes_seen", "noise", "told"), [(0.9, 0.02, True), (0.05, 0.02, False), (0.9, 0.1, False)])
def test_only_a_bare_foot_that_is_well_read_tells_which_way_it_goes_by_its_points(toes_seen: float, noise: float, told: bool) -> None:
    seen = circling("left", 1, 90.0)
    # All its points lie off by as much, all the time: those of a shoe that is misread.
    off = np.random.default_rng(3).normal(0, noise * FOOT_PX, (7, 2))
    seen.feet["left"][:, :7] += off
    path = foot_path(seen, filmed(seen), "left", RAISED, toes_seen)
    assert path is not None and (path.own is not None) == told
    turns = turns_of(path)
    assert len(turns) == TURNS
    assert set(direction_of_turns(replace(path, away=0.0), turns)) == {"clockwise" if told else None}


@pytest.mark.parametrize(("azimuth", "away"), [(120.0, True), (60.0, False)])
def test_a_foot_alone_points_away_where_its_depths_say_so(azimuth: float, away: bool) -> None:
    seen = circling("left", 1, azimuth)
    path = foot_path(seen, filmed(seen), "left", RAISED)
    assert path is not None and (path.away > 0.25) == away and path.away >= 0


@pytest.mark.parametrize("sense", [1, -1])
def test_the_picture_moves_as_the_foot_does(sense: int) -> None:
    seen = lying(sense, 40)
    _, _, ankle, _, toe = seen.leg("left")
    chosen = np.arange(0, len(seen.t), 3)
    path = foot_path(seen, drawn_foot(seen.t[chosen], toe[chosen], np.median(ankle, axis=0)), "left", RAISED)
    assert path is not None
    for start in np.arange(BEGIN_S, BEGIN_S + TURNS * TURN_S, TURN_S):
        turn = path.moved()[(path.t >= start) & (path.t < start + TURN_S)]
        assert sense * evenness(turn - turn.mean(axis=0)) > 0.75


def test_a_knee_that_slips_is_no_leg_that_moves_where_the_ankle_stays() -> None:
    seen = lying(1, 40)
    seen.points[seen.t > 8.0, KNEE] += [60.0, 0.0]
    ankle = seen.leg("left")[2]
    own = np.dstack([np.repeat(ankle[:, None], 8, axis=1), np.zeros((len(ankle), 8, 1))])
    with_own = replace(seen, feet={"left": own[..., :2]}, depths={"left": own[..., 2]})
    without, followed = (foot_path(body, filmed(seen), "left", RAISED) for body in (seen, with_own))
    assert without is not None and without.t[-1] < 8.0
    assert followed is not None and followed.t[-1] > SECONDS - 1.0


@pytest.mark.parametrize(("own_px", "still"), [(80.0, False), (0.0, True)], ids=["with its foot", "the body's landmarks alone"])
def test_a_leg_that_is_bent_for_a_moment_is_not_still(own_px: float, still: bool) -> None:
    """Between two runs the knee bends and stretches again, within the time in which landmarks may slip."""
    seen = lying(1, 40)
    own = np.dstack([np.repeat(seen.leg("left")[2][:, None], 8, axis=1), np.zeros((len(seen.t), 8, 1))])
    bent = pulses(SECONDS, (11.8, 12.4))[:, None]
    seen.points[:, [KNEE, ANKLE, TOE]] += 80.0 * bent[:, None] * [1.0, 0.0]
    own[..., 0] += own_px * bent
    path = foot_path(replace(seen, feet={"left": own[..., :2]}, depths={"left": own[..., 2]}), filmed(seen), "left", RAISED)
    assert path is not None
    assert (path.t[-1] > SECONDS - 1.0) == still


def test_the_body_s_toes_do_not_lead_where_the_foot_s_own_are_followed_more_closely() -> None:
    seen, phase = lying(1, 40), angle()
    # In its second and third turn the body's toes hardly move, and something in the picture goes with what they miss.
    faded = np.where((phase > 2 * np.pi) & (phase < 6 * np.pi), 0.8 * np.cos(phase), 0.0)
    seen.points[:, TOE, 0] += 15 * faded
    own = moving("left", 90.0, 15 - 14 * np.cos(phase), 14 * np.sin(phase))
    own[..., :2] += (seen.leg("left")[2] - own[:, 0, :2])[:, None]
    path = foot_path(replace(seen, feet={"left": own[..., :2]}, depths={"left": own[..., 2]}), filmed(seen, other=faded), "left", RAISED)
    assert path is not None
    assert len([turn for turn in count_turns(path.t, path.flexion, path.picture) if turn.reason is None]) == TURNS


@pytest.mark.parametrize("azimuth", [60.0, 45.0])
def test_a_foot_alone_that_pumps_makes_no_turn(azimuth: float) -> None:
    seen = feet_only(left=moving("left", azimuth, 15 - 14 * np.cos(angle()), noise=0.01))
    path = foot_path(seen, filmed(seen, loop=0.0), "left", RAISED)
    assert path is not None
    assert turns_of(path) == []
