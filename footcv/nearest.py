"""The word that was probably meant."""

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return ` (did you mean …?)` with the word of `words` nearest to `word`, or nothing where none is near."""
    near = difflib.get_close_matches(word.lower(), list(words), n=1)
    return f" (did you mean {near[0]}?)" if near else ""
