"""What is pure imports nothing that touches the world."""

import subprocess
import sys

import pytest

HEAVY = ("cv2", "mediapipe", "av", "onnxruntime", "matplotlib")


def loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("layer", ["signals", "counting", "coach", "programs", "exercises"])
def test_a_pure_layer_loads_neither_opencv_nor_mediapipe(layer: str) -> None:
    import_all = (
        f"import importlib, pkgutil, footcv.{layer} as layer\n"
        "[importlib.import_module(module.name) for module in pkgutil.walk_packages(layer.__path__, layer.__name__ + '.')]"
    )
    loaded = loaded_by(import_all)
    assert f"footcv.{layer}" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_the_history_loads_no_arrays() -> None:
    # It answers within a second, of which numpy would take a good part.
    assert loaded_by("import footcv.records.history_text, footcv.records.tally, footcv.records.log_import").isdisjoint({*HEAVY, "numpy"})


def test_the_command_line_loads_nothing_heavy() -> None:
    assert loaded_by("import footcv.cli").isdisjoint({*HEAVY, "numpy", "rich", "footcv.analyze", "footcv.programs", "footcv.exercises"})
