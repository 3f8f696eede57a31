"""The renderer with scenes of the suite's own: `python benchmarks/scenes.py render SPEC.json OUT`, with the folder of `synth` on PYTHONPATH."""

import sys
from typing import Any

from synth import __main__ as synth
from synth.motion import SCENES, PencilPickup, Pulses


class LegRaise(PencilPickup):  # type: ignore[misc]  # the renderer has no types
    """A pencil pickup without toes and pencil: the foot is lifted, held and put down."""

    def pick(self, side: str, *times: float) -> None:
        super().pick(side, *times)
        self.ch[f"curl_{side}"] = Pulses()

    def dynamic(self, t: float, m: Any) -> None:
        return None


SCENES["leg-raise"] = LegRaise

if __name__ == "__main__":
    sys.argv[0] = "synth"
    synth.main()
