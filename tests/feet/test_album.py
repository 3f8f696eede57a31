import gc
import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from footcv.errors import OutputError
from footcv.feet import album as module
from footcv.feet.album import Album

KIND = np.dtype([("t", "f8"), ("points", "f4", (3, 2))])
BYTES = 5 * KIND.itemsize


def block(number: int) -> NDArray[np.void]:
    rows = np.zeros(5, KIND)
    rows["t"], rows["points"] = number, np.arange(6).reshape(3, 2) + number
    return rows


def open_files() -> int:
    return len(os.listdir("/dev/fd"))


def test_what_is_kept_is_what_was_given_wherever_it_lies() -> None:
    album = Album(in_memory=2 * BYTES)
    kept = [album.keep(block(number)) for number in range(6)]
    for number, one in enumerate(kept):
        assert one.shape == (5,)
        assert np.array_equal(np.asarray(one), block(number))
    picture = np.arange(112 * 112, dtype=np.uint8).reshape(1, 112, 112)
    assert np.array_equal(np.asarray(album.keep(picture)), picture)


def test_only_what_is_more_than_memory_shall_hold_comes_to_a_file() -> None:
    album, before = Album(in_memory=2 * BYTES), open_files()
    first = [album.keep(block(number)) for number in range(2)]
    assert isinstance(first[0], np.ndarray) and open_files() == before
    third = album.keep(block(2))
    assert not isinstance(third, np.ndarray) and open_files() == before + 1
    del album
    gc.collect()
    # The file stays as long as something in it is of use.
    assert np.asarray(third)["t"].max() == 2
    del third
    gc.collect()
    assert open_files() == before


def test_the_file_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FOLDER", str(tmp_path))
    monkeypatch.delenv("TMPDIR", raising=False)
    kept = Album(in_memory=0).keep(block(1))
    assert np.asarray(kept).nbytes == BYTES and list(tmp_path.iterdir()) == []


def test_a_full_disk_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(OutputError, match="No space left on device; TMPDIR names another folder"):
        Album(in_memory=0).keep(block(1))
