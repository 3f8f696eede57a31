"""What each batch of rendered crops goes through before it is learnt from: moved, covered, relit, blurred, made coarse, noisy and compressed."""

import math

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training import SIZE
from training.shards import Tensors


def uniform(chance: torch.Generator, low: float, high: float, *shape: int) -> Tensor:
    """Uniform random numbers on the generator's device."""
    return low + (high - low) * torch.rand(*shape, generator=chance, device=chance.device)


def some(chance: torch.Generator, count: int, share: float) -> Tensor:
    """Indices of a random `share` of `count` samples."""
    return torch.nonzero(uniform(chance, 0, 1, count) < share).flatten()


def noise_bank(chance: torch.Generator) -> Tensor:
    """Normal noise to cut from, several times a batch: drawing it anew would take longer than the rest of a step's preparation."""
    return torch.randn(2**23, generator=chance, device=chance.device)


def cut_noise(bank: Tensor, shape: torch.Size, chance: torch.Generator) -> Tensor:
    """Noise of that shape from a random place of the bank."""
    count = shape.numel()
    start = int(torch.randint(max(1, len(bank) - count), (1,), generator=chance, device=chance.device))
    return bank[start : start + count].view(shape) if count <= len(bank) else torch.randn(shape, generator=chance, device=chance.device)


def pixel_grid(device: torch.device) -> tuple[Tensor, Tensor]:
    """x [1, 1, 128] and y [1, 128, 1] in px."""
    places = torch.arange(SIZE, dtype=torch.float32, device=device)
    return places[None, None, :], places[None, :, None]


def warp(image: Tensor, truth: Tensors, chance: torch.Generator) -> Tensor:
    """Turns, scales, shifts and mirrors pictures [N, 3, 128, 128] and, in place, their truth."""
    n = len(image)
    angle = torch.where(uniform(chance, 0, 1, n) < 0.88, uniform(chance, -0.44, 0.44, n), uniform(chance, -math.pi, math.pi, n))
    scale = torch.exp(uniform(chance, math.log(0.75), math.log(1.3), n))
    shift = uniform(chance, -0.28, 0.28, n, 2)  # of half the crop's side
    mirrored = uniform(chance, 0, 1, n) < 0.5
    flip = torch.where(mirrored, -1.0, 1.0)
    c, s = torch.cos(angle), torch.sin(angle)
    # of normalised places in the new picture, to those in the old
    back = torch.stack([torch.stack([flip * c, -flip * s], 1), torch.stack([s, c], 1)], 1) / scale[:, None, None]
    origin = -(back @ shift[:, :, None])
    grid = F.affine_grid(torch.cat([back, origin], 2), list(image.shape), align_corners=False)
    edge = ("reflection", "border", "zeros")[int(torch.multinomial(torch.tensor([0.5, 0.3, 0.2], device=image.device), 1, generator=chance))]
    image = F.grid_sample(image, grid, padding_mode=edge, align_corners=False)
    forth = back.transpose(1, 2) * scale[:, None, None].square()  # the inverse of a scaled rotation
    place = ((truth["xy"] + 0.5) / (SIZE / 2) - 1) @ forth.transpose(1, 2) + shift[:, None]
    kept = (place.abs() < 1).all(2)
    truth["xy"] = (place + 1) * (SIZE / 2) - 0.5
    truth["inside"] = truth["inside"] & kept
    truth["visible"] = truth["visible"] & kept
    truth["toes"] = truth["toes"] & kept[:, 4:7].all(1)
    truth["side"] = torch.where(mirrored, 1 - truth["side"], truth["side"])
    return image


def cover_up(image: Tensor, truth: Tensors, chance: torch.Generator) -> None:
    """Draws, in place, a rectangle over one sample in five and a band across one in seven; covered points are hidden."""
    n, device = len(image), image.device
    x, y = pixel_grid(device)
    px, py = truth["xy"].unbind(2)
    hidden = torch.zeros_like(truth["visible"])

    def paint(chosen: Tensor, covers: Tensor, over: Tensor) -> None:
        colour = uniform(chance, 0, 1, len(chosen), 3, 1, 1) + uniform(chance, -0.15, 0.15, len(chosen), 1, 1, 1) * ((x + y)[:, None] / SIZE)
        image[chosen] = torch.where(covers[:, None], colour, image[chosen])
        hidden[chosen] |= over

    holes = some(chance, n, 0.2)
    middle, half = uniform(chance, 0, SIZE, len(holes), 2, 1, 1), uniform(chance, 3, 20, len(holes), 2, 1, 1)

    def in_hole(u: Tensor, v: Tensor) -> Tensor:
        shape = (len(holes),) + (1,) * (u.ndim - 1)
        return ((u - middle[:, 0].view(shape)).abs() < half[:, 0].view(shape)) & ((v - middle[:, 1].view(shape)).abs() < half[:, 1].view(shape))

    paint(holes, in_hole(x, y), in_hole(px[holes], py[holes]))
    bands = some(chance, n, 0.15)
    count = len(bands)
    through, angle = uniform(chance, 0.2 * SIZE, 0.8 * SIZE, count, 2), uniform(chance, 0, 2 * math.pi, count)
    width, endless = uniform(chance, 1.5, 9, count), uniform(chance, 0, 1, count) < 0.5

    def in_band(u: Tensor, v: Tensor) -> Tensor:
        shape = (count,) + (1,) * (u.ndim - 1)
        du, dv = u - through[:, 0].view(shape), v - through[:, 1].view(shape)
        c, s = torch.cos(angle).view(shape), torch.sin(angle).view(shape)
        return ((du * s - dv * c).abs() < width.view(shape)) & ((du * c + dv * s > 0) | endless.view(shape))

    paint(bands, in_band(x, y), in_band(px[bands], py[bands]))
    truth["visible"] = truth["visible"] & ~hidden
    truth["toes"] = truth["toes"] & (hidden[:, 4:7].sum(1) < 2)


def relight(image: Tensor, chance: torch.Generator) -> Tensor:
    """Brightness, contrast, colour cast, grey, gamma, and a dark room for one in six."""
    n, device = len(image), image.device
    gain = torch.exp(uniform(chance, -0.35, 0.3, n, 1, 1)) * (1 + uniform(chance, -0.16, 0.16, n, 3, 1))
    dark = uniform(chance, 0, 1, n, 1, 1) < 0.16
    gain = torch.where(dark, gain * uniform(chance, 0.12, 0.5, n, 1, 1), gain)
    colourful = torch.where(uniform(chance, 0, 1, n, 1, 1) < 0.1, 0.0, uniform(chance, 0.4, 1.3, n, 1, 1))
    mix = gain * (colourful * torch.eye(3, device=device) + (1 - colourful) / 3)
    contrast = uniform(chance, 0.75, 1.25, n, 1, 1)
    pivot = 0.45 * gain * (1 - contrast) + torch.where(dark, 0.0, uniform(chance, -0.08, 0.08, n, 1, 1))
    image = torch.baddbmm(pivot, mix * contrast, image.flatten(2)).view(image.shape)
    bent = some(chance, n, 0.3)
    image[bent] = image[bent].clamp(1e-4, 1) ** torch.exp(uniform(chance, -0.5, 0.5, len(bent), 1, 1, 1))
    return image


def blur(image: Tensor, chance: torch.Generator) -> None:
    """In place: Gaussian blur for one in six, motion blur in any direction for one in five; both are a Gaussian, round or long."""
    n, reach = len(image), 6
    moving = uniform(chance, 0, 1, n) < 0.2
    chosen = torch.nonzero(moving | (uniform(chance, 0, 1, n) < 0.16)).flatten()
    if not len(chosen):
        return
    count = len(chosen)
    across = uniform(chance, 0.4, 1.6, count)
    along = torch.where(moving[chosen], uniform(chance, 1.0, 4.0, count), across)
    across = torch.where(moving[chosen], torch.minimum(across, torch.tensor(0.6, device=image.device)), across)
    angle = uniform(chance, 0, math.pi, count)
    c, s = torch.cos(angle)[:, None, None], torch.sin(angle)[:, None, None]
    places = torch.arange(-reach, reach + 1, dtype=torch.float32, device=image.device)
    x, y = places[None, None, :], places[None, :, None]
    kernel = torch.exp(-0.5 * (((x * c + y * s) / along[:, None, None]) ** 2 + ((y * c - x * s) / across[:, None, None]) ** 2))
    kernel = (kernel / kernel.sum((1, 2), keepdim=True)).repeat_interleave(3, 0)[:, None]
    flat = F.pad(image[chosen].flatten(0, 1)[None], (reach,) * 4, mode="replicate")
    image[chosen] = F.conv2d(flat, kernel, groups=3 * count).view(count, *image.shape[1:])


def coarsen(image: Tensor, chance: torch.Generator, bank: Tensor) -> None:
    """In place: one sample in three becomes as small as a far foot before a webcam, gets noise there, is often compressed, and is enlarged again."""
    for group in some(chance, len(image), 0.33).split(3):
        small = 8 * max(3, round(SIZE / 8 * float(torch.exp(uniform(chance, math.log(0.2), math.log(0.8), 1)))))
        little = F.interpolate(image[group], size=(small, small), mode="area")
        little = little + cut_noise(bank, little.shape, chance) * uniform(chance, 0, 0.03, len(group), 1, 1, 1)
        compress(little, chance, 0.5)
        image[group] = F.interpolate(little, size=(SIZE, SIZE), mode="bilinear", align_corners=False)


def cosine_basis() -> Tensor:
    """[8, 8] the orthonormal cosine transform, a frequency a row."""
    k, x = torch.arange(8.0)[:, None], torch.arange(8.0)[None]
    return torch.cos(math.pi * (x + 0.5) * k / 8) * torch.where(k == 0, math.sqrt(1 / 8), 0.5)


def compress(image: Tensor, chance: torch.Generator, share: float) -> None:
    """In place: a `share` of the samples loses what JPEG of a low quality loses, in blocks of 8 px."""
    chosen = some(chance, len(image), share)
    basis = cosine_basis().to(image.device)
    blocks = image[chosen].unflatten(3, (-1, 8)).unflatten(2, (-1, 8)).transpose(3, 4)  # [M, 3, H / 8, W / 8, 8, 8]
    waves = torch.arange(8.0, device=image.device)
    step = uniform(chance, 0.03, 0.12, len(chosen), 1, 1, 1, 1, 1) * (1 + 0.5 * (waves[:, None] + waves[None]))
    coded = torch.round(basis @ blocks @ basis.T / step) * step
    image[chosen] = (basis.T @ coded @ basis).transpose(3, 4).reshape(len(chosen), *image.shape[1:])


def add_noise(image: Tensor, chance: torch.Generator, bank: Tensor) -> None:
    """In place: noise of a picture's own size on half of the samples."""
    chosen = some(chance, len(image), 0.5)
    image[chosen] += cut_noise(bank, image[chosen].shape, chance) * (0.06 * uniform(chance, 0, 1, len(chosen), 1, 1, 1).square())


@torch.no_grad()
def augment(sample: Tensors, chance: torch.Generator, bank: Tensor) -> tuple[Tensor, Tensors]:
    """Changed pictures [N, 3, 128, 128] float 0..1, channels last, and their changed truth, from a batch of a shard's fields."""
    truth = {name: values for name, values in sample.items() if name != "image"}
    image = warp(sample["image"].permute(0, 3, 1, 2).contiguous().float() / 255, truth, chance)
    cover_up(image, truth, chance)
    image = relight(image, chance)
    blur(image, chance)
    coarsen(image, chance, bank)
    add_noise(image, chance, bank)
    image.clamp_(0, 1)
    compress(image, chance, 0.16)
    return image.clamp_(0, 1).contiguous(memory_format=torch.channels_last), truth
