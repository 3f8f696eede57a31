"""The pages in a real browser: nothing is fetched, nothing complains, nothing is in the way of anybody."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_document import REPORTS

from footcv.report.document import page_text

pytestmark = pytest.mark.slow

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(params=["with signals", "circles", "session"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    file = tmp_path / "report.html"
    file.write_text(page_text(REPORTS[request.param]), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_opens_from_its_file_without_a_word_and_fits(browser: Any, url: str, viewport: Any, scheme: str) -> None:
    tab = browser.new_page(viewport=viewport, color_scheme=scheme)
    asked, said = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto(url)
    assert (asked, said) == ([url], [])
    assert tab.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    tab.close()


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone, light", "desktop, dark"])
def test_axe_finds_nothing_at_wcag_2_1_aa(browser: Any, url: str, viewport: Any, scheme: str) -> None:
    # axe is a script, which the page itself forbids.
    tab = browser.new_page(viewport=viewport, color_scheme=scheme, bypass_csp=True)
    tab.goto(url)
    found = axe.Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()
    tab.close()


def test_it_prints_on_a4_without_anything_cut_off(browser: Any, url: str) -> None:
    # The 178 mm between the margins.
    tab = browser.new_page(viewport={"width": 673, "height": 1000})
    tab.emulate_media(media="print")
    tab.goto(url)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 673
    assert tab.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    tab.close()
