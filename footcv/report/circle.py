"""The path of a foot that circles, turn by turn."""

from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from footcv.counting.rep import Rep
from footcv.report.chart import figure
from footcv.report.contents import Section
from footcv.report.sentences import FEET, clock
from footcv.report.tree import el
from footcv.signals.circles import FootPath

# A turn is drawn in a square of this many units, its path in this much of it.
SIZE, FILLED = 100.0, 0.8
# An arrow's length, and where on the turn it is.
ARROW, ARROW_AT = 11.0, 0.45
SIGNS = {"clockwise": "↻", "counterclockwise": "↺"}


def foot_paths(section: Section, name: str) -> list[Element]:
    """For each foot whose path is known, a figure with one small picture for each turn, all in one scale."""
    return [_figure(section, path, f"{name}-{path.side}") for path in section.paths]


def _figure(section: Section, path: FootPath, name: str) -> Element:
    # The foot as its owner sees it, where that is sure; else as the camera saw the toes.
    as_seen = path.own is not None
    points = path.own if path.own is not None else path.toes_px
    turns = [(rep, points[(path.t >= rep.start_s) & (path.t <= rep.end_s)]) for rep in section.of_side(path.side)]
    turns = [(rep, xy - (xy.max(axis=0) + xy.min(axis=0)) / 2) for rep, xy in turns if len(xy) > 2]
    reach = max((float(np.abs(xy).max()) for _, xy in turns), default=1.0) or 1.0
    pictures = [_turn(rep, SIZE / 2 * (1 + FILLED * xy / reach), f"{name}-{rep.index}", as_seen) for rep, xy in turns]
    note = (
        f"As you see your own {FEET[path.side]}, looking along the leg: up is towards the shin. The dot is where the turn begins."
        if as_seen
        else "As the camera saw the toes, which is not how you see them; which way round they went is not drawn. The dot is where the turn begins."
    )
    return figure(f"Path of the {FEET[path.side]}, turn by turn", [el("div", pictures, class_="turns")], note)


def _turn(rep: Rep, points: NDArray[np.float64], name: str, as_seen: bool) -> Element:
    d = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    marks = [el("path", d=d, class_=f"curve {rep.side}"), el("circle", cx=float(points[0, 0]), cy=float(points[0, 1]), r=2.5, class_=f"dot {rep.side}")]
    if as_seen and rep.direction is not None:
        marks.append(_arrow(points, rep.side))
    way = rep.direction or "direction not told"
    title = f"Turn {rep.index}, {FEET[rep.side]}, {way}"
    told = f"{clock(rep.start_s, 1)} to {clock(rep.end_s, 1)}, {'counts' if rep.counted else 'does not count'}"
    picture = el("svg", el("title", title, id=f"{name}-title"), el("desc", told, id=f"{name}-desc"), *marks, viewBox=f"0 0 {SIZE:g} {SIZE:g}", role="img")
    picture.set("aria-labelledby", f"{name}-title {name}-desc")
    number = " ".join(filter(None, (str(rep.index), SIGNS.get(rep.direction or ""), None if rep.counted else "✕")))
    return el("div", picture, el("p", el("b", number), el("br"), way), class_="turn")


def _arrow(points: NDArray[np.float64], side: str) -> Element:
    """A head in the sense of the path."""
    i = min(max(1, round(ARROW_AT * (len(points) - 1))), len(points) - 2)
    tip, along = points[i], points[i + 1] - points[i - 1]
    along = along / max(float(np.hypot(*along)), 1e-9) * ARROW
    across = np.array([-along[1], along[0]]) / 2
    corners = (tip + along / 2, tip - along / 2 + across, tip - along / 2 - across)
    return el("polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners), class_=f"dot {side}")
