"""The marks of a repetition read from each of its two changes by itself.

A signal that drifts while it is held, as the picture of the toes does, or the heels of somebody who walks through the room, has no one level for the whole
repetition; but the instants of going up and down are sharp. So each change is measured between the level just before it and the level just after it.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from footcv.counting.pulses import ARRIVE, LEAVE, Pulse

Array = NDArray[np.float64]

# A change lasts while the signal moves at this share of the change's fastest, and this long on each side of it at most.
SLOW = 0.12
LONGEST_S = 1.2
# The levels beside a change are medians over this long at least.
LEVEL_S = 0.3


def sharpened(t: Array, value: Array, pulse: Pulse, evened_s: float = 0.0) -> Pulse:
    """`pulse` with its four marks taken from the rise and the fall alone, where each is one clear change.

    `t` (N,) s and `value` (N,) are its signal, in which what comes and goes within `evened_s` is no change of level.
    """
    middle = (pulse.hold_start_s + pulse.hold_end_s) / 2
    level_s = max(LEVEL_S, evened_s)
    rise = _marks(t, value, pulse.start_s, min(pulse.hold_start_s, middle), level_s)
    fall = _marks(-t[::-1], value[::-1], -pulse.end_s, -max(pulse.hold_end_s, middle), level_s)
    start, hold_start = rise or (pulse.start_s, pulse.hold_start_s)
    hold_end, end = (-fall[1], -fall[0]) if fall else (pulse.hold_end_s, pulse.end_s)
    if not start <= hold_start <= hold_end <= end:
        return pulse
    return replace(pulse, start_s=start, hold_start_s=hold_start, hold_end_s=hold_end, end_s=end)


def _marks(t: Array, value: Array, leaves_s: float, arrives_s: float, level_s: float) -> tuple[float, float] | None:
    """When a rise leaves its lower level and arrives at its upper one, each over `level_s`; None where there is no rise between about the two times."""
    # Of a long signal only what is about the change.
    beside_s = 0.2 + LONGEST_S + level_s
    about = slice(*np.searchsorted(t, [leaves_s - beside_s, arrives_s + beside_s]))
    t, value = t[about], value[about]
    near = np.flatnonzero((t >= leaves_s - 0.2) & (t <= arrives_s + 0.2))
    if len(near) < 3:
        return None
    speed = np.gradient(value, t)
    top = float(speed[near].max())
    if top <= 0:
        return None
    # Of several changes the largest is the movement; a key frame may add to it later.
    ways = [_way(t, speed, int(i), SLOW * top) for i in near if speed[i] > SLOW * top]
    first, last = max(ways, key=lambda way: float(value[way[1]] - value[way[0]]))
    before = float(np.median(value[(t >= t[first] - level_s) & (t <= t[first])]))
    after = float(np.median(value[(t >= t[last]) & (t <= t[last] + level_s)]))
    if after <= before:
        return None
    part = slice(first, last + 1)
    rising = np.maximum.accumulate(value[part])
    low, high = (float(np.interp(before + share * (after - before), rising, t[part])) for share in (LEAVE, ARRIVE))
    return low, high


def _way(t: Array, speed: Array, at: int, slow: float) -> tuple[int, int]:
    """The samples on both sides of `at` at which the change that it is part of has become slow."""
    ends = []
    for step in (-1, 1):
        i = at
        while 0 <= i + step < len(t) and speed[i] > slow and abs(t[i] - t[at]) <= LONGEST_S:
            i += step
        ends.append(i)
    return ends[0], ends[1]
