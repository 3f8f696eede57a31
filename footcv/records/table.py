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

# One of it, and several.
FAULT_WORDS = {
    "short-hold": ("short hold", "short holds"),
    "shallow": ("shallow", "shallow"),
    "wrong-side": ("wrong side", "on the wrong side"),
    "wrong-direction": ("wrong direction", "in the wrong direction"),
    "short-rest": ("short rest", "short rests"),
}


def render_table(analysis: Analysis, prescription: Prescription | None, *, width: int = 80, colour: bool = False) -> str:
    """Return the title, the table and the sentence, at most `width` columns wide where the words allow; `colour` adds terminal colours."""
    # The environment's NO_COLOR, FORCE_COLOR and TERM are rich's business; whether this is a terminal is the caller's.
    console = Console(file=io.StringIO(), width=width, force_terminal=colour, legacy_windows=False, highlight=False)
    exercise = EXERCISES[analysis.exercise]
    console.print(Text(f"{exercise.name}: {analysis.source.path}", style="bold"))
    if analysis.reps:
        console.print(rep_table(analysis.reps))
    console.print(Text(sentence(analysis, prescription)))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def sentence(analysis: Analysis, prescription: Prescription | None) -> str:
    """Return what was seen in one line, such as `12 of 15 counted, holds 4.8 s on average; 3 short holds.`"""
    text = set_sentence(analysis.exercise, analysis.reps)
    share = summary(analysis, prescription)["completed"]
    if analysis.reps and share is not None:
        text += f" That is {share:.0%} of what {analysis.program or 'the program'} asks."
    return text


def set_sentence(exercise: str, reps: Sequence[Rep]) -> str:
    """Return that line for the repetitions of one set."""
    if not reps:
        return "No repetition was seen."
    words = "rep" if len(reps) == 1 else "reps"
    if exercise == "ankle-circles":
        words = words.replace("rep", "turn")
    counted = sum(rep.counted for rep in reps)
    text = f"{counted} {words} counted" if counted == len(reps) else f"{counted} of {len(reps)} {words} counted"
    holds = [rep.hold_s for rep in reps if rep.hold_s is not None]
    if holds:
        text += f", {'holds' if len(holds) > 1 else 'hold'} {fmean(holds):.1f} s{' on average' if len(holds) > 1 else ''}"
    faults = Counter(fault for rep in reps for fault in rep.faults)
    if faults:
        text += "; " + ", ".join(f"{number} {FAULT_WORDS[fault][number > 1]}" for fault, number in faults.items())
    return text + "."


def rep_table(reps: Sequence[Rep]) -> Table:
    """Return a table of repetitions, a row each."""
    circles = all(rep.hold_s is None for rep in reps)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Rep", justify="right")
    table.add_column("Side")
    if circles:
        table.add_column("Direction")
    table.add_column("From s", justify="right")
    table.add_column("To s", justify="right")
    if not circles:
        table.add_column("Hold s", justify="right")
    table.add_column("Peak", justify="right")
    table.add_column("Counted")
    for rep in reps:
        middle = [rep.direction or "not seen"] if circles else []
        hold = [] if circles else ["" if rep.hold_s is None else f"{rep.hold_s:.1f}"]
        table.add_row(str(rep.index), rep.side, *middle, f"{rep.start_s:.1f}", f"{rep.end_s:.1f}", *hold, peak_words(rep.peak, rep.peak_unit), _verdict(rep))
    return table


def peak_words(peak: float, unit: str) -> str:
    """Return a peak as people say it."""
    if unit == "m":
        return f"{100 * peak:.1f} cm"
    if unit == "share":
        return f"{peak:.0%}"
    return f"{peak:.0f} {unit}"


def _verdict(rep: Rep) -> Text:
    if rep.counted:
        return Text("yes", style="green")
    return Text("no: " + ", ".join(FAULT_WORDS[fault][0] for fault in rep.faults), style="yellow")
