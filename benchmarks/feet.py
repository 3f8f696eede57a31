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
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from footless import SCENES, drawn_scenes, false_finds, painted_over, pictures_of
from numpy.typing import NDArray
from rendered import SUITE, how_to_fill
from truth import MARKS, Truth

from footcv.errors import ModelError
from footcv.feet import landmarks
from footcv.feet.follower import SHORTEST_STEP_S, FootFollower
from footcv.feet.foot import SIDES, Foot
from footcv.feet.landmarks import read_feet
from footcv.feet.search import find_feet
from footcv.pose.estimator import PoseEstimator
from footcv.pose.looks import POSE_STEP_S
from footcv.video.source import open_source

GROUPS = {"ankle": [0], "heel": [1], "toes": [2, 3, 4]}
LEAST_PX, LEAST_SEEN = 60.0, 2
ON_FOOT = 0.5
SOON_S = 1.0
HEADER = f"{'clip':36} {'feet':>6} {'found':>6} {'first s':>7} {'side':>6} {'stray':>6} {'ankle':>6} {'heel':>6} {'toes':>6}"

Row = dict[str, Any]


def use(network: Path | None) -> None:
    """Read feet with another network than the one that ships."""
    if network is not None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        landmarks._network = cache(lambda: onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"]))


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
