"""An analysis for people: a table of its reps and one sentence."""

import io
from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from footcv.analysis import Analysis
from footcv.coach.verdict import summary
from footcv.counting.rep import Rep
from footcv.exercises import EXERCISES
from footcv.programs.prescription import Prescription
from footcv.records.phrases import amount, reps_or_turns, seconds, share
from footcv.words import Words


def render_table(analysis: Analysis, prescription: Prescription | None, words: Words, *, width: int = 80, colour: bool = False) -> str:
    """Return the title, the table and the sentence, at most `width` columns wide where the words allow; `colour` adds terminal colours."""
    console = text_console(width, colour=colour)
    exercise = EXERCISES[analysis.exercise]
    console.print(Text(f"{words.of(exercise.name)}: {analysis.source.path}", style="bold"))
    if analysis.reps:
        console.print(rep_table(analysis.reps, words))
    console.print(Text(sentence(analysis, prescription, words)))
    return printed(console)


def text_console(width: int, *, colour: bool) -> Console:
    """Return a console, `width` columns wide, that keeps what is printed for `printed`."""
    # The environment's NO_COLOR, FORCE_COLOR and TERM are rich's business; whether this is a terminal is the caller's.
    return Console(file=io.StringIO(), width=width, force_terminal=colour, legacy_windows=False, highlight=False)


def printed(console: Console) -> str:
    """Return all that such a console has been given."""
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def sentence(analysis: Analysis, prescription: Prescription | None, words: Words) -> str:
    """Return what was seen in one line, such as `12 of 15 reps counted, holds 4.8 s on average; 3 short holds.`"""
    text = set_sentence(analysis.exercise, analysis.reps, words)
    done = summary(analysis, prescription)["completed"]
    if analysis.reps and done is not None:
        of = words("table.of-program", share=share(done, words), program=analysis.program) if analysis.program else words("table.of", share=share(done, words))
        text += f" {of}"
    return text


def set_sentence(exercise: str, reps: Sequence[Rep], words: Words) -> str:
    """Return that line for the repetitions of one set."""
    if not reps:
        return words("table.none")
    what = reps_or_turns(exercise, len(reps), words)
    counted = sum(rep.counted for rep in reps)
    text = words("table.all-counted", reps=what) if counted == len(reps) else words("table.counted", counted=counted, reps=what)
    holds = [rep.hold_s for rep in reps if rep.hold_s is not None]
    if holds:
        text += ", " + words("table.holds" if len(holds) > 1 else "table.hold", held=seconds(fmean(holds), words))
    faults = Counter(fault for rep in reps for fault in rep.faults)
    if faults:
        text += "; " + ", ".join(words(f"fault-count.{fault}", n=number) for fault, number in faults.items())
    return text + "."


def rep_table(reps: Sequence[Rep], words: Words) -> Table:
    """Return a table of repetitions, a row each."""
    circles = all(rep.hold_s is None for rep in reps)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(words("table.rep"), justify="right")
    table.add_column(words("table.side"))
    if circles:
        table.add_column(words("table.direction"))
    table.add_column(words("table.from"), justify="right")
    table.add_column(words("table.to"), justify="right")
    if not circles:
        table.add_column(words("table.held"), justify="right")
    table.add_column(words("table.peak"), justify="right")
    table.add_column(words("table.counts"))
    for rep in reps:
        middle = [words(f"direction.{rep.direction}") if rep.direction is not None else words("table.not-seen")] if circles else []
        hold = [] if circles else ["" if rep.hold_s is None else words.number(rep.hold_s, 1)]
        times = (words.number(rep.start_s, 1), words.number(rep.end_s, 1))
        table.add_row(str(rep.index), words(f"side.{rep.side}"), *middle, *times, *hold, amount(rep.peak, rep.peak_unit, words), _verdict(rep, words))
    return table


def _verdict(rep: Rep, words: Words) -> Text:
    if rep.counted:
        return Text(words("table.yes"), style="green")
    return Text(words("table.no", faults=", ".join(words(f"fault-name.{fault}") for fault in rep.faults)), style="yellow")
