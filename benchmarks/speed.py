"""What an analysis costs beside the bare loop: decoding and MediaPipe's pose on every frame, and beside the pose network alone, the floor.

    python benchmarks/speed.py [VIDEO...] [--repeats N] [--copies N] [--json FILE]

Each contestant runs in a process of its own, by turns with the others, on the same clips, after a warm-up on its first pictures; README.md says what each is.
Prints frames of video per second of each, its ratio to the bare loop, its CPU time and its peak memory.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from peak import peak_mib

ROOT = Path(__file__).resolve().parents[1]
CLIPS = [ROOT / "sample_videos" / f"{name}.mp4" for name in ("plantar-flexion", "toe-walking")]
CORES = 2
WARM_UP = 5
# So many of the network's runs tell what one takes.
RUNS = 100
# One clip at least so many times as fast as the bare loop, a folder on two cores; a pose evaluated at most so many times the network alone.
PROMISED_CLIP, PROMISED_FOLDER, PROMISED_POSE = 2.0, 3.0, 1.5

Figures = dict[str, Any]


def bare(clips: list[Path], most_frames: int | None = None) -> Figures:
    """Decode each clip and run the full landmarker on every frame."""
    import cv2
    import mediapipe
    from mediapipe.tasks.python import BaseOptions, vision

    from footcv.pose.bundle import bundle_path
    from footcv.pose.estimator import _silent_stderr

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(bundle_path("full"))), running_mode=vision.RunningMode.VIDEO, num_poses=1
    )
    total = 0
    for clip in clips:
        frames, last_ms, video = 0, -1, cv2.VideoCapture(str(clip))
        with _silent_stderr(), vision.PoseLandmarker.create_from_options(options) as landmarker:
            while frames != most_frames:
                read, image = video.read()
                if not read:
                    break
                last_ms = max(last_ms + 1, round(video.get(cv2.CAP_PROP_POS_MSEC)))
                landmarker.detect_for_video(mediapipe.Image(mediapipe.ImageFormat.SRGB, cv2.cvtColor(image, cv2.COLOR_BGR2RGB)), last_ms)
                frames += 1
        video.release()
        total += frames
    return {"frames": total, "poses": total}


def floor(clips: list[Path], most_frames: int | None = None) -> Figures:
    """Run the landmark network alone, on all cores, on a picture of noise."""
    from ai_edge_litert.interpreter import Interpreter

    from footcv.pose.bundle import bundle_path

    network = zipfile.ZipFile(bundle_path("full")).read("pose_landmarks_detector.tflite")
    interpreter = Interpreter(model_content=network, num_threads=CORES)
    interpreter.allocate_tensors()
    [taken] = interpreter.get_input_details()
    runs = most_frames or RUNS
    for _ in range(runs):
        interpreter.set_tensor(taken["index"], np.random.default_rng(0).random(taken["shape"], np.float32))
        interpreter.invoke()
    return {"frames": 0, "poses": runs}


def poses(clips: list[Path], most_frames: int | None = None) -> Figures:
    """Find the person in frames of each clip as far apart as its exercise wants them, a clip on each core as in a folder; the frames are there before."""
    from footcv.pose.estimator import PoseEstimator

    runs = most_frames or RUNS
    frames = [list(islice(_looked_at(clip), runs)) for clip in clips]

    def found(estimator: PoseEstimator, some: list[Any]) -> int:
        return len([estimator.detect(frame) for frame in some])

    with ExitStack() as stack:
        estimators = [stack.enter_context(PoseEstimator("full")) for _ in clips]
        with ThreadPoolExecutor(CORES) as pool:
            begun_s = time.perf_counter()
            total = sum(pool.map(found, estimators, frames))
            return {"frames": 0, "poses": total, "pose_wall_s": time.perf_counter() - begun_s}


def _looked_at(clip: Path) -> Iterator[Any]:
    from footcv.video.source import open_source

    step_s, looked_s = 1 / _exercise(clip).pose_hz, -np.inf
    with open_source(str(clip)) as source:
        for frame in source.frames():
            if frame.t >= looked_s + step_s:
                looked_s = frame.t
                yield frame


def one(clips: list[Path], most_frames: int | None = None) -> Figures:
    """`footcv analyze` of each clip, one after the other."""
    from footcv.analyze import analyze

    figures = _counting_poses()
    reps = []
    for clip in clips[:1] if most_frames else clips:
        analysis = analyze(str(clip), _exercise(clip))
        reps.append(len(analysis.reps))
        figures["frames"] += analysis.source.frames
    return {**figures, "reps": reps}


def folder(clips: list[Path], most_frames: int | None = None) -> Figures:
    """`footcv analyze --jobs 2` of all clips."""
    from footcv.analysis import Analysis
    from footcv.analyze import analyze
    from footcv.batch import analyse_all

    figures = _counting_poses()
    some = clips[:1] if most_frames else clips
    found = analyse_all([str(clip) for clip in some], lambda i, tell: analyze(str(some[i]), _exercise(some[i])), jobs=CORES, progress=lambda *_: None)
    for outcome in found:
        if not isinstance(outcome, Analysis):
            raise outcome
        figures["frames"] += outcome.source.frames
    return figures


CONTESTANTS: dict[str, Callable[..., Figures]] = {"bare": bare, "floor": floor, "poses": poses, "one": one, "folder": folder}
NAMES = {"bare": "bare loop", "floor": "network alone", "poses": "poses, on both", "one": "footcv, one clip", "folder": "footcv, a folder"}


def _exercise(clip: Path) -> Any:
    from footcv.exercises import find_exercise

    return find_exercise(json.loads(clip.with_suffix(".json").read_text())["exercise"])


def _counting_poses() -> Figures:
    """What will hold the number of poses that were evaluated from now on, and for how many seconds of the clock at least one of them was under way."""
    from footcv.pose import estimator

    figures: Figures = {"frames": 0, "poses": 0, "pose_wall_s": 0.0}
    lock, under_way, begun_s = threading.Lock(), 0, 0.0

    @contextmanager
    def on_the_clock() -> Iterator[None]:
        nonlocal under_way, begun_s
        with lock:
            begun_s = begun_s if under_way else time.perf_counter()
            under_way += 1
        try:
            yield
        finally:
            with lock:
                under_way -= 1
                figures["pose_wall_s"] += 0.0 if under_way else time.perf_counter() - begun_s

    track, look = estimator._Tracker.track, estimator.PoseEstimator._look

    def tracked(self: Any, *arguments: Any) -> Any:
        figures["poses"] += 1
        with on_the_clock():
            return track(self, *arguments)

    def looked(self: Any, *arguments: Any) -> Any:
        with on_the_clock():
            return look(self, *arguments)

    estimator._Tracker.track, estimator.PoseEstimator._look = tracked, looked  # type: ignore[method-assign]
    return figures


def contest(name: str, clips: list[Path]) -> None:
    """In a process of its own: run one contestant, and print its figures."""
    run = CONTESTANTS[name]
    with tempfile.TemporaryDirectory() as short:
        run([_beginning(clips[0], Path(short))] if name in ("one", "folder") else clips[:1], WARM_UP)
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    figures = run(clips)
    figures |= {"what": name, "wall_s": time.perf_counter() - wall_s, "cpu_s": time.process_time() - cpu_s, "peak_mib": peak_mib()}
    print(json.dumps(figures))


def _beginning(clip: Path, folder: Path) -> Path:
    """The first second of a clip, with its truth."""
    import av

    short = folder / clip.name
    short.with_suffix(".json").write_text(clip.with_suffix(".json").read_text())
    with av.open(str(clip)) as source, av.open(str(short), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None and packet.dts * packet.time_base < 1:
                packet.stream = stream
                target.mux(packet)
    return short


def run_apart(name: str, clips: list[Path]) -> Figures:
    """What `contest` prints, in a new process."""
    command = [sys.executable, __file__, "--contestant", name, *map(str, clips)]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    wall_s = figures["wall_s"] if figures["frames"] else figures.get("pose_wall_s", figures["wall_s"])
    told = f"{figures['frames'] / wall_s:6.1f} frames/s" if figures["frames"] else f"{1000 * wall_s / figures['poses']:6.1f} ms a run "
    print(f"{NAMES[name]:17} {told} {figures['wall_s']:7.2f} s, {figures['cpu_s']:7.2f} s of CPU, peak {figures['peak_mib']:.0f} MiB", flush=True)
    return figures


def compared(runs: list[Figures]) -> Figures:
    """Ratios of one repeat: how many times as fast as the bare loop, in CPU too; and what a pose takes, over the network alone."""
    by_name = {figures["what"]: figures for figures in runs}
    ratios: Figures = {}
    for name in ("one", "folder"):
        for unit in ("wall_s", "cpu_s"):
            per_frame = {key: by_name[key][unit] / by_name[key]["frames"] for key in ("bare", name)}
            ratios[f"{name} {unit}"] = per_frame["bare"] / per_frame[name]
    if "floor" in by_name:
        run_s = by_name["floor"]["wall_s"] / by_name["floor"]["poses"]
        for ratio, name in (("pose", "poses"), ("pose of one clip", "one")):
            ratios[ratio] = by_name[name]["pose_wall_s"] / by_name[name]["poses"] / run_s
        ratios["all per pose"] = by_name["one"]["wall_s"] / by_name["one"]["poses"] / run_s
    return ratios


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", nargs="*", type=Path, metavar="VIDEO", help="clips with their truth beside them")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--copies", type=int, default=2, help="the folder holds each clip so many times")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--contestant", choices=CONTESTANTS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    clips = args.clips or CLIPS
    if args.contestant:
        contest(args.contestant, clips)
        return
    try:
        import ai_edge_litert  # noqa: F401

        names = list(CONTESTANTS)
    except ImportError:
        print("the network alone is left out: pip install 'footcv[benchmark]'")
        names = [name for name in CONTESTANTS if name not in ("floor", "poses")]
    runs, ratios = [], []
    for repeat in range(args.repeats):
        # The first may find a cooler or a busier machine: they take turns.
        order = names if repeat % 2 == 0 else names[::-1]
        found = [run_apart(name, clips * (args.copies if name == "folder" else 1)) for name in order]
        runs += found
        ratios.append(compared(found))
    median = {key: statistics.median(ratio[key] for ratio in ratios) for key in ratios[0]}
    for name, promised in (("one", PROMISED_CLIP), ("folder", PROMISED_FOLDER)):
        print(f"{NAMES[name]}: {median[f'{name} wall_s']:.2f} times the bare loop (promised {promised}), {median[f'{name} cpu_s']:.2f} times by CPU")
    if "pose" in median:
        print(f"a pose evaluated, both cores at it as the network alone has them: {median['pose']:.2f} times the network alone (promised {PROMISED_POSE})")
        print(f"a pose of one clip, with the feet on the other core: {median['pose of one clip']:.2f} times; with all else {median['all per pose']:.2f} times")
    print(f"{os.cpu_count()} cores, load {' '.join(f'{load:.1f}' for load in os.getloadavg())}")
    if args.json:
        args.json.write_text(json.dumps({"clips": [str(clip) for clip in clips], "ratios": median, "repeats": ratios, "runs": runs}, indent=1) + "\n")


if __name__ == "__main__":
    main()
