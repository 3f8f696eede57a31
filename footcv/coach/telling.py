"""What the coach says of a step and of a set, in words. Pure."""

from collections.abc import Iterable, Sequence

from footcv.coach.messages import Card, SummaryRow
from footcv.coach.steps import Step
from footcv.coach.tally import Tally
from footcv.counting.rep import Rep
from footcv.exercises.exercise import Exercise
from footcv.programs.dose import dose_of_set
from footcv.words import Words

# Done with one whole leg stretched out or up: people speak of the leg.
_OF_THE_LEG = ("plantar-flexion", "ankle-circles")
# Of several faults of one rep the first of these is said: how long the wrong foot holds does not matter.
_URGENCY = ("wrong-side", "wrong-direction", "short-hold", "shallow", "short-rest")


def side_words(exercise: Exercise, side: str, words: Words) -> str:
    """`left leg`, `right foot`, `both feet`."""
    return words(f"leg.{side}") if side != "both" and exercise.id in _OF_THE_LEG else words(f"foot.{side}")


def title(step: Step, words: Words) -> str:
    """`Ankle circles, left leg, clockwise`."""
    return ", ".join([words.of(step.exercise.name), *_which(step, words)])


def dose(step: Step, words: Words) -> str:
    """What is asked of this set, such as `15 repetitions, hold for 5 seconds`; without a prescription that it lasts as long as the person likes."""
    asked = step.prescription
    return (", ".join(dose_of_set(asked, words)) if asked is not None else "") or words("dose.open")


def card_of(step: Step, words: Words) -> Card:
    """How to set up for a step."""
    exercise = step.exercise
    own = step.prescription.instructions if step.prescription is not None else None
    return Card(
        how=words.of(exercise.rep),
        position=words.of(exercise.position),
        equipment=words.of(exercise.equipment),
        camera=words.of(exercise.camera),
        dose=dose(step, words),
        instructions=words.of(own) if own else None,
    )


def card_aloud(step: Step, words: Words) -> str:
    """The card as it is read out: who lies on the floor already need not get up to know what comes."""
    card = card_of(step, words)
    return words("card", title=title(step, words), text=card.instructions or f"{card.position} {card.how}", dose=card.dose)


def move(step: Step, words: Words) -> str:
    """What to do now, in a few words."""
    if step.direction is not None:
        return words("move.circle", direction=words(f"direction.{step.direction}"))
    return words(f"move.{step.exercise.id}")


def framing_words(code: str, step: Step, words: Words) -> str:
    """What to change so that the picture will do."""
    return words(f"posture.{step.exercise.posture}") if code == "wrong-posture" else words(f"framing.{code}")


def most_pressing(faults: Sequence[str]) -> list[str]:
    """The contract's `faults` of a rep, what matters most first."""
    return sorted(faults, key=_URGENCY.index)


def fault_words(fault: str, step: Step, words: Words) -> str:
    """What to do otherwise next time, for one of the contract's faults."""
    asked = step.prescription
    if fault == "short-hold" and asked is not None and asked.hold_s is not None:
        return words("fault.short-hold", n=round(asked.hold_s))
    if fault == "wrong-side" and step.side == "both":
        return words("fault.wrong-side.both")
    if fault == "wrong-side":
        sides = [step.side] if step.side else list(asked.sides) if asked is not None else []
        return words("fault.wrong-side", side=" / ".join(side_words(step.exercise, side, words) for side in sides))
    if fault == "wrong-direction":
        return words("fault.wrong-direction", direction=words(f"direction.{step.direction}"))
    if fault == "short-rest" and asked is not None and asked.rest_s is not None:
        return words("fault.short-rest", n=round(asked.rest_s))
    return words("fault.shallow")


def summary_rows(tallies: Iterable[Tally], words: Words) -> tuple[SummaryRow, ...]:
    """A row for each set."""
    return tuple(_summary_row(tally, words) for tally in tallies)


def _summary_row(tally: Tally, words: Words) -> SummaryRow:
    step, asked = tally.step, tally.step.prescription
    seen = [rep for rep in tally.reps if "wrong-side" not in rep.faults]
    return SummaryRow(
        exercise_id=step.exercise.id,
        exercise_name=words.of(step.exercise.name),
        side=step.side,
        direction=step.direction,
        done=len(tally.counted),
        asked=asked.reps if asked is not None else None,
        seconds_done=tally.seconds_done if asked is not None and asked.seconds is not None else None,
        seconds_asked=asked.seconds if asked is not None else None,
        full_holds=sum("short-hold" not in rep.faults for rep in seen) if asked is not None and asked.hold_s is not None else None,
        best_range=_best_range(seen, words) if not step.exercise.in_turns else None,
        complete=tally.complete,
    )


def _best_range(reps: Iterable[Rep], words: Words) -> str | None:
    """The largest excursion with a unit; a share of the set's own range says nothing outside the set."""
    best = max((rep for rep in reps if rep.peak_unit in ("m", "deg")), key=lambda rep: rep.peak, default=None)
    if best is None:
        return None
    return f"{words.number(100 * best.peak, 1)} cm" if best.peak_unit == "m" else f"{words.number(best.peak)}°"


def _which(step: Step, words: Words) -> list[str]:
    side = [side_words(step.exercise, step.side, words)] if step.side and len(step.exercise.sides) > 1 else []
    return side + ([words(f"direction.{step.direction}")] if step.direction else [])
