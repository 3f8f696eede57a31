"""What the README shows is there, and works."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from footcv import cli, errors
from footcv.exercises import EXERCISES
from footcv.programs.loader import parse_program

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
[PROGRAM] = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
COMMANDS = [line for block in re.findall(r"```(?:sh|console)\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line]
BEFORE_A_CAMERA = [line for block in re.findall(r"```text\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line]
FOOTCV_COMMANDS = [command for command in COMMANDS if command.startswith("footcv ")]


WATCHING = re.compile(r"footcv ((analyze|poses) (sample_videos/|\S+\.npz)|live)")


@pytest.mark.parametrize("command", [pytest.param(c, marks=pytest.mark.slow) if WATCHING.match(c) else c for c in FOOTCV_COMMANDS])
def test_a_command_of_the_readme_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sample_videos").symlink_to(ROOT / "sample_videos")
    (tmp_path / "evening.toml").write_text(PROGRAM, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    # What the line before it writes.
    assert cli.run(["export", "--csv", "log.csv"]) == 0
    if ".npz --exercise" in command:
        [before] = [other for other in FOOTCV_COMMANDS if other.startswith("footcv poses")]
        assert cli.run(shlex.split(before)[1:]) == 0
    capfd.readouterr()
    arguments = shlex.split(command)[1:]

    status = cli.run(arguments)
    out, err = capfd.readouterr()

    assert status == 0, err
    assert out
    for option in ("--csv", "--json", "--annotate", "--report"):
        if option in arguments[:-1] and (target := arguments[arguments.index(option) + 1]) != "-":
            assert (tmp_path / target).stat().st_size > 0


@pytest.mark.slow
@pytest.mark.parametrize("command", BEFORE_A_CAMERA)
def test_a_command_before_a_camera_says_in_one_line_that_there_is_none(command: str, tmp_path: Path) -> None:
    """No camera is opened in a test: one with a number that no computer has stands for the one that is named, and the page opens in no browser."""
    arguments = [*re.sub(r" --camera \d+", "", command).split()[1:], "--camera", "97", "--ui", "none"]
    script = f"from footcv.cli import run; raise SystemExit(run({arguments!r}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, timeout=120)
    assert done.returncode == 3
    assert [line for line in done.stderr.splitlines() if line.startswith("footcv: error: there is no camera 97")]
    assert "Traceback" not in done.stderr


def test_every_other_command_is_a_make_target_or_installs_this_folder() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    others = [command for command in COMMANDS if command not in FOOTCV_COMMANDS]

    assert others
    for command in others:
        tool, *rest = command.split()
        assert (tool == "make" and rest[0] in targets) or (tool in ("pip", "pipx") and rest == ["install", "."]), command
    assert 'footcv = "footcv.cli:main"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_its_program_is_valid() -> None:
    program = parse_program(PROGRAM.encode(), program_id="evening", file="evening.toml")
    assert [(p.exercise, p.reps, p.hold_s, p.rest_s) for p in program.prescriptions] == [("heel-raise", 12, 2, 3), ("ankle-circles", 10, None, None)]


def test_its_files_are_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README) + [word for command in COMMANDS for word in command.split() if word.startswith("sample_videos/")]
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


def test_it_names_every_exercise() -> None:
    table = re.findall(r"^\| `([a-z-]+)` \|", README, re.MULTILINE)
    assert sorted(table) == sorted(EXERCISES)


def test_it_says_which_exercises_are_not_counted_yet() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|.*not counted yet \|$", README, re.MULTILINE)
    assert sorted(rows) == sorted(exercise.id for exercise in EXERCISES.values() if not exercise.analysable)


def test_it_names_every_exit_status() -> None:
    rows = {int(row) for row in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    failures = {failure.exit_code for failure in vars(errors).values() if isinstance(failure, type) and issubclass(failure, errors.FootcvError)}
    assert rows == {0, 130} | failures


def test_it_names_every_folder_of_the_package() -> None:
    folders = {path.name for path in (ROOT / "footcv").iterdir() if (path / "__init__.py").exists()}
    assert {folder for folder in folders if f"`footcv/{folder}/`" not in README} == set()
