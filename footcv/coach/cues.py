"""The cues of one tick, as they gather."""

from typing import Literal

from footcv.coach.messages import Cue
from footcv.words import Words


class Cues:
    """Gathers what to tell the person until it is taken. Of two that would be said at once only the newer is: the first could not be heard to its end."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._cues: list[Cue] = []
        self._told: set[str] = set()

    @property
    def speaking(self) -> bool:
        """Whether something is to be said already."""
        return any(cue.kind == "say" for cue in self._cues)

    def say(self, key: str, **values: object) -> None:
        """Say the message of `key`, with `values` in its places."""
        self.put("say", key, self._words(key, **values))

    def show(self, key: str) -> None:
        """Show the message of `key`, without a voice."""
        self.put("show", key, self._words(key))

    def tone(self, name: str) -> None:
        """Play the tone of that name."""
        self.put("tone", name, "")

    def put(self, kind: Literal["say", "show", "tone"], key: str, text: str) -> None:
        """Tell `text`, which goes by `key`."""
        if kind == "say":
            self._cues = [cue for cue in self._cues if cue.kind != "say"]
        self._cues.append(Cue(kind, key, text))

    def once(self, what: str) -> bool:
        """Whether this is asked for the first time since `again`."""
        first = what not in self._told
        self._told.add(what)
        return first

    def again(self, *whats: str) -> None:
        """Let `once` be true again for these."""
        self._told -= {*whats}

    def take(self) -> tuple[Cue, ...]:
        """Return what has gathered, and begin anew."""
        cues, self._cues = tuple(self._cues), []
        return cues
