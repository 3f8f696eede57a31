"""A source of frames, whatever it is: a file, a camera's number or a stream's address."""

import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from footcv.video.frame import Frame

URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


class Source(Protocol):
    """What every source says of itself; see the class behind it for what each value means there."""

    path: str
    width: int
    height: int
    fps: float | None
    duration_s: float | None
    broken_at_s: float | None
    warnings: list[str]

    def frames(self) -> Generator[Frame]: ...

    def close(self) -> None: ...


@contextmanager
def open_source(spec: str | Path) -> Iterator[Source]:
    """Open a video file, a camera by its number ("0"), or a stream by its address; it is closed on every path.

        with open_source("clip.mp4") as source:
            for frame in source.frames():
                ...

    `frames()` can be called once. A file that bears a number as its name is a file.
    Raises SourceError where nothing can be read: missing, not a video, no decodable frame, no permission, no camera.
    """
    source = _opened(str(spec))
    try:
        yield source
    finally:
        source.close()


def _opened(spec: str) -> Source:
    if spec.isdecimal() and not Path(spec).exists():
        from footcv.video.camera import CameraSource

        return CameraSource(int(spec))
    from footcv.video.container import ContainerSource

    return ContainerSource(spec, is_url=URL.match(spec) is not None)
