"""Feet that are looked at again."""

import numpy as np
import pytest
from following import LENGTH
from standin import SIZE, Doubting, Oval, StandIn, picture, use

from footcv.feet.follow import Follow
from footcv.feet.landmarks import CROP_IN_FEET
from footcv.feet.looks import read_again, seen_again
from footcv.video.frame import Frame

FOOT = Oval(160, 120, LENGTH)
FRAME = Frame(1.0, picture([FOOT]))
# It knows a foot by what is about it; sees none that fills less than a third of the crop; and doubts one that does not lie in the crop's upper part.
FROM_AFAR = Doubting(lambda points, _: bool(np.ptp(points[:7, 0]) > 0.9 * SIZE / CROP_IN_FEET), 0.1)
FROM_NEARBY = Doubting(lambda points, _: bool(np.ptp(points[:7, 0]) <= SIZE / 3), 0.1)
FROM_BELOW = Doubting(lambda points, _: bool(points[:7, 1].mean() >= 0.45 * SIZE), 0.84)


def at(x: float, y: float, found_by: str = "search", track: int = 1) -> Follow:
    return Follow(np.array([x, y]), LENGTH, 0.0, 0.9, found_by, track)


@pytest.mark.parametrize(("foot", "seen"), [(at(160, 120), True), (at(160, 120, "body", 0), False)], ids=["found by search", "led by a body"])
def test_a_foot_that_is_no_foot_from_close_by_is_followed_from_further_away_where_no_body_leads_to_it(
    monkeypatch: pytest.MonkeyPatch, foot: Follow, seen: bool
) -> None:
    use(monkeypatch, FROM_AFAR)
    [again] = read_again(FRAME, [foot])
    assert (again is not None) == seen
    if again is not None:
        assert np.abs(again.points - FOOT.points).max() < 0.1 * LENGTH


def test_a_foot_that_was_lost_is_looked_for_about_where_it_was_and_not_in_every_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    network = use(monkeypatch, StandIn())
    near, far = at(160 + 0.2 * LENGTH, 120), at(160 + 2 * LENGTH, 120)

    assert [foot for foot, _ in seen_again(FRAME, [near, far])] == [near]
    looked = network.crops
    assert seen_again(Frame(1.1, FRAME.image), [near, far]) == []
    assert network.crops == looked > 0


@pytest.mark.parametrize(("found_by", "track", "seen"), [("search", 1, True), ("body", 0, False)], ids=["found by search", "led by a body"])
def test_a_foot_that_has_shrunk_faster_than_its_crop_is_read_from_a_nearer_one(monkeypatch: pytest.MonkeyPatch, found_by: str, track: int, seen: bool) -> None:
    use(monkeypatch, FROM_NEARBY)
    [again] = read_again(FRAME, [Follow(np.array([160.0, 120.0]), 1.6 * LENGTH, 0.0, 0.9, found_by, track)])
    assert (again is not None) == seen


@pytest.mark.parametrize(("found_by", "track", "shift"), [("search", 1, 0.25), ("body", 0, 0.0)], ids=["found by search", "led by a body"])
def test_a_foot_that_is_read_surer_from_below_is_read_there_from_then_on_where_no_body_leads_to_it(
    monkeypatch: pytest.MonkeyPatch, found_by: str, track: int, shift: float
) -> None:
    network, foot = use(monkeypatch, FROM_BELOW), at(160, 120, found_by, track)
    [again] = read_again(FRAME, [foot])
    assert again is not None and foot.shift == shift
    assert (again.sureness > 0.9) == (shift > 0)
    assert np.abs(again.points - FOOT.points).max() < 0.1 * LENGTH
    looked = network.crops
    [later] = read_again(Frame(1.1, FRAME.image), [foot])
    assert later is not None and (later.sureness > 0.9) == (shift > 0)
    # Once in the crop, and once in its mirror image where it is doubted.
    assert network.crops - looked == (1 if shift else 2)
