"""What stands about a foot: floors, walls, furniture, clutter, and a body's other parts. All drawn, nothing photographed."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.raster import Array, Array32, noise

_BODY = np.load(Path(__file__).parent / "data" / "body.npz")
_CUBE = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], float)
_CUBE_FACES = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])


def colour(rng: np.random.Generator) -> Array:
    """A colour of things, RGB in [0, 1]: mostly dull."""
    hsv = np.array([[[rng.random() * 360, rng.random() ** 2.5 * 0.8, rng.random()]]], np.float32)
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)[0, 0], float)


def skin_tone(rng: np.random.Generator) -> Array:
    """A colour of skin, RGB in [0, 1], from very light to very dark alike often."""
    tones = np.array([[0.95, 0.78, 0.68], [0.85, 0.62, 0.48], [0.62, 0.42, 0.30], [0.32, 0.20, 0.15]])
    at = rng.random()
    tone = np.array([np.interp(at, [0, 0.35, 0.7, 1], tones[:, k]) for k in range(3)])
    return np.asarray(np.clip(tone * rng.uniform(0.85, 1.1) + rng.normal(0, 0.03, 3), 0.05, 1))


def floor(rng: np.random.Generator, x: Array, z: Array) -> Array:
    """The colour of a floor at its points `x`, `z` (H, W) dm: tiles, boards, carpet, checks or a mat."""
    turn, scale = rng.uniform(0, np.pi), rng.uniform(0.6, 6)
    u, v = (x * np.cos(turn) + z * np.sin(turn)) / scale, (z * np.cos(turn) - x * np.sin(turn)) / scale
    # Boards are often of the colours of skin.
    ground = colour(rng) if rng.random() < 0.8 else skin_tone(rng)
    other = np.clip(ground + rng.normal(0, 0.12, 3), 0, 1)
    match rng.integers(5):
        case 0:
            mix = ((u % 1 < 0.05) | (v % 1 < 0.05)).astype(float)
        case 1:
            board = np.floor(v)
            mix = 0.5 + 0.3 * np.sin(board * 12.9898) + 0.3 * np.sin(u * 3 + 6 * np.sin(v * 9 + board)) * np.sin(v * 40)
            mix[v % 1 < 0.03] = 1.5
        case 2:
            mix = noise(rng, x.shape[0], (50, 90)) * 1.2
        case 3:
            mix = (np.floor(u) + np.floor(v)) % 2
        case _:
            mix = noise(rng, x.shape[0], (4, 9)) * 0.6
    return np.asarray(ground + (other - ground) * mix[..., None])


def clutter(rng: np.random.Generator, image: Array32, count: int) -> None:
    """Draw `count` flat things into `image` (N, N, 3): boxes, discs, rods, stripes, blobs of noise."""
    n = image.shape[0]
    for _ in range(count):
        paint = colour(rng)
        x, y, w, h = (int(v) for v in (*rng.integers(0, n, 2), *rng.integers(5, n // 2, 2)))
        match rng.integers(4):
            case 0:
                corners = cv2.boxPoints(((x, y), (w, h), float(rng.uniform(0, 180)))).astype(int)
                cv2.fillPoly(image, [corners], paint.tolist(), cv2.LINE_AA)
            case 1:
                cv2.ellipse(image, (x, y), (w // 2, h // 2), float(rng.uniform(0, 180)), 0, 360, paint.tolist(), -1, cv2.LINE_AA)
            case 2:
                cv2.line(image, (x, y), (x + int(rng.normal(0, n)), y + int(rng.normal(0, n))), paint.tolist(), int(rng.integers(2, 16)), cv2.LINE_AA)
            case _:
                blob = noise(rng, n, (3, 7, 15)) > rng.uniform(0.1, 0.8)
                image[blob] = (paint * (1 + 0.2 * noise(rng, n, (12, 48))[..., None]))[blob]


def furniture(rng: np.random.Generator, ground: float) -> tuple[Array, NDArray[np.int32], Array]:
    """Boxes standing about the origin: vertices (V, 3), triangles (T, 3), colours (V, 3). Some are boards on legs, as chairs and tables are."""
    boxes = []
    for _ in range(rng.integers(1, 5)):
        size = rng.uniform(0.3, 4, 3) * rng.choice([0.3, 1, 2])
        at = np.array([rng.normal(0, 5), 0, rng.normal(0, 5)])
        if rng.random() < 0.5:
            leg = np.array([0.3, rng.uniform(2, 5), 0.3])
            reach = rng.uniform(2, 5)
            boxes += [(at + np.array([dx * reach, 0, dz * reach]), leg) for dx in (0, 1) for dz in (0, 1)]
            boxes.append((at + np.array([0, leg[1], 0]), np.array([reach + 0.3, 0.3, reach + 0.3])))
        else:
            boxes.append((at, size))
    vertices, triangles, colours = [], [], []
    paint, spin = colour(rng), rng.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(spin), 0, np.sin(spin)], [0, 1, 0], [-np.sin(spin), 0, np.cos(spin)]])
    for at, size in boxes:
        # Corners of their own for each face, so that edges stay sharp in the light.
        for face in _CUBE_FACES:
            triangles += [[len(vertices) + k for k in three] for three in ((0, 1, 2), (0, 2, 3))]
            vertices += [(corner * size + at) @ turn.T + [0, ground, 0] for corner in _CUBE[face]]
            colours += [paint] * 4
    return np.array(vertices), np.array(triangles, np.int32), np.array(colours)


def body_without_feet() -> tuple[Array, NDArray[np.int32], list[NDArray[np.intp]]]:
    """A body in dm without its feet: vertices, triangles, and the vertices of hands, head, knees and the rest, for pictures that show no foot."""
    vertices = _BODY["verts"] * float(_BODY["quantum"])
    vertices = vertices * (17 / np.ptp(vertices[:, 1]))
    names = [str(bone) for bone in _BODY["bones"]]
    main = np.array([names[i] for i in _BODY["bone_idx"][np.arange(len(vertices)), _BODY["bone_w"].argmax(axis=1)]])
    quads = _BODY["quads_body"].astype(np.int32)
    quads = quads[~np.isin(main[quads], [n for n in names if n.startswith(("foot", "toe"))]).any(axis=1)]
    used = np.unique(quads)

    def of(*starts: str) -> NDArray[np.intp]:
        return np.array([i for i in used if main[i].startswith(starts)])

    groups = [of("finger", "wrist", "metacarpal"), of("head"), of("lowerleg", "upperleg"), used]
    return vertices, np.concatenate([quads[:, :3], quads[:, [0, 2, 3]]]), [g for g in groups if len(g)]
