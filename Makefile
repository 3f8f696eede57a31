# What people type. Needs Python 3.11 or newer with venv, nothing else.
PYTHON ?= python3
CLIP := sample_videos/plantar-flexion.mp4

.PHONY: demo test check bench models clean

demo: .venv/stamp
	@.venv/bin/python -m footcv.video.opencv
	@mkdir -p demo
	.venv/bin/footcv analyze $(CLIP) --exercise plantar-flexion --csv demo/plantar-flexion.csv --annotate demo/plantar-flexion.mp4
	@echo "The repetitions lie in demo/plantar-flexion.csv, the annotated video in demo/plantar-flexion.mp4."

test: .venv/stamp
	@.venv/bin/python -m footcv.video.opencv
	.venv/bin/pytest -q

check: .venv/stamp
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

bench: .venv/stamp
	@.venv/bin/python -m footcv.video.opencv
	.venv/bin/python benchmarks/speed.py
	.venv/bin/python benchmarks/signals.py
	.venv/bin/python benchmarks/accuracy.py

models:
	$(PYTHON) models/build.py

clean:
	rm -rf .venv demo

.venv: .venv/stamp

# The environment is made anew when what it holds may have changed.
.venv/stamp: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"footcv needs Python 3.11 or newer, {sys.executable} is older: make PYTHON=python3.12 ...")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing: on Debian or Ubuntu apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@
