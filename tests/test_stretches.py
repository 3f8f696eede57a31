"""Stretches of samples in which something holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footcv.stretches import stretches


@pytest.mark.parametrize(("marks", "expected"), [("", []), ("...", []), ("###", [(0, 3)]), ("#..##.#", [(0, 1), (3, 5), (6, 7)])])
def test_stretches(marks: str, expected: list[tuple[int, int]]) -> None:
    assert stretches(np.array([mark == "#" for mark in marks], bool)) == expected


@given(st.lists(st.booleans(), max_size=80))
def test_stretches_are_where_it_holds(marks: list[bool]) -> None:
    told = np.zeros(len(marks), bool)
    for start, stop in stretches(np.array(marks, bool)):
        assert not told[start:stop].any()
        told[start:stop] = True
    assert told.tolist() == marks
