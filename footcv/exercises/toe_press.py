"""Toe press: the toes curl and grip."""

from footcv.exercises.exercise import Exercise

EXERCISE = Exercise(
    id="toe-press",
    name="Toe press",
    rep="Curl your toes and grip the floor or a small ball, hold, then let go.",
    position="Stand tall with your knees slightly bent and your weight on both feet.",
    equipment="None, or a small ball in front of your toes.",
    camera="On the floor or low on a chair, looking at your bare feet from the side, with both feet in the picture.",
    measured="How far the toes curl from where they rest.",
    posture="standing",
    sides=("left", "right", "both"),
    # The toes need landmarks of the foot itself: a body landmarker sees one point for all five.
)
