"""`footcv report` of sessions in the log; those of analyses are in tests/test_cli.py."""

import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from conftest import Run
from logs import fill, hold, log_in, wave

import footcv
from footcv.records.traces import packed


@pytest.fixture(autouse=True)
def a_log_in_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTCV_DATA_DIR", "data")


def fill_today(days_ago: int = 0, peak: float = 31.0) -> int:
    with log_in(Path("data")) as log:
        return fill(log, [hold(k, 10.0 * k, peak=peak) for k in (1, 2, 3)], datetime.now().astimezone() - timedelta(days=days_ago))


def test_a_session_is_reported_by_its_number_and_the_last_one_by_name(footcv_run: Run) -> None:
    first, last = fill_today(1, peak=17.0), fill_today(peak=31.0)
    assert footcv_run("report", str(first)) == (0, f"session-{first}.report.html: open it in a browser, or print it from there\n", "")
    assert footcv_run("report", "--last", "-o", "last.html")[0] == 0
    assert "17°" in Path(f"session-{first}.report.html").read_text(encoding="utf-8")
    assert "31°" in Path("last.html").read_text(encoding="utf-8") and "17°" not in Path("last.html").read_text(encoding="utf-8")
    assert footcv_run("report", str(last), "-o", "again.html")[0] == 0
    assert Path("again.html").read_bytes() == Path("last.html").read_bytes()


def test_a_session_shows_its_signal_and_speaks_the_language_asked_for(footcv_run: Run) -> None:
    number = fill_today()
    assert "curve" not in re.findall('class="([a-z]+)', report_of(footcv_run, str(number)))
    with log_in(Path("data")) as log:
        log.add_traces(number, ("plantar-flexion", 1), [packed(wave(8.0, 38.0))])
    english, german = report_of(footcv_run, str(number)), report_of(footcv_run, str(number), "--lang", "de")
    for text in (english, german):
        assert text.count('class="curve left"') == 1
    assert 'lang="en"' in english and "How far the foot is pressed away" in english
    assert 'lang="de"' in german and "Wie weit der Fuß weggedrückt ist" in german
    assert footcv_run("report", "--last", "--lang", "fr")[0] == 2


def report_of(run: Run, *arguments: str) -> str:
    assert run("report", *arguments, "-o", "out.html")[0] == 0
    return Path("out.html").read_text(encoding="utf-8")


def test_its_calendar_holds_the_other_sessions_too(footcv_run: Run) -> None:
    fill_today(1)
    fill_today()
    footcv_run("report", "--last", "-o", "last.html")
    assert Path("last.html").read_text(encoding="utf-8").count("1 of 2 sets, 3 repetitions that count") == 2


def test_where_the_log_is_may_be_said(footcv_run: Run) -> None:
    number = fill_today()
    Path("data").rename("elsewhere")
    assert footcv_run("report", str(number), "--data-dir", "elsewhere")[0] == 0


def test_a_file_whose_name_is_a_number_is_a_file(footcv_run: Run) -> None:
    number = fill_today()
    Path(str(number)).write_text("not an analysis")
    assert footcv_run("report", str(number))[0] == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name a session, --last, or the JSON of an analysis, and only one of them"),
        (["1", "--last"], "name a session, --last, or the JSON of an analysis, and only one of them"),
        (["--last"], "nothing is in the log yet"),
        (["7"], "there is no session 7 in the log"),
        (["7" * 30], f"there is no session {'7' * 30} in the log"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(footcv_run: Run, arguments: list[str], message: str) -> None:
    status, out, err = footcv_run("report", *arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"footcv: error: {message}") and err.count("\n") == 1
    assert [name for name in os.listdir() if name.endswith(".html")] == []


def test_a_report_waits_for_nothing_heavy(footcv_run: Run) -> None:
    fill_today()
    script = "import sys; from footcv.cli import run; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    environment = {**os.environ, "PYTHONPATH": str(Path(footcv.__file__).parents[1])}
    process = subprocess.run([sys.executable, "-c", script, "report", "--last"], env=environment, capture_output=True, text=True, check=True)
    assert process.stdout == "session-1.report.html: open it in a browser, or print it from there\n"
    assert {"cv2", "mediapipe", "onnxruntime", "av"}.isdisjoint(process.stderr.split())
