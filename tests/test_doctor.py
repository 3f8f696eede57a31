"""What is found of a machine, with parts of it played by stand-ins."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from footcv import cli, doctor, model_files
from footcv.doctor import PICTURE, Finding, advice
from footcv.errors import ModelError, SourceError
from footcv.video.frame import Frame


def camera(monkeypatch: pytest.MonkeyPatch, fps: float, width: int = 1280, height: int = 720) -> Finding:
    """What is found of a camera that gives so many pictures a second of that size, in simulated time."""
    clock = SimpleNamespace(s=0.0)

    def frames() -> Iterator[Frame]:
        while True:
            clock.s += 1 / fps
            yield Frame(clock.s, np.zeros((2, 2, 3), np.uint8))

    @contextmanager
    def opened(spec: str) -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(path=f"camera {spec}", width=width, height=height, duration_s=None, frames=frames)

    monkeypatch.setattr(doctor, "open_source", opened)
    monkeypatch.setattr(doctor.time, "monotonic", lambda: clock.s)
    return doctor._camera("0")


def test_a_camera_is_told_with_its_real_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    assert camera(monkeypatch, 29.97) == Finding("camera", True, "camera 0, 1280 x 720 px, 30.0 pictures a second (30 were asked for)")


def test_a_camera_that_gives_another_size_than_asked_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "640 x 480 px (1280 x 720 were asked for)" in camera(monkeypatch, 30, 640, 480).text


def test_a_camera_in_the_dark_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    found = camera(monkeypatch, 5)
    assert (found.well, found.exit_code) == (False, 3)
    assert "5.0 pictures a second, which is too few: turn on more light" in found.text


def test_no_camera_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def none(spec: str) -> Iterator[None]:
        raise SourceError("there is no camera 0: plug it in")
        yield

    monkeypatch.setattr(doctor, "open_source", none)
    assert doctor._camera("0") == Finding("camera", False, "there is no camera 0: plug it in", 3)


def test_models_are_checked_and_nobody_needs_the_heavy_one(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {finding.name: finding for finding in doctor._models()}
    assert [found[name].well for name in ("pose model lite", "pose model full", "foot network")] == [True] * 3
    assert found["pose model heavy"].exit_code == 0


def test_a_damaged_model_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "SHA256SUMS").write_text("00  pose_landmarker_lite.task\n00  pose_landmarker_full.task\n00  foot_landmarks.onnx\n")
    (tmp_path / "pose_landmarker_full.task").write_text("not a model")
    monkeypatch.setattr(model_files, "FOLDERS", (tmp_path,))
    found = {finding.name: finding for finding in doctor._models()}
    assert "is damaged" in found["pose model full"].text
    assert "is missing" in found["pose model lite"].text
    assert {found[name].exit_code for name in ("pose model lite", "pose model full", "foot network")} == {ModelError.exit_code}
    assert doctor._speed().exit_code == ModelError.exit_code


@pytest.mark.parametrize(
    ("poses_s", "feet_s", "well", "words"),
    [
        ({"full": 0.030, "lite": 0.020}, 0.010, True, "a pose takes full 30 ms, lite 20 ms, its feet 10 ms: use --model full"),
        ({"full": 0.060, "lite": 0.040}, 0.010, True, "use --model lite"),
        ({"full": 0.090, "lite": 0.060}, 0.010, False, "use --model lite, and expect that quick movements are missed"),
        ({"full": 0.030, "lite": 0.020}, 0.090, False, "use --model lite, and expect"),
    ],
)
def test_the_model_to_take_is_the_best_that_the_machine_has_time_for(poses_s: dict[str, float], feet_s: float, well: bool, words: str) -> None:
    found = advice(poses_s, feet_s)
    assert found[0] is well
    assert words in found[1]


def test_a_data_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    assert doctor._data_folder(tmp_path / "data").well
    (tmp_path / "file").touch()
    found = doctor._data_folder(tmp_path / "file")
    assert (found.well, found.exit_code) == (False, 6)


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: SimpleNamespace(free=5 << 20))
    assert "has 5 MiB left: make room" in doctor._data_folder(tmp_path).text


def test_its_picture_shows_somebody(tmp_path: Path) -> None:
    from footcv.pose.estimator import PoseEstimator

    image = np.asarray(cv2.imread(str(PICTURE)), np.uint8)
    with PoseEstimator("lite") as estimator:
        assert any(estimator.detect(Frame(i / 30, image)) is not None for i in range(3))


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(*arguments: str) -> tuple[int, str]:
        findings = [Finding("camera", False, "there is none", 3), Finding("browser", None, "none was found"), Finding("foot network", True, "well")]
        monkeypatch.setattr(doctor, "examine", lambda camera, folder, lang: iter(findings))
        return cli.run(["doctor", *arguments]), capfd.readouterr().out

    return run


def test_the_command_tells_all_and_leaves_with_what_is_wrong(examined: Callable[..., tuple[int, str]]) -> None:
    status, out = examined()
    assert status == 3
    assert [line.split()[0] for line in out.splitlines()] == ["!!", "--", "ok"]


def test_the_command_tells_programs_too(examined: Callable[..., tuple[int, str]]) -> None:
    status, out = examined("--json")
    assert status == 3
    assert [found["well"] for found in json.loads(out)] == [False, None, True]
