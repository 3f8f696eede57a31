"""A whole program from the first card to the summary: a scripted person, a simulated clock, and every word they hear in its order."""

import re
from collections import Counter

from scene import Scene, steps

# The sheet as the person was given it, with what they do on the left, their slips included, and what they hear on the right; `#` is the running count.
HOLD_FLEXION = "Hold. / 3 / 2 / 1 / And come back slowly. / "
HOLD_TOES = "Hold. / 3 / 2 / 1 / And let go. / "
WALK = "Stay on tiptoe. / 3 / 2 / 1 / That is enough. If you like, go on to 20 seconds. / "
PLACE = "Good, I can see you. / 3 / 2 / 1 / "
LEARN = " Once, slowly, so that I can learn how you move. It counts."
READY = " Press start when you are ready."
CIRCLE = "Circle clockwise, as you see your own foot."
COUNTER = "Circle counterclockwise, as you see your own foot."
OTHER_WAY = "Now the other way round: counterclockwise. / 3 / 2 / 1 / " + COUNTER
RIGHT_LEG = "Now the right leg. Take your time. / 3 / 2 / 1 / "
REST = " / Rest for 8 seconds. / And again. Heels up, and walk on tiptoe."

FOUR_EXERCISES_TEN_ROUNDS = [
    # 1. Plantar flexion: sitting straight on a chair, left leg first, band round the foot; hold 5 s, 10 reps, then switch leg.
    ("opens the page", "Resisted plantar flexion, left leg. Sit straight on a chair and begin with the left leg. Put the band round the foot so that it "
                       "covers the toes. Then switch legs. 10 repetitions, hold for 5 seconds." + READY),
    ("presses start", ""),
    ("stands too near for 3 s", "Please move back a little, I cannot see all of you."),
    ("takes their place", PLACE + "Press your foot away." + LEARN),
    ("holds the left 5 s, 4 times", HOLD_FLEXION + "# done."),
    ("holds the left 3 s", "Hold. / 3 / 2 / A little longer next time: 5 seconds."),
    ("holds the left 5 s", HOLD_FLEXION + "#. That is half."),
    ("holds the right 5 s", HOLD_FLEXION + "That one is not counted. It is the turn of the left leg."),
    ("holds the left 5 s, 3 times", HOLD_FLEXION + "# done."),
    ("holds the left 7 s", HOLD_FLEXION + "#. One more."),
    ("holds the left 5 s", HOLD_FLEXION + "#. Well done."),
    ("changes legs", RIGHT_LEG + "Press your foot away."),
    ("holds the right 5 s, 4 times", HOLD_FLEXION + "# done."),
    ("holds the right 5 s", HOLD_FLEXION + "#. That is half."),
    ("holds the right 5 s, 3 times", HOLD_FLEXION + "# done."),
    ("holds the right 5 s", HOLD_FLEXION + "#. One more."),
    ("holds the right 5 s", HOLD_FLEXION + "#. Well done."),
    # 2. Ankle circles: on the back, left leg first; clockwise count of 10, counterclockwise count of 10; switch to the right leg.
    ("reads the card", "Ankle circles, left leg, clockwise. Lie on your back and bring the left leg up and over your head. Circle clockwise for a "
                       "count of 10, then counterclockwise for a count of 10; switch to the right leg. 10 turns or 10 seconds." + READY),
    ("presses start", ""),
    ("takes their place", PLACE + CIRCLE + LEARN),
    ("turns the left clockwise in 0.8 s, 4 times", "#"),
    ("turns the left counterclockwise in 0.8 s", "The other way round, please: clockwise."),
    ("turns the left clockwise in 0.8 s", "#. That is half."),
    ("turns the left clockwise in 0.8 s, 3 times", "#"),
    ("turns the left clockwise in 0.8 s", "#. One more."),
    ("turns the left clockwise in 0.8 s", "#. Well done."),
    ("turns round", OTHER_WAY),
    # Ten seconds will do as well: four turns of 2.5 s.
    ("turns the left counterclockwise in 2.5 s, 3 times", "#"),
    ("turns the left counterclockwise in 2.5 s", "#. Well done."),
    ("changes legs", RIGHT_LEG + CIRCLE),
    ("turns the right clockwise in 2.5 s, 3 times", "#"),
    ("turns the right clockwise in 2.5 s", "#. Well done."),
    ("turns round", OTHER_WAY),
    ("turns the right counterclockwise in 2.5 s", "#"),
    # The view cannot always tell the direction; nobody is faulted for that.
    ("turns the right somehow in 2.5 s, 2 times", "#"),
    ("turns the right counterclockwise in 2.5 s", "#. Well done."),
    # 3. Toe press: standing, a small ball in front; hold 5 s, 10 reps.
    ("reads the card", "Toe press. Stand with your knees slightly bent and a small ball in front of you. Grip it with your toes. "
                       "10 repetitions, hold for 5 seconds." + READY),
    ("presses start", ""),
    ("takes their place", PLACE + "Curl your toes and grip." + LEARN),
    ("holds both 5 s, 4 times", HOLD_TOES + "# done."),
    ("grips both only half for 5 s", HOLD_TOES + "A little further next time, as far as is comfortable."),
    ("holds both 5 s", HOLD_TOES + "#. That is half."),
    ("holds both 5 s, 3 times", HOLD_TOES + "# done."),
    ("holds both 5 s", HOLD_TOES + "#. One more."),
    ("holds both 5 s", HOLD_TOES + "#. Well done."),
    # 4. Toe walking: 10 to 20 s, rest 10 s, 10 times.
    ("reads the card", "Toe walking. Walk on the tips of your toes for 10 to 20 seconds, then rest. 10 repetitions, "
                       "hold for 10 to 20 seconds, rest for 10 seconds." + READY),
    ("presses start", ""),
    ("takes their place", PLACE + "Heels up, and walk on tiptoe." + LEARN),
    ("holds both 20 s, then rests", WALK + "And heels down. / # done." + REST),
    ("holds both 12 s, then rests, 2 times", WALK + "# done." + REST),
    ("holds both 8 s, then rests", "Stay on tiptoe. / 3 / 2 / A little longer next time: 10 seconds." + REST),
    ("holds both 12 s", WALK + "# done."),
    # Up again after 3 s, which is told at once, and walks to the end all the same.
    ("waits 3 s", "Rest for 8 seconds."),
    ("holds both 12 s, then rests", "Rest a little more: 6 seconds. / Rest a little longer before the next: 10 seconds." + REST),
    ("holds both 12 s, then rests", WALK + "#. That is half." + REST),
    ("holds both 12 s, then rests, 3 times", WALK + "# done." + REST),
    ("holds both 12 s, then rests", WALK + "#. One more." + REST),
    ("holds both 12 s", WALK + "#. Well done."),
    ("listens", "That is all for now. Well done!"),
]  # fmt: skip

SUMMARY = [
    # exercise, side, direction, done, asked, complete
    ("plantar-flexion", "left", None, 10, 10, True),
    ("plantar-flexion", "right", None, 10, 10, True),
    ("ankle-circles", "left", "clockwise", 10, 10, True),
    ("ankle-circles", "left", "counterclockwise", 4, 10, True),
    ("ankle-circles", "right", "clockwise", 4, 10, True),
    ("ankle-circles", "right", "counterclockwise", 4, 10, True),
    ("toe-press", None, None, 10, 10, True),
    ("toe-walking", None, None, 10, 10, True),
]


def act(scene: Scene, what: str) -> None:
    """Do once what a line of the sheet says, and wait until all that belongs to it is said."""
    seconds = float(found[1]) if (found := re.search(r"([\d.]+) s\b", what)) else 0.0
    side = next((side for side in ("left", "right", "both") if side in what), "both")
    peak, unit = {"toe-press": (0.9, "share"), "toe-walking": (0.05, "m")}.get(scene.progress.exercise_id, (30.0, "deg"))
    match what.split()[0]:
        case "presses":
            scene.press("start")
        case "stands":
            scene.framing = ("step-back",)
            scene.wait(seconds)
            scene.framing = ()
        case "holds":
            scene.hold(seconds, side, peak, unit)
        case "grips":
            scene.hold(seconds, side, peak / 2, unit)
        case "turns" if "the" in what.split():
            scene.turn(seconds, side, next((way for way in ("counterclockwise", "clockwise") if way in what.split()), None))
        case "takes" | "changes" | "turns":
            scene.until("exercise")
            scene.tick()
        case "waits":
            scene.wait(seconds)
        case "opens" | "reads" | "listens":
            scene.wait(2)
        case other:
            raise AssertionError(other)
    if "rests" in what:
        scene.until("exercise")
        scene.tick()


def times(what: str) -> range:
    return range(int(found[1]) if (found := re.search(r", (\d+) times$", what)) else 1)


def test_every_prompt_of_a_whole_program_comes_in_its_order() -> None:
    scene = Scene(steps(program="four-exercise-ten-rounds"))
    count = 0

    for what, expected in FOUR_EXERCISES_TEN_ROUNDS:
        for _ in times(what):
            act(scene, what)
            count += "#" in expected
            assert (what, " / ".join(scene.heard)) == (what, expected.replace("#", str(count)))
            scene.heard.clear()
        if "Well done" in expected:
            count = 0

    assert [(row.exercise_id, row.side, row.direction, row.done, row.asked, row.complete) for row in scene.progress.summary] == SUMMARY


def test_what_was_heard_is_what_the_log_keeps() -> None:
    scene = Scene(steps(program="four-exercise-ten-rounds"))
    for what, _ in FOUR_EXERCISES_TEN_ROUNDS:
        for _ in times(what):
            act(scene, what)

    taken_back = {event.number for event in scene.events if event.kind == "taken-back"}
    kept = [event for event in scene.events if event.rep is not None and event.number not in taken_back]
    by_set = Counter((event.set_index, event.rep.counted) for event in kept if event.rep is not None)
    assert [by_set[row, True] for row in range(1, 9)] == [done for *_, done, _, _ in SUMMARY]
    assert [(event.set_index, *event.rep.faults) for event in kept if event.rep is not None and event.rep.faults] == [
        (1, "short-hold"),
        (1, "wrong-side"),
        (3, "wrong-direction"),
        (7, "shallow"),
        (8, "short-hold"),
        (8, "short-rest"),
    ]
    assert [(event.set_index, event.what) for event in scene.events if event.kind == "set"] == [(row, "done") for row in range(1, 9)]
    assert (scene.events[-1].kind, scene.events[-1].what) == ("session", "done")


def test_the_same_program_in_german_leaves_no_english_word() -> None:
    english, german = (Scene(steps(program="four-exercise-ten-rounds"), lang=lang) for lang in ("en", "de"))
    for what, _ in FOUR_EXERCISES_TEN_ROUNDS:
        for _ in times(what):
            act(english, what)
            act(german, what)

    assert german.keys == english.keys
    spoken = [(ours, theirs) for ours, theirs in zip(german.heard, english.heard, strict=True) if not theirs.isdigit()]
    assert [ours for ours, theirs in spoken if ours == theirs] == []
    assert not re.search(r"\b(the|and|your|seconds|left|right|clockwise|done)\b", " ".join(german.heard))
