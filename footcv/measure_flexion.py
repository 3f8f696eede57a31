"""Plantar flexions and dorsiflexions: from the ankle's angle and the foot's picture to repetitions. Pure: values in, values out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footcv.counting.pulses import CUT_OFF, UNBEGUN, Pulse
from footcv.counting.rep import Rep
from footcv.exercises.exercise import Exercise
from footcv.feet.foot import SIDES
from footcv.measured import Measured, pulse_reps
from footcv.signals.appearance import Patches
from footcv.signals.filters import median_known
from footcv.signals.flexion import LEG_MOVED_SHANKS, bystanders, flexion, hand_moved, knee_moved
from footcv.signals.signal import Signal, mean_signal
from footcv.signals.track import Posture, Track

# Before a flexion and after it the leg rests for so long, most of it: between repetitions people take half a second at least.
AROUND_S, RESTING_SHARE = 0.3, 0.75
# And for so much of it: of a knee that is bent meanwhile only the beginning and the end are seen.
HELD_STILL_SHARE = 0.5
# A hand that is further away than this while the foot is flexed, in trunks, does not rest, and may hold the band: 0.2 at most in rendered repetitions, 1.3 when
# it goes to the head.
HANDS_REST_TRUNKS = 0.5
# A foot that is filmed alone gets lost where the other one covers it or where it is misread, most easily while it is held, and no leg has moved meanwhile: it
# goes on as it was for so long, a hold as the programs ask for it.
UNSEEN_S = 5.0
# A shorter gap is a reading that was missed.
LOST_S = 0.5


def flexions(body: Track, patches: Mapping[str, Patches], exercise: Exercise, seen: Posture) -> Measured:
    """The plantar flexions or dorsiflexions of one foot or of both of who is `seen` in a posture."""
    sense = 1.0 if exercise.measure == "plantar flexion" else -1.0
    if exercise.pulses is not None and not body.has_body:
        exercise = replace(exercise, pulses=replace(exercise.pulses, gap_s=UNSEEN_S))
    witnessed = {side: w for side in SIDES if (w := flexion(body, patches.get(side), side, seen.seated_out[side], sense)) is not None}
    rejected: list[dict[str, Any]] = []
    # A foot without a repetition is nobody's reason to doubt the other.
    counting = {side: w for side, w in witnessed.items() if pulse_reps(w.signal, exercise)[0]}
    for side, reason in bystanders(counting, alone=not body.has_body).items():
        rejected.append({"side": side, "reason": reason})
        del witnessed[side]
    ranked = sorted(witnessed.values(), key=lambda w: -w.own_change * _stretch(body, w.signal.side, seen.seated_out[w.signal.side]))
    signals = [w.signal for w in ranked]
    # While a leg that a body has is moved, what the other foot's picture shows is that leg; while one is hidden the other foot stands for both.
    or_one_at = body.t[~np.isfinite(np.hstack([body.leg(side)[1] for side in SIDES])).all(axis=1)] if body.has_body else None
    if "both" in exercise.sides and len(signals) == 2 and (joint := mean_signal(signals[0], signals[1], or_one_at=or_one_at)) is not None:
        signals = [joint]
    reps: list[Rep] = []
    for signal in signals:
        own, refused = pulse_reps(signal, exercise, _at_rest_but_for_the_foot(body, signal))
        # One leg at a time: what the weaker witness saw meanwhile was the stronger one's movement, and what it saw while that was lost, too.
        lost = _lost(signals[0]) if signal is not signals[0] and not body.has_body else []
        own = [rep for rep in own if not any(rep.overlaps(*time) for time in [*((other.start_s, other.end_s) for other in reps), *lost])]
        if len(own) == 1 and (no_set := _no_set(body, own[0], refused)):
            refused.append({"side": signal.side, "start_s": own[0].start_s, "end_s": own[0].end_s, "reason": no_set})
            own = []
        reps += own
        rejected += refused
    shares = {rep.peak_unit for rep in reps} == {"share"}
    warnings = ("the ankle's angle cannot be read in degrees from this view: peaks are shares of the set's own range",) if shares else ()
    return Measured(tuple(reps), tuple(signals), tuple(rejected), warnings)


def _no_set(body: Track, rep: Rep, refused: Sequence[Mapping[str, Any]]) -> str | None:
    """Why the only repetition of a foot is none; None where it may be one."""
    if not body.has_body and rep.peak_unit == "share":
        # What passes before a foot that rests changes its picture, too.
        return "a single change that no landmarks follow"
    return "the foot was so before and after as well: there it rests" if {UNBEGUN, CUT_OFF} <= {other["reason"] for other in refused} else None


def _lost(signal: Signal) -> list[tuple[float, float]]:
    """When a foot that is filmed alone was lost for a while, from, to; s."""
    gaps = np.diff(signal.t)
    return [(float(signal.t[i]), float(signal.t[i + 1])) for i in np.flatnonzero((gaps >= LOST_S) & (gaps <= UNSEEN_S))]


def _at_rest_but_for_the_foot(body: Track, signal: Signal) -> Callable[[Pulse, Pulse], str | None]:
    """A function that says of a pulse that the leg of a body did not rest before it or after it: that came of a leg that was lifted or put down; or that the
    other leg or a hand did not rest during it: that came of those, or of the band that the hand holds."""

    def refuse(pulse: Pulse, _: Pulse) -> str | None:
        if not body.has_body:
            return None
        around = (pulse.start_s - AROUND_S, pulse.start_s), (pulse.end_s, pulse.end_s + AROUND_S)
        if min(_rested(body, signal, *part) for part in around) < RESTING_SHARE:
            return "the leg moved just before it or after it"
        if _rested(body, signal, pulse.start_s, pulse.end_s) < HELD_STILL_SHARE:
            return "the leg moved with it"
        # Its foot passes before this one, or takes the landmarks of it along; the knee of a leg that is only hidden stays where it is (rendered: to 0.13).
        if signal.side in SIDES and knee_moved(body, SIDES[1 - SIDES.index(signal.side)], pulse.start_s, pulse.end_s) > LEG_MOVED_SHANKS:
            return "the other leg moved with it"
        return "a hand moved with it" if hand_moved(body, pulse) > HANDS_REST_TRUNKS else None

    return refuse


def _rested(body: Track, signal: Signal, start_s: float, end_s: float) -> float:
    """The share of a time in which the leg rests, so that the signal is known; 1 where the source has no such time."""
    asked, known = (int(((t >= start_s) & (t <= end_s)).sum()) for t in (body.t, signal.t))
    return known / asked if asked else 1.0


def _stretch(body: Track, side: str, seated: NDArray[np.bool_]) -> float:
    """How far a leg is stretched out before the body: 1 level and straight (or not seen), towards 0 hanging and bent."""
    hip, knee, ankle, _, _ = body.leg(side)
    thigh, shank, leg = knee - hip, ankle - knee, ankle - hip
    tilt = np.degrees(np.arctan2(np.abs(leg[:, 0]), leg[:, 1]))[seated]
    bend = np.degrees(np.arctan2(np.abs(thigh[:, 0] * shank[:, 1] - thigh[:, 1] * shank[:, 0]), (thigh * shank).sum(axis=1)))[seated]
    stretch = (median_known(tilt) - median_known(bend) / 2) / 90
    return float(np.clip(stretch, 0.05, 1.0)) if np.isfinite(stretch) else 1.0
