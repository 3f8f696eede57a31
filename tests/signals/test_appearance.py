"""The picture of a foot made of a bar: what it does, the components tell."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from footcv.signals.appearance import Patches, change_near, components, lasting
from footcv.signals.filters import two_levels

Array = NDArray[np.float64]

PX = 112
MIDDLE = (320.0, 240.0)
FOOT_PX = 40.0
# Five feet wide, as the cutter makes them.
WIDTH_PX = 5 * FOOT_PX


def pictures(bend_deg: Array, shift_px: Array | None = None, noise: float = 2.0, bright: Array | None = None) -> NDArray[np.uint8]:
    """A light bar on a textured wall, bent about the patch's middle by `bend_deg` (N,); the whole picture moved by `shift_px` (N, 2), in patch pixels."""
    rng = np.random.default_rng(5)
    y, x = np.mgrid[:PX, :PX].astype(float)
    wave, strength = rng.uniform(0.02, 0.3, (12, 2)), rng.uniform(3, 7, 12)
    images = []
    for i, bend in enumerate(np.radians(bend_deg)):
        dx, dy = (0.0, 0.0) if shift_px is None else shift_px[i]
        u, v = x - PX / 2 - dx, y - PX / 2 - dy
        image = 90 + sum(s * np.sin(a * u + b * v + 9 * s) for (a, b), s in zip(wave, strength, strict=True))
        ahead, aside = u * np.cos(bend) + v * np.sin(bend), v * np.cos(bend) - u * np.sin(bend)
        on_bar = 1 / (1 + np.exp(np.maximum(np.maximum(-ahead, ahead - 24), np.abs(aside) - 4)))
        image = image * (1 - on_bar) + 200 * on_bar
        images.append((image + rng.normal(0, noise, image.shape)) * (1.0 if bright is None else bright[i]))
    return np.clip(images, 0, 255).astype(np.uint8)


def patches(images: NDArray[np.uint8], spells: NDArray[np.int64] | None = None) -> Patches:
    n = len(images)
    return Patches(np.arange(n) / 10, images, np.tile([*MIDDLE, WIDTH_PX], (n, 1)), np.ones(n, np.int64) if spells is None else spells)


def follows(images: NDArray[np.uint8], movement: Array) -> float:
    """How well the first component follows the movement, whatever its sign."""
    scores = components(patches(images), MIDDLE, FOOT_PX).scores
    return abs(float(np.corrcoef(scores[:, 0], movement)[0, 1]))


T = np.arange(60) / 10
SWING = 15 * np.sin(2 * np.pi * T / 3)
HOLD = 30 * np.clip(1.2 * np.sin(2 * np.pi * T / 3) + 0.5, 0, 1)


@pytest.mark.parametrize("movement", [SWING, HOLD, 30 + SWING], ids=["swing", "hold", "swing aslant"])
def test_the_first_component_follows_a_bending_bar(movement: Array) -> None:
    assert follows(pictures(movement), movement) > 0.95


def test_light_that_changes_does_not_matter() -> None:
    assert follows(pictures(SWING, bright=0.8 + 0.1 * np.sin(2 * np.pi * T / 7)), SWING) > 0.95


@pytest.mark.parametrize("shake_px", [1.5, 3.0])
def test_a_shaking_camera_is_steadied(shake_px: float) -> None:
    shake = np.random.default_rng(2).normal(0, shake_px, (len(T), 2)).clip(-3 * shake_px, 3 * shake_px)
    assert follows(pictures(HOLD, shake), HOLD) > 0.95


def test_a_camera_that_trembles_by_a_fraction_of_a_pixel_is_told_from_one_that_stands_still() -> None:
    tremble = np.random.default_rng(2).normal(0, 0.2, (len(T), 2))
    found = patches(pictures(HOLD, tremble)).shifts
    assert np.corrcoef(found.ravel(), tremble.ravel())[0, 1] > 0.9
    assert not patches(pictures(HOLD)).shifts.any()


def test_a_still_picture_has_only_noise() -> None:
    still, moving = (components(patches(pictures(bend)), MIDDLE, FOOT_PX) for bend in (np.zeros(len(T)), HOLD))
    assert np.ptp(still.scores[:, 0]) < 0.2 * np.ptp(moving.scores[:, 0])
    assert two_levels(still.scores[:, 0])[2] < 0.75 < two_levels(moving.scores[:, 0])[2]


def test_the_change_is_where_the_bar_is() -> None:
    parts = components(patches(pictures(HOLD)), MIDDLE, FOOT_PX)
    px = WIDTH_PX / PX
    tip, elsewhere, outside = ([[MIDDLE[0] + 18 * px, MIDDLE[1] + 8 * px]], [[MIDDLE[0] - 20 * px, MIDDLE[1] - 10 * px]], [[9000.0, 9000.0]])
    assert change_near(parts, np.array(tip), 8.0) > 5 * change_near(parts, np.array(elsewhere), 8.0)
    assert change_near(parts, np.array(outside), 8.0) == 0


def test_shapes_and_order() -> None:
    parts = components(patches(pictures(SWING)), MIDDLE, FOOT_PX, count=4)
    assert parts.scores.shape == (len(T), 4) and parts.pictures.shape == (4, 48, 48) and parts.mean.shape == (48, 48)
    spread = parts.scores.std(axis=0)
    assert (np.diff(spread) <= 1e-6).all()
    assert np.abs(parts.scores.mean(axis=0)).max() < 1e-3 * spread[0]


def test_a_foot_that_was_put_elsewhere_and_cut_anew_shows_the_same() -> None:
    """Halfway the patch is cut 20 px further to the right: its content shifts, its place says so, and the component does not jump."""
    px = WIDTH_PX / PX
    moved = np.where(np.arange(len(T)) >= 30, 1.0, 0.0)
    cut = patches(pictures(HOLD, np.stack([-moved * 20 / px, 0 * moved], axis=1)), (1 + moved).astype(np.int64))
    cut.places[:, 0] += 20 * moved
    scores = components(cut, MIDDLE, FOOT_PX).scores[:, 0]
    assert abs(float(np.corrcoef(scores, HOLD)[0, 1])) > 0.95


def in_spells(spells: NDArray[np.int64], middle_x: Array, width: Array | float = WIDTH_PX) -> Patches:
    cut = patches(pictures(SWING)[: len(spells)], spells)
    cut.places[:, 0], cut.places[:, 2] = middle_x, width
    return cut


def test_places_that_are_soon_left_are_left_out() -> None:
    spells = np.array([1] * 5 + [2] * 30 + [3] * 25)
    assert set(lasting(in_spells(spells, 2.0 * WIDTH_PX * spells), 1.0).spells) == {2, 3}
    assert len(lasting(in_spells(spells[:0], np.zeros(0)), 1.0).t) == 0


def test_a_foot_that_only_looks_shorter_at_times_has_not_left_its_place() -> None:
    spells = np.arange(60) // 5
    cut = in_spells(spells, MIDDLE[0] + 0.05 * WIDTH_PX * (spells % 2), WIDTH_PX * (1 + spells % 2))
    assert len(lasting(cut, 1.0).t) == 60


@settings(max_examples=4, deadline=None)
@given(st.floats(-160, 160), st.floats(0.6, 1.2))
def test_where_the_bar_points_and_how_bright_it_is_do_not_matter(towards_deg: float, light: float) -> None:
    bend = towards_deg + HOLD[::2]
    assert follows(pictures(bend, bright=np.full(len(bend), light)), bend) > 0.95
