"""Where a point of a crop lies in the picture, whatever the crop's size and place; the network itself is a stand-in."""

import numpy as np
import pytest
from numpy.typing import NDArray
from standin import DEPTH, Centroid, Oval, StandIn, picture, use

from footcv.feet.landmarks import FootLandmark, FootReading, median_reading, predict, read_feet

NAMES = ["ankle", "heel", "ball_in", "ball_out", "toe1", "toe2", "toe5", "shin"]


def light_at(x: float, y: float, spread_px: float, width: int = 640, height: int = 480) -> NDArray[np.uint8]:
    """A black picture with a round light whose centre lies between pixels."""
    v, u = np.mgrid[:height, :width]
    light = 255 * np.exp(-((u - x) ** 2 + (v - y) ** 2) / (2 * spread_px**2))
    return np.repeat(light.round().astype(np.uint8)[..., None], 3, axis=2)


class Eye(StandIn):
    """Keeps what it was shown."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[NDArray[np.float32]] = []

    def run(self, outputs: None, given: dict[str, NDArray[np.float32]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        self.seen.append(given["image"])
        return super().run(outputs, given)


@pytest.mark.parametrize("size", [(640, 480), (641, 479), (1279, 721)])
@pytest.mark.parametrize("side_px", [40.0, 128.0, 200.0, 255.9, 256.1, 437.0, 512.0, 1100.0])
def test_a_point_is_told_in_pixels_of_the_picture(monkeypatch: pytest.MonkeyPatch, side_px: float, size: tuple[int, int]) -> None:
    use(monkeypatch, Centroid())
    width, height = size
    x, y = width / 2 + 3.3, height / 2 - 4.7

    [reading] = read_feet(light_at(x, y, side_px / 25, width, height), [(x + 0.1 * side_px, y - 0.05 * side_px, side_px)])

    # A twentieth of a pixel of the crop.
    assert reading.points == pytest.approx(np.tile([x, y], (8, 1)), abs=0.05 * max(1, side_px / 128))


@pytest.mark.parametrize("side_px", [100.0, 300.0, 900.0])
@pytest.mark.parametrize("corner", [(0, 0), (640, 0), (0, 480), (640, 480)])
def test_a_crop_may_reach_beyond_the_picture(monkeypatch: pytest.MonkeyPatch, corner: tuple[int, int], side_px: float) -> None:
    use(monkeypatch, Centroid())
    # Light in the picture, a fifth of the crop from its corner.
    x, y = (abs(edge - 0.2 * side_px) for edge in corner)

    [reading] = read_feet(light_at(x, y, side_px / 25), [(float(corner[0]), float(corner[1]), side_px)])

    assert reading.points[0] == pytest.approx([x, y], abs=0.1 * max(1, side_px / 128))


@pytest.mark.parametrize("side_px", [100.0, 700.0])
def test_a_crop_wholly_outside_shows_the_pictures_edge(monkeypatch: pytest.MonkeyPatch, side_px: float) -> None:
    use(monkeypatch, StandIn())
    readings = read_feet(picture([]), [(-900.0, 50.0, side_px), (2000.0, 2000.0, side_px)])
    assert [reading.present < 0.5 for reading in readings] == [True, True]
    assert all(np.isfinite(reading.points).all() for reading in readings)


def test_fine_grain_of_a_large_foot_is_averaged_away(monkeypatch: pytest.MonkeyPatch) -> None:
    eye = use(monkeypatch, Eye())
    grain = np.random.default_rng(0).integers(0, 2, (1200, 1200, 1), np.uint8) * np.full(3, 255, np.uint8)
    # As much contrast as there can be, so that none is added.
    grain[:, :200], grain[:, 1000:] = 0, 255
    read_feet(grain, [(600.0, 600.0, 1024.0)])
    # Sampled alone, black and white grain keeps a spread of 0.5 before the bilinear mean, and a third after it.
    assert eye.seen[0][..., 20:-20].std() < 0.1


def test_the_network_sees_a_dim_picture_as_a_light_one(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, StandIn())
    oval = Oval(160, 120, 80)
    light = picture([oval])
    dim = (0.4 * light + 5).round().astype(np.uint8)
    as_light, as_dim = (read_feet(image, [(160.0, 120.0, 160.0)])[0] for image in (light, dim))
    assert as_dim.present == as_light.present > 0.9
    assert as_dim.points == pytest.approx(as_light.points, abs=1.0)


def test_grain_of_a_flat_crop_is_not_blown_up_to_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    eye = use(monkeypatch, Eye())
    flat = np.random.default_rng(0).integers(58, 63, (400, 400, 1), np.uint8) * np.ones(3, np.uint8)
    read_feet(flat, [(200.0, 200.0, 128.0)])
    assert np.ptp(eye.seen[0]) < 0.2


def test_a_foot_that_is_read_well_is_not_read_in_the_mirror_too(monkeypatch: pytest.MonkeyPatch) -> None:
    network = use(monkeypatch, StandIn())
    image, crop = picture([Oval(150, 120, 80)]), (150.0, 120.0, 160.0)
    [once] = read_feet(image, [crop])
    [well] = read_feet(image, [crop], mirrored_below=once.sureness - 0.01)
    assert network.crops == 2
    assert (well.points == once.points).all()
    read_feet(image, [crop, (300.0, 20.0, 40.0)], mirrored_below=once.sureness - 0.01)
    assert network.crops == 2 + 3


def test_a_foot_read_both_ways_is_the_mean_of_what_is_read_in_the_picture_and_in_its_mirror_image(monkeypatch: pytest.MonkeyPatch) -> None:
    network = use(monkeypatch, StandIn())
    oval, crop = Oval(150, 120, 80, "right"), (158.0, 118.0, 160.0)
    image = picture([oval])
    [once] = read_feet(image, [crop])
    [mirrored] = read_feet(np.ascontiguousarray(image[:, ::-1]), [(319 - crop[0], *crop[1:])])
    network.crops = 0
    [both] = read_feet(image, [crop], mirrored_below=1.0)
    assert network.crops == 2
    assert both.points == pytest.approx((once.points + mirrored.points * [-1, 1] + [319, 0]) / 2, abs=0.02)
    assert both.points == pytest.approx(oval.points, abs=2.0)
    assert (both.right, 1 - mirrored.right) == pytest.approx((once.right, once.right)) and once.right > 0.9


def test_the_network_sees_red_first(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, StandIn())
    feet = [Oval(80, 120, 60, "left"), Oval(240, 120, 60, "right")]
    left, right = read_feet(picture(feet), [(oval.x, oval.y, 120.0) for oval in feet])
    assert left.right < 0.5 < right.right


def test_each_crop_has_its_reading_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    network = use(monkeypatch, StandIn())
    ovals = [Oval(60, 60, 40), Oval(200, 100, 80), Oval(120, 200, 50)]
    readings = read_feet(picture(ovals), [(oval.x, oval.y, 2 * oval.length) for oval in ovals])

    assert network.crops == 3
    for oval, reading in zip(ovals, readings, strict=True):
        assert reading.points == pytest.approx(oval.points, abs=0.05 * oval.length)
        assert reading.depth == pytest.approx(DEPTH)
        assert reading.centre == pytest.approx([oval.x, oval.y], abs=1.5)
        assert reading.extent_px == pytest.approx(oval.length, rel=0.06)
        assert (reading.present, reading.toes_seen, reading.toe_flexion_deg, reading.toe_spread_deg) == pytest.approx((0.99, 0.9, 12.0, 5.0))


def test_no_crop_asks_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, None)
    assert read_feet(picture([]), []) == []


def reading_at(x: float, present: float = 0.9) -> FootReading:
    return FootReading(np.full((8, 2), x), np.full(8, 0.8), present, 0.7, 0.6, 10 * x, 5.0, np.full(8, -x))


def test_the_median_reading_ignores_one_look_gone_wrong() -> None:
    joined = median_reading([reading_at(1.0), reading_at(3.0, 0.3), reading_at(200.0)])
    assert joined.points == pytest.approx(np.full((8, 2), 3.0))
    assert joined.present == pytest.approx(0.7)
    assert joined.toe_flexion_deg == pytest.approx(680.0)
    assert joined.confidence == pytest.approx(np.full(8, 0.8))
    assert joined.depth == pytest.approx(np.full(8, -3.0))


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("length", [30.0, 80.0, 300.0])
def test_predict_names_the_points_of_the_foot_in_the_box(monkeypatch: pytest.MonkeyPatch, length: float, side: str) -> None:
    use(monkeypatch, StandIn())
    foot = Oval(402.4, 300.7, length, side)
    # Drawn by hand: the ankle's side has more room than the toes'.
    box = (foot.x - 0.6 * length, foot.y - 0.5 * length, 1.15 * length, 0.75 * length)

    found = predict(picture([foot], 800, 600), box, side)

    assert list(found) == NAMES
    for (x, y, confidence), wanted in zip(found.values(), foot.points, strict=True):
        assert (x, y) == pytest.approx(tuple(wanted), abs=max(1.0, 0.05 * length))
        assert confidence == pytest.approx(0.97)


def test_the_points_have_the_networks_order() -> None:
    assert [mark.name.lower() for mark in FootLandmark] == NAMES
