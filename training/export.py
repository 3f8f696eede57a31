"""Exports the foot network to ONNX, checks it and times it: python -m training.export IN.pt OUT.onnx."""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import torch

from training import SIZE
from training.network import Exported, FootNet, parameter_count

OUTPUTS = ["points", "foot"]
TOLERANCE = 1e-2  # px and degrees: far below what is seen, far above float32's rounding

Run = Callable[[np.ndarray], list[np.ndarray]]


def load(weights: Path) -> Exported:
    """The graph that ships, with trained weights."""
    net = FootNet()
    net.load_state_dict(torch.load(weights, map_location="cpu"))
    return Exported(net).eval()


def write(graph: Exported, path: Path) -> None:
    """Writes ONNX, opset 17, with any number of crops."""
    torch.onnx.export(
        graph,
        (torch.rand(2, 3, SIZE, SIZE),),
        str(path),
        input_names=["image"],
        output_names=OUTPUTS,
        dynamic_axes={name: {0: "crops"} for name in ["image", *OUTPUTS]},
        opset_version=17,
        dynamo=False,  # the other exporter needs onnxscript and writes a graph that cv2.dnn need not read
    )


def by_onnxruntime(path: Path) -> Run:
    """Runs the file with onnxruntime on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return lambda image: session.run(OUTPUTS, {"image": image})


def by_cv2(path: Path) -> Run:
    """Runs the file with cv2.dnn on one thread."""
    cv2.setNumThreads(1)
    net = cv2.dnn.readNetFromONNX(str(path))

    def run(image: np.ndarray) -> list[np.ndarray]:
        net.setInput(image)
        return list(net.forward(OUTPUTS))

    return run


def largest_difference(run: Run, graph: Exported, crops: int) -> float:
    """The largest difference from torch over all outputs for a batch of random crops."""
    image = torch.rand(crops, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(crops))
    with torch.no_grad():
        wanted = graph(image)
    return max(float(np.abs(got - want.numpy()).max()) for got, want in zip(run(image.numpy()), wanted, strict=True))


def milliseconds(run: Run, times: int = 60) -> float:
    """The median time for one crop."""
    image = np.random.default_rng(0).random((1, 3, SIZE, SIZE), np.float32)
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        run(image)
        spent.append(time.perf_counter() - began)
    return 1e3 * float(np.median(spent))


def export(weights: Path, path: Path) -> None:
    """Writes the file and prints how it fares; a difference from torch beyond rounding is an error."""
    graph = load(weights)
    write(graph, path)
    print(f"{parameter_count(graph) / 1e6:.2f} M parameters, {path.stat().st_size / 1e6:.1f} MB")
    for name, run in (("onnxruntime", by_onnxruntime(path)), ("cv2.dnn", by_cv2(path))):
        difference = max(largest_difference(run, graph, crops) for crops in (1, 3))
        print(f"{name}: {milliseconds(run):.2f} ms per crop on one thread, differs from torch by at most {difference:.1e}")
        if not difference < TOLERANCE:
            raise SystemExit(f"{name} differs from torch by {difference}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("onnx", type=Path)
    given = parser.parse_args()
    export(given.weights, given.onnx)


if __name__ == "__main__":
    main()
