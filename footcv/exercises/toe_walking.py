"""Toe walking: bouts of walking on tiptoe."""

from footcv.counting.pulse_settings import PulseSettings
from footcv.exercises.exercise import Exercise

# A stride takes about 1.1 s, and each foot stands for most of it. Shorter than 2.5 s is a heel raise and no walk; a heel that wobbles for under 0.5 s has
# not come down; steps make the top a noisy plateau, and
# a turn at the end of the room hides the heels for up to 2.5 s.
PULSES = PulseSettings(up=0.5, down=0.35, least=0.4, shortest_s=2.5, settle_s=0.5, gap_s=2.5, plateau=True)

EXERCISE = Exercise(
    id="toe-walking",
    name="Toe walking",
    rep="Lift both heels, walk on tiptoe for as long as you were asked to, then put your heels down. The whole walk is one repetition.",
    position="Stand tall, with room to walk. Walking on the spot is fine too.",
    equipment="None. Stay near a wall if you like something to hold on to.",
    camera="At hip height, two to four metres away, looking at you from the side; head to heels and the floor under you stay in the picture.",
    measured="How high your heels are above the floor, evened out over your steps; the hold is the time you stay on tiptoe.",
    seen="The heels by the body's landmarks; where no body is seen, by the feet's own.",
    posture="standing",
    sides=("both",),
    pose_hz=8,
    feet_hz=8,
    measure="heel height",
    pulses=PULSES,
    median_s=1.1,
)
