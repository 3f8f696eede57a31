from xml.etree.ElementTree import Element

import pytest
from sections import of_class, rep, section, turn, words

from footcv.programs.prescription import Prescription
from footcv.report.bars import holds, ranges, turn_times

REPS = (rep(2.0, 5.0, peak=20.0), rep(12.0, 2.5, "short-hold", peak=40.0))


def heights(figure: Element) -> list[float]:
    return [float(bar.get("height") or 0) for bar in of_class(figure, "bar")]


def test_a_hold_half_as_long_is_a_bar_half_as_high() -> None:
    made = holds(section(*REPS), "h")
    assert made is not None
    first, second = heights(made)
    assert first == pytest.approx(2 * second, rel=1e-4)
    assert "1 left foot 5.0 s; 2 left foot 2.5 s, does not count" in words(made)


def test_what_was_asked_is_a_line_at_its_height() -> None:
    made = holds(section(*REPS, prescription=Prescription(exercise="plantar-flexion", hold_s=5)), "h")
    assert made is not None
    [line], bar = of_class(made, "target"), of_class(made, "bar")[0]
    assert line.get("y1") == line.get("y2") == bar.get("y")
    assert "asked: 5 s" in words(made) and of_class(made, "band") == []


def test_what_was_asked_from_to_is_a_band() -> None:
    made = holds(section(*REPS, prescription=Prescription(exercise="plantar-flexion", hold_s=2.5, hold_max_s=5)), "h")
    assert made is not None
    [band] = of_class(made, "band")
    top, bottom = (of_class(made, "bar")[i].get("y") for i in (0, 1))
    assert (band.get("y"), float(band.get("y") or 0) + float(band.get("height") or 0)) == (top, pytest.approx(float(bottom or 0), abs=1e-3))


def test_what_does_not_count_is_striped() -> None:
    made = holds(section(*REPS), "h")
    assert made is not None
    assert len(of_class(made, "striped")) == 1


def test_each_unit_has_its_own_plot_and_people_s_figures() -> None:
    in_cm, in_degrees = ranges(section(rep(2.0, peak=30.0), rep(12.0, peak=0.05, unit="m"), rep(22.0, peak=0.1, unit="m")), "r")
    assert len(heights(in_cm)) == 2 and len(heights(in_degrees)) == 1
    assert "2 left foot 5.0 cm; 3 left foot 10.0 cm" in words(in_cm)


def test_where_one_was_shallow_the_border_is_drawn() -> None:
    [made] = ranges(section(rep(2.0), rep(12.0), rep(22.0, 5.0, "shallow", peak=10.0)), "r")
    assert "shallow below 18°" in words(made) and len(of_class(made, "target")) == 1


def test_turns_have_times_in_place_of_holds_and_ranges() -> None:
    seen = section(turn(0), turn(2, seconds=1.0), exercise="ankle-circles")
    made = turn_times(seen, "t")
    assert made is not None
    first, second = heights(made)
    assert first == pytest.approx(2 * second, rel=1e-4)
    assert holds(seen, "h") is None and list(ranges(seen, "r")) == []


def test_without_repetitions_there_is_nothing_to_plot() -> None:
    assert holds(section(), "h") is None and list(ranges(section(), "r")) == [] and turn_times(section(exercise="ankle-circles"), "t") is None


def test_what_was_added_by_hand_has_no_bar() -> None:
    made = holds(section(rep(2.0), rep(12.0, sure=0.0)), "h")
    assert made is not None
    assert len(heights(made)) == 1


def test_many_repetitions_share_a_few_numbers() -> None:
    made = holds(section(*(rep(8.0 * k) for k in range(60))), "h")
    assert made is not None
    assert len(heights(made)) == 60
    assert [text.text for text in of_class(made, "middle")] == [str(k) for k in range(1, 61, 5)]
