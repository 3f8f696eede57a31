import pytest
from scene import Scene, steps


def test_undo_takes_the_last_one_back_for_good(pressing: Scene) -> None:
    pressing.hold(5)
    pressing.hold(5)
    pressing.press("undo")
    pressing.wait(3)
    assert (pressing.progress.done, pressing.heard[-1]) == (1, "Taken back. That makes 1.")
    pressing.hold(5)
    assert pressing.progress.done == 2
    assert [(event.kind, event.number, event.by_hand) for event in pressing.events] == [
        ("rep", 1, False),
        ("rep", 2, False),
        ("taken-back", 2, True),
        ("rep", 3, False),
    ]


def test_one_added_by_hand_counts_is_logged_as_such_and_can_be_taken_back(pressing: Scene) -> None:
    pressing.press("add")
    pressing.tick()
    assert (pressing.progress.done, pressing.heard[-1]) == (1, "Added by hand. That makes 1.")
    assert [(event.kind, event.by_hand, event.rep is not None and event.rep.counted) for event in pressing.events] == [("rep", True, True)]
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
    log = [event for event in pressing.events if event.kind in ("taken-back", "set") or event.what]
    assert [event.what or event.kind for event in log] == ["done", "set reopened", "taken-back", "done"]
    assert {event.set_index for event in log} == {1}


def test_repeat_begins_the_set_anew(pressing: Scene) -> None:
    pressing.hold(5)
    pressing.press("repeat")
    assert (pressing.progress.step, pressing.progress.set_index, pressing.progress.done) == (1, 2, 0)
    assert pressing.phase == "framing"
    assert [event.what for event in pressing.events if event.kind == "set"] == ["repeated"]


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
    assert [event.what for event in scene.events if event.kind == "set"][:1] == ["side changed"]
    assert [row.done for row in scene.progress.summary] == [1, 0, 0, 0, 0]


@pytest.mark.parametrize(("exercise", "program"), [("toe-walking", "three-exercise"), ("toe-press", "three-exercise"), ("plantar-flexion", None)])
def test_change_side_is_not_offered_where_no_side_was_asked_for(exercise: str, program: str | None) -> None:
    assert "change-side" not in Scene(steps(exercise, program)).progress.actions


def test_quitting_keeps_what_was_done(pressing: Scene) -> None:
    pressing.hold(5)
    pressing.press("quit")
    pressing.wait(1)
    assert pressing.heard[-1] == "We stop here. What you have done is kept."
    assert [(event.kind, event.what) for event in pressing.events][-2:] == [("set", "stopped"), ("session", "stopped")]
    assert [row.done for row in pressing.progress.summary] == [1, 0]
    assert pressing.progress.actions == ("quit",)
    assert not pressing.coach.over
    pressing.press("quit")
    assert pressing.coach.over
