"""The pose models: which there are, and how to mend one."""

from pathlib import Path

from footcv.errors import ModelError
from footcv.model_files import model_file

MODELS = ("lite", "full", "heavy")
BUILD = "reinstall footcv, or run `python models/build.py` in a checkout of it"
BUILD_HEAVY = "it does not come with footcv; build it with `python models/build.py --heavy` in a checkout of footcv, or take full"


def bundle_path(model: str) -> Path:
    """The checked bundle of `model`: lite, full or heavy. Raises ModelError where it is missing or differs from the checksum shipped beside it."""
    if model not in MODELS:
        raise ModelError(f"no model is called {model}: take lite, full or heavy")
    return model_file(f"pose_landmarker_{model}.task", BUILD_HEAVY if model == "heavy" else BUILD)
