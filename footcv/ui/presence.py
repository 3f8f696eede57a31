"""Whether somebody still has the session before them: a page that is closed pauses it, and one that returns lets it go on. Pure."""

from footcv.coach.messages import Action, Progress

# A page that is loaded again is back within seconds.
AWAY_S = 10.0


class Presence:
    """Holds no clock: it is told the time, s."""

    def __init__(self) -> None:
        self._away_since_s: float | None = None
        self._has_paused = False

    def is_away(self, now_s: float) -> bool:
        """Whether no page has been there for `AWAY_S`."""
        return self._away_since_s is not None and now_s - self._away_since_s >= AWAY_S

    def update(self, connected: bool, progress: Progress, now_s: float) -> list[Action]:
        """What is to be pressed for somebody who is not there, or is back."""
        if connected:
            resumes = self._has_paused and progress.phase == "paused"
            self._away_since_s, self._has_paused = None, False
            return ["resume"] if resumes else []
        self._away_since_s = now_s if self._away_since_s is None else self._away_since_s
        if self.is_away(now_s) and not self._has_paused and "pause" in progress.actions:
            self._has_paused = True
            return ["pause"]
        return []
