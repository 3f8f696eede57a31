"""The parts of a session that need neither a camera nor a network: what is seen, counted and pressed is scripted."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from people import pose_of

from footcv.coach.coach import Coach
from footcv.coach.messages import Cue, Progress
from footcv.coach.steps import steps_of
from footcv.counting.level import Level
from footcv.counting.rep import Rep
from footcv.exercises import EXERCISES
from footcv.exercises.exercise import Exercise
from footcv.pose.landmarks import Pose
from footcv.records.keeping import KeptSession
from footcv.records.log import log_path, open_log
from footcv.session.logbook import Logbook
from footcv.session.running_set import RunningSet
from footcv.session.session import Session
from footcv.session.watcher import Sight
from footcv.session_clock import SessionClock
from footcv.signals.trace import Trace
from footcv.video.frame import Frame
from footcv.video.newest import Camera
from footcv.words import words_in

See = Callable[[Frame], Sight]


def seated(frame: Frame) -> Sight:
    """Somebody seated, from the side."""
    pose: Pose = pose_of("seated", frame.t)
    return Sight(frame, pose, (), (), False)


class Watcher:
    """Sees in every frame what the test says."""

    def __init__(self, see: See = seated) -> None:
        self._see, self._sights, self.is_open = see, [], False
        self.seen = 0
        self.has_room, self.has_seen = True, False

    def offer(self, frame: Frame) -> None:
        self._sights.append(self._see(frame))
        self.has_seen = self.has_seen or self._sights[-1].pose is not None
        self.seen += 1

    def sights(self) -> list[Sight]:
        sights, self._sights = self._sights, []
        return sights

    def is_idle(self) -> bool:
        return not self._sights

    def __enter__(self) -> Self:
        self.is_open = True
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.is_open = False


class Counter:
    """Finds the repetitions of a script once they are over, of those that it watched the beginning of."""

    def __init__(self, reps: Sequence[Rep], exercise: Exercise) -> None:
        self._reps, self._times = reps, [-1.0, -1.0]

    def watch(self, t: float, *seen: Any) -> None:
        self._times = [t if self._times[0] < 0 else self._times[0], t]

    def count(self) -> tuple[Rep, ...]:
        first, last = self._times
        return tuple(rep for rep in self._reps if first <= rep.start_s and rep.end_s <= last)

    finish = count

    @property
    def traces(self) -> tuple[Trace, ...]:
        """A signal that rises from the first frame watched to the last."""
        t = np.arange(math.ceil(max(self._times[0], 0.0) * 15), math.floor(max(self._times[1], 0.0) * 15) + 1) / 15
        return (Trace("left", "signal", t, t, "deg"),)

    def level(self) -> Level | None:
        return None


class Screen:
    """Presses what a script says, (when, what), and keeps what it is told. It is connected except in `away`, (from, to)."""

    stays = False

    def __init__(self, clock: SessionClock, presses: Sequence[tuple[float, str]] = (), away: tuple[float, float] = (0.0, 0.0)) -> None:
        self._clock, self._presses, self._away = clock, list(presses), away
        self.shown: list[int] = []
        self.phases: list[tuple[float, str]] = []
        self.cues: list[tuple[float, Cue]] = []
        self.progress: Progress | None = None

    def show(self, image: Any, number: int, captured_s: float) -> None:
        self.shown.append(number)

    def tell(self, progress: Progress, marks: Mapping[str, Any], cues: Sequence[Cue]) -> None:
        now_s = self._clock.now()
        if not self.phases or self.phases[-1][1] != progress.phase:
            self.phases.append((now_s, progress.phase))
        self.cues += [(now_s, cue) for cue in cues]
        self.progress = progress

    def pressed(self) -> list[str]:
        due = [what for at_s, what in self._presses if at_s <= self._clock.now()]
        del self._presses[: len(due)]
        return due

    def connected(self) -> bool:
        return not self._away[0] <= self._clock.now() < self._away[1]

    def told(self, key: str) -> list[float]:
        """When a cue of this key was given."""
        return [at_s for at_s, cue in self.cues if cue.key == key]


def rep(start_s: float, end_s: float, side: str = "left") -> Rep:
    return Rep(0, side, None, start_s, start_s + 0.4, end_s - 0.4, end_s, 30.0, "deg", 0.9)


def session_of(
    folder: Path, clock: SessionClock, camera: Camera, *, reps: Sequence[Rep] = (), screen: Screen | None = None, see: See = seated, **options: Any
) -> Session:
    """A session of open-ended plantar flexion with the log in `folder`."""
    words, exercise = words_in("en"), EXERCISES["plantar-flexion"]
    kept = KeptSession(folder, program=None, source="test", started_at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    return Session(
        coach=Coach(steps_of(None, exercise, "auto", True), words, at_once=options.get("at_once", False)),
        camera=camera,
        watcher=Watcher(see),  # type: ignore[arg-type]
        running=RunningSet(lambda exercise: Counter(reps, exercise), at_once=True),  # type: ignore[arg-type,return-value]
        screen=screen or Screen(clock),
        logbook=Logbook(kept),
        clock=clock,
        words=words,
        **options,
    )


def logged(folder: Path) -> tuple[list[tuple[float, float]], list[str], str | None]:
    """Times of the repetitions that count, the notes, and how the session ended."""
    with open_log(log_path(folder)) as log:
        [session] = log.last_sessions(1)
        return [(one.rep.start_s, one.rep.end_s) for one in log.reps(session.id)], [note.what for note in log.notes(session.id)], session.how
