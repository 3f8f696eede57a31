"""Two lower legs of nine bodies: posed, with the eight points and the toes' flexion. Lengths in decimetres, y up, z where the toes point."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.shoes import Shoe, Style, shoe

Array = NDArray[np.float64]

# data/legs.npz: vertices v, vertices with the toes hidden as in a sock m, skin weights w, joints j, toe tips t and triangles f of both sides.
DATA = dict(np.load(Path(__file__).parent / "data" / "legs.npz"))
BONES = [str(bone) for bone in DATA["bones"]]
SUBJECTS = len(DATA["vL"])
SHANK, MID_SHANK, FOOT = 1, 2, 3
PARENT = [-1, 0, 1, 2] + [FOOT if bone.endswith("-1") else i + 3 for i, bone in enumerate(BONES[4:])]
TOE_BONES = [[i for i, bone in enumerate(BONES) if bone.startswith(f"toe{toe}-")] for toe in range(1, 6)]
# Where the balls lie between heel (0) and toe tips (1): the inner and outer ball lengths that shoe fitters measure.
BALL_IN, BALL_OUT = 0.73, 0.635
# The heel is the rearmost of what lies so near to the sole, dm: at the sole, as people place it.
HEEL_HEIGHT = 0.25
FLESH = 0.5


@dataclass(frozen=True)
class Angles:
    """Degrees: knee flexion, plantar flexion, inversion, abduction, and for each toe the flexion of its joints (5, 3)."""

    knee: float
    ankle: float
    inversion: float
    abduction: float
    toes: Array


@dataclass(frozen=True)
class Leg:
    """A posed leg: `vertices` (V, 3), `points` (8, 3), `foot` (3, 3) the foot's rotation from rest, `shin` (3,) unit, knee to ankle.

    `worn` (M, 3) are the vertices of its `shoe`, none where it has none.
    """

    vertices: Array
    points: Array
    foot: Array
    shin: Array
    toe_flexion_deg: float
    worn: Array
    shoe: Shoe | None

    @property
    def lowest(self) -> float:
        """The height of the leg's or its shoe's lowest point."""
        return float(np.concatenate([self.vertices, self.worn])[:, 1].min())


def rotation(axis: Array | list[float], degrees: float) -> Array:
    """The rotation (3, 3) about `axis`."""
    unit = np.asarray(axis, float) / np.linalg.norm(axis)
    return np.asarray(cv2.Rodrigues(unit * np.radians(degrees))[0], float)


def normals(vertices: Array, triangles: NDArray[np.int32]) -> Array:
    """(V, 3) unit normals, weighted by area."""
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    faces = np.cross(b - a, c - a)
    out = np.stack([sum(np.bincount(triangles[:, corner], faces[:, k], len(vertices)) for corner in range(3)) for k in range(3)], axis=1)
    return np.asarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9))


def pose(side: str, subject: int, angles: Angles, *, covered: bool, thickness: float, shape: Array, style: Style | None = None) -> Leg:
    """Bend the leg of one body; `covered` hides the toes as a sock does, `thickness` (dm) pads the foot, `shape` (3,) stretches the whole leg.

    A shoe of that `style` is put on it.
    """
    skin, weights = DATA["v" + side][subject] * shape, DATA["w" + side]
    joints, tips = DATA["j" + side][subject] * shape, DATA["t" + side][subject] * shape
    forward = joints[TOE_BONES[2][0]] - joints[FOOT]
    forward = np.array([forward[0], 0, forward[2]]) / np.hypot(forward[0], forward[2])
    across, sign = np.cross([0, 1, 0], forward), 1 if side == "L" else -1
    turn = rotation([0, 1, 0], sign * angles.abduction) @ rotation(forward, sign * angles.inversion) @ rotation(across, angles.ankle)
    local = {SHANK: rotation(across, angles.knee), FOOT: turn}
    for toe, bones in enumerate(TOE_BONES):
        local |= {bone: rotation(across, angles.toes[toe, k]) for k, bone in enumerate(bones)}
    turns, places = np.tile(np.eye(3), (len(BONES), 1, 1)), np.zeros((len(BONES), 3))
    for bone, parent in enumerate(PARENT):
        own = local.get(bone, np.eye(3))
        before, at = (np.eye(3), joints[bone]) if parent < 0 else (turns[parent], places[parent] + turns[parent] @ joints[bone])
        turns[bone] = before @ own
        places[bone] = at - turns[bone] @ joints[bone]

    def bent(rest: Array, by: Array) -> Array:
        return np.asarray(np.einsum("vb,bij,vj->vi", by, turns, rest, optimize=True) + by @ places)

    surface = DATA["m" + side][subject] * shape if covered else skin
    if thickness:
        padding = thickness * np.clip(weights[:, FOOT:].sum(axis=1) * 1.3, 0, 1)
        surface = surface + normals(surface, DATA["f" + side]) * padding[:, None]
    at = np.einsum("bij,bj->bi", turns, joints) + places
    last = [bones[-1] for bones in TOE_BONES]
    tip = np.einsum("bij,bj->bi", turns[last], tips) + places[last]
    marks = [bent(skin[ids], weights[ids]).mean(axis=0) for ids in _marks(skin, weights, joints, tips, forward, across * sign)]
    points = np.stack([at[FOOT], *marks, tip[0], tip[1], tip[4], at[MID_SHANK]])
    shin = at[FOOT] - at[SHANK]
    flexion = _toe_flexion(joints, tips, at, tip, turns[FOOT], forward)
    on = shoe(style, surface, weights, forward, across * sign) if style else None
    worn = bent(on.vertices, on.weights) if on else np.zeros((0, 3))
    return Leg(bent(surface, weights), points, turns[FOOT], shin / np.linalg.norm(shin), flexion, worn, on)


def _marks(skin: Array, weights: Array, joints: Array, tips: Array, forward: Array, outwards: Array) -> list[NDArray[np.intp]]:
    """The vertices whose means are the heel (rearmost at the sole), the inner and the outer ball (where the foot's edge is widest there)."""
    foot = np.flatnonzero(weights[:, FOOT:].sum(axis=1) > FLESH)
    along, wide, high = skin[foot] @ forward, skin[foot] @ outwards, skin[foot, 1]
    sole = high < high.min() + 0.5
    rear, front = along[sole].min(), (tips @ forward).max()
    low = high < high.min() + HEEL_HEIGHT
    heel = np.flatnonzero(low)[np.argsort(along[low])[:3]]

    def edge(share: float, sign: float) -> NDArray[np.intp]:
        near = np.flatnonzero(sole & (np.abs(along - rear - share * (front - rear)) < 0.16))
        return np.asarray(near[np.argsort(sign * wide[near])[-4:]])

    return [foot[ids] for ids in (heel, edge(BALL_IN, -1), edge(BALL_OUT, 1))]


def _toe_flexion(joints: Array, tips: Array, at: Array, tip: Array, foot: Array, forward: Array) -> float:
    """The mean over the toes of how far each points down against its rest, in the foot's own frame, degrees."""

    def down(direction: Array) -> float:
        return float(np.degrees(np.arctan2(-direction[1], direction @ forward)))

    bases = [bones[0] for bones in TOE_BONES]
    return float(np.mean([down(foot.T @ (tip[i] - at[b])) - down(tips[i] - joints[b]) for i, b in enumerate(bases)]))
