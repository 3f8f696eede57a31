"""A glance at a piece of the picture: small and grey, so that two of them tell what has moved there, noise aside."""

import numpy as np
from numpy.typing import NDArray

from footcv.feet.landmarks import Image

GLANCE_PX = 16
# Grey levels by which a cell changes when something moves in it; a webcam's noise, averaged over that much, stays under two.
MOVED_LEVELS = 8.0


def glance(image: Image, x: float, y: float, side: float) -> NDArray[np.float32]:
    """The square round (x, y) with sides of `side` px of `image` (H, W, 3), as (16, 16) grey levels; its part within the picture, if that is less."""
    import cv2

    height, width = image.shape[:2]
    left, top = int(np.clip(x - side / 2, 0, width - 1)), int(np.clip(y - side / 2, 0, height - 1))
    piece = image[top : max(top + 1, int(y + side / 2)), left : max(left + 1, int(x + side / 2))]
    small = cv2.resize(piece, (GLANCE_PX, GLANCE_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(small.mean(axis=2), np.float32)


def changed(before: NDArray[np.float32], now: NDArray[np.float32]) -> NDArray[np.bool_]:
    """(16, 16) where anything has moved between two glances at one piece."""
    return np.asarray(np.abs(now - before) > MOVED_LEVELS)
