"""The videos in a folder are those that are called so."""

import os
from pathlib import Path

import pytest

from footcv.errors import SourceError
from footcv.video.folder import videos_in


def test_videos_come_in_order_folder_by_folder(tmp_path: Path) -> None:
    for name in ("b.mp4", "A.MOV", "z/a.mkv", "c/d/e.3gp", "c/f.MPEG", "notes.txt", "mp4", "poses.npz", ".hidden.mp4", ".trash/g.mp4"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [os.path.relpath(video, tmp_path) for video in videos_in(str(tmp_path))]
    assert found == ["A.MOV", "b.mp4", "c/f.MPEG", "c/d/e.3gp", "z/a.mkv"]


def test_a_name_that_is_no_utf8_is_kept(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff.mp4")
    (tmp_path / name).touch()
    assert videos_in(str(tmp_path)) == [str(tmp_path / name)]


def test_a_folder_without_videos_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(SourceError, match="holds no video"):
        videos_in(str(tmp_path))


def test_a_folder_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot read the folder"):
        videos_in(str(tmp_path / "gone"))
