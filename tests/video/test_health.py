"""What the times of its pictures tell of a camera."""

import pytest

from footcv.video.health import RATE_WINDOW_S, SILENT_S, Health


def given(fps: float, seconds: float, health: Health, start_s: float = 0.0) -> float:
    """Pictures at `fps` for so long; returns when the last one came."""
    times = [start_s + i / fps for i in range(round(seconds * fps))]
    for t in times:
        health.saw(t)
    return times[-1]


def test_a_camera_that_gives_pictures_is_well() -> None:
    health = Health(0.0)
    now = given(30, 5, health)
    assert health.lost_s(now) is None
    assert not health.is_slow(now)
    assert health.fps(now) == pytest.approx(30, abs=1)


def test_one_that_says_nothing_is_lost_within_two_seconds() -> None:
    health = Health(0.0)
    now = given(30, 5, health)
    assert health.lost_s(now + 0.9 * SILENT_S) is None
    assert health.lost_s(now + 1.9) == pytest.approx(1.9)


def test_one_that_never_gives_a_picture_is_lost_likewise() -> None:
    assert Health(10.0).lost_s(11.9) == pytest.approx(1.9)


def test_one_that_repeats_itself_is_lost_too_until_it_shows_something_new() -> None:
    health = Health(0.0)
    now = given(30, 2, health)
    for i in range(1, 58):
        health.saw(now + i / 30, repeated=True)
    assert health.is_lost(now + 1.9)
    given(30, 0.2, health, now + 2.0)
    assert not health.is_lost(now + 2.2)


def test_one_that_fails_is_lost_at_once_and_back_with_its_next_pictures() -> None:
    health = Health(0.0)
    now = given(30, 2, health)
    health.failed()
    assert health.is_lost(now)
    health.saw(now + 1.0)
    assert health.is_lost(now + 1.0)
    given(30, 0.2, health, now + 1.1)
    assert not health.is_lost(now + 1.3)


def test_five_pictures_a_second_are_few_and_told_within_two_seconds() -> None:
    health = Health(0.0)
    now = given(30, 5, health) + 0.2
    slow = [t for i in range(20) if (health.saw(t := now + i / 5), health.is_slow(t))[1]]
    assert slow[0] - now <= 2.0
    assert not health.is_lost(slow[0])


@pytest.mark.parametrize("fps", [12, 15, 24, 30, 60])
def test_usual_rates_are_not_slow(fps: int) -> None:
    health = Health(0.0)
    assert not health.is_slow(given(fps, 4, health))


def test_a_rate_is_told_once_there_is_enough_to_tell() -> None:
    health = Health(0.0)
    now = given(30, 0.5, health)
    assert health.fps(now) is None
    assert not health.is_slow(now)
    assert health.fps(given(30, RATE_WINDOW_S + 0.1, health, now + 0.1)) is not None
