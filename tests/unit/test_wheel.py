"""The sdist and the wheel contain code, rule pages and schemas, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest
from svclint.source import yaml_reader

TOP = Path(__file__).parents[2]
HOMES = {"svclint": "lint/svclint", "svclint/rules": "rules", "svclint/schemas": "schemas"}
SHIPPED = {".py", ".pyi", ".md", ".json", ".typed", ".css", ".js"}
# Files that the build needs or writes.
BUILT_FROM = {"LICENSE", "MANIFEST.in", "README.md", "pyproject.toml", "setup.py"}
NATIVE = ("native_stream", "native_yaml")
WRITTEN = {"PKG-INFO", "setup.cfg"}

# tests/unit/test_native_yaml.py checks whether there is a compiler.
built = pytest.mark.skipif(
    yaml_reader.read_plain.__module__ == yaml_reader.__name__,
    reason="svclint.source.native_yaml is not built",
)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build an sdist, and the pure Python wheel from it, as for a release."""
    out = tmp_path_factory.mktemp("dist")
    build("build", "--outdir", str(out), str(TOP), pure="1")
    return out


def build(*words: str, pure: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *words],
        env={**os.environ, "SVCLINT_PURE": pure},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def wheel(dist: Path) -> Path:
    (found,) = dist.glob("*-py3-none-any.whl")
    return found


def tree() -> set[str]:
    return {
        f"{package}/{file.relative_to(TOP / home).as_posix()}"
        for package, home in HOMES.items()
        for file in (TOP / home).rglob("*")
        if file.is_file() and file.suffix in SHIPPED and "__pycache__" not in file.parts
    }


def content(wheel: Path) -> set[str]:
    return {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}


def test_wheel_content_is_the_tree(wheel: Path) -> None:
    assert content(wheel) == tree()


@built
def test_a_wheel_of_one_platform_has_what_is_in_c_as_well(dist: Path, tmp_path: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    build("pip", "wheel", "--quiet", "--no-deps", "-w", str(tmp_path), str(sdist), pure="")
    (found,) = tmp_path.glob("*.whl")
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    assert content(found) == tree() | {f"svclint/source/{name}{suffix}" for name in NATIVE}
    assert "-none-" not in found.name


def test_sdist_holds_what_the_wheel_is_built_from(dist: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        files = [each.name.partition("/")[2] for each in archive if each.isfile()]
    homes = dict(sorted(HOMES.items(), reverse=True))
    wanted = {
        homes[package] + name.removeprefix(package)
        for name in tree()
        for package in [next(each for each in homes if name.startswith(f"{each}/"))]
    }
    found = {name for name in files if not name.startswith("svclint.egg-info/")}
    native = {
        f"lint/svclint/source/{file.name}"
        for file in (TOP / "lint/svclint/source").glob("native_*.[ch]")
    }
    assert found == wanted | BUILT_FROM | WRITTEN | native


@pytest.mark.parametrize(
    "words",
    [["uvx", "--from", "{}", "svclint"], ["pipx", "run", "--spec", "{}", "svclint"]],
    ids=str,
)
def test_it_runs_without_being_installed(words: list[str], wheel: Path, tmp_path: Path) -> None:
    program = shutil.which(words[0], path=str(Path(sys.executable).parent)) or shutil.which(
        words[0]
    )
    assert program, f"no {words[0]}: pip install -e '.[dev]'"
    env = {**os.environ, "PIPX_HOME": str(tmp_path / "pipx"), "UV_CACHE_DIR": str(tmp_path / "uv")}
    command = [program, *(word.format(wheel) for word in words[1:])]
    for arguments, code in ((["check", "examples/kinds"], 0), (["check", "examples/broken"], 1)):
        done = subprocess.run(
            [*command, *arguments], cwd=TOP, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Checked " in done.stdout
