"""Videos handed to the workers of a Dask cluster, which analyse them as this machine would."""

import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import footcv
from footcv.analysis import Analysis
from footcv.batch import Report
from footcv.errors import ClusterError, FootcvError, UsageError
from footcv.exercises import EXERCISES
from footcv.feet.box import FootBox
from footcv.programs.prescription import Prescription

# A scheduler that is there answers within this; a cluster has its first worker within as long again.
CONNECT_S = 10.0
# What every Dask process says first to whoever connects, among other things.
GREETING, LONGEST_GREETING = b"pickle-protocol", 4096
# Whether the work goes on is looked at this often, and whether there are workers.
WAKE_S, COUNT_WORKERS_S = 0.5, 5.0
# A worker that was killed is usually started again, by its nanny or by people; without any for so long the work is given up.
PATIENCE_S = 60.0
REMEDY = "start the workers with `dask worker` where `pip install 'footcv[cluster]=={version}'` was done"
RESUME = "what is done is kept in the --json FILE, and --resume goes on from there"


class Cluster:
    """The workers of one cluster; made by `connected`. Its methods may be called from several threads at once."""

    def __init__(self, address: str, client: Any) -> None:
        self._address, self._client = address, client
        self._lock = threading.Lock()
        self._counted_s = self._manned_s = time.monotonic()

    def run(self, task: Callable[[], Analysis], tell: Report) -> Analysis:
        """Return what `task` comes to on a worker, and raise what it raises there; another worker begins anew where one dies over it.

        `tell` is called while it waits, and may raise to end that. Raises ClusterError where the cluster is gone.
        """
        future = self._client.submit(task, pure=False)
        try:
            while True:
                # Asked before the wait: what comes just as that ends is fetched in the next one, and again where its worker died with it.
                failed = future.status == "error"
                try:
                    found = future.result(timeout=WAKE_S)
                except TimeoutError:
                    if failed:
                        raise
                else:
                    assert isinstance(found, Analysis)
                    return found
                tell(0.0, None)
                self._check_workers()
        except (FootcvError, TimeoutError):
            raise
        except Exception as error:
            raise self._told(error) from error
        finally:
            future.cancel()

    def _check_workers(self) -> None:
        with self._lock:
            now_s = time.monotonic()
            if now_s - self._counted_s < COUNT_WORKERS_S:
                return
            self._counted_s = now_s
            if self._client.nthreads():
                self._manned_s = now_s
            elif now_s - self._manned_s > PATIENCE_S:
                raise ClusterError(f"the cluster at {self._address} has had no worker for {PATIENCE_S:.0f} s; {RESUME}")

    def _told(self, error: Exception) -> Exception:
        """What a failure of the cluster is to people; a fault of footcv's own stays what it is."""
        kind = type(error)
        if isinstance(error, ModuleNotFoundError) and (error.name or "").startswith("footcv"):
            return ClusterError(f"a worker of {self._address} has no footcv: {_remedy()}; {RESUME}")
        if kind.__name__ == "KilledWorker":
            return FootcvError("it took several workers of the cluster with it; analyse it on this machine, without --scheduler")
        if isinstance(error, OSError) or kind.__module__.startswith(("distributed", "concurrent", "asyncio")):
            return ClusterError(f"the scheduler at {self._address} is gone; {RESUME}")
        return error


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """Yield the cluster whose scheduler is at `address`, "host:port".

    Raises UsageError where Dask is not installed here, nobody answers there, no worker is there, or one has no footcv, or another version.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("--scheduler needs Dask: pip install 'footcv[cluster]'") from error
    # Dask and Tornado log each lost connection in many lines; what matters of them footcv says.
    logging.disable()
    nobody = UsageError(f"no Dask scheduler answers at {address}: start one with `dask scheduler`, and name the address that it prints")
    # Dask's client waits for ever for what is no scheduler, its own page of figures for one; and of nobody it tells late, and at length.
    if not _answers(address):
        raise nobody
    try:
        client = Client(address, timeout=CONNECT_S, name="footcv", set_as_default=False)
    except (OSError, ValueError, RuntimeError, ImportError) as error:
        raise nobody from error
    try:
        _check_versions(address, client)
        yield Cluster(address, client)
    finally:
        client.close(timeout=WAKE_S)


def _answers(address: str) -> bool:
    """Whether a scheduler answers at "host:port" or "tcp://host:port": it greets whoever connects. One at "tls://…" is taken at its word."""
    place = re.fullmatch(r"(?:(tcp|tls)://)?\[?([^\s/@]+?)\]?:([0-9]{1,5})", address)
    if place is None:
        return False
    greeting = b""
    try:
        with socket.create_connection((place[2], int(place[3])), CONNECT_S) as connection:
            while place[1] != "tls" and GREETING not in greeting and len(greeting) < LONGEST_GREETING and (more := connection.recv(LONGEST_GREETING)):
                greeting += more
    except (OSError, OverflowError, UnicodeError):
        return False
    return place[1] == "tls" or GREETING in greeting


def _check_versions(address: str, client: Any) -> None:
    """By what the library says of itself, which a worker without footcv can be asked too."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_S)
        found = client.run(partial(metadata.version, "footcv"), on_error="return")
    except (OSError, RuntimeError) as error:
        raise UsageError(f"the cluster at {address} has no worker: {_remedy()}") from error
    for worker, version in sorted(found.items()):
        if isinstance(version, metadata.PackageNotFoundError):
            raise UsageError(f"the worker {worker} has no footcv: {_remedy()}")
        if version != footcv.__version__:
            raise UsageError(f"the worker {worker} has footcv {version}, this machine {footcv.__version__}: {_remedy()}")


def _remedy() -> str:
    return REMEDY.format(version=footcv.__version__)


def analysis_on(
    cluster: Cluster,
    source: str,
    exercise: str,
    tell: Report,
    *,
    side: str,
    prescription: Prescription | None,
    program_id: str | None,
    feet: tuple[FootBox, ...],
    model: str,
) -> Analysis:
    """Return what `footcv.analyze.analyze` returns for the same, from a worker that sees the file `source` under the same path; raise what it raises."""
    is_file = Path(source).is_file()
    there = str(Path(source).absolute()) if is_file else source
    asked = {"side": side, "prescription": prescription, "program_id": program_id, "feet": feet, "model": model}
    try:
        found = cluster.run(partial(_analysed_here, there, exercise, is_file, asked), tell)
    except FootcvError as error:
        # As it was named on the command line.
        raise type(error)(str(error).replace(there, source)) from error.__cause__
    return replace(found, source=replace(found.source, path=source))


def _analysed_here(source: str, exercise: str, is_file: bool, asked: dict[str, Any]) -> Analysis:
    """What a worker does."""
    from footcv.analyze import analyze

    if is_file and not Path(source).is_file():
        raise ClusterError(f"{source} is not there on the worker {socket.gethostname()}: give all machines the folder under the same name; {RESUME}")
    return analyze(source, EXERCISES[exercise], **asked)
