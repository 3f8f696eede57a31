"""Two feet that a body led to, and whose they are in the end."""

import numpy as np
import pytest
from footpoints import pictured
from numpy.typing import NDArray

from footcv.feet.foot import Foot
from footcv.feet.landmarks import FootReading
from footcv.rows import Rows, as_it_is
from footcv.signals.track import ANKLE, LANDMARKS, LEFT_HIP, LEFT_SHOULDER, RIGHT_HIP, RIGHT_SHOULDER, Track
from footcv.told_feet import ToldFeet
from footcv.watched_rows import FOOT, row_of_foot

TIMES = [i / 15 for i in range(60)]
# The right foot stands 100 px to the left of the left one, as a camera before the person sees them.
BESIDE_PX = {"right": -100.0, "left": 0.0}


def a_foot(t: float, looks: str, told: str, track: int = 0, at: str | None = None, confidence: float = 0.9) -> Foot:
    points = pictured(looks, 20.0, 20.0, 0.0)
    reading = FootReading(points[:, :2] + [BESIDE_PX[at or looks], 0.0], np.full(8, confidence), 1.0, float(looks == "right"), 0.8, 0.0, 1.0, points[:, 2])
    return Foot(t, told, reading, "search" if track else "body", track)


def told_feet(exchanged_from_s: float, by_body: bool) -> tuple[ToldFeet, NDArray[np.bool_]]:
    """What becomes of feet whose sides a body exchanges from then on, and which of those that were told are right ones."""
    rows = Rows(FOOT, as_it_is)
    looks = []
    for t in TIMES:
        for side, other in (("left", "right"), ("right", "left")):
            rows.append(row_of_foot(a_foot(t, side, other if t >= exchanged_from_s else side)))
            looks.append(side == "right")
    return ToldFeet(TIMES, [2] * len(TIMES), range(2 * len(TIMES)), rows, by_body), np.array(looks)


@pytest.mark.parametrize("exchanged_from_s", [0.0, 2.0, 5.0])
def test_feet_that_an_imagined_body_led_to_have_the_sides_they_look_like(exchanged_from_s: float) -> None:
    feet, right = told_feet(exchanged_from_s, by_body=False)
    assert ((feet.side == 1) == right).all()
    asked = np.repeat(TIMES, 2)
    told = np.array([right[i] != (asked[i] >= exchanged_from_s) for i in range(len(asked))]).astype(int)
    assert (feet.sides_of(asked, told) == right).all()


def test_a_body_knows_whose_feet_it_leads_to() -> None:
    feet, right = told_feet(2.0, by_body=True)
    assert ((feet.side == 1) == (right != (np.repeat(TIMES, 2) >= 2.0))).all()


@pytest.mark.parametrize(("place", "sides"), [("right", {1}), ("left", {0, 1})], ids=["there", "elsewhere"])
def test_a_foot_that_was_soon_found_there_without_the_imagined_body_is_the_same_one(place: str, sides: set[int]) -> None:
    """For a second it is misread, as a left one."""
    rows = Rows(FOOT, as_it_is)
    for t in TIMES:
        rows.append(row_of_foot(a_foot(t, "left", "left", at=place) if t < 1.0 else a_foot(t, "right", "right", track=1)))
    feet = ToldFeet(TIMES, [1] * len(TIMES), range(len(TIMES)), rows, by_body=False)
    assert set(feet.side.tolist()) == sides


@pytest.mark.parametrize(("above_px", "none_of_it"), [(0.0, set()), (150.0, set()), (500.0, {1, 2})], ids=["at its feet", "near them", "at its face"])
def test_what_is_followed_far_from_both_of_the_bodys_ankles_is_none_of_its_feet(above_px: float, none_of_it: set[int]) -> None:
    """Of a body with a trunk of 200 px."""
    rows = Rows(FOOT, as_it_is)
    for t in TIMES:
        rows.append(row_of_foot(a_foot(t, "left", "left", track=1)))
        rows.append(row_of_foot(a_foot(t, "right", "right", track=2)))
    left, right = rows.read(np.arange(2), "points")[:, :7].mean(axis=1)
    points = np.zeros((len(TIMES), len(LANDMARKS), 2))
    points[:, ANKLE], points[:, ANKLE + 1] = left + np.array([0, above_px]), right + np.array([0, above_px])
    points[:, [LEFT_HIP, RIGHT_HIP]], points[:, [LEFT_SHOULDER, RIGHT_SHOULDER]] = left - [0.0, 300.0], left - [0.0, 500.0]
    told = TIMES, [2] * len(TIMES), range(2 * len(TIMES)), rows
    elsewhere = ToldFeet(*told).elsewhere(rows, Track(np.array(TIMES), points, 640, 960))
    assert elsewhere == none_of_it
    assert set(ToldFeet(*told, without=elsewhere).sides) == {1, 2} - none_of_it


@pytest.mark.parametrize(("confidence", "until_s", "tracks"), [(0.4, 2.5, {1}), (0.8, 2.5, {1, 2}), (0.4, 4.0, {1, 2})], ids=["a knee", "plain", "at the end"])
def test_what_is_hardly_made_out_while_a_foot_is_hidden_is_not_that_foot(confidence: float, until_s: float, tracks: set[int]) -> None:
    """One foot; from 1.5 s on something else is followed for a while, or to the end."""
    rows = Rows(FOOT, as_it_is)
    others = [1.5 <= t < until_s for t in TIMES]
    for t, other in zip(TIMES, others, strict=True):
        foot = a_foot(t, "left", "left", track=2, at="right", confidence=confidence) if other else a_foot(t, "left", "left", track=1)
        rows.append(row_of_foot(foot))
    feet = ToldFeet(TIMES, [1] * len(TIMES), range(len(TIMES)), rows)
    assert set(feet.sides) == tracks
    assert (feet.side == np.where(others, 0 if 2 in tracks else -1, 0)).all()
