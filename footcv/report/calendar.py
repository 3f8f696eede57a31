"""The calendar: what was done on each day of the last weeks, as a table that is its own text alternative."""

from xml.etree.ElementTree import Element

from footcv.report.contents import Report, day_words
from footcv.report.tree import el
from footcv.report.weeks import Day, Week

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def calendar(report: Report) -> list[Element]:
    """The weeks of a report, the last one last, with what the marks mean; nothing where it has none."""
    if not report.weeks:
        return []
    head = el("tr", el("th", "Week from", scope="col"), (el("th", name, scope="col") for name in WEEKDAYS), el("th", "Days", scope="col"))
    rows = [_week(week, report) for week in report.weeks]
    table = el("table", el("thead", head), el("tbody", rows), class_="calendar")
    return [
        el("p", _told(report)),
        el("div", table, class_="wide", tabindex="0", role="group", aria_label="The last weeks"),
        el("p", _key(report), class_="note"),
    ]


def _week(week: Week, report: Report) -> Element:
    monday = week.days[0].day
    cells = [_cell(day, report) for day in week.days]
    cells += [el("td", class_="day ahead") for _ in range(7 - len(week.days))]
    asked = "" if week.asked is None else f" of {week.asked}" if week.asked == week.asked_most else f" of {week.asked} to {week.asked_most}"
    return el("tr", el("th", f"{monday.day} {monday:%b}", scope="row"), cells, el("td", f"{week.done}{asked}", class_="sum"))


def _cell(day: Day, report: Report) -> Element:
    done = day.reps > 0
    whole = done and day.asked is not None and day.sets >= day.asked
    text = "–" if not done else str(day.reps) if day.asked is None else f"{day.sets}/{day.asked}{' ✓' if whole else ''}"
    kind = "day " + ("whole" if whole else "part" if done else "none") + (" today" if day.day == report.made_on else "")
    share = 1.0 if day.asked is None else day.sets / day.asked
    words = (el("span", str(day.day.day), class_="date", aria_hidden="true"), el("span", text))
    return el("td", *words, class_=kind, title=_day_told(day), style=f"--share: {share:.0%}" if done and not whole else None)


def _day_told(day: Day) -> str:
    what = f"{day.reps} repetitions that count" if day.asked is None else f"{day.sets} of {day.asked} sets, {day.reps} repetitions that count"
    return f"{day_words(day.day)}: {what if day.reps else 'nothing'}"


def _told(report: Report) -> str:
    days = [day for week in report.weeks for day in week.days]
    done = sum(day.reps > 0 for day in days)
    first = next(day.day for day in days)
    told = f"Exercises were done on {done} of the {len(days)} days since {day_words(first)}."
    if any(day.asked is not None for day in days):
        whole = sum(day.asked is not None and day.reps > 0 and day.sets >= day.asked for day in days)
        told += f" On {whole if whole else 'none'} of them all that {report.weeks_of} asks for a day was done."
    return told


def _key(report: Report) -> str:
    if report.weeks[0].asked is None:
        return "In each day: its repetitions that count."
    return "In each day: whole sets done, of those asked for a day (one where the program does not say); ✓: all of them. Days: with exercises, of those asked."
