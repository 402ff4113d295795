"""Releases of Helm, which are Secrets of a type of their own: the manifests of the last upgrade.

Source: pkg/storage/driver (secrets.go, util.go) of Helm: the field ``release`` is base64 of gzip of
JSON, which the API encodes in base64 once more; ``Deployed`` in pkg/storage/storage.go.
"""

from __future__ import annotations

import binascii
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from gzip import compress
from typing import Any

from svclint.kubernetes.kinds import ALL_KINDS, kind_of
from svclint.model import Data, ObjectName
from svclint.model.data import mapping, text, whole
from svclint.model.json_text import read_json
from svclint.source.document import Document
from svclint.source.loading import documents_of_bytes

TYPE = "helm.sh/release.v1"
# A Secret has at most 1 MiB; nothing that decompresses to more is read.
MAX_BYTES = 32 << 20
_GZIP = zlib.MAX_WBITS | 16
_SEPARATOR = "\n---\n"


def is_release(item: Data) -> bool:
    """Return whether an object is a Secret in which Helm stores a release."""
    return (item.get("kind"), item.get("type")) == ("Secret", TYPE)


def reduced_release(item: Data) -> Data | None:
    """Return the Secret of a release with the manifests of the checked kinds alone.

    It contains no values, no chart, and no object of another kind. ``None`` for any other Secret,
    and for one that cannot be decoded.
    """
    release = _decoded(item) if is_release(item) else None
    if release is None:
        return None
    manifest = _SEPARATOR.join(json.dumps(each.data) for each in _objects(release))
    small = {name: release.get(name) for name in ("name", "namespace", "version")}
    content = json.dumps({**small, "info": {"status": _status(release)}, "manifest": manifest})
    metadata = mapping(item.get("metadata"))
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {name: metadata.get(name) for name in ("name", "namespace")},
        "type": TYPE,
        "data": {"release": b64encode(b64encode(compress(content.encode(), mtime=0))).decode()},
    }


def readable(item: Data) -> Data:
    """Return an object as it is, and a release of Helm decoded, with its objects as data."""
    release = _decoded(item) if is_release(item) else None
    if release is None:
        return item
    return {**item, "data": {**release, "manifest": [each.data for each in _objects(release)]}}


def released_objects(secrets: Iterable[Data]) -> dict[ObjectName, Data]:
    """Return the objects of the last release that was deployed of each name, by their names.

    An object without a namespace is in that of its release.
    """
    latest: dict[tuple[str, str], Data] = {}
    for secret in secrets:
        release = _decoded(secret) if is_release(secret) else None
        if release is not None:
            name = text(release.get("namespace")), text(release.get("name"))
            latest[name] = max(latest.get(name, release), release, key=_order)
    found: dict[ObjectName, Data] = {}
    for (namespace, _), release in latest.items():
        for document in _objects(release):
            name_of_object = document.object_name
            kind = kind_of(document.api_version, document.kind)
            if kind is not None and kind.is_namespaced and not name_of_object.namespace:
                name_of_object = name_of_object._replace(namespace=namespace)
            found[name_of_object] = document.data
    return found


def _order(release: Data) -> tuple[bool, int]:
    return _status(release) == "deployed", whole(release.get("version")) or 0


def _status(release: Data) -> str:
    return text(mapping(release.get("info")).get("status"))


def _objects(release: Data) -> list[Document]:
    manifest = text(release.get("manifest")).encode("utf-8", "surrogatepass")
    found = documents_of_bytes("the last release", manifest, frozenset(ALL_KINDS))
    return [
        each
        for each in found
        if isinstance(each.data, dict) and kind_of(each.api_version, each.kind) is not None
    ]


def _decoded(secret: Data) -> Data | None:
    """Return a release; ``None`` for what Helm has not written, or what is too large."""
    try:
        packed = b64decode(b64decode(text(mapping(secret.get("data")).get("release"))))
        if packed[:2] == b"\x1f\x8b":
            packed = _decompressed(packed)
        release: Any = read_json(packed)
    except (binascii.Error, zlib.error, ValueError):
        return None
    return release if isinstance(release, dict) else None


def _decompressed(packed: bytes) -> bytes:
    """Raises ``ValueError`` for more than ``MAX_BYTES``."""
    decompressor = zlib.decompressobj(_GZIP)
    raw = decompressor.decompress(packed, MAX_BYTES)
    if decompressor.unconsumed_tail:
        raise ValueError("too large")
    return raw
