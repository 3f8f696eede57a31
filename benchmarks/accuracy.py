"""How well footcv counts: analyses clips whose true repetitions are known and compares.

    python benchmarks/accuracy.py --render            render what is missing of the suite (suite.py), then score it
    python benchmarks/accuracy.py [--only SUBSTRING]  score what is rendered already
    python benchmarks/accuracy.py --clips DIR         score a folder of NAME.mp4 with NAME.json

Prints a row per clip and totals per exercise and for negatives (clips in which nothing is to be counted); README.md says what each figure means.
The renderer lies beside the checkout, in ../shared/synth; the clips go to benchmarks/cache/suite, which git ignores.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from suite import ANALYSED_AS

BENCHMARKS = Path(__file__).resolve().parent
SHARED = BENCHMARKS.parents[1] / "shared"
CACHE = BENCHMARKS / "cache" / "suite"
SUITE = BENCHMARKS / "suite.py"
HEADER = f"{'clip':32} {'exercise':16} {'true':>4} {'seen':>4} {'match':>5} {'false':>5} {'hold s':>6} {'side':>5} {'dir':>5}  problem"

Row = dict[str, Any]


def render(cache: Path, python: str, only: str, jobs: int) -> None:
    """Render the clips of the suite that `cache` lacks, or that were rendered from other specs."""
    probe = subprocess.run([python, "-c", "import moderngl, cv2"], capture_output=True, text=True)
    if probe.returncode or shutil.which("ffmpeg") is None:
        lacks = probe.stderr.strip().splitlines()[-1] if probe.returncode else "ffmpeg is not on PATH"
        sys.exit(f"{python} cannot render ({lacks}): apt install ffmpeg libegl1 libgl1-mesa-dri, pip install moderngl opencv-python-headless, or --synth-python")
    synth = [python, "-m", "synth", "suite", str(SUITE), str(cache.resolve())]
    listed = subprocess.run([*synth, "--specs", "--only", only], cwd=SHARED, capture_output=True, text=True, check=True).stdout
    missing = [spec["name"] for spec in _rounded(listed) if not _is_rendered(cache, spec)]
    print(f"rendering {len(missing)} clips into {cache}", flush=True)
    with ThreadPoolExecutor(jobs) as pool:
        done = list(pool.map(lambda name: subprocess.run([*synth, "--only", name, "--jobs", "1"], cwd=SHARED).returncode, missing))
    if any(done):
        print(f"{sum(map(bool, done))} clips could not be rendered", file=sys.stderr)


def _is_rendered(cache: Path, spec: Any) -> bool:
    """The truth is written last, and holds the spec it was made from."""
    truth = cache / f"{spec['name']}.json"
    return truth.is_file() and truth.with_suffix(".mp4").is_file() and _rounded(truth.read_text())["spec"] == spec


def _rounded(text: str) -> Any:
    return json.loads(text, parse_float=lambda number: round(float(number), 4))


def rewrite_negatives(cache: Path) -> None:
    """Make the truth of the suite's negatives say what they are analysed as, and that nothing is to be counted."""
    for name, exercise in ANALYSED_AS.items():
        path = cache / f"{name}.json"
        if path.is_file() and ((truth := json.loads(path.read_text()))["exercise"], truth["reps"]) != (exercise, []):
            new = path.with_suffix(".new")
            new.write_text(json.dumps(truth | {"exercise": exercise, "reps": []}, indent=1))
            new.replace(path)


def score(video: Path) -> Row:
    """Analyse one clip and compare; what footcv refuses to measure has no repetition."""
    from footcv.analyze import analyze
    from footcv.errors import FootcvError
    from footcv.exercises import find_exercise

    truth = json.loads(video.with_suffix(".json").read_text())
    reps, problem = [], ""
    try:
        analysis = analyze(str(video), find_exercise(truth["exercise"]))
        reps = [(rep.start_s, rep.end_s, {"side": rep.side, "direction": rep.direction, "hold_s": rep.hold_s}) for rep in analysis.reps]
    except FootcvError as error:
        problem = f"exit {error.exit_code}: {error}"
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
    pairs = match(reps, [(rep["start_s"], rep["end_s"], rep) for rep in truth["reps"]])
    turns = [(mine, true) for mine, true in pairs if true.get("direction")]
    return {
        "clip": video.stem,
        "exercise": truth["exercise"],
        "true": len(truth["reps"]),
        "seen": len(reps),
        "matched": len(pairs),
        "false": len(reps) - len(pairs),
        "hold_errors_s": [abs(mine["hold_s"] - true["hold_s"]) for mine, true in pairs if None not in (mine["hold_s"], true.get("hold_s"))],
        "right_sides": [mine["side"] == true["side"] for mine, true in pairs],
        "directions": [None if mine["direction"] is None else mine["direction"] == true["direction"] for mine, true in turns],
        "problem": problem,
    }


def match(reps: list[tuple[float, float, Any]], true: list[tuple[float, float, Any]]) -> list[tuple[Any, Any]]:
    """Pairs whose intervals overlap by at least half of the shorter one, the best overlap first, each rep once."""
    overlaps = [(min(a[1], b[1]) - max(a[0], b[0])) / max(min(a[1] - a[0], b[1] - b[0]), 1e-9) for a in reps for b in true]
    pairs: dict[int, int] = {}
    for k in sorted(range(len(overlaps)), key=lambda k: -overlaps[k]):
        i, j = divmod(k, len(true))
        if overlaps[k] >= 0.5 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(reps[i][2], true[j][2]) for i, j in pairs.items()]


def total(rows: list[Row]) -> dict[str, Any]:
    matched, reps = sum(row["matched"] for row in rows), sum(row["true"] + row["seen"] for row in rows)
    holds = [error for row in rows for error in row["hold_errors_s"]]
    directions = [right for row in rows for right in row["directions"]]
    stated = [right for right in directions if right is not None]
    return {
        "clips": len(rows),
        "exact": _mean([row["seen"] == row["true"] for row in rows]),
        "off_by_one": _mean([abs(row["seen"] - row["true"]) <= 1 for row in rows]),
        "f1": 2 * matched / reps if reps else None,
        "hold_median_s": float(np.median(holds)) if holds else None,
        "hold_p95_s": float(np.percentile(holds, 95)) if holds else None,
        "right_sides": _mean([right for row in rows for right in row["right_sides"]]),
        "directions": {"right": sum(stated), "stated": len(stated), "turns": len(directions)},
        "false": sum(row["false"] for row in rows),
        "problems": sum(bool(row["problem"]) for row in rows),
    }


def _mean(flags: list[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None


def line(name: str, t: dict[str, Any]) -> str:
    def show(key: str, digits: int = 2) -> str:
        return "-" if t[key] is None else f"{t[key]:.{digits}f}"

    turns = "{right}/{stated} of {turns}".format(**t["directions"])
    return (
        f"{name:16} clips {t['clips']:2}  exact {show('exact')}  off-by-one {show('off_by_one')}  F1 {show('f1', 3)}  hold error {show('hold_median_s')} s median, "
        f"{show('hold_p95_s')} s p95  sides {show('right_sides')}  directions {turns}  false reps {t['false']}  problems {t['problems']}"
    )


def show_row(row: Row) -> None:
    hold = f"{np.median(row['hold_errors_s']):.2f}" if row["hold_errors_s"] else "-"
    side = f"{sum(row['right_sides'])}/{row['matched']}"
    stated = [right for right in row["directions"] if right is not None]
    direction = f"{sum(stated)}/{len(stated)}" if row["directions"] else "-"
    counts = " ".join(f"{row[key]:{width}}" for key, width in (("true", 4), ("seen", 4), ("matched", 5), ("false", 5)))
    print(f"{row['clip']:32} {row['exercise']:16} {counts} {hold:>6} {side:>5} {direction:>5}  {row['problem']}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--render", action="store_true", help="first render what the cache lacks (45 clips: up to an hour on two cores)")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the suite's clips lie")
    parser.add_argument("--synth-python", default=sys.executable, help="a Python with moderngl and opencv, to render with")
    parser.add_argument("--clips", type=Path, help="score this folder instead of the suite")
    parser.add_argument("--only", default="", help="only clips whose name holds this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write rows and totals here")
    args = parser.parse_args()
    folder = args.clips or args.cache
    if args.clips is None:
        if args.render and not (SHARED / "synth").is_dir():
            print(f"nothing rendered: the renderer is not there ({SHARED / 'synth'})")
            return
        if args.render:
            render(args.cache, args.synth_python, args.only, args.jobs)
        rewrite_negatives(args.cache)
    videos = [video for video in sorted(folder.glob("*.mp4")) if args.only in video.name and video.with_suffix(".json").is_file()]
    if not videos:
        print(f"no clips with truth in {folder}" + ("" if args.clips else ": python benchmarks/accuracy.py --render makes them"))
        return
    print(HEADER)
    rows = []
    with ProcessPoolExecutor(args.jobs, mp_context=get_context("spawn")) as pool:
        for row in pool.map(score, videos):
            rows.append(row)
            show_row(row)
    groups = {"all": rows}
    for row in rows:
        groups.setdefault(row["exercise"] if row["true"] else "negatives", []).append(row)
    totals = {name: total(members) for name, members in groups.items()}
    print(*(line(name, t) for name, t in totals.items()), sep="\n")
    if args.json:
        args.json.write_text(json.dumps({"totals": totals, "clips": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
