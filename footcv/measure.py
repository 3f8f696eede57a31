"""From a body and its feet over time to repetitions: one function for each measure. Pure: values in, values out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footcv.counting.rep import Rep
from footcv.counting.rounds import count_rounds
from footcv.counting.turns import Turn, count_turns
from footcv.exercises.exercise import Exercise
from footcv.feet.foot import SIDES
from footcv.feet.landmarks import FootLandmark
from footcv.measure_flexion import flexions
from footcv.measure_toes import pickups, presses
from footcv.measured import Measured, pulse_reps
from footcv.signals.appearance import Patches
from footcv.signals.circles import FootPath, foot_path
from footcv.signals.heel import heel_signal, vouching
from footcv.signals.sense import direction_of_turns
from footcv.signals.signal import Signal
from footcv.signals.track import Posture, Track, feet_alone, is_astray, measurable, on_own_feet, posture, trunk_over_foot, trunk_px
from footcv.signals.walks import mostly_in, tiptoe_walks, walks_to_and_fro

POSTURE_WORDS = {"standing": "standing", "seated": "sitting with a leg stretched out", "lying": "lying with a leg up"}
# An exercise's posture in less than this share of the source, and no repetition: the person is told what is seen instead.
RARE = 0.1
# Less of the source than this with a body, or with a foot, in it is nobody.
LEAST_MEASURABLE = 0.25
# Feet alone that are seen less than this come and go: they are not what was filmed.
LEAST_FEET = 0.5
# A body that is seen this much, from when anything is seen first to when it is seen last, is somebody, whatever they do: imagined ones in no posture up to 0.93
# (rendered and real feet), people on a carpet or a bench always.
ALWAYS_THERE = 0.97
# A body is seen at least in this share of the time in which its feet are (rendered and real ones 0.86 and more, imagined ones mostly 0.63 and less).
COMES_AND_GOES = 0.75
# A trunk is 1.9 times as long as a foot (0.288 H and 0.152 H, Drillis and Contini 1966); before the feet of somebody lying it shows 1.24 times as long, in
# pictures of feet alone 0.6 times.
SQUEEZED = 0.95
# Bodies that are imagined over feet and legs for longer than a moment have up to 1.7 times, people who stand or go along 2.3 times and more (real, rendered):
# who jumps trembles as those do, and who crawls is in no exercise's posture.
PLAINLY_OVER = 2.2
# A body's ankle is within a foot's extent of one of its feet for this share of the time at least: a true one's for 0.9 of it, an imagined one's never.
NEAR_SHARE = 0.2
# An imagined body's trunk grows and shrinks by this share of its length, or more, from one thirtieth of a second to the next in a twentieth of the time: up to
# 0.06 of four that were seen all the time over followed feet, 0.023 and less of people (rendered and real clips).
TREMBLES, FOLLOWED = 0.03, 0.9
# Circles are counted where the picture of the foot follows its landmarks this closely. Where it follows the body's less closely than the second of these, and
# the foot's own more closely than those, it is the pictures that those place: of three rendered sets one had a turn too many by the body's and one too few.
CIRCLES_FOLLOWED_R, CLOSELY_FOLLOWED_R = 0.7, 0.9


ONLY_FEET = "only feet are seen: the posture is taken on trust, and left and right are judged by the feet's shape, or as --feet says"


def measure(
    body: Track,
    patches: Mapping[str, Patches],
    exercise: Exercise,
    toes_seen: Mapping[str, float] | None = None,
    own_patches: Mapping[str, Patches] | None = None,
) -> Measured:
    """Count the repetitions of `exercise` in a whole source; `patches` by side, `toes_seen` by side how sure it is that bare toes are seen, in [0, 1], and
    `own_patches` by side, which the feet's own landmarks place where `patches` are placed by the body's."""
    seen = posture(body)
    match exercise.measure:
        case "plantar flexion" | "dorsiflexion":
            found = flexions(body, patches, exercise, seen)
        case "heel height":
            found = _heels(body, exercise, seen)
        case "foot path":
            found = _circles(body, patches, own_patches or {}, seen, toes_seen or {})
        case "toe curl":
            found = presses(body, patches, exercise, seen.standing, toes_seen or {})
        case "foot lift":
            found = pickups(body, patches, exercise, seen.standing | seen.on_one_leg, toes_seen or {})
        case None:
            raise ValueError(f"{exercise.id} has no measure")
    reps = tuple(replace(rep, index=i) for i, rep in enumerate(sorted(found.reps, key=lambda rep: rep.start_s), start=1))
    warnings = (*found.warnings, *_posture_warning(seen, exercise, bool(reps)))
    if not reps and not warnings:
        warnings = (_nothing_counted(found),)
    return replace(found, reps=reps, warnings=warnings if body.has_body else (*warnings, ONLY_FEET))


def _heels(body: Track, exercise: Exercise, seen: Posture) -> Measured:
    walks = np.zeros(len(body.t), bool) if exercise.on_the_spot else walks_to_and_fro(body, seen.standing)
    if walked := tiptoe_walks(body, walks, seen.standing, exercise.median_s):
        reps, rejected = pulse_reps(walked, exercise)
        return Measured(tuple(reps), (walked,), tuple(rejected), ())
    reps, rejected = [], []
    signals = heel_signal(body, seen.standing, exercise.median_s)
    vouch = vouching(body, exercise.on_the_spot)
    for signal in signals:
        own, refused = pulse_reps(signal, exercise, lambda _, edged: "walked with the heels down" if mostly_in(walks, body.t, edged) else vouch(edged))
        reps += own
        rejected += refused
    return Measured(tuple(reps), tuple(signals), tuple(rejected), ())


def _circles(body: Track, patches: Mapping[str, Patches], own_patches: Mapping[str, Patches], seen: Posture, toes_seen: Mapping[str, float]) -> Measured:
    reps: list[Rep] = []
    rejected: list[dict[str, Any]] = []
    signals, warnings, paths = [], [], []
    circling: dict[str, list[Rep]] = {}
    for side in SIDES:
        path, turns = _path_and_turns(body, patches, own_patches, side, seen.lying_up[side], toes_seen.get(side, 0.0))
        if path is None:
            continue
        signals.append(Signal(side, path.t, path.flexion, "share", "picture", 0.0, 1.0, path.followed))
        if path.followed < CIRCLES_FOLLOWED_R:
            warnings.append(f"the {side} foot moves, but whether it circles cannot be told from this view; put the camera at your side")
            continue
        paths.append(path)
        directions = direction_of_turns(path, turns)
        if turns and all(turn.reason for turn in turns):
            warnings.append(f"the {side} foot goes up and down; no circle can be told from this view, so nothing was counted")
        circling[side] = []
        for turn, direction in zip(turns, directions, strict=True):
            if turn.reason is None:
                circling[side].append(Rep(0, side, direction, turn.start_s, None, None, turn.end_s, 360.0, "deg", path.followed))
            else:
                rejected.append({"side": side, "start_s": turn.start_s, "end_s": turn.end_s, "reason": turn.reason})
    # One leg at a time is up: what the other foot seems to do meanwhile is this one, seen in its picture.
    for own in sorted(circling.values(), key=lambda own: (-len(own), -own[0].confidence if own else 0.0)):
        meanwhile = [rep for rep in own if any(rep.overlaps(other.start_s, other.end_s) for other in reps)]
        rejected += [{"side": rep.side, "start_s": rep.start_s, "end_s": rep.end_s, "reason": "the other foot circled meanwhile"} for rep in meanwhile]
        reps += [rep for rep in own if rep not in meanwhile]
    if any(rep.direction is None for rep in reps):
        warnings.append(
            "the direction of some turns cannot be told: the foot is seen edge-on or is misread; bare feet, or a lower camera half in front of them, show it"
        )
    return Measured(tuple(reps), tuple(signals), tuple(rejected), tuple(warnings), tuple(paths))


def _path_and_turns(
    body: Track, patches: Mapping[str, Patches], own_patches: Mapping[str, Patches], side: str, raised: NDArray[np.bool_], toes_seen: float
) -> tuple[FootPath | None, list[Turn]]:
    """The path of a foot and its turns in the pictures that the body places or, where those tell none or less surely, in those that its own landmarks do.

    The body's tremble, or lie on the other foot, where the foot's own may lie well. None where neither shows the foot move.
    """
    path, turns = _in_pictures(body, patches, side, raised, toes_seen)
    circles = path is not None and any(turn.reason is None for turn in turns)
    if not body.has_body or (path is not None and circles and path.followed >= CLOSELY_FOLLOWED_R):
        return path, turns
    own, own_turns = _in_pictures(on_own_feet(body), own_patches, side, raised, toes_seen)
    if own is None or (path is not None and (all(turn.reason for turn in own_turns) or (circles and own.followed <= path.followed))):
        return path, turns
    # A body that lies elsewhere says nothing of where the foot points.
    return (replace(own, away=0.0) if is_astray(body, side, raised) else own), own_turns


def _in_pictures(body: Track, patches: Mapping[str, Patches], side: str, raised: NDArray[np.bool_], toes_seen: float) -> tuple[FootPath | None, list[Turn]]:
    """The path of a foot, None where it does not move, and its turns: by its landmarks where they tell that it goes round, else by the picture."""
    path = foot_path(body, patches[side], side, raised, toes_seen) if side in patches else None
    if path is None or path.followed < CIRCLES_FOLLOWED_R:
        return path, []
    by_landmarks = count_rounds(path.t, path.gone_round) if path.gone_round is not None else []
    return path, by_landmarks or count_turns(path.t, path.flexion, path.picture, path.swaying(), path.moved())


def _posture_warning(seen: Posture, exercise: Exercise, found: bool) -> Sequence[str]:
    shares = posture_shares(seen)
    if found or shares[exercise.posture] >= RARE:
        return ()
    instead = max(shares, key=lambda name: shares[name])
    seen_instead = POSTURE_WORDS[instead] if shares[instead] >= RARE else "something else"
    return (f"{exercise.name} is done {POSTURE_WORDS[exercise.posture]}; {seen_instead} is seen instead, so nothing was counted",)


def _nothing_counted(found: Measured) -> str:
    """Why nothing was counted, to somebody who is seen as the exercise asks."""
    if not found.rejected:
        return "nothing was counted: no movement stood out; come closer, or give more light"
    return f"nothing was counted: of {len(found.rejected)} seen the first was no repetition: {found.rejected[0]['reason']}"


def posture_shares(seen: Posture) -> dict[str, float]:
    """The share of the source in which each posture is seen, whichever leg is out or up."""
    return {
        "standing": float(seen.standing.mean()),
        "seated": float(np.logical_or(*seen.seated_out.values()).mean()),
        "lying": float(np.logical_or(*seen.lying_up.values()).mean()),
    }


def is_nobody(body: Track) -> bool:
    """Whether no body that can be one is seen: what MediaPipe imagines in pictures of feet, of legs or of streets.

    Such a body comes and goes while the feet stay, or is seen at times and in no posture of any exercise, or with its ankles nowhere near the feet, or is
    squeezed into the picture beside feet that are too large for it, or trembles over feet that are followed all the time. One that is plainly as long over its
    feet as people are may tremble, and be in no posture.
    """
    if not body.has_body:
        return True
    with_body, with_feet = measurable(body), measurable(feet_alone(body))
    seen, feet = float(with_body.mean()), float(with_feet.mean())
    if seen < max(LEAST_MEASURABLE, COMES_AND_GOES * feet):
        return True
    over_foot = trunk_over_foot(body)
    plain = PLAINLY_OVER <= over_foot < np.inf
    if not plain and feet >= FOLLOWED and _trembling(body) > TREMBLES:
        return True
    something = np.flatnonzero(with_body | with_feet)
    there = float(with_body[something[0] : something[-1] + 1].mean())
    in_no_posture = not plain and max(posture_shares(posture(body)).values()) < RARE
    if there < ALWAYS_THERE and (in_no_posture or _is_footless(body)):
        return True
    return over_foot < SQUEEZED


def _trembling(body: Track) -> float:
    """How much the trunk's length in the picture changes from one sample to the next, as a share of it: more does in a twentieth of the time."""
    length = trunk_px(body)
    return float(np.nanquantile(np.abs(np.diff(np.log(np.maximum(length, 1.0)))), 0.95))


def _is_footless(body: Track) -> bool:
    """Whether feet are followed, and the body's ankles lie near none of them."""
    ankles = np.stack([body.leg(side)[2] for side in SIDES])
    near = []
    for foot in body.feet.values():
        away = np.linalg.norm(ankles - foot[:, FootLandmark.ANKLE], axis=2)
        near.append((away < body.foot_extent_px).any(axis=0)[np.isfinite(away).any(axis=0)])
    return any(map(len, near)) and all(part.mean() < NEAR_SHARE for part in near if len(part))
