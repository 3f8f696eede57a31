"""The most memory a process has held."""

import re
import resource
import sys
from pathlib import Path


def peak_mib() -> float:
    """The most memory this process has held, in MiB; it never falls. Linux's ru_maxrss would not do: a process begins with its parent's."""
    if sys.platform == "linux":
        found = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
        assert found is not None
        return int(found[1]) / (1 << 10)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
