"""What an analysis costs beside its networks: memory by length, core, start, and what was watched before.

    python benchmarks/costs.py [--minutes N] [--networks] [--json FILE]

Prints each figure beside what is promised; README.md says what each is. Takes a quarter of an hour for the hour of video (`--minutes 60`), half an hour where
the networks see all of it (`--networks`).
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# As `footcv` does, and before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_videos" / "plantar-flexion.mp4"
MAIN = "from footcv.cli import main; main()"
SHORT_MINUTES = 2
# Memory by length is looked at in pictures of this height and at this rate: neither matters for what is kept of them.
HEIGHT_PX, FPS = 120, 15
# Promised: memory of an hour over that of two minutes; ms a frame of signals, counting and coach; s of help, to the first inference, and for a minute of poses.
MEMORY, CORE_MS, HELP_S, FIRST_S, POSES_S = 1.1, 0.3, 0.3, 2.5, 0.5
REPEATS = 5

# Tells when the first pose is asked for.
FIRST = """
import os, time
from footcv.pose.estimator import PoseEstimator
def first(self, frame):
    os.write(1, b"first")
    os._exit(0)
PoseEstimator.detect = first
"""
# Networks that see the first seconds, and then say what they said of the sample, over and over: what is kept grows by length as it does in life, in a small
# part of the time, and the networks take their room.
PLAYED = """
import sys
from dataclasses import replace
from footcv import analyze as module
from footcv.records.poses_file import read_poses
kept = read_poses(sys.argv.pop(1)).watched
class Estimator(module.PoseEstimator):
    def detect(self, frame):
        if frame.t < SEEN_S:
            return super().detect(frame)
        i = min(int(frame.t % kept.times[-1] * 30), len(kept.times) - 1)
        pose = kept.poses[i]
        return pose and replace(pose, t=frame.t, image=pose.image.copy() * SCALE, world=pose.world.copy(), visibility=pose.visibility.copy())
class Follower(module.FootFollower):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.last, self.t = [], -1
    def update(self, frame, pose):
        if frame.t < SEEN_S:
            return super().update(frame, pose)
        self.pose = pose
        if frame.t - self.t < 1 / 8 - 2e-3: return self.last
        i, self.t = min(int(frame.t % kept.times[-1] * 30), len(kept.times) - 1), frame.t
        self.last = [replace(foot, t=frame.t, reading=replace(foot.reading, points=foot.reading.points * SCALE, depth=foot.reading.depth.copy()))
                     for foot in kept.feet[i]]
        return self.last
SCALE, SEEN_S = HEIGHT_SHARE, 5
module.PoseEstimator, module.FootFollower = Estimator, Follower
"""
# Analyses, and tells the peak of its memory, MiB.
ANALYSED = """
import sys
from peak import peak_mib
from footcv.analyze import analyze
from footcv.exercises import EXERCISES
found = analyze(sys.argv[1], EXERCISES["plantar-flexion"])
print(len(found.reps), peak_mib())
"""


def child(script: str, *arguments: str | Path) -> tuple[str, float, float]:
    """What a fresh Python prints, and how long it takes, s, by the clock and by its CPU time."""
    paths = [str(ROOT), str(ROOT / "benchmarks"), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    begun_s, before_s = time.perf_counter(), children_cpu_s()
    done = subprocess.run([sys.executable, "-c", script, *map(str, arguments)], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout, time.perf_counter() - begun_s, children_cpu_s() - before_s


def children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def start(name: str, promised_s: float, script: str, *arguments: str | Path) -> dict[str, float]:
    """The best of some starts of a new process."""
    runs = [child(script, *arguments)[1:] for _ in range(REPEATS)]
    wall_s, cpu_s = (min(run[i] for run in runs) for i in range(2))
    print(f"{name}: {wall_s:.2f} s, {cpu_s:.2f} s of CPU (promised {promised_s} s)", flush=True)
    return {"wall_s": wall_s, "cpu_s": cpu_s}


def repeated(path: Path, minutes: float) -> Path:
    """A video of so many minutes that shows the sample over and over, small."""
    import av
    import cv2

    from footcv.video.frame import Frame
    from footcv.video.source import open_source

    with open_source(SAMPLE) as source:
        frames = [frame for i, frame in enumerate(source.frames()) if i % 2 == 0]
    height, width = frames[0].image.shape[:2]
    small = [Frame(0.0, cv2.resize(frame.image, (round(width * HEIGHT_PX / height), HEIGHT_PX), interpolation=cv2.INTER_AREA)) for frame in frames]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "crf": "30"})
        stream.width, stream.height, stream.pix_fmt = small[0].image.shape[1], HEIGHT_PX, "yuv420p"
        for i in range(round(minutes * 60 * FPS)):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(small[i % len(small)].image, format="bgr24")))
        container.mux(stream.encode(None))
    return path


def watched(folder: Path) -> Path:
    """The poses of the sample."""
    kept = folder / "sample.npz"
    child(MAIN, "poses", SAMPLE, "-o", kept, "--quiet")
    return kept


def memory(folder: Path, kept: Path | None, minutes: float) -> dict[str, Any]:
    """Peaks of a short and of a long recording; `kept` is what the networks say, None where they see all of it."""
    found = {}
    for length in (SHORT_MINUTES, minutes):
        video = repeated(folder / f"{length}.mp4", length)
        if kept is None:
            out, took_s, _ = child(ANALYSED, video)
        else:
            out, took_s, _ = child(PLAYED.replace("HEIGHT_SHARE", str(HEIGHT_PX / 480)) + ANALYSED, kept, video)
        reps, peak_mib = out.split()
        found[length] = float(peak_mib)
        print(f"{length:g} minutes: {reps} repetitions, peak {found[length]:.0f} MiB, {took_s:.0f} s", flush=True)
    return {"minutes": minutes, "networks": kept is None, "peak_mib": found, "ratio": found[minutes] / found[SHORT_MINUTES]}


def core(kept: Path) -> dict[str, Any]:
    """Signals, counting and coach, ms of CPU a frame, the best of some."""
    from footcv.coach.verdict import judge
    from footcv.exercises import EXERCISES
    from footcv.programs import find_program, prescription_for
    from footcv.records.poses_file import read_poses
    from footcv.watched import understood

    recording = read_poses(str(kept))
    prescription = prescription_for(find_program("four-exercise"), "plantar-flexion")
    took_s = []
    for _ in range(REPEATS):
        begun_s = time.process_time()
        judge(understood(recording.watched).measured(EXERCISES["plantar-flexion"]).reps, prescription, "auto")
        took_s.append(time.process_time() - begun_s)
    return {"frames": recording.source.frames, "ms": 1000 * min(took_s) / recording.source.frames}


def again(kept: Path) -> dict[str, Any]:
    """`footcv analyze` of a file of poses, beyond the start of Python and of footcv, s of a minute, the best of some."""
    from footcv.analyze import analyze
    from footcv.exercises import EXERCISES

    took_s = []
    for _ in range(REPEATS):
        begun_s, before_s = time.perf_counter(), time.process_time()
        duration_s = analyze(str(kept), EXERCISES["plantar-flexion"]).source.duration_s
        took_s.append((time.perf_counter() - begun_s, time.process_time() - before_s))
    wall_s, cpu_s = (min(took[i] for took in took_s) * 60 / duration_s for i in range(2))
    return {"wall_s": wall_s, "cpu_s": cpu_s}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--networks", action="store_true", help="for the memory, let the networks see all of the video")
    parser.add_argument("--json", type=Path, help="write the figures here")
    args = parser.parse_args()
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures["help"] = start("footcv --help", HELP_S, MAIN, "--help")
        figures["first_inference"] = start("first inference after", FIRST_S, FIRST + MAIN, "analyze", SAMPLE, "--exercise", "plantar-flexion", "--quiet")
        kept = watched(folder)
        figures["core"], figures["again"] = core(kept), again(kept)
        print(f"signals, counting and coach: {figures['core']['ms']:.3f} ms of CPU a frame (promised {CORE_MS} ms)")
        print(
            f"a minute of poses analysed again: {figures['again']['wall_s']:.2f} s, {figures['again']['cpu_s']:.2f} s of CPU (promised {POSES_S} s)", flush=True
        )
        figures["memory"] = memory(folder, None if args.networks else kept, args.minutes)
        print(f"memory: {figures['memory']['ratio']:.2f} times that of {SHORT_MINUTES} minutes (promised {MEMORY})")
    figures["load"] = os.getloadavg()
    print(f"{os.cpu_count()} cores, load {' '.join(f'{load:.1f}' for load in os.getloadavg())}")
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
