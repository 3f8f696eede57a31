"""Several sources, several at once, their results in the order given."""

import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from footcv.analysis import Analysis
from footcv.errors import FaultError, FootcvError, SourceError, fault_words

Report = Callable[[float, float | None], None]
Outcomes = Generator[Analysis | FootcvError, None, None]


WAKE_S = 0.2


class _StoppedError(Exception):
    """Ends an analysis whose result nobody waits for any more."""


def analyse_all(
    sources: Sequence[str],
    analyse_one: Callable[[int, Report], Analysis],
    *,
    jobs: int,
    progress: Callable[[int, float, float | None], None],
) -> Outcomes:
    """Yield for each source, in order, its analysis or its failure; a fault of footcv itself is a FaultError, whose cause is what was raised.

    `analyse_one` takes the number of the source and its progress function (t_s, duration_s); it is called in up to `jobs` threads.
    When the iterator is closed, or raises, the analyses that still run are stopped.
    """
    stop = threading.Event()

    def run(number: int) -> Analysis:
        def report(t_s: float, duration_s: float | None) -> None:
            if stop.is_set():
                raise _StoppedError
            progress(number, t_s, duration_s)

        try:
            return analyse_one(number, report)
        except OSError as error:
            # Outputs raise OutputError, so what is left is the source breaking while it is read.
            raise SourceError(f"cannot read {sources[number]}: {error.strerror or error}") from error
        except (FootcvError, _StoppedError):
            raise
        except Exception as error:
            # One video that footcv stumbles over takes nothing from the others.
            raise FaultError(f"{sources[number]}: {fault_words(error)}") from error

    with ThreadPoolExecutor(jobs) as pool:
        # All of it: an interrupt may come while the second is handed in and the first already runs.
        try:
            futures = [pool.submit(run, number) for number in range(len(sources))]
            for future in futures:
                outcome: Analysis | FootcvError
                # A Ctrl-C that reaches another thread wakes nobody here: only a main thread that wakes by itself hears it.
                while not future.done():
                    wait([future], timeout=WAKE_S)
                try:
                    outcome = future.result()
                except FootcvError as error:
                    outcome = error
                yield outcome
        finally:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
