"""`footcv analyze`."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

import typer

from footcv.cli.log import DataDir, left_today, open_users_log
from footcv.cli.options import Feet, Lang, Model, Quiet
from footcv.cli.printing import say
from footcv.cli.targets import check_target
from footcv.errors import ClusterError, FaultError, FootcvError, OutputError, SourceError, UsageError

if TYPE_CHECKING:
    from footcv.analysis import Analysis
    from footcv.batch import Report
    from footcv.cluster import Cluster
    from footcv.exercises.exercise import Exercise
    from footcv.programs.prescription import Prescription, Program
    from footcv.records.log import Log
    from footcv.records.results import Results
    from footcv.words import Words


MOST_JOBS = 64


def analyze(
    videos: Annotated[
        list[str], typer.Argument(metavar="VIDEO", help="Video files, folders of them, or files of `footcv poses`; names that begin with a dash go after `--`.")
    ],
    exercise: Annotated[str, typer.Option(metavar="ID", help="The exercise that is done; `footcv exercises` lists them.")],
    program: Annotated[str | None, typer.Option(metavar="NAME|FILE.toml", help="The program whose prescription the reps must meet.")] = None,
    side: Annotated[Literal["auto", "left", "right", "both"], typer.Option(help="The side that was asked for.")] = "auto",
    feet: Feet = None,
    json_to: Annotated[str | None, typer.Option("--json", metavar="FILE|-", help="Write the analysis as JSON, of several a line each; - is stdout.")] = None,
    csv_to: Annotated[str | None, typer.Option("--csv", metavar="FILE|-", help="Write one row for each rep; - is stdout.")] = None,
    annotate: Annotated[str | None, typer.Option(metavar="FILE.mp4", help="Write the video with what was measured drawn over it.")] = None,
    report: Annotated[str | None, typer.Option(metavar="FILE.html", help="Write a page with plots of what was done; it needs no network.")] = None,
    model: Model = "full",
    jobs: Annotated[int | None, typer.Option(min=1, max=MOST_JOBS, help="How many videos to analyse at once; on a cluster 64, else 1.")] = None,
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Hand the videos to the Dask cluster of this scheduler.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a run with the same --json FILE was stopped.")] = False,
    save: Annotated[bool, typer.Option("--save", help="Put the reps into the log, which `footcv history` tells.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Also what is in the log (--save), or in the --json FILE, already.")] = False,
    data_dir: DataDir = None,
    lang: Lang = "en",
    quiet: Quiet = False,
    debug: Annotated[bool, typer.Option("--debug", help="Write VIDEO.debug.json here: the signal, and what was not counted and why.")] = False,
) -> None:
    """Count the repetitions in recorded videos and time their holds."""
    from footcv.exercises import find_exercise
    from footcv.feet.box import parse_foot_boxes
    from footcv.programs import find_program, prescription_for
    from footcv.words import words_in

    several = resume or len(videos) > 1 or os.path.isdir(videos[0])
    videos = _videos(videos)
    chosen, words = find_exercise(exercise), words_in(lang)
    _check_exercise(chosen, side)
    _check_outputs(videos, json_to, csv_to, annotate, report)
    in_file = several and json_to is not None and json_to != "-"
    if again and not (save or in_file):
        raise UsageError("--again says how to --save, or to write the --json FILE of several videos; add one of them, or leave it out")
    if resume and not in_file:
        raise UsageError("--resume goes on with a file of results; name it with --json FILE")
    if scheduler is not None and (annotate or report or debug):
        raise UsageError("--annotate, --report and --debug are made on this machine; leave out --scheduler for them")
    boxes = parse_foot_boxes(feet or ())
    wanted = find_program(program) if program is not None else None
    prescription = prescription_for(wanted, chosen.id) if wanted is not None else None
    debug_files: Sequence[Path | None] = _debug_files(videos) if debug else [None] * len(videos)

    from footcv.records.poses_file import is_poses_file
    from footcv.video.opencv import require_opencv

    if not all(map(is_poses_file, videos)):
        require_opencv()
    from footcv.analyze import analyze as analyse_source
    from footcv.records.results import open_results, settings_of
    from footcv.ui.progress import analyse_with_bars

    results: Results | None = None
    cluster: Cluster | None = None

    def analyse_one(number: int, tell: "Report") -> "Analysis":
        if results is None:
            return analyse_anew(number, tell)
        return results.analysed(videos[number], lambda: analyse_anew(number, tell))

    def analyse_anew(number: int, tell: "Report") -> "Analysis":
        if cluster is not None:
            from footcv.cluster import analysis_on

            program_id = wanted.id if wanted is not None else None
            return analysis_on(cluster, videos[number], chosen.id, tell, side=side, prescription=prescription, program_id=program_id, feet=boxes, model=model)
        return analyse_source(
            videos[number],
            chosen,
            side=side,
            prescription=prescription,
            program_id=wanted.id if wanted is not None else None,
            feet=boxes,
            model=model,
            annotate=Path(annotate) if annotate is not None else None,
            debug=debug_files[number],
            report=Path(report) if report is not None else None,
            words=words,
            progress=tell,
        )

    statuses = []
    with ExitStack() as stack:
        if scheduler is not None:
            from footcv.cluster import connected

            cluster = stack.enter_context(connected(scheduler))
        # Opened first: an output that cannot be written is told before the hours of analysis, not after.
        emit = _emitter(stack, json_to if not in_file else None, csv_to, prescription, words, several=several)
        if in_file:
            assert json_to is not None
            stack.enter_context(_telling_what_is_kept(json_to))
            settings = settings_of(chosen.id, prescription, side, boxes, model)
            # What a record is wanted of is looked at again.
            results = stack.enter_context(open_results(Path(json_to), settings, prescription, resume=resume, again=again or debug))
        log = stack.enter_context(open_users_log(data_dir)) if save else None
        # What waits for a cluster costs this machine nothing.
        at_once = jobs or (MOST_JOBS if cluster is not None else 1)
        outcomes = stack.enter_context(closing(analyse_with_bars(videos, analyse_one, jobs=at_once, quiet=quiet, each=cluster is None)))
        for video, debug_file, outcome in zip(videos, debug_files, outcomes, strict=True):
            if isinstance(outcome, ClusterError):
                # It would be the same with all that follow.
                raise outcome
            if results is not None:
                if isinstance(outcome, OutputError):
                    # What cannot be kept would be lost, after hours maybe; what was kept goes on with --resume.
                    raise outcome
                results.add(video, outcome)
            if isinstance(outcome, FootcvError):
                if isinstance(outcome, FaultError):
                    _show_fault(outcome, alone=len(videos) == 1, debug=debug)
                say("error", str(outcome))
                statuses.append(outcome.exit_code)
                continue
            for warning in map(words.of, outcome.warnings):
                say("warning", f"{video}: {warning}" if several else warning)
            if debug_file is not None:
                say("wrote", str(debug_file))
            emit(outcome)
            statuses.append(0)
            if log is not None:
                try:
                    _save(log, video, outcome, wanted, again=again)
                except FootcvError as error:
                    # The other outputs are made all the same.
                    say("error", str(error))
                    statuses.append(error.exit_code)
        if results is not None:
            results.write()
            if results.reused:
                say("note", f"{results.reused} of {len(videos)} were analysed before, and are taken from {json_to}; --again analyses them anew")
        if log is not None and wanted is not None and (told := left_today(log, wanted.id, words)):
            say("note", told)
        if 0 not in statuses:
            # Within the block, so that no output is replaced by an empty one.
            raise typer.Exit(max(statuses))
    raise typer.Exit(max(statuses))


@contextmanager
def _telling_what_is_kept(json_to: str) -> Iterator[None]:
    """Say of a run that is stopped where what it did is."""
    from footcv.records.results import partial_of

    try:
        yield
    except (KeyboardInterrupt, OutputError, ClusterError):
        partial = partial_of(Path(json_to))
        if partial.exists() and partial.stat().st_size > 0:
            say("note", f"what is done so far is in {partial}: the same command with --resume goes on from there")
        raise


def _videos(named: Sequence[str]) -> list[str]:
    """The videos named, and those in the folders named."""
    from footcv.video.folder import videos_in

    return [video for name in named for video in (videos_in(name) if os.path.isdir(name) else [name])]


def _show_fault(fault: FaultError, *, alone: bool, debug: bool) -> None:
    """Raise what went wrong with the only video there is; of one among others, with --debug, print where."""
    assert isinstance(fault.__cause__, Exception)
    if alone:
        raise fault.__cause__
    if debug:
        import traceback

        traceback.print_exception(fault.__cause__)


def _emitter(
    stack: ExitStack, json_to: str | None, csv_to: str | None, prescription: "Prescription | None", words: "Words", *, several: bool
) -> "Callable[[Analysis], None]":
    """Open the outputs asked for, and return the function that writes one analysis to each of them."""
    from footcv.records.analysis_json import analysis_json
    from footcv.records.csv_export import csv_header, csv_rows
    from footcv.records.output import output, write_stdout

    to_json = stack.enter_context(output(json_to)) if json_to is not None else None
    to_csv = stack.enter_context(output(csv_to)) if csv_to is not None else None
    if to_csv is not None:
        to_csv(csv_header())

    def emit(analysis: "Analysis") -> None:
        if to_json is not None:
            to_json(analysis_json(analysis, prescription, indent=None if several else 2) + "\n")
        if to_csv is not None:
            to_csv(csv_rows(analysis))
        if "-" not in (json_to, csv_to):
            from footcv.records.table import render_table

            write_stdout(render_table(analysis, prescription, words, width=shutil.get_terminal_size().columns, colour=sys.stdout.isatty()))

    return emit


def _save(log: "Log", video: str, analysis: "Analysis", program: "Program | None", *, again: bool) -> None:
    """Put one analysis into the log, and say where it is."""
    from datetime import datetime, timedelta

    from footcv.records.origin import origin_of
    from footcv.records.saving import save

    if not analysis.reps:
        say("note", f"{video}: no repetition, nothing to save")
        return
    if "://" in video:
        began, content = datetime.now().astimezone() - timedelta(seconds=analysis.source.duration_s), None
    else:
        try:
            began, content = origin_of(video, analysis.source.duration_s)
        except OSError as error:
            raise SourceError(f"cannot read {video}: {error.strerror or error}; nothing was saved") from error
    saved = save(log, analysis, program, recorded_at=began, content=content, again=again)
    if saved.new:
        say("saved", f"{video} is session {saved.session} of {began:%Y-%m-%d %H:%M}, when it was recorded")
    else:
        say("note", f"{video} is in the log already, as session {saved.session}; --again counts it once more")


def _check_exercise(exercise: "Exercise", side: str) -> None:
    if not exercise.analysable:
        raise UsageError(f"{exercise.id} cannot be counted in a video yet; `footcv exercises` says which can")
    if side not in ("auto", *exercise.sides):
        raise UsageError(f"{exercise.id} has no side {side!r}; use --side {' or '.join(exercise.sides)}, or leave it out")


def _check_outputs(videos: Sequence[str], json_to: str | None, csv_to: str | None, annotate: str | None, report: str | None) -> None:
    if json_to == csv_to == "-":
        raise UsageError("--json - and --csv - cannot share stdout; write one of them to a file")
    for option, target, what, suffix in (("--annotate", annotate, "video", ".mp4"), ("--report", report, "page", ".html")):
        if target is not None and len(videos) > 1:
            raise UsageError(f"{option} writes one {what}; give one VIDEO at a time")
        if target is not None:
            check_target(option, target, suffix)
    from footcv.records.poses_file import is_poses_file

    if annotate is not None and is_poses_file(videos[0]):
        raise UsageError("--annotate draws on the video, which a file of poses does not hold; name the video")
    taken = {os.path.realpath(video): "VIDEO" for video in videos}
    for option, target in (("--json", json_to), ("--csv", csv_to), ("--annotate", annotate), ("--report", report)):
        if target is None or target == "-":
            continue
        path = os.path.realpath(target)
        if path in taken:
            raise UsageError(f"{option} {target} would overwrite what {taken[path]} names; choose another file")
        taken[path] = option


def _debug_files(videos: Sequence[str]) -> list[Path]:
    """Return one file name in the current folder for each video, each its own."""
    files: list[Path] = []
    for video in videos:
        stem = Path(urlsplit(video).path if "://" in video else video).stem or "source"
        names = (Path(f"{stem}{suffix}.debug.json") for suffix in ("", *(f"-{number}" for number in range(2, len(videos) + 2))))
        files.append(next(name for name in names if name not in files))
    return files
