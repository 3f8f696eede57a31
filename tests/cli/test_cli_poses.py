"""`footcv poses`, and `footcv analyze` of what it wrote."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bodies import HEIGHT, SEATED_LEG_OUT, WIDTH, person
from conftest import SAMPLE, MakeVideo

from footcv import analyze, cli, watching
from footcv.analysis import SourceInfo
from footcv.exercises import EXERCISES
from footcv.pose.landmarks import Pose
from footcv.signals.filters import RATE_HZ
from footcv.watched import Watched

Watching = tuple[SourceInfo, Watched, tuple[str, ...]]


class NoNetwork:
    def __init__(self, model: str) -> None: ...

    def __enter__(self) -> "NoNetwork":
        return self

    def __exit__(self, *_: object) -> None: ...


@pytest.fixture
def watchings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put somebody who sits in place of whatever a source shows, and return the sources that were watched."""
    watched = []

    def watch(source: str, poses: Any, follower: Any, progress: Any) -> Watching:
        watched.append(source)
        seen = Watched((WIDTH, HEIGHT))
        for i, points in enumerate(person(3.0, SEATED_LEG_OUT) if source != "empty-room.mp4" else ()):
            visible = np.isfinite(points[:, 0]).astype(np.float32)
            seen.add(i / RATE_HZ, Pose(i / RATE_HZ, np.nan_to_num(points).astype(np.float32), np.zeros((33, 3), np.float32), visible), (), ())
        return SourceInfo(source, WIDTH, HEIGHT, 30.0, 3.0, len(seen.times)), seen, ("dark",)

    monkeypatch.setattr(watching, "watch", watch)
    monkeypatch.setattr(watching, "PoseEstimator", NoNetwork)
    return watched


def result(*arguments: str) -> dict[str, Any]:
    assert cli.run(["analyze", "--exercise", "dorsiflexion", "--json", "result.json", *arguments]) == 0
    found: dict[str, Any] = json.loads(Path("result.json").read_text())
    return found


def test_the_analysis_is_that_of_the_video_and_nothing_is_watched_again(make_video: MakeVideo, watchings: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    video = str(make_video())
    assert cli.run(["poses", video, "-o", "poses.npz", "--model", "lite"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("poses.npz: 91 frames of 3.0 s") and err == "footcv: warning: dark\n"
    from_video = result(video, "--model", "lite")
    watchings.clear()
    from_poses = result("poses.npz")
    assert watchings == []
    assert from_poses.pop("source") == {**from_video.pop("source"), "path": "poses.npz"}
    assert from_poses == from_video and from_poses["model"] == "lite"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["poses", "clip.mp4", "-o", "poses.zip"], "is no .npz file"),
        (["poses", "clip.npz", "-o", "./clip.npz"], "would overwrite what VIDEO names"),
        (["poses", "clip.mp4", "-o", "poses.npz", "--feet", "left"], "is no box"),
        (["analyze", "poses.npz", "--exercise", "dorsiflexion", "--annotate", "out.mp4"], "--annotate draws on the video"),
    ],
)
def test_wrong_usage_is_exit_2(arguments: list[str], says: str, watchings: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(arguments) == 2
    assert says in capfd.readouterr().err and watchings == [] and os.listdir() == []


def test_other_boxes_need_the_video(make_video: MakeVideo, watchings: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    cli.run(["poses", str(make_video()), "-o", "poses.npz"])
    assert cli.run(["analyze", "poses.npz", "--exercise", "dorsiflexion", "--feet", "left:1,2,30,40"]) == 2
    assert "in other boxes" in capfd.readouterr().err


def test_nobody_is_not_kept(watchings: list[str]) -> None:
    assert cli.run(["poses", "empty-room.mp4", "-o", "poses.npz"]) == 4
    assert os.listdir() == []


def test_an_output_that_cannot_be_written_is_told_before_the_watching(watchings: list[str]) -> None:
    assert cli.run(["poses", "clip.mp4", "-o", "none/poses.npz"]) == 6
    assert watchings == []


def test_a_damaged_file_is_one_line_and_exit_3(capfd: pytest.CaptureFixture[str]) -> None:
    Path("poses.npz").write_bytes(b"PK")
    assert cli.run(["analyze", "poses.npz", "--exercise", "dorsiflexion"]) == 3
    err = capfd.readouterr().err
    assert err.startswith("footcv: error: poses.npz is damaged") and err.count("\n") == 1


@pytest.mark.slow
def test_a_real_video_gives_the_same_repetitions_and_the_same_session() -> None:
    assert cli.run(["poses", str(SAMPLE), "-o", "poses.npz"]) == 0
    exercise = EXERCISES["plantar-flexion"]
    from_poses, from_video = analyze.analyze("poses.npz", exercise), analyze.analyze(str(SAMPLE), exercise)
    # The file serves any exercise, so the body is looked at more often than this one needs.
    times = [[(rep.start_s, rep.hold_start_s, rep.hold_end_s, rep.end_s) for rep in found.reps] for found in (from_poses, from_video)]
    assert np.abs(np.subtract(*times)).max() < 0.1 and len(from_poses.reps) == 4
    assert [(rep.side, rep.counted) for rep in from_poses.reps] == [(rep.side, rep.counted) for rep in from_video.reps]
    assert from_poses.warnings == from_video.warnings
    assert cli.run(["analyze", str(SAMPLE), "--exercise", "plantar-flexion", "--save", "--quiet"]) == 0
    assert cli.run(["analyze", "poses.npz", "--exercise", "plantar-flexion", "--save"]) == 0
    history = Path("history.json")
    assert cli.run(["export", "--json", str(history)]) == 0
    assert len(json.loads(history.read_text())["sessions"]) == 1
