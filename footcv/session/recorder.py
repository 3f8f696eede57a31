"""The camera's pictures as a video, where the person asks for one: coded in a thread of its own, which the session never waits for."""

import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from queue import Full, Queue
from types import TracebackType
from typing import Self

from footcv.errors import OutputError
from footcv.video.frame import Frame
from footcv.video.writer import VideoWriter, open_writer

# So many pictures may wait to be coded, a second or two of them; more are left out, and those before and after keep their times.
WAITING = 45


class Recorder:
    """Writes frames to an MP4 at `path`, which is complete or untouched; a context manager.

    Entering raises OutputError where it cannot be written, leaving where it could not be to its end (a full disk).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: Queue[Frame | None] = Queue(WAITING)
        self._stack = ExitStack()
        self._error: Exception | None = None

    def write(self, frame: Frame) -> None:
        """Have `frame` coded when there is time; frames come in the order of their times. Nothing is raised."""
        with suppress(Full):
            self._waiting.put_nowait(frame)

    def __enter__(self) -> Self:
        self._writer = self._stack.enter_context(open_writer(self._path))
        self._thread = threading.Thread(target=self._run, args=(self._writer,), name="footcv-recorder", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._waiting.put(None)
        self._thread.join()
        try:
            # What was filmed is kept also where the session ends badly; only what broke the recording itself discards it.
            self._stack.__exit__(type(self._error) if self._error else None, self._error, None)
        except Exception as failure:
            self._error = failure
        if self._error is not None and kind is None:
            raise OutputError(f"the recording {self._path} is not kept: {self._error}") from self._error

    def _run(self, writer: VideoWriter) -> None:
        first_s: float | None = None
        while (frame := self._waiting.get()) is not None:
            first_s = frame.t if first_s is None else first_s
            if self._error is None:
                try:
                    writer.write(Frame(frame.t - first_s, frame.image))
                # PyAV raises errors of its own besides OSError; all of them mean that nothing more can be written.
                except Exception as error:
                    self._error = error
