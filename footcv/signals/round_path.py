"""Paths (N, 2) about 0, x right and y down as in a picture: how round they are, and how often they go round."""

import numpy as np

from footcv.signals.filters import Array

# What is this near to the middle of its path, in standard deviations, does not go round.
REST_RADIUS = 0.45


def gone_round(path: Array) -> Array:
    """How often a path (N, 2) about 0, x right and y down, has gone round so far, clockwise positive (N,).

    The ellipse that has its spread counts as a circle, and what happens well within it, as at rest, not at all.
    """
    out, _, along = np.linalg.svd(path, full_matrices=False)
    # Turned back, so that no mirror image is made.
    round_path = out * np.sqrt(len(path)) @ along
    x, y = round_path.T
    turned = np.diff(np.unwrap(np.arctan2(y, x)))
    inside = np.hypot(x, y) < REST_RADIUS
    turned[inside[1:] | inside[:-1]] = 0.0
    return np.concatenate([[0.0], np.cumsum(turned) / (2 * np.pi)])


def evenness(path: Array) -> float:
    """The area that the path (N, 2) of one turn, x right and y down, goes round over that of the ellipse with its axes, clockwise positive; 0 of too little."""
    if len(path) < 5:
        return 0.0
    major, minor = _axes(path)
    # y runs down the picture, so a positive area is clockwise as people see it.
    area = float((path[:-1, 0] * path[1:, 1] - path[1:, 0] * path[:-1, 1]).sum() / 2)
    return area / max(2 * np.pi * major * minor, 1e-9)


def roundness(path: Array) -> float:
    """The minor over the major axis of a path (N, 2) about 0."""
    major, minor = _axes(path)
    return minor / max(major, 1e-9)


def _axes(path: Array) -> tuple[float, float]:
    """The standard deviations of a path (N, 2) about 0 along its major and its minor axis."""
    major, minor = np.linalg.svd(path, compute_uv=False) / np.sqrt(len(path))
    return float(major), float(minor)
