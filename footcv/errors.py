"""Failures a user can cause, each with the exit status the contract gives it."""


class FootcvError(Exception):
    """A failure with one clear line for the user: what is wrong and what to do."""

    exit_code = 1


class FaultError(FootcvError):
    """A fault of footcv itself, told as one where other work goes on."""


class ClusterError(FootcvError):
    """The cluster that the work was handed to is gone, or cannot do it."""


class UsageError(FootcvError):
    """Wrong usage, an unknown exercise or program, an invalid program file."""

    exit_code = 2


class SourceError(FootcvError):
    """The source cannot be read: missing, not a video, no decodable frame, no camera."""

    exit_code = 3


class NobodyError(FootcvError):
    """The source was read, but nobody could be measured in it."""

    exit_code = 4


class ModelError(FootcvError):
    """A model is missing or damaged."""

    exit_code = 5


class OutputError(FootcvError):
    """An output cannot be written."""

    exit_code = 6


def fault_words(error: Exception) -> str:
    """Return what people are told of a fault of footcv itself."""
    return f"{type(error).__name__}: {error}; this is a fault in footcv: run it again with --debug and report what it prints"
