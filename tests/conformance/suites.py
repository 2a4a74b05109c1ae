"""The suites, from where a registry has them: in the sources of pySHACL and Morph-KGC.

Only their cases are used. What is fetched is held to a hash, and stands under build/conformance.
"""

import subprocess
import sys
import tarfile
from hashlib import sha256
from pathlib import Path

from tests.conftest import ROOT

BUILD = ROOT / "build" / "conformance"
# Name and version of a package, the name of its file, and the SHA-256 of that.
PYSHACL = (
    "pyshacl==0.40.1",
    "pyshacl-0.40.1.tar.gz",
    "011e3cf1a68b31747cb762ba3d755ae1bdcc464c8fad0dc212a9adc550719552",
)
MORPH_KGC = (
    "morph-kgc==2.10.0",
    "morph_kgc-2.10.0.tar.gz",
    "a8d01d4c2118821ed46490bc6445d0d06f0f5dd23e29eeeee1da64ea99e1a124",
)


def fetch(package: tuple[str, str, str]) -> Path:
    """Return the folder with the sources of a package; fetched where it is not there yet.

    Raises:
        OSError: It can't be fetched, or is not what it was.
    """
    requirement, name, digest = package
    folder = BUILD / name.removesuffix(".tar.gz")
    if folder.is_dir():
        return folder
    BUILD.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary"]
    run = subprocess.run([*command, ":all:", "--dest", str(BUILD), requirement], check=False)
    if run.returncode:
        raise OSError(f"{requirement} can't be fetched; pip ended with {run.returncode}")
    archive = BUILD / name
    if sha256(archive.read_bytes()).hexdigest() != digest:
        raise OSError(f"{name} is not the file whose cases were counted; remove it")
    with tarfile.open(archive) as packed:
        packed.extractall(BUILD, filter="data")
    return folder
