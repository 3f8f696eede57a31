"""What is before the camera: legs posed and dressed, the room behind them, the light, and the camera itself."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from training import SIZE
from training.legs import DATA, FOOT, SUBJECTS, Angles, Leg, normals, pose, rotation
from training.raster import Array, Array32, noise
from training.scenery import clutter, colour, floor, skin_tone
from training.shoes import Style, tube

# Rendered this much larger and averaged down, against jagged edges.
FINER = 2
LEG_TRIANGLES = {side: DATA["f" + side] for side in "LR"}

# The lowest that a camera looks from: at feet on the floor, and at raised ones, 0.8 m up and 1 m away.
LEVEL_DEG, LOOKS_UP_DEG = -8.0, -55.0

# Vertices (V, 3), triangles (T, 3), and colour, gloss and height up the leg (V, 5).
Scene = tuple[Array, NDArray[np.int32], Array]


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


def random_style(rng: np.random.Generator) -> Style:
    """Trainers mostly, slippers without a back, boots up to the calf."""
    kind = rng.choice(["trainer", "slipper", "boot"], p=[0.65, 0.15, 0.2])
    rim = {"trainer": rng.uniform(0.5, 0.85), "slipper": rng.uniform(0.4, 0.6), "boot": rng.uniform(0.9, 1.8)}[str(kind)]
    upper = colour(rng)
    return Style(
        sole=rng.uniform(0.08, 0.4),
        rim=rim,
        tongue=rng.uniform(0.0, 0.3),
        counter=rng.uniform(-0.35, -0.2) if kind == "slipper" else rng.uniform(0, 0.25),
        room=rng.uniform(0.05, 0.35),
        box=rng.uniform(0.3, 0.6),
        snug=rng.uniform(0.06, 0.16),
        welt=rng.uniform(0, 0.12),
        spring=rng.uniform(0, 0.25),
        waist=rng.uniform(0, 0.2) * (rng.random() < 0.4),
        pointed=rng.uniform(0, 0.5),
        capped=rng.uniform(0.72, 0.95) if rng.random() < 0.4 else 2.0,
        backed=rng.uniform(0.1, 0.3) if rng.random() < 0.4 else -1.0,
        striped=(rng.uniform(15, 40), rng.uniform(-4, 4), rng.uniform(0, 0.8)) if rng.random() < 0.4 else None,
        laced=rng.uniform(25, 60) if kind != "slipper" and rng.random() < 0.7 else None,
        under=colour(rng) if rng.random() < 0.4 else np.full(3, rng.uniform(0.02, 0.95)),
        upper=upper,
        trim=colour(rng) if rng.random() < 0.6 else np.clip(upper * rng.uniform(0.5, 1.5), 0, 1),
        lining=np.clip(upper * rng.uniform(0.4, 1.2), 0, 1),
    )


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
    mode = str(rng.choice(["floor", "out", "raised", "free"], p=[0.38, 0.23, 0.23, 0.16]))
    if mode == "floor":
        tiptoe = rng.uniform(0, 60) * (rng.random() < 0.3)
        return mode, rotation([1, 0, 0], tiptoe) @ leg.foot.T
    if mode == "free":
        return mode, rotation(rng.standard_normal(3), rng.uniform(0, 180))
    shin = np.array([0, rng.normal(-0.2, 0.25), 1.0]) if mode == "out" else np.array([rng.normal(0, 0.3), 1.0, rng.normal(0, 0.3)])
    up = np.array([rng.normal(0, 0.35), 1.0, 0]) if mode == "out" else np.array([rng.normal(), 0, rng.normal()])
    return mode, _towards(leg, shin, up)


def camera_at(rng: np.random.Generator, feet: Array, target: Array, fill: float, ground: float, raised: bool = False) -> Camera:
    """A camera that shows `target` (3,) with the points `feet` (M, 3) over the share `fill` of the picture: from the floor and about, or from above.

    A `raised` leg's foot is seen from below by a camera on the floor.
    """
    n = SIZE * FINER
    view = np.radians(rng.uniform(25, 75))
    lowest = LOOKS_UP_DEG if raised else LEVEL_DEG
    height = np.radians(rng.uniform(lowest, 35) if rng.random() < (0.8 if raised else 0.6) else rng.uniform(25, 88))
    # People put a webcam before them: a foot that stands points at it more often than elsewhere.
    around = rng.normal(0, 0.5) if rng.random() < 0.2 else rng.uniform(0, 2 * np.pi)
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


def background(rng: np.random.Generator, camera: Camera, ground: float) -> tuple[Array32, NDArray[np.bool_]]:
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


def dressed(rng: np.random.Generator, legs: list[tuple[str, Leg]], subject: int, cover: str) -> list[Array]:
    """Colour, concavity and gloss (V, 5) of each leg's vertices: skin, nails, socks, trousers, a band round the foot, what is in a shoe."""
    tone, sock, cloth, stripe = skin_tone(rng), colour(rng), colour(rng), colour(rng)
    hem, top = rng.uniform(0.1, 1.6), rng.uniform(0.05, 0.7) + (0.5 if cover == "shoe" else 0)
    long, striped, socked, banded = rng.random(4) < [0.5, 0.3, 0.5, 0.15]
    blush, waves = rng.uniform(0, 0.12), rng.uniform(20, 90)
    polish = colour(rng) if rng.random() < 0.15 else np.clip(tone * 1.1 + 0.08, 0, 1)
    band, girth, paint = rng.uniform(0.6, 1.7), rng.uniform(0.1, 0.6), colour(rng)
    crease = rng.uniform(0, 3)
    out = []
    for side, leg in legs:
        rest, weights, tips = DATA["v" + side][subject], DATA["w" + side], DATA["t" + side][subject]
        height = ((rest[:, 1] - DATA["j" + side][subject, FOOT, 1]) / 3.9)[:, None]
        front = rest[:, 2:]
        paints = np.tile(tone, (len(rest), 1)) * (1 - weights[:, FOOT + 1 :].sum(axis=1, keepdims=True) * blush * [-0.5, 1, 1])
        if cover == "bare":
            for toe, tip in enumerate(tips):
                off = np.linalg.norm((rest - tip - [0, 0.1, -0.02]) * [1, 1, 0.7], axis=1)
                nail = np.clip(((0.17 if toe == 0 else 0.1) - off) / 0.05, 0, 1)[:, None]
                paints = paints * (1 - nail) + polish * nail
        elif cover == "sock" or socked:
            paints = np.where(height < top, cloth if striped and waves > 55 else sock, paints)
            if striped:
                paints = np.where((height < top) & (np.sin(height * waves) > 0.3), stripe, paints)
        if leg.shoe is not None:
            # Where the foot comes through its shoe it looks like that.
            paints = np.where(height < 0, leg.shoe.lining, paints)
        if banded:
            paints = np.where((np.abs(front - band) < girth / 2) & (height < 0), paint, paints)
        if long:
            paints = np.where(height > hem, cloth, paints)
        hollow = _hollows(side, leg)[:, None] * crease
        out.append(np.hstack([paints * np.clip(1 - hollow, 0.3, 1.1), np.full((len(rest), 1), 0.0), height]))
    return out


def trousers(rng: np.random.Generator, legs: list[tuple[str, Leg]]) -> list[Scene]:
    """Loose trousers: a tube round each shank, from below the ankle or further up to the knee, so that the ankle and often the heel lie under cloth."""
    up, around = np.linspace(0, 1, 24)[:, None], np.linspace(0, 2 * np.pi, 32, endpoint=False)[None]
    hem, slant, wide, knee = rng.uniform(-0.5, 1.2), rng.normal(0, 0.12), rng.uniform(0.5, 0.95), rng.uniform(0.75, 1.1)
    folds, deep, cloth = rng.uniform(4, 12), rng.uniform(0, 0.09), colour(rng)
    edge = np.clip(cloth * rng.uniform(0.4, 1.6), 0, 1) if rng.random() < 0.3 else cloth
    paints = np.hstack([np.where(np.repeat(up < 0.06, around.size), edge.reshape(3, 1), cloth.reshape(3, 1)).T, np.zeros((up.size * around.size, 2))])
    triangles = tube(up.size, around.size)
    out = []
    for _, leg in legs:
        front = leg.foot[:, 2] - (leg.foot[:, 2] @ leg.shin) * leg.shin
        front /= np.linalg.norm(front)
        height = hem + slant * np.cos(around) * (1 - up) + (4.4 - hem) * up
        # Cloth that is too long lies in folds over the foot.
        creased = deep * np.sin(folds * height + 2 * np.sin(around + rng.uniform(0, 6)) + rng.uniform(0, 6)) * np.exp(-2 * up)
        radius = (wide + (knee - wide) * up + creased) * (1 + 0.08 * np.sin(2 * around + rng.uniform(0, 6)))
        places = np.stack([radius * np.sin(around), height, radius * np.cos(around) - 0.1], axis=-1).reshape(-1, 3)
        out.append((places @ np.stack([np.cross(-leg.shin, front), -leg.shin, front]) + leg.points[0], triangles, paints))
    return out


def _hollows(side: str, leg: Leg) -> Array:
    """(V,) how far each vertex lies below the mean of its neighbours, dm: between toes little light falls."""
    faces, v = LEG_TRIANGLES[side], leg.vertices
    total, count = np.zeros_like(v), np.zeros(len(v))
    for a, b in ((0, 1), (1, 2), (2, 0)):
        for k in range(3):
            total[:, k] += np.bincount(faces[:, a], v[faces[:, b], k], len(v)) + np.bincount(faces[:, b], v[faces[:, a], k], len(v))
        count += np.bincount(faces[:, a], minlength=len(v)) + np.bincount(faces[:, b], minlength=len(v))
    outward = normals(v, faces)
    return np.asarray((((total / np.maximum(count, 1)[:, None]) - v) * outward).sum(axis=1) * 12)


def lit(rng: np.random.Generator, camera: Camera, facing: Array, paints: Array, sun: Array, ambient: float) -> Array:
    """Colours (M, 3) of surfaces with normals `facing` (M, 3) in a sun, some light from all round and a little gloss."""
    unit = facing / np.maximum(np.linalg.norm(facing, axis=1, keepdims=True), 1e-6)
    back = -camera.axes[2]
    direct = np.clip((unit @ sun + 0.25) / 1.25, 0, 1)
    half = (sun + back) / np.linalg.norm(sun + back)
    gloss = np.clip(unit @ half, 0, 1) ** 20 * rng.uniform(0, 0.25)
    light = ambient * (0.75 + 0.25 * unit[:, 1]) * (0.7 + 0.3 * np.clip(np.abs(unit @ back), 0, 1)) + (1.25 - ambient) * direct
    return np.asarray(paints * light[:, None] * rng.uniform(0.9, 1.1, 3) + gloss[:, None])


def random_legs(rng: np.random.Generator, cover: str) -> tuple[list[tuple[str, Leg]], int, str]:
    """One leg, or two side by side, in the room; the first one's foot is the one that is looked at."""
    subject, shape = int(rng.integers(SUBJECTS)), rng.uniform(0.9, 1.12, 3)
    thickness = {"bare": 0.0, "sock": rng.uniform(0.015, 0.04), "shoe": 0.0}[cover]
    style = random_style(rng) if cover == "shoe" else None
    angles = random_angles(rng, cover)
    first, second = ("L", "R") if rng.random() < 0.5 else ("R", "L")

    def made(side: str, bend: Angles) -> Leg:
        return pose(side, subject, bend, covered=cover != "bare", thickness=thickness, shape=shape, style=style)

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
            moved = _moved(moved, np.eye(3), np.array([0, legs[0][1].lowest - moved.lowest, 0]))
        legs.append((second, moved))
    return legs, subject, mode


def _moved(leg: Leg, turn: Array, by: Array) -> Leg:
    places = {name: getattr(leg, name) @ turn.T + by for name in ("vertices", "worn", "points")}
    return replace(leg, **places, foot=turn @ leg.foot, shin=turn @ leg.shin)


def joined(parts: list[Scene]) -> Scene:
    """Vertices, triangles and attributes (colour, gloss, height up the leg) of several meshes as one."""
    starts = np.cumsum([0] + [len(p[0]) for p in parts])
    return (
        np.concatenate([p[0] for p in parts]),
        np.concatenate([p[1] + start for p, start in zip(parts, starts, strict=False)]).astype(np.int32),
        np.concatenate([np.hstack([normals(p[0], p[1]), p[2]]) for p in parts]),
    )
