"""What is known of the cluster that each file is meant for."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import NamedTuple

from svclint.cli.notes import nearest_known
from svclint.config import (
    DEFAULT_NODE_PORTS,
    NO_CLAIMS,
    ClusterFacts,
    Config,
    ConfigError,
    Settings,
    config_above,
    parse_version,
    settings_for,
)
from svclint.live import LiveState, no_live_state
from svclint.source.files import OWN_FILE
from svclint.source.paths import real_path

# Stands for the current folder, where a file is asked for.
HERE = "<here>"
# Where a team keeps policies of its own.
OWN_POLICIES = ".svclint/policies"


class Said(NamedTuple):
    """What the command line says: settings, and whether configuration files are heeded."""

    settings: Settings
    use_config: bool


class FactsFinder:
    """Gives the facts for each file: options first, then its configuration, then defaults.

    Raises ``ConfigError`` where a configuration cannot be used.
    """

    def __init__(self, words: Said, live: LiveState | None = None) -> None:
        self._words, self._live = words, live or no_live_state()
        self._known: dict[tuple[str, Settings], ClusterFacts] = {}
        from svclint.schema import newest  # noqa: PLC0415 - a run that is remembered has no need

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
        must_be_known(settings)
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
            whole.pod_templates,
        )


@lru_cache(maxsize=256)
def _rules_must_exist(config: Config) -> None:
    from svclint.registry import UnknownRuleError, chosen  # noqa: PLC0415 - it loads all rules

    for settings in (config.settings, *(cluster[2] for cluster in config.clusters)):
        try:
            chosen(settings.select, settings.ignore)
        except UnknownRuleError as error:
            raise ConfigError(f"{os.path.join(config.folder, OWN_FILE)}: {error}") from None


def must_be_known(settings: Settings) -> None:
    """Raise ``ConfigError`` where a version has no schemas."""
    if settings.version is None:
        return
    from svclint.schema import versions  # noqa: PLC0415 - few runs ask for it

    known = versions()
    wanted = ".".join(map(str, settings.version))
    if wanted not in known:
        raise ConfigError(
            f"Kubernetes {wanted} is not known to this svclint; it knows {known[0]} to {known[-1]}"
        )


def kinds_read(facts_for: FactsFinder) -> frozenset[str]:
    """Give the kinds that a run reads: svclint's own, and the workloads that are configured."""
    from svclint.engine import KINDS_READ  # noqa: PLC0415 - a run that is remembered reads none

    return KINDS_READ | {kind for kind, _ in facts_for.settings(HERE)[1].pod_templates}


def named_policies(words: Said, policies: tuple[str, ...]) -> tuple[str, ...]:
    """Give the paths of policies: those of the command line, else those that are configured."""
    if policies or not words.use_config:
        return policies
    configured = FactsFinder(words).settings(HERE)[1].policies
    return configured or ((OWN_POLICIES,) if os.path.isdir(OWN_POLICIES) else ())
