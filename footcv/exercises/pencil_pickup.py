"""Toe pencil pickup: the toes lift a pencil off the floor."""

from footcv.exercises.exercise import Exercise

EXERCISE = Exercise(
    id="pencil-pickup",
    name="Toe pencil pickup",
    rep="Grip a pencil with your toes, lift it off the floor, hold, then put it down.",
    position="Stand, near a wall or a chair to hold on to, with the pencil on the floor in front of you.",
    equipment="A pencil.",
    camera="On the floor or low on a chair, looking at your bare feet from the side, with both feet in the picture.",
    measured="How high the foot lifts off the floor while the toes grip.",
    posture="standing",
    sides=("left", "right"),
    # The grip needs landmarks of the toes, as in toe_press.
)
