"""A page in a real browser, without a screen."""

import shutil
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from footcv.coach.messages import Cue, Progress
from footcv.ui.page import Page

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)) is not None), None)
BROWSER = [pytest.mark.slow, pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")]


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


def until(happens: Callable[[], Any], within_s: float = 10.0) -> Any:
    """What `happens` returns as soon as it is true."""
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
