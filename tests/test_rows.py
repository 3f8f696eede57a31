"""Rows that are read as they were told, wherever their pieces lie."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from footcv.feet.album import Album
from footcv.rows import BLOCK, Put, Rows, as_it_is

KIND = np.dtype([("t", "f8"), ("points", "f4", (3, 2))])
MANY = 3 * BLOCK + 5


def told(many: int = MANY, put: Put = as_it_is) -> Rows:
    rows = Rows(KIND, put)
    for number in range(many):
        rows.append((number / 10, np.full((3, 2), number)))
    return rows


def elsewhere() -> Rows:
    return told(put=Album(in_memory=told(1).kind.itemsize * BLOCK).keep)


@pytest.mark.parametrize("rows", [told(), elsewhere(), told().since(0), Rows.of(told().read()), pickle.loads(pickle.dumps(elsewhere()))])
def test_what_was_told_is_read(rows: Rows) -> None:
    assert len(rows) == MANY and rows.shape == (MANY,)
    assert np.array_equal(rows.read(), told().read())
    assert rows.read(field="points").shape == (MANY, 3, 2)
    assert rows[BLOCK]["t"] == BLOCK / 10 and rows[MANY - 1]["points"][2, 1] == MANY - 1
    assert np.array_equal(np.concatenate(list(rows.blocks())), rows.read())


@given(st.lists(st.integers(0, MANY - 1), max_size=40), st.integers(0, MANY))
def test_any_of_them_are_read_in_any_order(chosen: list[int], first: int) -> None:
    rows, numbers = elsewhere(), np.array(chosen, np.intp)
    assert rows.read(numbers, "t").tolist() == [number / 10 for number in chosen]
    assert np.array_equal(rows.since(first).read(), rows.read()[first:])
    assert np.array_equal(rows.since(first).since(min(9, MANY - first)).read(), rows.read()[min(first + 9, MANY) :])


def test_a_part_goes_its_own_way() -> None:
    whole = told()
    part = whole.since(BLOCK + 3)
    part.append((99.0, np.zeros((3, 2))))
    whole.append((77.0, np.zeros((3, 2))))
    assert (whole[MANY]["t"], part[len(part) - 1]["t"]) == (77.0, 99.0)
    assert len(part) == MANY + 1 - BLOCK - 3


def test_what_was_read_is_a_copy() -> None:
    rows = told()
    rows[0]["t"] = rows.read()["t"][0] = 5.0
    assert rows[0]["t"] == 0.0


def test_pictures_are_rows_too() -> None:
    images: NDArray[np.uint8] = np.random.default_rng(0).integers(0, 256, (70, 4, 4)).astype(np.uint8)
    rows = Rows.of(images)
    assert rows.shape == (70, 4, 4)
    assert np.array_equal(rows.read(np.array([66, 0, 3])), images[[66, 0, 3]])
