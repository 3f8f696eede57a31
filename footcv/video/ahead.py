"""Running ahead: the next few items are made in a thread of their own while the last one is being used."""

import threading
from collections.abc import Generator
from queue import Empty, Queue
from typing import TypeVar

T = TypeVar("T")


class _End:
    error: BaseException | None = None


def ahead(items: Generator[T], depth: int = 4) -> Generator[T]:
    """Yield `items`, made at most `depth` ahead in a thread that ends with this generator on every path; what it raises is raised here."""
    queue: Queue[T | _End] = Queue(maxsize=depth)
    left = threading.Event()

    def make() -> None:
        end = _End()
        try:
            for item in items:
                queue.put(item)
                if left.is_set():
                    break
        except BaseException as error:
            end.error = error
        finally:
            items.close()
            queue.put(end)

    thread = threading.Thread(target=make, name="footcv-ahead", daemon=True)
    thread.start()
    try:
        while not isinstance(item := queue.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        left.set()
        while thread.is_alive():
            # Makes room, so that a put that waits can end.
            try:
                queue.get(timeout=0.02)
            except Empty:
                continue
