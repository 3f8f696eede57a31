"""`footcv live` with a short recording as camera, in which the test says what is seen."""

import os
import signal
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import av
import pytest
from conftest import MakeVideo
from live_parts import Watcher, logged, seated

from footcv import cli
from footcv.cli.live import _camera
from footcv.session import watcher
from footcv.session.watcher import Sight
from footcv.session_clock import SessionClock
from footcv.video.frame import Frame
from footcv.video.newest import Newest
from footcv.video.source import open_source

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def clip(make_video: MakeVideo) -> Path:
    return make_video(fps=10, count=8, size=(640, 480))


@pytest.fixture(autouse=True)
def see(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Callable[[Frame], Sight]], None]:
    """Someone seated is seen, or what the returned function is told; the log is the test's own."""

    def use(what: Callable[[Frame], Sight]) -> None:
        def make(model: str, view: str, **options: object) -> Watcher:
            made.append((model, view))
            return Watcher(what)

        monkeypatch.setattr(watcher, "Watcher", make)

    made.clear()
    use(seated)
    monkeypatch.setenv("FOOTCV_DATA_DIR", str(tmp_path / "data"))
    return use


made: list[tuple[str, str]] = []


@pytest.fixture
def live(capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> tuple[int, str, str]:
        status = cli.run(["live", *map(str, arguments)])
        captured = capfd.readouterr()
        return status, captured.out, captured.err

    return run


def test_a_recording_is_a_session_that_ends_with_it(live: Run, clip: Path, tmp_path: Path) -> None:
    status, out, err = live("--exercise", "plantar-flexion", "--camera", clip, "--headless", "--model", "lite", "--view", "body")
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == "Resisted plantar flexion: 0"
    assert made == [("lite", "body")]
    assert logged(tmp_path / "data") == ([], [], "done")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the files of the test's folder are to be had by HTTP."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_recording_behind_an_address_is_a_session_that_ends_with_it_too(live: Run, clip: Path, address: str, tmp_path: Path) -> None:
    status, out, err = live("--exercise", "plantar-flexion", "--camera", f"{address}/{clip.name}", "--headless")
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == "Resisted plantar flexion: 0"
    assert logged(tmp_path / "data") == ([], [], "done")


def test_a_stream_is_a_camera_and_is_opened_once(clip: Path, address: str, tmp_path: Path) -> None:
    # Nothing in it says how long it is.
    with av.open(str(tmp_path / "clip.ts"), "w") as target, av.open(str(clip)) as source:
        stream = target.add_stream("mpeg1video", rate=25)
        stream.width, stream.height = 64, 48
        for frame in source.decode(video=0):
            target.mux(stream.encode(frame.reformat(64, 48, "yuv420p")))
        target.mux(stream.encode())
    with ExitStack() as stack:
        camera = _camera(f"{address}/clip.ts", SessionClock(), stack)
        assert isinstance(camera, Newest)
        with camera:
            (tmp_path / "clip.ts").unlink()
            assert camera.next(5.0) is not None


def test_a_recording_that_breaks_off_is_told(live: Run, clip: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.avi").write_bytes(b"")
    with av.open(str(clip)) as source, av.open(str(tmp_path / "cut.avi"), "w") as target:
        stream = target.add_stream("mjpeg", rate=10)
        stream.width, stream.height, stream.pix_fmt = 640, 480, "yuvj420p"
        for frame in source.decode(video=0):
            target.mux(stream.encode(frame.reformat(640, 480, "yuvj420p")))
        target.mux(stream.encode())
    whole = (tmp_path / "cut.avi").read_bytes()
    (tmp_path / "cut.avi").write_bytes(whole[: len(whole) // 2])
    status, _, err = live("--exercise", "plantar-flexion", "--camera", tmp_path / "cut.avi", "--headless")
    assert status == 0
    assert err.startswith("footcv: warning: the video breaks off at ")


def test_a_program_is_summed_up_set_by_set_in_ones_own_language(live: Run, clip: Path) -> None:
    status, out, _ = live("--program", "four-exercise", "--exercise", "ankle-circles", "--camera", clip, "--ui", "none", "--lang", "de")
    assert status == 0
    assert len(out.splitlines()[-4:]) == 4
    assert all(line.endswith(": 0 / 10") or line.endswith(": 0") for line in out.splitlines()[-4:])


def test_the_data_folder_can_be_named(live: Run, clip: Path, tmp_path: Path) -> None:
    assert live("--exercise", "toe-press", "--camera", clip, "--headless", "--data-dir", tmp_path / "other")[0] == 0
    assert logged(tmp_path / "other")[2] == "done"
    assert not (tmp_path / "data").exists()


def test_nothing_is_recorded_unless_it_is_asked_for(live: Run, clip: Path, tmp_path: Path) -> None:
    live("--exercise", "plantar-flexion", "--camera", clip, "--headless")
    assert [path.name for path in tmp_path.rglob("*.mp4")] == ["clip.mp4"]
    live("--exercise", "plantar-flexion", "--camera", clip, "--headless", "--record", tmp_path / "me.mp4")
    with open_source(tmp_path / "me.mp4") as source:
        assert [frame.t for frame in source.frames()] == pytest.approx([i / 10 for i in range(8)], abs=1e-3)


def test_the_page_is_opened_and_its_address_told(live: Run, clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    status, _, err = live("--exercise", "plantar-flexion", "--camera", clip)
    assert status == 0
    assert err.startswith("footcv: page: http://127.0.0.1:")
    assert opened == [err.split()[-1]]


def test_ctrl_c_ends_it_cleanly(live: Run, see: Callable[..., None], clip: Path, tmp_path: Path) -> None:
    def interrupted(frame: Frame) -> Sight:
        if 0.25 < frame.t < 0.35:
            os.kill(os.getpid(), signal.SIGINT)
        return seated(frame)

    before = signal.getsignal(signal.SIGINT)
    see(interrupted)
    status, _, err = live("--exercise", "plantar-flexion", "--camera", clip, "--headless", "--record", tmp_path / "me.mp4")
    assert (status, err) == (130, "footcv: error: interrupted\n")
    assert logged(tmp_path / "data")[2] == "done"
    with open_source(tmp_path / "me.mp4") as source:
        assert 3 <= len(list(source.frames())) < 8
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ((), 2, "name an --exercise or a --program"),
        (("--exercise", "squat"), 2, "squat"),
        (("--exercise", "toe-walking", "--side", "left"), 2, "has no side 'left'"),
        (("--exercise", "toe-press", "--lang", "xx"), 2, "xx"),
        (("--exercise", "toe-press", "--record", "me.avi"), 2, "me.avi is no .mp4 file"),
        (("--exercise", "toe-press", "--record", "clip.mp4", "--camera", "clip.mp4"), 2, "overwrite"),
        (("--exercise", "toe-press", "--camera", "missing.mp4"), 3, "missing.mp4 does not exist"),
        (("--exercise", "toe-press", "--camera", "97"), 3, "there is no camera 97"),
        (("--exercise", "toe-press", "--camera", "clip.mp4", "--record", "nowhere/me.mp4", "--headless"), 6, "nowhere"),
    ],
)
def test_what_cannot_be_is_one_line(live: Run, clip: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], status: int, words: str) -> None:
    monkeypatch.chdir(clip.parent)
    told = live(*arguments)
    assert told[0] == status
    [line] = [line for line in told[2].splitlines() if line.startswith("footcv: error: ")]
    assert words in line


def test_nobody_in_a_recording_is_told(live: Run, see: Callable[..., None], clip: Path) -> None:
    see(lambda frame: Sight(frame, None, (), (), False))
    status, _, err = live("--exercise", "plantar-flexion", "--camera", clip, "--headless")
    assert status == 4
    assert "nobody, and no foot, was seen" in err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
def test_a_window_needs_a_screen(live: Run, clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    status, _, err = live("--exercise", "plantar-flexion", "--camera", clip, "--ui", "window")
    assert status == 1
    assert "there is no screen for a window; use --ui page or --ui none" in err
