"""What is wrong with the picture, since when, and when to say so."""

from typing import Literal, get_args

from footcv.coach.messages import FramingCode, Seen

Away = Literal["camera", "feet-left", "nobody"]

# What stops the set once it has stood so long. A turn at the end of the room hides the heels for 2.5 s.
AWAY_S: dict[Away, float] = {"camera": 0.0, "feet-left": 1.0, "nobody": 3.0}

# The most pressing first.
_ORDER = ("camera", *get_args(FramingCode))


class Picture:
    """Follows what is wrong with the picture: the codes of `FramingCode`, and `camera` where the camera is lost."""

    def __init__(self) -> None:
        self._since_s: dict[str, float] = {}
        self._well_since_s: float | None = None
        self._advised_s: dict[str, float] = {}
        self._now_s = 0.0

    def update(self, seen: Seen, now_s: float) -> None:
        """Take what is seen at `now_s`."""
        wrong = {*seen.framing, *(["camera"] if seen.camera == "lost" else [])}
        self._now_s = now_s
        self._since_s = {code: self._since_s.get(code, now_s) for code in sorted(wrong, key=_ORDER.index)}
        self._well_since_s = None if wrong else now_s if self._well_since_s is None else self._well_since_s

    def forget(self) -> None:
        """Nothing is known of how long anything has stood: the clock has jumped."""
        self._since_s, self._well_since_s = {}, None

    def advise_anew(self) -> None:
        """What was said before may be said again at once."""
        self._advised_s = {}

    @property
    def wrong(self) -> tuple[str, ...]:
        """What is wrong now, the most pressing first."""
        return tuple(self._since_s)

    @property
    def well_s(self) -> float | None:
        """For how long all has been well; None where it is not."""
        return None if self._well_since_s is None else self._now_s - self._well_since_s

    def away(self, at_most_s: float = float("inf")) -> Away | None:
        """Why the set cannot go on, where it cannot: what has stood as long as it may, and no longer than `at_most_s`."""
        return next((why for why, limit_s in AWAY_S.items() if why in self._since_s and self._now_s - self._since_s[why] >= min(limit_s, at_most_s)), None)

    def advice(self, after_s: float, again_s: float) -> str | None:
        """What to say now: the most pressing that has stood for `after_s`, unless it was said less than `again_s` ago."""
        standing = next((code for code, since_s in self._since_s.items() if self._now_s - since_s >= after_s), None)
        if standing is None or self._now_s - self._advised_s.get(standing, float("-inf")) < again_s:
            return None
        self._advised_s[standing] = self._now_s
        return standing
