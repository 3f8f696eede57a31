"""A section in plain words, without figures of speech and without any judgement of health."""

from collections import Counter
from collections.abc import Sequence
from statistics import fmean, median

from footcv.coach.verdict import SHALLOW_SHARE, completed
from footcv.counting.rep import Rep
from footcv.programs.describe import dose
from footcv.programs.prescription import Prescription
from footcv.report.contents import Section

# How peaks are shown: factor, unit, decimals.
UNITS = {"m": (100, " cm", 1), "deg": (1, "°", 0), "share": (100, "%", 0)}
FEET = {"left": "left foot", "right": "right foot", "both": "both feet"}


def amount(value: float, unit: str) -> str:
    """A peak as people say it: `31°`, `7.1 cm`, `98%`."""
    factor, symbol, decimals = UNITS[unit]
    return f"{factor * value:.{decimals}f}{symbol}"


def clock(t_s: float, decimals: int = 0) -> str:
    """A time as players show it: `1:08`, with one decimal `1:08.2`."""
    minutes, seconds = divmod(round(t_s, decimals), 60)
    return f"{minutes:.0f}:{seconds:0{3 + decimals if decimals else 2}.{decimals}f}"


def seconds(value: float) -> str:
    """A duration: `4.8 s`."""
    return f"{value:.1f} s"


def number_of(count: int, section: Section) -> str:
    """`1 repetition`, `4 turns`."""
    return f"{count} {'turn' if section.circles else 'repetition'}{'' if count == 1 else 's'}"


def label(rep: Rep, section: Section) -> str:
    """What a repetition is called on a plot: its number, and the side where there are several."""
    return f"{rep.index}{rep.side[0].upper()}" if len(section.sides) > 1 else str(rep.index)


def headline(section: Section) -> str:
    """What came of it, in one sentence."""
    counted = len(section.counted)
    if not section.reps:
        return f"No {'turn' if section.circles else 'repetition'} was seen."
    if counted == len(section.reps):
        return f"{number_of(counted, section)} done, and {'it counts' if counted == 1 else 'all of them count'}."
    return f"{number_of(len(section.reps), section)} done, of which {_count(counted)}."


def sentences(section: Section) -> list[str]:
    """What is behind it: holds, reasons, and how much of what was asked that is."""
    told = []
    holds = [rep.hold_s for rep in section.measured if rep.hold_s is not None]
    asked = section.prescription
    if holds:
        told.append(f"{'Each hold lasted' if len(holds) > 1 else 'The hold lasted'} {seconds(fmean(holds))}{' on average' if len(holds) > 1 else ''}")
        if asked is not None and asked.hold_s is not None:
            told[-1] += f"; {range_of(asked.hold_s, asked.hold_max_s)} were asked"
        told[-1] += "."
    if asked is None:
        told.append("It was not held against a program.")
    elif (share := completed(section.counted, asked)) is not None:
        told.append(f"That is {share:.0%} of what one set asks.")
        what = "turn" if section.circles else "repetition"
        told += [f"No {what} of {_the(side)} was seen." for side in asked.sides if section.reps and side not in section.sides]
    return told


def reasons(rep: Rep, rest_s: float | None, section: Section) -> list[str]:
    """Why a repetition does not count, each reason with its figures; empty where it does."""
    asked = section.prescription or Prescription(exercise=section.exercise.id)
    told = []
    for fault in rep.faults:
        match fault:
            case "short-hold" if rep.hold_s is not None:
                told.append(f"held {seconds(rep.hold_s)}{_of(asked.hold_s)}")
            case "short-rest" if rest_s is not None:
                told.append(f"rest before it {seconds(rest_s)}{_of(asked.rest_s)}")
            case "shallow":
                told.append(f"went {amount(rep.peak, rep.peak_unit)}, under {SHALLOW_SHARE:.0%} of what is usual here")
            case "wrong-side":
                told.append(f"done with {_the(rep.side)}, which was not asked")
            case "wrong-direction" if rep.direction is not None:
                told.append(f"went {rep.direction}, which was not asked")
            case _:
                told.append(fault.replace("-", " "))
    return told


def told_rep(rep: Rep, rest_s: float | None, section: Section) -> str:
    """One repetition in a line, for those who point at it."""
    parts = [f"{'Turn' if section.circles else 'Repetition'} {rep.index}, {FEET[rep.side]}, {clock(rep.start_s, 1)} to {clock(rep.end_s, 1)}"]
    if section.circles:
        parts.append(rep.direction or "direction not told")
    if not rep.confidence:
        parts.append("added by hand")
    elif rep.hold_s is not None:
        parts.append(f"held {seconds(rep.hold_s)}")
        parts.append(f"went {amount(rep.peak, rep.peak_unit)}")
    parts.append("counts" if rep.counted else f"does not count: {', '.join(reasons(rep, rest_s, section))}")
    return "; ".join(parts)


def asked_and_done(section: Section) -> list[tuple[str, str, str]]:
    """Rows of what is told, what was asked and what was done; what was neither asked nor done is left out."""
    asked = section.prescription or Prescription(exercise=section.exercise.id)
    reps = section.reps
    rows = [("Turns" if section.circles else "Repetitions", _reps_asked(asked), _by_side(section))]
    if section.circles:
        ways = Counter(rep.direction or "not told" for rep in reps)
        rows.append(("Direction", " then ".join(asked.directions), ", ".join(f"{count} {way}" for way, count in ways.items())))
        rows.append(("Time for one turn", "", spread([rep.end_s - rep.start_s for rep in section.measured])))
    else:
        holds = [rep.hold_s for rep in section.measured if rep.hold_s is not None]
        rows.append(("Hold", range_of(asked.hold_s, asked.hold_max_s), spread(holds)))
        rows.append(("Range", "", "; ".join(_ranges(section))))
    rests = [rest for rest in section.rests_s if rest is not None]
    if not section.circles or asked.rest_s is not None:
        rows.append(("Rest between", range_of(asked.rest_s, asked.rest_max_s), spread(rests)))
    how_often = {None: "", 1: "once a day", 2: "twice a day"}.get(asked.per_day, f"{asked.per_day} times a day")
    rows.append(("How often", how_often, "" if section.set_number is None else f"set {section.set_number} of the day"))
    return [row for row in rows if row[1] or row[2]]


def spread(values: Sequence[float]) -> str:
    """Durations as their mean and their ends: `4.8 s on average, 3.1 to 5.2 s`."""
    if not values:
        return ""
    shortest, longest = seconds(min(values)), seconds(max(values))
    return longest if shortest == longest else f"{seconds(fmean(values))} on average, {shortest.removesuffix(' s')} to {longest}"


def range_of(least_s: float | None, most_s: float | None) -> str:
    """What is asked of a hold or a rest: `5 s`, `10 to 15 s`, or nothing."""
    return "" if least_s is None else f"{least_s:g} s" if most_s is None else f"{least_s:g} to {most_s:g} s"


def asked_text(prescription: Prescription) -> str:
    """The dose and the instructions, as far as the program has them."""
    told = dose(prescription)
    return " ".join(filter(None, (f"{told[:1].upper()}{told[1:]}." if told else "", prescription.instructions)))


def _reps_asked(asked: Prescription) -> str:
    parts = [f"{asked.reps}" if asked.reps is not None else "", f"{asked.seconds:g} s" if asked.seconds is not None else ""]
    text = " or ".join(filter(None, parts))
    if text and len(asked.directions) > 1:
        text += " each way"
    if text and len(asked.sides) > 1:
        text += " with each foot"
    return text


def _by_side(section: Section) -> str:
    told = []
    for side in section.sides:
        own = section.of_side(side)
        counted = sum(rep.counted for rep in own)
        which = "" if counted == len(own) else f", of which {_count(counted)}"
        told.append(f"{FEET[side]} {len(own)}{which}")
    return "; ".join(told) or "none"


def _ranges(section: Section) -> list[str]:
    told = []
    for side in section.sides:
        for unit in UNITS:
            peaks = [rep.peak for rep in section.measured if rep.side == side and rep.peak_unit == unit]
            if peaks:
                least, most = amount(min(peaks), unit), amount(max(peaks), unit)
                text = least if least == most else f"{amount(median(peaks), unit)} usually, {least} to {most}"
                told.append(text if len(section.sides) == 1 else f"{FEET[side]} {text}")
    return told


def _count(counted: int) -> str:
    return "1 counts" if counted == 1 else f"{counted or 'none'} count"


def _of(asked_s: float | None) -> str:
    return "" if asked_s is None else f" of the {asked_s:g} s asked"


def _the(side: str) -> str:
    return FEET[side] if side == "both" else f"the {FEET[side]}"
