"""Whatever the container's clock does, time only goes forward."""

import pytest

from footcv.video.clock import Clock


@pytest.mark.parametrize(
    ("raw_s", "expected"),
    [
        ([3.0, 3.1, 3.25], [0.0, 0.1, 0.25]),
        ([None, None, None], [0.0, 0.1, 0.2]),
        ([3.0, None, 3.25], [0.0, 0.1, 0.25]),
        ([None, 7.0, 7.3], [0.0, 0.1, 0.4]),
        # a repeat and a small step back are dropped
        ([0.0, 0.1, 0.1, 0.2], [0.0, 0.1, None, 0.2]),
        ([0.0, 0.2, 0.1, 0.3], [0.0, 0.2, None, 0.3]),
        # a new start goes on from there
        ([50.0, 50.1, 0.0, 0.1], [0.0, 0.1, 0.2, 0.3]),
        # so does a jump ahead that no pause explains
        ([0.0, 0.1, 86400.0, 86400.1], [0.0, 0.1, 0.2, 0.3]),
        ([0.0, 0.1, 50.0, 50.1], [0.0, 0.1, 50.0, 50.1]),
    ],
)
def test_times_only_go_forward(raw_s: list[float | None], expected: list[float | None]) -> None:
    clock = Clock(0.1)
    assert [clock.tick(raw) for raw in raw_s] == [None if t is None else pytest.approx(t) for t in expected]


def test_a_clock_that_stands_still_is_replaced_by_the_nominal_rate() -> None:
    clock = Clock(0.1)
    times = [t for t in (clock.tick(4.0) for _ in range(109)) if t is not None]
    assert len(times) == 101
    assert times[-1] == pytest.approx(10.0)


def test_it_remembers_where_the_containers_clock_jumped() -> None:
    clock = Clock(0.1)
    for raw_s in (7.0, 7.1, 86400.0, 86400.1, 3.0):
        clock.tick(raw_s)
    assert clock.jumps == pytest.approx([0.2, 0.4])
