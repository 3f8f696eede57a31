"""A section in plain words, without figures of speech and without any judgement of health."""

from collections import Counter
from collections.abc import Sequence
from statistics import fmean, median

from footcv.coach.verdict import SHALLOW_SHARE
from footcv.counting.rep import Rep
from footcv.programs.dose import dose, times_a_day, ways
from footcv.programs.prescription import Prescription
from footcv.records.phrases import SHOWN, amount, clock, range_of, seconds, share
from footcv.report.contents import Section
from footcv.words import Words, as_sentence


def number_of(count: int, section: Section) -> str:
    """`1 repetition`, `4 turns`."""
    return section.words(f"dose.{section.what}", n=count)


def label(rep: Rep, section: Section) -> str:
    """What a repetition is called on a plot: its number, and the side where there are several."""
    return f"{rep.index}{section.words(f'report.mark.{rep.side}')}" if len(section.sides) > 1 else str(rep.index)


def headline(section: Section) -> str:
    """What came of it, in one sentence."""
    words, counted = section.words, len(section.counted)
    if not section.reps:
        return words(f"report.none.{section.what}")
    if counted == len(section.reps):
        return words(f"report.all-count.{section.what}", n=counted)
    return words("report.some-count", done=number_of(len(section.reps), section), counted=_of_which(counted, section))


def sentences(section: Section) -> list[str]:
    """What is behind it: holds, reasons, and how much of what was asked that is."""
    told, words = [], section.words
    holds = [rep.hold_s for rep in section.measured if rep.hold_s is not None]
    asked = section.prescription
    if holds:
        key = "report.holds" if len(holds) > 1 else "report.hold"
        held = words(key, held=seconds(fmean(holds), words))
        if asked is not None and asked.hold_s is not None:
            held = words("report.held-of", held=held, asked=range_of(asked.hold_s, asked.hold_max_s, words))
        told.append(f"{held}.")
    if asked is None:
        told.append(words("report.no-program"))
    elif (done := section.share_done) is not None:
        told.append(words("report.of-one-set", share=share(done, words)))
        missing = [side for side in asked.sides if section.reps and side not in section.sides]
        told += [words(f"report.side-missing.{section.what}", foot=words(f"the-foot.{side}")) for side in missing]
    return told


def reasons(rep: Rep, rest_s: float | None, section: Section) -> list[str]:
    """Why a repetition does not count, each reason with its figures; empty where it does."""
    asked, words = section.prescription or Prescription(exercise=section.exercise.id), section.words
    told = []
    for fault in rep.faults:
        match fault:
            case "short-hold" if rep.hold_s is not None:
                told.append(_of(words("report.held", held=seconds(rep.hold_s, words)), asked.hold_s, words))
            case "short-rest" if rest_s is not None:
                told.append(_of(words("report.rested", rest=seconds(rest_s, words)), asked.rest_s, words))
            case "shallow":
                told.append(words("report.shallow", amount=amount(rep.peak, rep.peak_unit, words), share=share(SHALLOW_SHARE, words)))
            case "wrong-side":
                told.append(words("report.wrong-side", foot=words(f"the-foot.{rep.side}")))
            case "wrong-direction" if rep.direction is not None:
                told.append(words("report.wrong-direction", direction=words(f"direction.{rep.direction}")))
            case _:
                told.append(words(f"fault-name.{fault}"))
    return told


def told_rep(rep: Rep, rest_s: float | None, section: Section) -> str:
    """One repetition in a line, for those who point at it."""
    words = section.words
    foot, start, end = words(f"foot.{rep.side}"), clock(rep.start_s, words, 1), clock(rep.end_s, words, 1)
    parts = [words("report.place", rep=called(rep, section), foot=foot, start=start, end=end)]
    if section.exercise.in_turns:
        parts.append(way(rep, words))
    if not rep.confidence:
        parts.append(words("report.by-hand"))
    elif rep.hold_s is not None:
        parts.append(words("report.held", held=seconds(rep.hold_s, words)))
        parts.append(words("report.went", amount=amount(rep.peak, rep.peak_unit, words)))
    parts.append(words("report.counts") if rep.counted else words("report.counts-not-because", why=", ".join(reasons(rep, rest_s, section))))
    return "; ".join(parts)


def counts_not(rep: Rep, section: Section) -> str:
    """What follows a repetition that does not count; nothing after one that does."""
    return "" if rep.counted else f", {section.words('report.counts-not')}"


def called(rep: Rep, section: Section) -> str:
    """`Repetition 3`, `Turn 12`."""
    return section.words(f"report.number.{section.what}", number=rep.index)


def way(rep: Rep, words: Words) -> str:
    """The direction of a turn, or that it is not told."""
    return words(f"direction.{rep.direction}" if rep.direction is not None else "report.no-direction")


def asked_and_done(section: Section) -> list[tuple[str, str, str]]:
    """Rows of what is told, what was asked and what was done; what was neither asked nor done is left out."""
    asked, words = section.prescription or Prescription(exercise=section.exercise.id), section.words
    reps = section.reps
    rows = [(words(f"report.{section.what}"), _reps_asked(asked, words), _by_side(section))]
    if section.exercise.in_turns:
        gone = Counter(rep.direction for rep in reps)
        told = (f"{count} {words(f'direction.{one}') if one is not None else words('report.not-told')}" for one, count in gone.items())
        rows.append((words("table.direction"), ways(asked, words), ", ".join(told)))
        rows.append((words("report.turn-time"), "", spread([rep.end_s - rep.start_s for rep in section.measured], words)))
    else:
        holds = [rep.hold_s for rep in section.measured if rep.hold_s is not None]
        rows.append((words("report.hold-name"), range_of(asked.hold_s, asked.hold_max_s, words), spread(holds, words)))
        rows.append((words("report.range-name"), "", "; ".join(_ranges(section))))
    rests = [rest for rest in section.rests_s if rest is not None]
    if not section.exercise.in_turns or asked.rest_s is not None:
        rows.append((words("report.rest-name"), range_of(asked.rest_s, asked.rest_max_s, words), spread(rests, words)))
    own_set = "" if section.set_number is None else words("report.set-of-day", number=section.set_number)
    rows.append((words("report.how-often"), times_a_day(asked.per_day, words), own_set))
    return [row for row in rows if row[1] or row[2]]


def spread(values: Sequence[float], words: Words) -> str:
    """Durations as their mean and their ends: `4.8 s on average, 3.1 to 5.2 s`."""
    if not values:
        return ""
    least, most = words.number(min(values), 1), words.number(max(values), 1)
    if least == most:
        return seconds(max(values), words)
    ends = words("amount.s", figure=words("dose.range", least=least, most=most))
    return words("report.spread", mean=seconds(fmean(values), words), ends=ends)


def asked_text(prescription: Prescription, words: Words) -> str:
    """The dose and the instructions, as far as the program has them."""
    told = dose(prescription, words)
    return " ".join(filter(None, (as_sentence(told) if told else "", words.of(prescription.instructions or ""))))


def _reps_asked(asked: Prescription, words: Words) -> str:
    parts = [
        str(asked.reps) if asked.reps is not None else "",
        words("amount.s", figure=words.number(asked.seconds, None)) if asked.seconds is not None else "",
    ]
    text = words("dose.or", one=parts[0], other=parts[1]) if all(parts) else "".join(parts)
    if text and len(asked.directions) > 1:
        text = words("report.each-way", amount=text)
    if text and len(asked.sides) > 1:
        text = words("report.each-foot", amount=text)
    return text


def _by_side(section: Section) -> str:
    told = []
    for side in section.sides:
        own = section.of_side(side)
        counted = sum(rep.counted for rep in own)
        which = "" if counted == len(own) else f", {_of_which(counted, section)}"
        told.append(f"{section.words(f'foot.{side}')} {len(own)}{which}")
    return "; ".join(told) or section.words("report.nothing")


def _ranges(section: Section) -> list[str]:
    told, words = [], section.words
    for side in section.sides:
        for unit in SHOWN:
            peaks = [rep.peak for rep in section.measured if rep.side == side and rep.peak_unit == unit]
            if peaks:
                least, most = amount(min(peaks), unit, words), amount(max(peaks), unit, words)
                ends = words("dose.range", least=least, most=most)
                text = least if least == most else words("report.usually", middle=amount(median(peaks), unit, words), ends=ends)
                told.append(text if len(section.sides) == 1 else f"{words(f'foot.{side}')} {text}")
    return told


def _of_which(counted: int, section: Section) -> str:
    return section.words("report.of-which", n=counted) if counted else section.words(f"report.of-which-none.{section.what}")


def _of(done: str, asked_s: float | None, words: Words) -> str:
    return done if asked_s is None else words("report.of-asked", done=done, asked=range_of(asked_s, None, words))
