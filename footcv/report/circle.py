"""The path of a foot that circles, turn by turn."""

from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from footcv.counting.rep import Rep
from footcv.records.phrases import clock
from footcv.report.chart import figure, picture
from footcv.report.contents import Section
from footcv.report.sentences import called, way
from footcv.report.tree import el
from footcv.signals.trace import Trace

# A turn is drawn in a square of this many units, its path in this much of it.
SIZE, FILLED = 100.0, 0.8
# An arrow's length, and where on the turn it is.
ARROW, ARROW_AT = 11.0, 0.45
# A path that tells less of a turn than this does not show it.
COVERED = 0.75
SIGNS = {"clockwise": "↻", "counterclockwise": "↺"}


def foot_paths(section: Section, name: str) -> list[Element]:
    """For each foot whose path is known, a figure with one small picture for each turn, all in one scale; two where it was not seen alike all the time."""
    return [made for number, path in enumerate(section.paths, start=1) if (made := _figure(section, path, f"{name}-{number}")) is not None]


def _figure(section: Section, path: Trace, name: str) -> Element | None:
    # The foot as its owner sees it, where that is sure; else as the camera saw the toes.
    words, kind = section.words, "own" if path.kind == "own path" else "camera"
    turns = [(rep, path.between(rep.start_s, rep.end_s)) for rep in section.of_side(path.side)]
    seen = [(rep, turn.value - (turn.value.max(axis=0) + turn.value.min(axis=0)) / 2) for rep, turn in turns if _covers(turn, rep)]
    if not seen:
        return None
    reach = max(float(np.abs(xy).max()) for _, xy in seen) or 1.0
    pictures = [_turn(rep, SIZE / 2 * (1 + FILLED * xy / reach), f"{name}-{rep.index}", section, as_seen=kind == "own") for rep, xy in seen]
    foot = words(f"foot.{path.side}")
    return figure(words("report.path", foot=foot), [el("div", pictures, class_="turns")], words(f"report.path-note.{kind}", foot=foot))


def _covers(path: Trace, rep: Rep) -> bool:
    """Whether a path tells most of a turn."""
    return len(path.t) > 2 and float(path.t[-1] - path.t[0]) > COVERED * (rep.end_s - rep.start_s)


def _turn(rep: Rep, points: NDArray[np.float64], name: str, section: Section, *, as_seen: bool) -> Element:
    words = section.words
    d = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    marks = [el("path", d=d, class_=f"curve {rep.side}"), el("circle", cx=float(points[0, 0]), cy=float(points[0, 1]), r=2.5, class_=f"dot {rep.side}")]
    if as_seen and rep.direction is not None:
        marks.append(_arrow(points, rep.side))
    title = f"{called(rep, section)}, {words(f'foot.{rep.side}')}, {way(rep, words)}"
    times = words("dose.range", least=clock(rep.start_s, words, 1), most=clock(rep.end_s, words, 1))
    told = f"{times}, {words('report.counts' if rep.counted else 'report.counts-not')}"
    drawn = picture(name, title, told, marks, viewBox=f"0 0 {SIZE:g} {SIZE:g}")
    number = " ".join(filter(None, (str(rep.index), SIGNS.get(rep.direction or ""), None if rep.counted else "✕")))
    return el("div", drawn, el("p", el("b", number), el("br"), way(rep, words)), class_="turn")


def _arrow(points: NDArray[np.float64], side: str) -> Element:
    """A head in the sense of the path."""
    i = min(max(1, round(ARROW_AT * (len(points) - 1))), len(points) - 2)
    tip, along = points[i], points[i + 1] - points[i - 1]
    along = along / max(float(np.hypot(*along)), 1e-9) * ARROW
    across = np.array([-along[1], along[0]]) / 2
    corners = (tip + along / 2, tip - along / 2 + across, tip - along / 2 - across)
    return el("polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners), class_=f"dot {side}")
