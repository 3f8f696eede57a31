"""What is checked of an output's name before the work begins."""

import os

from footcv.errors import UsageError


def check_target(option: str, target: str, suffix: str, source: str | None = None, what: str = "") -> None:
    """Raise UsageError where `target`, named by `option`, does not end in `suffix`, or is the `source` itself; `what` says in words what that is."""
    if not target.lower().endswith(suffix):
        raise UsageError(f"{option} {target} is no {suffix} file; name one that ends in {suffix}")
    if source is not None and os.path.realpath(target) == os.path.realpath(source):
        raise UsageError(f"{option} {target} would overwrite {what}; choose another file")
