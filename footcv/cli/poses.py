"""`footcv poses`."""

from pathlib import Path
from typing import Annotated

import typer

from footcv.cli.options import Feet, Model, Quiet, Traceback, Video
from footcv.cli.printing import print_text, say
from footcv.cli.targets import check_target


def poses(
    video: Video,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE.npz", help="Where what was seen goes.")],
    feet: Feet = None,
    model: Model = "full",
    quiet: Quiet = False,
    debug: Traceback = False,
) -> None:
    """Watch a video once, and keep its poses and feet: `footcv analyze` takes the file in place of the video, and is done at once."""
    from footcv.feet.box import parse_foot_boxes

    check_target("-o", output, ".npz", video, "what VIDEO names")
    boxes = parse_foot_boxes(feet or ())

    from footcv.video.opencv import require_opencv

    require_opencv()
    from footcv.analyze import watch
    from footcv.records.atomic import replacing
    from footcv.records.poses_file import write_poses
    from footcv.ui.progress import bar

    # An output that cannot be written is told before the watching, not after.
    with replacing(output) as temporary, bar(video, quiet=quiet) as report:
        seen = watch(video, feet=boxes, model=model, progress=report)
        write_poses(temporary, seen)
    for warning in seen.warnings:
        say("warning", warning)
    source, size_mb = seen.source, Path(output).stat().st_size / 1e6
    print_text(f"{output}: {source.frames} frames of {source.duration_s:.1f} s, {size_mb:.1f} MB; `footcv analyze {output}` takes it in place of the video\n")
