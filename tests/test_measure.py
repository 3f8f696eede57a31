"""People made of sticks and feet made of points do an exercise, or another one: repetitions, sides and warnings."""

from dataclasses import replace

import numpy as np
import pytest
from bodies import SEATED_LEG_OUT, SEATED_ON_THE_FLOOR, STANDING, TRUNK, body, person, pulses
from footpoints import FOOT_PX, brightening, feet_only, moving, pictured
from numpy.typing import NDArray

from footcv.exercises import EXERCISES
from footcv.measure import ONLY_FEET, is_nobody, measure
from footcv.signals.filters import RATE_HZ
from footcv.signals.heights import FOOT_M
from footcv.signals.track import ANKLE, LEFT_HIP, LEFT_SHOULDER, LEG_M, RIGHT_HIP, RIGHT_SHOULDER, Track, trunk_px

SECONDS = 20.0
HOLDS = ((3.0, 5.0), (8.0, 10.5), (14.0, 16.0))
CHAIR_RIGHT_DOWN = (0.0, 80.0, -10.0)


def flexing(pose: tuple[float, float, float], range_deg: float, right: tuple[float, float, float] | None = None) -> Track:
    return body(person(SECONDS, pose, 100 + range_deg * pulses(SECONDS, *HOLDS), right=right), 0.3)


@pytest.mark.parametrize(
    ("exercise", "pose", "range_deg", "right"),
    [("plantar-flexion", SEATED_LEG_OUT, 35.0, CHAIR_RIGHT_DOWN), ("dorsiflexion", SEATED_ON_THE_FLOOR, -25.0, None)],
)
def test_flexions_are_counted_on_the_foot_that_does_them(exercise: str, pose: tuple[float, float, float], range_deg: float, right: object) -> None:
    found = measure(flexing(pose, range_deg, right), {}, EXERCISES[exercise])  # type: ignore[arg-type]
    assert [(rep.index, rep.side, rep.peak_unit) for rep in found.reps] == [(1, "left", "deg"), (2, "left", "deg"), (3, "left", "deg")]
    for rep, (start, end) in zip(found.reps, HOLDS, strict=True):
        assert rep.hold_s == pytest.approx(end - start + 0.2, abs=0.15)
        assert rep.peak == pytest.approx(abs(range_deg), rel=0.15)
    assert found.warnings == ()


def test_while_one_leg_is_hidden_the_other_one_counts_for_both() -> None:
    points = person(SECONDS, SEATED_ON_THE_FLOOR, 100 - 25 * pulses(SECONDS, *HOLDS))
    points[:, 24:33:2] = points[:, 23:33:2] - np.array([12.0, 0.0])
    t = np.arange(len(points)) / RATE_HZ
    points[(t > 4.0) & (t < 7.0), 26] = points[(t > 9.0) & (t < 13.0), 26] = np.nan
    reps = measure(body(points, 0.3), {}, EXERCISES["dorsiflexion"]).reps
    assert [(rep.side, rep.start_s) for rep in reps] == [("both", pytest.approx(start - 0.3, abs=0.3)) for start, _ in HOLDS]


def test_a_foot_that_goes_the_other_way_twice_is_not_flexed_in_between() -> None:
    seen = flexing(SEATED_LEG_OUT, -35.0)
    twice = replace(seen, t=seen.t[seen.t < 13.0], points=seen.points[seen.t < 13.0])
    found = measure(twice, {}, EXERCISES["plantar-flexion"])
    assert found.reps == ()
    assert "the foot was so before and after as well: there it rests" in {other["reason"] for other in found.rejected}


@pytest.mark.parametrize(
    ("exercise", "pose", "seen"),
    [
        ("plantar-flexion", STANDING, "standing is seen instead"),
        ("toe-walking", SEATED_LEG_OUT, "sitting with a leg stretched out is seen instead"),
        ("ankle-circles", STANDING, "standing is seen instead"),
    ],
)
def test_in_the_wrong_posture_nothing_counts_and_it_is_said(exercise: str, pose: tuple[float, float, float], seen: str) -> None:
    found = measure(flexing(pose, 35.0), {}, EXERCISES[exercise])
    assert found.reps == ()
    assert any(seen in warning for warning in found.warnings)


@pytest.mark.parametrize("exercise", ["plantar-flexion", "dorsiflexion", "toe-walking", "heel-raise", "ankle-circles"])
@pytest.mark.parametrize("pose", [STANDING, SEATED_LEG_OUT])
def test_who_rests_does_nothing_and_is_told_so(exercise: str, pose: tuple[float, float, float]) -> None:
    found = measure(flexing(pose, 0.0), {}, EXERCISES[exercise])
    assert found.reps == ()
    [warning] = found.warnings
    assert "nothing was counted" in warning


def test_whose_movement_is_no_repetition_is_told_why() -> None:
    foot = on_tiptoe("left", SIDE_VIEW, 25 * pulses(21.0, *FOUR_HOLDS[:1]))
    foot += FOOT_PX * np.clip(np.arange(len(foot)) / RATE_HZ - FOUR_HOLDS[0][0], 0, 1)[:, None, None] * [0.9, -0.9, 0.0]
    found = measure(feet_only(left=foot), {}, EXERCISES["heel-raise"])
    assert found.warnings == ("nothing was counted: of 1 seen the first was no repetition: the feet moved by 1.3 of their length", ON_TRUST)


def test_one_foot_counts_for_the_exercise_it_does_and_not_for_the_other_way() -> None:
    """Pressing the foot away is no pulling back, though both go to and fro."""
    reps = measure(flexing(SEATED_LEG_OUT, 35.0, CHAIR_RIGHT_DOWN), {}, EXERCISES["dorsiflexion"]).reps
    assert not any(rep.start_s < (start + end) / 2 < rep.end_s for rep in reps for start, end in HOLDS)


def test_nobody_is_told_from_somebody() -> None:
    seen = flexing(SEATED_LEG_OUT, 35.0)
    assert not is_nobody(seen)
    assert is_nobody(Track(seen.t, np.full_like(seen.points, np.nan), seen.width, seen.height))
    feet = np.full_like(seen.points, np.nan)
    feet[:, ANKLE:] = seen.points[:, ANKLE:]
    assert is_nobody(Track(seen.t, feet, seen.width, seen.height))
    assert is_nobody(feet_only(left=moving("left", SIDE_VIEW, set_of(0.0))))


def with_foot(seen: Track, foot: NDArray[np.float64], foot_px: float) -> Track:
    """The body with a left foot whose points (N, 8, 2) are read beside it."""
    return replace(seen, feet={"left": foot}, depths={"left": np.zeros(foot.shape[:2])}, foot_extent_px=foot_px)


@pytest.mark.parametrize(("away_px", "share", "nobody"), [(0.0, 0.8, False), (200.0, 0.8, True), (200.0, 1.0, False)])
def test_a_body_that_is_not_always_there_with_its_ankles_far_from_the_feet_is_imagined(away_px: float, share: float, nobody: bool) -> None:
    seen = flexing(SEATED_LEG_OUT, 35.0)
    foot = np.repeat(seen.leg("left")[2][:, None] + away_px, 8, axis=1)
    seen.points[int(share * len(seen.t)) :] = np.nan
    assert is_nobody(with_foot(seen, foot, FOOT_PX)) == nobody


@pytest.mark.parametrize(
    ("trembles", "followed", "over_foot", "nobody"), [(0.01, True, 1.5, False), (0.05, True, 1.5, True), (0.05, False, 1.5, False), (0.05, True, 2.5, False)]
)
def test_a_body_that_trembles_over_feet_that_are_followed_is_imagined(trembles: float, followed: bool, over_foot: float, nobody: bool) -> None:
    """But not one whose trunk is as long over its feet as that of somebody who jumps about."""
    seen = flexing(SEATED_LEG_OUT, 35.0)
    longer = 1 + trembles * (-1.0) ** (np.arange(len(seen.t)) // 3)
    for shoulder, hip in ((LEFT_SHOULDER, LEFT_HIP), (RIGHT_SHOULDER, RIGHT_HIP)):
        seen.points[:, shoulder] = seen.points[:, hip] + longer[:, None] * (seen.points[:, shoulder] - seen.points[:, hip])
    foot = np.repeat(seen.leg("left")[2][:, None], 8, axis=1)
    if not followed:
        foot[len(foot) // 2 :] = np.nan
    foot_px = float(np.median(trunk_px(seen))) / over_foot
    assert is_nobody(with_foot(seen, foot, foot_px)) == nobody


@pytest.mark.parametrize(("over_foot", "nobody"), [(1.5, True), (2.5, False)])
def test_who_is_in_no_posture_and_not_always_seen_is_told_by_a_trunk_as_long_as_people_s(over_foot: float, nobody: bool) -> None:
    """Crawling, say: for a tenth of the time no body is seen."""
    crawling = body(person(SECONDS, (20.0, 150.0, 30.0)), 0.3)
    crawling.points[(crawling.t > 0.4 * SECONDS) & (crawling.t < 0.5 * SECONDS)] = np.nan
    foot = np.repeat(crawling.leg("left")[2][:, None], 8, axis=1)
    foot_px = float(np.nanmedian(trunk_px(crawling))) / over_foot
    assert is_nobody(with_foot(crawling, foot, foot_px)) == nobody


# Feet alone

FOUR_HOLDS = ((3.0, 5.0), (7.5, 9.5), (12.0, 14.0), (16.5, 18.5))
ON_TRUST = ONLY_FEET
SIDE_VIEW, SLANT = 90.0, 45.0


def set_of(range_deg: float, holds: tuple[tuple[float, float], ...] = FOUR_HOLDS) -> np.ndarray:
    """An ankle's plantar flexion over time, degrees: at rest at 5, and `range_deg` from there in each hold."""
    return 5 + range_deg * pulses(21.0, *holds)


@pytest.mark.parametrize("noise", [0.0, 0.02])
@pytest.mark.parametrize("azimuth", [SIDE_VIEW, -SIDE_VIEW, SLANT, -SLANT])
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_foot_alone_presses_away(side: str, azimuth: float, noise: float) -> None:
    found = measure(feet_only(**{side: moving(side, azimuth, set_of(30.0), noise=noise)}), {}, EXERCISES["plantar-flexion"])
    assert [(rep.index, rep.side, rep.peak_unit) for rep in found.reps] == [(k, side, "deg") for k in (1, 2, 3, 4)]
    for rep, (start, end) in zip(found.reps, FOUR_HOLDS, strict=True):
        assert rep.peak == pytest.approx(30, rel=0.15)
        assert rep.hold_s == pytest.approx(end - start + 0.2, abs=0.2)
    assert found.warnings == (ON_TRUST,)


@pytest.mark.parametrize("noise", [0.0, 0.02])
@pytest.mark.parametrize("azimuth", [SIDE_VIEW, SLANT])
def test_both_feet_alone_pull_back_together(azimuth: float, noise: float) -> None:
    feet = feet_only(**{side: moving(side, azimuth, 15 + set_of(-25.0), noise=noise) for side in ("left", "right")})
    reps = measure(feet, {}, EXERCISES["dorsiflexion"]).reps
    assert [(rep.side, rep.peak_unit) for rep in reps] == [("both", "deg")] * 4
    assert [rep.peak for rep in reps] == pytest.approx([25] * 4, rel=0.15)


@pytest.mark.parametrize("lost_s", [(3.8, 4.9), (4.3, 6.8), (4.6, 6.4)])
def test_a_foot_alone_that_is_lost_while_it_is_held_is_counted(lost_s: tuple[float, float]) -> None:
    foot = moving("left", SLANT, set_of(30.0), noise=0.02)
    t = np.arange(len(foot)) / RATE_HZ
    foot[(t > lost_s[0]) & (t < lost_s[1])] = np.nan
    reps = measure(feet_only(left=foot), {}, EXERCISES["plantar-flexion"]).reps
    assert len(reps) == 4
    for rep, (start, end) in zip(reps, FOUR_HOLDS, strict=True):
        assert rep.start_s < start and rep.end_s > (start + end) / 2


def test_of_two_feet_the_one_that_presses_counts() -> None:
    feet = feet_only(left=moving("left", SLANT, set_of(0.0), noise=0.02), right=moving("right", SLANT, set_of(30.0), noise=0.02))
    assert [rep.side for rep in measure(feet, {}, EXERCISES["plantar-flexion"]).reps] == ["right"] * 4


@pytest.mark.parametrize(("lost_s", "sides"), [((0.0, 0.0), ["left", "right", "left", "left"]), ((7.5, 10.5), ["left", "left", "left"])])
def test_what_one_foot_sees_while_the_other_one_is_lost_is_that_one_going_before_it(lost_s: tuple[float, float], sides: list[str]) -> None:
    left = moving("left", SLANT, set_of(30.0, (FOUR_HOLDS[0], *FOUR_HOLDS[2:])), noise=0.02)
    t = np.arange(len(left)) / RATE_HZ
    left[(t > lost_s[0]) & (t < lost_s[1])] = np.nan
    right = moving("right", SLANT, set_of(30.0, FOUR_HOLDS[1:2]), noise=0.02)
    assert [rep.side for rep in measure(feet_only(left=left, right=right), {}, EXERCISES["plantar-flexion"]).reps] == sides


def test_what_passes_before_the_foot_beside_the_one_that_presses_is_no_repetition_of_it() -> None:
    beside = np.array([3.0 * FOOT_PX, 0.0, 0.0])
    seen = feet_only(left=moving("left", 70.0, set_of(30.0)), right=moving("right", 70.0, set_of(0.0), noise=0.002) + beside)
    pictures = {"left": brightening(seen, "left", pulses(21.0, *FOUR_HOLDS), 8.0), "right": brightening(seen, "right", pulses(21.0, (10.2, 10.9)))}
    assert [rep.side for rep in measure(seen, pictures, EXERCISES["plantar-flexion"]).reps] == ["left"] * 4


@pytest.mark.parametrize("exercise", ["plantar-flexion", "dorsiflexion", "toe-walking", "heel-raise", "ankle-circles"])
@pytest.mark.parametrize("shift_px", [10.0, 60.0])
@pytest.mark.parametrize("azimuth", [SIDE_VIEW, SLANT])
def test_a_foot_that_only_goes_elsewhere_does_nothing(exercise: str, shift_px: float, azimuth: float) -> None:
    there = moving("left", azimuth, set_of(0.0), noise=0.01)
    there += shift_px * pulses(21.0, *FOUR_HOLDS)[:, None, None] * [1.0, -0.5, 0.0]
    assert measure(feet_only(left=there), {}, EXERCISES[exercise]).reps == ()


def on_tiptoe(side: str, azimuth: float, raised: np.ndarray) -> np.ndarray:
    """A foot (N, 8, 3) that stands on its toes: ankle and heel rise as it is flexed by `raised` (N,) degrees."""
    points = moving(side, azimuth, raised)
    toes = points[:, 4:6].mean(axis=1)
    return points + (toes[0] - toes)[:, None]


def rise_m(degrees: float) -> float:
    """How much higher the middle of heel and ankle is over the tips of the toes in a foot flexed by so much, m."""
    over = [np.asarray(pictured("left", SIDE_VIEW, 0, flexion)) for flexion in (0.0, degrees)]
    low, high = ((points[4:6, 1].mean() - points[:2, 1].mean()) / FOOT_PX for points in over)
    return float(high - low) * FOOT_M


@pytest.mark.parametrize("azimuth", [SIDE_VIEW, SLANT, 0.0])
@pytest.mark.parametrize(("sides", "side"), [(("left", "right"), "both"), (("right",), "right")])
def test_heels_alone_rise_by_metres(azimuth: float, sides: tuple[str, ...], side: str) -> None:
    rising, standing = 25 * pulses(21.0, *FOUR_HOLDS), 0 * pulses(21.0)
    feet = feet_only(**{name: on_tiptoe(name, azimuth, rising if name in sides else standing) for name in ("left", "right")})
    reps = measure(feet, {}, EXERCISES["heel-raise"]).reps
    assert [(rep.side, rep.peak_unit) for rep in reps] == [(side, "m")] * 4
    assert [rep.peak for rep in reps] == pytest.approx([rise_m(25)] * 4, rel=0.15)


def test_heels_that_rise_while_the_foot_goes_elsewhere_are_no_raise() -> None:
    """At its last raise the foot comes down on a step."""
    foot = on_tiptoe("left", SIDE_VIEW, 25 * pulses(21.0, *FOUR_HOLDS))
    gone = np.clip(np.arange(len(foot)) / RATE_HZ - FOUR_HOLDS[3][0], 0, 1)
    foot += FOOT_PX * gone[:, None, None] * [0.9, -0.9, 0.0]
    found = measure(feet_only(left=foot), {}, EXERCISES["heel-raise"])
    assert [rep.start_s for rep in found.reps] == pytest.approx([start for start, _ in FOUR_HOLDS[:3]], abs=0.5)
    assert "the feet moved by 1.3 of their length" in [rejected["reason"] for rejected in found.rejected]


def test_somebody_who_is_always_there_is_somebody_in_whatever_posture() -> None:
    """Sitting on the floor with the knees bent, as for no exercise: they are told so, and not that nobody is seen."""
    sitting = body(person(SECONDS, (20.0, 150.0, 30.0)), 0.3)
    assert not is_nobody(sitting)
    [warning] = measure(sitting, {}, EXERCISES["dorsiflexion"]).warnings
    assert "something else is seen instead" in warning
    at_times = np.where((np.arange(len(sitting.t)) % 60 < 45)[:, None, None], sitting.points, np.nan)
    assert is_nobody(Track(sitting.t, at_times, sitting.width, sitting.height))
    gone_after_a_while = np.where((sitting.t < 0.6 * SECONDS)[:, None, None], sitting.points, np.nan)
    assert not is_nobody(Track(sitting.t, gone_after_a_while, sitting.width, sitting.height))


def test_a_foot_whose_leg_moves_before_and_after_does_not_exercise() -> None:
    """A leg that is stretched out for each movement and bent again: so do machines for thighs."""
    lone = np.array([any(start - 0.6 < t < end + 0.6 for start, end in HOLDS) for t in np.arange(round(SECONDS * RATE_HZ) + 1) / RATE_HZ])
    points = person(SECONDS, SEATED_LEG_OUT, 100 + 35 * pulses(SECONDS, *HOLDS), right=CHAIR_RIGHT_DOWN)
    bent = person(SECONDS, CHAIR_RIGHT_DOWN, 100.0, right=CHAIR_RIGHT_DOWN)
    found = measure(body(np.where(lone[:, None, None], points, bent), 0.3), {}, EXERCISES["plantar-flexion"])
    assert found.reps == ()
    assert {rejected["reason"] for rejected in found.rejected} == {"the leg moved just before it or after it"}


def test_a_knee_that_is_bent_and_stretched_again_is_no_flexion() -> None:
    """The foot moves with it, and only where that begins and ends the leg rests enough to be seen."""
    holds = ((3.0, 3.75), *HOLDS[1:])
    t = np.arange(round(SECONDS * RATE_HZ) + 1) / RATE_HZ
    fidget = (t > 3.05) & (t < 3.7)
    points = person(SECONDS, SEATED_LEG_OUT, 100 + 35 * pulses(SECONDS, *holds), right=CHAIR_RIGHT_DOWN)
    points[:, [25, 27, 29, 31], 1] -= 60 * fidget[:, None]
    found = measure(body(points, 0.3), {}, EXERCISES["plantar-flexion"])
    assert len(found.reps) == len(holds) - 1
    assert {rejected["reason"] for rejected in found.rejected} == {"the leg moved with it"}


def test_of_a_tiptoe_walk_all_is_asked_whether_the_trunk_rose_and_not_where_the_heels_read_highest() -> None:
    """At the end of each walk they lean forward over heels that seem to go up further."""
    walks = ((3.0, 7.0), (11.0, 15.0))
    points = person(18.0, STANDING, 90.0)
    up, leans = (pulses(18.0, *spans) for spans in (walks, [(end - 1.6, end) for _, end in walks]))
    px_per_m = 200 / LEG_M
    points[:, [27, 28, 29, 30], 1] -= px_per_m * (0.06 * up + 0.12 * leans)[:, None]
    points[:, [11, 12, 23, 24, 25, 26], 1] -= px_per_m * (0.06 * up - 0.055 * leans)[:, None]
    measured = measure(body(points, 0.3), {}, EXERCISES["toe-walking"], {})
    assert [(rep.start_s, rep.end_s) for rep in measured.reps] == [(pytest.approx(a, abs=0.6), pytest.approx(b, abs=0.6)) for a, b in walks]


@pytest.mark.parametrize(("away_trunks", "expected"), [(0.0, 3), (0.2, 3), (1.2, 2)])
def test_what_moves_with_a_hand_is_no_flexion(away_trunks: float, expected: int) -> None:
    """During the first movement the right hand goes up, and holds the band maybe, and comes down again."""
    points = person(SECONDS, SEATED_LEG_OUT, 100 + 35 * pulses(SECONDS, *HOLDS), right=CHAIR_RIGHT_DOWN)
    points[:, 15:17] = points[:, 23:25]
    points[:, 16, 1] -= away_trunks * TRUNK * pulses(SECONDS, HOLDS[0])
    found = measure(body(points, 0.3), {}, EXERCISES["plantar-flexion"])
    assert len(found.reps) == expected
    assert {rejected["reason"] for rejected in found.rejected} == ({"a hand moved with it"} if expected < len(HOLDS) else set())


@pytest.mark.parametrize(("seen_s", "expected"), [(0.3, 3), (HOLDS[0][1] - HOLDS[0][0], 2)])
def test_a_hidden_hand_that_is_imagined_elsewhere_for_a_moment_refuses_nothing(seen_s: float, expected: int) -> None:
    """The right hand is seen before the first movement and after it, and during it for so long."""
    points = person(SECONDS, SEATED_LEG_OUT, 100 + 35 * pulses(SECONDS, *HOLDS), right=CHAIR_RIGHT_DOWN)
    points[:, 15:17] = points[:, 23:25]
    points[:, 16, 1] -= 1.2 * TRUNK * pulses(SECONDS, HOLDS[0])
    t = np.arange(len(points)) / 30
    start, end = HOLDS[0]
    points[(t > start - 0.5) & (t < end + 0.5) & ~((t > start) & (t < start + seen_s)), 16] = np.nan
    assert len(measure(body(points, 0.3), {}, EXERCISES["plantar-flexion"]).reps) == expected


@pytest.mark.parametrize(("away_shanks", "expected"), [(0.0, 3), (0.1, 3), (0.5, 2)])
def test_what_moves_with_the_other_leg_is_no_flexion(away_shanks: float, expected: int) -> None:
    """During the first movement the right knee is bent and its foot passes before the left one."""
    points = person(SECONDS, SEATED_ON_THE_FLOOR, 100 - 25 * pulses(SECONDS, *HOLDS))
    points[:, 26, 1] -= away_shanks * float(np.linalg.norm(points[0, 26] - points[0, 28])) * pulses(SECONDS, HOLDS[0])
    found = measure(body(points, 0.3), {}, EXERCISES["dorsiflexion"])
    assert [rep.side for rep in found.reps] == ["left"] * expected
    assert {rejected["reason"] for rejected in found.rejected} == ({"the other leg moved with it"} if expected < len(HOLDS) else set())


@pytest.mark.parametrize(("holds", "expected"), [(HOLDS, 3), (HOLDS[:1], 0)], ids=["a set", "something that passes"])
def test_of_a_foot_alone_a_single_change_that_its_landmarks_do_not_follow_is_none(holds: tuple[tuple[float, float], ...], expected: int) -> None:
    movement = pulses(SECONDS, *holds)
    resting = feet_only(left=moving("left", 70.0, 0 * movement, noise=0.002))
    found = measure(resting, {"left": brightening(resting, "left", movement)}, EXERCISES["plantar-flexion"])
    assert [rep.peak_unit for rep in found.reps] == ["share"] * expected
