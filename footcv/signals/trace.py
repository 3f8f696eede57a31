"""The course of what was measured, as it is drawn and kept once the repetitions are counted. Pure: values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from footcv.signals.circles import FootPath
from footcv.signals.filters import Array
from footcv.signals.signal import Signal

# So often is enough to see a repetition of 0.3 s rise, stay and fall.
TRACE_HZ = 15

Kind = Literal["signal", "own path", "picture path"]
_Key = tuple[str, Kind, str | None, str]


@dataclass(frozen=True)
class Trace:
    """One measure of one side over time: `t` (N,) s, rising; further apart than usual where nothing was measured.

    Of a `signal` `value` (N,) is how far it was above rest, in `unit` (m, deg, share). Of a path it is the place of the toes (N, 2), without a unit: of an
    `own path` to the right and away from the shin, as the person sees the foot, of a `picture path` across and down the camera's picture. `source` is the
    witness: landmarks or picture.
    """

    side: str
    kind: Kind
    t: Array
    value: Array
    unit: str | None = None
    source: str = "landmarks"

    def between(self, from_s: float, to_s: float) -> "Trace":
        """What lies in that time."""
        inside = (self.t >= from_s) & (self.t <= to_s)
        return replace(self, t=self.t[inside], value=self.value[inside])


def traces_of(signals: Iterable[Signal], paths: Iterable[FootPath]) -> tuple[Trace, ...]:
    """What was measured as traces, each with all its samples."""
    told = [Trace(signal.side, "signal", signal.t, signal.value - signal.rest, signal.unit, signal.source) for signal in signals]
    for path in paths:
        if path.own is not None:
            told.append(Trace(path.side, "own path", path.t, path.own))
        else:
            told.append(Trace(path.side, "picture path", path.t, path.toes_px))
    return tuple(told)


def steps_of(trace: Trace) -> NDArray[np.int64]:
    """For each sample (N,) the step of 1 / TRACE_HZ s in which it lies; a sample on a step lies in that, whatever rounding did to its time."""
    return np.floor(trace.t * TRACE_HZ + 0.25).astype(np.int64)


def thinned(trace: Trace) -> Trace:
    """The first sample of each step of 1 / TRACE_HZ s, at that step."""
    steps, first = np.unique(steps_of(trace), return_index=True)
    return replace(trace, t=steps / TRACE_HZ, value=trace.value[first])


def joined(pieces: Sequence[Trace]) -> tuple[Trace, ...]:
    """Pieces of the same measure as one trace, thinned, in the order in which they first came; where two tell of one time, the later piece is right."""
    by_key: dict[_Key, list[Trace]] = {}
    for piece in pieces:
        by_key.setdefault((piece.side, piece.kind, piece.unit, piece.source), []).append(thinned(piece))
    return tuple(_joined(own) for own in by_key.values())


def _joined(pieces: Sequence[Trace]) -> Trace:
    # The last first: of one time np.unique keeps what it meets first.
    t, value = (np.concatenate([getattr(piece, name) for piece in reversed(pieces)]) for name in ("t", "value"))
    _, first = np.unique(np.round(t * TRACE_HZ), return_index=True)
    return replace(pieces[0], t=t[first], value=value[first])


class LiveTraces:
    """The traces of a set that goes on, of which each look tells the last stretch anew. May be read while another thread looks."""

    def __init__(self) -> None:
        self._traces: tuple[Trace, ...] = ()

    @property
    def so_far(self) -> tuple[Trace, ...]:
        """All that was seen, thinned."""
        return self._traces

    def look(self, traces: Iterable[Trace], since_s: float) -> None:
        """Take what `traces` tell from `since_s` on for what was told of that time before."""
        # The edge lies between the last sample of one step and the first of the next, where no time is.
        edge_s = (np.floor(since_s * TRACE_HZ) - 0.3) / TRACE_HZ
        before = [trace.between(-np.inf, edge_s) for trace in self._traces]
        now = [trace.between(edge_s, np.inf) for trace in traces]
        self._traces = joined([trace for trace in (*before, *now) if len(trace.t)])
