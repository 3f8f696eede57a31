"""The page's server, asked over real sockets."""

import contextlib
import json
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

from websockets.sync.client import ClientConnection, connect

from footcv.ui.page import Page


def host_of(page: Page) -> str:
    return urlsplit(page.url).netloc


def token_of(page: Page) -> str:
    return urlsplit(page.url).query


def ask(page: Page, path: str, *, host: str | None = None, method: str = "GET", **headers: str) -> HTTPResponse:
    connection = HTTPConnection(host_of(page), timeout=5)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or host_of(page))
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()


@contextlib.contextmanager
def opened(page: Page) -> Iterator[ClientConnection]:
    """The page's WebSocket, its settings read."""
    with connect(f"ws://{host_of(page)}/live?{token_of(page)}", origin=f"http://{host_of(page)}", open_timeout=5) as socket:  # type: ignore[arg-type]
        assert "settings" in json.loads(socket.recv(5))
        yield socket
