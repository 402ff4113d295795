"""What is known of a cluster; what ``.svclint.yaml`` says is read in the modules beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from svclint.model.addresses import IPV4, IPV6, Address, Network, parse_cidr
from svclint.model.errors import ConfigError
from svclint.model.path import Path

Version = tuple[int, int]
# Rules by name, each with the options that are set, by name, as the rule takes them.
Options = tuple[tuple[str, tuple[tuple[str, Any], ...]], ...]
DEFAULT_NODE_PORTS = (30000, 32767)
# Published sets of rules, each of which holds those before it.
PROFILES = ("minimal", "recommended", "strict")


class Claims(NamedTuple):
    """What live Services hold: who has an address, and who has a node port (by number)."""

    addresses: Mapping[tuple[str, int], str]
    node_ports: Mapping[int, str]


NO_CLAIMS = Claims({}, {})


class ClusterFacts(NamedTuple):
    """What is known of the cluster a manifest is meant for.

    ``service_cidrs`` is empty where it is unknown. ``node_ports`` is the first and last node port.
    ``claims`` are those of live Services. Where nothing at all is known, ``is_assumed`` says that
    the default node ports are only a guess. ``cluster`` tells the clusters of a run apart.
    ``options`` are what the configuration says to rules: of each the name, and its own options.
    """

    version: Version
    service_cidrs: tuple[Network, ...] = ()
    node_ports: tuple[int, int] = DEFAULT_NODE_PORTS
    namespace: str = "default"
    claims: Claims = NO_CLAIMS
    is_assumed: bool = False
    cluster: str = ""
    pod_templates: tuple[tuple[str, Path], ...] = ()
    options: Options = ()

    @property
    def families(self) -> tuple[str, ...]:
        """The IP families that the cluster is configured for, its default first."""
        return tuple(dict.fromkeys(network.family for network in self.service_cidrs))

    @property
    def kubernetes_address(self) -> Address | None:
        """The address of the ``kubernetes`` Service itself: the first of the first CIDR."""
        if not self.service_cidrs:
            return None
        first = self.service_cidrs[0]
        return Address(first.family, first.number + 1)


class Settings(NamedTuple):
    """What was said of one cluster, in options or in a configuration; ``None`` where nothing.

    ``policies`` are paths of ValidatingAdmissionPolicies; ``pod_templates`` are further kinds of
    workload, each with the path to its pod template.
    """

    version: Version | None = None
    service_cidrs: tuple[Network, ...] | None = None
    node_ports: tuple[int, int] | None = None
    namespace: str | None = None
    policies: tuple[str, ...] = ()
    pod_templates: tuple[tuple[str, Path], ...] = ()

    def over(self, other: Settings) -> Settings:
        """Give these settings, completed by others where they say nothing."""
        said = {name: value for name, value in self._asdict().items() if value not in (None, ())}
        return other._replace(**said)


def parse_version(text: str) -> Version:
    """Read ``1.36``, ``v1.36`` or ``v1.36.2``. Raises ``ConfigError``."""
    parts = text.removeprefix("v").split(".")
    if len(parts) not in (2, 3) or not all(part.isascii() and part.isdigit() for part in parts):
        raise ConfigError(f"{text!r} is no Kubernetes version; write it as 1.36")
    return int(parts[0][:6]), int(parts[1][:6])


def parse_service_cidrs(text: str) -> tuple[Network, ...]:
    """Read CIDRs, separated by commas. Raises ``ConfigError``."""
    networks: list[Network] = []
    for word in filter(None, (part.strip() for part in text.split(","))):
        parsed = parse_cidr(word)
        if parsed is None:
            raise ConfigError(f"{word!r} is no CIDR; write it as 10.96.0.0/12 or fd00::/108")
        if parsed[0].number != parsed[1].number:
            raise ConfigError(f"{word!r} has bits set beyond its prefix; write {parsed[1]}")
        networks.append(parsed[1])
    return tuple(networks)


def parse_node_ports(text: str) -> tuple[int, int]:
    """Read a node-port range as ``kube-apiserver`` takes it: ``A-B``. Raises ``ConfigError``."""
    first, dash, last = map(str.strip, text.partition("-"))
    if dash and all(word.isascii() and word.isdigit() and len(word) < 6 for word in (first, last)):
        low, high = int(first), int(last)
        if 1 <= low <= high <= 65535:
            return low, high
    raise ConfigError(f"{text!r} is no node-port range; write it as 30000-32767")


def other_family(family: str) -> str:
    """Give IPv6 for IPv4, and IPv4 for anything else."""
    return IPV6 if family == IPV4 else IPV4
