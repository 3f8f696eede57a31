"""The model files: where they lie, and whether they are what they should be."""

import hashlib
from pathlib import Path

from footcv.errors import ModelError

PACKAGE = Path(__file__).resolve().parent
# Inside the installed package, else beside it in a checkout.
FOLDERS = (PACKAGE / "models", PACKAGE.parent / "models")
SUMS = "SHA256SUMS"
REMEDY = "reinstall footcv"


def model_file(name: str, remedy: str = REMEDY) -> Path:
    """The checked file `name` of a model; raise ModelError, with the `remedy`, where it is missing, unreadable, unknown or not what SHA256SUMS says."""
    folder = next((folder for folder in FOLDERS if (folder / SUMS).is_file()), None)
    if folder is None:
        raise ModelError(f"the models are missing ({FOLDERS[0]} has no {SUMS}): {REMEDY}")
    path = folder / name
    try:
        expected = _checksums(folder / SUMS).get(name)
        if expected is None:
            raise ModelError(f"{folder / SUMS} knows no model {name}: {remedy}")
        if not path.is_file():
            raise ModelError(f"the model file {path} is missing: {remedy}")
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"cannot read the model file {error.filename}: {error.strerror}") from error
    if found != expected:
        raise ModelError(f"the model file {path} is damaged: {remedy}")
    return path


def _checksums(path: Path) -> dict[str, str]:
    """File name → SHA-256, from the format that `sha256sum` writes."""
    lines = (line.split(maxsplit=1) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {name.strip().lstrip("*"): digest for digest, name in lines}
