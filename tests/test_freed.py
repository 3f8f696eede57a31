import ctypes
import platform

import pytest

from footcv.freed import LARGE, give_back, trim


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_a_large_array_is_the_systems_again_once_it_is_freed() -> None:
    assert give_back()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_what_lies_free_between_pieces_in_use_is_returned() -> None:
    pieces = [bytearray(50_000) for _ in range(1000)]
    del pieces[::2]
    assert trim()
    assert len(pieces) == 500


def test_where_the_c_library_cannot_be_told_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(_: object) -> object:
        return object()

    monkeypatch.setattr(ctypes, "CDLL", without)
    assert not give_back() and not trim()
    # The frames that a session asks a camera for come and go too often for that.
    assert LARGE > 1280 * 720 * 3
