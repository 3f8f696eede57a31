"""What goes wrong with the session itself, told once each time: the log, and a camera that gives too few pictures."""

from footcv.coach.messages import Cue
from footcv.words import Words


class Troubles:
    """Remembers what was told."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._log: str | None = None
        self._is_slow = False

    def update(self, log: str | None, is_slow: bool) -> list[Cue]:
        """The cues for what is new: `log` is one line where the log fails, None while it works."""
        cues = []
        if log is not None and log != self._log:
            cues.append(Cue("show", "log.trouble", log))
        if is_slow and not self._is_slow:
            cues.append(Cue("say", "camera.slow", self._words("camera.slow")))
        self._log, self._is_slow = log, is_slow
        return cues
