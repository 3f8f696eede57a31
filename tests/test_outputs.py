"""Wherever an output cannot be written, it is one line and exit 6; what stood there before stays as it was, or the new one is whole."""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import cv2
import pytest
from conftest import write_video
from faults import NOBODY_ID, stand_ins

import footcv
from footcv import cli, watching
from footcv.records.poses_file import read_poses
from footcv.video.source import open_source

OLD = b"what stood there before"
ANALYZE = ("analyze", "--exercise", "plantar-flexion", "--quiet")


def is_video(path: Path) -> bool:
    with open_source(path) as source:
        return len(list(source.frames())) == 40 and source.warnings == []


def is_csv(path: Path) -> bool:
    return path.read_bytes().endswith(b"\r\n") and bool(next(csv.reader([path.read_text()])))


def lines(path: Path) -> int:
    return len([json.loads(line) for line in path.read_text().splitlines()])


# By the output: its name, the command that makes it of two videos, and whether a file is whole.
Output = tuple[str, Callable[[str, str, str], tuple[str, ...]], Callable[[Path], bool]]
OUTPUTS: dict[str, Output] = {
    "json": ("out.json", lambda a, b, out: (*ANALYZE, a, "--json", out), lambda path: "schema" in json.loads(path.read_text())),
    "csv": ("out.csv", lambda a, b, out: (*ANALYZE, a, "--csv", out), is_csv),
    "results": ("out.jsonl", lambda a, b, out: (*ANALYZE, a, b, "--json", out), lambda path: lines(path) == 2),
    "annotated": ("out.mp4", lambda a, b, out: (*ANALYZE, a, "--annotate", out), is_video),
    "debug": ("a.debug.json", lambda a, b, out: (*ANALYZE, a, "--debug"), lambda path: "signals" in json.loads(path.read_text())),
    "poses": ("out.npz", lambda a, b, out: ("poses", a, "-o", out, "--quiet"), lambda path: len(read_poses(str(path)).watched.times) == 40),
    "frame": ("out.png", lambda a, b, out: ("frame", a, "-o", out), lambda path: cv2.imread(str(path)) is not None),
    "log as csv": ("log.csv", lambda a, b, out: ("export", "--csv", out), is_csv),
    "log as json": ("log.json", lambda a, b, out: ("export", "--json", out), lambda path: "sessions" in json.loads(path.read_text())),
}


@pytest.fixture(scope="module")
def world() -> Iterator[Path]:
    """A folder that everybody may enter, with two videos."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for video, size in (("a.mp4", (320, 240)), ("b.mp4", (322, 240))):
            write_video(folder / video, count=40, size=size)
        yield folder


@pytest.fixture(autouse=True)
def no_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, stand_in in stand_ins([]).items():
        monkeypatch.setattr(watching, name, stand_in)


def run(world: Path, kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    name, command, _ = OUTPUTS[kind]
    monkeypatch.chdir(folder)
    return cli.run(command(str(world / "a.mp4"), str(world / "b.mp4"), str(folder / name)))


def assert_untouched(kind: str, folder: Path, status: int, err: str, beside: set[str]) -> None:
    name = OUTPUTS[kind][0]
    assert status == 6, err
    [line] = [line for line in err.splitlines() if line.startswith("footcv: error: ")]
    assert name in line and "Traceback" not in err
    assert (folder / name).read_bytes() == OLD
    assert set(os.listdir(folder)) == {name, *beside}


@pytest.fixture
def disk(world: Path) -> Iterator[Path]:
    """A disk of 2 MB; skips where this machine, or this user, cannot have one."""
    folder = world / "disk"
    folder.mkdir()
    try:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        if not mounted:
            pytest.skip("no small disk can be mounted here")
        yield folder
    finally:
        os.chdir("/")
        if mounted:
            # FFmpeg may hold on to a file that it could not write to its end, until it is collected.
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


def fill(folder: Path, room: int) -> None:
    """Leave so many bytes free, in whole pages."""
    with suppress(OSError), (folder / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    os.truncate(folder / "filler", (folder / "filler").stat().st_size - room)


@pytest.mark.parametrize("room", [0, 4096, 32768, 131072, 524288])
@pytest.mark.parametrize("kind", OUTPUTS)
def test_a_full_disk(kind: str, room: int, world: Path, disk: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    target = disk / OUTPUTS[kind][0]
    target.write_bytes(OLD)
    fill(disk, room)
    status = run(world, kind, disk, monkeypatch)
    if status == 0 and room > 0:
        assert target.read_bytes() != OLD and OUTPUTS[kind][2](target)
        assert set(os.listdir(disk)) == {target.name, "filler"}
    else:
        assert_untouched(kind, disk, status, capfd.readouterr().err, {"filler"} | ({f"{target.name}.partial"} & set(os.listdir(disk))))


@pytest.mark.parametrize("kind", OUTPUTS)
def test_room_enough(kind: str, world: Path, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(world, kind, disk, monkeypatch) == 0
    assert OUTPUTS[kind][2](disk / OUTPUTS[kind][0])


@pytest.mark.parametrize("kind", OUTPUTS)
def test_no_permission(kind: str, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    folder = world / f"locked-{kind}"
    folder.mkdir()
    (folder / OUTPUTS[kind][0]).write_bytes(OLD)
    folder.chmod(0o555)
    (world / "log").mkdir(exist_ok=True)
    (world / "log").chmod(0o777)
    monkeypatch.setenv("FOOTCV_DATA_DIR", str(world / "log"))
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY_ID)
    try:
        status = run(world, kind, folder, monkeypatch)
    finally:
        if is_root:
            os.seteuid(0)
    err = capfd.readouterr().err
    assert_untouched(kind, folder, status, err, set())
    assert "no permission" in err


@pytest.mark.parametrize("kind", OUTPUTS)
def test_a_folder_in_its_place(kind: str, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / OUTPUTS[kind][0]).mkdir()
    assert run(world, kind, tmp_path, monkeypatch) == 6
    [line] = capfd.readouterr().err.splitlines()
    assert "is a folder" in line
    assert os.listdir(tmp_path) == [OUTPUTS[kind][0]] and os.listdir(tmp_path / OUTPUTS[kind][0]) == []


WRITING = """
import sys
import numpy as np
from footcv.records.output import output
from footcv.video.frame import Frame
from footcv.video.writer import open_writer
kind, target = sys.argv[1:]
for number in range(1_000_000):
    if kind == "text":
        with output(target) as write:
            for line in range(20_000):
                write(f"{number} {line}\\n")
            write("end\\n")
    else:
        with open_writer(target) as writer:
            for i in range(40):
                writer.write(Frame(i / 10, np.full((240, 320, 3), (number + i) % 256, np.uint8)))
    print("written", flush=True)
"""


@pytest.mark.parametrize("kind", ["text", "video"])
def test_killed_while_writing(kind: str, tmp_path: Path) -> None:
    target = tmp_path / ("out.txt" if kind == "text" else "out.mp4")
    environment = {**os.environ, "PYTHONPATH": str(Path(footcv.__file__).parents[1])}
    draw = random.Random(0)
    for _ in range(4):
        with subprocess.Popen([sys.executable, "-c", WRITING, kind, str(target)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None and process.stdout.readline() == b"written\n"
            time.sleep(draw.uniform(0.05, 0.5))
            process.kill()
        if kind == "text":
            *numbered, end = target.read_text().splitlines()
            assert (len(numbered), end, len({line.split()[0] for line in numbered})) == (20_000, "end", 1)
        else:
            assert is_video(target)


def test_killed_while_many_are_analysed_nothing_that_was_done_is_lost(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import os, signal, sys\nfrom faults import stand_ins\nfrom footcv import cli, watching\n"
    script += "ends = stand_ins([])['PoseEstimator']\nvars(watching).update(stand_ins([]))\nleave, number = ends.__exit__, [0]\n"
    # The second video is never done.
    script += "def enter(self):\n    number[0] += 1\n    number[0] < 2 or os.kill(os.getpid(), signal.SIGKILL)\n    return self\n"
    script += "watching.PoseEstimator.__enter__ = enter\nsys.exit(cli.run(sys.argv[1:]))\n"
    root = Path(footcv.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": f"{root}:{root / 'tests'}"}
    (tmp_path / "out.jsonl").write_bytes(OLD)
    arguments = [*ANALYZE, str(world / "a.mp4"), str(world / "b.mp4"), "--json", "out.jsonl"]
    killed = subprocess.run([sys.executable, "-c", script, *arguments], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert killed.returncode == -9, killed.stderr
    assert (tmp_path / "out.jsonl").read_bytes() == OLD
    assert lines(tmp_path / "out.jsonl.partial") == 1
    monkeypatch.chdir(tmp_path)
    watched: list[str] = []
    watch = watching.watch
    monkeypatch.setattr(watching, "watch", lambda source, *rest: watched.append(Path(source).name) or watch(source, *rest))
    assert cli.run([*arguments, "--resume"]) == 0
    assert watched == ["b.mp4"] and lines(tmp_path / "out.jsonl") == 2
