"""What a screen shows of a session, and what is said of where it stands. Pure."""

from footcv.coach.messages import Progress
from footcv.coach.situation import Situation
from footcv.coach.telling import card_of, fault_words, framing_words, most_pressing, move, side_words, summary_rows, title
from footcv.counting.pulses import ARRIVE
from footcv.words import Words, as_sentence


def progress_of(now: Situation, words: Words, now_s: float) -> Progress:
    """All of it, at `now_s` on the session's clock."""
    tally, step, asked, last = now.tally, now.step, now.step.prescription, now.tally.last
    by_time = asked is not None and asked.seconds is not None
    return Progress(
        phase=now.phase,
        exercise_id=step.exercise.id,
        exercise_name=words.of(step.exercise.name),
        in_turns=step.exercise.in_turns,
        side=step.side,
        direction=step.direction,
        step=tally.at + 1,
        steps=len(now.steps),
        set_index=tally.index,
        done=len(tally.counted),
        asked=asked.reps if asked is not None else None,
        seconds_done=tally.seconds_done if by_time else None,
        seconds_asked=asked.seconds if asked is not None else None,
        hold_s=now.hold.held_s(now_s) if now.phase == "exercise" else 0.0,
        hold_asked_s=asked.hold_s if asked is not None else None,
        left_s=max(0.0, now.until_s - now_s) if now.phase in ("countdown", "rest") else None,
        level=now.seen.level.share if now.seen.level is not None and now.phase in ("countdown", "exercise", "rest") else None,
        band=(ARRIVE, 1.0) if not step.exercise.in_turns else None,
        headline=headline(now, words, now_s),
        advice=_advice(now, words),
        card=card_of(step, words) if now.phase in ("card", "framing") else None,
        faults=tuple(fault_words(fault, step, words) for fault in most_pressing(last.faults)) if last is not None else (),
        upcoming=title(now.steps[tally.at + 1], words) if tally.at + 1 < len(now.steps) else None,
        actions=now.actions,
        summary=summary_rows(now.ended, words) if now.phase == "summary" else (),
    )


def headline(now: Situation, words: Words, now_s: float) -> str:
    """The one line to read from across the room."""
    step = now.step
    if now.phase == "card":
        return title(step, words)
    if now.phase == "framing":
        wrong = now.picture.wrong
        return framing_words(wrong[0], step, words) if wrong else words("framing.looking" if now.picture.well_s is None else "framing.good")
    if now.phase == "countdown":
        return words("countdown")
    if now.phase != "exercise":
        key, values = notice(now, words)
        return words(key, **values)
    if now.hold.enough:
        return words(f"release.{step.exercise.id}")
    if now.hold.held_s(now_s) > 0:
        return words(hold_key(now))
    learning = not now.tally.reps and now.seen.level is None
    return words("exercise.learn" if learning else "exercise.go", move=move(step, words))


def notice(now: Situation, words: Words) -> tuple[str, dict[str, str]]:
    """The message, and its values, of a rest, a pause or the summary."""
    if now.phase == "paused":
        return f"paused.{now.why}", {}
    if now.phase == "summary":
        return f"summary.{now.how}", {}
    if now.change == "side" and now.step.side is not None:
        return "change.side", {"side": side_words(now.step.exercise, now.step.side, words)}
    if now.change == "direction" and now.step.direction is not None:
        return "change.direction", {"direction": words(f"direction.{now.step.direction}")}
    return "resting", {}


def hold_key(now: Situation) -> str:
    """The message that tells to hold: who walks does not stand still."""
    return "hold.walk" if now.step.exercise.id == "toe-walking" else "hold"


def count_key(now: Situation) -> str:
    """The message that tells a count. Turns come fast, and want the bare number; of holds it shall not sound like the seconds that are counted down."""
    done, asked = len(now.tally.counted), now.step.prescription
    if now.tally.complete:
        return "count.last"
    if asked is not None and asked.reps is not None and done == asked.reps - 1:
        return "count.one-more"
    if asked is not None and asked.reps is not None and asked.reps >= 10 and done == asked.reps // 2:
        return "count.half"
    return "number" if now.step.exercise.in_turns else "count"


def _advice(now: Situation, words: Words) -> tuple[str, ...]:
    warnings = now.seen.level.warnings if now.seen.level is not None else ()
    return (*(framing_words(code, now.step, words) for code in now.picture.wrong), *(as_sentence(words.of(warning)) for warning in warnings))
