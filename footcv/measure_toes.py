"""Toe presses and pencil pickups: from the forefoot's picture and the foot's height to repetitions. Pure: values in, values out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footcv.counting.edges import sharpened
from footcv.counting.pulses import CUT_OFF, SIGNAL_LOST, UNBEGUN, Pulse, count_pulses
from footcv.counting.rep import Rep
from footcv.exercises.exercise import Exercise
from footcv.feet.foot import SIDES
from footcv.measured import Measured, pulse_reps
from footcv.signals.appearance import Patches
from footcv.signals.forefoot import brightness, foot_size, forefoot, heel_moved, planted, toes_stay, trunk_rose
from footcv.signals.lift import gripped, lift_signal
from footcv.signals.signal import Signal, mean_signal
from footcv.signals.territory import at_the_toes, bystanders, side_of
from footcv.signals.toes import Toes, toe_signals
from footcv.signals.track import Track

# Feet in shoes are seen with up to 0.21, in thick socks with 0.47, in thin ones as bare ones, and bare ones that press or pick up with 0.62 and more (medians
# of rendered clips, the surer foot).
BARE = 0.55
# The foot that stands, and what its landmarks catch of the one that is lifted beside it.
STANDING_SHARE = 0.5
# Two feet that seem to be lifted and put down within so long of one another are one and what was read of it on the other.
AS_ONE_S = 0.3
# A jump this near to a change is the change.
NEAR_S = 0.15

# The share of the variance that no signal's noise is under.
LEAST_NOISE = 0.01

# How much of what a press changes in the picture is the component that it is read from (the cosine between the two): with presses 0.6 and more, in the noise of
# compressed pictures too, once 0.47; with a shifted weight, of whose change the component has a rest, 0.2 to 0.35, with squats 0.28 and 0.41 (rendered).
LEAST_LIKENESS = 0.55

# A press leaves the heel where it is: landmarks of a resting heel tremble by 0.05 foot sizes, once by 0.13, in pictures of a few dozen pixels by some of these,
# the least heel raise moves it by 0.15.
HEEL_STAYS_FEET, HEEL_STAYS_PX = 0.14, 5.0
# A foot that picks something up stands for this long, most of it, before: rendered ones all of it, or 0.78 after a lift that was broken off; feet that march,
# or are read on the other one, 0.55 at most.
STOOD_S, STOOD_SHARE = 1.2, 0.65
# Who picks something up stands on the other foot meanwhile, and the trunk rises by up to 0.13 of a foot (rendered); who goes on tiptoe by 0.22 and more. While
# toes press it stays within 0.08, and sinks by 0.65 and more in a squat, whose picture may be like a press.
TRUNK_STAYS_FEET = 0.18
# And sinks no further than this: in rendered pickups it stays within 0.05, in real squats, whose heels seem to be lifted, it sinks by 1.4 and more.
TRUNK_SINKS_FEET = 0.5
# From half of the lift back to the floor takes as long as this share of the way from a fifth to four fifths (minimum-jerk movement, Flash and Hogan 1985).
TO_FLOOR = 1.445

# Of 60 rendered sets of presses 20 have forefeet of a lower grey level, in [0, 255]: 6 of those are not counted, and 2 of the brighter 40.
DIM_GREY = 95.0
DIM = "nothing was counted: the feet are dark in the picture, and what the toes do is hardly seen; turn on more light"
HIDDEN = "the toes are hidden, by shoes or socks it seems, so nothing was counted; take them off, or turn the camera so that the toes show"


def presses(body: Track, patches: Mapping[str, Patches], exercise: Exercise, standing: NDArray[np.bool_], toes_seen: Mapping[str, float]) -> Measured:
    """The toe presses of one foot or of both; `standing` (N,) marks where the person stands."""
    if warning := unfit(body, toes_seen, exercise.smallest_foot_px):
        return Measured((), (), (), (warning,))
    likely = {side: toe_signals(body, patches.get(side), side, standing) for side in SIDES}
    seen: dict[str, Toes] = {}
    rejected: list[dict[str, Any]] = []
    for side, other in zip(SIDES, reversed(SIDES), strict=True):
        # A foot that this one hides but for its toes has no picture of its own; this one's shows them.
        shown = (side,) if likely[other] else (side, other)
        # What changed more than the toes did may not have been at the toes: a squat, say.
        found = next((toes for of in shown for toes in likely[side] if at_the_toes(body, patches[side], replace(toes.signal, side=of), toes.change)), None)
        if found is not None:
            seen[side] = found
        elif likely[side]:
            rejected.append({"side": side, "reason": "the whole foot moved, not the toes"})
    if len(seen) == 1:
        [(side, toes)] = seen.items()
        seen = {side: replace(toes, signal=replace(toes.signal, side=side_of(body, patches[side], toes.signal)))}
    else:
        for side in bystanders(body, patches, {side: toes.signal for side, toes in seen.items()}):
            rejected.append({"side": side, "reason": "the other foot's toes moved, seen in this one's picture"})
            del seen[side]
    ranked = sorted(seen.values(), key=lambda toes: -toes.change)
    if len(ranked) == 2 and (joint := _of_both(*ranked)) is not None:
        first, second = ranked
        ranked = [Toes(joint, first.change, first.jumps_s, lambda pulse: max(first.likeness(pulse), second.likeness(pulse)))]
    reps: list[Rep] = []
    for toes in ranked:
        own, refused = pulse_reps(toes.signal, exercise, _no_press(body, toes, exercise))
        # One foot at a time: what the weaker witness saw while the stronger one moved was the stronger one's movement.
        reps += [rep for rep in own if not any(rep.overlaps(other.start_s, other.end_s) for other in reps)]
        rejected += refused
    warnings = (DIM,) if not reps and is_dim(body, patches, standing) else ()
    return Measured(tuple(reps), tuple(toes.signal for toes in ranked), tuple(rejected), warnings)


def pickups(body: Track, patches: Mapping[str, Patches], exercise: Exercise, standing: NDArray[np.bool_], toes_seen: Mapping[str, float]) -> Measured:
    """The pencil pickups of either foot: lifts before which its toes gripped."""
    if warning := unfit(body, toes_seen, exercise.smallest_foot_px):
        return Measured((), (), (), (warning,))
    signals = [signal for side in SIDES if (signal := lift_signal(body, side, standing)) is not None]
    # The body's landmarks of a foot that is hidden follow the one that hides it, or go over to somebody else's.
    signals.sort(key=lambda signal: (signal.side not in body.feet, signal.rest - signal.full))
    highest = 0.0
    reps: list[Rep] = []
    lifted: list[tuple[float, float]] = []
    rejected: list[dict[str, Any]] = []
    for signal in signals:
        if signal.full - signal.rest < STANDING_SHARE * highest:
            rejected.append({"side": signal.side, "reason": "the other foot was lifted"})
            continue
        highest = max(highest, signal.full - signal.rest)
        own, refused = pulse_reps(signal, exercise, _no_pickup(body, patches, signal, exercise, standing))
        # Nobody stands on no foot: what the weaker witness saw meanwhile was the other foot's lift, be it a pickup or not; but of two that seem to be lifted as
        # one the foot that gripped was, and the other one's landmarks went along.
        free = [rep for rep in own if not any(rep.overlaps(other.start_s, other.end_s) for other in reps)]
        reps += [rep for rep in free if not any(rep.overlaps(*other) and not _is_one_lift(rep, *other) for other in lifted)]
        rejected += refused
        # What was never seen to be lifted, or to be put down, may be where the other foot stood all along.
        whole = [other for other in refused if other["reason"] not in (CUT_OFF, SIGNAL_LOST, UNBEGUN)]
        lifted += [(other["start_s"], other["end_s"]) for other in whole]
    return Measured(tuple(reps), tuple(signals), tuple(rejected), ())


def _is_one_lift(rep: Rep, start_s: float, end_s: float) -> bool:
    return max(abs(rep.start_s - start_s), abs(rep.end_s - end_s)) <= AS_ONE_S


def unfit(body: Track, toes_seen: Mapping[str, float], smallest_px: float) -> str | None:
    """Why the toes cannot be measured in this source, as a warning; None where they can."""
    if toes_seen and max(toes_seen.values()) < BARE:
        return HIDDEN
    largest = max((size for side in SIDES if np.isfinite(size := foot_size(body, side))), default=np.nan)
    if largest < smallest_px:
        return f"your foot is {int(largest)} px long in the picture, and the toes need {smallest_px:.0f} px, so nothing was counted; come closer"
    return None


def is_dim(body: Track, patches: Mapping[str, Patches], standing: NDArray[np.bool_]) -> bool:
    """Whether the forefeet are too dark for their toes to be surely seen; False where none is known."""
    levels = [brightness(body, own, side, standing) for side, own in patches.items() if len(own.t) and standing.any()]
    return any(np.isfinite(levels)) and float(np.nanmax(levels)) < DIM_GREY


def _of_both(first: Toes, second: Toes) -> Signal | None:
    """The toes of both feet as one signal, None where they do not move together: two measurements of one thing, each of which counts by the inverse of its
    noise's variance. What of a signal's variance is not between rest and grip is noise."""
    a, b = (max(1 - toes.signal.confidence, LEAST_NOISE) for toes in (first, second))
    return mean_signal(first.signal, second.signal, weights=((1 - a) / a, (1 - b) / b))


def _no_press(body: Track, toes: Toes, exercise: Exercise) -> Callable[[Pulse, Pulse], str | None]:
    """A function that says why a pulse of the toes' picture is no press, None where it is one.

    One of a press's two changes may fall together with a key frame of the video, which shows at once what had been left out before. Of what was never seen to
    come and to go little by little, as toes do, none is one.
    """
    assert exercise.pulses is not None
    signal = toes.signal
    pulses = [pulse for pulse in count_pulses(signal.t, signal.value, signal.rest, signal.full, exercise.pulses) if pulse.reason is None]
    fitting = [pulse for pulse in pulses if _other_than_press(body, toes, pulse) is None]
    confirmed = any(not _jumps(toes, pulse) for pulse in fitting)

    def refuse(pulse: Pulse, _: Pulse) -> str | None:
        jumps, unseen = _jumps(toes, pulse), not ((signal.t >= pulse.start_s - NEAR_S) & (signal.t < pulse.start_s)).any()
        if jumps and (jumps + unseen > 1 or not confirmed):
            return "it came or went from one picture to the next: compression or light, no toes"
        return _other_than_press(body, toes, pulse)

    return refuse


def _jumps(toes: Toes, pulse: Pulse) -> int:
    """How many of a pulse's two changes come from one picture to the next."""
    changes = ((pulse.start_s, pulse.hold_start_s), (pulse.hold_end_s, pulse.end_s))
    return sum(bool(((toes.jumps_s >= first - NEAR_S) & (toes.jumps_s <= last + NEAR_S)).any()) for first, last in changes)


def _other_than_press(body: Track, toes: Toes, pulse: Pulse) -> str | None:
    """What else than toes a pulse of their picture was; None where it was nothing else."""
    if toes.likeness(pulse) < LEAST_LIKENESS:
        return "the picture changed otherwise than with the toes"
    # Of two feet that move together one is seen better: both heels are raised, or none.
    before, held = (pulse.start_s - 1.0, pulse.start_s), (pulse.hold_start_s, pulse.hold_end_s)
    pressing = SIDES if toes.signal.side == "both" else (toes.signal.side,)
    moved = {side: heel_moved(body, side, before, held) for side in pressing}
    if all(feet > max(HEEL_STAYS_FEET, HEEL_STAYS_PX / foot_size(body, side)) for side, feet in moved.items()):
        return f"the {toes.signal.side} heel moved by {min(moved.values()):.2f} of the foot"
    trunk = min((trunk_rose(body, side, before, held) for side in pressing), key=abs)
    return f"the trunk moved with it, by {abs(trunk):.2f} of the foot" if abs(trunk) > TRUNK_STAYS_FEET else None


def _no_pickup(
    body: Track, patches: Mapping[str, Patches], signal: Signal, exercise: Exercise, standing: NDArray[np.bool_]
) -> Callable[[Pulse, Pulse], str | None]:
    """A function that says why a lift of this signal is no pickup, None where it is one. Grips are told by what the lifts have in common."""
    assert exercise.pulses is not None
    still = planted(body, signal.side, standing)
    seen = forefoot(body, patches.get(signal.side), signal.side, still, about_tips=True)
    pulses = count_pulses(signal.t, signal.value, signal.rest, signal.full, exercise.pulses)
    # The heel, which the toes hide in part, is read less surely than they are.
    stands = still | toes_stay(body, signal.side, still)
    lifts = [pulse for pulse in pulses if pulse.reason is None and _stood(body, stands, pulse)]
    grips = gripped(seen, _aloft(signal, lifts)) if seen is not None else [False] * len(lifts)
    with_grip = [lift for lift, grip in zip(lifts, grips, strict=True) if grip]

    def refuse(pulse: Pulse, _: Pulse) -> str | None:
        if pulse not in lifts:
            return "the foot did not stand before it was lifted"
        rose = trunk_rose(body, signal.side, (pulse.start_s - STOOD_S, pulse.start_s - NEAR_S), (pulse.hold_start_s, pulse.hold_end_s))
        if rose > TRUNK_STAYS_FEET:
            return f"the trunk rose with it, by {rose:.2f} of the foot: on tiptoe"
        if rose < -TRUNK_SINKS_FEET:
            return f"the trunk sank with it, by {-rose:.2f} of the foot: a squat"
        return None if pulse in with_grip else "the toes did not grip before the foot was lifted"

    return refuse


def _aloft(signal: Signal, lifts: Sequence[Pulse]) -> list[tuple[float, float]]:
    """When the foot leaves the floor in each lift and is back on it, s.

    A top that trembles, or creeps on, leaves the time at which a lift arrives there open, though not its rise, which takes a person about as long each time.
    A grip moves the forefoot's points a little while it is on the floor still; half-way up they are moved by nothing but the lift. A top that is misread to be
    far higher than the others has its half-way where they have it.
    """
    if not lifts:
        return []
    sharp = [sharpened(signal.t, signal.value, lift) for lift in lifts]
    rise_s, fall_s = np.median([(lift.hold_start_s - lift.start_s, lift.end_s - lift.hold_end_s) for lift in sharp], axis=0).tolist()
    usual = signal.full - signal.rest
    levels = [signal.rest + min(lift.peak, usual) / 2 for lift in lifts]
    half_up = [signal.t[(signal.t >= lift.start_s) & (signal.t <= lift.end_s) & (signal.value > level)] for lift, level in zip(lifts, levels, strict=True)]
    return [(float(up[0] - TO_FLOOR * rise_s), float(up[-1] + TO_FLOOR * fall_s)) for up in half_up]


def _stood(body: Track, stands: NDArray[np.bool_], lift: Pulse) -> bool:
    before = (body.t >= lift.start_s - STOOD_S) & (body.t <= lift.start_s - NEAR_S)
    return not before.any() or float(stands[before].mean()) >= STOOD_SHARE
