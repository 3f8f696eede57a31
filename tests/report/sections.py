"""Sections of a report, made of repetitions that tests describe in a word or two."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np

from footcv.counting.rep import Rep
from footcv.exercises import EXERCISES
from footcv.report.contents import Section
from footcv.signals.trace import Trace
from footcv.words import words_in

TODAY = date(2026, 11, 21)
ENGLISH = words_in("en")


def rep(start_s: float = 2.0, hold_s: float = 5.0, *faults: str, side: str = "left", peak: float = 30.0, unit: str = "deg", sure: float = 0.9) -> Rep:
    """One that rises and falls for half a second each."""
    times = (start_s, start_s + 0.5, start_s + 0.5 + hold_s, start_s + 1.0 + hold_s)
    return Rep(1, side, None, *times, peak, unit, sure, not faults, faults)


def turn(start_s: float, direction: str | None = "clockwise", side: str = "left", seconds: float = 2.0) -> Rep:
    return Rep(1, side, direction, start_s, None, None, start_s + seconds, 360.0, "deg", 0.9)


def section(*reps: Rep, exercise: str = "plantar-flexion", to_s: float | None = None, **rest: Any) -> Section:
    numbered = tuple(replace(each, index=number) for number, each in enumerate(reps, start=1))
    rests_s = (None, *(after.start_s - before.end_s for before, after in pairwise(numbered)))[: len(numbered)]
    end_s = to_s if to_s is not None else max((each.end_s for each in reps), default=10.0) + 2.0
    return Section(words=ENGLISH, exercise=EXERCISES[exercise], reps=numbered, rests_s=rests_s, from_s=0.0, to_s=end_s, **rest)


def signal(reps: Sequence[Rep], to_s: float, side: str = "left", unit: str = "deg") -> Trace:
    """What would have been measured."""
    t = np.arange(round(30 * to_s)) / 30
    ways = [np.interp(t, [r.start_s, r.start_s + 0.5, r.end_s - 0.5, r.end_s], [0.0, r.peak, r.peak, 0.0]) for r in reps]
    return Trace(side, "signal", t, np.max([np.zeros(len(t)), *ways], axis=0), unit, "picture")


def circling(turns: Sequence[Rep], to_s: float, *, told: bool, side: str = "left") -> Trace:
    """A foot that goes round clockwise as its owner sees it, once each two seconds; in the picture it is flat."""
    t = np.arange(round(30 * to_s)) / 30
    x, y = np.cos(np.pi * t), np.sin(np.pi * t)
    return Trace(side, "own path" if told else "picture path", t, np.stack([x, y if told else 0.1 * y], axis=1))


def of_class(root: Element, name: str) -> list[Element]:
    """The elements that have a class."""
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def words(root: Element) -> str:
    """All text, as it is read."""
    return " ".join(" ".join(root.itertext()).split())
