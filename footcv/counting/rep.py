"""The repetition, as the contract defines it."""

from dataclasses import dataclass

# What the fields of a repetition may say.
SIDES = ("left", "right", "both")
PEAK_UNITS = ("m", "deg", "share")
FAULTS = ("short-hold", "shallow", "wrong-side", "wrong-direction", "short-rest")

# The contract's: what goes less far, as a share of the session's typical excursion, was broken off.
ABORTED = 0.4


@dataclass(frozen=True)
class Rep:
    """One repetition; made once, when it ends.

    Times are seconds from the source's first frame. `hold_start_s` and `hold_end_s` are None for turns of ankle circles, `direction` is None for
    all else and where the view cannot tell. `side` is the person's own: left, right or both. `confidence` lies in [0, 1]. `counted` is
    true where the rep meets the prescription; where not, `faults` says why (`short-hold`, `shallow`, `wrong-side`, `wrong-direction`, `short-rest`).
    """

    index: int
    side: str
    direction: str | None
    start_s: float
    hold_start_s: float | None
    hold_end_s: float | None
    end_s: float
    peak: float
    peak_unit: str
    confidence: float
    counted: bool = True
    faults: tuple[str, ...] = ()

    @property
    def hold_s(self) -> float | None:
        """Seconds held, or None where the exercise has no hold."""
        if self.hold_start_s is None or self.hold_end_s is None:
            return None
        return self.hold_end_s - self.hold_start_s

    def overlaps(self, from_s: float, to_s: float) -> bool:
        """Whether a part of it lies in that time."""
        return self.start_s < to_s and from_s < self.end_s
