import itertools
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sections import circling, of_class, rep, section, signal, turn, words

from footcv.counting.rep import Rep
from footcv.programs.prescription import Prescription
from footcv.report.contents import Section
from footcv.report.timeline import MOST_ROWS, _rows, timeline

ASKED = Prescription(exercise="plantar-flexion", hold_s=5)
TWO = (rep(2.0), rep(12.0, 3.0, "short-hold"))


def with_signal(*reps: Rep, to_s: float = 30.0) -> Section:
    return replace(section(*reps, to_s=to_s, prescription=ASKED), traces=(signal(reps, to_s),))


def points(path: str) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in re.findall(r"(-?\d+),(-?\d+)", path)]


def test_each_repetition_is_shaded_where_it_was() -> None:
    first, second = of_class(timeline(with_signal(*TWO), "t"), "rep")
    [shade, hold] = of_class(first, "shade")
    assert (shade.get("x"), shade.get("width")) == ("6.6667%", "20%")
    assert (hold.get("x"), hold.get("width")) == ("8.3333%", "16.667%")
    assert of_class(first, "striped") == [] and len(of_class(second, "striped")) == 1
    assert second.findtext("title") == "Repetition 2, left foot, 0:12.0 to 0:16.0; held 3.0 s; went 30°; does not count: held 3.0 s of the 5 s asked"


def test_each_hold_stands_in_an_outline_of_what_was_asked() -> None:
    made = timeline(with_signal(*TWO), "t")
    ends = sorted(
        {line.get("x2") for line in of_class(made, "asked")} - {line.get("x1") for line in of_class(made, "asked") if line.get("x1") != line.get("x2")}
    )
    assert ends == ["25%", "58.333%"]
    assert of_class(timeline(replace(with_signal(*TWO), prescription=None), "t"), "asked") == []


def test_an_outline_does_not_run_into_the_next_bar() -> None:
    close = section(rep(2.0, 1.0), rep(5.0, 1.0), prescription=ASKED, to_s=50.0)
    first = [line for line in of_class(timeline(close, "t"), "asked") if line.get("x1") == "5%" and line.get("x2") != "5%"]
    assert {line.get("x2") for line in first} == {"10%"}


def test_the_line_is_the_signal_above_rest() -> None:
    [curve] = of_class(timeline(with_signal(*TWO), "t"), "curve")
    found = points(curve.get("d") or "")
    # 30 degrees of 31.5 that fit, and rest at the bottom.
    assert min(y for _, y in found) == 48 and max(y for _, y in found) == 1000
    assert found[0][0] == 0 and found[-1][0] == pytest.approx(10_000, abs=20)


def test_the_line_breaks_where_nothing_was_measured() -> None:
    whole = with_signal(*TWO)
    [own] = whole.signals
    known = (own.t < 9.0) | (own.t > 11.0)
    broken = replace(whole, traces=(replace(own, t=own.t[known], value=own.value[known]),))
    [curve] = of_class(timeline(broken, "t"), "curve")
    assert (curve.get("d") or "").count("M") == 2


def test_without_a_signal_each_repetition_is_a_block_as_high_as_it_went() -> None:
    made = timeline(section(rep(2.0, peak=30.0), rep(12.0, peak=15.0)), "t")
    high, low = (float(of_class(group, "shade")[0].get("height") or 0) for group in of_class(made, "rep"))
    assert high == pytest.approx(2 * low, rel=1e-3)
    assert of_class(made, "curve") == []
    assert "Each block is one repetition" in words(made)


def test_turns_have_neither_holds_nor_figures_at_the_side() -> None:
    turns = (turn(1.0), turn(3.0))
    made = timeline(replace(section(*turns, exercise="ankle-circles", to_s=10.0), traces=(circling(turns, 10.0, told=True),)), "t")
    assert of_class(made, "bar") == [] and of_class(made, "axis") == []
    assert words(made).startswith("Turns Turns, 0:00 to 0:10 2 turns: ")


def test_a_minute_is_a_row_and_every_row_tells_its_own() -> None:
    reps = [rep(2.0 + 10 * k) for k in range(15)]
    rows = timeline(section(*reps), "t").findall("div/svg")
    assert len(rows) == 3
    assert len({row.get("aria-labelledby") for row in rows}) == 3
    told = [row.findtext("desc") or "" for row in rows]
    assert told[0].startswith("5 repetitions: 1 from 0:02.0 to 0:08.0;") and sum(text.count(" from ") for text in told) == 15


def test_rows_without_a_repetition_are_left_out_and_that_is_said() -> None:
    made = timeline(section(rep(2.0), rep(400.0), to_s=410.0), "t")
    assert len(made.findall("div/svg")) == 2
    assert "Stretches without any are left out." in words(made)


def test_numbers_do_not_run_into_each_other() -> None:
    turns = [turn(0.5 * k, seconds=0.5) for k in range(100)]
    numbers = of_class(timeline(section(*turns, exercise="ankle-circles"), "t"), "number")
    places = [float((number.get("x") or "").rstrip("%")) for number in numbers]
    assert len(places) > 10 and min(np.diff(places)) > 3


def test_of_two_feet_each_is_named() -> None:
    both = (rep(2.0, side="left"), rep(12.0, side="right"))
    made = timeline(replace(section(*both, to_s=30.0), traces=(signal(both[:1], 30.0), signal(both[1:], 30.0, "right"))), "t")
    assert [number.text for number in of_class(made, "number")] == ["1L", "2R"]
    assert [curve.get("class") for curve in of_class(made, "curve")] == ["curve left", "curve right"]


def test_nothing_done_is_shown_too() -> None:
    still = timeline(with_signal(), "t")
    assert len(of_class(still, "curve")) == 1 and "No repetition in this stretch." in words(still)


@given(st.lists(st.tuples(st.floats(0.0, 20.0), st.floats(0.1, 30.0)), max_size=40))
def test_rows_follow_each_other_and_break_no_repetition_that_fits_into_one(gaps_and_holds: list[tuple[float, float]]) -> None:
    reps, t = [], 0.0
    for gap, hold in gaps_and_holds:
        reps.append(rep(t + gap, hold))
        t += gap + hold + 1.0
    seen = section(*reps)
    rows = _rows(seen)
    assert rows[0].from_s == seen.from_s and rows[-1].until_s == pytest.approx(seen.to_s)
    assert all(row.until_s == after.from_s for row, after in itertools.pairwise(rows))
    assert len({round(row.to_s - row.from_s, 6) for row in rows}) == 1 and all(row.until_s <= row.to_s + 1e-6 for row in rows)
    assert len(rows) <= 3 * MOST_ROWS
    row_s = rows[0].to_s - rows[0].from_s
    for each in seen.reps:
        if each.end_s - each.start_s + 1.0 < row_s / 2:
            assert any(row.from_s - 1e-6 <= each.start_s and each.end_s <= row.until_s + 1e-6 for row in rows)
