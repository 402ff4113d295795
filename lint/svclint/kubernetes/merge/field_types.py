"""Field types of a kind: how each field merges, which lists are atomic, which keys items have.

Source: the API types of Kubernetes (``patchStrategy`` and ``patchMergeKey`` of k8s.io/api, which
client-side apply follows) and its OpenAPI document (``x-kubernetes-list-type`` and
``x-kubernetes-map-type``, which server-side apply follows).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from svclint.kubernetes.schema import Schema


class FieldType(NamedTuple):
    """Type of a field: ``scalar``, ``struct``, ``map``, ``list`` of structs, or ``set``.

    ``keys`` and their ``defaults`` identify the items of a list in server-side apply,
    ``merge_key`` in client-side apply (``None``: the list is replaced; ``""``: its scalars are
    merged). ``is_atomic``: server-side apply replaces the whole value. ``identity`` are the fields
    by which people recognise an item, the best ones first; no merge depends on them.
    ``is_pointer``: the server returns the field even if it is empty.
    """

    kind: str
    fields: Mapping[str, FieldType] = {}
    element: FieldType | None = None
    keys: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = {}
    merge_key: str | None = None
    is_atomic: bool = False
    identity: tuple[tuple[str, ...], ...] = ()
    is_pointer: bool = False

    def field(self, name: str) -> FieldType:
        """Return the type of a field; an unknown one is replaced as a whole."""
        return self.fields.get(name) or self.element or SCALAR


# What is special about a field, by its path (``spec.ports``; ``[]`` for the items of a list): the
# attributes of its FieldType that differ from what its schema alone says.
Marks = Mapping[str, Mapping[str, Any]]

SCALAR = FieldType("scalar")
ATOMIC: Mapping[str, Any] = {"is_atomic": True}
POINTER: Mapping[str, Any] = {"is_pointer": True}
CONDITIONS: Mapping[str, Any] = {"is_atomic": False, "keys": ("type",), "merge_key": "type"}
_METADATA: Marks = {
    "metadata.finalizers": {"kind": "set", "is_atomic": False, "merge_key": ""},
    "metadata.ownerReferences": {
        "is_atomic": False,
        "keys": ("uid",),
        "defaults": {"uid": ""},
        "merge_key": "uid",
        "identity": (("uid",),),
    },
    "metadata.ownerReferences[]": ATOMIC,
}


def field_types(schema: Schema, marks: Marks) -> FieldType:
    """Return the types of an object from its schema, and from what is special about its fields.

    A list without marks is replaced as a whole, a struct or a map is merged field by field.
    """
    return _field_type(schema, "", {**_METADATA, **marks})


def _field_type(schema: Schema, path: str, marks: Marks) -> FieldType:
    found = SCALAR
    if "properties" in schema:
        prefix = f"{path}." if path else ""
        fields = {
            name: _field_type(each, prefix + name, marks)
            for name, each in schema["properties"].items()
        }
        found = FieldType("struct", fields)
    elif "additionalProperties" in schema:
        found = FieldType("map", element=SCALAR)
    elif "items" in schema:
        element = _field_type(schema["items"], f"{path}[]", marks)
        found = FieldType("list", element=element, is_atomic=True)
    return found._replace(**marks.get(path, {}))
