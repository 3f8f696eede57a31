"""Pictures without a foot, and how often one is found in them."""

import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from truth import Truth

from footcv.feet.follower import SHORTEST_STEP_S, FootFollower
from footcv.feet.search import find_feet
from footcv.video.frame import Frame
from footcv.video.source import open_source
from footcv.watched import Watched, understood

# So many drawn scenes, and so many frames of each clip that shows a whole body; and how long each stands.
SCENES, FRAMES_PER_CLIP = 100, 2
STILL_S = 2.0
IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".bmp")

Image = NDArray[np.uint8]


def pictures_of(folder: Path) -> Iterator[Image]:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in IMAGES and (image := cv2.imread(str(path), cv2.IMREAD_COLOR)) is not None:
            yield image


def painted_over(videos: list[Path]) -> Iterator[Image]:
    """Frames of the clips that show a whole body, each foot and what is next to it painted in the colour round it."""
    for video in videos:
        if json.loads(video.with_suffix(".json").read_text()).get("framing") != "full":
            continue
        truth = Truth(video.with_suffix(".npz"))
        with open_source(str(video)) as source:
            step = max(1, len(truth.t) // FRAMES_PER_CLIP)
            for frame in islice(source.frames(), step // 2, None, step):
                image, i = frame.image.copy(), truth.at(frame.t)
                for points, length in zip(truth.points[i], truth.length[i], strict=True):
                    paint_over(image, points, 0.35 * max(length, 10.0))
                yield image


def paint_over(image: Image, points: NDArray[np.float64], margin: float) -> None:
    height, width = image.shape[:2]
    (left, top), (right, bottom) = points.min(axis=0) - margin, points.max(axis=0) + margin
    box = image[int(np.clip(top, 0, height)) : int(np.clip(bottom, 0, height)), int(np.clip(left, 0, width)) : int(np.clip(right, 0, width))]
    if box.size:
        box[:] = np.median(np.concatenate([box[0], box[-1], box[:, 0], box[:, -1]]), axis=0)


def drawn_scenes(count: int) -> Iterator[Image]:
    """Rooms with furniture, clutter and a body without feet, as the network's training draws what is no foot."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from training import SIZE
    from training.legs import rotation
    from training.raster import draw
    from training.render import BODY, BODY_TRIANGLES
    from training.scene import FINER, background, camera_at, joined, lit
    from training.scenery import colour, furniture, skin_tone

    for seed in range(count):
        rng = np.random.default_rng([seed, 1])
        body = (BODY * rng.uniform(0.85, 1.15, 3)) @ rotation([0, 1, 0], rng.uniform(0, 360)).T
        ground = float(body[:, 1].min())
        clothes = np.where(np.abs(body[:, 1:2]) < rng.uniform(2, 6), colour(rng), skin_tone(rng))
        vertices, triangles, paints = furniture(rng, ground)
        parts = [(body, BODY_TRIANGLES, clothes), (vertices + rng.normal(0, 6, 3) * [1, 0, 1], triangles, paints)]
        scene = joined([(v, faces, np.hstack([paint, np.zeros((len(v), 2))])) for v, faces, paint in parts])
        # From the whole body to a part of it.
        near = body[np.linalg.norm(body - body[rng.integers(len(body))], axis=1) < rng.uniform(2, 18)]
        camera = camera_at(rng, near, near.mean(axis=0), rng.uniform(0.4, 0.9), ground)
        image, _ = background(rng, camera, ground)
        there, values, _ = draw(*camera.project(scene[0]), scene[1], scene[2], SIZE * FINER)
        sun = np.array([rng.normal(), 1.0, rng.normal()])
        image[there] = lit(rng, camera, values[:, :3], values[:, 3:6], sun / np.linalg.norm(sun), rng.uniform(0.25, 0.75))
        yield np.ascontiguousarray((np.clip(image, 0, 1) * 255).astype(np.uint8)[..., ::-1])


def finds_in(image: Image) -> tuple[bool, bool]:
    """Whether the search finds anything in a picture, and whether an analysis would take it for a foot when the picture stands still."""
    if not find_feet(image):
        return False, False
    follower, watched = FootFollower(), Watched((image.shape[1], image.shape[0]))
    for t in np.arange(0.0, STILL_S, SHORTEST_STEP_S):
        watched.add(t, None, follower.update(Frame(t, image), None), [])
    return True, any(understood(watched).feet)


def false_finds(name: str, pictures: Iterator[Image]) -> dict[str, Any] | None:
    """The shares of pictures, none of which shows a foot, in which the search finds one and in which one is taken for measurable."""
    finds = []
    try:
        for image in pictures:
            finds.append(finds_in(image))
    except ModuleNotFoundError as error:
        print(f"{name}: left out, {error.name} is missing (pip install '.[training]')")
        return None
    if not finds:
        print(f"{name}: no pictures")
        return None
    likely, believed = np.mean(finds, axis=0)
    print(f"{name}: in {believed:.3f} of {len(finds)} pictures without a foot one is believed, in {likely:.3f} something would have to move first", flush=True)
    return {"pictures": len(finds), "believed": float(believed), "likely": float(likely)}
