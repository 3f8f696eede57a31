"""A z-buffer for triangles, and the noise that textures are made of."""

import cv2
import numba
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Array32 = NDArray[np.float32]


@numba.njit(cache=True, fastmath=True)  # type: ignore[untyped-decorator]
def _fill(uv, near, triangles, depth, face, weights):  # type: ignore[no-untyped-def]
    height, width = depth.shape
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        if near[a] <= 0 or near[b] <= 0 or near[c] <= 0:
            continue
        ax, ay, bx, by, cx, cy = uv[a, 0], uv[a, 1], uv[b, 0], uv[b, 1], uv[c, 0], uv[c, 1]
        left, right, top, bottom = min(ax, bx, cx), max(ax, bx, cx), min(ay, by, cy), max(ay, by, cy)
        if right < 0 or bottom < 0 or left > width - 1 or top > height - 1:
            continue
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if abs(area) < 1e-9:
            continue
        for y in range(max(0, int(np.ceil(top))), min(height - 1, int(bottom)) + 1):
            for x in range(max(0, int(np.ceil(left))), min(width - 1, int(right)) + 1):
                w1 = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area
                w2 = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / area
                w0 = 1 - w1 - w2
                if w0 < 0 or w1 < 0 or w2 < 0:
                    continue
                q = w0 * near[a] + w1 * near[b] + w2 * near[c]
                if q > depth[y, x]:
                    depth[y, x] = q
                    face[y, x] = t
                    weights[y, x, 0] = w0 * near[a] / q
                    weights[y, x, 1] = w1 * near[b] / q
                    weights[y, x, 2] = w2 * near[c] / q


def draw(uv: Array, depth: Array, triangles: NDArray[np.int32], attributes: Array, size: int) -> tuple[NDArray[np.bool_], Array32, Array32]:
    """Project triangles onto a square picture: where something is (size, size), its attributes there (M, K), and 1 / depth (size, size), 0 where nothing is.

    `uv` (V, 2) px; `depth` (V,) towards the scene, what is behind the camera is left out; `attributes` (V, K), interpolated in perspective.
    """
    near = np.where(depth > 0.2, 1 / np.maximum(depth, 0.2), 0.0)
    inverse, face, weights = np.zeros((size, size)), np.full((size, size), -1, np.int32), np.zeros((size, size, 3), np.float32)
    _fill(uv, near, triangles, inverse, face, weights)
    there = face >= 0
    corners = attributes.astype(np.float32)[triangles[face[there]]]
    return there, np.einsum("mc,mck->mk", weights[there], corners), inverse.astype(np.float32)


def noise(rng: np.random.Generator, size: int, grains: tuple[int, ...]) -> Array32:
    """(size, size) smooth noise of standard deviation about 1 over the number of `grains`, which say how many bumps lie side by side."""
    out = np.zeros((size, size), np.float32)
    for grain in grains:
        bumps = rng.standard_normal((grain, grain), np.float32)
        out += cv2.resize(bumps, (size, size), interpolation=cv2.INTER_CUBIC if grain < size else cv2.INTER_AREA) / len(grains)
    return out
