"""Two glances at a piece of the picture tell what has moved there."""

import numpy as np
import pytest

from footcv.feet.glance import GLANCE_PX, changed, glance

GREY = np.full((240, 320, 3), 90, np.uint8)


def test_noise_is_no_change() -> None:
    rng = np.random.default_rng(0)
    first, second = (np.clip(GREY + rng.normal(0, 8, GREY.shape), 0, 255).astype(np.uint8) for _ in range(2))
    assert not changed(glance(first, 160, 120, 200), glance(second, 160, 120, 200)).any()


def test_what_has_moved_is_told_where_it_was_and_where_it_is() -> None:
    def at(x: int) -> np.ndarray:
        image = GREY.copy()
        image[110:130, x : x + 20] = 200
        return glance(image, 160, 120, 321)

    rows, columns = np.nonzero(changed(at(40), at(240)))
    assert {int(k * 320 / GLANCE_PX) // 100 for k in columns} == {0, 2}
    assert set((rows * 240 / GLANCE_PX) // 100) <= {0, 1}


@pytest.mark.parametrize("place", [(-50, 120, 60), (160, 500, 60), (319, 239, 1), (160, 120, 5000)])
def test_a_piece_beyond_the_picture_is_what_of_it_lies_within(place: tuple[float, float, float]) -> None:
    seen = glance(GREY, *place)
    assert seen.shape == (GLANCE_PX, GLANCE_PX)
    assert np.allclose(seen, 90)
