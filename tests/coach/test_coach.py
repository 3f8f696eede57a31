import json
from dataclasses import asdict
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scene import TICK_S, Scene, steps

from footcv.coach.coach import Coach
from footcv.coach.messages import Action, Framing, Phase, Seen
from footcv.coach.verdict import TOLERANCE_S, TOLERANCE_SHARE
from footcv.counting.level import Level
from footcv.counting.rep import Rep
from footcv.words import words_in


@pytest.fixture
def walking() -> Scene:
    """Toe walking, 6 times 20 s with 10 s of rest, about to begin the first."""
    scene = Scene(steps("toe-walking", "five-exercise-weekly"))
    scene.ready()
    scene.tick()
    scene.heard.clear()
    return scene


@pytest.fixture
def pressing() -> Scene:
    """Plantar flexion, 10 times 5 s, the left leg first, about to begin."""
    scene = Scene(steps("plantar-flexion", "four-exercise-ten-rounds"))
    scene.ready()
    scene.tick()
    scene.heard.clear()
    return scene


def notes(scene: Scene) -> list[str]:
    return [done.what for done in scene.done if done.kind == "note"]


def test_who_holds_too_short_with_the_wrong_foot_is_told_of_the_foot(pressing: Scene) -> None:
    pressing.hold(1.0, side="right")
    assert "left leg" in pressing.heard[-1]
    assert "left leg" in pressing.progress.faults[0] and len(pressing.progress.faults) == 2


# A look that changes its mind


def test_a_count_that_is_lost_and_found_again_is_not_told_twice(pressing: Scene) -> None:
    pressing.hold(5.2)
    pressing.wait(2)
    pressing.hold(5.2)
    assert pressing.heard[-1] == "2 done."
    pressing.wait(1)
    pressing.heard.clear()
    lost = pressing.reps.pop()
    pressing.wait(2)
    pressing.reps.append(lost)
    pressing.wait(6)
    assert pressing.heard == []
    assert pressing.progress.done == 2


def test_a_count_that_stays_lost_is_corrected_once_and_counted_on_from(pressing: Scene) -> None:
    pressing.hold(5.2)
    pressing.wait(2)
    pressing.hold(5.2)
    pressing.wait(1)
    pressing.heard.clear()
    pressing.reps.pop()
    pressing.wait(8)
    assert pressing.heard == ["I counted again. So far: 1."]
    pressing.hold(5.2)
    assert pressing.heard[-1] == "2 done."


# Setting up


def test_the_card_waits_as_long_as_it_takes_and_says_all_there_is_to_know() -> None:
    scene = Scene(steps("dorsiflexion", "five-exercise"))
    scene.wait(90)

    assert scene.phase == "card"
    card = scene.progress.card
    assert card is not None and card.equipment and card.camera and card.dose == "10 repetitions, hold for 5 seconds"
    assert scene.heard == [f"Resisted flexion. {card.instructions} {card.dose}. Press start when you are ready."]


def test_advice_is_given_one_thing_at_a_time_the_most_pressing_first_and_again_later() -> None:
    scene = Scene(steps("heel-raise"))
    scene.press("start")
    scene.framing = ("heels-hidden", "too-dark")
    scene.wait(12)

    assert scene.heard[1:] == ["It is too dark. Please turn on a light."] * 2
    assert scene.progress.advice == ("It is too dark. Please turn on a light.", "I cannot see your heels.")
    scene.framing = ("heels-hidden",)
    scene.wait(2)
    assert scene.heard[3:] == ["I cannot see your heels."]
    assert scene.phase == "framing"


@pytest.mark.parametrize("code", [code for code in get_args(Framing) if code != "wrong-posture"])
def test_each_thing_that_can_be_wrong_with_the_picture_has_advice_of_its_own(code: Framing) -> None:
    scene = Scene(steps("heel-raise"))
    scene.press("start")
    scene.framing = (code,)
    scene.tick()
    assert scene.progress.headline == scene.progress.advice[0] == words_in("en")(f"framing.{code}")


@pytest.mark.parametrize(("exercise", "said"), [("heel-raise", "stand up"), ("plantar-flexion", "sit"), ("ankle-circles", "lie on your back")])
def test_the_posture_that_is_asked_for_is_the_exercises_own(exercise: str, said: str) -> None:
    scene = Scene(steps(exercise))
    scene.press("start")
    scene.framing = ("wrong-posture",)
    scene.tick()
    assert said in scene.progress.headline


def test_whoever_is_not_recognised_can_begin_all_the_same() -> None:
    scene = Scene(steps("heel-raise"))
    scene.framing = ("wrong-posture",)
    scene.press("start")
    scene.wait(30)
    assert scene.phase == "framing"
    scene.press("start")
    scene.until("exercise", 4)


def test_the_countdown_goes_back_to_framing_where_the_person_leaves() -> None:
    scene = Scene(steps("heel-raise"))
    scene.press("start")
    scene.until("countdown")
    scene.framing = ("nobody",)
    scene.wait(0.5)
    assert scene.phase == "countdown"
    scene.wait(1)
    assert scene.phase == "framing"
    scene.framing = ()
    scene.until("exercise")


def test_feet_alone_are_welcome_and_can_be_swapped() -> None:
    scene = Scene(steps("plantar-flexion"))
    assert "swap-feet" not in scene.progress.actions
    scene.view = "feet"
    scene.ready()
    scene.press("swap-feet")

    assert scene.keys.count("view.feet") == 1
    assert scene.heard[-1] == "Left and right are swapped."
    assert notes(scene) == ["feet swapped"]


# Counting


def test_the_running_count_and_the_hold_are_on_the_screen(pressing: Scene) -> None:
    pressing.hold(5)
    for i in range(20):
        pressing.tick(Level(pressing.now_s, "left", 0.9, 0.1 + i * TICK_S))
    shown = pressing.progress

    assert (shown.done, shown.asked, shown.hold_asked_s, shown.level, shown.band) == (1, 10, 5, 0.9, (0.8, 1.0))
    assert shown.hold_s == pytest.approx(2.0, abs=0.15)
    assert shown.headline == "Hold."
    assert shown.upcoming == "Resisted plantar flexion, right leg"


def test_a_hold_that_flickers_goes_on(pressing: Scene) -> None:
    start_s = pressing.now_s
    for i in range(50):
        held_s = 0.0 if 20 <= i < 24 else pressing.now_s - start_s + TICK_S if i < 20 else (i - 24) * TICK_S + 0.01
        pressing.tick(Level(pressing.now_s, "left", 0.8, held_s))
    assert pressing.heard == ["Hold.", "3", "2", "1"]


def test_a_rep_that_comes_late_counts_and_one_that_goes_again_does_not(pressing: Scene) -> None:
    pressing.hold(5)
    pressing.hold(5)
    late = pressing.reps.pop(0)
    pressing.tick()
    assert pressing.progress.done == 1
    pressing.reps.insert(0, late)
    pressing.tick()
    assert pressing.progress.done == 2


def test_a_rep_seen_better_later_is_the_same_rep_and_is_written_anew_when_the_set_ends(pressing: Scene) -> None:
    pressing.hold(4.9)
    told = len(pressing.heard)
    first = pressing.reps[0]
    pressing.reps[0] = Rep(0, "left", None, first.start_s, first.hold_start_s, first.start_s + 3.0, first.start_s + 3.5, 30.0, "deg", 0.9)
    pressing.tick()
    assert pressing.heard[told:] == ["A little longer next time: 5 seconds."]
    assert (pressing.progress.done, pressing.progress.faults) == (0, ("A little longer next time: 5 seconds.",))

    pressing.wait(30)
    pressing.press("skip")
    pressing.tick()
    kinds = [(done.kind, done.number) for done in pressing.done if done.kind in ("rep", "taken-back")]
    assert kinds == [("rep", 1), ("taken-back", 1), ("rep", 2)]


def test_the_same_fault_is_told_once(pressing: Scene) -> None:
    pressing.hold(2)
    pressing.wait(10)
    assert pressing.heard.count("A little longer next time: 5 seconds.") == 1
    assert pressing.keys.count("fault") == 1


def test_whoever_begins_before_the_start_is_told_that_it_does_not_count() -> None:
    scene = Scene(steps("plantar-flexion", "four-exercise-ten-rounds"))
    scene.press("start")
    scene.until("countdown")
    scene.wait(1)
    scene.hold(5)
    assert scene.progress.done == 0
    assert scene.heard[-1] == "That one began before I was ready, so it is not counted. The next one will be."
    assert "Hold." not in scene.heard


def test_whoever_waits_hears_that_all_is_well(pressing: Scene) -> None:
    pressing.wait(45)
    assert pressing.heard == ["Take your time. I am watching."]


def test_without_a_program_it_counts_until_the_person_stops() -> None:
    scene = Scene(steps("heel-raise"))
    scene.ready()
    for _ in range(40):
        scene.hold(1, "both", 0.05, "m")
    assert (scene.progress.done, scene.progress.asked) == (40, None)
    assert scene.heard[-1] == "40 done."

    scene.press("quit")
    scene.wait(2)
    assert scene.heard[-1] == "That is all for now. Well done!"
    assert [(done.kind, done.what) for done in scene.done if done.kind in ("set", "session")] == [("set", "done"), ("session", "done")]
    (row,) = scene.progress.summary
    assert (row.done, row.asked, row.complete, row.best_range, row.full_holds) == (40, None, None, "5.0 cm", None)


@pytest.mark.parametrize(("takes_s", "turns"), [(0.8, 10), (1.2, 9), (2.5, 4), (5.0, 2)])
def test_circles_dosed_by_a_count_of_ten_are_done_with_ten_turns_or_ten_seconds(takes_s: float, turns: int) -> None:
    scene = Scene(steps("ankle-circles", "three-exercise"))
    scene.ready()
    for _ in range(turns - 1):
        scene.turn(takes_s)
    assert scene.phase == "exercise"
    scene.turn(takes_s)
    assert scene.heard[-1] == f"{turns}. Well done."
    assert (scene.progress.phase, scene.progress.direction) == ("rest", "counterclockwise")


# Rests and changes


def test_the_rest_is_counted_from_the_end_of_the_rep(walking: Scene) -> None:
    walking.hold(20, "both")
    assert walking.phase == "rest"
    ended_s = walking.reps[-1].end_s
    assert walking.progress.left_s == pytest.approx(ended_s + 10 - walking.now_s)
    walking.until("exercise")
    assert walking.now_s == pytest.approx(ended_s + 10, abs=2 * TICK_S)


def test_a_rest_that_the_person_skips_is_no_fault(walking: Scene) -> None:
    walking.hold(20, "both")
    walking.press("skip")
    walking.hold(20, "both")
    assert walking.progress.done == 2
    assert notes(walking) == ["rest skipped"]


def test_without_rests_none_is_asked_for() -> None:
    scene = Scene(steps("toe-walking", "five-exercise-weekly", rest=False))
    scene.ready()
    scene.hold(20, "both")
    assert scene.phase == "exercise"
    scene.hold(20, "both")
    assert scene.progress.done == 2


def test_changing_legs_can_be_cut_short(pressing: Scene) -> None:
    for _ in range(10):
        pressing.hold(5)
    pressing.wait(2)
    assert (pressing.phase, pressing.heard[-1]) == ("rest", "Now the right leg. Take your time.")
    pressing.press("skip")
    assert pressing.phase == "countdown"


# What is pressed


def test_undo_takes_the_last_one_back_for_good(pressing: Scene) -> None:
    pressing.hold(5)
    pressing.hold(5)
    pressing.press("undo")
    pressing.wait(3)
    assert (pressing.progress.done, pressing.heard[-1]) == (1, "Taken back. That makes 1.")
    pressing.hold(5)
    assert pressing.progress.done == 2
    assert [(done.kind, done.number, done.by_hand) for done in pressing.done] == [
        ("rep", 1, False),
        ("rep", 2, False),
        ("taken-back", 2, True),
        ("rep", 3, False),
    ]


def test_one_added_by_hand_counts_is_logged_as_such_and_can_be_taken_back(pressing: Scene) -> None:
    pressing.press("add")
    pressing.tick()
    assert (pressing.progress.done, pressing.heard[-1]) == (1, "Added by hand. That makes 1.")
    assert [(done.kind, done.by_hand, done.rep is not None and done.rep.counted) for done in pressing.done] == [("rep", True, True)]
    pressing.press("undo")
    assert pressing.progress.done == 0


def test_one_added_by_hand_does_not_make_the_others_shallow_and_is_rested_after(walking: Scene) -> None:
    for _ in range(3):
        walking.press("add")
        assert walking.phase == "rest"
        walking.until("exercise")
    walking.hold(20, "both")
    assert walking.progress.done == 4


def test_the_last_rep_can_be_added(pressing: Scene) -> None:
    for _ in range(10):
        pressing.press("add")
    pressing.tick()
    assert (pressing.progress.side, pressing.phase) == ("right", "rest")


def test_an_undo_after_the_last_rep_goes_back_to_the_set(pressing: Scene) -> None:
    for _ in range(10):
        pressing.hold(5)
    assert pressing.progress.side == "right"
    pressing.press("undo")
    assert (pressing.progress.side, pressing.progress.done, pressing.phase) == ("left", 9, "framing")

    pressing.until("exercise")
    pressing.hold(5)
    assert (pressing.progress.side, pressing.progress.done) == ("right", 0)
    log = [done for done in pressing.done if done.kind in ("taken-back", "set") or done.what]
    assert [done.what or done.kind for done in log] == ["done", "set reopened", "taken-back", "done"]
    assert {done.set_index for done in log} == {1}


def test_repeat_begins_the_set_anew(pressing: Scene) -> None:
    pressing.hold(5)
    pressing.press("repeat")
    assert (pressing.progress.step, pressing.progress.set_index, pressing.progress.done) == (1, 2, 0)
    assert pressing.phase == "framing"
    assert [done.what for done in pressing.done if done.kind == "set"] == ["repeated"]


def test_repeat_before_a_set_has_begun_does_the_one_before_again(pressing: Scene) -> None:
    for _ in range(10):
        pressing.hold(5)
    pressing.press("repeat")
    assert (pressing.progress.step, pressing.progress.side, pressing.progress.set_index) == (1, "left", 2)


def test_skip_goes_on_and_the_summary_says_what_was_left_out(pressing: Scene) -> None:
    pressing.hold(5)
    pressing.press("skip")
    pressing.press("skip")
    pressing.press("skip")
    assert pressing.phase == "summary"
    assert [(row.side, row.done, row.complete) for row in pressing.progress.summary] == [("left", 1, False), ("right", 0, False)]


def test_change_side_before_anything_counted_turns_the_slip_into_a_rep(pressing: Scene) -> None:
    pressing.hold(5, "right")
    assert (pressing.progress.done, pressing.heard[-1]) == (0, "That one is not counted. It is the turn of the left leg.")
    pressing.press("change-side")
    pressing.tick()
    assert (pressing.progress.side, pressing.progress.done, pressing.progress.upcoming) == ("right", 1, "Resisted plantar flexion, left leg")


def test_change_side_in_the_middle_keeps_what_was_done_and_does_the_other_first() -> None:
    scene = Scene(steps("ankle-circles", "three-exercise"))
    scene.ready()
    scene.turn()
    scene.press("change-side")
    order = []
    for _ in range(4):
        order.append((scene.progress.side, scene.progress.direction))
        scene.press("skip")
        if scene.phase == "rest":
            scene.press("skip")
    assert order == [("right", "clockwise"), ("right", "counterclockwise"), ("left", "clockwise"), ("left", "counterclockwise")]
    assert [done.what for done in scene.done if done.kind == "set"][:1] == ["side changed"]
    assert [row.done for row in scene.progress.summary] == [1, 0, 0, 0, 0]


@pytest.mark.parametrize(("exercise", "program"), [("toe-walking", "three-exercise"), ("toe-press", "three-exercise"), ("plantar-flexion", None)])
def test_change_side_is_not_offered_where_no_side_was_asked_for(exercise: str, program: str | None) -> None:
    assert "change-side" not in Scene(steps(exercise, program)).progress.actions


def test_quitting_keeps_what_was_done(pressing: Scene) -> None:
    pressing.hold(5)
    pressing.press("quit")
    pressing.wait(1)
    assert pressing.heard[-1] == "We stop here. What you have done is kept."
    assert [(done.kind, done.what) for done in pressing.done][-2:] == [("set", "stopped"), ("session", "stopped")]
    assert [row.done for row in pressing.progress.summary] == [1, 0]
    assert pressing.progress.actions == ("quit",)
    assert not pressing.coach.over
    pressing.press("quit")
    assert pressing.coach.over


# Pauses


def test_a_pause_lasts_until_the_person_goes_on_and_what_is_done_in_it_does_not_count(pressing: Scene) -> None:
    pressing.hold(5)
    pressing.press("pause")
    pressing.hold(5)
    pressing.wait(600)
    assert (pressing.phase, pressing.progress.done) == ("paused", 1)
    pressing.press("resume")
    pressing.until("exercise")
    pressing.hold(5)
    assert pressing.progress.done == 2
    assert notes(pressing) == ["paused", "resumed"]


def test_a_hold_across_a_pause_does_not_count(pressing: Scene) -> None:
    start_s = pressing.now_s
    pressing.wait(2)
    pressing.press("pause")
    pressing.tick()
    pressing.press("resume")
    pressing.until("exercise")
    end_s = pressing.now_s + 2
    pressing.wait(3)
    pressing.reps.append(Rep(1, "left", None, start_s, start_s + 0.4, end_s - 0.4, end_s, 30.0, "deg", 0.9))
    pressing.tick()
    assert pressing.progress.done == 0


def test_a_rep_done_just_before_the_pause_and_known_in_it_counts(pressing: Scene) -> None:
    start_s = pressing.now_s
    pressing.wait(5.5)
    pressing.press("pause")
    pressing.wait(0.5)
    pressing.reps.append(Rep(1, "left", None, start_s, start_s + 0.3, start_s + 5.4, start_s + 5.8, 30.0, "deg", 0.9))
    pressing.tick()
    assert pressing.progress.done == 1


@pytest.mark.parametrize(("code", "after_s"), [("nobody", 3.0), ("feet-left", 1.0)])
def test_who_leaves_the_picture_is_waited_for(pressing: Scene, code: Framing, after_s: float) -> None:
    pressing.hold(5)
    pressing.framing = (code,)
    pressing.wait(after_s - 0.2)
    assert pressing.phase == "exercise"
    pressing.wait(0.5)
    assert pressing.phase == "paused"
    pressing.wait(30)
    assert "resume" in pressing.progress.actions
    pressing.framing = ()
    pressing.until("exercise", 6)
    assert pressing.progress.done == 1
    assert pressing.heard[-3:] == ["3", "2", "1"]


def test_a_lost_camera_pauses_at_once_and_goes_on_by_itself(pressing: Scene) -> None:
    pressing.camera_lost = True
    pressing.wait(0.3)
    assert (pressing.phase, pressing.heard[-1][:34]) == ("paused", "I get no picture from the camera, ")
    pressing.camera_lost = False
    pressing.until("exercise", 6)
    assert notes(pressing) == ["camera lost", "resumed"]


def test_an_hour_asleep_is_neither_a_hold_nor_a_rest(walking: Scene) -> None:
    walking.hold(20, "both")
    left_s = walking.progress.left_s
    walking.tick(after_s=3600)
    assert (walking.phase, walking.progress.hold_s) == ("paused", 0)
    walking.wait(10)
    assert walking.heard[-1].startswith("Your computer was asleep")
    walking.press("resume")
    assert walking.phase == "rest"
    assert walking.progress.left_s == pytest.approx(left_s, abs=0.2)


def test_a_hold_that_slept_is_none(walking: Scene) -> None:
    start_s = walking.now_s
    walking.wait(3)
    walking.tick(Level(walking.now_s + 3600, "both", 1.0, 3603.0), after_s=3600)
    walking.reps.append(Rep(1, "both", None, start_s, start_s + 1, walking.now_s - 1, walking.now_s, 0.05, "m", 0.9))
    walking.press("resume")
    walking.until("exercise")
    walking.wait(5)
    assert walking.progress.done == 0
    assert "clock jumped" in notes(walking)


# Recordings


def test_a_recording_begins_at_once_and_pauses_for_nothing() -> None:
    scene = Scene(steps("toe-walking", "five-exercise-weekly"), at_once=True, now_s=0.0)
    assert scene.phase == "exercise"
    scene.framing = ("nobody",)
    scene.hold(20, "both")
    scene.wait(5)
    scene.tick(after_s=20)
    scene.hold(20, "both")
    assert scene.progress.done == 2
    scene.press("quit")
    assert [(done.kind, done.what) for done in scene.done if done.what] == [("set", "stopped"), ("session", "stopped")]


def test_in_a_recording_one_set_follows_the_other() -> None:
    scene = Scene(steps("ankle-circles", "three-exercise"), at_once=True)
    for side in ("left", "right"):
        for way in ("clockwise", "counterclockwise"):
            assert (scene.progress.side, scene.progress.direction, scene.phase) == (side, way, "exercise")
            for _ in range(10):
                scene.turn(1.0, side, way)
    assert scene.phase == "summary"


# Whatever happens


def test_the_screen_is_json() -> None:
    scene = Scene(steps(program="three-exercise"))
    assert json.loads(json.dumps(asdict(scene.progress)))["phase"] == "card"


def test_no_steps_are_no_session() -> None:
    with pytest.raises(ValueError, match="at least one step"):
        Coach((), words_in("en"))


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
                turning = scene.progress.exercise_id == "ankle-circles"
                marks = (None, None) if turning else (start_s + 0.4, start_s + 0.4 + seconds)
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
    for done in played.scene.done:
        if done.rep is not None and done.rep.counted and not done.by_hand:
            held_until_s = done.rep.end_s if done.rep.hold_end_s is None else done.rep.hold_end_s
            # The longest rest of these sessions is 15 s, of which a twentieth is let pass.
            assert "exercise" in played.phases_at(done.rep.start_s, max(TOLERANCE_S, TOLERANCE_SHARE * 15))
            assert "exercise" in played.phases_at(held_until_s, TOLERANCE_S)

    # From anywhere it is a few presses to the end.
    for _ in range(3 * played.scene.progress.steps + 3):
        ways: list[Action] = [action for action in ("start", "resume", "skip") if action in played.scene.progress.actions]
        if ways:
            played.press(ways[0])
    assert played.scene.phase == "summary"
    numbers = [done.number for done in played.scene.done if done.kind == "rep"]
    assert numbers == sorted(set(numbers))
    assert {done.number for done in played.scene.done if done.kind == "taken-back"} <= set(numbers)
    assert [done.kind for done in played.scene.done].count("session") == 1


def test_a_clock_that_goes_back_stands_still() -> None:
    coach = Coach(steps("heel-raise"), words_in("en"))
    coach.update(Seen(100.0))
    coach.press("start", 100.1)
    coach.update(Seen(40.0))
    assert coach.progress(40.0).phase == "framing"
