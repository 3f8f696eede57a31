"""The frame: one upright picture and when it was taken."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Times are rounded: a frame this much early, seconds, is on time.
ROUNDING_S = 2e-3


@dataclass(frozen=True)
class Frame:
    """One picture of a source.

    `t` is seconds since the source's first frame, from the container's or camera's own clock; `image` is (H, W, 3) uint8 BGR, upright.
    """

    t: float
    image: NDArray[np.uint8]
