"""The signal over time, each repetition shaded, each hold beside what was asked."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from statistics import median
from xml.etree.ElementTree import Element

import numpy as np

from footcv.counting.rep import Rep
from footcv.records.phrases import SHOWN, clock
from footcv.report.chart import Scale, box, figure, level, percent, plot, stripes, ticks, time_ticks
from footcv.report.contents import Section
from footcv.report.sentences import counts_not, label, number_of, told_rep
from footcv.report.tree import el
from footcv.signals.trace import Trace

# One row shows about a minute, or so many repetitions where they last long, and there are not more rows than fill two pages.
ROW_S = 60.0
REPS_IN_ROW = 6
MOST_ROWS = 12
# Rows have this much to spare, as some end early: before a repetition that they would break. The next begins this long before it.
SPARE = 1.1
LEAD_S = 1.0
# How wide a character is where the plot is as narrow as on a phone, percent.
CHARACTER = 1.8
# Samples further apart than this are not joined: nothing was measured between them.
GAP_S = 0.25
MOST_POINTS = 1200
# The line's own coordinates, in whole numbers.
UNITS_ACROSS, UNITS_DOWN = 10_000, 1000
# Heights in px, from the top of a row: the numbers, the plot, the bars of the holds, their times.
NUMBERS, PLOT, BAR = 20.0, 120.0, 10.0
BAR_TOP = NUMBERS + PLOT + 10
# No range is smaller, in m, degrees or shares.
LEAST = 1e-4
# A signal that falls below rest is shown this far, as a share of the range.
BELOW = 0.2


def timeline(section: Section, name: str) -> Element:
    """The whole section over time, in rows of about a minute; without signals each repetition is a block as high as its peak."""
    unit = _unit(section)
    signals = [signal for signal in section.signals if signal.unit == unit] if unit else list(section.signals)
    low, high = _bounds(section, signals, unit)
    y = Scale(low, high, NUMBERS + PLOT, NUMBERS)
    rows = [
        _plot(section, signals, unit, y, row, f"{name}-{number}", _row_title(section, signals, row)) for number, row in enumerate(_filled(section), start=1)
    ]
    return figure(_title(section, signals), rows, *_notes(section, signals))


def _title(section: Section, signals: Sequence[Trace]) -> str:
    if section.exercise.in_turns:
        return section.words("report.measure.circles" if signals else "report.measure.turns")
    return section.words(f"report.measure.{(section.exercise.measure or 'other').replace(' ', '-')}")


def _row_title(section: Section, signals: Sequence[Trace], row: "_Row") -> str:
    words = section.words
    return f"{_title(section, signals)}, {words('dose.range', least=clock(row.from_s, words), most=clock(row.until_s, words))}"


def _notes(section: Section, signals: Sequence[Trace]) -> Iterator[str]:
    words, drawn = section.words, "shaded" if signals else "blocks"
    if section.reps:
        yield words(f"report.note.{drawn}.{section.what}")
    if len(section.counted) < len(section.reps):
        yield words("report.note.striped")
    if section.reps and not section.exercise.in_turns and section.prescription is not None and section.prescription.hold_s is not None:
        yield words("report.note.bars", asked=words("amount.s", figure=words.number(section.prescription.hold_s, None)))
    if by_hand := [str(rep.index) for rep in section.reps if not rep.confidence]:
        yield words("report.note.by-hand", numbers=", ".join(by_hand))
    if len(_filled(section)) < len(_rows(section)):
        yield words("report.note.left-out")
    if len(section.sides) > 1:
        yield ", ".join(f"{words(f'report.mark.{side}')}: {words(f'foot.{side}')}" for side in section.sides) + "."


def _unit(section: Section) -> str | None:
    """The unit shown: that of most repetitions, or of the signals; None for turns, whose path has none."""
    units = [rep.peak_unit for rep in section.measured] or [signal.unit for signal in section.signals if signal.unit is not None]
    return None if section.exercise.in_turns or not units else max(units, key=units.count)


def _bounds(section: Section, signals: Sequence[Trace], unit: str | None) -> tuple[float, float]:
    """The lowest and highest value shown, above rest."""
    peaks = [rep.peak for rep in section.measured if rep.peak_unit == unit]
    ends = [float(end) for signal in signals if len(signal.t) for end in (signal.value.min(), signal.value.max())]
    top = max([LEAST, *peaks, *ends])
    # An up and down about rest is shown whole.
    least = -top if unit is None else -BELOW * top
    return max(least, min([0.0, *ends])), 1.05 * top


@dataclass(frozen=True)
class _Row:
    """A stretch of time on one line: the axis goes from `from_s` to `to_s`, what is drawn ends at `until_s`, s."""

    from_s: float
    until_s: float
    to_s: float


def _rows(section: Section) -> list[_Row]:
    """Lines of one scale that follow each other; a line ends before a repetition that it would break, where it can."""
    length_s = max(section.to_s - section.from_s, 1.0)
    lasted_s = [rep.end_s - rep.start_s for rep in section.reps]
    longest_s = max(ROW_S, REPS_IN_ROW * median(lasted_s) if lasted_s else 0.0, length_s / MOST_ROWS)
    count = math.ceil(length_s / longest_s)
    row_s = length_s / count * (1.0 if count == 1 else SPARE)
    rows: list[_Row] = []
    start_s = section.from_s
    while start_s < section.to_s - 1e-6 or not rows:
        until_s = start_s + row_s
        ended_s = start_s
        for rep in section.reps:
            if rep.start_s < until_s < rep.end_s and rep.start_s > start_s:
                until_s = max(ended_s, rep.start_s - LEAD_S)
                break
            ended_s = max(ended_s, min(rep.end_s, until_s))
        if until_s <= start_s:
            until_s = start_s + row_s
        rows.append(_Row(start_s, min(until_s, section.to_s), start_s + row_s))
        start_s = until_s
    return rows


def _filled(section: Section) -> list[_Row]:
    """The lines with a repetition; all of them where there is none."""
    rows = _rows(section)
    return [row for row in rows if any(rep.overlaps(row.from_s, row.until_s) for rep in section.reps)] or rows


def _plot(section: Section, signals: Sequence[Trace], unit: str | None, y: Scale, row: _Row, name: str, title: str) -> Element:
    x = Scale(row.from_s, row.to_s, 0.0, 100.0)
    reps = [(rep, rest) for rep, rest in zip(section.reps, section.rests_s, strict=True) if rep.overlaps(row.from_s, row.until_s)]
    marks: list[Element] = []
    if unit is not None:
        factor, _ = SHOWN[unit]
        for value in ticks(factor * y.low, factor * y.high, 5):
            told = section.words(f"amount.{unit}", figure=section.words.number(value, None))
            marks += level(y(value / factor), told, "rest" if value == 0 else "grid")
    bottom = BAR_TOP + BAR + 16 if any(rep.hold_s is not None for rep in section.reps) else NUMBERS + PLOT
    for t in time_ticks(row.from_s, row.to_s):
        marks.append(el("line", x1=percent(x(t)), x2=percent(x(t)), y1=NUMBERS, y2=bottom + 4, class_="grid"))
        marks.append(el("text", clock(t, section.words), x=percent(x(t)), y=bottom + 18, class_=f"figure {_anchor(x(t))}"))
    marks += [_rep(rep, rest_s, section, x, y, blocks=not signals) for rep, rest_s in reps]
    marks += _asked(section, [rep for rep, _ in reps], x)
    marks += _words(section, [rep for rep, _ in reps], x)
    marks += [_curve(signal, row, y, section) for signal in signals]
    return plot(name, title, _told(section, [rep for rep, _ in reps]), bottom + 22, marks, axis=unit is not None)


def _told(section: Section, reps: Sequence[Rep]) -> str:
    """The text alternative of one row."""
    words = section.words
    if not reps:
        return words("report.told.none")
    each = (
        f"{words('report.told.rep', rep=label(rep, section), start=clock(rep.start_s, words, 1), end=clock(rep.end_s, words, 1))}{counts_not(rep, section)}"
        for rep in reps
    )
    return words("report.told", reps=number_of(len(reps), section), each="; ".join(each))


def _rep(rep: Rep, rest_s: float | None, section: Section, x: Scale, y: Scale, *, blocks: bool) -> Element:
    """One repetition: its shade, or its block, and the bar of its hold beside the one asked."""
    ground = y(0.0) if blocks else NUMBERS + PLOT
    top = y(rep.peak) if blocks and rep.hold_s is not None else NUMBERS
    left, width = x(rep.start_s), x(rep.end_s) - x(rep.start_s)
    marks = [box(left, width, top, ground - top, "shade")]
    if section.exercise.in_turns:
        # One turn begins where the last ends.
        marks.append(el("line", x1=percent(left), x2=percent(left), y1=top, y2=ground, class_="edge"))
    if rep.hold_start_s is not None and rep.hold_end_s is not None and rep.hold_s is not None:
        start, end = x(rep.hold_start_s), x(rep.hold_end_s)
        marks += [box(start, end - start, top, ground - top, "shade hold"), box(start, end - start, BAR_TOP, BAR, "bar")]
    if not rep.counted:
        marks.append(stripes(left, width, top, ground - top))
    return el("g", el("title", told_rep(rep, rest_s, section)), *marks, class_=f"rep {rep.side}{'' if rep.counted else ' fault'}")


def _asked(section: Section, reps: Sequence[Rep], x: Scale) -> Iterator[Element]:
    """Round the bar of each hold an outline as long as was asked; one that would run into the next bar ends before it and stays open."""
    if section.prescription is None or section.prescription.hold_s is None:
        return
    for rep, after in zip_longest(reps, reps[1:]):
        if rep.hold_start_s is None or not rep.confidence:
            continue
        asked_s = rep.hold_start_s + section.prescription.hold_s
        cut = after is not None and asked_s > after.start_s
        left, right = percent(x(rep.hold_start_s)), percent(x(after.start_s if after is not None and cut else asked_s))
        top, bottom = BAR_TOP - 2, BAR_TOP + BAR + 2
        yield from (el("line", x1=left, x2=right, y1=edge, y2=edge, class_="asked") for edge in (top, bottom))
        yield from (el("line", x1=at, x2=at, y1=top, y2=bottom, class_="asked") for at in ((left,) if cut else (left, right)))


def _words(section: Section, reps: Sequence[Rep], x: Scale) -> Iterator[Element]:
    """The number of each repetition over it and the length of its hold below, where they do not run into each other on a narrow page."""
    numbered = timed = -100.0
    for rep in reps:
        place = (x(rep.start_s) + x(rep.end_s)) / 2
        number = label(rep, section) if rep.counted else f"{label(rep, section)} ✕"
        if place - numbered >= 2 + CHARACTER * len(number):
            # One at the left edge begins where others have their middle.
            numbered = place + (CHARACTER * len(number) / 2 if _anchor(place) == "start" else 0.0)
            yield el("text", number, x=percent(place), y=NUMBERS - 6, class_=f"number {_anchor(place)}{'' if rep.counted else ' refused'}")
        if rep.hold_s is not None and rep.hold_start_s is not None and rep.hold_end_s is not None:
            place = (x(rep.hold_start_s) + x(rep.hold_end_s)) / 2
            if place - timed >= 2 + 3 * CHARACTER and rep.confidence:
                timed = place
                yield el("text", section.words.number(rep.hold_s, 1), x=percent(place), y=BAR_TOP + BAR + 15, class_=f"figure {_anchor(place)}")


def _curve(signal: Trace, row: _Row, y: Scale, section: Section) -> Element:
    """The line of one signal; it breaks where nothing was measured."""
    t, value, words = signal.t, signal.value, section.words
    inside = (t >= row.from_s - GAP_S) & (t <= row.until_s)
    stride = max(1, math.ceil(int(inside.sum()) / MOST_POINTS))
    t, value = t[inside][::stride], value[inside][::stride]
    across = np.round((t - row.from_s) / (row.to_s - row.from_s) * UNITS_ACROSS).astype(int)
    down = np.round((1 - (np.clip(value, y.low, y.high) - y.low) / (y.high - y.low)) * UNITS_DOWN).astype(int)
    starts = np.concatenate([[True], np.diff(t) > GAP_S * stride])
    path = "".join(f"{'M' if start else 'L'}{a},{b}" for start, a, b in zip(starts, across, down, strict=True)) if len(t) else ""
    line = el("path", d=path, class_=f"curve {signal.side}")
    title = el("title", words(f"report.curve.{signal.source}", foot=words(f"foot.{signal.side}")))
    units = f"0 0 {UNITS_ACROSS} {UNITS_DOWN}"
    return el("svg", title, line, x=0, y=NUMBERS, width="100%", height=PLOT, viewBox=units, preserveAspectRatio="none", class_="frame")


def _anchor(place: float) -> str:
    """Words at the edges stay inside the plot."""
    return "start" if place < 2 else "end" if place > 98 else "middle"
