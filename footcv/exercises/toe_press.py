"""Toe press: the toes curl and grip."""

from footcv.counting.pulse_settings import PulseSettings
from footcv.exercises.exercise import Exercise

# The picture changes faster than the toes: rendered presses that stop at a third of the way reach 0.7 of the range, whole ones nearly all, one in a hundred
# 0.74. A grip and its release take most of a second; toes that wiggle are quicker.
PULSES = PulseSettings(up=0.5, down=0.35, least=0.72, shortest_s=0.8, settle_s=0.1)
# A patch holds no more of a foot than 22 px. Of 19 rendered clips that were made smaller 13 are counted exactly with a foot of 36 px, 12 with one of 33 or of
# 30 px (the rest is lost to the compression), with nothing false; on one of 27.5 px two presses are.
SMALLEST_FOOT_PX = 28.0

EXERCISE = Exercise(
    id="toe-press",
    name="Toe press",
    rep="Curl your toes and grip the floor or a small ball, hold, then let go.",
    position="Stand tall with your knees slightly bent and your weight on both feet.",
    equipment="None, or a small ball in front of your toes.",
    camera="On the floor or low on a chair, looking at your bare feet from the side, with both feet in the picture.",
    measured="How far the toes of a bare foot curl from where they rest, as a share of their own range.",
    seen="The picture of the forefoot itself, held still: landmarks end where the toes begin to curl.",
    posture="standing",
    sides=("left", "right", "both"),
    # The toes are told by the picture of the forefoot; body and feet only say where it is.
    pose_hz=6,
    feet_hz=8,
    measure="toe curl",
    pulses=PULSES,
    smallest_foot_px=SMALLEST_FOOT_PX,
)
