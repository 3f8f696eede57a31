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

# What lies between these shares of a crop's levels is stretched to these, so that dim rooms and dark shoes before dark walls look as others do; no more than
# what spans the last, or grain becomes a picture. With it and the mirror 0.720 of 12,000 points of rendered feet lie within 10 % of their place (0.703
# without), 0.79 of the sides are right (0.74), and 0.967 of pictures of feet have a likely find (0.933).
TAILS, STRETCHED, LEAST_CONTRAST = (0.02, 0.98), (0.06, 0.92), 0.12
# Readings further apart than this, in the foot's extent, are of two feet, or one of them is wrong: the mean would be neither (0.733 within 10 %, of 0.723).
TWO_FEET = 0.1
# A foot that is followed is not read in the mirror too where it is read as surely as this: of 3,200 such readings a third. The mirror has more to give to the
# others: their sides are right in 0.70 instead of 0.65 (0.99 in both where sure), their points within 10 % in 0.63 instead of 0.61 (0.94 and 0.92). The surest
# look of crops of three sizes brings 0.75 of all points there instead of 0.72, but what is followed with it shrinks to a piece of the foot.
READ_WELL = 0.95

Image = NDArray[np.uint8]
Array = NDArray[np.float64]
Array32 = NDArray[np.float32]


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
        return float(sureness(self.present, self.confidence))

    def _box(self) -> tuple[Array, Array]:
        foot = self.points[: FootLandmark.SHIN]
        return foot.min(axis=0), foot.max(axis=0)


def read_feet(image: Image, crops: Sequence[tuple[float, float, float]], *, mirrored_below: float = 0.0) -> list[FootReading]:
    """One reading for each crop: its middle x, y and its side, px of `image` (H, W, 3) BGR. Raises ModelError where the network is missing or damaged.

    A foot read less surely than `mirrored_below` is read in the mirror image of the crop too, and the mean taken: surer, and twice as long. Where the two lie
    apart, two feet are in sight, and the points are those of the surer reading.
    """
    if not crops:
        return []
    batch = np.stack([_crop(image, *crop) for crop in crops])
    points, foot = _network().run(None, {"image": batch})
    if (unsure := sureness(foot[:, 0], points[..., 2]) < mirrored_below).any():
        in_mirror = _network().run(None, {"image": np.ascontiguousarray(batch[unsure, ..., ::-1])})
        points[unsure], foot[unsure] = _joined(points[unsure], foot[unsure], *in_mirror)
    readings = []
    for crop, own, (present, right, toes, flexion, spread) in zip(crops, points.astype(float), foot.astype(float), strict=True):
        scale = crop[2] / CROP_PX
        at = (own[:, :2] - (CROP_PX - 1) / 2) * scale + np.array(crop[:2])
        readings.append(FootReading(at, own[:, 2], float(present), float(right), float(toes), float(flexion), float(spread), own[:, 3]))
    return readings


def sureness(present: Any, confidence: NDArray[Any]) -> NDArray[Any]:
    """How sure the network is of feet that are `present` (...) and of their points' `confidence` (..., 8) together, in [0, 1]."""
    return np.asarray(present * confidence[..., : FootLandmark.SHIN].mean(axis=-1))


def _joined(points: Array32, foot: Array32, points_there: Array32, foot_there: Array32) -> tuple[Array32, Array32]:
    """What the network says of N crops, (N, 8, 4) and (N, 5), and of their mirror images, as one."""
    # Mirrored, a right foot is a left one.
    points_there[..., 0], foot_there[:, 1] = CROP_PX - 1 - points_there[..., 0], 1 - foot_there[:, 1]
    own = slice(FootLandmark.ANKLE, FootLandmark.SHIN)
    apart = np.median(np.linalg.norm(points[:, own, :2] - points_there[:, own, :2], axis=2), axis=1)
    surer = np.where((sureness(foot[:, 0], points[..., 2]) >= sureness(foot_there[:, 0], points_there[..., 2]))[:, None, None], points, points_there)
    of_two = apart > TWO_FEET * np.ptp(points[:, own, :2], axis=1).max(axis=1)
    return np.asarray(np.where(of_two[:, None, None], surer, (points + points_there) / 2)), np.asarray((foot + foot_there) / 2)


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
    return _stretched(np.asarray(out[..., ::-1].transpose(2, 0, 1), np.uint8))


def _stretched(crop: Image) -> NDArray[np.float32]:
    """The crop (3, 128, 128) in [0, 1], with its contrast stretched where it has little."""
    counts = np.cumsum(np.bincount(crop[:, ::2, ::2].ravel(), minlength=256))
    low, high = (int(np.searchsorted(counts, share * counts[-1])) / 255 for share in TAILS)
    black, white = STRETCHED
    gain = (white - black) / max(high - low, LEAST_CONTRAST)
    shown = crop.astype(np.float32) / 255
    return np.asarray(((shown - low) * gain + black).clip(0, 1) if gain > 1 else shown, np.float32)


@cache
def _network() -> Any:
    """The network, once for all feet; its sessions may be run from several threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model_file(MODEL)), options, providers=["CPUExecutionProvider"])
