"""Build and trace what objects of Flux and Argo CD deploy: folders, and charts with values."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence

from svclint.render.argo import applications, helm_values
from svclint.render.changed_tree import Files, with_changes
from svclint.render.closure import Closure
from svclint.render.confinement import Limits
from svclint.render.deployers import ObjectPlace
from svclint.render.flux import helm_releases
from svclint.render.flux.kustomizations import additions_of
from svclint.render.flux.post_renderers import Stage, post_rendered
from svclint.render.flux.substitution import (
    Variables,
    expanded_text,
    substituted,
    variables_of,
)
from svclint.render.flux.tracer import FluxTracer
from svclint.render.helm.written_values import ValuesFile
from svclint.render.kustomize.additions import Additions, layer_of, write_kustomization
from svclint.render.kustomize.traced import UntraceableError
from svclint.render.kustomize.tracer import KustomizeTracer
from svclint.render.object_values import ValuesText
from svclint.render.roots import Root
from svclint.render.single_values import SingleValue, as_texts
from svclint.render.tools import RenderError, run_kustomize
from svclint.source import Document
from svclint.source.checkout import tree_of

_NO_VARIABLES = Variables({}, is_complete=False)


def build_deployed(
    root: Root, closure: Closure, files: Files, limits: Limits | None = None
) -> bytes:
    """Return what an object deploys from a folder. Raises ``RenderError``.

    ``files`` are those of the closure, or copies of them.
    """
    document = _object(root)
    additions = _additions(root, document)._replace(folder=os.path.realpath(files.folder))
    raw = _built(root, additions, closure, files.names, limits)
    return substituted(raw, _variables(root, document))


def trace_deployed(root: Root, closure: Closure, changed: Mapping[str, bytes]) -> FluxTracer:
    """Return what finds the origins of fields in it. Raises ``RenderError``.

    ``changed`` are files with another content, by their real paths.
    """
    document = _object(root)
    additions = _additions(root, document)
    with with_changes(root.folder, closure.all_files, changed) as files:
        copied = additions._replace(folder=os.path.realpath(files.folder))
        raw = _built(root, copied, closure, files.names, None)
    tracer = KustomizeTracer(root.folder, raw, layer_of(additions), changed)
    return FluxTracer(tracer, _variables(root, document))


def values_in_deployer(root: Root, folder: str) -> list[ValuesFile]:
    """Return the files of values that the deployer of a chart has or names, in Helm's order.

    Those inside of objects are written into a folder. Raises ``RenderError``.
    """
    if root.deployer is None:
        return []
    document = _object(root)
    found: list[ValuesFile] = []
    for number, values in enumerate(_values(root, document)):
        if not values.text:
            found.append(ValuesFile(values.file, values.file))
            continue
        path = os.path.join(folder, f"values-{number}.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(values.text)
        found.append(ValuesFile(path, values.file, is_part=True, single=values.single))
    return found


def post_renderers(root: Root, raw: bytes, work: str, limits: Limits | None = None) -> list[Stage]:
    """Return what changes the output of a chart after Helm, in order. Raises ``RenderError``.

    ``work`` is a folder for temporary files, which the result names.
    """
    document = None if root.deployer is None else _object(root)
    if document is None or document.kind != helm_releases.HELM_RELEASE[1]:
        return []
    return post_rendered(document, _variables_around(root), raw, work, limits)


def files_with_values(root: Root) -> frozenset[str]:
    """Return the files that the deployer of a chart takes values from; none if it is unreadable."""
    try:
        return frozenset(values.file for values in _values(root, _object(root)))
    except RenderError:
        return frozenset()


def _values(root: Root, document: Document) -> Iterator[ValuesText]:
    assert root.deployer is not None
    if document.kind == helm_releases.HELM_RELEASE[1]:
        references = _read(root.deployer.references)
        values = helm_releases.values_of(
            document, references, tree_of(os.path.realpath(root.folder))
        )
        variables = _variables_around(root)
        return as_texts(_expanded(values, variables))
    real = os.path.realpath(root.folder)
    return as_texts(
        helm_values.values_of(document, root.deployer.source, real, tree_of(real) or real)
    )


def _expanded(
    values: Iterable[ValuesText | SingleValue], variables: Variables
) -> Iterator[ValuesText | SingleValue]:
    """Yield values with the variables of Flux replaced."""
    for each in values:
        if isinstance(each, ValuesText):
            yield each._replace(text=expanded_text(each.text, variables))
        else:
            yield each._replace(setting=expanded_text(each.setting, variables))


def _object(root: Root) -> Document:
    """Return the object that deploys a root, with the parameters of its set."""
    document = None if root.deployer is None else root.deployer.place.read()
    if root.deployer is None or document is None or document.problem is not None:
        raise RenderError(f"{root.folder} is not built: the object that deploys it cannot be read")
    parameters = dict(root.deployer.parameters)
    return applications.made(document, parameters) if parameters else document


def _additions(root: Root, document: Document) -> Additions:
    assert root.deployer is not None
    folder = os.path.realpath(root.folder)
    try:
        if root.deployer.source:
            found = applications.additions_of(document, root.deployer.source, folder)
        else:
            found = additions_of(document, folder)
    except UntraceableError:
        raise RenderError(f"{root.folder} is not built: what deploys it is too large") from None
    patches = found.settings.get("patches")
    if patches is not None and any(each.field("path") is not None for each in patches.items):
        # The file may be anywhere, and kustomize would fetch it.
        raise RenderError(f"{root.folder} is not built: a patch in {document.file} names a file")
    return found


def _built(
    root: Root,
    additions: Additions,
    closure: Closure,
    files: Iterable[str],
    limits: Limits | None,
) -> bytes:
    # Flux builds with LoadRestrictionsNone in a copy of the source; Argo CD does not. What a
    # plug-in's own file names is not in the closure, which has nothing outside of the tree.
    is_free = closure.reaches_out and not closure.has_plugins and not _is_of_argo(root)
    with tempfile.TemporaryDirectory(prefix="svclint-deployed-") as folder:
        made = write_kustomization(additions, folder)
        inputs = [*files, *made]
        return run_kustomize(
            folder, inputs, shown=root.folder, limits=limits, restricts=not is_free
        )


def _is_of_argo(root: Root) -> bool:
    """Return whether an Application of Argo CD deploys a root."""
    return root.deployer is not None and bool(root.deployer.source)


def _variables(root: Root, document: Document) -> Variables:
    references = () if root.deployer is None else root.deployer.references
    return _NO_VARIABLES if _is_of_argo(root) else variables_of(document, _read(references))


def _variables_around(root: Root) -> Variables:
    """Return the variables of the Kustomization that deploys a HelmRelease."""
    found = _read(() if root.deployer is None else root.deployer.substituting)
    return variables_of(found[0], found[1:]) if found else _NO_VARIABLES


def _read(places: Sequence[ObjectPlace]) -> Sequence[Document]:
    found = (each.read() for each in places)
    return [each for each in found if each is not None]
