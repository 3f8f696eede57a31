import pytest
from sections import ENGLISH, rep, section, turn

from footcv.programs import find_program, prescription_for
from footcv.programs.prescription import Prescription
from footcv.report.contents import Section
from footcv.report.sentences import asked_and_done, headline, reasons, sentences, spread

ASKED = Prescription(exercise="plantar-flexion", reps=4, hold_s=5, rest_s=2, sides=("left", "right"), per_day=2)
CIRCLES = prescription_for(find_program("four-exercise"), "ankle-circles")


def test_durations_are_told_by_their_mean_and_their_ends() -> None:
    assert [spread([], ENGLISH), spread([4.96, 5.0], ENGLISH), spread([3.0, 5.0, 7.0], ENGLISH)] == ["", "5.0 s", "5.0 s on average, 3.0 to 7.0 s"]


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (section(), "No repetition was seen."),
        (section(exercise="ankle-circles"), "No turn was seen."),
        (section(rep()), "1 repetition done, and it counts."),
        (section(rep(2), rep(10)), "2 repetitions done, and all of them count."),
        (section(rep(2), rep(10, 3.0, "short-hold")), "2 repetitions done, of which 1 counts."),
        (section(rep(2, 3.0, "short-hold")), "1 repetition done, of which none count."),
        (section(turn(1), turn(3), exercise="ankle-circles"), "2 turns done, and all of them count."),
    ],
)
def test_the_headline_says_what_came_of_it(seen: Section, told: str) -> None:
    assert headline(seen) == told


def test_what_is_behind_it_is_held_against_the_program() -> None:
    assert sentences(section(rep(2), rep(10, 4.0), prescription=ASKED)) == [
        "Each hold lasted 4.5 s on average; 5 s were asked.",
        "That is 25% of what one set asks.",
        "No repetition of the right foot was seen.",
    ]
    assert sentences(section(rep())) == ["The hold lasted 5.0 s.", "It was not held against a program."]


def test_what_was_added_by_hand_has_no_hold_and_no_range() -> None:
    rows = {name: done for name, _, done in asked_and_done(section(rep(2), rep(20, 50.0, peak=99.0, sure=0.0)))}
    assert (rows["Hold"], rows["Range"], rows["Repetitions"]) == ("5.0 s", "30°", "left foot 2")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("short-hold", "held 3.0 s of the 5 s asked"),
        ("short-rest", "rest before it 1.0 s of the 2 s asked"),
        ("shallow", "went 30°, under 60% of what is usual here"),
        ("wrong-side", "done with the left foot, which was not asked"),
    ],
)
def test_each_reason_has_its_figures(fault: str, told: str) -> None:
    assert reasons(rep(2.0, 3.0, fault), 1.0, section(prescription=ASKED)) == [told]


def test_what_counts_has_no_reason_against_it() -> None:
    assert reasons(rep(), None, section()) == []


def test_asked_and_done_stand_side_by_side() -> None:
    seen = section(rep(2, side="left"), rep(10, 4.0, "short-hold", side="left"), rep(20, side="right"), prescription=ASKED)
    assert asked_and_done(seen) == [
        ("Repetitions", "4 with each foot", "left foot 2, of which 1 counts; right foot 1"),
        ("Hold", "5 s", "4.7 s on average, 4.0 to 5.0 s"),
        ("Range", "", "left foot 30°; right foot 30°"),
        ("Rest between", "2 s", "3.5 s on average, 2.0 to 5.0 s"),
        ("How often", "twice a day", ""),
    ]


def test_circles_have_directions_in_place_of_holds() -> None:
    seen = section(turn(1), turn(3), turn(5, None), exercise="ankle-circles", prescription=CIRCLES)
    assert asked_and_done(seen)[:3] == [
        ("Turns", "10 or 10 s each way with each foot", "left foot 3"),
        ("Direction", "clockwise then counterclockwise", "2 clockwise, 1 not told"),
        ("Time for one turn", "", "2.0 s"),
    ]
