import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footcv.report.chart import Scale, plot, ticks, time_ticks


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 36, [0, 10, 20, 30]), (0, 5.6, [0, 2, 4]), (-2, 7, [-2, 0, 2, 4, 6]), (0, 112, [0, 50, 100]), (0, 0.9, [0, 0.2, 0.4, 0.6, 0.8])],
)
def test_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    most = 5 if len(expected) > 4 else 4
    assert ticks(low, high, most) == pytest.approx(expected)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_lie_inside_and_are_few(low: float, width: float) -> None:
    made = ticks(low, low + width)
    assert 1 <= len(made) <= 6
    assert all(low - 1e-6 * width <= tick <= low + width * (1 + 1e-6) for tick in made)


@given(st.floats(0, 1e5), st.floats(1, 1e5))
def test_times_are_round_and_few(low_s: float, length_s: float) -> None:
    made = time_ticks(low_s, low_s + length_s)
    assert len(made) <= 8
    assert all(low_s - 1e-3 <= tick <= low_s + length_s + 1e-3 for tick in made)


def test_a_scale_does_not_leave_its_place() -> None:
    scale = Scale(0.0, 10.0, 100.0, 0.0)
    assert [scale(value) for value in (-5, 0, 2.5, 10, 99)] == [100, 100, 75, 0, 0]


def test_a_plot_has_its_text_alternative() -> None:
    picture = plot("p1", "Holds", "1: 5 s", 100.0, []).find("svg")
    assert picture is not None
    assert (picture.get("role"), picture.get("aria-labelledby")) == ("img", "p1-title p1-desc")
    assert [(part.tag, part.get("id"), part.text) for part in picture] == [("title", "p1-title", "Holds"), ("desc", "p1-desc", "1: 5 s")]


# WCAG 2.1: text stands out from its ground by 4.5 (1.4.3), lines and areas that tell something by 3 (1.4.11). axe does not look into SVG.
STYLE = resources.files("footcv.report").joinpath("document.css").read_text(encoding="utf-8")
LIGHT, DARK = (dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block)) for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("colour", "ground", "least"),
    [
        *((colour, ground, 4.5) for colour in ("ink", "soft") for ground in ("paper", "panel")),
        *((colour, "paper", 4.5) for colour in ("fault", "good")),
        ("ink", "part", 4.5),
        ("paper", "good", 4.5),
        *((colour, ground, 3.0) for colour in ("left", "right", "both") for ground in ("paper", "panel")),
        ("rest", "paper", 3.0),
    ],
)
def test_colours_stand_out_in_light_and_dark(palette: dict[str, str], colour: str, ground: str, least: float) -> None:
    assert contrast(palette[colour], palette[ground]) >= least
