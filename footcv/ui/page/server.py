"""What the server answers: the page, its files, its one WebSocket, and words as WAV where the browser has no voice."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from footcv.coach.messages import Action
from footcv.ui.keys import ACTION_KEYS
from footcv.ui.page.guard import Guard, has_token
from footcv.ui.page.outbox import Image, Outbox
from footcv.ui.speech import Speech, SpeechError

STATIC = Path(__file__).parent / "static"

# One on its way while the page draws another: fewer leave the page waiting, more make pictures old.
_ON_THE_WAY = 2
# What is raised where the page has gone: it is known when something is received, or only when something is sent.
_GONE = WebSocketDisconnect, WebSocketDisconnected
# More the page does not show, and a 4K picture takes a core to encode.
_LONGEST_PX = 1280
_JPEG_QUALITY = 80
# A page that answers nothing for so long is none, though its tab is open.
_ANSWERS_WITHIN_S = 5.0
_MOST_DELAYS = 10_000

# Codes of a closed WebSocket: the first is everybody's, the others are ours (4000 and up).
SESSION_OVER = 1001
SHOWN_ELSEWHERE = 4000


class Server:
    """The application and the one page that it talks to: the newest that came; an older one is told so. Its methods are for the event loop's thread."""

    def __init__(self, outbox: Outbox, settings: Mapping[str, Any], speech: Speech | None, *, host: str, token: str) -> None:
        self._outbox, self._settings, self._speech, self._token = outbox, settings, speech, token
        self._page: _Connection | None = None
        # Appending and popping are safe from any thread.
        self.pressed: deque[Action] = deque()
        self.delays: deque[tuple[int, float]] = deque(maxlen=_MOST_DELAYS)
        self.app = Starlette(
            routes=[
                Route("/", self._index, methods=["GET"]),
                Route("/speech/{number:int}", self._say, methods=["GET"]),
                # The same for everybody who installs footcv: no secret, no token.
                Mount("/static", StaticFiles(directory=STATIC)),
                WebSocketRoute("/live", self._live),
            ],
            middleware=[Middleware(Guard, host=host)],
        )

    @property
    def connected(self) -> bool:
        """Whether a page is there and answers; may be asked from any thread."""
        page = self._page
        return page is not None and page.answers

    @property
    def has_page(self) -> bool:
        """Whether a page is there that was not let go yet; may be asked from any thread."""
        return self._page is not None

    def wake(self) -> None:
        """Send what is new."""
        if self._page is not None:
            self._page.wake()

    def close(self, code: int) -> None:
        """Let the page go."""
        if self._page is not None:
            self._page.leave(code)

    async def _index(self, request: Request) -> Response:
        if not has_token(request, self._token):
            return PlainTextResponse("Open the address that footcv has printed, with its token.\n", 403)
        return FileResponse(STATIC / "index.html")

    async def _say(self, request: Request) -> Response:
        if not has_token(request, self._token):
            return PlainTextResponse("wrong token\n", 403)
        text = self._outbox.said(request.path_params["number"])
        if text is None or self._speech is None:
            return PlainTextResponse("nothing to say\n", 404)
        try:
            return Response(await asyncio.to_thread(self._speech.wav, text), media_type="audio/wav")
        except SpeechError as error:
            return PlainTextResponse(f"{error}\n", 503)

    async def _live(self, websocket: WebSocket) -> None:
        if not has_token(websocket, self._token):
            await websocket.close()
            return
        await websocket.accept()
        self.close(SHOWN_ELSEWHERE)
        page = self._page = _Connection(websocket, self._outbox, self.pressed, self.delays)
        self._outbox.start_anew()
        try:
            await page.talk(self._settings)
        finally:
            if self._page is page:
                self._page = None


class _Connection:
    """One page's WebSocket."""

    def __init__(self, websocket: WebSocket, outbox: Outbox, pressed: deque[Action], delays: deque[tuple[int, float]]) -> None:
        self._websocket, self._outbox, self._pressed, self._delays = websocket, outbox, pressed, delays
        # What is on its way: number → when it was sent, and for pictures when they were taken.
        self._states: dict[int, float] = {}
        self._pictures: dict[int, tuple[float, float]] = {}
        self._state_news, self._picture_news = asyncio.Event(), asyncio.Event()
        self._told = 0
        self._leaving: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @property
    def answers(self) -> bool:
        oldest = min([*self._states.copy().values(), *(sent_s for sent_s, _ in self._pictures.copy().values())], default=time.monotonic())
        return time.monotonic() - oldest < _ANSWERS_WITHIN_S

    def wake(self) -> None:
        self._state_news.set()
        self._picture_news.set()

    def leave(self, code: int) -> None:
        if not self._leaving.done():
            self._leaving.set_result(code)

    async def talk(self, settings: Mapping[str, Any]) -> None:
        """Send and receive until the page goes or is let go."""
        work: list[Coroutine[Any, Any, None]] = [self._send_states(settings), self._send_pictures(), self._receive()]
        tasks: list[asyncio.Future[Any]] = [self._leaving, *map(asyncio.create_task, work)]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks[1:]:
                task.cancel()
            ends = await asyncio.gather(*tasks[1:], return_exceptions=True)
        if self._leaving in done:
            with suppress(WebSocketDisconnect, RuntimeError):  # gone by itself meanwhile
                # The summary may have been told just before the end.
                if (state := self._outbox.take_state()) is not None:
                    await self._websocket.send_text(json.dumps({"n": self._told + 1, **state}, allow_nan=False))
                await self._websocket.close(self._leaving.result())
        for end in ends:
            if isinstance(end, Exception) and not isinstance(end, _GONE):
                raise end

    async def _send_states(self, settings: Mapping[str, Any]) -> None:
        await self._websocket.send_text(json.dumps({"settings": settings}))
        while True:
            self._state_news.clear()
            if len(self._states) < _ON_THE_WAY and (state := self._outbox.take_state()) is not None:
                self._told += 1
                self._states[self._told] = time.monotonic()
                await self._websocket.send_text(json.dumps({"n": self._told, **state}, allow_nan=False))
            else:
                await self._state_news.wait()

    async def _send_pictures(self) -> None:
        while True:
            self._picture_news.clear()
            if len(self._pictures) < _ON_THE_WAY and (picture := self._outbox.take_picture()) is not None:
                data = await asyncio.to_thread(_jpeg, picture.image)
                self._pictures[picture.number] = (time.monotonic(), picture.captured_s)
                await self._websocket.send_bytes(picture.number.to_bytes(8, "big") + data)
            else:
                await self._picture_news.wait()

    async def _receive(self) -> None:
        while True:
            try:
                said = json.loads(await self._websocket.receive_text())
            except (ValueError, KeyError):  # no JSON, or no text
                continue
            match said:
                case {"action": str(action)} if action in ACTION_KEYS:
                    self._pressed.append(cast(Action, action))
                case {"told": int(number)}:
                    self._states = {told: sent_s for told, sent_s in self._states.items() if told > number}
                    self._state_news.set()
                case {"shown": int(number)}:
                    if number in self._pictures:
                        self._delays.append((number, time.monotonic() - self._pictures[number][1]))
                    self._pictures = {other: times for other, times in self._pictures.items() if other > number}
                    self._picture_news.set()


def _jpeg(image: Image) -> bytes:
    import cv2

    height, width = image.shape[:2]
    shrink = _LONGEST_PX / max(height, width)
    if shrink < 1:
        size = max(1, round(width * shrink)), max(1, round(height * shrink))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])[1].tobytes()
