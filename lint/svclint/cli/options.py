"""Options that several commands share, and the facts that come of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import click

from svclint.cli.notes import Ticker, say_notes
from svclint.config import (
    DEFAULT_NODE_PORTS,
    NO_CLAIMS,
    ClusterFacts,
    Config,
    ConfigError,
    Settings,
    Version,
    config_above,
    parse_node_ports,
    parse_service_cidrs,
    parse_version,
    settings_for,
)
from svclint.engine import KINDS_READ
from svclint.live import LiveState, no_live_state, read_live
from svclint.registry import UnknownRuleError, chosen
from svclint.schema import newest, versions
from svclint.source.files import OWN_FILE
from svclint.source.paths import real_path

# The word that names the cluster itself, where a snapshot could be named.
CLUSTER = "cluster"
Command = TypeVar("Command", bound=Callable[..., Any])


class Said(NamedTuple):
    """What the command line says: settings, and whether configuration files are heeded."""

    settings: Settings
    use_config: bool


def cluster_options(command: Command) -> Command:
    """Add the options that say which cluster the manifests are meant for."""
    for option in reversed(_CLUSTER_OPTIONS):
        command = option(command)
    return command


def live_options(*, required: bool = False) -> Callable[[Command], Command]:
    """Add the options that say where live objects come from; ``read_live_state`` takes them."""

    def add(command: Command) -> Command:
        return _live_option(required)(connection_options(command))

    return add


def apply_option(command: Command) -> Command:
    """Add the option that says how manifests will be applied to what lives already."""
    return click.option(
        "--apply",
        "how",
        type=click.Choice(["client", "server", "replace"]),
        default="client",
        help="With --live: kubectl apply (client), apply --server-side, or replace.",
    )(command)


def connection_options(command: Command) -> Command:
    """Add the options that say which cluster is asked."""
    for option in reversed(_CONNECTION_OPTIONS):
        command = option(command)
    return command


def said(values: dict[str, Any]) -> Said:
    """Take the shared options out of a command's values. Raises click's ``UsageError``."""
    try:
        cidrs = parse_service_cidrs(",".join(values.pop("service_cidr")))
        version, ports = values.pop("kubernetes_version"), values.pop("node_port_range")
        settings = Settings(
            parse_version(version) if version else None,
            cidrs or None,
            parse_node_ports(ports) if ports else None,
            values.pop("namespace") or None,
        )
        _must_be_known(settings)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None
    return Said(settings, not values.pop("no_config"))


def read_live_state(values: dict[str, Any], namespace: str | None) -> LiveState:
    """Read what the options of ``live_options`` name; say on stderr what could not be known.

    Raises ``SnapshotError`` and click's ``UsageError``.
    """
    sources = values.pop("live")
    kubeconfig, context = values.pop("kubeconfig"), values.pop("context")
    if CLUSTER not in sources:
        if kubeconfig or context:
            raise click.UsageError("--kubeconfig and --context need --live cluster")
        state = read_live(sources, KINDS_READ) if sources else no_live_state()
    elif len(sources) > 1:
        raise click.UsageError("--live cluster stands alone; for a file of that name: ./cluster")
    else:
        from svclint.live.access import Target  # noqa: PLC0415 - most runs ask no cluster
        from svclint.live.cluster import read_cluster  # noqa: PLC0415

        with Ticker() as ticker:
            state = read_cluster(Target(kubeconfig, context, namespace or ""), ticker.tell)
    say_notes((*state.unknown, *_version_notes(state.version)))
    return state


class FactsFinder:
    """Gives the facts for each file: options first, then its configuration, then defaults.

    Raises ``ConfigError`` where a configuration cannot be used.
    """

    def __init__(self, words: Said, live: LiveState | None = None) -> None:
        self._words, self._live = words, live or no_live_state()
        self._known: dict[tuple[str, Settings], ClusterFacts] = {}
        newest_version = parse_version(newest())
        self._default = Settings(newest_version, (), DEFAULT_NODE_PORTS, "default")
        # Documents come file by file, and many are asked about each.
        self._last: tuple[str, tuple[str, Settings]] | None = None

    def settings(self, file: str) -> tuple[str, Settings]:
        """Give the cluster's name and all that is said of it for one file."""
        if self._last is None or self._last[0] != file:
            self._last = file, self._settings(file)
        return self._last[1]

    def _settings(self, file: str) -> tuple[str, Settings]:
        config = self._config(file)
        cluster, found = settings_for(config, file)
        if config is not None:
            _rules_must_exist(config)
        return cluster, self._words.settings.over(found)

    def __call__(self, file: str) -> ClusterFacts:
        """Give the facts of the cluster that a file is meant for."""
        cluster, settings = self.settings(file)
        facts = self._known.get((cluster, settings))
        if facts is None:
            facts = self._known[cluster, settings] = self._facts(cluster, settings)
        return facts

    def _config(self, file: str) -> Config | None:
        if not self._words.use_config:
            return None
        folder = os.getcwd() if file.startswith("<") else os.path.dirname(real_path(file))
        return config_above(folder)

    def _facts(self, cluster: str, settings: Settings) -> ClusterFacts:
        live = self._live
        is_assumed = not settings.service_cidrs and settings.node_ports is None and not live.objects
        _must_be_known(settings)
        version = None if live.version is None else nearest_known(live.version)
        cidrs, namespace = live.service_cidrs or None, live.namespace or None
        whole = settings.over(Settings(version, cidrs, namespace=namespace))
        whole = whole.over(self._default)
        assert whole.version is not None
        return ClusterFacts(
            whole.version,
            whole.service_cidrs or (),
            whole.node_ports or DEFAULT_NODE_PORTS,
            whole.namespace or "default",
            live.claims if live.objects else NO_CLAIMS,
            is_assumed,
            cluster,
        )


@lru_cache(maxsize=256)
def _rules_must_exist(config: Config) -> None:
    for settings in (config.settings, *(cluster[2] for cluster in config.clusters)):
        try:
            chosen(settings.select, settings.ignore)
        except UnknownRuleError as error:
            raise ConfigError(f"{os.path.join(config.folder, OWN_FILE)}: {error}") from None


def nearest_known(version: Version) -> Version:
    """Give the version that a server is judged by: its own, or the nearest that has schemas."""
    known = versions()
    return min(max(version, parse_version(known[0])), parse_version(known[-1]))


def _version_notes(version: Version | None) -> tuple[str, ...]:
    """Say that a server's version is judged as another one, where it is not known."""
    judged = None if version is None else nearest_known(version)
    if version is None or judged is None or judged == version:
        return ()
    here, there = (".".join(map(str, each)) for each in (judged, version))
    end = "newest" if judged < version else "oldest"
    judged_as = f"it is judged as {here}, the {end} that this svclint knows"
    return (f"the server is Kubernetes {there}; without --kubernetes-version {judged_as}",)


def _must_be_known(settings: Settings) -> None:
    if settings.version is None:
        return
    known = versions()
    wanted = ".".join(map(str, settings.version))
    if wanted not in known:
        raise ConfigError(
            f"Kubernetes {wanted} is not known to this svclint; it knows {known[0]} to {known[-1]}"
        )


def _live_option(required: bool) -> Callable[[Command], Command]:
    return click.option(
        "--live",
        multiple=True,
        required=required,
        metavar="SOURCE",
        help="Live objects: `cluster` asks the one of the kubeconfig; a file or folder is what"
        " svclint snapshot or kubectl get -o json printed.",
    )


_CLUSTER_OPTIONS = (
    click.option(
        "--kubernetes-version",
        metavar="VERSION",
        help="The version of the API server, such as 1.36. Default: the newest known.",
    ),
    click.option(
        "--service-cidr",
        multiple=True,
        metavar="CIDR[,CIDR]",
        help="The cluster's Service CIDRs, its default IP family first.",
    ),
    click.option(
        "--node-port-range", metavar="A-B", help="The cluster's node ports. Default: 30000-32767."
    ),
    click.option(
        "-n",
        "--namespace",
        metavar="NAME",
        help="The namespace of objects that name none. Default: default.",
    ),
    click.option("--no-config", is_flag=True, help="Read no .svclint.yaml."),
)
_CONNECTION_OPTIONS = (
    click.option(
        "--kubeconfig",
        default="",
        metavar="FILE",
        help="Default: $KUBECONFIG, ~/.kube/config, or the account of the pod.",
    ),
    click.option(
        "--context", default="", metavar="NAME", help="Default: the kubeconfig's current one."
    ),
)
