import json

import pytest

from footcv.analysis import Analysis, SourceInfo
from footcv.counting.rep import Rep
from footcv.programs.prescription import Prescription
from footcv.records.analysis_json import analysis_json

BOUT = Rep(1, "both", None, 3.1, 3.6, 23.7, 24.2, 0.071, "m", 0.93)
TURN = Rep(2, "left", "clockwise", 30.00049, None, None, 32.1, 21.123456, "deg", 0.8765)
ASKED = Prescription(exercise="toe-walking", reps=6, hold_s=20.0, rest_s=10.0)

# The contract's own example.
CONTRACT = """{
  "schema": "footcv.analysis/1",
  "source": {"path": "clip.mp4", "width": 960, "height": 540, "fps": 30.0, "duration_s": 42.1, "frames": 1263},
  "exercise": "toe-walking",
  "program": "five-exercise",
  "model": "full",
  "detected_fraction": 0.98,
  "reps": [
    {"index": 1, "side": "both", "direction": null,
     "start_s": 3.1, "hold_start_s": 3.6, "hold_end_s": 23.7, "end_s": 24.2, "hold_s": 20.1,
     "peak": 0.071, "peak_unit": "m", "confidence": 0.93, "counted": true, "faults": []}
  ],
  "summary": {"reps": 1, "counted": 1, "by_side": {"both": 1}, "prescribed": {"reps": 6, "hold_s": 20, "rest_s": 10}, "completed": 0.167},
  "warnings": []
}"""


def analysis(*reps: Rep, path: str = "clip.mp4", warnings: tuple[str, ...] = ()) -> Analysis:
    return Analysis(SourceInfo(path, 960, 540, 30.0, 42.1, 1263), "toe-walking", "five-exercise", "full", 0.98, reps, warnings)


def test_the_contracts_example_is_written_as_it_stands_keys_in_order() -> None:
    written = analysis_json(analysis(BOUT), ASKED)
    assert written == json.dumps(json.loads(CONTRACT))


def test_a_turn_has_no_hold_and_times_have_three_decimals() -> None:
    turn = json.loads(analysis_json(analysis(TURN), None))["reps"][0]
    assert (turn["hold_start_s"], turn["hold_end_s"], turn["hold_s"], turn["direction"]) == (None, None, None, "clockwise")
    assert (turn["start_s"], turn["peak"], turn["confidence"]) == (30.0, 21.1235, 0.876)


def test_it_is_one_line_unless_indented() -> None:
    assert "\n" not in analysis_json(analysis(BOUT, warnings=("two\nlines",)), ASKED)
    assert "\n" in analysis_json(analysis(BOUT), ASKED, indent=2)


def test_names_keep_their_letters() -> None:
    assert '"path": "Füße.mp4"' in analysis_json(analysis(path="Füße.mp4"), None)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_never_written(value: float) -> None:
    with pytest.raises(ValueError):
        analysis_json(analysis(Rep(1, "both", None, 0.0, 1.0, 2.0, 3.0, value, "m", 0.9)), None)
