"""From the stored picture to the one people see: square pixels, and the quarter turns and mirrorings its display matrix asks for."""

from fractions import Fraction
from typing import Any

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray


def square_size(picture: VideoFrame, aspect: Fraction | None) -> tuple[int, int]:
    """Width and height of the stored picture with its pixels made square, by stretching; never by shrinking, which would cost detail."""
    width, height = picture.width, picture.height
    # Beyond these bounds the ratio is a mistake in the file.
    if not aspect or not Fraction(1, 4) <= aspect <= 4:
        return width, height
    return (round(width * aspect), height) if aspect > 1 else (width, round(height / aspect))


def display_matrix(picture: VideoFrame) -> NDArray[np.int32]:
    """The 2 x 2 part of the display matrix (ISO 14496-12): x' = m[0, 0] x + m[1, 0] y, y' = m[0, 1] x + m[1, 1] y."""
    # PyAV's own type knows only another kind of side data.
    side_data: Any = picture.side_data
    data = side_data.get("DISPLAYMATRIX")
    if data is None:
        return np.eye(2, dtype=np.int32)
    return np.frombuffer(bytes(data), dtype=np.int32).reshape(3, 3)[:2, :2]


def is_transposed(matrix: NDArray[np.int32]) -> bool:
    return abs(int(matrix[0, 1])) > abs(int(matrix[0, 0]))


def upright(image: NDArray[np.uint8], matrix: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Apply the quarter turns and mirrorings of a display matrix; a slant between them goes to the nearest."""
    transposed = is_transposed(matrix)
    if transposed:
        image = image.transpose(1, 0, 2)
    from_x, from_y = (matrix[1, 0], matrix[0, 1]) if transposed else (matrix[0, 0], matrix[1, 1])
    if from_x < 0:
        image = image[:, ::-1]
    if from_y < 0:
        image = image[::-1]
    return np.ascontiguousarray(image)
