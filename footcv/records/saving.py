"""An analysed video put into the log."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from footcv.analysis import Analysis
from footcv.coach.verdict import rests_before_s
from footcv.errors import OutputError
from footcv.programs.prescription import Program
from footcv.records.entries import MARGIN_S
from footcv.records.keeping import write_rescue
from footcv.records.log import Log
from footcv.records.log_export import log_row
from footcv.records.traces import kept_around


@dataclass(frozen=True)
class Saved:
    """The session in which a video's repetitions are; `new` is False where they were there already."""

    session: int
    new: bool


def save(log: Log, analysis: Analysis, program: Program | None, *, recorded_at: datetime, content: str | None, again: bool = False) -> Saved:
    """Put the repetitions of a video, and the signal they were counted in, into the log, as one session and in one transaction.

    A file of the same `content` that was saved for the same exercise is not saved anew, unless `again`; None, a stream's content, is always new. Where the log
    fails they go into a rescue file, and OutputError names it.
    """
    path, exercise = analysis.source.path, analysis.exercise
    reps = list(zip(analysis.reps, rests_before_s(analysis.reps), strict=True))
    try:
        with log.transaction():
            before = None if again or content is None else log.find_saved(content, exercise, recorded_at, path)
            if before is not None:
                return Saved(before, False)
            session = log.start(program=program, source=path, started_at=recorded_at, content=content)
            number = log.next_set(session, exercise)
            for rep, rest_s in reps:
                log.add_rep(session, number, exercise, rep, rest_s)
            if reps:
                own = kept_around(analysis.traces, min(rep.start_s for rep, _ in reps), max(rep.end_s for rep, _ in reps), MARGIN_S)
                log.add_traces(session, (exercise, number), own)
            log.end(session, "done", recorded_at + timedelta(seconds=analysis.source.duration_s))
    except OutputError as error:
        rows = [log_row(None, recorded_at, path, analysis.program, exercise, 1, rep, rest_s, by_hand=False) for rep, rest_s in reps]
        file = write_rescue(log.path.parent, recorded_at, rows)
        raise OutputError(f"{error}; the repetitions of {path} are in {file}: `footcv history import {file}` takes them back") from error
    return Saved(session, True)
