"""Rendered crops and their truth: what is said of a foot is what was drawn."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

pytest.importorskip("numba")

from training import render
from training.legs import DATA, FOOT
from training.raster import draw, noise

COUNT = 40
Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [render.sample(np.random.default_rng(seed)) for seed in range(COUNT)]


def test_a_sample_has_the_stated_fields(rows: list[Row]) -> None:
    for row in rows:
        assert (row["image"].shape, row["image"].dtype) == ((128, 128, 3), np.uint8)
        assert (row["xy"].shape, row["xy"].dtype) == ((8, 2), np.float32)
        assert row["inside"].shape == row["visible"].shape == (8,)
        assert row["side"] in (0, 1)
        assert row["cover"] in (0, 1, 2)
        assert np.isfinite(row["flex"])
        assert row["image"].std() > 1


def test_the_same_seed_gives_the_same_sample(rows: list[Row]) -> None:
    for seed in (0, COUNT - 1):
        again = render.sample(np.random.default_rng(seed))
        assert all(np.array_equal(again[name], rows[seed][name]) for name in again)


def test_samples_differ(rows: list[Row]) -> None:
    assert {int(row["side"]) for row in rows} == {0, 1}
    assert {int(row["cover"]) for row in rows} == {0, 1, 2}
    assert {bool(row["present"]) for row in rows} == {False, True}
    assert len({row["image"].tobytes() for row in rows}) == COUNT


def test_where_no_foot_is_no_point_is_inside_or_visible(rows: list[Row]) -> None:
    negatives = [row for row in rows if not row["present"]]
    assert negatives
    for row in negatives:
        assert not row["inside"].any()
        assert not row["visible"].any()


def test_a_crop_up_a_leg_or_beside_a_foot_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, Any] = {}

    def watched(name: str) -> None:
        true = getattr(render, name)

        def call(*arguments: Any) -> Any:
            if name == "random_legs":  # a scene begins
                made.clear()
            made[name] = true(*arguments)
            return made[name]

        monkeypatch.setattr(render, name, call)

    for name in ("random_legs", "camera_at", "dressed"):
        watched(name)
    checked = 0
    for seed in range(60):
        render.sample(np.random.default_rng(seed), negative=True)
        if "dressed" not in made:  # a scene without legs
            continue
        for _, leg in made["random_legs"][0]:
            uv, _ = made["camera_at"].project(leg.points[:7])
            assert ((uv > 0) & (uv < 128 * render.FINER)).all(axis=1).sum() <= 2, seed
            checked += 1
    assert checked > 10


@pytest.mark.parametrize(("raised", "from_below"), [(False, False), (True, True)])
def test_raised_feet_are_seen_from_below_too(raised: bool, from_below: bool) -> None:
    feet = np.random.default_rng(1).uniform(-1, 1, (7, 3)) + np.array([0.0, 8.0, 0.0])
    looks = [render.camera_at(np.random.default_rng(seed), feet, feet.mean(axis=0), 0.5, 0.0, raised).axes[2, 1] for seed in range(60)]
    # The camera's forward axis points up where it looks up.
    assert (max(looks) > np.sin(np.radians(30))) == from_below


def test_a_foot_that_is_there_shows_two_points_and_lies_about_the_middle(rows: list[Row]) -> None:
    for row in rows:
        if row["present"]:
            assert row["visible"][:7].sum() >= 2
            low, high = row["xy"][:7].min(axis=0), row["xy"][:7].max(axis=0)
            assert np.abs((low + high) / 2 - 63.5).max() < 40
            assert 0.15 * 128 < (high - low).max() < 128


def test_what_is_visible_is_inside_and_what_is_inside_is_in_the_picture(rows: list[Row]) -> None:
    for row in rows:
        assert not (row["visible"] & ~row["inside"]).any()
        inside = row["xy"][row["inside"]]
        assert ((inside >= 0) & (inside <= 127)).all()


def test_only_bare_toes_that_show_are_seen(rows: list[Row]) -> None:
    seen = [row for row in rows if row["toes"]]
    assert seen
    for row in seen:
        assert row["cover"] == 0


def test_points_lie_on_the_foot_that_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[Any, Any]] = []

    def watched(uv: Any, *rest: Any) -> Any:
        out = draw(uv, *rest)
        drawn.append((uv, out[0]))
        return out

    monkeypatch.setattr(render, "draw", watched)
    # Of the picture's finer grid, in pixels of the crop.
    margin, checked = 1.0, 0
    for seed in range(COUNT):
        drawn.clear()
        row = render.sample(np.random.default_rng(seed))
        if not row["present"]:
            continue
        # The scene is drawn last, the foot that is looked at is its first part.
        uv, there = drawn[-1]
        weights = DATA["wR" if row["side"] else "wL"]
        foot = uv[: len(weights)][weights[:, FOOT:].sum(axis=1) > 0.1]
        outline = cv2.convexHull((((foot + 0.5) / render.FINER) - 0.5).astype(np.float32))
        something = cv2.dilate(there.astype(np.uint8), np.ones((5, 5)))
        for at in row["xy"][:7]:
            assert cv2.pointPolygonTest(outline, (float(at[0]), float(at[1])), True) > -margin, seed
        for at in row["xy"][:7][row["visible"][:7]]:
            column, line = np.clip(((at + 0.5) * render.FINER - 0.5).round().astype(int), 0, there.shape[0] - 1)
            assert something[line, column], seed
            checked += 1
    assert checked > 100


def test_the_side_is_that_of_the_foot_that_is_drawn_and_no_camera_mirrors(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []

    def watched(name: str) -> None:
        true = getattr(render, name)

        def call(*arguments: Any) -> Any:
            made.append(true(*arguments))
            return made[-1]

        monkeypatch.setattr(render, name, call)

    watched("random_legs")
    watched("camera_at")
    for seed in range(12):
        made.clear()
        row = render.sample(np.random.default_rng(seed))
        [((_, first), *_), *_], camera = made
        _, heel, ball_in, ball_out, toe1, _, _, shin = first.points
        # Of a left foot, forwards and up and outwards make a left hand.
        is_right = np.linalg.det([toe1 - heel, shin - heel, ball_out - ball_in]) > 0
        assert row["side"] == is_right
        # Right, down and forward make a right hand.
        assert np.linalg.det(camera.axes) == pytest.approx(1)
        # In the picture and its depth the foot is of the same side, and as long as the unit of that depth; where there is none it may lie behind the camera.
        if row["present"]:
            in_space = np.column_stack([row["xy"], row["depth"]])
            _, heel, ball_in, ball_out, toe1, _, _, shin = in_space
            assert (np.linalg.det([toe1 - heel, shin - heel, ball_out - ball_in]) > 0) == is_right
        along = (first.points[4] - first.points[1]) @ camera.axes[2] / np.linalg.norm(first.points[4] - first.points[1])
        assert row["depth"][4] - row["depth"][1] == pytest.approx(along, abs=1e-5)
        assert row["depth"][:7].mean() == pytest.approx(0, abs=1e-5)


def one_triangle(depths: tuple[float, float, float]) -> tuple[Any, Any]:
    uv = np.array([[10.0, 10.0], [50.0, 10.0], [10.0, 50.0]])
    return uv, np.array(depths)


def test_a_triangle_is_drawn_where_it_projects_to() -> None:
    uv, depth = one_triangle((2.0, 2.0, 2.0))
    there, values, near = draw(uv, depth, np.array([[0, 1, 2]], np.int32), uv, 64)
    y, x = np.nonzero(there)
    assert (x.min(), x.max(), y.min(), y.max()) == (10, 50, 10, 50)
    # The attributes, here the places themselves, are interpolated between the corners.
    assert values == pytest.approx(np.stack([x, y], axis=1), abs=1e-3)
    assert near[there] == pytest.approx(np.full(there.sum(), 0.5))
    assert not near[~there].any()


def test_what_is_nearer_covers_what_is_farther_and_what_is_behind_the_camera_is_left_out() -> None:
    far, _ = one_triangle((0.0, 0.0, 0.0))
    uv, depth = np.concatenate([far, far, far]), np.repeat([4.0, 2.0, -1.0], 3)
    colours = np.repeat([[1.0], [2.0], [3.0]], 3, axis=0)
    for order in ([0, 1, 2], [2, 1, 0]):
        _, values, _ = draw(uv, depth, np.arange(9, dtype=np.int32).reshape(3, 3)[order], colours, 64)
        assert set(values[:, 0].round(6)) == {2.0}


def test_noise_is_smooth_and_of_its_size() -> None:
    out = noise(np.random.default_rng(0), 64, (4, 8))
    assert out.shape == (64, 64)
    assert 0.2 < out.std() < 1.5
    assert np.abs(np.diff(out, axis=0)).mean() < 0.2 * out.std()


def test_the_body_that_shows_no_foot_has_none() -> None:
    used = np.unique(render.BODY_TRIANGLES)
    low = render.BODY[used, 1].min()
    # 17 dm from soles to crown: the ankles are where it ends.
    assert render.BODY[:, 1].min() + 0.5 < low < render.BODY[:, 1].min() + 2
    assert all(len(part) for part in render.BODY_PARTS)


def test_a_shard_is_the_same_again_and_whole_or_not_there(tmp_path: Path) -> None:
    for name in ("a", "b"):
        render.shard(tmp_path / f"{name}.npz", 3, 7)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.npz", "b.npz"]
    with np.load(tmp_path / "a.npz") as one, np.load(tmp_path / "b.npz") as other:
        assert set(one) == {"image", "xy", "inside", "visible", "depth", "present", "side", "flex", "toes", "cover"}
        for name in one:
            assert len(one[name]) == 3
            np.testing.assert_array_equal(one[name], other[name])
