"""Files and streams: what PyAV can open, as frames."""

import math
import re
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from footcv.errors import SourceError
from footcv.video.ahead import ahead
from footcv.video.clock import Clock
from footcv.video.frame import Frame
from footcv.video.upright import display_matrix, is_transposed, square_size, upright

# A stream that says nothing for so long has ended.
TIMEOUT_S = 10.0
# Where the container gives no rate.
USUAL_FPS = 30.0
# Up to this size (Full HD) one thread decodes a picture in at most 15 ms, ahead of the poses, so that more would gain little.
ONE_THREAD_PX = 1920 * 1088
# Beyond, as many as this, which the processor does not decide: each holds a picture back, and what they hold when the video breaks off is lost.
THREADS = 4
# A video may end this much before the length its container declares and still be whole (rounding, edit lists).
SLACK_S = 0.5
# Containers that declare their length themselves; for the others FFmpeg only guesses it.
DECLARING = re.compile(r"mov|mp4|matroska|webm|avi")
INCOMPLETE = "{path} is incomplete: its index (moov) is missing or cut off; copy it again from the camera"
STILL = re.compile(r"image2|_pipe$")


class ContainerSource:
    """A video file or stream; `width` and `height` are those of its frames: upright, with square pixels.

    `fps` and `duration_s` are the container's own word, None where it gives none. `broken_at_s` and `warnings` are known once `frames` has ended.
    """

    def __init__(self, path: str, *, is_url: bool) -> None:
        self.path = re.sub(r"//[^/@]*@", "//", path) if is_url else path
        self.broken_at_s: float | None = None
        self.warnings: list[str] = []
        # The time of the earliest packet left out that no later picture has followed yet.
        self._lost_s = math.inf
        self._cut = False
        self._container = _open_url(path, self.path) if is_url else _open_file(path)
        self._running: Generator[Frame] | None = None
        try:
            self._stream = _video_stream(self._container, self.path)
            pictures = self._pictures()
            first = list(islice(pictures, 2))
            if not first:
                raise SourceError(f"no picture in {self.path} can be decoded: the file is damaged or in an unknown format")
            if len(first) == 1 or STILL.search(self._container.format.name):
                raise SourceError(f"{self.path} is a picture, not a video")
        except BaseException:
            self._container.close()
            raise
        self._waiting: Iterator[VideoFrame] = chain(first, pictures)
        rate = self._stream.average_rate or self._stream.guessed_rate
        self.fps = float(rate) if rate else None
        self.duration_s = _declared_s(self._container, self._stream)
        self._matrix = display_matrix(first[0])
        self._size = square_size(first[0], self._stream.sample_aspect_ratio)
        self.width, self.height = self._size[::-1] if is_transposed(self._matrix) else self._size

    def frames(self) -> Generator[Frame]:
        """All frames, once. They are decoded in a thread, a few ahead; times strictly increase from 0."""
        self._running = ahead(self._decoded())
        with closing(self._running) as frames:
            yield from frames

    def close(self) -> None:
        if self._running is not None:
            self._running.close()
        self._container.close()

    def _decoded(self) -> Generator[Frame]:
        clock = Clock(1 / (self.fps or USUAL_FPS))
        width, height = self._size
        end_s = 0.0
        damaged: list[float] = []
        for picture in self._waiting:
            # Pictures come in the order they are shown in: some before the lost one may come after it was found to be lost.
            if self._lost_s < (math.inf if picture.time is None else picture.time):
                damaged.append(clock.last_s or 0.0)
                self._lost_s = math.inf
            t = clock.tick(picture.time)
            if t is None:
                continue
            end_s = t + (float(picture.duration * picture.time_base) if picture.duration and picture.time_base else clock.interval_s)
            image = picture.to_ndarray(format="bgr24", width=width, height=height)
            yield Frame(t, upright(image.astype(np.uint8, copy=False), self._matrix))
        self._conclude(clock.last_s or 0.0, end_s, damaged)

    def _pictures(self) -> Iterator[VideoFrame]:
        """What can be decoded, in order, the same on every machine; `_lost_s` tells of the packets left out."""
        large = self._stream.width * self._stream.height > ONE_THREAD_PX
        self._stream.codec_context.thread_count = THREADS if large else 1
        self._stream.thread_type = "AUTO"
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
            except (av.FFmpegError, OSError):
                self._cut = True
                return
            if packet is None:
                return
            try:
                pictures = packet.decode()
            except av.FFmpegError:
                self._lost_s = min(self._lost_s, -math.inf if packet.pts is None else float(packet.pts * packet.time_base))
                continue
            for picture in pictures:
                assert isinstance(picture, VideoFrame)
                yield picture

    def _conclude(self, last_s: float, end_s: float, damaged: list[float]) -> None:
        """Say where the video breaks off, and where it was damaged before."""
        if damaged:
            more = f" and in {len(damaged) - 1} more places" if len(damaged) > 1 else ""
            self.warnings.append(f"the video is damaged at {damaged[0]:.1f} s{more}; what could not be decoded there was left out")
        ends_badly = self._cut or self._lost_s < math.inf
        if ends_badly if self.duration_s is None else self.duration_s - end_s > SLACK_S:
            self.broken_at_s = last_s
            whole = f" of {self.duration_s:.1f} s" if self.duration_s is not None else ""
            self.warnings.append(f"the video breaks off at {last_s:.1f} s{whole}; analysed up to there")


def _open_file(path: str) -> InputContainer:
    file = Path(path)
    try:
        if not file.exists():
            raise SourceError(f"{path} does not exist")
        if file.is_dir():
            raise SourceError(f"{path} is a folder; name a video file in it")
        if file.is_file() and file.stat().st_size == 0:
            raise SourceError(f"{path} is empty")
        # "file:" keeps a colon in the name from being read as a protocol; the list keeps playlists from reaching out to the network.
        return av.open(f"file:{path}", options={"protocol_whitelist": "file"})
    except PermissionError as error:
        raise SourceError(f"{path} cannot be read: no permission") from error
    except (av.FFmpegError, OSError, ValueError) as error:
        if _is_cut_mp4(file):
            raise SourceError(INCOMPLETE.format(path=path)) from error
        raise SourceError(f"{path} is not a video") from error


def _is_cut_mp4(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(8)[4:] == b"ftyp"
    except OSError:
        return False


def _open_url(url: str, shown: str) -> InputContainer:
    options = {"rtsp_transport": "tcp"} if url.startswith("rtsp") else {}
    try:
        return av.open(url, options=options, timeout=TIMEOUT_S)
    except (av.FFmpegError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"cannot open the stream {shown}: {reason}") from error


def _video_stream(container: InputContainer, path: str) -> VideoStream:
    streams = [stream for stream in container.streams.video if not stream.disposition & stream.disposition.attached_pic]
    if not streams:
        if not container.streams.audio and _is_cut_mp4(Path(path)):
            raise SourceError(INCOMPLETE.format(path=path))
        what = "holds only sound" if container.streams.audio else "holds no video"
        raise SourceError(f"{path} {what}: name a video file")
    stream = max(streams, key=lambda stream: (stream.width or 0) * (stream.height or 0))
    if stream.codec_context is None:
        raise SourceError(f"{path} is coded in a format that cannot be decoded here: convert it to H.264")
    return stream


def _declared_s(container: InputContainer, stream: VideoStream) -> float | None:
    if not DECLARING.search(container.format.name):
        return None
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    # Matroska keeps it as a tag, "00:01:02.500000000".
    clock = re.fullmatch(r"(\d+):(\d+):(\d+(?:\.\d+)?)", stream.metadata.get("DURATION", ""))
    return int(clock[1]) * 3600 + int(clock[2]) * 60 + float(clock[3]) if clock else None
