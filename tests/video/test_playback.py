"""A recording played as a camera, in simulated time."""

from collections.abc import Callable

import pytest
from conftest import MakeVideo

from footcv.session_clock import SessionClock
from footcv.video.frame import Frame
from footcv.video.playback import Playback
from footcv.video.source import open_source


class Stepped:
    """Time that passes when somebody sleeps."""

    s = 0.0

    def sleep(self, seconds: float) -> None:
        self.s += seconds


def played(path: object, *, busy: Callable[[], float] = lambda: 0.0) -> tuple[list[tuple[float, Frame]], Playback]:
    """Each frame that is given, with the time at which it came, to somebody who is `busy` for so long after each."""
    stepped = Stepped()
    clock = SessionClock(lambda: stepped.s, stepped.sleep)
    seen = []
    with open_source(str(path)) as source, Playback(source, clock) as camera:
        while not camera.ended:
            if (frame := camera.next(0.05)) is not None:
                seen.append((clock.now(), frame))
                stepped.s += busy()
    return seen, camera


def test_each_frame_comes_when_its_time_has_come(make_video: MakeVideo) -> None:
    times_s = [0.0, 0.1, 0.3, 0.35, 0.8]
    seen, camera = played(make_video(times_s=times_s))
    assert [frame.t for _, frame in seen] == pytest.approx(times_s, abs=1e-3)
    assert [now for now, _ in seen] == pytest.approx(times_s, abs=1e-3)
    assert camera.ended and camera.next(0.05) is None
    assert camera.lost_s() is None and not camera.is_slow()


def test_who_is_late_misses_nothing_and_catches_up(make_video: MakeVideo) -> None:
    busy = iter([0.5, *[0.0] * 59])
    seen, _ = played(make_video(fps=30, count=60), busy=lambda: next(busy))
    assert [frame.t for _, frame in seen] == pytest.approx([i / 30 for i in range(60)], abs=1e-3)
    late_s = [now - frame.t for now, frame in seen]
    assert late_s[1] == pytest.approx(0.5 - 1 / 30, abs=0.01)
    assert late_s[-1] == pytest.approx(0.0, abs=0.01)


def test_it_ends_and_does_not_begin_again(make_video: MakeVideo) -> None:
    seen, camera = played(make_video(fps=10, count=5))
    assert len(seen) == 5
    assert camera.ended
