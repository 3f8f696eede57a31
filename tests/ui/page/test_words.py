"""The page's words are in the catalogue, all of them, and none besides."""

import re

import pytest

from footcv.ui.keys import ACTION_KEYS
from footcv.ui.page.server import STATIC
from footcv.words import LANGUAGES, words_in

TEXTS = "".join(file.read_text(encoding="utf-8") for file in STATIC.glob("*.js"))
# A key in full, and the beginning of one whose end is filled in.
WHOLE = set(re.findall(r'"(page\.[a-z.-]+)"', TEXTS))
BEGUN = set(re.findall(r"`(page\.[a-z.]*)\$\{", TEXTS))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_that_the_page_asks_for_is_there(lang: str) -> None:
    words = words_in(lang).under("page.")
    assert set(words) >= WHOLE
    assert set(words) >= {f"page.action.{action}" for action in ACTION_KEYS}
    assert set(words) >= {f"page.key.{key}" for keys in ACTION_KEYS.values() for key in keys if len(key.strip()) != 1}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_the_page_is_asked_for(lang: str) -> None:
    beginnings = tuple(begun for begun in BEGUN if begun != "page.")
    # What is asked for as `page.` and a name: the card's rows, and the page's own buttons.
    named = {f"page.{name}" for name in re.findall(r'\["([a-z]+)", card\.', TEXTS)} | {f"page.{name}" for name in re.findall(r': "([a-z-]+)"[,} ]', TEXTS)}
    unasked = {key for key in words_in(lang).under("page.") if key not in WHOLE | named and not key.startswith(beginnings)}
    assert unasked == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_has_the_same_places_in_every_language(lang: str) -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", text))

    english = words_in("en").under("page.")
    assert {key: places(text) for key, text in words_in(lang).under("page.").items()} == {key: places(text) for key, text in english.items()}
