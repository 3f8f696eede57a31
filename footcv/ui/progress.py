"""Progress bars on stderr while videos are analysed."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from footcv.analysis import Analysis
from footcv.batch import Outcomes, Report, analyse_all


@contextmanager
def bar(source: str, *, quiet: bool) -> Iterator[Report]:
    """Yield the progress function (t_s, duration_s) of one bar; it shows nothing where `quiet` or where stderr is no terminal."""
    with _bars(quiet) as bars:
        task = bars.add_task(escape(Path(source).name), total=None)
        yield lambda t_s, duration_s: bars.update(task, completed=t_s, total=duration_s)


def analyse_with_bars(sources: Sequence[str], analyse_one: Callable[[int, Report], Analysis], *, jobs: int, quiet: bool, each: bool = True) -> Outcomes:
    """Yield what `analyse_all` yields, with one bar for all of several sources and, where `each`, one for each at work; none where `quiet`
    or where stderr is no terminal.

    The bars leave the terminal while the caller has an outcome in hand, so that it may print.
    """
    bars = _bars(quiet)
    done = bars.add_task(f"{len(sources)} videos", total=len(sources), visible=len(sources) > 1)
    tasks = [bars.add_task(escape(Path(source).name), total=None, start=False, visible=False) for source in sources]

    shown: set[int] = set()

    def show(number: int, t_s: float, duration_s: float | None) -> None:
        bars.start_task(tasks[number])
        bars.update(tasks[number], completed=t_s, total=duration_s, visible=each, refresh=number not in shown)
        shown.add(number)

    with bars, closing(analyse_all(sources, analyse_one, jobs=jobs, progress=show)) as outcomes:
        for task, outcome in zip(tasks, outcomes, strict=True):
            bars.remove_task(task)
            bars.advance(done)
            bars.stop()
            yield outcome
            bars.start()


def _bars(quiet: bool) -> Progress:
    return Progress(console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False, disable=quiet or not sys.stderr.isatty())
