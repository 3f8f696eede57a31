"""Light ovals are feet: the search finds them wherever they lie and however large they are, and nothing where none is."""

import numpy as np
import pytest
from numpy.typing import NDArray
from standin import SIZE, Oval, StandIn, picture, use

from footcv.feet.search import SURE_PX, Find, find_feet


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return use(monkeypatch, StandIn())


def is_of(find: Find, oval: Oval) -> bool:
    return bool(np.abs(find.reading.points - oval.points).max() < 0.08 * oval.length)


@pytest.mark.parametrize("share", [0.12, 0.2, 0.35, 0.6])
def test_one_foot_is_found_anywhere_at_any_size(share: float) -> None:
    length = share * 240
    rng = np.random.default_rng(round(100 * share))
    for _ in range(5):
        # Whole, shin included, with the margin that a crop needs in which it fills five sixths.
        x, y = (rng.uniform(0.6 * length, edge - 0.6 * length) for edge in (320, 240))
        foot = Oval(float(x), float(y), length)
        found = find_feet(picture([foot]))
        assert len(found) == 1, foot
        assert is_of(found[0], foot), foot
        # What is small must move before it is believed.
        assert found[0].sure == (found[0].reading.extent_px >= SURE_PX), foot


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (1921, 1079)])
def test_a_foot_in_a_large_picture_is_told_in_its_own_pixels(size: tuple[int, int]) -> None:
    width, height = size
    foot = Oval(0.62 * width, 0.71 * height, 0.3 * min(size))
    [found] = find_feet(picture([foot], width, height))
    # Read from the picture itself, not from the shrunken one.
    assert np.abs(found.reading.points - foot.points).max() < 0.03 * foot.length


@pytest.mark.parametrize("lengths", [(60.0, 60.0), (110.0, 40.0), (40.0, 110.0)])
def test_two_feet_are_both_found(lengths: tuple[float, float]) -> None:
    feet = [Oval(80, 100, lengths[0], "left"), Oval(235, 150, lengths[1], "right")]
    found = find_feet(picture(feet))
    assert len(found) == 2
    for foot in feet:
        [own] = [find for find in found if is_of(find, foot)]
        assert (own.reading.right > 0.5) == (foot.side == "right")


@pytest.mark.parametrize(
    ("known", "length", "found"), [(150.0, 80.0, True), (150.0, 150.0, True), (150.0, 20.0, False), (25.0, 25.0, True), (15.0, 180.0, False)]
)
def test_beside_a_known_foot_one_of_a_like_size_is_looked_for_in_fewer_windows(network: StandIn, known: float, length: float, found: bool) -> None:
    foot = Oval(160, 120, length)
    assert len(find_feet(picture([foot]))) == 1
    anywhere, network.crops = network.crops, 0
    assert [is_of(find, foot) for find in find_feet(picture([foot]), beside_px=known)] == [True] * found
    assert network.crops < anywhere


def test_a_foot_that_was_found_is_not_looked_at_again_from_the_next_window(network: StandIn) -> None:
    find_feet(picture([]))
    windows, network.crops = network.crops, 0
    assert len(find_feet(picture([Oval(160, 120, 60)]))) == 1
    # Twice, in three sizes each, and those mirrored.
    assert network.crops == windows + 12


def flat(grey: int) -> NDArray[np.uint8]:
    return np.full((240, 320, 3), grey, np.uint8)


@pytest.mark.parametrize("image", [flat(0), flat(40), flat(255)], ids=["black", "dark", "white"])
def test_an_empty_picture_has_no_foot(image: NDArray[np.uint8]) -> None:
    assert find_feet(image) == []


@pytest.mark.parametrize("size", [(1, 1), (2, 300), (24, 24), (640, 20)])
def test_a_tiny_picture_has_no_foot(size: tuple[int, int]) -> None:
    assert find_feet(np.zeros((*size, 3), np.uint8)) == []


def test_a_foot_of_a_few_pixels_is_none() -> None:
    assert find_feet(picture([Oval(160, 120, 10)])) == []


class Unsteady(StandIn):
    """Sees a foot in everything, each time somewhere else."""

    def __init__(self) -> None:
        super().__init__()
        self._rng = np.random.default_rng(0)

    def say(self, crop: NDArray[np.float32]) -> tuple[NDArray[np.float64], tuple[float, ...]]:
        return np.hstack([self._rng.uniform(20, 108, (8, 2)), np.ones((8, 1)), np.zeros((8, 1))]), (0.99, 0.5, 0.9, 0.0, 5.0)


class OnlyInPassing(StandIn):
    """Sees a foot at first sight, and none in the same place when it looks closer."""

    def say(self, crop: NDArray[np.float32]) -> tuple[NDArray[np.float64], tuple[float, ...]]:
        points, facts = super().say(crop)
        extent = np.ptp(points[:, 0]) / SIZE
        return points, (facts[0] if extent < 0.42 or extent > 0.6 else 0.5, *facts[1:])


@pytest.mark.parametrize("blunderer", [Unsteady, OnlyInPassing])
def test_what_does_not_hold_against_a_second_look_is_no_find(monkeypatch: pytest.MonkeyPatch, blunderer: type[StandIn]) -> None:
    use(monkeypatch, blunderer())
    assert find_feet(picture([Oval(160, 120, 60)])) == []


class Doubting(StandIn):
    """As sure of a foot and of its points as it is told to be: as makes them likely, and no more."""

    def __init__(self, present: float = 0.94, confidence: float = 0.92) -> None:
        super().__init__()
        self.present, self.confidence = present, confidence

    def say(self, crop: NDArray[np.float32]) -> tuple[NDArray[np.float64], tuple[float, ...]]:
        points, facts = super().say(crop)
        return np.hstack([points[:, :2], np.minimum(points[:, 2:3], self.confidence), points[:, 3:]]), (min(facts[0], self.present), *facts[1:])


@pytest.mark.parametrize(
    ("present", "confidence", "length", "sure"),
    [(0.96, 0.91, 52, True), (0.96, 0.87, 80, True), (0.96, 0.87, 52, False), (0.96, 0.83, 80, False), (0.94, 0.92, 80, False)],
)
def test_the_network_may_be_less_sure_of_the_points_of_a_large_foot(
    monkeypatch: pytest.MonkeyPatch, present: float, confidence: float, length: float, sure: bool
) -> None:
    use(monkeypatch, Doubting(present, confidence))
    assert [find.sure for find in find_feet(picture([Oval(160, 120, length)]))] == [sure]


def test_a_small_foot_that_is_only_likely_is_no_find(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Doubting())
    assert [len(find_feet(picture([Oval(160, 120, length)]))) for length in (70, 36)] == [1, 0]


@pytest.mark.parametrize(
    ("other", "sure"),
    [
        (Oval(160, 165, 70, "right"), True),
        (Oval(160, 165, 70, "left"), False),
        (Oval(160, 165, 46, "right"), False),
        (Oval(280, 210, 70, "right"), False),
    ],
    ids=["a pair", "two left feet", "of another size", "too far away"],
)
def test_likely_feet_vouch_for_one_another_where_they_are_a_pair(monkeypatch: pytest.MonkeyPatch, other: Oval, sure: bool) -> None:
    use(monkeypatch, Doubting())
    assert [find.sure for find in find_feet(picture([Oval(120, 110, 70, "left"), other]))] == [sure, sure]
