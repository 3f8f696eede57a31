"""Looks at feet again: at those that are followed, where they were last, and at what was just found, where it is now known to lie."""

from collections.abc import Sequence
from operator import attrgetter

from footcv.feet.follow import Crop, Follow, crop_about
from footcv.feet.foot import PRESENT
from footcv.feet.landmarks import READ_WELL, FootReading, read_feet
from footcv.feet.size import SMALLEST_FOOT_PX
from footcv.video.frame import Frame

# What was looked at in vain, or in doubt, is looked at anew this often.
LOOK_EVERY_S = 0.3
# A foot that was found (foot.py) and that no body leads to stays while the network is a little sure: lifted past the other leg, rendered ones fall to 0.2.
STAYS = 0.2
# A foot of which the network is less sure than this is looked at in a crop so much wider and, where no body leads to it, in one so much nearer: on tiptoe one
# that is seen half from behind shrinks faster than its crop.
DOUBTED = 0.9
WIDER, NEARER = 1.4, 0.65
# Where one foot stands close behind the other their crops show both, and points of one are read on the other: one that is doubted, but not in a crop that lies
# so much higher or lower, in its extent, is read there from then on. (A near foot with the far one's toes: 0.87; from lower down 0.97, with its own.)
SHIFTS = (-0.25, 0.0, 0.25)
# One that was lost is looked for in a crop this much closer too: its points may have run over to what it was lost behind.
CLOSER = 0.8


def read_again(frame: Frame, feet: Sequence[Follow]) -> list[FootReading | None]:
    """A reading of each foot that is followed, None where it is not seen.

    One that is doubted is looked at in other crops too, now and then: one that has shrunk to the toes or the heel gets stuck there. A foot that seems to have
    shrunk at once, or that no body leads to and that is not seen, is read from those, or not at all. What no body leads to and is doubted is looked at from
    above and from below, too.
    """
    readings: list[FootReading | None] = []
    for foot, reading in zip(feet, read_feet(frame.image, [foot.crop() for foot in feet], mirrored_below=READ_WELL), strict=True):
        seen = [reading] if foot.is_whole(reading) and (foot.is_led or reading.present >= STAYS) else []
        if not seen or (reading.sureness < DOUBTED and frame.t - foot.doubted >= LOOK_EVERY_S):
            foot.doubted = frame.t
            sizes = [WIDER] if foot.is_led else [WIDER, NEARER]
            looks = read_feet(frame.image, [crop_about(foot.centre, size * foot.extent_px) for size in sizes], mirrored_below=READ_WELL)
            # A foot that is half hidden is seen for what it is about it: looked at closely it is none.
            others = looked_closer(frame, looks) or [look for look in looks if look.present >= PRESENT and not foot.is_led]
            seen += others if seen else [again for again in others if foot.is_whole(again)]
            if not foot.is_led and all(look.sureness < DOUBTED for look in seen):
                seen += _from_above_or_below(frame, foot)
        best = max(seen, key=attrgetter("sureness"), default=None)
        readings.append(best if best is not None and best.present >= (PRESENT if foot.is_led else STAYS) else None)
    return readings


def _from_above_or_below(frame: Frame, foot: Follow) -> list[FootReading]:
    """A reading of the foot in a crop that lies higher or lower, where it is not doubted, and is read from now on."""
    shifts = [shift for shift in SHIFTS if shift != foot.shift]
    looks = read_feet(frame.image, [foot.crop(shift) for shift in shifts], mirrored_below=READ_WELL)
    shift, best = max(zip(shifts, looks, strict=True), key=lambda look: look[1].sureness)
    if best.sureness < DOUBTED or not foot.is_whole(best):
        return []
    foot.shift = shift
    return [best]


def seen_again(frame: Frame, lost: Sequence[Follow]) -> list[tuple[Follow, FootReading]]:
    """Those of the feet that were lost that are seen again about where they were, now and then looked for there."""
    due = [foot for foot in lost if frame.t - foot.doubted >= LOOK_EVERY_S]
    looks = read_feet(frame.image, [crop_about(foot.centre, share * foot.usual_px) for foot in due for share in (CLOSER, WIDER)], mirrored_below=READ_WELL)
    seen = []
    for foot, pair in zip(due, zip(looks[::2], looks[1::2], strict=True), strict=True):
        foot.doubted = frame.t
        best = max(pair, key=attrgetter("sureness"))
        if best.present >= PRESENT and foot.is_whole(best):
            seen.append((foot, best))
    return seen


def looked_closer(frame: Frame, readings: Sequence[FootReading]) -> list[FootReading]:
    """The feet among first looks, looked at again where they are now known to lie."""
    likely = [_closer(reading) for reading in readings if reading.present >= PRESENT]
    return [again for again in read_feet(frame.image, likely, mirrored_below=READ_WELL) if again.present >= PRESENT]


def _closer(reading: FootReading) -> Crop:
    return crop_about(reading.centre, max(reading.extent_px, SMALLEST_FOOT_PX))
