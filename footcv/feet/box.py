"""Where a foot is at the start, told by the user: a rough box round it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from footcv.errors import UsageError

# Five digits bound what any picture can be wide, and keep absurd numbers out.
_BOX = re.compile(r"(left|right):([0-9]{1,5}),([0-9]{1,5}),([0-9]{1,5}),([0-9]{1,5})")


@dataclass(frozen=True)
class FootBox:
    """A rough box round one foot, ankle included, in pixels of the upright picture; `x`, `y` is its upper left corner."""

    side: str
    x: int
    y: int
    width: int
    height: int


def parse_foot_box(text: str) -> FootBox:
    """Read `SIDE:X,Y,W,H`; raise UsageError where it says anything else."""
    match = _BOX.fullmatch(text)
    if match is None:
        raise UsageError(f"--feet {text!r} is no box; write SIDE:X,Y,W,H in whole pixels, such as left:320,400,160,120")
    x, y, width, height = map(int, match.groups()[1:])
    if width == 0 or height == 0:
        raise UsageError(f"--feet {text!r} has no area; W and H must be at least 1")
    return FootBox(match[1], x, y, width, height)


def parse_foot_boxes(texts: Iterable[str]) -> tuple[FootBox, ...]:
    """Read one box for each foot; raise UsageError where one is wrong or a foot has two."""
    boxes = tuple(parse_foot_box(text) for text in texts)
    for side in ("left", "right"):
        if sum(box.side == side for box in boxes) > 1:
            raise UsageError(f"--feet names the {side} foot twice; give each foot one box")
    return boxes
