"""Mutated videos, programs and files of poses by the thousand (`make fuzz`): each ends in bounded time and memory, with an exit status of the contract.

Nothing is kept but what fails: it is written into the folder `fuzz-failures`, and named with its seed.
"""

import argparse
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [path for path in (str(ROOT), str(ROOT / "tests")) if path not in sys.path]

import numpy as np  # noqa: E402
from conftest import write_video  # noqa: E402
from fault_corpus import Case  # noqa: E402
from faults import Child, Outcome  # noqa: E402
from people import pose_of  # noqa: E402

from footcv.analysis import SourceInfo  # noqa: E402
from footcv.errors import SourceError, UsageError  # noqa: E402
from footcv.exercises import EXERCISES  # noqa: E402
from footcv.feet.cutter import Patch  # noqa: E402
from footcv.programs.loader import parse_program  # noqa: E402
from footcv.recording import Recording  # noqa: E402
from footcv.records.poses_file import read_poses, write_poses  # noqa: E402
from footcv.watched import Watched, understood  # noqa: E402

FAILURES = Path("fuzz-failures")
# What a run may take: far more than any of these small files needs.
MEMORY_BYTES = 8 << 30
LONGEST_S = 5.0
# A mutated video is read, or not; a mutated size may hide the person, and nothing else may happen.
STATUSES = {0, 3, 4}


def mutated(data: bytes, draw: np.random.Generator) -> bytes:
    """The bytes with a few changed, cut out, doubled, swapped, or set to what lengths are often mistaken at."""
    out = bytearray(data)
    for _ in range(int(draw.integers(1, 6))):
        if len(out) < 16:
            break
        at, length = int(draw.integers(0, len(out) - 8)), int(draw.integers(1, 64))
        match draw.integers(0, 6):
            case 0:
                out[at] ^= 1 << int(draw.integers(0, 8))
            case 1:
                out[at] = int(draw.integers(0, 256))
            case 2:
                del out[at : at + length]
            case 3:
                out[at:at] = out[at : at + length]
            case 4:
                out[at : at + 4] = (b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00")[draw.integers(0, 4)]
            case _:
                del out[max(16, at) :]
    return bytes(out)


def mutations(seeds: dict[str, bytes], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    names = sorted(seeds)
    for number in range(count):
        name = names[number % len(names)]
        yield name, mutated(seeds[name], np.random.default_rng((seed, number)))


def fuzz_videos(folder: Path, count: int, seed: int) -> tuple[Counter[str], int]:
    """By the command line with stand-ins for the networks, in a process that is watched from outside."""
    kinds = {"a.mp4": "libx264", "b.mkv": "libx264", "c.avi": "mjpeg", "d.webm": "libvpx", "e.mov": "png", "f.ts": "mpeg2video", "g.gif": "gif"}
    formats = {"mjpeg": "yuvj420p", "png": "rgb24", "gif": "rgb8"}
    seeds = {}
    for name, codec in kinds.items():
        fps = 25 if codec == "mpeg2video" else 10
        seeds[name] = write_video(folder / name, codec=codec, fps=fps, pix_fmt=formats.get(codec, "yuv420p")).read_bytes()
    outcomes: Counter[str] = Counter()
    child, failed = Child(folder, real=False, memory_bytes=MEMORY_BYTES), 0
    for number, (name, data) in enumerate(mutations(seeds, count, seed)):
        if not child.alive:
            child = Child(folder, real=False, memory_bytes=MEMORY_BYTES)
        path = folder / f"mutated{Path(name).suffix}"
        path.write_bytes(data)
        outcome = child.ask(Case(name, path.name))
        wrong = _is_wrong(outcome)
        failed += wrong
        outcomes[f"exit {outcome.status}"] += 1
        if wrong:
            _keep(path, f"video-{seed}-{number}{path.suffix}", outcome.err)
    child.close()
    return outcomes, failed


def _is_wrong(outcome: Outcome) -> bool:
    lines = outcome.err.splitlines()
    return outcome.status not in STATUSES or not all(line.startswith("footcv: ") for line in lines) or (outcome.status != 0 and len(lines) != 1)


def fuzz_programs(folder: Path, count: int, seed: int) -> tuple[Counter[str], int]:
    seeds = {path.name: path.read_bytes() for path in (ROOT / "footcv" / "programs").glob("*.toml")}
    outcomes: Counter[str] = Counter()
    failed = 0
    for number, (name, data) in enumerate(mutations(seeds, count, seed)):
        begun_s = time.monotonic()
        try:
            parse_program(data, program_id="mutated", file=name)
            outcome = "valid"
        except UsageError as error:
            outcome = "exit 2" if "\n" not in str(error) else "several lines"
        except Exception as error:
            outcome = type(error).__name__
        outcomes[outcome] += 1
        if outcome not in ("valid", "exit 2") or time.monotonic() - begun_s > LONGEST_S:
            failed += 1
            (folder / "mutated.toml").write_bytes(data)
            _keep(folder / "mutated.toml", f"program-{seed}-{number}.toml", outcome)
    return outcomes, failed


def fuzz_poses(folder: Path, count: int, seed: int) -> tuple[Counter[str], int]:
    watched = Watched((640, 480))
    for i in range(10):
        pose = pose_of("seated", i / 10)
        watched.add(i / 10, pose, [], [Patch(i / 10, "left", np.full((112, 112), i, np.uint8), 300.0, 300.0, 99.0, 1)] if i % 5 == 0 else [])
    whole, path = folder / "whole.npz", folder / "mutated.npz"
    write_poses(whole, Recording(SourceInfo("a.mp4", 640, 480, 10.0, 1.0, 10), watched, "full", (), ()))
    outcomes: Counter[str] = Counter()
    failed = 0
    for number, (_, data) in enumerate(mutations({"whole": whole.read_bytes()}, count, seed)):
        if number % 2:
            _write_mutated_member(whole, path, np.random.default_rng((seed, number)))
        else:
            path.write_bytes(data)
        begun_s = time.monotonic()
        try:
            understood(read_poses(str(path)).watched).measured(EXERCISES["plantar-flexion"])
            outcome = "measured"
        except SourceError as error:
            outcome = "exit 3" if "\n" not in str(error) else "several lines"
        except Exception as error:
            outcome = type(error).__name__
        outcomes[outcome] += 1
        if outcome not in ("measured", "exit 3") or time.monotonic() - begun_s > LONGEST_S:
            failed += 1
            _keep(path, f"poses-{seed}-{number}.npz", outcome)
    return outcomes, failed


def _write_mutated_member(whole: Path, path: Path, draw: np.random.Generator) -> None:
    """One array with a few of its bytes changed, in an archive whose checksums are right."""
    with np.load(whole) as found:
        members = dict(found)
    name = sorted(members)[draw.integers(0, len(members))]
    data = bytearray(members[name].tobytes())
    for at in draw.integers(0, max(1, len(data)), int(draw.integers(1, 9))) if data else ():
        data[at] = int(draw.integers(0, 256))
    members[name] = np.frombuffer(bytes(data), members[name].dtype).reshape(members[name].shape)
    np.savez(path, allow_pickle=False, **members)


def _keep(path: Path, name: str, why: str) -> None:
    FAILURES.mkdir(exist_ok=True)
    shutil.copy(path, FAILURES / name)
    print(f"{FAILURES / name}: {why}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--videos", type=int, default=2000)
    parser.add_argument("--programs", type=int, default=2500)
    parser.add_argument("--poses", type=int, default=2500)
    asked = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        for what, fuzz, count in (("programs", fuzz_programs, asked.programs), ("poses", fuzz_poses, asked.poses), ("videos", fuzz_videos, asked.videos)):
            begun_s = time.monotonic()
            outcomes, failed = fuzz(Path(name), count, asked.seed)
            failures += failed
            told = ", ".join(f"{number} {outcome}" for outcome, number in outcomes.most_common())
            print(f"{count} {what}, seed {asked.seed}: {told}; {failed} wrong, {time.monotonic() - begun_s:.0f} s", flush=True)
    peak_mb = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(f"peak memory {peak_mb:.0f} MB")
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
