import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import any_exercise, any_rep
from sections import ENGLISH, TODAY, circling, of_class, rep, section, signal, turn, words

from footcv.counting.rep import Rep
from footcv.programs import find_program, prescription_for
from footcv.programs.prescription import Prescription
from footcv.records.entries import LoggedRep, LoggedSession, Note
from footcv.report.contents import Report, Section, report_of, session_report
from footcv.report.document import page, page_text
from footcv.report.weeks import weeks_of

ASKED = Prescription(exercise="plantar-flexion", reps=4, hold_s=5, sides=("left", "right"))
REPS = (rep(2.0), rep(12.0, 3.0, "short-hold"), rep(22.0, side="right", peak=20.0))
HELD = replace(section(*REPS, prescription=ASKED, source="films/clip.mp4", program="four-exercise", detected_fraction=0.97, warnings=("it shakes",)), to_s=30.0)
WITH_SIGNALS = replace(HELD, traces=(signal(REPS[:2], 30.0), signal(REPS[2:], 30.0, "right")))
TURNS = (turn(0.0), turn(2.0, None), turn(4.0, "counterclockwise"))
CIRCLES = replace(section(*TURNS, exercise="ankle-circles"), traces=(circling(TURNS, 8.0, told=True),))
EMPTY = section()
FIVE = find_program("five-exercise")
SESSION = LoggedSession(
    12, datetime.fromisoformat("2026-11-21T08:12:00+01:00"), "camera 0", FIVE.id, FIVE, None, datetime.fromisoformat("2026-11-21T07:31:00+00:00"), "done"
)
LOGGED = (
    *(LoggedRep(k, "toe-press", 2, rep(20.0 * k, 3.0, side="both", unit="share", peak=0.9), 13.0, False, False) for k in (1, 2)),
    LoggedRep(3, "toe-press", 2, rep(80.0, 0.0, side="both", sure=0.0), None, True, False),
    LoggedRep(4, "toe-walking", 1, rep(120.0, 20.0, side="both", unit="m", peak=0.05), None, False, False),
)
OF_A_SESSION = session_report(SESSION, LOGGED, {}, (Note(61.0, "paused"),), weeks_of([], FIVE.id, FIVE, TODAY), TODAY, ENGLISH)
REPORTS = {
    "with signals": report_of([WITH_SIGNALS], TODAY),
    "of a JSON": report_of([HELD], TODAY),
    "circles": report_of([CIRCLES], TODAY),
    "several": report_of([HELD, CIRCLES, HELD], TODAY),
    "nothing": report_of([EMPTY], TODAY),
    "session": OF_A_SESSION,
    "empty session": session_report(replace(SESSION, program=None, program_id=None, how=None, ended_at=None), (), {}, (), (), TODAY, ENGLISH),
}
every_report = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())


def titles(root: Element) -> list[str]:
    return ["".join(title.itertext()) for title in of_class(root, "title")]


@every_report
def test_it_needs_nothing_beside_itself(report: Report) -> None:
    root = page(report)
    assert [element.tag for element in root.iter() if element.tag in ("script", "link", "img", "iframe", "object", "image", "use", "base")] == []
    assert [
        value for element in root.iter() for name, value in element.items() if name in ("src", "href", "srcset", "action") and not value.startswith("#")
    ] == []
    assert re.findall(r"url\((?!#)|@import|https?:", page_text(report)) == []
    assert [element.get("content") for element in root.iter("meta") if "Security" in (element.get("http-equiv") or "")] == [
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    ]


@every_report
def test_every_plot_has_a_text_alternative_and_every_name_is_its_own(report: Report) -> None:
    root = page(report)
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    assert [name for name, number in ids.items() if number > 1] == []
    for element in root.iter():
        assert [name for name in (element.get("aria-labelledby") or "").split() if name not in ids] == []
    pictures = [element for element in root.iter("svg") if element.get("role") == "img"]
    assert all(picture.findtext("title") and picture.findtext("desc") for picture in pictures)
    others = [element for element in root.iter("svg") if element.get("role") != "img"]
    assert all(element.get("class") in ("defs", "frame") for element in others)


@every_report
def test_headings_go_down_one_level_at_a_time(report: Report) -> None:
    levels = [int(element.tag[1]) for element in page(report).iter() if re.fullmatch("h[1-6]", element.tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@every_report
def test_it_makes_no_medical_claim(report: Report) -> None:
    assert re.findall(r"\b(healthy|normal|abnormal|diagnos|therap|injur|recover|improve|weak)\w*", words(page(report)[1]), re.IGNORECASE) == []


def test_what_is_not_known_leaves_no_hole() -> None:
    with_signals, alone = (titles(page(REPORTS[name])) for name in ("with signals", "of a JSON"))
    assert (
        with_signals
        == alone
        == [
            "Asked and done",
            "What to know about the measurement",
            "Over time",
            "Why some do not count",
            "Repetition by repetition",
            "Left and right",
            "All figures",
            "How to read this",
        ]
    )
    assert titles(page(REPORTS["nothing"])) == ["How to read this"]
    assert titles(page(REPORTS["circles"])) == ["Done", "Over time", "The foot's path", "Turn by turn", "All figures", "How to read this"]


def test_only_the_signals_make_a_line() -> None:
    assert len(of_class(page(REPORTS["with signals"]), "curve")) == 2
    assert of_class(page(REPORTS["of a JSON"]), "curve") == []


def test_the_table_holds_every_figure_that_the_plots_show() -> None:
    [table] = of_class(page(REPORTS["with signals"]), "reps")
    rows = [[cell.text for cell in row] for row in table.iter("tr")]
    assert rows[0] == ["No.", "Counts", "Side", "From", "To", "Held", "Range", "Rest before", "Sure"]
    assert rows[2] == ["2", "no: short hold", "left", "0:12.0", "0:16.0", "3.0 s", "30°", "4.0 s", "90%"]
    assert len(rows) == 4


def test_plain_words_come_before_figures() -> None:
    told = words(page(REPORTS["of a JSON"])[1])
    assert told.index("3 repetitions done, of which 2 count.") < told.index("Each hold lasted 4.3 s on average; 5 s were asked.") < told.index("Asked and done")
    assert "held 3.0 s of the 5 s asked." in told


def hostile(text: str) -> Report:
    asked = Prescription(exercise="plantar-flexion", reps=3, instructions=text)
    session = replace(SESSION, source=text, program_id=text, program=replace(FIVE, name=text, prescriptions=(asked,)))
    sections = (replace(HELD, source=text, program=text, warnings=(text,), prescription=asked),)
    made = session_report(session, (), {}, (Note(1.0, text),), weeks_of([], None, session.program, TODAY), TODAY, ENGLISH)
    return replace(made, sections=sections)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style></title><svg onload=alert(1)>", "&lt;b&gt;", "\x00\x1b[31m"]
)
def test_no_name_of_a_file_a_program_or_a_note_becomes_markup(text: str) -> None:
    written, harmless = page_text(hostile(text)), page_text(hostile("harmless"))
    assert re.findall(r"<[a-z/!]+", written) == re.findall(r"<[a-z/!]+", harmless)
    assert "\x00" not in written and "\x1b" not in written


def test_a_session_tells_each_set_and_what_was_not_done() -> None:
    root = page(OF_A_SESSION)
    [glance] = of_class(root, "glance")
    assert [words(row).split(" repetitions")[0] for row in glance.iter("tr")][1:3] == ["Toe press, set 2 of the day 10", "Toe walking, set 1 of the day 6"]
    assert words(glance).count("Not done in this session.") == len(FIVE.prescriptions) - 2
    assert [heading.text for heading in of_class(root, "exercise")] == ["Toe press, set 2 of the day", "Toe walking, set 1 of the day"]
    assert "Saturday 21 November 2026" in words(root) and "08:12 to 08:31" in words(root) and "1:01 paused" in words(root)


def test_what_was_added_by_hand_is_told_and_not_measured() -> None:
    root = page(OF_A_SESSION)
    cells = [cell.text for row in of_class(root, "reps")[0].iter("tr") for cell in row]
    assert cells.count("added by hand") == 1
    assert "Added by hand, without figures: 3." in words(root)


def test_an_unended_session_broke_off() -> None:
    assert "Ended broke off" in words(page(REPORTS["empty session"])) and "Nothing was counted." in words(page(REPORTS["empty session"]))


def test_a_whole_program_s_prescription_is_told_in_its_own_words() -> None:
    asked = prescription_for(FIVE, "pencil-pickup")
    seen: Section = section(rep(), exercise="pencil-pickup", prescription=asked)
    assert asked.instructions is not None and asked.instructions in words(page(report_of([seen], TODAY)))


@settings(max_examples=40)
@given(st.lists(st.tuples(any_exercise, st.integers(1, 3), any_rep, st.none() | st.floats(0, 100), st.booleans()), max_size=6))
def test_whatever_the_log_holds_becomes_a_page(reps: list[tuple[str, int, Rep, float | None, bool]]) -> None:
    logged = [LoggedRep(number, *place, each, rest_s, by_hand, False) for number, (*place, each, rest_s, by_hand) in enumerate(reps, start=1)]
    written = page_text(session_report(SESSION, logged, {}, (), weeks_of([], FIVE.id, FIVE, TODAY), TODAY, ENGLISH))
    assert written.startswith("<!DOCTYPE html>") and written.count('class="reps"') == len({(exercise, number) for exercise, number, *_ in reps})
    assert re.findall(r"\b(nan|inf|None)\b", written.partition("</head>")[2]) == []
