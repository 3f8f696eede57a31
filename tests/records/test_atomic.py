"""An output file is complete or untouched."""

import errno
import os
from pathlib import Path

import pytest

from footcv.errors import OutputError
from footcv.records.atomic import replacing


def test_the_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "reps.csv"
    with replacing(path) as temporary:
        temporary.write_text("new")
        assert (temporary.parent, temporary.suffix) == (tmp_path, ".csv")
        assert not path.exists()
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_it_has_the_usual_rights(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    with replacing(tmp_path / "reps.csv"):
        pass
    assert (tmp_path / "reps.csv").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "reps.csv"
    path.write_text("old")
    with pytest.raises(error), replacing(path) as temporary:
        temporary.write_text("new")
        raise error
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No space left on device"), replacing(tmp_path / "reps.csv"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "real" / "reps.csv")
    with replacing(link) as temporary:
        temporary.write_text("new")
    assert link.is_symlink()
    assert (tmp_path / "real" / "reps.csv").read_text() == "new"


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)  # root may write everywhere, so that modes would prove nothing
    with pytest.raises(OutputError, match="no permission"), replacing(tmp_path / "reps.csv"):
        pass


@pytest.mark.parametrize(
    ("name", "says"),
    [(".", "is a folder"), ("missing/reps.csv", "does not exist"), ("file/reps.csv", "is not a folder"), ("/dev/null", "is a device or a pipe")],
)
def test_where_nothing_can_be_written(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=says), replacing(tmp_path / name):
        pass
