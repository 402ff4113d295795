"""The DNS names of Services and pods: which objects the labels of a name stand for.

Source: "DNS for Services and Pods" in the Kubernetes documentation, and the DNS-based service
discovery specification (github.com/kubernetes/dns, ``docs/specification.md``).
"""

from __future__ import annotations

from typing import NamedTuple

from svclint.model.suggestions import edit_distance
from svclint.source.placeholders import is_replaced_name

_SERVICE = "svc"
_DEFAULT_DOMAIN = "cluster.local"
# Domains under ``svc`` that are not of Services of this cluster, or not of Services.
_OTHER_DOMAINS = ("clusterset.local",)
_MOST_LABELS = 12


class DnsName(NamedTuple):
    """What a DNS name may stand for: a Service, a pod behind it, a named port of it.

    ``namespace`` is empty if it is that of the client. ``is_service``: the name contains ``svc``
    and can be nothing but the name of a Service.
    """

    name: str
    namespace: str = ""
    pod: str = ""
    port_name: str = ""
    is_service: bool = False


def dns_names(host: str) -> list[DnsName]:
    """Return what a host name may stand for in the DNS of a cluster, likeliest first.

    A name without ``svc`` has several readings: ``a.b`` is Service ``a`` in namespace ``b``, or
    pod ``a`` of the headless Service ``b``.
    """
    # Hot: called for every host; most contain no underscore, as a replaced name does.
    if "_" in host and any(map(is_replaced_name, host.split("."))):
        return []
    labels = host.lower().rstrip(".").split(".")
    port_name = ""
    while labels and labels[0].startswith("_"):
        port_name = port_name or labels[0][1:]
        del labels[0]
    if not 1 <= len(labels) <= _MOST_LABELS or not all(labels):
        return []
    if _SERVICE in labels[2:4]:
        return _full_names(labels, port_name)
    if len(labels) == 1:
        return [DnsName(labels[0], port_name=port_name)]
    if len(labels) == 2:
        name, other = labels
        return [DnsName(name, other, port_name=port_name), DnsName(other, pod=name)]
    if len(labels) == 3:
        pod, name, namespace = labels
        return [DnsName(name, namespace, pod)]
    return []


def _full_names(labels: list[str], port_name: str) -> list[DnsName]:
    at = labels.index(_SERVICE, 2)
    domain = ".".join(labels[at + 1 :])
    if domain in _OTHER_DOMAINS:
        return []
    *pod, name, namespace = labels[:at]
    is_service = not domain or domain == _DEFAULT_DOMAIN or _is_misspelt(domain)
    return [DnsName(name, namespace, "".join(pod), port_name, is_service)]


def cluster_domain_problem(host: str, *, is_called: bool = True) -> str:
    """Return what is wrong with the parts of a name that stand around name and namespace.

    Empty if nothing is. Such a name is that of no Service, whatever Services exist. Unless it
    ``is_called``, it may be a domain: ``shop.svc.cluster.local`` is that of a namespace.
    """
    labels = host.lower().rstrip(".").split(".")
    if len(labels) > _MOST_LABELS:
        return ""
    if _SERVICE in labels[2:4]:
        domain = ".".join(labels[labels.index(_SERVICE, 2) + 1 :])
        if _is_misspelt(domain):
            return f'"{domain}" is not "{_DEFAULT_DOMAIN}"'
        return ""
    if labels[-2:] != _DEFAULT_DOMAIN.split(".") or "pod" in labels or len(labels) > 6:
        return ""
    if labels[1:2] == [_SERVICE]:
        return "it has no namespace" if is_called else ""
    misspelt = [each for each in labels[2:4] if sorted(each) == sorted(_SERVICE)]
    if misspelt:
        return f'"{misspelt[0]}" is not "{_SERVICE}"'
    return f'it has no "{_SERVICE}"' if len(labels) > 2 else ""


def _is_misspelt(domain: str) -> bool:
    """Return whether a domain is one or two letters from that of most clusters."""
    if not domain or domain == _DEFAULT_DOMAIN:
        return False
    return edit_distance(domain, _DEFAULT_DOMAIN, 2) is not None
