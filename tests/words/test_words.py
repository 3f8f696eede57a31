"""The catalogues: complete, alike in their places, and nothing in them that nobody says."""

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

import footcv
from footcv.errors import UsageError
from footcv.exercises import EXERCISES
from footcv.measure import ONLY_FEET
from footcv.measure_toes import DIM, HIDDEN
from footcv.programs import BUILT_IN, find_program
from footcv.words import LANGUAGES, as_sentence, words_in

Texts = tuple[str, ...]


def catalogue(lang: str) -> dict[str, Texts]:
    """Each message's texts, one or singular and plural, by its id."""
    with (resources.files("footcv.words") / f"{lang}.po").open("rb") as file:
        messages = read_po(file, locale=lang, abort_invalid=True)
    texts = {}
    for message in messages:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            texts[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return texts


CATALOGUES = {lang: catalogue(lang) for lang in LANGUAGES}
KEYS = CATALOGUES["en"]
SOURCE_TEXTS = {key: texts for key, texts in CATALOGUES["de"].items() if key not in KEYS}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def source() -> str:
    """All code that may name a message."""
    files = [path for kind in ("py", "js", "html") for path in Path(footcv.__file__).parent.rglob(f"*.{kind}")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def own_texts() -> Iterator[str]:
    """The texts of the exercises and the built-in programs that a session shows."""
    for exercise in EXERCISES.values():
        yield from (exercise.name, exercise.rep, exercise.position, exercise.equipment, exercise.camera)
    for program_id in BUILT_IN:
        yield find_program(program_id).name
        yield from (prescription.instructions for prescription in find_program(program_id).prescriptions if prescription.instructions)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_is_there_in_every_language(lang: str) -> None:
    assert KEYS.keys() - CATALOGUES[lang].keys() == set()
    assert [key for key, texts in CATALOGUES[lang].items() if not all(texts)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_message_has_the_same_places_and_the_same_plurals_in_every_language(lang: str) -> None:
    for key, texts in KEYS.items():
        there = CATALOGUES[lang][key]
        assert len(there) == len(texts), key
        assert {frozenset(places(text)) for text in there} == {frozenset(places(text)) for text in texts}, key
    for text, translated in SOURCE_TEXTS.items():
        assert places(text) == places(translated[0]), text


def test_a_number_that_decides_the_plural_is_called_n_and_only_that() -> None:
    assert [key for key, texts in KEYS.items() if ("n" in places(texts[0])) != (len(texts) == 2)] == []


def test_no_key_is_unused() -> None:
    code = source()
    # A key whose end is filled in (f"move.{exercise}", `page.action.${action}`) is used with every end that it can have.
    beginnings = tuple(re.findall(r"[\"'`]([a-z]+(?:[.-][a-z]+)*\.)\$?\{", code))
    unused = [key for key in KEYS if not re.search(rf"[\"'`]{re.escape(key)}[\"'`]", code) and not key.startswith(beginnings)]
    if not (Path(footcv.__file__).parent / "ui" / "page").exists():
        unused = [key for key in unused if not key.startswith("page.")]
    assert unused == []


def test_every_key_that_the_code_names_is_there() -> None:
    named = set(re.findall(r"(?:words|cues\.say|cues\.show)\(\s*\"([a-z][a-z.-]*)\"", source()))
    assert "rest.early" in named
    assert named - KEYS.keys() == set()


def test_every_end_of_a_key_that_is_filled_in_is_there() -> None:
    pulsed = [exercise.id for exercise in EXERCISES.values() if exercise.pulses is not None]
    assert {f"release.{exercise_id}" for exercise_id in pulsed} == {key for key in KEYS if key.startswith("release.")}
    assert {f"move.{exercise_id}" for exercise_id in EXERCISES} | {"move.circle"} == {key for key in KEYS if key.startswith("move.")}


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_all_texts_of_the_exercises_and_programs_are_translated(lang: str) -> None:
    words = words_in(lang)
    assert [text for text in own_texts() if words.of(text) == text] == []


def test_no_translated_text_is_one_that_nobody_wrote() -> None:
    code, own = source(), {*own_texts()}
    code += re.sub(r"\{[^{}\n]*\}", "{}", code)
    assert [text for text in SOURCE_TEXTS if text not in own and re.sub(r"\{[^{}]*\}", "{}", text) not in code] == []


@pytest.mark.parametrize(
    ("warning", "german"),
    [
        (HIDDEN, "die Zehen sind verdeckt"),
        (DIM, "es wurde nichts gezählt: die Füße sind im Bild dunkel"),
        (ONLY_FEET, "nur Füße sind zu sehen"),
        ("the left foot goes up and down; no circle can be told from this view, so nothing was counted", "der linke Fuß geht auf und ab;"),
        (
            "your foot is 24 px long in the picture, and the toes need 32 px, so nothing was counted; come closer",
            "Ihr Fuß ist im Bild 24 Pixel lang, die Zehen brauchen 32",
        ),
        (
            "Heel raise is done standing; lying with a leg up is seen instead, so nothing was counted",
            "Fersenheben macht man im Stehen; zu sehen ist: im Liegen mit einem Bein nach oben",
        ),
    ],
)
def test_warnings_are_translated_figures_and_all(warning: str, german: str) -> None:
    assert words_in("de").of(warning).startswith(german)
    assert words_in("en").of(warning) == warning


def test_what_nobody_translated_stays_as_it_is() -> None:
    assert words_in("de").of("On the lowest stair, hands on the rail.") == "On the lowest stair, hands on the rail."
    assert words_in("de").of("") == ""


def test_one_and_many() -> None:
    assert [words_in("en")("dose.reps", n=n) for n in (1, 2)] == ["1 repetition", "2 repetitions"]
    assert [words_in("de")("dose.turns", n=n) for n in (1, 10)] == ["1 Kreis", "10 Kreise"]


def test_a_key_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        words_in("en")("nothing.of-the-kind")


def test_numbers_are_written_as_their_language_does() -> None:
    assert (words_in("en").number(3.14, 1), words_in("de").number(3.14, 1), words_in("de").number(31.4)) == ("3.1", "3,1", "31")


def test_the_words_of_the_page_keep_their_places() -> None:
    assert words_in("de").under("page.")["page.of"] == "von {asked}"


@pytest.mark.parametrize(("asked", "lang"), [("de", "de"), ("de_AT", "de"), ("de-CH", "de"), ("EN", "en")])
def test_a_language_goes_by_its_code(asked: str, lang: str) -> None:
    assert words_in(asked).lang == lang


def test_a_language_that_is_not_there_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no words in 'fr'; choose one of en, de"):
        words_in("fr")


def test_a_warning_becomes_a_sentence() -> None:
    assert as_sentence("the picture is dark") == "The picture is dark."
