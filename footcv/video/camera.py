"""Cameras: what OpenCV can open by number, as frames."""

import time
from collections.abc import Generator

import numpy as np

from footcv.errors import SourceError
from footcv.video.frame import Frame
from footcv.video.opencv import require_opencv


class CameraSource:
    """A camera of this machine, counted from 0. `broken_at_s` and `warnings` are known once `frames` has ended: a camera ends only when it fails."""

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
            self._capture = cv2.VideoCapture(index)
        finally:
            cv2.utils.logging.setLogLevel(level)
        opened, image = self._capture.read() if self._capture.isOpened() else (False, None)
        if not opened or image is None:
            self._capture.release()
            raise SourceError(f"there is no camera {index}, or another program holds it: plug it in, close the other program, or name another (0 is the first)")
        self.height, self.width = image.shape[:2]
        rate = self._capture.get(cv2.CAP_PROP_FPS)
        self.fps = float(rate) if rate > 0 else None

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
