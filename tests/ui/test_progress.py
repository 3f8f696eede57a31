import io
import sys

import pytest

from footcv.analysis import Analysis, SourceInfo
from footcv.batch import Report
from footcv.ui.progress import analyse_with_bars


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def analyse_one(number: int, report: Report) -> Analysis:
    report(1.0, 2.0)
    report(2.0, None)
    return Analysis(SourceInfo(f"{number}.mp4", 640, 480, 30.0, 2.0, 60), "heel-raise", None, "full", 1.0, (), ())


def run(monkeypatch: pytest.MonkeyPatch, stderr: io.StringIO, *, quiet: bool) -> str:
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setenv("TERM", "xterm")
    outcomes = list(analyse_with_bars(["0.mp4", "[red]1.mp4"], analyse_one, jobs=1, quiet=quiet))
    assert [outcome.source.path for outcome in outcomes if isinstance(outcome, Analysis)] == ["0.mp4", "1.mp4"]
    return stderr.getvalue()


def test_a_terminal_sees_bars_with_the_names_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "[red]1.mp4" in run(monkeypatch, Terminal(), quiet=False)


def test_nothing_is_shown_when_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, Terminal(), quiet=True).strip() == ""


def test_nothing_is_shown_where_stderr_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, io.StringIO(), quiet=False) == ""
