"""Run ``helm template`` and ``kustomize build``, confined, and with what makes them predictable.

Never passed are ``--enable-helm``, ``--enable-exec``, ``--dependency-update`` and
``--post-renderer``.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from svclint.model import ConfigError
from svclint.model.cluster import version_text
from svclint.render.cache import cached
from svclint.render.capabilities import SERVED
from svclint.render.changed_tree import names_of_originals
from svclint.render.confinement import Limits, ToolError, run_confined
from svclint.render.kustomize.definitions import without_definitions
from svclint.render.kustomize.failure_causes import cause_of
from svclint.render.release import Release, release_name_problem
from svclint.source.files import ReadError, read_file
from svclint.source.programs import find_program

_KUSTOMIZE = ("kustomize", "build"), ("kubectl", "kustomize")
_KUSTOMIZE_REMEDY = (
    "install kustomize (https://kubectl.docs.kubernetes.io/installation/kustomize/) or kubectl "
    "outside of this checkout"
)
_HELM_REMEDY = "install Helm (https://helm.sh/docs/intro/install/) outside of this checkout"
# What kubectl prints before an error: the time and its process.
_KLOG = re.compile(r'E[0-9]{4} [0-9:.]+ +[0-9]+ \S+\] "command failed" err=')
_SCHEMA_FILE = "values.schema.json"
_SCHEMA_BYTES = 1 << 20
_MOST_SHOWN = 400


class RenderError(ConfigError):
    """A folder that could not be rendered; the message says why, and what to do."""


class RenderBugError(RenderError):
    """A folder at which svclint itself failed."""


class MissingToolError(RenderError):
    """No program that renders such a folder is installed."""


def identity_of(tool: str) -> tuple[str, int, int]:
    """Return the path, size and modification time of what renders; empty if it is missing."""
    try:
        program = helm_program() if tool == "helm" else kustomize_command()[0]
        status = os.stat(program)
    except (MissingToolError, OSError):
        return "", 0, 0
    return program, status.st_size, status.st_mtime_ns


def helm_program() -> str:
    """Return the path of Helm. Raises ``MissingToolError``."""
    found = find_program("helm")
    if found is None:
        raise MissingToolError(f"helm is not installed; {_HELM_REMEDY}")
    return found


def kustomize_command() -> tuple[str, str]:
    """Return the path of kustomize or kubectl, and its verb. Raises ``MissingToolError``."""
    for program, verb in _KUSTOMIZE:
        found = find_program(program)
        if found is not None:
            return found, verb
    raise MissingToolError(f"neither kustomize nor kubectl is installed; {_KUSTOMIZE_REMEDY}")


def run_helm(
    chart_folder: str,
    values_files: Sequence[str] = (),
    release: Release | None = None,
    *,
    shown: str = "",
    limits: Limits | None = None,
) -> bytes:
    """Return what ``helm template`` prints for a chart. Raises ``RenderError``.

    The folder must be a copy without links: Helm follows them, wherever they lead. ``shown`` is
    the folder that users know.
    """
    release = release or Release()
    problem = release_name_problem(release.name)
    if problem:
        raise RenderError(problem)
    folder = os.path.abspath(chart_folder)
    options = _options(release)
    if release.skips_schema or _has_remote_schema(folder):
        options.append("--skip-schema-validation")
    program, verb = helm_program(), "template"
    values = [os.path.abspath(file) for file in values_files]
    given = [f"--values={_as_one_path(each)}" for each in values]

    def inputs() -> Iterator[tuple[str, str]]:
        yield from _files_below(folder)
        yield from ((f"values {number}", file) for number, file in enumerate(values))

    words = verb, release.name, *options
    # Nothing after two dashes is an option.
    command = [program, verb, *given, *options, "--", release.name, folder]
    names = {folder: shown or folder, **dict(zip(values, values_files, strict=True))}
    with _shown("helm template", names):
        return cached(program, words, inputs, lambda: run_confined(command, limits))


def _as_one_path(file: str) -> str:
    """Return a path as Helm takes it: a comma would separate two."""
    return '"' + file.replace('"', '""') + '"' if any(each in file for each in ',"\n') else file


def run_kustomize(
    folder: str,
    inputs: Iterable[str] | None = None,
    *,
    shown: str = "",
    limits: Limits | None = None,
    restricts: bool = True,
) -> bytes:
    """Return what ``kustomize build`` prints for a folder, as far as a rule may read it.

    Raises ``RenderError``. The caller makes sure that nothing in it is remote: kustomize would try
    to fetch it. ``inputs`` are all files that it reads, by absolute path; without them, nothing is
    cached. Unless it ``restricts`` itself, a kustomization may name files outside of its folder.
    """
    program, verb = kustomize_command()
    name = os.path.basename(program).removesuffix(".exe")
    top = os.path.abspath(folder)
    options = [] if restricts else ["--load-restrictor=LoadRestrictionsNone"]
    command = [program, verb, *options, top]

    def build() -> bytes:
        return without_definitions(run_confined(command, limits))

    with _shown(f"{name} {verb}", {top: shown or folder}):
        if inputs is None:
            return build()
        named = [(_inside(each, top), each) for each in inputs]
        return cached(program, (verb, *options), lambda: named, build)


def _options(release: Release) -> list[str]:
    options = [f"--api-versions={each}" for each in (*SERVED, *release.api_versions)]
    options += [f"--set={each}" for each in release.settings]
    if release.namespace:
        options.append(f"--namespace={release.namespace}")
    if release.kube_version is not None:
        # Helm built from its Go module says that the cluster is Kubernetes 1.20.
        options.append(f"--kube-version=v{version_text(release.kube_version)}.0")
    return options


@contextmanager
def _shown(verb: str, names: Mapping[str, str]) -> Generator[None]:
    """Raise ``RenderError`` for a tool that fails, with the paths that users know.

    ``names`` has them by absolute path, that of the rendered folder first.
    """
    try:
        yield
    except ToolError as error:
        reason, first = _KLOG.sub("", str(error)), next(iter(names))
        reason = names_of_originals(reason, os.path.realpath(first), os.path.realpath(names[first]))
        for path, name in names.items():
            reason = reason.replace(os.path.realpath(path), name).replace(path, name)
        # The tools name other files by their real paths, or relative to a temporary folder.
        here = os.path.realpath(os.curdir)
        for start in (here, os.path.relpath(here, os.path.realpath(first))):
            reason = reason.replace(os.path.join(start, ""), "") if start != os.curdir else reason
        cause = cause_of(reason)
        if cause is None:
            raise RenderError(f"{verb} {names[first]} {_shortened(reason)}") from None
        # The same fault of a base has one reason, whatever is built of it.
        is_below = cause.folder not in ("", names[first])
        where = f"failed in {cause.folder}" if is_below else f"{names[first]} failed"
        raise RenderError(f"{verb} {where}: {_end_of(cause.reason)}") from None


def _shortened(reason: str) -> str:
    """Return the end of a long reason: the tools wrap an error at each step."""
    return reason if len(reason) <= _MOST_SHOWN else f"failed: {_end_of(reason)}"


def _end_of(text: str) -> str:
    is_long = len(text) > _MOST_SHOWN
    return f"… {text[-_MOST_SHOWN:].partition(' ')[2]}" if is_long else text


def _files_below(folder: str) -> Iterator[tuple[str, str]]:
    for here, _, names in os.walk(folder):
        for name in names:
            file = os.path.join(here, name)
            yield _inside(file, folder), file


def _inside(file: str, folder: str) -> str:
    return file.removeprefix(os.path.join(folder, ""))


def _has_remote_schema(chart_folder: str) -> bool:
    """Return whether Helm would read anything outside of a chart to validate the values.

    Helm resolves ``$ref`` with ``http:`` and ``file:``, and prints what it finds in errors.
    """
    return any(
        not _is_local_schema(os.path.join(folder, _SCHEMA_FILE))
        for folder, _, names in os.walk(chart_folder)
        if _SCHEMA_FILE in names
    )


def _is_local_schema(file: str) -> bool:
    raw = read_file(file, _SCHEMA_BYTES)
    if isinstance(raw, ReadError):
        return False
    try:
        return all(each.startswith("#") for each in _references(json.loads(raw)))
    except (ValueError, RecursionError):
        return False


def _references(schema: Any) -> Iterator[str]:
    pending = [schema]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending += value
        elif isinstance(value, dict):
            pending += value.values()
            # An ``$id`` would be the base of the references that look local.
            for key in ("$ref", "$dynamicRef", "$recursiveRef", "$schema", "$id", "id"):
                target = value.get(key)
                if isinstance(target, str) and not _is_draft(key, target):
                    yield target


def _is_draft(key: str, target: str) -> bool:
    """Return whether a value names a published version of JSON Schema, which Helm contains."""
    is_published = "//json-schema.org/" in target
    return (key == "$schema" and is_published) or (key in ("$id", "id") and "://" not in target)
