"""What a live session costs, and whether it counts what an analysis counts.

    python benchmarks/live.py same [CLIP...]                        the sample clips as cameras, in real time: the log against `footcv analyze`
    python benchmarks/live.py latency [--model M] [--seconds S]     from capture to the picture drawn in Chromium, and the share of frames that are seen
    python benchmarks/live.py memory [--minutes N] [--model M]      growth after the first minute, of a set of N minutes, as fast as it can be seen;
                              [--seen-once]                         with what the networks saw of the clip the first time shown again and again: faster

Promised: the same repetitions, their times within 0.3 s; p95 at most 150 ms and 80 % of the frames seen of a camera with 30 pictures of 1280 x 720 px a second,
on two cores; less than 20 MB in an hour. All take `--json FILE`.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

# As `footcv live` does, and before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from standins import HEIGHT, WIDTH, CountingWatcher, Loop, Remembering, Stepped, Webcam

from footcv.coach.coach import Coach
from footcv.coach.steps import steps_of
from footcv.counter import LiveCounter
from footcv.exercises import EXERCISES
from footcv.freed import give_back
from footcv.live import live
from footcv.records.keeping import KeptSession
from footcv.session.logbook import Logbook
from footcv.session.running_set import RunningSet
from footcv.session.session import Session
from footcv.session.watcher import Watcher
from footcv.session_clock import SessionClock
from footcv.ui.console import Console
from footcv.ui.page import Page
from footcv.video.frame import Frame
from footcv.video.newest import Newest
from footcv.video.playback import Playback
from footcv.video.source import open_source
from footcv.words import words_in

SAMPLES = Path(__file__).resolve().parents[1] / "sample_videos"
CLIP = SAMPLES / "plantar-flexion.mp4"
SAME_S = 0.3
LATENCY_S, SEEN_SHARE, GROWTH_MB = 0.150, 0.80, 20.0
# Networks load, and the browser opens.
SETTLES_S = 8.0
# Counting is not what is measured, but has its part in what is kept.
COUNT_EVERY_S = 5.0


def same(clips: list[str]) -> dict[str, Any]:
    """Each clip as a camera, in real time, by the command itself."""
    figures = {}
    for path in [Path(clip) for clip in clips] or sorted(SAMPLES.glob("*.mp4")):
        exercise = json.loads(path.with_suffix(".json").read_text())["exercise"]
        analysed = json.loads(footcv("analyze", str(path), "--exercise", exercise, "--json", "-"))["reps"]
        with tempfile.TemporaryDirectory() as folder:
            begun_s = time.monotonic()
            footcv("live", "--exercise", exercise, "--camera", str(path), "--headless", "--data-dir", folder)
            took_s = time.monotonic() - begun_s
            logged = json.loads(footcv("export", "--data-dir", folder, "--json", "-"))["sessions"][0]["reps"]
        logged = sorted((rep for rep in logged if not rep.get("taken_back")), key=lambda rep: rep["start_s"])
        apart_s = max((abs(one[key] - other[key]) for one, other in zip(logged, analysed, strict=False) for key in TIMES if one[key] is not None), default=0.0)
        is_same = len(logged) == len(analysed) and apart_s <= SAME_S and [rep["side"] for rep in logged] == [rep["side"] for rep in analysed]
        figures[path.name] = {"analysed": len(analysed), "logged": len(logged), "apart_s": apart_s, "took_s": took_s, "same": is_same}
        verdict = "" if is_same else "   NOT THE SAME"
        print(f"{path.name:22} {len(analysed):3} analysed {len(logged):3} logged, times {apart_s:.3f} s apart, took {took_s:5.1f} s{verdict}", flush=True)
    return figures


TIMES = ("start_s", "hold_start_s", "hold_end_s", "end_s")


def footcv(*arguments: str) -> str:
    command = [sys.executable, "-c", "from footcv.cli import main; main()", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).resolve().parents[1]).stdout


def latency(model: str, seconds: float) -> dict[str, Any]:
    """A camera, the page in a real Chromium, and every picture that it says it has drawn."""
    from playwright.sync_api import sync_playwright

    webcam, clock, stop, delays = Webcam(CLIP), SessionClock(), threading.Event(), []
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        page = stack.enter_context(Page(mirror=True, voice=False))
        camera, watcher = Newest(webcam.open, clock), CountingWatcher(model)

        def watch() -> None:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium" if os.path.exists("/usr/bin/chromium") else None, args=["--no-sandbox"]
                )
                tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
                tab.goto(page.url)
                tab.wait_for_timeout(2000)
                tab.keyboard.press("Enter")
                tab.wait_for_timeout(1000 * (SETTLES_S - 2))
                page.delays_s()
                given, offered, seen = webcam.given, len(watcher.offered_s), len(watcher.seen_s)
                tab.wait_for_timeout(1000 * seconds)
                delays.extend(page.delays_s())
                shares.extend([(len(watcher.seen_s) - seen) / (webcam.given - given), (len(watcher.offered_s) - offered) / (webcam.given - given)])
                stop.set()
                browser.close()

        shares: list[float] = []
        browsing = threading.Thread(target=watch)
        browsing.start()
        live(_session(Path(folder), camera, watcher, stack.enter_context(RunningSet()), page, clock, stop=stop))
        browsing.join()
    delays_s = sorted(delay_s for _, delay_s in delays)
    p50, p95 = (float(np.percentile(delays_s, share)) for share in (50, 95))
    print(
        f"{model:5} drawn {len(delays_s) / seconds:4.1f} pictures/s, {1e3 * p50:.0f} ms after capture, p95 {1e3 * p95:.0f} ms (promised {1e3 * LATENCY_S:.0f});"
        f" {shares[0]:.0%} of the camera's frames seen (promised {SEEN_SHARE:.0%}), {shares[1]:.0%} taken; load {os.getloadavg()[0]:.1f}"
    )
    return {"model": model, "p50_s": p50, "p95_s": p95, "drawn": len(delays_s), "seen_share": shares[0], "taken_share": shares[1], "load": os.getloadavg()[0]}


def memory(model: str, minutes: float, *, seen_once: bool) -> dict[str, Any]:
    """One set without an end, faster than life."""
    stepped, marks = Stepped(), []
    clock = SessionClock(lambda: stepped.s, stepped.sleep)
    with open_source(CLIP) as source:
        frames = sum(1 for _ in source.frames())
    watcher = Remembering(model, frames) if seen_once else Watcher(model, at_once=True)

    class Measured(Playback):
        def next(self, timeout_s: float) -> Frame | None:
            if clock.now() >= 60 * (len(marks) + 1):
                marks.append(used_mb())
                print(f"{len(marks):3} min {marks[-1]:7.1f} MB", flush=True)
            return super().next(timeout_s)

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        silent = stack.enter_context(open(os.devnull, "w"))
        camera = Measured(Loop(CLIP, 60 * minutes + 1), clock)  # type: ignore[arg-type]
        running = stack.enter_context(RunningSet(partial(LiveCounter, keeps_all=False), at_once=True, count_every_s=COUNT_EVERY_S))
        # As `footcv live` does.
        give_back()
        begun_s = time.monotonic()
        live(_session(Path(folder), camera, watcher, running, Console(silent), clock, at_once=True))
        took_s = time.monotonic() - begun_s
    growth = max(marks[1:], default=marks[0]) - marks[0]
    print(f"{minutes:.0f} min in {took_s / 60:.1f} min: {growth:.1f} MB more than after the first minute (promised: under {GROWTH_MB:.0f} in an hour)")
    return {"model": model, "minutes": minutes, "mb": marks, "growth_mb": growth, "took_s": took_s}


def used_mb() -> float:
    """The memory this process holds now, where the system says so; else the most it has held."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _session(folder: Path, camera: Any, watcher: Watcher, running: RunningSet, screen: Any, clock: SessionClock, **options: Any) -> Session:
    words, at_once = words_in("en"), bool(options.get("at_once"))
    kept = KeptSession(folder, program=None, source="benchmark", started_at=datetime.now().astimezone())
    coach = Coach(steps_of(None, EXERCISES["plantar-flexion"], "auto", True), words, at_once=at_once)
    return Session(coach, camera, watcher, running, screen, Logbook(kept), clock, words, **options)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("same", "latency", "memory"))
    parser.add_argument("clips", nargs="*", help="for `same`: videos with their truth beside them; else the samples")
    parser.add_argument("--model", choices=("lite", "full"), help="else both, one after the other, for `latency`; lite for `memory`")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seen-once", action="store_true", help="for `memory`: the networks see the clip once only")
    parser.add_argument("--json", type=Path, help="write the figures here")
    args = parser.parse_args()
    if args.what == "same":
        figures: Any = same(args.clips)
        print(f"{statistics.mean(one['same'] for one in figures.values()):.0%} the same")
    elif args.what == "latency":
        figures = [latency(model, args.seconds) for model in ([args.model] if args.model else ["lite", "full"])]
    else:
        figures = memory(args.model or "lite", args.minutes, seen_once=args.seen_once)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
