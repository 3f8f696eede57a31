"""The page as the session's loop knows it."""

import asyncio
import dataclasses
import secrets
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import uvicorn

from footcv.coach.messages import Action, Cue, Progress
from footcv.errors import FootcvError
from footcv.ui.keys import ACTION_KEYS
from footcv.ui.page.outbox import Image, Outbox, Picture
from footcv.ui.page.server import SESSION_OVER, Server
from footcv.ui.speech import Speech
from footcv.words import words_in

_ADDRESS = "127.0.0.1"
_STARTS_WITHIN_S = 10.0
_GOES_WITHIN_S = 1.0
_CLOSES_WITHIN_S = 3.0
# How soon a page whose browser is gone without a word is missed.
_PING_S = 3.0


class Page:
    """Serves the page of one session to this machine, in a thread of its own, while it is entered. What the loop calls never waits.

    `mirror` shows the picture as a mirror does; `lang` is the language of the page's words and its voice; without `voice` it only shows and beeps.
    Raises UsageError where there are no words in that language, and on entering FootcvError where no port can be had.
    """

    # What it showed last stays to be read.
    stays = True

    def __init__(self, *, mirror: bool, lang: str = "en", voice: bool = True) -> None:
        words = words_in(lang)
        self._speech = Speech(words.lang) if voice else None
        self._settings = {
            "lang": words.lang,
            "mirror": mirror,
            "voice": voice,
            "server_voice": self._speech is not None and self._speech.available,
            "keys": {action: list(keys) for action, keys in ACTION_KEYS.items()},
            "words": words.under("page."),
        }
        self._outbox = Outbox(time.monotonic)
        self._loop: asyncio.AbstractEventLoop | None = None
        self.url = ""

    def __enter__(self) -> Self:
        try:
            # Bound here and not by uvicorn, which only tells the port that it was given.
            self._socket = socket.create_server((_ADDRESS, 0))
        except OSError as error:
            raise FootcvError(f"cannot serve the page on {_ADDRESS}: {error.strerror}; use --ui window or --ui none") from error
        host, token = f"{_ADDRESS}:{self._socket.getsockname()[1]}", secrets.token_urlsafe(32)
        self._server = Server(self._outbox, self._settings, self._speech, host=host, token=token)
        config = uvicorn.Config(
            self._server.app,
            log_config=None,
            log_level="error",
            access_log=False,
            lifespan="off",
            ws="websockets-sansio",
            ws_max_size=4096,
            ws_ping_interval=_PING_S,
            ws_ping_timeout=_PING_S,
            # Compressing a JPEG takes time and gives nothing.
            ws_per_message_deflate=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        self._uvicorn = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="page", daemon=True)
        self._thread.start()
        deadline_s = time.monotonic() + _STARTS_WITHIN_S
        while not self._uvicorn.started and self._thread.is_alive() and time.monotonic() < deadline_s:
            time.sleep(0.01)
        if not self._uvicorn.started:
            self.__exit__(None, None, None)
            raise FootcvError("the page's server did not start; use --ui window or --ui none")
        self.url = f"http://{host}/?token={token}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Tell the page that the session is over, and stop serving."""
        self._call(self._server.close, SESSION_OVER)
        # First: to a page that is still there uvicorn would say that the server begins anew, and the page would wait for it.
        deadline_s = time.monotonic() + _GOES_WITHIN_S
        while self._server.has_page and self._thread.is_alive() and time.monotonic() < deadline_s:
            time.sleep(0.01)
        self._uvicorn.should_exit = True
        self._thread.join(_CLOSES_WITHIN_S)
        self._socket.close()

    def show(self, image: Image, number: int, captured_s: float) -> None:
        """Show a picture (H, W, 3) BGR, `number` growing, taken at `captured_s` of time.monotonic(). It must not be written to afterwards."""
        self._outbox.put_picture(Picture(image, number, captured_s))
        self._call(self._server.wake)

    def tell(self, progress: Progress, marks: Mapping[str, Any], cues: Sequence[Cue]) -> None:
        """Show how things stand, with `marks` (footcv.ui.page.marks) over the picture, and give the cues."""
        self._outbox.put_state({"progress": dataclasses.asdict(progress), "marks": marks}, [dataclasses.asdict(cue) for cue in cues])
        self._call(self._server.wake)

    def pressed(self) -> list[Action]:
        """The actions pressed since the last call, in their order. Which of them may be done now is the coach's to say."""
        pressed = self._server.pressed
        return [pressed.popleft() for _ in range(len(pressed))]

    def connected(self) -> bool:
        """Whether a page is there, and answers."""
        return self._server.connected

    def delays_s(self) -> list[tuple[int, float]]:
        """The number of each picture drawn since the last call, and the seconds from when it was taken until the page said that it was drawn."""
        delays = self._server.delays
        return [delays.popleft() for _ in range(len(delays))]

    def _serve(self) -> None:
        with asyncio.Runner() as runner:
            self._loop = runner.get_loop()
            runner.run(self._uvicorn.serve(sockets=[self._socket]))

    def _call(self, function: Any, *arguments: Any) -> None:
        # The loop is closed where the server has failed, or the session is over.
        if self._loop is not None and not self._loop.is_closed():
            try:
                self._loop.call_soon_threadsafe(function, *arguments)
            except RuntimeError:
                if not self._loop.is_closed():
                    raise
