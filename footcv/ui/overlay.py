"""What is drawn over a picture: the measured legs and feet, the signal's gauge, the count, the hold and the last verdict."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from footcv.counting.pulses import ARRIVE, LEAVE
from footcv.feet.foot import Foot
from footcv.feet.landmarks import FootLandmark
from footcv.pose.landmarks import Landmark, Pose
from footcv.words import Words

Image = NDArray[np.uint8]
_Colour = tuple[int, int, int]
_Point = tuple[float, float]

# Okabe and Ito's colours, which the colour-blind tell apart; BGR as OpenCV wants them.
SKY_BLUE: _Colour = (233, 180, 86)
_ORANGE: _Colour = (0, 159, 230)
GREEN: _Colour = (115, 158, 0)
WHITE: _Colour = (255, 255, 255)
GREY: _Colour = (200, 200, 200)
DARK: _Colour = (32, 26, 22)

LEG_COLOURS = {"left": SKY_BLUE, "right": _ORANGE}
LEGS = {
    "left": (Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE, Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX),
    "right": (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE, Landmark.RIGHT_HEEL, Landmark.RIGHT_FOOT_INDEX),
}
# By place in a leg: hip 0, knee 1, ankle 2, heel 3, toe 4.
_BONES = ((0, 1), (1, 2), (2, 3), (3, 4), (2, 4))

# Round the foot, across its balls, and over the instep, which closes the foot where it is seen from its side.
FOOT_LINES = (
    (FootLandmark.SHIN, FootLandmark.ANKLE),
    (FootLandmark.ANKLE, FootLandmark.HEEL),
    (FootLandmark.ANKLE, FootLandmark.BALL_IN),
    (FootLandmark.HEEL, FootLandmark.BALL_IN),
    (FootLandmark.BALL_IN, FootLandmark.TOE1),
    (FootLandmark.TOE1, FootLandmark.TOE2),
    (FootLandmark.TOE2, FootLandmark.TOE5),
    (FootLandmark.TOE5, FootLandmark.BALL_OUT),
    (FootLandmark.BALL_OUT, FootLandmark.HEEL),
    (FootLandmark.BALL_IN, FootLandmark.BALL_OUT),
)

# Below this MediaPipe guesses the place of what it does not see.
_LEAST_VISIBILITY = 0.5
# Below this a point of the foot lies outside its crop or is guessed.
_LEAST_CONFIDENCE = 0.3
# A foot's lines and dots, in its own length: a small foot shall not vanish under them.
_FOOT_LINE, _FOOT_DOT = 1 / 90, 1 / 45
# OpenCV's whole numbers are sixteenths of a pixel where this is its shift: a small foot does not tremble from pixel to pixel.
_SHIFT = 4

FONT = cv2.FONT_HERSHEY_DUPLEX
# OpenCV 5 draws its own typeface and takes the thickness for its weight, whatever the size.
_REGULAR, _BOLD = 1, 2
_PANEL_OPACITY = 0.62
# Sizes are drawn for a picture whose shorter side is this long, and grow with it.
DESIGN_PX = 480


@dataclass(frozen=True)
class Overlay:
    """What is shown at one moment.

    `gauge` is the signal between rest (0) and the full range (1), None where it is not measured; `holding_s` is the time held so far, None
    outside a hold; `message` is the last verdict, which waits while a hold is shown; `sides` are the legs to draw.
    """

    exercise_name: str
    count: int
    prescribed_reps: int | None
    gauge: float | None
    holding_s: float | None
    message: str | None
    sides: tuple[str, ...]


def draw(image: Image, pose: Pose | None, overlay: Overlay, words: Words, feet: Sequence[Foot] = ()) -> Image:
    """Return a copy of `image` (H, W, 3) BGR with `overlay` drawn on it, in the language of `words`.

    Of its sides the legs of `pose` and the `feet` are drawn where they are seen.
    """
    canvas = image.copy()
    unit = min(canvas.shape[:2]) / DESIGN_PX
    seen = {foot.side: points for foot in feet if foot.side in overlay.sides and len(points := foot_points(foot)) > 1}
    if pose is not None:
        for side in overlay.sides:
            foot = seen.get(side, {})
            if _draw_leg(canvas, pose, side, foot, unit):
                # The leg is the better shin.
                foot.pop(FootLandmark.SHIN, None)
    for side, points in seen.items():
        draw_foot(canvas, points, side, unit)
    _draw_count(canvas, overlay, words, unit)
    _draw_gauge(canvas, overlay, unit)
    return canvas


def _draw_leg(canvas: Image, pose: Pose, side: str, foot: dict[FootLandmark, _Point], unit: float) -> bool:
    """Draw a leg of `pose` and say whether its shank is there; where its `foot` has points of its own, it ends at their ankle, without the pose's foot."""
    points = [pose_point(pose, number) for number in LEGS[side]]
    points[2] = foot.get(FootLandmark.ANKLE, points[2])
    if points[2] is None or foot:
        # A foot that hangs in the air, far from its leg, explains nothing.
        points[3:] = [None, None]
    lines = [(start, end) for a, b in _BONES if (start := points[a]) is not None and (end := points[b]) is not None]
    joints = dict.fromkeys(point for line in lines for point in line if point != foot.get(FootLandmark.ANKLE))
    # A dark edge first: the leg stays readable on light clothes and on dark ones.
    for colour, extra in ((DARK, 3), (LEG_COLOURS[side], 0)):
        for start, end in lines:
            _line(canvas, start, end, colour, px(3 + extra, unit))
    for joint in joints:
        _dot(canvas, joint, DARK, px(5.5, unit))
        _dot(canvas, joint, WHITE, px(4, unit))
    return points[1] is not None and points[2] is not None


def draw_foot(canvas: Image, points: dict[FootLandmark, _Point], side: str, unit: float) -> None:
    """Draw the points (px) of a foot, if there are any, and the lines between them; `unit` is what a pixel of the design is here."""
    if not points:
        return
    size = float(np.ptp(list(points.values()), axis=0).max())
    width, radius = px(min(_FOOT_LINE * size, 2.5 * unit), 1), min(max(_FOOT_DOT * size, 1.0), 4 * unit)
    edge = 1.0 if radius < 3 else 0.4 * radius
    lines = [(points[a], points[b]) for a, b in FOOT_LINES if a in points and b in points]
    for colour, extra in ((DARK, edge), (LEG_COLOURS[side], 0.0)):
        for start, end in lines:
            _line(canvas, start, end, colour, width + round(2 * extra))
        for point in points.values():
            _dot(canvas, point, colour, radius + extra)


def pose_point(pose: Pose, number: Landmark) -> _Point | None:
    """The place (px) of a landmark of the body; None where it is not seen."""
    x, y = (float(value) for value in pose.image[number])
    return (x, y) if pose.visibility[number] >= _LEAST_VISIBILITY and _drawable(x, y) else None


def foot_points(foot: Foot) -> dict[FootLandmark, _Point]:
    """The points (px) that the network is sure enough of."""
    points = {mark: (float(foot.reading.points[mark, 0]), float(foot.reading.points[mark, 1])) for mark in FootLandmark}
    return {mark: point for mark, point in points.items() if foot.reading.confidence[mark] >= _LEAST_CONFIDENCE and _drawable(*point)}


def _drawable(x: float, y: float) -> bool:
    # Comparisons with NaN are false, and OpenCV takes no number beyond 16 bits.
    return abs(x) < 30_000 and abs(y) < 30_000


def _line(canvas: Image, start: _Point, end: _Point, colour: _Colour, width: int) -> None:
    cv2.line(canvas, _fixed(start), _fixed(end), colour, width, cv2.LINE_AA, _SHIFT)


def _dot(canvas: Image, middle: _Point, colour: _Colour, radius: float) -> None:
    cv2.circle(canvas, _fixed(middle), round(radius * 2**_SHIFT), colour, cv2.FILLED, cv2.LINE_AA, _SHIFT)


def _fixed(point: _Point) -> tuple[int, int]:
    return round(point[0] * 2**_SHIFT), round(point[1] * 2**_SHIFT)


def _draw_count(canvas: Image, overlay: Overlay, words: Words, unit: float) -> None:
    margin, pad = px(14, unit), px(12, unit)
    count, of = str(overlay.count), "" if overlay.prescribed_reps is None else words("page.of", asked=overlay.prescribed_reps)
    room = canvas.shape[1] - px(90, unit) - 2 * pad
    name_scale = _fitting_scale(overlay.exercise_name, 0.55 * unit, room)
    count_width = _width(count, 1.9 * unit, _BOLD) + px(9, unit)
    width = max(_width(overlay.exercise_name, name_scale), count_width + _width(of, 0.7 * unit)) + 2 * pad
    height = px(92, unit)
    panel(canvas, margin, margin, width, height, unit)
    left = margin + pad
    _text(canvas, overlay.exercise_name, left, margin + px(24, unit), name_scale, GREY)
    _text(canvas, count, left, margin + px(78, unit), 1.9 * unit, WHITE, _BOLD)
    _text(canvas, of, left + count_width, margin + px(78, unit), 0.7 * unit, GREY)
    # Under the count and not at the foot of the picture, where the feet of a standing person are.
    top = margin + height + px(8, unit)
    if overlay.holding_s is not None:
        _draw_hold(canvas, overlay.holding_s, words, margin, top, pad, unit)
    elif overlay.message is not None:
        _draw_message(canvas, overlay.message, margin, top, pad, unit)


def _draw_hold(canvas: Image, holding_s: float, words: Words, left: int, top: int, pad: int, unit: float) -> None:
    label = words("overlay.hold")
    figures, widest = (f"{words.number(seconds, 1)} s" for seconds in (holding_s, 88.8))
    # As wide as its figures may grow, so that it does not twitch with each tenth of a second.
    label_width = _width(label, 0.55 * unit) + px(10, unit)
    width = label_width + max(_width(widest, 0.9 * unit), _width(figures, 0.9 * unit)) + 2 * pad
    panel(canvas, left, top, width, px(42, unit), unit, colour=GREEN, opacity=0.85)
    _text(canvas, label, left + pad, top + px(30, unit), 0.55 * unit, WHITE)
    _text(canvas, figures, left + pad + label_width, top + px(30, unit), 0.9 * unit, WHITE)


def _draw_message(canvas: Image, message: str, left: int, top: int, pad: int, unit: float) -> None:
    scale = _fitting_scale(message, 0.65 * unit, canvas.shape[1] - px(90, unit) - 2 * pad)
    panel(canvas, left, top, _width(message, scale) + 2 * pad, px(42, unit), unit)
    _text(canvas, message, left + pad, top + px(28, unit), scale, WHITE)


def _draw_gauge(canvas: Image, overlay: Overlay, unit: float) -> None:
    panel_width, bar_width = px(44, unit), px(16, unit)
    panel_height = round(0.5 * canvas.shape[0])
    left, top = canvas.shape[1] - px(14, unit) - panel_width, px(14, unit)
    panel(canvas, left, top, panel_width, panel_height, unit)
    bar_left, bar_top, bar_bottom = left + (panel_width - bar_width) // 2, top + px(14, unit), top + panel_height - px(14, unit)
    _rounded(canvas, bar_left, bar_top, bar_width, bar_bottom - bar_top, (88, 80, 74))
    if overlay.gauge is not None:
        level = round(min(1.0, max(0.0, overlay.gauge)) * (bar_bottom - bar_top))
        # Never shorter than its round end, so that rest shows as a dot and not as nothing.
        level = max(level, bar_width)
        colour = GREEN if overlay.holding_s is not None else SKY_BLUE
        _rounded(canvas, bar_left, bar_bottom - level, bar_width, level, colour)
    for tick in (LEAVE, ARRIVE):
        y = round(bar_bottom - tick * (bar_bottom - bar_top))
        cv2.line(canvas, (bar_left - px(7, unit), y), (bar_left + bar_width + px(7, unit), y), WHITE, px(1.5, unit), cv2.LINE_AA)


def panel(canvas: Image, left: int, top: int, width: int, height: int, unit: float, colour: _Colour = DARK, opacity: float = _PANEL_OPACITY) -> None:
    """Darken a box with round corners, so that light text reads on any picture."""
    region = canvas[top : top + height, left : left + width]
    if region.size == 0:
        return
    filled = region.copy()
    radius = min(px(10, unit), region.shape[0] // 2, region.shape[1] // 2)
    right, bottom = region.shape[1] - 1 - radius, region.shape[0] - 1 - radius
    cv2.rectangle(filled, (radius, 0), (right, region.shape[0]), colour, cv2.FILLED)
    cv2.rectangle(filled, (0, radius), (region.shape[1], bottom), colour, cv2.FILLED)
    for corner in ((radius, radius), (right, radius), (radius, bottom), (right, bottom)):
        cv2.circle(filled, corner, radius, colour, cv2.FILLED, cv2.LINE_AA)
    region[:] = cv2.addWeighted(filled, opacity, region, 1 - opacity, 0)


def _rounded(canvas: Image, left: int, top: int, width: int, height: int, colour: _Colour) -> None:
    """Fill an upright bar with round ends."""
    middle, radius = left + width // 2, width // 2
    cv2.line(canvas, (middle, top + radius), (middle, top + height - radius), colour, max(1, 2 * radius), cv2.LINE_AA)


def _text(canvas: Image, text: str, left: int, baseline: int, scale: float, colour: _Colour, weight: int = _REGULAR) -> None:
    cv2.putText(canvas, text, (left, baseline), FONT, scale, colour, weight, cv2.LINE_AA)


def _width(text: str, scale: float, weight: int = _REGULAR) -> int:
    return cv2.getTextSize(text, FONT, scale, weight)[0][0]


def _fitting_scale(text: str, scale: float, room_px: int) -> float:
    width = _width(text, scale)
    return scale if width <= room_px else scale * max(room_px, 1) / width


def px(length: float, unit: float) -> int:
    """A length of the design in whole pixels, at least one."""
    return max(1, round(length * unit))
