"""The history for people, plain words first, and as a JSON object."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from footcv.exercises import EXERCISES
from footcv.records.entries import LoggedRep, Note, Session, iso
from footcv.records.history import Done, ExerciseHistory, History, ProgramHistory
from footcv.records.table import peak_words, rep_table, set_sentence

SCHEMA = "footcv.history/1"

_COMPARE = "Compare it with days on which the camera stood in the same place."


@dataclass(frozen=True)
class SessionLine:
    """A session as the list of the last ones tells it: its repetitions that counted, of all that were seen or added."""

    session: Session
    counted: int
    reps: int


def history_text(found: History, last: Sequence[SessionLine], *, width: int = 80, colour: bool = False) -> str:
    """Return the history in lines of at most `width` columns where the words allow; `last` are the last sessions, the newest first."""
    console = _console(width, colour)
    console.print(Text(f"{_day(found.today)}. {_streak(found.streak, 'day') if found.programs else 'Nothing was done in the last four weeks.'}".strip()))
    for program in found.programs:
        console.print(Text("\n" + _title(program), style="bold"))
        console.print(Text(_words(program)))
        console.print(_done_table(program))
        if any(exercise.ranges for exercise in program.exercises):
            console.print(Text(f"How far you went: the best ever, and the mean of each week from Monday. {_COMPARE}"))
            console.print(_range_table(program))
    console.print(Text("\nThe last sessions; `footcv history show` and its number tell all of one"))
    console.print(_session_table(last))
    return _printed(console)


def session_text(session: Session, reps: Iterable[LoggedRep], notes: Sequence[Note], *, width: int = 80, colour: bool = False) -> str:
    """Return one session: when and what, each set of each exercise with its repetitions, and what else happened."""
    console = _console(width, colour)
    began = f"Session {session.id}: {_day(session.day)} at {session.started_at:%H:%M}"
    console.print(Text(", ".join(filter(None, (began, session.program_id, session.source))), style="bold"))
    console.print(Text(_ending(session)))
    sets: dict[tuple[str, int], list[LoggedRep]] = {}
    for logged in reps:
        sets.setdefault((logged.exercise, logged.set_index), []).append(logged)
    for (exercise, number), own in sets.items():
        kept = [logged.rep for logged in own if not logged.taken_back]
        if not kept and not _corrections(own):
            continue
        console.print(Text(f"\n{EXERCISES[exercise].name}, set {number} of the day: {set_sentence(exercise, kept)}{_corrections(own)}"))
        if kept:
            console.print(rep_table(kept))
    for note in notes:
        console.print(Text(f"{int(note.at_s) // 60}:{int(note.at_s) % 60:02d}  {note.what}"))
    return _printed(console)


def history_object(found: History, last: Sequence[SessionLine]) -> dict[str, Any]:
    """Return the history as a JSON object; null is what the program does not say."""
    sessions = [
        {
            "session_id": line.session.id,
            "started_at": iso(line.session.started_at),
            "program": line.session.program_id,
            "source": line.session.source,
            "how": line.session.how or "crashed",
            "counted": line.counted,
            "reps": line.reps,
        }
        for line in last
    ]
    programs = [_program_object(program) for program in found.programs]
    return {"schema": SCHEMA, "today": found.today.isoformat(), "streak_days": found.streak, "programs": programs, "sessions": sessions}


def _program_object(history: ProgramHistory) -> dict[str, Any]:
    program = history.program
    asked = (None, None) if program is None else (program.per_week, program.per_week_max)
    return {
        "program": history.id,
        "days_this_week": history.days[0],
        "days_asked": asked[0],
        "days_asked_max": asked[1],
        "streak": history.streak,
        "streak_unit": "week" if history.weekly else "day",
        "left_today": {exercise: {"reps": _left(done), "sets": (done.sets_asked or 0) - done.sets} for exercise, done in history.left_today().items()},
        "exercises": [_exercise_object(exercise) for exercise in history.exercises],
    }


def _exercise_object(history: ExerciseHistory) -> dict[str, Any]:
    return {
        "exercise": history.exercise,
        "today": asdict(history.today),
        "weeks": [{"monday": week.monday.isoformat(), **asdict(week.done)} for week in history.weeks],
        "full_holds": None if history.full_holds is None else round(history.full_holds, 3),
        "range": [
            {
                "side": own.side,
                "unit": own.unit,
                "best": own.best,
                "best_day": own.best_day.isoformat(),
                "weeks": [None if mean is None else round(mean, 4) for mean in own.weeks],
                "trend": None if own.trend is None else round(own.trend, 4),
            }
            for own in history.ranges
        ],
    }


def _title(history: ProgramHistory) -> str:
    if history.id is None:
        return "Without a program"
    return history.id if history.program is None else f"{history.program.name} ({history.id})"


def _words(history: ProgramHistory) -> str:
    """What is done and what is left, in sentences."""
    sentences = []
    finished = [e.exercise for e in history.exercises if e.today.sets_asked is not None and e.today.sets >= e.today.sets_asked]
    if finished:
        sentences.append(f"Done for today: {', '.join(map(_low, finished))}.")
    if left := history.left_today():
        sentences.append(f"Left today: {', '.join(f'{_low(exercise)} {_left_words(exercise, done)}' for exercise, done in left.items())}.")
    if history.weekly and history.program is not None:
        least, most = history.program.per_week, history.program.per_week_max
        sentences.append(f"This week: {history.days[0]} of {least if least == most else f'{least} to {most}'} days.")
        sentences.append(_streak(history.streak, "week"))
    if not any(exercise.today.reps for exercise in history.exercises):
        sentences.insert(0, "Nothing yet today.")
    return " ".join(filter(None, sentences))


def _streak(number: int, unit: str) -> str:
    if number < 2:
        return ""
    return f"You have exercised {number} days in a row." if unit == "day" else f"You have kept to it {number} weeks in a row."


def _done_table(history: ProgramHistory) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("Reps done / asked", no_wrap=True)
    table.add_column("Today", justify="right")
    table.add_column("This week", justify="right", no_wrap=True)
    for week in history.exercises[0].weeks[1:]:
        table.add_column(_short(week.monday), justify="right", no_wrap=True)
    table.add_column("Full\nholds", justify="right")
    for exercise in history.exercises:
        this_week, *before = (week.done for week in exercise.weeks)
        holds = "" if exercise.full_holds is None else f"{exercise.full_holds:.0%}"
        table.add_row(EXERCISES[exercise.exercise].name, _cell(exercise.today), _cell(this_week), *map(_share, before), holds)
    return table


def _range_table(history: ProgramHistory) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("Range", no_wrap=True)
    table.add_column("Side", no_wrap=True)
    table.add_column("Best", justify="right", no_wrap=True)
    for week in history.exercises[0].weeks:
        table.add_column(_short(week.monday), justify="right", no_wrap=True)
    table.add_column("Trend", justify="right")
    for exercise in history.exercises:
        for own in exercise.ranges:
            # The best one says the unit for all.
            means = ["" if mean is None else peak_words(mean, own.unit).split()[0] for mean in own.weeks]
            trend = "" if own.trend is None else _trend(own.trend, own.unit)
            table.add_row(EXERCISES[exercise.exercise].name, own.side, peak_words(own.best, own.unit), *means, trend)
    return table


def _session_table(last: Sequence[SessionLine]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("Session", justify="right")
    for name in ("Began", "Program"):
        table.add_column(name, no_wrap=True)
    table.add_column("Counted", justify="right")
    for name in ("Ended", "Source"):
        table.add_column(name, overflow="fold")
    for line in last:
        session = line.session
        began, counted = f"{session.day} {session.started_at:%H:%M}", f"{line.counted}/{line.reps}"
        table.add_row(str(session.id), began, Text(session.program_id or ""), counted, session.how or "broke off", Text(session.source))
    return table


def _ending(session: Session) -> str:
    if session.how is None:
        return "It broke off, or has not ended yet; what was done until then is kept."
    ended = "" if session.ended_at is None else f" at {session.ended_at:%H:%M}"
    return {"done": f"Done{ended}.", "stopped": f"Stopped{ended}.", "camera lost": f"The camera was lost{ended}."}[session.how]


def _corrections(reps: Sequence[LoggedRep]) -> str:
    added, undone = sum(rep.by_hand and not rep.taken_back for rep in reps), sum(rep.undone_by_hand for rep in reps)
    words = ([f"{added} added by hand"] if added else []) + ([f"{undone} taken back"] if undone else [])
    return f" ({', '.join(words)})" if words else ""


def _left(done: Done) -> int | None:
    return None if done.asked is None else done.asked - (done.done or 0)


def _left_words(exercise: str, done: Done) -> str:
    left, words = _left(done), ("turn", "turns") if exercise == "ankle-circles" else ("rep", "reps")
    if left is None:
        left, words = (done.sets_asked or 0) - done.sets, ("set", "sets")
    return f"{left} {words[left != 1]}"


def _cell(done: Done) -> str:
    if done.asked is None and done.sets_asked is None:
        return str(done.reps or "")
    made, asked, most, unit = (
        (done.done, done.asked, done.asked_most, "") if done.asked is not None else (done.sets, done.sets_asked, done.sets_asked_most, " sets")
    )
    return f"{made}/{asked}{'' if asked == most else f'-{most}'}{unit}"


def _share(done: Done) -> str:
    if done.asked is None or done.done is None:
        return _cell(done)
    return f"{min(1.0, done.done / done.asked):.0%}"


def _trend(change: float, unit: str) -> str:
    words = peak_words(abs(change), unit)
    if words == peak_words(0.0, unit):
        return "same"
    return f"{'+' if change > 0 else '-'}{words.split()[0]}"


def _low(exercise: str) -> str:
    name = EXERCISES[exercise].name
    return name[0].lower() + name[1:]


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _console(width: int, colour: bool) -> Console:
    # As in table.py: the environment is rich's business, the terminal the caller's.
    return Console(file=io.StringIO(), width=width, force_terminal=colour, legacy_windows=False, highlight=False)


def _printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()
