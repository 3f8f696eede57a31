"""A person before the camera, played: what the coach is told from tick to tick while they hold, turn, rest, walk away and press buttons."""

from collections.abc import Sequence

from footcv.coach.coach import Coach
from footcv.coach.messages import Action, Event, FramingCode, Phase, Progress, Seen, View
from footcv.coach.steps import Step, steps_of
from footcv.counting.level import Level
from footcv.counting.rep import Rep
from footcv.exercises import EXERCISES
from footcv.programs import find_program
from footcv.words import words_in

TICK_S = 0.1
# A movement takes so long to arrive and to come back, and its rep is known so long after it.
MOVES_S = 0.4
KNOWN_AFTER_S = 0.3


def steps(exercise: str | None = None, program: str | None = None, side: str = "auto", rest: bool = True) -> tuple[Step, ...]:
    return steps_of(find_program(program) if program else None, EXERCISES[exercise] if exercise else None, side, rest)


class Scene:
    """One session on a clock of its own. `heard` is what was said, in order; `reps` is what the live counter of the set finds."""

    def __init__(self, to_do: Sequence[Step], *, lang: str = "en", at_once: bool = False, now_s: float = 100.0) -> None:
        self.coach = Coach(to_do, words_in(lang), at_once=at_once)
        self.now_s = now_s
        self.reps: list[Rep] = []
        self.framing: tuple[FramingCode, ...] = ()
        self.view: View = "body"
        self.camera_lost = False
        self.heard: list[str] = []
        self.keys: list[str] = []
        self.events: list[Event] = []
        self._set = (0, 0)
        self.tick()

    @property
    def progress(self) -> Progress:
        return self.coach.progress(self.now_s)

    @property
    def phase(self) -> Phase:
        return self.progress.phase

    @property
    def notes(self) -> list[str]:
        return [event.what for event in self.events if event.kind == "note"]

    def tick(self, level: Level | None = None, after_s: float = TICK_S) -> None:
        self.now_s += after_s
        seen = Seen(self.now_s, tuple(self.reps), level, self.framing, self.view, "lost" if self.camera_lost else "ok")
        self._take(self.coach.update(seen))

    def press(self, action: Action) -> None:
        assert action in self.progress.actions, f"{action} is not offered in {self.phase}, but {self.progress.actions}"
        self._take(self.coach.press(action, self.now_s))

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds / TICK_S)):
            self.tick()

    def until(self, phase: Phase, at_most_s: float = 60) -> None:
        for _ in range(round(at_most_s / TICK_S)):
            if self.phase == phase:
                return
            self.tick()
        raise AssertionError(f"still in {self.phase} after {at_most_s} s, not in {phase}")

    def ready(self) -> None:
        """Press start and take one's place, until the exercise begins."""
        self.press("start")
        self.until("exercise")

    def hold(self, seconds: float, side: str = "left", peak: float = 30.0, unit: str = "deg", *, is_seen: bool = True) -> None:
        start_s = self.now_s
        self._move(start_s, MOVES_S, side, 0.0)
        self._move(start_s, seconds, side, MOVES_S)
        self._move(start_s, MOVES_S + KNOWN_AFTER_S, side, None)
        if is_seen:
            marks = (start_s, start_s + MOVES_S, start_s + MOVES_S + seconds, start_s + 2 * MOVES_S + seconds)
            self.reps.append(Rep(0, side, None, *marks, peak, unit, 0.9))
        self.tick()

    def turn(self, seconds: float = 1.2, side: str = "left", direction: str | None = "clockwise") -> None:
        start_s = self.now_s
        self.wait(seconds + KNOWN_AFTER_S)
        self.reps.append(Rep(0, side, direction, start_s, None, None, start_s + seconds, 360.0, "deg", 0.9))
        self.tick()

    def _move(self, start_s: float, seconds: float, side: str, held_from_s: float | None) -> None:
        """Tick through a part of a movement: to the hold (0.0), the hold (from `held_from_s` on) or back (None)."""
        for _ in range(round(seconds / TICK_S)):
            held_s = self.now_s + TICK_S - start_s - held_from_s if held_from_s else 0.0
            self.tick(Level(self.now_s, side, 1.0 if held_from_s else 0.4, held_s))

    def _take(self, cues: Sequence[object]) -> None:
        said = [cue for cue in cues if cue.kind == "say"]  # type: ignore[attr-defined]
        assert len(said) <= 1, said
        self.heard += [cue.text for cue in said]  # type: ignore[attr-defined]
        self.keys += [cue.key for cue in cues]  # type: ignore[attr-defined]
        self.events += self.coach.take_events()
        progress = self.progress
        if (now := (progress.step, progress.set_index)) != self._set:
            # A set has a live counter of its own.
            self._set, self.reps = now, []
