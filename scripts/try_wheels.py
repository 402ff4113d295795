"""Build, install and run the wheels: ``python scripts/try_wheels.py``.

A wheel with the C reader is built for each supported CPython that is found on ``PATH`` or below
``~/.pyenv/versions``, and installed into a fresh environment. The pure Python wheel runs without
site packages, user settings and environment variables (``python -S -I``). All have to report the
same about ``examples/``. A version without an interpreter is named, and left out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
_CHECK = (
    "check",
    "--no-cache",
    "--no-config",
    "--format",
    "json",
    "examples/kinds",
    "examples/broken",
)
_IMPORTS = "import svclint.source.native_stream, svclint.source.native_yaml"
_MAIN = "from svclint.cli.main import main; main()"
# uv installs from its cache in a second; pip takes ten.
_UV = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")


def main() -> int:
    """Try every wheel; return the exit code."""
    if _UV is None:
        sys.exit("uv is missing; install it with pip install -e '.[dev]'")
    versions = _supported()
    with tempfile.TemporaryDirectory() as folder:
        dist = Path(folder, "dist")
        _run([_UV, "build", "--quiet", "--sdist", "--out-dir", str(dist), str(TOP)])
        (sdist,) = dist.glob("*.tar.gz")
        expected = _try_pure(sdist, Path(folder, "pure"))
        outcomes = {
            version: _try_native(sdist, version, Path(folder, version), expected)
            for version in versions
        }
    return 1 if "differs" in outcomes.values() else 0


def _supported() -> list[str]:
    """Return the versions of CPython that the wheels of a release are for."""
    text = (TOP / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^build = "cp31\{([0-9,]+)\}-\*"$', text, re.MULTILINE)
    if found is None:
        sys.exit("pyproject.toml names no versions of CPython for cibuildwheel")
    return [f"3.1{minor}" for minor in found[1].split(",")]


def _interpreter(version: str) -> str | None:
    """Return a CPython of a version; ``None`` if there is none."""
    found = Path.home().glob(f".pyenv/versions/{version}.*/bin/python")
    newest = max(
        found, key=lambda python: [*map(int, re.findall("[0-9]+", python.parts[-3]))], default=None
    )
    return shutil.which(f"python{version}") if newest is None else str(newest)


def _try_pure(sdist: Path, folder: Path) -> str:
    """Return what the pure Python wheel reports in an environment with nothing else."""
    _build(sdist, sys.executable, folder, pure="1")
    (wheel,) = folder.glob("*-py3-none-any.whl")
    target = folder / "installed"
    _run([_UV, "pip", "install", "--quiet", "--target", str(target), str(wheel)])
    code = f"import sys; sys.path.insert(0, {str(target)!r}); {_MAIN}"
    done = _output([sys.executable, "-S", "-I", "-c", code, *_CHECK], env={})
    print(f"pure, python -S -I without environment: {_findings(done)} findings")
    return done


def _try_native(sdist: Path, version: str, folder: Path, expected: str) -> str:
    """Build, install and run the wheel of a version; return the outcome."""
    python = _interpreter(version)
    if python is None:
        print(f"CPython {version}: NOT TRIED, no interpreter found")
        return "not tried"
    _build(sdist, python, folder, pure="")
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    _run([_UV, "venv", "--quiet", "--python", python, str(environment)])
    inside = environment / "bin/python"
    _run([_UV, "pip", "install", "--quiet", "--python", str(inside), str(wheel)])
    _run([str(inside), "-I", "-c", _IMPORTS])
    done = _output([str(environment / "bin/svclint"), *_CHECK], env=dict(os.environ))
    outcome = "same" if done == expected else "differs"
    print(f"CPython {version}: {wheel.name}, {_findings(done)} findings, {outcome}")
    return outcome


def _build(sdist: Path, python: str, out: Path, *, pure: str) -> None:
    command = [_UV, "build", "--quiet", "--wheel", "--python", python, "--out-dir", str(out)]
    _run([*command, str(sdist)], env={**os.environ, "SVCLINT_PURE": pure})


def _run(command: Sequence[str | None], env: dict[str, str] | None = None) -> None:
    subprocess.run([word for word in command if word], check=True, env=env)


def _output(command: Sequence[str], env: dict[str, str]) -> str:
    """Return the report of a run, which finds errors; anything else ends the script."""
    done = subprocess.run(command, cwd=TOP, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 1 or done.stderr:
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


def _findings(report: str) -> int:
    return report.count('"rule":')


if __name__ == "__main__":
    sys.exit(main())
