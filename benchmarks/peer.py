"""The peer to compare with: find or build kubeconform, and write schemas for it."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Union

from benchmarks import measure
from benchmarks.measure import BenchmarkError, Measurement

MODULE = "github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0"
Json = Union[None, bool, int, float, str, "list[Json]", "dict[str, Json]"]
REFERENCE = "/api/_definitions.json#/$defs/"
# Only the schema of a complete object has this key.
OBJECT = "x-kubernetes-group-version-kind"


class Kubeconform:
    """A kubeconform that is known to validate manifests."""

    def __init__(self, program: Path, schemas: Path) -> None:
        """Store the paths of the program and its schemas."""
        self.program = program
        self.schemas = schemas

    def command(self, paths: Sequence[Path], jobs: int) -> list[str]:
        """Return the command that checks some paths."""
        location = f"{self.schemas}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json"
        # Without -ignore-missing-schemas, every custom resource would be an error.
        options = ["-n", str(jobs), "-ignore-missing-schemas", "-schema-location", location]
        return [str(self.program), *options, *map(str, paths)]

    def run(self, paths: Sequence[Path], jobs: int) -> Measurement:
        """Measure a check of some paths."""
        return measure.run(self.command(paths, jobs), paths[0].parent)

    def version(self) -> str:
        """Return the name and version for the table."""
        answer = subprocess.run([self.program, "-v"], capture_output=True, text=True, check=False)
        found = answer.stdout.strip()
        # A build by the Go toolchain does not contain its version.
        return f"kubeconform {found if found.startswith('v') else MODULE.rpartition('@')[2]}"


def find(cache: Path) -> Kubeconform | str:
    """Return a working kubeconform, or the reason why there is none."""
    program = _program(cache / "bin")
    if isinstance(program, str):
        return program
    schemas = _schemas(cache / "schemas")
    if schemas is None:
        return "no schemas for kubeconform found: `pip install kubernetes-validate`"
    peer = Kubeconform(program, schemas)
    _probe(peer, cache)
    return peer


def _program(folder: Path) -> Path | str:
    if found := shutil.which("kubeconform"):
        return Path(found)
    built = folder / "kubeconform"
    if built.exists():
        return built
    go = shutil.which("go")
    if go is None:
        return "kubeconform is not installed, and there is no Go toolchain to build it"
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "GOBIN": str(folder)}
    answer = subprocess.run(
        [go, "install", MODULE], env=environment, capture_output=True, text=True, check=False
    )
    if answer.returncode:
        return f"kubeconform could not be built: {answer.stderr.strip()[-300:]}"
    return built


def _schemas(folder: Path) -> Path | None:
    source = _schema_source()
    if source is not None:
        return _write_schemas(source, folder / source.name)
    # An earlier run with another Python may have written them.
    return max(folder.glob("v*-local"), key=_version, default=None)


def _version(folder: Path) -> list[int]:
    return [int(part) for part in folder.name.removeprefix("v").partition("-")[0].split(".")]


def _schema_source() -> Path | None:
    package = importlib.util.find_spec("kubernetes_validate")
    if package is None or not package.submodule_search_locations:
        return None
    root = Path(package.submodule_search_locations[0]) / "kubernetes-json-schema"
    versions = [path for path in root.glob("v*-local") if (path / "_definitions.json").exists()]
    return max(versions, key=_version, default=None)


def _write_schemas(source: Path, target: Path) -> Path:
    """Write one small schema per kind, without references to other files.

    kubeconform is fastest in this form: it reads each file once, and only what the kind needs.
    """
    if target.exists():
        return target
    definitions = _load(source / "_definitions.json")["$defs"]
    if not isinstance(definitions, dict):
        raise BenchmarkError(f"{source} contains no definitions")
    fresh = target.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for path in sorted(source.glob("*-v*.json")):
        schema = _load(path)
        if OBJECT in schema:
            schema.pop("$id", None)
            schema["$defs"] = _closure(schema, definitions)
            (fresh / path.name).write_text(json.dumps(schema))
    fresh.rename(target)
    return target


def _load(path: Path) -> dict[str, Json]:
    """Read a schema without its descriptions."""
    schema = _stripped(json.loads(path.read_text()))
    if not isinstance(schema, dict):
        raise BenchmarkError(f"{path} is not a schema")
    return schema


def _closure(schema: Json, definitions: dict[str, Json]) -> dict[str, Json]:
    """Return the definitions that a schema refers to, directly or through others."""
    found: dict[str, Json] = {}
    waiting = _references(schema)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = definitions[name]
            waiting += _references(found[name])
    return found


def _stripped(value: Json, in_properties: bool = False) -> Json:
    """Return a schema without descriptions, with local references instead of a common file."""
    if isinstance(value, list):
        return [_stripped(item) for item in value]
    if isinstance(value, str):
        return value.replace(REFERENCE, "#/$defs/")
    if not isinstance(value, dict):
        return value
    # Under `properties`, `description` is the name of a field.
    return {
        key: _stripped(item, key == "properties")
        for key, item in value.items()
        if in_properties or key != "description"
    }


def _references(value: Json) -> list[str]:
    if isinstance(value, list):
        return [name for item in value for name in _references(item)]
    if not isinstance(value, dict):
        return []
    own = value.get("$ref")
    names = [own.removeprefix("#/$defs/")] if isinstance(own, str) else []
    return names + [name for item in value.values() for name in _references(item)]


def _probe(peer: Kubeconform, cache: Path) -> None:
    """Check that kubeconform accepts a valid manifest and rejects an invalid one."""
    good = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n"
    for text, accepted in ((good, 0), (good.replace("80", "eighty"), 1)):
        path = cache / "probe.yaml"
        path.write_text(text)
        command = peer.command([path], 1)
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        if answer.returncode != accepted:
            raise BenchmarkError(f"kubeconform does not validate: {answer.stdout[-500:]}")
