"""A frame with a grid of pixels over it, from which the box of a foot can be read off."""

from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

# Lines as far apart as the first of these that leaves at most so many along the longer side.
STEPS_PX = (10, 20, 50, 100, 200, 500, 1000)
MOST_LINES = 20
# Letters this high, in the picture's shorter side, and never under so many px.
LETTERS, SMALLEST_LETTERS_PX = 0.022, 9
LINE, EDGE, WORDS = (255, 255, 255), (0, 0, 0), (80, 255, 255)


def step_px(width: int, height: int) -> int:
    """How far apart the grid's lines are."""
    return next((step for step in STEPS_PX if max(width, height) / step <= MOST_LINES), STEPS_PX[-1])


def with_grid(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """`image` (H, W, 3) BGR with lines every `step_px`, each with its x at the top and the bottom or its y at the left and the right."""
    height, width = image.shape[:2]
    step = step_px(width, height)
    out = image.copy()
    lines = [((x, 0), (x, height - 1)) for x in range(step, width, step)] + [((0, y), (width - 1, y)) for y in range(step, height, step)]
    for start, end in lines:
        cv2.line(out, start, end, EDGE, 3)
    for start, end in lines:
        cv2.line(out, start, end, LINE, 1)
    # Half see-through, so that the foot stays in sight.
    out = np.asarray(cv2.addWeighted(image, 0.5, out, 0.5, 0), np.uint8)
    letters_px = max(SMALLEST_LETTERS_PX, round(LETTERS * min(width, height)))
    scale = letters_px / 22  # Duplex capitals are 22 px high.
    for x, top in product(range(step, width, step), (True, False)):
        (wide, _), _ = cv2.getTextSize(str(x), cv2.FONT_HERSHEY_DUPLEX, scale, 1)
        _write(out, str(x), (x - wide // 2, letters_px + 4 if top else height - 6), scale)
    for y, left in product(range(step, height, step), (True, False)):
        (wide, _), _ = cv2.getTextSize(str(y), cv2.FONT_HERSHEY_DUPLEX, scale, 1)
        _write(out, str(y), (4 if left else width - wide - 4, y + letters_px // 2), scale)
    return out


def _write(image: NDArray[np.uint8], text: str, at: tuple[int, int], scale: float) -> None:
    cv2.putText(image, text, at, cv2.FONT_HERSHEY_DUPLEX, scale, EDGE, max(3, round(5 * scale)), cv2.LINE_AA)
    cv2.putText(image, text, at, cv2.FONT_HERSHEY_DUPLEX, scale, WORDS, max(1, round(1.5 * scale)), cv2.LINE_AA)
