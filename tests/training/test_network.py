"""The foot network's shapes, its augmentation's geometry, and a few steps of training."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from training import SIZE  # noqa: E402
from training import train as training  # noqa: E402
from training.augment import augment, noise_bank, warp  # noqa: E402
from training.network import Exported, FootNet, parameter_count  # noqa: E402
from training.shards import Shards, to_tensors  # noqa: E402


def shard(count: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Grey pictures with a bright dot at each of eight random points near the middle."""
    rng = np.random.default_rng(seed)
    xy = rng.uniform(44, 84, (count, 8, 2)).astype(np.float32)
    y, x = np.mgrid[:SIZE, :SIZE]
    dots = np.exp(-((x - xy[..., 0, None, None]) ** 2 + (y - xy[..., 1, None, None]) ** 2) / 8).max(1)
    present = np.arange(count) % 8 != 0
    seen = np.repeat(present[:, None], 8, 1)
    return {
        "image": np.repeat((60 + 180 * dots[..., None]).astype(np.uint8), 3, 3),
        "xy": xy,
        "inside": seen,
        "visible": seen,
        "depth": rng.uniform(-0.5, 0.5, (count, 8)).astype(np.float32),
        "present": present,
        "side": rng.integers(0, 2, count).astype(np.uint8),
        "flex": rng.uniform(-30, 60, count).astype(np.float32),
        "toes": present,
        "cover": rng.integers(0, 3, count).astype(np.uint8),
    }


def test_the_graph_has_the_stated_outputs_and_size() -> None:
    graph = Exported(FootNet()).eval()
    with torch.no_grad():
        points, foot = graph(torch.rand(2, 3, SIZE, SIZE))
    assert points.shape == (2, 8, 4)
    assert foot.shape == (2, 5)
    assert ((points[..., 2] >= 0) & (points[..., 2] <= 1)).all()
    assert ((foot[:, :3] >= 0) & (foot[:, :3] <= 1)).all()
    assert ((foot[:, 4] > 2) & (foot[:, 4] < 56)).all()
    assert parameter_count(graph) < 1.9e6


def test_the_warp_moves_points_with_the_picture() -> None:
    chance = torch.Generator().manual_seed(0)
    arrays = shard(64)
    arrays["xy"][:] = arrays["xy"][:, :1]
    y, x = np.mgrid[:SIZE, :SIZE]
    at = arrays["xy"][:, 0]
    arrays["image"] = np.repeat((255 * np.exp(-((x - at[:, :1, None]) ** 2 + (y - at[:, 1:, None]) ** 2) / 8))[..., None], 3, 3).astype(np.uint8)
    truth = to_tensors(arrays)
    side = truth["side"].clone()
    image = warp(truth["image"].permute(0, 3, 1, 2).float(), truth, chance)[:, 0]
    kept = truth["inside"][:, 0] & ((truth["xy"][:, 0] - 63.5).abs() < 50).all(1)
    top = image.flatten(1).argmax(1)
    found = torch.stack([top % SIZE, top // SIZE], 1)
    assert kept.sum() > 30
    assert (found - truth["xy"][:, 0])[kept].abs().max() < 1.5
    assert 0.3 < (truth["side"] != side).float().mean() < 0.7


def test_augmented_pictures_are_finite_and_within_range() -> None:
    chance = torch.Generator().manual_seed(0)
    image, truth = augment(to_tensors(shard(40)), chance, noise_bank(chance))
    assert image.shape == (40, 3, SIZE, SIZE)
    assert image.isfinite().all()
    assert image.min() >= 0
    assert image.max() <= 1
    assert not (truth["visible"] & ~truth["inside"]).any()


def test_samples_are_taken_from_all_shards(tmp_path: Path) -> None:
    for k, count in enumerate((5, 3, 4)):
        np.savez(tmp_path / f"feet-{k}.npz", **shard(count, k))
    (tmp_path / "feet-9.npz").write_bytes(b"half a shard")
    shards = Shards(tmp_path)
    shards.look()
    assert shards.validation_path == tmp_path / "feet-0.npz"
    assert len(shards) == 7
    wanted = np.concatenate([shard(3, 1)["flex"], shard(4, 2)["flex"]])
    np.testing.assert_array_equal(shards.take(np.arange(7))["flex"].numpy(), wanted)


def test_the_matrix_of_a_kernel_is_the_kernel_itself() -> None:
    kernel = torch.zeros(4, 3, 5, 5).to(memory_format=torch.channels_last)
    training.rows(kernel)[2, 7] = 1.0
    assert kernel[2].sum() == kernel.sum() == 1.0


def test_a_negative_shard_gives_a_finite_loss() -> None:
    arrays = shard(8)
    for name in ("inside", "visible", "present", "toes"):
        arrays[name][:] = False
    arrays["xy"][:] = np.nan
    truth = to_tensors(arrays)
    parts = training.losses(FootNet()(training.pictures(truth["image"])), truth)
    sum(parts.values()).backward()
    assert all(value.isfinite() for value in parts.values())


@pytest.mark.slow
def test_training_leaves_weights_and_the_export_agrees(tmp_path: Path) -> None:
    export = pytest.importorskip("training.export")
    for k in range(2):
        np.savez(tmp_path / f"feet-{k}.npz", **shard(16, k))
    training.train(tmp_path, tmp_path / "out.pt", 3, batch=8)
    export.export(tmp_path / "out.pt", tmp_path / "out.onnx")
    assert (tmp_path / "out.onnx").stat().st_size < 8e6


@pytest.mark.slow
def test_training_goes_on_from_an_exported_network(tmp_path: Path) -> None:
    export = pytest.importorskip("training.export")
    revive = pytest.importorskip("training.revive")
    net = FootNet()
    images = torch.from_numpy(shard(24)["image"])
    net.train()(training.pictures(images))  # so that the batch norms have something to take in
    export.write(Exported(net).eval(), tmp_path / "net.onnx")
    revived = revive.revive(tmp_path / "net.onnx", images)
    with torch.no_grad():
        for mine, its in zip(Exported(revived)(training.pictures(images)), Exported(net)(training.pictures(images)), strict=True):
            assert mine == pytest.approx(its, abs=1e-2)
        batch = revived.train()(training.pictures(images))
        assert batch.coarse == pytest.approx(net.eval()(training.pictures(images)).coarse, abs=1e-2)


def test_weights_between_two_nets_have_batch_norms_of_their_own(tmp_path: Path) -> None:
    blending = pytest.importorskip("training.blend")
    for k in range(2):
        np.savez(tmp_path / f"feet-{k}.npz", **shard(16, k))
    shards = Shards(tmp_path)
    shards.look()
    first, second, net = FootNet(), FootNet(), FootNet()
    net.load_state_dict(blending.blend(first.state_dict(), second.state_dict(), 0.25))
    torch.testing.assert_close(net.heat.bias, 0.75 * first.heat.bias + 0.25 * second.heat.bias)
    was = net.stem[1].running_var.clone()
    blending.measure_norms(net, shards, seed=0)
    assert not torch.allclose(net.stem[1].running_var, was)
    assert net.stem[1].momentum == FootNet().stem[1].momentum
    assert not net.training
