"""From phase to phase: setting up, resting, changing legs, pausing."""

from typing import get_args

import pytest
from scene import TICK_S, Scene, steps

from footcv.coach.messages import FramingCode
from footcv.counting.level import Level
from footcv.counting.rep import Rep
from footcv.words import words_in

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


@pytest.mark.parametrize("code", [code for code in get_args(FramingCode) if code != "wrong-posture"])
def test_each_thing_that_can_be_wrong_with_the_picture_has_advice_of_its_own(code: FramingCode) -> None:
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
    assert scene.notes == ["feet swapped"]


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
    assert walking.notes == ["rest skipped"]


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
    assert pressing.notes == ["paused", "resumed"]


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
def test_who_leaves_the_picture_is_waited_for(pressing: Scene, code: FramingCode, after_s: float) -> None:
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
    assert pressing.notes == ["camera lost", "resumed"]


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
    assert "clock jumped" in walking.notes
