"""The rendered suite on disk: where it lies, how the missing clips are made, and what the negatives are analysed as."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from suite import ANALYSED_AS

BENCHMARKS = Path(__file__).resolve().parent
SHARED = BENCHMARKS.parents[1] / "shared"
CACHE = BENCHMARKS / "cache"
SUITE = CACHE / "suite"
REMEDY = "apt install ffmpeg libegl1 libgl1-mesa-dri, pip install moderngl opencv-python-headless, or name another with --synth-python"


def how_to_fill() -> str:
    return ": python benchmarks/accuracy.py --render makes them" if (SHARED / "synth").is_dir() else f", and no renderer in {SHARED / 'synth'} to make them"


def render(cache: Path, python: str, only: str, jobs: int) -> bool:
    """Render the clips of the suite that `cache` lacks, or that were rendered from other specs; False, saying so, where the renderer is not there."""
    if not (SHARED / "synth").is_dir():
        print(f"nothing rendered: the renderer is not there ({SHARED / 'synth'})")
        return False
    probe = subprocess.run([python, "-c", "import moderngl, cv2"], capture_output=True, text=True)
    if probe.returncode or shutil.which("ffmpeg") is None:
        lacks = probe.stderr.strip().splitlines()[-1] if probe.returncode else "ffmpeg is not on PATH"
        sys.exit(f"{python} cannot render ({lacks}): {REMEDY}")
    synth = [python, "-m", "synth", "suite", str(BENCHMARKS / "suite.py"), str(cache.resolve())]
    listed = subprocess.run([*synth, "--specs", "--only", only], cwd=SHARED, capture_output=True, text=True, check=True).stdout
    missing = [spec for spec, rounded in zip(json.loads(listed), _rounded(listed), strict=True) if not _is_rendered(cache, rounded)]
    print(f"rendering {len(missing)} clips into {cache}", flush=True)
    # One process for each clip, each with one thread of the software renderer.
    scenes = [python, str(BENCHMARKS / "scenes.py"), "render", "-", str(cache.resolve())]
    environment = os.environ | {"PYTHONPATH": str(SHARED), "LP_NUM_THREADS": "1"}
    with ThreadPoolExecutor(jobs) as pool:
        done = list(pool.map(lambda spec: subprocess.run(scenes, input=json.dumps(spec), text=True, cwd=SHARED, env=environment).returncode, missing))
    if any(done):
        print(f"{sum(map(bool, done))} clips could not be rendered", file=sys.stderr)
    return True


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
