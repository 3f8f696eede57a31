"""A file that was cut off is told by its bytes."""

from pathlib import Path

import pytest
from conftest import MakeVideo

from footcv.video.whole import is_cut

KINDS = {
    "mp4": ("clip.mp4", {}),
    "index first": ("first.mp4", {"options": {"movflags": "+faststart"}}),
    "fragments": ("fragments.mp4", {"options": {"movflags": "+frag_keyframe+empty_moov"}}),
    "mkv": ("clip.mkv", {}),
    "avi": ("clip.avi", {"codec": "mjpeg", "pix_fmt": "yuvj420p"}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_whole_until_a_byte_of_its_end_is_missing(kind: str, make_video: MakeVideo) -> None:
    name, options = KINDS[kind]
    path = make_video(name, **options)
    assert not is_cut(path)
    path.write_bytes(path.read_bytes()[:-1])
    assert is_cut(path)


@pytest.mark.parametrize("filling", [bytes(5), bytes(5000), b"made by a camera that says so at the end"])
def test_what_stands_behind_the_end_does_no_harm(filling: bytes, make_video: MakeVideo) -> None:
    path = make_video()
    path.write_bytes(path.read_bytes() + filling)
    assert not is_cut(path)


def test_boxes_whose_length_is_written_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    kind = b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00"
    path.write_bytes(kind + b"\x00\x00\x00\x01mdat" + (24).to_bytes(8, "big") + bytes(8))
    assert not is_cut(path)
    path.write_bytes(kind + b"\x00\x00\x00\x01mdat" + (25).to_bytes(8, "big") + bytes(8))
    assert is_cut(path)
    path.write_bytes(kind + b"\x00\x00\x00\x00mdat" + bytes(8))
    assert not is_cut(path)


def test_a_recording_that_was_sent_as_it_was_made_declares_no_length(tmp_path: Path) -> None:
    path = tmp_path / "clip.mkv"
    path.write_bytes(bytes.fromhex("1a45dfa3 80 18538067 01ffffffffffffff") + bytes(100))
    assert not is_cut(path)
    path.write_bytes(bytes.fromhex("1a45dfa3 80 18538067 0100000000000065") + bytes(100))
    assert is_cut(path)


@pytest.mark.parametrize("content", [b"", b"RI", b"Not a video.", b"\x1a\x45\xdf\xa3"])
def test_other_files_declare_nothing(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "clip"
    path.write_bytes(content)
    assert not is_cut(path)
