"""Ankle circles: full turns of the foot about the ankle."""

from footcv.exercises.exercise import Exercise

EXERCISE = Exercise(
    id="ankle-circles",
    name="Ankle circles",
    rep="Draw one full circle with your foot. Only the ankle moves; the leg stays still.",
    position="Lie on your back and stretch one leg up. Your hands may support the thigh.",
    equipment="A mat or a carpet to lie on.",
    camera=(
        "At the height of the raised foot, one and a half to three metres away, looking at you from the side or half from the side; "
        "your whole body and the raised foot stay in the picture."
    ),
    measured="The path of the foot around the ankle: each full turn, and which way round as you see your own foot.",
    seen="The picture of the foot for its strongest swing, and the foot's own landmarks for the way round.",
    posture="lying",
    sides=("left", "right"),
    # The circle is drawn by the picture of the foot and by its own points; the body says only where the leg is.
    pose_hz=16,
    feet_hz=16,
    measure="foot path",
)
