import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from commandline import FAILURES, REPS, Calls
from conftest import Run

from footcv.analysis import Analysis, SourceInfo
from footcv.counting.rep import Rep
from footcv.exercises.exercise import Exercise


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def reps() -> list[Rep]:
    """What an analysis finds; a test may put others in their place."""
    return list(REPS)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, reps: list[Rep]) -> Calls:
    """Put an analysis in place that answers by the file's name, and return what it was asked."""
    asked = []

    def analyze(source: str, exercise: Exercise, **options: Any) -> Analysis:
        asked.append((source, exercise, options))
        if source in FAILURES:
            raise FAILURES[source]
        if source == "bug.mp4":
            raise ZeroDivisionError("division by zero")
        if source == "interrupted.mp4":
            raise KeyboardInterrupt
        options["progress"](1.0, 60.0)
        found = () if source == "still.mp4" else tuple(reps)
        warnings = ("breaks off at 12.3 s",) if source == "broken.mp4" else ()
        info = SourceInfo(source, 640, 480, 30.0, 60.0, 1800)
        return Analysis(info, exercise.id, options["program_id"], options["model"], 0.98, found, warnings)

    monkeypatch.setitem(sys.modules, "footcv.analyze", SimpleNamespace(analyze=analyze))
    return asked


@pytest.fixture
def analyse(footcv_run: Run, calls: Calls) -> Run:
    return lambda *arguments: footcv_run("analyze", "--exercise", "plantar-flexion", *arguments)
