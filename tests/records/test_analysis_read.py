import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from footcv.analysis import Analysis, SourceInfo
from footcv.counting.rep import Rep
from footcv.errors import SourceError
from footcv.programs import find_program, prescription_for
from footcv.programs.prescription import Prescription
from footcv.records.analysis_json import analysis_json
from footcv.records.analysis_read import analysis_of, read_analyses

BOUT = Rep(1, "both", None, 3.1, 3.6, 23.7, 24.2, 0.071, "m", 0.93)
SHORT = Rep(2, "both", None, 40.0, 40.5, 44.5, 45.0, 0.07, "m", 0.93, False, ("short-hold",))
TURN = Rep(1, "left", "clockwise", 30.0, None, None, 32.1, 360.0, "deg", 0.877)


def analysis(*reps: Rep, exercise: str = "toe-walking", program: str | None = "five-exercise") -> Analysis:
    return Analysis(SourceInfo("clip.mp4", 960, 540, 30.0, 42.1, 1263), exercise, program, "full", 0.98, reps, ("a warning",))


def file_with(folder: Path, *lines: str) -> str:
    file = folder / "analysis.json"
    file.write_text("\n".join(lines), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("written", [analysis(BOUT, SHORT), analysis(), analysis(TURN, exercise="ankle-circles")])
def test_what_was_written_is_read_back(written: Analysis, tmp_path: Path) -> None:
    asked = prescription_for(find_program("five-exercise"), written.exercise)
    assert read_analyses(file_with(tmp_path, analysis_json(written, asked, indent=2))) == [(written, asked)]


def test_numbers_are_read_back_as_they_were_rounded() -> None:
    turn = replace(TURN, start_s=30.00049, confidence=0.8765)
    written = analysis_json(analysis(turn, exercise="ankle-circles"), None)
    found = analysis_of(json.loads(written))
    assert (found.reps[0].start_s, found.reps[0].confidence) == (30.0, 0.876)
    assert analysis_json(found, None) == written


def test_several_analyses_stand_on_a_line_each(tmp_path: Path) -> None:
    file = file_with(tmp_path, analysis_json(analysis(BOUT), None), analysis_json(analysis(), None), "")
    assert [len(read.reps) for read, _ in read_analyses(file)] == [1, 0]


def test_of_a_program_of_ones_own_what_the_file_says_is_known(tmp_path: Path) -> None:
    asked = Prescription(exercise="toe-walking", reps=4, hold_s=7.5, per_day=2)
    file = file_with(tmp_path, analysis_json(analysis(BOUT, program="evening"), asked))
    assert read_analyses(file)[0][1] == Prescription(exercise="toe-walking", reps=4, hold_s=7.5)


def test_a_program_that_only_has_the_name_of_a_built_in_one_is_not_taken_for_it(tmp_path: Path) -> None:
    asked = Prescription(exercise="toe-walking", reps=4)
    assert read_analyses(file_with(tmp_path, analysis_json(analysis(BOUT), asked)))[0][1] == asked


def changed(*path: Any, to: Any) -> str:
    """An analysis with one thing changed."""
    data = json.loads(analysis_json(analysis(BOUT), Prescription(exercise="toe-walking", reps=6)))
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return json.dumps(data)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        (changed("reps", 0, "peak", to=float("nan")), "it is no JSON"),
        ("[]", "its schema is null"),
        (changed("schema", to="footcv.analysis/2"), 'its schema is "footcv.analysis/2"'),
        (changed("exercise", to="squat"), "exercise is 'squat'"),
        (changed("reps", to=None), "reps is not what it should be"),
        (changed("reps", 0, to=7), "a rep is no object"),
        (changed("reps", 0, "side", to="up"), "side is 'up'"),
        (changed("reps", 0, "peak_unit", to="<b>"), "peak_unit is '<b>'"),
        (changed("reps", 0, "peak", to=10**400), "peak is no number that can be"),
        (changed("reps", 0, "start_s", to=-1), "start_s is no number that can be"),
        (changed("reps", 0, "end_s", to=3.5), "the times of a rep do not follow each other"),
        (changed("reps", 0, "hold_end_s", to=None), "the times of a rep do not follow each other"),
        (changed("reps", 0, "faults", to=["lazy"]), "a fault that this footcv does not know"),
        (changed("reps", 0, "counted", to=1), "counted is not what it should be"),
        (changed("source", "width", to=True), "width is not what it should be"),
        (changed("summary", "prescribed", to={"reps": "six"}), "reps is not what it should be"),
        (changed("warnings", to=[1]), "warnings are no texts"),
        (changed("source", to={}), "path is missing"),
    ],
)
def test_what_is_no_analysis_or_damaged_is_told_in_one_line(text: str, words: str, tmp_path: Path) -> None:
    file = file_with(tmp_path, text)
    with pytest.raises(SourceError) as told:
        read_analyses(file)
    assert file in str(told.value) and words in str(told.value) and "\n" not in str(told.value)


def test_of_several_the_damaged_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"\(line 2\) is damaged"):
        read_analyses(file_with(tmp_path, analysis_json(analysis(), None), changed("reps", to=3)))


def test_reps_out_of_order_are_damage(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not in the order of their times"):
        read_analyses(file_with(tmp_path, analysis_json(analysis(SHORT, BOUT), None)))
