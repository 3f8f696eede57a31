"""Weights between two networks', the second trained on from the first: python -m training.blend FIRST.pt SECOND.pt DATA_DIR OUT.pt --share 0.7.

What was trained on from fewer pictures knows them better, and others worse, than what it came from; the mean of both weights keeps what either knows (Wortsman
et al. 2022, "Robust fine-tuning of zero-shot models"). Its batch norms are measured anew: the mean of two nets' statistics is that of neither.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.augment import augment, noise_bank
from training.network import FootNet
from training.shards import Shards
from training.train import save, wait_for_shards

BATCHES, BATCH = 60, 64  # from which the batch norms' statistics come


def blend(first: dict[str, Tensor], second: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """The weights `share` of the way from the first's to the second's; what is counted and not learnt is the second's."""
    return {name: torch.lerp(first[name], value, share) if value.is_floating_point() else value for name, value in second.items()}


@torch.no_grad()
def measure_norms(net: FootNet, shards: Shards, seed: int) -> None:
    """Sets the batch norms' statistics to the means over augmented batches."""
    chance, order = torch.Generator().manual_seed(seed), np.random.default_rng(seed)
    bank = noise_bank(chance)
    norms = [(module, module.momentum) for module in net.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm, _ in norms:
        norm.reset_running_stats()
        norm.momentum = None  # the mean of all batches
    net.train()
    for _ in range(BATCHES):
        image, _ = augment(shards.take(order.integers(0, len(shards), BATCH)), chance, bank)
        net(image)
    net.eval()
    for norm, momentum in norms:
        norm.momentum = momentum


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="0: the first's weights, 1: the second's")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    net = FootNet()
    net.load_state_dict(blend(*(torch.load(path, map_location="cpu") for path in (given.first, given.second)), given.share))
    measure_norms(net, wait_for_shards(given.data), given.seed)
    save(net, given.out)


if __name__ == "__main__":
    main()
