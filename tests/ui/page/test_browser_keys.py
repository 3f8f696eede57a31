"""What is pressed, by keyboard, mouse and finger."""

import json
from collections.abc import Callable
from dataclasses import replace

from browsing import BROWSER, Tab, presses
from conftest import quarters
from scenes import scenes

from footcv.ui.keys import ACTION_KEYS

pytestmark = BROWSER

SCENES = scenes("en")
CARD, EXERCISE, LOST, TURNS, SUMMARY = SCENES["card"], SCENES["exercise"], SCENES["lost"], SCENES["turns"], SCENES["summary"]


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
