"""The feet of a whole source as they were told frame by frame, and whose they are in the end. Pure: values in, values out."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from footcv.feet.assignment import SAME_FOOT
from footcv.feet.follow import LOST_S
from footcv.feet.foot import SIDES, settled
from footcv.feet.landmarks import FootLandmark
from footcv.feet.landmarks import sureness as sureness_of
from footcv.feet.loose import LOOKED_FOR_S
from footcv.rows import Rows
from footcv.signals.track import Track, trunk_px
from footcv.watched_rows import PIECE, PRESENT, RIGHT, TOES_SEEN, sure_points

# A foot whose readings are usually less sure than this is hardly made out, and its points lie anywhere: shoes seen from behind, say, or a foot of few pixels.
MADE_OUT = 0.5
# What is followed further than this from both of the body's ankles, in trunks, most of the time is no foot of that body: its face was, at two trunks or three.
ELSEWHERE_TRUNKS = 1.0


class ToldFeet:
    """The feet of frames at `times` (N,) s, of which `counts` (N,) were told in each, by their `numbers` (M,) in the rows.

    `number` (M,) is that, `side` (M,) an index into SIDES, -1 of what proved to be no foot, `fresh` (M,) whether it was read in that frame, `sureness` (M,)
    how sure it and its points are, and `toes_seen` (M,) how sure its toes are bare and in sight; `sides` those of the tracks. Feet that a body led to have its
    side or, where not `by_body`, that of the foot that was found there without it, or of their looks, anew each time they were followed. The tracks `without`
    are left out, and so is what passed by.
    """

    def __init__(
        self, times: Sequence[float], counts: Sequence[int], numbers: Sequence[int], rows: Rows, by_body: bool = True, without: Collection[int] = ()
    ) -> None:
        self.without = sorted(without)
        self.number = np.array(numbers, np.intp)
        kept = ~np.isin(rows.read(field="track")[self.number], self.without)
        frame = np.repeat(np.arange(len(times)), np.array(counts, np.intp))[kept]
        self.number = self.number[kept]
        self._t = np.array(times)[frame]
        reading = rows.read(field="reading")
        track, sure, self._told_side = (rows.read(field=field)[self.number] for field in ("track", "sure", "side"))
        self._is_led = (track == 0) & (not by_body)
        track = track if by_body else self._followed_apart(rows, track, np.isin(track, track[sure & (track > 0)]))
        present, right, self.toes_seen = reading[self.number][:, [PRESENT, RIGHT, TOES_SEEN]].T
        self.fresh = rows.read(field="t")[self.number] == self._t
        self.sureness = sureness_of(reading[:, PRESENT], rows.read(field="confidence"))[self.number]
        sides = settled(frame, track, sure, present, right, lambda chosen: sure_points(rows.read(self.number[chosen])))
        self.sides = self._without_passers_by(sides, track)
        self.side = np.where(track > 0, -1, self._told_side.astype(int))
        for number, side in self.sides.items():
            self.side[track == number] = SIDES.index(side)
        self.side[_second(frame, self.side, track)] = -1

    def _followed_apart(self, rows: Rows, track: NDArray[np.intp], found: NDArray[np.bool_]) -> NDArray[np.intp]:
        """The tracks (M,) without track 0, what a body led to: each time that it went elsewhere at once, or was not seen for a while, it is a track of its own.

        Or, where a foot that was `found` (M,) without a body, and followed for longer, was at one end of it not long before or after, that one's.
        """
        track, new = track.copy(), int(track.max(initial=0)) + 1
        _, of_track, lasted = np.unique(track, return_inverse=True, return_counts=True)
        lasted = lasted[of_track]
        middle, extent = self._places(rows)
        for k in range(len(SIDES)):
            own = np.flatnonzero((track == 0) & (self._told_side == k))
            leaves = (np.linalg.norm(np.diff(middle[own], axis=0), axis=1) > SAME_FOOT * extent[own[1:]]) | (np.diff(self._t[own]) > LOST_S)
            for part in np.split(own, np.flatnonzero(leaves) + 1) if len(own) else ():
                ends, other = part[[0, -1]], np.flatnonzero(found & (lasted > len(part)))[:, None]
                passed_s = np.abs(self._t[other] - self._t[ends])
                there = np.linalg.norm(middle[other] - middle[ends], axis=2) < SAME_FOOT * np.maximum(extent[other], extent[ends])
                passed_s = np.where(there & (passed_s <= LOOKED_FOR_S), passed_s, np.inf).min(axis=1)
                is_known = bool(np.isfinite(passed_s).any())
                track[part] = track[other[passed_s.argmin()]] if is_known else new
                new += not is_known
        return track

    def _without_passers_by(self, sides: dict[int, str], track: NDArray[np.intp]) -> dict[int, str]:
        """The `sides` of tracks (M,), but for those that are hardly made out between times at which another one of that side is made out: a knee that goes by
        while the foot is hidden."""
        told = {number: np.flatnonzero(track == number) for number in sides}
        plain = [number for number, its in told.items() if np.median(self.sureness[its]) >= MADE_OUT]

        def is_between(number: int, other: int) -> bool:
            return sides[other] == sides[number] and bool(told[other][0] < told[number][0] and told[number][-1] < told[other][-1])

        return {number: side for number, side in sides.items() if number in plain or not any(is_between(number, other) for other in plain)}

    def elsewhere(self, rows: Rows, body: Track) -> set[int]:
        """The tracks of what no body led to that were mostly followed far from the feet of `body`, where that is known."""
        track = rows.read(field="track")[self.number]
        if not track.any():
            return set()
        middle, _ = self._places(rows)
        at = np.searchsorted(body.t, self._t).clip(0, len(body.t) - 1)
        ankles = np.stack([body.leg(side)[2][at] for side in SIDES])
        away = np.linalg.norm(ankles - middle, axis=2).min(axis=0) / np.maximum(trunk_px(body)[at], 1.0)
        known = np.isfinite(away)
        return {int(number) for number in np.unique(track[known & (track > 0)]) if np.median(away[known & (track == number)]) > ELSEWHERE_TRUNKS}

    def _places(self, rows: Rows) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where each foot that was told is (M, 2), and its extent (M,), px."""
        middle, extent = np.empty((len(self.number), 2)), np.empty(len(self.number))
        for start in range(0, len(self.number), PIECE):
            part = slice(start, start + PIECE)
            points = rows.read(self.number[part], "points")[:, : FootLandmark.SHIN]
            middle[part], extent[part] = points.mean(axis=1), np.ptp(points, axis=1).max(axis=1)
        return middle, extent

    def sides_of(self, t: NDArray[np.float64], side: NDArray[np.intp]) -> NDArray[np.intp]:
        """The sides (N,), -1 of what proved to be no foot, of what a body led to at `t` (N,) s as feet of the sides (N,)."""
        sides = side.copy()
        for k in range(len(SIDES)):
            asked, led = side == k, np.flatnonzero(self._is_led & (self._told_side == k))
            if len(led):
                sides[asked] = self.side[led[np.searchsorted(self._t[led], t[asked]).clip(max=len(led) - 1)]]
        return sides


def _second(frame: NDArray[np.intp], side: NDArray[np.intp], track: NDArray[np.intp]) -> NDArray[np.intp]:
    """The places of what was told as a foot of a side (M,) of which a frame (M,) tells another one, of a track that was followed for longer."""
    _, of_track, lasted = np.unique(track, return_inverse=True, return_counts=True)
    order = np.lexsort((-lasted[of_track], side, frame))
    again = (np.diff(frame[order]) == 0) & (np.diff(side[order]) == 0)
    return np.asarray(order[1:][again])
