"""What is known of the cluster that each file is meant for, and which rules speak of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from svclint.cli.notes import nearest_known
from svclint.kubernetes.live import LiveState, no_live_state
from svclint.model import ConfigError
from svclint.model.cluster import (
    DEFAULT_NODE_PORTS,
    NO_CLAIMS,
    ClusterFacts,
    Options,
    Settings,
    parse_version,
)
from svclint.settings.config.layers import NOTHING_SAID, Config, Held, config_above, held_for
from svclint.source.paths import by_folder, real_folders_of

if TYPE_CHECKING:
    from svclint.rule import Rule
    from svclint.settings.rule_selection import Asked, Choice

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
        # What holds for a file differs by its configuration, its cluster, and the layers.
        self._known: dict[tuple[int, ...], tuple[ClusterFacts, Held]] = {}
        self._choices: dict[tuple[int, ...], tuple[Choice, Held]] = {}
        # Documents come file by file, and many are asked about each.
        self._last: tuple[str, Held] | None = None
        self._config = config_finder(words)

    def held(self, file: str) -> Held:
        """Give what the configuration says of one file."""
        if self._last is None or self._last[0] != file:
            config = self._config(file)
            self._last = file, NOTHING_SAID if config is None else held_for(config, file)
        return self._last[1]

    def settings(self, file: str) -> Settings:
        """Give all that is said of the cluster of one file."""
        return self._words.settings.over(self.held(file).settings())

    def choice(self, file: str, asked: Asked, rules: Sequence[Rule]) -> Choice:
        """Give what is done with the findings of one file.

        ``asked``, and the ``rules`` of the run, are the same for all files.
        """
        held = self.held(file)
        key = tuple(map(id, held.layers))
        if key not in self._choices:
            from svclint.settings.rule_selection import choice_of  # noqa: PLC0415 - not where a run is remembered

            self._choices[key] = choice_of(held, asked, rules), held
        return self._choices[key][0]

    def __call__(self, file: str) -> ClusterFacts:
        """Give the facts of the cluster that a file is meant for."""
        held = self.held(file)
        key = tuple(map(id, held.layers))
        if key not in self._known:
            # With the layers kept, no others can be taken for them.
            self._known[key] = self._facts(held), held
        return self._known[key][0]

    def _facts(self, held: Held) -> ClusterFacts:
        from svclint.kubernetes.schema import newest  # noqa: PLC0415 - a run that is remembered has no need

        live, settings = self._live, self._words.settings.over(held.settings())
        is_assumed = not settings.service_cidrs and settings.node_ports is None and not live.objects
        version = None if live.version is None else nearest_known(live.version)
        cidrs, namespace = live.service_cidrs or None, live.namespace or None
        whole = settings.over(Settings(version, cidrs, namespace=namespace))
        default = Settings(parse_version(newest()), (), DEFAULT_NODE_PORTS, "default")
        whole = whole.over(default)
        assert whole.version is not None
        return ClusterFacts(
            whole.version,
            whole.service_cidrs or (),
            whole.node_ports or DEFAULT_NODE_PORTS,
            whole.namespace or "default",
            live.claims if live.objects else NO_CLAIMS,
            is_assumed,
            held.cluster,
            whole.pod_templates,
            _options(held),
        )


def config_finder(words: Said) -> Callable[[str], Config | None]:
    """Give what finds the configuration that holds for a file. It raises ``ConfigError``."""
    in_folder = by_folder(_config_in)

    def find(file: str) -> Config | None:
        if not words.use_config:
            return None
        return _config_in(os.getcwd()) if file.startswith("<") else in_folder(file)

    return find


def configs_of(files: Collection[str], words: Said) -> list[Config]:
    """Give each configuration that holds for some of these files, or for the current folder.

    Raises ``ConfigError``.
    """
    if not words.use_config:
        return []
    folders = real_folders_of([file for file in files if not file.startswith("<")])
    found = map(_config_in, (os.getcwd(), *sorted(folders)))
    return list({config.files[0]: config for config in found if config is not None}.values())


def _config_in(folder: str) -> Config | None:
    config = config_above(folder)
    if config is not None:
        _must_make_sense(config)
    return config


def extended_files(configs: Iterable[Config]) -> list[str]:
    """Give the files that configurations extend, which may lie anywhere."""
    return [file for config in configs for file in config.files[1:]]


# Configurations that were looked at already, by their files.
_SENSIBLE: dict[tuple[str, ...], Config] = {}


def _must_make_sense(config: Config) -> None:
    """Raise ``ConfigError`` where a version, a rule or an option is named that is not."""
    if _SENSIBLE.get(config.files) is config:
        return
    from svclint.settings.rule_settings import must_make_sense  # noqa: PLC0415 - few have any

    must_make_sense(config)
    _SENSIBLE[config.files] = config


def must_be_known(settings: Settings) -> None:
    """Raise ``ConfigError`` where a version has no schemas."""
    if settings.version is None:
        return
    from svclint.kubernetes.schema import versions  # noqa: PLC0415 - few runs ask for it

    known = versions()
    wanted = ".".join(map(str, settings.version))
    if wanted not in known:
        raise ConfigError(
            f"Kubernetes {wanted} is not known to this svclint; it knows {known[0]} to {known[-1]}"
        )


def kinds_read(configs: Iterable[Config]) -> frozenset[str]:
    """Give the kinds that a run reads: svclint's own, and the workloads that are configured."""
    from svclint.engine.run import KINDS_READ  # noqa: PLC0415 - a run that is remembered reads none

    return KINDS_READ | {
        str(path[1])
        for config in configs
        for layer in config.layers
        for path in layer.values
        if path[0] == "podTemplates"
    }


def named_policies(words: Said, policies: tuple[str, ...]) -> tuple[str, ...]:
    """Give the paths of policies: those of the command line, else those that are configured."""
    if policies or not words.use_config:
        return policies
    configured = FactsFinder(words).settings(HERE).policies
    return configured or ((OWN_POLICIES,) if os.path.isdir(OWN_POLICIES) else ())


def _options(held: Held) -> Options:
    if not held.below("rules"):
        return ()
    from svclint.settings.rule_selection import options_of  # noqa: PLC0415 - it loads all rules

    return options_of(held)
