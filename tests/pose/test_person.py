"""Who is measured: the largest at the start, then the same one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footcv.pose.person import Box, Person, box_of, closest, grown, overlap

BIG: Box = (100, 100, 300, 500)
BIG_MOVED: Box = (120, 100, 320, 500)
SMALL: Box = (400, 200, 500, 400)
SMALL_MOVED: Box = (410, 200, 510, 400)
FAR: Box = (700, 100, 900, 500)


def followed(others: list[Box], at_s: float = 0.0) -> Person:
    """Somebody at BIG, followed since `at_s`, with `others` in view."""
    person = Person()
    assert person.looked(at_s, [BIG, *others], BIG)
    return person


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 0, 2, 2), (0, 0, 2, 2), 1.0),
        ((0, 0, 2, 2), (1, 0, 3, 2), 1 / 3),
        ((0, 0, 2, 2), (2, 0, 4, 2), 0.0),
        ((0, 0, 2, 2), (5, 5, 6, 6), 0.0),
        ((0, 0, 0, 0), (0, 0, 0, 0), 0.0),
    ],
)
def test_overlap(one: Box, other: Box, expected: float) -> None:
    assert overlap(one, other) == pytest.approx(expected)


side = st.floats(0, 1000)
boxes = st.tuples(side, side, side, side).map(lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])))


@given(boxes, boxes)
def test_overlap_is_a_share_and_symmetric(one: Box, other: Box) -> None:
    assert 0 <= overlap(one, other) <= 1 + 1e-9
    assert overlap(one, other) == pytest.approx(overlap(other, one))


def test_the_box_goes_round_the_seen_landmarks() -> None:
    points = np.array([[1, 2], [5, 9], [100, 100]], np.float32)
    assert box_of(points, np.array([1.0, 0.4, 0.1], np.float32)) == (1, 2, 5, 9)
    assert box_of(points, np.array([0.2, 0.2, 0.1], np.float32)) is None


@pytest.mark.parametrize(("box", "expected"), [(BIG_MOVED, BIG), (SMALL_MOVED, SMALL), (FAR, None)])
def test_closest(box: Box, expected: Box | None) -> None:
    assert closest(box, [BIG, SMALL]) == expected


@pytest.mark.parametrize(
    ("found", "tracked", "right", "chosen", "crowded"),
    [
        ([BIG], BIG_MOVED, True, BIG, False),
        ([SMALL, BIG], BIG_MOVED, True, BIG, True),
        ([SMALL, BIG], SMALL, False, BIG, True),  # the tracker took the smaller one
        ([], BIG, True, BIG, False),  # the search finds nobody, the tracker does
        ([SMALL], BIG, True, BIG, True),
        ([SMALL, BIG, BIG_MOVED], BIG, True, BIG, True),
        ([BIG, BIG_MOVED], BIG, True, BIG, False),  # one person found twice
    ],
)
def test_the_first_look_chooses_the_largest(found: list[Box], tracked: Box, right: bool, chosen: Box, crowded: bool) -> None:
    person = Person()
    assert person.wants_look(0.0, tracked)
    assert person.looked(0.0, found, tracked) is right
    assert (person.box, person.crowded) == (chosen, crowded)


def test_a_larger_newcomer_changes_nothing() -> None:
    person = followed([])
    assert person.looked(4.0, [BIG_MOVED, (350, 0, 900, 600)], BIG_MOVED)
    assert person.box == BIG_MOVED
    assert person.crowded


def test_a_jump_to_another_is_noticed_and_undone() -> None:
    person = followed([SMALL])
    person.seen(1.0, BIG)
    assert not person.is_followed_by(SMALL)
    assert person.wants_look(1.03, SMALL)
    assert not person.looked(1.03, [BIG_MOVED, SMALL], SMALL)
    assert person.box == BIG_MOVED


def test_another_one_is_not_taken_for_who_is_away_for_a_moment() -> None:
    person = followed([SMALL])
    assert not person.looked(1.0, [SMALL], SMALL)
    assert (person.box, person.seen_s) == (BIG, 0.0)
    assert not person.wants_look(1.2, SMALL)  # searched at intervals, not in every frame
    assert person.wants_look(1.6, SMALL)


def test_another_one_takes_over_from_who_is_gone() -> None:
    person = followed([SMALL])
    assert person.looked(2.5, [SMALL], SMALL)
    assert person.box == SMALL


def test_who_was_alone_may_come_back_anywhere() -> None:
    person = followed([])
    assert person.looked(1.0, [FAR], FAR)
    assert person.box == FAR


@pytest.mark.parametrize(("others", "t", "due"), [([], 1.9, False), ([], 2.1, False), ([], 4.1, True), ([SMALL], 1.9, False), ([SMALL], 2.1, True)])
def test_looks_are_rarer_when_alone(others: list[Box], t: float, due: bool) -> None:
    assert followed(others).wants_look(t, BIG) is due


def test_only_in_company_is_the_view_narrowed_and_only_while_the_person_is_there() -> None:
    assert followed([]).view(0.1) is None
    assert followed([SMALL]).view(0.1) == grown(BIG)
    assert followed([SMALL]).view(1.0) is None
    assert grown((0, 0, 10, 20), 0.5) == (-10, -10, 20, 30)
