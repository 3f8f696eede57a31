"""Two feet close together in the picture: the change belongs to the foot whose toes lie there."""

from dataclasses import replace

import numpy as np
from bodies import pulses
from footpoints import FOOT_PX, feet_only
from toepictures import foot_patches, foot_points, shaded

from footcv.signals.signal import Signal
from footcv.signals.territory import at_the_toes, bystanders, side_of

SECONDS = 14.0
CURL = pulses(SECONDS, (3.0, 5.0), (8.0, 10.0))
T = np.arange(len(CURL)) / 30
STILL = foot_points(np.zeros(len(CURL)))
# What pressing toes mostly change, in contrasts of the forefoot.
PRESSED = 0.1


def signal(side: str) -> Signal:
    return Signal(side, T, CURL, "share", "picture", 0.0, 1.0, 1.0)


def test_a_foot_beside_a_pressing_one_is_a_bystander() -> None:
    """Both pictures show the left foot's toes; the right foot stands 0.4 of a foot behind it, further up in the picture."""
    body = feet_only(left=STILL, right=STILL - np.array([0.0, 0.4 * FOOT_PX, 0.0]))
    patches = foot_patches(CURL)
    assert bystanders(body, {"left": patches, "right": patches}, {side: signal(side) for side in ("left", "right")}) == ["right"]


def test_feet_that_stand_apart_have_no_bystanders() -> None:
    body = feet_only(left=STILL, right=STILL - np.array([0.0, 1.5 * FOOT_PX, 0.0]))
    patches = foot_patches(CURL)
    assert bystanders(body, {"left": patches, "right": patches}, {side: signal(side) for side in ("left", "right")}) == []


def test_toes_seen_in_one_foots_picture_alone_are_whose_ground_changes() -> None:
    behind = STILL - np.array([0.0, 0.4 * FOOT_PX, 0.0])
    press = foot_patches(CURL)
    assert side_of(feet_only(left=STILL, right=behind), press, signal("left")) == "left"
    assert side_of(feet_only(left=behind, right=STILL), press, signal("left")) == "right"
    assert side_of(feet_only(left=STILL), press, signal("left")) == "left"
    # Pressing together, 0.4 of a foot apart: what is seen of one is seen of the other.
    width_px = float(press.places[0, 2])
    lower = foot_patches(CURL).images[:]
    rows = round(0.4 * FOOT_PX / width_px * lower.shape[1])
    both = np.where(np.arange(lower.shape[1])[None, :, None] < lower.shape[1] // 2 - rows // 4, np.roll(lower, -rows, axis=1), lower)
    assert side_of(feet_only(left=STILL, right=behind), replace(press, images=both), signal("left")) == "both"


def test_a_press_is_at_the_toes_and_a_raised_heel_is_not() -> None:
    body = feet_only(left=STILL)
    assert at_the_toes(body, foot_patches(CURL), signal("left"), PRESSED)
    assert not at_the_toes(body, foot_patches(np.zeros(len(CURL)), heel_px=0.3 * FOOT_PX * CURL), signal("left"), PRESSED)


def test_the_more_is_changed_the_less_of_it_may_be_at_the_heel() -> None:
    body = feet_only(left=STILL)
    trembles = foot_patches(CURL, heel_px=0.05 * FOOT_PX * CURL)
    assert at_the_toes(body, trembles, signal("left"), PRESSED)
    assert not at_the_toes(body, trembles, signal("left"), 10 * PRESSED)
    assert at_the_toes(body, foot_patches(CURL), signal("left"), 10 * PRESSED)


def test_what_changes_beside_the_forefoot_as_well_is_not_at_the_toes() -> None:
    """Shade falls on the other half of the picture, a little or much of it."""
    faint, dark = (shaded(foot_patches(CURL), share * CURL, slice(0, 50)) for share in (0.2, 2.0))
    assert at_the_toes(feet_only(left=STILL), faint, signal("left"), PRESSED)
    assert not at_the_toes(feet_only(left=STILL), dark, signal("left"), PRESSED)


def test_light_that_changes_all_over_the_picture_is_not_elsewhere() -> None:
    """The lamp brightens with each press."""
    flicker = shaded(foot_patches(CURL), -CURL, slice(None), greys=30.0)
    assert at_the_toes(feet_only(left=STILL), flicker, signal("left"), PRESSED)
    behind = STILL - np.array([0.0, 0.4 * FOOT_PX, 0.0])
    assert side_of(feet_only(left=STILL, right=behind), flicker, signal("left")) == "left"


def test_what_sways_beside_the_forefoot_counts_by_what_it_has_in_common_with_the_press() -> None:
    """A shadow comes and goes over the other half of the picture: mostly when it likes, or as often with the toes."""
    own, common = np.cos(2 * np.pi * T / 1.7), CURL - CURL.mean()
    own = own - own @ common / (common @ common) * common
    sways, follows = (shaded(foot_patches(CURL), 0.5 + 0.25 * common + share * own, slice(0, 50), greys=100.0) for share in (0.5, 0.0))
    assert at_the_toes(feet_only(left=STILL), sways, signal("left"), PRESSED)
    assert not at_the_toes(feet_only(left=STILL), follows, signal("left"), PRESSED)


def test_what_the_picture_shows_while_the_signal_is_not_known_is_of_no_matter() -> None:
    """The foot lands half a foot away from where it comes from, and presses then."""
    comes = np.where(T < 2.0, 0.5 * FOOT_PX, 0.0)
    later = T >= 2.0
    press = Signal("left", T[later], CURL[later], "share", "picture", 0.0, 1.0, 1.0)
    assert at_the_toes(feet_only(left=STILL), foot_patches(CURL, comes), press, PRESSED)
