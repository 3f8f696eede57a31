"""What was watched of a whole recording: all that an analysis needs of it, however long the networks took for it."""

from dataclasses import dataclass
from datetime import datetime

from footcv.analysis import SourceInfo
from footcv.feet.box import FootBox
from footcv.watched import Watched


@dataclass(frozen=True)
class Recording:
    """One recording, seen: what it says of itself, what was `watched`, with which pose `model` and in which boxes of `feet`, and what the person should know.

    `recorded_at` is when it began, `content` the SHA-256 of the video's bytes; both are None where they are the source's own business still.
    """

    source: SourceInfo
    watched: Watched
    model: str
    feet: tuple[FootBox, ...]
    warnings: tuple[str, ...]
    recorded_at: datetime | None = None
    content: str | None = None
