"""A stand-in for the foot network: a foot is a light oval with its points at fixed places in it, red where it is a right one, else green, bluer at its toes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from footcv.feet import landmarks

SIZE = 128
# BGR; what is darker than half is background.
GROUND, COLOURS = (40, 40, 40), {"left": (60, 230, 60), "right": (60, 60, 230)}
BLUER = 120
# Where the points of an oval of length 1 and height a quarter lie from its middle; the box round all but the shin is the oval's own, save its height.
POINTS = np.array([(-0.3, -0.1), (-0.5, 0.0), (0.2, 0.12), (0.1, -0.12), (0.5, 0.0), (0.45, 0.05), (0.35, -0.1), (-0.35, -0.8)])
DEPTH = np.array([0.1, 0.4, -0.1, 0.0, -0.3, -0.2, 0.1, 0.5])
# The real network takes feet of these shares of the crop, this far off its middle; nothing that the crop cuts.
SMALLEST, LARGEST, OFF = 0.25, 0.85, 0.25


@dataclass(frozen=True)
class Oval:
    """A foot: its middle and its length, px of the picture."""

    x: float
    y: float
    length: float
    side: str = "left"

    @property
    def points(self) -> NDArray[np.float64]:
        return np.array([self.x, self.y]) + self.length * POINTS


def picture(ovals: Iterable[Oval], width: int = 320, height: int = 240) -> NDArray[np.uint8]:
    """BGR, with soft edges, so that places between pixels show."""
    y, x = np.mgrid[:height, :width]
    image = np.full((height, width, 3), GROUND, float)
    for oval in ovals:
        inside = 1 - np.hypot((x - oval.x) / (oval.length / 2), (y - oval.y) / (oval.length / 8))
        share = np.clip(0.5 + inside * oval.length / 8, 0, 1)[..., None]
        colour = np.tile(np.array(COLOURS[oval.side], float), (height, width, 1))
        colour[..., 0] += BLUER * np.clip(0.5 + (x - oval.x) / oval.length, 0, 1)
        image += share * (colour - image)
    return image.round().astype(np.uint8)


class StandIn:
    """What footcv asks of onnxruntime's session; `crops` counts what it was shown."""

    def __init__(self) -> None:
        self.crops = 0

    def run(self, outputs: None, given: dict[str, NDArray[np.float32]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        batch = given["image"]
        assert batch.dtype == np.float32
        assert batch.shape[1:] == (3, SIZE, SIZE)
        assert 0 <= batch.min() <= batch.max() <= 1
        self.crops += len(batch)
        said = [self.say(crop) for crop in batch]
        return np.stack([points for points, _ in said]).astype(np.float32), np.array([foot for _, foot in said], np.float32)

    def say(self, crop: NDArray[np.float32]) -> tuple[NDArray[np.float64], tuple[float, ...]]:
        """Points (8, 4) and the five facts of the oval next to the middle of `crop` (3, 128, 128) RGB."""
        nothing = np.hstack([np.full((8, 2), SIZE / 2), np.full((8, 1), 0.02), np.zeros((8, 1))]), (0.01, 0.5, 0.01, 0.0, 20.0)
        if crop.max() <= 0.5:
            return nothing
        count, _, boxes, middles = cv2.connectedComponentsWithStats((crop.max(axis=0) > 0.5).astype(np.uint8))
        whole = [k for k in range(1, count) if _is_inside(boxes[k])]
        if not whole:
            return nothing
        nearest = min(whole, key=lambda k: float(np.linalg.norm(middles[k] - (SIZE - 1) / 2)))
        left, top, width, height, _ = boxes[nearest]
        present = SMALLEST <= width / SIZE <= LARGEST and np.abs(middles[nearest] - (SIZE - 1) / 2).max() <= OFF * SIZE
        foot = crop[:, top : top + height, left : left + width]
        red, green, _ = foot.max(axis=(1, 2))
        blue = foot[2].mean(axis=0)
        # A foot in a mirror looks like one of the other side.
        mirrored = blue[: width // 2].mean() > blue[width // 2 :].mean()
        points = np.hstack([middles[nearest] + width * POINTS * [-1 if mirrored else 1, 1], np.full((8, 1), 0.97), DEPTH[:, None]])
        return (points, (0.99, 0.95 if (red > green) != mirrored else 0.05, 0.9, 12.0, 5.0)) if present else nothing


def _is_inside(box: Any) -> bool:
    left, top, width, height, area = box
    return bool(area > 12 and left > 0 and top > 0 and left + width < SIZE and top + height < SIZE)


class Centroid:
    """Another stand-in: all eight points lie at the centre of what is lighter in the crop than its darkest."""

    def run(self, outputs: None, given: dict[str, NDArray[np.float32]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        light = given["image"].mean(axis=1).astype(float)
        light -= light.min(axis=(1, 2), keepdims=True)
        y, x = np.mgrid[:SIZE, :SIZE]
        at = np.stack([(light * x).sum(axis=(1, 2)), (light * y).sum(axis=(1, 2)), light.sum(axis=(1, 2))], axis=1)
        points = np.concatenate([at[:, :2] / at[:, 2:], np.ones((len(at), 1)), np.zeros((len(at), 1))], axis=1)
        return np.repeat(points[:, None], 8, axis=1), np.tile([0.9, 0.8, 0.7, 6.0, 5.0], (len(at), 1))


class Doubting(StandIn):
    """It says at most `present` of the feet that it `doubts` by their points (8, 4) in the crop and the crop (3, 128, 128) RGB."""

    def __init__(self, doubts: Callable[[NDArray[np.float64], NDArray[np.float32]], bool], present: float) -> None:
        super().__init__()
        self._doubts, self._present = doubts, present

    def say(self, crop: NDArray[np.float32]) -> tuple[NDArray[np.float64], tuple[float, ...]]:
        points, (present, *more) = super().say(crop)
        return points, (min(present, self._present) if self._doubts(points, crop) else present, *more)


def is_red(_: NDArray[np.float64], crop: NDArray[np.float32]) -> bool:
    """Whether a right foot is in the crop, for `Doubting`."""
    red, green, _blue = crop.max(axis=(1, 2))
    return bool(red > green)


def use(monkeypatch: Any, network: Any) -> Any:
    """Let footcv read feet with `network`."""
    monkeypatch.setattr(landmarks, "_network", lambda: network)
    return network
