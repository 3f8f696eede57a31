"""Cameras that fail in every way a script can think of, and what is told of them; time is simulated."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, cycle, pairwise

import numpy as np
import pytest
from world import FakeCamera, World

from footcv.errors import SourceError
from footcv.video.frame import Frame
from footcv.video.newest import HUNG_S, Newest
from footcv.video.source import Source

TICK_S = 0.05


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.end()


def watched(world: World, newest: Newest, end_s: float) -> Iterator[tuple[float, Frame | None, float | None]]:
    """What a session sees until `end_s`: the time, the frame that came, and for how long the camera has been lost."""
    while world.s < end_s:
        frame = newest.next(TICK_S)
        yield world.now(), frame, newest.lost_s()


def lost_and_back(world: World, camera: FakeCamera, end_s: float) -> list[tuple[str, float]]:
    """When the camera was first seen to be lost, and to be back, and so on."""
    said: list[tuple[str, float]] = []
    with Newest(camera.open, world) as newest:
        for now, _, lost_s in watched(world, newest, end_s):
            word = "ok" if lost_s is None else "lost"
            if not said or said[-1][0] != word:
                said.append((word, now))
    return said


def test_frames_come_with_the_times_of_the_session(world: World) -> None:
    with Newest(FakeCamera(world, (0, "ok")).open, world) as newest:
        seen = [(now, frame) for now, frame, _ in watched(world, newest, 3.0) if frame is not None]
    assert len(seen) == pytest.approx(90, abs=2)
    assert all(0 <= now - frame.t < TICK_S for now, frame in seen)


def test_only_the_newest_frame_is_kept_for_somebody_who_is_slow(world: World) -> None:
    with Newest(FakeCamera(world, (0, "ok")).open, world) as newest:
        newest.next(TICK_S)
        world.sleep(1.0)
        frame = newest.next(TICK_S)
        assert frame is not None and world.now() - frame.t < 0.1
        again = newest.next(0.001)
        assert again is None or again.t > frame.t


@pytest.mark.parametrize("fault", ["hang", "repeat", "error", "end", "gone"])
def test_a_fault_is_noticed_within_two_seconds_and_so_is_its_end(fault: str, world: World) -> None:
    camera = FakeCamera(world, (0, "ok"), (5, fault), (12, "ok"))
    [_, (lost, at_s), (back, back_s)] = lost_and_back(world, camera, 20.0)
    assert (lost, back) == ("lost", "ok")
    assert 5.0 <= at_s <= 7.0
    assert 12.0 <= back_s <= 14.0


def test_one_that_stays_away_is_lost_for_as_long(world: World) -> None:
    with Newest(FakeCamera(world, (0, "ok"), (5, "gone")).open, world) as newest:
        *_, (now, frame, lost_s) = watched(world, newest, 30.0)
    assert frame is None
    assert lost_s == pytest.approx(now - 5.0, abs=0.1)


def test_one_that_was_unplugged_is_opened_again(world: World) -> None:
    camera = FakeCamera(world, (0, "ok"), (5, "error"), (6, "gone"), (9, "ok"))
    lost_and_back(world, camera, 12.0)
    assert camera.openings[0] == 0.0
    assert 8.99 <= camera.openings[-1] <= 10.1
    assert len(camera.closings) == len(camera.openings)


def test_a_read_that_hangs_for_good_is_left_and_the_camera_opened_anew(world: World) -> None:
    camera = FakeCamera(world, (0, "ok"), (5, "hang"), (45, "ok"))
    lost_and_back(world, camera, 30.0)
    assert camera.openings[1] == pytest.approx(5.0 + HUNG_S, abs=0.1)


def test_frames_keep_their_size_when_it_comes_back_with_another(world: World) -> None:
    with Newest(FakeCamera(world, (0, "ok"), (5, "gone"), (7, "small")).open, world) as newest:
        frames = [(now, frame) for now, frame, _ in watched(world, newest, 10.0) if frame is not None]
    assert any(now > 7 for now, _ in frames)
    assert {frame.image.shape for _, frame in frames} == {(480, 640, 3)}


def test_another_shape_is_fitted_in_with_black_beside_it(world: World) -> None:
    def tall_later(t: float) -> np.ndarray:
        return np.full((48, 64, 3) if t < 5 else (96, 32, 3), 200 + round(t * 30) % 50, np.uint8)

    with Newest(FakeCamera(world, (0, "ok"), (5, "gone"), (7, "ok"), image=tall_later).open, world) as newest:
        *_, last = (frame for _, frame, _ in watched(world, newest, 10.0) if frame is not None)
    assert last.image.shape == (48, 64, 3)
    assert last.image[:, :20].max() == last.image[:, -20:].max() == 0
    assert last.image[:, 26:38].min() >= 200


def test_five_frames_a_second_are_told_within_two_seconds_and_go_on(world: World) -> None:
    slow_s = []
    with Newest(FakeCamera(world, (0, "ok"), (5, 5)).open, world) as newest:
        for now, _, lost_s in watched(world, newest, 10.0):
            assert lost_s is None
            slow_s += [now] if newest.is_slow() else []
    assert 5.0 <= slow_s[0] <= 7.0
    assert slow_s[-1] == pytest.approx(10.0, abs=0.1)


def test_a_covered_lens_is_dark_and_not_lost(world: World) -> None:
    camera = FakeCamera(world, (0, "ok"), image=lambda t: np.zeros((48, 64, 3), np.uint8))
    assert [word for word, _ in lost_and_back(world, camera, 8.0)] == ["ok"]


def test_times_go_on_after_the_machine_slept(world: World) -> None:
    times = []
    with Newest(FakeCamera(world, (0, "ok")).open, world) as newest:
        for _, frame, _ in watched(world, newest, 3.0):
            times += [frame.t] if frame is not None else []
        world.s += 3600.0
        for _, frame, _ in watched(world, newest, world.s + 3.0):
            times += [frame.t] if frame is not None else []
    assert all(before < after for before, after in pairwise(times))
    assert times[-1] == pytest.approx(world.now(), abs=TICK_S)
    assert times[-1] < 13.0


def test_no_camera_is_told_at_the_start(world: World) -> None:
    with pytest.raises(SourceError, match="there is no camera 0"), Newest(FakeCamera(world, (0, "gone")).open, world):
        pass


def test_it_is_closed_when_the_session_ends_even_before_a_frame_was_asked_for(world: World) -> None:
    camera = FakeCamera(world, (0, "ok"))
    with Newest(camera.open, world):
        assert camera.openings == [0.0]
    assert camera.closings == [0.0]


def test_times_are_those_of_the_least_delayed_frame_and_always_rise(world: World) -> None:
    class Delayed(FakeCamera):
        """Its frames are 0, 40 or 20 ms old when they come, the first 80."""

        @contextmanager
        def open(self) -> Iterator[Source]:
            with super().open() as opened:
                frames = opened.frames
                ages_s = chain([0.08], cycle([0.0, 0.04, 0.02]))
                opened.frames = lambda: (Frame(frame.t + 1.0 - next(ages_s), frame.image) for frame in frames())  # type: ignore[method-assign]
                yield opened

    with Newest(Delayed(world, (0, "ok")).open, world) as newest:
        seen = [(now, frame.t) for now, frame, _ in watched(world, newest, 4.0) if frame is not None]
    assert all(before < after for (_, before), (_, after) in pairwise(seen))
    assert all(-1e-6 <= now - t <= 0.04 + TICK_S for now, t in seen[3:])
