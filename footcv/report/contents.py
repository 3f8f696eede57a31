"""What a report tells, before it is drawn: values, and the language in which they are to be told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from footcv.analysis import Analysis
from footcv.coach.verdict import completed, rests_before_s
from footcv.counting.rep import SIDES, Rep
from footcv.exercises import EXERCISES
from footcv.exercises.exercise import Exercise
from footcv.programs.prescription import Prescription
from footcv.records.entries import MARGIN_S, LoggedRep, LoggedSession, Note, SetOfDay
from footcv.records.phrases import ending_words, source_name
from footcv.report.weeks import Week
from footcv.signals.trace import Trace
from footcv.words import Words


@dataclass(frozen=True, kw_only=True)
class Section:
    """One exercise as it was done.

    `reps` are judged and in time order, `rests_s` the rest before each, s, None where there is none to tell; `from_s` to `to_s` is the time shown. `traces`
    are empty where only the repetitions are known. `source` names the recording where there is one, `set_number` which set of the day it was.
    """

    words: Words
    exercise: Exercise
    reps: tuple[Rep, ...]
    rests_s: tuple[float | None, ...]
    from_s: float
    to_s: float
    prescription: Prescription | None = None
    program: str | None = None
    source: str | None = None
    detected_fraction: float | None = None
    traces: tuple[Trace, ...] = ()
    warnings: tuple[str, ...] = ()
    set_number: int | None = None

    @property
    def name(self) -> str:
        """The exercise, and which set of the day where that is known."""
        name = self.words.of(self.exercise.name)
        return name if self.set_number is None else self.words("history.set-of-day", exercise=name, number=self.set_number)

    @property
    def what(self) -> str:
        """What is counted: `turns` or `reps`, the end of a message's key."""
        return "turns" if self.exercise.in_turns else "reps"

    @cached_property
    def signals(self) -> tuple[Trace, ...]:
        """The signals of the sides that did repetitions, or of all where none did any."""
        return tuple(trace for trace in self.traces if trace.kind == "signal" and (trace.side in self.sides or not self.sides))

    @cached_property
    def paths(self) -> tuple[Trace, ...]:
        """The paths of the feet that circled."""
        return tuple(trace for trace in self.traces if trace.kind != "signal" and trace.side in self.sides)

    @cached_property
    def measured(self) -> tuple[Rep, ...]:
        """The repetitions that a camera saw; what a person added by hand has no figures, and by the log's rule confidence 0."""
        return tuple(rep for rep in self.reps if rep.confidence > 0)

    @property
    def counted(self) -> tuple[Rep, ...]:
        """The repetitions that meet the prescription."""
        return tuple(rep for rep in self.reps if rep.counted)

    @cached_property
    def share_done(self) -> float | None:
        """The share, in [0, 1], of what was asked that is done; None where nothing says how much that is."""
        return completed(self.counted, self.prescription) if self.prescription is not None else None

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """The sides that repetitions were seen of: left, right, both, in this order."""
        return tuple(side for side in SIDES if any(rep.side == side for rep in self.reps))

    def of_side(self, side: str) -> tuple[Rep, ...]:
        """The repetitions of one side."""
        return tuple(rep for rep in self.reps if rep.side == side)


def section_of(analysis: Analysis, prescription: Prescription | None, words: Words) -> Section:
    """One analysed recording as a section."""
    return Section(
        words=words,
        exercise=EXERCISES[analysis.exercise],
        reps=analysis.reps,
        rests_s=rests_before_s(analysis.reps),
        from_s=0.0,
        to_s=max([analysis.source.duration_s, *(rep.end_s for rep in analysis.reps)]),
        prescription=prescription,
        program=analysis.program,
        source=analysis.source.path,
        detected_fraction=analysis.detected_fraction,
        traces=analysis.traces,
        warnings=analysis.warnings,
    )


def sections_of(session: LoggedSession, logged: Iterable[LoggedRep], traces: Mapping[SetOfDay, tuple[Trace, ...]], words: Words) -> tuple[Section, ...]:
    """A session of the log as a section for each set of each exercise, in the order they were begun; `logged` without what was taken back."""
    sets: dict[SetOfDay, list[LoggedRep]] = {}
    for each in logged:
        sets.setdefault((each.exercise, each.set_index), []).append(each)
    asked = {prescription.exercise: prescription for prescription in session.program.prescriptions} if session.program is not None else {}
    sections = []
    for (exercise, number), own in sets.items():
        own.sort(key=lambda each: each.rep.start_s)
        sections.append(
            Section(
                words=words,
                exercise=EXERCISES[exercise],
                # Each set begins with 1, also where a side, or a direction, begins anew.
                reps=tuple(replace(each.rep, index=index) for index, each in enumerate(own, start=1)),
                rests_s=tuple(each.rest_before_s for each in own),
                from_s=max(0.0, own[0].rep.start_s - MARGIN_S),
                to_s=max(each.rep.end_s for each in own) + MARGIN_S,
                prescription=asked.get(exercise),
                set_number=number,
                traces=traces.get((exercise, number), ()),
            )
        )
    return tuple(sections)


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that one page tells.

    Its title, in the language of `words`, facts about the whole as name and value, the exercises in order, what the program asks for besides them, the weeks up
    to `made_on`, and what happened meanwhile.
    """

    words: Words
    title: str
    sections: tuple[Section, ...]
    made_on: date
    facts: tuple[tuple[str, str], ...] = ()
    not_done: tuple[Prescription, ...] = ()
    weeks: tuple[Week, ...] = ()
    weeks_of: str = ""
    notes: tuple[Note, ...] = ()


def report_of(sections: Sequence[Section], made_on: date) -> Report:
    """The report of recordings, each a section, of which there is one at least."""
    words = sections[0].words
    title = sections[0].name if len(sections) == 1 else words("report.recordings", number=len(sections))
    return Report(words=words, title=title, sections=tuple(sections), made_on=made_on)


def session_report(
    session: LoggedSession,
    logged: Iterable[LoggedRep],
    traces: Mapping[SetOfDay, tuple[Trace, ...]],
    notes: Sequence[Note],
    weeks: Sequence[Week],
    made_on: date,
    words: Words,
) -> Report:
    """The report of one session of the log; `weeks` are those of its program, or of all that was done where it has none."""
    sections = sections_of(session, logged, traces, words)
    done = {section.exercise.id for section in sections}
    program = words.of(session.program.name) if session.program is not None else session.program_id
    time = f"{session.started_at:%H:%M}"
    if session.ended_at is not None:
        time = words("dose.range", least=time, most=f"{session.ended_at.astimezone(session.started_at.tzinfo):%H:%M}")
    facts = [
        (words("history.column.session"), str(session.id)),
        (words("report.fact.time"), time),
        *([(words("history.column.program"), program)] if program is not None else []),
        (words("report.fact.source"), source_name(session.source)),
        (words("history.column.ended"), ending_words(session.how, words)),
    ]
    return Report(
        words=words,
        title=words.day(session.day, "date.full"),
        sections=sections,
        made_on=made_on,
        facts=tuple(facts),
        not_done=tuple(
            prescription for prescription in (session.program.prescriptions if session.program is not None else ()) if prescription.exercise not in done
        ),
        weeks=tuple(weeks),
        weeks_of=program or "",
        notes=tuple(notes),
    )
