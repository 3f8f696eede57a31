"""Finds the feet of one source and follows them from frame to frame: by the body where one is seen, else by a search over the picture."""

from collections import deque
from collections.abc import Mapping, Sequence
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from footcv.feet.assignment import Place, assigned, same_foot
from footcv.feet.box import FootBox
from footcv.feet.follow import LOST_S, Crop, Follow, crop_about
from footcv.feet.foot import SIDES, Foot
from footcv.feet.landmarks import CROP_IN_BOXES, CROP_IN_FEET, READ_WELL, FootReading, read_feet
from footcv.feet.legs import LegKeeper, hips_across, other_sides, side_by_side
from footcv.feet.looks import LOOK_EVERY_S, looked_closer, read_again
from footcv.feet.loose import LooseFeet, is_near, sided
from footcv.feet.size import SEEN, TRUNK_ENDS, foot_of_body, trunk_px
from footcv.pose.landmarks import Pose
from footcv.pose.sides import with_legs_exchanged
from footcv.video.frame import ROUNDING_S, Frame

# No movement here needs more than 30 pictures a second; feet that a body leads to are followed by it in between.
SHORTEST_STEP_S = 1 / 32
BODY_STEP_S = 1 / 16
# A foot followed further than this, in its lengths, from where the body puts it may be another's.
OFF_FEET = 0.4
# A foot that is not where the body puts it, as the other one is, is looked for about there this often, in crops so far apart and so large, in foot lengths.
ABOUT_EVERY_S = 1.0
LOOK_APART_FEET = 0.9
LOOK_SIZES = (1.6, 2.6)
# A foot looks at least this much as long as the other one: the body's landmarks of a leg that is raised may shrink to half of it.
OTHER_FOOT_SHARE = 0.7
# A body is believed when it was seen in most of the last moments.
BODY_MEMORY_S = 1.0
BODY_SHARE = 0.6
# A body that has led to no foot for so long may be imagined, and one that never has sooner, after two looks about its legs' ends: feet are searched for
# without it.
LED_ASTRAY_S, NEVER_LED_S = 1.5, 0.35
# A body imagined in a picture of legs comes and goes: feet that were followed before it was seen are handed over to it once it has stayed for so long.
HANDED_OVER_S = 5.0
# A body that does not lead to a foot that is followed without it, and seen this surely, is imagined.
SURELY_SEEN = 0.7
# And so is one whose trunk is shorter than this share of a foot: that of somebody who lies with the feet towards the camera shows down to 0.8 of one for a
# moment, in most pictures of feet alone 0.4 to 0.6.
SHORT_TRUNK = 0.7


class FootFollower:
    """The feet of one source; frames come in the order of their times. `pose` is the last one it was given, its legs exchanged where the feet know better."""

    def __init__(self, boxes: tuple[FootBox, ...] = (), step_s: float = SHORTEST_STEP_S, body_step_s: float = BODY_STEP_S) -> None:
        self._boxes = boxes
        self._step_s, self._body_step_s = step_s, body_step_s
        self._feet: dict[str, Follow] = {}
        self._loose = LooseFeet()
        self._bodies: deque[tuple[float, bool]] = deque()
        self._last_t = -np.inf
        self._led_t: float | None = None
        self._began_t: float | None = None
        self._body_since = np.inf
        self._looked = dict.fromkeys(SIDES, -np.inf)
        self._legs = LegKeeper()
        self._given: Pose | None = None
        self._are_exchanged = False
        self.pose: Pose | None = None
        self._seen: list[Foot] = []

    def expect(self, foot: Foot) -> None:
        """Look for a foot from the start on where it is known to come to light, if no body leads to it."""
        self._loose.expect(foot)

    def update(self, frame: Frame, pose: Pose | None) -> list[Foot]:
        """The feet seen in this frame, at most one of each side; those seen last where that was `step_s` (led by a body, `body_step_s`) ago or less."""
        if pose is not self._given:
            self._given, self.pose = pose, pose if pose is None or self._boxes else self._as_followed(frame.t, pose)
        alone = self._boxes or self._loose.seen_lately(frame.t)
        if frame.t - self._last_t < (self._step_s if alone else self._body_step_s) - ROUNDING_S:
            return self._seen
        self._last_t = frame.t
        if self._boxes:
            self._seen = self._by_box(frame)
        else:
            believed = self._is_body(frame, pose) and not self._is_squeezed(frame.t, pose)
            self._body_since = min(self._body_since, frame.t) if believed else np.inf
            believed = believed and not self._is_too_new(frame.t)
            self._seen = self._by_body(frame) if believed else []
            self._began_t = frame.t if self._began_t is None else self._began_t
            self._led_t = frame.t if self._seen else self._led_t
            unled_s = frame.t - self._began_t - NEVER_LED_S if self._led_t is None else frame.t - self._led_t - LED_ASTRAY_S
            # A body imagined in a picture of feet has no feet where it says, or not all; those that were followed are followed on.
            astray = bool(self._loose.feet) or unled_s > 0
            if not believed or (astray and not self._seen) or any(self._is_left_out(foot) for foot in self._loose.seen_lately(frame.t)):
                self._loose.take_over(self._feet.values())
                self._feet = {}
                self._seen = self._loose.update(frame)
            elif pose is not None and self._feet and max(foot.sureness for foot in self._feet.values()) < SURELY_SEEN:
                self._loose.search_larger(frame, trunk_px(pose) / SHORT_TRUNK)
        return self._seen

    def _is_too_new(self, t: float) -> bool:
        """Whether the body has only just come to feet that were followed without it."""
        before = any(foot.sure and foot.since < self._body_since for foot in self._loose.seen_lately(t))
        return before and t - self._body_since < HANDED_OVER_S

    def _is_squeezed(self, t: float, pose: Pose | None) -> bool:
        """Whether a foot that is followed is too large for the body."""
        feet = [foot.usual_px for foot in [*self._feet.values(), *self._loose.seen_lately(t)] if foot.sure]
        return pose is not None and trunk_px(pose) < SHORT_TRUNK * max(feet, default=0.0)

    def _is_left_out(self, loose: Follow) -> bool:
        return loose.sure and loose.sureness >= SURELY_SEEN and not any(is_near(foot.reading, loose) for foot in self._seen)

    def _is_body(self, frame: Frame, pose: Pose | None) -> bool:
        height, width = frame.image.shape[:2]
        whole = pose is not None and bool(
            (pose.visibility[TRUNK_ENDS] >= SEEN).all() and (pose.image[TRUNK_ENDS] > 0).all() and (pose.image[TRUNK_ENDS] < (width, height)).all()
        )
        self._bodies.append((frame.t, whole))
        while self._bodies[0][0] < frame.t - BODY_MEMORY_S:
            self._bodies.popleft()
        return bool(np.mean([seen for _, seen in self._bodies]) >= BODY_SHARE)

    def _followed_on(self, frame: Frame) -> list[Foot]:
        """The feet of a body that is not seen for a moment: they are where they were, or about there."""
        self._feet = {side: foot for side, foot in self._feet.items() if frame.t - foot.seen <= LOST_S}
        return self._where_they_were(frame, "body")

    def _by_body(self, frame: Frame) -> list[Foot]:
        if self.pose is None:
            return self._followed_on(frame)
        places = _body_places(self.pose)
        # Side by side they are exchanged for the feet only: theirs are to be where they were, the knees' and hips' the body knows.
        places = other_sides(places) if self._are_exchanged and self.pose is self._given else places
        self._feet = {side: foot for side, foot in self._feet.items() if side in places and frame.t - foot.seen <= LOST_S and foot.found_by == "body"}
        followed = list(self._feet.values())
        # Where the body puts a foot that is not followed, or somewhere else than it is followed, is looked at too.
        off = [side for side, foot in self._feet.items() if self._is_due(frame.t, side, LOOK_EVERY_S) and _is_off(foot, places[side])]
        usual_px = max((foot.usual_px for foot in followed), default=0.0)
        places = {side: (centre, max(size, OTHER_FOOT_SHARE * usual_px)) for side, (centre, size) in places.items()}
        due = [side for side in places if side not in self._feet or side in off]
        seen = [reading for reading in read_again(frame, followed) if reading is not None]
        readings = _apart(seen + looked_closer(frame, read_feet(frame.image, [crop_about(*places[side]) for side in due], mirrored_below=READ_WELL)))
        last = _places(self._feet)
        there = assigned(readings, places, last)
        # A body that leads to neither foot may be imagined: about its legs' ends is looked once.
        missing = [side for side in places if side not in there and self._is_due(frame.t, side, ABOUT_EVERY_S if there else np.inf)]
        if missing:
            about = [crop for side in missing for crop in _about(*places[side])]
            there = assigned(_apart(readings + looked_closer(frame, _apart(read_feet(frame.image, about))[:2])), places, last)
        self._looked.update(dict.fromkeys([*off, *missing], frame.t))
        return [self._followed(frame.t, side, reading, "body") for side, reading in there.items()]

    def _as_followed(self, t: float, pose: Pose) -> Pose:
        """The pose with the legs that the feet have which are followed, until the body has insisted for long enough on others."""
        last = _places({side: foot for side, foot in self._feet.items() if t - foot.seen <= LOST_S and foot.found_by == "body"})
        if len(last) < 2 and (loose := [foot for foot in self._loose.seen_lately(self._last_t) if foot.sure][:2]):
            # Feet that were followed without a body a moment ago; of one alone its side is not sure enough.
            last = _places(sided(loose)) if len(loose) == 2 else last
        together = side_by_side(pose, last)
        told = self._legs.update(t, _body_places(pose), last, together, hips_across(pose))
        if told == "insists":
            self._feet = other_sides(self._feet)
        self._are_exchanged = told == "exchanged"
        return with_legs_exchanged(pose) if self._are_exchanged and not together else pose

    def _is_due(self, t: float, side: str, every_s: float) -> bool:
        return t - self._looked[side] >= every_s

    def _followed(self, t: float, side: str, reading: FootReading, found_by: str) -> Foot:
        follow = self._feet.setdefault(side, Follow(reading.centre, reading.extent_px, t, t, found_by))
        follow.update(t, reading)
        return Foot(t, side, reading, follow.found_by)

    def _by_box(self, frame: Frame) -> list[Foot]:
        for box in self._boxes:
            if box.side not in self._feet:
                centre = np.array([box.x + box.width / 2, box.y + box.height / 2])
                extent = CROP_IN_BOXES / CROP_IN_FEET * max(box.width, box.height)
                self._feet[box.side] = Follow(centre, extent, frame.t, frame.t, "box")
        return self._where_they_were(frame, "box")

    def _where_they_were(self, frame: Frame, found_by: str) -> list[Foot]:
        """The feet that are followed, each read about where it was."""
        readings = zip(self._feet, read_again(frame, list(self._feet.values())), strict=True)
        there = {side: reading for side, reading in readings if reading is not None}
        if len(there) == 2 and same_foot(there["left"], there["right"]):
            # Both crops are on one foot: it is that of the one that has moved less to get there.
            moved = {side: float(np.linalg.norm(reading.centre - self._feet[side].centre)) for side, reading in there.items()}
            del there[max(moved, key=lambda side: moved[side])]
        return [self._followed(frame.t, side, reading, found_by) for side, reading in there.items()]


def _places(feet: Mapping[str, Follow]) -> dict[str, Place]:
    return {side: (foot.centre, foot.extent_px) for side, foot in feet.items()}


def _body_places(pose: Pose) -> dict[str, Place]:
    return {side: place for side in SIDES if (place := _body_place(pose, side)) is not None}


def _body_place(pose: Pose, side: str) -> Place | None:
    """Where the body's landmarks put a foot: its middle and its length, px."""
    found = foot_of_body(pose, side)
    if found is None:
        return None
    (ankle, heel, toe), size = found
    return (ankle + heel + 2 * toe) / 4, size


def _is_off(foot: Follow, place: Place) -> bool:
    """Whether a foot is followed somewhere else than where the body puts it."""
    return bool(np.linalg.norm(foot.centre - place[0]) > OFF_FEET * place[1])


def _about(centre: NDArray[np.float64], size: float) -> list[Crop]:
    """Crops round where a body's leg ends."""
    steps = LOOK_APART_FEET * size * np.array([-1, 0, 1])
    return [(float(centre[0] + dx), float(centre[1] + dy), feet * size) for dx in steps for dy in steps for feet in LOOK_SIZES]


def _apart(readings: Sequence[FootReading]) -> list[FootReading]:
    """The surest reading of each foot."""
    kept: list[FootReading] = []
    for reading in sorted(readings, key=attrgetter("sureness"), reverse=True):
        if not any(same_foot(reading, other) for other in kept):
            kept.append(reading)
    return kept
