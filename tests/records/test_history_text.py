"""What people read of it."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from logs import MORNING, TWICE, fill, hold, log_in

from footcv.programs import find_program
from footcv.records.entries import Note
from footcv.records.history_text import SessionLine, history_object, history_text, session_text
from footcv.records.log import Log
from footcv.records.tally import read_history
from footcv.words import words_in

TODAY = MORNING.date()


def text(log: Log, lang: str = "en") -> str:
    return history_text(read_history(log, TODAY), lines(log), words_in(lang))


def lines(log: Log) -> list[SessionLine]:
    return [SessionLine(session, *log.counted(session.id)) for session in log.last_sessions(5)]


def words(text: str) -> str:
    return " ".join(text.split())


def test_words_come_first_then_what_was_done_of_what_was_asked(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        for days in (7, 1, 0):
            fill(log, [hold(1), hold(2, 9.0), hold(3, 17.0)], MORNING - timedelta(days=days))
        told = text(log)
    assert told.startswith("Saturday 28 March 2026. You have exercised 2 days in a row.\n\nTwice a day (twice)\nLeft today: resisted plantar flexion 3 reps.\n")
    # Of 2 sets of 3 a day: half of today, 6 of this week's 42, 3 of last week's.
    assert "Resisted plantar flexion 3/6 6/42 7% 100%" in words(told)
    assert "Resisted plantar flexion left 31° 31 31 same" in words(told)
    assert "3 2026-03-28 08:12 twice 3/3 done camera 0" in words(told)
    assert max(map(len, told.splitlines())) <= 80


def test_every_built_in_program_fits_80_columns_and_is_cut_nowhere(tmp_path: Path) -> None:
    for name in ("four-exercise", "five-exercise-weekly"):
        program = find_program(name)
        with log_in(tmp_path / name) as log:
            for days in (0, 8, 15, 25):
                for prescription in program.prescriptions:
                    reps = [hold(index, side=side) for index in range(40) for side in ("left", "right", "both")]
                    fill(log, reps, MORNING - timedelta(days=days), exercise=prescription.exercise, program=program)
            told = text(log)
        assert "…" not in told
        assert max(map(len, told.splitlines())) <= 80


def test_in_german_too_every_program_fits(tmp_path: Path) -> None:
    program = find_program("five-exercise-weekly")
    with log_in(tmp_path) as log:
        for days in (0, 8, 15, 25):
            for prescription in program.prescriptions:
                reps = [hold(index, side=side) for index in range(40) for side in ("left", "right", "both")]
                fill(log, reps, MORNING - timedelta(days=days), exercise=prescription.exercise, program=program)
        told = text(log, "de")
        one = session_text(log.session(1), log.reps(1), (Note(75.0, "camera lost"),), words_in("de"))
    assert told.startswith("Samstag, 28. März 2026.\n\nFünf Übungen für die Woche (five-exercise-weekly)\n")
    assert "Diese Woche: 1 von 2 bis 3 Tagen." in words(told)
    assert "…" not in told
    assert max(map(len, told.splitlines())) <= 80
    assert one.startswith("Sitzung 1: Samstag, 28. März 2026 um 08:12") and "1:15  Kamera verloren" in one and "gehalten" in one


def test_a_day_that_is_done_and_a_weekly_program(tmp_path: Path) -> None:
    weekly = find_program("five-exercise-weekly")
    with log_in(tmp_path) as log:
        fill(log, [hold(index, 9.0 * index) for index in range(6)])
        fill(log, [hold(1, unit="share")], exercise="toe-press", program=weekly)
        told = text(log)
    assert "All that the program asks for today is done." in told
    assert "This week: 1 of 2 to 3 days." in told
    assert "Left today: toe press 29 reps, toe walking 12 reps." in told


def test_a_program_of_which_only_the_name_is_known_and_none_at_all(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        session = log.insert_session(None, "lost", None, "camera 0", MORNING)
        log.add_rep(session, 1, "toe-press", hold(1), None)
        fill(log, [hold(1)], program=None)
        told = text(log)
    assert "\nlost\n" in told and "\nWithout a program\n" in told
    assert "Toe press 1 1" in words(told)


def test_nothing_lately(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        fill(log, [hold(1)], MORNING - timedelta(days=60))
        told = text(log)
    assert told.startswith("Saturday 28 March 2026. Nothing was done in the last four weeks.")
    assert "2026-01-27" in told


def test_it_is_there_as_json(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        fill(log, [hold(1), hold(2, 9.0, "short-hold")])
        told = json.loads(json.dumps(history_object(read_history(log, TODAY), lines(log)), allow_nan=False))
    assert (told["schema"], told["today"], told["streak_days"]) == ("footcv.history/1", "2026-03-28", 1)
    [program] = told["programs"]
    assert (program["program"], program["streak"], program["left_today"]) == ("twice", 1, {"plantar-flexion": {"reps": 5, "sets": 2}})
    [exercise] = program["exercises"]
    assert exercise["today"] == {"reps": 1, "done": 1, "asked": 6, "asked_most": 6, "sets": 0, "sets_asked": 2, "sets_asked_most": 2}
    assert [week["monday"] for week in exercise["weeks"]] == ["2026-03-23", "2026-03-16", "2026-03-09", "2026-03-02"]
    assert exercise["full_holds"] == 0.5
    assert exercise["range"] == [{"side": "left", "unit": "deg", "best": 31.25, "best_day": "2026-03-28", "weeks": [31.25, None, None, None], "trend": None}]
    assert told["sessions"][0] == {
        "session_id": 1,
        "started_at": "2026-03-28T08:12:00.250+01:00",
        "program": "twice",
        "source": "camera 0",
        "how": "done",
        "counted": 1,
        "reps": 2,
    }


def test_a_session_is_told_set_by_set_with_what_a_person_put_right(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        session = log.start(program=TWICE, source="camera 0", started_at=MORNING)
        log.add_rep(session, 1, "plantar-flexion", hold(1), None)
        log.add_rep(session, 1, "plantar-flexion", hold(2, 9.0, "short-hold"), 2.0, by_hand=True)
        log.take_back(log.add_rep(session, 1, "plantar-flexion", hold(3, 20.0), 2.0))
        log.note(session, 75.5, "paused")
        log.end(session, "camera lost", MORNING + timedelta(minutes=9))
        told = session_text(log.session(session), log.reps(session, taken_back=True), log.notes(session), words_in("en"))
    assert told.startswith("Session 1: Saturday 28 March 2026 at 08:12, twice, camera 0\nThe camera was lost at 08:21.\n")
    assert "Resisted plantar flexion, set 1 of the day: 1 of 2 reps counted, holds 5.0 s on average; 1 short hold. (1 added by hand, 1 taken back)" in words(
        told
    )
    assert "2 left 9.0 15.0 5.0 31° no: short hold" in words(told)
    assert "1:16 paused" in words(told)


def test_a_session_that_broke_off_says_so(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        session = log.start(program=None, source="camera 0", started_at=datetime.fromisoformat("2026-03-28T08:12:00+01:00"))
        assert "It broke off" in session_text(log.session(session), log.reps(session), (), words_in("en"))
