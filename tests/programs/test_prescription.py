import json
from dataclasses import asdict

import pytest

from footcv.programs import BUILT_IN, find_program
from footcv.programs.prescription import Program, program_from


@pytest.mark.parametrize(("per_week", "per_week_max", "days"), [(None, None, (7, 7)), (3, 5, (3, 5)), (3, 3, (3, 3)), (3, None, (3, 3))])
def test_a_program_is_for_every_day_or_for_some_of_a_week(per_week: int | None, per_week_max: int | None, days: tuple[int, int]) -> None:
    assert Program(id="p", name="P", per_week=per_week, per_week_max=per_week_max).days_a_week == days


@pytest.mark.parametrize("program_id", BUILT_IN)
def test_a_program_comes_back_from_its_json(program_id: str) -> None:
    program = find_program(program_id)
    assert program_from(json.loads(json.dumps(asdict(program)))) == program


@pytest.mark.parametrize("told", [{}, {"prescriptions": [{"wish": 1}]}, {"id": "p", "name": "P", "prescriptions": ["heel-raise"]}])
def test_what_is_no_program_is_an_error(told: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError)):
        program_from(told)
