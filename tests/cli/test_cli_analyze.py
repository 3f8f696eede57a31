"""`footcv analyze`, with an analysis that needs no video; the real one is tested where it lives."""

import csv
import json
import os
from pathlib import Path

import pytest
from commandline import FAILURES, Calls
from conftest import Run

from footcv.errors import OutputError
from footcv.exercises import EXERCISES
from footcv.feet.box import FootBox
from footcv.programs import find_program
from footcv.words import words_in

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
