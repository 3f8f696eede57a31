"""One frame of a recording as a picture, with a grid from which the box of a foot can be read off."""

from pathlib import Path

from footcv.errors import OutputError, SourceError
from footcv.records.atomic import replacing
from footcv.video.source import open_source

# A frame this little later than asked is the one that was asked for: times are rounded.
SLACK_S = 1e-3


def write_still(source: str, at_s: float, target: Path) -> tuple[float, int, int]:
    """Write the first frame of `source` at `at_s` (s) or later to `target`, a PNG; returns its time in s, its width and its height in px.

    Raises SourceError where the source cannot be read or ends before, OutputError where `target` cannot be written.
    """
    import cv2

    from footcv.ui.grid import with_grid

    with open_source(source) as opened, replacing(target) as temporary:
        last_s = 0.0
        for frame in opened.frames():
            last_s = frame.t
            if frame.t >= at_s - SLACK_S:
                written, data = cv2.imencode(".png", with_grid(frame.image))
                if not written:
                    raise OutputError(f"cannot write {target}: the picture cannot be coded")
                temporary.write_bytes(data.tobytes())
                return frame.t, frame.image.shape[1], frame.image.shape[0]
        raise SourceError(f"{source} ends at {last_s:.2f} s: there is no frame at {at_s:.2f} s")
