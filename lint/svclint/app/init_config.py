"""A first ``.svclint.yaml`` for a tree, with what its files say about the cluster."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from svclint.kubernetes.schema import default_version, versions
from svclint.model import ConfigError, Data
from svclint.model.cluster import parse_service_cidrs, parse_version, version_text
from svclint.report.safe import safe
from svclint.source.checkout import tree_of
from svclint.source.file_search import find_files
from svclint.source.files import OWN_FILE, ReadError, read_file
from svclint.source.kustomization import NAMES
from svclint.source.stream import documents

_CHART = "Chart.yaml"
_HEAD = """\
# Configuration of svclint for this folder and those below it. Every key is optional, and
# `svclint config FILE` prints what applies to a file. Written by `svclint init`.
"""
_REST = """
# Which rules run: minimal, recommended (default) or strict. `svclint rules` lists them.
# profile: recommended
# ignore: [node-port-type]
# rules:
#   port-unnamed: {severity: warning}

# From which severity a finding fails the run: error (default), warning, note or never.
# failOn: error

# Accept what is there today: uncomment, then run `svclint baseline`.
# baseline: .svclint-baseline.json
"""


class Fact(NamedTuple):
    """A value that a file of the tree contains, and the place of its document."""

    key: str
    value: str
    file: str
    line: int


class Tree(NamedTuple):
    """What a tree contains: facts about clusters, kustomizations nobody includes, charts."""

    facts: Sequence[Fact]
    kustomizations: Sequence[str]
    charts: Sequence[str]


def look_at(folder: str) -> Tree:
    """Return what the files of a folder say. Files that cannot be read are left out."""
    facts: list[Fact] = []
    bases: set[str] = set()
    kustomizations: list[str] = []
    charts: list[str] = []
    for file in find_files([folder]):
        if isinstance(file, ReadError):
            continue
        place, name = os.path.split(os.path.normpath(file))
        if name == _CHART:
            charts.append(place or os.curdir)
        if name in NAMES:
            kustomizations.append(place or os.curdir)
        raw = read_file(file)
        if isinstance(raw, ReadError):
            continue
        for document in documents(file, raw):
            if not isinstance(document.data, dict):
                continue
            if name in NAMES:
                bases |= set(_included(place, document.data))
            line = document.chunk.first_line
            facts += [Fact(*each, os.path.normpath(file), line) for each in _facts(document.data)]
    own = [each for each in kustomizations if os.path.normpath(each) not in bases]
    return Tree(facts, own, [each for each in charts if not _is_inside(each, charts)])


def config_text(tree: Tree) -> str:
    """Return a commented configuration."""
    return "".join((_HEAD, *_versions(tree), *_cidrs(tree), _rendering(tree), _REST))


def existing_config(folder: str) -> str:
    """Return the configuration that already holds in a folder; empty if there is none."""
    top = tree_of(folder) or folder
    while True:
        if os.path.lexists(os.path.join(folder, OWN_FILE)):
            return os.path.join(folder, OWN_FILE)
        if folder == top or folder == os.path.dirname(folder):
            return ""
        folder = os.path.dirname(folder)


def _versions(tree: Tree) -> Iterator[str]:
    found = [each for each in tree.facts if each.key == "version"]
    by_version = defaultdict(list)
    for each in found:
        by_version[each.value].append(each)
    known = f"{versions()[0]} to {versions()[-1]}"
    yield f"\n# Kubernetes version of the API server ({known}; default: {default_version()})."
    if not found:
        yield f'\n# kubernetesVersion: "{default_version()}"\n'
    elif len(by_version) == 1:
        yield f' From {_place(found[0])}.\nkubernetesVersion: "{found[0].value}"\n'
    else:
        yield " The files name several: for each cluster, see `clusters` below.\n"
        for version, places in sorted(by_version.items()):
            yield f'# kubernetesVersion: "{version}"  # {_place(places[0])}\n'


def _cidrs(tree: Tree) -> Iterator[str]:
    by_folder: dict[str, list[Fact]] = defaultdict(list)
    for each in tree.facts:
        if each.key == "cidr":
            by_folder[os.path.dirname(each.file)].append(each)
    different = {tuple(dict.fromkeys(each.value for each in own)) for own in by_folder.values()}
    yield "\n# Service CIDRs of the cluster, the default IP family first."
    if not different:
        yield "\n# serviceCIDRs: [10.96.0.0/16]\n"
    elif len(different) == 1:
        first = next(iter(by_folder.values()))[0]
        yield f" From {_place(first)}.\nserviceCIDRs: {_listed(next(iter(different)))}\n"
    else:
        yield " Each cluster has its own; the first\n# whose paths match a file applies to it.\n"
        yield "clusters:\n"
        for folder, own in sorted(by_folder.items(), key=lambda item: (-len(item[0]), item[0])):
            name = os.path.basename(folder) or "others"
            yield f"  - name: {_quoted(name)}  # {_place(own[0])}\n"
            yield f"    paths: [{_quoted(f'{folder}/**'.lstrip('/'))}]\n"
            yield f"    serviceCIDRs: {_listed(dict.fromkeys(each.value for each in own))}\n"


def _rendering(tree: Tree) -> str:
    """Return comments about what ``svclint check`` renders, if the tools are on PATH."""
    lines = [f"#   {safe(each)}" for each in (*tree.kustomizations, *tree.charts)]
    if not lines:
        return ""
    head = "# svclint check renders these folders, with kustomize and Helm if they are on PATH:"
    return "\n" + "".join(f"{line}\n" for line in (head, *lines))


def _included(place: str, data: Data) -> Iterator[str]:
    """Yield the folders that a kustomization includes."""
    for key in ("resources", "bases", "components"):
        for each in data.get(key) or ():
            if isinstance(each, str):
                yield os.path.normpath(os.path.join(place, each))


def _facts(data: Data) -> Iterator[tuple[str, str]]:
    """Yield the version and the Service CIDRs that an object tells of its cluster."""
    find = _SOURCES.get((str(data.get("apiVersion")).partition("/")[0], str(data.get("kind"))))
    for key, value in find(data) if find else ():
        for text in value if isinstance(value, list) else str(value or "").split(","):
            found = _valid(key, str(text))
            if found:
                yield key, found


def _valid(key: str, text: str) -> str:
    """Return a value as the configuration takes it; empty if it is none or unknown."""
    try:
        if key == "cidr":
            return ",".join(map(str, parse_service_cidrs(text)))
        version = version_text(parse_version(text))
    except ConfigError:
        return ""
    return version if version in versions() else ""


def _at(data: Any, *steps: str) -> Any:
    for step in steps:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _kind_cluster(data: Data) -> Iterator[tuple[str, Any]]:
    yield "cidr", _at(data, "networking", "serviceSubnet")
    for node in data.get("nodes") or ():
        yield "version", str(_at(node, "image")).partition("@")[0].rpartition(":")[2]


# The API group and kind of objects that describe a cluster, and where they say what.
_SOURCES: dict[tuple[str, str], Callable[[Data], Iterator[tuple[str, Any]]]] = {
    # https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/service-cidr-v1/
    ("networking.k8s.io", "ServiceCIDR"): lambda data: iter([("cidr", _at(data, "spec", "cidrs"))]),
    # https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/
    ("kubeadm.k8s.io", "ClusterConfiguration"): lambda data: iter(
        [
            ("version", data.get("kubernetesVersion")),
            ("cidr", _at(data, "networking", "serviceSubnet")),
        ]
    ),
    # https://kind.sigs.k8s.io/docs/user/configuration/
    ("kind.x-k8s.io", "Cluster"): _kind_cluster,
    # https://eksctl.io/usage/schema/
    ("eksctl.io", "ClusterConfig"): lambda data: iter(
        [
            ("version", _at(data, "metadata", "version")),
            ("cidr", _at(data, "kubernetesNetworkConfig", "serviceIPv4CIDR")),
        ]
    ),
    # https://cluster-api.sigs.k8s.io/
    ("cluster.x-k8s.io", "Cluster"): lambda data: iter(
        [
            ("version", _at(data, "spec", "topology", "version")),
            ("cidr", _at(data, "spec", "clusterNetwork", "services", "cidrBlocks")),
        ]
    ),
}


def _is_inside(folder: str, others: Sequence[str]) -> bool:
    return any(folder.startswith(f"{other}/") for other in others)


def _place(fact: Fact) -> str:
    return f"{safe(fact.file)}:{fact.line}"


def _listed(values: Any) -> str:
    return "[" + ", ".join(f'"{each}"' if ":" in each else each for each in values) + "]"


def _quoted(text: str) -> str:
    return json.dumps(text)
