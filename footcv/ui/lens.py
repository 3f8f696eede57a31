"""What the instrument sees of the foot, drawn into a corner: the foot enlarged, with its points, and below it the signal of the last seconds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from footcv.counting.pulses import ARRIVE, LEAVE
from footcv.counting.rep import Rep
from footcv.feet.foot import Foot
from footcv.signals.filters import median_known
from footcv.signals.signal import Signal
from footcv.ui.overlay import DESIGN_PX, GREEN, SKY_BLUE, WHITE, Image, draw_foot, foot_points, panel, px

# The picture in the lens is this many times as wide as the foot, and follows it slowly, so that it is the foot that moves and not the picture.
FOOT_WIDTHS = 1.8
FOLLOW_S = 1.5
# The shares of the picture's shorter side that the lens and the trace below it take.
LENS, TRACE = 0.30, 0.10
# A foot that is not made larger by at least this much needs no lens.
LEAST_ZOOM = 1.15
TRACE_S = 8.0


@dataclass(frozen=True)
class Lens:
    """What to show at one moment: the middle `x_px`, `y_px` and the width of the piece of the picture, on which side of it the foot is, and of the signal
    the last seconds: `trace` (N, 2), time from 0 to 1 and share of the range, and the `spans` of time that belong to repetitions."""

    x_px: float
    y_px: float
    width_px: float
    left_of_middle: bool
    side: str
    trace: NDArray[np.float64]
    spans: tuple[tuple[float, float], ...]


def lens_places(feet: Sequence[Sequence[Foot]], sides: Sequence[str]) -> dict[float, tuple[str, float, float, float]]:
    """By the time (s) of each reading the side of the foot to enlarge, its slowly followed middle x, y and the width to show, px; of two feet the larger."""
    by_side = {side: {foot.t: foot for seen in feet for foot in seen if foot.side == side} for side in sides}
    by_side = {side: own for side, own in by_side.items() if own}
    if not by_side:
        return {}
    side, own = max(by_side.items(), key=lambda item: median_known(np.array([foot.reading.extent_px for foot in item[1].values()])))
    times = np.array(sorted(own))
    at = np.array([(*own[t].reading.centre, own[t].reading.extent_px) for t in times])
    places = {}
    for t in times:
        x, y, extent = np.median(at[np.abs(times - t) <= FOLLOW_S], axis=0)
        places[float(t)] = side, float(x), float(y), float(FOOT_WIDTHS * extent)
    return places


def lens_at(t: float, place: tuple[str, float, float, float], width_px: int, signals: Sequence[Signal], reps: Sequence[Rep]) -> Lens:
    """The lens at `t` s over a picture `width_px` wide."""
    side, x, y, width = place
    shown = next((signal for signal in signals if signal.side == side), signals[0] if signals else None)
    trace = np.zeros((0, 2))
    if shown is not None:
        recent = (shown.t > t - TRACE_S) & (shown.t <= t)
        trace = np.column_stack([(shown.t[recent] - t) / TRACE_S + 1, shown.shares[recent]])
    spans = tuple((max(0.0, (rep.start_s - t) / TRACE_S + 1), min(1.0, (rep.end_s - t) / TRACE_S + 1)) for rep in reps if t - TRACE_S < rep.end_s <= t)
    return Lens(x, y, width, x < width_px / 2, side, trace, spans)


def draw_lens(canvas: Image, image: Image, lens: Lens, feet: Sequence[Foot]) -> None:
    """Draw `lens` over `image` into the lower corner of `canvas` that the foot is not in; both (H, W, 3) BGR. A foot that is large already gets none."""
    height, width = canvas.shape[:2]
    short = min(height, width)
    size, below, unit = round(LENS * short), round(TRACE * short), short / DESIGN_PX
    if size < LEAST_ZOOM * lens.width_px:
        return
    margin = px(14, unit)
    left, top = (width - margin - size if lens.left_of_middle else margin), height - margin - size - below
    panel(canvas, left - px(4, unit), top - px(4, unit), size + 2 * px(4, unit), size + below + 2 * px(4, unit), unit)
    zoom = size / lens.width_px
    to_lens = np.array([[zoom, 0, size / 2 - zoom * lens.x_px], [0, zoom, size / 2 - zoom * lens.y_px]])
    enlarged = np.asarray(cv2.warpAffine(image, to_lens, (size, size), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8)
    for foot in feet:
        if foot.side == lens.side:
            moved = replace(foot, reading=replace(foot.reading, points=foot.reading.points @ to_lens[:, :2].T + to_lens[:, 2]))
            draw_foot(enlarged, foot_points(moved), foot.side, unit)
    canvas[top : top + size, left : left + size] = enlarged
    _draw_trace(canvas, lens, left, top + size + px(4, unit), size, below - px(4, unit), unit)


def _draw_trace(canvas: Image, lens: Lens, left: int, top: int, width: int, height: int, unit: float) -> None:
    def y_of(share: float) -> int:
        return round(top + height * (1.05 - float(np.clip(share, -0.1, 1.2))) / 1.2)

    for start, end in lens.spans:
        cv2.rectangle(canvas, (round(left + start * width), top), (round(left + end * width), top + height), GREEN, cv2.FILLED)
    for level in (LEAVE, ARRIVE):
        cv2.line(canvas, (left, y_of(level)), (left + width, y_of(level)), (120, 112, 104), 1, cv2.LINE_AA)
    points = np.array([(left + x * width, y_of(y)) for x, y in lens.trace]).round().astype(np.int32)
    if len(points) > 1:
        cv2.polylines(canvas, [points.reshape(-1, 1, 2)], False, WHITE, px(2, unit), cv2.LINE_AA)
        cv2.circle(canvas, (int(points[-1][0]), int(points[-1][1])), px(3.5, unit), SKY_BLUE, cv2.FILLED, cv2.LINE_AA)
