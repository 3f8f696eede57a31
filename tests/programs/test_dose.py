"""A dose in words."""

import pytest

from footcv.programs import find_program, prescription_for
from footcv.programs.dose import dose
from footcv.programs.prescription import Prescription
from footcv.words import words_in


@pytest.mark.parametrize(
    ("prescription", "told"),
    [
        (Prescription(exercise="heel-raise"), ""),
        (Prescription(exercise="heel-raise", reps=1, per_day=1), "1 repetition, once a day"),
        (Prescription(exercise="plantar-flexion", reps=15, hold_s=5, per_day=2), "15 repetitions, hold for 5 seconds, twice a day"),
        (
            Prescription(exercise="toe-walking", reps=10, hold_s=10, hold_max_s=20, rest_s=2.5),
            "10 repetitions, hold for 10 to 20 seconds, rest for 2.5 seconds",
        ),
        (Prescription(exercise="ankle-circles", seconds=30, sides=("right",)), "30 seconds, right foot"),
        (
            Prescription(exercise="ankle-circles", reps=10, directions=("clockwise",), sides=("left", "right"), first_side="left"),
            "10 turns, clockwise, each foot, left first",
        ),
        (Prescription(exercise="dorsiflexion", reps=10, sides=("both",)), "10 repetitions, both feet together"),
        (Prescription(exercise="toe-press", sides=("left",), per_day=1), "left foot, once a day"),
    ],
)
def test_it_says_what_the_program_says(prescription: Prescription, told: str) -> None:
    assert dose(prescription, words_in("en")) == told


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "10 turns or 10 seconds, clockwise then counterclockwise, each foot, 3 times a day"),
        ("de", "10 Kreise oder 10 Sekunden, im Uhrzeigersinn, dann gegen den Uhrzeigersinn, mit jedem Fuß, 3\u2011mal am Tag"),
    ],
)
def test_it_is_told_in_the_language_of_the_words(lang: str, told: str) -> None:
    assert dose(prescription_for(find_program("four-exercise"), "ankle-circles"), words_in(lang)) == told
