"""What the log costs at a size nobody reaches, and whether a kill loses anything.

    python benchmarks/records.py [--reps N] [--one-month] [--kills N] [--json FILE]

Fills a log in a temporary folder with N repetitions (a million: two sessions a day for nineteen years), then runs the commands themselves, each in a process
of its own, and prints seconds and peak memory of each against what is promised; exports again after an import into an empty log, which must give the same
bytes; and kills a program that writes N times, at random moments.
"""

import argparse
import filecmp
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from footcv.counting.rep import Rep
from footcv.programs import find_program
from footcv.records.log import Log, log_path, open_log

ROOT = Path(__file__).resolve().parents[1]
PROMISES = {"export": (60.0, 200.0), "history": (1.0, 200.0)}
COMMAND = "import sys; sys.path.insert(0, sys.argv.pop(1)); from footcv.cli import main; main()"
WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from datetime import datetime
from pathlib import Path
from footcv.counting.rep import Rep
from footcv.records.log import open_log
with open_log(Path(sys.argv[2])) as log:
    session = log.start(program=None, source="camera 0", started_at=datetime.now().astimezone())
    index = 0
    while True:
        index += 1
        print(log.add_rep(session, 1, "toe-press", Rep(index, "left", None, index, index, index, index + 1, 0.5, "share", 0.9), None), flush=True)
"""


def fill(log: Log, reps: int, one_month: bool) -> int:
    """Put so many repetitions into the log, up to this day, and return how many days they took."""
    chance = random.Random(1)
    program = find_program("four-exercise")
    days = 28 if one_month else max(28, reps // (2 * len(list(_session(chance)))))
    now = datetime.now().astimezone().replace(minute=0)
    sessions = 2 * days
    with log.transaction():
        for number in range(sessions):
            # The last ones take what is left over.
            share = reps * (number + 1) // sessions - reps * number // sessions
            session = log.start(program=program, source="camera 0", started_at=now - timedelta(days=days - 1 - number // 2, hours=8 * (1 - number % 2)))
            for exercise, rep in islice(_endless(chance), share):
                log.add_rep(session, 1 + number % 2, exercise, rep, 2.0)
            log.end(session, "done", now)
    return days


def _session(chance: random.Random) -> list[tuple[str, Rep]]:
    """What one session of the program leaves: 77 repetitions, some of them faulted."""
    reps = []
    start_s = 0.0
    for prescription in find_program("four-exercise").prescriptions:
        circles = prescription.exercise == "ankle-circles"
        for index in range(40 if circles else prescription.reps or 1):
            hold_s = chance.uniform(3.0, 7.0)
            good = chance.random() > 0.1
            edges = (None, None) if circles else (start_s + 0.5, start_s + 0.5 + hold_s)
            direction = ("clockwise", "counterclockwise")[index % 2] if circles else None
            peak = (360.0, "deg") if circles else (chance.gauss(30.0, 3.0), "deg")
            faults = () if good else ("short-hold",)
            reps.append(
                (
                    prescription.exercise,
                    Rep(index, ("left", "right")[index // 20 % 2], direction, start_s, *edges, start_s + hold_s + 1, *peak, 0.9, good, faults),
                )
            )
            start_s += hold_s + 3
    return reps


def _endless(chance: random.Random) -> Any:
    while True:
        yield from _session(chance)


def timed(name: str, folder: Path, *arguments: str) -> dict[str, Any]:
    """Run one command in a process of its own; its seconds and its peak memory."""
    environment = {**os.environ, "FOOTCV_DATA_DIR": str(folder)}
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", COMMAND, str(ROOT), *arguments], env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"footcv {' '.join(arguments)} failed")
    cpu_s = usage.ru_utime + usage.ru_stime
    mib = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    said = ""
    if (promise := PROMISES.get(name)) is not None:
        verdict = "kept" if seconds <= promise[0] else "kept in CPU, the machine is busy" if cpu_s <= promise[0] else "BROKEN"
        said = f"  (promised: {promise[0]:.0f} s, {promise[1]:.0f} MiB)  {verdict if mib <= promise[1] else 'BROKEN'}"
    print(f"{name:12} {seconds:6.2f} s  {cpu_s:6.2f} s of CPU  {mib:5.0f} MiB{said}", flush=True)
    return {"what": name, "seconds": seconds, "cpu_s": cpu_s, "peak_mib": mib}


def kill(folder: Path, times: int) -> tuple[int, int]:
    """Kill a program that writes so many times; how many repetitions it said were kept, and how many of them are lost."""
    chance, path, kept = random.Random(2), log_path(folder), set()
    for _ in range(times):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(ROOT), str(path)], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            kept.add(int(process.stdout.readline()))
            time.sleep(chance.uniform(0, 0.2))
            process.kill()
            kept |= {int(line) for line in process.stdout.read().split("\n")[:-1]}
        with open_log(path) as log:
            if list(log.rows("PRAGMA integrity_check")) != [("ok",)]:
                sys.exit("the log is damaged after a kill")
    with open_log(path) as log:
        return len(kept), len(kept - {number for (number,) in log.rows("SELECT id FROM rep")})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reps", type=int, default=1_000_000)
    parser.add_argument("--one-month", action="store_true", help="all of them in the last four weeks, which history has to add up")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--json", type=Path, help="write the figures here")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        began = time.perf_counter()
        with open_log(log_path(folder / "full")) as log:
            days = fill(log, args.reps, args.one_month)
        size_mib = log_path(folder / "full").stat().st_size / (1 << 20)
        print(f"{args.reps} repetitions of {days} days: {size_mib:.0f} MiB, filled in {time.perf_counter() - began:.0f} s", flush=True)
        csv, json_file, again = (str(folder / name) for name in ("log.csv", "log.json", "again.csv"))
        runs = [
            timed("export", folder / "full", "export", "--csv", csv),
            timed("export json", folder / "full", "export", "--json", json_file),
            timed("history", folder / "full", "history"),
            timed("import", folder / "new", "history", "import", csv),
            timed("export again", folder / "new", "export", "--csv", again),
        ]
        same = filecmp.cmp(csv, again, shallow=False)
        print(f"the two exports are {'the same bytes' if same else 'NOT THE SAME'}")
        kept, lost = kill(folder / "killed", args.kills)
        print(f"{args.kills} kills: {kept} repetitions kept, {lost} of them lost")
    if args.json:
        figures = {"reps": args.reps, "days": days, "size_mib": size_mib, "runs": runs, "same_bytes": same, "kills": args.kills, "kept": kept, "lost": lost}
        args.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
