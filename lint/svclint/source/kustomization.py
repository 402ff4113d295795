"""Read kustomizations: their resources, patches and namespace; recognise patches.

Source: the fields of ``Kustomization`` (kustomize.config.k8s.io/v1beta1). ``namespace`` applies to
all resources of a kustomization; that of an outer kustomization overrides that of an inner one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from svclint.model import Data
from svclint.model.data import group_of, labels, mapping, sequence, text
from svclint.source.checkout import link_out_of_tree
from svclint.source.document import Chunk, Document
from svclint.source.encoding import as_utf8
from svclint.source.file_cache import cached_from_files
from svclint.source.files import ReadError, read_file
from svclint.source.parse_result import ParseError, Problem
from svclint.source.paths import real_folder_of, real_path
from svclint.source.replacement_targets import ReplacementTarget, replacement_targets
from svclint.source.yaml_reader import parse_yaml

# The file of a Helm chart, which deploys what is in some folders beside it.
CHART_FILE = "Chart.yaml"
NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
# Fields whose objects no file of the kustomization defines.
CHART_FIELDS = ("helmCharts", "helmChartInflationGenerator")
_OPEN = (*CHART_FIELDS, "generators")
_GIT = ("github.com/", "git@", "gitlab.com/", "bitbucket.org/")
_FLUX = "kustomize.toolkit.fluxcd.io"
_LEVELS = 6
_MOST_BYTES = 1024 * 1024
# A patch written in place, a URL, or what no file system accepts.
_NOT_A_PATH = re.compile(r"[\n\0]|://|[^/]{256}|.{4097}")
_RESOURCES = ("resources", "bases", "components", "crds", "generators")
_PATCHES = ("patches", "patchesStrategicMerge", "patchesJson6902")
_CHANGES = (*_PATCHES, "replacements", "vars", "components", "transformers", "configurations")


class Kustomization(NamedTuple):
    """One kustomization: the real paths of its resources and patches, and what it adds.

    ``resources`` include its ``components``, which change all of its other resources. ``labels``
    are those that it adds to pods and selectors. ``is_changing``: it changes more of its resources
    than names, labels and namespaces. ``is_open``: it also builds objects that no local file
    defines, from a remote base, a Helm chart or a generator. ``replaced`` are fields that its
    replacements fill in.
    """

    resources: frozenset[str]
    components: frozenset[str]
    patches: frozenset[str]
    namespace: str
    prefix: str
    suffix: str
    labels: tuple[tuple[str, str], ...]
    is_changing: bool
    is_open: bool
    replaced: tuple[ReplacementTarget, ...] = ()


NONE = Kustomization(
    frozenset(), frozenset(), frozenset(), "", "", "", (), is_changing=False, is_open=False
)


@cached_from_files
def kustomization_in(folder: str) -> Kustomization | None:
    """Return a folder's kustomization; ``None`` if there is none that can be read."""
    found = kustomization_data(folder)
    return kustomization_of(folder, found[1]) if found is not None and found[1] else None


def kustomization_data(folder: str) -> tuple[str, Data] | None:
    """Return the path and the data of a folder's kustomization; ``None`` if it has none.

    There are no data in one that cannot be read; ``problem_of`` says why. A Kustomization of Flux
    in a file of that name is an object, not a kustomization.
    """
    for name in NAMES:
        file = os.path.join(folder, name)
        if os.path.lexists(file) and not os.path.isdir(file):
            data = data_of(file)
            return None if group_of(text(data.get("apiVersion"))) == _FLUX else (file, data)
    return None


def problem_of(file: str) -> str:
    """Return why there are no data in a kustomization; empty if there are."""
    name = os.path.basename(file)
    if link_out_of_tree(file):
        return f"{name} is a link out of the checkout"
    if is_special(file):
        return f"{name} {NOT_REGULAR}"
    raw = read_file(file, _MOST_BYTES)
    if isinstance(raw, ReadError):
        return f"{name} {raw.message}"
    return "" if data_of(file) else f"{name} is not a mapping in valid YAML"


NOT_REGULAR = "is a FIFO, a socket or a device; only regular files are read"


def is_special(path: str) -> bool:
    """Return whether opening a path may wait forever: that of a FIFO, a socket or a device."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


def data_of(file: str, word: bytes = b"") -> Data:
    """Return the data of a small YAML file; empty if it cannot be read, or lacks a word."""
    raw = read_file(file, _MOST_BYTES)
    if isinstance(raw, ReadError) or word not in raw or link_out_of_tree(file):
        return {}
    decoded = as_utf8(raw)
    if isinstance(decoded, Problem):
        return {}
    try:
        return mapping(parse_yaml(decoded.decode("utf-8", "replace")).data)
    except ParseError:
        return {}


def kustomization_of(folder: str, data: Data) -> Kustomization:
    """Return the kustomization that the data of a file in a folder declares."""
    own = Kustomization(
        _paths(folder, data, _RESOURCES),
        _paths(folder, data, ("components",)),
        _paths(folder, data, _PATCHES),
        text(data.get("namespace")),
        text(data.get("namePrefix")),
        text(data.get("nameSuffix")),
        _pod_labels(data),
        any(data.get(name) for name in _CHANGES),
        any(data.get(name) for name in _OPEN) or any(_remote_resources(data)),
        tuple(replacement_targets(data)),
    )
    for file in sorted(_paths(folder, data, ("transformers",))):
        own = _transformed(own, data_of(file))
    return own


def _transformed(own: Kustomization, transformer: Data) -> Kustomization:
    """Return a kustomization with what a built-in transformer adds.

    Source: https://kubectl.docs.kubernetes.io/references/kustomize/builtins/
    """
    kind, metadata = transformer.get("kind"), mapping(transformer.get("metadata"))
    if kind == "LabelTransformer":
        return own._replace(labels=own.labels + tuple(labels(transformer.get("labels")).items()))
    if kind == "NamespaceTransformer":
        return own._replace(namespace=text(metadata.get("namespace")) or own.namespace)
    if kind in ("PrefixTransformer", "SuffixTransformer", "PrefixSuffixTransformer"):
        prefix, suffix = text(transformer.get("prefix")), text(transformer.get("suffix"))
        return own._replace(prefix=prefix + own.prefix, suffix=own.suffix + suffix)
    return own


def _pod_labels(data: Data) -> tuple[tuple[str, str], ...]:
    found = dict(labels(data.get("commonLabels")))
    for entry in map(mapping, sequence(data.get("labels"))):
        if entry.get("includeSelectors") is True or entry.get("includeTemplates") is True:
            found.update(labels(entry.get("pairs")))
    return tuple(found.items())


def _remote_resources(data: Data) -> Iterator[str]:
    """Yield the resources that kustomize would fetch: URLs, and repositories of Git."""
    for name in _RESOURCES:
        for entry in sequence(data.get(name)):
            if isinstance(entry, str) and is_remote(entry):
                yield entry


def is_remote(entry: str) -> bool:
    """Return whether kustomize would fetch an entry: a URL, or a repository of Git."""
    return "?ref=" in entry or "://" in entry or entry.startswith(_GIT)


def _paths(folder: str, data: Data, fields: Iterable[str]) -> frozenset[str]:
    entries = [entry for name in fields for entry in sequence(data.get(name))]
    paths = [mapping(entry).get("path") if isinstance(entry, dict) else entry for entry in entries]
    return frozenset(
        os.path.realpath(os.path.join(folder, path))
        for path in paths
        if isinstance(path, str) and _NOT_A_PATH.search(path) is None
    )


def folders_above(file: str) -> Iterable[str]:
    """Yield the folder of a real path and a few above it."""
    folder = os.path.dirname(file)
    for _ in range(_LEVELS):
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


def is_patch(document: Document) -> bool:
    """Return whether a document is a patch: by its directives, or because it is listed as one."""
    may_have_directive = _has_mark_of_directive(document.chunk)
    return (may_have_directive and _has_directive(document.data)) or is_patch_file(document.file)


# The objects of a List share a text, which is searched once.
@lru_cache(maxsize=1)
def _has_mark_of_directive(chunk: Chunk) -> bool:
    # A dollar sign that is written as an escape has a backslash.
    return "$" in chunk.text or "\\" in chunk.text


def is_patch_file(file: str) -> bool:
    """Return whether a kustomization in a file's folder or a few above lists it as a patch."""
    if file.startswith("<"):
        return False
    patches = _patches_above(real_folder_of(file))
    # Few folders have any.
    return bool(patches) and real_path(file) in patches


@cached_from_files
def _patches_above(folder: str) -> frozenset[str]:
    """Return the real paths of all patches of the kustomizations of a folder and those above."""
    above = folders_above(os.path.join(folder, "file"))
    found = (kustomization_in(each) for each in above)
    return frozenset(path for each in found if each is not None for path in each.patches)


def _has_directive(value: Any) -> bool:
    pending = [value]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if "$patch" in value or "$retainKeys" in value:
                return True
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return False
