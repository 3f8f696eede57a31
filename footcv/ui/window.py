"""A live session in a plain window, for machines without a browser: the picture with what was measured, the words under it, and the keys."""

import os
import sys
import textwrap
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np

from footcv.coach.messages import Action, Cue, Progress
from footcv.errors import FootcvError
from footcv.ui.keys import ACTION_KEYS, action_of
from footcv.ui.overlay import DARK, DESIGN_PX, FONT, GREY, LEG_COLOURS, WHITE, Image, Overlay, draw, px
from footcv.words import Words

TITLE = "footcv"
# What OpenCV calls the keys that browsers give a name.
KEYS = {13: "Enter", 10: "Enter", 8: "Backspace", 27: "q"}
STRIP, MARGIN, LINE = 150, 14, 38
WIDEST, HIGHEST = 1280, 680
# A space at which no line ends: a key and what it does stay together.
TIED = "\N{NO-BREAK SPACE}"
LARGE, MIDDLE, SMALL = 0.8, 0.55, 0.5


class Window:
    """Shows a session in OpenCV's window; a context manager, for the main thread. Closing the window quits.

    Entering raises FootcvError where there is no screen.
    """

    stays = True

    def __init__(self, words: Words, *, mirror: bool) -> None:
        self._words = words
        self._mirror = mirror
        self._progress: Progress | None = None
        self._marks: Mapping[str, Any] = {}
        self._told = ""
        self._keys: list[str] = []
        self._closed = self._is_sized = False

    def __enter__(self) -> Self:
        if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            # OpenCV would end the program.
            raise FootcvError("there is no screen for a window; use --ui page or --ui none")
        # Qt complains of fonts that OpenCV's window does not need.
        os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")
        try:
            cv2.namedWindow(TITLE, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL)
        except cv2.error as error:
            raise FootcvError("no window can be opened here; use --ui page or --ui none") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        cv2.destroyAllWindows()

    def show(self, image: Image, number: int, captured_s: float) -> None:
        if self._closed or self._progress is None:
            return
        picture = composed(image, self._progress, self._marks, self._told, self._words, mirror=self._mirror)
        if not self._is_sized:
            self._is_sized = True
            cv2.resizeWindow(TITLE, *fitting(picture.shape[1], picture.shape[0]))
        cv2.imshow(TITLE, picture)
        self._poll()

    def tell(self, progress: Progress, marks: Mapping[str, Any], cues: Sequence[Cue]) -> None:
        if self._progress is not None and progress.phase != self._progress.phase:
            self._told = ""
        self._progress, self._marks = progress, marks
        self._told = next((cue.text for cue in reversed(cues) if cue.text), self._told)
        self._poll()

    def pressed(self) -> list[Action]:
        if self._closed:
            return ["quit"]
        keys, self._keys = self._keys, []
        return [action for key in keys if self._progress is not None and (action := action_of(key, self._progress.actions))]

    def connected(self) -> bool:
        return not self._closed

    def _poll(self) -> None:
        code = cv2.pollKey()
        if code > 0:
            self._keys.append(KEYS.get(code & 0xFF, chr(code & 0xFF)))
        # Below 1 once the person has closed it; a window that was never drawn says so too.
        self._closed = self._closed or (self._progress is not None and cv2.getWindowProperty(TITLE, cv2.WND_PROP_VISIBLE) < 1)


def fitting(width: int, height: int) -> tuple[int, int]:
    """The size at which the window opens, px: as large as a laptop's screen allows."""
    scale = min(WIDEST / width, HIGHEST / height)
    return round(scale * width), round(scale * height)


def composed(image: Image, progress: Progress, marks: Mapping[str, Any], told: str, words: Words, *, mirror: bool = False) -> Image:
    """The picture (H, W, 3) BGR with legs and feet, count, hold and gauge on it, and below it a strip of words and keys, always as tall."""
    height, width = image.shape[:2]
    unit = min(height, width) / DESIGN_PX
    canvas = image.copy()
    for side, mark in marks.items():
        _draw_mark(canvas, mark, side, unit)
    if mirror:
        canvas = np.ascontiguousarray(canvas[:, ::-1])
    title = ", ".join(filter(None, (progress.exercise_name, progress.side and words(f"page.side.{progress.side}"))))
    holding = progress.hold_s if progress.hold_s > 0 else None
    overlay = Overlay(title, progress.done, progress.asked, progress.level, holding, progress.faults[0] if progress.faults else None, ())
    return np.vstack([draw(canvas, None, overlay, words), _strip(width, progress, told, words, unit)])


def _draw_mark(canvas: Image, mark: Mapping[str, Any], side: str, unit: float) -> None:
    height, width = canvas.shape[:2]
    for colour, extra in ((DARK, 3), (LEG_COLOURS[side], 0)):
        for line in (*mark["leg"], *mark["foot"]):
            start, end = ((round(x * width), round(y * height)) for x, y in line)
            cv2.line(canvas, start, end, colour, px(2 + extra, unit), cv2.LINE_AA)


def _strip(width: int, progress: Progress, told: str, words: Words, unit: float) -> Image:
    """The headline, what was told or is advised, and the keys that do something now."""
    strip = np.full((round(STRIP * unit), width, 3), DARK, np.uint8)
    room = width / unit - 2 * MARGIN
    keys = "   ".join(f"{_key(ACTION_KEYS[action][0], words)}: {words(f'page.action.{action}')}".replace(" ", TIED) for action in progress.actions)
    key_lines = _wrapped(keys, SMALL, room)
    said = [(line, scale) for text, scale in _texts(progress, told) for line in _wrapped(text, scale, room)]
    below = STRIP - MARGIN - LINE * SMALL * (len(key_lines) - 1)
    y = 0.0
    for line, scale in said:
        y += LINE * scale
        if y < below - LINE * SMALL:
            _write(strip, line, y, scale, WHITE, unit)
    for i, line in enumerate(key_lines):
        _write(strip, line, below + LINE * SMALL * i, SMALL, GREY, unit)
    return strip


def _write(strip: Image, text: str, y: float, scale: float, colour: tuple[int, int, int], unit: float) -> None:
    cv2.putText(strip, text.replace(TIED, " "), (round(MARGIN * unit), round(y * unit)), FONT, scale * unit, colour, 1, cv2.LINE_AA)


def _texts(progress: Progress, told: str) -> list[tuple[str, float]]:
    """What is to be read, each with its size, the first the largest."""
    clock = "" if progress.left_s is None else f"  {progress.left_s:.0f} s"
    more = [text for text in (told, *progress.advice) if text]
    if progress.phase == "card" and progress.card is not None:
        more = [progress.card.position, progress.card.camera]
    elif progress.phase == "summary":
        more = [f"{row.exercise_name}: {row.done}" + (f" / {row.asked}" if row.asked is not None else "") for row in progress.summary]
    return [(progress.headline + clock, LARGE), *((text, MIDDLE) for text in dict.fromkeys(more) if text not in (progress.headline, *progress.faults))]


def _wrapped(text: str, scale: float, room: float) -> list[str]:
    """`text` in lines of at most `room`, in sizes of the design."""
    wide = cv2.getTextSize(text, FONT, scale, 1)[0][0]
    return textwrap.wrap(text, max(10, int(len(text) * room / max(wide, 1)))) if wide > room else [text]


def _key(key: str, words: Words) -> str:
    return words(f"page.key.{key}") if len(key) > 1 or key == " " else key.upper()
