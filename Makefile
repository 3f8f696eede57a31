# What people type. Needs Python 3.11 or newer with venv, nothing else.
PYTHON ?= python3
CLIP := sample_videos/plantar-flexion.mp4
# How much is rendered and how long is trained, for one night on two cores: training/README.md. Training keeps all shards in memory, 125 MB each.
SHARDS := 64
PER_SHARD := 2500
SECONDS := 18000
SEED := 0
TRAINED := training/out

.PHONY: demo test test-page check fuzz bench models train render-0 render-1 clean

demo: .venv/stamp
	@.venv/bin/python -m footcv.video.opencv
	@mkdir -p demo
	.venv/bin/footcv analyze $(CLIP) --exercise plantar-flexion --csv demo/plantar-flexion.csv --annotate demo/plantar-flexion.mp4
	@echo "The repetitions lie in demo/plantar-flexion.csv, the annotated video in demo/plantar-flexion.mp4."

test: .venv/stamp
	@.venv/bin/python -m footcv.video.opencv
	.venv/bin/pytest -q --numprocesses logical --dist worksteal

# The live page in a Chromium of this machine: minutes, and nothing for a machine without one.
test-page: .venv/stamp
	.venv/bin/pytest -q -m browser

check: .venv/stamp
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

# Thousands of mutated videos, programs and files of poses: ten minutes. SEED=1 makes others.
fuzz: .venv/stamp
	@.venv/bin/python -m footcv.video.opencv
	.venv/bin/python tests/fuzz.py --seed $(SEED)

bench: .venv/stamp
	@.venv/bin/python -m footcv.video.opencv
	.venv/bin/python benchmarks/speed.py
	.venv/bin/python benchmarks/costs.py
	.venv/bin/python benchmarks/feet.py
	.venv/bin/python benchmarks/signals.py
	.venv/bin/python benchmarks/accuracy.py
	.venv/bin/python benchmarks/records.py

models:
	$(PYTHON) models/build.py

# Two processes render by turns, each one core; what is rendered already stays.
train: .venv-training/stamp
	@$(MAKE) --no-print-directory --jobs 2 render-0 render-1
	.venv-training/bin/python -m training.train $(TRAINED)/shards $(TRAINED)/foot.pt --seconds $(SECONDS) --seed $(SEED)
	.venv-training/bin/python -m training.export $(TRAINED)/foot.pt $(TRAINED)/foot_landmarks.onnx
	@echo "The network lies in $(TRAINED)/foot_landmarks.onnx; its score on the first shard, which it has not learnt from, stands above."

render-0 render-1: render-%: .venv-training/stamp
	.venv-training/bin/python -m training.render $(TRAINED)/shards --seed $* --every 2 --shards $(SHARDS) --per-shard $(PER_SHARD)

# What was trained stays: it took a night.
clean:
	rm -rf .venv .venv-training demo

.venv: .venv/stamp

.venv/stamp: EXTRAS := dev
.venv-training/stamp: EXTRAS := dev,training

# An environment is made anew when what it holds may have changed.
.venv/stamp .venv-training/stamp: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"footcv needs Python 3.11 or newer, {sys.executable} is older: make PYTHON=python3.12 ...")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing: on Debian or Ubuntu apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[$(EXTRAS)]'
	@touch $@
