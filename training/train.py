"""Trains the foot network on rendered shards: python -m training.train DATA_DIR OUT.pt --seconds S."""

import argparse
import copy
import math
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training import COVERS, POINTS
from training.augment import augment, noise_bank
from training.network import FootNet, Prediction, cell_centres, parameter_count
from training.shards import Arrays, Shards, Tensors, to_tensors

TOP_RATE = 2e-3
HEAT_SIGMA = 3.0  # px of the crop
HIDDEN_WEIGHT = 0.4  # of a point inside the picture but hidden, against 1 for a visible one
NO_FOOT_WEIGHT = 2.5  # of a crop without a foot, against 1: a picture has many more windows without one
REPORT_EVERY = 100.0  # s
LOOK_EVERY = 20.0  # s between looks for new shards


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
        "depth": mean_over(4 * (said.depth - truth["depth"]).abs(), weight),
        "confidence": F.binary_cross_entropy_with_logits(said.confidence, inside * near),
        "present": F.binary_cross_entropy_with_logits(said.present, present, present + NO_FOOT_WEIGHT * (1 - present)),
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
    apart, truly = said.depth[truth["inside"].bool()].numpy(), truth["depth"][truth["inside"].bool()].numpy()
    sure = ((said.confidence > 0) == (truth["inside"].bool() & (error < 0.2))).float().mean().item()
    return "\n  ".join(
        [
            f"PCK@0.10 {share(0.10, visible)} PCK@0.15 {share(0.15, visible)}; " + ", ".join(by_cover),
            ", ".join(by_point),
            f"presence {presence:.3f}, side {side:.3f}, toes seen {seen:.3f}, confidence right {sure:.3f}, "
            f"flexion MAE {np.abs(flexion - true_flexion).mean() if len(flexion) else math.nan:.1f}° r {correlation:.3f} "
            f"spread said {said.log_spread[toes].exp().mean().item():.1f}° (n {len(flexion)}, SD {true_flexion.std() if len(flexion) else math.nan:.1f}°)",
            f"depth off by {100 * np.abs(apart - truly).mean():.1f} % of a foot, r {np.corrcoef(apart, truly)[0, 1]:.3f}",
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


def rows(kernels: Tensor) -> Tensor:
    """Convolution kernels [O, I, H, W] as a matrix with a row for each output; of kernels that lie channels last, a view."""
    return kernels.permute(0, 2, 3, 1).flatten(1)


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
    kernels = [p for name, p in net.named_parameters() if p.ndim == 4 and not name.startswith("heat")]
    flat = [torch.nn.Parameter(rows(p.data)) for p in kernels]
    others = [p for p in net.parameters() if all(p is not kernel for kernel in kernels)]
    optimisers = [
        torch.optim.Muon(flat, top_rate, weight_decay=0.02, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW([{"params": [p for p in others if (p.ndim > 1) == many], "weight_decay": 0.02 * many} for many in (True, False)], top_rate),
    ]
    began = reported = looked = time.monotonic()
    reported_step = step = 0
    running: dict[str, float] = {}
    with ThreadPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        while (spent := time.monotonic() - began) < seconds:
            if time.monotonic() - looked > LOOK_EVERY:
                shards.look(at_most=8)
                looked = time.monotonic()
            for group in [group for optimiser in optimisers for group in optimiser.param_groups]:
                group["lr"] = learning_rate(top_rate, step, spent / seconds)
            jobs = [pool.submit(learn, each, shards, batch // workers, order, chance, bank) for each, order, chance in zip(nets, orders, chances, strict=True)]
            for name, value in [part for job in jobs for part in job.result().items()]:
                running[name] = running.get(name, value) + 0.005 * (value - running.get(name, value))
            gather_gradients(nets)
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            for matrix, kernel in zip(flat, kernels, strict=True):
                matrix.grad = None if kernel.grad is None else rows(kernel.grad)
            for optimiser in optimisers:
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
