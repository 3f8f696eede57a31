import pytest

from footcv.coach.hold import HoldWatch
from footcv.counting.level import Level


def moments(watch: HoldWatch, held_s: float, *, from_s: float = 10.0, counts_from_s: float = 0.0) -> list[tuple[float, str, int]]:
    """What is told of a hold of `held_s`, followed ten times a second: how far into it, the moment, and the seconds that are left."""
    told = []
    for i in range(1, round(held_s * 10) + 1):
        if found := watch.update(Level(from_s, "left", 1.0, i / 10), from_s + i / 10, counts_from_s):
            told.append((i / 10, *found))
    return told


@pytest.mark.parametrize(
    ("asked_s", "most_s", "held_s", "told"),
    [
        (5, None, 6, [(0.2, "begun", 0), (2, "second", 3), (3, "second", 2), (4, "second", 1), (5, "enough", 0)]),
        (4, None, 5, [(0.2, "begun", 0), (2, "second", 2), (3, "second", 1), (4, "enough", 0)]),
        (3, None, 4, [(0.2, "begun", 0), (2, "second", 1), (3, "enough", 0)]),
        (1, None, 2, [(0.2, "begun", 0), (1, "enough", 0)]),
        (5, None, 2.5, [(0.2, "begun", 0), (2, "second", 3)]),
        (None, None, 30, [(0.2, "begun", 0)]),
        (20, None, 21, [(0.2, "begun", 0), (10, "ten-left", 10), (17, "second", 3), (18, "second", 2), (19, "second", 1), (20, "enough", 0)]),
        (10, 20, 21, [(0.2, "begun", 0), (7, "second", 3), (8, "second", 2), (9, "second", 1), (10, "enough", 0), (20, "longest", 0)]),
        (5, None, 0.1, []),  # a twitch
    ],
)
def test_what_is_told_of_a_hold(asked_s: float | None, most_s: float | None, held_s: float, told: list[tuple[float, str, int]]) -> None:
    assert [(pytest.approx(at_s, abs=0.11), *rest) for at_s, *rest in moments(HoldWatch(asked_s, most_s), held_s)] == told


def test_a_new_hold_is_told_anew() -> None:
    watch = HoldWatch(1, None)
    assert len(moments(watch, 2)) == 2
    watch.update(None, 12.5, 0.0)
    watch.update(None, 13.0, 0.0)
    assert watch.held_s(13.0) == 0
    assert len(moments(watch, 2, from_s=20.0)) == 2


def test_a_hold_that_began_too_early_is_followed_in_silence() -> None:
    watch = HoldWatch(1, None)
    assert moments(watch, 2, from_s=10.0, counts_from_s=10.5) == []
    assert watch.held_s(12.0) == 2.0
