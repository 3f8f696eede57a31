"""How closely each witness follows the foot: signals against the truth of every frame of rendered clips.

    python benchmarks/signals.py [--only SUBSTRING] [--cache DIR] [--jobs N]

For each clip with NAME.npz beside it (in ../shared/clips and in the suite's cache) and each side that exercises, prints the correlation, the RMSE and the
covered share of what the body's landmarks say, what the foot's own say, of the picture's first component and of the joined signal that is counted; README.md
says how they are compared.
What the sources are computed from is cached beside the suite's clips, until a clip or the code that looks at it changes.
"""

import argparse
import json
import warnings
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from rendered import SHARED, SUITE
from suite import ANALYSED_AS
from witnesses import look, witnesses

from footcv.exercises import EXERCISES
from footcv.feet.foot import SIDES
from footcv.signals.filters import Array

# Compared from this long before the first repetition to this long after the last.
AROUND_S = 1.0
Row = tuple[str, str, str, str, float, float, float]  # exercise, side, source, what was fitted, r, RMSE, covered share


def compare(video: Path, cache: Path) -> list[Row]:
    warnings.simplefilter("ignore", RuntimeWarning)  # means of nothing: those sources cover nothing
    truth = json.loads(video.with_suffix(".json").read_text())
    body, patches = look(video, cache)
    with np.load(video.with_suffix(".npz")) as data:
        true = {
            name: {side: np.interp(body.t, data["t"], data[name][:, k]) for k, side in enumerate(SIDES)}
            for name in ("ankle_deg", "lateral_deg", "heel_height_m")
        }
    span = (body.t >= truth["reps"][0]["start_s"] - AROUND_S) & (body.t <= truth["reps"][-1]["end_s"] + AROUND_S)
    exercise, sides = EXERCISES[truth["exercise"]], SIDES if truth["side"] == "both" else (truth["side"],)
    rows = []
    for side, source, unit, value, real in witnesses(body, patches, exercise, sides, true):
        fit, r, error, covered = agreement(unit, value, real, span)
        # The picture alone has no sign.
        rows.append((exercise.id, side, source, fit, abs(r) if source == "picture" else r, error, covered))
    return rows


def agreement(unit: str, value: Array, true: Array, span: Array) -> tuple[str, float, float, float]:
    """Fit, r, RMSE and covered share: shares are laid on the truth by the best straight line, degrees and metres by their offset alone."""
    fit, known = "line" if unit == "share" else "offset", np.isfinite(value) & np.isfinite(true) & span
    covered = float(known.sum() / span.sum())
    if known.sum() < 30 or value[known].std() == 0 or true[known].std() == 0:
        return fit, np.nan, np.nan, covered
    v, t = value[known], true[known]
    r = float(np.corrcoef(v, t)[0, 1])
    error = float(t.std() * np.sqrt(1 - r**2) if fit == "line" else (v - t).std())
    return fit, r, error, covered


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=SUITE, help="where the suite's clips lie")
    parser.add_argument("--only", default="", help="only clips whose name holds this")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    videos = [npz.with_suffix(".mp4") for folder in (SHARED / "clips", args.cache) for npz in sorted(folder.glob("*.npz"))]
    videos = [video for video in videos if args.only in video.stem and video.is_file() and video.stem not in ANALYSED_AS]
    videos = [video for video in videos if (truth := json.loads(video.with_suffix(".json").read_text()))["reps"] and EXERCISES[truth["exercise"]].analysable]
    if not videos:
        print(f"no clips with truth of every frame in {SHARED / 'clips'} or {args.cache}")
        return
    print(f"{'clip':32} {'side':5} {'source':9} {'r':>6} {'RMSE':>12} {'fit':6} {'covered':>7}")
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    work = partial(compare, cache=args.cache.with_name(f"{args.cache.name}-seen"))
    with ProcessPoolExecutor(args.jobs, mp_context=get_context("spawn")) as pool:
        for video, rows in zip(videos, pool.map(work, videos), strict=True):
            for row in rows:
                show(f"{video.stem:32} {row[1]:5}", row)
                groups[row[0], row[2]].append(row)
    for (exercise, source), rows in groups.items():
        r, rmse = (np.median([row[k] for row in rows if np.isfinite(row[k])] or [np.nan]) for k in (4, 5))
        fits = "/".join(sorted({row[3] for row in rows}))
        show(f"{'median of ' + exercise:38}", (exercise, "", source, fits, float(r), float(rmse), float(np.mean([row[6] for row in rows]))))


def show(head: str, row: Row) -> None:
    exercise, _, source, fit, r, rmse, covered = row
    error = f"{rmse:8.4f} m  " if EXERCISES[exercise].measure == "heel height" else f"{rmse:8.2f} deg"
    print(f"{head} {source:9} {r:6.3f} {error} {fit:6} {covered:7.2f}", flush=True)


if __name__ == "__main__":
    main()
