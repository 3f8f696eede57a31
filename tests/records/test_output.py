import os
from pathlib import Path

import pytest

from footcv.errors import OutputError
from footcv.records.output import output, write_stdout


def test_a_file_is_there_when_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "reps.csv"
    with output(str(file)) as write:
        write("a\r\n")
        assert not file.exists()
        write("Füße\r\n")
    assert file.read_bytes() == "a\r\nFüße\r\n".encode()


def test_a_failure_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "reps.csv"
    file.write_text("old")
    with pytest.raises(KeyboardInterrupt), output(str(file)) as write:
        write("new")
        raise KeyboardInterrupt
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["reps.csv"]


def test_a_dash_is_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with output("-") as write:
        write("a\r\n")
    assert capfdbinary.readouterr().out == b"a\r\n"


def test_a_name_that_is_no_utf8_is_written_escaped(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_stdout(os.fsdecode(b"\xff.mp4"))
    assert capfdbinary.readouterr().out == rb"\udcff.mp4"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError), output(str(tmp_path)):
        pass
