"""Recordings as files of arrays (.npz): their poses, feet and pictures, which an analysis takes in place of the video.

The members are plain arrays without pickled objects, uncompressed: numpy.load reads them, and none is larger than its file. README.md names them.
"""

import io
import json
import zipfile
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from footcv.analysis import SourceInfo
from footcv.errors import SourceError
from footcv.feet.box import FootBox
from footcv.feet.foot import SIDES
from footcv.recording import Recording
from footcv.rows import Rows
from footcv.video.clock import JUMP_S
from footcv.watched import Watched
from footcv.watched_rows import FOOT, FOUND_BY, IMAGE, PATCH, POSE

FORMAT = "footcv.poses/1"
SUFFIX = ".npz"
# No picture is so large, nor anything else that is kept: a number beyond is a damaged one.
LARGEST = 1e6
# The members that tell of each frame, and what they are called in what was watched.
FRAMES = {"t": np.float64, "pose": np.int32, "feet": np.int32, "foot": np.int32}
ATTRIBUTES = {"t": "times", "feet": "counts"}


def is_poses_file(path: str) -> bool:
    """Whether `path` is called as such a file is."""
    return path.lower().endswith(SUFFIX)


def write_poses(path: Path, recording: Recording) -> None:
    """Write `recording` to the file `path`, one that is to replace another (`replacing`); raises OSError where it cannot be written."""
    watched = recording.watched
    with path.open("wb") as file, zipfile.ZipFile(file, "w") as archive:
        _write(archive, "about", np.array(json.dumps(_about(recording))))
        for name, kind in FRAMES.items():
            _write(archive, name, np.array(getattr(watched, ATTRIBUTES.get(name, name)), kind))
        for prefix, rows in (("pose", watched.pose_rows), ("foot", watched.foot_rows), ("patch", watched.patch_rows)):
            for field in rows.kind.names or ():
                _write(archive, f"{prefix}_{field}", rows.read(field=field))
        # Piece by piece: those of an hour would fill the memory.
        with _member(archive, "patch_image", watched.image_rows.kind.base, watched.image_rows.shape) as member:
            for images in watched.image_rows.blocks():
                member.write(images.data)


def _write(archive: zipfile.ZipFile, name: str, array: NDArray[Any]) -> None:
    with _member(archive, name, array.dtype, array.shape) as member:
        member.write(np.ascontiguousarray(array).tobytes())


@contextmanager
def _member(archive: zipfile.ZipFile, name: str, kind: np.dtype[Any], shape: tuple[int, ...]) -> Iterator[IO[bytes]]:
    """Yield where the numbers of an array go, as numpy.savez writes it."""
    with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
        np.lib.format.write_array_header_1_0(member, {"descr": np.lib.format.dtype_to_descr(kind), "fortran_order": False, "shape": shape})
        yield member


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
    watched = Watched((0, 0))
    watched.pose_rows, watched.foot_rows, watched.patch_rows = (_rows(members, *which) for which in (("pose", POSE), ("foot", FOOT), ("patch", PATCH)))
    poses, feet, patches = len(watched.pose_rows), len(watched.foot_rows), len(watched.patch_rows)
    watched.image_rows = Rows.of(members("patch_image", (patches, *IMAGE.shape), IMAGE.base))
    pose, counts, foot = members("pose", (len(t),), np.int32), members("feet", (len(t),), np.int32), members("foot", (None,), np.int32)
    if pose.min() < -1 or pose.max() >= poses or counts.min() < 0 or counts.sum() != len(foot) or (len(foot) and (foot.min() < 0 or foot.max() >= feet)):
        raise ValueError("numbers out of range")
    source = SourceInfo(**about["source"])
    if not (0 < source.width <= LARGEST and 0 < source.height <= LARGEST and source.frames == len(t) and min(source.duration_s, source.fps) >= 0):
        raise ValueError("a source that cannot be")
    watched.size_px = source.width, source.height
    watched.times, watched.pose, watched.counts, watched.foot = array("d", t.tobytes()), *(array("i", part.tobytes()) for part in (pose, counts, foot))
    told = [rows.read(field="t") for rows in (watched.pose_rows, watched.foot_rows, watched.patch_rows)]
    if any(len(times) and (times.min() < 0 or times.max() > t[-1]) for times in told):
        raise ValueError("seen at another time")
    if watched.foot_rows.read(field="side").max(initial=0) >= len(SIDES) or watched.patch_rows.read(field="side").max(initial=0) >= len(SIDES):
        raise ValueError("sides that are none")
    if watched.foot_rows.read(field="found_by").max(initial=0) >= len(FOUND_BY):
        raise ValueError("found by what is unknown")
    if (np.diff(told[2]) < 0).any() or (watched.patch_rows.read(field="place")[:, 2] <= 0).any():
        raise ValueError("pictures that cannot be")
    return Recording(
        source,
        watched,
        str(about["model"]),
        tuple(FootBox(**box) for box in about["feet"]),
        tuple(map(str, about["warnings"])),
        datetime.fromisoformat(about["recorded_at"]) if about["recorded_at"] is not None else None,
        about["content"],
    )


def _rows(members: Members, prefix: str, kind: np.dtype[Any]) -> Rows:
    """The rows whose fields the members named after `prefix` hold."""
    rows = np.empty(len(members(f"{prefix}_t", (None,), np.float64)), kind)
    for name in kind.names or ():
        rows[name] = members(f"{prefix}_{name}", (len(rows), *kind[name].shape), kind[name].base)
    return Rows.of(rows)
