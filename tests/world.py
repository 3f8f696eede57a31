"""A world in which time passes only when the session waits, and cameras that fail when a script says so."""

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

import numpy as np
from bodies import HEIGHT, WIDTH
from numpy.typing import NDArray

from footcv.errors import SourceError
from footcv.session_clock import SessionClock
from footcv.video.frame import Frame
from footcv.video.source import Source

Image = NDArray[np.uint8]
READERS = "footcv-camera"


class World(SessionClock):
    """Simulated seconds. The test's own thread moves them on when it sleeps or waits; threads that read a camera wait for them.

    Time goes on only when every such thread has come as far as it can: the same happens in every run.
    """

    def __init__(self) -> None:
        self.s = 0.0
        self._changed = threading.Condition()
        self._asleep: dict[threading.Thread, float] = {}
        self._owner = threading.current_thread()
        self._strangers = set(threading.enumerate())
        self._over = False
        super().__init__(lambda: self.s, self._pass)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        if threading.current_thread() is not self._owner:
            return self.until(self.s + seconds, event)
        end_s = self.s + seconds
        self._settle()
        while not event.is_set() and self.s < end_s:
            self._pass(min(end_s - self.s, max(1e-3, min(self._asleep.values(), default=end_s) - self.s)))
        return event.is_set()

    def until(self, t: float, event: threading.Event | None = None) -> bool:
        """Wait in a camera's thread until it is `t`; returns whether `event` came before."""
        with self._changed:
            self._asleep[threading.current_thread()] = t
            self._changed.notify_all()
            while self.s < t - 1e-9 and not (event and event.is_set()):
                self._changed.wait(0.01)
                if self._over:
                    raise RuntimeError("the test is over")
            del self._asleep[threading.current_thread()]
        return event is not None and event.is_set()

    def end(self) -> None:
        """Let the threads of cameras that hang go."""
        self._over = True

    def _pass(self, seconds: float) -> None:
        with self._changed:
            self.s += seconds
            self._changed.notify_all()
        self._settle()

    def _settle(self) -> None:
        """Wait, in real time, until every camera's thread waits for a later time."""

        def settled() -> bool:
            readers = [thread for thread in threading.enumerate() if thread.name == READERS and thread not in self._strangers]
            return all(self._asleep.get(thread, -1.0) > self.s + 1e-9 for thread in readers)

        with self._changed:
            for _ in range(1000):
                if settled():
                    return
                # A thread that ends tells nobody.
                self._changed.wait(0.01)
        raise AssertionError("a camera's thread hangs")


class FakeCamera:
    """What a script says: (from, what) in seconds. What is `ok`, `hang`, `repeat`, `error`, `end`, `small` (its pictures are smaller), or frames a second.

    `openings` are the times at which it was opened; it cannot be while the script says `gone`.
    """

    def __init__(self, world: World, *script: tuple[float, str | int], image: Callable[[float], Image] | None = None, fps: int = 30) -> None:
        self._world = world
        self.fps = fps
        self._script = script
        self._image = image or picture
        self.openings: list[float] = []
        self.closings: list[float] = []

    def now(self) -> str | int:
        return [what for since_s, what in self._script if since_s <= self._world.s + 1e-9][-1]

    @contextmanager
    def open(self) -> Iterator[Source]:
        if self.now() == "gone":
            raise SourceError("there is no camera 0")
        self.openings.append(self._world.s)
        try:
            yield _Opened(self._world, self)
        finally:
            self.closings.append(self._world.s)


class _Opened:
    path, fps, duration_s, broken_at_s = "camera 0", 30.0, None, None

    def __init__(self, world: World, camera: FakeCamera) -> None:
        self._world, self._camera = world, camera
        self.warnings: list[str] = []
        self.height, self.width = self._picture().shape[:2]

    def frames(self) -> Generator[Frame]:
        opened_s, last = self._world.s, self._picture()
        while True:
            what = self._camera.now()
            if what == "error":
                raise OSError("the camera was unplugged")
            if what in ("end", "gone"):
                return
            if what == "hang":
                while self._camera.now() == "hang":
                    self._world.until(self._world.s + 0.1)
                continue
            if what != "repeat":
                last = self._picture()
            yield Frame(self._world.s - opened_s, last)
            self._world.until(self._world.s + 1 / (what if isinstance(what, int) else self._camera.fps))

    def close(self) -> None:
        pass

    def _picture(self) -> Image:
        image = self._camera._image(self._world.s)
        return np.ascontiguousarray(image[::2, ::2]) if self._camera.now() == "small" else image


_NOISE = np.random.default_rng(0).integers(0, 255, (HEIGHT + 61, WIDTH + 61, 3)).astype(np.uint8)


def picture(t: float) -> Image:
    """A picture that is not like those before it."""
    x, y = round(t * 30) % 61, round(t) % 61
    return _NOISE[y : y + HEIGHT, x : x + WIDTH]
