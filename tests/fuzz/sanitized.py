"""Fuzz the C readers, built with AddressSanitizer: ``python -m tests.fuzz.sanitized [OPTIONS]``.

The options are those of ``tests.fuzz.run``. It needs gcc with its libasan and libubsan.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

TOP = Path(__file__).parents[2]
SOURCE = TOP / "lint" / "svclint" / "source"
FLAGS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=undefined", "-g", "-O1"]


def main() -> int:
    """Build both extensions, and run the target ``readers`` with them; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("native_stream", "native_yaml"):
            _build(name, Path(folder))
        library = subprocess.run(
            ["gcc", "-print-file-name=libasan.so"], check=True, capture_output=True, text=True
        ).stdout.strip()
        environment = {
            **os.environ,
            "LD_PRELOAD": library,
            # Python never frees some of its memory; its own allocator would hide overruns.
            "ASAN_OPTIONS": "detect_leaks=0",
            "PYTHONMALLOC": "malloc",
            "SVCLINT_NATIVE": folder,
        }
        command = [sys.executable, "-c", PROGRAM, "readers", *sys.argv[1:]]
        return subprocess.run(command, env=environment, cwd=TOP, check=False).returncode


def _build(name: str, folder: Path) -> None:
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    include = sysconfig.get_path("include")
    target = folder / f"{name}{suffix}"
    command = ["gcc", *FLAGS, "-shared", "-fPIC", f"-I{include}", str(SOURCE / f"{name}.c")]
    subprocess.run([*command, "-o", str(target)], check=True)


# Loads the extensions from the folder instead of those that are installed.
PROGRAM = """
import os, sys
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_loader
import svclint.source
folder = os.environ["SVCLINT_NATIVE"]
for file in os.listdir(folder):
    name = f"svclint.source.{file.partition('.')[0]}"
    loader = ExtensionFileLoader(name, os.path.join(folder, file))
    module = module_from_spec(spec_from_loader(name, loader))
    loader.exec_module(module)
    sys.modules[name] = module
from svclint.source import stream_pieces, yaml_reader
for function in (stream_pieces.pieces, yaml_reader.read_plain):
    assert sys.modules[function.__module__].__file__.startswith(folder)
from tests.fuzz.run import main
sys.exit(main())
"""

if __name__ == "__main__":
    if shutil.which("gcc") is None:
        sys.exit("gcc is missing")
    sys.exit(main())
