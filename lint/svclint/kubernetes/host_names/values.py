"""Values that may name hosts: of pods, ConfigMaps, annotations, ExternalNames, custom resources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

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

_UPSTREAM = re.compile(r"(?m:^|[\s;}])upstream[ \t]{1,8}([\w.-]{1,63})[ \t\r\n]{0,8}\{")


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


def nginx_upstreams(document: Document) -> frozenset[str]:
    """Return the names that the NGINX configuration in a ConfigMap gives to groups of servers.

    A URL without a port may use one instead of a host, in any file of the configuration.
    Source: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#upstream
    """
    if document.kind != "ConfigMap":
        return frozenset()
    texts = filter(None, map(text, mapping(document.value(("data",))).values()))
    found = (_UPSTREAM.findall(each) for each in texts if "upstream" in each)
    return frozenset(chain.from_iterable(found))


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
