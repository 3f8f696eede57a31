"""The page as people see it, hear it and work it: in a real browser, without a screen."""

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from conftest import quarters
from scenes import sample_frame, say, scenes

import footcv.ui.page.page as page_module
from footcv.coach.messages import Cue, Progress
from footcv.coach.steps import steps_of
from footcv.coach.telling import card_of, title
from footcv.programs import BUILT_IN, find_program
from footcv.ui.keys import ACTION_KEYS
from footcv.ui.page import Page
from footcv.ui.speech import Speech, find_engine
from footcv.words import words_in

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)) is not None), None)
pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")]

# The longest of these tests takes ten seconds, many times as long where a dozen others want the same processor.
LIMIT_S = 150.0
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
FOOT = {"points": [[0.2, 0.2], [0.3, 0.3], [0.25, 0.4]], "leg": [], "foot": [[[0.2, 0.2], [0.3, 0.3]]], "outline": [[0.2, 0.2], [0.3, 0.3], [0.25, 0.4]]}
ENGLISH = scenes("en")
CARD, EXERCISE, HOLDING, LOST, TURNS, SUMMARY = (ENGLISH[name] for name in ("card", "exercise", "holding", "lost", "turns", "summary"))
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

# A browser with voices: says at once that it began, and ends when it is told to, or after `lasts_ms`.
VOICES = """
window.spoken = []; window.cancelled = 0;
(() => {
  let now = null;
  const end = (utterance, type, error) => {
    if (now !== utterance) return;
    now = null;
    utterance[`on${type}`]?.({ type, error });
  };
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const fake = new EventTarget();
  Object.assign(fake, {
    getVoices: () => VOICES_HERE,
    speak(utterance) {
      spoken.push([utterance.text, utterance.voice.name]);
      if (FAILS) { setTimeout(() => utterance.onerror?.({ error: "synthesis-failed" }), 10); return; }
      now = utterance;
      setTimeout(() => now === utterance && utterance.onstart?.(), 5);
      setTimeout(() => end(utterance, "end"), LASTS_MS);
    },
    cancel() { if (now) { cancelled += 1; end(now, "error", "interrupted"); } },
  });
  Object.defineProperty(window, "speechSynthesis", { value: fake });
})();
"""
LOCAL = {"name": "local", "lang": "en-GB", "localService": True, "default": False}
REMOTE = {"name": "remote", "lang": "en-US", "localService": False, "default": True}
FOREIGN = {"name": "fremd", "lang": "de-DE", "localService": True, "default": False}
# What is played: tones by their frequencies, WAVs by their length.
SOUNDS = """
window.sounds = [];
window.OscillatorNode = class extends OscillatorNode { start(at) { sounds.push(this.frequency.value); super.start(at); } };
window.AudioBufferSourceNode = class extends AudioBufferSourceNode { start(at) { sounds.push(this.buffer.duration); super.start(at); } };
"""


def voices(*here: dict[str, Any], lasts_ms: int = 300, fails: bool = False) -> str:
    return VOICES.replace("VOICES_HERE", json.dumps(here)).replace("LASTS_MS", str(lasts_ms)).replace("FAILS", json.dumps(fails))


@pytest.fixture(scope="module")
def launch() -> Iterator[Callable[[], Any]]:
    """The browser, launched anew where the one before has ended."""
    with sync_api.sync_playwright() as playwright:
        browsers: list[Any] = []

        def running() -> Any:
            if not browsers or not browsers[-1].is_connected():
                browsers.append(playwright.chromium.launch(executable_path=CHROMIUM, args=["--autoplay-policy=no-user-gesture-required"]))
            return browsers[-1]

        yield running
        for browser in browsers:
            browser.close()


@pytest.fixture
def browser(launch: Callable[[], Any]) -> Iterator[Any]:
    """The browser, ended where a test takes too long: what it evaluates in a page has no limit of its own, and a page that hangs shall be a failure."""
    browser = launch()
    [process] = [one for one in browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"] if one["type"] == "browser"]
    limit = threading.Timer(LIMIT_S, os.kill, (process["id"], signal.SIGKILL))
    limit.start()
    yield browser
    limit.cancel()


@pytest.fixture
def page() -> Iterator[Page]:
    with Page(mirror=False) as page:
        yield page


class Tab:
    """One tab of the browser, with all it complained of and all it asked for."""

    def __init__(self, browser: Any, page: Page, *, script: str = "", goes_to: str | None = None, **context: Any) -> None:
        self.page, self.number = page, 0
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}} | context)
        self.context.set_default_timeout(8000)
        self.tab = self.context.new_page()
        self.context.on("console", lambda message: message.type in ("error", "warning") and self.complaints.append(message.text))
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.tab.on("websocket", lambda socket: self.asked.append(socket.url))
        if script:
            self.tab.add_init_script(script)
        self.tab.goto(goes_to or page.url)
        if goes_to is None:
            until(page.connected)

    def tell(self, progress: Progress, cues: Sequence[Cue] = (), image: Any = None, marks: Any = None) -> None:
        """Tell one moment, and wait until it is on the page."""
        if image is not None:
            self.number += 1
            self.page.show(image, self.number, time.monotonic())
            if progress.phase != "summary":
                self.wait("picture.width > 2")
        self.page.tell(progress, marks or {}, cues)
        self.wait("([phase, text]) => document.body.dataset.phase === phase && headline.textContent === text", [progress.phase, progress.headline])

    def wait(self, script: str, argument: Any = None) -> None:
        """Wait until `script` is true; Playwright's own way to wait evaluates strings, which the page's policy forbids."""
        until(lambda: self.tab.evaluate(script, argument))

    def says(self, script: str) -> Any:
        return self.tab.evaluate(script)

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def open_tab(browser: Any, page: Page) -> Iterator[Callable[..., Tab]]:
    tabs: list[Tab] = []

    def opened(page: Page = page, **options: Any) -> Tab:
        tabs.append(Tab(browser, page, **options))
        return tabs[-1]

    yield opened
    for tab in tabs:
        tab.close()


def until(happens: Callable[[], Any], within_s: float = 10.0) -> Any:
    deadline_s = time.monotonic() + within_s
    while not (result := happens()):
        assert time.monotonic() < deadline_s, "it did not happen"
        time.sleep(0.02)
    return result


def presses(tab: Tab, number: int = 1) -> list[str]:
    """What was pressed, waited for, and a moment longer in case that more comes."""
    pressed: list[str] = []
    until(lambda: pressed.extend(tab.page.pressed()) or len(pressed) >= number)
    tab.tab.wait_for_timeout(50)
    return pressed + tab.page.pressed()


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


def test_everything_can_be_done_by_keyboard_alone(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    for action, keys in ACTION_KEYS.items():
        tab.tell(replace(EXERCISE, headline=f"only {action}", actions=(action,)))  # type: ignore[arg-type]
        for key in keys:
            tab.tab.keyboard.press("Space" if key == " " else key)
            if action == "quit":
                tab.tab.wait_for_selector("#quit-dialog[open]")
                tab.tab.keyboard.press(key)
            assert presses(tab) == [action], (action, key)


def test_a_key_does_only_what_is_offered(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    tab.tell(CARD)
    for key in ("u", "a", "c", "r", "x", "Control+s", "Alt+s", "Enter"):
        tab.tab.keyboard.press(key)
    assert presses(tab) == ["start"]


def test_the_tab_key_reaches_every_button_and_enter_presses_it(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    tab.tell(EXERCISE)
    reached = []
    for _ in range(12):
        tab.tab.keyboard.press("Tab")
        reached.append(tab.says("document.activeElement.dataset.action ?? document.activeElement.id"))
        if reached[-1] == "add":
            assert tab.says("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            tab.tab.keyboard.press("Enter")
            tab.tab.keyboard.press("Space")
    assert set(reached) >= {"sound", "full-screen", "help", *EXERCISE.actions}
    assert presses(tab, 2) == ["add", "add"]


def test_the_focus_stays_when_a_button_goes(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    tab.tell(EXERCISE)
    tab.tab.focus("[data-action=pause]")
    tab.tell(replace(LOST, headline="Paused"))
    assert tab.says("document.activeElement.dataset.action") == "resume"


def test_ending_is_asked_for_once_more(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    tab.tell(EXERCISE)
    tab.tab.keyboard.press("q")
    tab.tab.get_by_role("button", name="No, go on").press("Enter")
    tab.tab.get_by_role("button", name="End Q").or_(tab.tab.get_by_role("button", name="End", exact=True)).first.click()
    tab.tab.get_by_role("button", name="End it").click()
    assert presses(tab) == ["quit"]
    # After the summary there is nothing to lose.
    tab.tell(SUMMARY)
    tab.tab.keyboard.press("q")
    assert presses(tab) == ["quit"]


def test_keys_can_be_turned_off(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    tab.tell(EXERCISE)
    tab.tab.keyboard.press("?")
    tab.tab.get_by_label("Use these keys").uncheck()
    tab.tab.get_by_role("button", name="Close").click()
    tab.tab.keyboard.press("u")
    tab.tab.locator("[data-action=add]").click()
    assert presses(tab) == ["add"]


def test_a_click_does_not_let_the_space_bar_press_again(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    tab.tell(EXERCISE)
    tab.tab.locator("[data-action=add]").click()
    tab.tab.keyboard.press("Space")
    assert presses(tab, 2) == ["add", "pause"]


def test_a_tap_on_the_picture_swaps_the_feet(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(viewport={"width": 390, "height": 844}, has_touch=True)
    tab.tell(EXERCISE, image=quarters(640, 480))
    tab.tab.tap("#picture", position={"x": 100, "y": 150})
    tab.tell(TURNS)
    tab.tab.tap("#picture", position={"x": 100, "y": 150})
    tab.tab.tap("[data-action=pause]")
    assert presses(tab, 2) == ["swap-feet", "pause"]


def test_full_screen_and_back(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    tab.tell(EXERCISE)
    for there in (True, False):
        tab.tab.keyboard.press("f")
        tab.wait(f"Boolean(document.fullscreenElement) === {json.dumps(there)}")
        tab.wait(f"document.getElementById('full-screen').getAttribute('aria-pressed') === '{json.dumps(there)}'")


def test_nothing_moves_by_itself(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(reduced_motion="reduce")
    for name in ("exercise", "holding", "held", "resting", "summary"):
        tab.tell(ENGLISH[name], [say("Now")])
        assert tab.says("document.getAnimations().length") == 0
    assert tab.says("[...document.querySelectorAll('*')].every((one) => getComputedStyle(one).transitionDuration === '0s')")


def test_cues_are_announced_and_frames_are_not(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    tab.tell(EXERCISE)
    tab.says("""window.heard = []; new MutationObserver((all) => all.forEach(({ target }) => {
        if (target.parentElement.closest("[aria-live]") ?? target.closest?.("[aria-live]")) heard.push(target.textContent); }))
        .observe(document.body, { subtree: true, childList: true, characterData: true });""")
    for n in range(20):
        tab.tell(replace(EXERCISE, headline=f"{n}", level=n / 20, hold_s=n / 10), image=quarters(64, 48))
    tab.tell(HOLDING, [Cue("say", "hold", "Hold"), Cue("show", "hold", "Hold"), Cue("tone", "hold-start")])
    tab.wait("heard.length > 0")
    assert tab.says("heard") == ["Hold"]


def test_cues_are_said_in_their_order_by_a_voice_of_this_machine(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(script=voices(REMOTE, FOREIGN, LOCAL, lasts_ms=40))
    for text in ("Three", "Hold", "And release", "One", "Hold a little longer", "Rest", "Now the left foot"):
        tab.tell(EXERCISE, [Cue("say", text, text)])
        tab.wait("(text) => spoken.at(-1)?.[0] === text", text)
    assert tab.says("spoken") == [[text, "local"] for text in ("Three", "Hold", "And release", "One", "Hold a little longer", "Rest", "Now the left foot")]
    assert tab.complaints == []


def test_a_newer_cue_replaces_an_unsaid_older_one(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(script=voices(LOCAL, lasts_ms=60_000))
    since_s = time.monotonic()
    for n in range(30):
        tab.tell(replace(EXERCISE, headline=f"{n}"), [Cue("say", "n", f"number {n}")])
    tab.wait("spoken.length > 1 && spoken.at(-1)[0] === 'number 29'")
    took_s = time.monotonic() - since_s
    # A long text is broken off after 1.5 s for the newest; none of those between is said later.
    assert len(tab.says("spoken")) <= 2 + took_s / 1.5
    assert tab.says("cancelled") == len(tab.says("spoken")) - 1


def test_a_muted_page_says_and_plays_nothing(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(script=voices(LOCAL) + SOUNDS)
    tab.tell(EXERCISE)
    tab.tab.keyboard.press("m")
    tab.tell(HOLDING, [Cue("say", "hold", "Hold"), Cue("tone", "hold-start")])
    tab.tab.keyboard.press("m")
    tab.tell(EXERCISE, [Cue("say", "one", "One"), Cue("tone", "count")])
    tab.wait("spoken.length > 0 && sounds.length > 0")
    assert tab.says("spoken") == [["One", "local"]] and tab.says("sounds") == [880]


@pytest.mark.skipif(find_engine() is None, reason="no espeak-ng here")
def test_without_a_voice_of_this_machine_footcv_speaks_itself(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(script=voices(REMOTE, FOREIGN) + SOUNDS)
    tab.tell(EXERCISE)
    tab.tab.wait_for_timeout(1700)
    tab.tell(HOLDING, [Cue("say", "hold", "And hold it there, please")])
    tab.wait("sounds.length > 0")
    (length_s,) = tab.says("sounds")
    assert 1 < length_s < 4
    assert tab.says("spoken") == [] and tab.says("notice.hidden") and tab.complaints == []


def test_an_engine_that_fails_leaves_tones_and_one_warning(browser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "Speech", lambda lang: Speech(lang, engine="/bin/false"))
    with Page(mirror=False) as page:
        tab = Tab(browser, page, script=voices(LOCAL, fails=True) + SOUNDS)
        for n in range(8):
            tab.tell(replace(EXERCISE, headline=f"{n}"), [Cue("say", "n", f"number {n}")])
            tab.tab.wait_for_timeout(150)
        # Twice by the browser, twice by the engine, then no more but tones.
        assert len(tab.says("spoken")) == 2
        assert len([url for url in tab.asked if "/speech/" in url]) == 2
        assert set(tab.says("sounds")) == {659}
        assert tab.says("document.getElementById('notice-text').textContent").startswith("There is no voice on this computer")
        tab.close()


def test_without_voice_there_are_tones_and_no_warning(browser: Any) -> None:
    with Page(mirror=False, voice=False) as page:
        tab = Tab(browser, page, script=voices(LOCAL) + SOUNDS)
        tab.tell(HOLDING, [Cue("say", "hold", "Hold"), Cue("tone", "hold-start")])
        tab.wait("sounds.length === 2")
        assert tab.says("spoken") == [] and tab.says("notice.hidden")
        tab.close()


def test_reloading_and_closing_lose_nothing(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    tab.tell(HOLDING, image=quarters(64, 48))
    tab.tab.reload()
    tab.wait("document.getElementById('count').textContent === '6'")
    until(tab.page.connected)
    tab.tab.close()
    until(lambda: not tab.page.connected())
    again = open_tab()
    again.wait("document.getElementById('count').textContent === '6'")
    assert again.complaints == []


def test_a_second_tab_takes_over_and_gives_back(open_tab: Callable[..., Tab]) -> None:
    first = open_tab()
    first.tell(EXERCISE)
    second = open_tab()
    first.tab.get_by_text("now shown on another page").wait_for()
    assert first.says("document.querySelectorAll('#actions button:not([hidden])').length") == 0
    first.tab.get_by_role("button", name="Show it here").click()
    second.tab.get_by_text("now shown on another page").wait_for()
    first.tab.wait_for_selector("#notice[hidden]", state="attached")
    first.tab.wait_for_selector("[data-action=pause]")


def test_the_end_is_said_and_the_summary_stays(browser: Any) -> None:
    with Page(mirror=False) as page:
        tab = Tab(browser, page)
        tab.tell(SUMMARY)
    tab.tab.get_by_text("The session is over").wait_for()
    assert tab.tab.get_by_role("row").count() == 1 + len(SUMMARY.summary)
    assert tab.complaints == []
    tab.close()


class Elsewhere(BaseHTTPRequestHandler):
    """Another web page, which tries to reach footcv's."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>elsewhere</title>")

    def log_message(self, *arguments: Any) -> None:
        pass


def test_a_page_from_elsewhere_gets_nothing_even_with_the_token(open_tab: Callable[..., Tab], page: Page) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tab = open_tab(goes_to=f"http://127.0.0.1:{server.server_port}/")
    fetched = tab.tab.evaluate("(url) => fetch(url).then((answer) => answer.status, () => 'refused')", page.url)
    framed = tab.tab.evaluate(
        """(url) => new Promise((done) => { const frame = document.createElement("iframe"); frame.src = url; frame.onload = () => {
            try { done(frame.contentDocument?.title ?? "closed"); } catch { done("closed"); } }; document.body.append(frame); })""",
        page.url,
    )
    socket = tab.tab.evaluate(
        "(url) => new Promise((done) => { const socket = new WebSocket(url); socket.onopen = () => done('open'); socket.onerror = () => done('refused'); })",
        page.url.replace("http:", "ws:").replace("/?", "/live?"),
    )
    server.shutdown()
    server.server_close()
    assert (fetched, framed, socket) == ("refused", "closed", "refused")
    assert not page.connected()
