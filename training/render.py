"""Renders crops round one foot with everything the network learns from them.

    python -m training.render DIR [--shards N] [--per-shard N] [--seed N]

Each shard DIR/feet-NNNN.npz holds, for each crop: `image` (128, 128, 3) uint8 RGB; `xy` (8, 2) float32 px, pixel centres at whole numbers; `inside` and
`visible` (8,) bool; `present` a foot is in the middle; `side` 0 left, 1 right; `flex` the toes' flexion, degrees; `toes` bare and seen; `cover` 0 bare,
1 sock, 2 shoe. The same seed gives the same shards.
"""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training import COVERS, SIZE
from training.legs import DATA, FOOT, SUBJECTS, Angles, Leg, normals, pose, rotation
from training.raster import Array, Array32, draw, noise
from training.scenery import body_without_feet, clutter, colour, floor, furniture, skin_tone

# Rendered this much larger and averaged down, against jagged edges.
FINER = 2
COVER_SHARE = (0.70, 0.15, 0.15)
NEGATIVE_SHARE = 0.18
# A point this far behind the surface is covered by it, dm.
BEHIND = 0.55
# A foot of which fewer points show lies behind something: it is not there to be found.
LEAST_VISIBLE = 2
BODY, BODY_TRIANGLES, BODY_PARTS = body_without_feet()
_LEGS_FACES = {side: DATA["f" + side] for side in "LR"}


@dataclass(frozen=True)
class Camera:
    """Where pictures are taken from: `eye` (3,), `axes` (3, 3) right, down and forward, `focal` px, `centre` (2,) px."""

    eye: Array
    axes: Array
    focal: float
    centre: Array

    def project(self, points: Array) -> tuple[Array, Array]:
        seen = (points - self.eye) @ self.axes.T
        return seen[:, :2] / np.maximum(seen[:, 2:], 1e-3) * self.focal + self.centre, seen[:, 2]


def random_angles(rng: np.random.Generator, cover: str) -> Angles:
    curl = rng.uniform(-30, 65) if rng.random() < 0.6 else rng.normal(0, 8)
    curl *= {"bare": 1, "sock": 0.6, "shoe": 0.15}[cover]
    jitter = {"bare": 5, "sock": 1, "shoe": 0}[cover]
    toes = np.zeros((5, 3))
    for toe in range(5):
        own = curl + rng.normal(0, jitter)
        bend = (0.8 if toe else 0.5) * max(own, 0) * rng.uniform(0.6, 1.2) + rng.normal(0, jitter)
        toes[toe] = [0.6 * own if own > 0 else own, bend * (0.6 if toe else 1), 0.5 * bend]
    ankle = rng.uniform(-25, 55) if rng.random() < 0.7 else rng.normal(0, 8)
    return Angles(rng.uniform(0, 110), ankle, float(np.clip(rng.normal(0, 9), -25, 25)), float(np.clip(rng.normal(0, 8), -20, 20)), toes)


def _towards(leg: Leg, shin: Array, up: Array) -> Array:
    """The rotation that lays the shin along `shin` and turns the foot's upper side to `up`."""

    def frame(first: Array, second: Array) -> Array:
        first = first / np.linalg.norm(first)
        second = second - (second @ first) * first
        second = second / np.linalg.norm(second)
        return np.stack([first, second, np.cross(first, second)])

    return frame(shin, up).T @ frame(leg.shin, leg.foot @ [0, 0, 1.0])


def _world(rng: np.random.Generator, leg: Leg) -> tuple[str, Array]:
    """How the first leg lies in the room: on the floor, stretched out sitting, raised lying, or anyhow."""
    mode = str(rng.choice(["floor", "out", "raised", "free"], p=[0.5, 0.2, 0.12, 0.18]))
    if mode == "floor":
        tiptoe = rng.uniform(0, 60) * (rng.random() < 0.3)
        return mode, rotation([1, 0, 0], tiptoe) @ leg.foot.T
    if mode == "free":
        return mode, rotation(rng.standard_normal(3), rng.uniform(0, 180))
    shin = np.array([0, rng.normal(-0.2, 0.25), 1.0]) if mode == "out" else np.array([rng.normal(0, 0.3), 1.0, rng.normal(0, 0.3)])
    up = np.array([rng.normal(0, 0.35), 1.0, 0]) if mode == "out" else np.array([rng.normal(), 0, rng.normal()])
    return mode, _towards(leg, shin, up)


def _camera(rng: np.random.Generator, feet: Array, target: Array, fill: float, ground: float) -> Camera:
    """A camera that shows `target` (3,) with the points `feet` (M, 3) over the share `fill` of the picture: from the floor and about, or from above."""
    n = SIZE * FINER
    view = np.radians(rng.uniform(25, 75))
    height = np.radians(rng.uniform(-8, 35) if rng.random() < 0.6 else rng.uniform(25, 88))
    around = rng.uniform(0, 2 * np.pi)
    extent = float(np.linalg.norm(np.ptp(feet, axis=0)))
    back = np.array([np.cos(height) * np.sin(around), np.sin(height), np.cos(height) * np.cos(around)])
    eye = target + back * (extent / fill / (2 * np.tan(view / 2)) + 0.5)
    eye[1] = max(eye[1], ground + 0.3)
    forward = (target - eye) / np.linalg.norm(target - eye)
    right = np.cross(forward, [0, 1, 0])
    right /= np.linalg.norm(right)
    roll = rng.normal(0, 12) if rng.random() < 0.75 else rng.uniform(0, 360)
    axes = rotation([0, 0, 1], roll) @ np.stack([right, np.cross(forward, right), forward])
    camera = Camera(eye, axes, n / 2 / np.tan(view / 2), np.zeros(2))
    uv, _ = camera.project(feet)
    middle = uv.mean(axis=0)
    zoom = fill * n / max(2 * np.abs(uv - middle).max(), 1)
    return replace(camera, focal=camera.focal * zoom, centre=n / 2 - middle * zoom + rng.uniform(-0.12, 0.12, 2) * n)


def _background(rng: np.random.Generator, camera: Camera, ground: float) -> tuple[Array32, NDArray[np.bool_]]:
    """Wall, floor and flat clutter (N, N, 3), and where the floor shows."""
    n = SIZE * FINER
    y, x = np.mgrid[:SIZE, :SIZE] * float(FINER)
    ray = np.stack([(x - camera.centre[0]) / camera.focal, (y - camera.centre[1]) / camera.focal, np.ones_like(x)], axis=-1) @ camera.axes
    image = (colour(rng) + noise(rng, SIZE, (3, 6))[..., None] * 0.1).astype(np.float32)
    down = ray[..., 1] < -1e-3
    far = (ground - camera.eye[1]) / np.where(down, ray[..., 1], -1e-3)
    floored = down & (far < 60)
    image[floored] = floor(rng, camera.eye[0] + ray[..., 0] * far, camera.eye[2] + ray[..., 2] * far)[floored]
    image = np.ascontiguousarray(cv2.resize(image, (n, n), interpolation=cv2.INTER_LINEAR))
    clutter(rng, image, int(rng.integers(0, 5)))
    return image, cv2.resize(floored.astype(np.uint8), (n, n), interpolation=cv2.INTER_NEAREST) > 0


def _dressed(rng: np.random.Generator, legs: list[tuple[str, Leg]], subject: int, cover: str) -> list[Array]:
    """Colour, concavity and gloss (V, 5) of each leg's vertices: skin, nails, socks, shoes, trousers, a band round the foot."""
    tone, sock, cloth, sole, laces = skin_tone(rng), colour(rng), colour(rng), colour(rng), colour(rng)
    hem, top, rim = rng.uniform(0.1, 1.6), rng.uniform(0.05, 0.7), rng.uniform(-0.05, 0.15)
    long, striped, socked, laced, banded = rng.random(5) < [0.5, 0.3, 0.5, 0.7, 0.15]
    blush, waves, thick = rng.uniform(0, 0.12), rng.uniform(20, 90), rng.uniform(0.1, 0.35)
    polish = colour(rng) if rng.random() < 0.15 else np.clip(tone * 1.1 + 0.08, 0, 1)
    band, girth, paint = rng.uniform(0.6, 1.7), rng.uniform(0.1, 0.6), colour(rng)
    crease = rng.uniform(0, 3)
    out = []
    for side, leg in legs:
        rest, weights, tips = DATA["v" + side][subject], DATA["w" + side], DATA["t" + side][subject]
        height = ((rest[:, 1] - DATA["j" + side][subject, FOOT, 1]) / 3.9)[:, None]
        low, front = (rest[:, 1] - rest[:, 1].min())[:, None], rest[:, 2:]
        paints = np.tile(tone, (len(rest), 1)) * (1 - weights[:, FOOT + 1 :].sum(axis=1, keepdims=True) * blush * [-0.5, 1, 1])
        if cover == "bare":
            for toe, tip in enumerate(tips):
                off = np.linalg.norm((rest - tip - [0, 0.1, -0.02]) * [1, 1, 0.7], axis=1)
                nail = np.clip(((0.17 if toe == 0 else 0.1) - off) / 0.05, 0, 1)[:, None]
                paints = paints * (1 - nail) + polish * nail
        elif cover == "sock":
            paints = np.where(height < top, cloth if striped and waves > 55 else sock, paints)
            if striped:
                paints = np.where((height < top) & (np.sin(height * waves) > 0.3), laces, paints)
        else:
            paints = np.where(height < rim, sock, paints)
            paints = np.where(low < thick, sole, paints)
            if laced:
                paints = np.where((front > 0.6) & (front < 1.5) & (low > 0.5) & (np.sin(front * waves) > 0.6), laces, paints)
            if socked:
                paints = np.where((height > rim) & (height < top), laces, paints)
        if banded:
            paints = np.where((np.abs(front - band) < girth / 2) & (height < 0), paint, paints)
        if long:
            paints = np.where(height > hem, cloth, paints)
        hollow = _hollows(side, leg)[:, None] * crease
        out.append(np.hstack([paints * np.clip(1 - hollow, 0.3, 1.1), np.full((len(rest), 1), 0.0), height]))
    return out


def _hollows(side: str, leg: Leg) -> Array:
    """(V,) how far each vertex lies below the mean of its neighbours, dm: between toes little light falls."""
    faces, v = _LEGS_FACES[side], leg.vertices
    total, count = np.zeros_like(v), np.zeros(len(v))
    for a, b in ((0, 1), (1, 2), (2, 0)):
        for k in range(3):
            total[:, k] += np.bincount(faces[:, a], v[faces[:, b], k], len(v)) + np.bincount(faces[:, b], v[faces[:, a], k], len(v))
        count += np.bincount(faces[:, a], minlength=len(v)) + np.bincount(faces[:, b], minlength=len(v))
    outward = normals(v, faces)
    return np.asarray((((total / np.maximum(count, 1)[:, None]) - v) * outward).sum(axis=1) * 12)


def _lit(rng: np.random.Generator, camera: Camera, facing: Array, paints: Array, sun: Array, ambient: float) -> Array:
    """Colours (M, 3) of surfaces with normals `facing` (M, 3) in a sun, some light from all round and a little gloss."""
    unit = facing / np.maximum(np.linalg.norm(facing, axis=1, keepdims=True), 1e-6)
    back = -camera.axes[2]
    direct = np.clip((unit @ sun + 0.25) / 1.25, 0, 1)
    half = (sun + back) / np.linalg.norm(sun + back)
    gloss = np.clip(unit @ half, 0, 1) ** 20 * rng.uniform(0, 0.25)
    light = ambient * (0.75 + 0.25 * unit[:, 1]) * (0.7 + 0.3 * np.clip(np.abs(unit @ back), 0, 1)) + (1.25 - ambient) * direct
    return np.asarray(paints * light[:, None] * rng.uniform(0.9, 1.1, 3) + gloss[:, None])


def _legs(rng: np.random.Generator, cover: str) -> tuple[list[tuple[str, Leg]], int, str]:
    """One leg, or two side by side, in the room; the first one's foot is the one that is looked at."""
    subject, shape = int(rng.integers(SUBJECTS)), rng.uniform(0.9, 1.12, 3)
    thickness = {"bare": 0.0, "sock": rng.uniform(0.015, 0.04), "shoe": rng.uniform(0.05, 0.14)}[cover]
    angles = random_angles(rng, cover)
    first, second = ("L", "R") if rng.random() < 0.5 else ("R", "L")

    def made(side: str, bend: Angles) -> Leg:
        return pose(side, subject, bend, covered=cover != "bare", thickness=thickness, shape=shape)

    one = made(first, angles)
    mode, world = _world(rng, one)
    tilt = float(np.degrees(np.arcsin(np.clip((world @ one.foot)[1, 2] * -1, -1, 1))))
    if mode == "floor" and tilt > 3 and rng.random() < 0.7:
        # On tiptoe the toes stay flat on the floor.
        toes = angles.toes.copy()
        toes[:, 0] -= tilt
        one = made(first, replace(angles, toes=toes))
    legs = [(first, _moved(one, world, np.zeros(3)))]
    if rng.random() < 0.7:
        other = random_angles(rng, cover) if rng.random() < 0.6 else angles
        two = made(second, replace(other, knee=angles.knee) if rng.random() < 0.5 else other)
        turn = world if mode != "floor" or rng.random() < 0.3 else rotation([0, 1, 0], rng.normal(0, 15)) @ two.foot.T
        gap = (rng.uniform(0.1, 3) + 1) * (1 if second == "L" else -1)
        beside = world @ one.foot @ np.array([gap, 0, rng.normal(0, 0.7)])
        moved = _moved(two, turn, legs[0][1].points[:7].mean(axis=0) + beside - (two.points[:7] @ turn.T).mean(axis=0))
        if mode == "floor":
            moved = _moved(moved, np.eye(3), np.array([0, legs[0][1].vertices[:, 1].min() - moved.vertices[:, 1].min(), 0]))
        legs.append((second, moved))
    return legs, subject, mode


def _moved(leg: Leg, turn: Array, by: Array) -> Leg:
    return replace(leg, vertices=leg.vertices @ turn.T + by, points=leg.points @ turn.T + by, foot=turn @ leg.foot, shin=turn @ leg.shin)


Scene = tuple[Array, NDArray[np.int32], Array]


def _joined(parts: list[Scene]) -> Scene:
    """Vertices, triangles and attributes (colour, gloss, height up the leg) of several meshes as one."""
    starts = np.cumsum([0] + [len(p[0]) for p in parts])
    return (
        np.concatenate([p[0] for p in parts]),
        np.concatenate([p[1] + start for p, start in zip(parts, starts, strict=False)]).astype(np.int32),
        np.concatenate([np.hstack([normals(p[0], p[1]), p[2]]) for p in parts]),
    )


def sample(rng: np.random.Generator) -> dict[str, NDArray[np.generic]]:
    """One crop and its truth, as the module says."""
    n = SIZE * FINER
    negative = rng.random() < NEGATIVE_SHARE
    cover = str(rng.choice(COVERS, p=COVER_SHARE))
    legs, subject, mode = _legs(rng, cover)
    first = legs[0][1]
    ground = min(leg.vertices[:, 1].min() for _, leg in legs) - (rng.uniform(0, 4) if mode in ("free", "raised") else rng.uniform(0, 0.03))
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
        for (side, leg), paints in zip(legs, _dressed(rng, legs, subject, cover), strict=True):
            parts.append((leg.vertices, _LEGS_FACES[side], paints))
        if kind == "leg":
            up = first.points[7] + (first.points[7] - first.points[0]) * rng.uniform(-0.2, 0.9)
            feet = up + rng.uniform(-1, 1, (7, 3)) * rng.uniform(0.5, 1.5)
        elif kind == "beside":
            feet = feet + rotation(rng.standard_normal(3), 90) @ [0, 0, rng.uniform(3, 5)]
    if rng.random() < 0.35 or kind == "things":
        vertices, triangles, paints = furniture(rng, ground)
        away = feet.mean(axis=0) * [1, 0, 1] + (rng.normal(0, 5, 3) * [1, 0, 1] if kind != "things" else 0)
        parts.append((vertices + away, triangles, np.hstack([paints, np.zeros((len(vertices), 2))])))
        if kind == "things":
            feet = vertices[rng.integers(len(vertices))] + away + rng.uniform(-1, 1, (7, 3)) * rng.uniform(0.5, 2.5)
    camera = _camera(rng, feet, feet.mean(axis=0), rng.uniform(0.28, 0.82), ground)
    vertices, triangles, attributes = _joined(parts)
    image, floored = _background(rng, camera, ground)
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
    image[there] = _lit(rng, camera, values[:, :3], values[:, 3:6] * grain, sun, rng.uniform(0.25, 0.75))
    uv, depth = camera.project(first.points)
    _occlude(rng, image, uv)
    image = cv2.resize(np.clip(image, 0, 1), (SIZE, SIZE), interpolation=cv2.INTER_AREA)
    xy = (uv + 0.5) / FINER - 0.5
    inside = ((xy > 0) & (xy < SIZE - 1)).all(axis=1) & (depth > 0) & (kind == "foot")
    at = np.clip(uv.round().astype(int), 0, n - 1)
    surface = near[at[:, 1], at[:, 0]]
    hidden = (surface > 0) & (1 / np.maximum(surface, 1e-6) < depth - BEHIND)
    visible = inside & ~hidden
    present = int(visible[:7].sum()) >= LEAST_VISIBLE
    return {
        "image": (image * 255).astype(np.uint8),
        "xy": xy.astype(np.float32),
        "inside": inside & present,
        "visible": visible & present,
        "present": np.bool_(present),
        "side": np.uint8(legs[0][0] == "R"),
        "flex": np.float32(first.toe_flexion_deg),
        "toes": np.bool_(visible[4:7].all() and cover == "bare"),
        "cover": np.uint8(COVERS.index(cover)),
    }


def _occlude(rng: np.random.Generator, image: Array32, points: Array) -> None:
    """Sometimes a ball, a rod, or a band from the foot's ball to somewhere lies before the foot."""
    n = image.shape[0]
    if rng.random() > 0.25:
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
            dx, dy = rng.standard_normal(2) * n
            for ball in points[2:4]:
                spot = np.clip(ball, -n, 2 * n).astype(int)
                cv2.line(image, tuple(spot.tolist()), (int(spot[0] + dx), int(spot[1] + dy)), paint, int(rng.uniform(2, 10)), cv2.LINE_AA)


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
