"""Where something holds, as stretches of samples. Pure: values in, values out."""

import numpy as np
from numpy.typing import NDArray

# The first sample of one, and that after its last.
Stretch = tuple[int, int]


def stretches(mask: NDArray[np.bool_]) -> list[Stretch]:
    """Each stretch in which `mask` (N,) holds."""
    edges = np.flatnonzero(np.diff(mask, prepend=False, append=False))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
