"""A foot that is followed, and what speaks against a reading being of it."""

import numpy as np
from following import HZ
from standin import POINTS

from footcv.feet.follow import Follow
from footcv.feet.landmarks import FootReading


def reading(x: float, y: float, length: float, right: float) -> FootReading:
    return FootReading(np.array([x, y]) + length * POINTS, np.full(8, 0.97), 0.99, right, 0.9, 0.0, 5.0, np.zeros(8))


def followed(start: FootReading, seconds: float) -> Follow:
    foot = Follow(start.centre, start.extent_px, 0.0, 0.0, "search", track=1)
    for i in range(round(seconds * HZ)):
        foot.update(i / HZ, start)
    return foot


def test_a_foot_whose_points_run_over_to_a_larger_one_that_is_lifted_before_it_is_not_taken_for_that_one() -> None:
    standing, lifted = followed(reading(100, 100, 50, right=0.95), 2.0), followed(reading(100, 150, 100, right=0.05), 2.0)
    for step, length in enumerate((60, 80, 95)):
        t = 2.0 + step / HZ
        standing.update(t, reading(100, 100 + 5 * step, length, right=0.95))
        lifted.update(t, reading(100, 140 - 14 * step, 100, right=0.05))

    # Even where it looks like one of the other side for a moment.
    seen = reading(100, 110, 100, right=0.95)
    assert lifted.change(seen) < standing.change(seen)
