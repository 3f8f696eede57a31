"""How well feet are found and read: on rendered clips whose points are known, in pictures without a foot, and how fast.

    python benchmarks/feet.py [--clips DIR] [--only SUBSTRING] [--seconds S] [--jobs N] [--pictures DIR] [--network FILE] [--json FILE]

Clips (NAME.mp4 with NAME.npz; the suite's cache unless named) are followed as footcv does, by the body where one is seen. What is compared are true feet of at
least 60 px with two points in sight, in every frame that is read:

- found: share of them on which a reading lies, half a foot away at most; first s: how long that took from the first one that could have been found
- side: share of those readings under their right side; stray: share of all readings that lie on no true foot, whatever its size
- ankle, heel, toes: median distance of the points in sight from the truth, % of the foot's length (heel to big toe as the picture shows it, or four fifths of
  the extent of its points where it points at the camera)

Pictures without a foot stand still for two seconds and are searched without a body; every find is false: those of a folder, else drawn scenes and frames of
the clips with the feet painted over. Times are of one core.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rendered import SUITE, how_to_fill

from footcv.analyze import POSE_STEP_S
from footcv.errors import ModelError
from footcv.feet import landmarks
from footcv.feet.follower import SHORTEST_STEP_S, FootFollower
from footcv.feet.foot import SIDES, Foot, settled
from footcv.feet.landmarks import FootLandmark, read_feet
from footcv.feet.search import find_feet
from footcv.pose.estimator import PoseEstimator
from footcv.video.frame import Frame
from footcv.video.source import open_source

# The network's points that the truth has too, and its names for them.
MARKS = {
    FootLandmark.ANKLE: "ankle",
    FootLandmark.HEEL: "heel",
    FootLandmark.TOE1: "big_toe_tip",
    FootLandmark.TOE2: "second_toe_tip",
    FootLandmark.TOE5: "little_toe_tip",
}
GROUPS = {"ankle": [0], "heel": [1], "toes": [2, 3, 4]}
LEAST_PX, LEAST_SEEN = 60.0, 2
ON_FOOT = 0.5
SOON_S = 1.0
# Pictures without feet: so many drawn scenes, and so many frames of each clip that shows a whole body; and how long each stands.
SCENES, FRAMES_PER_CLIP = 100, 2
STILL_S = 2.0
IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".bmp")
HEADER = f"{'clip':36} {'feet':>6} {'found':>6} {'first s':>7} {'side':>6} {'stray':>6} {'ankle':>6} {'heel':>6} {'toes':>6}"

Row = dict[str, Any]
Image = NDArray[np.uint8]


def use(network: Path | None) -> None:
    """Read feet with another network than the one that ships."""
    if network is not None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        landmarks._network = cache(lambda: onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"]))


class Truth:
    """Where the feet of a clip are: `points` (N, 2, 5, 2) px, pixel centres at whole numbers, of left and right foot, whether they are in `sight` (N, 2, 5),
    and the feet's `length` (N, 2) px."""

    def __init__(self, npz: Path) -> None:
        with np.load(npz) as data:
            names = [str(name) for name in data["point_names"]]
            sides = [[str(side) for side in data["sides"]].index(side) for side in SIDES]
            pick = np.ix_(np.arange(len(data["t"])), sides, [names.index(name) for name in MARKS.values()])
            self.t = data["t"]
            # The truth's (0, 0) is the outer corner of the first pixel.
            self.points = data["points_px"][pick].astype(float) - 0.5
            self.sight = data["visible"][pick] & data["in_frame"][pick]
        extent = np.ptp(self.points, axis=2).max(axis=2)
        self.length = np.maximum(np.linalg.norm(self.points[:, :, 1] - self.points[:, :, 2], axis=2), 0.8 * extent)

    def at(self, t: float) -> int:
        return int(np.abs(self.t - t).argmin())


def readings(video: Path, seconds: float) -> Iterator[tuple[float, list[Foot]]]:
    """The feet of every frame that is read, at most 32 a second; the body is looked at as often as an analysis does."""
    last_t = looked_t = -np.inf
    pose = None
    with open_source(str(video)) as source, PoseEstimator("full") as estimator:
        follower = FootFollower()
        for frame in source.frames():
            if frame.t > seconds:
                return
            if frame.t - looked_t >= POSE_STEP_S:
                pose, looked_t = estimator.detect(frame), frame.t
            if frame.t - last_t >= SHORTEST_STEP_S:
                last_t = frame.t
                yield frame.t, follower.update(frame, pose)


def compare(video: Path, network: Path | None, seconds: float) -> Row:
    use(network)
    truth = Truth(video.with_suffix(".npz"))
    errors: list[NDArray[np.float64]] = []
    sides: list[bool] = []
    waits: list[float] = []
    wanted = found = stray = told = 0
    first_wanted: float | None = None
    for t, feet in readings(video, seconds):
        i = truth.at(t)
        matched = match(feet, truth.points[i], truth.length[i])
        told, stray = told + len(feet), stray + len(feet) - len(matched)
        for k, side in enumerate(SIDES):
            if truth.length[i, k] < LEAST_PX or truth.sight[i, k].sum() < LEAST_SEEN:
                continue
            wanted += 1
            first_wanted = t if first_wanted is None else first_wanted
            if (foot := matched.get(k)) is None:
                continue
            found += 1
            waits.append(t - first_wanted)
            sides.append(foot.side == side)
            off = np.linalg.norm(foot.reading.points[list(MARKS)] - truth.points[i, k], axis=1) / truth.length[i, k]
            errors.append(np.where(truth.sight[i, k], off, np.nan))
    table = np.array(errors).reshape(-1, len(MARKS))
    return {
        "clip": video.stem,
        "framing": json.loads(video.with_suffix(".json").read_text()).get("framing", "full"),
        "feet": wanted,
        "found": found / wanted if wanted else None,
        "first_s": min(waits, default=None),
        "side": sum(sides) / len(sides) if sides else None,
        "stray": stray / told if told else None,
        **{f"{name}_percent": median_percent(table[:, columns]) for name, columns in GROUPS.items()},
    }


def match(feet: list[Foot], points: NDArray[np.float64], lengths: NDArray[np.float64]) -> dict[int, Foot]:
    """The reading that lies on each true foot, 0 left and 1 right: the nearest pairs first, by the median distance of their points."""
    off = {
        (k, n): float(np.median(np.linalg.norm(foot.reading.points[list(MARKS)] - points[k], axis=1))) / lengths[k]
        for k in range(len(SIDES))
        for n, foot in enumerate(feet)
    }
    pairs: dict[int, int] = {}
    for k, n in sorted(off, key=lambda pair: off[pair]):
        if off[k, n] <= ON_FOOT and k not in pairs and n not in pairs.values():
            pairs[k] = n
    return {k: feet[n] for k, n in pairs.items()}


def median_percent(shares: NDArray[np.float64]) -> float | None:
    known = shares[np.isfinite(shares)]
    return float(100 * np.median(known)) if len(known) else None


def show_row(row: Row) -> Row:
    def shown(name: str, form: str, width: int) -> str:
        return f"{'-' if row[name] is None else format(row[name], form):>{width}}"

    shares = f"{shown('found', '.3f', 6)} {shown('first_s', '.2f', 7)} {shown('side', '.3f', 6)} {shown('stray', '.3f', 6)}"
    errors = " ".join(shown(f"{name}_percent", ".1f", 6) for name in GROUPS)
    print(f"{row['clip']:36} {row['feet']:6} {shares} {errors}", flush=True)
    return row


def medians(rows: list[Row]) -> Row:
    """The median clip; of what some clips do not have, the median of the others."""
    known = {name: [row[name] for row in rows if row[name] is not None] for name in rows[0] if name not in ("clip", "framing")}
    return {"clip": f"median of {len(rows)} clips"} | {name: statistics.median(values) if values else None for name, values in known.items()}


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
    follower = FootFollower()
    seen = [follower.update(Frame(t, image), None) for t in np.arange(0.0, STILL_S, SHORTEST_STEP_S)]
    return True, any(settled(seen))


def false_finds(name: str, pictures: Iterator[Image]) -> Row | None:
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


def milliseconds(work: Callable[[], Any], repeats: int) -> float:
    work()
    spent = []
    for _ in range(repeats):
        # Of this process alone: the machine may have other work.
        began = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - began))
    return statistics.median(spent)


def speed() -> Row:
    """Median times of one core."""
    cv2.setNumThreads(1)
    image = np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8)
    row = {
        "foot_ms": milliseconds(lambda: read_feet(image, [(320.0, 240.0, 200.0)]), 50),
        "two_feet_ms": milliseconds(lambda: read_feet(image, [(220.0, 240.0, 200.0), (420.0, 240.0, 200.0)]), 50),
        "search_ms": milliseconds(lambda: find_feet(image), 5),
    }
    print(f"one core: {row['foot_ms']:.2f} ms for one foot, {row['two_feet_ms']:.2f} ms for two")
    print(f"one core: {row['search_ms']:.0f} ms to search a picture of 640 × 480 without a foot")
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=Path, default=SUITE, help="a folder of NAME.mp4 with NAME.npz and NAME.json")
    parser.add_argument("--only", default="", help="only clips whose name holds this")
    parser.add_argument("--seconds", type=float, default=8.0, help="follow each clip for so long")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--pictures", type=Path, help="a folder of images in which there is no foot")
    parser.add_argument("--network", type=Path, help="another foot_landmarks.onnx, one just trained for instance")
    parser.add_argument("--json", type=Path, help="write rows and figures here")
    args = parser.parse_args()
    use(args.network)
    try:
        landmarks._network()
    except ModelError as error:
        sys.exit(str(error))
    videos = [npz.with_suffix(".mp4") for npz in sorted(args.clips.glob("*.npz")) if args.only in npz.stem and npz.with_suffix(".mp4").is_file()]
    rows: list[Row] = []
    if videos:
        print(HEADER)
        with ProcessPoolExecutor(args.jobs, mp_context=get_context("spawn")) as pool:
            rows = [show_row(row) for row in pool.map(partial(compare, network=args.network, seconds=args.seconds), videos)]
        show_row(medians(rows) | {"feet": sum(row["feet"] for row in rows)})
        alone = [row for row in rows if row["framing"] != "full" and row["feet"]]
        soon = sum(row["first_s"] is not None and row["first_s"] <= SOON_S for row in alone)
        print(f"without a torso: a true foot is found within {SOON_S:.0f} s in {soon} of {len(alone)} clips")
    else:
        print(f"no clips with truth of every frame in {args.clips}{how_to_fill() if args.clips == SUITE else ''}")
    sources = (
        {str(args.pictures): pictures_of(args.pictures)} if args.pictures else {"drawn scenes": drawn_scenes(SCENES), "feet painted over": painted_over(videos)}
    )
    empty = {name: false_finds(name, pictures) for name, pictures in sources.items()}
    times = speed()
    if args.json:
        args.json.write_text(json.dumps({"clips": rows, "without_feet": empty, "time": times}, indent=1) + "\n")


if __name__ == "__main__":
    main()
