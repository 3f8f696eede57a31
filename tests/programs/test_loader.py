import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footcv.errors import UsageError
from footcv.programs import find_program
from footcv.programs.loader import parse_program
from footcv.programs.prescription import Prescription, Program

OWN = """
name = "My evening round"
minutes = 8
per_week = 5

[[exercise]]
id = "heel-raise"
instructions = "On the lowest stair, hands on the rail."
reps = 12
hold_s = 2.5
rest_s = 3
sides = ["both"]
per_day = 2

[[exercise]]
id = "ankle-circles"
seconds = 30
directions = ["counterclockwise"]
sides = ["right", "left"]
first_side = "right"
"""


def test_a_program_of_ones_own_is_read_from_its_path(tmp_path: Path) -> None:
    file = tmp_path / "evening.toml"
    file.write_text(OWN, encoding="utf-8")

    assert find_program(str(file)) == Program(
        id="evening",
        name="My evening round",
        minutes=8,
        per_week=5,
        per_week_max=5,
        prescriptions=(
            Prescription(
                exercise="heel-raise",
                instructions="On the lowest stair, hands on the rail.",
                reps=12,
                hold_s=2.5,
                rest_s=3.0,
                sides=("both",),
                per_day=2,
            ),
            Prescription(exercise="ankle-circles", seconds=30.0, directions=("counterclockwise",), sides=("right", "left"), first_side="right"),
        ),
    )


def test_a_file_of_any_name_is_read_where_it_exists(tmp_path: Path) -> None:
    file = tmp_path / "evening.txt"
    file.write_text(OWN, encoding="utf-8")
    assert find_program(str(file)).name == "My evening round"


def one_exercise(*lines: str) -> bytes:
    return "\n".join(('name = "Mine"', "[[exercise]]", *lines)).encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        # The file as a whole
        (b"", "name is missing; add it"),
        (b'name = "Mine"', "exercise is missing; add it"),
        (b'name = "Mine"\nexercise = []', "exercise: is empty; add at least one"),
        (b'name = "Mine"\nexercise = 3', "exercise: must be tables headed [[exercise]], not 3"),
        (b'name = "Mine"\nexercise = [3]', "exercise: must be tables headed [[exercise]], not a list"),
        (b"name = ", "is not valid TOML: Invalid value (at end of document)"),
        (b"name = '\xff'", "byte 8 is not UTF-8; save the file as UTF-8 text"),
        (b"x = " + b"[" * 100_000, "is nested too deeply"),
        (b"minutes = " + b"9" * 5000, "is not valid TOML"),
        (b"nmae = 'Mine'", "unknown key 'nmae' (did you mean name?); the keys are name, minutes, per_week, per_week_max, exercise"),
        (b"name = ''\n[[exercise]]", "name: must be one line of plain text in quotes"),
        (b'name = "a\\u001b[31m"\n[[exercise]]', "name: must be one line of plain text in quotes"),
        (b"name = 'x'\nminutes = 0\n[[exercise]]", "minutes: must be a whole number from 1 to 600, not 0"),
        (b"name = 'x'\nminutes = 2024-01-01\n[[exercise]]", "minutes: must be a whole number from 1 to 600, not 2024-01-01"),
        (b"name = 'x'\nper_week = 3\nper_week_max = 2\n[[exercise]]\nid = 'heel-raise'", "per_week_max: 2 is less than per_week; make it at least 3"),
        # One exercise
        (one_exercise(), "exercise: number 1: id is missing; add it"),
        (one_exercise("id = 'toe-wlking'"), "exercise: number 1: id: unknown exercise 'toe-wlking' (did you mean toe-walking?); choose one of toe-press"),
        (one_exercise("id = 7"), "id: unknown exercise 7"),
        (one_exercise("id = 'heel-raise'", "holds = 3"), "unknown key 'holds' (did you mean hold_s?)"),
        (one_exercise("id = 'heel-raise'", "reps = 2.5"), "reps: must be a whole number from 1 to 1000, not 2.5"),
        (one_exercise("id = 'heel-raise'", "reps = true"), "reps: must be a whole number from 1 to 1000, not True"),
        (one_exercise("id = 'heel-raise'", "reps = 1001"), "reps: must be a whole number from 1 to 1000, not 1001"),
        (one_exercise("id = 'heel-raise'", "reps = 0x" + "f" * 9000), "reps: must be a whole number from 1 to 1000, not a huge number"),
        (one_exercise("id = 'heel-raise'", "hold_s = 'five'"), "hold_s: must be seconds, more than 0 and at most 3600, not 'five'"),
        (one_exercise("id = 'heel-raise'", "hold_s = nan"), "hold_s: must be seconds, more than 0 and at most 3600, not nan"),
        (one_exercise("id = 'heel-raise'", "hold_s = -inf"), "hold_s: must be seconds, more than 0 and at most 3600, not -inf"),
        (one_exercise("id = 'heel-raise'", "hold_s = 0"), "hold_s: must be seconds"),
        (one_exercise("id = 'heel-raise'", "hold_s = 0x" + "f" * 9000), "hold_s: must be seconds, more than 0 and at most 3600, not a huge number"),
        (one_exercise("id = 'heel-raise'", "hold_max_s = 5"), "hold_max_s: needs hold_s beside it; add hold_s"),
        (one_exercise("id = 'heel-raise'", "rest_s = 9", "rest_max_s = 5"), "rest_max_s: 5 is less than rest_s; make it at least 9"),
        (one_exercise("id = 'heel-raise'", "sides = 'left'"), "sides: must be a list of left, right, both in square brackets, not 'left'"),
        (one_exercise("id = 'heel-raise'", "sides = []"), "sides: must be a list of left, right, both in square brackets, not an empty list"),
        (one_exercise("id = 'heel-raise'", "sides = ['up']"), "sides: must be one of left, right, both, not 'up'"),
        (one_exercise("id = 'heel-raise'", "sides = [['left']]"), "sides: must be one of left, right, both, not a list"),
        (one_exercise("id = 'heel-raise'", "sides = ['left', 'left']"), "sides: names one twice; name each once"),
        (one_exercise("id = 'toe-walking'", "sides = ['left']"), "sides: toe-walking has no side 'left'; use both"),
        (one_exercise("id = 'heel-raise'", "first_side = 'left'"), "first_side: 'left' is not among sides; add it there"),
        (one_exercise("id = 'heel-raise'", "directions = ['clockwise']"), "directions: heel-raise has none; remove it"),
        (one_exercise("id = 'heel-raise'", "seconds = 10"), "seconds: heel-raise has none; remove it"),
        (one_exercise("id = 'ankle-circles'", "hold_s = 3"), "hold_s: ankle-circles has none; remove it"),
        (one_exercise("id = 'ankle-circles'", "directions = ['anticlockwise']"), "directions: must be one of clockwise, counterclockwise, not 'anticlockwise'"),
        (one_exercise("id = 'heel-raise'", "[[exercise]]", "id = 'heel-raise'"), "number 2: id: heel-raise is there twice; give each exercise one entry"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_file_key_and_remedy(data: bytes, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_program(data, program_id="mine", file="mine.toml")
    assert f"mine.toml: {message}" in str(caught.value) or (message in str(caught.value) and str(caught.value).startswith("mine.toml: exercise: number"))
    assert len(str(caught.value)) < 400


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot read program file .*missing\.toml: No such file or directory"):
        find_program(str(tmp_path / "missing.toml"))


def test_a_folder_is_no_program(tmp_path: Path) -> None:
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    with pytest.raises(UsageError, match="Is a directory"):
        find_program(str(folder))


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs a device without an end")
def test_a_file_without_an_end_is_refused(tmp_path: Path) -> None:
    endless = tmp_path / "endless.toml"
    endless.symlink_to("/dev/zero")
    with pytest.raises(UsageError, match="too large"):
        find_program(str(endless))


def either_program_or_usage_error(data: bytes) -> None:
    try:
        program = parse_program(data, program_id="any", file="any.toml")
    except UsageError as error:
        assert str(error).startswith("any.toml: ")
    else:
        assert program.prescriptions


@given(st.binary(max_size=300))
def test_no_bytes_bring_it_down(data: bytes) -> None:
    either_program_or_usage_error(data)


@given(st.text(max_size=300))
def test_no_text_brings_it_down(text: str) -> None:
    either_program_or_usage_error(text.encode("utf-8", "surrogatepass"))


VALUES = st.one_of(
    st.integers(),
    st.floats().map(repr),
    st.sampled_from(["true", "{}", "[]", "[{}]", "'left'", "['left']", "['clockwise']", "'heel-raise'", "'ankle-circles'", "1979-05-27", "07:32:00", "10"]),
)
KEYS = st.sampled_from(
    ["id", "reps", "hold_s", "hold_max_s", "rest_s", "rest_max_s", "seconds", "directions", "sides", "first_side", "per_day", "instructions", "x"]
)


@given(st.dictionaries(KEYS, VALUES), st.sampled_from(["'heel-raise'", "'ankle-circles'", "'toe-walking'"]))
def test_no_values_bring_it_down(table: dict[str, object], exercise_id: str) -> None:
    either_program_or_usage_error(one_exercise(*(f"{key} = {value}" for key, value in {"id": exercise_id, **table}.items())))
