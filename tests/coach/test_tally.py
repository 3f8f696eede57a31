from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import pytest
from scene import steps

from footcv.coach.tally import Tally
from footcv.counting.rep import Rep


def rep(start_s: float, hold_s: float = 5.0, *, side: str = "left", peak: float = 30.0) -> Rep:
    """A rep that takes 0.4 s to arrive and 0.4 s to come back."""
    return Rep(0, side, None, start_s, start_s + 0.4, start_s + 0.4 + hold_s, start_s + 0.8 + hold_s, peak, "deg", 0.9)


def tally(exercise: str = "plantar-flexion", program: str = "four-exercise-ten-rounds", *, from_s: float = 0.0) -> Tally:
    opened = Tally(steps(exercise, program)[0], 0, 1, count(1))
    opened.open(from_s)
    return opened


def logged(of: Tally) -> list[tuple[str, int]]:
    return [(event.kind, event.number) for event in of.events]


@pytest.mark.parametrize(
    ("start_s", "hold_s", "counts"),
    [
        (10.0, 5.0, True),
        (9.8, 5.2, True),  # within what the camera may err by
        (9.7, 5.3, False),  # begun before it was opened
        (14.4, 5.0, True),  # held to the end; coming back reaches out of it
        (15.0, 5.0, False),  # still held when it was closed
        (30.0, 5.0, False),
    ],
)
def test_only_what_is_done_while_the_set_is_open_counts(start_s: float, hold_s: float, counts: bool) -> None:
    opened = tally(from_s=10.0)
    opened.close(19.9)
    opened.look([rep(start_s, hold_s)], 40.0)
    assert len(opened.counted) == counts
    assert len(opened.reps) == counts


@pytest.mark.parametrize("shifts_s", [(0.0, 0.3), (-0.3, 0.05), (1.0, 2.0)])
def test_a_rep_timed_anew_is_the_same_rep(shifts_s: Sequence[float]) -> None:
    seen = tally()
    first = rep(10.0)
    seen.look([first], 20.0)
    seen.look([replace(first, start_s=first.start_s + shifts_s[0], end_s=first.end_s + shifts_s[1])], 20.3)
    assert logged(seen) == [("rep", 1)]


def test_what_changed_by_the_end_of_the_set_is_written_anew() -> None:
    seen = tally()
    seen.look([rep(10.0), rep(20.0), rep(30.0)], 40.0)
    # The first is not there any more, the second was shorter than it seemed, the third moved by no more than a frame.
    seen.look([rep(20.0, 4.0), rep(30.03)], 40.3)
    seen.finish("done", 41.0)
    assert logged(seen) == [("rep", 1), ("rep", 2), ("rep", 3), ("taken-back", 1), ("taken-back", 2), ("rep", 4), ("set", 0)]
    assert seen.events[-2].rep is not None and seen.events[-2].rep.faults == ("short-hold",)


def test_the_log_keeps_the_rest_before_each_rep() -> None:
    seen = tally()
    seen.look([rep(10.0), rep(20.0)], 40.0)
    assert [event.rest_before_s for event in seen.events] == [None, pytest.approx(4.2)]


def test_two_feet_at_once_are_two_reps() -> None:
    seen = tally("toe-press", "three-exercise")
    seen.look([rep(10.0, side="left"), rep(10.1, side="right")], 20.0)
    seen.look([rep(10.1, side="left"), rep(10.0, side="right")], 20.3)
    assert logged(seen) == [("rep", 1), ("rep", 2)]
    assert len(seen.counted) == 2


def test_feet_that_were_swapped_are_the_same_reps() -> None:
    seen = tally()
    seen.look([rep(10.0, side="right")], 20.0)
    assert len(seen.counted) == 0
    seen.look([rep(10.0, side="left")], 20.3)
    assert len(seen.counted) == 1
    assert logged(seen) == [("rep", 1)]


def test_undo_takes_the_latest_whether_seen_or_added() -> None:
    seen = tally()
    seen.look([rep(10.0)], 16.0)
    seen.add(17.0)
    seen.look([rep(10.0), rep(20.0)], 26.0)
    left = []
    for _ in range(4):
        seen.undo(30.0)
        left.append([round(one.start_s) for one in seen.counted])
    assert left == [[10, 17], [10], [], []]


def test_a_rep_added_by_hand_is_of_the_side_and_direction_that_are_asked_for() -> None:
    circling = tally("ankle-circles", "three-exercise")
    circling.add(10.0)
    (added,) = circling.counted
    assert (added.side, added.direction, added.hold_s, added.confidence) == ("left", "clockwise", None, 0.0)
    assert circling.seconds_done == 0


def test_a_small_rep_may_turn_out_shallow_only_when_the_others_are_known() -> None:
    seen = tally()
    seen.look([rep(10.0, peak=12.0)], 16.0)
    assert len(seen.counted) == 1
    seen.look([rep(10.0, peak=12.0), rep(20.0), rep(30.0)], 36.0)
    assert len(seen.counted) == 2
    late = seen.untold_fault()
    assert late is not None and late.faults == ("shallow",)
    assert seen.untold_fault() is None


def test_a_set_that_goes_on_keeps_what_it_had_whatever_a_new_counter_sees() -> None:
    seen = tally()
    seen.look([rep(10.0), rep(20.0)], 26.0)
    seen.finish("done", 27.0)
    seen.reopen(28.0)
    seen.look([], 29.0)
    assert len(seen.counted) == 2
    seen.open(30.0)
    seen.look([rep(20.0), rep(31.0)], 40.0)
    assert len(seen.counted) == 3
