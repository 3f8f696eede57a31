"""What was watched of a recording is read back as it was written, or refused in one line."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from people import foot_at, pose_of

from footcv.analysis import SourceInfo
from footcv.errors import SourceError
from footcv.feet.box import FootBox
from footcv.feet.cutter import Patch
from footcv.recording import Recording
from footcv.records.poses_file import is_poses_file, read_poses, write_poses
from footcv.watched import Watched

RECORDED_AT = datetime(2026, 3, 29, 8, 30, tzinfo=UTC)


def recording(frames: int = 12) -> Recording:
    """Every other frame is looked at; nobody is seen in the first two, and two feet in some."""
    draw = np.random.default_rng(0)
    watched = Watched((640, 480))
    pose, feet = None, []
    for i in range(frames):
        t = i / 30
        patches = []
        if i % 2 == 0:
            pose = pose_of("seated", t) if i > 1 else None
            feet = [foot_at(100.0 + i, 200.5, t=t, side=side, track=k) for k, side in enumerate(("left", "right")[: i % 3])]
            image = draw.integers(0, 256, (112, 112)).astype(np.uint8)
            patches = [Patch(t, foot.side, image, 1.5, 2.25, 99.0 + i, 10_000 * foot.track + 1, foot.track) for foot in feet]
        watched.add(t, pose, feet, patches)
    info = SourceInfo("clip.mp4", 640, 480, 30.0, frames / 30, frames)
    return Recording(info, watched, "lite", (FootBox("left", 1, 2, 30, 40),), ("dark",), RECORDED_AT, "abc")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_poses(tmp_path / "poses.npz", recording())
    return tmp_path / "poses.npz"


def same(a: Any, b: Any) -> bool:
    """Whether two things are equal, arrays and all, to the last bit."""
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.dtype == b.dtype and np.array_equal(a, b)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if hasattr(a, "__dataclass_fields__"):
        return type(a) is type(b) and all(same(getattr(a, name), getattr(b, name)) for name in a.__dataclass_fields__)
    return bool(a == b)


def shown(watched: Watched) -> tuple[Any, ...]:
    """All that was watched."""
    return watched.size_px, list(watched.times), list(watched.poses), list(watched.feet), list(watched.patches)


def test_all_of_it_is_read_back_to_the_last_bit(file: Path) -> None:
    written, read = recording(), read_poses(str(file))
    assert read.source == replace(written.source, path=str(file))
    assert same(shown(read.watched), shown(written.watched))
    assert same(replace(read, source=written.source, watched=written.watched), written)


def test_what_is_told_again_is_one_thing_as_it_was(file: Path) -> None:
    read = read_poses(str(file)).watched
    poses, feet = read.poses, read.feet
    assert poses[4] is poses[5] is not None
    assert feet[4][0] is feet[5][0]
    assert (len(read.times), len(read.pose_rows), len(read.foot_rows)) == (12, 5, 6)


@pytest.mark.parametrize("frames", [1, 2])
def test_little_may_be_seen(frames: int, tmp_path: Path) -> None:
    write_poses(tmp_path / "poses.npz", recording(frames))
    assert same(shown(read_poses(str(tmp_path / "poses.npz")).watched), shown(recording(frames).watched))


def test_numpy_reads_it_without_pickled_objects(file: Path) -> None:
    with np.load(file, allow_pickle=False) as arrays:
        assert {len(arrays[name]) for name in ("t", "pose", "feet")} == {12}
        assert json.loads(str(arrays["about"]))["format"] == "footcv.poses/1"
        assert arrays["patch_image"].shape[1:] == (112, 112)


def test_its_name_says_what_it_is() -> None:
    assert is_poses_file("a/b.npz") and is_poses_file("B.NPZ")
    assert not is_poses_file("npz") and not is_poses_file("a.npz.mp4")


# What is damaged, or something else


def changed(file: Path, **arrays: Any) -> Path:
    """The file with other members; None leaves one out."""
    with np.load(file) as found:
        members = {**dict(found), **arrays}
    np.savez(file, **{name: array for name, array in members.items() if array is not None})
    return file


def assert_refused(file: Path, says: str = "is damaged, or no file of poses") -> None:
    with pytest.raises(SourceError, match=says) as failure:
        read_poses(str(file))
    assert "\n" not in str(failure.value) and str(file) in str(failure.value)


@pytest.mark.parametrize("tenth", range(10))
def test_a_file_that_breaks_off(file: Path, tenth: int) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size * tenth // 10])
    assert_refused(file)


@pytest.mark.parametrize("seed", range(40))
def test_bytes_that_are_others_are_found_out(file: Path, seed: int) -> None:
    draw, data = np.random.default_rng(seed), bytearray(file.read_bytes())
    for at in draw.integers(0, len(data), 1 + seed % 5):
        data[at] ^= int(draw.integers(1, 256))
    file.write_bytes(data)
    try:
        # A date or a number of the archive's own is of no matter.
        assert same(shown(read_poses(str(file)).watched), shown(recording().watched))
    except SourceError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    "arrays",
    [
        {"t": None},
        {"about": None},
        {"about": np.array("[]")},
        {"about": np.array("{")},
        {"about": np.array(json.dumps({"format": "footcv.poses/1"}))},
        {"about": np.zeros(3)},
        {"t": np.arange(12)},
        {"t": np.arange(11) / 30},
        {"t": np.arange(12)[::-1] / 30},
        {"t": np.arange(12) * 86400.0},
        {"t": np.full(12, np.nan)},
        {"t": np.zeros(0)},
        {"pose": np.full(12, 99, np.int32)},
        {"pose": np.full(12, -2, np.int32)},
        {"feet": np.full(12, 1000, np.int32)},
        {"pose_t": np.full(5, 1e5)},
        {"pose_image": np.full((5, 33, 2), np.inf, np.float32)},
        {"foot_side": np.full(8, 7, np.uint8)},
        {"patch_image": np.zeros((4, 112, 111), np.uint8)},
        {"patch_place": np.zeros((4, 3))},
        {"patch_image": np.array([{}, 1], object)},
    ],
    ids=str,
)
def test_members_that_cannot_be(file: Path, arrays: dict[str, Any]) -> None:
    assert_refused(changed(file, **arrays))


def archive(path: Path, write: Callable[[zipfile.ZipFile], None]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        write(opened)


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("no poses\n" * 1000),
        lambda path: np.savez(path, a=np.zeros(3)),
        lambda path: np.savez_compressed(path, about=np.array("{}"), t=np.zeros(3)),
        lambda path: np.savez(path, about=np.array({"format": "footcv.poses/1"}, dtype=object)),
        lambda path: archive(path, lambda opened: None),
        lambda path: archive(path, lambda opened: opened.writestr("about.npy", bytes(50_000_000))),
    ],
    ids=["empty", "text", "other arrays", "compressed", "pickled", "empty archive", "bomb"],
)
def test_what_is_something_else(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "poses.npz")
    assert_refused(tmp_path / "poses.npz")


def test_a_length_that_is_a_lie_takes_no_memory(file: Path) -> None:
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": (10**12,)})
    with np.load(file) as found:
        members = dict(found)
    with zipfile.ZipFile(file, "w") as opened:
        for name, array in members.items():
            with opened.open(f"{name}.npy", "w") as member:
                if name == "t":
                    member.write(header.getvalue() + bytes(96))
                else:
                    np.lib.format.write_array(member, array)
    assert_refused(file)


def test_another_version_is_told_as_one(file: Path) -> None:
    assert_refused(changed(file, about=np.array(json.dumps({"format": "footcv.poses/2"}))), "another version of footcv")


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    assert_refused(tmp_path / "missing.npz", "does not exist")
    (tmp_path / "folder.npz").mkdir()
    assert_refused(tmp_path / "folder.npz", "is a folder")
