"""Nothing leaves the machine: a video is measured with Python's sockets forbidden, inside a network namespace in which the kernel counts every attempt."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SAMPLE

# A connection or a look-up without a way out shows in these, also when C++ code asks for it.
PRELUDE = """
import os, socket, sys

def attempts():
    counts = {}
    if os.path.exists("/proc/net/snmp6"):  # not where the kernel has no IPv6
        counts.update({name: int(value) for name, value in map(str.split, open("/proc/net/snmp6"))})
    lines = [line.split() for line in open("/proc/net/snmp")]
    for names, values in zip(lines[::2], lines[1::2]):
        counts.update({names[0] + name: int(value) for name, value in zip(names[1:], values[1:])})
    keys = ("Ip:OutRequests", "Ip:OutNoRoutes", "Ip6OutRequests", "Ip6OutNoRoutes", "Tcp:ActiveOpens", "Udp:OutDatagrams")
    return sum(counts.get(key, 0) for key in keys)
"""
MEASURE = """
class Forbidden(socket.socket):
    def __init__(self, *arguments, **options):
        raise AssertionError("a socket was made")

socket.socket = Forbidden
from itertools import islice
from footcv.feet.follower import FootFollower
from footcv.feet.search import find_feet
from footcv.pose.estimator import PoseEstimator
from footcv.video.source import open_source
follower, poses, feet = FootFollower(), 0, 0
with open_source(sys.argv[1]) as source, PoseEstimator("full") as estimator:
    for frame in islice(source.frames(), 10):
        pose = estimator.detect(frame)
        poses += pose is not None
        feet += len(follower.update(frame, pose)) > 0
    find_feet(frame.image)
assert (poses, feet) == (10, 10), (poses, feet)
"""
CONNECT = """
try:
    socket.create_connection(("192.0.2.1", 80), timeout=1)
except OSError:
    pass
"""
COUNT = "\nprint(attempts())"


def namespace() -> list[str] | None:
    """The command that runs another without any network, None where this machine has none or forbids it."""
    if not Path("/proc/net/snmp").exists() or shutil.which("unshare") is None:
        return None
    ways = (["unshare", "--net"], ["unshare", "--net", "--map-root-user"])
    return next((way for way in ways if subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0), None)


def run(before: list[str], script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*before, sys.executable, "-c", script, str(SAMPLE)], capture_output=True, text=True, check=False, timeout=120)


def test_measuring_makes_no_socket() -> None:
    done = run([], "import socket, sys\n" + MEASURE)
    assert done.returncode == 0, done.stderr


def test_nothing_tries_to_connect() -> None:
    without_network = namespace()
    if without_network is None:
        pytest.skip("no network namespaces here")
    connecting, measuring = (run(without_network, PRELUDE + script + COUNT) for script in (CONNECT, MEASURE))
    assert connecting.returncode == 0, connecting.stderr
    assert measuring.returncode == 0, measuring.stderr
    if int(connecting.stdout) == 0:
        pytest.skip("this kernel does not count what is tried without a network")
    assert int(measuring.stdout) == 0
