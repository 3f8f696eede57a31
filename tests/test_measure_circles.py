"""From landmarks and pictures to ankle circles."""

from dataclasses import replace

import numpy as np
import pytest
from circling import RAISED, TURNS, angle, filmed, lying
from footpoints import FOOT_PX, moving

from footcv import measure as measuring
from footcv.counting.turns import Turn
from footcv.exercises import EXERCISES
from footcv.measure import CIRCLES_FOLLOWED_R, CLOSELY_FOLLOWED_R, measure
from footcv.signals.track import ANKLE, HEEL, TOE, is_astray


@pytest.mark.parametrize(("loop", "expected"), [(1.0, TURNS), (0.0, 0)], ids=["circles", "pumps"])
def test_circles_are_told_by_the_foot_s_own_pictures_where_the_body_lies_elsewhere(loop: float, expected: int) -> None:
    seen, phase = lying(1, 40, loop), angle()
    own = moving("left", 90.0, 15 - 14 * np.cos(phase), 14 * loop * np.sin(phase))
    own[..., :2] += (seen.leg("left")[2] - own[:, 0, :2])[:, None]
    own_pictures = {"left": filmed(seen, loop)}
    elsewhere = np.random.default_rng(3).normal([200.0, 0.0], 20, (len(seen.t), 2))
    astray = replace(seen, points=seen.points.copy(), feet={"left": own[..., :2]}, depths={"left": own[..., 2]}, foot_extent_px=FOOT_PX)
    astray.points[:, [ANKLE, HEEL, TOE]] += elsewhere[:, None]
    pictures = {"left": replace(filmed(seen), images=np.random.default_rng(4).uniform(80, 130, own_pictures["left"].images.shape).astype(np.uint8))}
    assert is_astray(astray, "left", RAISED)
    assert measure(astray, pictures, EXERCISES["ankle-circles"]).reps == ()
    found = measure(astray, pictures, EXERCISES["ankle-circles"], own_patches=own_pictures)
    assert [rep.side for rep in found.reps] == ["left"] * expected


def test_of_two_pictures_of_one_foot_that_which_follows_its_landmarks_more_closely_tells_the_circles() -> None:
    """The body's landmarks tremble, so that the picture follows them no more than somewhat; the foot's own do not."""
    seen, phase = lying(1, 40), angle()
    own = moving("left", 90.0, 15 - 14 * np.cos(phase), 14 * np.sin(phase))
    own[..., :2] += (seen.leg("left")[2] - own[:, 0, :2])[:, None]
    trembling = replace(seen, points=seen.points.copy(), feet={"left": own[..., :2]}, depths={"left": own[..., 2]}, foot_extent_px=FOOT_PX)
    trembling.points[:, [ANKLE, TOE]] += np.random.default_rng(3).normal(0.0, 16.0, (len(seen.t), 2, 2))
    pictures = {"left": filmed(seen)}
    [by_body] = measure(replace(trembling, feet={}, depths={}), pictures, EXERCISES["ankle-circles"]).paths
    found = measure(trembling, pictures, EXERCISES["ankle-circles"], own_patches=pictures)
    assert CIRCLES_FOLLOWED_R < by_body.followed < CLOSELY_FOLLOWED_R < found.paths[0].followed
    assert len(found.reps) == TURNS


def test_while_one_foot_circles_the_other_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """What seems to circle in the right foot's picture is the left one; what it does by itself later is its own."""
    seen = lying(1, 40)
    [path] = measure(seen, {"left": filmed(seen)}, EXERCISES["ankle-circles"]).paths
    turns = {side: [Turn(start, start + 2.0, None) for start in starts] for side, starts in {"left": (2.0, 4.0, 6.0, 8.0), "right": (5.0, 7.0, 14.0)}.items()}
    monkeypatch.setattr(measuring, "_path_and_turns", lambda *given: (replace(path, side=given[3]), turns[given[3]]))
    found = measure(seen, {"left": filmed(seen)}, EXERCISES["ankle-circles"])
    assert [(rep.side, rep.start_s) for rep in found.reps] == [("left", 2.0), ("left", 4.0), ("left", 6.0), ("left", 8.0), ("right", 14.0)]
    assert [(other["start_s"], other["reason"]) for other in found.rejected] == [(start, "the other foot circled meanwhile") for start in (5.0, 7.0)]
