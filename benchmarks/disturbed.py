"""Whether disturbances change what is counted: clips are copied shaken, flickering, noisy, compressed, with a shadow and with a passer-by, and analysed again.

    python benchmarks/disturbed.py [--only SUBSTRING] [--what NAME] [--jobs N] [--json FILE]

Takes the sample videos, and four clips of `accuracy.py`'s suite where they are rendered. Prints a row for each clip, and how many copies give the clip's own
number of repetitions. The disturbances are drawn by a seed from the clip's name, so everybody gets the same copies.
"""

import argparse
import json
import tempfile
import zlib
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from passerby import is_there, passing_by
from rendered import SUITE, how_to_fill

from footcv.analyze import analyze
from footcv.errors import NobodyError
from footcv.exercises import EXERCISES
from footcv.feet.box import FootBox
from footcv.video.frame import Frame
from footcv.video.source import open_source
from footcv.video.writer import open_writer

SAMPLES = Path(__file__).resolve().parents[1] / "sample_videos"
CLIPS = ("plantar-flexion", "dorsiflexion", "toe-walking", "ankle-circles", "toe-press", "pencil-pickup")
OF_THE_SUITE = ("plantar-flexion_2_34_left", "dorsiflexion_3_34_both", "toe-walking_1_side_spot", "ankle-circles_2_34_left")

Image = NDArray[np.uint8]


def shaken(image: Image, t: float, rng: np.random.Generator) -> Image:
    """A hand-held camera: off by a hundredth of the picture, several times a second and slowly."""
    height, width = image.shape[:2]
    phases = rng.uniform(0, 2 * np.pi, (2, 3))
    waves = np.sin(2 * np.pi * np.array([0.4, 1.7, 4.3]) * t + phases) @ np.array([0.6, 0.3, 0.2])
    off = 0.01 * width * waves
    return np.asarray(cv2.warpAffine(image, np.float32([[1, 0, off[0]], [0, 1, off[1]]]), (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def flickering(image: Image, t: float, rng: np.random.Generator) -> Image:
    """Light that swings by a fifth, slowly and from frame to frame."""
    phase = rng.uniform(0, 2 * np.pi)
    light = 1 + 0.12 * np.sin(2 * np.pi * 0.7 * t + phase) + 0.08 * np.sin(2 * np.pi * 9.3 * t)
    return np.asarray(np.clip(image * light, 0, 255), np.uint8)


def noisy(image: Image, t: float, rng: np.random.Generator) -> Image:
    """A sensor in a dim room."""
    grain = np.random.default_rng(int(1e3 * t)).normal(0, 12, image.shape)
    return np.asarray(np.clip(image + grain, 0, 255), np.uint8)


def shadowed(image: Image, t: float, rng: np.random.Generator) -> Image:
    """A soft shadow that goes across the picture and back."""
    width = image.shape[1]
    middle = width * (0.5 + 0.6 * np.sin(2 * np.pi * t / rng.uniform(6, 9)))
    dark = 1 - 0.45 * np.exp(-((np.arange(width) - middle) ** 2) / (2 * (0.1 * width) ** 2))
    return np.asarray(image * dark[None, :, None], np.uint8)


def compressed(image: Image, t: float, rng: np.random.Generator) -> Image:
    """A video call over a thin line: every picture in blocks."""
    return np.asarray(cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 10])[1], cv2.IMREAD_COLOR), np.uint8)


DISTURBANCES: dict[str, Any] = {
    "shaken": shaken,
    "flickering": flickering,
    "noisy": noisy,
    "compressed": compressed,
    "shadowed": shadowed,
}
# Somebody walks through behind the exerciser; not in pictures of feet alone.
PASSED_BY = "passed by"
NAMES = (*DISTURBANCES, PASSED_BY)


def copy(video: Path, path: Path, what: str) -> None:
    """Write a disturbed copy of `video`."""
    with ExitStack() as stack:
        change = stack.enter_context(passing_by()) if what == PASSED_BY else DISTURBANCES[what]
        opened, writer = stack.enter_context(open_source(str(video))), stack.enter_context(open_writer(path))
        for frame in opened.frames():
            rng = np.random.default_rng(zlib.crc32(f"{video.stem} {what}".encode()))
            writer.write(Frame(frame.t, np.ascontiguousarray(change(frame.image, frame.t, rng))))


def counted(video: Path, truth: dict[str, Any]) -> int:
    """How many repetitions are seen; in a clip of feet the feet of its truth are given."""
    boxes = tuple(FootBox(side, *box) for side, box in truth["feet"].items() if truth["side"] in (side, "both")) if truth.get("framing") == "feet" else ()
    try:
        return len(analyze(str(video), EXERCISES[truth["exercise"]], feet=boxes).reps)
    except NobodyError:
        return 0


def compare(video: Path, names: list[str]) -> dict[str, Any]:
    truth = json.loads(video.with_suffix(".json").read_text())
    seen = {"as it is": counted(video, truth)}
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            if name == PASSED_BY and (truth["framing"] == "feet" or not is_there()):
                continue
            path = Path(folder) / "copy.mp4"
            copy(video, path, name)
            seen[name] = counted(path, truth)
    return {"clip": video.stem, "true": len(truth["reps"]), "seen": seen}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="only clips whose name holds this")
    parser.add_argument("--what", choices=NAMES, help="only this disturbance")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write the rows here")
    args = parser.parse_args()
    videos = [SAMPLES / f"{name}.mp4" for name in CLIPS] + [SUITE / f"{name}.mp4" for name in OF_THE_SUITE]
    videos = [video for video in videos if args.only in video.name and video.is_file()]
    names = [args.what] if args.what else list(NAMES)
    if not videos:
        print(f"nothing to disturb{how_to_fill()}")
        return
    print(f"{'clip':28} {'true':>4} {'as it is':>9} " + " ".join(f"{name:>11}" for name in names))
    rows = []
    with ProcessPoolExecutor(args.jobs, mp_context=get_context("spawn")) as pool:
        for row in pool.map(partial(compare, names=names), videos):
            rows.append(row)
            counts = " ".join(f"{row['seen'].get(name, '-'):>11}" for name in names)
            print(f"{row['clip']:28} {row['true']:4} {row['seen']['as it is']:9} {counts}", flush=True)
    for name in names:
        copies = [row for row in rows if name in row["seen"]]
        print(f"{name}: the same number in {sum(row['seen'][name] == row['seen']['as it is'] for row in copies)} of {len(copies)}")
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
