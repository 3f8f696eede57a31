"""What of the page people see: that it is read at a glance, and by everybody."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from browsing import BROWSER, Tab, until
from conftest import quarters
from scenes import sample_frame, say, scenes

from footcv.coach.steps import steps_of
from footcv.coach.telling import card_of, title
from footcv.programs import BUILT_IN, find_program
from footcv.ui.page import Page
from footcv.words import words_in

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = BROWSER

ENGLISH = scenes("en")
EXERCISE, HOLDING = ENGLISH["exercise"], ENGLISH["holding"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
FOOT = {"points": [[0.2, 0.2], [0.3, 0.3], [0.25, 0.4]], "leg": [], "foot": [[[0.2, 0.2], [0.3, 0.3]]], "outline": [[0.2, 0.2], [0.3, 0.3], [0.25, 0.4]]}
# What each moment must let a person read without scrolling, beside the headline: places of the page, and what stands there.
READ: dict[str, dict[str, str]] = {
    "card": {"#card .dose dd": "10 ", "#side": "", "[data-action=start]": ""},
    "framing": {"#advice": "", "[data-action=pause]": ""},
    "countdown": {"#count": "3"},
    "exercise": {"#count": "6", "#asked": "10", ".band": "", ".target": ""},
    "learning": {"#count": "0"},
    "holding": {"#count": "6", "#clock-time": "2 s"},
    "held": {"#count": "6", "#clock-time": "5 s"},
    "fault": {"#count": "6", "#faults": "5 "},
    "resting": {"#count": "12", "#clock-time": "10 ", "#upcoming-text": ""},
    "lost": {"#count": "6", "#no-picture": "", "[data-action=resume]": ""},
    "turns": {"#count": "6", "#clock-time": "6 ", "#side": "", "#direction": ""},
    "summary": {"#summary-rows tr:first-child .done": "10 "},
}


# Each size, each look and each language, though not each with each.
@pytest.mark.parametrize(
    ("width", "height", "scheme", "lang"), [(390, 844, "dark", "de"), (1280, 720, "light", "en"), (1280, 720, "dark", "de"), (1920, 1080, "light", "en")]
)
def test_every_moment_is_read_at_a_glance_and_by_everybody(browser: Any, tmp_path: Path, width: int, height: int, scheme: str, lang: str) -> None:
    image = sample_frame("dorsiflexion", 4).image
    with Page(mirror=True, lang=lang) as page:
        tab = Tab(browser, page, viewport={"width": width, "height": height}, color_scheme=scheme)
        for name, progress in scenes(lang).items():
            tab.tell(progress, image=image if name != "lost" else None, marks={"left": FOOT})
            if name == "lost":
                tab.tab.wait_for_selector("#no-picture:not([hidden])")
            tab.tab.screenshot(path=tmp_path / f"{name}-{width}x{height}-{scheme}-{lang}.png")
            for place, text in {"#exercise": "", **READ[name]}.items():
                element = tab.tab.locator(place)
                box = element.bounding_box()
                assert box is not None, (name, place)
                assert box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= width + 1 and box["y"] + box["height"] <= height + 1, (name, place, box)
                assert text in element.inner_text(), (name, place)
            # The buttons stay where they are, over whatever is longer than the screen.
            headline = "headline.getBoundingClientRect().bottom <= document.querySelector('footer').getBoundingClientRect().top + 1"
            assert tab.says(f"headline.hidden || !headline.offsetHeight || {headline}"), name
            assert tab.says("document.documentElement.scrollWidth <= innerWidth"), name
            # A still bigger screen has the same page.
            found = axe.Axe().run(tab.tab, options={"runOnly": WCAG}) if width < 1920 else None
            assert found is None or found.violations_count == 0, (name, found.generate_report())
        assert tab.says("document.documentElement.lang") == lang
        assert tab.complaints == []
        assert {urlsplit(url).netloc for url in tab.asked} == {urlsplit(page.url).netloc}
        tab.close()


@pytest.mark.parametrize(("lang", "width", "height"), [("en", 390, 844), ("de", 390, 844), ("de", 1280, 720)])
def test_every_card_is_seen_at_once_on_a_phone_and_on_a_laptop(browser: Any, lang: str, width: int, height: int) -> None:
    words, image = words_in(lang), sample_frame("dorsiflexion", 4).image
    steps = {card_of(step, words): step for name in BUILT_IN for step in steps_of(find_program(name), None, "auto", True)}
    with Page(mirror=True, lang=lang) as page:
        tab = Tab(browser, page, viewport={"width": width, "height": height})
        for card, step in steps.items():
            told = replace(scenes(lang)["card"], exercise_name=words.of(step.exercise.name), side=step.side, direction=step.direction, card=card)
            tab.tell(replace(told, headline=f"{title(step, words)} {card.dose}"), image=image)
            fits = "document.documentElement.scrollHeight <= innerHeight && panel.scrollHeight <= panel.clientHeight"
            assert tab.says(fits), (step.program_id, title(step, words))
        tab.close()


@pytest.mark.parametrize(("moment", "unit"), [("exercise", "page.reps"), ("turns", "page.turns")])
def test_without_a_dose_it_says_what_is_counted(open_tab: Callable[..., Tab], moment: str, unit: str) -> None:
    tab = open_tab()
    tab.tell(replace(ENGLISH[moment], asked=None))
    assert tab.says("asked.textContent") == words_in("en")(unit)


def test_the_dialogs_are_for_everybody_too(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    tab.tell(EXERCISE)
    for key, dialog in (("?", "help-dialog"), ("q", "quit-dialog")):
        tab.tab.keyboard.press(key)
        tab.tab.wait_for_selector(f"#{dialog}[open]")
        found = axe.Axe().run(tab.tab, options={"runOnly": WCAG})
        assert found.violations_count == 0, found.generate_report()
        tab.tab.keyboard.press("Escape")
        tab.tab.wait_for_selector(f"#{dialog}[open]", state="detached")


def test_the_count_is_big_enough_for_three_metres(open_tab: Callable[..., Tab]) -> None:
    # A letter is read with ease at 3 m where it is 2 cm high; a 14 inch screen is 17.4 cm high.
    tab = open_tab(viewport={"width": 1280, "height": 720})
    tab.tell(HOLDING)
    cm = 17.4 / 720
    for selector in ("#count", "#clock-time"):
        size_px = tab.says(f"parseFloat(getComputedStyle(document.querySelector('{selector}')).fontSize)")
        assert 0.7 * size_px * cm > 0.9, selector
    assert 0.7 * tab.says("parseFloat(getComputedStyle(count).fontSize)") * cm > 2


def test_the_picture_and_its_marks_are_where_they_belong(browser: Any) -> None:
    marks = {"left": {"points": [[0.25, 0.25]], "leg": [[[0.1, 0.25], [0.4, 0.25]]], "foot": [], "outline": []}}
    pixel = """([x, y]) => {
        const shot = document.createElement("canvas");
        [shot.width, shot.height] = [picture.width, picture.height];
        const pen = shot.getContext("2d");
        pen.drawImage(picture, 0, 0);
        return [...pen.getImageData(x * picture.width, y * picture.height, 1, 1).data].slice(0, 3);
    }"""
    for mirror in (False, True):
        with Page(mirror=mirror) as page:
            tab = Tab(browser, page, viewport={"width": 1280, "height": 720})
            # The first gives the stage its shape, the second is drawn in it.
            tab.tell(EXERCISE, image=quarters(640, 480), marks=marks)
            tab.tell(EXERCISE, image=quarters(640, 480), marks=marks)
            until(lambda: len(page.delays_s()) > 0)
            until(lambda tab=tab: tab.tab.evaluate("Math.abs(picture.width / picture.height - 4 / 3) < 0.02"))
            tab.tab.wait_for_timeout(100)
            at = partial(tab.tab.evaluate, pixel)
            blue, green = at([0.9 if mirror else 0.1, 0.1]), at([0.1 if mirror else 0.9, 0.1])
            assert blue[2] > 200 > 60 > blue[0] and green[1] > 200 > 60 > green[2]
            # Sky blue, and not the picture's own blue.
            line = at([0.67 if mirror else 0.33, 0.25])
            assert np.allclose(line, (86, 180, 233), atol=40), line
            tab.close()


def test_pictures_never_pile_up(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    tab.tell(EXERCISE)
    image = sample_frame("dorsiflexion", 4).image
    for number in range(1, 151):
        tab.page.show(image, number, time.monotonic())
        time.sleep(0.005)
    delays: list[tuple[int, float]] = []
    until(lambda: delays.extend(tab.page.delays_s()) or (delays and delays[-1][0] == 150))
    assert 10 < len(delays) <= 150
    assert [number for number, _ in delays] == sorted({number for number, _ in delays})
    assert tab.complaints == []


def test_a_hidden_page_still_takes_its_pictures(open_tab: Callable[..., Tab]) -> None:
    # A browser draws nothing of a page that is behind another; whoever listens to it is there all the same.
    tab = open_tab(script="window.requestAnimationFrame = () => 0;")
    tab.tell(EXERCISE)
    for number in range(1, 6):
        tab.page.show(quarters(64, 48), number, time.monotonic())
        until(lambda number=number: [shown for shown, _ in tab.page.delays_s()] == [number])
    assert tab.page.connected()


def test_nothing_moves_by_itself(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(reduced_motion="reduce")
    for name in ("exercise", "holding", "held", "resting", "summary"):
        tab.tell(ENGLISH[name], [say("Now")])
        assert tab.says("document.getAnimations().length") == 0
    assert tab.says("[...document.querySelectorAll('*')].every((one) => getComputedStyle(one).transitionDuration === '0s')")
