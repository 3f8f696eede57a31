"""Whatever a person does, and whatever happens to the camera and the clock."""

from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from scene import Scene, steps

from footcv.coach.messages import Action, Phase
from footcv.coach.verdict import TOLERANCE_S, TOLERANCE_SHARE
from footcv.counting.level import Level
from footcv.counting.rep import Rep

MOVES = st.one_of(
    st.just(("go", 0)),
    st.just(("go", 0)),
    st.sampled_from(get_args(Action)),
    st.tuples(st.just("wait"), st.sampled_from([1.0, 4.0, 7.0, 10.0])),
    st.tuples(st.just("hold"), st.sampled_from([2.0, 5.0, 20.0])),
    st.tuples(st.just("hold"), st.sampled_from([5.0, 20.0])),
    st.tuples(st.just("hold"), st.sampled_from([5.0, 20.0])),
    st.tuples(st.just("jump"), st.sampled_from([60.0, 3600.0])),
    st.tuples(st.just("framing"), st.sampled_from([(), ("nobody",), ("feet-left",), ("too-dark", "step-back")])),
    st.tuples(st.just("camera"), st.booleans()),
)
SESSIONS = [
    ("plantar-flexion", "four-exercise-ten-rounds"),
    ("ankle-circles", "three-exercise"),
    ("toe-walking", "three-exercise"),
    ("toe-press", None),
    (None, "five-exercise"),
]


class Played:
    """A session in which anything happens, and a record of which phase it was in when."""

    def __init__(self, exercise: str | None, program: str | None, *, at_once: bool) -> None:
        self.scene = Scene(steps(exercise, program), at_once=at_once)
        self.phases: list[tuple[float, Phase]] = [(self.scene.now_s, self.scene.phase)]

    def play(self, move: object) -> None:
        scene = self.scene
        match move:
            case "wait", float(seconds):
                for _ in range(round(seconds / 0.5)):
                    self.tick(0.5)
            case "hold", float(seconds):
                start_s = scene.now_s
                for i in range(round(seconds / 0.5) + 2):
                    self.tick(0.5, Level(scene.now_s, "left", 1.0, i * 0.5))
                marks = (None, None) if scene.progress.in_turns else (start_s + 0.4, start_s + 0.4 + seconds)
                side, way = scene.progress.side or "both", scene.progress.direction
                scene.reps.append(Rep(0, side, way, start_s, *marks, start_s + 0.8 + seconds, 30.0, "deg", 0.9))
                self.tick(0.5)
            case "jump", float(seconds):
                self.tick(seconds)
            case "framing", tuple(codes):
                scene.framing = codes
            case "camera", bool(lost):
                scene.camera_lost = lost
            case "go", _:
                self.go()
            case str(action):
                self.press(action)  # type: ignore[arg-type]

    def go(self) -> None:
        """Do what leads to the exercise."""
        if self.scene.phase in ("framing", "countdown"):
            for _ in range(14):
                self.tick(0.5)
        elif self.scene.phase == "card":
            self.press("start")
        elif self.scene.phase == "paused":
            self.press("resume")

    def tick(self, after_s: float, level: Level | None = None) -> None:
        before = self.scene.progress
        self.scene.tick(level, after_s=after_s)
        self.note()
        after = self.scene.progress
        if before.phase in ("card", "framing", "countdown") and (before.step, before.set_index) == (after.step, after.set_index):
            assert after.done == before.done

    def press(self, action: Action) -> None:
        offered = self.scene.progress.actions
        before = self.scene.progress
        self.scene._take(self.scene.coach.press(action, self.scene.now_s))
        self.note()
        if action not in offered:
            assert self.scene.progress == before

    def note(self) -> None:
        self.phases.append((max(self.scene.now_s, self.phases[-1][0]), self.scene.phase))

    def phases_at(self, t: float, tolerance_s: float) -> set[Phase]:
        """The phases within the tolerance of `t`."""
        until_s = [*(since_s for since_s, _ in self.phases[1:]), float("inf")]
        return {phase for (since_s, phase), until in zip(self.phases, until_s, strict=True) if since_s <= t + tolerance_s and until >= t - tolerance_s}


@settings(max_examples=40)
@given(st.sampled_from(SESSIONS), st.booleans(), st.lists(MOVES, min_size=25, max_size=50))
def test_nothing_counts_in_set_up_pause_or_rest_and_there_is_always_a_way_on(
    session: tuple[str | None, str | None], at_once: bool, moves: list[object]
) -> None:
    played = Played(*session, at_once=at_once)
    for move in [("go", 0), ("go", 0), *moves]:
        played.play(move)
        if played.scene.phase == "summary":
            break
        progress = played.scene.progress
        assert progress.actions or played.scene.coach.over
        assert progress.done >= 0 and progress.headline
        assert progress.left_s is None or progress.left_s >= 0

    # Whatever was counted, and not by hand, was begun and held while the exercise was on.
    for event in played.scene.events:
        if event.rep is not None and event.rep.counted and not event.by_hand:
            held_until_s = event.rep.end_s if event.rep.hold_end_s is None else event.rep.hold_end_s
            # The longest rest of these sessions is 15 s, of which a twentieth is let pass.
            assert "exercise" in played.phases_at(event.rep.start_s, max(TOLERANCE_S, TOLERANCE_SHARE * 15))
            assert "exercise" in played.phases_at(held_until_s, TOLERANCE_S)

    # From anywhere it is a few presses to the end.
    for _ in range(3 * played.scene.progress.steps + 3):
        ways: list[Action] = [action for action in ("start", "resume", "skip") if action in played.scene.progress.actions]
        if ways:
            played.press(ways[0])
    assert played.scene.phase == "summary"
    numbers = [event.number for event in played.scene.events if event.kind == "rep"]
    assert numbers == sorted(set(numbers))
    assert {event.number for event in played.scene.events if event.kind == "taken-back"} <= set(numbers)
    assert [event.kind for event in played.scene.events].count("session") == 1
