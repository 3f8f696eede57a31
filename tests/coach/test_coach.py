"""What the coach counts, says and shows while a set goes on; its ways from phase to phase are in test_course.py."""

import json
from dataclasses import asdict

import pytest
from scene import TICK_S, Scene, steps

from footcv.coach.coach import Coach
from footcv.coach.messages import Seen
from footcv.counting.level import Level
from footcv.counting.rep import Rep
from footcv.words import words_in


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
    kinds = [(event.kind, event.number) for event in pressing.events if event.kind in ("rep", "taken-back")]
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
    assert [(event.kind, event.what) for event in scene.events if event.kind in ("set", "session")] == [("set", "done"), ("session", "done")]
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
    assert [(event.kind, event.what) for event in scene.events if event.what] == [("set", "stopped"), ("session", "stopped")]


def test_in_a_recording_one_set_follows_the_other() -> None:
    scene = Scene(steps("ankle-circles", "three-exercise"), at_once=True)
    for side in ("left", "right"):
        for way in ("clockwise", "counterclockwise"):
            assert (scene.progress.side, scene.progress.direction, scene.phase) == (side, way, "exercise")
            for _ in range(10):
                scene.turn(1.0, side, way)
    assert scene.phase == "summary"


# What goes in and out


def test_the_screen_is_json() -> None:
    scene = Scene(steps(program="three-exercise"))
    assert json.loads(json.dumps(asdict(scene.progress)))["phase"] == "card"


def test_no_steps_are_no_session() -> None:
    with pytest.raises(ValueError, match="at least one step"):
        Coach((), words_in("en"))


def test_a_clock_that_goes_back_stands_still() -> None:
    coach = Coach(steps("heel-raise"), words_in("en"))
    coach.update(Seen(100.0))
    coach.press("start", 100.1)
    coach.update(Seen(40.0))
    assert coach.progress(40.0).phase == "framing"
