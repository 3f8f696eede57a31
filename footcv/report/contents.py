"""What a report tells, before it is drawn or worded: values only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from footcv.analysis import Analysis
from footcv.coach.verdict import rests_before_s
from footcv.counting.rep import SIDES, Rep
from footcv.exercises import EXERCISES
from footcv.exercises.exercise import Exercise
from footcv.programs.prescription import Prescription
from footcv.records.entries import LoggedRep, Note, Session
from footcv.report.weeks import Week
from footcv.signals.circles import FootPath
from footcv.signals.signal import Signal

# A set is shown with this much before and after it.
MARGIN_S = 2.0


@dataclass(frozen=True, kw_only=True)
class Section:
    """One exercise as it was done.

    `reps` are judged and in time order, `rests_s` the rest before each, s, None where there is none to tell; `from_s` to `to_s` is the time shown. `signals`
    and `paths` are empty where only the repetitions are known. `source` names the recording where there is one, `set_number` which set of the day it was.
    """

    exercise: Exercise
    reps: tuple[Rep, ...]
    rests_s: tuple[float | None, ...]
    from_s: float
    to_s: float
    prescription: Prescription | None = None
    program: str | None = None
    source: str | None = None
    detected_fraction: float | None = None
    signals: tuple[Signal, ...] = ()
    paths: tuple[FootPath, ...] = ()
    warnings: tuple[str, ...] = ()
    set_number: int | None = None

    @property
    def name(self) -> str:
        """The exercise, and which set of the day where that is known."""
        return self.exercise.name if self.set_number is None else f"{self.exercise.name}, set {self.set_number} of the day"

    @cached_property
    def measured(self) -> tuple[Rep, ...]:
        """The repetitions that a camera saw; what a person added by hand has no figures, and by the log's rule confidence 0."""
        return tuple(rep for rep in self.reps if rep.confidence > 0)

    @property
    def counted(self) -> tuple[Rep, ...]:
        """The repetitions that meet the prescription."""
        return tuple(rep for rep in self.reps if rep.counted)

    @property
    def circles(self) -> bool:
        """Whether it is done in turns, which have no hold and no range."""
        return self.exercise.measure == "foot path"

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """The sides that repetitions were seen of: left, right, both, in this order."""
        return tuple(side for side in SIDES if any(rep.side == side for rep in self.reps))

    def of_side(self, side: str) -> tuple[Rep, ...]:
        """The repetitions of one side."""
        return tuple(rep for rep in self.reps if rep.side == side)


def section_of(analysis: Analysis, prescription: Prescription | None, signals: Sequence[Signal] = (), paths: Sequence[FootPath] = ()) -> Section:
    """One analysed recording as a section; of the `signals`, those of feet that did repetitions, or all where none did any."""
    doing = {rep.side for rep in analysis.reps}
    return Section(
        exercise=EXERCISES[analysis.exercise],
        reps=analysis.reps,
        rests_s=rests_before_s(analysis.reps),
        from_s=0.0,
        to_s=max([analysis.source.duration_s, *(rep.end_s for rep in analysis.reps)]),
        prescription=prescription,
        program=analysis.program,
        source=analysis.source.path,
        detected_fraction=analysis.detected_fraction,
        signals=tuple(signal for signal in signals if signal.side in doing or not doing),
        paths=tuple(path for path in paths if path.side in doing),
        warnings=analysis.warnings,
    )


def sections_of(session: Session, logged: Iterable[LoggedRep]) -> tuple[Section, ...]:
    """A session of the log as a section for each set of each exercise, in the order they were begun; `logged` without what was taken back."""
    sets: dict[tuple[str, int], list[LoggedRep]] = {}
    for each in logged:
        sets.setdefault((each.exercise, each.set_index), []).append(each)
    asked = {prescription.exercise: prescription for prescription in session.program.prescriptions} if session.program is not None else {}
    sections = []
    for (exercise, number), own in sets.items():
        own.sort(key=lambda each: each.rep.start_s)
        sections.append(
            Section(
                exercise=EXERCISES[exercise],
                # Each set begins with 1, also where a side, or a direction, begins anew.
                reps=tuple(replace(each.rep, index=index) for index, each in enumerate(own, start=1)),
                rests_s=tuple(each.rest_before_s for each in own),
                from_s=max(0.0, own[0].rep.start_s - MARGIN_S),
                to_s=max(each.rep.end_s for each in own) + MARGIN_S,
                prescription=asked.get(exercise),
                set_number=number,
            )
        )
    return tuple(sections)


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that one page tells.

    Its title, facts about the whole as name and value, the exercises in order, what the program asks for besides them, the weeks up to `made_on`, and what
    happened meanwhile.
    """

    title: str
    sections: tuple[Section, ...]
    made_on: date
    facts: tuple[tuple[str, str], ...] = ()
    not_done: tuple[Prescription, ...] = ()
    weeks: tuple[Week, ...] = ()
    weeks_of: str = ""
    notes: tuple[Note, ...] = ()


def report_of(sections: Sequence[Section], made_on: date) -> Report:
    """The report of recordings, each a section."""
    title = sections[0].exercise.name if len(sections) == 1 else f"{len(sections)} recordings"
    return Report(title=title, sections=tuple(sections), made_on=made_on)


def session_report(session: Session, logged: Iterable[LoggedRep], notes: Sequence[Note], weeks: Sequence[Week], made_on: date) -> Report:
    """The report of one session of the log; `weeks` are those of its program, or of all that was done where it has none."""
    sections = sections_of(session, logged)
    done = {section.exercise.id for section in sections}
    program = session.program.name if session.program is not None else session.program_id
    began = f"{session.started_at:%H:%M}"
    ended = "" if session.ended_at is None else f" to {session.ended_at.astimezone(session.started_at.tzinfo):%H:%M}"
    facts = [("Session", str(session.id)), ("Time", f"{began}{ended}"), *([("Program", program)] if program is not None else []), ("Seen by", session.source)]
    facts.append(("Ended", session.how or "broke off"))
    return Report(
        title=f"{session.day:%A}, {day_words(session.day)}",
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


def day_words(day: date) -> str:
    """A day as people write it: `21 November 2026`."""
    return f"{day.day} {day:%B %Y}"
