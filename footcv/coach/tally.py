"""One set: what was seen of it, what was added and taken back by hand, and what it comes to."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from footcv.coach.messages import Event, EventKind
from footcv.coach.steps import Step
from footcv.coach.verdict import TOLERANCE_S, dose_done, judge, rests_before_s, seconds_done
from footcv.counting.rep import Rep

# A rep that a later look times differently by more than this, or judges differently, is written anew when the set ends.
_MOVED_S = 0.1
# Reps of one foot do not overlap, so that only so many can be at the same time.
_NEAR = 4


@dataclass
class _Entry:
    """A rep as the log has it (`rep`), and as it was seen last (`latest`), None once it is gone."""

    number: int
    rep: Rep
    latest: Rep | None
    by_hand: bool = False
    told: bool = False


class Tally:
    """Keeps the count of one set of `step`.

    Only what is done while the set is open counts: a rep that begins before, or is still held after, is none of it. Every look brings the whole list of reps
    anew and judges it anew; what the log is to keep of it gathers in `events`. `numbers` names the reps of the session.
    """

    def __init__(self, step: Step, at: int, index: int, numbers: Iterator[int]) -> None:
        self.step, self.at, self.index = step, at, index
        self.how_ended = ""
        self.reps: tuple[Rep, ...] = ()
        self.events: list[Event] = []
        self._numbers = numbers
        self._opened_s: list[float] = []
        self._closed_s: list[float] = []
        self._seen: tuple[Rep, ...] = ()
        self._kept: tuple[Rep, ...] = ()
        self._undone: list[Rep] = []
        self._rests_skipped_s: list[float] = []
        self._entries: list[_Entry] = []
        self._begun = self._changed = False

    @property
    def begun(self) -> bool:
        """Whether the person has been told to go."""
        return self._begun

    @property
    def is_open(self) -> bool:
        """Whether reps count now."""
        return len(self._opened_s) > len(self._closed_s)

    @property
    def counted(self) -> tuple[Rep, ...]:
        """What counts, in time order: reps that were seen and meet the prescription, and those added by hand."""
        by_hand = [entry.rep for entry in self._entries if entry.by_hand]
        return tuple(sorted((*(rep for rep in self.reps if rep.counted), *by_hand), key=lambda rep: rep.end_s))

    @property
    def seconds_done(self) -> float:
        """How long the reps that count took together."""
        return seconds_done(self.counted)

    @property
    def complete(self) -> bool | None:
        """Whether all that is asked of the set is done; None where nothing says how much that is."""
        asked = self.step.prescription
        if asked is None or (asked.reps is None and asked.seconds is None):
            return None
        return dose_done(self.counted, asked) >= 1

    @property
    def last_end_s(self) -> float | None:
        """When the last rep ended, counted or not."""
        ends = [rep.end_s for rep in (*self.reps, *self.counted)]
        return max(ends, default=None)

    @property
    def last(self) -> Rep | None:
        """The last rep that was seen."""
        return self.reps[-1] if self.reps else None

    def open(self, now_s: float) -> None:
        """From now on reps count."""
        if not self.is_open:
            self._begun = self._changed = True
            self._opened_s.append(now_s)

    def close(self, at_s: float) -> None:
        """From then on nothing counts, until it is opened again."""
        if self.is_open:
            self._closed_s.append(at_s)
            self._changed = True

    def look(self, reps: Sequence[Rep], now_s: float) -> None:
        """Take the list of reps as they are seen now."""
        if not self._changed and reps == self._seen:
            return
        self._seen, self._changed = tuple(reps), False
        own = [*self._kept, *(rep for rep in reps if self._is_inside(rep))]
        undone = _matched(self._undone, own)
        self.reps = self._judged([rep for i, rep in enumerate(own) if i not in undone])
        seen = [entry for entry in self._entries if not entry.by_hand]
        entry_of = _matched([entry.latest or entry.rep for entry in seen], self.reps)
        for entry in seen:
            entry.latest = None
        for i, (rep, rest_s) in enumerate(zip(self.reps, rests_before_s(self.reps), strict=True)):
            if i in entry_of:
                seen[entry_of[i]].latest = rep
            else:
                self._enter(rep, now_s, rest_s)

    def began_early(self) -> bool:
        """Whether somebody moved across the moment from which reps count."""
        return self.is_open and any(rep.start_s < self._opened_s[-1] - TOLERANCE_S and rep.end_s > self._opened_s[-1] for rep in self._seen)

    def untold_fault(self) -> Rep | None:
        """The newest rep whose faults the person has not been told; asking for it is telling it, and all older ones."""
        untold = [entry for entry in self._entries if not entry.told and entry.latest is not None and not entry.latest.counted]
        for entry in untold:
            entry.told = True
        return max((entry.latest for entry in untold if entry.latest), key=lambda rep: rep.end_s, default=None)

    def add(self, now_s: float) -> None:
        """Count one rep that was not seen."""
        side = self.step.side or (self.reps[-1].side if self.reps else self.step.exercise.sides[0])
        rep = Rep(len(self._entries) + 1, side, self.step.direction, now_s, None, None, now_s, 0.0, "share", 0.0)
        self._enter(rep, now_s, None, by_hand=True)

    def undo(self, now_s: float) -> None:
        """Take the last counted rep back, seen or added."""
        if not self.counted:
            return
        last = self.counted[-1]
        entry = next(entry for entry in reversed(self._entries) if last in (entry.latest, entry.rep))
        self._take_back(entry, now_s, by_hand=True)
        if not entry.by_hand:
            self._undone.append(last)
            self._changed = True
            self.look(self._seen, now_s)

    def skip_rest(self, now_s: float) -> None:
        """The person will not rest now, and is not faulted for it."""
        self._rests_skipped_s.append(now_s)
        self._changed = True

    def change_step(self, step: Step, now_s: float) -> None:
        """Judge the same reps by another side."""
        self.step, self._changed = step, True
        self.look(self._seen, now_s)

    def finish(self, how: str, now_s: float) -> None:
        """End the set: the log gets each rep as it was seen last."""
        self.close(now_s)
        self.how_ended = how
        rests = dict(zip(self.reps, rests_before_s(self.reps), strict=True))
        for entry in [entry for entry in self._entries if not entry.by_hand and _differs(entry.rep, entry.latest)]:
            latest = entry.latest
            self._take_back(entry, now_s)
            if latest is not None:
                self._enter(latest, now_s, rests.get(latest), told=entry.told)
        if self._begun:
            self._tell("set", now_s, what=how)

    def reopen(self, now_s: float) -> None:
        """Go on with a set that had ended; its reps stay, whatever a new counter sees."""
        self._kept, self._seen, self._changed = self.reps, (), True
        self._opened_s, self._closed_s, self.how_ended = [], [], ""
        self._tell("note", now_s, what="set reopened")

    def _is_inside(self, rep: Rep) -> bool:
        """Whether `rep` lies within one stretch in which the set was open; what it takes to come back from the last hold may reach out of it."""
        held_until_s = rep.end_s if rep.hold_end_s is None else rep.hold_end_s
        closed_s = [*self._closed_s, float("inf")]
        return any(
            opened - TOLERANCE_S <= rep.start_s and held_until_s <= closed + TOLERANCE_S for opened, closed in zip(self._opened_s, closed_s, strict=False)
        )

    def _judged(self, reps: Sequence[Rep]) -> tuple[Rep, ...]:
        ordered = sorted(reps, key=lambda rep: rep.start_s)
        judged = judge(ordered, self.step.prescription, self.step.side or "auto")
        before_s = [0.0, *(rep.end_s for rep in judged)]
        return tuple(replace(self._excused(rep, since_s), index=i) for i, (rep, since_s) in enumerate(zip(judged, before_s, strict=False), start=1))

    def _excused(self, rep: Rep, since_s: float) -> Rep:
        """`rep` without the fault of a short rest where the person chose to skip the rest before it, since `since_s`."""
        if not any(since_s <= skipped <= rep.start_s + TOLERANCE_S for skipped in self._rests_skipped_s):
            return rep
        faults = tuple(fault for fault in rep.faults if fault != "short-rest")
        return replace(rep, faults=faults, counted=not faults)

    def _enter(self, rep: Rep, now_s: float, rest_s: float | None, *, by_hand: bool = False, told: bool = False) -> None:
        entry = _Entry(next(self._numbers), rep, None if by_hand else rep, by_hand, told)
        self._entries.append(entry)
        self._tell("rep", now_s, number=entry.number, rep=rep, rest_before_s=rest_s, by_hand=by_hand)

    def _take_back(self, entry: _Entry, now_s: float, *, by_hand: bool = False) -> None:
        self._entries.remove(entry)
        self._tell("taken-back", now_s, number=entry.number, by_hand=by_hand)

    def _tell(
        self,
        kind: EventKind,
        at_s: float,
        *,
        what: str = "",
        number: int = 0,
        rep: Rep | None = None,
        rest_before_s: float | None = None,
        by_hand: bool = False,
    ) -> None:
        self.events.append(Event(kind, at_s, self.index, self.step.exercise.id, what, number, rep, rest_before_s, by_hand))


def _matched(old: Sequence[Rep], new: Sequence[Rep]) -> dict[int, int]:
    """For each of `new` that is one of `old` seen again, by index, which: those that share more than half of the shorter one's time, the same side first."""
    order = sorted(range(len(old)), key=lambda j: old[j].start_s)
    starts_s = [old[j].start_s for j in order]
    pairs = []
    for i, rep in enumerate(new):
        before = bisect_left(starts_s, rep.end_s)
        near = [(j, _shared(rep, old[j])) for j in order[max(0, before - _NEAR) : before]]
        pairs += [(rep.side == old[j].side, share, i, j) for j, share in near if share > 0.5]
    matched: dict[int, int] = {}
    taken = set()
    for _, _, i, j in sorted(pairs, reverse=True):
        if i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)
    return matched


def _shared(a: Rep, b: Rep) -> float:
    both_s = min(a.end_s, b.end_s) - max(a.start_s, b.start_s)
    return both_s / max(min(a.end_s - a.start_s, b.end_s - b.start_s), 1e-3)


def _differs(logged: Rep, latest: Rep | None) -> bool:
    if latest is None or (logged.side, logged.direction, logged.faults) != (latest.side, latest.direction, latest.faults):
        return True
    marks = ((rep.start_s, rep.hold_start_s or 0.0, rep.hold_end_s or 0.0, rep.end_s) for rep in (logged, latest))
    return any(abs(a - b) > _MOVED_S for a, b in zip(*marks, strict=True))
