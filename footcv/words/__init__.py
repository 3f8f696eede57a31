"""Every word that people see or hear of a session, a report or the history, in their language: one gettext catalogue for each, `<language>.po`, compiled as it
is loaded.

Messages go by a key, such as `rest.early`, and stand in every catalogue. Texts that live beside what they describe, those of the exercises and of
the built-in programs, and the warnings of the measurement, go by their English wording, and stand in all catalogues but the English one.
"""

import gettext
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib import resources
from io import BytesIO

from footcv.errors import UsageError
from footcv.nearest import did_you_mean

LANGUAGES = ("en", "de")

_PLACE = re.compile(r"\{(\w+)\}")


def as_sentence(text: str) -> str:
    """Return what is no sentence yet, such as a warning, as one: with a capital letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


class Words:
    """The messages of one language. `lang` is its code, as a page or a voice wants it; `ids` are the keys, and the English texts, that `catalogue` has."""

    def __init__(self, lang: str, catalogue: gettext.GNUTranslations, ids: Sequence[str]) -> None:
        self.lang = lang
        self._catalogue, self._ids = catalogue, ids
        self._templates = [(_pattern(text), text) for text in ids if "{" in text]

    def __call__(self, key: str, **values: object) -> str:
        """Return the message of `key` with `values` in its places; the value `n` also chooses singular or plural. Raises KeyError where there is none."""
        n = values.get("n")
        text = self._catalogue.ngettext(key, key, n) if isinstance(n, int) else self._catalogue.gettext(key)
        if text == key:
            raise KeyError(key)
        return text.format(**values)

    def of(self, text: str) -> str:
        """Return what `text`, an exercise's, a program's or a warning in English, is in this language; itself where nobody translated it.

        A warning that holds figures goes by its wording with `{places}`; what stands in them is translated in its turn.
        """
        if (exact := self._catalogue.gettext(text) if text else text) != text:
            return exact
        for pattern, template in self._templates:
            if found := pattern.fullmatch(text):
                return self._catalogue.gettext(template).format(**{place: self.of(value) for place, value in found.groupdict().items()})
        return text

    def under(self, prefix: str) -> dict[str, str]:
        """Return all messages whose keys begin with `prefix`, their `{places}` left to fill: for a page, which fills them itself."""
        return {key: self._catalogue.gettext(key) for key in self._ids if key.startswith(prefix)}

    def within(self, title: str) -> str:
        """Return a title as it stands within a sentence: with a small first letter, except in German, whose nouns keep their capital."""
        return title if self.lang == "de" else title[:1].lower() + title[1:]

    def day(self, day: date, key: str) -> str:
        """Return `day` as people of this language write it, by the pattern (Unicode's, CLDR) that is the message of `key`."""
        from babel.dates import format_date

        return format_date(day, self(key), locale=self.lang)

    def number(self, value: float, decimals: int | None = 0) -> str:
        """Return `value` as people of this language write it; with `decimals` None with as many, up to 4, as it needs."""
        from babel.numbers import format_decimal

        if decimals is None:
            decimals = len(f"{value:.4f}".rstrip("0").partition(".")[2])
        # What rounds to nothing has no sign.
        value = round(value, decimals) + 0.0
        return format_decimal(value, format="0." + "0" * decimals if decimals else "0", locale=self.lang)


@cache
def words_in(lang: str) -> Words:
    """Return the words of `lang`, a code such as `de` or `de_AT`; raise UsageError where that language is not there."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    code = lang.replace("-", "_").split("_")[0].lower()
    if code not in LANGUAGES:
        raise UsageError(f"no words in {lang!r}{did_you_mean(lang, LANGUAGES)}; choose one of {', '.join(LANGUAGES)}")
    with (resources.files("footcv.words") / f"{code}.po").open("rb") as file:
        messages = read_po(file, locale=code, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Words(code, gettext.GNUTranslations(compiled), [message.id for message in messages if isinstance(message.id, str)])


def _pattern(template: str) -> re.Pattern[str]:
    """What matches `template` with anything in its places."""
    texts_and_places = _PLACE.split(template)
    return re.compile("".join(f"(?P<{part}>.+)" if i % 2 else re.escape(part) for i, part in enumerate(texts_and_places)))
