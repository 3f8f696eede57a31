"""A voice without a browser's: espeak-ng makes a WAV of a text, in a process of its own with a time limit."""

import io
import shutil
import subprocess
import threading
import wave

ENGINES = ("espeak-ng", "espeak")
# A sentence takes it some hundredths of a second; what takes this long hangs.
LIMIT_S = 3.0
# Two in a row are no accident: from then on nobody waits for it any more.
_FAILURES = 2
# Words a minute, slower than its own 175: it is listened to from across the room.
_PACE = 150
# Counts and prompts come again and again; at 22 kHz a sentence is some 100 kB.
_KEPT = 64


class SpeechError(Exception):
    """The text could not be said: no engine, one that fails, or one that hangs."""


def find_engine() -> str | None:
    """The path of the speech engine, None where this machine has none."""
    return next((path for name in ENGINES if (path := shutil.which(name)) is not None), None)


class Speech:
    """Texts as WAV in one language (`en`, `de`); may be asked from several threads, and runs one process at a time."""

    def __init__(self, lang: str, *, engine: str | None = None, limit_s: float = LIMIT_S) -> None:
        self._lang, self._limit_s = lang, limit_s
        self._engine = engine or find_engine()
        self._said: dict[str, bytes] = {}
        self._failures = 0
        self._lock = threading.Lock()

    @property
    def available(self) -> bool:
        """Whether there is an engine, and it has not failed again and again."""
        return self._engine is not None and self._failures < _FAILURES

    def wav(self, text: str) -> bytes:
        """Return `text` as a whole WAV file (mono, 16 bit), within the time limit. Raises SpeechError."""
        if (said := self._said.get(text)) is not None:
            return said
        if not self._lock.acquire(timeout=self._limit_s):
            raise SpeechError("the speech engine is busy")
        try:
            if self._engine is None or not self.available:
                raise SpeechError("no speech engine")
            try:
                said = _whole(_run(self._engine, self._lang, text, self._limit_s))
            except SpeechError:
                self._failures += 1
                raise
            self._failures = 0
            while len(self._said) >= _KEPT:
                del self._said[next(iter(self._said))]
            self._said[text] = said
            return said
        finally:
            self._lock.release()


def _run(engine: str, lang: str, text: str, limit_s: float) -> bytes:
    command = [engine, "-v", lang, "-s", str(_PACE), "--stdin", "--stdout"]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=limit_s, check=True)
    except subprocess.TimeoutExpired as error:
        raise SpeechError(f"the speech engine took more than {limit_s:g} s") from error
    except (OSError, subprocess.CalledProcessError) as error:
        raise SpeechError(f"the speech engine failed: {error}") from error
    return done.stdout


def _whole(stream: bytes) -> bytes:
    """The WAV again with its true length: written to a pipe, its header says that it goes on for ever."""
    try:
        with wave.open(io.BytesIO(stream)) as spoken:
            parameters, samples = spoken.getparams(), spoken.readframes(len(stream))
    except (wave.Error, EOFError) as error:
        raise SpeechError(f"the speech engine made no WAV: {error}") from error
    if not samples:
        raise SpeechError("the speech engine made an empty WAV")
    whole = io.BytesIO()
    with wave.open(whole, "wb") as file:
        file.setnchannels(parameters.nchannels)
        file.setsampwidth(parameters.sampwidth)
        file.setframerate(parameters.framerate)
        file.writeframes(samples)
    return whole.getvalue()
