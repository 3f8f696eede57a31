from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footcv.analysis import Analysis, SourceInfo
from footcv.coach.verdict import judge, rests_before_s, summary
from footcv.counting.rep import Rep
from footcv.programs.prescription import Prescription

HOLDS = Prescription(exercise="plantar-flexion", reps=10, hold_s=5)
CIRCLES = Prescription(exercise="ankle-circles", reps=10, seconds=10, directions=("clockwise", "counterclockwise"), sides=("left", "right"))
ONE_WAY = Prescription(exercise="ankle-circles", reps=10, directions=("clockwise",), sides=("left", "right"))


def rep(start_s: float = 0.0, hold_s: float = 5.0, *, index: int = 1, side: str = "left", peak: float = 30.0, unit: str = "deg") -> Rep:
    """A rep that takes 0.4 s to arrive and 0.4 s to come back."""
    hold_end_s = start_s + 0.4 + hold_s
    return Rep(index, side, None, start_s, start_s + 0.4, hold_end_s, hold_end_s + 0.4, peak, unit, 0.9)


def turn(start_s: float = 0.0, direction: str | None = "clockwise", *, side: str = "left", takes_s: float = 2.0) -> Rep:
    return Rep(1, side, direction, start_s, None, None, start_s + takes_s, 20.0, "deg", 0.9)


def faults(reps: Sequence[Rep], prescription: Prescription | None = None, side: str = "auto") -> list[tuple[str, ...]]:
    return [judged.faults for judged in judge(reps, prescription, side)]


@pytest.mark.parametrize(
    ("prescribed_s", "held_s", "expected"),
    [
        (5, 5.0, ()),
        (5, 9.0, ()),  # longer is fine
        (5, 4.76, ()),  # within 0.25 s, which is 5 % of 5 s too
        (5, 4.74, ("short-hold",)),
        (3, 2.76, ()),
        (3, 2.74, ("short-hold",)),
        (20, 19.1, ()),  # within 5 % of 20 s
        (20, 18.9, ("short-hold",)),
        (None, 0.3, ()),
    ],
)
def test_short_hold(prescribed_s: float, held_s: float, expected: Any) -> None:
    assert faults([rep(hold_s=held_s)], Prescription(exercise="heel-raise", hold_s=prescribed_s)) == [expected]


@pytest.mark.parametrize(
    ("peaks", "expected"),
    [
        ([30, 31, 29, 19], [(), (), (), ()]),  # 0.63 of the median
        ([30, 31, 29, 17], [(), (), (), ("shallow",)]),  # 0.58 of it
        ([17, 30, 30], [("shallow",), (), ()]),
        ([30, 15], [(), ()]),  # of two nobody can say which is the typical one
    ],
)
def test_shallow_is_measured_by_the_persons_own_median(peaks: list[float], expected: Any) -> None:
    assert faults([rep(10 * i, peak=peak) for i, peak in enumerate(peaks)]) == expected


def test_shallow_compares_a_side_with_itself() -> None:
    left = [rep(10 * i, side="left", peak=30) for i in range(3)]
    right = [rep(30 + 10 * i, side="right", peak=12) for i in range(3)]
    assert faults(left + right) == [()] * 6


def test_shallow_compares_a_unit_with_itself() -> None:
    in_degrees = [rep(10 * i, peak=30) for i in range(3)]
    in_shares = [rep(30 + 10 * i, peak=0.9, unit="share") for i in range(3)]
    assert faults(in_degrees + in_shares) == [()] * 6


@pytest.mark.parametrize(
    ("asked", "prescribed", "done", "wrong"),
    [
        ("auto", (), "left", False),
        ("left", (), "left", False),
        ("left", (), "right", True),
        ("left", (), "both", True),
        ("both", (), "left", True),
        ("auto", ("left", "right"), "right", False),
        ("auto", ("left", "right"), "both", True),
        ("left", ("left", "right"), "right", True),  # the one asked for outranks the program
        ("right", ("left",), "right", False),
    ],
)
def test_wrong_side(asked: str, prescribed: tuple[str, ...], done: str, wrong: bool) -> None:
    assert faults([rep(side=done)], Prescription(exercise="dorsiflexion", sides=prescribed), asked) == [("wrong-side",) if wrong else ()]


def test_wrong_side_needs_no_prescription() -> None:
    assert faults([rep(side="right")], None, "left") == [("wrong-side",)]


@pytest.mark.parametrize(
    ("prescription", "direction", "expected"),
    [
        (ONE_WAY, "clockwise", ()),
        (ONE_WAY, "counterclockwise", ("wrong-direction",)),
        (ONE_WAY, None, ()),  # the view cannot tell
        (CIRCLES, "counterclockwise", ()),  # the order is free
        (None, "counterclockwise", ()),
    ],
)
def test_wrong_direction(prescription: Prescription | None, direction: str | None, expected: Any) -> None:
    assert faults([turn(direction=direction)], prescription) == [expected]


@pytest.mark.parametrize(
    ("rest_s", "expected"),
    [(10.0, ()), (9.6, ()), (9.4, ("short-rest",)), (14.0, ()), (-1.0, ("short-rest",))],
)
def test_short_rest(rest_s: float, expected: Any) -> None:
    first = rep(0.0)
    second = rep(first.end_s + rest_s)
    assert faults([first, second], Prescription(exercise="toe-walking", rest_s=10)) == [(), expected]


def test_several_faults_are_told_in_the_contracts_order() -> None:
    reps = [rep(0), rep(10), rep(20), rep(26, hold_s=2, peak=15)]
    asked = Prescription(exercise="dorsiflexion", hold_s=5, rest_s=3, sides=("right",))
    assert faults(reps, asked)[-1] == ("short-hold", "shallow", "wrong-side", "short-rest")


def test_a_rep_without_faults_counts_and_one_with_faults_does_not() -> None:
    assert [judged.counted for judged in judge([rep(0), rep(10, hold_s=2)], HOLDS, "auto")] == [True, False]


def test_judging_twice_changes_nothing() -> None:
    once = judge([rep(0), rep(10, hold_s=2), rep(20, side="right")], HOLDS, "left")
    assert judge(once, HOLDS, "left") == once


def test_rests_are_seconds_since_the_rep_before() -> None:
    assert rests_before_s([]) == ()
    first, *others = rests_before_s([rep(0.0, 5.0), rep(10.0, 5.0), rep(15.0, 5.0)])
    assert first is None and others == pytest.approx([4.2, 0.0])


def summed(reps: Sequence[Rep], prescription: Prescription | None, side: str = "auto") -> dict[str, Any]:
    judged = judge(reps, prescription, side)
    return summary(Analysis(SourceInfo("clip.mp4", 640, 480, 30.0, 60.0, 1800), "heel-raise", None, "full", 1.0, judged, ()), prescription)


def test_the_summary_without_a_prescription() -> None:
    assert summed([rep(0), rep(10, side="right")], None) == {
        "reps": 2,
        "counted": 2,
        "by_side": {"left": 1, "right": 1},
        "prescribed": None,
        "completed": None,
    }


def test_the_summary_against_a_prescription() -> None:
    asked = Prescription(exercise="toe-walking", reps=6, hold_s=20.0, rest_s=10.0)
    assert summed([rep(0, 20.1, side="both"), rep(60, 12.0, side="both")], asked) == {
        "reps": 2,
        "counted": 1,
        "by_side": {"both": 1},
        "prescribed": {"reps": 6, "hold_s": 20, "rest_s": 10},
        "completed": 0.167,
    }


EACH_FOOT = Prescription(exercise="heel-raise", reps=5, sides=("left", "right"))


@pytest.mark.parametrize(
    ("prescription", "reps", "completed"),
    [
        (Prescription(exercise="heel-raise", hold_s=3), [rep()], None),  # it does not say how many
        (HOLDS, [], 0.0),
        (HOLDS, [rep(10 * i) for i in range(4)], 0.4),
        (HOLDS, [rep(10 * i) for i in range(14)], 1.0),
        (EACH_FOOT, [rep(10 * i) for i in range(5)], 0.5),
        (EACH_FOOT, [rep(10 * i) for i in range(10)], 0.5),  # more on one foot is nothing for the other
        (EACH_FOOT, [rep(10 * i, side=side) for i, side in enumerate(["left", "right"] * 5)], 1.0),
        # Ten turns or ten seconds, each way, each leg: four quarters.
        (CIRCLES, [turn(i, takes_s=0.9) for i in range(10)], 0.25),
        (CIRCLES, [turn(2 * i) for i in range(5)], 0.25),
        (CIRCLES, [turn(2 * i) for i in range(20)], 0.25),
        (CIRCLES, [turn(2 * i, "counterclockwise", side="right") for i in range(3)], 0.15),
        (CIRCLES, [turn(2 * i, None) for i in range(10)], 0.5),  # of unknown direction: ten seconds one way, ten the other
        (CIRCLES, [turn(2 * i, None) for i in range(40)], 0.5),
    ],
)
def test_completed(prescription: Prescription | None, reps: Sequence[Rep], completed: float | None) -> None:
    assert summed(reps, prescription)["completed"] == completed


@given(st.lists(st.tuples(st.sampled_from(["left", "right", "both"]), st.floats(0, 30), st.floats(0.1, 60)), max_size=20), st.integers(1, 10))
def test_whatever_was_done_the_figures_agree(movements: list[tuple[str, float, float]], asked_reps: int) -> None:
    reps = [rep(20.0 * i, hold_s, side=side, peak=peak) for i, (side, hold_s, peak) in enumerate(movements)]
    figures = summed(reps, Prescription(exercise="dorsiflexion", reps=asked_reps, hold_s=5, sides=("left", "right")))

    assert figures["reps"] == len(reps)
    assert sum(figures["by_side"].values()) == figures["counted"] <= figures["reps"]
    assert 0 <= figures["completed"] <= 1
