"""The page: one HTML file that needs nothing beside itself, in light and dark, on a phone, a screen and paper."""

from importlib import resources
from pathlib import PurePath
from xml.etree.ElementTree import Element

import footcv
from footcv.coach.verdict import completed
from footcv.counting.rep import Rep
from footcv.exercises import EXERCISES
from footcv.programs.describe import dose
from footcv.report.bars import holds, ranges, turn_times
from footcv.report.calendar import calendar
from footcv.report.chart import box, hatch, plot
from footcv.report.circle import foot_paths
from footcv.report.compare import compare, left_and_right
from footcv.report.contents import Report, Section, day_words
from footcv.report.sentences import FEET, amount, asked_and_done, asked_text, clock, headline, reasons, seconds, sentences
from footcv.report.timeline import timeline
from footcv.report.tree import el, html_text

# The browser itself then refuses whatever a page could fetch or run.
NOTHING_ELSE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
LIMITS = (
    "A repetition starts when the foot has gone a fifth of the way to its furthest point, is held while it is beyond four fifths, "
    "and ends when it is back at a fifth.",
    "Ranges are read by a camera: compare them with your own of another day in the same place, not with a textbook, and not with another camera's.",
    "This page counts and times what was seen. It says nothing about anybody's health; what it means is for you and those who treat you to judge.",
)


def page_text(report: Report) -> str:
    """Return the report as the text of an HTML file."""
    return html_text(page(report))


def page(report: Report) -> Element:
    """Return the report as a tree of HTML."""
    style = resources.files("footcv.report").joinpath("document.css").read_text(encoding="utf-8")
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=NOTHING_ELSE),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="generator", content=f"footcv {footcv.__version__}"),
        el("title", f"{report.title}: what was done"),
        el("style", style),
    )
    alone = len(report.sections) == 1 and report.sections[0].exercise.name == report.title
    sections = (_section(section, f"s{number}", alone=alone) for number, section in enumerate(report.sections, start=1))
    main = el("main", None if alone else _glance(report), None if alone else _weeks(report), *sections, _limits())
    return el("html", head, el("body", hatch(), _header(report), main, _footer(report)), lang="en")


def _header(report: Report) -> Element:
    return el("header", el("p", "What was done", class_="kicker"), el("h1", report.title), _facts(report.facts))


def _facts(facts: tuple[tuple[str, str], ...]) -> Element | None:
    return el("dl", (el("div", el("dt", name), el("dd", el("bdi", value))) for name, value in facts), class_="facts") if facts else None


def _glance(report: Report) -> Element:
    """Each exercise on a line, those that were asked for and not done among them."""
    rows = []
    for number, section in enumerate(report.sections, start=1):
        asked = section.prescription
        share = completed(section.counted, asked) if asked is not None else None
        name = el("th", el("a", section.name, href=f"#s{number}"), scope="row")
        rows.append(el("tr", name, _cells_of(dose(asked) if asked is not None else "", headline(section), "" if share is None else f"{share:.0%}")))
    for prescription in report.not_done:
        name = el("th", EXERCISES[prescription.exercise].name, scope="row")
        rows.append(el("tr", name, _cells_of(dose(prescription), "Not done in this session.", "")))
    if not rows:
        return el("p", "Nothing was counted.", class_="headline")
    head = el("tr", *(el("th", column, scope="col") for column in ("Exercise", "Asked", "Done", "Of one set")))
    table = el("table", el("thead", head), el("tbody", rows), class_="glance")
    happened = [el("li", f"{clock(note.at_s)} {note.what}") for note in report.notes]
    notes = [el("h3", "What else happened", class_="small"), el("ul", happened)] if happened else []
    return el("section", el("h2", "At a glance", class_="title"), table, *notes, class_="block")


def _cells_of(*texts: str) -> list[Element]:
    return [el("td", text or "–") for text in texts]


def _weeks(report: Report) -> Element | None:
    weeks = calendar(report)
    return el("section", el("h2", "The last weeks", class_="title"), weeks, class_="block") if weeks else None


def _section(section: Section, name: str, *, alone: bool) -> Element:
    """One exercise; where it is not `alone` under the page's title, its name stands over it."""
    blocks = [
        ("Asked and done" if section.prescription else "Done", _asked(section)),
        ("What to know about the measurement", _warnings(section)),
        ("Over time", [timeline(section, f"{name}-time")] if section.reps or section.signals else []),
        ("Why some do not count", _refused(section)),
        ("The foot's path", foot_paths(section, f"{name}-path")),
        ("Turn by turn" if section.circles else "Repetition by repetition", _each(section, name)),
        ("Left and right", _feet(section, name)),
        ("All figures", _figures(section, name)),
    ]
    heading = "h2" if alone else "h3"
    return el(
        "section",
        el("h2", section.name, class_="exercise") if not alone else None,
        _facts(_section_facts(section)),
        el("p", headline(section), class_="headline"),
        el("p", " ".join(told), class_="lead") if (told := sentences(section)) else None,
        _share_done(section, name),
        (el("div", el(heading, title, class_="title"), nodes, class_="block") for title, nodes in blocks if nodes),
        id=name,
    )


def _section_facts(section: Section) -> tuple[tuple[str, str], ...]:
    facts = []
    if section.source is not None:
        facts += [("Recording", PurePath(section.source).name), ("Length", clock(section.to_s - section.from_s))]
    if section.program is not None:
        facts.append(("Program", section.program))
    if section.detected_fraction is not None:
        facts.append(("Feet measured", f"in {section.detected_fraction:.0%} of it"))
    return tuple(facts)


def _share_done(section: Section, name: str) -> Element | None:
    share = completed(section.counted, section.prescription) if section.prescription is not None else None
    if share is None:
        return None
    marks = [box(0.0, 100.0, 0.0, 10.0, "ground"), box(0.0, 100.0 * share, 0.0, 10.0, "done")]
    return plot(f"{name}-share", "Share of one set", f"{share:.0%} of what one set asks was done.", 10.0, marks, axis=False)


def _asked(section: Section) -> list[Element]:
    rows = asked_and_done(section)
    asked = section.prescription is not None
    if not section.reps and not asked:
        return []
    columns = ("", *(("Asked",) if asked else ()), "Done")
    body = [el("tr", el("th", what, scope="row"), el("td", wanted or "–") if asked else None, el("td", done or "–")) for what, wanted, done in rows]
    table = el("table", el("thead", el("tr", *(el("th", column, scope="col") if column else el("td") for column in columns))), el("tbody", body))
    words = asked_text(section.prescription) if section.prescription is not None else ""
    return [*([el("p", words)] if words else []), table]


def _warnings(section: Section) -> list[Element]:
    told = [el("li", f"{warning[:1].upper()}{warning[1:]}.") for warning in section.warnings]
    return [el("ul", told, class_="warnings")] if told else []


def _refused(section: Section) -> list[Element]:
    refused = [(rep, rest_s) for rep, rest_s in zip(section.reps, section.rests_s, strict=True) if not rep.counted]
    name = "Turn" if section.circles else "Repetition"
    told = [el("li", el("b", f"{name} {rep.index}"), f": {'; '.join(reasons(rep, rest_s, section))}.") for rep, rest_s in refused]
    return [el("ul", told)] if told else []


def _each(section: Section, name: str) -> list[Element]:
    figures = [
        figure for figure in (holds(section, f"{name}-hold"), *ranges(section, f"{name}-range"), turn_times(section, f"{name}-turn")) if figure is not None
    ]
    return [el("div", figures, class_="figures")] if figures else []


def _feet(section: Section, name: str) -> list[Element]:
    compared = compare(section)
    picture = left_and_right(section, f"{name}-feet")
    return [el("p", " ".join(measure.in_words for measure in compared)), picture] if picture is not None else []


def _figures(section: Section, name: str) -> list[Element]:
    """All figures of all repetitions: what the plots show, to read."""
    if not section.reps:
        return []
    columns = list(_cells(section, section.reps[0], None))
    head = el("thead", el("tr", *(el("th", column, scope="col") for column in columns)))
    rows = [
        el("tr", (el("th" if column == "No." else "td", text, scope="row" if column == "No." else None, class_=_kind(column, rep)) for column, text in cells))
        for rep, rest_s in zip(section.reps, section.rests_s, strict=True)
        if (cells := _cells(section, rep, rest_s).items())
    ]
    caption = el("caption", "Times are from the beginning. Sure: how sure the measurement is.", id=f"{name}-figures")
    # Wider than a phone: it is moved sideways, also by keyboard.
    return [
        el("div", el("table", caption, head, el("tbody", rows), class_="reps"), class_="wide", tabindex="0", role="group", aria_labelledby=f"{name}-figures")
    ]


def _cells(section: Section, rep: Rep, rest_s: float | None) -> dict[str, str]:
    """One row of the table, by the names of its columns."""
    cells = {"No.": str(rep.index), "Counts": "yes" if rep.counted else f"no: {', '.join(fault.replace('-', ' ') for fault in rep.faults)}"}
    cells["Side"] = FEET[rep.side].removesuffix(" foot").removesuffix(" feet")
    if section.circles:
        cells["Direction"] = rep.direction or "not told"
    cells |= {"From": clock(rep.start_s, 1), "To": clock(rep.end_s, 1)}
    if section.circles:
        cells["Took"] = seconds(rep.end_s - rep.start_s)
    else:
        seen = rep.confidence > 0
        cells |= {"Held": seconds(rep.hold_s) if seen and rep.hold_s is not None else "–", "Range": amount(rep.peak, rep.peak_unit) if seen else "–"}
    if not section.circles or (section.prescription is not None and section.prescription.rest_s is not None):
        cells["Rest before"] = seconds(rest_s) if rest_s is not None else "–"
    return {**cells, "Sure": f"{rep.confidence:.0%}" if rep.confidence else "added by hand"}


def _kind(column: str, rep: Rep) -> str | None:
    return ("yes" if rep.counted else "no") if column == "Counts" else None


def _limits() -> Element:
    return el("section", el("h2", "How to read this", class_="title"), el("ul", *(el("li", words) for words in LIMITS)), class_="limits")


def _footer(report: Report) -> Element:
    return el("footer", el("p", f"Made on {day_words(report.made_on)} by footcv {footcv.__version__}, on this computer; nothing was sent anywhere."))
