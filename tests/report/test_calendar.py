from dataclasses import replace
from datetime import timedelta

from sections import ENGLISH, TODAY, of_class, words

from footcv.report.calendar import calendar
from footcv.report.contents import Report
from footcv.report.tree import el
from footcv.report.weeks import Day, Week

MONDAY = TODAY - timedelta(days=5)
DONE = (4, 2, 0, 0, 0, 1)
WEEK = Week(tuple(Day(MONDAY + timedelta(days=k), sets, 4, 10 * sets) for k, sets in enumerate(DONE)), 2, 3)
REPORT = Report(words=ENGLISH, title="Saturday", sections=(), made_on=TODAY, weeks=(WEEK,), weeks_of="My program")


def test_each_day_says_what_was_done_of_what_was_asked() -> None:
    made = el("div", calendar(REPORT))
    assert [day.findall("span")[1].text for day in of_class(made, "day") if len(day)] == ["4/4 ✓", "2/4", "–", "–", "–", "1/4"]
    assert [len(of_class(made, kind)) for kind in ("whole", "part", "none", "ahead", "today")] == [1, 2, 3, 1, 1]
    assert of_class(made, "day")[1].get("title") == "17 November 2026: 2 of 4 sets, 20 repetitions that count"


def test_a_day_is_filled_as_far_as_its_sets_are_done() -> None:
    made = el("div", calendar(REPORT))
    assert [day.get("style") for day in of_class(made, "part")] == ["--share: 50%", "--share: 25%"]


def test_the_week_is_held_against_the_days_asked() -> None:
    assert of_class(el("div", calendar(REPORT)), "sum")[0].text == "3/2–3"


def test_plain_words_stand_first() -> None:
    told = words(calendar(REPORT)[0])
    assert told == "Exercises were done on 3 of the 6 days since 16 November 2026. On 1 of them all that My program asks for a day was done."


def test_without_a_program_days_hold_their_repetitions() -> None:
    free = replace(REPORT, weeks=(Week(tuple(replace(day, sets=0, asked=None) for day in WEEK.days), None, None),))
    made = el("div", calendar(free))
    assert [day.findall("span")[1].text for day in of_class(made, "day") if len(day)] == ["40", "20", "–", "–", "–", "10"]
    assert "asks" not in words(made)


def test_without_weeks_there_is_no_calendar() -> None:
    assert calendar(replace(REPORT, weeks=())) == []
