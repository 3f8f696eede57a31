"""What runs ahead stays close, passes errors on and ends with its reader."""

import threading
import time
from collections.abc import Generator

import pytest

from footcv.video.ahead import ahead


def counting(made: list[int], closed: list[bool], fails_at: int = -1) -> Generator[int]:
    try:
        for number in range(1000):
            if number == fails_at:
                raise OSError("the disk is gone")
            made.append(number)
            yield number
    finally:
        closed.append(True)


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "footcv-ahead"]


def test_everything_comes_in_order_and_the_thread_ends() -> None:
    made: list[int] = []
    closed: list[bool] = []
    assert list(ahead(counting(made, closed))) == list(range(1000))
    assert closed == [True]
    assert threads() == []


def test_it_waits_when_it_is_far_enough_ahead() -> None:
    made: list[int] = []
    items = ahead(counting(made, []), depth=4)
    next(items)
    time.sleep(0.1)
    assert len(made) <= 1 + 4 + 1
    items.close()


def test_leaving_early_closes_what_was_read() -> None:
    closed: list[bool] = []
    items = ahead(counting([], closed))
    next(items)
    items.close()
    assert closed == [True]
    assert threads() == []


def test_an_error_comes_out_where_it_happened() -> None:
    items = ahead(counting([], [], fails_at=3))
    assert [next(items), next(items), next(items)] == [0, 1, 2]
    with pytest.raises(OSError, match="the disk is gone"):
        next(items)
    assert threads() == []
