"""A shank and a foot made of bars: the leg sways, the foot bends, and each is told from the other."""

from dataclasses import replace

import numpy as np
import pytest
from bodies import LYING, LYING_LEG_UP, body, person
from numpy.typing import NDArray

from footcv.signals.appearance import Patches, components
from footcv.signals.sway import laid_on_leg, leg_sway
from footcv.signals.track import feet_alone

Array = NDArray[np.float64]

PX, FOOT_PX = 112, 60.0
WIDTH_PX = 5 * FOOT_PX
ANKLE, SHANK_PX = np.array([320.0, 240.0]), 1.6 * FOOT_PX
T = np.arange(150) / 10
HOLD = 30 * np.clip(1.5 * np.sin(2 * np.pi * T / 5) + 0.5, 0, 1)
# Slower than a camera shakes, faster than a leg tires, and in no step with the holds.
SWAY = 3.0 * np.sin(2 * np.pi * T / 3.1)


def filmed(knee_deg: float, sway_px: Array, bend_deg: Array) -> Patches:
    """A dark shank from the ankle to the knee at `knee_deg` (from right, turning down), and at its end a light foot, bent by `bend_deg` from a right angle.

    The leg turns about its hip, by `sway_px` at the ankle.
    """
    rng = np.random.default_rng(3)
    px = WIDTH_PX / PX
    y, x = ((np.mgrid[:PX, :PX] + 0.5) - PX / 2) * px
    along = np.array([np.cos(np.radians(knee_deg)), np.sin(np.radians(knee_deg))])
    up, aside = x * along[0] + y * along[1], -x * along[1] + y * along[0]

    def inside(length: Array, side: Array, long_px: float, half_px: float) -> Array:
        return 1 / (1 + np.exp(np.maximum(np.maximum(-length, length - long_px), np.abs(side) - half_px) / px))

    images = []
    for sway, bend in zip(sway_px, np.radians(bend_deg), strict=True):
        off = aside - sway * (1 - up / (2 * SHANK_PX))
        shank = inside(up, off, 400.0, 14.0)
        ahead, beside = off * np.cos(bend) - up * np.sin(bend), up * np.cos(bend) + off * np.sin(bend)
        foot = inside(ahead, beside, 0.7 * FOOT_PX, 8.0)
        image = (150 * (1 - shank) + 60 * shank) * (1 - foot) + 210 * foot
        images.append(image + rng.normal(0, 2, image.shape))
    place = np.tile([*ANKLE, WIDTH_PX], (len(T), 1))
    return Patches(T, np.clip(images, 0, 255).astype(np.uint8), place, np.ones(len(T), np.int64))


def told(patches: Patches, knee_deg: float) -> Array:
    knee = ANKLE + SHANK_PX * np.array([np.cos(np.radians(knee_deg)), np.sin(np.radians(knee_deg))])
    return leg_sway(patches, ANKLE, knee, FOOT_PX, np.zeros((len(T), 2)))


@pytest.mark.parametrize("knee_deg", [0.0, 180.0, 70.0], ids=["leg out", "leg out the other way", "leg up"])
def test_how_far_the_leg_sways_is_told_across_it(knee_deg: float) -> None:
    across = np.array([-np.sin(np.radians(knee_deg)), np.cos(np.radians(knee_deg))])
    moved = told(filmed(knee_deg, SWAY, HOLD), knee_deg)
    assert np.corrcoef(moved @ across, SWAY)[0, 1] > 0.97
    assert np.std(moved @ across - SWAY) < 0.35 * SWAY.std()
    assert np.abs(moved @ np.array([across[1], -across[0]])).max() < 1e-9


def test_a_leg_that_rests_does_not_sway_with_its_foot() -> None:
    assert np.abs(told(filmed(0.0, 0 * SWAY, HOLD), 0.0)).max() < 0.5


def test_laid_on_the_leg_the_picture_shows_the_foot() -> None:
    patches = filmed(0.0, 2 * SWAY, HOLD)
    middle = (float(ANKLE[0]), float(ANKLE[1]) + 0.3 * FOOT_PX)
    shifts = told(patches, 0.0) * PX / WIDTH_PX
    follows = [abs(np.corrcoef(components(patches, middle, FOOT_PX, 2, by).scores[:, 0], HOLD)[0, 1]) for by in (None, shifts)]
    assert follows[0] < 0.9 < 0.97 < follows[1]


def test_patches_are_laid_on_the_leg_that_the_body_shows() -> None:
    seen = body(person(15.0, LYING_LEG_UP, 100.0, right=LYING), 0.0)
    _, knee, ankle, _, _ = seen.leg("left")
    along = (knee[0] - ankle[0]) / np.linalg.norm(knee[0] - ankle[0])
    cut = filmed(float(np.degrees(np.arctan2(along[1], along[0]))), SWAY, HOLD)
    cut = replace(cut, places=np.tile([*ankle[0], WIDTH_PX], (len(T), 1)))
    use = np.ones(len(seen.t), bool)
    laid = laid_on_leg(seen, cut, "left", use, FOOT_PX)
    assert laid is not None
    assert np.corrcoef(laid @ np.array([-along[1], along[0]]), SWAY)[0, 1] > 0.97
    assert laid_on_leg(feet_alone(seen), cut, "left", use, FOOT_PX) is None
