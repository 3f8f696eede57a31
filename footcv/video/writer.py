"""Frames become a video that browsers and phones play: H.264 in an MP4 that starts before it is fully loaded."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from footcv.errors import OutputError
from footcv.records.atomic import replacing
from footcv.video.frame import Frame

# Fine enough for any frame rate, and divisible by the usual ones.
TICKS_PER_S = 90_000
# x264's own words: quality 0 to 51, 23 is its default; the preset trades size for speed; no B-frames (bf), because with them and uneven times the
# MP4 declares a length that ends before its last picture.
ENCODING = {"crf": "23", "preset": "veryfast", "bf": "0"}
# ITU-R BT.709, limited range: what players take H.264 for; by H.273's numbers.
BT709 = 1
LIMITED = 1


class VideoWriter:
    """Takes frames of one size with strictly increasing times; made by `open_writer`."""

    def __init__(self, container: OutputContainer) -> None:
        self._container = container
        self._stream: VideoStream | None = None
        self._last_tick = -1

    @property
    def is_empty(self) -> bool:
        return self._stream is None

    def write(self, frame: Frame) -> None:
        """Add `frame`, shown from its own time on. Raises OSError when the disk is full."""
        # 4:2:0 needs even sides; the odd row or column goes.
        height, width = (side // 2 * 2 for side in frame.image.shape[:2])
        if self._stream is None:
            self._stream = self._add_stream(width, height)
        picture = VideoFrame.from_ndarray(np.ascontiguousarray(frame.image[:height, :width]), format="bgr24")
        picture = picture.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
        picture.pts = self._last_tick = max(self._last_tick + 1, round(frame.t * TICKS_PER_S))
        picture.time_base = Fraction(1, TICKS_PER_S)
        self._container.mux(self._stream.encode(picture))

    def finish(self) -> None:
        """Write what the encoder still holds."""
        if self._stream is not None:
            self._container.mux(self._stream.encode(None))

    def _add_stream(self, width: int, height: int) -> VideoStream:
        stream = self._container.add_stream("libx264", options=dict(ENCODING))
        stream.width, stream.height = width, height
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.time_base = Fraction(1, TICKS_PER_S)
        context.colorspace = context.color_primaries = context.color_trc = BT709
        context.color_range = LIMITED
        return stream


@contextmanager
def open_writer(path: str | Path) -> Iterator[VideoWriter]:
    """A writer of an MP4 at `path`, which is complete or untouched: it is written beside it and renamed when the block ends well.

    Raises OutputError where it cannot be written, also when the disk fills, and when no frame came.
    """
    if Path(path).suffix.lower() != ".mp4":
        raise OutputError(f"cannot write {path}: the annotated video is an MP4; give it a name that ends in .mp4")
    with replacing(path) as temporary:
        container = av.open(f"file:{temporary}", "w", format="mp4", options={"movflags": "+faststart"})
        writer = VideoWriter(container)
        try:
            yield writer
            if writer.is_empty:
                raise OutputError(f"cannot write {path}: there is no frame to show")
            writer.finish()
        except BaseException:
            _discard(container)
            raise
        container.close()


def _discard(container: OutputContainer) -> None:
    """Close without care: the file goes, and its trailer may be what cannot be written."""
    try:
        container.close()
    except (av.FFmpegError, OSError, ValueError):
        return
