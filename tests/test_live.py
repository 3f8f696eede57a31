"""Whole sessions in simulated time: cameras that fail, pages that close, machines that sleep. What is seen and counted is scripted, all else is real."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from live_parts import Screen, Watcher, logged, rep, seated, session_of
from world import FakeCamera, World

from footcv.coach.coach import JUMP_S
from footcv.live import BEHIND_S, live
from footcv.session.watcher import Sight
from footcv.session_clock import LONGEST_STEP_S
from footcv.ui.presence import AWAY_S
from footcv.video.frame import Frame
from footcv.video.newest import Newest

# Start is pressed at once; three seconds in place and three of countdown later it begins.
START = (0.5, "start")
BEGUN_S = 9.0
REPS = (rep(9, 12), rep(13, 16), rep(34, 37))


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.end()


def run(
    folder: Path, world: World, *script: tuple[float, str | int], end_s: float = 40.0, presses: tuple[tuple[float, str], ...] = (), **options: Any
) -> tuple[Screen, str]:
    """A session before a camera that does what the script says, until somebody quits; returns the screen and how it ended."""
    screen = Screen(world, sorted([START, *presses, (end_s, "quit")]), options.pop("away", (0.0, 0.0)))
    camera = Newest(FakeCamera(world, *script, fps=15).open, world)
    return screen, live(session_of(folder, world, camera, reps=REPS, screen=screen, **options))


def phases(screen: Screen) -> list[str]:
    return [phase for _, phase in screen.phases]


def test_a_session_goes_from_the_card_to_the_summary_and_keeps_its_repetitions(world: World, tmp_path: Path) -> None:
    screen, ending = run(tmp_path, world, (0, "ok"))
    assert phases(screen) == ["card", "framing", "countdown", "exercise", "summary"]
    assert screen.phases[3][0] < BEGUN_S
    assert ending == "done"
    assert logged(tmp_path) == ([(9, 12), (13, 16), (34, 37)], [], "done")
    assert len(screen.shown) == pytest.approx(40 * 15, rel=0.05)
    assert screen.shown == sorted(set(screen.shown))


@pytest.mark.parametrize("fault", ["hang", "repeat", "error", "end", "gone"])
def test_a_camera_that_fails_pauses_the_session_and_lets_it_go_on_when_it_is_back(fault: str, world: World, tmp_path: Path) -> None:
    screen, ending = run(tmp_path, world, (0, "ok"), (18, fault), (25, "ok"))
    assert phases(screen) == ["card", "framing", "countdown", "exercise", "paused", "countdown", "exercise", "summary"]
    paused_s = {phase: at_s for at_s, phase in screen.phases}["paused"]
    assert 18 <= paused_s <= 20
    assert paused_s <= screen.told("paused.camera")[0] <= 20
    assert ending == "done"
    reps, notes, _ = logged(tmp_path)
    assert reps == [(9, 12), (13, 16), (34, 37)]
    assert notes == ["camera lost", "resumed"]


def test_a_camera_that_stays_away_ends_the_session_with_everything_kept(world: World, tmp_path: Path) -> None:
    screen, ending = run(tmp_path, world, (0, "ok"), (18, "gone"), end_s=500)
    assert ending == "camera lost"
    assert world.now() == pytest.approx(18 + 60, abs=2)
    assert phases(screen)[-2:] == ["paused", "summary"]
    assert logged(tmp_path) == ([(9, 12), (13, 16)], ["camera lost"], "camera lost")


def test_how_long_it_is_waited_for_can_be_said(world: World, tmp_path: Path) -> None:
    _, ending = run(tmp_path, world, (0, "ok"), (18, "gone"), end_s=500, camera_timeout_s=5.0)
    assert ending == "camera lost"
    assert world.now() == pytest.approx(18 + 5, abs=1.5)


def test_one_that_comes_back_with_another_size_goes_on_as_it_was(world: World, tmp_path: Path) -> None:
    sizes = set()

    def see(frame: Frame) -> Sight:
        sizes.add(frame.image.shape)
        return seated(frame)

    screen, _ = run(tmp_path, world, (0, "ok"), (18, "gone"), (21, "small"), see=see)
    assert len(sizes) == 1
    assert phases(screen)[-3:] == ["countdown", "exercise", "summary"]
    assert logged(tmp_path)[0] == [(9, 12), (13, 16), (34, 37)]


def test_one_that_drops_to_five_pictures_a_second_is_told_once_and_goes_on(world: World, tmp_path: Path) -> None:
    screen, _ = run(tmp_path, world, (0, "ok"), (18, 5))
    [told_s] = screen.told("camera.slow")
    assert 18 <= told_s <= 20
    assert "paused" not in phases(screen)
    assert logged(tmp_path)[0] == [(9, 12), (13, 16), (34, 37)]


def test_a_page_that_is_closed_pauses_the_session_and_one_that_returns_lets_it_go_on(world: World, tmp_path: Path) -> None:
    screen, _ = run(tmp_path, world, (0, "ok"), away=(12, 26))
    at_s = {phase: at_s for at_s, phase in screen.phases[:5]}
    assert at_s["paused"] == pytest.approx(12 + AWAY_S, abs=0.2)
    assert phases(screen)[4:] == ["paused", "framing", "countdown", "exercise", "summary"]
    assert logged(tmp_path)[1] == ["paused", "resumed"]


def test_a_page_that_is_loaded_again_pauses_nothing(world: World, tmp_path: Path) -> None:
    screen, _ = run(tmp_path, world, (0, "ok"), away=(12, 15))
    assert "paused" not in phases(screen)


def test_a_pause_of_the_persons_own_is_not_ended_by_a_page_that_returns(world: World, tmp_path: Path) -> None:
    screen, _ = run(tmp_path, world, (0, "ok"), presses=((11.5, "pause"),), away=(12, 26))
    assert phases(screen)[4:] == ["paused", "summary"]


def test_an_hour_asleep_is_a_pause_and_no_hold(world: World, tmp_path: Path) -> None:
    def sleep(frame: Frame) -> Sight:
        if 20 <= world.s < 21:
            world.s += 3600
        return seated(frame)

    screen, _ = run(tmp_path, world, (0, "ok"), see=sleep)
    # More than a jump: the coach pauses also where the camera is there at once.
    assert LONGEST_STEP_S > JUMP_S
    assert "paused" in phases(screen)
    assert logged(tmp_path)[1][0] in ("clock jumped", "camera lost")
    assert world.now() < 50


def test_whoever_stops_it_from_outside_finds_everything_kept(world: World, tmp_path: Path) -> None:
    stop = threading.Event()

    def see(frame: Frame) -> Sight:
        if frame.t > 20:
            stop.set()
        return seated(frame)

    _, ending = run(tmp_path, world, (0, "ok"), see=see, stop=stop)
    assert ending == "done"  # a set that only the person can end is done when it is left
    assert world.now() < 21
    assert logged(tmp_path)[0] == [(9, 12), (13, 16)]


def test_a_log_that_fails_is_said_and_the_session_goes_on(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.write_text("no folder")
    screen, ending = run(folder, world, (0, "ok"))
    assert screen.told("log.trouble")
    assert ending == "done"
    assert screen.progress is not None and screen.progress.done == 3


def test_a_recording_that_is_seen_late_has_no_longer_holds(world: World, tmp_path: Path) -> None:
    class Late(Watcher):
        """Sees nothing for a minute, and then what was there at first."""

        def sights(self) -> list[Sight]:
            return super().sights() if world.s >= 60 else []

    screen = Screen(world, [(70.0, "quit")])
    at: list[float] = []
    session = session_of(tmp_path, world, Newest(FakeCamera(world, (0, "ok"), fps=15).open, world), screen=screen, at_once=True)
    session.watcher = Late()  # type: ignore[assignment]
    update = session.coach.update
    session.coach.update = lambda seen: (at.append(seen.now_s) if world.s < 60 else None) or update(seen)  # type: ignore[method-assign]
    live(session)
    assert max(at) <= BEHIND_S + 0.01
