"""Many videos at once, and the file of their results, by which nothing is analysed twice."""

import csv
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from commandline import Calls
from conftest import Run

from footcv.counting.rep import Rep


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


def test_other_outputs_are_the_same_from_the_file(analyse: Run, reps: list[Rep]) -> None:
    content("a.mp4", "b.mp4")
    # Rounded to the millisecond, its hold and the rest before it are not the difference of its rounded times.
    reps[:] = [replace(reps[0], end_s=7.0004), replace(reps[1], start_s=8.9996, hold_start_s=9.4996, hold_end_s=12.5004)]
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
