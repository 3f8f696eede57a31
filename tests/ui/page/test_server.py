"""One page's WebSocket, where the page goes in the middle of a message."""

import asyncio
import time
from collections import deque

import pytest
from starlette.websockets import WebSocketDisconnect, WebSocketDisconnected

from footcv.ui.page.outbox import Outbox
from footcv.ui.page.server import _Connection


class Gone:
    """A WebSocket on which nothing comes any more, and on which nothing can be sent."""

    def __init__(self, raised: Exception) -> None:
        self._raised = raised

    async def send_text(self, text: str) -> None:
        raise self._raised

    async def receive_text(self) -> str:
        await asyncio.Event().wait()
        raise AssertionError


def talk(raised: Exception) -> None:
    async def talking() -> None:
        await _Connection(Gone(raised), Outbox(time.monotonic), deque(), deque()).talk({})  # type: ignore[arg-type]

    asyncio.run(asyncio.wait_for(talking(), 5))


@pytest.mark.parametrize("gone", [WebSocketDisconnect(), WebSocketDisconnected("a close message has been sent")])
def test_a_page_that_goes_while_something_is_sent_to_it_is_no_fault(gone: Exception) -> None:
    talk(gone)


def test_a_fault_while_something_is_sent_is_one() -> None:
    with pytest.raises(ValueError, match="not JSON"):
        talk(ValueError("not JSON"))
