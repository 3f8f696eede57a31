import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Run

from footcv.exercises import EXERCISES
from footcv.programs import BUILT_IN


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
    assert "hold for 5 seconds" in footcv_run("programs", "show", "four-exercise")[1]
    assert "Camera:" in footcv_run("exercises", "show", "heel-raise")[1]


@pytest.mark.parametrize("arguments", [("programs", "show", "nope"), ("exercises", "show", "nope"), ("programs", "nope"), ("nope",)])
def test_an_unknown_word_is_exit_2(footcv_run: Run, arguments: list[str]) -> None:
    status, out, err = footcv_run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("footcv: error: ") and err.count("\n") == 1
