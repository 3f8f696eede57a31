"""The left foot beside the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from xml.etree.ElementTree import Element

from footcv.counting.rep import Rep
from footcv.records.phrases import SHOWN, amount, seconds, share
from footcv.report.chart import box, figure, percent, plot
from footcv.report.contents import Section
from footcv.report.tree import el
from footcv.words import Words

# Two feet that differ by less than this are told to be alike: repetitions of one foot differ by as much.
ALIKE = 0.1
BAR, ROW = 18.0, 74.0


@dataclass(frozen=True)
class Compared:
    """One measure of both feet: the middle one (median) of each foot's repetitions, and how it is written."""

    name: str
    left: float
    right: float
    shown: Callable[[float], str]
    words: Words

    @property
    def in_words(self) -> str:
        """The difference in plain words."""
        less, more = sorted((self.left, self.right))
        told = {"name": self.name, "left": self.shown(self.left), "right": self.shown(self.right)}
        if more <= 0 or less >= (1 - ALIKE) * more:
            return self.words("report.alike", **told)
        return self.words("report.left-less" if self.left < self.right else "report.right-less", **told, share=share(1 - less / more, self.words))


def compare(section: Section) -> list[Compared]:
    """What both feet can be compared by; empty where not both did repetitions of their own."""
    left, right = ([rep for rep in section.measured if rep.side == side] for side in ("left", "right"))
    if not left or not right:
        return []
    words = section.words
    if section.exercise.in_turns:
        return [
            _of("report.turn-time", words, [rep.end_s - rep.start_s for rep in left], [rep.end_s - rep.start_s for rep in right], partial(seconds, words=words))
        ]
    compared = [_of("report.hold-name", words, _holds(left), _holds(right), partial(seconds, words=words))] if _holds(left) and _holds(right) else []
    for unit in SHOWN:
        own, other = ([rep.peak for rep in reps if rep.peak_unit == unit] for reps in (left, right))
        # A share is one of each foot's own range: it says nothing of the other.
        if own and other and unit != "share":
            compared.append(_of("report.range-name", words, own, other, partial(amount, unit=unit, words=words)))
    return compared


def left_and_right(section: Section, name: str) -> Element | None:
    """A figure of both feet; None where there is nothing to compare."""
    compared = compare(section)
    if not compared:
        return None
    plots = [_pair(measure, f"{name}-{number}") for number, measure in enumerate(compared, start=1)]
    return figure(section.words("report.feet-figure"), plots)


def _of(key: str, words: Words, left: Sequence[float], right: Sequence[float], shown: Callable[[float], str]) -> Compared:
    return Compared(words(key), median(left), median(right), shown, words)


def _holds(reps: Sequence[Rep]) -> list[float]:
    return [rep.hold_s for rep in reps if rep.hold_s is not None]


def _pair(measure: Compared, name: str) -> Element:
    most, words = max(measure.left, measure.right) or 1.0, measure.words
    marks = [el("text", measure.name, x=0, y=14, class_="number")]
    for row, (side, value) in enumerate((("left", measure.left), ("right", measure.right))):
        top = 22 + row * (BAR + 6)
        # The figure stands behind the bar, within the plot.
        width = 74.0 * max(0.0, value) / most
        marks.append(el("g", el("title", f"{words(f'foot.{side}')}: {measure.shown(value)}"), box(0.0, width, top, BAR, "bar"), class_=f"rep {side}"))
        marks.append(el("text", f"{words(f'side.{side}')} {measure.shown(value)}", x=percent(width), dx=6, y=top + BAR - 4, class_="figure"))
    return plot(name, words("report.feet-plot", name=measure.name), measure.in_words, ROW, marks, axis=False)
