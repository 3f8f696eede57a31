"""Light ovals are feet: they are found and followed, by themselves, by the body, and by a box."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from standin import Oval, StandIn, picture, use

from footcv.feet.box import FootBox
from footcv.feet.follower import FootFollower
from footcv.feet.foot import Foot
from footcv.pose.landmarks import Landmark, Pose
from footcv.video.frame import Frame

LENGTH = 50.0
HZ = 15.0
# A find is told once it has been followed for a moment, and the picture is not searched in every frame.
SETTLED_S = 0.8


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


Seen = list[list[Foot]]
At = Callable[[float], Sequence[Oval]]


def follow(seconds: float, ovals: At, pose: Callable[[float], Pose | None] = lambda t: None, boxes: tuple[FootBox, ...] = (), hz: float = HZ) -> Seen:
    """What a follower says of each frame while the feet lie where `ovals` says."""
    follower = FootFollower(boxes)
    return [follower.update(Frame(i / hz, picture(ovals(i / hz))), pose(i / hz)) for i in range(round(seconds * hz))]


def by_side(feet: list[Foot]) -> dict[str, Foot]:
    assert len({foot.side for foot in feet}) == len(feet)
    return {foot.side: foot for foot in feet}


def assert_on(foot: Foot, oval: Oval) -> None:
    assert np.abs(foot.reading.points - oval.points).max() < 0.1 * oval.length, (foot.t, oval)


def test_a_foot_without_a_body_is_found_and_followed() -> None:
    def at(t: float) -> list[Oval]:
        return [Oval(80 + 50 * t, 120 + 30 * np.sin(2 * t), LENGTH)]

    seen = follow(3.0, at)

    for i, feet in enumerate(seen):
        if i / HZ >= SETTLED_S:
            [foot] = feet
            assert (foot.t, foot.side, foot.found_by) == (i / HZ, "left", "search")
            assert_on(foot, *at(i / HZ))


def test_nothing_is_told_of_an_empty_picture() -> None:
    assert not any(follow(3.0, lambda t: []))


def test_an_empty_picture_is_searched_ever_more_seldom(network: StandIn) -> None:
    follower, image, searched = FootFollower(), picture([]), []
    for i in range(48):
        before = network.crops
        follower.update(Frame(i / 4, image), None)
        searched += [i / 4] * (network.crops > before)
    early, late = (sum(start <= t < start + 4 for t in searched) for start in (0, 8))
    assert 0 < late < early


def test_a_foot_that_enters_a_picture_long_searched_in_vain_is_found_soon() -> None:
    began = 4.1
    seen = follow(began + 1.0, lambda t: [Oval(160, 120, LENGTH)] if t >= began else [])
    assert seen[-1]


def test_what_stands_still_and_changes_only_its_look_is_no_foot(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wavering(StandIn):
        # Half sure, and each look stretches the points otherwise: as crops do that settle on a head.
        def say(self, crop: NDArray[np.float32]) -> tuple[NDArray[np.float64], tuple[float, ...]]:
            points, foot = super().say(crop)
            points = points * [1, 1, 0.8, 1]
            points[0, 0] += 20 * (self.crops % 2) * (foot[0] > 0.9)
            return points, foot

    def sure(at: At) -> bool:
        use(monkeypatch, Wavering())
        return any(foot.sure for feet in follow(3.0, at) for foot in feet)

    assert not sure(lambda t: [Oval(160, 120, LENGTH)])
    assert sure(lambda t: [Oval(160 + 20 * t, 120, LENGTH)])


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_single_foot_is_named_by_its_shape(side: str) -> None:
    seen = follow(1.5, lambda t: [Oval(160, 120, LENGTH, side)])
    assert [foot.side for feet in seen for foot in feet] == [side] * sum(map(bool, seen))
    assert seen[-1]


def test_two_feet_are_a_left_and_a_right_one_even_where_their_shapes_say_the_same() -> None:
    seen = follow(3.0, lambda t: [Oval(80, 120, LENGTH, "left"), Oval(240, 120, LENGTH, "left")])
    assert sorted(foot.side for foot in seen[-1]) == ["left", "right"]


def test_two_feet_keep_their_sides_while_they_pass_each_other() -> None:
    def at(t: float) -> list[Oval]:
        shift = 60 * np.sin(1.5 * t)
        # Half a foot above one another: no reading can be of both.
        return [Oval(160 - shift, 105, LENGTH, "left"), Oval(160 + shift, 135, LENGTH, "right")]

    seen = follow(5.0, at)

    for i, feet in enumerate(seen):
        if i / HZ >= 2.5:
            found = by_side(feet)
            assert set(found) == {"left", "right"}
            for oval in at(i / HZ):
                assert_on(found[oval.side], oval)


def test_a_foot_that_was_lost_is_found_again_elsewhere() -> None:
    def at(t: float) -> list[Oval]:
        return [Oval(80, 80, LENGTH)] if t < 1.5 else [] if t < 3.0 else [Oval(240, 170, LENGTH)]

    seen = follow(4.5, at)

    for i, feet in enumerate(seen):
        t = i / HZ
        if 1.5 <= t < 3.0:
            assert feet == []
        elif SETTLED_S <= t < 1.5 or t >= 3.0 + SETTLED_S:
            assert len(feet) == 1
            assert_on(feet[0], *at(t))


def test_a_foot_that_hides_for_a_moment_is_there_at_once_again() -> None:
    seen = follow(2.0, lambda t: [] if 1.2 < t < 1.4 else [Oval(160, 120, LENGTH)])
    assert [bool(feet) for feet in seen[round(1.5 * HZ) :]] == [True] * (len(seen) - round(1.5 * HZ))


class Doubting(StandIn):
    """It is as sure of every foot as it is told to be."""

    present = 0.99

    def say(self, crop: NDArray[np.float32]) -> tuple[NDArray[np.float64], tuple[float, ...]]:
        points, (present, *more) = super().say(crop)
        return points, (min(present, self.present), *more)


def test_a_foot_that_was_found_is_doubted_for_a_while_before_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    network = use(monkeypatch, Doubting())
    follower = FootFollower()
    told = []
    for i in range(round(3.5 * HZ)):
        t = i / HZ
        network.present = 0.99 if t < 1.0 else 0.3 if t < 2.0 else 0.1 if t < 2.6 else 0.3
        told.append(bool(follower.update(Frame(t, picture([Oval(160, 120, LENGTH)])), None)))
    assert all(told[round(SETTLED_S * HZ) : round(2.0 * HZ)])
    # Of what is gone nothing is found by half a look.
    assert not any(told[round(2.1 * HZ) :])


def test_a_foot_whose_points_gather_for_a_moment_is_not_lost_when_it_goes_on() -> None:
    def at(t: float) -> list[Oval]:
        gathered = 1.0 <= t < 1.7
        return [Oval(160 if t < 1.7 else 178, 120, 0.6 * LENGTH if gathered else LENGTH)]

    seen = follow(2.5, at)
    assert all(seen[round(SETTLED_S * HZ) :])
    assert_on(seen[-1][0], at(2.5)[0])


def test_a_box_says_which_foot_and_where_to_begin() -> None:
    def at(t: float) -> list[Oval]:
        return [Oval(100 + 40 * t, 150, LENGTH, "left"), Oval(240, 60, LENGTH, "right")]

    # By its shape the boxed foot is a left one: who drew the box knows better.
    seen = follow(2.0, at, boxes=(FootBox("right", 70, 125, 60, 45),))

    for i, feet in enumerate(seen):
        [foot] = feet
        assert (foot.side, foot.found_by) == ("right", "box")
        assert_on(foot, at(i / HZ)[0])


def test_two_boxes_are_two_feet() -> None:
    ovals = [Oval(90, 150, LENGTH, "left"), Oval(230, 80, 70, "right")]
    seen = follow(1.0, lambda t: ovals, boxes=(FootBox("left", 60, 120, 60, 60), FootBox("right", 190, 40, 80, 80)))
    for feet in seen:
        found = by_side(feet)
        for oval in ovals:
            assert_on(found[oval.side], oval)


def test_a_box_round_nothing_finds_nothing() -> None:
    assert not any(follow(1.0, lambda t: [], boxes=(FootBox("left", 60, 120, 60, 60),)))


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
    found = by_side(seen[-1])
    assert set(found) == {"left", "right"}
    for side, foot in found.items():
        assert_on(foot, feet[side])


@pytest.mark.parametrize("hz", [24.0, 30.0])
def test_every_frame_of_an_ordinary_video_is_read(hz: float) -> None:
    seen = follow(1.0, lambda t: [Oval(160, 120, LENGTH)], boxes=(FootBox("left", 130, 90, 60, 60),), hz=hz)
    assert all(seen)


@pytest.mark.parametrize("hz", [50.0, 60.0, 120.0, 240.0])
def test_no_foot_is_read_more_often_than_32_times_a_second(network: StandIn, hz: float) -> None:
    seen = follow(0.5, lambda t: [Oval(160, 120, LENGTH)], boxes=(FootBox("left", 130, 90, 60, 60),), hz=hz)
    # What is told in between is what was read last, with its own time.
    times = sorted({foot.t for feet in seen for foot in feet})
    assert network.crops == len(times) > 10
    assert min(np.diff(times)) >= 1 / 32


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
