"""Resisted flexion (dorsiflexion): the feet are pulled towards the shins against a band."""

from footcv.exercises.exercise import Exercise
from footcv.exercises.plantar_flexion import PULSES

EXERCISE = Exercise(
    id="dorsiflexion",
    name="Resisted flexion",
    rep="Pull your feet back towards your shins against the band, hold, then let go slowly.",
    position="Sit on the floor with your legs straight, and slide back until the band is tight.",
    equipment="An exercise band round a bedpost or a sturdy chair and over the top of your feet.",
    camera="Low, one and a half to three metres away, looking at your legs from the side; your whole body and both feet stay in the picture.",
    measured="The angle between shin and foot, from where it rests.",
    seen="The ankle's angle by the body's landmarks and by the foot's own; in views where these are coarse, the picture of the foot itself.",
    posture="seated",
    sides=("left", "right", "both"),
    # The picture of the foot tells the movement; the body says where the leg is, and in which sense it goes.
    pose_hz=6,
    feet_hz=8,
    measure="dorsiflexion",
    pulses=PULSES,
)
