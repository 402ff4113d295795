"""Hovers: what a field means, what a port reaches, who holds an address, what a rule says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.objects.decode import decoded
from svclint.kubernetes.objects.supported_values import SUPPORTED_VALUES
from svclint.kubernetes.schema import accepts
from svclint.kubernetes.schema.fields import field_at
from svclint.kubernetes.service.defaults import with_defaults
from svclint.kubernetes.service.kind import SERVICE
from svclint.kubernetes.targets import is_service, targets_of
from svclint.lsp.cursor import Cursor, cursor_at
from svclint.lsp.relations import inventory_of
from svclint.lsp.session import Session
from svclint.lsp.text import Text
from svclint.model.addresses import parse_ip, static_band
from svclint.model.cluster import version_text
from svclint.model.data import mapping
from svclint.model.listing import listed
from svclint.model.networks import allocation_problem
from svclint.rule.page import readable_page
from svclint.rule.registry import UnknownRuleError, rule_named

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_ADDRESS_FIELDS = ("clusterIP", "clusterIPs")


def hover(session: Session, parameters: types.HoverParams) -> types.Hover | None:
    """Return what is known of what is at a position."""
    file = session.file_of(parameters.text_document.uri)
    text = session.text_of(file)
    page = _page(text, parameters.position)
    if page is not None:
        return _markdown(page)
    workspace = session.flush()
    cursor = workspace and cursor_at(session, workspace, file, parameters.position)
    if not workspace or not cursor:
        return None
    inventory = inventory_of(workspace, cursor)
    parts = [*_addresses(cursor), *_field(cursor)]
    if inventory is not None:
        parts = [*_targets(cursor, inventory), *parts]
    return _markdown("\n\n".join(parts), cursor.range) if parts else None


def _markdown(text: str, place: types.Range | None = None) -> types.Hover:
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), place)


def _page(text: Text, position: types.Position) -> str | None:
    """Return the page of the rule that a suppression or a configuration names at a position."""
    line, column = text.place(position)
    written = text.lines[line]
    for match in _NAME.finditer(written):
        if match.start() <= column <= match.end() and (
            "svclint" in written or "rules:" in text.source
        ):
            try:
                return readable_page(rule_named(match[0]))
            except UnknownRuleError:
                return None
    return None


def _field(cursor: Cursor) -> Iterator[str]:
    document, facts = cursor.document, cursor.result.facts
    version = version_text(facts.version)
    field = field_at(version, document.api_version, document.kind, cursor.path)
    name = next((step for step in reversed(cursor.path) if isinstance(step, str)), "")
    if field is None or not name:
        return
    yield f"**{name}**: {field.type}"
    if field.description:
        yield field.description
    facts_of_field = []
    default = _default(cursor)
    if default is not None:
        facts_of_field.append(f"- Default here: `{default}`")
    if name in SUPPORTED_VALUES and not (name == "type" and not is_service(document)):
        values = ", ".join(f"`{each}`" for each in SUPPORTED_VALUES[name])
        facts_of_field.append(f"- Supported: {values}")
    if field.since:
        facts_of_field.append(f"- Since Kubernetes {field.since}")
    if field.until:
        facts_of_field.append(f"- Until Kubernetes {field.until}")
    facts_of_field.append(f"- Kubernetes {version}")
    yield "\n".join(facts_of_field)


def _default(cursor: Cursor) -> object:
    """Return the value that the server sets if a field of this Service is left out."""
    document, path = cursor.document, cursor.path
    if not is_service(document) or path[:1] != ("spec",) or len(path) < 2:
        return None
    version = cursor.result.facts.version
    data = decoded(SERVICE, _without(document.data, path), version)
    if not accepts(version_text(version), SERVICE.api_version, SERVICE.name)(data):
        return None  # The server decodes an object before it defaults it.
    value: object = with_defaults(data, version)
    for step in path:
        try:
            value = value[step]  # type: ignore[index]
        except (LookupError, TypeError):
            return None
    return value if isinstance(value, (str, int)) else None


def _without(data: object, path: tuple[str | int, ...]) -> dict[str, object]:
    """Return a copy of data without the value at a path."""
    step, *rest = path
    if isinstance(data, list) and isinstance(step, int):
        copied = list(data)
        if step < len(copied) and rest:
            copied[step] = _without(copied[step], tuple(rest))
        return copied  # type: ignore[return-value]
    found = dict(mapping(data))
    if not rest:
        found.pop(str(step), None)
    elif step in found:
        found[str(step)] = _without(found[str(step)], tuple(rest))
    return found


def _targets(cursor: Cursor, inventory: Inventory) -> Iterator[str]:
    document, path = cursor.document, cursor.path
    if not is_service(document) or path[:2] != ("spec", "ports") or len(path) < 3:
        return
    for each in targets_of(document, inventory):
        if each.port.position == path[2]:
            lines = [
                f"- {target.kind} `{target.name}`: "
                + ("no such port" if target.number is None else f"port {target.number}")
                for target in each.targets
            ]
            yield "\n".join([f"Port {each.port} reaches", *lines] if lines else [_NOTHING])


_NOTHING = "This port reaches no workload in the checked files."


def _addresses(cursor: Cursor) -> Iterator[str]:
    document, path, facts = cursor.document, cursor.path, cursor.result.facts
    is_address = is_service(document) and path[1:2] and path[1] in _ADDRESS_FIELDS
    value = document.value(path) if is_address else None
    address = parse_ip(value) if isinstance(value, str) else None
    if address is None:
        return
    networks = facts.service_cidrs
    if not networks:
        yield f"`{value}`: the Service CIDRs of the cluster are not known"
        return
    problem = allocation_problem(address, networks)
    inside = next(iter(networks.containing(address)), None)
    if inside is None:
        yield f"`{value}` is outside of the Service CIDRs {listed([*map(str, networks)])}"
    elif problem:
        yield f"`{value}` is {problem}, which is never allocated"
    else:
        band = static_band(inside)
        is_static = band is not None and band[0].number <= address.number <= band[1].number
        which = "static" if is_static else "dynamic"
        yield f"`{value}` is in {inside}, in the {which} band"
    holder = facts.claims.addresses.get((str(address.family), address.number))
    if holder:
        yield f"Service `{holder}` holds it in the cluster"
