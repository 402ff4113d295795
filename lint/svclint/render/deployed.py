"""Build and trace the folders that objects of Flux and Argo CD deploy."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable

from svclint.render.confinement import Limits
from svclint.render.flux.kustomizations import additions_of
from svclint.render.flux.substitution import Variables, substituted, variables_of
from svclint.render.flux.tracer import FluxTracer
from svclint.render.kustomize.additions import Additions, layer_of, write_kustomization
from svclint.render.kustomize.traced import UntraceableError
from svclint.render.kustomize.tracer import KustomizeTracer
from svclint.render.origins import Tracer
from svclint.render.roots import Root
from svclint.render.tools import RenderError, run_kustomize
from svclint.source import Document


def build_deployed(root: Root, files: Iterable[str], limits: Limits | None = None) -> bytes:
    """Return what an object deploys from a folder. Raises ``RenderError``."""
    document = _object(root)
    raw = _built(root, _additions(root, document), files, limits)
    return substituted(raw, _variables(root, document))


def trace_deployed(root: Root, files: Iterable[str]) -> Tracer:
    """Return what finds the origins of fields in it. Raises ``RenderError``."""
    document = _object(root)
    additions = _additions(root, document)
    raw = _built(root, additions, files, None)
    tracer = KustomizeTracer(root.folder, raw, layer_of(additions))
    return FluxTracer(tracer, _variables(root, document))


def _object(root: Root) -> Document:
    document = None if root.deployer is None else root.deployer.place.read()
    if document is None or document.problem is not None:
        raise RenderError(f"{root.folder} is not built: the object that deploys it cannot be read")
    return document


def _additions(root: Root, document: Document) -> Additions:
    try:
        return additions_of(document, os.path.realpath(root.folder))
    except UntraceableError:
        raise RenderError(f"{root.folder} is not built: what deploys it is too large") from None


def _built(root: Root, additions: Additions, files: Iterable[str], limits: Limits | None) -> bytes:
    with tempfile.TemporaryDirectory(prefix="svclint-deployed-") as folder:
        made = write_kustomization(additions, folder)
        inputs = [*files, *made]
        return run_kustomize(folder, inputs, shown=root.folder, limits=limits)


def _variables(root: Root, document: Document) -> Variables:
    references = () if root.deployer is None else root.deployer.references
    found = [each.read() for each in references]
    return variables_of(document, [each for each in found if each is not None])
