"""How large a foot must be in the picture to be counted: the suite's clips, and smaller copies of some, counted without footcv's own limit.

    python benchmarks/sizes.py RESULTS.json [--only SUBSTRING] [--jobs N] [--plot FILE.png]

Makes smaller copies of five toe clips of `accuracy.py`'s suite, analyses them with their exercises' own limits taken away, adds to RESULTS.json
what is not yet in it (so that a run can be broken off, and clips added), and prints for every exercise the share of exact counts by the length of the foot,
and the length from which on none is lost to its size: the limit. `--plot` draws it (needs matplotlib).
"""

import argparse
import json
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from accuracy import exercise_of, match
from rendered import SUITE, how_to_fill, rewrite_negatives

from footcv.feet.foot import SIDES
from footcv.video.frame import Frame
from footcv.video.source import open_source
from footcv.video.writer import open_writer

COPIED = (
    "toe-press_full_34_left",
    "toe-press_full_side_right",
    "pencil-pickup_full_34_right",
    "pencil-pickup_full_side_left",
    "pencil-pickup_lower_34_left",
)
# Of the foot that exercises, as footcv measures it, the copies have these lengths, px.
LENGTHS_PX = (22, 27, 32, 40)
BINS_PX = (0, 22, 27, 32, 37, 45, 60, 100, 180, 400)

Row = dict[str, Any]


def smaller(video: Path, path: Path, share: float) -> None:
    """Write a copy of `video` with `share` of its width: somebody further away, before a camera no better."""
    with open_source(video) as opened, open_writer(path) as writer:
        for frame in opened.frames():
            small = cv2.resize(frame.image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
            writer.write(Frame(frame.t, np.ascontiguousarray(small[: small.shape[0] // 2 * 2, : small.shape[1] // 2 * 2])))


def counted(task: tuple[Path, float]) -> Row:
    """Count one clip in a share of its size, without the limits: what is true, what is seen, and the length of the larger foot that exercises, px."""
    from footcv.analyze import watch
    from footcv.errors import NobodyError
    from footcv.signals.forefoot import foot_size
    from footcv.watched import understood

    video, share = task
    truth, row = json.loads(video.with_suffix(".json").read_text()), {"clip": video.stem, "share": round(share, 3)}
    sides = SIDES if truth["side"] == "both" else (truth["side"],)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy.mp4"
        if share < 1:
            smaller(video, path, share)
        try:
            seen = understood(watch(str(path if share < 1 else video)).watched)
        except NobodyError:
            return row | {"exercise": truth["exercise"], "true": len(truth["reps"]), "seen": 0, "matched": 0, "foot_px": None}
    reps = seen.measured(replace(exercise_of(video), smallest_foot_px=0.0)).reps
    pairs = match([(rep.start_s, rep.end_s, rep) for rep in reps], [(rep["start_s"], rep["end_s"], rep) for rep in truth["reps"]])
    sizes = [size for side in sides if np.isfinite(size := foot_size(seen.body, side))]
    counts = {"true": len(truth["reps"]), "seen": len(reps), "matched": len(pairs)}
    return row | {"exercise": truth["exercise"]} | counts | {"foot_px": round(max(sizes), 1) if sizes else None}


def is_exact(row: Row) -> bool:
    return bool(row["true"] == row["seen"] == row["matched"])


def limit_px(rows: list[Row]) -> float:
    """The length from which on size costs no count: the smallest foot that is counted above the largest one that is lost only because it is small."""
    known = [row for row in rows if row["foot_px"] is not None]
    counted_large = {row["clip"] for row in known if row["share"] == 1 and is_exact(row)}
    largest_miss = max((row["foot_px"] for row in known if row["clip"] in counted_large and not is_exact(row)), default=0.0)
    return float(min((row["foot_px"] for row in known if row["foot_px"] > largest_miss and is_exact(row)), default=np.nan))


def show(name: str, rows: list[Row]) -> None:
    sizes = np.array([row["foot_px"] for row in rows if row["foot_px"] is not None])
    exact = np.array([is_exact(row) for row in rows if row["foot_px"] is not None])
    for low, high in pairwise(BINS_PX):
        if (within := (sizes >= low) & (sizes < high)).any():
            print(f"{name:16} {low:3} to {high:3} px: {exact[within].sum():3} of {within.sum():3} exact")
    print(f"{name:16} none lost to its size from {limit_px(rows):.0f} px")


def draw(path: Path, groups: dict[str, list[Row]]) -> None:
    """Every clip and copy as a dot, exact above and not exact below, by the length of its foot."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(len(groups), 1, figsize=(7, 1.1 + 1.1 * len(groups)), sharex=True, squeeze=False)
    for axis, (name, rows) in zip(axes[:, 0], groups.items(), strict=True):
        known = [row for row in rows if row["foot_px"] is not None]
        spread = np.linspace(-0.12, 0.12, 5)
        at = [is_exact(row) + spread[i % 5] for i, row in enumerate(known)]
        axis.scatter([row["foot_px"] for row in known], at, s=14, c=["tab:green" if is_exact(row) else "tab:red" for row in known])
        limit = limit_px(rows)
        axis.axvline(limit, color="grey", linewidth=0.8)
        axis.set(xscale="log", yticks=[0, 1], yticklabels=["not", "exact"], ylim=(-0.5, 1.5), title=f"{name}: none lost to its size from {limit:.0f} px")
        axis.set_xticks([20, 30, 50, 100, 200], labels=["20", "30", "50", "100", "200"], minor=False)
        axis.minorticks_off()
    axes[-1, 0].set_xlabel("length of the foot in the picture, px")
    figure.tight_layout()
    figure.savefig(path, dpi=80)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path, help="JSON; what is in it is not counted again")
    parser.add_argument("--cache", type=Path, default=SUITE, help="where the suite's clips lie")
    parser.add_argument("--only", default="", help="only clips whose name holds this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--plot", type=Path)
    args = parser.parse_args()
    rows: list[Row] = json.loads(args.results.read_text()) if args.results.is_file() else []
    rewrite_negatives(args.cache)
    videos = [video for video in sorted(args.cache.glob("*.mp4")) if args.only in video.name and video.with_suffix(".json").is_file()]
    if not videos:
        print(f"no clips with truth in {args.cache}{how_to_fill()}")
        return
    with ProcessPoolExecutor(args.jobs, mp_context=get_context("spawn")) as pool:
        done = {(row["clip"], row["share"]) for row in rows}
        for row in pool.map(counted, [(video, 1.0) for video in videos if (video.stem, 1.0) not in done]):
            _keep(args.results, rows, row)
        sizes = {row["clip"]: row["foot_px"] for row in rows if row["share"] == 1 and row["foot_px"]}
        copies = [(video, length / sizes[video.stem]) for video in videos if video.stem in COPIED and video.stem in sizes for length in LENGTHS_PX]
        for row in pool.map(counted, [task for task in copies if task[1] < 1 and (task[0].stem, round(task[1], 3)) not in done]):
            _keep(args.results, rows, row)
    groups = {exercise: [row for row in rows if row["exercise"] == exercise and row["true"]] for exercise in sorted({row["exercise"] for row in rows})}
    groups = {exercise: members for exercise, members in groups.items() if members}
    for exercise, members in groups.items():
        show(exercise, members)
    if args.plot:
        draw(args.plot, groups)


def _keep(path: Path, rows: list[Row], row: Row) -> None:
    rows.append(row)
    path.write_text(json.dumps(rows, indent=1) + "\n")
    print(f"{row['clip']:40} {row['share']:5.2f}  {row['foot_px'] or 0:5.0f} px  true {row['true']}  seen {row['seen']}", flush=True)


if __name__ == "__main__":
    main()
