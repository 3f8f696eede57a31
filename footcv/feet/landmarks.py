"""The eight landmarks of a foot, read from a crop of the picture round it by footcv's own network (models/foot_landmarks.md)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footcv.model_files import model_file

MODEL = "foot_landmarks.onnx"
# Side of the crop the network takes, px.
CROP_PX = 128
# Crops of one foot, in the extent of its points: the network was trained on feet that fill 0.28 to 0.82 of the picture.
CROP_IN_FEET = 2.0
# One foot is looked at in crops of these sizes, and the median is taken, where time does not matter.
LOOKS = (0.85, 1.0, 1.2)
SHIN_SEEN = 0.5
# Half of the box given by hand round a foot is margin on average.
CROP_IN_BOXES = 1.5

Image = NDArray[np.uint8]
Array = NDArray[np.float64]


class FootLandmark(IntEnum):
    """The network's numbers of its points; the balls are the heads of the first and the fifth metatarsal at the foot's edge."""

    ANKLE = 0
    HEEL = 1
    BALL_IN = 2
    BALL_OUT = 3
    TOE1 = 4
    TOE2 = 5
    TOE5 = 6
    SHIN = 7


@dataclass(frozen=True)
class FootReading:
    """What the network sees in one crop.

    `points` (8, 2) px of the picture, `confidence` (8,) that each lies in the crop, `present` that a foot is in its middle, `right` that it is a right one,
    `toes_seen` that its toes are bare and in sight, all in [0, 1]; `toe_flexion_deg` from the toes' rest, positive when curled, and its spread; `depth` (8,)
    how much further from the camera each point is than the foot's middle, in lengths from heel to big toe.
    """

    points: Array
    confidence: Array
    present: float
    right: float
    toes_seen: float
    toe_flexion_deg: float
    toe_spread_deg: float
    depth: Array

    @property
    def sure_points(self) -> Array:
        """The points and their depth (8, 3), px and foot lengths, with the shin NaN where it lies out of the crop: there it is a guess."""
        points = np.column_stack([self.points, self.depth])
        if self.confidence[FootLandmark.SHIN] < SHIN_SEEN:
            points[FootLandmark.SHIN] = np.nan
        return points

    @property
    def centre(self) -> Array:
        """The middle of the foot, the shin left out, (2,) px."""
        low, high = self._box()
        return np.asarray((low + high) / 2)

    @property
    def extent_px(self) -> float:
        """The longer side of the foot's own box, the shin left out."""
        low, high = self._box()
        return float((high - low).max())

    @property
    def sureness(self) -> float:
        """How sure the network is of the foot and of its points together, in [0, 1]."""
        return self.present * float(self.confidence[: FootLandmark.SHIN].mean())

    def _box(self) -> tuple[Array, Array]:
        foot = self.points[: FootLandmark.SHIN]
        return foot.min(axis=0), foot.max(axis=0)


def read_feet(image: Image, crops: Sequence[tuple[float, float, float]]) -> list[FootReading]:
    """One reading for each crop: its middle x, y and its side, px of `image` (H, W, 3) BGR. Raises ModelError where the network is missing or damaged."""
    if not crops:
        return []
    batch = np.stack([_crop(image, *crop) for crop in crops])
    points, foot = _network().run(None, {"image": batch})
    readings = []
    for crop, own, (present, right, toes, flexion, spread) in zip(crops, points.astype(float), foot.astype(float), strict=True):
        scale = crop[2] / CROP_PX
        at = (own[:, :2] - (CROP_PX - 1) / 2) * scale + np.array(crop[:2])
        readings.append(FootReading(at, own[:, 2], float(present), float(right), float(toes), float(flexion), float(spread), own[:, 3]))
    return readings


def median_reading(readings: Sequence[FootReading]) -> FootReading:
    """Several looks at one foot as one: the median of each point and its depth, the mean of all else."""
    seen: dict[str, Any] = {field.name: [getattr(reading, field.name) for reading in readings] for field in fields(FootReading)}
    return FootReading(**{name: (np.median if name in ("points", "depth") else np.mean)(values, axis=0) for name, values in seen.items()})


def predict(image_bgr: Image, box: tuple[float, float, float, float], side: str) -> dict[str, tuple[float, float, float]]:
    """The landmarks of the foot in `box` (x, y, width, height in px): name → (x, y, confidence).

    The names are ankle, heel, ball_in, ball_out, toe1, toe2, toe5 and shin; `side` is accepted for whoever knows it and not used: the network tells it itself.
    """
    x, y, width, height = box
    size = CROP_IN_BOXES * max(width, height)
    rough = median_reading(read_feet(image_bgr, [(x + width / 2, y + height / 2, look * size) for look in LOOKS]))
    # Looked at again where it is now known to lie.
    fine = median_reading(read_feet(image_bgr, [(*rough.centre, look * CROP_IN_FEET * rough.extent_px) for look in LOOKS]))
    points = (rough.points + fine.points) / 2
    return {mark.name.lower(): (float(points[mark, 0]), float(points[mark, 1]), float(fine.confidence[mark])) for mark in FootLandmark}


def _crop(image: Image, x: float, y: float, size: float) -> NDArray[np.float32]:
    """The square round (x, y) with sides of `size` px as the network takes it: (3, 128, 128) RGB in [0, 1], the picture's edge repeated."""
    import cv2

    scale = CROP_PX / size
    # Sampling alone would let the grain of large feet flicker through: they are averaged down first.
    if scale < 0.5:
        shrink = 2 ** int(np.floor(np.log2(1 / scale)))
        half = size / 2 + 2 * shrink
        height, width = image.shape[:2]
        left, top = int(np.clip(x - half, 0, width - 1)), int(np.clip(y - half, 0, height - 1))
        part = image[top : max(top + 1, min(height, int(y + half) + 1)), left : max(left + 1, min(width, int(x + half) + 1))]
        small = cv2.resize(part, (max(1, part.shape[1] // shrink), max(1, part.shape[0] // shrink)), interpolation=cv2.INTER_AREA)
        factors = small.shape[1] / part.shape[1], small.shape[0] / part.shape[0]
        image, x, y = np.asarray(small, np.uint8), (x - left + 0.5) * factors[0] - 0.5, (y - top + 0.5) * factors[1] - 0.5
        scale_x, scale_y = scale / factors[0], scale / factors[1]
    else:
        scale_x = scale_y = scale
    middle = (CROP_PX - 1) / 2
    warp = np.array([[scale_x, 0, middle - scale_x * x], [0, scale_y, middle - scale_y * y]], np.float32)
    out = cv2.warpAffine(image, warp, (CROP_PX, CROP_PX), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(out[..., ::-1].transpose(2, 0, 1), np.float32) / np.float32(255)


@cache
def _network() -> Any:
    """The network, once for all feet; its sessions may be run from several threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model_file(MODEL)), options, providers=["CPUExecutionProvider"])
