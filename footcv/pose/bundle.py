"""The model files: where they lie, and whether they are what they should be."""

import hashlib
from pathlib import Path

from footcv.errors import ModelError

PACKAGE = Path(__file__).resolve().parents[1]
# Inside the installed package, else beside it in a checkout.
FOLDERS = (PACKAGE / "models", PACKAGE.parent / "models")
SUMS = "SHA256SUMS"


def bundle_path(model: str) -> Path:
    """The checked bundle of `model`: lite, full or heavy.

    Raises ModelError where it is missing, differs from the checksum shipped beside it, or has none.
    """
    name = f"pose_landmarker_{model}.task"
    folder = next((folder for folder in FOLDERS if (folder / SUMS).is_file()), None)
    if folder is None:
        raise ModelError(f"the models are missing ({FOLDERS[0]} has no {SUMS}): reinstall footcv")
    path = folder / name
    build = "python models/build.py --heavy" if model == "heavy" else "python models/build.py"
    try:
        expected = _checksums(folder / SUMS).get(name)
        if expected is None:
            raise ModelError(f"no model is called {model}: take lite, full or heavy")
        if not path.is_file():
            if model == "heavy":
                raise ModelError(f"the heavy model does not come with footcv: build {path} with `{build}` in a checkout of footcv, or take full")
            raise ModelError(f"the model file {path} is missing: reinstall footcv, or run `{build}` in a checkout of it")
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"cannot read the model file {error.filename}: {error.strerror}") from error
    if found != expected:
        raise ModelError(f"the model file {path} is damaged: reinstall footcv, or run `{build}` in a checkout of it")
    return path


def _checksums(path: Path) -> dict[str, str]:
    """File name → SHA-256, from the format that `sha256sum` writes."""
    lines = (line.split(maxsplit=1) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {name.strip().lstrip("*"): digest for digest, name in lines}
