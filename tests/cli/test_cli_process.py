"""The program as the shell sees it."""

import os
import signal
import subprocess
import sys

import pytest
from commandline import environment, footcv_process, modules_of
from conftest import Run

import footcv


def test_version_and_help() -> None:
    assert footcv_process("--version", capture_output=True, text=True).stdout == f"footcv {footcv.__version__}\n"
    assert footcv_process(capture_output=True, text=True).stdout == footcv_process("--help", capture_output=True, text=True).stdout


ENDLESS = """
import os, signal, sys, time, types
# Whoever started the tests in the background had them ignore Ctrl-C, and children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
def analyze(source, exercise, **options):
    # In one piece: two threads say it.
    os.write(1, b"begun\\n")
    while True:
        options["progress"](0.0, None)
        time.sleep(0.01)
sys.modules["footcv.analyze"] = types.SimpleNamespace(analyze=analyze)
from footcv.cli import main
main()
"""


def test_ctrl_c_stops_every_analysis_and_is_130() -> None:
    arguments = [sys.executable, "-c", ENDLESS, "analyze", "a.mp4", "b.mp4", "--jobs", "2", "--exercise", "heel-raise", "--csv", "out.csv"]
    with subprocess.Popen(arguments, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None and process.stdout.readline() == "begun\n"
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, err) == (130, "footcv: error: interrupted\n")
    assert os.listdir() == []


def test_help_waits_for_nothing_heavy() -> None:
    # How many seconds that makes is the machine's affair.
    for arguments in (["--help"], ["analyze", "--help"]):
        said, loaded = modules_of(*arguments)
        assert said.startswith("Usage: footcv")
        assert {"numpy", "cv2", "mediapipe", "av", "rich"}.isdisjoint(loaded)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_stdout_is_exit_6() -> None:
    with open("/dev/full", "w") as full:
        process = footcv_process("programs", stdout=full, stderr=subprocess.PIPE, text=True)
    assert (process.returncode, process.stderr) == (6, "footcv: error: cannot write to standard output: No space left on device\n")


def test_a_reader_that_left_is_one_line() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        process = footcv_process("programs", stdout=closed, stderr=subprocess.PIPE, text=True)
    assert (process.returncode, process.stderr) == (6, "footcv: error: cannot write to standard output: Broken pipe\n")


def test_names_that_are_no_utf8_do_no_harm() -> None:
    process = footcv_process(b"programs", b"show", b"\xff.toml", capture_output=True)
    assert process.returncode == 2
    assert process.stderr.count(b"\n") == 1


def test_a_message_stays_one_line_whatever_a_name_holds(footcv_run: Run) -> None:
    status, _, err = footcv_run("programs", "show", "a\nb\x1b[31m.toml")
    assert status == 2
    assert err.count("\n") == 1 and "\x1b" not in err
