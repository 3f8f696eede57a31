"""`footcv frame`."""

from pathlib import Path
from typing import Annotated

import typer

from footcv.cli.options import Video
from footcv.cli.printing import print_text
from footcv.cli.targets import check_target


def frame(
    video: Video,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE.png", help="Where the picture goes.")],
    at: Annotated[float, typer.Option(metavar="S", min=0, help="The time of the frame, in seconds.")] = 0.0,
) -> None:
    """Write one frame of a video with a grid of pixels, to read off the box of a foot for --feet."""
    check_target("-o", output, ".png", video, "what VIDEO names")

    from footcv.video.opencv import require_opencv

    require_opencv()
    from footcv.still import write_still

    seconds, width, height = write_still(video, at, Path(output))
    print_text(f"{output}: {width} x {height} px at {seconds:.2f} s; a box is its left, its top, its width and its height, as in --feet left:120,200,90,60\n")
