"""What was seen of a source, frame by frame, and what it comes to. Pure: values in, values out."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from footcv.exercises.exercise import Exercise
from footcv.feet.cutter import OWN, Patch
from footcv.feet.foot import SIDES, Foot
from footcv.measure import LEAST_FEET, LEAST_MEASURABLE, is_nobody, measure
from footcv.measured import Measured
from footcv.pose.landmarks import Pose
from footcv.rows import Put, Rows, as_it_is
from footcv.signals.appearance import Images, Patches
from footcv.signals.track import Track, measurable, track
from footcv.told_feet import MADE_OUT, ToldFeet
from footcv.watched_rows import FOOT, IMAGE, PATCH, PIECE, POSE, foot_of, patch_of, pose_of, row_of_foot, row_of_patch, row_of_pose, sure_points

# Without a body there is nothing else than feet that are hardly made out, and what is about there moves as they do: of shod feet that are held up the picture
# counts turns from 0.28 on.
MADE_OUT_ALONE = 0.2

T = TypeVar("T")
Feet = Sequence[Sequence[Foot]]


class Told(Sequence[T]):
    """A sequence whose items are made when they are asked for; one that is asked for again at once is the same."""

    def __init__(self, length: int, item: Callable[[int], T]) -> None:
        self._length, self._item = length, item

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[T]: ...
    def __getitem__(self, number: int | slice) -> T | Sequence[T]:
        if isinstance(number, slice):
            return [self._item(i) for i in range(*number.indices(self._length))]
        if not -self._length <= number < self._length:
            raise IndexError(number)
        return self._item(number % self._length)


class Watched:
    """For each frame of a picture of `size_px` (width, height) its time, and pose and feet as seen then or last; and the feet's pictures.

    All of it are numbers in rows, of each pose and each foot once however often it is told again; `put` says where those of a long recording are to lie.
    `times` (N,) s; `pose` (N,) the number of each frame's pose in `pose_rows`, -1 where there is none; `counts` (N,) how many feet it has, and
    `foot` (M,) their numbers in `foot_rows`; `patch_rows` and `image_rows` the pictures.
    """

    def __init__(self, size_px: tuple[int, int], put: Put = as_it_is) -> None:
        self.size_px = size_px
        self.times, self.pose, self.counts, self.foot = array("d"), array("i"), array("i"), array("i")
        self.pose_rows, self.foot_rows, self.patch_rows, self.image_rows = (Rows(kind, put) for kind in (POSE, FOOT, PATCH, IMAGE))
        # What the last frame told: it may be told again.
        self._pose: Pose | None = None
        self._feet: list[tuple[Foot, int]] = []

    def add(self, t: float, pose: Pose | None, feet: Sequence[Foot], patches: Sequence[Patch]) -> None:
        if pose is not None and pose is not self._pose:
            self.pose_rows.append(row_of_pose(pose))
            self._pose = pose
        before, self._feet = self._feet, []
        for foot in feet:
            number = next((known for other, known in before if other is foot), len(self.foot_rows))
            if number == len(self.foot_rows):
                self.foot_rows.append(row_of_foot(foot))
            self._feet.append((foot, number))
        for patch in patches:
            self.patch_rows.append(row_of_patch(patch))
            self.image_rows.append(patch.image)
        self.times.append(t)
        self.pose.append(-1 if pose is None else len(self.pose_rows) - 1)
        self.counts.append(len(feet))
        self.foot.extend(number for _, number in self._feet)

    def since(self, t: float) -> "Watched":
        """What was seen from `t` on; a copy."""
        first = int(np.searchsorted(self.times, t))
        part = Watched(self.size_px)
        part.times, part.counts = self.times[first:], self.counts[first:]
        part.pose, part.pose_rows = _part(self.pose[first:], self.pose_rows)
        part.foot, part.foot_rows = _part(self.foot[sum(self.counts[:first]) :], self.foot_rows)
        from_patch = int(np.searchsorted(self.patch_rows.read(field="t"), t))
        part.patch_rows, part.image_rows = self.patch_rows.since(from_patch), self.image_rows.since(from_patch)
        return part

    @property
    def poses(self) -> Sequence[Pose | None]:
        """The pose of each frame."""
        known = _once(lambda number: pose_of(self.pose_rows[number]))
        return Told(len(self.pose), lambda i: known(self.pose[i]) if self.pose[i] >= 0 else None)

    @property
    def feet(self) -> Feet:
        """The feet of each frame, as they were told."""
        return self.feet_with(None)

    def feet_with(self, sides: Mapping[int, str] | None) -> Feet:
        """The feet of each frame, those of a track with the side they have by `sides`, or not at all where that does not name it."""
        ends = np.cumsum(self.counts, dtype=np.intp)
        known = _once(lambda number: foot_of(self.foot_rows[number]), 4)

        def of_frame(i: int) -> list[Foot]:
            feet = [known(number) for number in self.foot[ends[i] - self.counts[i] : ends[i]]]
            if sides is None:
                return feet
            return [replace(foot, side=sides[foot.track]) if foot.track else foot for foot in feet if not foot.track or foot.track in sides]

        return Told(len(self.counts), of_frame)

    @property
    def patches(self) -> Sequence[Patch]:
        """The feet's pictures, in the order of their times."""
        return Told(len(self.patch_rows), lambda i: patch_of(self.patch_rows[i], self.image_rows[i]))


def _once(make: Callable[[int], T], most: int = 1) -> Callable[[int], T]:
    """`make`, that makes the last few things once."""
    made: dict[int, T] = {}

    def again(number: int) -> T:
        if number not in made:
            while len(made) >= most:
                del made[next(iter(made))]
            made[number] = make(number)
        return made[number]

    return again


def _part(numbers: "array[int]", rows: Rows) -> tuple["array[int]", Rows]:
    """`numbers` of rows, and those rows from the first of them on, by their new numbers; -1 is none."""
    first = min((number for number in numbers if number >= 0), default=len(rows))
    return array("i", [number - first if number >= 0 else -1 for number in numbers]), rows.since(first)


@dataclass(frozen=True)
class Seen:
    """What it comes to: the body and its feet over time, the pictures of the feet, as the body places them, if there is one, and as their own landmarks do, and
    how sure their bare toes are seen, by side; for each frame the body's pose, if it is one, and its feet with the sides they have in the end."""

    body: Track
    pictures: Mapping[str, Patches]
    own_pictures: Mapping[str, Patches]
    toes: Mapping[str, float]
    poses: Sequence[Pose | None]
    feet: Feet

    @property
    def share(self) -> float:
        """The share of the time in which somebody, or a foot, can be measured, in [0, 1]."""
        return float(measurable(self.body).mean()) if len(self.body.t) else 0.0

    @property
    def is_enough(self) -> bool:
        """Whether that is enough to measure anything."""
        return self.share >= (LEAST_MEASURABLE if self.body.has_body else LEAST_FEET)

    def measured(self, exercise: Exercise) -> Measured:
        return measure(self.body, self.pictures, exercise, self.toes, self.own_pictures)


def understood(watched: Watched, *, boxed: bool = False) -> Seen:
    """What all that was watched comes to; `boxed` feet are measured without a body, as are those of which MediaPipe imagines one."""
    told = watched.times, watched.counts, watched.foot, watched.foot_rows
    feet = ToldFeet(*told)
    body = _body(watched, _own_points(watched.foot_rows, feet))
    alone = boxed or is_nobody(body)
    if alone:
        if body.has_body and not boxed:
            # A body that is none does not know whose feet it has led to.
            feet = ToldFeet(*told, by_body=False)
        body = _body(watched, _own_points(watched.foot_rows, feet, MADE_OUT_ALONE), alone=True)
    elif elsewhere := feet.elsewhere(watched.foot_rows, body):
        feet = ToldFeet(*told, without=elsewhere)
        body = _body(watched, _own_points(watched.foot_rows, feet))
    own_pictures = _pictures(watched, feet, alone=True)
    return Seen(
        body,
        own_pictures if alone else _pictures(watched, feet, alone=False),
        own_pictures,
        {side: float(np.median(feet.toes_seen[feet.side == k])) for k, side in enumerate(SIDES) if (feet.side == k).any()},
        [None] * len(watched.times) if alone else watched.poses,
        watched.feet_with(feet.sides),
    )


# By side the times (M,) s at which a foot was read, and its points with their depth (M, 8, 3).
OwnPoints = dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]


def _body(watched: Watched, own: OwnPoints, alone: bool = False) -> Track:
    """The body and its feet over time, by their `own` points; the feet `alone` where what was taken for a body is none.

    Such a body says nothing of how well feet were followed.
    """
    times, pose, rows = np.array(watched.times), np.array(watched.pose, np.intp), watched.pose_rows
    # What is told again between two looks is left out.
    seen_t = np.append(rows.read(field="t"), np.nan)[pose]
    looks = np.flatnonzero((pose < 0) | (seen_t == times))
    known = (pose[looks] >= 0) & (not alone)
    images, visibilities = np.full((len(looks), 33, 2), np.nan, np.float32), np.zeros((len(looks), 33), np.float32)
    images[known], visibilities[known] = (rows.read(pose[looks][known], field) for field in ("image", "visibility"))
    return track(times[looks], images, visibilities, watched.size_px, own)


def _own_points(rows: Rows, feet: ToldFeet, least: float = MADE_OUT) -> OwnPoints:
    """By side the times (M,) at which a foot was read and its points with their depth (M, 8, 3), px and foot lengths.

    What is told again between two readings is left out, and so is a foot that is made out less surely than `least`.
    """
    found: OwnPoints = {}
    for k, side in enumerate(SIDES):
        chosen = feet.fresh & (feet.side == k)
        if not chosen.any() or np.median(feet.sureness[chosen]) < least:
            continue
        own = feet.number[chosen]
        points = np.empty((len(own), 8, 3))
        for start in range(0, len(own), PIECE):
            part = slice(start, start + PIECE)
            points[part] = sure_points(rows.read(own[part]))
        found[side] = rows.read(own, "t"), points
    return found


def _pictures(watched: Watched, feet: ToldFeet, alone: bool) -> dict[str, Patches]:
    """The feet's pictures by side: placed by the body, or of feet `alone` by their own landmarks; a track has the side that it was given in the end."""
    rows = watched.patch_rows.read()
    told = rows["side"].astype(np.intp)
    side = told.copy()
    for number, name in feet.sides.items():
        side[rows["track"] == number] = SIDES.index(name)
    side[np.isin(rows["track"], feet.without)] = -1
    led = rows["track"] == OWN
    side[led] = feet.sides_of(rows["t"][led], told[led])
    pictures = {}
    for k, name in enumerate(SIDES):
        chosen = (side == k) & ((rows["track"] != 0) == alone)
        # What was cut as the left foot and what was as the right one lie in different places, and do not go together.
        mostly = np.bincount(told[chosen & led], minlength=len(SIDES)).argmax()
        own = np.flatnonzero(chosen & ~(led & (told != mostly)))
        if len(own):
            pictures[name] = Patches(rows["t"][own], Images(watched.image_rows, own), rows["place"][own], rows["spell"][own])
    return pictures
