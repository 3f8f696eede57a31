"""One bar for each repetition: how long it was held, how far it went, how long it took."""

from collections.abc import Callable, Iterator, Sequence
from statistics import median
from xml.etree.ElementTree import Element

from footcv.coach.verdict import SHALLOW_SHARE
from footcv.counting.rep import Rep
from footcv.records.phrases import SHOWN, range_of
from footcv.report.chart import Scale, box, figure, level, percent, plot, stripes, ticks
from footcv.report.contents import Section
from footcv.report.sentences import counts_not, label, told_rep
from footcv.report.tree import el

PLOT, TOP = 130.0, 20.0
# No scale is shorter, in what is shown: s, cm, degrees or percent.
LEAST = 1e-3
# Of its place a bar takes this share.
FILLED = 0.72
# More numbers, and more marks beside them, than this do not fit under the bars of a narrow page.
MOST_LABELS, MOST_MARKS = 12, 8


def holds(section: Section, name: str) -> Element | None:
    """The hold of each repetition against the one asked; None where there are no holds."""
    reps = [rep for rep in section.measured if rep.hold_s is not None]
    if not reps:
        return None
    asked = section.prescription
    lines, band = [], None
    if asked is not None and asked.hold_s is not None:
        lines.append((asked.hold_s, section.words("report.asked-line", asked=range_of(asked.hold_s, asked.hold_max_s, section.words))))
        band = (asked.hold_s, asked.hold_max_s) if asked.hold_max_s is not None else None
    return _bars(section, reps, name, section.words("report.holds-of-each"), lambda rep: rep.hold_s or 0.0, "s", lines, band)


def ranges(section: Section, name: str) -> Iterator[Element]:
    """How far each repetition went, one plot for each unit it was measured in."""
    if section.exercise.in_turns:
        return
    words = section.words
    for unit, (factor, decimals) in SHOWN.items():
        reps = [rep for rep in section.measured if rep.peak_unit == unit]
        if reps:
            lines = []
            if any("shallow" in rep.faults for rep in reps) and len({rep.side for rep in reps}) == 1:
                least = factor * SHALLOW_SHARE * median(rep.peak for rep in reps)
                lines.append((least, words("report.shallow-line", least=words(f"amount.{unit}", figure=words.number(least, decimals)))))
            title = words("report.shares-of-each" if unit == "share" else "report.ranges-of-each")
            yield _bars(section, reps, f"{name}-{unit}", title, _peak_in(factor), unit, lines, None)


def turn_times(section: Section, name: str) -> Element | None:
    """How long each turn took; None where there is none."""
    if not section.exercise.in_turns or not section.measured:
        return None
    return _bars(section, section.measured, name, section.words("report.times-of-each"), lambda rep: rep.end_s - rep.start_s, "s", [], None)


def _peak_in(factor: float) -> Callable[[Rep], float]:
    return lambda rep: factor * rep.peak


def _bars(
    section: Section,
    reps: Sequence[Rep],
    name: str,
    title: str,
    value_of: Callable[[Rep], float],
    unit: str,
    lines: Sequence[tuple[float, str]],
    band: tuple[float, float] | None,
) -> Element:
    words = section.words
    rests = dict(zip((rep.index for rep in section.reps), section.rests_s, strict=True))
    highest = max([LEAST] + [value_of(rep) for rep in reps] + [value for value, _ in lines] + list(band or ()))
    y = Scale(0.0, 1.12 * highest, TOP + PLOT, TOP)
    marks: list[Element] = []
    if band is not None:
        marks.append(box(0.0, 100.0, y(band[1]), y(band[0]) - y(band[1]), "band"))
    for value in ticks(0.0, y.high):
        marks += level(y(value), words(f"amount.{unit}", figure=words.number(value, None)), "rest" if value == 0 else "grid")
    step = 100.0 / max(len(reps), 4)
    every = -(-len(reps) // MOST_LABELS)
    for place, rep in enumerate(reps):
        value, left = value_of(rep), step * (place + (1 - FILLED) / 2)
        bars = [box(left, FILLED * step, y(value), y(0.0) - y(value), "bar")]
        if not rep.counted:
            bars.append(stripes(left, FILLED * step, y(value), y(0.0) - y(value)))
        marks.append(el("g", el("title", told_rep(rep, rests[rep.index], section)), *bars, class_=f"rep {rep.side}{'' if rep.counted else ' fault'}"))
        if place % every == 0:
            number = label(rep, section) + ("" if rep.counted or len(reps) > MOST_MARKS else " ✕")
            marks.append(el("text", number, x=percent(left + FILLED * step / 2), y=TOP + PLOT + 17, class_="figure middle"))
    for value, told_line in lines:
        marks.append(el("line", x1=0, x2="100%", y1=y(value), y2=y(value), class_="target"))
        marks.append(el("text", f"┄ {told_line}", x="100%", y=12, class_="figure end"))
    figures = (words(f"amount.{unit}", figure=words.number(value_of(rep), 1)) for rep in reps)
    told = [f"{label(rep, section)} {words(f'foot.{rep.side}')} {shown}{counts_not(rep, section)}" for rep, shown in zip(reps, figures, strict=True)]
    return figure(title, [plot(name, title, "; ".join([*told, *(told_line for _, told_line in lines)]), TOP + PLOT + 22, marks)])
