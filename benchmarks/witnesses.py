"""What each witness says of a clip's feet, beside the truth; for signals.py.

It reaches into footcv's private functions, because it is those that are measured.
"""

import hashlib
import inspect
import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import footcv
from footcv.exercises.exercise import Exercise
from footcv.feet.follower import FootFollower
from footcv.feet.foot_pose import fit_pose, mean_points, movement
from footcv.feet.landmarks import MODEL
from footcv.measure import measure
from footcv.model_files import model_file
from footcv.pose.estimator import PoseEstimator
from footcv.pose.looks import POSE_STEP_S, posed
from footcv.signals.appearance import Patches
from footcv.signals.circles import _drift_free, _still, foot_path
from footcv.signals.filters import Array, running_median, smooth
from footcv.signals.flexion import SMOOTH_S, _picture, leg_rests
from footcv.signals.heights import heel_heights, metres_per_px
from footcv.signals.track import Track, between_deg, feet_alone, posture
from footcv.watched import Watched, understood
from footcv.watching import watch

# The truth of toe walking is the mean over this long of the lower heel's height.
ENVELOPE_S = 0.5
Truth = dict[str, dict[str, Array]]  # ankle_deg, lateral_deg, heel_height_m by side, on the body's grid
Compared = tuple[str, str, str, Array, Array]  # side, source, unit of the source, its values and the truth on the body's grid


def look(video: Path, cache: Path) -> tuple[Track, dict[str, Patches]]:
    """The body with its feet, or the feet alone where no body is seen, and the feet's pictures of one clip, by `watched_of`."""
    seen = understood(watched_of(video, cache))
    return seen.body, seen.pictures


def watched_of(video: Path, cache: Path) -> Watched:
    """What is seen of one clip, looked at often: from `cache` unless the clip, the foot network or the code that looks at it has changed."""
    code = Path(footcv.__file__).parent
    state = hashlib.sha256(f"{video} {video.stat().st_size} {video.stat().st_mtime_ns}".encode())
    for file in sorted(path for folder in ("video", "pose", "feet") for path in (code / folder).glob("*.py")):
        state.update(file.read_bytes())
    state.update(model_file(MODEL).read_bytes())
    state.update((inspect.getsource(watch) + inspect.getsource(posed)).encode())
    kept = cache / f"{video.stem}-{state.hexdigest()[:16]}.pickle"
    if not kept.is_file():
        for old in cache.glob(f"{video.stem}-*"):
            old.unlink()
        with PoseEstimator("full") as estimator:
            _, seen, _ = watch(str(video), lambda frames: posed(frames, estimator, POSE_STEP_S), FootFollower(), None)
        cache.mkdir(parents=True, exist_ok=True)
        new = kept.with_suffix(".new")
        new.write_bytes(pickle.dumps(seen))
        new.replace(kept)
    watched: Watched = pickle.loads(kept.read_bytes())
    return watched


def witnesses(body: Track, patches: dict[str, Patches], exercise: Exercise, sides: tuple[str, ...], true: Truth) -> Iterator[Compared]:
    """Every source of every side in `sides`, gaps NaN, each with the truth it should follow."""
    sources = {"heel height": heels, "foot path": circles}.get(exercise.measure or "", flexions)
    return sources(body, patches, exercise, sides, true)


def joined(body: Track, patches: dict[str, Patches], exercise: Exercise, sides: tuple[str, ...]) -> Iterator[tuple[str, str, Array]]:
    """Side, unit and values of the counted signal, of both feet together where it is one; a side without a signal is all gaps."""
    found = {signal.side: signal for signal in measure(body, patches, exercise).signals}
    for side in ("both",) if "both" in found and len(sides) == 2 else sides:
        value = np.full(len(body.t), np.nan)
        if side in found:
            value[np.searchsorted(body.t, found[side].t - 1e-6)] = found[side].value
        yield side, found[side].unit if side in found else "share", value


def without_feet(body: Track) -> Track:
    """What the body's landmarks say alone."""
    return replace(body, feet={}, depths={})


def body_angle(body: Track, side: str) -> Array:
    """The angle between shank and foot in the picture, by the body's landmarks, degrees (N,)."""
    _, knee, ankle, _, toe = without_feet(body).leg(side)
    return steady(between_deg(toe - ankle, knee - ankle))


def foot_angles(body: Track, side: str, use: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Plantar flexion and the swing to the person's right by the foot's own points, degrees (N,), about its usual pose where `use` (N,) holds."""
    points = body.own_points(side) if side in body.feet else np.full((len(body.t), 8, 3), np.nan)
    known = use & np.isfinite(points[:, 0, 0])
    if not known.any():
        return np.full(len(body.t), np.nan), np.full(len(body.t), np.nan)
    flexion, outwards = movement(points, fit_pose(mean_points(points[known]), side))
    return steady(flexion), steady(outwards if side == "right" else -outwards)


def steady(angle: Array) -> Array:
    return smooth(running_median(angle, 0.17), SMOOTH_S)


def flexions(body: Track, patches: dict[str, Patches], exercise: Exercise, sides: tuple[str, ...], true: Truth) -> Iterator[Compared]:
    sense = 1.0 if exercise.measure == "plantar flexion" else -1.0
    real = {side: sense * angle for side, angle in true["ankle_deg"].items()}
    for side in sides:
        seated = posture(body).seated_out[side]
        use = seated & leg_rests(body, side, seated)
        pictured = _picture(body, patches.get(side), side, use)
        first = np.full(len(body.t), np.nan) if pictured is None else pictured[0][:, 0]
        yield side, "body", "deg", sense * body_angle(body, side), real[side]
        yield side, "feet", "deg", sense * foot_angles(body, side, use)[0], real[side]
        yield side, "picture", "share", first, real[side]
    for side, unit, value in joined(body, patches, exercise, sides):
        yield side, "joined", unit, value, (real["left"] + real["right"]) / 2 if side == "both" else real[side]


def heels(body: Track, patches: dict[str, Patches], exercise: Exercise, sides: tuple[str, ...], true: Truth) -> Iterator[Compared]:
    real = {side: running_median(height, exercise.median_s) for side, height in true["heel_height_m"].items()}
    real["both"] = smooth(np.minimum(*true["heel_height_m"].values()), ENVELOPE_S)
    by_body, by_feet = (heel_heights(seen, metres_per_px(seen), exercise.median_s) for seen in (without_feet(body), feet_alone(body)))
    for side in sides:
        yield side, "body", "m", by_body[side], real[side]
        yield side, "feet", "m", by_feet[side] if side in body.feet else np.full(len(body.t), np.nan), real[side]
    for side, unit, value in joined(body, patches, exercise, sides):
        yield side, "joined", unit, value, real[side]


def circles(body: Track, patches: dict[str, Patches], exercise: Exercise, sides: tuple[str, ...], true: Truth) -> Iterator[Compared]:
    for side in sides:
        ankle, lateral = true["ankle_deg"][side], true["lateral_deg"][side]
        raised = posture(body).lying_up[side]
        flexion, swing = foot_angles(body, side, _still(body, side, raised))
        for source, value, real in (("body", body_angle(body, side), ankle), ("feet", flexion, ankle), ("swing", swing, lateral)):
            yield side, source, "deg", _drift_free(value), _drift_free(np.where(np.isfinite(value), real, np.nan))
        path = foot_path(body, patches[side], side, raised) if side in patches else None
        first = np.full(len(body.t), np.nan)
        if path is not None:
            first[np.searchsorted(body.t, path.t - 1e-6)] = path.picture[:, 0]
        yield side, "picture", "share", first, seen_under(first, ankle, lateral)
        for _, unit, value in joined(body, patches, exercise, (side,)):
            yield side, "joined", unit, value, seen_under(value, ankle, lateral)


def seen_under(value: Array, ankle: Array, lateral: Array) -> Array:
    """The turning foot seen under the one direction, of all between flexion and sideways, that `value` follows best; degrees, free of drift."""
    known = np.isfinite(value)
    both = np.stack([_drift_free(np.where(known, x, np.nan)) for x in (ankle, lateral)], axis=1)
    if known.sum() < 30:
        return both[:, 0]
    weights = np.linalg.lstsq(both[known], value[known] - value[known].mean(), rcond=None)[0]
    return np.asarray(both @ weights / max(float(np.hypot(*weights)), 1e-9))
