"""What is heard: voices, tones, and what a screen reader is told."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from browsing import BROWSER, Tab
from conftest import quarters
from scenes import scenes

import footcv.ui.page.page as page_module
from footcv.coach.messages import Cue
from footcv.ui.page import Page
from footcv.ui.speech import Speech, find_engine

pytestmark = BROWSER

SCENES = scenes("en")
EXERCISE, HOLDING = SCENES["exercise"], SCENES["holding"]
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
