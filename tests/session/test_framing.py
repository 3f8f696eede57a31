"""People made of sticks and feet made of eight points, in pictures that something is wrong with."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from people import SIZE, foot_at, pose_of

from footcv.exercises import EXERCISES
from footcv.feet.foot import Foot
from footcv.pose.landmarks import Landmark, Pose
from footcv.session.framing import CODES, FORGOTTEN_S, GONE_S, Framing, Look, wrong_with

PLANTAR, TOE_WALKING, TOE_PRESS, CIRCLES = (EXERCISES[name] for name in ("plantar-flexion", "toe-walking", "toe-press", "ankle-circles"))
LIGHT = 120.0
FPS = 16


def look(pose: Pose | None = None, feet: tuple[Foot, ...] = (), *, t: float = 0.0, brightness: float = LIGHT, crowded: bool = False) -> Look:
    return Look(t, pose, feet, brightness, SIZE, crowded)


def hidden(pose: Pose, *marks: str) -> Pose:
    visibility = pose.visibility.copy()
    visibility[[Landmark[mark] for mark in marks]] = 0.1
    return replace(pose, visibility=visibility)


def scaled(pose: Pose, scale: float) -> Pose:
    """Somebody so much larger, the head where it was."""
    return replace(pose, image=(pose.image - [300, 150]) * np.float32(scale) + np.array([300, 150], np.float32))


LEFT_LEG = ("LEFT_ANKLE", "LEFT_HEEL", "LEFT_FOOT_INDEX")
RIGHT_LEG = ("RIGHT_ANKLE", "RIGHT_HEEL", "RIGHT_FOOT_INDEX")
SEATED, STANDING = pose_of("seated"), pose_of("standing")


@pytest.mark.parametrize(
    ("seen", "exercise", "side", "codes"),
    [
        (look(SEATED), PLANTAR, "left", ()),
        (look(STANDING), TOE_WALKING, "both", ()),
        (look(), PLANTAR, None, ("nobody",)),
        (look(SEATED, brightness=10), PLANTAR, None, ("too-dark",)),
        (look(brightness=10), PLANTAR, None, ("too-dark",)),
        (look(SEATED, crowded=True), PLANTAR, None, ("several-people",)),
        (look(scaled(STANDING, 1.3)), TOE_WALKING, None, ("step-back",)),
        (look(scaled(STANDING, 0.2)), TOE_WALKING, None, ("come-closer",)),
        (look(scaled(STANDING, 0.4)), TOE_WALKING, None, ()),
        (look(scaled(STANDING, 0.4)), TOE_PRESS, None, ("come-closer",)),
        (look(hidden(STANDING, "LEFT_HEEL", "RIGHT_HEEL")), TOE_WALKING, None, ("heels-hidden",)),
        (look(hidden(STANDING, *LEFT_LEG, *RIGHT_LEG)), TOE_WALKING, None, ("feet-hidden",)),
        (look(hidden(SEATED, *RIGHT_LEG)), PLANTAR, None, ()),
        (look(hidden(SEATED, *RIGHT_LEG)), PLANTAR, "left", ()),
        (look(hidden(SEATED, *RIGHT_LEG)), PLANTAR, "right", ("feet-hidden",)),
        (look(pose_of("standing", facing_deg=5)), TOE_WALKING, None, ("turn-sideways",)),
        (look(pose_of("standing", facing_deg=175)), TOE_WALKING, None, ("turn-sideways",)),
        (look(pose_of("standing", facing_deg=40)), TOE_WALKING, None, ()),
        (look(feet=(foot_at(320, 240),)), PLANTAR, None, ()),
        (look(STANDING, (foot_at(320, 240),)), PLANTAR, None, ()),
        (look(feet=(foot_at(600, 240),)), PLANTAR, None, ("step-back",)),
        (look(feet=(foot_at(320, 240, px=16),)), PLANTAR, None, ("come-closer",)),
        (look(feet=(foot_at(320, 240, px=24),)), PLANTAR, None, ()),
        (look(feet=(foot_at(320, 240, px=24),)), TOE_PRESS, None, ("come-closer",)),
    ],
)
def test_what_is_wrong_with_one_picture(seen: Look, exercise: object, side: str | None, codes: tuple[str, ...]) -> None:
    assert wrong_with(seen, exercise, side) == codes  # type: ignore[arg-type]


def told(seconds: float, make: Callable[[float], Look], exercise: object = PLANTAR) -> list[tuple[str, ...]]:
    """What is said of looks made for each time."""
    framing = Framing()
    return [framing.update(make(i / FPS), exercise) for i in range(round(seconds * FPS))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("posture", "exercise"),
    [("seated", PLANTAR), ("standing", TOE_WALKING), ("lying with a leg up", CIRCLES), ("seated on the floor", EXERCISES["dorsiflexion"])],
)
def test_who_is_in_place_hears_nothing(posture: str, exercise: object) -> None:
    assert set(told(3, lambda t: look(pose_of(posture, t), t=t), exercise)) == {()}


@pytest.mark.parametrize(("posture", "exercise"), [("standing", PLANTAR), ("seated", TOE_WALKING), ("standing", CIRCLES), ("lying", TOE_PRESS)])
def test_another_posture_than_the_exercise_asks_for_is_told_within_two_seconds(posture: str, exercise: object) -> None:
    assert told(2, lambda t: look(pose_of(posture, t), t=t), exercise)[-1] == ("wrong-posture",)


def test_a_picture_in_which_one_frame_in_four_is_lost_is_well() -> None:
    assert set(told(4, lambda t: look(None if round(t * FPS) % 4 == 0 else pose_of("seated", t), t=t))) == {()}


def test_what_stays_wrong_is_told_within_a_second_and_so_is_its_end() -> None:
    said = told(6, lambda t: look(pose_of("seated", t), t=t, brightness=10 if 2 <= t < 4 else LIGHT))
    dark = [i / FPS for i, codes in enumerate(said) if codes == ("too-dark",)]
    assert 2.0 < dark[0] < 3.0 and 4.0 < dark[-1] < 5.0


def test_the_view_is_what_is_seen_most() -> None:
    framing = Framing()
    assert framing.view == "none"
    for i in range(20):
        framing.update(look(pose_of("seated"), (foot_at(320, 240, t=i / FPS),) if i > 8 else (), t=i / FPS), PLANTAR)
    assert framing.view == "feet"


def test_a_foot_that_leaves_is_told_and_one_that_comes_back_too() -> None:
    said = told(10, lambda t: look(feet=() if 4 <= t < 7 else (foot_at(320, 240, t=t),), t=t))
    gone = [i / FPS for i, codes in enumerate(said) if "feet-left" in codes]
    assert 4 + GONE_S <= gone[0] <= 4 + GONE_S + 0.2
    assert 7.0 <= gone[-1] + 1 / FPS <= 8.2
    assert said[-1] == ()
    assert not any("nobody" in codes for codes, t in zip(said, np.arange(len(said)) / FPS, strict=True) if t > 5.2)


def test_one_of_two_feet_that_leaves_is_told_and_forgotten_after_a_while() -> None:
    both = (foot_at(200, 240), foot_at(440, 240, side="right", track=2))
    said = told(20, lambda t: look(feet=both if t < 3 else both[:1], t=t))
    gone = [i / FPS for i, codes in enumerate(said) if codes == ("feet-left",)]
    assert gone[0] == pytest.approx(3 + GONE_S, abs=0.2)
    assert gone[-1] == pytest.approx(3 + FORGOTTEN_S, abs=0.2)


def test_a_foot_seen_for_a_moment_is_not_missed() -> None:
    assert not any("feet-left" in codes for codes in told(5, lambda t: look(feet=(foot_at(320, 240),) if t < 0.5 else (), t=t)))


def test_all_codes_have_their_place_in_the_order() -> None:
    said = told(2, lambda t: look(hidden(pose_of("standing", t, facing_deg=0), "LEFT_HEEL", "RIGHT_HEEL"), t=t, crowded=True), TOE_WALKING)[-1]
    assert said == ("several-people", "turn-sideways", "heels-hidden")
    assert sorted(said, key=CODES.index) == list(said)


def test_who_steps_back_until_the_body_is_seen_has_not_left() -> None:
    said = told(8, lambda t: look(feet=(foot_at(320, 240),), t=t) if t < 3 else look(pose_of("seated", t), t=t))
    assert said[-1] == ()
