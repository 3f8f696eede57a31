"""Renders crops round one foot with everything the network learns from them.

    python -m training.render DIR [--shards N] [--per-shard N] [--seed N]

Each shard DIR/feet-NNNN.npz holds, for each crop: `image` (128, 128, 3) uint8 RGB; `xy` (8, 2) float32 px, pixel centres at whole numbers; `inside` and
`visible` (8,) bool; `depth` (8,) float32, further from the camera than the foot's middle, in lengths from heel to big toe; `present` a foot is in the
middle; `side` 0 left, 1 right; `flex` the toes' flexion, degrees; `toes` bare and seen; `cover` 0 bare, 1 sock, 2 shoe. The same seed gives the same shards.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training import COVERS, SIZE
from training.legs import Leg, rotation
from training.raster import Array, Array32, draw, noise
from training.scene import FINER, LEG_TRIANGLES, Camera, Scene, background, camera_at, dressed, joined, lit, random_legs, trousers
from training.scenery import body_without_feet, colour, furniture, skin_tone

COVER_SHARE = (0.60, 0.15, 0.25)
NEGATIVE_SHARE = 0.3
TROUSERED_SHARE = 0.5
# A point this far behind the surface is covered by it, dm; in a shoe by more than that.
BEHIND = {"bare": 0.55, "sock": 0.55, "shoe": 0.9}
# A foot of which fewer points show lies behind something: it is not there to be found. A crop that shall have none shows no more than that of any foot.
LEAST_VISIBLE = 2
HEEL, TOE1 = 1, 4
BODY, BODY_TRIANGLES, BODY_PARTS = body_without_feet()


def sample(rng: np.random.Generator, negative: bool | None = None) -> dict[str, NDArray[np.generic]]:
    """One crop and its truth, as the module says; with a foot in the middle or not, by chance where `negative` does not say."""
    n = SIZE * FINER
    negative = rng.random() < NEGATIVE_SHARE if negative is None else negative
    cover = str(rng.choice(COVERS, p=COVER_SHARE))
    legs, subject, mode = random_legs(rng, cover)
    first = legs[0][1]
    raised = mode == "raised"
    ground = min(leg.lowest for _, leg in legs) - (rng.uniform(0, 8 if raised else 4) if raised or mode == "free" else rng.uniform(0, 0.03))
    parts: list[Scene] = []
    feet = first.points[:7]
    # Most of the pictures without a foot in the middle show what is taken for one: hands, heads, knees, shanks, furniture, or a foot at the edge.
    kind = str(rng.choice(["body", "leg", "things", "beside"], p=[0.4, 0.25, 0.2, 0.15])) if negative else "foot"
    if kind == "body":
        spin = rotation([0, 1, 0], rng.uniform(0, 360)) if rng.random() < 0.6 else rotation(rng.standard_normal(3), rng.uniform(0, 180))
        body = (BODY * rng.uniform(0.85, 1.15, 3)) @ spin.T
        part = BODY_PARTS[rng.choice(len(BODY_PARTS), p=[0.45, 0.2, 0.2, 0.15])]
        target, reach = body[rng.choice(part)], rng.uniform(0.8, 3)
        tone, shirt, border = skin_tone(rng), colour(rng), rng.uniform(-7, 7)
        paints = np.where((np.abs(BODY[:, :1]) < rng.uniform(2, 5)) & (BODY[:, 1:2] < border), shirt, tone)
        parts.append((body, BODY_TRIANGLES, np.hstack([paints, np.zeros((len(body), 2))])))
        feet, ground = target + rng.uniform(-1, 1, (7, 3)) * reach, body[:, 1].min() - rng.uniform(0, 3)
    elif kind != "things":
        for (side, leg), paints in zip(legs, dressed(rng, legs, subject, cover), strict=True):
            parts.append((leg.vertices, LEG_TRIANGLES[side], paints))
            if leg.shoe is not None:
                parts.append((leg.worn, leg.shoe.triangles, np.hstack([leg.shoe.paints, np.zeros((len(leg.worn), 2))])))
        if rng.random() < TROUSERED_SHARE:
            parts += trousers(rng, legs)
        if kind == "leg":
            up = first.points[7] + (first.points[7] - first.points[0]) * rng.uniform(-0.3, 0.7)
            feet = up + rng.uniform(-1, 1, (7, 3)) * rng.uniform(0.4, 1.2)
        elif kind == "beside":
            feet = feet + rotation(rng.standard_normal(3), 90) @ [0, 0, rng.uniform(3, 5)]
    if rng.random() < 0.35 or kind == "things":
        vertices, triangles, paints = furniture(rng, ground)
        away = feet.mean(axis=0) * [1, 0, 1] + (rng.normal(0, 5, 3) * [1, 0, 1] if kind != "things" else 0)
        parts.append((vertices + away, triangles, np.hstack([paints, np.zeros((len(vertices), 2))])))
        if kind == "things":
            feet = vertices[rng.integers(len(vertices))] + away + rng.uniform(-1, 1, (7, 3)) * rng.uniform(0.5, 2.5)
    camera = camera_at(rng, feet, feet.mean(axis=0), rng.uniform(0.28, 0.82), ground, raised and kind in ("foot", "leg", "beside"))
    if kind in ("leg", "beside") and any(_shows(camera, leg) for _, leg in legs):
        return sample(rng, negative)
    vertices, triangles, attributes = joined(parts)
    image, floored = background(rng, camera, ground)
    sun = rng.standard_normal(3)
    sun[1] = abs(sun[1])
    sun /= np.linalg.norm(sun)
    if sun[1] > 0.2 and mode != "free":
        cast = vertices - sun * ((vertices[:, 1:2] - ground) / sun[1])
        shade, _, _ = draw(*camera.project(cast), triangles, np.zeros((len(vertices), 1)), n)
        soft = cv2.GaussianBlur(shade.astype(np.float32), (0, 0), rng.uniform(1, 12))
        image *= 1 - (soft * floored * rng.uniform(0.1, 0.75))[..., None]
    there, values, near = draw(*camera.project(vertices), triangles, attributes, n)
    grain = 1 + 0.12 * noise(rng, n, (8, 24, 70, 160))[there][:, None]
    image[there] = lit(rng, camera, values[:, :3], values[:, 3:6] * grain, sun, rng.uniform(0.25, 0.75))
    uv, depth = camera.project(first.points)
    _occlude(rng, image, uv)
    image = cv2.resize(np.clip(image, 0, 1), (SIZE, SIZE), interpolation=cv2.INTER_AREA)
    xy = (uv + 0.5) / FINER - 0.5
    inside = ((xy > 0) & (xy < SIZE - 1)).all(axis=1) & (depth > 0) & (kind == "foot")
    at = np.clip(uv.round().astype(int), 0, n - 1)
    surface = near[at[:, 1], at[:, 0]]
    hidden = (surface > 0) & (1 / np.maximum(surface, 1e-6) < depth - BEHIND[cover])
    visible = inside & ~hidden
    present = int(visible[:7].sum()) >= LEAST_VISIBLE
    length = np.linalg.norm(first.points[HEEL] - first.points[TOE1])
    return {
        "image": (image * 255).astype(np.uint8),
        "xy": xy.astype(np.float32),
        "inside": inside & present,
        "visible": visible & present,
        "depth": ((depth - depth[:7].mean()) / length).astype(np.float32),
        "present": np.bool_(present),
        "side": np.uint8(legs[0][0] == "R"),
        "flex": np.float32(first.toe_flexion_deg),
        "toes": np.bool_(visible[4:7].all() and cover == "bare"),
        "cover": np.uint8(COVERS.index(cover)),
    }


def _shows(camera: Camera, leg: Leg) -> bool:
    """Whether a foot lies in the crop with more than a point or two."""
    uv, depth = camera.project(leg.points[:7])
    return int(((uv > 0) & (uv < SIZE * FINER)).all(axis=1)[depth > 0].sum()) > LEAST_VISIBLE


def _occlude(rng: np.random.Generator, image: Array32, points: Array) -> None:
    """Sometimes a ball, a rod, or a band from the foot's ball to somewhere lies before the foot."""
    n = image.shape[0]
    if rng.random() > 0.3:
        return
    x, y = (int(v) for v in np.clip(points[rng.integers(7)] + rng.normal(0, n * 0.08, 2), -n, 2 * n))
    paint = colour(rng).tolist()
    match rng.integers(3):
        case 0:
            cv2.circle(image, (x, y), int(rng.uniform(0.03, 0.1) * n), paint, -1, cv2.LINE_AA)
        case 1:
            dx, dy = rng.standard_normal(2) * n
            cv2.line(image, (x, y), (int(x + dx), int(y + dy)), paint, int(rng.uniform(2, 14)), cv2.LINE_AA)
        case _:
            # Round the ball of the foot, and both ends away to the hands or to a bedpost.
            dx, dy = rng.standard_normal(2) * n
            width = int(rng.uniform(2, 24))
            balls = [np.clip(ball, -n, 2 * n).astype(int) for ball in points[2:4]]
            for ball in balls:
                cv2.line(image, tuple(ball.tolist()), (int(ball[0] + dx), int(ball[1] + dy)), paint, width, cv2.LINE_AA)
            if rng.random() < 0.7:
                cv2.line(image, tuple(balls[0].tolist()), tuple(balls[1].tolist()), paint, width, cv2.LINE_AA)


def shard(path: Path, count: int, seed: int) -> None:
    """Write `count` samples; a scene that cannot be drawn (a camera inside a body) is drawn anew."""
    rng = np.random.default_rng(seed)
    rows: list[dict[str, NDArray[np.generic]]] = []
    while len(rows) < count:
        row = sample(rng)
        if np.isfinite(row["xy"]).all():
            rows.append(row)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(file, **{name: np.stack([row[name] for row in rows]) for name in rows[0]})
    part.rename(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shards", type=int, default=64)
    parser.add_argument("--per-shard", type=int, default=2500)
    parser.add_argument("--seed", type=int, default=0, help="of the first shard; the others follow")
    parser.add_argument("--every", type=int, default=1, help="render every Nth shard only, so that several processes share the work")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for i in range(arguments.seed, arguments.shards, arguments.every):
        path = arguments.folder / f"feet-{i:04d}.npz"
        if not path.exists():
            shard(path, arguments.per_shard, i)


if __name__ == "__main__":
    main()
