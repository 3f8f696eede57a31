"""How often body and feet must be looked at: counts and holds of clips that are watched often, with looks left out.

    python benchmarks/rates.py [FOLDER...] [--only SUBSTRING] [--rates POSE_HZ,FEET_HZ ...] [--json FILE]

Each clip (NAME.mp4 with NAME.json) is watched once, sixteen times a second, and kept, as signals.py keeps it; then looks are left out.
Prints for each clip the count at each rate, and by how much a hold differs from that of all looks; at the end, for each exercise, in how many clips the
count is the same, and the 95th percentile of that difference. The rates in footcv/exercises/ are the lowest at which no count changes, or the next ones up.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from accuracy import exercise_of
from rendered import SUITE
from witnesses import watched_of

from footcv.counting.rep import Rep
from footcv.exercises.exercise import Exercise
from footcv.feet.foot import Foot
from footcv.pose.landmarks import Pose
from footcv.watched import Watched, understood

RATES = [(16.0, 8.0), (8.0, 16.0), (8.0, 8.0), (6.0, 16.0), (6.0, 8.0), (5.0, 5.0)]


def thinned(watched: Watched, pose_hz: float, feet_hz: float) -> Watched:
    """What was watched, had the body been looked for `pose_hz` times a second and the feet that it leads to been read `feet_hz` times."""
    left = Watched(watched.size_px)
    pose: Pose | None = None
    seen: Sequence[Foot] = ()
    posed_s = read_s = -np.inf
    for t, looked, read in zip(watched.times, watched.poses, watched.feet, strict=True):
        if t - posed_s >= 1 / pose_hz - 2e-3 and (looked is None or looked.t == t):
            pose, posed_s = looked, t
        led = all(foot.found_by == "body" for foot in read)
        if (not led or t - read_s >= 1 / feet_hz - 2e-3) and (not read or read[0].t == t):
            seen, read_s = read, t
        left.add(t, pose, seen, ())
    left.patch_rows, left.image_rows = watched.patch_rows, watched.image_rows
    return left


def counted(watched: Watched, exercise: Exercise) -> tuple[Rep, ...]:
    seen = understood(watched)
    return seen.measured(exercise).reps if seen.is_enough else ()


def hold_difference_s(reps: tuple[Rep, ...], often: tuple[Rep, ...]) -> float | None:
    """The largest difference of a hold, or of a turn's time, None where the counts differ."""
    if len(reps) != len(often):
        return None
    lasts = [[rep.hold_s if rep.hold_s is not None else rep.end_s - rep.start_s for rep in some] for some in (reps, often)]
    return max((abs(a - b) for a, b in zip(*lasts, strict=True)), default=0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[SUITE])
    parser.add_argument("--only", default="", help="only clips whose name holds this")
    parser.add_argument("--rates", nargs="+", metavar="POSE_HZ,FEET_HZ", help="these rates")
    parser.add_argument("--json", type=Path, help="write the figures here")
    args = parser.parse_args()
    rates = [tuple(map(float, rate.split(","))) for rate in args.rates] if args.rates else RATES
    clips = sorted(clip for folder in args.folders for clip in folder.glob("*.mp4") if args.only in clip.name and clip.with_suffix(".json").is_file())
    print(f"{'clip':34} {'often':>6}", *(f"{f'{pose:g}, {feet:g} Hz':>12}" for pose, feet in rates))
    rows: list[dict[str, Any]] = []
    for clip in clips:
        exercise = exercise_of(clip)
        watched = watched_of(clip, SUITE.with_name("suite-seen"))
        often = counted(watched, exercise)
        row: dict[str, Any] = {"clip": clip.stem, "exercise": exercise.id, "often": len(often), "rates": []}
        for pose_hz, feet_hz in rates:
            reps = counted(thinned(watched, pose_hz, feet_hz), exercise)
            row["rates"].append({"pose_hz": pose_hz, "feet_hz": feet_hz, "reps": len(reps), "difference_s": hold_difference_s(reps, often)})
        told = [f"{at['reps']:5} " + ("      " if at["difference_s"] is None else f"{at['difference_s']:4.2f} s") for at in row["rates"]]
        print(f"{clip.stem:34} {len(often):6}", *(f"{one:>12}" for one in told), flush=True)
        rows.append(row)
    for name in sorted({row["exercise"] for row in rows}):
        own = [row for row in rows if row["exercise"] == name]
        for i, (pose_hz, feet_hz) in enumerate(rates):
            differences = [row["rates"][i]["difference_s"] for row in own]
            known = [difference for difference in differences if difference is not None]
            furthest = f"{np.percentile(known, 95):.2f} s" if known else "-"
            print(f"{name:16} pose {pose_hz:4g} Hz, feet {feet_hz:4g} Hz: {len(known)} of {len(own)} counts the same, holds differ by {furthest}")
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
