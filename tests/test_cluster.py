"""Videos handed to a real Dask scheduler and its workers, processes of this machine."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from test_exit_codes import assert_one_line, beginning, environment, footcv_run

from footcv.cluster import Cluster
from footcv.errors import SourceError

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="Dask is not installed: pip install 'footcv[cluster]'"),
]

ANALYZE = ("analyze", "--exercise", "plantar-flexion", "--quiet")
STARTED_S = 120.0
OTHER_VERSION = """
from importlib import metadata
version = metadata.version
def asked(name):
    if name == "footcv":
        {found}
    return version(name)
metadata.version = asked
"""

Processes = list["subprocess.Popen[str]"]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """A function that starts one of Dask's own commands, ended with the test."""
    running: Processes = []

    def begin(*arguments: str, env: dict[str, str] | None = None) -> "subprocess.Popen[str]":
        log = (tmp_path / f"{arguments[0]}-{len(running)}.log").open("w")
        command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
        running.append(subprocess.Popen(command, stderr=log, env={**environment(), **(env or {})}, text=True, start_new_session=True))
        return running[-1]

    yield begin
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def scheduler(start: Start, tmp_path: Path) -> str:
    """The address of a scheduler that has no worker yet."""
    file = tmp_path / "scheduler.json"
    start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    until(file.exists)
    return str(json.loads(file.read_text())["address"]).removeprefix("tcp://")


def until(happened: Callable[[], Any]) -> None:
    end_s = time.monotonic() + STARTED_S
    while not happened():
        assert time.monotonic() < end_s
        time.sleep(0.05)


def start_worker(start: Start, scheduler: str, folder: Path, **env: str) -> "subprocess.Popen[str]":
    """A worker without a nanny, who would start it again."""
    folder.mkdir()
    more = ("--no-nanny", "--no-dashboard", "--nthreads", "1", "--local-directory", str(folder))
    return start("worker", scheduler, "--host", "127.0.0.1", *more, env=env)


@pytest.fixture
def clips(tmp_path: Path) -> list[str]:
    """Four seconds of somebody, twice, each with another length; and a file that is no video."""
    folder = tmp_path / "clips"
    folder.mkdir()
    beginning("plantar-flexion", 4.0, folder / "a.mp4")
    beginning("plantar-flexion", 5.0, folder / "b.mp4")
    (folder / "c.mp4").write_text("no video")
    return sorted(str(path) for path in folder.iterdir())


def test_what_a_cluster_writes_is_what_one_machine_writes(start: Start, scheduler: str, clips: list[str], tmp_path: Path) -> None:
    start_worker(start, scheduler, tmp_path / "w1")
    start_worker(start, scheduler, tmp_path / "w2")
    outputs = []
    for name, more in (("alone", []), ("cluster", ["--scheduler", scheduler])):
        status, err = footcv_run(tmp_path, *ANALYZE, *clips, "--json", f"{name}.jsonl", "--csv", f"{name}.csv", *more)
        assert status == 3
        outputs.append([(tmp_path / f"{name}{suffix}").read_text() for suffix in (".jsonl", ".csv")] + [err])
    assert outputs[0] == outputs[1]
    assert_one_line(outputs[1][2], "c.mp4 is not a video")

    # Nothing is left to do, so that not even a worker is needed for it.
    status, err = footcv_run(tmp_path, *ANALYZE, *clips, "--json", "cluster.jsonl", "--scheduler", scheduler)
    assert status == 3 and "3 of 3 were analysed before" in err
    assert (tmp_path / "cluster.jsonl").read_text() == outputs[0][0]


def test_a_killed_worker_costs_time_and_no_result(start: Start, scheduler: str, clips: list[str], tmp_path: Path) -> None:
    doomed = start_worker(start, scheduler, tmp_path / "w1")
    command = [sys.executable, "-c", "from footcv.cli import main; main()", *ANALYZE, *clips[:2], "--json", "out.jsonl", "--scheduler", scheduler]
    footcv = subprocess.Popen(command, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True)
    # It has begun: the first of two is kept, or the model's threads run.
    partial = tmp_path / "out.jsonl.partial"
    until(lambda: partial.is_file() and partial.stat().st_size > 0)
    os.kill(doomed.pid, signal.SIGKILL)
    start_worker(start, scheduler, tmp_path / "w2")
    _, err = footcv.communicate(timeout=STARTED_S)
    # Nothing is told but what the clips show.
    assert footcv.returncode == 0 and all("nothing was counted" in line for line in err.splitlines())
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [line["source"]["path"] for line in lines] == clips[:2]
    assert all(line["schema"] == "footcv.analysis/1" for line in lines)


class Late:
    """A future, and the client that hands it out, whose task ends with `error` in the very moment in which the first wait gives up."""

    def __init__(self, error: Exception) -> None:
        self.status, self._error = "pending", error

    def submit(self, *_: object, **__: object) -> "Late":
        return self

    def result(self, timeout: float) -> None:
        if self.status == "error":
            raise self._error
        self.status = "error"
        raise TimeoutError

    def cancel(self) -> None:
        pass


@pytest.mark.parametrize("error", [SourceError("b.mp4 is not a video"), TimeoutError("of the disk that it read")])
def test_a_wait_that_ends_as_the_task_does_is_no_outcome(error: Exception) -> None:
    with pytest.raises(type(error)) as raised:
        Cluster("127.0.0.1:1", Late(error)).run(lambda: pytest.fail("a worker's work"), lambda *_: None)
    assert raised.value is error


def test_a_scheduler_that_dies_leaves_what_was_done(start: Start, clips: list[str], tmp_path: Path) -> None:
    file = tmp_path / "scheduler.json"
    process = start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    until(file.exists)
    address = str(json.loads(file.read_text())["address"])
    start_worker(start, address, tmp_path / "w1")
    command = [sys.executable, "-c", "from footcv.cli import main; main()", *ANALYZE, *clips[:2], "--json", "out.jsonl", "--scheduler", address]
    footcv = subprocess.Popen(command, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True)
    partial = tmp_path / "out.jsonl.partial"
    until(lambda: partial.is_file() and partial.stat().st_size > 0)
    os.killpg(process.pid, signal.SIGKILL)
    _, err = footcv.communicate(timeout=STARTED_S)
    assert footcv.returncode == 1
    assert_one_line(err, f"the scheduler at {address} is gone", "--resume goes on from there")
    assert len(partial.read_text().splitlines()) == 1 and not (tmp_path / "out.jsonl").exists()


def test_a_video_that_no_worker_sees_ends_it(start: Start, scheduler: str, clips: list[str], tmp_path: Path) -> None:
    # A worker on another machine, which has no such folder.
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "sitecustomize.py").write_text(
        "import pathlib\nis_file = pathlib.Path.is_file\npathlib.Path.is_file = lambda p: 'clips' not in str(p) and is_file(p)\n"
    )
    start_worker(start, scheduler, tmp_path / "w1", PYTHONPATH=f"{elsewhere}:{environment()['PYTHONPATH']}")
    status, err = footcv_run(tmp_path, *ANALYZE, *clips, "--json", "out.jsonl", "--scheduler", scheduler)
    assert status == 1
    assert_one_line(err, f"{clips[0]} is not there on the worker")


@pytest.mark.parametrize(("version", "says"), [(None, "has no footcv"), ("0.0.1", "has footcv 0.0.1, this machine")])
def test_workers_that_cannot_do_it_are_named_before_the_work(start: Start, scheduler: str, tmp_path: Path, version: str | None, says: str) -> None:
    other = tmp_path / "other"
    other.mkdir()
    found = f"return {version!r}" if version else "raise metadata.PackageNotFoundError(name)"
    (other / "sitecustomize.py").write_text(OTHER_VERSION.format(found=found))
    start_worker(start, scheduler, tmp_path / "w1", PYTHONPATH=f"{other}:{environment()['PYTHONPATH']}")
    (tmp_path / "a.mp4").write_text("no video")
    status, err = footcv_run(tmp_path, *ANALYZE, "a.mp4", "--scheduler", scheduler)
    assert status == 2
    assert_one_line(err, says, "footcv[cluster]")


def test_a_cluster_without_workers_is_told(scheduler: str, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("no video")
    status, err = footcv_run(tmp_path, *ANALYZE, "a.mp4", "--scheduler", scheduler)
    assert status == 2
    assert_one_line(err, f"the cluster at {scheduler} has no worker", "dask worker")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "no address", "nowhere.invalid:8786", "zyx://a:1", "127.0.0.1:99999"])
def test_where_no_scheduler_is_it_is_one_line(address: str, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("no video")
    status, err = footcv_run(tmp_path, *ANALYZE, "a.mp4", "--scheduler", address)
    assert status == 2
    assert_one_line(err, f"no Dask scheduler answers at {address}")
    assert err.count("\n") == 1


def test_what_answers_but_is_no_scheduler_is_one_line_too(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("no video")
    with HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"127.0.0.1:{server.server_port}"
        status, err = footcv_run(tmp_path, *ANALYZE, "a.mp4", "--scheduler", address)
        server.shutdown()
    assert status == 2 and err.count("\n") == 1
    assert_one_line(err, f"no Dask scheduler answers at {address}")
