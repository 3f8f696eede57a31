"""Whether a video file is all there: containers say how long they are in bytes, and need no picture to be decoded for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

# EBML's own header, and what holds all else in a Matroska file (RFC 8794, RFC 9559).
EBML, SEGMENT = 0x1A45DFA3, 0x18538067
# The boxes that an MP4 or MOV may have outermost (ISO 14496-12, QuickTime). What is none of them is filling behind the end.
BOXES = frozenset(
    {b"ftyp", b"styp", b"moov", b"moof", b"mfra", b"mdat", b"free", b"skip", b"wide", b"sidx", b"ssix", b"prft", b"emsg", b"meta", b"uuid", b"pnot", b"udta"}
)


def is_cut(path: Path) -> bool:
    """Whether the file ends before the end that it declares for itself. False for what declares none. Raises OSError where it cannot be read."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(12)
        file.seek(0)
        if start[4:8] in BOXES:
            return any(end > size for end in _box_ends(file, size))
        if start[:4] == b"RIFF":
            return any(end > size for end in _riff_ends(file, size))
        if start[:4] == EBML.to_bytes(4, "big"):
            return any(end > size for end in _element_ends(file))
    return False


def _box_ends(file: BinaryIO, size: int) -> Iterator[int]:
    at = 0
    while at < size:
        file.seek(at)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        # 0 stands for all that follows.
        if length < 8 or head[4:8] not in BOXES:
            # Half a head is no filling.
            yield size + 1 if 0 < len(head) < 8 and any(head) else size
            return
        at += length
        yield at


def _riff_ends(file: BinaryIO, size: int) -> Iterator[int]:
    """A long AVI is several of them in a row."""
    at = 0
    while at < size:
        file.seek(at)
        head = file.read(8)
        if head[:4] != b"RIFF":
            return
        # A RIFF is padded to an even length.
        length = int.from_bytes(head[4:8], "little")
        yield at + 8 + length
        at += 8 + length + length % 2


def _element_ends(file: BinaryIO) -> Iterator[int]:
    """Of the header and of the first segment, where its length is known: a recording that is sent as it is made knows none."""
    at = 0
    for expected in (EBML, SEGMENT):
        file.seek(at)
        head = file.read(12)
        if int.from_bytes(head[:4], "big") != expected or len(head) < 5:
            return
        width = 9 - head[4].bit_length()
        length = int.from_bytes(head[4 : 4 + width], "big") & ((1 << 7 * width) - 1)
        if width > 8 or length == (1 << 7 * width) - 1:
            return
        at += 4 + width + length
        yield at
