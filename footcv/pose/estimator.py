"""The pose estimator: MediaPipe's landmarker behind one class, following one person through one video."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from footcv.pose.bundle import bundle_path
from footcv.pose.landmarks import Pose
from footcv.pose.person import SEEN, Box, Person, box_of
from footcv.pose.sides import SideKeeper
from footcv.video.frame import Frame
from footcv.video.opencv import require_opencv

# The search for other people needs no fine landmarks.
SEARCH_MODEL = "lite"
MOST_PEOPLE = 4
# What is hidden from the tracker; the grey that the network takes for nothing.
GREY = 127

_stderr_lock = threading.Lock()


class PoseEstimator:
    """Poses of one person in one video; a new one for each video, because the tracker remembers.

        with PoseEstimator("full") as estimator:
            pose = estimator.detect(frame)

    Raises ModelError where the model is missing or damaged. Making one takes a second or so, the first time, because MediaPipe is imported then.
    """

    def __init__(self, model: str) -> None:
        self._person = Person()
        self._sides = SideKeeper()
        self._search: Any = None
        self._tracker: _Tracker | None = _Tracker(model)

    def detect(self, frame: Frame) -> Pose | None:
        """The person in `frame`, None where nobody is seen or it is somebody else; frames come in the order of their times.

        Landmarks keep whatever visibility the network gives them; a pose none of whose landmarks reaches 0.3 is nobody.
        """
        if self._tracker is None:
            # MediaPipe itself would answer "nobody".
            raise RuntimeError("the pose estimator is closed")
        pose = self._tracker.track(frame, self._person.view(frame.t))
        tracked = box_of(pose.image, pose.visibility) if pose is not None else None
        if tracked is None:
            return None
        if self._person.wants_look(frame.t, tracked) and not self._person.looked(frame.t, self._look(frame), tracked):
            if self._person.seen_s < frame.t:
                return None
            self._tracker.restart()
            self._sides.reset()
            pose = self._tracker.track(frame, self._person.view(frame.t))
            tracked = box_of(pose.image, pose.visibility) if pose is not None else None
        if pose is None or tracked is None or not self._person.is_followed_by(tracked):
            return None
        self._person.seen(frame.t, tracked)
        return self._sides.update(pose)

    @property
    def is_crowded(self) -> bool:
        """Whether somebody else was in view when the picture was last searched for people."""
        return self._person.crowded

    def close(self) -> None:
        if self._tracker is not None:
            self._tracker.close()
        self._tracker = None
        if self._search is not None:
            self._search.close()
        self._search = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _look(self, frame: Frame) -> list[Box]:
        """The boxes of all people in the frame."""
        if self._search is None:
            self._search = _landmarker(SEARCH_MODEL, "IMAGE", MOST_PEOPLE)
        result = self._search.detect(_mediapipe_image(frame.image))
        return [box for pose in _poses(result, frame) if (box := box_of(pose.image, pose.visibility))]


class _Tracker:
    """MediaPipe's landmarker, which looks for a person next where it saw one last."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._last_ms = -1
        self._has_seen_somebody = False
        self._landmarker: Any = _landmarker(model, "VIDEO", 1)

    def track(self, frame: Frame, view: Box | None) -> Pose | None:
        """Whom it sees in the part `view` of the picture, in all of it where that is None."""
        image = frame.image if view is None else _only(frame.image, view)
        self._last_ms = max(self._last_ms + 1, round(frame.t * 1000))
        # The last of its remarks comes with the first person it sees.
        with nullcontext() if self._has_seen_somebody else _silent_stderr():
            result = self._landmarker.detect_for_video(_mediapipe_image(image), self._last_ms)
        pose = next(_poses(result, frame), None)
        self._has_seen_somebody |= pose is not None
        return pose

    def restart(self) -> None:
        self.close()
        self._landmarker = _landmarker(self._model, "VIDEO", 1)

    def close(self) -> None:
        self._landmarker.close()


def _landmarker(model: str, mode: str, people: int) -> Any:
    """A new landmarker, its remarks kept from stderr."""
    path = bundle_path(model)
    require_opencv()
    with _silent_stderr():
        from mediapipe.tasks.python import BaseOptions, vision

        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(path)),
            running_mode=vision.RunningMode[mode],
            num_poses=people,
        )
        return vision.PoseLandmarker.create_from_options(options)


def _mediapipe_image(image: NDArray[np.uint8]) -> Any:
    import cv2
    import mediapipe

    return mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=cv2.cvtColor(image, cv2.COLOR_BGR2RGB))


def _poses(result: Any, frame: Frame) -> Iterator[Pose]:
    height, width = frame.image.shape[:2]
    for image, world in zip(result.pose_landmarks, result.pose_world_landmarks, strict=True):
        visibility = np.array([point.visibility for point in image], dtype=np.float32).clip(0, 1)
        if visibility.max() < SEEN:
            continue
        yield Pose(
            t=frame.t,
            image=np.array([(point.x * width, point.y * height) for point in image], dtype=np.float32),
            world=np.array([(point.x, point.y, point.z) for point in world], dtype=np.float32),
            visibility=visibility,
        )


def _only(image: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    """A copy of `image` with everything outside `box` painted out."""
    left, top, right, bottom = (max(0, round(side)) for side in box)
    hidden = np.full_like(image, GREY)
    hidden[top:bottom, left:right] = image[top:bottom, left:right]
    return hidden


@contextmanager
def _silent_stderr() -> Iterator[None]:
    """Keep what C++ code writes to stderr, past Python, from the user; only while the block runs."""
    with _stderr_lock:
        try:
            saved = os.dup(2)
        except OSError:  # there is no stderr
            yield
            return
        sys.stderr.flush()
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
            os.close(null)
