"""A model is what its checksum says, or there is one line on how to mend it."""

import hashlib
from pathlib import Path

import pytest

from footcv import model_files
from footcv.errors import ModelError
from footcv.pose import bundle


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of models with a whole lite, a damaged full and no heavy one."""
    folder = tmp_path / "models"
    folder.mkdir()
    sums = "".join(f"{hashlib.sha256(name.encode()).hexdigest()}  pose_landmarker_{name}.task\n" for name in ("lite", "full", "heavy"))
    (folder / "SHA256SUMS").write_text(sums)
    (folder / "pose_landmarker_lite.task").write_text("lite")
    (folder / "pose_landmarker_full.task").write_text("damaged")
    monkeypatch.setattr(model_files, "FOLDERS", (tmp_path / "elsewhere", folder))
    return folder


@pytest.mark.parametrize("model", ["lite", "full"])
def test_those_that_come_with_footcv_are_whole(model: str) -> None:
    assert bundle.bundle_path(model).name == f"pose_landmarker_{model}.task"


def test_a_whole_one_is_found(models: Path) -> None:
    assert bundle.bundle_path("lite") == models / "pose_landmarker_lite.task"


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("full", r"pose_landmarker_full\.task is damaged: reinstall footcv, or run `python models/build\.py`"),
        ("heavy", r"pose_landmarker_heavy\.task is missing: .* with `python models/build\.py --heavy`"),
        ("huge", "no model is called huge"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(models: Path, model: str, says: str) -> None:
    with pytest.raises(ModelError, match=says) as failure:
        bundle.bundle_path(model)
    assert failure.value.exit_code == 5
    assert "\n" not in str(failure.value)


def test_a_missing_one(models: Path) -> None:
    (models / "pose_landmarker_lite.task").unlink()
    with pytest.raises(ModelError, match=r"pose_landmarker_lite\.task is missing: reinstall"):
        bundle.bundle_path("lite")


def test_no_models_at_all(models: Path) -> None:
    (models / "SHA256SUMS").unlink()
    with pytest.raises(ModelError, match="the models are missing"):
        bundle.bundle_path("lite")
