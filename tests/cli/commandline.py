"""An analysis that needs no video, and the program as the shell starts it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import footcv
from footcv.counting.rep import Rep
from footcv.errors import ModelError, NobodyError, SourceError
from footcv.exercises.exercise import Exercise

# What an analysis was asked: the source, the exercise and the rest.
Calls = list[tuple[str, Exercise, dict[str, Any]]]

REPS = (
    Rep(1, "left", None, 1.0, 1.5, 6.5, 7.0, 31.0, "deg", 0.9),
    Rep(2, "left", None, 9.0, 9.5, 12.5, 13.0, 30.0, "deg", 0.9, False, ("short-hold",)),
)
FAILURES = {"missing.mp4": SourceError("missing.mp4 is missing"), "empty-room.mp4": NobodyError("nobody"), "model.mp4": ModelError("model.task is damaged")}


def environment() -> dict[str, str]:
    """That of this test, in which footcv is found without being installed."""
    return {**os.environ, "PYTHONPATH": str(Path(footcv.__file__).parents[1])}


def footcv_process(*arguments: Any, script: str = "from footcv.cli import main; main()", **options: Any) -> subprocess.CompletedProcess[Any]:
    """Run footcv as its installed script does."""
    return subprocess.run([sys.executable, "-c", script, *arguments], env=environment(), **options)


def modules_of(*arguments: str) -> tuple[str, set[str]]:
    """What the command says on stdout, and the names of all modules that it has loaded."""
    script = "import sys; from footcv.cli import run; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    process = footcv_process(*arguments, script=script, capture_output=True, text=True, check=True)
    return process.stdout, set(process.stderr.split())
