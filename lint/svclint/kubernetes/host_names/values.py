"""Values that may name hosts: of pods, ConfigMaps, annotations, ExternalNames, custom resources."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.host_names.custom_resource_values import custom_resource_values
from svclint.kubernetes.host_names.host_value import (
    HostValue,
    has_sign,
    may_name_host,
    port_beside,
)
from svclint.kubernetes.host_names.pod_values import pod_values
from svclint.model import Data, Path
from svclint.model.data import mapping, text
from svclint.source import Document


def host_values(document: Document, pod_path: Path | None) -> list[HostValue]:
    """Return the values of an object that may name hosts.

    ``pod_path`` is the path of its pod template, ``None`` for kinds without one.
    """
    if pod_path is not None:
        spec_path: Path = (*pod_path, "spec")
        return list(pod_values(document.value(spec_path), spec_path))
    if document.kind == "ConfigMap":
        return list(_of_config_map(mapping(document.value(("data",)))))
    found = list(custom_resource_values(document))
    found += _of_annotations(mapping(document.value(("metadata", "annotations"))))
    external = text(document.value(("spec", "externalName")))
    if external and document.kind == "Service":
        found.append(HostValue(("spec", "externalName"), "host", external, None, False))
    return found


def _of_config_map(data: Data) -> Iterator[HostValue]:
    known: dict[str, tuple[Path, str]] = {
        key: (("data", key), value.strip()) for key, value in data.items() if isinstance(value, str)
    }
    for key, (path, value) in known.items():
        if value and may_name_host(key, value) and not value.isdigit():
            yield HostValue(path, key, value, port_beside(key, known))


def _of_annotations(annotations: Data) -> Iterator[HostValue]:
    for key, value in annotations.items():
        if isinstance(value, str) and has_sign(value):
            if key == "kubectl.kubernetes.io/last-applied-configuration":
                continue
            yield HostValue(
                ("metadata", "annotations", key), key.rpartition("/")[2], value, None, False
            )
