"""Files that are not what they say they are: a right answer, or the contract's exit status and one line."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fault_corpus import Case
from faults import Outcome, complaint, run_corpus


@pytest.fixture(scope="module")
def outcomes() -> Iterator[list[tuple[Case, Outcome]]]:
    # Not pytest's own folder, which only its owner may enter: one case is read by somebody else.
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield list(run_corpus(Path(folder)))


def test_every_file_of_the_corpus_comes_to_what_is_right_for_it(outcomes: list[tuple[Case, Outcome]]) -> None:
    assert len(outcomes) > 150
    assert {case.name: fault for case, outcome in outcomes if (fault := complaint(case, outcome)) is not None} == {}


def test_cutting_a_file_shorter_never_shows_more_of_it(outcomes: list[tuple[Case, Outcome]]) -> None:
    by_kind: dict[str, list[int]] = {}
    for case, outcome in outcomes:
        if "cut at" in case.name:
            by_kind.setdefault(case.name.split(", cut")[0], []).append(outcome.result["source"]["frames"] if outcome.result else 0)
    assert len(by_kind) == 7
    assert all(frames == sorted(frames) and len(frames) == 9 for frames in by_kind.values())


def test_a_complaint_is_made_of_what_is_wrong() -> None:
    case = Case("clip", "clip.mp4", says="clip")

    def result(**source: object) -> dict[str, object]:
        return {"source": {"frames": 20, "width": 160, "height": 120, "duration_s": 2.0} | source}

    silent = Outcome(0, "footcv: warning: clip\n", result(frames=19), (), 0.1)
    assert complaint(case, silent) == "19 frames of 20, and nothing is said"
    assert complaint(case, Outcome(None, "killed after 10 s", None, (), 10.0)) == "hangs, or ends the process: killed after 10 s"
    assert complaint(case, Outcome(1, "footcv: error: a fault\n", None, (), 0.1)) == "status 1, not (0,): a fault"
    assert complaint(Case("clip", "clip.mp4", (3,)), Outcome(3, "noise\nfootcv: error: bad\n", None, (), 0.1)) is not None
    assert complaint(case, Outcome(0, "footcv: warning: clip\n", result(), (), 0.1)) is None
