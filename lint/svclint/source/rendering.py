"""Render kustomizations and Helm charts with the tools that deploy them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence

from svclint.model import ConfigError
from svclint.source.files import MAX_BYTES, Rendered
from svclint.source.kustomization import NAMES
from svclint.source.programs import find_program, search_path

# Enough for a remote base or a large chart.
SECONDS = 120
_KUSTOMIZE = ("kustomize", "build"), ("kubectl", "kustomize")
_KUSTOMIZE_REMEDY = (
    "install kustomize (https://kubectl.docs.kubernetes.io/installation/kustomize/) or kubectl "
    "outside of this checkout"
)
_HELM_REMEDY = "install Helm (https://helm.sh/docs/intro/install/) outside of this checkout"
# The reason for a failure comes last; helm and kubectl may print much before it.
_LAST_LINES = 5


class RenderError(ConfigError):
    """A folder that could not be rendered; the message says why, and what to do."""


def kustomization(folder: str) -> Rendered:
    """Build a kustomization with kustomize, or else with kubectl. Raises ``RenderError``."""
    _require_file(folder, NAMES, "kustomization")
    for program, verb in _KUSTOMIZE:
        found = find_program(program)
        if found is not None:
            raw = _output([found, verb, _as_path(folder)], f"{program} {verb} {folder}")
            return Rendered(f"<kustomize build {folder}>", raw)
    raise RenderError(f"neither kustomize nor kubectl is installed, and --kustomize needs one; "
                      f"{_KUSTOMIZE_REMEDY}")  # fmt: skip


def chart(folder: str, values: Sequence[str] = (), namespace: str | None = None) -> Rendered:
    """Render a Helm chart with values files. Raises ``RenderError``."""
    _require_file(folder, ("Chart.yaml",), "Helm chart")
    for file in values:
        if not os.path.isfile(file):
            raise RenderError(f"{file} does not exist or is not a file; --values needs a file")
    program = find_program("helm")
    if program is None:
        raise RenderError(f"helm is not installed, and --helm needs it; {_HELM_REMEDY}")
    command = [program, "template", _as_path(folder)]
    command += [f"--values={file}" for file in values]
    if namespace:
        command.append(f"--namespace={namespace}")
    name = f"helm template {folder}"
    return Rendered(f"<{name}>", _output(command, name))


def _require_file(folder: str, names: Sequence[str], what: str) -> None:
    # The tools accept a URL instead of a folder, and would fetch it.
    if not os.path.isdir(folder):
        raise RenderError(f"{folder} is not a folder; name the folder that contains the {what}")
    if not any(os.path.isfile(os.path.join(folder, name)) for name in names):
        raise RenderError(f"{folder} contains no {names[0]}; name the folder of the {what}")


def _as_path(folder: str) -> str:
    """Return a path that no tool takes for an option or for the name of a repository."""
    return os.path.join(os.curdir, folder)


def _output(command: list[str], shown: str) -> bytes:
    """Run a tool without a shell and return its output; end it when it takes too long."""
    try:
        process = subprocess.Popen(  # noqa: S603 - paths begin with ./, so none is an option
            command,
            env={**os.environ, "PATH": os.pathsep.join(search_path())},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise RenderError(f"{shown} cannot be run: {(error.strerror or str(error))}") from None
    with process:
        try:
            raw, errors = process.communicate(timeout=SECONDS)
        except BaseException as error:
            _end(process)
            if isinstance(error, subprocess.TimeoutExpired):
                raise RenderError(f"{shown} took more than {SECONDS} seconds") from None
            raise
    if process.returncode:
        lines = os.fsdecode(errors).strip().splitlines()[-_LAST_LINES:]
        reason = "; ".join(line.strip() for line in lines) or f"exit code {process.returncode}"
        raise RenderError(f"{shown} failed: {reason}")
    if len(raw) > MAX_BYTES:
        raise RenderError(f"{shown} printed more than {MAX_BYTES // 1024 // 1024} MiB")
    return raw


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a tool and all processes that it started: git, plugins, post-renderers."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
