"""Who may talk to the page's server: a page that it served itself, on this machine, and nobody else.

Any web page that is open in the browser can send requests to 127.0.0.1. A foreign one betrays itself by its Origin, and one whose name was made to point here
(DNS rebinding) by its Host. Other programs of this machine do not know the token.
"""

import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose


class Guard:
    """Refuses whoever has not this server's own Host and Origin, and adds to every answer what binds the browser.

    Nothing is loaded from outside or sent there, nothing is kept, and no other page puts a frame round this one.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app, self._host, self._origin = app, host, f"http://{host}"
        self._headers = {
            "Content-Security-Policy": "; ".join(
                (
                    "default-src 'none'",
                    "script-src 'self'",
                    "style-src 'self'",
                    "img-src 'self'",
                    # 'self' does not cover WebSockets in every browser.
                    f"connect-src 'self' ws://{host}",
                    "base-uri 'none'",
                    "form-action 'none'",
                    "frame-ancestors 'none'",
                )
            ),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
            "Cache-Control": "no-store",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_bound(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        headers = Headers(scope=scope)
        # Browsers leave the Origin out where they fetch from the page's own server, but never for a WebSocket.
        own = (self._origin,) if scope["type"] == "websocket" else (self._origin, None)
        if headers.getlist("host") == [self._host] and headers.get("origin") in own:
            await self._app(scope, receive, send_bound)
        elif scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
        else:
            await PlainTextResponse("This page is for the browser of this computer only.\n", 403)(scope, receive, send_bound)


def has_token(connection: HTTPConnection, token: str) -> bool:
    """Whether the address asked for holds the `token`."""
    return secrets.compare_digest(connection.query_params.get("token", "").encode(), token.encode())
