"""The foot network: heatmaps at stride 4, soft-argmax, a correction that knows all points, and facts about the foot."""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from training import POINTS, SIZE

STRIDE = 4  # px of the crop per cell of a heatmap
CELLS = SIZE // STRIDE


class Prediction(NamedTuple):
    """What the network says of N crops; logits where a probability is meant."""

    heat: Tensor  # [N, 8, 32, 32] logits
    coarse: Tensor  # [N, 8, 2] px of the crop, the heatmaps' soft-argmax
    points: Tensor  # [N, 8, 2] px of the crop
    confidence: Tensor  # [N, 8] logits
    present: Tensor  # [N] logit
    right: Tensor  # [N] logit
    toes: Tensor  # [N] logit of bare toes that are seen
    flexion: Tensor  # [N] degrees
    log_spread: Tensor  # [N] log of a Laplace scale in degrees
    depth: Tensor  # [N, 8] lengths from heel to big toe, further from the camera than the foot's middle


def conv(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution, batch norm, ReLU."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):
    """Two 3 × 3 convolutions beside the identity; the shape stays."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = conv(channels, channels)
        self.second = conv(channels, channels)[:2]

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.second(self.first(x)))


def stage(inputs: int, outputs: int, blocks: int) -> nn.Sequential:
    """Halves the resolution, then `blocks` residual blocks."""
    return nn.Sequential(conv(inputs, outputs, stride=2), *(Residual(outputs) for _ in range(blocks)))


def cell_centres() -> Tensor:
    """[1024, 2] x, y in px of the crop of the heatmap's cells, row by row; pixel centres at integers."""
    centres = (torch.arange(CELLS) + 0.5) * STRIDE - 0.5
    y, x = torch.meshgrid(centres, centres, indexing="ij")
    return torch.stack([x, y], 2).flatten(0, 1)


class FootNet(nn.Module):
    """From [N, 3, 128, 128] RGB 0..1 to a Prediction."""

    def __init__(self, widths: tuple[int, ...] = (16, 32, 64, 96, 128), fine: int = 32, hidden: int = 256) -> None:
        super().__init__()
        w1, w2, w3, w4, w5 = widths
        count = len(POINTS)
        self.stem = conv(3, w1, 5, 2)
        self.down2, self.down3, self.down4, self.down5 = stage(w1, w2, 1), stage(w2, w3, 1), stage(w3, w4, 2), stage(w4, w5, 1)
        self.up4, self.up3, self.up2 = conv(w5, w4, 1), conv(w4, w3, 1), conv(w3, w2, 1)
        self.merge4, self.merge3, self.merge2 = conv(w4, w4), conv(w3, w3), conv(w2, fine)
        self.heat = nn.Conv2d(fine, count, 1)
        # deep features, features at each point, where the points are, and how they lie to one another
        self.head = nn.Sequential(nn.Linear(w5 + count * (fine + 2) + count**2, hidden), nn.ReLU(inplace=True), nn.Linear(hidden, 4 * count + 5))
        self.register_buffer("centres", cell_centres(), persistent=False)
        self.register_buffer("pairs", torch.triu_indices(count, count, 1), persistent=False)

    def features(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Deep features [N, w5, 4, 4], fine ones [N, fine, 32, 32] and heatmap logits [N, 8, 32, 32]."""
        x2 = self.down2(self.stem((image - 0.45) / 0.25))
        x3 = self.down3(x2)
        x4 = self.down4(x3)
        x5 = self.down5(x4)
        y = self.merge4(x4 + F.interpolate(self.up4(x5), scale_factor=2.0))
        y = self.merge3(x3 + F.interpolate(self.up3(y), scale_factor=2.0))
        y = self.merge2(x2 + F.interpolate(self.up2(y), scale_factor=2.0))
        return x5, y, self.heat(y)

    def decode(self, deep: Tensor, fine: Tensor, heat: Tensor) -> Prediction:
        """Points and facts from float32 features."""
        count = len(POINTS)
        share = heat.flatten(2).softmax(2)
        coarse = share @ self.centres
        at_points = share @ fine.flatten(2).transpose(1, 2)
        said = self.head(torch.cat([deep.mean((2, 3)), at_points.flatten(1), coarse.flatten(1) / (SIZE / 2) - 1, self.relations(coarse)], 1))
        # A joint under the skin has no look of its own: its heatmap is wide, and the other points say where in it.
        points = coarse + 8 * said[:, : 2 * count].reshape(-1, count, 2)
        present, right, toes, flexion, spread = said[:, 3 * count : 3 * count + 5].unbind(1)
        # tanh keeps the spread within 2.2..55 degrees, so that its likelihood cannot run away.
        confidence, log_spread, depth = said[:, 2 * count : 3 * count], 2.4 + 1.6 * torch.tanh(spread), said[:, 3 * count + 5 :]
        return Prediction(heat, coarse, points, confidence, present, right, toes, 20 * flexion, log_spread, depth)

    def relations(self, points: Tensor) -> Tensor:
        """[N, 64] the cross and the dot products of the points' directions [N, 8, 2] from their middle.

        Left or right, and curled or not, is a matter of such products; a small head does not learn to multiply from places alone.
        """
        v = points - points.mean(1, keepdim=True)
        x, y = (v / v.norm(dim=2, keepdim=True).mean(1, keepdim=True).clamp(min=1.0)).unbind(2)
        dots = x[:, :, None] * x[:, None] + y[:, :, None] * y[:, None]
        crosses = x[:, :, None] * y[:, None] - y[:, :, None] * x[:, None]
        first, second = self.pairs
        return torch.cat([crosses[:, first, second], dots[:, first, second], dots.diagonal(dim1=1, dim2=2)], 1)

    def forward(self, image: Tensor) -> Prediction:
        deep, fine, heat = self.features(image)
        # bfloat16 has 8 bits: too few for a place among 128 pixels.
        with torch.autocast(image.device.type, enabled=False):
            return self.decode(deep.float(), fine.float(), heat.float())


class Exported(nn.Module):
    """The graph that ships: `points` [N, 8, 4] (x, y in px, confidence, depth in foot lengths) and `foot` [N, 5].

    `foot` is presence, right foot and bare toes seen (probabilities), toe flexion and its Laplace spread (degrees).
    """

    def __init__(self, net: FootNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        said = self.net.decode(*self.net.features(image))
        points = torch.cat([said.points, said.confidence.sigmoid().unsqueeze(2), said.depth.unsqueeze(2)], 2)
        chances = torch.stack([said.present, said.right, said.toes], 1).sigmoid()
        return points, torch.cat([chances, torch.stack([said.flexion, said.log_spread.exp()], 1)], 1)


def parameter_count(net: nn.Module) -> int:
    """How many numbers are learnt."""
    return sum(p.numel() for p in net.parameters())
