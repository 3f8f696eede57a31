"""A missing system library is one line with a remedy."""

import subprocess
import sys

import pytest

from footcv.errors import FootcvError
from footcv.video.opencv import require_opencv


@pytest.mark.parametrize(
    ("message", "says"),
    [
        (
            "libGL.so.1: cannot open shared object file: No such file or directory",
            ["libGL.so.1", "apt install libgl1 libglib2.0-0", "dnf install mesa-libGL glib2"],
        ),
        ("libgthread-2.0.so.0: cannot open shared object file: No such file or directory", ["libgthread-2.0.so.0", "apt install", "dnf install", "macOS"]),
        ("No module named 'cv2'", ["install footcv again"]),
    ],
)
def test_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch, message: str, says: list[str]) -> None:
    class Refuse:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "cv2":
                raise ImportError(message)

    monkeypatch.delitem(sys.modules, "cv2", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Refuse(), *sys.meta_path])
    with pytest.raises(FootcvError) as failure:
        require_opencv()
    assert failure.value.exit_code == 1
    assert "\n" not in str(failure.value)
    assert all(words in str(failure.value) for words in says)


def test_as_a_command_it_says_nothing_when_all_is_well() -> None:
    done = subprocess.run([sys.executable, "-m", "footcv.video.opencv"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
