"""`footcv report` of an analysis, and of sessions in the log."""

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from commandline import modules_of
from conftest import Run
from logs import fill, hold, log_in, wave

from footcv.records.traces import packed

SAMPLE = Path(__file__).parents[2] / "sample_videos" / "toe-press.mp4"


@pytest.fixture(autouse=True)
def a_log_in_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTCV_DATA_DIR", "data")


# Of an analysis


def test_a_report_of_an_analysis_is_written_where_it_says(analyse: Run, footcv_run: Run) -> None:
    analyse("clip.mp4", "--json", "clip.json")
    assert footcv_run("report", "clip.json") == (0, "clip.report.html: open it in a browser, or print it from there\n", "")
    assert "Resisted plantar flexion" in Path("clip.report.html").read_text()
    footcv_run("report", "clip.json", "-o", "mine.html")
    assert Path("mine.html").read_bytes() == Path("clip.report.html").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["missing.json"], 3, "cannot read missing.json: it does not exist"),
        ([str(SAMPLE)], 3, f"cannot read {SAMPLE}: it is no text"),
        (["old.html"], 3, "old.html is no analysis: it is no JSON"),
        (["other.json"], 3, 'other.json is no analysis: its schema is "footcv.truth/1"'),
        (["other.json", "-o", "out.pdf"], 2, "-o out.pdf is no .html file"),
        (["old.html", "-o", "./old.html"], 2, "-o ./old.html would overwrite what it is made of"),
    ],
)
def test_a_report_that_cannot_be_made_is_one_line_and_nothing_is_touched(footcv_run: Run, arguments: list[str], status: int, message: str) -> None:
    Path("old.html").write_text("old")
    Path("other.json").write_text('{"schema": "footcv.truth/1"}')
    assert (said := footcv_run("report", *arguments))[:2] == (status, "")
    assert said[2].startswith(f"footcv: error: {message}") and said[2].count("\n") == 1
    assert sorted(os.listdir()) == ["old.html", "other.json"] and Path("old.html").read_text() == "old"


def test_a_report_into_a_folder_that_is_not_there_is_exit_6(analyse: Run, footcv_run: Run) -> None:
    analyse("clip.mp4", "--json", "clip.json")
    assert footcv_run("report", "clip.json", "-o", "no-folder/out.html")[0] == 6


# Of a session


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
    said, loaded = modules_of("report", "--last")
    assert said == "session-1.report.html: open it in a browser, or print it from there\n"
    assert {"cv2", "mediapipe", "onnxruntime", "av"}.isdisjoint(loaded)
