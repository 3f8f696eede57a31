"""The feet that no body leads to: found by a search over the whole picture, followed from frame to frame, and told apart where one hides the other."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from footcv.feet.assignment import SAME_FOOT, same_foot
from footcv.feet.follow import CONFIRMED_S, LOST_S, Follow
from footcv.feet.foot import SIDES, Foot
from footcv.feet.glance import changed, glance
from footcv.feet.landmarks import FootReading
from footcv.feet.looks import read_again, seen_again
from footcv.feet.search import Find, find_feet
from footcv.signals.filters import correlation
from footcv.video.frame import Frame

# Without a body the picture is searched this often; each search in vain doubles the pause, up to the longer ones with no foot and with one.
SEARCH_EVERY_S, SEARCH_NONE_S, SEARCH_ONE_S = 0.3, 1.2, 10.0
# After two feet have been followed for so long, one that is lost is searched for at once again; one that comes and goes is not worth it.
BOTH_S = 1.0
# Meanwhile, where no foot is followed, what has changed since is searched this often: a foot that enters. Where more changes, the camera moves.
STIRRED_EVERY_S, MOST_STIRRED = 0.5, 0.5
# Where more changes from one look to the next, and the pictures are no more alike than this (Pearson's r), the video was cut: at nine cuts of three real clips
# they are by up to 0.81; by 0.66 of somebody who walks up to a webcam, but a quarter of the picture changes; by 0.93 of a hand-held camera.
ALIKE = 0.85
# A foot that was lost is looked for about there for so long, and as long as another one may hide it: one that is lifted is put down again.
LOOKED_FOR_S = 10.0
# As many feet and likely feet are followed at once.
MOST_LOOSE = 4

# When the whole picture was looked at, s, and a glance at it.
Look = tuple[float, NDArray[np.float32]]


class LooseFeet:
    """The feet of one source that no body leads to, and what is likely to be one: `feet`, as they were followed last."""

    def __init__(self) -> None:
        self.feet: list[Follow] = []
        self._hidden: list[Follow] = []
        self._lost: list[Follow] = []
        self._tracks = 0
        self._searched_t = -np.inf
        self._both_since = np.inf
        self._pause_s = SEARCH_EVERY_S
        self._look: Look | None = None
        self._searched_look: Look | None = None

    def seen_lately(self, t: float) -> list[Follow]:
        """Those that are not lost at `t`."""
        return [foot for foot in self.feet if t - foot.seen <= LOST_S]

    def expect(self, foot: Foot) -> None:
        """Look for a foot from the start on about where it is known to come to light: one that was followed before under that number."""
        self._tracks = foot.track
        self._lost.append(Follow(foot.reading.centre, foot.reading.extent_px, -np.inf, foot.t, foot.found_by, foot.track))

    def take_over(self, led: Iterable[Follow]) -> None:
        """Follow on what a body has led to so far."""
        for follow in led:
            self._tracks += 1
            self.feet.append(replace(follow, track=self._tracks))

    def update(self, frame: Frame) -> list[Foot]:
        """Follow the feet that were found, search for more, and give each its side."""
        before, look = self._look, (frame.t, _whole_glance(frame))
        self._look = look
        if before is not None and _is_cut(before, look):
            self._begin_anew(frame)
        readings = read_again(frame, self.feet)
        kept: list[tuple[Follow, FootReading]] = []
        found = [(self._shown(follow, reading), reading) for follow, reading in zip(self.feet, readings, strict=True) if reading is not None]
        # Where one foot hides another both are read from it: it is that of the one that has changed less to get there.
        for follow, reading in sorted(found, key=lambda pair: pair[0].change(pair[1])):
            if not any(follow is other or _clash(follow, reading, other, read) for other, read in kept):
                follow.prove(frame, reading)
                follow.update(frame.t, reading)
                kept.append((follow, reading))
        self.feet += [follow for follow, _ in kept if follow not in self.feet]
        known_feet = [follow for follow in self.feet if follow.sure]
        self._hidden = _hidden(_out_of_sight([*self._hidden, *known_feet], kept), kept)
        self._lost = [foot for foot in _out_of_sight([*self._lost, *known_feet], kept) if foot in self._hidden or frame.t - foot.seen <= LOOKED_FOR_S]
        self.feet = [follow for follow in self.seen_lately(frame.t) if follow.seen < frame.t or any(follow is k for k, _ in kept)]
        kept += self._found_again(frame)
        known = sum(follow.sure for follow, _ in kept)
        if known < 2 and len(kept) < MOST_LOOSE and self._is_due(frame.t, SEARCH_ONE_S if self.feet else SEARCH_NONE_S):
            self._search(frame, look)
        elif not self.feet:
            self._search_stirred(frame, look)
        self._both_since = min(self._both_since, frame.t) if known == 2 else np.inf
        if frame.t - self._both_since >= BOTH_S:
            self._pause_s = SEARCH_EVERY_S
        seen = dict(kept)
        # Nobody has three: what has been seen least surely so far is a shadow, say.
        lasting = sorted([follow for follow in seen if frame.t - follow.since >= CONFIRMED_S], key=lambda follow: (not follow.sure, -follow.mean_sureness))[:2]
        return [Foot(frame.t, side, seen[follow], follow.found_by, follow.track, follow.sure) for side, follow in sided(lasting).items()]

    def _begin_anew(self, frame: Frame) -> None:
        """Nothing that is followed is surely a foot still, but what is surely found again; and what was lost is not there to be found."""
        for foot in self.feet:
            foot.sure = False
        self._hidden, self._lost = [], []
        self._searched(frame, find_feet(frame.image))

    def _shown(self, follow: Follow, reading: FootReading) -> Follow:
        """Whose foot was read where `follow` is followed: its own, or the one behind it, that has come to light again where it was hidden."""
        behind = min(self._hidden, key=lambda hidden: hidden.change(reading), default=follow)
        if behind.change(reading) >= follow.change(reading):
            return follow
        # The other one is not far, and is looked for at once.
        self._pause_s = SEARCH_EVERY_S
        return behind

    def _found_again(self, frame: Frame) -> list[tuple[Follow, FootReading]]:
        """Follow on what was lost and is seen again about where it was, and on no other foot, unless two are followed."""
        found: list[tuple[Follow, FootReading]] = []
        if sum(foot.sure for foot in self.feet) >= 2:
            return found
        for foot, reading in seen_again(frame, [foot for foot in self._lost if foot not in self.feet]):
            if not any(is_near(reading, other) for other in self.feet):
                foot.update(frame.t, reading)
                self.feet.append(foot)
                self._lost.remove(foot)
                found.append((foot, reading))
        return found

    def _search(self, frame: Frame, look: Look) -> None:
        """Look for feet that are not followed yet, over the whole picture."""
        self._searched_look = look
        known_px = next((follow.extent_px for follow in self.feet if follow.sure), None)
        self._searched(frame, find_feet(frame.image, beside_px=known_px))

    def search_larger(self, frame: Frame, than_px: float) -> None:
        """Look now and then for what is surely a foot, and larger than this: one that is too large for the body that leads to others."""
        if self._is_due(frame.t, SEARCH_ONE_S):
            self._searched(frame, [find for find in find_feet(frame.image) if find.sure and find.reading.extent_px > than_px])

    def _is_due(self, t: float, longest_s: float) -> bool:
        """Whether the pause since the last search, of `longest_s` at most, is over."""
        return t - self._searched_t >= min(self._pause_s, longest_s)

    def _searched(self, frame: Frame, finds: list[Find]) -> None:
        """Follow what a search has found anew; after one in vain the next one comes later."""
        self._searched_t = frame.t
        self._pause_s = SEARCH_EVERY_S if self._follow_new(frame, finds) else 2 * self._pause_s

    def _search_stirred(self, frame: Frame, look: Look) -> None:
        if self._searched_look is None or frame.t - self._searched_look[0] < STIRRED_EVERY_S:
            return
        stirred = changed(self._searched_look[1], look[1])
        self._searched_look = look
        if 0 < stirred.mean() <= MOST_STIRRED:
            self._follow_new(frame, find_feet(frame.image, stirred))

    def _follow_new(self, frame: Frame, finds: list[Find]) -> list[Find]:
        # What was only likely a foot at first is one when it is found as surely as one later: a foot that stands still moves too little to prove itself.
        for follow in self.feet:
            follow.sure = follow.sure or any(find.sure and is_near(find.reading, follow) for find in finds)
        new = [find for find in finds if not any(is_near(find.reading, follow) for follow in self.feet)][: MOST_LOOSE - len(self.feet)]
        for find in new:
            foot = next((follow for follow in self._lost if is_near(find.reading, follow)), None)
            if foot is not None:
                foot.update(frame.t, find.reading)
                self._lost.remove(foot)
            else:
                self._tracks += 1
                foot = Follow(find.reading.centre, find.reading.extent_px, frame.t, frame.t, "search", self._tracks, sure=find.sure)
            self.feet.append(foot)
        return new


def _is_cut(before: Look, now: Look) -> bool:
    """Whether these are of two scenes."""
    # While a body leads to the feet nothing is looked at here.
    if now[0] - before[0] > LOST_S or changed(before[1], now[1]).mean() <= MOST_STIRRED:
        return False
    return correlation(before[1].ravel().astype(float), now[1].ravel().astype(float)) < ALIKE


def _clash(follow: Follow, reading: FootReading, other: Follow, read: FootReading) -> bool:
    """Whether two feet were read on one. Where two stay that stand close to one another, the points of one that is far larger may reach over to the other."""
    both_stay = follow.sure and other.sure and follow.stays(reading) and other.stays(read)
    return same_foot(reading, read, of_smaller=both_stay)


def sided(feet: Sequence[Follow]) -> dict[str, Follow]:
    """The feet by side: by their shape, seen so far; two feet are a left and a right one."""
    if len(feet) == 1:
        return {"right" if feet[0].right > 0 else "left": feet[0]}
    return dict(zip(SIDES, sorted(feet, key=attrgetter("right")), strict=False))


def _whole_glance(frame: Frame) -> NDArray[np.float32]:
    height, width = frame.image.shape[:2]
    return glance(frame.image, width / 2, height / 2, max(width, height) + 1)


def _out_of_sight(feet: Sequence[Follow], seen: Sequence[tuple[Follow, FootReading]]) -> list[Follow]:
    """Those of the feet, each once, that are not seen."""
    return [foot for foot in dict.fromkeys(feet) if not any(foot is other for other, _ in seen)]


def _hidden(out_of_sight: Sequence[Follow], seen: Sequence[tuple[Follow, FootReading]]) -> list[Follow]:
    """The feet that another one may hide, of those that are not seen: one that is seen lies no further away than they are long."""
    return [foot for foot in out_of_sight if any(np.linalg.norm(reading.centre - foot.centre) < foot.extent_px for _, reading in seen)]


def is_near(reading: FootReading, follow: Follow) -> bool:
    """Whether a reading may be of the foot that is followed."""
    return bool(np.linalg.norm(reading.centre - follow.centre) < SAME_FOOT * max(reading.extent_px, follow.extent_px))
