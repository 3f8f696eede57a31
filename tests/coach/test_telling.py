import pytest
from scene import Scene, steps

from footcv.coach.telling import dose, fault_words, title
from footcv.words import words_in


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ["Ankle circles, left leg, clockwise", "Ankle circles, left leg, counterclockwise"]),
        ("de", ["Fußkreisen, linkes Bein, im Uhrzeigersinn", "Fußkreisen, linkes Bein, gegen den Uhrzeigersinn"]),
    ],
)
def test_a_title_names_side_and_direction(lang: str, expected: list[str]) -> None:
    assert [title(step, words_in(lang)) for step in steps("ankle-circles", "three-exercise")[:2]] == expected


@pytest.mark.parametrize(
    ("exercise", "program", "side", "expected"),
    [
        ("toe-walking", "three-exercise", "auto", "Toe walking"),  # there is but one way to do it
        ("pencil-pickup", "five-exercise", "left", "Toe pencil pickup, left foot"),
        ("dorsiflexion", "five-exercise", "both", "Resisted flexion, both feet"),
        ("dorsiflexion", "five-exercise", "auto", "Resisted flexion"),
    ],
)
def test_a_side_is_named_where_there_is_a_choice(exercise: str, program: str, side: str, expected: str) -> None:
    assert title(steps(exercise, program, side)[0], words_in("en")) == expected


@pytest.mark.parametrize(
    ("exercise", "program", "english", "german"),
    [
        ("plantar-flexion", "four-exercise", "15 repetitions, hold for 5 seconds", "15 Wiederholungen, je 5 Sekunden halten"),
        ("ankle-circles", "four-exercise", "10 turns or 10 seconds", "10 Kreise oder 10 Sekunden"),
        (
            "toe-walking",
            "three-exercise",
            "6 repetitions, hold for 20 seconds, rest for 10 to 15 seconds",
            "6 Wiederholungen, je 20 Sekunden halten, 10 bis 15 Sekunden Pause",
        ),
        ("heel-raise", None, "as many as you like", "so viele Sie möchten"),
    ],
)
def test_a_dose_in_words(exercise: str, program: str | None, english: str, german: str) -> None:
    (step, *_) = steps(exercise, program)
    assert [dose(step, words_in(lang)) for lang in ("en", "de")] == [english, german]


@pytest.mark.parametrize(
    ("fault", "exercise", "program", "side", "expected"),
    [
        ("short-hold", "toe-press", "three-exercise", "auto", "A little longer next time: 3 seconds."),
        ("shallow", "toe-press", "three-exercise", "auto", "A little further next time, as far as is comfortable."),
        ("wrong-side", "pencil-pickup", "five-exercise", "right", "That one is not counted. It is the turn of the right foot."),
        ("wrong-side", "dorsiflexion", "five-exercise", "both", "That one is not counted. Both feet together, please."),
        ("wrong-direction", "ankle-circles", "five-exercise", "auto", "The other way round, please: clockwise."),
        ("short-rest", "toe-walking", "five-exercise", "auto", "Rest a little longer before the next: 15 seconds."),
    ],
)
def test_a_fault_says_what_to_do_next_time(fault: str, exercise: str, program: str, side: str, expected: str) -> None:
    assert fault_words(fault, steps(exercise, program, side)[0], words_in("en")) == expected


def test_the_summary_knows_holds_and_ranges() -> None:
    scene = Scene(steps("plantar-flexion", "four-exercise"), lang="de")
    scene.ready()
    for peak, held_s in ((30, 5), (34.4, 5), (32, 3)):
        scene.hold(held_s, "right", peak)
    scene.press("add")
    scene.press("quit")
    (row,) = scene.progress.summary
    assert (row.exercise_name, row.done, row.asked, row.full_holds, row.best_range, row.complete) == ("Fußstrecken gegen das Band", 3, 15, 2, "34°", False)


def test_turns_have_no_range_and_are_told_by_time_too() -> None:
    scene = Scene(steps("ankle-circles", "five-exercise", "left"))
    scene.ready()
    for _ in range(4):
        scene.turn(2.5)
    (row,) = scene.progress.summary
    assert (row.done, row.asked, row.seconds_asked, row.best_range, row.full_holds, row.complete) == (4, 10, 10.0, None, None, True)
    assert row.seconds_done == pytest.approx(10.0)
