"""Every exit status of the contract, from the real command line and a real bad input: one line on stderr, and no traceback."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

import footcv
from footcv.video.frame import Frame
from footcv.video.source import open_source
from footcv.video.writer import open_writer

ROOT = Path(footcv.__file__).parents[1]
SAMPLES = Path(__file__).parents[1] / "sample_videos"
MODELS = Path(__file__).parents[1] / "models"
ANALYZE = ("analyze", "--exercise", "plantar-flexion")

MAIN = "from footcv.cli import main; main()"
# The first argument is where the models lie.
OTHER_MODELS = "import sys; from pathlib import Path; from footcv import model_files; model_files.FOLDERS = (Path(sys.argv.pop(1)),); " + MAIN
# Says when the first frame is about to be measured. Whoever started the tests in the background had them ignore Ctrl-C, and children inherit that.
TELLING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from footcv.pose.estimator import PoseEstimator
detect = PoseEstimator.detect
def tell(self, frame):
    if frame.t == 0:
        print("measuring", flush=True)
    return detect(self, frame)
PoseEstimator.detect = tell
"""


def command(script: str, *arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", script, *map(str, arguments)]


def footcv_run(folder: Path, *arguments: str | Path, script: str = MAIN) -> tuple[int, str]:
    """Status and stderr of one command, run in `folder`."""
    done = subprocess.run(command(script, *arguments), cwd=folder, env=environment(), capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stderr


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def assert_one_line(err: str, *words: str) -> None:
    """MediaPipe's own log is not ours; all else is one line that names what is wrong."""
    [line] = [line for line in err.splitlines() if line.startswith("footcv: error: ")]
    assert all(word in line for word in words), line
    assert "Traceback" not in err


def beginning(clip: str, seconds: float, path: Path) -> Path:
    """The first `seconds` of a sample, copied without coding it anew."""
    with av.open(str(SAMPLES / f"{clip}.mp4")) as source, av.open(str(path), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None and packet.dts * packet.time_base < seconds:
                packet.stream = stream
                target.mux(packet)
    return path


@pytest.fixture(scope="session")
def short_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of somebody who sits still."""
    return beginning("plantar-flexion", 2.0, tmp_path_factory.mktemp("clips") / "short.mp4")


def test_0_also_where_no_repetition_was_seen(short_clip: Path, tmp_path: Path) -> None:
    status, err = footcv_run(tmp_path, *ANALYZE, short_clip, "--json", "out.json")
    assert status == 0
    assert "footcv: error" not in err
    assert (tmp_path / "out.json").stat().st_size > 0


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("", ["mine.toml"]),
        ("name = ", ["mine.toml"]),
        ('name = "Mine"\n[[exercise]]\nid = "squat"\nreps = 4\n', ["mine.toml", "squat"]),
        ('name = "Mine"\n[[exercise]]\nid = "plantar-flexion"\nreps = "many"\n', ["mine.toml", "reps"]),
    ],
    ids=["empty", "no TOML", "unknown exercise", "no number"],
)
def test_2_invalid_program_file(program: str, words: list[str], tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(program)
    status, err = footcv_run(tmp_path, *ANALYZE, SAMPLES / "plantar-flexion.mp4", "--program", "mine.toml")
    assert status == 2
    assert_one_line(err, *words)


def test_2_unknown_exercise(tmp_path: Path) -> None:
    status, err = footcv_run(tmp_path, "analyze", SAMPLES / "plantar-flexion.mp4", "--exercise", "squat")
    assert status == 2
    assert_one_line(err, "squat", "plantar-flexion")


@pytest.mark.parametrize("name", ["missing.mp4", "folder.mp4", "text.mp4", "empty.mp4", "without-index.mp4", "picture.mp4"])
def test_3_what_cannot_be_read(name: str, tmp_path: Path) -> None:
    whole = (SAMPLES / "plantar-flexion.mp4").read_bytes()
    (tmp_path / "folder.mp4").mkdir()
    (tmp_path / "text.mp4").write_text("Not a video.\n" * 1000)
    (tmp_path / "empty.mp4").touch()
    # The index stands before the pictures, and the file breaks off within it.
    (tmp_path / "without-index.mp4").write_bytes(whole[: whole.index(b"moov") + 1000])
    shutil.copy(Path(__file__).parents[1] / "docs" / "annotated.png", tmp_path / "picture.mp4")
    status, err = footcv_run(tmp_path, *ANALYZE, name, "--csv", "out.csv")
    assert status == 3
    assert_one_line(err, name)
    assert not (tmp_path / "out.csv").exists()


def test_4_nobody_in_the_picture(tmp_path: Path) -> None:
    with open_source(str(SAMPLES / "plantar-flexion.mp4")) as source, open_writer(tmp_path / "room.mp4") as writer:
        for frame in source.frames():
            if frame.t < 2.0:
                writer.write(Frame(frame.t, np.ascontiguousarray(frame.image[:240, :320])))
    status, err = footcv_run(tmp_path, *ANALYZE, tmp_path / "room.mp4", "--json", "out.json")
    assert status == 4
    assert_one_line(err, "room.mp4")
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize("harm", ["damaged", "missing", "no folder"])
def test_5_models(harm: str, short_clip: Path, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    if harm != "no folder":
        folder.mkdir()
        shutil.copy(MODELS / "SHA256SUMS", folder)
    if harm == "damaged":
        (folder / "pose_landmarker_full.task").write_bytes((MODELS / "pose_landmarker_full.task").read_bytes()[:-1])
    status, err = footcv_run(tmp_path, folder, *ANALYZE, short_clip, script=OTHER_MODELS)
    assert status == 5
    assert_one_line(err, str(folder), "reinstall footcv")


@pytest.mark.parametrize(("option", "suffix"), [("--json", ""), ("--csv", ""), ("--annotate", ".mp4"), ("--report", ".html")])
@pytest.mark.parametrize("name", ["no-folder/out", "folder"])
def test_6_an_output_that_cannot_be_written(option: str, suffix: str, name: str, short_clip: Path, tmp_path: Path) -> None:
    target = f"{name}{suffix}"
    (tmp_path / f"folder{suffix}").mkdir()
    status, err = footcv_run(tmp_path, *ANALYZE, short_clip, option, target)
    assert status == 6
    assert_one_line(err, target)
    assert os.listdir(tmp_path) == [f"folder{suffix}"] and os.listdir(tmp_path / f"folder{suffix}") == []


def test_130_an_interrupt_while_measuring(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old")
    arguments = command(TELLING + MAIN, *ANALYZE, SAMPLES / "plantar-flexion.mp4", "--csv", "out.csv", "--annotate", "out.mp4")
    with subprocess.Popen(arguments, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "measuring\n"
        process.send_signal(signal.SIGINT)
        try:
            _, err = process.communicate(timeout=120)
        finally:
            process.kill()
    assert process.returncode == 130
    assert_one_line(err, "interrupted")
    assert os.listdir(tmp_path) == ["out.csv"] and (tmp_path / "out.csv").read_text() == "old"
