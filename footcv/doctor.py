"""What `footcv live` needs of this machine, looked at one by one."""

import shutil
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from footcv.errors import FootcvError, ModelError, OutputError, SourceError
from footcv.feet.cutter import FootCutter
from footcv.feet.follower import BODY_STEP_S, FootFollower
from footcv.feet.landmarks import MODEL as FOOT_MODEL
from footcv.model_files import model_file
from footcv.pose.bundle import MODELS, bundle_path
from footcv.pose.estimator import PoseEstimator
from footcv.pose.looks import POSE_STEP_S
from footcv.records.log import log_path, open_log
from footcv.ui.speech import Speech
from footcv.video.camera import FPS, HEIGHT_PX, WIDTH_PX
from footcv.video.frame import Frame
from footcv.video.health import SLOW_FPS
from footcv.video.source import open_source

# Somebody seated, out of a rendered clip (sample_videos/README.md): without a person the pose network would have nothing to do.
PICTURE = Path(__file__).with_name("doctor.jpg")
# A camera is watched for so long, s; the first pictures come while it still sets its exposure.
CAMERA_S, CAMERA_SETTLES_S = 3.0, 1.0
# So many pictures are seen, after some for the networks to load.
SPEED_PICTURES, SPEED_WARM_UP = 24, 4
# A network may take this much of the time between two looks: the rest is for what else the machine does.
SHARE = 0.7
# Less room than this, in MiB, is soon full.
LEAST_ROOM_MIB = 100
# The models that come with footcv, from the one that sees best to the fastest.
SHIPPED = tuple(model for model in reversed(MODELS) if model != "heavy")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is `well` (None: it is as good without), in words, and the exit status that goes with it where it is not."""

    name: str
    well: bool | None
    text: str
    exit_code: int = 0


def examine(camera: str, folder: Path, lang: str) -> Iterator[Finding]:
    """Yield what is found, as it is found; the speed takes some seconds."""
    yield _camera(camera)
    yield from _models()
    yield _browser()
    yield _speech(lang)
    yield _data_folder(folder)
    yield _speed()


def _camera(spec: str) -> Finding:
    name = "camera"
    try:
        with open_source(spec) as source:
            size = f"{source.path}, {source.width} x {source.height} px"
            if source.duration_s is not None:
                return Finding(name, True, f"{size}, a recording")
            if (source.width, source.height) != (WIDTH_PX, HEIGHT_PX):
                size += f" ({WIDTH_PX} x {HEIGHT_PX} were asked for)"
            begun_s = time.monotonic()
            arrivals = []
            for _ in source.frames():
                arrivals.append(time.monotonic() - begun_s)
                if arrivals[-1] > CAMERA_S:
                    break
    except FootcvError as error:
        return Finding(name, False, str(error), SourceError.exit_code)
    settled = [t for t in arrivals if t >= CAMERA_SETTLES_S]
    fps = (len(settled) - 1) / (settled[-1] - settled[0]) if len(settled) > 1 else 0.0
    if fps < SLOW_FPS:
        return Finding(name, False, f"{size}, {fps:.1f} pictures a second, which is too few: turn on more light", SourceError.exit_code)
    return Finding(name, True, f"{size}, {fps:.1f} pictures a second ({FPS} were asked for)")


def _models() -> Iterator[Finding]:
    for model in MODELS:
        name = f"pose model {model}"
        try:
            bundle_path(model)
        except ModelError as error:
            # Nobody needs the heavy one.
            yield Finding(name, False, str(error), ModelError.exit_code) if model in SHIPPED else Finding(name, None, "not here; full will do")
        else:
            yield Finding(name, True, "as its checksum says")
    try:
        model_file(FOOT_MODEL)
    except ModelError as error:
        yield Finding("foot network", False, str(error), ModelError.exit_code)
    else:
        yield Finding("foot network", True, "as its checksum says")


def _browser() -> Finding:
    with suppress(webbrowser.Error):
        browser = webbrowser.get()
        return Finding("browser", True, getattr(browser, "name", "") or type(browser).__name__)
    return Finding("browser", None, "none was found: open the page's address yourself, or use --ui window")


def _speech(lang: str) -> Finding:
    if Speech(lang).available:
        return Finding("speech", True, "espeak-ng speaks where the browser has no voice")
    return Finding("speech", None, "no espeak-ng: where the browser has no voice, you hear tones (on Debian or Ubuntu `apt install espeak-ng`)")


def _data_folder(folder: Path) -> Finding:
    try:
        open_log(log_path(folder)).close()
        room_mib = shutil.disk_usage(folder).free >> 20
    except (OutputError, OSError) as error:
        return Finding("data folder", False, str(error), OutputError.exit_code)
    if room_mib < LEAST_ROOM_MIB:
        return Finding("data folder", False, f"{folder} has {room_mib} MiB left: make room", OutputError.exit_code)
    return Finding("data folder", True, f"{folder}, {room_mib >> 10} GiB free" if room_mib >> 10 else f"{folder}, {room_mib} MiB free")


def _speed() -> Finding:
    import cv2

    image = cv2.imread(str(PICTURE))
    if image is None:
        return Finding("speed", False, f"{PICTURE} is missing: reinstall footcv", 1)
    pictures = [np.ascontiguousarray(np.roll(image, i % 8, axis=1)).astype(np.uint8) for i in range(SPEED_WARM_UP + SPEED_PICTURES)]
    try:
        poses_s = {model: _seconds(model, pictures) for model in SHIPPED}
        feet_s = _feet_seconds(pictures)
    except ModelError as error:
        return Finding("speed", False, str(error), ModelError.exit_code)
    return Finding("speed", *advice(poses_s, feet_s))


def advice(poses_s: dict[str, float], feet_s: float) -> tuple[bool, str]:
    """Whether the machine is fast enough, and which model to take, by the seconds that each model takes for a pose, best first, and the feet of one picture."""
    times = ", ".join(f"{model} {1e3 * seconds:.0f} ms" for model, seconds in poses_s.items())
    measured = f"a pose takes {times}, its feet {1e3 * feet_s:.0f} ms"
    fits = [model for model, seconds in poses_s.items() if seconds <= SHARE * POSE_STEP_S and feet_s <= SHARE * BODY_STEP_S]
    if fits:
        return True, f"{measured}: use --model {fits[0]}"
    return False, f"{measured}: use --model {list(poses_s)[-1]}, and expect that quick movements are missed"


def _seconds(model: str, pictures: list[NDArray[np.uint8]]) -> float:
    """The median time of one pose."""
    with PoseEstimator(model) as estimator:
        return _median_s(lambda i: estimator.detect(Frame(i * POSE_STEP_S, pictures[i])), len(pictures))


def _feet_seconds(pictures: list[NDArray[np.uint8]]) -> float:
    """The median time for the feet of one picture and their own pictures, led by one pose."""
    follower, cutter = FootFollower(), FootCutter()
    with PoseEstimator(SHIPPED[-1]) as estimator:
        pose = next((pose for i in range(8) if (pose := estimator.detect(Frame(i * POSE_STEP_S, pictures[0])))), None)

    def see(i: int) -> None:
        frame = Frame(i * BODY_STEP_S, pictures[i])
        cutter.update(frame, pose, follower.update(frame, pose))

    return _median_s(see, len(pictures))


def _median_s(do: Callable[[int], object], times: int) -> float:
    taken = []
    for i in range(times):
        begun_s = time.perf_counter()
        do(i)
        taken.append(time.perf_counter() - begun_s)
    return float(np.median(taken[SPEED_WARM_UP:]))
