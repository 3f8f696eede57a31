"""What comes of each file of the corpus (tests/fault_corpus.py), by the command line as people call it; `python tests/faults.py` prints the table.

The commands run one after another in a process that is watched from outside: what hangs or ends it is seen, and the next one goes on.
"""

import json
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [path for path in (str(ROOT), str(ROOT / "tests")) if path not in sys.path]

from fault_corpus import Case, make_corpus  # noqa: E402

# No clip is longer than the slowest machine needs for its few pictures; ten seconds more are a hang.
LIMIT_S = 10.0
# What a child may take to load before its first answer: MediaPipe and the models.
LOADING_S = 60.0
NOBODY_ID = 65534
PROGRAM = "import faults; faults.serve()"


@dataclass(frozen=True)
class Outcome:
    """What a case came to: `status` is None where the command hung, or took Python down with it; `result` is the JSON that it wrote."""

    status: int | None
    err: str
    result: dict[str, Any] | None
    corners: tuple[str, ...]
    took_s: float

    def said(self) -> str:
        """The error, or the warnings, in one line."""
        lines = [line.split(": ", 2)[2] for line in self.err.splitlines() if line.startswith(("footcv: error: ", "footcv: warning: "))]
        return " | ".join(lines)


def complaint(case: Case, outcome: Outcome) -> str | None:
    """What is wrong with the outcome, None where nothing is."""
    if outcome.status is None:
        return f"hangs, or ends the process: {outcome.err}"
    if "Traceback" in outcome.err:
        return "a traceback"
    if outcome.status not in case.statuses:
        return f"status {outcome.status}, not {case.statuses}: {outcome.said()}"
    lines = outcome.err.splitlines()
    # A library's remark, too, is none of the person's business.
    expected = "footcv: warning: " if outcome.status == 0 else "footcv: error: "
    if not all(line.startswith(expected) for line in lines) or (outcome.status != 0 and len(lines) != 1):
        return f"not one line: {outcome.err!r}"
    if case.says not in outcome.said():
        return f"does not say {case.says!r}: {outcome.said()}"
    return _wrong_answer(case, outcome) if outcome.status == 0 else None


def _wrong_answer(case: Case, outcome: Outcome) -> str | None:
    if outcome.result is None:
        return "no result was written"
    source = outcome.result["source"]
    if case.frames is not None and source["frames"] != case.frames and not re.search("breaks off|damaged", outcome.said()):
        return f"{source['frames']} frames of {case.frames}, and nothing is said"
    if case.size is not None and (source["width"], source["height"]) != case.size:
        return f"{source['width']} x {source['height']}, not {case.size}"
    if case.duration_s is not None and abs(source["duration_s"] - case.duration_s) > 0.15:
        return f"{source['duration_s']} s, not {case.duration_s}"
    if case.corners is not None and outcome.corners != case.corners:
        return f"shows {outcome.corners}, not {case.corners}"
    return None


def run_corpus(folder: Path) -> Iterator[tuple[Case, Outcome]]:
    """Make the corpus in `folder`, and yield each case with what comes of it."""
    cases = make_corpus(folder)
    # Loading the networks is the dearest part: those that need them come together.
    for real in (False, True):
        yield from _run([case for case in cases if case.real is real], folder, real=real)


def _run(cases: Sequence[Case], folder: Path, *, real: bool) -> Iterator[tuple[Case, Outcome]]:
    child: Child | None = None
    for case in cases:
        if child is None or not child.alive:
            child = Child(folder, real=real)
        yield case, child.ask(case)
    if child is not None:
        child.close()


class Child:
    """A process that runs one command line after another, and is ended when one of them hangs; it gets no more than `memory_bytes`, unless 0."""

    def __init__(self, folder: Path, *, real: bool, memory_bytes: int = 0) -> None:
        environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "FOOTCV_DATA_DIR": str(folder / "log"), "COLUMNS": "80"}
        arguments = [sys.executable, "-c", PROGRAM, "real" if real else "stand-ins", str(memory_bytes)]
        self._process = subprocess.Popen(
            arguments, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._ask: IO[str] = self._process.stdin
        self._answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_listen, args=(self._process.stdout, self._answers), daemon=True).start()
        self._answer(LOADING_S)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, case: Case) -> Outcome:
        begun_s = time.monotonic()
        with suppress(OSError):
            self._ask.write(json.dumps({"path": os.fsdecode(case.path), "unprivileged": case.unprivileged}) + "\n")
            self._ask.flush()
        answer = self._answer(LOADING_S if case.real else LIMIT_S)
        took_s = time.monotonic() - begun_s
        if answer is None:
            self._process.kill()
            self._process.wait()
            return Outcome(None, f"killed after {took_s:.0f} s", None, (), took_s)
        if not answer:
            return Outcome(None, f"ended with {self._process.wait()}", None, (), took_s)
        told = json.loads(answer)
        return Outcome(told["status"], told["err"], told["result"], tuple(told["corners"]), took_s)

    def close(self) -> None:
        self._ask.close()
        self._process.wait(LIMIT_S)

    def _answer(self, limit_s: float) -> str | None:
        """A line, empty where the process has ended; None where none came in time."""
        try:
            return self._answers.get(timeout=limit_s)
        except queue.Empty:
            return None


def _listen(stream: IO[str], answers: "queue.Queue[str]") -> None:
    for line in stream:
        answers.put(line)
    answers.put("")


def serve() -> None:
    """In the child: run the command lines that stdin names, and answer each in a line."""
    answers = os.fdopen(os.dup(1), "w")
    seen: list[tuple[str, ...]] = []
    if memory_bytes := int(sys.argv[2]):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    from footcv import cli, watching

    if sys.argv[1] == "stand-ins":
        vars(watching).update(stand_ins(seen))

    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        seen.clear()
        with suppress(FileNotFoundError):
            os.unlink("result.json")
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            target = Path("open/result.json") if asked["unprivileged"] else Path("result.json")
            target.unlink(missing_ok=True)
            with _as_nobody(asked["unprivileged"]):
                status = cli.run(["analyze", "--exercise", "plantar-flexion", "--json", str(target), "--", asked["path"]])
            sys.stdout.flush()
            sys.stderr.flush()
            err.seek(0)
            told = err.read().decode(errors="replace")
        result = json.loads(target.read_bytes()) if target.exists() else None
        print(json.dumps({"status": status, "err": told, "result": result, "corners": seen[0] if seen else ()}), file=answers, flush=True)


class _as_nobody:  # noqa: N801
    """Root reads what it likes: for a while, be somebody else."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted and os.geteuid() == 0

    def __enter__(self) -> None:
        if self._wanted:
            Path("open").mkdir(exist_ok=True)
            Path("open").chmod(0o777)
            os.seteuid(NOBODY_ID)

    def __exit__(self, *_: object) -> None:
        if self._wanted:
            os.seteuid(0)


def stand_ins(seen: list[tuple[str, ...]]) -> dict[str, type]:
    """What footcv.watching takes in place of the networks: somebody sits in every picture, and what its corners show is put into `seen`."""
    import numpy as np
    from bodies import HEIGHT, WIDTH
    from people import pose_of

    from footcv.feet.foot import Foot
    from footcv.pose.landmarks import Pose
    from footcv.video.frame import Frame

    names = {(255, 0, 0): "blue", (0, 255, 0): "green", (0, 0, 255): "red", (255, 255, 255): "white"}

    class Estimator:
        def __init__(self, model: str) -> None: ...

        def __enter__(self) -> "Estimator":
            return self

        def __exit__(self, *_: object) -> None: ...

        def detect(self, frame: Frame) -> Pose:
            height, width = frame.image.shape[:2]
            places = [(y, x) for y in (height // 4, height * 3 // 4) for x in (width // 4 + 3, width * 3 // 4 + 3)] if min(width, height) > 12 else []
            seen.append(tuple(names.get(tuple(int(value > 128) * 255 for value in frame.image[place]), "none") for place in places))
            pose = pose_of("seated", frame.t)
            return replace(pose, image=pose.image * np.float32(min(width / WIDTH, height / HEIGHT)))

    class Follower:
        def __init__(self, *settings: object) -> None: ...

        def update(self, frame: Frame, pose: Pose | None) -> list[Foot]:
            self.pose = pose
            assert frame.image.dtype == np.uint8 and frame.image.ndim == 3 and frame.image.shape[2] == 3
            return []

    return {"PoseEstimator": Estimator, "FootFollower": Follower}


def main() -> int:
    """Print the table of all cases; the exit status is 1 where any is wrong."""
    begun_s, wrong, number = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        print("| case | exit | frames | what is said | |\n| --- | --- | --- | --- | --- |")
        for case, outcome in run_corpus(Path(folder)):
            fault = complaint(case, outcome)
            wrong, number = wrong + (fault is not None), number + 1
            frames = outcome.result["source"]["frames"] if outcome.result else ""
            said = outcome.said().encode("ascii", "backslashreplace").decode().replace("|", "\\|")
            print(f"| {case.name} | {outcome.status} | {frames} | {said} | {'WRONG: ' + fault if fault else 'ok'} |", flush=True)
    print(f"\n{number} cases, {wrong} wrong, {time.monotonic() - begun_s:.0f} s")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
