"""What memory is freed goes back to the system, so that a session of an hour holds no more than one of some minutes."""

import ctypes
from collections.abc import Callable

# glibc's numbers of the two settings (malloc.h).
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
# Arrays larger than this are the system's again once they are freed; frames of 1280 x 720 px, which come and go all the time, are smaller.
LARGE = 4 << 20


def give_back() -> bool:
    """Have the C library return what is freed in large pieces; whether it can be told to.

    glibc's malloc learns from the first large arrays that such come again, and from then on keeps up to 64 MB of what was freed in each thread.
    """
    mallopt = _of_libc("mallopt")
    return mallopt is not None and all(mallopt(setting, LARGE) == 1 for setting in (TRIM_THRESHOLD, MMAP_THRESHOLD))


def trim() -> bool:
    """Return what lies free between pieces that are in use, of all threads; whether there was any. It takes some milliseconds."""
    malloc_trim = _of_libc("malloc_trim")
    return malloc_trim is not None and malloc_trim(0) == 1


def _of_libc(name: str) -> Callable[..., int] | None:
    try:
        function: Callable[..., int] = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        return None
    return function
