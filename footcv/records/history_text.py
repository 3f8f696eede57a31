"""The history for people, plain words first, and as a JSON object."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from footcv.exercises import EXERCISES
from footcv.records.entries import LoggedRep, LoggedSession, Note, SetOfDay, iso
from footcv.records.history import Done, ExerciseHistory, History, ProgramHistory
from footcv.records.phrases import amount, bare_amount, clock, ending_words, reps_or_turns, share, source_name
from footcv.records.table import printed, rep_table, set_sentence, text_console
from footcv.words import Words

SCHEMA = "footcv.history/1"


@dataclass(frozen=True)
class SessionLine:
    """A session as the list of the last ones tells it: its repetitions that counted, of all that were seen or added."""

    session: LoggedSession
    counted: int
    reps: int


def history_text(found: History, last: Sequence[SessionLine], words: Words, *, width: int = 80, colour: bool = False) -> str:
    """Return the history in lines of at most `width` columns where the words allow; `last` are the last sessions, the newest first."""
    console = text_console(width, colour=colour)
    first = _streak(found.streak, "days", words) if found.programs else words("history.nothing-lately")
    console.print(Text(f"{words.day(found.today, 'date.full')}. {first}".strip()))
    for program in found.programs:
        console.print(Text("\n" + _title(program, words), style="bold"))
        console.print(Text(_in_words(program, words)))
        console.print(_done_table(program, words))
        if any(exercise.ranges for exercise in program.exercises):
            console.print(Text(words("history.range")))
            console.print(_range_table(program, words))
    console.print(Text("\n" + words("history.last-sessions")))
    console.print(_session_table(last, words))
    return printed(console)


def session_text(session: LoggedSession, reps: Iterable[LoggedRep], notes: Sequence[Note], words: Words, *, width: int = 80, colour: bool = False) -> str:
    """Return one session: when and what, each set of each exercise with its repetitions, and what else happened."""
    console = text_console(width, colour=colour)
    began = words("history.session", number=session.id, day=words.day(session.day, "date.full"), time=f"{session.started_at:%H:%M}")
    console.print(Text(", ".join(filter(None, (began, session.program_id, source_name(session.source)))), style="bold"))
    console.print(Text(_ending(session, words)))
    sets: dict[SetOfDay, list[LoggedRep]] = {}
    for logged in reps:
        sets.setdefault((logged.exercise, logged.set_index), []).append(logged)
    for (exercise, number), own in sets.items():
        kept = [logged.rep for logged in own if not logged.taken_back]
        if not kept and not _corrections(own, words):
            continue
        title = words("history.set-of-day", exercise=words.of(EXERCISES[exercise].name), number=number)
        console.print(Text(f"\n{title}: {set_sentence(exercise, kept, words)}{_corrections(own, words)}"))
        if kept:
            console.print(rep_table(kept, words))
    for note in notes:
        console.print(Text(f"{clock(note.at_s, words)}  {words.of(note.what)}"))
    return printed(console)


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


def _title(history: ProgramHistory, words: Words) -> str:
    if history.id is None:
        return words("history.no-program")
    return history.id if history.program is None else f"{words.of(history.program.name)} ({history.id})"


def today_text(history: ProgramHistory, words: Words) -> str:
    """Return what of a program is done today and what is left of it, in a sentence or two; nothing where the program does not say how often a day."""
    sentences = []
    finished = [e.exercise for e in history.exercises if e.today.sets_asked is not None and e.today.sets >= e.today.sets_asked]
    if finished:
        sentences.append(words("history.done-today", exercises=", ".join(_low(exercise, words) for exercise in finished)))
    if left := history.left_today():
        told = (f"{_low(exercise, words)} {_left_words(exercise, done, words)}" for exercise, done in left.items())
        sentences.append(words("history.left-today", exercises=", ".join(told)))
    elif finished:
        return words("history.all-done")
    return " ".join(sentences)


def _in_words(history: ProgramHistory, words: Words) -> str:
    """What is done and what is left, in sentences."""
    sentences = [today_text(history, words)]
    if history.weekly and history.program is not None:
        least, most = history.program.per_week, history.program.per_week_max
        asked = str(least) if least == most else words("dose.range", least=least, most=most)
        sentences.append(words("history.this-week", days=history.days[0], asked=asked))
        sentences.append(_streak(history.streak, "weeks", words))
    if not any(exercise.today.reps for exercise in history.exercises):
        sentences.insert(0, words("history.nothing-today"))
    return " ".join(filter(None, sentences))


def _streak(number: int, unit: str, words: Words) -> str:
    return "" if number < 2 else words(f"history.streak.{unit}", number=number)


def _done_table(history: ProgramHistory, words: Words) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column(words("history.column.done"), no_wrap=True)
    table.add_column(words("history.column.today"), justify="right")
    table.add_column(words("history.column.week"), justify="right", no_wrap=True)
    for week in history.exercises[0].weeks[1:]:
        table.add_column(words.day(week.monday, "date.short"), justify="right", no_wrap=True)
    table.add_column(words("history.column.holds"), justify="right")
    for exercise in history.exercises:
        this_week, *before = (week.done for week in exercise.weeks)
        holds = "" if exercise.full_holds is None else share(exercise.full_holds, words)
        cells = (_cell(exercise.today, words), _cell(this_week, words), *(_share(done, words) for done in before))
        table.add_row(words.of(EXERCISES[exercise.exercise].name), *cells, holds)
    return table


def _range_table(history: ProgramHistory, words: Words) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column(words("history.column.range"), no_wrap=True)
    table.add_column(words("table.side"), no_wrap=True)
    table.add_column(words("history.column.best"), justify="right", no_wrap=True)
    for week in history.exercises[0].weeks:
        table.add_column(words.day(week.monday, "date.short"), justify="right", no_wrap=True)
    table.add_column(words("history.column.trend"), justify="right")
    for exercise in history.exercises:
        for own in exercise.ranges:
            # The best one says the unit for all.
            means = ["" if mean is None else bare_amount(mean, own.unit, words) for mean in own.weeks]
            trend = "" if own.trend is None else _trend(own.trend, own.unit, words)
            best = amount(own.best, own.unit, words)
            table.add_row(words.of(EXERCISES[exercise.exercise].name), words(f"side.{own.side}"), best, *means, trend)
    return table


def _session_table(last: Sequence[SessionLine], words: Words) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column(words("history.column.session"), justify="right")
    for name in (words("history.column.began"), words("history.column.program")):
        table.add_column(name, no_wrap=True)
    table.add_column(words("history.column.counted"), justify="right")
    for name in (words("history.column.ended"), words("history.column.source")):
        table.add_column(name, overflow="fold")
    for line in last:
        session = line.session
        began, counted = f"{session.day} {session.started_at:%H:%M}", f"{line.counted}/{line.reps}"
        table.add_row(str(session.id), began, Text(session.program_id or ""), counted, ending_words(session.how, words), Text(source_name(session.source)))
    return table


def _ending(session: LoggedSession, words: Words) -> str:
    if session.how is None:
        return words("history.ended.broke-off")
    how = session.how.replace(" ", "-")
    return words(f"history.ended.{how}") if session.ended_at is None else words(f"history.ended-at.{how}", time=f"{session.ended_at:%H:%M}")


def _corrections(reps: Sequence[LoggedRep], words: Words) -> str:
    added, undone = sum(rep.by_hand and not rep.taken_back for rep in reps), sum(rep.undone_by_hand for rep in reps)
    told = ([words("history.added", number=added)] if added else []) + ([words("history.taken-back", number=undone)] if undone else [])
    return f" ({', '.join(told)})" if told else ""


def _left(done: Done) -> int | None:
    return None if done.asked is None else done.asked - (done.done or 0)


def _left_words(exercise: str, done: Done, words: Words) -> str:
    left = _left(done)
    if left is None:
        return words("history.sets", n=(done.sets_asked or 0) - done.sets)
    return reps_or_turns(exercise, left, words)


def _cell(done: Done, words: Words) -> str:
    if done.asked is None and done.sets_asked is None:
        return str(done.reps or "")
    made, asked, most = (done.done, done.asked, done.asked_most) if done.asked is not None else (done.sets, done.sets_asked, done.sets_asked_most)
    told = f"{made}/{asked}{'' if asked == most else f'-{most}'}"
    return told if done.asked is not None else words("history.of-sets", done=told)


def _share(done: Done, words: Words) -> str:
    if done.asked is None or done.done is None:
        return _cell(done, words)
    return share(min(1.0, done.done / done.asked), words)


def _trend(change: float, unit: str, words: Words) -> str:
    told = bare_amount(abs(change), unit, words)
    if told == bare_amount(0.0, unit, words):
        return words("history.same")
    return f"{'+' if change > 0 else '-'}{told}"


def _low(exercise: str, words: Words) -> str:
    return words.within(words.of(EXERCISES[exercise].name))
