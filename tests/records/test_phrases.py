"""What people read of amounts and times, in their language."""

import pytest

from footcv.records.phrases import amount, clock, range_of
from footcv.words import words_in

ENGLISH, GERMAN = words_in("en"), words_in("de")


@pytest.mark.parametrize(
    ("value", "unit", "english", "german"), [(31.4, "deg", "31°", "31°"), (0.0714, "m", "7.1 cm", "7,1 cm"), (0.98, "share", "98%", "98 %")]
)
def test_peaks_are_shown_as_people_say_them(value: float, unit: str, english: str, german: str) -> None:
    assert (amount(value, unit, ENGLISH), amount(value, unit, GERMAN)) == (english, german)


@pytest.mark.parametrize(("t_s", "decimals", "shown"), [(0, 0, "0:00"), (8.25, 1, "0:08.2"), (59.96, 1, "1:00.0"), (61, 0, "1:01"), (3725, 0, "62:05")])
def test_times_are_shown_as_players_show_them(t_s: float, decimals: int, shown: str) -> None:
    assert clock(t_s, ENGLISH, decimals) == shown
    assert clock(t_s, GERMAN, decimals) == shown.replace(".", ",")


def test_what_is_asked_of_a_hold_has_as_many_decimals_as_it_needs() -> None:
    asked = [range_of(*ends, GERMAN) for ends in ((5.0, None), (2.5, 4.0), (None, None))]
    assert asked == ["5 s", "2,5 bis 4 s", ""]
