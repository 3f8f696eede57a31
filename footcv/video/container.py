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
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from footcv.errors import SourceError
from footcv.video.ahead import ahead
from footcv.video.clock import JUMP_S, Clock
from footcv.video.frame import Frame
from footcv.video.upright import display_matrix, is_transposed, square_size, upright
from footcv.video.whole import is_cut

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
# What FFmpeg reads as a video that lies in other files.
LISTS = re.compile(r"concat|hls|dash|sdp|imf")


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
        self._container = _open_url(path, self.path) if is_url else _open_file(path)
        self._cut = not is_url and is_cut(Path(path))
        self._running: Generator[Frame] | None = None
        try:
            self._stream = _video_stream(self._container, self.path)
            pictures = self._pictures()
            first = list(islice(pictures, 2))
            if not first:
                raise SourceError(f"no picture in {self.path} can be decoded: the file is damaged or in an unknown format")
            still = STILL.search(self._container.format.name)
            if len(first) == 1 and not still and (self._cut or self._lost_s < math.inf):
                raise SourceError(f"only one picture in {self.path} can be decoded: the file is damaged; copy it again from the camera")
            if len(first) == 1 or still:
                raise SourceError(f"{self.path} is a picture, not a video")
        except BaseException:
            self._container.close()
            raise
        self._waiting: Iterator[VideoFrame] = chain(first, pictures)
        rate = self._stream.average_rate or self._stream.guessed_rate
        self.fps = float(rate) if rate else None
        self.duration_s = _declared_s(self._container, self._stream, first[0].time or 0.0)
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
        # It holds this source, and this source it: left alone, both stay in memory, with some megabytes of pictures, until Python looks for such pairs.
        self._running, self._waiting = None, iter(())
        self._container.close()

    def _decoded(self) -> Generator[Frame]:
        clock = Clock(min(1 / (self.fps or USUAL_FPS), JUMP_S))
        # One for all pictures: what each would prepare for itself takes longer than to convert it.
        reformatter = VideoReformatter()
        width, height = self._size
        span_s, start_s = 0.0, None
        damaged: list[float] = []
        for picture in self._waiting:
            # Pictures come in the order they are shown in: some before the lost one may come after it was found to be lost.
            if self._lost_s < (math.inf if picture.time is None else picture.time):
                damaged.append(clock.last_s or 0.0)
                self._lost_s = math.inf
            t = clock.tick(picture.time)
            if t is None:
                continue
            # By the container's clock, as the length that it declares is, whatever ours makes of its jumps.
            start_s = picture.time if start_s is None else start_s
            since_s = t if picture.time is None or start_s is None else picture.time - start_s
            lasts_s = float(picture.duration * picture.time_base) if picture.duration and picture.time_base else clock.interval_s
            span_s = max(span_s, since_s + lasts_s)
            image = reformatter.reformat(picture, width, height, "bgr24").to_ndarray()
            yield Frame(t, upright(image.astype(np.uint8, copy=False), self._matrix))
        if clock.jumps:
            self.warnings.append(f"the video's clock jumps at {_places(clock.jumps)}; times go on from there as if it had not")
        self._conclude(clock.last_s or 0.0, span_s, damaged)

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

    def _conclude(self, last_s: float, span_s: float, damaged: list[float]) -> None:
        """Say where the video breaks off, and where it was damaged before; `span_s` is how long it is by the container's clock."""
        if damaged:
            self.warnings.append(f"the video is damaged at {_places(damaged)}; what could not be decoded there was left out")
        ends_badly = self._cut or (self._lost_s < math.inf and self.duration_s is None)
        is_short = self.duration_s is not None and self.duration_s - span_s > SLACK_S
        if ends_badly or is_short:
            self.broken_at_s = last_s
            whole = f" of {self.duration_s:.1f} s" if is_short else ""
            self.warnings.append(f"the video breaks off at {last_s:.1f} s{whole}; analysed up to there")


def _places(times_s: list[float]) -> str:
    return f"{times_s[0]:.1f} s" + (f" and in {len(times_s) - 1} more places" if len(times_s) > 1 else "")


def _open_file(path: str) -> InputContainer:
    file = Path(path)
    try:
        if not file.exists():
            raise SourceError(f"{path} does not exist")
        if file.is_dir():
            raise SourceError(f"{path} is a folder; name a video file in it")
        if not file.is_file():
            # A pipe that nobody writes to would be waited for, and both are read twice or not at all.
            raise SourceError(f"{path} is a device or a pipe; name a video file, or a camera by its number")
        if file.stat().st_size == 0:
            raise SourceError(f"{path} is empty")
        # "file:" keeps a colon in the name from being read as a protocol; the list keeps playlists from reaching out to the network.
        container = av.open(f"file:{path}", options={"protocol_whitelist": "file"})
    except PermissionError as error:
        raise SourceError(f"{path} cannot be read: no permission") from error
    except (av.FFmpegError, OSError, ValueError) as error:
        if _is_cut_mp4(file):
            raise SourceError(INCOMPLETE.format(path=path)) from error
        raise SourceError(f"{path} is not a video") from error
    if LISTS.fullmatch(container.format.name):
        container.close()
        raise SourceError(f"{path} is a list of other files, not a video; name a video file")
    return container


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
    # One of an unknown codec has no context, and not even a size.
    known = [stream for stream in streams if stream.codec_context is not None]
    if not known:
        raise SourceError(f"{path} is damaged, or coded in a format that cannot be decoded here: copy it again, or convert it to H.264")
    return max(known, key=lambda stream: (stream.width or 0) * (stream.height or 0))


def _declared_s(container: InputContainer, stream: VideoStream, start_s: float) -> float | None:
    if not DECLARING.search(container.format.name):
        return None
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    # Matroska keeps the time of its end as a tag, "00:01:02.500000000".
    clock = re.fullmatch(r"(\d+):(\d+):(\d+(?:\.\d+)?)", stream.metadata.get("DURATION", ""))
    return int(clock[1]) * 3600 + int(clock[2]) * 60 + float(clock[3]) - start_s if clock else None
