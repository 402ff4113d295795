"""Facts about a cluster: version, Service CIDRs, node ports, and what live Services claim."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from svclint.model.addresses import Address, Network, parse_cidr
from svclint.model.backend_row import BackendRows
from svclint.model.errors import ConfigError
from svclint.model.networks import NO_NETWORKS, Networks
from svclint.model.path import Path

Version = tuple[int, int]
# By the name of a rule: its options that are set, by name.
Options = tuple[tuple[str, tuple[tuple[str, Any], ...]], ...]
DEFAULT_NODE_PORTS = (30000, 32767)
# Published sets of rules, each of which contains those before it.
PROFILES = ("minimal", "recommended", "strict")
_NAMESPACE = re.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class Claims(NamedTuple):
    """The owner (``namespace/name``) of each address (family, number) and node port in use."""

    addresses: Mapping[tuple[str, int], str]
    node_ports: Mapping[int, str]


NO_CLAIMS = Claims({}, {})


class ClusterFacts(NamedTuple):
    """The facts about the cluster of a manifest.

    ``service_cidrs`` is empty if unknown. ``node_ports`` are the first and the last node port; with
    ``is_assumed``, they are only the default. ``claims`` are those of live Services. ``cluster``
    is the name of the cluster in the configuration. ``pod_templates`` are further kinds of
    workload, each with the path of its pod template; ``backends`` are rows for the table of
    backends. ``options`` are those of rules. ``is_closed``: nothing exists that the checked files
    may refer to but do not contain. ``is_strict``: whatever they do not contain is reported.
    """

    version: Version
    service_cidrs: Networks = NO_NETWORKS
    node_ports: tuple[int, int] = DEFAULT_NODE_PORTS
    namespace: str = "default"
    claims: Claims = NO_CLAIMS
    is_assumed: bool = False
    cluster: str = ""
    pod_templates: tuple[tuple[str, Path], ...] = ()
    options: Options = ()
    is_closed: bool = False
    backends: BackendRows = ()
    is_strict: bool = False

    def has_configured(self, kind: str) -> bool:
        """Return whether the configuration describes a kind."""
        return bool(self.pod_templates or self.backends) and kind in self.configured_kinds

    @property
    def configured_kinds(self) -> frozenset[str]:
        """The kinds that the configuration describes."""
        backends = {name.partition(".")[0] for name, _ in self.backends}
        return frozenset(backends.union(kind for kind, _ in self.pod_templates))

    @property
    def families(self) -> tuple[str, ...]:
        """The IP families of the cluster, its default first."""
        return self.service_cidrs.families

    @property
    def kubernetes_address(self) -> Address | None:
        """The address of the ``kubernetes`` Service: the first of the first Service CIDR."""
        if not self.service_cidrs:
            return None
        first = self.service_cidrs[0]
        return Address(first.family, first.number + 1)


class Settings(NamedTuple):
    """The settings for a cluster, of options or a configuration; ``None`` for what is not set.

    ``policies`` are paths of ValidatingAdmissionPolicies; ``pod_templates`` are further kinds of
    workload, each with the path of its pod template; ``backends`` are rows for the table of
    backends.
    """

    version: Version | None = None
    service_cidrs: Networks | None = None
    node_ports: tuple[int, int] | None = None
    namespace: str | None = None
    policies: tuple[str, ...] = ()
    pod_templates: tuple[tuple[str, Path], ...] = ()
    closed: bool | None = None
    backends: BackendRows = ()

    def over(self, other: Settings) -> Settings:
        """Return these settings, with those of ``other`` for what is not set."""
        own = {name: value for name, value in self._asdict().items() if value not in (None, ())}
        return other._replace(**own)


def parse_version(text: str) -> Version:
    """Return the version of ``1.36``, ``v1.36`` or ``v1.36.2``. Raises ``ConfigError``."""
    parts = text.removeprefix("v").split(".")
    if len(parts) not in (2, 3) or not all(part.isascii() and part.isdigit() for part in parts):
        raise ConfigError(f"{text[:60]!r} is not a Kubernetes version; write it as 1.36")
    return int(parts[0][:6]), int(parts[1][:6])


def version_text(version: Version) -> str:
    """Return a version as the configuration has it: ``1.36``."""
    return "{}.{}".format(*version)


def parse_service_cidrs(text: str) -> Networks:
    """Return the networks of CIDRs, separated by commas. Raises ``ConfigError``."""
    networks: list[Network] = []
    for cidr in filter(None, (part.strip() for part in text.split(","))):
        parsed = parse_cidr(cidr)
        if parsed is None:
            raise ConfigError(
                f"{cidr[:60]!r} is not a CIDR; write it as 10.96.0.0/12 or fd00::/108"
            )
        if parsed[0].number != parsed[1].number:
            raise ConfigError(f"{cidr!r} has bits set beyond its prefix; write {parsed[1]}")
        networks.append(parsed[1])
    return Networks(networks)


def parse_namespace(text: str) -> str:
    """Return a name that a namespace can have, or an empty one. Raises ``ConfigError``."""
    if text and not _NAMESPACE.fullmatch(text):
        raise ConfigError(
            f"{text[:60]!r} is not a namespace; write up to 63 lower-case letters, digits and -"
        )
    return text


def parse_node_ports(text: str) -> tuple[int, int]:
    """Return the first and last port of a range ``A-B``, as of kube-apiserver's flag.

    Raises ``ConfigError``.
    """
    first, dash, last = map(str.strip, text.partition("-"))
    if dash and all(_is_port(port) for port in (first, last)):
        low, high = int(first), int(last)
        if 1 <= low <= high <= 65535:
            return low, high
    raise ConfigError(f"{text[:60]!r} is not a node-port range; write it as 30000-32767")


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6
