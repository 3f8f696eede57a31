"""Finds the feet of one source and follows them from frame to frame: by the body where one is seen, else by a search over the picture."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from footcv.feet.assignment import SAME_FOOT, Place, assigned, same_foot
from footcv.feet.box import FootBox
from footcv.feet.follow import CONFIRMED_S, Crop, Follow, crop_about
from footcv.feet.foot import PRESENT, SIDES, Foot
from footcv.feet.glance import changed, glance
from footcv.feet.landmarks import CROP_IN_BOXES, CROP_IN_FEET, FootReading, read_feet
from footcv.feet.legs import LegKeeper, other_sides, side_by_side
from footcv.feet.search import Find, find_feet
from footcv.feet.size import SEEN, SMALLEST_FOOT_PX, foot_of_body
from footcv.pose.landmarks import Landmark, Pose
from footcv.pose.sides import with_legs_exchanged
from footcv.video.frame import Frame

# No movement here needs more than 30 pictures a second; feet that a body leads to are followed by it in between.
SHORTEST_STEP_S = 1 / 32
BODY_STEP_S = 1 / 16
# Times are rounded: a frame this much early is on time.
ROUNDING_S = 2e-3
# A foot that was found (foot.py) and that no body leads to stays while the network is a little sure: lifted past the other leg, rendered ones fall to 0.2.
STAYS = 0.2
# It is gone when it has not been seen for so long.
LOST_S = 0.4
# A foot followed further than this, in its lengths, from where the body puts it may be another's.
OFF_FEET = 0.4
# A foot of which the network is less sure than this is looked at in a crop so much wider.
DOUBTED = 0.9
WIDER = 1.4
# A foot that is not where the body puts it is looked for about there, this often, in crops so far apart and so large, in foot lengths.
LOOK_EVERY_S = 0.3
LOOK_APART_FEET = 0.9
LOOK_SIZES = (1.6, 2.6)
# Without a body the picture is searched this often; each search in vain doubles the pause, up to the longer ones with no foot and with one.
SEARCH_EVERY_S, SEARCH_NONE_S, SEARCH_ONE_S = 0.3, 1.2, 10.0
# Meanwhile, where no foot is followed, what has changed since is searched this often: a foot that enters. Where more changes, the camera moves.
STIRRED_EVERY_S, MOST_STIRRED = 0.5, 0.5
# As many feet and likely feet are followed at once.
MOST_LOOSE = 4
BODY_MARKS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
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


class FootFollower:
    """The feet of one source; frames come in the order of their times. `pose` is the last one it was given, its legs exchanged where the feet know better."""

    def __init__(self, boxes: tuple[FootBox, ...] = (), step_s: float = SHORTEST_STEP_S, body_step_s: float = BODY_STEP_S) -> None:
        self._boxes = boxes
        self._step_s, self._body_step_s = step_s, body_step_s
        self._feet: dict[str, Follow] = {}
        self._loose: list[Follow] = []
        self._hidden: list[Follow] = []
        self._bodies: deque[tuple[float, bool]] = deque()
        self._last_t = self._searched_t = -np.inf
        self._led_t: float | None = None
        self._began_t: float | None = None
        self._body_since = np.inf
        self._pause_s = SEARCH_EVERY_S
        self._glance: tuple[float, NDArray[np.float32]] | None = None
        self._looked = dict.fromkeys(SIDES, -np.inf)
        self._legs = LegKeeper()
        self._given: Pose | None = None
        self._are_exchanged = False
        self.pose: Pose | None = None
        self._tracks = 0
        self._seen: list[Foot] = []

    def update(self, frame: Frame, pose: Pose | None) -> list[Foot]:
        """The feet seen in this frame, at most one of each side; those seen last where that was `step_s` (led by a body, `body_step_s`) ago or less."""
        if pose is not self._given:
            self._given, self.pose = pose, pose if pose is None or self._boxes else self._as_followed(frame.t, pose)
        alone = self._boxes or any(frame.t - foot.seen <= LOST_S for foot in self._loose)
        if frame.t - self._last_t < (self._step_s if alone else self._body_step_s) - ROUNDING_S:
            return self._seen
        self._last_t = frame.t
        if self._boxes:
            self._seen = self._by_box(frame)
        else:
            believed = self._is_body(frame, pose)
            self._body_since = min(self._body_since, frame.t) if believed else np.inf
            believed = believed and not self._is_too_new(frame.t)
            self._seen = self._by_body(frame) if believed else []
            self._began_t = frame.t if self._began_t is None else self._began_t
            self._led_t = frame.t if self._seen else self._led_t
            unled_s = frame.t - self._began_t - NEVER_LED_S if self._led_t is None else frame.t - self._led_t - LED_ASTRAY_S
            # A body imagined in a picture of feet has no feet where it says, or not all; those that were followed are followed on.
            astray = bool(self._loose) or unled_s > 0
            if not believed or (astray and not self._seen) or any(self._is_left_out(frame.t, foot) for foot in self._loose):
                self._seen = self._by_itself(frame)
        return self._seen

    def _is_too_new(self, t: float) -> bool:
        """Whether the body has only just come to feet that were followed without it."""
        before = any(foot.sure and foot.since < self._body_since and t - foot.seen <= LOST_S for foot in self._loose)
        return before and t - self._body_since < HANDED_OVER_S

    def _is_left_out(self, t: float, loose: Follow) -> bool:
        surely = loose.sure and loose.sureness >= SURELY_SEEN and t - loose.seen <= LOST_S
        return surely and not any(_near(foot.reading, loose) for foot in self._seen)

    def _is_body(self, frame: Frame, pose: Pose | None) -> bool:
        height, width = frame.image.shape[:2]
        whole = pose is not None and bool(
            (pose.visibility[BODY_MARKS] >= SEEN).all() and (pose.image[BODY_MARKS] > 0).all() and (pose.image[BODY_MARKS] < (width, height)).all()
        )
        self._bodies.append((frame.t, whole))
        while self._bodies[0][0] < frame.t - BODY_MEMORY_S:
            self._bodies.popleft()
        return bool(np.mean([seen for _, seen in self._bodies]) >= BODY_SHARE)

    def _by_body(self, frame: Frame) -> list[Foot]:
        places = _body_places(self.pose) if self.pose is not None else {}
        # Side by side they are exchanged for the feet only: theirs are to be where they were, the knees' and hips' the body knows.
        places = other_sides(places) if self._are_exchanged and self.pose is self._given else places
        self._feet = {side: foot for side, foot in self._feet.items() if side in places and frame.t - foot.seen <= LOST_S and foot.found_by == "body"}
        followed = list(self._feet.values())
        # Where the body puts a foot that is not followed, or somewhere else than it is followed, is looked at too.
        due = [side for side, place in places.items() if side not in self._feet or (self._is_due(frame.t, side) and _is_off(self._feet[side], place))]
        seen = [reading for reading in _read_again(frame, followed) if reading is not None]
        readings = _apart(seen + _looked_closer(frame, read_feet(frame.image, [crop_about(*places[side]) for side in due])))
        last = _places(self._feet)
        there = assigned(readings, places, last)
        missing = [side for side in places if side not in there and self._is_due(frame.t, side)]
        if missing:
            about = [crop for side in missing for crop in _about(*places[side])]
            there = assigned(_apart(readings + _looked_closer(frame, _apart(read_feet(frame.image, about))[:2])), places, last)
        self._looked.update(dict.fromkeys([*due, *missing], frame.t))
        return [self._followed(frame.t, side, reading, "body") for side, reading in there.items()]

    def _as_followed(self, t: float, pose: Pose) -> Pose:
        """The pose with the legs that the feet have which are followed, until the body has insisted for long enough on others."""
        last = _places({side: foot for side, foot in self._feet.items() if t - foot.seen <= LOST_S and foot.found_by == "body"})
        if len(last) < 2 and (loose := [foot for foot in self._loose if foot.sure and self._last_t - foot.seen <= LOST_S][:2]):
            # Feet that were followed without a body a moment ago; of one alone its side is not sure enough.
            last = _places(_sided(loose)) if len(loose) == 2 else last
        together = side_by_side(pose, last)
        told = self._legs.update(t, _body_places(pose), last, together)
        if told == "insists":
            self._feet = other_sides(self._feet)
        self._are_exchanged = told == "exchanged"
        return with_legs_exchanged(pose) if self._are_exchanged and not together else pose

    def _is_due(self, t: float, side: str) -> bool:
        return t - self._looked[side] >= LOOK_EVERY_S

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
        sides = list(self._feet)
        readings = dict(zip(sides, _read_again(frame, [self._feet[side] for side in sides]), strict=True))
        there = {side: reading for side, reading in readings.items() if reading is not None}
        if len(there) == 2 and same_foot(there["left"], there["right"]):
            # Both crops are on one foot: it is that of the one that has moved less to get there.
            moved = {side: float(np.linalg.norm(reading.centre - self._feet[side].centre)) for side, reading in there.items()}
            del there[max(moved, key=lambda side: moved[side])]
        return [self._followed(frame.t, side, reading, "box") for side, reading in there.items()]

    def _by_itself(self, frame: Frame) -> list[Foot]:
        """Follow the feet that were found, search for more, and give each its side."""
        for follow in self._feet.values():
            self._tracks += 1
            self._loose.append(replace(follow, track=self._tracks))
        self._feet = {}
        readings = _read_again(frame, self._loose)
        kept: list[tuple[Follow, FootReading]] = []
        found = [(self._shown(follow, reading), reading) for follow, reading in zip(self._loose, readings, strict=True) if reading is not None]
        # Where one foot hides another both are read from it: it is that of the one that has changed less to get there.
        for follow, reading in sorted(found, key=lambda pair: pair[0].change(pair[1])):
            if not any(follow is other or same_foot(reading, read) for other, read in kept):
                follow.prove(frame, reading)
                follow.update(frame.t, reading)
                kept.append((follow, reading))
        self._loose += [follow for follow, _ in kept if follow not in self._loose]
        self._hidden = _hidden([*self._hidden, *(follow for follow in self._loose if follow.sure and follow not in self._hidden)], kept)
        self._loose = [follow for follow in self._loose if frame.t - follow.seen <= LOST_S and (follow.seen < frame.t or any(follow is k for k, _ in kept))]
        known = sum(follow.sure for follow, _ in kept)
        if known < 2 and len(kept) < MOST_LOOSE and frame.t - self._searched_t >= min(self._pause_s, SEARCH_ONE_S if self._loose else SEARCH_NONE_S):
            self._search(frame)
        elif not self._loose:
            self._search_stirred(frame)
        elif known == 2:
            self._pause_s = SEARCH_EVERY_S
        seen = dict(kept)
        lasting = sorted([follow for follow in seen if frame.t - follow.since >= CONFIRMED_S], key=lambda follow: not follow.sure)[:2]
        return [Foot(frame.t, side, seen[follow], follow.found_by, follow.track, follow.sure) for side, follow in _sided(lasting).items()]

    def _shown(self, follow: Follow, reading: FootReading) -> Follow:
        """Whose foot was read where `follow` is followed: its own, or the one behind it, that has come to light again where it was hidden."""
        behind = min(self._hidden, key=lambda hidden: hidden.change(reading), default=follow)
        if behind.change(reading) >= follow.change(reading):
            return follow
        # The other one is not far, and is looked for at once.
        self._pause_s = SEARCH_EVERY_S
        return behind

    def _search(self, frame: Frame) -> None:
        """Look for feet that are not followed yet, over the whole picture."""
        self._searched_t = frame.t
        self._glance = frame.t, _whole_glance(frame)
        known_px = next((follow.extent_px for follow in self._loose if follow.sure), None)
        new = self._follow_new(frame, find_feet(frame.image, beside_px=known_px))
        self._pause_s = SEARCH_EVERY_S if new else 2 * self._pause_s

    def _search_stirred(self, frame: Frame) -> None:
        if self._glance is None or frame.t - self._glance[0] < STIRRED_EVERY_S:
            return
        now = _whole_glance(frame)
        stirred = changed(self._glance[1], now)
        self._glance = frame.t, now
        if 0 < stirred.mean() <= MOST_STIRRED:
            self._follow_new(frame, find_feet(frame.image, stirred))

    def _follow_new(self, frame: Frame, finds: list[Find]) -> list[Find]:
        new = [find for find in finds if not any(_near(find.reading, follow) for follow in self._loose)][: MOST_LOOSE - len(self._loose)]
        for find in new:
            behind = next((follow for follow in self._hidden if _near(find.reading, follow)), None)
            if behind is not None:
                behind.update(frame.t, find.reading)
                self._hidden.remove(behind)
                self._loose.append(behind)
                continue
            self._tracks += 1
            self._loose.append(Follow(find.reading.centre, find.reading.extent_px, frame.t, frame.t, "search", self._tracks, sure=find.sure))
        return new


def _whole_glance(frame: Frame) -> NDArray[np.float32]:
    height, width = frame.image.shape[:2]
    return glance(frame.image, width / 2, height / 2, max(width, height) + 1)


def _sided(feet: Sequence[Follow]) -> dict[str, Follow]:
    """The feet by side: by their shape, seen so far; two feet are a left and a right one."""
    if len(feet) == 1:
        return {"right" if feet[0].right > 0 else "left": feet[0]}
    return dict(zip(SIDES, sorted(feet, key=attrgetter("right")), strict=False))


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


def _read_again(frame: Frame, feet: Sequence[Follow]) -> list[FootReading | None]:
    """A reading of each foot that is followed, None where it is not seen.

    One that is doubted is looked at in a wider crop too, now and then: a crop that has shrunk to the toes or the heel gets stuck there. A foot that seems to
    have shrunk at once is read from a wider crop, or not at all.
    """
    readings: list[FootReading | None] = []
    for foot, reading in zip(feet, read_feet(frame.image, [foot.crop() for foot in feet]), strict=True):
        seen = [reading] if foot.is_whole(reading) else []
        if not seen or (reading.sureness < DOUBTED and frame.t - foot.doubted >= LOOK_EVERY_S):
            foot.doubted = frame.t
            wider = _looked_closer(frame, read_feet(frame.image, [crop_about(foot.centre, WIDER * foot.extent_px)]))
            seen += wider if seen else [again for again in wider if foot.is_whole(again)]
        best = max(seen, key=attrgetter("sureness"), default=None)
        readings.append(best if best is not None and best.present >= (PRESENT if foot.is_led else STAYS) else None)
    return readings


def _looked_closer(frame: Frame, readings: Sequence[FootReading]) -> list[FootReading]:
    """The feet among first looks, looked at again where they are now known to lie."""
    likely = [_closer(reading) for reading in readings if reading.present >= PRESENT]
    return [again for again in read_feet(frame.image, likely) if again.present >= PRESENT]


def _apart(readings: Sequence[FootReading]) -> list[FootReading]:
    """The surest reading of each foot."""
    kept: list[FootReading] = []
    for reading in sorted(readings, key=attrgetter("sureness"), reverse=True):
        if not any(same_foot(reading, other) for other in kept):
            kept.append(reading)
    return kept


def _closer(reading: FootReading) -> Crop:
    return crop_about(reading.centre, max(reading.extent_px, SMALLEST_FOOT_PX))


def _hidden(feet: Sequence[Follow], seen: Sequence[tuple[Follow, FootReading]]) -> list[Follow]:
    """The feet that another one may hide, of those that were followed: not seen themselves, and one that is seen no further away than they are long."""
    out_of_sight = [foot for foot in feet if not any(foot is other for other, _ in seen)]
    return [foot for foot in out_of_sight if any(np.linalg.norm(reading.centre - foot.centre) < foot.extent_px for _, reading in seen)]


def _near(reading: FootReading, follow: Follow) -> bool:
    return bool(np.linalg.norm(reading.centre - follow.centre) < SAME_FOOT * max(reading.extent_px, follow.extent_px))
