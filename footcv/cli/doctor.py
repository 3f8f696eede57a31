"""`footcv doctor`."""

from typing import Annotated

import typer

from footcv.cli.log import DataDir
from footcv.cli.options import AsJson
from footcv.cli.printing import print_json, print_text

MARKS = {True: "ok", False: "!!", None: "--"}


def doctor(
    camera: Annotated[str, typer.Option(metavar="INDEX|URL|FILE", help="The camera: 0 is the first.")] = "0",
    lang: Annotated[str, typer.Option(metavar="CODE", help="The language that is to be spoken.")] = "en",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Look at what `footcv live` needs: camera, models, browser, speech, data folder, and how fast this machine is."""
    from footcv.video.opencv import require_opencv

    require_opencv()
    from dataclasses import asdict

    from footcv.doctor import examine
    from footcv.records.log import data_dir as log_folder

    findings = []
    for finding in examine(camera, log_folder(data_dir), lang):
        findings.append(finding)
        if not as_json:
            print_text(f"{MARKS[finding.well]}  {finding.name:<17} {finding.text}\n")
    if as_json:
        print_json([asdict(finding) for finding in findings])
    raise typer.Exit(max(finding.exit_code for finding in findings))
