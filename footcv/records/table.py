"""An analysis for people: a table of its reps and one sentence."""

import io
from collections import Counter
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

_FAULTS = {
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
        console.print(_table(analysis.reps))
    console.print(Text(sentence(analysis, prescription)))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def sentence(analysis: Analysis, prescription: Prescription | None) -> str:
    """Return what was seen in one line, such as `12 of 15 counted, holds 4.8 s on average; 3 short holds.`"""
    if not analysis.reps:
        return "No repetition was seen."
    figures = summary(analysis, prescription)
    words = "rep" if figures["reps"] == 1 else "reps"
    if analysis.exercise == "ankle-circles":
        words = words.replace("rep", "turn")
    counted = f"{figures['counted']} {words}" if figures["counted"] == figures["reps"] else f"{figures['counted']} of {figures['reps']} {words}"
    text = f"{counted} counted"
    holds = [rep.hold_s for rep in analysis.reps if rep.hold_s is not None]
    if holds:
        text += f", {'holds' if len(holds) > 1 else 'hold'} {fmean(holds):.1f} s{' on average' if len(holds) > 1 else ''}"
    faults = Counter(fault for rep in analysis.reps for fault in rep.faults)
    if faults:
        text += "; " + ", ".join(f"{number} {_FAULTS[fault][number > 1]}" for fault, number in faults.items())
    text += "."
    if figures["completed"] is not None:
        text += f" That is {figures['completed']:.0%} of what {analysis.program or 'the program'} asks."
    return text


def _table(reps: tuple[Rep, ...]) -> Table:
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
        table.add_row(str(rep.index), rep.side, *middle, f"{rep.start_s:.1f}", f"{rep.end_s:.1f}", *hold, _peak(rep), _verdict(rep))
    return table


def _peak(rep: Rep) -> str:
    if rep.peak_unit == "m":
        return f"{100 * rep.peak:.1f} cm"
    if rep.peak_unit == "share":
        return f"{rep.peak:.0%}"
    return f"{rep.peak:.0f} {rep.peak_unit}"


def _verdict(rep: Rep) -> Text:
    if rep.counted:
        return Text("yes", style="green")
    return Text("no: " + ", ".join(_FAULTS[fault][0] for fault in rep.faults), style="yellow")
