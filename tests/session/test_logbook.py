"""What happens in a session, in a real log."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from live_parts import logged, rep
from logs import wave

from footcv.coach.messages import Event
from footcv.records.keeping import KeptSession
from footcv.records.log import log_path, open_log
from footcv.records.traces import traces_by_set
from footcv.session.logbook import Logbook
from footcv.signals.trace import Trace


def logbook(folder: Path) -> Logbook:
    return Logbook(KeptSession(folder, program=None, source="camera 0", started_at=datetime(2026, 3, 1, 9, tzinfo=UTC)))


def event(kind: str, at_s: float, **more: object) -> Event:
    return Event(kind, at_s, more.pop("set_index", 1), "plantar-flexion", **more)  # type: ignore[arg-type]


def test_repetitions_notes_and_the_end_are_kept(tmp_path: Path) -> None:
    book = logbook(tmp_path)
    book.keep([event("rep", 3, number=1, rep=rep(1, 3)), event("note", 4, what="paused"), event("rep", 9, number=2, rep=rep(6, 9), by_hand=True)])
    book.keep([event("set", 10, what="done"), event("session", 10, what="done")])
    assert book.ending == "done"
    book.end(book.ending)
    assert logged(tmp_path) == ([(1, 3), (6, 9)], ["paused"], "done")


def test_what_is_taken_back_does_not_count_and_may_come_again(tmp_path: Path) -> None:
    book = logbook(tmp_path)
    book.keep([event("rep", 3, number=1, rep=rep(1, 3)), event("rep", 6, number=2, rep=rep(4, 6))])
    book.keep([event("taken-back", 7, number=1), event("rep", 7, number=3, rep=rep(1.2, 3))])
    book.end("stopped")
    assert sorted(logged(tmp_path)[0]) == [(1.2, 3), (4, 6)]


def test_sets_are_those_of_the_day(tmp_path: Path) -> None:
    for _ in range(2):
        book = logbook(tmp_path)
        book.keep([event("rep", 3, number=1, rep=rep(1, 3)), event("rep", 6, number=2, rep=rep(4, 6), set_index=2)])
        book.end("done")
    with open_log(log_path(tmp_path)) as log:
        # All of an exercise in one session is one set of the day.
        assert sorted([one.set_index for one in log.reps(session.id)] for session in log.last_sessions(2)) == [[1, 1], [2, 2]]


def test_a_session_that_nobody_finished_was_stopped(tmp_path: Path) -> None:
    assert logbook(tmp_path).ending == "stopped"


def test_the_signal_of_a_set_is_kept_when_it_ends_round_its_repetitions(tmp_path: Path) -> None:
    book, asked = logbook(tmp_path), []

    def traces(set_index: int) -> tuple[Trace, ...]:
        asked.append(set_index)
        return (wave(0.0, 60.0),)

    book.keep([event("rep", 13, number=1, rep=rep(10, 13)), event("rep", 25, number=2, rep=rep(20, 24))], traces)
    # What was added by hand was not seen.
    book.keep([event("rep", 50, number=3, rep=rep(50, 50), by_hand=True)], traces)
    assert asked == []
    book.keep([event("set", 52, what="done"), event("set", 58, set_index=2, what="skipped")], traces)
    assert asked == [1]
    book.end("done")
    with open_log(log_path(tmp_path)) as log:
        [(own_set, [trace])] = traces_by_set(log.traces(1)).items()
    assert own_set == ("plantar-flexion", 1)
    assert (trace.t[0], trace.t[-1]) == pytest.approx((8.0, 26.0))
