"""What happens in a session, as the coach tells it, on its way to the log."""

from collections.abc import Callable, Sequence
from typing import Literal

from footcv.coach.messages import Event
from footcv.records.entries import MARGIN_S, How
from footcv.records.keeping import KeptSession
from footcv.records.traces import kept_around
from footcv.signals.trace import Trace


class Logbook:
    """Writes a session's events into the log, each as it comes. `ending` is how the coach says that it ended."""

    def __init__(self, kept: KeptSession) -> None:
        self._kept = kept
        # By the coach's number of a rep the log's, and by the session's number of a set that of the day.
        self._numbers: dict[int, int] = {}
        self._sets: dict[int, int] = {}
        # From when to when the session's sets have had repetitions that were seen.
        self._spans_s: dict[int, tuple[float, float]] = {}
        self.ending: Literal["done", "stopped"] = "stopped"

    @property
    def trouble(self) -> str | None:
        """One line where the log fails, None while all is well."""
        return self._kept.trouble

    def keep(self, events: Sequence[Event], traces: Callable[[int], Sequence[Trace]] = lambda set_index: ()) -> None:
        """Keep `events`; `traces` tells what a set, by the session's number of it, was counted in, and is asked when the set ends."""
        for event in events:
            if event.kind == "rep" and event.rep is not None:
                if event.set_index not in self._sets:
                    self._sets[event.set_index] = self._kept.next_set(event.exercise_id)
                day_set = self._sets[event.set_index]
                rep = self._kept.add_rep(day_set, event.exercise_id, event.rep, event.rest_before_s, by_hand=event.by_hand)
                self._numbers[event.number] = rep
                if not event.by_hand:
                    from_s, to_s = self._spans_s.get(event.set_index, (event.rep.start_s, event.rep.end_s))
                    self._spans_s[event.set_index] = min(from_s, event.rep.start_s), max(to_s, event.rep.end_s)
            elif event.kind == "taken-back":
                self._kept.take_back(self._numbers.pop(event.number), by_hand=event.by_hand)
            elif event.kind == "set" and event.set_index in self._spans_s:
                own = kept_around(traces(event.set_index), *self._spans_s[event.set_index], MARGIN_S)
                self._kept.add_traces(self._sets[event.set_index], event.exercise_id, own)
            elif event.kind == "note":
                self._kept.note(event.at_s, event.what)
            elif event.kind == "session":
                self.ending = "done" if event.what == "done" else "stopped"

    def end(self, how: How) -> None:
        """Say how the session ended, and close the log."""
        self._kept.end(how)
