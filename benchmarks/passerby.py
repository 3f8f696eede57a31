"""Somebody who walks through the picture behind the exerciser: cut out of a clip of the suite, drawn where the exerciser is not; for disturbed.py."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rendered import SUITE

from footcv.pose.bundle import bundle_path
from footcv.video.source import open_source

Image = NDArray[np.uint8]

# A clip in which somebody walks across, and when: in profile, to the right of the picture.
WALKER, FROM_S, TO_S = "neg_flat-walking", 3.2, 5.4
# In shares of the picture's height how tall the walker is and where the feet are: further away than the exerciser.
TALL, FEET_AT = 0.5, 0.72
CROSSING_S = 5.0


def is_there() -> bool:
    return (SUITE / f"{WALKER}.mp4").is_file()


@contextmanager
def passing_by() -> Iterator[Callable[[Image, float, Any], Image]]:
    """A function that draws the walker into the frames (H, W, 3) of one clip, in the order of their times, s; to and fro without end."""
    with _segmenter() as segment:
        figures = _figures()

        def draw(image: Image, t: float, _rng: Any) -> Image:
            figure, mask = figures[_to_and_fro(round(t * 15), len(figures))]
            height, width = image.shape[:2]
            zoom = TALL * height / figure.shape[0]
            figure, mask = (cv2.resize(part, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA) for part in (figure, mask))
            crossing, way = divmod(t / CROSSING_S, 1.0)
            if crossing % 2:
                figure, mask, way = figure[:, ::-1], mask[:, ::-1], 1 - way
            left, top = round(way * (width + figure.shape[1])) - figure.shape[1], round(FEET_AT * height) - figure.shape[0]
            inside = slice(max(0, -left), min(figure.shape[1], width - left))
            if inside.start >= inside.stop:
                return image
            at = slice(top, top + figure.shape[0]), slice(left + inside.start, left + inside.stop)
            free = mask[:, inside] * (1 - segment(image, t)[at])
            out = image.copy()
            out[at] = np.rint(image[at] + free[..., None] * (figure[:, inside].astype(np.float32) - image[at])).astype(np.uint8)
            return out

        yield draw


@cache
def _figures() -> list[tuple[Image, NDArray[np.float32]]]:
    """The walker, frame by frame: the picture cut to the figure and how much of each pixel is the figure's; all of one height."""
    cut = []
    with open_source(str(SUITE / f"{WALKER}.mp4")) as opened, _segmenter() as segment:
        for frame in opened.frames():
            if FROM_S <= frame.t <= TO_S and (mask := segment(frame.image, frame.t)).max() > 0.5:
                cut.append((frame.image, mask))
    rows = np.flatnonzero(np.max([mask.max(axis=1) for _, mask in cut], axis=0) > 0.5)
    figures = []
    for image, mask in cut:
        columns = np.flatnonzero(mask.max(axis=0) > 0.5)
        part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        figures.append((image[part], mask[part]))
    return figures


def _to_and_fro(step: int, count: int) -> int:
    """The steps 0 to `count` - 1 and back again, for ever."""
    k = step % max(2 * count - 2, 1)
    return min(k, 2 * count - 2 - k)


@contextmanager
def _segmenter() -> Iterator[Callable[[Image, float], NDArray[np.float32]]]:
    """A function from a frame and its time (s, rising) to how much of each pixel is a person's, (H, W) in [0, 1]; zero where nobody is seen."""
    import mediapipe
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(bundle_path("full"))), running_mode=vision.RunningMode.VIDEO, output_segmentation_masks=True
    )
    with vision.PoseLandmarker.create_from_options(options) as landmarker:

        def segment(image: Image, t: float) -> NDArray[np.float32]:
            picture = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
            masks = landmarker.detect_for_video(picture, round(1000 * t)).segmentation_masks
            mask = masks[0].numpy_view().squeeze() if masks else np.zeros(image.shape[:2], np.float32)
            return np.asarray(np.clip(2 * mask - 0.5, 0, 1), np.float32)

        yield segment
