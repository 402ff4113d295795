"""A row of the table of backends: one field of a kind that refers to Services."""

from __future__ import annotations

from typing import NamedTuple

# What a reference can name a port by, and what the name of a Service is written as.
PORT_BY = ("number", "name", "targetPort")
NAME_FORMS = ("name", "host", "namespace/name", "namespace/host")


class BackendRow(NamedTuple):
    """A field with references to Services, and the fields of a reference.

    ``path`` is that of the reference in the object, such as ``spec.rules[].backend``: steps with
    dots between them, ``[]`` for every item of a list. ``name``, ``namespace`` and ``port`` are
    paths within the reference; empty if it has no such field. ``form`` is how the name is written.
    ``default_port`` is the port of a reference without one. ``conditions`` are fields of the
    reference that must have a value, if they are there; fields in ``required`` must be there. An
    empty ``protocol`` is unknown. ``needs_port``: a reference without a port is refused. ``sends``:
    the object sends traffic to the Service; if not, it only says something about it.
    """

    path: str
    name: str = "name"
    namespace: str = "namespace"
    port: str = "port"
    port_by: tuple[str, ...] = ("number", "name")
    form: str = "name"
    protocol: str = "TCP"
    default_port: int | None = None
    conditions: tuple[tuple[str, str], ...] = ()
    required: tuple[str, ...] = ()
    needs_port: bool = False
    sends: bool = True


# By kind and API group, as the name of a custom resource is written: ``Shop.example.com``.
BackendRows = tuple[tuple[str, tuple[BackendRow, ...]], ...]


def rows_by_kind(rows: BackendRows) -> dict[tuple[str, str], tuple[BackendRow, ...]]:
    """Return rows by kind and API group."""
    found: dict[tuple[str, str], tuple[BackendRow, ...]] = {}
    for name, own in rows:
        kind, _, group = name.partition(".")
        found[kind, group] = own
    return found
