"""The facts of the cluster that each file is meant for, and the rules that apply to the file."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from svclint.app.errors import RequestError
from svclint.app.requests import CheckRequest, Request
from svclint.kubernetes.live import LiveState, no_live_state
from svclint.kubernetes.schema import default_version, versions
from svclint.model import ConfigError
from svclint.model.cluster import (
    DEFAULT_NODE_PORTS,
    NO_CLAIMS,
    ClusterFacts,
    Options,
    Settings,
    Version,
    parse_namespace,
    parse_node_ports,
    parse_service_cidrs,
    parse_version,
    version_text,
)
from svclint.model.networks import NO_NETWORKS
from svclint.settings.config.finding import nearest_config
from svclint.settings.config.layers import NO_CONFIG, Config, FileConfig, config_for_file
from svclint.source.path_patterns import pattern_problem
from svclint.source.paths import by_folder, real_folders_of

if TYPE_CHECKING:
    # Most trees have nothing to render.
    from svclint.render.roots import Root

# Stands for the current folder where a file is expected.
HERE = "<here>"


class RequestSettings(NamedTuple):
    """What the caller says of the cluster and of files, and whether configurations are read.

    ``trusted`` are real paths of folders outside of the tree that configurations may refer to.
    With ``isolated``, nothing in the tree decides what is checked and reported.
    With ``strict_references``, whatever is not found is reported.
    """

    settings: Settings
    use_config: bool
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    trusted: tuple[str, ...] = ()
    follow_links: bool = False
    isolated: bool = False
    strict_references: bool = False


def settings_of_request(request: Request) -> RequestSettings:
    """Return what a request says of the cluster. Raises ``RequestError``."""
    for pattern in (*request.exclude, *request.include):
        problem = pattern_problem(pattern)
        if problem:
            raise RequestError(f"the pattern {pattern!r} {problem}")
    version, ports = request.kubernetes_version, request.node_port_range
    try:
        settings = Settings(
            parse_version(version) if version else None,
            parse_service_cidrs(",".join(request.service_cidrs)) or None,
            parse_node_ports(ports) if ports else None,
            parse_namespace(request.namespace) if request.namespace else None,
        )
        _require_schemas(settings.version)
    except ConfigError as error:
        raise RequestError(str(error)) from None
    for folder in request.trust:
        if not os.path.isdir(folder):
            raise RequestError(f"{folder} is not a folder; --trust names an existing one")
    trusted = tuple(map(os.path.realpath, request.trust))
    return RequestSettings(
        settings,
        request.use_config and not request.isolated,
        request.exclude,
        request.include,
        trusted,
        request.follow_links,
        request.isolated,
        isinstance(request, CheckRequest) and request.strict_references,
    )


def _require_schemas(version: Version | None) -> None:
    if version is None:
        return
    known, wanted = versions(), version_text(version)
    if wanted not in known:
        raise RequestError(
            f"Kubernetes {wanted} is unknown; this svclint knows {known[0]} to {known[-1]}"
        )


def nearest_known(version: Version) -> Version:
    """Return the version to check a server by: its own, or the nearest that has schemas."""
    known = versions()
    return min(max(version, parse_version(known[0])), parse_version(known[-1]))


class FactsFinder:
    """Return the facts for each file: the request first, then its configuration, then defaults.

    Raises ``ConfigError`` for a configuration that cannot be used.
    """

    def __init__(
        self,
        given: RequestSettings,
        live: LiveState | None = None,
        roots: Mapping[str, Root] = MappingProxyType({}),
    ) -> None:
        """Take what is rendered, by the names of the texts: each root has a file of its own."""
        self._given, self._live, self._roots = given, live or no_live_state(), roots
        # What holds for a file depends on its configuration, its cluster, and the layers.
        self._facts_of: dict[tuple[int, ...], tuple[ClusterFacts, FileConfig]] = {}
        # Documents come file by file, and several callers ask for each file.
        self._last: tuple[str, FileConfig] | None = None
        self._config = config_finder(given)

    def file_config(self, file: str) -> FileConfig:
        """Return the configuration that applies to one file."""
        if self._last is None or self._last[0] != file:
            root = self._roots.get(file)
            place, cluster = (file, "") if root is None else (root.file, root.cluster)
            config = self._config(place)
            found = NO_CONFIG if config is None else config_for_file(config, place, cluster)
            self._last = file, found
        return self._last[1]

    def settings(self, file: str) -> Settings:
        """Return the settings of the cluster of one file, by request and configuration."""
        return self._given.settings.over(self.file_config(file).settings())

    def __call__(self, file: str) -> ClusterFacts:
        """Return the facts of a file's cluster; a release that is rendered has its namespace."""
        config = self.file_config(file)
        key = tuple(map(id, config.layers))
        if key not in self._facts_of:
            self._facts_of[key] = self._facts(config), config
        facts, root = self._facts_of[key][0], self._roots.get(file)
        namespace = root.release.namespace if root else ""
        return facts._replace(namespace=namespace) if namespace else facts

    def _facts(self, config: FileConfig) -> ClusterFacts:
        live, settings = self._live, self._given.settings.over(config.settings())
        is_assumed = not settings.service_cidrs and settings.node_ports is None and not live.objects
        version = None if live.version is None else nearest_known(live.version)
        cidrs, namespace = live.service_cidrs or None, live.namespace or None
        whole = settings.over(Settings(version, cidrs, namespace=namespace))
        newest = parse_version(default_version())
        whole = whole.over(Settings(newest, NO_NETWORKS, DEFAULT_NODE_PORTS, "default"))
        assert whole.version is not None
        return ClusterFacts(
            whole.version,
            whole.service_cidrs or NO_NETWORKS,
            whole.node_ports or DEFAULT_NODE_PORTS,
            whole.namespace or "default",
            live.claims if live.objects else NO_CLAIMS,
            is_assumed,
            config.cluster,
            whole.pod_templates,
            _options(config),
            bool(whole.closed),
            whole.backends,
            self.is_strict(config),
        )

    def is_strict(self, config: FileConfig) -> bool:
        """Return whether references to what is not found are errors."""
        configured = config.value("strictReferences")
        return self._given.strict_references or bool(configured and configured.value)


def config_finder(given: RequestSettings) -> Callable[[str], Config | None]:
    """Return a function from a file to its configuration; it raises ``ConfigError``."""
    in_folder = by_folder(lambda folder: config_in(folder, given.trusted))

    def find(file: str) -> Config | None:
        if not given.use_config:
            return None
        return config_in(os.getcwd(), given.trusted) if file.startswith("<") else in_folder(file)

    return find


def configs_of(files: Collection[str], given: RequestSettings) -> list[Config]:
    """Return each configuration that holds for some of these files, or for the current folder.

    Raises ``ConfigError``.
    """
    if not given.use_config:
        return []
    folders = real_folders_of([file for file in files if not file.startswith("<")])
    found = (config_in(each, given.trusted) for each in (os.getcwd(), *sorted(folders)))
    return list({config.files[0]: config for config in found if config is not None}.values())


def config_in(folder: str, trusted: tuple[str, ...]) -> Config | None:
    """Return the configuration that holds in a folder. Raises ``ConfigError``."""
    config = nearest_config(folder, trusted)
    if config is not None:
        _validate(config)
    return config


def extended_files(configs: Iterable[Config]) -> list[str]:
    """Return the files that configurations extend; they can be anywhere."""
    return [file for config in configs for file in config.files[1:]]


# Configurations that are valid, by their files.
_VALIDATED: dict[tuple[str, ...], Config] = {}


def _validate(config: Config) -> None:
    """Raise ``ConfigError`` if a version, a rule or an option in it does not exist."""
    if _VALIDATED.get(config.files) is config:
        return
    from svclint.settings.rule_settings import require_valid  # noqa: PLC0415 - loads all rules

    require_valid(config)
    _VALIDATED[config.files] = config


def configured_kinds(configs: Iterable[Config]) -> frozenset[str]:
    """Return the kinds that configurations describe: workloads, and what has backends."""
    return frozenset(
        str(path[1]).partition(".")[0]
        for config in configs
        for layer in config.layers
        for path in layer.values
        if path[0] in ("podTemplates", "backends")
    )


def _options(config: FileConfig) -> Options:
    if not config.entries("rules"):
        return ()
    from svclint.settings.rule_selection import configured_options  # noqa: PLC0415 - loads all rules

    return configured_options(config)
