"""`footcv live`."""

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from footcv.cli.log import DataDir, left_today, open_users_log
from footcv.cli.options import Lang, Model, Traceback
from footcv.cli.printing import print_text, say
from footcv.cli.targets import check_target
from footcv.errors import NobodyError, OutputError, SourceError

if TYPE_CHECKING:
    from footcv.coach.messages import SummaryRow
    from footcv.session.session import Screen
    from footcv.session_clock import SessionClock
    from footcv.video.newest import Newest
    from footcv.video.playback import Playback
    from footcv.words import Words

Ui = Literal["page", "window", "none"]

# So many frames of a recording may wait to be seen: a search for feet takes a second, and the picture shall not halt for it.
RECORDING_WAITS = 30


def live(
    exercise: Annotated[str | None, typer.Option(metavar="ID", help="The exercise to do, until you stop; with --program, that part of it.")] = None,
    program: Annotated[str | None, typer.Option(metavar="NAME|FILE.toml", help="The program to do.")] = None,
    camera: Annotated[str, typer.Option(metavar="INDEX|URL|FILE", help="The camera: 0 is the first; a file is played as one.")] = "0",
    side: Annotated[Literal["auto", "left", "right", "both"], typer.Option(help="The side to exercise.")] = "auto",
    mirror: Annotated[bool | None, typer.Option("--mirror/--no-mirror", help="Show the picture as a mirror does; cameras are, files are not.")] = None,
    view: Annotated[Literal["auto", "body", "feet"], typer.Option(help="What the camera sees: your body, or only your feet.")] = "auto",
    ui: Annotated[Ui, typer.Option(help="Where the session is shown: a page in your browser, a plain window, or lines of text.")] = "page",
    headless: Annotated[bool, typer.Option("--headless", help="The same as --ui none.")] = False,
    voice: Annotated[bool, typer.Option("--voice/--no-voice", help="Let the page speak.")] = True,
    lang: Lang = "en",
    record: Annotated[str | None, typer.Option(metavar="FILE.mp4", help="Record the camera's picture; nothing is recorded else.")] = None,
    model: Model = "full",
    rest: Annotated[bool, typer.Option("--rest/--no-rest", help="Rest as the program says.")] = True,
    camera_timeout: Annotated[float, typer.Option(metavar="S", min=0, help="How long to wait for a camera that is lost.")] = 60.0,
    data_dir: DataDir = None,
    debug: Traceback = False,
) -> None:
    """Exercise before the camera: footcv counts, times your holds, coaches, and keeps a log."""
    from footcv.coach.steps import steps_of
    from footcv.exercises import find_exercise
    from footcv.programs import find_program
    from footcv.words import words_in

    wanted = find_program(program) if program is not None else None
    chosen = find_exercise(exercise) if exercise is not None else None
    words, steps = words_in(lang), steps_of(wanted, chosen, side, rest)
    if record is not None:
        check_target("--record", record, ".mp4", camera, "what --camera names")

    from footcv.video.opencv import require_opencv

    require_opencv()
    from functools import partial

    from footcv.coach.coach import Coach
    from footcv.counter import LiveCounter
    from footcv.freed import give_back
    from footcv.live import live as lead
    from footcv.records.keeping import KeptSession
    from footcv.records.log import data_dir as log_folder
    from footcv.session.logbook import Logbook
    from footcv.session.recorder import Recorder
    from footcv.session.running_set import RunningSet
    from footcv.session.session import Session
    from footcv.session.watcher import Watcher
    from footcv.session_clock import SessionClock
    from footcv.video.playback import Playback

    clock = SessionClock()
    with ExitStack() as stack:
        opened = _camera(camera, clock, stack)
        at_once = isinstance(opened, Playback)
        watcher = Watcher(model, view, waiting=RECORDING_WAITS if at_once else 1)
        recorder = stack.enter_context(Recorder(Path(record))) if record is not None else None
        mirrored = mirror if mirror is not None else not at_once
        screen = stack.enter_context(_screen("none" if headless else ui, words, mirror=mirrored, voice=voice))
        kept = KeptSession(log_folder(data_dir), program=wanted, source=_source_name(camera), started_at=datetime.now().astimezone())
        stop = stack.enter_context(_stopping())
        session = Session(
            coach=Coach(steps, words, at_once=at_once),
            camera=opened,
            watcher=watcher,
            running=stack.enter_context(RunningSet(partial(LiveCounter, keeps_all=at_once))),
            screen=screen,
            logbook=Logbook(kept),
            clock=clock,
            words=words,
            recorder=recorder,
            camera_timeout_s=camera_timeout,
            at_once=at_once,
            stop=stop,
        )
        give_back()
        ending = lead(session)
        if kept.trouble is not None:
            say("warning", kept.trouble)
        for warning in opened.warnings:
            say("warning", warning)
        print_text(_summary(session.coach.progress(clock.now()).summary, words))
        if wanted is not None:
            # What the log could not take it does not tell.
            with suppress(OutputError), open_users_log(data_dir) as log:
                print_text(f"{left_today(log, wanted.id, words)}\n".lstrip())
    if stop.is_set():
        raise typer.Exit(130)
    if ending == "camera lost":
        raise SourceError(f"the camera has been lost for {camera_timeout:.0f} s: plug it in, or close what else uses it; what you have done is kept in the log")
    if at_once and not watcher.has_seen:
        raise NobodyError(f"nobody, and no foot, was seen in {camera}; step back, or turn the camera")


def _is_number(camera: str) -> bool:
    """Whether `camera` is one of this machine's, by its number; a file may bear a number as its name."""
    return camera.isdecimal() and not Path(camera).exists()


def _source_name(camera: str) -> str:
    return f"camera {camera}" if _is_number(camera) else camera


def _camera(spec: str, clock: "SessionClock", stack: ExitStack) -> "Newest | Playback":
    """The camera, or the recording played as one: a file, or what says how long it is behind its address. Raises SourceError where there is none."""
    from contextlib import closing

    from footcv.video.newest import Newest
    from footcv.video.playback import Playback
    from footcv.video.source import URL, open_source

    if _is_number(spec):
        return Newest(lambda: open_source(spec), clock)
    source = stack.enter_context(open_source(spec))
    if source.duration_s is not None or Path(spec).exists() or not URL.match(spec):
        return Playback(source, clock)
    # Some streams are given only once at a time: what was opened to be asked is the first that is read.
    first = [source]
    return Newest(lambda: closing(first.pop()) if first else open_source(spec), clock)


def _screen(ui: Ui, words: "Words", *, mirror: bool, voice: bool) -> "AbstractContextManager[Screen]":
    if ui == "none":
        from footcv.ui.console import Console

        return Console()
    if ui == "window":
        from footcv.ui.window import Window

        return Window(words, mirror=mirror)
    return _page(words.lang, mirror=mirror, voice=voice)


@contextmanager
def _page(lang: str, *, mirror: bool, voice: bool) -> Iterator["Screen"]:
    """The page, opened in the person's browser; its address is printed for where that does not work."""
    import webbrowser

    from footcv.ui.page import Page

    with Page(mirror=mirror, lang=lang, voice=voice) as page:
        say("page", page.url)
        # Some browsers only return when they are closed.
        threading.Thread(target=webbrowser.open, args=(page.url,), daemon=True).start()
        yield page


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """An event that Ctrl-C sets, and whoever ends the program; a second Ctrl-C ends it at once."""
    stop = threading.Event()

    def ask(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), ask) for name in names}
    try:
        yield stop
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _summary(rows: "Sequence[SummaryRow]", words: "Words") -> str:
    """One line for each set."""
    lines = []
    for row in rows:
        what = [row.exercise_name, row.side and words(f"page.side.{row.side}"), row.direction and words(f"page.direction.{row.direction}")]
        asked = f" / {row.asked}" if row.asked is not None else ""
        lines.append(f"{', '.join(filter(None, what))}: {row.done}{asked}\n")
    return "".join(lines)
