import os
from pathlib import Path

import cv2
import pytest
from conftest import Run

SAMPLE = Path(__file__).parents[2] / "sample_videos" / "toe-press.mp4"


def test_a_frame_is_written_with_its_time_and_size(footcv_run: Run) -> None:
    status, out, err = footcv_run("frame", str(SAMPLE), "--at", "2.51", "-o", "still.png")
    assert (status, err) == (0, "")
    assert out.startswith("still.png: 640 x 480 px at 2.53 s; a box is ")
    assert cv2.imread("still.png").shape == (480, 640, 3)


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([str(SAMPLE), "-o", "still.jpg"], 2, "-o still.jpg is no .png file"),
        (["still.png", "-o", "./still.png"], 2, "-o ./still.png would overwrite what VIDEO names"),
        ([str(SAMPLE), "--at", "-1", "-o", "still.png"], 2, "Invalid value for '--at'"),
        ([str(SAMPLE), "--at", "999", "-o", "still.png"], 3, f"{SAMPLE} ends at 27.03 s: there is no frame at 999.00 s"),
        (["missing.mp4", "-o", "still.png"], 3, "missing.mp4 does not exist"),
        ([str(SAMPLE), "-o", "no-folder/still.png"], 6, "cannot write no-folder/still.png"),
    ],
)
def test_a_frame_that_cannot_be_had_is_one_line(footcv_run: Run, arguments: list[str], status: int, message: str) -> None:
    assert (said := footcv_run("frame", *arguments))[:2] == (status, "")
    assert said[2].startswith(f"footcv: error: {message}") and said[2].count("\n") == 1
    assert os.listdir() == []
