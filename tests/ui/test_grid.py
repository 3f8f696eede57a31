"""The grid from which a box is read off: lines where they say they are."""

import numpy as np
import pytest

from footcv.ui.grid import step_px, with_grid


@pytest.mark.parametrize(("width", "height", "step"), [(160, 120, 10), (640, 480, 50), (1920, 1080, 100), (1080, 1920, 100), (3840, 2160, 200)])
def test_lines_are_some_twenty_round_numbers_apart(width: int, height: int, step: int) -> None:
    assert step_px(width, height) == step


def test_lines_lie_where_their_numbers_say_and_the_picture_shows_between() -> None:
    image = np.full((480, 640, 3), 100, np.uint8)
    grid = with_grid(image)
    # Away from the numbers at the edges.
    row, column = grid[275, 60:580].mean(axis=1), grid[40:440, 275].mean(axis=1)
    assert (np.flatnonzero(row > 120) + 60).tolist() == list(range(100, 580, 50))
    assert (np.flatnonzero(column > 120) + 40).tolist() == list(range(50, 440, 50))
    assert (grid[60:90, 110:140] == 100).all()
    assert (image == 100).all()
