import pytest
from sections import of_class, rep, section, turn

from footcv.report.compare import compare, left_and_right

BOTH = section(rep(2, 5.0, peak=30.0), rep(10, 5.2, peak=32.0), rep(20, 4.0, side="right", peak=20.0), rep(30, 5.0, side="right", peak=22.0))


def test_both_feet_are_compared_by_their_middle_repetition() -> None:
    hold, how_far = compare(BOTH)
    assert (hold.left, hold.right) == pytest.approx((5.1, 4.5))
    assert hold.in_words == "Hold: right foot 4.5 s, left foot 5.1 s; the right is 12% less."
    assert how_far.in_words == "Range: right foot 21°, left foot 31°; the right is 32% less."


def test_what_differs_by_less_than_repetitions_of_one_foot_is_about_the_same() -> None:
    [hold, _] = compare(section(rep(2, 5.0), rep(10, 4.8, side="right")))
    assert hold.in_words == "Hold: about the same, left 5.0 s, right 4.8 s."


def test_shares_of_each_foot_s_own_range_are_not_compared() -> None:
    compared = compare(section(rep(2, unit="share", peak=1.0), rep(10, side="right", unit="share", peak=0.8), exercise="toe-press"))
    assert [measure.name for measure in compared] == ["Hold"]


def test_turns_are_compared_by_their_time() -> None:
    [measure] = compare(section(turn(0), turn(4, side="right", seconds=4.0), exercise="ankle-circles"))
    assert (measure.name, measure.left, measure.right) == ("Time for one turn", 2.0, 4.0)


@pytest.mark.parametrize("sides", [("left",), ("both", "both"), ("left", "both"), ()])
def test_one_foot_has_nothing_to_be_compared_with(sides: tuple[str, ...]) -> None:
    assert left_and_right(section(*(rep(10 * k, side=side) for k, side in enumerate(sides))), "f") is None


def test_the_bars_are_as_long_as_what_they_stand_for() -> None:
    made = left_and_right(BOTH, "f")
    assert made is not None
    left, right = (float((bar.get("width") or "").rstrip("%")) for bar in of_class(made, "bar")[:2])
    assert right / left == pytest.approx(4.5 / 5.1, rel=1e-3)
