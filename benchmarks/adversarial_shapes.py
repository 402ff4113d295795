"""Inputs that would take quadratic time or much memory if a step were not linear."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.adversarial_clusters import CLUSTER_SHAPES
from benchmarks.adversarial_references import REFERENCE_SHAPES

_HEAD = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
_SERVICE = f"{_HEAD}spec: {{selector: {{app: web}}, ports: [{{port: 80}}]}}\n"
_JSON = '{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"ports":[]}}'
_ITEM = """\
- apiVersion: v1
  kind: Service
  metadata: {name: web%d}
  spec: {selector: {app: web%d}, ports: [{port: 80}]}
"""


def _list(count: int) -> str:
    items = "".join(_ITEM % (number, number) for number in range(count))
    return f"apiVersion: v1\nkind: List\nitems:\n{items}"


def _comments(count: int) -> str:
    lines = "".join(f"    a{n}: x # svclint: ignore[port-unnamed] why\n" for n in range(count))
    head = _HEAD.replace("{name: web}", f"\n  name: web\n  annotations:\n{lines}")
    return f"{head}spec: {{ports: [{{port: 80}}]}}\n"


def _suppressed(count: int) -> str:
    service = _SERVICE.replace("{name: web}", "{name: Web} # svclint: ignore[name-invalid] why")
    return "---\n".join([service] * count)


def _bad_ports(count: int) -> str:
    return "spec:\n  ports:\n" + "".join(f"  - {{port: 0, name: p{n}}}\n" for n in range(count))


def _annotation(count: int) -> str:
    lines = "".join(f"      port-out-of-range -- {n}\n" for n in range(count))
    notes = f"\n  name: web\n  annotations:\n    svclint.dev/ignore: |\n{lines}"
    return _HEAD.replace(" {name: web}\n", notes) + _bad_ports(count)


def _comments_above(count: int) -> str:
    lines = "".join(f"# svclint: ignore[port-out-of-range] {n}\n" for n in range(count))
    return _HEAD + lines + _bad_ports(count)


def _annotated_items(count: int) -> str:
    note = ", annotations: {svclint.dev/ignore: port-unnamed}}"
    return _list(count).replace("web%d}", "web%d" + note).replace("name: web", "name: Web")


def _callers(count: int) -> str:
    route = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web%d}
spec: {defaultBackend: {service: {name: web, port: {number: 81}}}}
"""
    return "---\n".join([*[_SERVICE] * count, *(route % number for number in range(count))])


def _routes(count: int) -> str:
    listener = "{name: l%d, port: 80, protocol: HTTP, hostname: h%d.example.com}"
    listeners = ", ".join(listener % (number, number) for number in range(count))
    head = "apiVersion: gateway.networking.k8s.io/v1\n"
    gateway = f"{head}kind: Gateway\nmetadata: {{name: g}}\nspec: {{listeners: [{listeners}]}}\n"
    route = f"{head}kind: HTTPRoute\nmetadata: {{name: r%d}}\nspec: {{parentRefs: [{{name: g}}]}}\n"
    return "---\n".join([gateway, *(route % number for number in range(count))])


def _owners(count: int) -> str:
    owner = "  - {apiVersion: v1, kind: Pod, name: web, uid: web}\n"
    owners = f"\n  name: web\n  ownerReferences:\n{owner * count * 20}"
    return _SERVICE.replace(" {name: web}\n", owners)


def _merged(count: int) -> str:
    merges = "".join(f"  x{n}: {{<<: *a}}\n" for n in range(count))
    return f"{_SERVICE}x:\n  a: &a {{b: 1}}\n{merges}"


# The text of each shape for a size, and the sizes of the benchmark.
SHAPES: dict[str, Callable[[int], str]] = {
    "Services in a List": _list,
    "equal Services": lambda count: "---\n".join([_SERVICE] * count),
    "JSON values on one line": lambda count: _JSON * count,
    "comments in a document": _comments,
    "suppressions in a file": _suppressed,
    "lines of an annotation": _annotation,
    "comments above a field": _comments_above,
    "annotated objects in a List": _annotated_items,
    "callers of equal Services": _callers,
    "listeners and routes": _routes,
    "comments between separators": lambda count: "# svclint: x\n---\n" * count + _SERVICE,
    "spaces after a comment": lambda count: f"{_SERVICE}# svclint: x{' ' * 50 * count}y\n",
    "duplicate keys": lambda count: f"{_HEAD}spec: {{{'type: x, ' * count}ports: []}}\n",
    "unknown fields": lambda count: (
        f"{_HEAD}spec:\n  ports: [{{port: 80}}]\n" + "".join(f"  x{n}: 1\n" for n in range(count))
    ),
    "ports": lambda count: (
        f"{_HEAD}spec:\n  ports:\n"
        + "".join(f"  - {{port: {n % 65535 + 1}, name: p{n}}}\n" for n in range(count))
    ),
    "elements of a sequence": lambda count: f"{_SERVICE}x:\n" + "- 1\n" * 20 * count,
    "a long name": lambda count: _SERVICE.replace("web", "a/" * 50 * count),
    "fixes in an object": _owners,
    "merge keys": _merged,
    **REFERENCE_SHAPES,
    **CLUSTER_SHAPES,
}
