"""Recordings as files of arrays (.npz): their poses, feet and pictures, which an analysis takes in place of the video.

The members are plain arrays without pickled objects, uncompressed: numpy.load reads them, and none is larger than its file. README.md names them.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from footcv.analysis import SourceInfo
from footcv.errors import SourceError
from footcv.feet.box import FootBox
from footcv.feet.cutter import PATCH_PX, Patch
from footcv.feet.foot import SIDES, Foot
from footcv.feet.landmarks import FootReading
from footcv.pose.landmarks import Pose
from footcv.recording import Recording
from footcv.video.clock import JUMP_S
from footcv.watched import Watched

FORMAT = "footcv.poses/1"
SUFFIX = ".npz"
FOUND_BY = ("body", "search", "box")
# No picture is so large, nor anything else that is kept: a number beyond is a damaged one.
LARGEST = 1e6
READING = ("present", "right", "toes_seen", "toe_flexion_deg", "toe_spread_deg")

Arrays = dict[str, NDArray[Any]]


def is_poses_file(path: str) -> bool:
    """Whether `path` is called as such a file is."""
    return path.lower().endswith(SUFFIX)


def write_poses(path: Path, recording: Recording) -> None:
    """Write `recording` to the file `path`, one that is to replace another (`replacing`); raises OSError where it cannot be written."""
    arrays = {"about": np.array(json.dumps(_about(recording))), **_arrays(recording.watched)}
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def read_poses(path: str) -> Recording:
    """Read what `write_poses` wrote; `source.path` is the file's own. Raises SourceError for a file that is missing, damaged, or something else."""
    foreign = SourceError(f"{path} is damaged, or no file of poses: make it anew with `footcv poses VIDEO -o {path}`")
    try:
        with _members(path) as members:
            about = json.loads(str(members("about", (), "U")))
            if about["format"] != FORMAT:
                raise SourceError(f"{path} is a file of poses of another version of footcv ({str(about['format'])[:40]}): make it anew from the video")
            recording = _recording(about, members)
    except FileNotFoundError as error:
        raise SourceError(f"{path} does not exist") from error
    except IsADirectoryError as error:
        raise SourceError(f"{path} is a folder; name a file of poses in it") from error
    except PermissionError as error:
        raise SourceError(f"{path} cannot be read: no permission") from error
    except (OSError, zipfile.BadZipFile, ValueError, LookupError, TypeError, EOFError, NotImplementedError, RuntimeError, MemoryError, AttributeError) as error:
        raise foreign from error
    return replace(recording, source=replace(recording.source, path=path))


def _about(recording: Recording) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "source": asdict(recording.source),
        "model": recording.model,
        "feet": [asdict(box) for box in recording.feet],
        "warnings": list(recording.warnings),
        "recorded_at": recording.recorded_at.isoformat() if recording.recorded_at is not None else None,
        "content": recording.content,
    }


def _arrays(watched: Watched) -> Arrays:
    # A pose, or a foot, is told again until it is looked at anew: each is kept once.
    poses = list({id(pose): pose for pose in watched.poses if pose is not None}.values())
    feet = list({id(foot): foot for seen in watched.feet for foot in seen}.values())
    pose_number, foot_number = ({id(item): number for number, item in enumerate(items)} for items in (poses, feet))
    patches = watched.patches

    def stacked(values: Sequence[Any], shape: tuple[int, ...], kind: DTypeLike) -> NDArray[Any]:
        return np.array(values, kind).reshape(len(values), *shape)

    return {
        "t": stacked(watched.times, (), np.float64),
        "pose": stacked([pose_number[id(pose)] if pose is not None else -1 for pose in watched.poses], (), np.int32),
        "feet": stacked([len(seen) for seen in watched.feet], (), np.int32),
        "foot": stacked([foot_number[id(foot)] for seen in watched.feet for foot in seen], (), np.int32),
        "pose_t": stacked([pose.t for pose in poses], (), np.float64),
        "pose_image": stacked([pose.image for pose in poses], (33, 2), np.float32),
        "pose_world": stacked([pose.world for pose in poses], (33, 3), np.float32),
        "pose_visibility": stacked([pose.visibility for pose in poses], (33,), np.float32),
        "foot_t": stacked([foot.t for foot in feet], (), np.float64),
        "foot_side": stacked([SIDES.index(foot.side) for foot in feet], (), np.uint8),
        "foot_found_by": stacked([FOUND_BY.index(foot.found_by) for foot in feet], (), np.uint8),
        "foot_track": stacked([foot.track for foot in feet], (), np.int32),
        "foot_sure": stacked([foot.sure for foot in feet], (), np.bool_),
        "foot_points": stacked([foot.reading.points for foot in feet], (8, 2), np.float64),
        "foot_confidence": stacked([foot.reading.confidence for foot in feet], (8,), np.float64),
        "foot_depth": stacked([foot.reading.depth for foot in feet], (8,), np.float64),
        "foot_reading": stacked([[getattr(foot.reading, name) for name in READING] for foot in feet], (len(READING),), np.float64),
        "patch_t": stacked([patch.t for patch in patches], (), np.float64),
        "patch_side": stacked([SIDES.index(patch.side) for patch in patches], (), np.uint8),
        "patch_image": stacked([patch.image for patch in patches], (PATCH_PX, PATCH_PX), np.uint8),
        "patch_place": stacked([(patch.x_px, patch.y_px, patch.width_px) for patch in patches], (3,), np.float64),
        "patch_spell": stacked([patch.spell for patch in patches], (), np.int64),
        "patch_track": stacked([patch.track for patch in patches], (), np.int32),
    }


Members = Callable[[str, tuple[int | None, ...], DTypeLike], NDArray[Any]]


@contextmanager
def _members(path: str) -> Iterator[Members]:
    """Yield a function that reads an array by its name, its shape (None: any length) and its type; it raises ValueError for any other."""
    if not Path(path).is_file() and Path(path).exists() and not Path(path).is_dir():
        raise ValueError("a device or a pipe")
    with open(path, "rb") as file, zipfile.ZipFile(file) as archive:

        def member(name: str, shape: tuple[int | None, ...], kind: DTypeLike) -> NDArray[Any]:
            entry = archive.getinfo(f"{name}.npy")
            # Nothing that is stored as it is can be more than its file: no small file fills the memory.
            if entry.compress_type != zipfile.ZIP_STORED:
                raise ValueError(f"{name} is compressed")
            with archive.open(entry) as stored:
                found = _array(stored.read(), shape, kind)
            if found.dtype.kind == "f" and not (np.abs(found) < LARGEST).all():
                raise ValueError(f"{name} holds what is no number")
            return found

        yield member


def _array(data: bytes, shape: tuple[int | None, ...], kind: DTypeLike) -> NDArray[Any]:
    header = io.BytesIO(data)
    if np.lib.format.read_magic(header) != (1, 0):
        raise ValueError("of another version")
    found_shape, fortran, found_kind = np.lib.format.read_array_header_1_0(header)
    wanted = np.dtype(kind)
    alike = found_kind.kind == "U" if wanted.kind == "U" else found_kind == wanted
    fits = len(found_shape) == len(shape) and all(n in (None, m) for n, m in zip(shape, found_shape, strict=True))
    if not alike or not fits or fortran or found_kind.itemsize * int(np.prod(found_shape, dtype=object)) != len(data) - header.tell():
        raise ValueError("of another shape or type")
    return np.ndarray(found_shape, found_kind, data, header.tell())


def _recording(about: dict[str, Any], members: Members) -> Recording:
    t = members("t", (None,), np.float64)
    # As the clock of every source makes them.
    if len(t) == 0 or not (np.diff(t) > 0).all() or (np.diff(t) > JUMP_S * 1.001).any() or t[0] < 0:
        raise ValueError("times that do not rise")
    poses = _poses(members)
    feet = _feet(members)
    pose, counts, foot = members("pose", (len(t),), np.int32), members("feet", (len(t),), np.int32), members("foot", (None,), np.int32)
    if pose.min() < -1 or counts.min() < 0 or counts.sum() != len(foot) or (len(foot) and foot.min() < 0):
        raise ValueError("numbers out of range")
    of_frame = np.split(foot, np.cumsum(counts)[:-1])
    source = SourceInfo(**about["source"])
    if not (0 < source.width <= LARGEST and 0 < source.height <= LARGEST and source.frames == len(t) and min(source.duration_s, source.fps) >= 0):
        raise ValueError("a source that cannot be")
    watched = Watched(
        (source.width, source.height),
        t.tolist(),
        [poses[number] if number >= 0 else None for number in pose],
        [[feet[number] for number in numbers] for numbers in of_frame],
        _patches(members),
    )
    if any(item.t > t[-1] or item.t < 0 for items in (poses, feet, watched.patches) for item in items):
        raise ValueError("seen at another time")
    return Recording(
        source,
        watched,
        str(about["model"]),
        tuple(FootBox(**box) for box in about["feet"]),
        tuple(map(str, about["warnings"])),
        datetime.fromisoformat(about["recorded_at"]) if about["recorded_at"] is not None else None,
        about["content"],
    )


def _poses(members: Members) -> list[Pose]:
    t = members("pose_t", (None,), np.float64)
    parts = (members("pose_image", (len(t), 33, 2), np.float32), members("pose_world", (len(t), 33, 3), np.float32))
    return list(map(Pose, t.tolist(), *parts, members("pose_visibility", (len(t), 33), np.float32)))


def _feet(members: Members) -> list[Foot]:
    t = members("foot_t", (None,), np.float64)
    n = len(t)
    points, confidence = members("foot_points", (n, 8, 2), np.float64), members("foot_confidence", (n, 8), np.float64)
    depth, numbers = members("foot_depth", (n, 8), np.float64), members("foot_reading", (n, len(READING)), np.float64)
    readings = [FootReading(points[i], confidence[i], depth=depth[i], **dict(zip(READING, numbers[i].tolist(), strict=True))) for i in range(n)]
    sides = [SIDES[k] for k in members("foot_side", (n,), np.uint8)]
    found_by = [FOUND_BY[k] for k in members("foot_found_by", (n,), np.uint8)]
    return list(map(Foot, t.tolist(), sides, readings, found_by, members("foot_track", (n,), np.int32).tolist(), members("foot_sure", (n,), np.bool_).tolist()))


def _patches(members: Members) -> list[Patch]:
    t = members("patch_t", (None,), np.float64)
    n = len(t)
    sides = [SIDES[k] for k in members("patch_side", (n,), np.uint8)]
    images, places = members("patch_image", (n, PATCH_PX, PATCH_PX), np.uint8), members("patch_place", (n, 3), np.float64)
    if (np.diff(t) < 0).any() or (places[:, 2] <= 0).any():
        raise ValueError("pictures that cannot be")
    spells, tracks = members("patch_spell", (n,), np.int64).tolist(), members("patch_track", (n,), np.int32).tolist()
    return [Patch(*patch) for patch in zip(t.tolist(), sides, images, *places.T.tolist(), spells, tracks, strict=True)]
