"""People made of sticks do an exercise, or another one: repetitions, sides and warnings."""

import numpy as np
import pytest
from bodies import SEATED_LEG_OUT, SEATED_ON_THE_FLOOR, STANDING, body, person, pulses

from footcv.exercises import EXERCISES
from footcv.measure import is_nobody, measure
from footcv.signals.track import Track

SECONDS = 20.0
HOLDS = ((3.0, 5.0), (8.0, 10.5), (14.0, 16.0))
CHAIR_RIGHT_DOWN = (0.0, 80.0, -10.0)


def flexing(pose: tuple[float, float, float], range_deg: float, right: tuple[float, float, float] | None = None) -> Track:
    return body(person(SECONDS, pose, 100 + range_deg * pulses(SECONDS, *HOLDS), right=right), 0.3)


@pytest.mark.parametrize(
    ("exercise", "pose", "range_deg", "right"),
    [("plantar-flexion", SEATED_LEG_OUT, 35.0, CHAIR_RIGHT_DOWN), ("dorsiflexion", SEATED_ON_THE_FLOOR, -25.0, None)],
)
def test_flexions_are_counted_on_the_foot_that_does_them(exercise: str, pose: tuple[float, float, float], range_deg: float, right: object) -> None:
    found = measure(flexing(pose, range_deg, right), {}, EXERCISES[exercise])  # type: ignore[arg-type]
    assert [(rep.index, rep.side, rep.peak_unit) for rep in found.reps] == [(1, "left", "deg"), (2, "left", "deg"), (3, "left", "deg")]
    for rep, (start, end) in zip(found.reps, HOLDS, strict=True):
        assert rep.hold_s == pytest.approx(end - start + 0.2, abs=0.15)
        assert rep.peak == pytest.approx(abs(range_deg), rel=0.15)
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("exercise", "pose", "seen"),
    [
        ("plantar-flexion", STANDING, "standing is seen instead"),
        ("toe-walking", SEATED_LEG_OUT, "sitting with a leg stretched out is seen instead"),
        ("ankle-circles", STANDING, "standing is seen instead"),
    ],
)
def test_in_the_wrong_posture_nothing_counts_and_it_is_said(exercise: str, pose: tuple[float, float, float], seen: str) -> None:
    found = measure(flexing(pose, 35.0), {}, EXERCISES[exercise])
    assert found.reps == ()
    assert any(seen in warning for warning in found.warnings)


@pytest.mark.parametrize("exercise", ["plantar-flexion", "dorsiflexion", "toe-walking", "heel-raise", "ankle-circles"])
@pytest.mark.parametrize("pose", [STANDING, SEATED_LEG_OUT])
def test_who_rests_does_nothing(exercise: str, pose: tuple[float, float, float]) -> None:
    assert measure(flexing(pose, 0.0), {}, EXERCISES[exercise]).reps == ()


def test_one_foot_counts_for_the_exercise_it_does_and_not_for_the_other_way() -> None:
    """Pressing the foot away is no pulling back, though both go to and fro."""
    reps = measure(flexing(SEATED_LEG_OUT, 35.0, CHAIR_RIGHT_DOWN), {}, EXERCISES["dorsiflexion"]).reps
    assert not any(rep.start_s < (start + end) / 2 < rep.end_s for rep in reps for start, end in HOLDS)


def test_nobody_is_told_from_somebody() -> None:
    seen = flexing(SEATED_LEG_OUT, 35.0)
    assert not is_nobody(seen)
    assert is_nobody(Track(seen.t, np.full_like(seen.points, np.nan), seen.width, seen.height))
    feet = np.full_like(seen.points, np.nan)
    feet[:, 27:] = seen.points[:, 27:]
    assert is_nobody(Track(seen.t, feet, seen.width, seen.height))
