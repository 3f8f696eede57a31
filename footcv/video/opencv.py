"""OpenCV needs two libraries of the system; where they are missing, one line says how to get them."""

import re
import sys

from footcv.errors import FootcvError


def require_opencv() -> None:
    """Import cv2 once, before anything that needs it, and let it work in the thread that calls it.

    Raises FootcvError naming the missing system library with the remedy for Debian, Fedora and macOS, or saying that OpenCV is not installed.
    """
    try:
        import cv2
    except ImportError as error:
        raise FootcvError(_remedy(str(error))) from error
    # Its own threads wait for work by spinning: on small pictures they cost three times what they do.
    cv2.setNumThreads(1)


def _remedy(message: str) -> str:
    missing = re.search(r"\b(lib[\w.+-]+\.(?:so|dylib)[\w.]*)", message)
    if missing is None:
        return f"OpenCV cannot be loaded ({message.splitlines()[0] if message else 'no reason given'}): install footcv again in a fresh environment"
    return (
        f"OpenCV needs the system library {missing[1]}: on Debian or Ubuntu `apt install libgl1 libglib2.0-0`, "
        "on Fedora `dnf install mesa-libGL glib2`, on macOS (which has them) `pip install --force-reinstall opencv-contrib-python`"
    )


if __name__ == "__main__":
    try:
        require_opencv()
    except FootcvError as failure:
        sys.exit(f"footcv: error: {failure}")
