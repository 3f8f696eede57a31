"""The rendered shards of a folder, as training reads them."""

import zipfile
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training import SIZE

Arrays = dict[str, np.ndarray]
Tensors = dict[str, Tensor]

FIELDS = ("image", "xy", "inside", "visible", "depth", "present", "side", "flex", "toes", "cover")
VALIDATION_AT_MOST = 2000  # samples


def load_shard(path: Path) -> Arrays | None:
    """The shard's arrays, pictures as uint8; None while it is still being written."""
    try:
        with np.load(path) as file:
            return {name: file[name] for name in FIELDS}
    except (zipfile.BadZipFile, EOFError, KeyError, OSError, ValueError):
        return None


class Shards:
    """The training shards of a folder, each kept as it was read: joining them would need the memory twice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: set[Path] = set()
        self.shards: list[Arrays] = []
        self.ends = np.zeros(0, np.int64)
        self.validation: Arrays | None = None
        self.validation_path: Path | None = None

    def look(self, at_most: int | None = None) -> None:
        """Takes up to `at_most` shards that are new in the folder; the first by name becomes the validation set."""
        new = [p for p in sorted(self.folder.glob("feet-*.npz")) if p not in self.paths]
        for path in new[:at_most]:
            if (arrays := load_shard(path)) is None:
                continue
            self.paths.add(path)
            if self.validation is None:
                self.validation, self.validation_path = {k: v[:VALIDATION_AT_MOST] for k, v in arrays.items()}, path
            else:
                self.shards.append(arrays)
        self.ends = np.cumsum([len(s["xy"]) for s in self.shards], dtype=np.int64)

    def __len__(self) -> int:
        return int(self.ends[-1]) if len(self.ends) else 0

    def take(self, indices: np.ndarray) -> Tensors:
        """The samples at `indices` of all shards in a row, as tensors with the samples first."""
        which = np.searchsorted(self.ends, indices, side="right")
        rows = [(self.shards[s], int(i - self.ends[s])) for s, i in zip(which, indices, strict=True)]  # from the shard's end
        return to_tensors({name: np.stack([shard[name][row] for shard, row in rows]) for name in FIELDS})


def to_tensors(arrays: Arrays) -> Tensors:
    """Tensors of a sample's fields; points outside the picture, which nothing reads, become finite."""
    tensors = {name: torch.from_numpy(values) for name, values in arrays.items()}
    tensors["xy"] = torch.nan_to_num(tensors["xy"].float(), 0.0, 0.0, 0.0).clamp(-4 * SIZE, 4 * SIZE)
    tensors["depth"] = torch.nan_to_num(tensors["depth"].float())
    tensors["flex"] = torch.nan_to_num(tensors["flex"].float())
    return tensors
