"""Where the time of an analysis goes: CPU time of each part, one after the other in one thread, beside the bare loop's on the same clip.

    python benchmarks/profile.py [VIDEO...] [--to FILE.md]

Writes benchmarks/profile.md. It puts clocks round footcv's private functions, because it is those that are measured.
"""

import argparse
import os
import platform
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# As `footcv analyze` does, and before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from speed import ROOT, _exercise, bare

from footcv import analyze as analysis
from footcv.feet import cutter, follower, landmarks, loose
from footcv.pose import estimator
from footcv.ui import annotate
from footcv.video import container, writer
from footcv.watched import Seen

CLIPS = [ROOT / "sample_videos" / f"{name}.mp4" for name in ("plantar-flexion", "toe-walking", "toe-press", "feet-only")]
# The parts in the order of the work: what is called, and by what name it is told.
PARTS: list[tuple[Any, str, str]] = [
    (estimator, "_landmarker", "pose network, made"),
    (estimator, "_mediapipe_image", "picture for the pose network"),
    (estimator._Tracker, "track", "pose network"),
    (estimator.PoseEstimator, "_look", "search for other people"),
    (landmarks, "_crop", "crops of the feet"),
    (loose, "find_feet", "search for feet"),
    (follower.FootFollower, "update", "following the feet"),
    (cutter.FootCutter, "update", "patches of the feet"),
    (analysis, "_understood", "body and feet over time"),
    (Seen, "measured", "signals and counting"),
    (analysis, "judge", "verdicts"),
    (annotate, "draw", "drawing"),
    (writer.VideoWriter, "write", "coding the annotated video"),
]


class Clocks:
    """CPU seconds of each part, what it calls left out, and how often it was called."""

    def __init__(self) -> None:
        self.cpu_s: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self._inner_s: list[float] = []

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        begun_s = time.process_time()
        self._inner_s.append(0.0)
        try:
            yield
        finally:
            took_s, inner_s = time.process_time() - begun_s, self._inner_s.pop()
            self.cpu_s[name] += took_s - inner_s
            self.calls[name] += 1
            if self._inner_s:
                self._inner_s[-1] += took_s

    def timed(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def within(*arguments: Any, **named: Any) -> Any:
            with self.running(name):
                return call(*arguments, **named)

        return within


class Network:
    """The foot network, on the clock."""

    def __init__(self, clocks: Clocks, network: Any) -> None:
        self.run = clocks.timed("foot network", network.run)


@contextmanager
def clocked() -> Iterator[Clocks]:
    """Put clocks round all parts, and let everything run in one thread."""
    clocks, kept = Clocks(), []

    def put(owner: Any, name: str, new: Any) -> None:
        kept.append((owner, name, getattr(owner, name)))
        setattr(owner, name, new)

    def decoded(self: container.ContainerSource) -> Generator[Any]:
        frames = decode(self)
        while True:
            with clocks.running("decoding"):
                frame = next(frames, None)
            if frame is None:
                return
            yield frame

    decode, network = container.ContainerSource._decoded, Network(clocks, landmarks._network())
    for owner, name, told in PARTS:
        put(owner, name, clocks.timed(told, getattr(owner, name)))
    put(container.ContainerSource, "_decoded", decoded)
    put(landmarks, "_network", lambda: network)
    for module in (analysis, container):
        put(module, "ahead", lambda items, depth=4: items)
    try:
        yield clocks
    finally:
        for owner, name, old in reversed(kept):
            setattr(owner, name, old)


def profile(clip: Path, drawn: bool = False) -> str:
    """The table of one clip, Markdown; where `drawn`, of the analysis with an annotated video."""
    exercise = _exercise(clip)
    bare([clip], 5)
    begun_s = time.process_time()
    frames = bare([clip])["frames"]
    bare_s = time.process_time() - begun_s
    with clocked() as clocks, tempfile.TemporaryDirectory() as folder:
        begun_s = time.process_time()
        found = analysis.analyze(str(clip), exercise, annotate=Path(folder, "drawn.mp4") if drawn else None)
        whole_s = time.process_time() - begun_s
    lines = [
        f"## {clip.stem}" + (", with an annotated video" if drawn else ""),
        "",
        f"{found.source.duration_s:.0f} s, {frames} frames of {found.source.width} × {found.source.height} px, {exercise.name}, {len(found.reps)} repetitions. "
        f"The bare loop takes {bare_s:.1f} s of CPU, {1000 * bare_s / frames:.1f} ms a frame; footcv {whole_s:.1f} s, {whole_s / bare_s:.2f} times that.",
        "",
        "| part | calls | ms a call | of the bare loop |",
        "| --- | ---: | ---: | ---: |",
    ]
    rest_s = whole_s - sum(clocks.cpu_s.values())
    rows = [(name, clocks.calls[name], cpu_s) for name, cpu_s in clocks.cpu_s.items()]
    for name, calls, cpu_s in sorted(rows, key=lambda row: -row[2]):
        if cpu_s >= 0.0005 * bare_s:
            lines.append(f"| {name} | {calls} | {1000 * cpu_s / calls:.2f} | {100 * cpu_s / bare_s:.1f} % |")
    return "\n".join([*lines, f"| what is left | | | {100 * rest_s / bare_s:.1f} % |", ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", nargs="*", type=Path, default=CLIPS, metavar="VIDEO")
    parser.add_argument("--to", type=Path, default=ROOT / "benchmarks" / "profile.md", help="where the tables go")
    args = parser.parse_args()
    head = [
        "# Where the time of an analysis goes",
        "",
        "Made by `python benchmarks/profile.py`; do not edit. CPU time, each part without the parts it calls, one after the other; in use, decoding, feet and",
        "each tracker of poses have threads of their own, so that both cores work. The bare loop is OpenCV's decoding and MediaPipe's pose on every frame.",
        "",
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} when it was done: the shares stand "
        "whatever else the machine does, the milliseconds do not.",
        "",
    ]
    tables = [*map(profile, args.clips), profile(args.clips[0], drawn=True)]
    args.to.write_text("\n".join([*head, *tables]))
    print(args.to.read_text())


if __name__ == "__main__":
    main()
