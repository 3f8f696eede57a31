"""How well footcv counts: analyses clips whose true repetitions are known and compares.

    python benchmarks/accuracy.py --render            render what is missing of the suite (suite.py), then score it
    python benchmarks/accuracy.py [--only SUBSTRING]  score what is rendered already
    python benchmarks/accuracy.py --clips DIR         score any folder of NAME.mp4 with NAME.json

Prints a row per clip and totals per exercise and for negatives (clips in which nothing is to be counted); README.md says what each figure means.
The renderer lies beside the checkout, in ../shared/synth; the clips go to benchmarks/cache/suite, which git ignores.
"""

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from rendered import SUITE, how_to_fill, render, rewrite_negatives

from footcv.exercises import EXERCISES
from footcv.exercises.exercise import Exercise

HEADER = f"{'clip':32} {'exercise':16} {'true':>4} {'seen':>4} {'match':>5} {'false':>5} {'hold s':>6} {'side':>5} {'dir':>5}  problem"

Row = dict[str, Any]
Timed = list[tuple[float, float, Any]]  # start and end in s, and what lies between


def exercise_of(video: Path) -> Exercise:
    return EXERCISES[json.loads(video.with_suffix(".json").read_text())["exercise"]]


def score(video: Path) -> Row:
    """Analyse one clip and compare; what footcv refuses to measure has no repetition."""
    from footcv.analyze import analyze

    truth = json.loads(video.with_suffix(".json").read_text())
    reps, problem = [], ""
    try:
        analysis = analyze(str(video), exercise_of(video))
        reps = [(rep.start_s, rep.end_s, {"side": rep.side, "direction": rep.direction, "hold_s": rep.hold_s}) for rep in analysis.reps]
    except Exception as error:  # one clip's trouble is not the others'
        problem = f"{type(error).__name__}: {error}"
    pairs = match(reps, [(rep["start_s"], rep["end_s"], rep) for rep in truth["reps"] if None not in (rep["start_s"], rep["end_s"])])
    turns = [(mine, true) for mine, true in pairs if true.get("direction")]
    return {
        "clip": video.stem,
        "exercise": truth["exercise"],
        "true": len(truth["reps"]),
        "seen": len(reps),
        "matched": len(pairs),
        "false": len(reps) - len(pairs),
        "hold_errors_s": [abs(mine["hold_s"] - true["hold_s"]) for mine, true in pairs if None not in (mine["hold_s"], true.get("hold_s"))],
        "right_sides": [mine["side"] == true["side"] for mine, true in pairs if "side" in true],
        "directions": [None if mine["direction"] is None else mine["direction"] == true["direction"] for mine, true in turns],
        "problem": problem,
    }


def match(reps: Timed, true: Timed) -> list[tuple[Any, Any]]:
    """Pairs whose intervals overlap by at least half of the shorter one, the best overlap first, each rep once."""
    overlaps = [(min(a[1], b[1]) - max(a[0], b[0])) / max(min(a[1] - a[0], b[1] - b[0]), 1e-9) for a in reps for b in true]
    pairs: dict[int, int] = {}
    for k in sorted(range(len(overlaps)), key=lambda k: -overlaps[k]):
        i, j = divmod(k, len(true))
        if overlaps[k] >= 0.5 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(reps[i][2], true[j][2]) for i, j in pairs.items()]


def mean(flags: list[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None


def total(rows: list[Row]) -> dict[str, Any]:
    matched, reps = sum(row["matched"] for row in rows), sum(row["true"] + row["seen"] for row in rows)
    holds = [error for row in rows for error in row["hold_errors_s"]]
    directions = [right for row in rows for right in row["directions"]]
    stated = [right for right in directions if right is not None]
    return {
        "clips": len(rows),
        "exact": mean([row["seen"] == row["true"] for row in rows]),
        "off_by_one": mean([abs(row["seen"] - row["true"]) <= 1 for row in rows]),
        "f1": 2 * matched / reps if reps else None,
        "hold_median_s": float(np.median(holds)) if holds else None,
        "hold_p95_s": float(np.percentile(holds, 95)) if holds else None,
        "right_sides": mean([right for row in rows for right in row["right_sides"]]),
        "directions": {"right": sum(stated), "stated": len(stated), "turns": len(directions)},
        "false": sum(row["false"] for row in rows),
        "problems": sum(bool(row["problem"]) for row in rows),
    }


def show_total(name: str, figures: dict[str, Any]) -> None:
    shown = {key: "-" if value is None else f"{value:.3f}" if isinstance(value, float) else value for key, value in figures.items()}
    counts = "{clips:3} clips  exact {exact}  off-by-one {off_by_one}  F1 {f1}  hold error {hold_median_s} s median {hold_p95_s} s p95"
    rest = "sides {right_sides}  directions {right}/{stated} of {turns}  false reps {false}  problems {problems}"
    print(f"{name:16}", counts.format(**shown), "", rest.format(**shown, **figures["directions"]))


def show_row(row: Row) -> Row:
    hold = f"{np.median(row['hold_errors_s']):.2f}" if row["hold_errors_s"] else "-"
    side = f"{sum(row['right_sides'])}/{len(row['right_sides'])}"
    stated = [right for right in row["directions"] if right is not None]
    direction = f"{sum(stated)}/{len(stated)}" if row["directions"] else "-"
    counts = f"{row['true']:4} {row['seen']:4} {row['matched']:5} {row['false']:5}"
    print(f"{row['clip']:32} {row['exercise']:16} {counts} {hold:>6} {side:>5} {direction:>5}  {row['problem']}", flush=True)
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--render", action="store_true", help="first render what the cache lacks (about five clips in a minute on two cores)")
    parser.add_argument("--cache", type=Path, default=SUITE, help="where the suite's clips lie")
    parser.add_argument("--synth-python", default=sys.executable, help="a Python with moderngl and opencv, to render with")
    parser.add_argument("--clips", type=Path, help="score this folder instead of the suite")
    parser.add_argument("--only", default="", help="only clips whose name holds this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write rows and totals here")
    args = parser.parse_args()
    if args.render and not render(args.cache, args.synth_python, args.only, args.jobs):
        return
    rewrite_negatives(args.cache)
    folder = args.clips or args.cache
    videos = [video for video in sorted(folder.glob("*.mp4")) if args.only in video.name and video.with_suffix(".json").is_file()]
    if left_out := [video.stem for video in videos if not exercise_of(video).analysable]:
        print(f"left out, footcv cannot count their exercise yet: {', '.join(left_out)}")
    videos = [video for video in videos if video.stem not in left_out]
    if not videos:
        print(f"no clips with truth in {folder}{'' if args.clips else how_to_fill()}")
        return
    print(HEADER)
    with ProcessPoolExecutor(args.jobs, mp_context=get_context("spawn")) as pool:
        rows = [show_row(row) for row in pool.map(score, videos)]
    groups = {"all": rows}
    for row in rows:
        groups.setdefault(row["exercise"] if row["true"] else "negatives", []).append(row)
    totals = {name: total(members) for name, members in groups.items()}
    for name, figures in totals.items():
        show_total(name, figures)
    if args.json:
        args.json.write_text(json.dumps({"totals": totals, "clips": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
