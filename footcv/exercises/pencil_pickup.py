"""Toe pencil pickup: the toes lift a pencil off the floor."""

from footcv.counting.pulse_settings import PulseSettings
from footcv.exercises.exercise import Exercise

# Aborted lifts reach a third of the range, whole ones nine tenths (rendered clips); a pencil is lifted and put down in no less than this, a step is quicker.
PULSES = PulseSettings(up=0.5, down=0.35, least=0.45, shortest_s=0.8, settle_s=0.15)
# Of twelve smaller copies of three rendered clips ten are counted exactly, all five of feet of 28 to 37 px, and none false; on feet of 21 to 26 px two of three
# (benchmarks/sizes.py). Of 13 whole clips of 38 to 46 px all are, and on five of 35 to 43 px that only press or march nothing is.
SMALLEST_FOOT_PX = 27.0

EXERCISE = Exercise(
    id="pencil-pickup",
    name="Toe pencil pickup",
    rep="Grip a pencil with your toes, lift it off the floor, hold, then put it down.",
    position="Stand, near a wall or a chair to hold on to, with the pencil on the floor in front of you.",
    equipment="A pencil.",
    camera="On the floor or low on a chair, looking at your bare feet from the side, with both feet in the picture.",
    measured="How high the bare foot lifts off the floor after the toes have gripped.",
    seen="The foot's own landmarks for the lift, and the picture of the forefoot for the grip before it.",
    posture="standing",
    sides=("left", "right"),
    # The foot's own points lift off.
    pose_hz=6,
    feet_hz=16,
    measure="foot lift",
    pulses=PULSES,
    smallest_foot_px=SMALLEST_FOOT_PX,
)
