"""What all plots share: their frame with its text alternative, scales, ticks and marks.

Across, places are percentages, so that a plot is as wide as the page lets it while its letters keep their size; down, they are px.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from footcv.report.tree import Node, el

STEPS = (1, 2, 5, 10)
TIME_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
MOST_TIMES = 6


@dataclass(frozen=True)
class Scale:
    """From values to places: `low` lies at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)


def percent(place: float) -> str:
    """A place across the plot."""
    return f"{place:.5g}%"


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """At most about `most` + 1 round values in [low, high], 0 among them where it lies inside."""
    raw = (high - low) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = power * next(s for s in STEPS if s * power >= raw * 0.999)
    return [step * k for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def time_ticks(low_s: float, high_s: float) -> list[float]:
    """Round times in [low_s, high_s], at most about `MOST_TIMES` + 1 of them."""
    step = next((s for s in TIME_STEPS_S if (high_s - low_s) / s <= MOST_TIMES), 3600 * math.ceil((high_s - low_s) / 3600 / MOST_TIMES))
    return [float(step * k) for k in range(math.ceil(low_s / step - 1e-9), math.floor(high_s / step + 1e-9) + 1)]


def plot(name: str, title: str, told: str, height_px: float, marks: Iterable[Node], *, axis: bool = True) -> Element:
    """A plot as wide as its place; `name` is its own on the page, `title` and `told` are its text alternative, `axis` leaves room for figures on the left."""
    return el("div", picture(name, title, told, marks, width="100%", height=height_px), class_="plot axis" if axis else "plot")


def picture(name: str, title: str, told: str, marks: Iterable[Node], **size: str | float) -> Element:
    """An SVG of that `size` (its attributes) with its text alternative: `title` and `told`. `name` is its own on the page."""
    alternative = (el("title", title, id=f"{name}-title"), el("desc", told, id=f"{name}-desc"))
    return el("svg", *alternative, *marks, **size, role="img", aria_labelledby=f"{name}-title {name}-desc")


def figure(caption: str, plots: Sequence[Element], *notes: Node) -> Element:
    """Plots under one caption, with notes below."""
    return el("figure", el("figcaption", caption), *plots, *(el("p", note, class_="note") for note in notes if note is not None))


def level(y: float, text: str, kind: str = "grid") -> list[Element]:
    """A line across the plot with its figure on the left."""
    return [el("line", x1=0, x2="100%", y1=y, y2=y, class_=kind), el("text", text, x=-8, y=y + 4, class_="figure left")]


def box(x: float, width: float, y: float, height: float, kind: str) -> Element:
    """A rectangle, `x` and `width` in percent."""
    return el("rect", x=percent(x), width=percent(max(width, 0.0)), y=y, height=max(height, 0.0), class_=kind)


def stripes(x: float, width: float, y: float, height: float) -> Element:
    """What marks a rectangle that does not count, not by colour alone: a broken line as thick as it is high. A printer draws it as lines; a pattern would
    become a picture for each, megabytes of a page's PDF."""
    middle = y + max(height, 0.0) / 2
    return el("line", x1=percent(x), x2=percent(x + max(width, 0.0)), y1=middle, y2=middle, stroke_width=max(height, 0.0), class_="striped")
