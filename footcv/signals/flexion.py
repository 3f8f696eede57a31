"""Plantar flexion and dorsiflexion: one signal per foot from two witnesses, the body's landmarks and the foot's own picture.

Landmarks know degrees and sense but tremble, and the body's drown in views at a slant; the picture follows the movement closely but knows neither unit nor
sense. The surer of the two gives the signal, the other one vouches for it and lends it the unit. Of the landmarks, the foot's own or the body's, those lend it
that the picture follows more closely.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footcv.feet.foot_pose import told_movement
from footcv.feet.landmarks import FootLandmark
from footcv.signals.appearance import Components, Patches, change_near, components
from footcv.signals.filters import (
    RATE_HZ,
    Array,
    away_from_usual,
    closed,
    correlation,
    median_known,
    on_grid,
    running_median,
    shrunk,
    smooth,
    two_levels,
    usual_place,
)
from footcv.signals.signal import Marked, Signal
from footcv.signals.sway import laid_on_leg
from footcv.signals.track import WRISTS, Track, between_deg, down_the_trunk, foot_px

# A movement of the ankle takes a third of a second at least; shorter changes are noise.
SMOOTH_S = 0.2
# The leg rests while the foot exercises: a knee further from its median place than this (in shanks), or bent by this much more, is a leg being moved.
LEG_MOVED_SHANKS = 0.25
LEG_MOVED_DEG = 20.0
CALM_S = 0.7
# A leg whose ankle, by the foot's own landmarks, stays this near to its median place rests, while the body's knee slips by up to 0.8 shanks, and keeps the
# posture that is seen before and after it for so long. In foot lengths, as a shank that points at the camera looks short: of rendered legs that rest it is
# misread by up to 0.22, and goes by 0.26 with one that is drawn up a little.
ANKLE_STAYS_FEET = 0.24
SLIPS_S = 3.0
# It stays while it is not read for so long, where it did before and does after: nobody moves a leg and brings it back to its place within it.
UNREAD_S = 1.0
MARGIN_S = 0.15
# Less than two seconds of a resting leg is no set.
SHORTEST_S = 2.0
# The first component's range, in units of the picture's own contrast over the window, below which the picture shows no exercise; rendered feet
# that rest reach 3, feet that exercise 7 and more.
SMALLEST_CHANGE = 5.0
# The same about the foot's own toes: rendered feet beside which something else moves show up to 0.06, feet that exercise 0.12 and more.
SMALLEST_OWN_CHANGE = 0.08
COMPONENTS = 4
# The foot's own landmarks are asked where they are known in this share of the time.
OWN_SHARE = 0.8
# A range of motion smaller than this is none (the sheet's exercises go through 20 to 40 degrees).
SMALLEST_RANGE_DEG = 8.0
# Share of the variance between rest and hold (Otsu): the set is one of repetitions when the split is this clear.
CLEAR_SPLIT = 0.78
# Landmarks must follow the picture this closely before they lend it degrees.
VOUCHED_R = 0.8
# A mixture may part rest from hold this much less clearly than the first component before it is the landmarks' noise that leads it.
BLURRED = 0.1
# A foot that does not exercise changes its own picture at most this share of what the exercising foot changes its.
BYSTANDER_SHARE = 0.38
# The same beside a foot that its own landmarks saw move, while this one's did not: up to 0.72 in rendered clips of one foot, 0.84 in one of both. The body's
# landmarks are no witness to that: those of a hidden foot go with the one that hides it.
UNSEEN_SHARE = 0.78
# Two feet that exercise go through like ranges; one that goes through less than this share of the other's fidgets. The body's landmarks read too little of a
# range to be held against the foot's own.
RANGE_SHARE = 0.35
# Where a hand was before a repetition and after it is told by so long, most of which it is seen in: a hidden one is imagined anywhere for moments.
HAND_RESTED_S, HAND_SEEN = 0.8, 0.5


@dataclass(frozen=True)
class Witnessed:
    """What was seen of one foot: its signal, how much its own picture changed about its toes, in grey contrast, and whether its own landmarks saw it move."""

    signal: Signal
    own_change: float
    by_own: bool = False


def flexion(body: Track, patches: Patches | None, side: str, held_still: NDArray[np.bool_], sense: float) -> Witnessed | None:
    """The flexion signal of one foot, rising from rest into the repetition; None where it did not exercise.

    `held_still` (N,) marks where the exercise's posture holds; `sense` is +1 for plantar flexion and -1 for dorsiflexion.
    """
    _, _, ankle, _, toe = body.leg(side)
    use = leg_rests(body, side, held_still) | foot_stays(body, side, held_still)
    if use.sum() < SHORTEST_S * 30:
        return None
    angles = {by_own: np.where(use, smooth(running_median(sense * angle, 0.17), SMOOTH_S), np.nan) for by_own, angle in _ankle_angles(body, side, use).items()}
    # A foot whose own landmarks see it rest is not the one that exercises.
    if True in angles and body.has_body and _spread(angles[True])[0] < SMALLEST_RANGE_DEG:
        return None
    pictured = _picture(body, patches, side, use)
    if pictured is None:
        return _told_by_landmarks(side, body.t, next(iter(angles.values())), 0.0)
    scores, parts = pictured
    own_change = change_near(parts, _foot_points(ankle, toe, use), 0.22 * foot_px(body, side, use))
    led = {by_own: _led_by(scores, angle) for by_own, angle in angles.items()}
    by_own = max(led, key=lambda which: (led[which][2], abs(led[which][1])))
    angle, (picture, r, in_degrees) = angles[by_own], led[by_own]
    landmarks_clear = _spread(angle)[1]
    known = np.isfinite(picture)
    clear = two_levels(picture[known])[2]
    change = float(np.ptp(np.percentile(scores[known, 0], [5, 95])))
    sense_of = _sense(picture[known], r)
    by_both = in_degrees and sense_of > 0
    # Where both witnesses say the same it is this foot's movement, even if its toes' landmarks lie beside it.
    its_own = own_change >= SMALLEST_OWN_CHANGE or by_both
    if not (its_own and change >= SMALLEST_CHANGE and clear >= CLEAR_SPLIT and clear + 0.05 >= landmarks_clear):
        return _told_by_landmarks(side, body.t, angle, own_change)
    if by_both:
        return Witnessed(_signal(side, body.t, picture, "deg", "picture", min(1.0, clear)), own_change, by_own)
    return Witnessed(_signal(side, body.t, sense_of * picture, "share", "picture", 0.9 * clear), own_change)


def _told_by_landmarks(side: str, t: Array, angle: Array, own_change: float) -> Witnessed | None:
    """What landmarks tell without a picture to vouch for them; None where they part no rest from a hold."""
    angle_range, clear = _spread(angle)
    if clear < CLEAR_SPLIT or angle_range < SMALLEST_RANGE_DEG:
        return None
    return Witnessed(_signal(side, t, angle, "deg", "landmarks", 0.8 * clear), own_change)


def _ankle_angles(body: Track, side: str, use: NDArray[np.bool_]) -> dict[bool, Array]:
    """Plantar flexion over time (N,), degrees: True by the foot's own landmarks, in space, where they tell it, False by the body's, in the picture.

    Of feet alone the second is that of their own points, asked where they tell nothing in space.
    """
    _, knee, ankle, _, toe = body.leg(side)
    told = told_movement(body.own_points(side), side, use, OWN_SHARE) if side in body.feet else None
    angles = {True: told[0]} if told is not None else {}
    if body.has_body or not angles:
        angles[False] = between_deg(toe - ankle, knee - ankle)
    return angles


def _spread(angle: Array) -> tuple[float, float]:
    """The range of an angle, degrees, and how clearly it parts into rest and hold; nothing of what is known for less than a second."""
    known = angle[np.isfinite(angle)]
    return (float(np.ptp(np.percentile(known, [5, 95]))), two_levels(known)[2]) if len(known) > RATE_HZ else (0.0, 0.0)


def leg_rests(body: Track, side: str, held_still: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where the leg keeps its own median pose, the knee its place and bend: neither lifted, bent nor put down.

    The ankle's landmark is not asked for its place: at a slant it wanders with the toes.
    """
    hip, knee, ankle, _, _ = body.leg(side)
    anchor, shank_px = body.anchor(side)
    if not np.isfinite(anchor[held_still]).any() or not np.isfinite(shank_px):
        return np.zeros(len(body.t), bool)
    away = away_from_usual(anchor, held_still, CALM_S)
    bend = running_median(between_deg(knee - hip, ankle - knee), CALM_S)
    bent = np.abs(bend - median_known(bend[held_still]))
    return shrunk(~(away > LEG_MOVED_SHANKS * shank_px) & ~(bent > LEG_MOVED_DEG) & held_still, MARGIN_S)


def foot_stays(body: Track, side: str, held_still: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where the foot's own ankle stays where it usually is: a leg that is stretched out then rests, though the body's knee slips, and the posture with it."""
    if not body.has_body or side not in body.feet:
        return np.zeros(len(body.t), bool)
    away = away_from_usual(body.feet[side][:, FootLandmark.ANKLE], held_still, CALM_S)
    stays = away < ANKLE_STAYS_FEET * foot_px(body, side, held_still)
    unread = closed(stays, UNREAD_S) & ~np.isfinite(away)
    return shrunk((stays | unread) & closed(held_still, SLIPS_S), MARGIN_S)


def hand_moved(body: Track, flexed: Marked) -> float:
    """How far a hand was away while the foot was flexed from where it was before, or after if that is less, in trunks; of the hand that was further away.

    Hands rest meanwhile, they hold the band or the floor. 0 where they are hardly seen.
    """

    def place(wrist: int, start_s: float, end_s: float) -> Array:
        path = body.points[(body.t >= start_s) & (body.t <= end_s), wrist]
        hidden = not len(path) or np.isfinite(path[:, 0]).mean() < HAND_SEEN
        return np.full(2, np.nan) if hidden else np.array([median_known(path[:, k]) for k in range(2)])

    trunk_px = median_known(np.linalg.norm(down_the_trunk(body), axis=1))
    times = (flexed.hold_start_s, flexed.hold_end_s), (flexed.start_s - HAND_RESTED_S, flexed.start_s), (flexed.end_s, flexed.end_s + HAND_RESTED_S)
    furthest = 0.0
    for wrist in WRISTS:
        held, *rested = (place(wrist, *part) for part in times)
        away = [float(np.linalg.norm(held - before_or_after)) / trunk_px for before_or_after in rested]
        furthest = max(furthest, min((share for share in away if np.isfinite(share)), default=0.0))
    return furthest


def knee_moved(body: Track, side: str, start_s: float, end_s: float) -> float:
    """How far the knee of that side mostly was in that time from its usual place, in shanks; 0 where it is not seen, or slips while the foot stays."""
    anchor, shank_px = body.anchor(side)
    during = (body.t >= start_s) & (body.t <= end_s)

    def away_px(path: Array) -> float:
        return median_known(np.hypot(*(path[during] - usual_place(path)).T))

    if side in body.feet and away_px(body.feet[side][:, FootLandmark.ANKLE]) < ANKLE_STAYS_FEET * foot_px(body, side, during):
        return 0.0
    moved = away_px(anchor) / shank_px
    return moved if np.isfinite(moved) else 0.0


def bystanders(seen: dict[str, Witnessed], alone: bool) -> dict[str, str]:
    """By side why a foot does not exercise beside the other one: its picture changed only because that moved through it, or it moved by far less.

    Feet `alone` stand apart in the picture: what the picture of one follows in degrees is that foot's, even if its toes' landmarks lie beside it.
    """
    if not seen:
        return {}
    reasons = {}
    strongest = max(seen.values(), key=lambda witness: witness.own_change)
    in_degrees = {side: w for side, w in seen.items() if w.signal.unit == "deg"}
    widest = max(in_degrees.values(), key=_range, default=None)
    for side, witness in seen.items():
        share = UNSEEN_SHARE if strongest.by_own else BYSTANDER_SHARE
        # None whose own landmarks saw it move is moved through; but they are misled where the other foot comes before it.
        saw_itself = witness.by_own and (witness.own_change >= SMALLEST_OWN_CHANGE or (alone and side in in_degrees))
        if not saw_itself and witness.own_change < share * strongest.own_change:
            reasons[side] = "the other foot moved, seen in this one's picture"
        elif side in in_degrees and widest is not None and (witness.by_own or not widest.by_own) and _range(witness) < RANGE_SHARE * _range(widest):
            reasons[side] = f"it moved by {_range(witness):.0f} degrees, under {RANGE_SHARE} of the other foot's {_range(widest):.0f}"
    return reasons


def _range(witness: Witnessed) -> float:
    return witness.signal.full - witness.signal.rest


def _foot_points(ankle: Array, toe: Array, use: NDArray[np.bool_]) -> Array:
    """Points along the foot, from the middle of the instep to the toes: (3, 2) px."""
    a, b = np.nanmedian(ankle[use], axis=0), np.nanmedian(toe[use], axis=0)
    return np.stack([a + share * (b - a) for share in (0.6, 0.85, 1.1)])


def _picture(body: Track, patches: Patches | None, side: str, use: NDArray[np.bool_]) -> tuple[Array, Components] | None:
    """The components of the foot's picture, and their scores (N, K) on the body's grid, gaps NaN; None without a picture."""
    if patches is None or not len(patches.t):
        return None
    nearest = np.searchsorted(body.t, patches.t).clip(0, len(body.t) - 1)
    chosen = patches.where(use[nearest])
    if len(chosen.t) < 20:
        return None
    _, _, ankle, _, toe = body.leg(side)
    middle = np.nanmedian(0.7 * ankle[use] + 0.3 * toe[use], axis=0)
    if not np.isfinite(middle).all():
        return None
    foot = foot_px(body, side, use)
    parts = components(chosen, (float(middle[0]), float(middle[1])), foot, COMPONENTS, laid_on_leg(body, chosen, side, use, foot))
    scores = on_grid(chosen.t, parts.scores, body.t, 0.35)
    return np.stack([np.where(use, smooth(score, SMOOTH_S), np.nan) for score in scores.T], axis=1), parts


def _sense(picture: Array, r: float) -> float:
    """+1 or -1: which way the picture leads from rest into the repetition.

    A set starts and ends at rest; the landmarks, where they follow the picture, have the second word.
    """
    low, high, _ = two_levels(picture)
    middle, edge = (low + high) / 2, max(1, int(0.7 * 30))
    ends = [np.median(picture[:edge]) < middle, np.median(picture[-edge:]) < middle]
    vote = 1.0 * sum(1 if below else -1 for below in ends) + (r if abs(r) > 0.5 else 0.0)
    return 1.0 if vote > 0 else -1.0


def _led_by(scores: Array, angle: Array) -> tuple[Array, float, bool]:
    """The mixture of the picture's components that follows the landmarks' angle best, its correlation with that angle, and whether it is in degrees.

    Where no mixture follows it, or only one that parts rest from hold less clearly, or where it goes through no range, the landmarks see nothing, and it is the
    first component alone, with its own correlation: what they tremble by would bend it.
    """
    both = np.isfinite(scores[:, 0]) & np.isfinite(angle)
    if both.sum() <= 30 or angle[both].std() == 0:
        return scores[:, 0], 0.0, False
    design = np.column_stack([scores, np.ones(len(scores))])
    weights = np.linalg.lstsq(design[both], angle[both], rcond=None)[0]
    mixture = np.asarray(design @ weights)
    r = correlation(mixture[both], angle[both])
    follows = r >= VOUCHED_R and _spread(angle)[0] >= SMALLEST_RANGE_DEG
    if follows and two_levels(mixture[both])[2] >= two_levels(scores[both, 0])[2] - BLURRED:
        return mixture, r, True
    return scores[:, 0], correlation(scores[both, 0], angle[both]), False


def _signal(side: str, t: Array, value: Array, unit: str, source: str, confidence: float) -> Signal:
    known = np.isfinite(value)
    rest, full, _ = two_levels(value[known])
    if unit == "share":
        value = (value - rest) / (full - rest)
        rest, full = 0.0, 1.0
    return Signal(side, t[known], value[known], unit, source, rest, full, float(np.clip(confidence, 0, 1)))
