"""What frames show, seen in threads: with a body and feet that need no network."""

import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from people import foot_at, pose_of

from footcv.errors import ModelError
from footcv.session import watcher
from footcv.session.watcher import Sight, Watcher
from footcv.video.frame import Frame

BLANK = np.full((480, 640, 3), 90, np.uint8)


class Estimator:
    """Somebody seated, seen in `pose_s` of real time."""

    pose_s, is_crowded, closed = 0.0, False, False
    error: Exception | None = None

    def __init__(self, model: str) -> None:
        self.looked: list[float] = []
        made.append(self)

    def detect(self, frame: Frame) -> Any:
        time.sleep(self.pose_s)
        if self.error is not None:
            raise self.error
        self.looked.append(frame.t)
        return pose_of("seated", frame.t)

    def close(self) -> None:
        self.closed = True


made: list[Estimator] = []


@pytest.fixture(autouse=True)
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    made.clear()

    class Follower:
        def update(self, frame: Frame, pose: object) -> list[object]:
            self.pose = pose
            return [foot_at(320, 240, t=frame.t, track=0 if pose is not None else 1), foot_at(500, 240, t=frame.t, side="right", track=2)]

    monkeypatch.setattr(watcher, "PoseEstimator", Estimator)
    monkeypatch.setattr(watcher, "FootFollower", Follower)


def frames(count: int, fps: int = 30) -> list[Frame]:
    return [Frame(i / fps, BLANK) for i in range(count)]


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def seen_by(watching: Watcher, offered: list[Frame], pause_s: float = 0.0) -> list[Sight]:
    """All that is seen of `offered`, given one after the other."""
    sights: list[Sight] = []
    with watching:
        for frame in offered:
            watching.offer(frame)
            time.sleep(pause_s)
        wait_until(watching.is_idle)
        sights += watching.sights()
    return sights


def test_at_once_every_frame_is_seen_and_the_body_sixteen_times_a_second() -> None:
    sights = seen_by(Watcher("full", at_once=True), frames(60))
    assert [sight.frame.t for sight in sights] == [frame.t for frame in frames(60)]
    assert len(made[0].looked) == pytest.approx(30, abs=2)
    assert all(sight.pose is not None and sight.frame.t - sight.pose.t < 1 / 16 for sight in sights)


def test_threads_see_the_same_where_they_have_the_time() -> None:
    sights = seen_by(Watcher("full", waiting=60), frames(30))
    assert [sight.frame.t for sight in sights] == [frame.t for frame in frames(30)]
    assert made[0].closed


def test_who_is_slow_sees_the_newest_and_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Estimator, "pose_s", 0.05)
    begun_s = time.monotonic()
    sights = seen_by(Watcher("full"), frames(30, fps=10))
    assert time.monotonic() - begun_s < 5
    assert sights[-1].frame.t == frames(30, fps=10)[-1].t
    assert len(sights) < 10


def test_feet_alone_need_no_body(monkeypatch: pytest.MonkeyPatch) -> None:
    sights = seen_by(Watcher("full", "feet", at_once=True), frames(3))
    assert made == []
    assert all(sight.pose is None for sight in sights)
    assert {sight.look.view for sight in sights} == {"feet"}


def test_with_a_body_asked_for_no_feet_are_found_without_one() -> None:
    assert {foot.found_by for sight in seen_by(Watcher("full", "body", at_once=True), frames(3)) for foot in sight.feet} == {"body"}


def test_a_sight_tells_how_the_picture_is_framed() -> None:
    [sight] = seen_by(Watcher("full", at_once=True), frames(1))
    assert (sight.size_px, sight.look.brightness, sight.look.crowded) == ((640, 480), 90.0, False)


def test_what_goes_wrong_in_a_thread_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Estimator, "error", ModelError("the model is damaged"))
    with Watcher("full") as watching:
        watching.offer(frames(1)[0])
        wait_until(watching.is_idle)
        with pytest.raises(ModelError, match="damaged"):
            watching.sights()


def test_its_threads_end_with_it() -> None:
    with Watcher("full"):
        assert sum(thread.name == "footcv-watcher" for thread in threading.enumerate()) == 2
    assert not any(thread.name == "footcv-watcher" for thread in threading.enumerate())
