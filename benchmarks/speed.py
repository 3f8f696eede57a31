"""What an analysis costs over the bare loop: decoding and MediaPipe's pose on every frame, which no analysis can do without.

    python benchmarks/speed.py [--clip VIDEO] [--exercise ID] [--repeats N] [--json FILE]

Runs both in this process, by turns, and prints seconds and frames per second of each, the ratio footcv / bare of each repeat, their median (promised:
at most 1.10) and the peak memory. What is imported or loaded once is loaded beforehand; each run makes and closes its own landmarker.
"""

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import mediapipe
from mediapipe.tasks.python import BaseOptions, vision

from footcv.analyze import analyze
from footcv.exercises import find_exercise
from footcv.pose.bundle import bundle_path
from footcv.pose.estimator import _silent_stderr
from footcv.video import container  # noqa: F401 — it is imported late, and must not be on the clock

CLIP = Path(__file__).resolve().parents[1] / "sample_videos" / "plantar-flexion.mp4"
PROMISE = 1.10


def bare(clip: str, most_frames: int | None = None) -> int:
    """Decode `clip` and run the full landmarker on every frame; returns how many there were."""
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(bundle_path("full"))), running_mode=vision.RunningMode.VIDEO, num_poses=1
    )
    frames, last_ms = 0, -1
    video = cv2.VideoCapture(clip)
    with _silent_stderr(), vision.PoseLandmarker.create_from_options(options) as landmarker:
        while frames != most_frames:
            read, image = video.read()
            if not read:
                break
            last_ms = max(last_ms + 1, round(video.get(cv2.CAP_PROP_POS_MSEC)))
            landmarker.detect_for_video(mediapipe.Image(mediapipe.ImageFormat.SRGB, cv2.cvtColor(image, cv2.COLOR_BGR2RGB)), last_ms)
            frames += 1
    video.release()
    return frames


def timed(name: str, run: Callable[[], int]) -> dict[str, Any]:
    wall, cpu = time.perf_counter(), time.process_time()
    frames = run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    figures = {"what": name, "frames": frames, "seconds": wall, "fps": frames / wall, "cpu_s": cpu, "peak_mib": peak_mib()}
    print(f"{name:6} {wall:7.2f} s  {frames / wall:6.1f} frames/s  {cpu:7.2f} s of CPU  peak memory so far {figures['peak_mib']:.0f} MiB", flush=True)
    return figures


def peak_mib() -> float:
    """The most memory this process has held, in MiB; it never falls."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clip", type=Path, default=CLIP)
    parser.add_argument("--exercise", help="what it is analysed as; else what the clip's truth says, else plantar-flexion")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures here")
    args = parser.parse_args()
    clip, truth = str(args.clip), args.clip.with_suffix(".json")
    exercise = find_exercise(args.exercise or (json.loads(truth.read_text())["exercise"] if truth.is_file() else "plantar-flexion"))
    contestants = {"bare": lambda: bare(clip), "footcv": lambda: analyze(clip, exercise).source.frames}
    if not bare(clip, most_frames=5):
        sys.exit(f"{clip} cannot be decoded")

    ratios, cpu_ratios, runs = [], [], []
    for repeat in range(args.repeats):
        # The first of a pair may find a cooler or a busier machine: they take turns.
        order = list(contestants) if repeat % 2 == 0 else list(contestants)[::-1]
        pair = {name: timed(name, contestants[name]) for name in order}
        runs += pair.values()
        if pair["bare"]["frames"] != pair["footcv"]["frames"]:
            print(f"not the same work: {pair['bare']['frames']} frames bare, {pair['footcv']['frames']} in footcv")
        ratios.append(pair["footcv"]["seconds"] / pair["bare"]["seconds"])
        cpu_ratios.append(pair["footcv"]["cpu_s"] / pair["bare"]["cpu_s"])
        print(f"repeat {repeat + 1}: footcv / bare = {ratios[-1]:.3f} in time, {cpu_ratios[-1]:.3f} in CPU", flush=True)
    ratio = statistics.median(ratios)
    print(f"median ratio {ratio:.3f} (promised: at most {PROMISE:.2f}), {statistics.median(cpu_ratios):.3f} in CPU; peak memory {peak_mib():.0f} MiB")
    if args.json:
        figures = {"clip": clip, "exercise": exercise.id, "ratio": ratio, "ratios": ratios, "cpu_ratios": cpu_ratios, "peak_mib": peak_mib(), "runs": runs}
        args.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
