"""Feet that no body leads to, where more than two are likely, or the video is cut."""

from collections.abc import Callable

import numpy as np
import pytest
from following import HZ, LENGTH
from standin import Doubting, Oval, StandIn, is_red, picture, use

from footcv.feet.follow import Follow
from footcv.feet.landmarks import Image
from footcv.feet.loose import LooseFeet
from footcv.video.frame import Frame


def shown(at: Callable[[float], Image], begin_s: float, end_s: float, feet: LooseFeet) -> dict[int, bool]:
    """The tracks that are told in the last second of these pictures, and whether they are surely feet in the end."""
    told = [feet.update(Frame(i / HZ, at(i / HZ))) for i in range(round(begin_s * HZ), round(end_s * HZ))]
    return {foot.track: foot.sure for seen in told[-round(HZ) :] for foot in seen}


def test_of_three_likely_feet_the_one_that_was_seen_least_surely_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Doubting(is_red, 0.84))

    def at(t: float) -> list[Oval]:
        # The feet move, the shadow does not.
        return [Oval(80 + 20 * np.sin(9 * t), 60, LENGTH), Oval(240 + 20 * np.sin(9 * t), 60, LENGTH), Oval(160, 180, LENGTH, "right")]

    feet = LooseFeet()
    feet.feet = [Follow(np.array([oval.x, oval.y]), LENGTH, 0.0, 0.0, "search", track) for track, oval in enumerate(at(0.0), 1)]
    assert shown(lambda t: picture(at(t)), 0.0, 2.0, feet) == {1: True, 2: True}


def test_after_a_cut_what_was_followed_is_surely_a_foot_only_where_it_is_surely_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Doubting(is_red, 0.84))
    feet = LooseFeet()
    assert shown(lambda t: picture([Oval(100, 120, LENGTH)]), 0.0, 2.0, feet) == {1: True}
    # Where it was something now looks a little like one, and there is another.
    scene = picture([Oval(100, 120, LENGTH, "right"), Oval(260, 120, LENGTH)])
    scene[:80] = scene[160:] = np.linspace(60, 120, 320)[None, :, None]
    assert shown(lambda t: scene, 2.0, 4.0, feet) == {1: False, 2: True}


def test_a_picture_that_was_not_looked_at_for_a_while_is_no_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body led to the feet meanwhile, which are followed on."""
    use(monkeypatch, Doubting(is_red, 0.84))
    feet = LooseFeet()
    shown(lambda t: picture([]), 0.0, 1.0, feet)
    scene = np.maximum(picture([Oval(100, 120, LENGTH, "right")]), np.linspace(60, 120, 320).astype(np.uint8)[None, :, None])
    feet.take_over([Follow(np.array([100.0, 120.0]), LENGTH, 0.0, 4.9, "body")])
    assert shown(lambda t: scene, 5.0, 6.0, feet) == {1: True}


def test_two_feet_of_which_one_is_far_smaller_are_both_followed_where_they_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """The near foot's points reach over to the far one beside it."""
    use(monkeypatch, StandIn())
    near, far = Oval(160, 140, 120.0), Oval(150, 112, 60.0, "right")
    feet = LooseFeet()
    feet.feet = [Follow(np.array([oval.x, oval.y]), oval.length, 0.0, 0.0, "search", track) for track, oval in ((1, near), (2, far))]
    assert shown(lambda t: picture([near, far]), 0.0, 2.0, feet) == {1: True, 2: True}
