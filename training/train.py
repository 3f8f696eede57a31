"""Trains the foot network on rendered shards: python -m training.train DATA_DIR OUT.pt --seconds S."""

import argparse
import copy
import math
import time
import zipfile
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training import COVERS, POINTS, SIZE
from training.network import FootNet, Prediction, cell_centres, parameter_count

Arrays = dict[str, np.ndarray]
Tensors = dict[str, Tensor]

FIELDS = ("image", "xy", "inside", "visible", "present", "side", "flex", "toes", "cover")
TOP_RATE = 2e-3
HEAT_SIGMA = 3.0  # px of the crop
HIDDEN_WEIGHT = 0.4  # of a point inside the picture but hidden, against 1 for a visible one
REPORT_EVERY = 100.0  # s
LOOK_EVERY = 20.0  # s between looks for new shards
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
    tensors["flex"] = torch.nan_to_num(tensors["flex"].float())
    return tensors


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
    """In place: one sample in four becomes as small as a far foot before a webcam, gets noise there, and is enlarged again."""
    for group in some(chance, len(image), 0.25).split(3):
        small = max(24, int(SIZE * float(torch.exp(uniform(chance, math.log(0.2), math.log(0.8), 1)))))
        little = F.interpolate(image[group], size=(small, small), mode="area")
        little = little + cut_noise(bank, little.shape, chance) * uniform(chance, 0, 0.03, len(group), 1, 1, 1)
        image[group] = F.interpolate(little, size=(SIZE, SIZE), mode="bilinear", align_corners=False)


def cosine_basis() -> Tensor:
    """[8, 8] the orthonormal cosine transform, a frequency a row."""
    k, x = torch.arange(8.0)[:, None], torch.arange(8.0)[None]
    return torch.cos(math.pi * (x + 0.5) * k / 8) * torch.where(k == 0, math.sqrt(1 / 8), 0.5)


def compress(image: Tensor, chance: torch.Generator) -> None:
    """In place: one sample in six loses what JPEG of a low quality loses, in blocks of 8 px."""
    chosen = some(chance, len(image), 0.16)
    basis = cosine_basis().to(image.device)
    blocks = image[chosen].unflatten(3, (-1, 8)).unflatten(2, (-1, 8)).transpose(3, 4)  # [M, 3, 16, 16, 8, 8]
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
    compress(image, chance)
    return image.clamp_(0, 1).contiguous(memory_format=torch.channels_last), truth


def foot_length(xy: Tensor) -> Tensor:
    """[N] px: heel to big toe, or four fifths of the foot's extent where it points at the camera; xy is [N, 8, 2] px."""
    extent = (xy[:, :7].amax(1) - xy[:, :7].amin(1)).amax(1)
    return torch.maximum((xy[:, 1] - xy[:, 4]).norm(dim=1), 0.8 * extent).clamp(min=16.0)


def mean_over(values: Tensor, weights: Tensor) -> Tensor:
    """The weighted mean, zero where all weights are."""
    return (values * weights).sum() / weights.sum().clamp(min=1.0)


def losses(said: Prediction, truth: Tensors) -> dict[str, Tensor]:
    """The weighted parts of the loss over one batch, by name."""
    xy, inside = truth["xy"], truth["inside"].float()
    weight = inside * (HIDDEN_WEIGHT + (1 - HIDDEN_WEIGHT) * truth["visible"].float())
    offsets = cell_centres().to(xy.device)[None, None] - xy[:, :, None]  # [N, 8, 1024, 2]
    target = torch.softmax(-offsets.square().sum(3) / (2 * HEAT_SIGMA**2), 2)
    heat = -(target * said.heat.flatten(2).log_softmax(2)).sum(2)
    length = foot_length(xy)[:, None]
    coarse = (said.coarse - xy).abs().sum(2) / length
    error = (said.points - xy).abs().sum(2) / length
    with torch.no_grad():  # about 1 within 0.15 of the foot's length, about 0 beyond 0.3
        near = torch.sigmoid(((said.points - xy).norm(dim=2) / length - 0.2) / -0.03)
    present, toes = truth["present"].float(), truth["toes"].float()
    laplace = (said.flexion - truth["flex"]).abs() * torch.exp(-said.log_spread) + said.log_spread
    return {
        "heat": mean_over(heat, weight),
        "points": mean_over(2 * coarse + 4 * error, weight),
        "confidence": F.binary_cross_entropy_with_logits(said.confidence, inside * near),
        "present": 0.5 * F.binary_cross_entropy_with_logits(said.present, present),
        "side": 1.0 * mean_over(F.binary_cross_entropy_with_logits(said.right, truth["side"].float(), reduction="none"), present),
        "toes": 0.3 * F.binary_cross_entropy_with_logits(said.toes, toes),
        "flexion": 1.2 * mean_over(laplace, toes),
    }


def pictures(image: Tensor) -> Tensor:
    """[N, 128, 128, 3] uint8 as [N, 3, 128, 128] float 0..1, channels last."""
    return (image.permute(0, 3, 1, 2).float() / 255).contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def predict(net: FootNet, images: Tensor, device: torch.device) -> Prediction:
    """What the net says of [N, 128, 128, 3] uint8 pictures, on the CPU."""
    return Prediction(*(values.cpu() for values in net(pictures(images.to(device)))))


def evaluate(net: FootNet, arrays: Arrays, device: torch.device, pool: Executor) -> str:
    """What is right on the validation set, in words; shares of points are of the visible ones."""
    net.eval()
    truth = to_tensors(arrays)
    parts = list(pool.map(lambda images: predict(net, images, device), truth["image"].split(64)))
    said = Prediction(*(torch.cat(values) for values in zip(*parts, strict=True)))
    error = (said.points - truth["xy"]).norm(dim=2) / foot_length(truth["xy"])[:, None]
    visible, present, toes = truth["visible"].bool(), truth["present"].bool(), truth["toes"].bool()

    def share(limit: float, chosen: Tensor) -> str:
        return f"{(error[chosen] < limit).float().mean().item():.3f}"

    by_point = []
    for k, name in enumerate(POINTS):
        chosen = torch.zeros_like(visible)
        chosen[:, k] = visible[:, k]
        by_point.append(f"{name} {share(0.10, chosen)}/{share(0.15, chosen)} median {100 * error[chosen].nanmedian().item():.1f}%")
    by_cover = [f"{name} {share(0.10, chosen)}/{share(0.15, chosen)}" for c, name in enumerate(COVERS) for chosen in [visible & (truth["cover"] == c)[:, None]]]
    flexion, true_flexion = said.flexion[toes].numpy(), truth["flex"][toes].numpy()
    correlation = np.corrcoef(flexion, true_flexion)[0, 1] if len(flexion) > 1 else math.nan
    presence = ((said.present > 0) == present).float().mean().item()
    side = ((said.right > 0) == (truth["side"] > 0))[present].float().mean().item()
    seen = ((said.toes > 0) == toes).float().mean().item()
    sure = ((said.confidence > 0) == (truth["inside"].bool() & (error < 0.2))).float().mean().item()
    return "\n  ".join(
        [
            f"PCK@0.10 {share(0.10, visible)} PCK@0.15 {share(0.15, visible)}; " + ", ".join(by_cover),
            ", ".join(by_point),
            f"presence {presence:.3f}, side {side:.3f}, toes seen {seen:.3f}, confidence right {sure:.3f}, "
            f"flexion MAE {np.abs(flexion - true_flexion).mean() if len(flexion) else math.nan:.1f}° r {correlation:.3f} "
            f"spread said {said.log_spread[toes].exp().mean().item():.1f}° (n {len(flexion)}, SD {true_flexion.std() if len(flexion) else math.nan:.1f}°)",
        ]
    )


def learning_rate(top: float, step: int, share_done: float) -> float:
    """A short rise over steps, then a cosine over time down to a fiftieth."""
    return top * min(1.0, (step + 1) / 200) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(share_done, 1.0))))


@torch.no_grad()
def follow(average: FootNet, net: FootNet, step: int) -> None:
    """Moves the averaged weights, and the batch norms' statistics, towards those of this step."""
    keep = min(0.998, (step + 1) / (step + 20))
    state, now = average.state_dict(), net.state_dict()
    floats = [name for name, values in state.items() if values.is_floating_point()]
    torch._foreach_lerp_([state[name] for name in floats], [now[name] for name in floats], 1 - keep)


def save(net: FootNet, path: Path) -> None:
    """Writes the weights beside their place, then moves them there: a reader never sees half a file."""
    half = path.with_suffix(path.suffix + ".part")
    torch.save({name: values.cpu() for name, values in net.state_dict().items()}, half)
    half.replace(path)


def wait_for_shards(folder: Path) -> Shards:
    """Waits until there is something to validate with and something to learn from."""
    shards = Shards(folder)
    while shards.look() or not len(shards):
        print("waiting for shards in", folder, flush=True)
        time.sleep(10)
    return shards


def twin(net: FootNet) -> FootNet:
    """A net with the same weights in the same memory, and gradients and batch statistics of its own."""
    other = copy.deepcopy(net)
    for mine, its in zip(net.parameters(), other.parameters(), strict=True):
        its.data = mine.data
    return other


def gather_gradients(nets: list[FootNet]) -> None:
    """Leaves the mean of all nets' gradients in the first."""
    total, *others = ([p.grad for p in net.parameters() if p.grad is not None] for net in nets)
    for gradients in others:
        torch._foreach_add_(total, gradients)
    torch._foreach_mul_(total, 1 / len(nets))


def learn(net: FootNet, shards: Shards, batch: int, order: np.random.Generator, chance: torch.Generator, bank: Tensor) -> dict[str, float]:
    """Leaves the gradients of one batch in the net; returns the parts of its loss."""
    device = bank.device
    sample = {name: values.to(device) for name, values in shards.take(order.integers(0, len(shards), batch)).items()}
    image, truth = augment(sample, chance, bank)
    with torch.autocast(device.type, torch.bfloat16):
        said = net(image)
    parts = losses(said, truth)
    net.zero_grad()
    torch.stack(list(parts.values())).sum().backward()
    return {name: value.item() for name, value in parts.items()}


def train(folder: Path, out: Path, seconds: float, seed: int = 0, threads: int = 2, start: Path | None = None, batch: int = 0, top: float = TOP_RATE) -> None:
    """Trains for `seconds` and leaves the averaged weights in `out`; batch 0 means what suits the device.

    On a CPU each thread takes its part of a batch with a twin of the net. Threads within a convolution would wait for
    each other by spinning, which on cores that others use too costs nearly everything.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    workers = threads if device.type == "cpu" else 1
    batch = batch or (24 * workers if device.type == "cpu" else 512)
    top_rate = top * math.sqrt(batch / 32)
    chances = [torch.Generator(device).manual_seed(seed * 1000 + k) for k in range(workers)]
    orders = [np.random.default_rng([seed, k]) for k in range(workers)]
    bank = noise_bank(chances[0])
    shards = wait_for_shards(folder)
    net = FootNet()
    if start:
        net.load_state_dict(torch.load(start, map_location="cpu"))
    net = net.to(device, memory_format=torch.channels_last)
    average = copy.deepcopy(net)
    nets = [net] + [twin(net) for _ in range(workers - 1)]
    print(f"{parameter_count(net) / 1e6:.2f} M parameters, {device}, batch {batch}, {len(shards)} samples, validation {shards.validation_path}", flush=True)
    decayed = [p for p in net.parameters() if p.ndim > 1]
    plain = [p for p in net.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}], top_rate)
    began = reported = looked = time.monotonic()
    reported_step = step = 0
    running: dict[str, float] = {}
    with ThreadPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        while (spent := time.monotonic() - began) < seconds:
            if time.monotonic() - looked > LOOK_EVERY:
                shards.look(at_most=8)
                looked = time.monotonic()
            for group in optimiser.param_groups:
                group["lr"] = learning_rate(top_rate, step, spent / seconds)
            jobs = [pool.submit(learn, each, shards, batch // workers, order, chance, bank) for each, order, chance in zip(nets, orders, chances, strict=True)]
            for name, value in [part for job in jobs for part in job.result().items()]:
                running[name] = running.get(name, value) + 0.005 * (value - running.get(name, value))
            gather_gradients(nets)
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimiser.step()
            follow(average, net, step)
            step += 1
            if time.monotonic() - reported > REPORT_EVERY:
                rate = (step - reported_step) * batch / (time.monotonic() - reported)
                save(average, out)
                report(average, shards, device, pool, f"{spent:.0f} s step {step}, {rate:.0f} images/s", running)
                reported, reported_step = time.monotonic(), step
        save(average, out)
        report(average, shards, device, pool, f"end, {step} steps, {step * batch / max(spent, 1e-9):.0f} images/s", running)


def report(net: FootNet, shards: Shards, device: torch.device, pool: Executor, head: str, running: dict[str, float]) -> None:
    """Prints the state of the training."""
    assert shards.validation is not None
    parts = " ".join(f"{name} {value:.3f}" for name, value in running.items())
    print(f"{head}, {len(shards)} samples, loss {parts}\n  {evaluate(net, shards.validation, device, pool)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--batch", type=int, default=0, help="0: what suits the device")
    parser.add_argument("--rate", type=float, default=TOP_RATE, help="the highest learning rate, for a batch of 32; less to go on with --start")
    given = parser.parse_args()
    train(given.data, given.out, given.seconds, given.seed, given.threads, given.start, given.batch, given.rate)


if __name__ == "__main__":
    main()
