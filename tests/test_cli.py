"""The command line, with an analysis that needs no video; the real one is tested where it lives."""

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import pytest
from conftest import Run

import footcv
from footcv.analysis import Analysis, SourceInfo
from footcv.counting.rep import Rep
from footcv.errors import ModelError, NobodyError, OutputError, SourceError
from footcv.exercises import EXERCISES
from footcv.exercises.exercise import Exercise
from footcv.feet.box import FootBox
from footcv.programs import BUILT_IN, find_program
from footcv.words import words_in

Calls = list[tuple[str, Exercise, dict[str, Any]]]

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "toe-press.mp4"
REPS = (
    Rep(1, "left", None, 1.0, 1.5, 6.5, 7.0, 31.0, "deg", 0.9),
    Rep(2, "left", None, 9.0, 9.5, 12.5, 13.0, 30.0, "deg", 0.9, False, ("short-hold",)),
)
FAILURES = {"missing.mp4": SourceError("missing.mp4 is missing"), "empty-room.mp4": NobodyError("nobody"), "model.mp4": ModelError("model.task is damaged")}


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
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
        warnings = ("breaks off at 12.3 s",) if source == "broken.mp4" else ()
        info = SourceInfo(source, 640, 480, 30.0, 60.0, 1800)
        return Analysis(info, exercise.id, options["program_id"], options["model"], 0.98, REPS, warnings)

    monkeypatch.setitem(sys.modules, "footcv.analyze", SimpleNamespace(analyze=analyze))
    return asked


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def analyse(footcv_run: Run, calls: Calls) -> Run:
    return lambda *arguments: footcv_run("analyze", "--exercise", "plantar-flexion", *arguments)


# What comes out


def test_people_get_a_table_on_stdout_and_nothing_else(analyse: Run) -> None:
    status, out, err = analyse("clip.mp4")
    assert (status, err) == (0, "")
    assert "Resisted plantar flexion: clip.mp4" in out
    assert "1 of 2 reps counted, holds 4.0 s on average; 1 short hold." in out


def test_json_to_stdout_is_one_object_and_nothing_else(analyse: Run) -> None:
    status, out, err = analyse("clip.mp4", "--json", "-")
    assert (status, err) == (0, "")
    assert json.loads(out)["summary"]["counted"] == 1


def test_several_videos_are_one_object_a_line_in_the_order_given(analyse: Run) -> None:
    _, out, _ = analyse("b.mp4", "a.mp4", "c.mp4", "--json", "-", "--jobs", "3")
    assert [json.loads(line)["source"]["path"] for line in out.splitlines()] == ["b.mp4", "a.mp4", "c.mp4"]


def test_csv_to_stdout_holds_the_rows_of_all_videos(analyse: Run) -> None:
    _, out, _ = analyse("a.mp4", "b.mp4", "--csv", "-")
    assert [(row["source"], row["index"]) for row in csv.DictReader(out.splitlines())] == [("a.mp4", "1"), ("a.mp4", "2"), ("b.mp4", "1"), ("b.mp4", "2")]


def test_files_are_written_beside_the_table(analyse: Run) -> None:
    status, out, _ = analyse("a.mp4", "--json", "a.json", "--csv", "a.csv")
    assert status == 0 and "2 reps counted" in out
    assert json.loads(Path("a.json").read_text())["exercise"] == "plantar-flexion"
    assert Path("a.csv").read_bytes().count(b"\r\n") == 3


def test_warnings_go_to_stderr_and_name_their_video_where_there_are_several(analyse: Run) -> None:
    assert analyse("broken.mp4")[2] == "footcv: warning: breaks off at 12.3 s\n"
    assert analyse("a.mp4", "broken.mp4")[2] == "footcv: warning: broken.mp4: breaks off at 12.3 s\n"


# What goes in


def test_the_analysis_is_told_what_was_asked(analyse: Run, calls: Calls) -> None:
    outputs = ("--annotate", "out.mp4", "--report", "out.html")
    analyse("clip.mp4", "--side", "left", "--program", "four-exercise", "--model", "lite", *outputs, "--feet", "left:1,2,30,40")
    source, exercise, options = calls[0]
    assert (source, exercise) == ("clip.mp4", EXERCISES["plantar-flexion"])
    del options["progress"]
    assert options == {
        "side": "left",
        "prescription": find_program("four-exercise").prescriptions[0],
        "program_id": "four-exercise",
        "feet": (FootBox("left", 1, 2, 30, 40),),
        "model": "lite",
        "annotate": Path("out.mp4"),
        "debug": None,
        "report": Path("out.html"),
        "words": words_in("en"),
    }


def test_a_program_of_ones_own_prescribes(analyse: Run) -> None:
    Path("mine.toml").write_text('name = "Mine"\n[[exercise]]\nid = "plantar-flexion"\nreps = 4\n')
    _, out, _ = analyse("clip.mp4", "--program", "mine.toml", "--json", "-")
    assert json.loads(out)["program"] == "mine"
    assert json.loads(out)["summary"]["prescribed"] == {"reps": 4, "hold_s": None, "rest_s": None}
    assert json.loads(out)["summary"]["completed"] == 0.25


def test_a_name_that_begins_with_a_dash_goes_after_two_dashes(analyse: Run, calls: Calls) -> None:
    assert analyse("--", "-clip.mp4", "--debug")[0] == 0
    assert [call[0] for call in calls] == ["-clip.mp4", "--debug"]
    assert calls[0][2]["debug"] is None


def test_debug_writes_one_file_a_video_into_this_folder_and_says_so(analyse: Run, calls: Calls) -> None:
    _, _, err = analyse("x/clip.mp4", "y/clip.mp4", "rtsp://host/door?a=1", "--debug")
    assert [call[2]["debug"] for call in calls] == [Path("clip.debug.json"), Path("clip-2.debug.json"), Path("door.debug.json")]
    assert err.splitlines()[0] == "footcv: wrote: clip.debug.json"


# One frame


def test_a_frame_is_written_with_its_time_and_size(footcv_run: Run) -> None:
    status, out, err = footcv_run("frame", str(SAMPLE), "--at", "2.51", "-o", "still.png")
    assert (status, err) == (0, "")
    assert out.startswith("still.png: 640 x 480 px at 2.53 s; a box is ")
    assert cv2.imread("still.png").shape == (480, 640, 3)


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([str(SAMPLE), "-o", "still.jpg"], 2, "-o still.jpg is no .png file"),
        (["still.png", "-o", "./still.png"], 2, "-o ./still.png would overwrite what VIDEO names"),
        ([str(SAMPLE), "--at", "-1", "-o", "still.png"], 2, "Invalid value for '--at'"),
        ([str(SAMPLE), "--at", "999", "-o", "still.png"], 3, f"{SAMPLE} ends at 27.03 s: there is no frame at 999.00 s"),
        (["missing.mp4", "-o", "still.png"], 3, "missing.mp4 does not exist"),
        ([str(SAMPLE), "-o", "no-folder/still.png"], 6, "cannot write no-folder/still.png"),
    ],
)
def test_a_frame_that_cannot_be_had_is_one_line(footcv_run: Run, arguments: list[str], status: int, message: str) -> None:
    assert (said := footcv_run("frame", *arguments))[:2] == (status, "")
    assert said[2].startswith(f"footcv: error: {message}") and said[2].count("\n") == 1
    assert os.listdir() == []


# A report


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


# What goes wrong


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing argument 'VIDEO'"),
        (["clip.mp4", "--exercise", "squat"], "unknown exercise 'squat'; choose one of toe-press"),
        (["clip.mp4", "--side", "both"], "plantar-flexion has no side 'both'; use --side left or right, or leave it out"),
        (["clip.mp4", "--side", "up"], "Invalid value for '--side'"),
        (["clip.mp4", "--program", "nonsense"], "unknown program 'nonsense'"),
        (["clip.mp4", "--program", "three-exercise"], "program three-exercise has no plantar-flexion"),
        (["clip.mp4", "--program", "missing.toml"], "cannot read program file missing.toml"),
        (["clip.mp4", "--feet", "left:1,2,3"], "--feet 'left:1,2,3' is no box"),
        (["clip.mp4", "--jobs", "0"], "Invalid value for '--jobs'"),
        (["clip.mp4", "--model", "huge"], "Invalid value for '--model'"),
        (["clip.mp4", "--csv", "-", "--json", "-"], "--json - and --csv - cannot share stdout"),
        (["a.mp4", "b.mp4", "--annotate", "out.mp4"], "--annotate writes one video"),
        (["clip.mp4", "--annotate", "out.avi"], "--annotate out.avi is no .mp4 file"),
        (["a.mp4", "b.mp4", "--report", "out.html"], "--report writes one page"),
        (["clip.mp4", "--report", "out.pdf"], "--report out.pdf is no .html file"),
        (["clip.mp4", "--annotate", "./clip.mp4"], "--annotate ./clip.mp4 would overwrite what VIDEO names"),
        (["clip.mp4", "--json", "out", "--csv", "./out"], "--csv ./out would overwrite what --json names"),
        (["clip.mp4", "--nonsense"], "No such option: --nonsense"),
        (["a.mp4", "b.mp4", "--resume"], "--resume goes on with a file of results"),
        (["a.mp4", "b.mp4", "--resume", "--json", "-"], "--resume goes on with a file of results"),
        (["clip.mp4", "--scheduler", "host:8786", "--annotate", "a.mp4"], "--annotate, --report and --debug are made on this machine"),
        (["clip.mp4", "--json", "out.json", "--again"], "--again says how to --save"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2_before_any_analysis(analyse: Run, calls: Calls, arguments: list[str], message: str) -> None:
    status, out, err = analyse(*arguments)
    assert (status, out, calls) == (2, "", [])
    assert err.startswith(f"footcv: error: {message}") and err.count("\n") == 1
    assert os.listdir() == []


@pytest.mark.parametrize(("video", "status"), [("missing.mp4", 3), ("empty-room.mp4", 4), ("model.mp4", 5)])
def test_a_failure_is_one_line_and_the_contracts_status(analyse: Run, video: str, status: int) -> None:
    assert analyse(video, "--json", "out.json") == (status, "", f"footcv: error: {FAILURES[video]}\n")
    assert os.listdir() == []


def test_an_output_that_cannot_be_written_is_told_before_the_analysis(analyse: Run, calls: Calls) -> None:
    status, _, err = analyse("clip.mp4", "--csv", "no-folder/out.csv")
    assert (status, calls) == (OutputError.exit_code, [])
    assert err.startswith("footcv: error: cannot write no-folder/out.csv") and err.count("\n") == 1


def test_the_others_are_analysed_after_a_bad_file_and_the_worst_status_stays(analyse: Run) -> None:
    status, out, err = analyse("a.mp4", "empty-room.mp4", "missing.mp4", "b.mp4", "--json", "-")
    assert status == 4
    assert [json.loads(line)["source"]["path"] for line in out.splitlines()] == ["a.mp4", "b.mp4"]
    assert err == "footcv: error: nobody\nfootcv: error: missing.mp4 is missing\n"


def test_an_output_stays_untouched_where_every_video_fails(analyse: Run) -> None:
    Path("out.csv").write_text("old")
    assert analyse("missing.mp4", "empty-room.mp4", "--csv", "out.csv")[0] == 4
    assert Path("out.csv").read_text() == "old"


def test_a_fault_of_ours_is_one_line_too_and_a_traceback_only_with_debug(analyse: Run) -> None:
    status, _, err = analyse("bug.mp4")
    assert status == 1
    assert err == ("footcv: error: ZeroDivisionError: division by zero; this is a fault in footcv: run it again with --debug and report what it prints\n")
    assert "Traceback" in analyse("bug.mp4", "--debug")[2]


def test_an_interrupt_is_130(analyse: Run) -> None:
    assert analyse("interrupted.mp4", "--json", "out.json") == (130, "", "footcv: error: interrupted\n")
    assert os.listdir() == []


def test_a_message_stays_one_line_whatever_a_name_holds(footcv_run: Run) -> None:
    status, _, err = footcv_run("programs", "show", "a\nb\x1b[31m.toml")
    assert status == 2
    assert err.count("\n") == 1 and "\x1b" not in err


# Many videos


def content(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(f"what is in {name}")


def lines(path: str = "out.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def test_a_folder_is_the_videos_in_it_and_below(analyse: Run, calls: Calls) -> None:
    content("clinic/b.MOV", "clinic/a.mp4", "clinic/notes.txt", "clinic/monday/c.webm", "clinic/.trash/d.mp4")
    status, out, _ = analyse("clinic", "--json", "-")
    assert status == 0
    expected = ["clinic/a.mp4", "clinic/b.MOV", "clinic/monday/c.webm"]
    assert [json.loads(line)["source"]["path"] for line in out.splitlines()] == expected == [call[0] for call in calls]


def test_a_folder_without_a_video_is_exit_3(analyse: Run) -> None:
    content("clinic/notes.txt")
    assert analyse("clinic") == (3, "", "footcv: error: the folder clinic holds no video; name one that does, or the files themselves\n")


def test_a_bad_file_is_a_line_in_the_results_file(analyse: Run) -> None:
    content("a.mp4", "empty-room.mp4", "bug.mp4", "b.mp4")
    assert analyse("a.mp4", "missing.mp4", "empty-room.mp4", "bug.mp4", "b.mp4", "--json", "out.jsonl", "--csv", "out.csv")[0] == 4
    found = lines()
    assert [line["source"]["path"] for line in found] == ["a.mp4", "missing.mp4", "empty-room.mp4", "bug.mp4", "b.mp4"]
    assert [line["schema"].split(".")[1] for line in found] == ["analysis/1", "failure/1", "failure/1", "failure/1", "analysis/1"]
    assert [line.get("exit_status", 0) for line in found] == [0, 3, 4, 1, 0]
    assert found[1]["error"] == "missing.mp4 is missing"
    assert len(list(csv.DictReader(Path("out.csv").read_text().splitlines()))) == 4
    assert sorted(os.listdir()) == ["a.mp4", "b.mp4", "bug.mp4", "empty-room.mp4", "out.csv", "out.jsonl"]


def test_an_unchanged_file_is_not_analysed_twice_whatever_its_name(analyse: Run, calls: Calls) -> None:
    content("a.mp4", "b.mp4", "empty-room.mp4")
    analyse("a.mp4", "b.mp4", "empty-room.mp4", "--json", "out.jsonl")
    before = lines()
    calls.clear()
    Path("a.mp4").rename("moved.mp4")
    Path("b.mp4").write_text("changed")
    status, _, err = analyse("moved.mp4", "b.mp4", "empty-room.mp4", "--json", "out.jsonl")
    assert status == 4 and "2 of 3 were analysed before" in err
    assert [call[0] for call in calls] == ["b.mp4"]
    assert lines()[0] == {**before[0], "source": {**before[0]["source"], "path": "moved.mp4"}}
    assert lines()[2] == before[2]


@pytest.mark.parametrize(
    "other", [["--side", "left"], ["--model", "lite"], ["--program", "four-exercise"], ["--feet", "left:1,2,3,4"], ["--again"], ["--debug"]]
)
def test_what_was_asked_otherwise_is_analysed_anew(analyse: Run, calls: Calls, other: list[str]) -> None:
    content("a.mp4", "b.mp4")
    analyse("a.mp4", "b.mp4", "--json", "out.jsonl")
    analyse("a.mp4", "b.mp4", "--json", "out.jsonl", *other)
    assert len(calls) == 4


def test_other_outputs_are_the_same_from_the_file(analyse: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    content("a.mp4", "b.mp4")
    # Rounded to the millisecond, its hold and the rest before it are not the difference of its rounded times.
    odd = (replace(REPS[0], end_s=7.0004), replace(REPS[1], start_s=8.9996, hold_start_s=9.4996, hold_end_s=12.5004))
    monkeypatch.setattr(sys.modules[__name__], "REPS", odd)
    analyse("a.mp4", "b.mp4", "--json", "out.jsonl", "--csv", "1.csv")
    before = Path("out.jsonl").read_text()
    analyse("a.mp4", "b.mp4", "--json", "out.jsonl", "--csv", "2.csv")
    assert (Path("2.csv").read_text(), Path("out.jsonl").read_text()) == (Path("1.csv").read_text(), before)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_copy_is_analysed_once(analyse: Run, calls: Calls, jobs: str) -> None:
    content("a.mp4")
    Path("copy.mp4").write_bytes(Path("a.mp4").read_bytes())
    analyse("a.mp4", "copy.mp4", "a.mp4", "--json", "out.jsonl", "--jobs", jobs)
    assert len(calls) == 1
    assert [line["source"]["path"] for line in lines()] == ["a.mp4", "copy.mp4", "a.mp4"]


def test_what_was_stopped_goes_on_where_it_was(analyse: Run, calls: Calls) -> None:
    content("a.mp4", "empty-room.mp4", "interrupted.mp4", "b.mp4")
    Path("out.jsonl").write_text("old\n")
    videos = ["a.mp4", "empty-room.mp4", "interrupted.mp4", "b.mp4", "--json", "out.jsonl"]
    status, _, err = analyse(*videos)
    assert status == 130 and "--resume goes on from there" in err
    assert Path("out.jsonl").read_text() == "old\n"
    assert [line["source"]["path"] for line in lines("out.jsonl.partial")][:2] == ["a.mp4", "empty-room.mp4"]

    # Not by accident are hours of work lost.
    status, _, err = analyse(*videos)
    assert status == 2 and "--resume goes on" in err

    calls.clear()
    # Killed while it wrote.
    with open("out.jsonl.partial", "a") as partial:
        partial.write('{"schema": "footcv.ana')
    status, _, err = analyse("a.mp4", "empty-room.mp4", "c.mp4", "--json", "out.jsonl", "--resume")
    assert status == 4 and [call[0] for call in calls] == ["c.mp4"]
    assert [line["source"]["path"] for line in lines()] == ["a.mp4", "empty-room.mp4", "c.mp4"]
    assert not Path("out.jsonl.partial").exists()


def test_there_may_be_nothing_to_go_on_with(analyse: Run) -> None:
    content("a.mp4")
    assert analyse("a.mp4", "--json", "out.jsonl", "--resume")[0] == 0
    assert len(lines()) == 1


def test_a_results_file_that_is_none_is_replaced(analyse: Run, calls: Calls) -> None:
    content("a.mp4", "b.mp4")
    Path("out.jsonl").write_bytes(b'\xff\xfe\n[]\n{"schema": "footcv.analysis/1"}\n{"schema": 1}\nnull\n' + b"[" * 10_000)
    assert analyse("a.mp4", "b.mp4", "--json", "out.jsonl")[0] == 0
    assert len(lines()) == len(calls) == 2


def test_results_that_cannot_be_written_are_told_before_the_analysis(analyse: Run, calls: Calls) -> None:
    status, _, err = analyse("a.mp4", "b.mp4", "--json", "no-folder/out.jsonl")
    assert (status, calls) == (6, []) and err.count("\n") == 1


# The lists


def test_programs_lists_every_program(footcv_run: Run) -> None:
    status, out, _ = footcv_run("programs")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == list(BUILT_IN)


def test_exercises_lists_every_exercise(footcv_run: Run) -> None:
    status, out, _ = footcv_run("exercises")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == list(EXERCISES)


@pytest.mark.parametrize(
    ("arguments", "look_up", "expected"),
    [
        (["programs"], lambda data: [program["id"] for program in data], list(BUILT_IN)),
        (["programs", "show", "four-exercise"], lambda data: [p["hold_s"] for p in data["prescriptions"]], [5, None, 4, 20]),
        (["exercises"], lambda data: [exercise["id"] for exercise in data], list(EXERCISES)),
        (["exercises", "show", "toe-walking"], lambda data: data["sides"], ["both"]),
    ],
)
def test_each_list_is_there_as_json(footcv_run: Run, arguments: list[str], look_up: Callable[[Any], Any], expected: Any) -> None:
    status, out, _ = footcv_run(*arguments, "--json")
    assert status == 0
    assert look_up(json.loads(out)) == expected


def test_show_says_what_is_asked_and_how_it_is_done(footcv_run: Run) -> None:
    assert "hold 5 s" in footcv_run("programs", "show", "four-exercise")[1]
    assert "Camera:" in footcv_run("exercises", "show", "heel-raise")[1]


@pytest.mark.parametrize("arguments", [("programs", "show", "nope"), ("exercises", "show", "nope"), ("programs", "nope"), ("nope",)])
def test_an_unknown_word_is_exit_2(footcv_run: Run, arguments: list[str]) -> None:
    status, out, err = footcv_run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("footcv: error: ") and err.count("\n") == 1


# The program as the shell sees it


def footcv_process(*arguments: Any, script: str = "from footcv.cli import main; main()", **options: Any) -> subprocess.CompletedProcess[Any]:
    # As the installed script does it, without asking that it is installed.
    root = str(Path(footcv.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": root}
    return subprocess.run([sys.executable, "-c", script, *arguments], env=environment, **options)


def test_version_and_help() -> None:
    assert footcv_process("--version", capture_output=True, text=True).stdout == f"footcv {footcv.__version__}\n"
    assert footcv_process(capture_output=True, text=True).stdout == footcv_process("--help", capture_output=True, text=True).stdout


ENDLESS = """
import os, signal, sys, time, types
# Whoever started the tests in the background had them ignore Ctrl-C, and children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
def analyze(source, exercise, **options):
    # In one piece: two threads say it.
    os.write(1, b"begun\\n")
    while True:
        options["progress"](0.0, None)
        time.sleep(0.01)
sys.modules["footcv.analyze"] = types.SimpleNamespace(analyze=analyze)
from footcv.cli import main
main()
"""


def test_ctrl_c_stops_every_analysis_and_is_130() -> None:
    arguments = [sys.executable, "-c", ENDLESS, "analyze", "a.mp4", "b.mp4", "--jobs", "2", "--exercise", "heel-raise", "--csv", "out.csv"]
    environment = {**os.environ, "PYTHONPATH": str(Path(footcv.__file__).parents[1])}
    with subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None and process.stdout.readline() == "begun\n"
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, err) == (130, "footcv: error: interrupted\n")
    assert os.listdir() == []


def test_help_waits_for_nothing_heavy() -> None:
    # How many seconds that makes is the machine's affair.
    script = "import sys; from footcv.cli import run; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    for arguments in (["--help"], ["analyze", "--help"]):
        process = footcv_process(*arguments, script=script, capture_output=True, text=True, check=True)
        assert process.stdout.startswith("Usage: footcv")
        assert {"numpy", "cv2", "mediapipe", "av", "rich"}.isdisjoint(process.stderr.split())


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_stdout_is_exit_6() -> None:
    with open("/dev/full", "w") as full:
        process = footcv_process("programs", stdout=full, stderr=subprocess.PIPE, text=True)
    assert (process.returncode, process.stderr) == (6, "footcv: error: cannot write to standard output: No space left on device\n")


def test_a_reader_that_left_is_one_line() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        process = footcv_process("programs", stdout=closed, stderr=subprocess.PIPE, text=True)
    assert (process.returncode, process.stderr) == (6, "footcv: error: cannot write to standard output: Broken pipe\n")


def test_names_that_are_no_utf8_do_no_harm() -> None:
    process = footcv_process(b"programs", b"show", b"\xff.toml", capture_output=True)
    assert process.returncode == 2
    assert process.stderr.count(b"\n") == 1
