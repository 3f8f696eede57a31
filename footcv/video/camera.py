"""Cameras: what OpenCV can open by number, as frames."""

import sys
import time
from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from footcv.errors import SourceError
from footcv.video.frame import Frame
from footcv.video.opencv import require_opencv

# What a camera is asked for; left to themselves many give 640 x 480, in which a foot two metres away has 40 px.
WIDTH_PX, HEIGHT_PX, FPS = 1280, 720, 30


class CameraSource:
    """A camera of this machine, counted from 0, asked for `WIDTH_PX` x `HEIGHT_PX` at `FPS`; `width`, `height` and `fps` are what it gives.

    `broken_at_s` and `warnings` are known once `frames` has ended: a camera ends only when it fails.
    """

    duration_s: float | None = None

    def __init__(self, index: int) -> None:
        require_opencv()
        import cv2

        self.path = f"camera {index}"
        self.broken_at_s: float | None = None
        self.warnings: list[str] = []
        # OpenCV writes its own complaints about a camera that is not there.
        level = cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
        try:
            image = self._opened(index, ask=True)
            if image is None and self._capture.isOpened():
                # Some that are made of software give nothing any more once they are asked for what they do not have.
                self._capture.release()
                image = self._opened(index, ask=False)
        finally:
            cv2.utils.logging.setLogLevel(level)
        if image is None:
            self._capture.release()
            raise SourceError(f"there is no camera {index}, or another program holds it: plug it in, close the other program, or name another (0 is the first)")
        self.height, self.width = image.shape[:2]
        rate = self._capture.get(cv2.CAP_PROP_FPS)
        self.fps = float(rate) if rate > 0 else None

    def _opened(self, index: int, *, ask: bool) -> NDArray[np.uint8] | None:
        """Open the camera, and return its first picture."""
        import cv2

        self._capture = cv2.VideoCapture(index)
        if not self._capture.isOpened():
            return None
        if ask:
            if sys.platform == "linux":
                # A cable of USB 2 carries ten pictures a second of this size, unless they are coded. Elsewhere the system sees to that.
                self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            for wanted, value in ((cv2.CAP_PROP_FRAME_WIDTH, WIDTH_PX), (cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT_PX), (cv2.CAP_PROP_FPS, FPS)):
                self._capture.set(wanted, value)
        read, image = self._capture.read()
        return image.astype(np.uint8, copy=False) if read and image is not None else None

    def frames(self) -> Generator[Frame]:
        """Frames as they come, until the camera fails; times are those of their arrival."""
        start_s = last_s = time.monotonic()
        while True:
            read, image = self._capture.read()
            now_s = time.monotonic()
            if not read or image is None:
                self.broken_at_s = last_s - start_s
                self.warnings.append(f"the camera stopped at {self.broken_at_s:.1f} s")
                return
            if now_s > last_s:
                last_s = now_s
                yield Frame(now_s - start_s, image.astype(np.uint8, copy=False))

    def close(self) -> None:
        self._capture.release()
