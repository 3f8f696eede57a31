import pytest

from footcv.analysis import Analysis, SourceInfo
from footcv.counting.rep import Rep
from footcv.programs.prescription import Prescription
from footcv.records.table import render_table, sentence
from footcv.words import words_in

ENGLISH = words_in("en")


def rep(index: int, hold_s: float = 5.0, *faults: str, peak: float = 31.4, unit: str = "deg") -> Rep:
    start_s = 10.0 * index
    return Rep(index, "left", None, start_s, start_s + 0.5, start_s + 0.5 + hold_s, start_s + 1 + hold_s, peak, unit, 0.9, not faults, faults)


def analysis(*reps: Rep, exercise: str = "plantar-flexion", program: str | None = None) -> Analysis:
    return Analysis(SourceInfo("clip.mp4", 640, 480, 30.0, 60.0, 1800), exercise, program, "full", 1.0, reps, ())


TURN = Rep(1, "left", "clockwise", 0.0, None, None, 2.0, 20.0, "deg", 0.9)
UNSEEN_TURN = Rep(2, "left", None, 2.0, None, None, 4.0, 20.0, "deg", 0.9)


@pytest.mark.parametrize(
    ("seen", "prescription", "words"),
    [
        (analysis(), None, "No repetition was seen."),
        (analysis(rep(1, 4.0)), None, "1 rep counted, hold 4.0 s."),
        (analysis(rep(1), rep(2, 4.0, "short-hold"), rep(3)), None, "2 of 3 reps counted, holds 4.7 s on average; 1 short hold."),
        (
            analysis(rep(1, 4.0, "short-hold", "wrong-side"), rep(2, 4.0, "short-hold")),
            None,
            "0 of 2 reps counted, holds 4.0 s on average; 2 short holds, 1 wrong side.",
        ),
        (analysis(TURN, UNSEEN_TURN, exercise="ankle-circles"), None, "2 turns counted."),
        (
            analysis(rep(1), program="four-exercise"),
            Prescription(exercise="plantar-flexion", reps=15),
            "1 rep counted, hold 5.0 s. That is 7% of what four-exercise asks.",
        ),
    ],
)
def test_the_last_sentence(seen: Analysis, prescription: Prescription | None, words: str) -> None:
    assert sentence(seen, prescription, ENGLISH) == words


def test_the_table_reads_at_80_columns() -> None:
    every_fault = ("short-hold", "shallow", "short-rest")
    text = render_table(analysis(rep(1), rep(2, 123.4), rep(100, 4.0, *every_fault)), None, ENGLISH)

    assert max(map(len, text.splitlines())) <= 80
    assert "Resisted plantar flexion: clip.mp4" in text
    words = " ".join(text.split())
    assert "1 left 10.0 16.0 5.0 31° yes" in words
    assert "100 left 1000.0 1005.0 4.0 31° no: short hold, shallow, short rest" in words


def test_turns_have_a_direction_and_no_hold() -> None:
    text = render_table(analysis(TURN, UNSEEN_TURN, exercise="ankle-circles"), None, ENGLISH)

    assert "Direction" in text and "Hold" not in text
    assert "clockwise" in text and "not seen" in text


@pytest.mark.parametrize(("peak", "unit", "shown"), [(0.0714, "m", "7.1 cm"), (0.98, "share", "98%"), (31.4, "deg", "31°")])
def test_peaks_are_shown_as_people_say_them(peak: float, unit: str, shown: str) -> None:
    assert shown in render_table(analysis(rep(1, peak=peak, unit=unit)), None, ENGLISH)


def test_colour_is_for_terminals_only() -> None:
    assert "\x1b" not in render_table(analysis(rep(1)), None, ENGLISH)
    assert "\x1b" in render_table(analysis(rep(1)), None, ENGLISH, colour=True)
