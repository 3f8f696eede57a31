"""An analysis as the contract's JSON object."""

import json
from typing import Any

from footcv.analysis import Analysis
from footcv.coach.verdict import summary
from footcv.counting.rep import Rep
from footcv.programs.prescription import Prescription

SCHEMA = "footcv.analysis/1"


def analysis_object(analysis: Analysis, prescription: Prescription | None) -> dict[str, Any]:
    """Return the contract's object: times in seconds and shares with 3 decimals, peaks with 4."""
    source = analysis.source
    return {
        "schema": SCHEMA,
        "source": {
            "path": source.path,
            "width": source.width,
            "height": source.height,
            "fps": round(source.fps, 3),
            "duration_s": round(source.duration_s, 3),
            "frames": source.frames,
        },
        "exercise": analysis.exercise,
        "program": analysis.program,
        "model": analysis.model,
        "detected_fraction": round(analysis.detected_fraction, 3),
        "reps": [rep_object(rep) for rep in analysis.reps],
        "summary": summary(analysis, prescription),
        "warnings": list(analysis.warnings),
    }


def analysis_json(analysis: Analysis, prescription: Prescription | None, *, indent: int | None = None) -> str:
    """Return that object as JSON text without a line end; on one line where `indent` is None. Raises ValueError for a number that is not finite."""
    return json.dumps(analysis_object(analysis, prescription), indent=indent, ensure_ascii=False, allow_nan=False)


def rep_object(rep: Rep) -> dict[str, Any]:
    """Return one repetition as the contract's object."""
    return {
        "index": rep.index,
        "side": rep.side,
        "direction": rep.direction,
        "start_s": _ms(rep.start_s),
        "hold_start_s": _ms(rep.hold_start_s),
        "hold_end_s": _ms(rep.hold_end_s),
        "end_s": _ms(rep.end_s),
        "hold_s": _ms(rep.hold_s),
        "peak": round(rep.peak, 4),
        "peak_unit": rep.peak_unit,
        "confidence": round(rep.confidence, 3),
        "counted": rep.counted,
        "faults": list(rep.faults),
    }


def _ms(time_s: float | None) -> float | None:
    return None if time_s is None else round(time_s, 3)
