"""Traces as the log keeps them: small, and nothing but numbers."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Any, get_args

import numpy as np

from footcv.counting.rep import PEAK_UNITS, SIDES
from footcv.records.entries import KeptTrace, SetOfDay
from footcv.signals.filters import Array
from footcv.signals.trace import TRACE_HZ, Kind, Trace, joined, steps_of, thinned

# Little-endian whatever the machine: a log may move to another. Its 7 digits are more than any camera tells.
_SAMPLE = np.dtype("<f4")


def packed(trace: Trace) -> KeptTrace:
    """Return a trace, which has samples, as it is kept: 15 a second, compressed; NaN stands where nothing was measured, and nowhere outside this module."""
    thin = thinned(trace)
    steps = steps_of(thin)
    samples = np.full((int(steps[-1] - steps[0]) + 1, *thin.value.shape[1:]), np.nan, _SAMPLE)
    samples[steps - steps[0]] = thin.value
    return KeptTrace(trace.side, trace.kind, trace.unit, trace.source, int(steps[0]), zlib.compress(samples.tobytes()))


def unpacked(kept: KeptTrace) -> Trace:
    """Return what was packed. Raises ValueError, or zlib.error, for what never was."""
    samples = _samples(kept)
    known = np.isfinite(samples) if samples.ndim == 1 else np.isfinite(samples).all(axis=1)
    return Trace(kept.side, kept.kind, (kept.first + np.flatnonzero(known)) / TRACE_HZ, samples[known], kept.unit, kept.source)


def _samples(kept: KeptTrace) -> Array:
    samples = np.frombuffer(zlib.decompress(kept.samples), _SAMPLE).astype(np.float64)
    return samples if kept.kind == "signal" else samples.reshape(-1, 2)


def traces_by_set(kept: Iterable[tuple[SetOfDay, KeptTrace]]) -> dict[SetOfDay, tuple[Trace, ...]]:
    """Return the traces of each set of a session; what was kept in pieces is joined."""
    pieces: dict[SetOfDay, list[Trace]] = {}
    for own_set, each in kept:
        pieces.setdefault(own_set, []).append(unpacked(each))
    return {own_set: joined(own) for own_set, own in pieces.items()}


def trace_object(own_set: SetOfDay, trace: Trace) -> dict[str, Any]:
    """Return a trace as a JSON object: `values`, or pairs of them, follow each other by 1 / `rate_hz` s from `from_s` on, null where nothing was measured."""
    kept = packed(trace)
    values = [None if not np.isfinite(value).all() else np.round(value, 4).tolist() for value in _samples(kept)]
    place = {"exercise": own_set[0], "set": own_set[1], "side": trace.side}
    told = {"kind": trace.kind, "unit": trace.unit, "source": trace.source, "rate_hz": TRACE_HZ}
    return {**place, **told, "from_s": round(kept.first / TRACE_HZ, 3), "values": values}


def trace_of(told: dict[str, Any]) -> tuple[SetOfDay, Trace]:
    """Return the trace that such an object tells of. Raises KeyError, TypeError or ValueError for what is none."""
    kind, unit, side = told["kind"], told["unit"], told["side"]
    values = [(at, value) for at, value in enumerate(told["values"]) if value is not None]
    if kind not in get_args(Kind) or side not in SIDES or unit not in (None, *PEAK_UNITS) or told["rate_hz"] != TRACE_HZ or not values:
        raise ValueError("a signal is none that footcv wrote")
    value = np.array([value for _, value in values], np.float64)
    if value.shape[1:] != (() if kind == "signal" else (2,)) or not np.isfinite(value).all():
        raise ValueError("the values of a signal are no numbers")
    t = (round(told["from_s"] * TRACE_HZ) + np.array([at for at, _ in values])) / TRACE_HZ
    return (str(told["exercise"]), int(told["set"])), Trace(side, kind, t, value, unit, str(told["source"]))


def kept_around(traces: Iterable[Trace], from_s: float, to_s: float, margin_s: float) -> Iterator[KeptTrace]:
    """Yield what is kept of a set whose repetitions lie between those times, a margin before and after included."""
    for trace in traces:
        own = trace.between(from_s - margin_s, to_s + margin_s)
        if len(own.t):
            yield packed(own)
