"""Resisted plantar flexion: the foot is pressed away against a band."""

from footcv.counting.pulse_settings import PulseSettings
from footcv.exercises.exercise import Exercise

# Set on rendered clips of both flexions: aborted movements reach a third of the range, whole ones nine tenths; a foot that holds sinks by a fifth.
PULSES = PulseSettings(up=0.5, down=0.35, least=0.4, shortest_s=0.5, settle_s=0.15)

EXERCISE = Exercise(
    id="plantar-flexion",
    name="Resisted plantar flexion",
    rep="Press your foot away against the band as if on a pedal, hold, then come back slowly.",
    position="Sit upright on a chair with one leg straight out in front of you.",
    equipment="An exercise band round the ball of the foot, covering the toes; hold both ends firmly.",
    camera="At knee height, one and a half to three metres away, looking at the stretched leg from the side; your whole body stays in the picture.",
    measured="The angle between shin and foot, from where it rests.",
    seen="The ankle's angle by the body's landmarks and by the foot's own; in views where these are coarse, the picture of the foot itself.",
    posture="seated",
    sides=("left", "right"),
    # The picture of the foot tells the movement; the body says where the leg is, and in which sense it goes.
    pose_hz=6,
    feet_hz=8,
    measure="plantar flexion",
    pulses=PULSES,
)
