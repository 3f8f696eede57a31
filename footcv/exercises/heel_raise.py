"""Heel raise: both heels, or one, go up and down on the spot."""

from footcv.counting.pulse_settings import PulseSettings
from footcv.exercises.exercise import Exercise

# Raises of 0.3 s are repetitions, so the signal is smoothed no longer than that.
PULSES = PulseSettings(up=0.5, down=0.35, least=0.4, shortest_s=0.3, settle_s=0.1)

EXERCISE = Exercise(
    id="heel-raise",
    name="Heel raise",
    rep="Lift your heels, hold, then lower them. Stay on the spot.",
    position="Stand tall on the floor or on the edge of a step, on both feet or on one.",
    equipment="None, or a step; a wall or a chair to steady yourself.",
    camera="At hip height, two to four metres away, looking at you from the side; head to heels and the floor under you stay in the picture.",
    measured="How high your heels are above where they rest.",
    seen="The heels by the body's landmarks; where no body is seen, by the feet's own.",
    posture="standing",
    sides=("left", "right", "both"),
    # A raise of 0.3 s is seen by the body alone.
    pose_hz=16,
    feet_hz=8,
    measure="heel height",
    pulses=PULSES,
    median_s=0.25,
    on_the_spot=True,
)
