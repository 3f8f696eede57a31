"""Weights to go on from, out of a network that was exported: python -m training.revive MODEL.onnx DATA_DIR OUT.pt, then training.train --start OUT.pt."""

import argparse
from functools import partial
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from training.network import Exported, FootNet
from training.shards import Shards
from training.train import pictures, save

CROPS = 512  # from which the spreads come


def kernels_and_biases(path: Path) -> tuple[list[tuple[Tensor, Tensor]], dict[str, Tensor]]:
    """The convolutions whose batch norms the export took in, in the order in which they run, and what kept its name."""
    graph = onnx.load(str(path)).graph
    values = {each.name: torch.from_numpy(np.array(numpy_helper.to_array(each))) for each in graph.initializer}
    own = {name.removeprefix("net."): value for name, value in values.items() if name.startswith("net.")}
    pairs = [(values[node.input[1]], values[node.input[2]]) for node in graph.node if node.op_type == "Conv" and not node.input[1].startswith("net.")]
    return pairs, own


def normed(net: FootNet) -> list[tuple[nn.Conv2d, nn.BatchNorm2d]]:
    """The convolutions with a batch norm behind, in the order in which they run."""
    down = [net.stem, net.down2, net.down3, net.down4, net.down5]
    up = [each for pair in ((net.up4, net.merge4), (net.up3, net.merge3), (net.up2, net.merge2)) for each in pair]
    layers = [layer for part in down + up for layer in part.modules() if isinstance(layer, nn.Conv2d | nn.BatchNorm2d)]
    return [(conv, norm) for conv, norm in zip(layers[::2], layers[1::2], strict=True) if isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d)]


def unfold(norm: nn.BatchNorm2d, bias: Tensor, _module: nn.Module, _inputs: object, out: Tensor) -> None:
    """Sets a batch norm so that it only adds the bias to what its convolution gave, whether it takes its own statistics or the batch's."""
    variance, mean = torch.var_mean(out, (0, 2, 3), correction=0)
    norm.running_mean, norm.running_var = mean, variance
    norm.weight.data, norm.bias.data = (variance + norm.eps).sqrt(), mean + bias


@torch.no_grad()
def revive(path: Path, images: Tensor) -> FootNet:
    """The network of an ONNX file of training.export, its batch norms set anew from what [N, 128, 128, 3] uint8 pictures give."""
    pairs, own = kernels_and_biases(path)
    net = FootNet().eval()
    net.load_state_dict(own, strict=False)
    hooks = []
    for (conv, norm), (kernel, bias) in zip(normed(net), pairs, strict=True):
        conv.weight.copy_(kernel)
        hooks.append(conv.register_forward_hook(partial(unfold, norm, bias)))
    Exported(net)(pictures(images))
    for hook in hooks:
        hook.remove()
    return net


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    shards = Shards(given.data)
    shards.look(at_most=1)
    if shards.validation is None:
        raise SystemExit(f"{given.data} holds no shard")
    save(revive(given.model, torch.from_numpy(shards.validation["image"][:CROPS])), given.out)


if __name__ == "__main__":
    main()
