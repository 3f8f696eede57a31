"""Light ovals are feet: a body leads to them, and says whose they are."""

import numpy as np
import pytest
from following import HZ, LENGTH, SETTLED_S, assert_on, by_side, follow
from standin import Doubting, Oval, StandIn, is_red, picture, use

from footcv.feet.follower import FootFollower
from footcv.pose.landmarks import Landmark, Pose
from footcv.video.frame import Frame


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return use(monkeypatch, StandIn())


def body(t: float, places: dict[str, tuple[float, float]], length: float = LENGTH) -> Pose:
    """A whole body in a picture of 320 × 240 px whose feet lie with their middles at `places`; a side without a place is not seen."""
    image, sure = np.zeros((33, 2), np.float32), np.zeros(33, np.float32)
    for name, at in {"LEFT_SHOULDER": (180, 30), "RIGHT_SHOULDER": (140, 30), "LEFT_HIP": (175, 100), "RIGHT_HIP": (145, 100)}.items():
        image[Landmark[name]], sure[Landmark[name]] = at, 1.0
    for side, (x, y) in places.items():
        for name, dx, dy in (("KNEE", -0.3, -1.6), ("ANKLE", -0.3, -0.1), ("HEEL", -0.5, 0.0), ("FOOT_INDEX", 0.4, 0.0)):
            mark = Landmark[f"{side.upper()}_{name}"]
            image[mark], sure[mark] = (x + dx * length, y + dy * length), 1.0
    return Pose(t, image, np.zeros((33, 3), np.float32), sure)


def test_the_body_says_where_the_feet_are_and_whose_side_they_have() -> None:
    def at(t: float) -> list[Oval]:
        # By their shapes the sides are exchanged: the body knows better.
        return [Oval(110 + 20 * np.sin(3 * t), 190, LENGTH, "right"), Oval(230, 190 - 10 * t, LENGTH, "left")]

    # Its landmarks lie beside the feet, as they do.
    seen = follow(2.0, at, lambda t: body(t, {side: (oval.x + 12, oval.y - 8) for side, oval in zip(("left", "right"), at(t), strict=True)}))

    for i, feet in enumerate(seen):
        found = by_side(feet)
        for side, oval in zip(("left", "right"), at(i / HZ), strict=True):
            assert found[side].found_by == "body"
            assert_on(found[side], oval)


@pytest.mark.parametrize("side", ["left", "right"])
def test_two_crops_on_one_foot_are_the_foot_of_the_nearer_side(side: str) -> None:
    other = "right" if side == "left" else "left"
    foot = Oval(160, 190, LENGTH)
    seen = follow(1.0, lambda t: [foot], lambda t: body(t, {side: (162, 190), other: (175, 190)}))
    for feet in seen:
        assert [found.side for found in feet] == [side]
        assert_on(feet[0], foot)


def test_a_foot_that_the_body_does_not_see_is_not_told() -> None:
    seen = follow(1.0, lambda t: [Oval(110, 190, LENGTH)], lambda t: body(t, {"left": (110, 190)}))
    assert [[foot.side for foot in feet] for feet in seen] == [["left"]] * len(seen)


def test_a_body_whose_feet_are_hidden_has_none() -> None:
    assert not any(follow(1.0, lambda t: [], lambda t: body(t, {"left": (110, 190), "right": (230, 190)})))


def test_a_body_that_leads_to_no_foot_does_not_keep_feet_elsewhere_from_being_found() -> None:
    foot = Oval(60, 60, LENGTH)
    seen = follow(1.0, lambda t: [foot], lambda t: body(t, {"left": (250, 210), "right": (290, 210)}))
    [found] = seen[-1]
    assert found.found_by == "search"
    assert_on(found, foot)


@pytest.mark.parametrize(("length", "believed"), [(80.0, True), (110.0, False)], ids=["about as long as the trunk", "far longer"])
def test_a_body_whose_feet_are_far_longer_than_its_trunk_is_not_believed(length: float, believed: bool) -> None:
    """Its trunk is 70 px long."""
    foot = Oval(160, 165, length)
    [found] = follow(1.0, lambda t: [foot], lambda t: body(t, {"left": (160, 165)}, length))[-1]
    assert_on(found, foot)
    assert (found.track == 0) == believed


@pytest.mark.parametrize(("length", "found_without"), [(110.0, True), (45.0, False)], ids=["longer than the trunk", "shorter"])
def test_what_is_surely_a_foot_and_too_large_for_a_body_that_leads_to_a_doubtful_one_is_followed(
    monkeypatch: pytest.MonkeyPatch, length: float, found_without: bool
) -> None:
    use(monkeypatch, Doubting(is_red, 0.6))
    feet = [Oval(270, 200, 40.0, "right"), Oval(90, 150, length, "left")]
    found = follow(1.5, lambda t: feet, lambda t: body(t, {"right": (270, 200)}, 40.0))[-1]
    assert any(foot.track > 0 for foot in found) == found_without
    if found_without:
        assert_on(by_side(found)["left"], feet[1])


def test_feet_elsewhere_do_not_take_the_place_of_those_that_the_body_leads_to() -> None:
    feet = [Oval(110, 190, LENGTH, "left"), Oval(230, 190, LENGTH, "right"), Oval(60, 60, LENGTH)]
    seen = follow(1.5, lambda t: feet, lambda t: body(t, {"left": (110, 190), "right": (230, 190)}))
    assert {(foot.side, foot.found_by) for found in seen for foot in found} == {("left", "body"), ("right", "body")}


def test_a_body_that_comes_and_goes_does_not_get_the_feet_that_are_followed_without_it() -> None:
    feet = [Oval(110, 190, LENGTH, "left"), Oval(230, 190, LENGTH, "right")]
    # It has the sides exchanged, as imagined ones do.
    body_at = {"left": (230.0, 190.0), "right": (110.0, 190.0)}
    seen = follow(4.0, lambda t: feet, lambda t: body(t, body_at) if t % 2.5 > 1.2 else None)
    for found in seen[round(SETTLED_S * HZ) :]:
        assert {foot.side: foot.found_by for foot in found} == {"left": "search", "right": "search"}


def test_a_body_that_stays_gets_the_feet_that_were_found_without_it() -> None:
    feet = {"left": Oval(110, 190, LENGTH, "left"), "right": Oval(230, 190, LENGTH, "right")}
    places = {side: (oval.x, oval.y) for side, oval in feet.items()}
    seen = follow(6.8, lambda t: list(feet.values()), lambda t: body(t, places) if t > 1.0 else None)
    assert {foot.found_by for foot in seen[round(2.0 * HZ)]} == {"search"}
    assert {foot.found_by for foot in seen[-1]} == {"body"}


def test_a_body_that_leads_to_one_of_two_feet_that_are_followed_without_it_is_not_believed() -> None:
    feet = [Oval(80, 60, LENGTH, "left"), Oval(230, 190, LENGTH, "right")]
    # The body comes when both feet have long been found, and knows of one.
    seen = follow(4.0, lambda t: feet, lambda t: body(t, {"left": (250, 40), "right": (230, 190)}) if t > 2.0 else None)
    for found in seen[round(2.0 * HZ) :]:
        assert {foot.side: foot.found_by for foot in found} == {"left": "search", "right": "search"}


STANDING = {"left": Oval(110, 190, LENGTH, "left"), "right": Oval(230, 190, LENGTH, "right")}
AS_THEY_ARE = {side: (oval.x, oval.y) for side, oval in STANDING.items()}
EXCHANGED = {"left": AS_THEY_ARE["right"], "right": AS_THEY_ARE["left"]}


def test_legs_that_the_body_exchanges_for_a_moment_keep_their_feet() -> None:
    seen = follow(6.0, lambda t: list(STANDING.values()), lambda t: body(t, EXCHANGED if 2.0 < t < 3.2 or 5.0 < t < 5.3 else AS_THEY_ARE))
    for found in seen:
        assert len(found) == 2
        for foot in found:
            assert_on(foot, STANDING[foot.side])


def test_legs_that_the_body_exchanges_as_it_comes_back_keep_their_feet() -> None:
    def pose(t: float) -> Pose | None:
        return None if 2.0 < t < 3.0 else body(t, EXCHANGED if 3.0 <= t < 3.6 else AS_THEY_ARE)

    for found in follow(4.0, lambda t: list(STANDING.values()), pose):
        for foot in found:
            assert_on(foot, STANDING[foot.side])


def test_a_body_that_insists_on_other_sides_has_its_way() -> None:
    seen = follow(5.0, lambda t: list(STANDING.values()), lambda t: body(t, EXCHANGED if t < 0.4 else AS_THEY_ARE))
    assert_on(by_side(seen[3])["left"], STANDING["right"])
    for foot in seen[-1]:
        assert_on(foot, STANDING[foot.side])


def test_a_body_that_drops_out_for_a_frame_does_not_interrupt() -> None:
    feet = {"left": Oval(110, 190, LENGTH, "left"), "right": Oval(230, 190, LENGTH, "right")}
    places = {side: (oval.x, oval.y) for side, oval in feet.items()}
    seen = follow(2.0, lambda t: list(feet.values()), lambda t: None if round(t * HZ) in (17, 21, 22) else body(t, places))
    assert [len(found) for i, found in enumerate(seen) if i not in (17, 21, 22)] == [2] * (len(seen) - 3)
    for found in seen:
        for foot in found:
            assert_on(foot, feet[foot.side])


def test_when_the_body_leaves_the_picture_the_feet_are_followed_on() -> None:
    feet = {"left": Oval(110, 190, LENGTH, "left"), "right": Oval(230, 190, LENGTH, "right")}
    places = {side: (oval.x, oval.y) for side, oval in feet.items()}
    seen = follow(4.0, lambda t: list(feet.values()), lambda t: body(t, places) if t < 1.5 else None)
    assert [len(found) for found in seen[round(SETTLED_S * HZ) :]] == [2] * (len(seen) - round(SETTLED_S * HZ))
    found = by_side(seen[-1])
    assert set(found) == {"left", "right"}
    for side, foot in found.items():
        assert_on(foot, feet[side])


def test_the_legs_of_a_body_that_exchanges_them_with_one_raised_are_told_as_the_feet_are() -> None:
    def ovals(t: float) -> dict[str, Oval]:
        raised = min(max(t - 1.5, 0.0), 1.0)
        return {"left": Oval(60, 190, LENGTH, "left"), "right": Oval(60 + 190 * raised, 110 - 80 * raised, LENGTH, "right")}

    follower, exchanged = FootFollower(), {"left": "right", "right": "left"}
    for i in range(round(8.0 * HZ)):
        t, here = i / HZ, ovals(i / HZ)
        names = exchanged if t > 3.0 else {side: side for side in exchanged}
        pose = body(t, {side: (here[names[side]].x, here[names[side]].y) for side in here})
        found = by_side(follower.update(Frame(t, picture(list(here.values()))), pose))
        if t <= 3.0:
            continue
        for side, foot in found.items():
            assert_on(foot, here[side])
        assert follower.pose is not None
        ankle = follower.pose.image[Landmark.RIGHT_ANKLE]
        assert np.abs(ankle - (here["right"].x - 0.3 * LENGTH, here["right"].y - 0.1 * LENGTH)).max() < 1.0


def test_a_raised_foot_whose_leg_the_body_shrinks_is_looked_for_as_large_as_the_other_one() -> None:
    standing, raised = Oval(110, 190, LENGTH, "left"), Oval(230, 60, LENGTH, "right")

    def pose(t: float) -> Pose:
        seen = body(t, {"left": (110, 190), "right": (230, 60)})
        # All of it gathers beside the foot.
        marks = [Landmark[f"RIGHT_{name}"] for name in ("KNEE", "ANKLE", "HEEL", "FOOT_INDEX")]
        seen.image[marks] = np.array([266, 60]) + 0.3 * (seen.image[marks] - [230, 60])
        return seen

    found = by_side(follow(1.5, lambda t: [standing, raised], pose)[-1])
    assert found["right"].found_by == "body"
    assert_on(found["right"], raised)


def test_about_the_legs_ends_of_a_body_that_leads_to_no_foot_is_looked_once() -> None:
    beside = Oval(150, 190, LENGTH, "left")
    seen = follow(3.0, lambda t: [beside] if t >= 0.5 else [], lambda t: body(t, {"left": (110, 190), "right": (250, 190)}))
    assert {foot.found_by for feet in seen for foot in feet} == {"search"}
