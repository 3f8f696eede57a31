import gc
import os
from pathlib import Path

import numpy as np
import pytest

from footcv.errors import OutputError
from footcv.feet import album as module
from footcv.feet.album import BYTES, Album
from footcv.feet.cutter import PATCH_PX, Patch
from footcv.signals.appearance import Images


def patch(number: int) -> Patch:
    return Patch(number / 16, "left", np.full((PATCH_PX, PATCH_PX), number, np.uint8), 300.0, 200.0, 99.0, 1)


def open_files() -> int:
    return len(os.listdir("/dev/fd"))


def test_what_is_kept_is_what_was_given_wherever_it_lies() -> None:
    album = Album(in_memory=2)
    kept = [album.keep(patch(number)) for number in range(6)]
    images = Images([one.image for one in kept])
    assert images.shape == (6, PATCH_PX, PATCH_PX)
    assert images[:][:, 0, 0].tolist() == [0, 1, 2, 3, 4, 5]
    assert images[::2][:, 5, 7].tolist() == [0, 2, 4]
    assert images.where(np.array([False, True, False, True, True, False]))[1:][:, 0, 0].tolist() == [3, 4]
    assert np.array([one.image for one in kept], np.uint8)[:, 3, 3].tolist() == [0, 1, 2, 3, 4, 5]
    assert [(one.t, one.side, one.spell) for one in kept] == [(number / 16, "left", 1) for number in range(6)]


def test_only_what_is_more_than_memory_shall_hold_comes_to_a_file() -> None:
    album, before = Album(in_memory=2), open_files()
    first = [album.keep(patch(number)) for number in range(2)]
    assert isinstance(first[0].image, np.ndarray) and open_files() == before
    third = album.keep(patch(2))
    assert not isinstance(third.image, np.ndarray) and open_files() == before + 1
    del album
    gc.collect()
    # The file stays as long as a picture of it is of use.
    assert np.asarray(third.image).max() == 2
    del third
    gc.collect()
    assert open_files() == before


def test_the_file_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FOLDER", str(tmp_path))
    monkeypatch.delenv("TMPDIR", raising=False)
    kept = Album(in_memory=0).keep(patch(1))
    assert np.asarray(kept.image).size == BYTES and list(tmp_path.iterdir()) == []


def test_a_full_disk_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(OutputError, match="No space left on device; TMPDIR names another folder"):
        Album(in_memory=0).keep(patch(1))
