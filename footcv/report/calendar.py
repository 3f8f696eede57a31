"""The calendar: what was done on each day of the last weeks, as a table that is its own text alternative."""

from datetime import timedelta
from xml.etree.ElementTree import Element

from footcv.report.contents import Report
from footcv.report.tree import el
from footcv.report.weeks import Day, Week


def calendar(report: Report) -> list[Element]:
    """The weeks of a report, the last one last, with what the marks mean; nothing where it has none."""
    if not report.weeks:
        return []
    words, monday = report.words, report.weeks[0].days[0].day
    weekdays = (words.day(monday + timedelta(days=number), "date.weekday") for number in range(7))
    columns = (words("report.calendar.week"), *weekdays, words("report.calendar.days"))
    table = el(
        "table",
        el("thead", el("tr", (el("th", name, scope="col") for name in columns))),
        el("tbody", (_week(week, report) for week in report.weeks)),
        class_="calendar",
    )
    return [
        el("p", _told(report)),
        el("div", table, class_="wide", tabindex="0", role="group", aria_label=words("report.weeks")),
        el("p", words("report.calendar.key-reps" if report.weeks[0].asked is None else "report.calendar.key"), class_="note"),
    ]


def _week(week: Week, report: Report) -> Element:
    words = report.words
    cells = [_cell(day, report) for day in week.days]
    cells += [el("td", class_="day ahead") for _ in range(7 - len(week.days))]
    done = str(week.done)
    if week.asked is not None and week.asked_most is not None:
        done += f"/{week.asked}" if week.asked == week.asked_most else f"/{week.asked}–{week.asked_most}"
    return el("tr", el("th", words.day(week.days[0].day, "date.short"), scope="row"), cells, el("td", done, class_="sum"))


def _cell(day: Day, report: Report) -> Element:
    done = day.reps > 0
    whole = done and day.asked is not None and day.sets >= day.asked
    text = "–" if not done else str(day.reps) if day.asked is None else f"{day.sets}/{day.asked}{' ✓' if whole else ''}"
    kind = "day " + ("whole" if whole else "part" if done else "none") + (" today" if day.day == report.made_on else "")
    share = 1.0 if day.asked is None else day.sets / day.asked
    marks = (el("span", str(day.day.day), class_="date", aria_hidden="true"), el("span", text))
    return el("td", *marks, class_=kind, title=_day_told(day, report), style=f"--share: {share:.0%}" if done and not whole else None)


def _day_told(day: Day, report: Report) -> str:
    words = report.words
    what = words("report.calendar.nothing")
    if day.reps:
        what = words("report.calendar.reps", n=day.reps)
        if day.asked is not None:
            what = words("report.calendar.sets", sets=day.sets, asked=day.asked, reps=what)
    return f"{words.day(day.day, 'date.day')}: {what}"


def _told(report: Report) -> str:
    words = report.words
    days = [day for week in report.weeks for day in week.days]
    told = words("report.calendar.told", done=sum(day.reps > 0 for day in days), days=len(days), since=words.day(days[0].day, "date.day"))
    if any(day.asked is not None for day in days):
        whole = sum(day.asked is not None and day.reps > 0 and day.sets >= day.asked for day in days)
        told += " " + (
            words("report.calendar.whole", n=whole, program=report.weeks_of) if whole else words("report.calendar.none-whole", program=report.weeks_of)
        )
    return told
