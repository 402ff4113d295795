"""The namespaces into which the objects of Flux and Argo CD deploy files as they are written."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from svclint.engine.live import DeployedNamespace
from svclint.kubernetes.deployments.deployers import deployers_of
from svclint.kubernetes.deployments.inclusion import Inclusion
from svclint.render.deployers import marked_objects
from svclint.source.paths import real_folder_of, real_path


def namespaces_by_file(files: Sequence[str]) -> dict[str, DeployedNamespace]:
    """Return the namespace of each file that every object that deploys it gives the same one.

    Among the ``files``, the objects are searched. Rendered texts have their namespaces already.
    """
    return dict(_of_files(files))


def _of_files(files: Sequence[str]) -> Iterator[tuple[str, DeployedNamespace]]:
    deployers = [each for _, document in marked_objects(files) for each in deployers_of(document)]
    if not any(each.namespace or each.default_namespace for each in deployers):
        return
    on_disk = [file for file in files if file[:1] != "<"]
    numbers: dict[Hashable, int] = {}

    def number_of(key: Hashable) -> int:
        return numbers.setdefault(key, len(numbers))

    inclusion = Inclusion(set(map(real_folder_of, on_disk)), deployers, number_of)
    deployed = set(map(inclusion.number_of_deployer, range(len(deployers))))
    for file in on_disk:
        placements = inclusion.placements(real_path(file))
        # An object with another name is a different one in the cluster.
        if any(each.deployment not in deployed or each.prefix + each.suffix for each in placements):
            continue
        found = {DeployedNamespace(each.namespace, each.default_namespace) for each in placements}
        if len(found) == 1:
            yield file, found.pop()
