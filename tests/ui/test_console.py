"""A session in lines of text."""

import io
import os
import pty
from typing import Any, cast

import numpy as np

from footcv.coach.messages import Cue, Progress
from footcv.ui.console import Console


class Shown:
    def __init__(self, *actions: str) -> None:
        self.actions = actions


def shown(*actions: str) -> Progress:
    return cast(Any, Shown(*actions))


def test_words_are_printed_and_tones_are_not() -> None:
    out = io.StringIO()
    with Console(out, io.StringIO()) as console:
        console.show(np.zeros((2, 2, 3), np.uint8), 1, 0.0)
        console.tell(shown(), {}, (Cue("tone", "count"), Cue("say", "number", "1"), Cue("show", "log.trouble", "the disk is full")))
    assert out.getvalue() == "1\nthe disk is full\n"
    assert console.connected() and not console.stays


def test_without_a_terminal_nothing_is_pressed() -> None:
    console = Console(io.StringIO(), io.StringIO("q\n"))
    console.tell(shown("quit"), {}, ())
    assert console.pressed() == []


def test_on_a_terminal_a_key_and_enter_are_an_action() -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r") as keys:
        console = Console(io.StringIO(), keys)
        console.tell(shown("start", "quit"), {}, ())
        assert console.pressed() == []
        for typed, action in ((b"\n", "start"), (b"Q\n", "quit")):
            os.write(ours, typed)
            assert console.pressed() == [action]
        os.write(ours, b"u\n")
        assert console.pressed() == []
    os.close(ours)
