"""Light ovals are feet: they are found and followed, by themselves, and by a box."""

import numpy as np
import pytest
from following import HZ, LENGTH, SETTLED_S, At, assert_on, by_side, follow
from numpy.typing import NDArray
from standin import Oval, StandIn, picture, use

from footcv.feet.box import FootBox
from footcv.feet.follower import FootFollower
from footcv.video.frame import Frame


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return use(monkeypatch, StandIn())


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


def test_a_foot_that_stands_still_is_sure_to_be_one_once_a_later_search_finds_it_surely(monkeypatch: pytest.MonkeyPatch) -> None:
    class Doubtful(StandIn):
        # Sure of a foot, but less of where its points are.
        confidence = 0.8

        def say(self, crop: NDArray[np.float32]) -> tuple[NDArray[np.float64], tuple[float, ...]]:
            points, foot = super().say(crop)
            points[:, 2] *= self.confidence
            return points, foot

    network = use(monkeypatch, Doubtful())
    follower, image = FootFollower(), picture([Oval(160, 120, LENGTH)])

    def follow_on(start: float, end: float) -> bool:
        return any(foot.sure for i in range(round(start * HZ), round(end * HZ)) for foot in follower.update(Frame(i / HZ, image), None))

    assert not follow_on(0.0, 3.0)
    network.confidence = 1.0
    assert follow_on(3.0, 7.0)


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


def test_a_foot_that_is_lifted_past_the_other_one_keeps_its_side_and_the_other_one_is_followed_on_where_it_was_hidden() -> None:
    resting, other = np.array([120.0, 190.0]), Oval(120, 120, 0.7 * LENGTH, "left")

    def at(t: float) -> list[Oval]:
        lifted = float(np.interp(t, [2.0, 2.4, 4.5, 4.9], [0.0, 1.0, 1.0, 0.0]))
        return [other, Oval(resting[0], resting[1] - lifted * (resting[1] - other.y), LENGTH, "right")]

    seen = follow(6.5, at)

    left = by_side(seen[round(1.9 * HZ)])["left"].track
    for i, feet in enumerate(seen):
        t, found = i / HZ, by_side(feet)
        if 1.0 <= t < 2.0 or t >= 5.5:
            assert set(found) == {"left", "right"} and found["left"].track == left
        elif 2.5 <= t < 4.5:
            assert set(found) == {"right"}
        else:
            continue
        for side, foot in found.items():
            assert_on(foot, next(oval for oval in at(t) if oval.side == side))


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


def test_a_foot_that_was_gone_for_long_beside_the_other_one_is_soon_the_same_again_where_it_was() -> None:
    stays, comes_back = Oval(80, 120, LENGTH, "left"), Oval(240, 120, LENGTH, "right")
    seen = follow(7.0, lambda t: [stays] if 2.0 <= t < 6.4 else [stays, comes_back])

    before, after = (by_side(seen[round(t * HZ)]) for t in (1.9, 6.8))
    assert after["right"].track == before["right"].track
    assert_on(after["right"], comes_back)


def test_for_a_foot_that_comes_and_goes_the_picture_is_not_searched_each_time(network: StandIn) -> None:
    stays, flickers = Oval(80, 120, LENGTH, "left"), Oval(240, 120, LENGTH, "right")
    follower, searched = FootFollower(), []
    for i in range(round(12 * HZ)):
        t, before = i / HZ, network.crops
        follower.update(Frame(t, picture([stays, flickers] if t % 0.8 < 0.3 else [stays])), None)
        # A look at a foot takes a few crops, a search dozens.
        searched += [t] * (network.crops - before > 20)
    assert sum(t >= 4 for t in searched) <= 3


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


@pytest.mark.parametrize("hz", [24.0, 30.0])
def test_every_frame_of_an_ordinary_video_is_read(hz: float) -> None:
    seen = follow(1.0, lambda t: [Oval(160, 120, LENGTH)], boxes=(FootBox("left", 130, 90, 60, 60),), hz=hz)
    assert all(seen)


@pytest.mark.parametrize("hz", [50.0, 60.0, 120.0, 240.0])
def test_no_foot_is_read_more_often_than_32_times_a_second(network: StandIn, hz: float) -> None:
    seen = follow(0.5, lambda t: [Oval(160, 120, LENGTH)], boxes=(FootBox("left", 130, 90, 60, 60),), hz=hz)
    # What is told in between is what was read last, with its own time.
    times = sorted({foot.t for feet in seen for foot in feet})
    assert network.crops == len(times) > 12
    assert min(np.diff(times)) >= 1 / 32
