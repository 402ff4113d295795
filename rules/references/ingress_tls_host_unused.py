"""An Ingress has a TLS host that none of its rules has."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.objects.syntax import host_problem
from svclint.kubernetes.targets import is_host_served, is_similar, rule_hosts, wildcard_of
from svclint.model import Path, Report, Severity, set_to
from svclint.model.data import mapping, sequence, text
from svclint.rule import reference_rule
from svclint.source import Document

# Of more hosts, only the first ones are compared letter by letter.
_FEW = 100


@reference_rule("ingress-tls-host-unused", Severity.WARNING, since="0.1", kinds=("Ingress",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """An Ingress has a TLS host that none of its rules has."""
    entries = list(_tls_hosts(document))
    hosts = rule_hosts(document)
    if not entries or not hosts or _has_default_backend(document):
        return
    if any(not host or host_problem(host) for host in hosts):
        # Every host, or one that has to change first.
        return
    with_tls, with_rule = {host for _, host in entries}, set(hosts)
    bare = [host for host in hosts if with_tls.isdisjoint(("", host, wildcard_of(host)))]
    wildcards = set(map(wildcard_of, hosts))
    for path, tls_host in entries:
        if not tls_host or tls_host in wildcards:
            continue
        if not with_rule.isdisjoint((tls_host, wildcard_of(tls_host))):
            continue
        if is_host_served(document, tls_host, inventory) or _is_in_annotations(tls_host, document):
            continue
        similar = next((host for host in bare[:_FEW] if is_similar(host, tls_host)), "")
        message = f'no rule has the TLS host "{tls_host}"'
        if similar:
            yield Report(
                path,
                f'{message}; did you mean "{similar}"?',
                f"write {similar}",
                fix=set_to(path, similar, is_safe=False),
            )
        elif bare:
            yield Report(
                path,
                f'{message}, and no TLS entry has the host "{bare[0]}"',
                "use the same hosts in rules and TLS entries",
            )
        else:
            yield Report(
                path,
                f"{message}; its certificate may contain it on purpose",
                "remove it, or add a rule for it",
                severity=Severity.NOTE,
            )


def _tls_hosts(document: Document) -> Iterator[tuple[Path, str]]:
    """Yield the hosts of all TLS entries; an entry without hosts is for all of them: empty."""
    for number, entry in enumerate(sequence(document.value(("spec", "tls")))):
        hosts = sequence(mapping(entry).get("hosts"))
        where: Path = ("spec", "tls", number)
        if not hosts:
            yield where, ""
        for at, host in enumerate(hosts):
            if text(host):
                yield (*where, "hosts", at), text(host).lower()


def _has_default_backend(document: Document) -> bool:
    spec = mapping(document.value(("spec",)))
    return "defaultBackend" in spec or "backend" in spec


def _is_in_annotations(host: str, document: Document) -> bool:
    """Return whether an annotation makes a controller serve a host: an alias, or with "www."."""
    annotations = mapping(document.value(("metadata", "annotations")))
    if any(host in value for value in annotations.values() if isinstance(value, str)):
        return True
    is_redirected = any("from-to-www-redirect" in key for key in annotations)
    other = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    return is_redirected and other in rule_hosts(document)
