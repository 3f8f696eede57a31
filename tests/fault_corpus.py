"""The corpus of files that are not what people expect, each with what must come of it. Made anew when it is needed: a few megabytes, a few seconds."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from conftest import write_video

# Two seconds of ten pictures.
COUNT, FPS, SIZE = 20, 10, (160, 120)
BLUE, GREEN, RED, WHITE = "blue", "green", "red", "white"
UPRIGHT = (BLUE, GREEN, RED, WHITE)
FASTSTART = {"movflags": "+faststart"}
FRAGMENTS = {"movflags": "+frag_keyframe+empty_moov"}
CLOCK = "clock"


@dataclass(frozen=True)
class Case:
    """One file, as it is named on the command line, and what is right for it.

    `statuses` are the exit statuses that are right. Where it is read: `frames` of the whole (fewer need a warning that says so), `size`, `duration_s`, and the
    `corners` of the first picture. `says` is a word of the error or warning that there must be. `real`: seen by the real networks, else by stand-ins that see
    somebody in every picture; `unprivileged`: read by somebody who is not root.
    """

    name: str
    path: str | bytes
    statuses: tuple[int, ...] = (0,)
    frames: int | None = COUNT
    size: tuple[int, int] | None = SIZE
    duration_s: float | None = None
    corners: tuple[str, ...] | None = None
    says: str = ""
    real: bool = False
    unprivileged: bool = False


def make_corpus(folder: Path) -> list[Case]:
    """Write the corpus into `folder`, and return its cases."""
    # The AV1 encoder tells of itself on stderr.
    os.environ.setdefault("SVT_LOG", "0")
    whole = write_video(folder / "whole.mp4", count=COUNT, size=SIZE, options=FASTSTART)
    made: list[Case] = [Case("whole", "whole.mp4", duration_s=2.0, corners=UPRIGHT)]
    for part in (_broken, _kinds, _shapes, _clocks, _names):
        made += part(folder, whole)
    return made


def _broken(folder: Path, whole: Path) -> Iterator[Case]:
    """Cut at every tenth, and with bytes that are others."""
    kinds: dict[str, tuple[str, dict[str, Any]]] = {
        "mp4, index first": ("mp4", {"options": FASTSTART}),
        "mp4, index last": ("mp4", {}),
        "mp4, fragments": ("mp4", {"options": FRAGMENTS, "coding": {"g": "5"}}),
        "mkv": ("mkv", {}),
        "webm": ("webm", {"codec": "libvpx"}),
        "avi": ("avi", {"codec": "mjpeg", "pix_fmt": "yuvj420p"}),
        "mov": ("mov", {"codec": "mjpeg", "pix_fmt": "yuvj420p", "options": FASTSTART}),
    }
    for kind, (ending, options) in kinds.items():
        stem = kind.replace(", ", "-").replace(" ", "-")
        data = write_video(folder / f"{stem}.{ending}", count=COUNT, size=SIZE, **options).read_bytes()
        for tenth in range(1, 10):
            path = folder / f"{stem}-cut-{tenth}.{ending}"
            path.write_bytes(data[: len(data) * tenth // 10])
            yield Case(f"{kind}, cut at {tenth}/10", path.name, (0, 3))
        for seed in range(4):
            path = folder / f"{stem}-flipped-{seed}.{ending}"
            path.write_bytes(flipped(data, seed))
            # A flipped size or length of a picture is as good as any other.
            yield Case(f"{kind}, bytes flipped ({seed})", path.name, (0, 3), size=None)


def flipped(data: bytes, seed: int) -> bytes:
    """The bytes, a fiftieth of them (8 at least) changed, the first 8 left alone."""
    draw = np.random.default_rng(seed)
    changed = np.frombuffer(data, np.uint8).copy()
    at = draw.integers(8, len(data), 8 if seed % 2 else max(8, len(data) // 50))
    changed[at] ^= draw.integers(1, 256, len(at)).astype(np.uint8)
    return changed.tobytes()


def _kinds(folder: Path, whole: Path) -> Iterator[Case]:
    """Other contents than the name says, and formats of every kind."""
    for ending in ("avi", "jpg", "txt", "mp3", "m3u8", "ffconcat", ""):
        path = folder / f"in-truth-mp4.{ending}".rstrip(".")
        path.write_bytes(whole.read_bytes())
        yield Case(f"mp4 named .{ending}".rstrip("."), path.name, duration_s=2.0, corners=UPRIGHT)
    contents = {
        "text": b"Not a video.\n" * 100,
        "page": b"<!DOCTYPE html><html><body>403</body></html>",
        "zip": b"PK\x03\x04" + bytes(5000),
        "zeros": bytes(100_000),
    }
    contents |= {"noise": np.random.default_rng(0).bytes(100_000), "empty": b"", "a list of files": b"ffconcat version 1.0\nfile whole.mp4\n"}
    contents |= {"a playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n"}
    for what, data in contents.items():
        path = folder / f"in-truth-{what.replace(' ', '-')}.mp4"
        path.write_bytes(data)
        yield Case(f"{what} named .mp4", path.name, (3,), says=path.name)
    for ending, codec in (("mp4", "aac"), ("wav", "pcm_s16le")):
        yield Case(f"sound only, {ending}", _sound(folder / f"sound.{ending}", codec).name, (3,), says="only sound")
    with av.open(str(folder / "no-frame.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        container.start_encoding()
    yield Case("zero frames", "no-frame.mp4", (3,), says="no-frame.mp4")
    yield Case("one frame", write_video(folder / "one.mp4", count=1).name, (3,), says="is a picture")
    yield Case("two frames", write_video(folder / "two.mp4", count=2, size=SIZE).name, (0, 4), frames=2)
    coded: list[tuple[str, str, str, str, dict[str, Any]]] = [
        ("HEVC", "hevc.mp4", "libx265", "yuv420p", {"coding": {"x265-params": "log-level=none"}}),
        ("HEVC, 10 bit", "hevc10.mp4", "libx265", "yuv420p10le", {"coding": {"x265-params": "log-level=none"}}),
        ("VP9", "vp9.webm", "libvpx-vp9", "yuv420p", {"coding": {"deadline": "realtime", "cpu-used": "8"}}),
        ("VP9 with alpha", "vp9a.webm", "libvpx-vp9", "yuva420p", {"coding": {"deadline": "realtime", "cpu-used": "8"}}),
        ("AV1", "av1.mp4", "libsvtav1", "yuv420p", {"coding": {"preset": "12"}}),
        ("MJPEG", "mjpeg.avi", "mjpeg", "yuvj420p", {}),
        ("MPEG-4 part 2", "mpeg4.avi", "mpeg4", "yuv420p", {"coding": {"bf": "0"}}),
        ("GIF", "clip.gif", "gif", "rgb8", {}),
        ("FFV1", "ffv1.mkv", "ffv1", "yuv420p", {}),
        ("MPEG-2, interlaced", "mpeg2.ts", "mpeg2video", "yuv420p", {"fps": 25, "coding": {"flags": "+ildct+ilme", "b": "2M"}}),
        ("H.264, interlaced", "interlaced.mp4", "libx264", "yuv420p", {"size": (160, 128), "coding": {"flags": "+ildct+ilme"}}),
        ("H.264, 10 bit", "ten-bit.mp4", "libx264", "yuv420p10le", {}),
        ("H.264, fragments", "fragments.mp4", "libx264", "yuv420p", {"options": FRAGMENTS}),
        ("H.264, nothing round it", "bare.h264", "libx264", "yuv420p", {}),
        ("PNG with alpha", "rgba.mov", "png", "rgba", {}),
        ("QuickTime animation with alpha", "argb.mov", "qtrle", "argb", {}),
        ("grey", "grey.mp4", "libx264", "gray", {}),
        ("grey, 10 bit", "grey10.mkv", "ffv1", "gray10le", {}),
        ("raw pictures", "raw.avi", "rawvideo", "yuv420p", {}),
    ]
    for name, file, codec, pix_fmt, options in coded:
        size, fps = options.pop("size", SIZE), options.pop("fps", FPS)
        write_video(folder / file, codec=codec, pix_fmt=pix_fmt, count=COUNT, fps=fps, size=size, **options)
        # GIF's clock ticks in hundredths; a bare stream has none, and FFmpeg takes it for 25 a second.
        duration_s = None if file == "bare.h264" else COUNT / fps
        yield Case(name, file, size=size, duration_s=duration_s, corners=None if "gray" in pix_fmt or file == "clip.gif" else UPRIGHT)


def _sound(path: Path, codec: str) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=8000, layout="mono")
        sound = av.AudioFrame.from_ndarray(
            np.zeros((1, 8192), np.float32 if codec == "aac" else np.int16), format="fltp" if codec == "aac" else "s16", layout="mono"
        )
        sound.sample_rate = 8000
        container.mux(stream.encode(sound))
        container.mux(stream.encode(None))
    return path


def _shapes(folder: Path, whole: Path) -> Iterator[Case]:
    """Pictures of every size and the right way up."""
    for width, height in ((1, 1), (1, 120), (161, 121), (2, 2)):
        name = f"{width}x{height}.mov"
        write_video(folder / name, codec="png", pix_fmt="rgb24", count=COUNT, size=(width, height))
        yield Case(f"{width} x {height}", name, size=(width, height), duration_s=2.0)
        yield Case(f"{width} x {height}, seen by the networks", name, (4,), real=True, says="nobody")
    write_video(folder / "8k.mp4", count=3, fps=3, size=(7680, 4320), coding={"preset": "ultrafast", "bf": "0"})
    yield Case("8K", "8k.mp4", frames=3, size=(7680, 4320), duration_s=1.0, corners=UPRIGHT)
    yield Case("8K, seen by the networks", "8k.mp4", (4,), real=True, says="nobody")
    turned = {0: UPRIGHT, 90: (GREEN, WHITE, BLUE, RED), 180: (WHITE, RED, GREEN, BLUE), 270: (RED, BLUE, WHITE, GREEN)}
    mirrored = {0: (GREEN, BLUE, WHITE, RED), 90: (WHITE, GREEN, RED, BLUE), 180: (RED, WHITE, BLUE, GREEN), 270: (BLUE, RED, GREEN, WHITE)}
    for mirror, expected in ((False, turned), (True, mirrored)):
        for rotation_deg, corners in expected.items():
            name = f"turned-{rotation_deg}{'-mirrored' if mirror else ''}.mp4"
            write_video(folder / name, count=COUNT, size=SIZE, rotation_deg=rotation_deg, mirrored=mirror)
            size = SIZE if rotation_deg % 180 == 0 else SIZE[::-1]
            yield Case(f"turned by {rotation_deg} degrees{', mirrored' if mirror else ''}", name, size=size, duration_s=2.0, corners=corners)


def _clocks(folder: Path, whole: Path) -> Iterator[Case]:
    """Time stamps as cameras, programs and accidents make them."""
    steady = [i / FPS for i in range(COUNT)]
    uneven = [0.0, 0.1, 0.15, 0.5, 0.5333, 0.9, 1.0, 1.9]
    # Long enough to be measured; nothing moves in it.
    still = _stamped(folder / "frozen.mkv", [i / FPS for i in range(60)], moving=False)
    yield Case("a picture that stands still", still.name, frames=60, duration_s=6.0)
    yield Case("uneven rate", write_video(folder / "vfr.mp4", times_s=uneven, size=SIZE).name, frames=len(uneven))
    yield Case("an hour into the clock", _stamped(folder / "late.mkv", [3600 + t for t in steady]).name, duration_s=2.0)
    yield Case("a pause of a second", _stamped(folder / "pause.mkv", [t + (t >= 1) for t in steady]).name, duration_s=3.0)
    yield Case("a jump by a day", _stamped(folder / "day.mkv", [t + 86400 * (t >= 1) for t in steady]).name, duration_s=2.0, says=CLOCK)
    yield Case("a jump by ten years", _stamped(folder / "years.mkv", [t + 315_360_000 * (t >= 1) for t in steady]).name, duration_s=2.0, says=CLOCK)
    yield Case("many jumps by a day", _stamped(folder / "days.mkv", [t + 86400 * i for i, t in enumerate(steady)]).name, duration_s=2.0, says=CLOCK)
    yield Case("the clock starts anew", _stamped(folder / "anew.mkv", [5 + t if t < 1 else t - 1 for t in steady]).name, duration_s=2.0, says=CLOCK)
    yield Case("disorder", _stamped(folder / "disorder.mkv", [t - 0.25 * (i == 9) for i, t in enumerate(steady)]).name, frames=COUNT - 1, duration_s=2.0)
    yield Case("a clock that stands still", _stamped(folder / "still.mkv", [0.5] * 100).name, frames=None)
    data = write_video(folder / "part.ts", count=COUNT, size=SIZE).read_bytes()
    (folder / "joined.ts").write_bytes(data * 2)
    yield Case("two recordings joined", "joined.ts", frames=2 * COUNT, duration_s=4.0, says=CLOCK)


def _stamped(path: Path, times_s: list[float], *, moving: bool = True) -> Path:
    """A Matroska file of pictures with just these time stamps, in this order."""
    with av.open(str(path), "w", options={"avoid_negative_ts": "disabled"}) as container:
        stream = container.add_stream("mjpeg", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuvj420p"
        for index, t in enumerate(times_s):
            picture = av.VideoFrame.from_ndarray(np.full((*SIZE[::-1], 3), 10 * index * moving % 256, np.uint8), format="bgr24").reformat(format="yuvj420p")
            picture.pts, picture.time_base = index, Fraction(1, FPS)
            for packet in stream.encode(picture):
                # Only the time of showing is kept; that of decoding must go on for FFmpeg to take it.
                packet.time_base = Fraction(1, 1000)
                packet.dts, packet.pts = index - len(times_s), round(t * 1000)
                container.mux(packet)
        container.mux(stream.encode(None))
    return path


def _names(folder: Path, whole: Path) -> Iterator[Case]:
    """Paths of every kind, and what lies there that is no file."""
    for what, name in {
        "spaces": "a b  c.mp4",
        "quotes": 'it\'s "here" `now`.mp4',
        "a newline": "one\ntwo.mp4",
        "a name that is no UTF-8": b"\xff\xfe.mp4",
        "a percent sign": "clip%03d.mp4",
        "a colon": "a:b.mp4",
        "a dash first": "-x.mp4",
        "other letters": "übung – 練習.mp4",
        "brackets": "[red]clip[*].mp4",
    }.items():
        (folder / os.fsdecode(name)).write_bytes(whole.read_bytes())
        yield Case(f"a name with {what}", name, duration_s=2.0, corners=UPRIGHT)
    (folder / "link.mp4").symlink_to("whole.mp4")
    yield Case("a link", "link.mp4", duration_s=2.0)
    (folder / "nowhere.mp4").symlink_to("gone.mp4")
    yield Case("a link to nothing", "nowhere.mp4", (3,), says="does not exist")
    (folder / "round.mp4").symlink_to("round.mp4")
    yield Case("a link to itself", "round.mp4", (3,), says="round.mp4")
    (folder / "folder.mp4").mkdir()
    yield Case("an empty folder", "folder.mp4", (3,), says="folder")
    os.mkfifo(folder / "pipe.mp4")
    yield Case("a pipe", "pipe.mp4", (3,), says="is a device or a pipe")
    for device in ("/dev/null", "/dev/zero", "/dev/random"):
        yield Case(device, device, (3,), says="is a device or a pipe")
    yield Case("a missing file", "missing.mp4", (3,), says="does not exist")
    yield Case("a name that is too long", "a" * 300 + ".mp4", (3,), says="aaa")
    secret = folder / "secret.mp4"
    secret.write_bytes(whole.read_bytes())
    secret.chmod(stat.S_IWUSR)
    yield Case("no permission", "secret.mp4", (3,), says="no permission", unprivileged=True)
