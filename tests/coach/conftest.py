import pytest
from scene import Scene, steps


@pytest.fixture
def walking() -> Scene:
    """Toe walking, 6 times 20 s with 10 s of rest, about to begin the first."""
    return _about_to_begin("toe-walking", "five-exercise-weekly")


@pytest.fixture
def pressing() -> Scene:
    """Plantar flexion, 10 times 5 s, the left leg first, about to begin."""
    return _about_to_begin("plantar-flexion", "four-exercise-ten-rounds")


def _about_to_begin(exercise: str, program: str) -> Scene:
    scene = Scene(steps(exercise, program))
    scene.ready()
    scene.tick()
    scene.heard.clear()
    return scene
