"""An exercise in plain words, and as data."""

import textwrap

from footcv.exercises.exercise import Exercise


def exercise_text(exercise: Exercise) -> str:
    """Return all a person needs to know to do `exercise` before the camera, in lines of at most 80 columns."""
    parts = {
        "One rep": exercise.rep,
        "Position": exercise.position,
        "Equipment": exercise.equipment,
        "Camera": exercise.camera,
        "Measured": exercise.measured,
        "Seen": exercise.seen,
        "Sides": ", ".join(exercise.sides),
    }
    if exercise.smallest_foot_px:
        parts["Foot"] = f"{exercise.smallest_foot_px:.0f} px or more from heel to toes in the picture; in a smaller one nothing is counted, and footcv says so."
    lines = [f"{exercise.name} ({exercise.id})", ""]
    for label, text in parts.items():
        lines.append(textwrap.fill(text, 80, initial_indent=f"{label + ':':<11}", subsequent_indent=" " * 11))
    if not exercise.analysable:
        lines += ["", "footcv cannot count this exercise in a video yet."]
    return "\n".join(lines) + "\n"


def exercise_object(exercise: Exercise) -> dict[str, object]:
    """Return what is told of `exercise`, as a JSON object."""
    return {
        "id": exercise.id,
        "name": exercise.name,
        "rep": exercise.rep,
        "position": exercise.position,
        "equipment": exercise.equipment,
        "camera": exercise.camera,
        "measured": exercise.measured,
        "seen": exercise.seen,
        "smallest_foot_px": exercise.smallest_foot_px or None,
        "posture": exercise.posture,
        "sides": list(exercise.sides),
        "analysable": exercise.analysable,
    }
