"""A results file: the analyses of many videos, one JSON object a line, kept while the work goes on, so that no video is analysed twice."""

import hashlib
import json
import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import footcv
from footcv.analysis import Analysis
from footcv.errors import FootcvError, NobodyError, OutputError, SourceError, UsageError
from footcv.feet.box import FootBox
from footcv.programs.prescription import Prescription
from footcv.records.analysis_json import SCHEMA, analysis_object
from footcv.records.analysis_read import analysis_of
from footcv.records.atomic import check_target
from footcv.records.origin import content_of
from footcv.records.output import output

FAILURE_SCHEMA = "footcv.failure/1"
# What a video is to blame for, and would be again: no model, and no disk.
OWN_FAILURES: tuple[type[FootcvError], ...] = (SourceError, NobodyError)

Object = dict[str, Any]


def settings_of(exercise: str, prescription: Prescription | None, side: str, feet: Iterable[FootBox], model: str) -> str:
    """Return what tells one way to analyse a video from another: the SHA-256, in hexadecimal, of all that was asked and of footcv's version."""
    asked = [footcv.__version__, exercise, asdict(prescription) if prescription is not None else None, side, [asdict(box) for box in feet], model]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


class Results:
    """The lines of a results file, by the content of their videos; made by `open_results`. Its methods may be called from several threads at once."""

    def __init__(self, path: Path, settings: str, prescription: Prescription | None, known: dict[str, Object]) -> None:
        self.reused = 0
        self._path = path
        self._settings = settings
        self._prescription = prescription
        self._known = known
        self._contents: dict[str, str | None] = {}
        self._lines: list[Object] = []
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Lock] = defaultdict(threading.Lock)

    def analysed(self, video: str, analyse: Callable[[], Analysis]) -> Analysis:
        """Return the analysis of `video`, by `analyse` where no video of the same content was analysed in the same way; raise the failure that it came to."""
        content = self._contents[video] = _content(video)
        if content is None:
            return analyse()
        with self._lock:
            turn = self._turns[content]
        # Of two copies the second waits for what the first comes to.
        with turn:
            found = self._known.get(content)
            if found is not None:
                with self._lock:
                    self.reused += 1
                return _recalled(found, video)
            try:
                # As it will be read back: the other outputs are the same now and then, but for the signal, which the log keeps and this file does not.
                made = analyse()
                analysis = replace(analysis_of(analysis_object(made, self._prescription)), traces=made.traces)
            except OWN_FAILURES as error:
                self._keep(video, error)
                raise
            self._keep(video, analysis)
            return analysis

    def add(self, video: str, outcome: Analysis | FootcvError) -> None:
        """Put what a video came to into the file, behind those before it."""
        self._lines.append(self._object(video, outcome))

    def write(self) -> None:
        """Write the file, whole; raises OutputError where it cannot be written."""
        with output(str(self._path)) as write:
            for line in self._lines:
                write(_line(line))
        with suppress(OSError):
            partial_of(self._path).unlink()

    def _keep(self, video: str, outcome: Analysis | FootcvError) -> None:
        kept = self._object(video, outcome)
        if kept["content"] is None:
            return
        with self._lock:
            self._known[kept["content"]] = kept
            _append(partial_of(self._path), _line(kept))

    def _object(self, video: str, outcome: Analysis | FootcvError) -> Object:
        content = self._contents.get(video)
        if isinstance(outcome, Analysis):
            return {**analysis_object(outcome, self._prescription), "content": content, "settings": self._settings}
        # What the disk or somebody's rights were to blame for may be another time.
        lasting = isinstance(outcome, OWN_FAILURES) and not isinstance(outcome.__cause__, OSError)
        failure = {"schema": FAILURE_SCHEMA, "source": {"path": video}, "exit_status": outcome.exit_code, "error": " ".join(str(outcome).split())}
        return {**failure, "content": content if lasting else None, "settings": self._settings}


@contextmanager
def open_results(path: Path, settings: str, prescription: Prescription | None, *, resume: bool, again: bool) -> Iterator[Results]:
    """Open the results file `path`: what it holds of the same `settings` is not analysed anew, unless `again`.

    While the work goes on, what is done is kept in `path`.partial, which stays where the work is stopped; with `resume` it goes on from there.
    Raises UsageError where a work that was stopped would be lost, and OutputError where nothing can be written.
    """
    partial = partial_of(path)
    if not resume and partial.is_file() and partial.stat().st_size > 0:
        raise UsageError(f"{partial} is of a run that was stopped: --resume goes on from there; or delete it, to begin anew")
    check_target(path)
    # Known to be writable before the hours of analysis, not after.
    with output(str(partial)) as write:
        kept = list(_read(partial, settings)) if resume else []
        for line in kept:
            write(_line(line))
    lines = [*([] if again else _read(path, settings)), *kept]
    try:
        yield Results(path, settings, prescription, {line["content"]: line for line in lines})
    finally:
        with suppress(OSError):
            if partial.stat().st_size == 0:
                partial.unlink()


def partial_of(path: Path) -> Path:
    """Return the file that holds what is done of the results file `path` while it is not whole."""
    return path.with_name(f"{path.name}.partial")


def _append(path: Path, line: str) -> None:
    whole = path.stat().st_size if path.exists() else 0
    try:
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(line)
    except OSError as error:
        # Half a line would spoil the next one.
        with suppress(OSError):
            os.truncate(path, whole)
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error


def _line(line: Object) -> str:
    return json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n"


def _read(path: Path, settings: str) -> Iterator[Object]:
    """The lines that tell of a video of known content, analysed as `settings` says; whatever else stands there is passed over, half a line too."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    for line in text.splitlines():
        try:
            found = json.loads(line)
            if found["schema"] == SCHEMA:
                analysis_of(found)
            elif found["schema"] != FAILURE_SCHEMA or _failure(found["exit_status"]) is None:
                continue
            usable = found["settings"] == settings and isinstance(found["content"], str) and isinstance(found["source"]["path"], str)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            continue
        if usable:
            yield found


def _recalled(found: Object, video: str) -> Analysis:
    if found["schema"] == SCHEMA:
        analysis = analysis_of(found)
        return replace(analysis, source=replace(analysis.source, path=video))
    failure = _failure(found["exit_status"])
    assert failure is not None
    raise failure(str(found["error"]).replace(found["source"]["path"], video))


def _failure(status: int) -> type[FootcvError] | None:
    return next((failure for failure in OWN_FAILURES if failure.exit_code == status), None)


def _content(video: str) -> str | None:
    """What tells the file from any other; None where `video` is none, or cannot be read."""
    try:
        return content_of(Path(video)) if Path(video).is_file() else None
    except OSError:
        return None
