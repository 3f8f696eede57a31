"""Poses of people made of sticks, as MediaPipe would give them, and feet made of eight points: for what looks at one frame at a time."""

import numpy as np
from bodies import HEIGHT, POSES, WIDTH, person

from footcv.feet.foot import Foot
from footcv.feet.landmarks import FootReading
from footcv.pose.landmarks import Landmark, Pose

SIZE = (WIDTH, HEIGHT)
# Of a foot of length 1, from its middle: ankle, heel, balls, toe tips, shin.
OUTLINE = np.array([(-0.3, -0.2), (-0.5, 0.1), (0.2, 0.12), (0.1, -0.1), (0.5, 0.1), (0.45, 0.05), (0.35, -0.1), (-0.35, -0.8)])


def pose_of(name: str, t: float = 0.0, *, facing_deg: float = 90.0, right: str | None = None) -> Pose:
    """Somebody in the posture `name`, turned away from facing the camera by `facing_deg`; the right leg as in `right`."""
    image = np.nan_to_num(person(0.0, POSES[name], right=POSES[right] if right else None)[0], nan=300.0)
    # Legs that are held up stay in the picture.
    image[:, 1] += max(0.0, 20.0 - image[:, 1].min())
    world, angle = np.zeros((33, 3)), np.radians(facing_deg)
    for left, right_mark, width in ((Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, 0.36), (Landmark.LEFT_HIP, Landmark.RIGHT_HIP, 0.22)):
        across = width / 2 * np.array([np.cos(angle), 0, np.sin(angle)])
        world[left], world[right_mark] = across, -across
    return Pose(t, image.astype(np.float32), world.astype(np.float32), np.ones(33, np.float32))


def foot_at(x: float, y: float, px: float = 120.0, t: float = 0.0, side: str = "left", track: int = 1) -> Foot:
    """A foot of `px` about (x, y), found without a body."""
    reading = FootReading(np.array([x, y]) + px * OUTLINE, np.ones(8), 0.99, 0.1, 0.9, 0.0, 5.0, np.zeros(8))
    return Foot(t, side, reading, "search" if track else "body", track)
