"""Texts become sound on this machine, and an engine that fails or hangs holds nobody up for long."""

import io
import os
import threading
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from footcv.ui.speech import Speech, SpeechError, find_engine

needs_engine = pytest.mark.skipif(find_engine() is None, reason="no espeak-ng here")


def samples(wav: bytes) -> tuple[wave._wave_params, np.ndarray]:
    with wave.open(io.BytesIO(wav)) as file:
        return file.getparams(), np.frombuffer(file.readframes(file.getnframes()), np.int16)


def engine(path: Path, script: str) -> str:
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(0o755)
    return str(path)


@needs_engine
@pytest.mark.parametrize(("lang", "text"), [("en", "Seven"), ("en", "Hold"), ("en", "And release"), ("de", "Fünf, und loslassen")])
def test_a_text_is_a_whole_wav_that_can_be_heard(lang: str, text: str) -> None:
    wav = Speech(lang).wav(text)
    parameters, sound = samples(wav)
    # Its header says how long it is: 44 bytes and two for each sample.
    assert (parameters.nchannels, parameters.sampwidth, len(wav)) == (1, 2, 44 + 2 * len(sound))
    assert len(sound) > 0.2 * parameters.framerate
    assert np.abs(sound.astype(float)).max() > 3000


@needs_engine
def test_a_text_is_never_taken_for_an_option() -> None:
    assert len(samples(Speech("en").wav("--version"))[1]) > 0


def test_a_text_is_made_once(tmp_path: Path) -> None:
    counting = engine(tmp_path / "engine", f'echo run >> {tmp_path}/runs\nprintf "RIFF\\044\\001\\000\\000WAVEfmt \\020\\000\\000\\000\\001\\000\\001\\000"\n'
                      'printf "\\042\\126\\000\\000\\104\\254\\000\\000\\002\\000\\020\\000data\\004\\000\\000\\000\\001\\000\\002\\000"\n')  # fmt: skip
    speech = Speech("en", engine=counting)
    assert speech.wav("one") == speech.wav("one")
    assert speech.wav("two")
    assert (tmp_path / "runs").read_text().split() == ["run", "run"]


@pytest.mark.parametrize("script", ["exit 1", "true", "echo no sound at all"])
def test_an_engine_that_fails_twice_is_not_asked_again(tmp_path: Path, script: str) -> None:
    speech = Speech("en", engine=engine(tmp_path / "engine", f"echo run >> {tmp_path}/runs\n{script}"))
    for _ in range(3):
        with pytest.raises(SpeechError):
            speech.wav("one")
    assert not speech.available
    assert (tmp_path / "runs").read_text().split() == ["run", "run"]


def test_an_engine_that_hangs_is_ended(tmp_path: Path) -> None:
    hanging = engine(tmp_path / "engine", f"echo $$ > {tmp_path}/pid\nexec sleep 60")
    since_s = time.monotonic()
    with pytest.raises(SpeechError, match=r"more than 0\.3 s"):
        Speech("en", engine=hanging, limit_s=0.3).wav("one")
    assert time.monotonic() - since_s < 5
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_two_who_ask_at_once_do_not_wait_for_ever(tmp_path: Path) -> None:
    speech = Speech("en", engine=engine(tmp_path / "engine", "exec sleep 60"), limit_s=0.3)
    ends: list[str] = []

    def ask() -> None:
        with pytest.raises(SpeechError) as error:
            speech.wav("one")
        ends.append(str(error.value))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert len(ends) == 3


def test_without_an_engine_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert find_engine() is None
    speech = Speech("en")
    assert not speech.available
    with pytest.raises(SpeechError, match="no speech engine"):
        speech.wav("one")
