"""The page: one HTML file that needs nothing beside itself, in light and dark, on a phone, a screen and paper."""

from importlib import resources
from xml.etree.ElementTree import Element

import footcv
from footcv.counting.rep import Rep
from footcv.exercises import EXERCISES
from footcv.programs.dose import dose
from footcv.records.phrases import amount, clock, seconds, share, source_name
from footcv.report.bars import holds, ranges, turn_times
from footcv.report.calendar import calendar
from footcv.report.chart import box, plot
from footcv.report.circle import foot_paths
from footcv.report.compare import compare, left_and_right
from footcv.report.contents import Report, Section
from footcv.report.sentences import asked_and_done, asked_text, called, headline, reasons, sentences, way
from footcv.report.timeline import timeline
from footcv.report.tree import el, html_text
from footcv.words import Words, as_sentence

# The browser itself then refuses whatever a page could fetch or run.
NOTHING_ELSE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


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
        el("title", f"{report.title}: {report.words('report.kicker')}"),
        el("style", style),
    )
    alone = len(report.sections) == 1 and report.sections[0].name == report.title
    sections = (_section(section, f"s{number}", alone=alone) for number, section in enumerate(report.sections, start=1))
    main = el("main", None if alone else _glance(report), None if alone else _weeks(report), *sections, _limits(report.words))
    return el("html", head, el("body", _header(report), main, _footer(report)), lang=report.words.lang)


def _header(report: Report) -> Element:
    return el("header", el("p", report.words("report.kicker"), class_="kicker"), el("h1", report.title), _facts(report.facts))


def _facts(facts: tuple[tuple[str, str], ...]) -> Element | None:
    return el("dl", (el("div", el("dt", name), el("dd", el("bdi", value))) for name, value in facts), class_="facts") if facts else None


def _glance(report: Report) -> Element:
    """Each exercise on a line, those that were asked for and not done among them."""
    words, rows = report.words, []
    for number, section in enumerate(report.sections, start=1):
        asked, done = section.prescription, section.share_done
        name = el("th", el("a", section.name, href=f"#s{number}"), scope="row")
        rows.append(el("tr", name, _cells_of(dose(asked, words) if asked else "", headline(section), "" if done is None else share(done, words))))
    for prescription in report.not_done:
        name = el("th", words.of(EXERCISES[prescription.exercise].name), scope="row")
        rows.append(el("tr", name, _cells_of(dose(prescription, words), words("report.not-done"), "")))
    if not rows:
        return el("p", words("report.nothing-counted"), class_="headline")
    columns = ("page.summary.exercise", "report.asked", "page.summary.done", "report.share-of-set")
    head = el("tr", *(el("th", words(key), scope="col") for key in columns))
    table = el("table", el("thead", head), el("tbody", rows), class_="glance")
    happened = [el("li", f"{clock(note.at_s, words)} {words.of(note.what)}") for note in report.notes]
    notes = [el("h3", words("report.else"), class_="small"), el("ul", happened)] if happened else []
    return el("section", el("h2", words("report.glance"), class_="title"), table, *notes, class_="block")


def _cells_of(*texts: str) -> list[Element]:
    return [el("td", text or "–") for text in texts]


def _weeks(report: Report) -> Element | None:
    weeks = calendar(report)
    return el("section", el("h2", report.words("report.weeks"), class_="title"), weeks, class_="block") if weeks else None


def _section(section: Section, name: str, *, alone: bool) -> Element:
    """One exercise; where it is not `alone` under the page's title, its name stands over it."""
    words = section.words
    blocks = [
        (words("report.asked-and-done" if section.prescription else "page.summary.done"), _asked(section)),
        (words("report.warnings"), _warnings(section)),
        (words("report.over-time"), [timeline(section, f"{name}-time")] if section.reps or section.signals else []),
        (words("report.refused"), _refused(section)),
        (words("report.paths"), foot_paths(section, f"{name}-path")),
        (words(f"report.each.{section.what}"), _each(section, name)),
        (words("report.feet"), _feet(section, name)),
        (words("report.figures"), _figures(section, name)),
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
    facts, words = [], section.words
    if section.source is not None:
        facts += [(words("report.fact.recording"), source_name(section.source)), (words("report.fact.length"), clock(section.to_s - section.from_s, words))]
    if section.program is not None:
        facts.append((words("history.column.program"), section.program))
    if section.detected_fraction is not None:
        facts.append((words("report.fact.measured"), words("report.of-it", share=share(section.detected_fraction, words))))
    return tuple(facts)


def _share_done(section: Section, name: str) -> Element | None:
    words, done = section.words, section.share_done
    if done is None:
        return None
    marks = [box(0.0, 100.0, 0.0, 10.0, "ground"), box(0.0, 100.0 * done, 0.0, 10.0, "done")]
    return plot(f"{name}-share", words("report.share-of-set"), words("report.of-one-set", share=share(done, words)), 10.0, marks, axis=False)


def _asked(section: Section) -> list[Element]:
    rows = asked_and_done(section)
    asked = section.prescription is not None
    if not section.reps and not asked:
        return []
    words = section.words
    columns = ("", *((words("report.asked"),) if asked else ()), words("page.summary.done"))
    body = [el("tr", el("th", what, scope="row"), el("td", wanted or "–") if asked else None, el("td", done or "–")) for what, wanted, done in rows]
    table = el("table", el("thead", el("tr", *(el("th", column, scope="col") if column else el("td") for column in columns))), el("tbody", body))
    told = asked_text(section.prescription, words) if section.prescription is not None else ""
    return [*([el("p", told)] if told else []), table]


def _warnings(section: Section) -> list[Element]:
    told = [el("li", as_sentence(section.words.of(warning))) for warning in section.warnings]
    return [el("ul", told, class_="warnings")] if told else []


def _refused(section: Section) -> list[Element]:
    refused = [(rep, rest_s) for rep, rest_s in zip(section.reps, section.rests_s, strict=True) if not rep.counted]
    told = [el("li", el("b", called(rep, section)), f": {'; '.join(reasons(rep, rest_s, section))}.") for rep, rest_s in refused]
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
    words = section.words
    columns = [words(f"report.column.{column}") for column in _cells(section, section.reps[0], None)]
    head = el("thead", el("tr", *(el("th", column, scope="col") for column in columns)))
    rows = [
        el(
            "tr",
            (el("th" if column == "number" else "td", text, scope="row" if column == "number" else None, class_=_kind(column, rep)) for column, text in cells),
        )
        for rep, rest_s in zip(section.reps, section.rests_s, strict=True)
        if (cells := _cells(section, rep, rest_s).items())
    ]
    caption = el("caption", words("report.figures-caption"), id=f"{name}-figures")
    # Wider than a phone: it is moved sideways, also by keyboard.
    return [
        el("div", el("table", caption, head, el("tbody", rows), class_="reps"), class_="wide", tabindex="0", role="group", aria_labelledby=f"{name}-figures")
    ]


def _cells(section: Section, rep: Rep, rest_s: float | None) -> dict[str, str]:
    """One row of the table, by its columns: the ends of their keys."""
    words = section.words
    no = words("table.no", faults=", ".join(words(f"fault-name.{fault}") for fault in rep.faults))
    cells = {"number": str(rep.index), "counts": words("table.yes") if rep.counted else no, "side": words(f"side.{rep.side}")}
    if section.exercise.in_turns:
        cells["direction"] = way(rep, words)
    cells |= {"from": clock(rep.start_s, words, 1), "to": clock(rep.end_s, words, 1)}
    if section.exercise.in_turns:
        cells["took"] = seconds(rep.end_s - rep.start_s, words)
    else:
        seen = rep.confidence > 0
        cells["held"] = seconds(rep.hold_s, words) if seen and rep.hold_s is not None else "–"
        cells["range"] = amount(rep.peak, rep.peak_unit, words) if seen else "–"
    if not section.exercise.in_turns or (section.prescription is not None and section.prescription.rest_s is not None):
        cells["rest"] = seconds(rest_s, words) if rest_s is not None else "–"
    return {**cells, "sure": share(rep.confidence, words) if rep.confidence else words("report.by-hand")}


def _kind(column: str, rep: Rep) -> str | None:
    return ("yes" if rep.counted else "no") if column == "counts" else None


def _limits(words: Words) -> Element:
    limits = (words("report.limits.marks"), words("report.limits.ranges"), words("report.limits.health"))
    return el("section", el("h2", words("report.limits"), class_="title"), el("ul", *(el("li", limit) for limit in limits)), class_="limits")


def _footer(report: Report) -> Element:
    made = report.words("report.made", day=report.words.day(report.made_on, "date.day"), version=footcv.__version__)
    return el("footer", el("p", made))
